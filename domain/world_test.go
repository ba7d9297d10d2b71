package domain_test

import (
	"slices"
	"strconv"
	"testing"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// world is the world of a story and what runs and undos did in it.
type world struct {
	*story.World
	runs  []pastRun
	edits []pastEdit
}

// pastRun is a run or an undo that the world has seen. A run or an undo has a result for each reseller it reached.
type pastRun struct {
	input   Input // of a synchronization
	results []Result
	part    Part // of it that is taken back; empty: the whole
}

// newWorld returns the world that these lines tell of.
func newWorld(t testing.TB, text string) *world {
	t.Helper()
	w := &world{World: story.New()}
	w.tell(t, text)
	return w
}

// tell goes on with the story.
func (w *world) tell(t testing.TB, text string) {
	t.Helper()
	for _, line := range story.Lines(text) {
		if err := w.Edit(line); err != nil {
			t.Fatal(err)
		}
	}
}

// click is one filled-in dialog.
type click struct {
	by      *story.Vendor // who clicks; the provider when nil
	on      *story.Vendor // the reseller whose subscription it is; nil: all
	reach   Reach
	options OptionSet
	policy  Policy
	leftOut LeftOut

	decisions Decisions
}

// input collects what the run depends on: the resellers that the click reaches (rules G1 to G3).
func (w *world) input(c click) Input {
	by := c.by
	if by == nil {
		by = w.Provider
	}
	template := w.Template
	in := Input{Template: &template, Rates: w.Rates, Unmeasured: w.Unmeasured, Visible: w.Visible, Options: c.options, Policy: c.policy, LeftOut: c.leftOut, Decisions: c.decisions,
		Vendors: map[AccountID]VendorState{}}
	for _, v := range w.Vendors {
		in.Vendors[v.ID] = VendorState{State: v.State, Currency: v.Currency}
		reached := v.Below(by)
		switch {
		case c.on != nil && c.reach == WithSubResellers:
			reached = reached && (v == c.on || v.Below(c.on))
		case c.on != nil:
			reached = v == c.on
		case c.reach == DirectOnly:
			reached = v.Parent == by
		}
		if reached {
			in.Targets = append(in.Targets, target(v))
		}
	}
	slices.SortStableFunc(in.Targets, func(a, b Target) int { return a.Level - b.Level })
	for _, v := range w.Vendors {
		reached := func(id AccountID) bool {
			return slices.ContainsFunc(in.Targets, func(t Target) bool { return t.Account == id })
		}
		if v.Parent != nil && reached(v.Parent.ID) && !reached(v.ID) && SkipReason(v.Subscription, v.Account) == "" {
			in.Bystanders = append(in.Bystanders, target(v))
		}
	}
	return in
}

func target(v *story.Vendor) Target {
	return Target{Subscription: SubscriptionID(v.ID), Account: v.ID, Vendor: v.Parent.ID, Level: v.Level,
		Currency: v.Currency, Switches: v.Switches, Before: v.State, Elsewhere: v.Elsewhere, Skip: SkipReason(v.Subscription, v.Account)}
}

// synchronize runs the click and moves the pointers.
func (w *world) synchronize(t testing.TB, c click) pastRun {
	t.Helper()
	in := w.input(c)
	done := pastRun{input: in, results: Synchronize(in)}
	w.move(done)
	return done
}

// quick is synchronize without the reasons for what was not changed.
func (w *world) quick(c click) pastRun {
	in := w.input(c)
	done := pastRun{input: in, results: Unexplained(in)}
	w.move(done)
	w.runs = nil
	return done
}

func (w *world) move(done pastRun) {
	for _, r := range done.results {
		w.byID(r.Target.Account).State = r.After
	}
	w.runs = append(w.runs, done)
}

func (w *world) byID(id AccountID) *story.Vendor {
	return w.Vendors[slices.IndexFunc(w.Vendors, func(v *story.Vendor) bool { return v.ID == id })]
}

// undo takes a run back and moves the pointers.
func (w *world) undo(run pastRun) pastRun {
	var undone pastRun
	undoing := NewUndoing().Part(run.part)
	for _, r := range run.results {
		target := r.Target
		target.Before, target.Skip = w.byID(r.Target.Account).State, ""
		undone.results = append(undone.results, undoing.Result(target, r.Target.Before, r.After))
	}
	w.move(undone)
	return undone
}

// fork returns a world that goes its own way from here.
func (w *world) fork() *world { return &world{World: w.Fork(), runs: slices.Clone(w.runs)} }

// everything is all boxes ticked.
func everything(p Policy) click { return click{options: AllOptions(), policy: p} }

// orZero is what a pointer leads to, nothing where it leads nowhere.
func orZero[T any](t *T) T {
	if t == nil {
		return *new(T)
	}
	return *t
}

func orEmpty(c *Catalog) *Catalog {
	if c == nil {
		return Empty()
	}
	return c
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

func intText(n int64) string { return strconv.FormatInt(n, 10) }

// parseInt is the number that a text is, 0 when it is none.
func parseInt(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}
