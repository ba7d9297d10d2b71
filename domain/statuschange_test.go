package domain_test

import (
	"testing"

	"tiersync/domain"
)

func TestWhatHasEndedStaysSo(t *testing.T) {
	t.Parallel()
	for _, change := range domain.StatusChanges() {
		for _, from := range change.From {
			if !from.Live() || from == change.To {
				t.Errorf("%s leads from %s to %s", change.Label, from, change.To)
			}
		}
		if found, err := domain.FindStatusChange(change.Key); err != nil || found.To != change.To {
			t.Errorf("the change %q: %+v, %v", change.Key, found, err)
		}
	}
	if _, err := domain.FindStatusChange("Active"); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("an unknown change: %v, want not found", err)
	}
}
