package domain_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

func TestOnlyASubscriptionThatRunsPassByCanBeDeleted(t *testing.T) {
	t.Parallel()
	for status, may := range map[domain.SubscriptionStatus]bool{domain.Ordered: true, domain.Terminated: true, domain.Canceled: true,
		domain.Active: false, domain.Graced: false, domain.OnHold: false, domain.Expired: false} {
		err := domain.Subscription{ID: 1, Status: status}.Deletion().Err()
		if got := err == nil; got != may || err != nil && domain.KindOf(err) != domain.KindInvalid {
			t.Errorf("%s: %v, want it allowed: %t", status, err, may)
		}
	}
}

func TestPathsTo(t *testing.T) {
	t.Parallel()
	c := &domain.Catalog{Plans: []*domain.Plan{{ID: 1, Name: "Small", Upgrades: []domain.Upgrade{{To: 2}, {To: 3}}}, {ID: 2, Name: "Medium"},
		{ID: 3, Name: "Large", Upgrades: []domain.Upgrade{{To: 2, Downgrade: true}}}}}
	want := []domain.Use{{As: domain.UsedByUpgrade, Name: "Small"}, {As: domain.UsedByDowngrade, Name: "Large"}}
	if diff := cmp.Diff(want, c.PathsTo(2)); diff != "" {
		t.Errorf("paths to Medium (-want +got):\n%s", diff)
	}
	if got := c.PathsTo(1); got != nil {
		t.Errorf("paths to Small: %v", got)
	}
}

func TestOwnWithoutPlan(t *testing.T) {
	t.Parallel()
	key := domain.Key{Plan: 2, Field: domain.FieldName}
	own := (&domain.Own{}).WithMade(&domain.Catalog{Plans: []*domain.Plan{{ID: 1}, {ID: 2}}}).
		With(domain.Override{Key: key, Value: "Mine"})
	next := own.WithoutPlan(2)
	if got := next.MadeCatalog(); got.Plan(1) == nil || got.Plan(2) != nil || next.Count() != 0 {
		t.Errorf("left: %+v with %d own values", got, next.Count())
	}
	if own.MadeCatalog().Plan(2) == nil || own.Count() != 1 {
		t.Error("the value that it was made from has changed")
	}
}

// TestRefusedDeletions says what stands against a deletion, in the manual's word for each kind of object.
func TestRefusedDeletions(t *testing.T) {
	t.Parallel()
	both := domain.Uses{List: []domain.Use{{As: domain.UsedByAccount, Name: "A"}, {As: domain.UsedByAccount, Name: "B"}}}
	for _, tt := range []struct {
		request     domain.DeletionRequest
		right       domain.Privilege
		used, given string
	}{
		{domain.DeletionRequest{Plan: 1}, domain.EditPrices, "This service plan cannot be deleted while it is used by A, B.",
			"This service plan cannot be deleted: it was delivered before to A, B, and an undo could bring it back."},
		{domain.DeletionRequest{Plan: 1, Subscription: 2}, domain.ManageSubResellers, "This subscription cannot be deleted while it is used by A, B.",
			"This subscription cannot be deleted: it was delivered before to A, B, and an undo could bring it back."},
		{domain.DeletionRequest{Template: 3}, domain.ManageSubResellers, "This service template cannot be deleted while it is used by A, B.",
			"This service template cannot be deleted: a plan based on it was delivered before to A, B, and an undo could bring it back."},
	} {
		d := domain.Deletion{DeletionRequest: tt.request}
		if tt.request.Kind().Info().Right != tt.right {
			t.Errorf("deleting a %s takes the right %q", tt.request.What(), tt.request.Kind().Info().Right)
		}
		if got := d.Refuse(both).Refusal; got != tt.used {
			t.Errorf("in use: %q", got)
		}
		if got := d.RefuseDelivered(both).Refusal; got != tt.given {
			t.Errorf("delivered before: %q", got)
		}
		if err := d.Refuse(domain.Uses{}).RefuseDelivered(domain.Uses{}).Err(); err != nil {
			t.Errorf("nothing stands against it: %v", err)
		}
	}
}
