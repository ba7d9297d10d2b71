package domain

import (
	"slices"

	"github.com/shopspring/decimal"
)

// This file is about the plans that a reseller holds back until every price is set and confirmed (rules 1e, G14).

// HeldPlan is a delivered plan that waits for its vendor, with the prices that are not set, in the order of pages.
type HeldPlan struct {
	*Plan
	Missing []HeldPrice // none: all are set, and wait to be confirmed
}

// HeldPrice is a price that is not set, with what the vendor pays now, and what their own vendor offers.
type HeldPrice struct {
	Key     Key
	Cost    Price // not set where that is not known, or not to be seen
	Offered Price // as Cost
}

// Held are the plans of the price list that wait, in the order of plans.
func (l PriceList) Held() []HeldPlan {
	var held []HeldPlan
	for _, p := range l.Sold.Plans {
		if p.Status() != StatusHeld || l.delivered(p.ID) == nil {
			continue
		}
		plan := HeldPlan{Plan: p}
		for key := range p.MissingPrices() {
			plan.Missing = append(plan.Missing, HeldPrice{key, l.Costs.At(key), l.Costs.Offered(key)})
		}
		held = append(held, plan)
	}
	return held
}

// Filling is how the prices of held plans are filled in that nothing was typed for.
type Filling struct {
	Offered bool        // with what is offered
	Cost    bool        // with a calculation from cost
	How     Calculation // of Cost
	Free    bool        // with 0.00
}

// Of is what a price is filled with, of so many decimals; false where that is not known.
func (f Filling) Of(price HeldPrice, decimals int32) (Price, bool) {
	switch {
	case f.Free:
		return Amount(decimal.Zero), true
	case f.Offered:
		return price.Offered, price.Offered.IsSet()
	case f.Cost && price.Cost.IsSet():
		made, left := f.How.of(PriceLine{Key: price.Key, Cost: price.Cost}, price.Cost, decimals)
		return made, left == ""
	}
	return Price{}, false
}

// Confirming is the change that sets prices of held plans and confirms, of the plans that are named, those that lack none then: how many
// these are is said.
func Confirming(held []HeldPlan, prices []KeyedValue, confirm []PlanID) (c Change, ready int) {
	set := map[Key]bool{}
	for _, v := range prices {
		set[v.Key] = true
	}
	c = ChangeOfMany(PlansConfirmed, slices.Clone(prices)...)
	for _, p := range held {
		lacks := slices.ContainsFunc(p.Missing, func(m HeldPrice) bool { return !set[m.Key] })
		if !lacks && slices.Contains(confirm, p.ID) {
			c.Typed, ready = append(c.Typed, p.Confirmations()...), ready+1
		}
	}
	return c, ready
}
