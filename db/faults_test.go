package db_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// nothing runs try, which must fail with the kind, and checks that no row of any catalog, pointer, run or log changed.
func (w *world) nothing(want domain.Kind, try func() error) error {
	w.t.Helper()
	before := counts(w.t, w.db)
	err := try()
	wantKind(w.t.(*testing.T), err, want)
	if diff := cmp.Diff(before, counts(w.t, w.db)); diff != "" {
		w.t.Errorf("rows (-before +after):\n%s", diff)
	}
	return err
}

func (w *world) synchronize(v domain.Viewer, r domain.RunRequest) func() error {
	return func() error {
		_, err := w.db.SendDialog(w.t.Context(), v, r)
		return err
	}
}

func TestFault010PlainPlanHasNoDialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	request.Plan = mailPlan
	w.nothing(domain.KindNotFound, func() error {
		_, err := w.db.OpenDialog(t.Context(), w.provider, domain.DialogRequest{Plan: mailPlan})
		return err
	})
	w.nothing(domain.KindInvalid, w.synchronize(w.provider, request)) // the key is another plan's
}

func TestFault011NobodyUsesThePlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	w.exec(`DELETE FROM subscription`)
	err := w.nothing(domain.KindInvalid, w.synchronize(w.provider, request))
	if !strings.Contains(err.Error(), "No resellers use this plan") {
		t.Errorf("message: %v", err)
	}
	w.nothing(domain.KindInvalid, func() error {
		_, err := w.db.OpenDialog(t.Context(), w.provider, domain.DialogRequest{Plan: resellerPlan})
		return err
	})
}

func TestFault012EndedSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.edit("P", w.catalog("12"))
	for status, name := range map[domain.SubscriptionStatus]string{domain.Ordered: "R1", domain.Terminated: "R21", domain.Canceled: "R111"} {
		w.exec(`UPDATE subscription SET status = $2 WHERE id = $1`, w.subs[name], status)
		request := domain.RunRequest{Key: w.dialog(w.provider, w.subs[name]).Key, Plan: resellerPlan,
			Subscription: w.subs[name], Options: domain.AllOptions()}
		w.nothing(domain.KindInvalid, w.synchronize(w.provider, request))
	}
	page := w.sync()
	if page.Run.Totals.Skipped != 3 || page.Run.Totals.Changed != 1 { // R11 gets what R1 sells, which did not change
		t.Errorf("totals of the run for all: %+v", page.Run.Totals)
	}
	skipped, err := w.db.Run(t.Context(), w.provider, page.Run.ID, pages.RunQuery{Only: pages.OnlySkipped})
	if err != nil || skipped.Total != 3 || skipped.Resellers[0].Skip != "the subscription is ordered" {
		t.Errorf("skipped resellers: %+v, %v", skipped, err)
	}
	if got := w.fee("R1", mailPlan); got != "10" {
		t.Errorf("fee of a skipped reseller: %s, want the old 10", got)
	}
}

func TestFault013DeletedAfterTheDialog(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		subscription bool // whether the dialog is of R1's subscription alone
		remove       func(*world)
		want         string // what is named
	}{
		{"plan", false, (*world).deletePlan, "Reseller program"},
		{"template", false, (*world).deleteTemplate, "Standard"},
		{"subscription", true, (*world).deleteSubscription, "Subscription of R1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			request := w.request()
			if tt.subscription {
				request.Subscription = w.subs["R1"]
				request.Key = w.dialog(w.provider, request.Subscription).Key
			}
			tt.remove(w)
			err := w.nothing(domain.KindConflict, w.synchronize(w.provider, request))
			var conflict *domain.Error
			want := tt.want + " was deleted by " + w.provider.User.Name + ". Nothing was changed."
			if !errors.As(err, &conflict) || conflict.Message != want || conflict.At.IsZero() {
				t.Fatalf("message: %v, want %q and when", err, want)
			}
			log := w.audit(w.provider, conflict.About.Name)
			if len(log) == 0 || !strings.HasPrefix(log[0].Action, "deleted ") || conflict.About.Name == "" {
				t.Errorf("%+v leads to %+v; want the deletion first", conflict.About, log)
			}
		})
	}
}

func TestFault013TheLogCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	w.deleteTemplate()
	w.exec(`CREATE FUNCTION fail() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'query_canceled'; END $$;
		ALTER TABLE change RENAME TO real_change;
		CREATE VIEW change AS SELECT fail() AS account_id, at, user_id, kind, object, object_id, name FROM real_change`)
	wantKind(t, w.synchronize(w.provider, request)(), domain.KindUnavailable)
}

