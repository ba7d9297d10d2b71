package db

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// TestSinceIsReadAsWritten reads what was changed since a dialog back, and the sentences of runs from before.
func TestSinceIsReadAsWritten(t *testing.T) {
	t.Parallel()
	want := []domain.Since{
		{Action: "changed plan fees", About: domain.Ref{Name: `Mail "L"`}, By: "Ann", At: time.Date(2026, 11, 22, 18, 34, 5, 678000, time.UTC)},
		{About: domain.Ref{Of: domain.ObjectTemplate, ID: 7, Name: "Gold"}, At: time.Date(2026, 11, 22, 18, 35, 0, 0, time.UTC)},
		{About: domain.Ref{Name: "Changed plan fees: Mail, by Ann, at 18:34 UTC"}},
	}
	texts, err := writeSince(want[:2])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, readSince(append(texts, want[2].About.Name))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
