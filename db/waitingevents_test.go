package db

import (
	"testing"
	"time"
)

// TestNeverIsBeforeEveryTime: a box that was never passed on counts from the beginning, beside whichever it is asked for.
func TestNeverIsBeforeEveryTime(t *testing.T) {
	t.Parallel()
	never, first, second := time.Time{}, time.Unix(1, 0), time.Unix(2, 0)
	for _, tt := range []struct {
		times []time.Time
		want  time.Time
	}{
		{nil, never},
		{[]time.Time{second, first}, first},
		{[]time.Time{first, never, second}, never},
		{[]time.Time{never, second}, never},
	} {
		if got := earliest(tt.times); !got.Equal(tt.want) {
			t.Errorf("the earliest of %v is %v, want %v", tt.times, got, tt.want)
		}
	}
}
