package db_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/views/pages"
)

// past is a world with a history: what everybody sells was changed by edits, runs and an undo.
type past struct {
	*world
	runs []domain.RunID
}

func newPast(t *testing.T) past {
	p := past{world: newWorld(t)}
	p.sync()
	for _, fee := range []string{"10", "11", "12", "13"} {
		_, err := p.db.Do(t.Context(), p.provider, feeChange(fee, 0))
		p.check(err)
		p.setFee("R1", "2"+fee)
		p.runs = append(p.runs, p.sync().Run.ID)
	}
	p.setFee("R2", "30")
	p.runs = append(p.runs, p.undo(p.runs[3]).Run.ID)
	_, err := p.db.Do(t.Context(), p.provider, feeChange("14", 0))
	p.check(err)
	p.setFee("R11", "40")
	p.runs = append(p.runs, p.sync().Run.ID)
	return p
}

// count is how many rows a table has.
func (w *world) count(table string) int {
	w.t.Helper()
	return ask[int](w.t, w.db, `SELECT count(*) FROM `+table)
}

func (w *world) prune(before time.Time) db.Pruned {
	w.t.Helper()
	p, err := w.db.Prune(w.t.Context(), before)
	w.check(err)
	w.verify()
	return p
}

func TestPruneKeepsWhatEverybodyHas(t *testing.T) {
	t.Parallel()
	w := newPast(t)
	had, pointed := w.fees(), states(w.world)
	tables := map[string]int{}
	for _, table := range []string{"audit", "entry", "change", "run", "catalog", "plan_version", "own", "own_layer", "outcome_set"} {
		tables[table] = w.count(table)
	}
	p := w.prune(time.Now().Add(time.Hour))
	if diff := cmp.Diff(had, w.fees()); diff != "" {
		t.Errorf("what everybody sells at (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(pointed, states(w.world)); diff != "" {
		t.Errorf("where the pointers are (-before +after):\n%s", diff)
	}
	if p.Entries == 0 || p.Changes == 0 || p.Runs == 0 || p.Catalogs == 0 || p.Plans == 0 || p.Owns == 0 || p.Layers == 0 || p.Outcomes == 0 {
		t.Errorf("something never goes: %+v", p)
	}
	for table, gone := range map[string]int{"entry": p.Entries - tables["audit"], "change": p.Changes, "run": p.Runs, "catalog": p.Catalogs, "plan_version": p.Plans,
		"own": p.Owns, "own_layer": p.Layers, "outcome_set": p.Outcomes} {
		if left := w.count(table); left != tables[table]-gone || left == 0 {
			t.Errorf("%s: %d of %d rows are left after %d went", table, left, tables[table], gone)
		}
	}
	if entries, accounts := w.count("entry"), w.count("pointer"); entries != accounts {
		t.Errorf("%d entries are left for %d accounts", entries, accounts)
	}
	if told := w.count("audit"); told != 0 {
		t.Errorf("%d lines of the audit from before there were changes are left", told)
	}
	if again := w.prune(time.Now().Add(time.Hour)); again != (db.Pruned{}) {
		t.Errorf("the second time there went %+v", again)
	}
}

// What everybody has comes from the last run, which can be taken back still; the runs before it are gone, and pages say so.
func TestPruneKeepsTheRunsThatAnUndoNeeds(t *testing.T) {
	t.Parallel()
	w := newPast(t)
	w.prune(time.Now().Add(time.Hour))
	for _, run := range w.runs[:3] {
		if _, err := w.db.Run(t.Context(), w.provider, run, pages.RunQuery{}); domain.KindOf(err) != domain.KindNotFound {
			t.Errorf("run %d: %v", run, err)
		}
	}
	w.undo(w.runs[5])
	want := map[string]string{"R1": "213", "R11": "40", "R111": "12", "R2": "30", "R21": "12"}
	if diff := cmp.Diff(want, w.fees()); diff != "" {
		t.Errorf("after the undo (-want +got):\n%s", diff)
	}
	w.verify()
	for _, name := range append(w.resellers(), "P") { // their pages have something to show
		w.history(name, pages.HistoryQuery{})
		w.audit(w.viewers[name], "")
	}
}

// A run that a run from after the moment takes back stays, and whatever is younger.
func TestPruneKeepsWhatIsYounger(t *testing.T) {
	t.Parallel()
	w := newPast(t)
	if p := w.prune(time.Now().Add(-time.Hour)); p != (db.Pruned{}) {
		t.Errorf("of nothing that is old there went %+v", p)
	}
	moment := ask[time.Time](t, w.db, `SELECT at FROM run ORDER BY id OFFSET 4 LIMIT 1`)
	undone := w.runs[3]
	w.prune(moment.Add(time.Microsecond))
	for _, run := range w.runs[3:] {
		if _, err := w.db.Run(t.Context(), w.provider, run, pages.RunQuery{}); err != nil {
			t.Errorf("run %d: %v", run, err)
		}
	}
	page, err := w.db.Run(t.Context(), w.provider, undone, pages.RunQuery{})
	if err != nil || page.Run.UndoneBy != w.runs[4] {
		t.Errorf("the run that was taken back: %+v, %v", page.Run, err)
	}
}

// Everybody works while somebody prunes again and again: prices go back to what they were, so that versions come back that nobody had.
func TestPruneBesideWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	ctx, stop := context.WithCancel(t.Context())
	pruned := make(chan error, 1)
	var runs, plans, catalogs atomic.Int64
	something := func() bool { return runs.Load() > 0 && plans.Load() > 0 && catalogs.Load() > 0 }
	go func() {
		for ctx.Err() == nil {
			p, err := w.db.Prune(t.Context(), time.Now().Add(time.Hour))
			runs.Add(int64(p.Runs))
			plans.Add(int64(p.Plans))
			catalogs.Add(int64(p.Catalogs))
			if err != nil {
				pruned <- err
				return
			}
		}
		pruned <- nil
	}()
	for round := 0; round < 24 || !something() && round < 240; round++ { // on a busy machine others come between less often
		fee := []string{"10", "11", "12"}[round%3]
		_, err := w.db.Do(t.Context(), w.provider, feeChange(fee, 0))
		w.check(err)
		w.setFee("R1", "2"+fee)
		r := w.request()
		if round%2 == 1 {
			r.Policy = domain.Keep
		}
		w.run(w.provider, r)
		want := w.all(fee)
		if r.Policy == domain.Keep {
			want["R1"], want["R11"], want["R111"] = "2"+fee, "2"+fee, "2"+fee
		}
		if diff := cmp.Diff(want, w.fees()); diff != "" {
			t.Fatalf("round %d (-want +got):\n%s", round, diff)
		}
	}
	stop()
	w.check(<-pruned)
	w.verify()
	if !something() {
		t.Errorf("beside the work there went only %d runs, %d plans and %d catalogs", runs.Load(), plans.Load(), catalogs.Load())
	}
}
