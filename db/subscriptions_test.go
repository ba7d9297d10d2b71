package db_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

func TestSubscriptionsListsEveryLevelBelow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	names := func(v domain.Viewer, q pages.ListQuery) ([]string, int) {
		rows, total, err := w.db.Subscriptions(t.Context(), v, resellerPlan, q)
		w.check(err)
		var list []string
		for _, row := range rows {
			list = append(list, row.AccountName+" of "+row.VendorName)
		}
		return list, total
	}
	tests := []struct {
		name  string
		query pages.ListQuery
		want  []string
		total int
	}{
		{"by level", pages.ListQuery{}, []string{"R1 of P", "R2 of P", "R11 of R1", "R21 of R2", "R111 of R11"}, 5},
		{"by name, backwards", pages.ListQuery{Sort: "reseller", Desc: true},
			[]string{"R111 of R11", "R21 of R2", "R11 of R1", "R2 of P", "R1 of P"}, 5},
		{"searched", pages.ListQuery{Search: "r11"}, []string{"R11 of R1", "R111 of R11"}, 2},
		{"a wildcard is a character", pages.ListQuery{Search: "%"}, nil, 0},
		{"an unknown sort key", pages.ListQuery{Sort: "name;drop"}, []string{"R1 of P", "R2 of P", "R11 of R1", "R21 of R2", "R111 of R11"}, 5},
		{"a page", pages.ListQuery{Limit: 2, Offset: 2}, []string{"R11 of R1", "R21 of R2"}, 5},
	}
	for _, tt := range tests {
		got, total := names(w.provider, tt.query)
		if diff := cmp.Diff(tt.want, got); diff != "" || total != tt.total {
			t.Errorf("%s: total %d, want %d (-want +got):\n%s", tt.name, total, tt.total, diff)
		}
	}
	if got, total := names(w.viewers["R1"], pages.ListQuery{}); total != 2 || got[0] != "R11 of R1" {
		t.Errorf("as R1: %v", got)
	}
}

func TestSyncStates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	state := func(name string) domain.SyncState {
		states, err := w.db.SyncStatesOf(t.Context(), w.provider, resellerPlan, []domain.AccountID{w.accounts[name]})
		w.check(err)
		return states[w.subs[name]]
	}
	if got := state("R111"); !got.Never || got.InSync() {
		t.Errorf("before any run: %+v", got)
	}
	run := w.sync().Run.ID
	if got, last := state("R111"), w.reached("R111"); !got.InSync() || last.Run != run {
		t.Errorf("after run %d: %+v, reached by %+v", run, got, last)
	}
	w.edit("P", w.catalog("12"))
	if diff := cmp.Diff([]domain.OptionKey{domain.UpdateFees}, state("R1").Boxes); diff != "" {
		t.Errorf("R1 is behind in (-want +got):\n%s", diff)
	}
}

func TestActivationDelivers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := account(t, w.db, domain.Account{Parent: w.accounts["P"], Name: "R3", Currency: "USD"})
	w.accounts["R3"] = id
	sub := domain.Subscription{Name: "R3", Account: id, Plan: resellerPlan, Period: month, Status: domain.Ordered,
		Start: time.Now(), Expires: time.Now().AddDate(1, 0, 0)}
	created, err := w.db.CreateSubscription(t.Context(), w.provider, sub)
	w.check(err)
	if got := w.fee("R3", mailPlan); got != "no plan" {
		t.Errorf("before the activation: %s", got)
	}
	made, err := w.db.ChangeStatus(t.Context(), w.provider, created, domain.Activate)
	w.check(err)
	if got := w.fee("R3", mailPlan); got != "10" || made.Run == 0 {
		t.Errorf("after the activation (run %d): %s, want 10", made.Run, got)
	}
	if got := w.fee("R1", mailPlan); got != "no plan" {
		t.Errorf("another reseller got it too: %s", got)
	}
	again, err := w.db.ChangeStatus(t.Context(), w.provider, created, domain.Activate)
	if err != nil || again.Run != 0 || again.ID != 0 || again.Before.By != w.provider.User.Name {
		t.Errorf("activating an active one: %+v, %v", again, err)
	}
	_, err = w.db.CreateSubscription(t.Context(), w.provider, sub)
	wantKind(t, err, domain.KindConflict)
	_, err = w.db.ChangeStatus(t.Context(), w.provider, w.subs["R11"], domain.PutOnHold) // R1 sold it
	wantKind(t, err, domain.KindNotFound)
}

