package domain_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/shopspring/decimal"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// lookLaw says that what is counted once for many resellers is what counting at each of them comes to.
func lookLaw(run pastRun) error {
	facts := LookFacts{Jump: 30, Margin: 10, Running: map[SoldPlan]int{}}
	for _, r := range run.results {
		for _, p := range orZero(r.Target.Before.Delivered).Plans {
			facts.Running[SoldPlan{Vendor: r.Target.Account, Plan: p.ID}] = int(p.ID) % 2
		}
	}
	after, everybody := map[AccountID]State{}, run.input.Everybody(run.results)
	for i, got := range LookAt(run.input, run.results, facts) {
		r := everybody[i]
		want := map[Look]int{}
		if r.Target.Skip != "" {
			if i < len(run.results) {
				want[LookSkipped] = 1
			}
			if state, ran := after[r.Target.Vendor]; ran && (r.Target.Skip == WasLeftOut || i >= len(run.results)) {
				sold := map[Look]int{}
				countPrices(sold, run.input, r, after)
				want[LookLeftBelow] = sold[LookBelowCost]
				if err := listedLaw(run.input, r, state, facts, LookLeftBelow, want[LookLeftBelow]); err != nil {
					return err
				}
			}
		} else {
			after[r.Target.Account] = r.After
			countPrices(want, run.input, r, after)
			state, ran := after[r.Target.Vendor]
			if !ran {
				state = run.input.Vendors[r.Target.Vendor].State
			}
			for _, k := range []Look{LookBelowCost, LookStillBelow, LookMargin} {
				if err := listedLaw(run.input, r, state, facts, k, want[k]); err != nil {
					return err
				}
			}
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
	return repricingLaw(run.input, after)
}

// listedLaw says that as many prices of a reseller are listed as a look counts. after is what their vendor has then.
func listedLaw(in Input, r Result, after State, facts LookFacts, k Look, want int) error {
	if listed := saleOf(in, r, after).PricesOf(k, facts); len(listed) != want {
		return fmt.Errorf("look: %d prices of account %d are listed for %s, want %d", len(listed), r.Target.Account, k, want)
	}
	return nil
}

func saleOf(in Input, r Result, after State) Sale {
	vendor := in.Vendors[r.Target.Vendor]
	conversion := in.Rates.Conversion(vendor.Currency, r.Target.Currency, in.Unmeasured)
	return Sale{r.Target.Before, r.After, CostsFrom(vendor.Effective(), conversion), CostsFrom(after.Effective(), conversion)}
}

// repricingLaw says that whom edits of their vendors' prices, and of exchange rates, put below cost is counted as each of them is listed. after is what
// vendors have then.
func repricingLaw(in Input, after map[AccountID]State) error {
	r := Repricing{Input: in, After: after, Rates: ExchangeRates{}}
	for currency, rate := range in.Rates {
		r.Rates[currency] = rate.Mul(decimal.NewFromInt(int64(2 + len(r.Rates))))
	}
	r.Bystanders = in.Targets
	for i, n := range r.Below() {
		t := in.Targets[i]
		if listed := r.List(t); len(listed) != n {
			return fmt.Errorf("repricing: %d prices of account %d are below cost from now on, and %d are listed", n, t.Account, len(listed))
		}
	}
	return nil
}

// belowLaw says that what is below cost from now on is what was not before the run and is after it, of everybody in the world: of those who are
// reached, left out, or out of reach. w is the world before the run, after what it is then.
func (w *world) belowLaw(after *world, run pastRun) error {
	counted := map[AccountID]int{}
	everybody := run.input.Everybody(run.results)
	for i, counts := range LookAt(run.input, run.results, LookFacts{}) {
		counted[everybody[i].Target.Account] += counts.Of(LookBelowCost) + counts.Of(LookLeftBelow)
	}
	for i, v := range w.Vendors {
		if v.Parent == nil || SkipReason(v.Subscription, v.Account) != "" {
			continue
		}
		was, is, n := w.below(v), after.below(after.Vendors[i]), 0
		for key := range is {
			if !was[key] {
				n++
			}
		}
		if n != counted[v.ID] {
			return fmt.Errorf("look: %d prices of %s are below cost from now on, and %d are counted", n, v.Name, counted[v.ID])
		}
	}
	return nil
}

// below are the prices that a reseller sells at below cost, of the plans that they were delivered.
func (w *world) below(v *story.Vendor) map[Key]bool {
	below := map[Key]bool{}
	costs := CostsFrom(v.Parent.State.Effective(), w.Rates.Conversion(v.Parent.Currency, v.Currency, w.Unmeasured))
	for _, p := range orZero(v.State.Delivered).Plans {
		if sold := v.State.Effective().Plan(p.ID); !sold.Disabled {
			for key, price := range sold.Prices() {
				below[key] = price.Below(costs.At(key))
			}
		}
	}
	maps.DeleteFunc(below, func(_ Key, is bool) bool { return !is })
	return below
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
			if before := r.Target.Before.Effective().Plan(p.ID); before != nil && !before.Disabled {
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

// TestOwnUpgradeFeesAreNotLookedAt: prices are those of periods and resources, of which costs are known, as everywhere else.
func TestOwnUpgradeFeesAreNotLookedAt(t *testing.T) {
	t.Parallel()
	amount := func(n int64) Price { return Amount(decimal.NewFromInt(n)) }
	plan := &Plan{ID: 1, Upgrades: []Upgrade{{To: 2, Fee: amount(5)}}}
	vendor := State{Delivered: &Catalog{Plans: []*Plan{plan}}}
	has := State{Delivered: vendor.Delivered, Own: (&Own{}).With(Override{Key: UpgradeFeeKey(1, 2), Value: "1"})}
	in := Input{Vendors: map[AccountID]VendorState{1: {State: vendor, Currency: "USD"}}}
	for own, target := range map[string]Target{
		"a reseller's": {Account: 2, Vendor: 1, Currency: "USD", Before: State{Delivered: vendor.Delivered}},
		"a vendor's":   {Account: 3, Vendor: 2, Currency: "USD", Before: State{Delivered: vendor.Delivered}},
	} {
		r := Result{Target: target, After: target.Before}
		if target.Vendor == 1 {
			r.After = has
		} else {
			in.Vendors[2] = VendorState{State: has, Currency: "USD"}
		}
		if got := LookAt(in, []Result{r}, LookFacts{Margin: 10}); got[0] != (LookCounts{}) {
			t.Errorf("%s own upgrade fee is counted: %v", own, got[0])
		}
	}
}
