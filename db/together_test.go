package db_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jmoiron/sqlx"

	"tiersync/domain"
)

var (
	togetherRounds = flag.Int("together.rounds", 200, "how many random interleavings of runs, undos and edits to play")
	togetherSeed   = flag.Uint64("together.seed", 65, "what the interleavings are drawn from; the timing is up to the machine")
)

// TestFault065RunsUndosAndEditsAtOnce lets a few people do things at the same moment, again and again. Nobody may be told
// anything but that somebody else was first, where that is so; and what everybody has afterwards, and what each was
// answered, must be what comes of the same deeds one after the other, in an order that the log agrees with.
func TestFault065RunsUndosAndEditsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	for name, v := range w.viewers { // the run has brought them their rights
		now, err := w.db.Viewer(t.Context(), v.User.ID)
		w.check(err)
		w.viewers[name] = now
	}
	m := w.asModel()
	r := rand.New(rand.NewPCG(*togetherSeed, 0))
	deeds, conflicts, undone := 0, 0, 0
	for round := range *togetherRounds {
		all := w.draw(r, m, round)
		before := ask[int64](t, w.db, `SELECT coalesce(max(id), 0) FROM entry`)
		w.checkAll(w.doAtOnce(r, all))
		w.findEntries(all, before)
		now := w.asModel()
		s := search{w: w, deeds: all, want: now, done: make([]bool, len(all))}
		if !s.from(m, nil) {
			t.Fatalf("round %d equals no order of these deeds; %s\n%s", round, s.nearest, describe(all))
		}
		m = s.found
		undone += count(all, func(d *deed) bool { return d.undoes >= 0 && d.change != 0 })
		for _, d := range all {
			deeds++
			if d.answer == "conflict" {
				conflicts++
			}
		}
	}
	w.verify()
	t.Logf("%d rounds with %d deeds, %d of them told that somebody else was first, %d changes taken back", *togetherRounds, deeds, conflicts, undone)
}

func count(deeds []*deed, is func(*deed) bool) (n int) {
	for _, d := range deeds {
		if is(d) {
			n++
		}
	}
	return n
}

// asModel reads what everybody has.
func (w *world) asModel() model {
	w.t.Helper()
	t, err := w.db.Template(w.t.Context(), w.provider, w.template)
	w.check(err)
	m := model{states: map[string]domain.State{}, template: domain.Template{ID: t.ID, Account: t.Account, Name: t.Name, Version: t.Version,
		Active: t.Active, Delegated: t.Delegated, Terms: t.Terms, Privileges: &domain.PrivilegeSet{List: t.Privileges}}}
	for name, id := range w.accounts {
		_, state, err := w.db.Catalog(w.t.Context(), w.provider, id)
		w.check(err)
		m.states[name] = state
	}
	return m
}

// doAtOnce does the deeds at the same time, give or take a few milliseconds.
func (w *world) doAtOnce(r *rand.Rand, deeds []*deed) []error {
	var functions []func() error
	for _, d := range deeds {
		pause := time.Duration(r.IntN(5000)) * time.Microsecond
		functions = append(functions, func() (err error) {
			time.Sleep(pause) // so that not every round begins in the same order
			if d.answer, err = d.do(d); err != nil {
				return fmt.Errorf("%s by %s: %w", d.name, d.by, err)
			}
			return nil
		})
	}
	return atOnce(functions...)
}

// findEntries looks the deeds up in the log, which has grown since an entry.
func (w *world) findEntries(deeds []*deed, since int64) {
	w.t.Helper()
	var rows []struct {
		Object string       `db:"object"`
		Run    domain.RunID `db:"run"`
		First  int64        `db:"first"`
	}
	const query = `
		SELECT object, coalesce(run_id, 0) AS run, min(id) AS first FROM entry WHERE id > $1 GROUP BY object, run_id`
	w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error { return tx.SelectContext(w.t.Context(), &rows, query, since) }))
	for _, d := range deeds {
		d.entry = int64(d.change)
	}
	for _, row := range rows {
		for _, d := range deeds {
			if row.Run != 0 && row.Run == d.run || row.Object == d.name {
				d.entry = row.First
			}
		}
	}
}

// search looks for an order of deeds that gives the same answers and the same end.
type search struct {
	w       *world
	deeds   []*deed
	done    []bool
	want    model
	found   model
	nearest string // what is wrong with the last order that had the right answers
}

// from tries every deed that the log allows next, after those in order.
func (s *search) from(m model, order []*deed) bool {
	if len(order) == len(s.deeds) {
		if s.nearest = s.difference(m); s.nearest == "" {
			s.found = m
			return true
		}
		return false
	}
	for i, d := range s.deeds {
		if s.done[i] || !s.mayBeNext(d) {
			continue
		}
		next, answer := d.model(m)
		if answer != d.answer {
			s.nearest = fmt.Sprintf("%s is answered %q, and %q in the order %v", d.name, d.answer, answer, names(append(order, d)))
			continue
		}
		s.done[i] = true
		if s.from(next, append(order, d)) {
			return true
		}
		s.done[i] = false
	}
	return false
}

// mayBeNext reports whether the log allows a deed before all that are left: its entries are in the order of the commits
// wherever that matters, and so are the numbers of runs.
func (s *search) mayBeNext(d *deed) bool {
	for i, other := range s.deeds {
		if other == d || s.done[i] {
			continue
		}
		if d.entry != 0 && other.entry != 0 && other.entry < d.entry || d.run != 0 && other.run != 0 && other.run < d.run {
			return false
		}
	}
	return true
}

// difference compares what everybody has with the database.
func (s *search) difference(m model) string {
	for name, state := range m.states {
		want := s.want.states[name]
		if diff := cmp.Diff(plain(state), plain(want), equalValues(), cmpopts.IgnoreFields(domain.Override{}, "At")); diff != "" {
			return fmt.Sprintf("%s (-order +database):\n%s", name, diff)
		}
	}
	return cmp.Diff(m.template, s.want.template, equalValues())
}

// plain writes nothing delivered and nothing of their own in one way.
func plain(s domain.State) domain.State {
	if s.Delivered == nil {
		s.Delivered = domain.Empty()
	}
	if s.Own.IsEmpty() {
		s.Own = nil
	}
	return s
}

func names(deeds []*deed) []string {
	var list []string
	for _, d := range deeds {
		list = append(list, d.name)
	}
	return list
}

func describe(deeds []*deed) string {
	var text strings.Builder
	for _, d := range deeds {
		fmt.Fprintf(&text, "%s by %s on %q, run %d, undoes %d, boxes %v, %s, reach %s, plans %v: %s, entry %d\n", d.name, d.by, d.on, d.run,
			d.undoes, d.request.Options.Keys(), d.request.Policy, d.request.Reach, d.plans, d.answer, d.entry)
	}
	return text.String()
}