func TestCreateSubscriptionChecks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := domain.Subscription{Name: "New", Account: w.accounts["R1"], Plan: resellerPlan, Status: domain.Active,
		Start: time.Now(), Expires: time.Now().AddDate(1, 0, 0)}
	for name, spoil := range map[string]func(*domain.Subscription){
		"a name":         func(s *domain.Subscription) { s.Name = " " },
		"a grandchild":   func(s *domain.Subscription) { s.Account = w.accounts["R11"] },
		"a plain plan":   func(s *domain.Subscription) { s.Plan = mailPlan },
		"another period": func(s *domain.Subscription) { s.Period = 999 },
		"a status":       func(s *domain.Subscription) { s.Status = "Odd" },
		"dates":          func(s *domain.Subscription) { s.Expires = s.Start.AddDate(-1, 0, 0) },
	} {
		sub := good
		spoil(&sub)
		_, err := w.db.CreateSubscription(t.Context(), w.provider, sub)
		if domain.KindOf(err) != domain.KindInvalid {
			t.Errorf("%s: %v, want it refused as invalid", name, err)
		}
	}
}

func TestLastRunForTheResellerHimself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	none, err := w.db.LastRunFor(t.Context(), w.viewers["R1"], pages.OutcomeQuery{})
	if err != nil || none.Run != 0 {
		t.Errorf("before any run: %+v, %v", none, err)
	}
	w.sync()
	w.edit("P", w.catalog("12"))
	w.sync()
	w.sync() // changes nothing, so it is not the last that changed them
	got, err := w.db.LastRunFor(t.Context(), w.viewers["R1"], pages.OutcomeQuery{Show: pages.ShowChanges})
	w.check(err)
	if got.Changes == 0 || got.Shown[pages.ShowChanges] != got.Changes || got.Outcomes[0].New != "12" || got.Names.Plans[mailPlan] != "Mail" {
		t.Errorf("last delivery: %+v", got)
	}
}

func TestPrivilegesComeWithBoxTwelve(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	granted := func() []domain.Privilege {
		v, err := w.db.Viewer(t.Context(), w.viewers["R1"].User.ID)
		w.check(err)
		return v.Granted
	}
	w.run(w.provider, w.request(domain.CreatePlans))
	if got := granted(); len(got) != 0 {
		t.Errorf("without the box: %v", got)
	}
	w.run(w.provider, w.request(domain.UpdatePrivileges))
	if diff := cmp.Diff(domain.Privileges(), granted()); diff != "" {
		t.Errorf("with the box (-want +got):\n%s", diff)
	}
}

func TestRunsAndExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.sync().Run.ID, w.sync().Run.ID
	runs, total, err := w.db.Runs(t.Context(), w.provider, pages.ListQuery{})
	if err != nil || total != 2 || runs[0].ID != second || runs[1].ID != first {
		t.Errorf("runs: %+v, %d, %v; want the latest first", runs, total, err)
	}
	if none, total, err := w.db.Runs(t.Context(), w.viewers["R1"], pages.ListQuery{}); err != nil || total != 0 || len(none) != 0 {
		t.Errorf("runs of R1: %v, %v", none, err)
	}
	var names []string
	err = w.db.ExportRun(t.Context(), w.provider, first, pages.RunQuery{}, func(r pages.RunLines) error {
		if len(r.Outcomes) == 0 || r.Names.Plans[mailPlan] != "Mail" {
			t.Errorf("%s: %d outcomes, names %v", r.Reseller.Name, len(r.Outcomes), r.Names.Plans)
		}
		names = append(names, r.Reseller.Name)
		return nil
	})
	w.check(err)
	if diff := cmp.Diff([]string{"R1", "R2", "R11", "R21", "R111"}, names); diff != "" {
		t.Errorf("exported resellers (-want +got):\n%s", diff)
	}
}