func TestFault013DeletedByAVendorBelow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	request := domain.RunRequest{Key: w.dialog(w.provider, w.subs["R11"]).Key, Plan: resellerPlan,
		Subscription: w.subs["R11"], Options: domain.AllOptions()}
	vendor, err := w.db.Viewer(t.Context(), w.viewers["R1"].User.ID)
	w.check(err)
	_, err = w.db.ChangeStatus(t.Context(), vendor, w.subs["R11"], domain.Terminate)
	w.check(err)
	w.remove(vendor, domain.DeletionRequest{Plan: resellerPlan, Subscription: w.subs["R11"]})
	err = w.nothing(domain.KindConflict, w.synchronize(w.provider, request))
	var conflict *domain.Error
	if !errors.As(err, &conflict) || conflict.Message != "Subscription of R11 was deleted by R1. Nothing was changed." || conflict.About != (domain.Ref{}) {
		t.Errorf("got %v, want the vendor's name and nothing of their audit", err)
	}
}

func TestFault014PlanChangesAfterTheDialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	request := w.request()
	preview, digest, err := w.db.Preview(t.Context(), w.provider, request, pages.RunQuery{})
	if err != nil || !preview.Run.Totals.Nothing() {
		t.Fatalf("preview: %+v, %v; want nothing to do", preview.Run.Totals, err)
	}
	w.edit("P", w.catalog("12"))
	bound := request
	bound.PreviewDigest = digest
	err = w.nothing(domain.KindConflict, w.synchronize(w.provider, bound))
	if !strings.Contains(err.Error(), "Review again") {
		t.Errorf("message: %v", err)
	}
	run := w.run(w.provider, request) // not bound to the preview: it takes what is current
	if len(run.Run.SinceDialog) != 1 {
		t.Fatalf("changes since the dialog: %+v", run.Run.SinceDialog)
	}
	since := run.Run.SinceDialog[0]
	if since.Action != "Edit" || since.About.Name != "Catalog" || since.By != w.provider.User.Name || since.At.IsZero() {
		t.Errorf("changed since the dialog: %+v", since)
	}
	if diff := cmp.Diff(w.all("12"), w.fees()); diff != "" {
		t.Errorf("fees (-want +got):\n%s", diff)
	}
}

func TestPreviewIsWhatTheRunDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.setFee("R1", "15")
	w.edit("P", w.catalog("12"))
	request := w.request()
	request.Policy = domain.Keep
	before := counts(t, w.db)
	preview, digest, err := w.db.Preview(t.Context(), w.provider, request, pages.RunQuery{})
	if err != nil {
		t.Fatal(err)
	}
	shown, err := w.db.PreviewResult(t.Context(), w.provider, request, w.accounts["R1"], pages.OutcomeQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, counts(t, w.db)); diff != "" {
		t.Errorf("a preview wrote rows (-before +after):\n%s", diff)
	}
	request.PreviewDigest = digest
	run := w.run(w.provider, request)
	if diff := cmp.Diff(preview.Run.Totals, run.Run.Totals); diff != "" {
		t.Errorf("totals (-preview +run):\n%s", diff)
	}
	if diff := cmp.Diff(preview.Resellers, run.Resellers); diff != "" {
		t.Errorf("resellers (-preview +run):\n%s", diff)
	}
	done, err := w.db.RunResult(t.Context(), w.provider, run.Run.ID, w.accounts["R1"], pages.OutcomeQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shown.Outcomes, done.Outcomes, equalValues()); diff != "" {
		t.Errorf("outcomes at R1 (-preview +run):\n%s", diff)
	}
}

func TestFault015NoDialogKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	for _, key := range []string{"", "x", strings.Repeat("A", 26)} {
		request.Key = key
		w.nothing(domain.KindInvalid, w.synchronize(w.provider, request))
	}
}

func TestFault016OldDialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	w.exec(`UPDATE dialog SET opened_at = now() - interval '12 hours 1 second'`)
	w.nothing(domain.KindInvalid, w.synchronize(w.provider, request))
}

func TestFault017SameDialogTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	first := w.run(w.provider, request)
	w.edit("P", w.catalog("12"))
	before := counts(t, w.db)
	second := w.run(w.provider, request)
	if first.Run.ID != second.Run.ID {
		t.Errorf("the second sending made run %d, want the first one's %d", second.Run.ID, first.Run.ID)
	}
	if diff := cmp.Diff(before, counts(t, w.db)); diff != "" {
		t.Errorf("rows (-before +after):\n%s", diff)
	}
	request.Options = boxSet([]domain.OptionKey{domain.UpdateFees})
	other := w.run(w.provider, request)
	if other.Run.ID == first.Run.ID || other.Run.SameDialog != first.Run.ID || second.Run.SameDialog != 0 {
		t.Errorf("other choices in the same dialog are run %d, from that of run %d; want another than %d, from its dialog", other.Run.ID,
			other.Run.SameDialog, first.Run.ID)
	}
}
