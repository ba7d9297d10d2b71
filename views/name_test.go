package views

import (
	"bytes"
	"testing"
)

func TestNamesStandApart(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := Naming("You are %s of %s.", "<Ann>", "שלום").Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "You are <bdi>&lt;Ann&gt;</bdi> of <bdi>שלום</bdi>."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
