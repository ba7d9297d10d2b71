package db_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

func TestSubscriptionsAreLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sub := domain.Subscription{Name: "Second", Account: w.accounts["R1"], Plan: resellerPlan, Status: domain.Ordered,
		Start: time.Now(), Expires: time.Now().AddDate(1, 0, 0)}
	_, err := w.db.ChangeStatus(t.Context(), w.provider, w.subs["R1"], domain.Terminate)
	w.check(err)
	id, err := w.db.CreateSubscription(t.Context(), w.provider, sub)
	w.check(err)
	made, err := w.db.ChangeStatus(t.Context(), w.provider, id, domain.Activate)
	w.check(err)
	w.remove(w.provider, domain.DeletionRequest{Plan: resellerPlan, Subscription: w.subs["R1"]})
	logged := func(kind domain.ChangeKind, id domain.SubscriptionID, field domain.Field) string {
		const query = `SELECT concat_ws(' ', coalesce(e -> 'from' ->> 'text', '-'), coalesce(e -> 'to' ->> 'text', '-'), c.run_id)
			FROM change c JOIN change_part p ON p.change_id = c.id, json_array_elements(p.edits) e
			WHERE c.account_id = $1 AND c.kind = $2 AND c.object = 'subscription' AND c.object_id = $3 AND e ->> 'field' = $4`
		return ask[string](t, w.db, query, w.accounts["P"], kind, id, field)
	}
	got := []string{logged(domain.SubscriptionChanged, w.subs["R1"], domain.FieldSubscriptionStatus),
		logged(domain.SubscriptionCreated, id, domain.FieldSubscriptionName), logged(domain.SubscriptionChanged, id, domain.FieldSubscriptionStatus),
		logged(domain.SubscriptionDeleted, w.subs["R1"], domain.FieldSubscriptionStatus)}
	want := []string{"Active Terminated", "- Second", "Ordered Active " + ask[string](t, w.db, `SELECT $1::bigint::text`, made.Run), "Terminated -"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the log (-want +got):\n%s", diff)
	}
}

// The rights are those of the moment, for what has a way of its own, too.
func TestSubscriptionsAndDeletionsTakeTheRightsOfNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	operator := viewer(t, w.db, w.accounts["P"], domain.Operator, domain.Privileges()...)
	w.check(setRole(t, w.db, operator.User, domain.Operator)) // the viewer still says what was true before
	sub := domain.Subscription{Name: "New", Account: w.accounts["R1"], Plan: resellerPlan, Status: domain.Ordered, Start: time.Now(), Expires: time.Now()}
	for _, try := range []func() error{
		func() error { _, err := w.db.CreateSubscription(t.Context(), operator, sub); return err },
		func() error {
			_, err := w.db.ChangeStatus(t.Context(), operator, w.subs["R1"], domain.PutOnHold)
			return err
		},
		func() error {
			_, _, err := w.db.CreateReseller(t.Context(), operator, domain.Account{Name: "New", Currency: "USD"},
				domain.User{Name: "Ann", Email: "ann@new.example"}, "")
			return err
		},
		func() error {
			_, err := w.db.Delete(t.Context(), operator, domain.DeletionRequest{Template: w.template})
			return err
		},
		func() error {
			_, err := w.db.Delete(t.Context(), operator, domain.DeletionRequest{Plan: officePlan})
			return err
		},
	} {
		w.nothing(domain.KindForbidden, try)
	}
}

func TestANewResellerIsLoggedTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, _, err := w.db.CreateReseller(t.Context(), w.provider, domain.Account{Name: "New", Currency: "EUR"},
		domain.User{Name: "Ann", Email: "ann@new.example"}, "")
	w.check(err)
	const made = `SELECT count(*) FROM change c JOIN change_part p ON p.change_id = c.id
		WHERE c.account_id = $1 AND kind = $2 AND object_id = $3 AND edits::jsonb @> $4::jsonb AND user_id = $5`
	user := ask[int64](t, w.db, `SELECT id FROM app_user WHERE account_id = $1`, id)
	if ask[int](t, w.db, made, w.accounts["P"], domain.ResellerCreated, id, `[{"field": "account_currency", "to": {"text": "EUR"}}]`, w.provider.User.ID) != 1 {
		t.Error("the vendor's log does not say what account was made")
	}
	if ask[int](t, w.db, made, id, domain.UserAdded, user, `[{"field": "user_role", "to": {"text": "administrator"}}]`, w.provider.User.ID) != 1 {
		t.Error("the account's own log does not say who was added")
	}
}

// Deletions from before there was a log of changes are told by the audit.
func TestFault013DeletedBeforeTheLogOfChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	w.exec(`INSERT INTO audit (account_id, user_id, action, object, detail)
		VALUES ($1, $2, 'deleted service template', 'Standard', jsonb_build_object('template', $3::bigint))`,
		w.accounts["P"], w.provider.User.ID, w.template)
	w.exec(`DELETE FROM template_plan`)
	w.exec(`DELETE FROM template`)
	err := w.nothing(domain.KindConflict, w.synchronize(w.provider, request))
	if !strings.Contains(err.Error(), "Standard was deleted by "+w.provider.User.Name) {
		t.Errorf("message: %v", err)
	}
}
