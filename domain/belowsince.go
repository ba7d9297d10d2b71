package domain

import (
	"cmp"
	"slices"
	"time"
)

// This file says since when prices are below what they cost, and what moved then. A cost moves without a run: by a price of the vendor's, or by an
// exchange rate.

// Fall is a moment from which on so many prices of a plan are below what they cost.
type Fall struct {
	Moment // without its state; without a time: before all that was looked at
	Cause  PriceCause
	Prices int
}

// FallsBelowCost says of prices of one plan that are below cost now since when they are, the latest first. past is what the account had of the
// plan.
func FallsBelowCost(past Past, costs Costing, keys []Key) []Fall {
	known := past.Unknown
	if costs.Vendor != nil {
		known = max(known, costs.Vendor.Unknown)
	}
	happened := happenings(past, costs)
	var falls []Fall
	for _, key := range keys {
		fall := fellBelow(happened, key)
		if fall.At.IsZero() || fall.Entry <= known {
			fall = Fall{}
		}
		if at := slices.IndexFunc(falls, fall.sameAs); at >= 0 {
			falls[at].Entry = max(falls[at].Entry, fall.Entry)
			falls[at].Prices++
			continue
		}
		fall.Prices = 1
		falls = append(falls, fall)
	}
	slices.SortFunc(falls, func(a, b Fall) int { return cmp.Compare(b.Entry, a.Entry) })
	return falls
}

// sameAs reports whether two falls are told in the same words: of what others moved nothing is told but the minute.
func (f Fall) sameAs(other Fall) bool {
	return f.Cause == other.Cause &&
		(f.Entry == other.Entry || f.Cause != ByThemselves && f.At.Truncate(time.Minute).Equal(other.At.Truncate(time.Minute)))
}

// fellBelow is the moment from which on a price is below its cost until now; without a time where that is not known. What did not move it does not
// take it below its cost, so that all the moments need not be told apart.
func fellBelow(happened []happening, key Key) (fall Fall) {
	for i := range slices.Backward(happened) {
		h := &happened[i]
		if price, cost := h.price(key); !price.Below(cost) {
			break
		}
		fall.Moment, fall.Cause = h.Moment, h.Cause
	}
	return fall
}

// BelowCost are the plans with prices below cost: those of the reseller's own first.
func (t ToDo) BelowCost() []PlanBelowCost { return slices.Concat(t.Kept, t.Below) }

// Since says since when and why the first plans of BelowCost are below cost. What came to be so last comes first.
func (t *ToDo) Since(falls [][]Fall) {
	for i, f := range falls {
		if i < len(t.Kept) {
			t.Kept[i].Falls = f
		} else {
			t.Below[i-len(t.Kept)].Falls = f
		}
	}
	for _, list := range [][]PlanBelowCost{t.Kept, t.Below} {
		slices.SortStableFunc(list, func(a, b PlanBelowCost) int { return cmp.Compare(b.latest(), a.latest()) })
	}
}

// latest is the entry of the log since which the last of its prices is below cost, zero where that is not known.
func (p PlanBelowCost) latest() ChangeID {
	if len(p.Falls) == 0 {
		return 0
	}
	return p.Falls[0].Entry
}
