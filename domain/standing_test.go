package domain_test

import (
	"fmt"
	"slices"
	"testing"

	. "tiersync/domain"
)

// standingLaw says that how a target stands is what a run of all boxes with Keep tells of it, and that it depends on nobody but the target
// and their vendor: what was asked of some is true of all.
func (w *world) standingLaw(c click) error {
	in := w.input(c)
	const margin = 20
	behind, standings := Behind(in), Standings(in, margin)
	for i, t := range in.Targets {
		if t.Skip == "" && !slices.Equal(standings[i].Boxes(), behind[t.Subscription]) {
			return fmt.Errorf("%s stands behind in %v, and is in %v", w.byID(t.Account).Name, standings[i].Boxes(), behind[t.Subscription])
		}
		if held := t.Before.Held(); standings[i].Held != held {
			return fmt.Errorf("%s has %d plans held, not %d", w.byID(t.Account).Name, held, standings[i].Held)
		}
		below, low, costs := 0, 0, CostsFrom(in.Vendors[t.Vendor].State.Effective(), in.Rates.Conversion(in.Vendors[t.Vendor].Currency, t.Currency, in.Unmeasured))
		for _, p := range t.Before.Effective().Plans {
			if t.Before.Delivered == nil || t.Before.Delivered.Plan(p.ID) == nil || p.Disabled {
				continue
			}
			for key, price := range p.Prices() {
				switch cost := costs.At(key); {
				case (PriceLine{Price: price, Cost: cost}).BelowCost():
					below++
				case MarginBelow(price, cost, margin):
					low++
				}
			}
		}
		if standings[i].BelowCost != below {
			return fmt.Errorf("%s has %d prices below cost, not %d", w.byID(t.Account).Name, below, standings[i].BelowCost)
		}
		if standings[i].LowMargin != low {
			return fmt.Errorf("%s has %d prices with a low margin, not %d", w.byID(t.Account).Name, low, standings[i].LowMargin)
		}
		alone := in
		alone.Targets = []Target{t}
		if one := Standings(alone, margin)[0]; one != standings[i] {
			return fmt.Errorf("%s alone stands as %+v, among others as %+v", w.byID(t.Account).Name, one, standings[i])
		}
	}
	return nil
}

func TestWordsOfStates(t *testing.T) {
	t.Parallel()
	for want, state := range map[string]SyncState{
		"In sync":                               {},
		"In sync, 8 plans not on sale":          {Standing: Standing{Held: 8, Unconverted: 3}},
		"In sync, 1 plan not on sale":           {Standing: Standing{Held: 1}},
		"In sync, 1,200 prices not converted":   {Standing: Standing{Unconverted: 1200}},
		"Prices protected":                      {Standing: Standing{Protected: 96}},
		"Prices protected, 2 plans not on sale": {Standing: Standing{Protected: 96, Held: 2}},
		"Behind: prices, fees":                  {Boxes: []OptionKey{UpdateFees, UpdatePrices}, BehindAt: "Rheinblick"},
		"Behind: prices, fees, new plans, plans enabled or disabled, and 11 more": {Boxes: AllOptions().Keys()},
		"Behind at Rheinblick":           {BehindAt: "Rheinblick", Standing: Standing{Held: 1}},
		"Never synchronized":             {Never: true, Boxes: []OptionKey{UpdateFees}},
		"Nothing is delegated":           {Never: true, Nothing: true},
		"Skipped: the account is closed": {Skip: SkipReason(Active, AccountClosed), Never: true},
	} {
		if got := state.Words(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if state.InSync() != (want == "In sync") {
			t.Errorf("%q is in sync: %t", want, state.InSync())
		}
	}
}

func TestStatesTogether(t *testing.T) {
	t.Parallel()
	skipped, nothing, held := SyncState{Skip: SkipReason(Terminated, AccountActive)}, SyncState{Nothing: true, Never: true}, SyncState{Standing: Standing{Held: 2}}
	for want, states := range map[string][]SyncState{
		"In sync, 2 plans not on sale":            {skipped, nothing, held, held},
		"Behind: fees":                            {held, {Boxes: []OptionKey{UpdateFees}}},
		"Nothing is delegated":                    {nothing, skipped},
		"Skipped: the subscription is terminated": {skipped},
		"Never synchronized":                      {held, {Never: true}},
	} {
		if got := Together(states).Words(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
