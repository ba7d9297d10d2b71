package bulk

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIDs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]IDs{"{}": nil, "{7}": {7}, "{0,12,9223372036854775807}": {0, 12, 1<<63 - 1}} {
		got := IDs{1}
		if err := got.Scan([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	got := IDs{1}
	if err := got.Scan(nil); err != nil || got != nil {
		t.Errorf("null: %v, %v", got, err)
	}
	for _, src := range []any{[]byte(""), []byte("{"), []byte("1,2"), []byte("{1,NULL}"), []byte("{-1}"), []byte("{{1},{2}}"), "{1}", int64(1)} {
		if err := new(IDs).Scan(src); err == nil {
			t.Errorf("%v was read", src)
		}
	}
}
