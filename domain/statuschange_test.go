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

// TestWhatAStatusAllows asks each change what it says to each status, and each status for its changes.
func TestWhatAStatusAllows(t *testing.T) {
	t.Parallel()
	want := map[domain.SubscriptionStatus]int{domain.Ordered: 2, domain.Active: 2, domain.Graced: 2, domain.Expired: 2, domain.OnHold: 2,
		domain.Terminated: 0, domain.Canceled: 0}
	for status, changes := range want {
		if got := len(status.Changes()); got != changes {
			t.Errorf("%s allows %d changes, want %d", status, got, changes)
		}
		if live := status != domain.Terminated && status != domain.Canceled; status.Live() != live {
			t.Errorf("%s is live: %t", status, status.Live())
		}
	}
	change, err := domain.FindStatusChange(domain.Terminate)
	if err != nil || !change.Ends() {
		t.Errorf("what is terminated has ended: %v", err)
	}
	if got := change.Refusal(domain.Subscription{Name: "Mail", Status: domain.Active}); got != "" {
		t.Errorf("an active subscription: %q", got)
	}
	if got := change.Refusal(domain.Subscription{Name: "Mail", Status: domain.Ordered}); got != `Mail is ordered: "Terminate" is not possible.` {
		t.Errorf("an ordered subscription: %q", got)
	}
	if release, err := domain.FindStatusChange(domain.Release); err != nil || release.Ends() {
		t.Errorf("what is released has not ended: %v", err)
	}
}
