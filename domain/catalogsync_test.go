package domain_test

import (
	"strings"
	"testing"

	. "tiersync/domain"
)

// TestOtherDataIsComparedByContent offers a reseller the order flow that they have in another object, then under another name, then
// nothing at all.
func TestOtherDataIsComparedByContent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
		provider P: USD
		reseller A under P: USD
		template order flow Standard: Sales New > Done
		template privileges: View reports
		template terms: every purchase, TOS 1`)
	w.quick(everything(Overwrite))
	flow, privileges, terms := *w.Template.OrderFlow, *w.Template.Privileges, *w.Template.Terms
	w.Template.OrderFlow, w.Template.Privileges, w.Template.Terms = &flow, &privileges, &terms
	w.Vendor("A").State.Own = &Own{}
	if r := w.quick(everything(Overwrite)).results[0]; r.Changed() {
		t.Errorf("the same content changes\n%s", w.report(r))
	}
	renamed := flow
	renamed.Name = "Fast"
	w.Template.OrderFlow = &renamed
	if r := w.quick(everything(Overwrite)).results[0]; r.Changes() != 1 || r.After.Delivered.OrderFlow != &renamed {
		t.Errorf("another name of the order flow is\n%s", w.report(r))
	}
	w.Template = Template{ID: 1, Active: true}
	if r := w.quick(everything(Overwrite)).results[0]; r.Changed() || r.After.Delivered.OrderFlow != &renamed {
		t.Errorf("a template without them takes away\n%s", w.report(r))
	}
}

// TestResellersShareNewPlans delivers a plan to two resellers whose catalogs differ: where the same copy comes out, it is one.
func TestResellersShareNewPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
		provider P: USD
		reseller {A,B} under P: USD, operating unit, prices protected
		P adds category Office
		P adds plan Mail: sales categories Office
		P adds period Mail month: recurring fee 10
		B adds plan Own: sales categories Office
		template delegates Mail`)
	w.quick(everything(Overwrite))
	a, b := w.Vendor("A").State.Delivered, w.Vendor("B").State.Delivered
	if a == b || a.Plans[0] != b.Plans[0] || a.Plans[0] == w.Provider.State.Own.Made.Plans[0] {
		t.Error("two copies of the plan were made, or none")
	}
}

// TestResellersWhoAreAlikeAfterARunShare runs a box for one of two resellers, then for both: they have the same plan then, and it is not
// the offered one, which was renamed.
func TestResellersWhoAreAlikeAfterARunShare(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
		provider P: USD
		reseller {A,B} under P: USD
		P adds plan Mail
		P adds period Mail month: recurring fee 10
		template delegates Mail`)
	w.quick(everything(Overwrite))
	fees := click{options: OptionSet{UpdateFees: true}, policy: Overwrite, on: w.Vendor("A")}
	w.tell(t, `
		P changes Mail: name Post
		P changes Mail month: recurring fee 11`)
	w.quick(fees)
	w.tell(t, `P changes Mail month: recurring fee 12`)
	fees.on = nil
	w.quick(fees)
	a, b := w.Vendor("A").State.Delivered.Plans[0], w.Vendor("B").State.Delivered.Plans[0]
	if a != b || a.Name != "Mail" || a.Periods[0].Fees[RecurringFee].String() != "12" {
		t.Errorf("A has %+v, B has %+v", a, b)
	}
}

// TestPathsOfUnknownPrice delivers an upgrade path whose fee has no exchange rate: the path comes, its fee is not set. Once there is a
// rate, the run says how the path differs, for no box covers it.
func TestPathsOfUnknownPrice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, `
		provider P: USD
		reseller A under P: EUR
		P adds plan {Small,Large}
		P adds path Small Large: upgrade fee 10, upgrade description grow
		template delegates Small Large`)
	w.quick(everything(Overwrite))
	if got := w.Vendor("A").State.Delivered.Plans[0].Upgrades; len(got) != 1 || got[0].Fee.IsSet() || got[0].Fee.NoRate() {
		t.Errorf("the path came as %+v", got)
	}
	w.tell(t, "exchange rate: 1 USD = 0.5 EUR")
	done := w.synchronize(t, everything(Overwrite))
	if got := w.report(done.results[0]); !strings.Contains(got, "skipped Small upgrade fee Large: not set -> 5 because no box covers this") {
		t.Errorf("the run says\n%s", got)
	}
}
