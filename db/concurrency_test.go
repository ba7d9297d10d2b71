package db_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// atOnce runs all the functions at the same time and returns their errors.
func atOnce(functions ...func() error) []error {
	errs := make([]error, len(functions))
	var group sync.WaitGroup
	start := make(chan struct{})
	for i, f := range functions {
		group.Go(func() {
			<-start
			errs[i] = f()
		})
	}
	close(start)
	group.Wait()
	return errs
}

func (w *world) checkAll(errs []error) {
	w.t.Helper()
	for _, err := range errs {
		if err != nil {
			w.t.Error(err)
		}
	}
}

func TestFault059FiftyTimesTheSameDialog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := w.request()
	runs := make([]domain.RunID, 50)
	var functions []func() error
	for i := range runs {
		functions = append(functions, func() (err error) {
			runs[i], err = w.db.SendDialog(t.Context(), w.provider, request)
			return err
		})
	}
	w.checkAll(atOnce(functions...))
	if distinct := slices.Compact(slices.Sorted(slices.Values(runs))); len(distinct) != 1 {
		t.Errorf("50 sendings of one dialog made the runs %v, want one", distinct)
	}
	if got := ask[int](t, w.db, `SELECT count(*) FROM run`); got != 1 {
		t.Errorf("%d runs are stored, want 1", got)
	}
}

func TestFault062TwoOperatorsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	colleague := viewer(t, w.db, w.accounts["P"], domain.Administrator)
	mine := w.request()
	theirs := mine
	theirs.Key = w.dialog(colleague, 0).Key
	w.checkAll(atOnce(w.synchronize(w.provider, mine), w.synchronize(colleague, theirs)))
	changed := []int{ask[int](t, w.db, `SELECT max(changed) FROM run`), ask[int](t, w.db, `SELECT min(changed) FROM run`)}
	if diff := cmp.Diff([]int{5, 0}, changed); diff != "" {
		t.Errorf("resellers changed by the two runs (-want +got):\n%s", diff)
	}
}

func TestFault063AllAndOneAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := w.request()
	one := domain.RunRequest{Key: w.dialog(w.provider, w.subs["R11"]).Key, Plan: resellerPlan,
		Subscription: w.subs["R11"], Options: domain.AllOptions()}
	w.checkAll(atOnce(w.synchronize(w.provider, all), w.synchronize(w.provider, one)))
	if diff := cmp.Diff(w.all("10"), w.fees()); diff != "" {
		t.Errorf("fees (-want +got):\n%s", diff)
	}
	if got := ask[int](t, w.db, `SELECT count(*) FROM entry WHERE run_id IS NOT NULL AND account_id = $1`, w.accounts["R11"]); got != 1 && got != 2 {
		t.Errorf("R11 has %d entries in their log", got)
	}
}

func TestFault064TwoPlansThatShareAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := w.secondPlan(domain.CreatePlans)
	w.checkAll(atOnce(w.synchronize(w.provider, w.request(domain.CreatePlans)), w.synchronize(w.provider, other)))
	for _, id := range []domain.PlanID{mailPlan, officePlan, backupPlan} {
		if got := w.fee("R1", id); got != "10" {
			t.Errorf("fee of plan %d at R1: %s, want 10", id, got)
		}
	}
}
