package db_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// model is the world of the tests in memory: what package domain says comes of the same deeds, one after the other. A
// model does not change; a deed makes another one.
type model struct {
	states   map[string]domain.State
	template domain.Template
	runs     []pastRun
	changes  []pastChange
}

// pastChange is an edit of a catalog that has happened in a model, or the undo of one.
type pastChange struct {
	by     string
	deed   *deed
	record domain.ChangeRecord
	after  domain.State
	undoes int // the index of the change that it takes back, -1 for none
}

// pastRun is a run or an undo that has happened in a model.
type pastRun struct {
	by      string // who clicked
	deed    *deed
	undoes  int // the index of the run that it takes back, -1 for none
	results []pastResult
}

type pastResult struct {
	name          string
	before, after domain.State
}

// fork is a copy to write into.
func (m model) fork() model {
	m.states = maps.Clone(m.states)
	return m
}

// withRun adds a run that changes these resellers.
func (m model) withRun(run pastRun) model {
	m = m.fork()
	for _, r := range run.results {
		m.states[r.name] = r.after
	}
	m.runs = append(slices.Clip(m.runs), run)
	return m
}

// undone reports whether a run was taken back by an undo that still counts.
func (m model) undone(run int) bool {
	for i, r := range slices.Backward(m.runs) {
		if r.undoes == run {
			return !m.undone(i)
		}
	}
	return false
}

// edit changes what a vendor has of their own.
func (m model) edit(d *deed, kind domain.ChangeKind, key domain.Key, change func(domain.State) (*domain.Own, error)) (model, string) {
	state := m.states[d.by]
	own, err := change(state)
	if err != nil {
		panic(err) // no edit of the tests is refused
	}
	after := domain.State{Delivered: state.Delivered, Own: own}
	record := domain.ChangeRecord{Kind: kind, About: domain.RefOf(key), Edits: domain.ChangeBetween(state, after).Edits}
	return m.withChange(pastChange{d.by, d, record, after, -1}), savedAnswer(len(record.Edits) == 0)
}

// withChange adds a change; one that changes nothing is none.
func (m model) withChange(c pastChange) model {
	if len(c.record.Edits) == 0 {
		return m
	}
	m = m.fork()
	m.states[c.by] = c.after
	m.changes = append(slices.Clip(m.changes), c)
	return m
}

// takenBack reports whether a change was taken back by an undo that still counts.
func (m model) takenBack(change int) bool {
	for i, c := range slices.Backward(m.changes) {
		if c.undoes == change {
			return !m.takenBack(i)
		}
	}
	return false
}

// takeBack takes a change back.
func (m model) takeBack(w *world, d *deed) (model, string) {
	if m.takenBack(d.undoes) {
		return m, "conflict"
	}
	target := m.changes[d.undoes]
	undo := target.record.Undo()
	undo.Undoes = 1 // any: it is an undo
	now := m.states[d.by]
	a, err := domain.Apply(undo, domain.Situation{Viewer: w.viewers[d.by], Now: now, Seen: target.after, At: time.Now()})
	if err != nil {
		panic(err) // no undo of a price is refused
	}
	record := domain.ChangeRecord{Kind: undo.Kind, About: undo.About, Edits: a.Edits}
	after := domain.State{Delivered: now.Delivered, Own: a.Own}
	return m.withChange(pastChange{d.by, d, record, after, d.undoes}), takenBackAnswer(a)
}

// takenBackAnswer is what the undo of a change says of itself.
func takenBackAnswer(a domain.Applied) string {
	return fmt.Sprintf("%d values go back, %d stay", len(a.Edits), len(a.Stays))
}

// delegate changes the delegated plans from what somebody saw to what they want: what others did to other plans stays.
func (m model) delegate(plans, seen []domain.PlanID) (model, string) {
	var next []domain.PlanID
	for _, id := range []domain.PlanID{resellerPlan, mailPlan, officePlan} {
		wanted, was := slices.Contains(plans, id), slices.Contains(seen, id)
		if wanted != was && wanted || wanted == was && slices.Contains(m.template.Delegated, id) {
			next = append(next, id)
		}
	}
	if !slices.Equal(next, m.template.Delegated) {
		m.template.Delegated = next
		m.template.Version++
	}
	return m, "saved"
}

// synchronize is a run of whoever clicks over the resellers named.
func (m model) synchronize(w *world, d *deed) (model, string) {
	in := domain.Input{Template: &m.template, Rates: domain.ExchangeRates{"USD": decimal.NewFromInt(1)},
		Visible: map[domain.NotificationID]bool{}, Vendors: map[domain.AccountID]domain.VendorState{}, Options: d.request.Options,
		Policy: d.request.Policy}
	targets := w.targets(d)
	for _, name := range targets {
		a := w.viewers[name].Account
		in.Targets = append(in.Targets, domain.Target{Subscription: w.subs[name], Account: a.ID, Vendor: a.Parent, Level: a.Level,
			Currency: "USD", Before: m.states[name]})
	}
	for name, state := range m.states {
		in.Vendors[w.accounts[name]] = domain.VendorState{State: state, Currency: "USD"}
	}
	run, totals := pastRun{by: d.by, deed: d, undoes: -1}, domain.RunTotals{}
	for i, r := range domain.Synchronize(in) {
		totals.Changes += r.Changes()
		if r.Changed() {
			totals.Changed++
			run.results = append(run.results, pastResult{targets[i], r.Target.Before, r.After})
		} else {
			totals.Unchanged++
		}
	}
	return m.withRun(run), runAnswer(m.template.Version, totals)
}

// runAnswer is what a run says of itself.
func runAnswer(template int, t domain.RunTotals) string {
	return fmt.Sprintf("%d of %d resellers, %d changes, template version %d", t.Changed, t.Resellers(), t.Changes, template)
}

// undo takes a run back.
func (m model) undo(d *deed) (model, string) {
	if m.undone(d.undoes) {
		return m, "conflict"
	}
	undo := pastRun{by: d.by, deed: d, undoes: d.undoes}
	for _, r := range m.runs[d.undoes].results {
		now := m.states[r.name]
		if after := domain.Undo(r.before, r.after, now); after != now {
			undo.results = append(undo.results, pastResult{r.name, now, after})
		}
	}
	return m.withRun(undo), "undone"
}

// targets are the resellers whom a run reaches, parents first.
func (w *world) targets(d *deed) []string {
	start, deep := d.by, d.request.Reach != domain.DirectOnly
	var names []string
	if d.on != "" {
		start, deep = d.on, d.request.Reach == domain.WithSubResellers
		names = append(names, d.on)
		if !deep {
			return names
		}
	}
	for _, name := range w.resellers() { // R1, R11, R111, R2, R21: by the names parents come first
		parent := w.viewers[name].Account.Parent
		if parent == w.accounts[start] || deep && slices.ContainsFunc(names, func(n string) bool { return w.accounts[n] == parent }) {
			names = append(names, name)
		}
	}
	return names
}
