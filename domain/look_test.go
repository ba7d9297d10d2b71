package domain_test

import (
	"fmt"
	"testing"

	. "tiersync/domain"
)

// lookLaw says that what is counted once for many resellers is what counting at each of them comes to.
func lookLaw(run pastRun) error {
	facts := LookFacts{Jump: 30, Margin: 10, Running: map[SoldPlan]int{}}
	for _, r := range run.results {
		for _, p := range orZero(r.Target.Before.Delivered).Plans {
			facts.Running[SoldPlan{Vendor: r.Target.Account, Plan: p.ID}] = int(p.ID) % 2
		}
	}
	after := map[AccountID]State{}
	for i, got := range LookAt(run.input, run.results, facts) {
		r := run.results[i]
		want := map[Look]int{}
		if r.Target.Skip != "" {
			want[LookSkipped] = 1
			if _, ran := after[r.Target.Vendor]; ran && r.Target.Skip == WasLeftOut {
				sold := map[Look]int{}
				countPrices(sold, run.input, r, after)
				want[LookLeftBelow] = sold[LookBelowCost]
			}
		} else {
			after[r.Target.Account] = r.After
			countPrices(want, run.input, r, after)
		}
		for _, o := range r.Listing() {
			countOutcome(want, o, r, facts)
		}
		for _, info := range Looks() {
			if got.Of(info.Look) != want[info.Look] {
				return fmt.Errorf("look: %s of account %d is %d, want %d", info.Look, r.Target.Account, got.Of(info.Look), want[info.Look])
			}
		}
	}
	return nil
}

func countOutcome(n map[Look]int, o Outcome, r Result, facts LookFacts) {
	switch {
	case o.What == HeldBack && o.Key.Field == FieldPlan:
		n[LookHeld]++
	case o.What == Disabled && o.Key.Field == FieldPlan && facts.Running[SoldPlan{Vendor: r.Target.Account, Plan: o.Key.Plan}] > 0:
		n[LookWithdrawn]++
	case o.What == Removed && o.Key.Field == FieldPrivilege:
		n[LookPrivileges]++
	}
	jumps, _ := LookJumps.Info()
	if jumps.Shows(facts, o) {
		n[LookJumps]++
	}
	switch o.Reason {
	case TemplateNotVisible:
		n[LookNotified]++
	case NoExchangeRate:
		n[LookNoRate]++
	case PathNotCopied:
		n[LookPaths]++
	}
}

// countPrices counts what a reseller sells at too low a price, price by price.
func countPrices(n map[Look]int, in Input, r Result, after map[AccountID]State) {
	vendor := in.Vendors[r.Target.Vendor]
	rate := in.Rates.Conversion(vendor.Currency, r.Target.Currency, in.Unmeasured)
	was, is := CostsFrom(vendor.Effective(), rate), CostsFrom(vendor.Effective(), rate)
	if state, ran := after[r.Target.Vendor]; ran {
		is = CostsFrom(state.Effective(), rate)
	}
	for _, p := range orZero(r.After.Delivered).Plans {
		sold := r.After.Effective().Plan(p.ID)
		for key, price := range sold.Prices() {
			if sold.Disabled {
				continue
			}
			line := PriceLine{Price: price, Cost: is.At(key)}
			earlier := PriceLine{Cost: was.At(key)}
			if before := r.Target.Before.Effective().Plan(p.ID); before != nil {
				earlier.Price, _ = before.Price(key)
			}
			percent, known := Margin(line.Price, line.Cost)
			switch {
			case line.BelowCost() && earlier.BelowCost():
				n[LookStillBelow]++
			case line.BelowCost():
				n[LookBelowCost]++
			case known && percent.IntPart() < 10:
				n[LookMargin]++
			}
		}
	}
}

// TestLooksHaveKeysOfTheirOwn and as many as are counted.
func TestLooksHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	seen := map[Look]bool{}
	for _, info := range Looks() {
		if found, ok := info.Look.Info(); !ok || seen[info.Look] || found.Says(LookFacts{}) == "" || info.One == "" || info.Many == "" {
			t.Errorf("%s is there twice, or not there, or says nothing", info.Look)
		}
		seen[info.Look] = true
	}
	if len(seen) != len(LookCounts{}) {
		t.Errorf("there are %d looks and %d counts", len(seen), len(LookCounts{}))
	}
	if _, ok := Look("made_up").Info(); ok {
		t.Error("there is a made up look")
	}
}
