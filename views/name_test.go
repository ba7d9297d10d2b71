package views_test

import (
	"bytes"
	"testing"

	"tiersync/domain"
	. "tiersync/views"
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

func TestSentencesSetNamesApart(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := Sentence(domain.Isolate("<שלום>")+" & Co. is published.").Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "<bdi>&lt;שלום&gt;</bdi> &amp; Co. is published."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
