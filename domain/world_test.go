package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// world is a provider with his resellers, as the cases of testdata/rules tell of them: everything that a synchronization
// depends on, by name. Edits replace values, so that a past state stays what it was.
type world struct {
	names    *names
	provider *vendor
	vendors  []*vendor // the provider first, parents before their sub-resellers
	template Template
	rates    ExchangeRates
	visible  map[NotificationID]bool
	runs     []pastRun
}

// vendor is one account of the world.
type vendor struct {
	id           AccountID
	name         string
	parent       *vendor
	level        int
	currency     Currency
	switches     Switches
	subscription SubscriptionStatus // "" for the provider
	account      AccountStatus
	elsewhere    []PlanID // delegated to him by another reseller plan
	state        State
}

// pastRun is a run or an undo that the world has seen. A run or an undo has a result for each reseller it reached.
type pastRun struct {
	input   Input // of a synchronization
	results []Result
}

// names gives each thing one id for life and finds it again. Ids are unique over all kinds of things.
type names struct {
	ids   map[string]int64 // by kind and name: "plan Mail", "period Mail month"
	texts map[int64]string // the last word of it
}

// id returns the thing's id, a new one when it is mentioned for the first time.
func (n *names) id(words ...string) int64 {
	name := strings.Join(words, " ")
	id, known := n.ids[name]
	if !known {
		id = int64(len(n.ids) + 1)
		n.ids[name], n.texts[id] = id, words[len(words)-1]
	}
	return id
}

// known returns the thing's id and whether it was mentioned before.
func (n *names) known(words ...string) (int64, bool) {
	id, ok := n.ids[strings.Join(words, " ")]
	return id, ok
}

func (n *names) text(id int64) string {
	if text, known := n.texts[id]; known {
		return text
	}
	return fmt.Sprintf("?%d", id)
}

func newWorld() *world {
	return &world{names: &names{map[string]int64{}, map[int64]string{}}, template: Template{ID: 1, Active: true},
		rates: ExchangeRates{}, visible: map[NotificationID]bool{}}
}

// anyDay is when everything happens: the rules do not depend on the time.
func anyDay() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func (w *world) addVendor(name string, parent *vendor, currency Currency) *vendor {
	v := &vendor{id: AccountID(w.names.id("account", name)), name: name, parent: parent, currency: currency,
		account: AccountActive}
	if parent == nil {
		w.provider = v
		w.rates[currency] = decimal.NewFromInt(1)
	} else {
		v.level, v.subscription = parent.level+1, Active
	}
	w.vendors = append(w.vendors, v)
	return v
}

func (w *world) vendor(name string) *vendor {
	i := slices.IndexFunc(w.vendors, func(v *vendor) bool { return v.name == name })
	if i < 0 {
		return nil
	}
	return w.vendors[i]
}

func (v *vendor) below(above *vendor) bool {
	for at := v.parent; at != nil; at = at.parent {
		if at == above {
			return true
		}
	}
	return false
}

// click is one filled-in dialog.
type click struct {
	by      *vendor // who clicks; the provider when nil
	on      *vendor // the reseller whose subscription it is; nil: all
	reach   Reach
	options OptionSet
	policy  Policy
}

// input collects what the run depends on: the resellers that the click reaches (rules G1 to G3).
func (w *world) input(c click) Input {
	by := c.by
	if by == nil {
		by = w.provider
	}
	template := w.template
	in := Input{Template: &template, Rates: w.rates, Visible: w.visible, Options: c.options, Policy: c.policy,
		Vendors: map[AccountID]VendorState{}}
	for _, v := range w.vendors {
		in.Vendors[v.id] = VendorState{v.state, v.currency}
		reached := v.below(by)
		switch {
		case c.on != nil && c.reach == WithSubResellers:
			reached = reached && (v == c.on || v.below(c.on))
		case c.on != nil:
			reached = v == c.on
		case c.reach == DirectOnly:
			reached = v.parent == by
		}
		if reached {
			in.Targets = append(in.Targets, v.target())
		}
	}
	slices.SortStableFunc(in.Targets, func(a, b Target) int { return a.Level - b.Level })
	return in
}

func (v *vendor) target() Target {
	return Target{Subscription: SubscriptionID(v.id), Account: v.id, Vendor: v.parent.id, Level: v.level,
		Currency: v.currency, Switches: v.switches, Before: v.state, Elsewhere: v.elsewhere, Skip: SkipReason(v.subscription, v.account)}
}

// synchronize runs the click and moves the pointers.
func (w *world) synchronize(t testing.TB, c click) pastRun {
	t.Helper()
	in := w.input(c)
	done := pastRun{in, Synchronize(in)}
	w.move(done)
	return done
}

// quick is synchronize without the reasons for what was not changed.
func (w *world) quick(c click) pastRun {
	in := w.input(c)
	done := pastRun{in, newRun(in, newShared(in), false).results()}
	w.move(done)
	w.runs = nil
	return done
}

func (w *world) move(done pastRun) {
	for _, r := range done.results {
		w.byID(r.Target.Account).state = r.After
	}
	w.runs = append(w.runs, done)
}

func (w *world) byID(id AccountID) *vendor {
	return w.vendors[slices.IndexFunc(w.vendors, func(v *vendor) bool { return v.id == id })]
}

// undo takes a run back and moves the pointers.
func (w *world) undo(run pastRun) pastRun {
	var undone pastRun
	undoing := NewUndoing()
	for _, r := range run.results {
		target := r.Target
		target.Before, target.Skip = w.byID(r.Target.Account).state, ""
		undone.results = append(undone.results, undoing.Result(target, r.Target.Before, r.After))
	}
	w.move(undone)
	return undone
}

// fork returns a world that goes its own way from here.
func (w *world) fork() *world {
	next := *w
	next.vendors, next.runs = nil, slices.Clone(w.runs)
	for _, v := range w.vendors {
		clone := *v
		if v.parent != nil {
			clone.parent = next.byID(v.parent.id)
		} else {
			next.provider = &clone
		}
		next.vendors = append(next.vendors, &clone)
	}
	return &next
}

// everything is all boxes ticked.
func everything(p Policy) click { return click{options: AllOptions(), policy: p} }
