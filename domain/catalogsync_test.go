package domain

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// TestPlacesOfOnesOwnAreToldApart: a run remembers what it made of a delivered catalog by the places where things of the reseller's
// own stand. Two resellers who differ in them must not get the same.
func TestPlacesOfOnesOwnAreToldApart(t *testing.T) {
	t.Parallel()
	seen := map[string]occupied{}
	for _, at := range []occupied{{}, {plans: []CategoryID{1}}, {plans: []CategoryID{2}}, {plans: []CategoryID{1, 2}}, {plans: []CategoryID{12}},
		{categories: []CategoryID{1}}, {categories: []CategoryID{2}}, {taxed: []CategoryID{1}}, {taxed: []CategoryID{2}},
		{plans: []CategoryID{1}, taxed: []CategoryID{1}}, {plans: []CategoryID{1}, categories: []CategoryID{1}},
		{categories: []CategoryID{1}, taxed: []CategoryID{1}}, {plans: []CategoryID{1}, categories: []CategoryID{1}, taxed: []CategoryID{1}}} {
		if other, known := seen[at.String()]; known {
			t.Errorf("%+v and %+v are the same: %q", at, other, at.String())
		}
		seen[at.String()] = at
	}
}

// TestOtherDataIsComparedByContent offers a reseller the order flow that he has in another object, then under another name, then
// nothing at all.
func TestOtherDataIsComparedByContent(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, line := range []string{"provider P: USD", "reseller A under P: USD", "template order flow Standard: Sales New > Done",
		"template privileges: View reports", "template terms: every purchase, TOS 1"} {
		if err := w.edit(line); err != nil {
			t.Fatal(err)
		}
	}
	w.quick(everything(Overwrite))
	flow, privileges, terms := *w.template.OrderFlow, *w.template.Privileges, *w.template.Terms
	w.template.OrderFlow, w.template.Privileges, w.template.Terms = &flow, &privileges, &terms
	w.vendor("A").state.Own = &Own{}
	if r := w.quick(everything(Overwrite)).results[0]; r.Changed() {
		t.Errorf("the same content changes\n%s", w.report(r))
	}
	renamed := flow
	renamed.Name = "Fast"
	w.template.OrderFlow = &renamed
	if r := w.quick(everything(Overwrite)).results[0]; r.Changes() != 1 || r.After.Delivered.OrderFlow != &renamed {
		t.Errorf("another name of the order flow is\n%s", w.report(r))
	}
	w.template = Template{ID: 1, Active: true}
	if r := w.quick(everything(Overwrite)).results[0]; r.Changed() || r.After.Delivered.OrderFlow != &renamed {
		t.Errorf("a template without them takes away\n%s", w.report(r))
	}
}

// TestResellersShareNewPlans delivers a plan to two resellers whose catalogs differ: where the same copy comes out, it is one.
func TestResellersShareNewPlans(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, line := range []string{"provider P: USD", "reseller A under P: USD, operating unit, prices protected",
		"reseller B under P: USD, operating unit, prices protected", "P adds category Office", "P adds plan Mail: sales categories Office",
		"P adds period Mail month: recurring fee 10", "B adds plan Own: sales categories Office", "template delegates Mail"} {
		if err := w.edit(line); err != nil {
			t.Fatal(err)
		}
	}
	w.quick(everything(Overwrite))
	a, b := w.vendor("A").state.Delivered, w.vendor("B").state.Delivered
	if a == b || a.Plans[0] != b.Plans[0] || a.Plans[0] == w.provider.state.Own.Made.Plans[0] {
		t.Error("two copies of the plan were made, or none")
	}
}

// TestResellersWhoAreAlikeAfterARunShare runs a box for one of two resellers, then for both: they have the same plan then, and it is not
// the offered one, which was renamed.
func TestResellersWhoAreAlikeAfterARunShare(t *testing.T) {
	t.Parallel()
	w := newWorld()
	fees := func(on *vendor) {
		w.quick(click{options: OptionSet{UpdateFees: true}, policy: Overwrite, on: on})
	}
	for _, line := range []string{"provider P: USD", "reseller A under P: USD", "reseller B under P: USD", "P adds plan Mail",
		"P adds period Mail month: recurring fee 10", "template delegates Mail", "run", "P changes Mail: name Post", "P changes Mail month: recurring fee 11",
		"run A", "P changes Mail month: recurring fee 12", "run both"} {
		switch line {
		case "run":
			w.quick(everything(Overwrite))
		case "run A":
			fees(w.vendor("A"))
		case "run both":
			fees(nil)
		default:
			if err := w.edit(line); err != nil {
				t.Fatal(err)
			}
		}
	}
	a, b := w.vendor("A").state.Delivered.Plans[0], w.vendor("B").state.Delivered.Plans[0]
	if a != b || a.Name != "Mail" || a.Periods[0].Fees[RecurringFee].String() != "12" {
		t.Errorf("A has %+v, B has %+v", a, b)
	}
}

// TestPathsOfUnknownPrice delivers an upgrade path whose fee has no exchange rate: the path comes, its fee is not set. Once there is a
// rate, the run says how the path differs, for no box covers it.
func TestPathsOfUnknownPrice(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, line := range []string{"provider P: USD", "reseller A under P: EUR", "P adds plan Small", "P adds plan Large", "template delegates Small Large"} {
		if err := w.edit(line); err != nil {
			t.Fatal(err)
		}
	}
	small, large := PlanID(w.names.id("plan", "Small")), PlanID(w.names.id("plan", "Large"))
	path := Upgrade{To: large, Fee: Amount(decimal.NewFromInt(10)), Description: "grow"}
	w.provider.put(func(c *Catalog) { *c = *c.WithPlan(c.Plan(small).WithUpgrade(path)) })
	w.quick(everything(Overwrite))
	if got := w.vendor("A").state.Delivered.Plan(small).upgrade(large); got == nil || got.Fee.IsSet() || got.Fee.NoRate() {
		t.Errorf("the path came as %+v", got)
	}
	if err := w.edit("exchange rate: 1 USD = 0.5 EUR"); err != nil {
		t.Fatal(err)
	}
	done := w.synchronize(t, everything(Overwrite))
	if got := w.report(done.results[0]); !strings.Contains(got, "skipped Small upgrade fee Large: not set -> 5 because no box covers this") {
		t.Errorf("the run says\n%s", got)
	}
}
