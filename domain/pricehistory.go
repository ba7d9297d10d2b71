package domain

import (
	"cmp"
	"slices"
	"time"
)

// This file tells how a price, and what is paid for it, became what they are: from the pasts of a reseller and their vendor, and the exchange
// rates of their provider.

// RatesThen are exchange rates from an entry of the provider's log on.
type RatesThen struct {
	Entry ChangeID // zero: before all that is known
	At    time.Time
	Rates ExchangeRates
}

// PricePoint is a moment from which on a price, or its cost, was another one. Cost is not set where the reader sees none.
type PricePoint struct {
	Moment                // without its state
	Cause                 PriceCause
	Price, Cost           Price
	Own                   bool // the price was an own value, or one that a rule made
	Hidden, WasHidden     bool // the price, and the one before, are out of sight
	PriceWas, CostWas     Price
	PriceMoved, CostMoved bool
}

// PriceCause says what moved.
type PriceCause string

// The causes.
const (
	ByThemselves PriceCause = "own"    // what was delivered to them, or is their own
	ByVendor     PriceCause = "vendor" // their vendor's price
	ByRates      PriceCause = "rates"  // an exchange rate
)

// Costing is what the cost of a price follows from: the prices of who is the vendor today, and exchange rates, both from the oldest on.
type Costing struct {
	Vendor     *Past // nil: there is no cost, or none to be seen
	Rates      []RatesThen
	Unmeasured map[ResourceID]bool
}

// at is the cost at an entry of the log.
func (c Costing) at(key Key, to Currency, entry ChangeID) Price {
	if c.Vendor == nil {
		return Price{}
	}
	had := lastOf(c.Vendor.Moments, entry, func(m Moment) ChangeID { return m.Entry })
	rates := lastOf(c.Rates, entry, func(r RatesThen) ChangeID { return r.Entry })
	if had == nil || rates == nil {
		return Price{}
	}
	sold, _ := had.State.Sold(key)
	if cost := rates.Rates.Conversion(c.Vendor.Currency, to, c.Unmeasured).at(key, sold); !cost.NoRate() {
		return cost
	}
	return Price{}
}

// lastOf is the last of a list by entries that is not after one; nil for none.
func lastOf[T any](list []T, entry ChangeID, of func(T) ChangeID) *T {
	after := slices.IndexFunc(list, func(t T) bool { return of(t) > entry })
	if after < 0 {
		after = len(list)
	}
	if after == 0 {
		return nil
	}
	return &list[after-1]
}

// PriceHistory returns the moments at which the price at key of an account, or what it costs them, became another one, the oldest first. The first
// is what is known from before.
func PriceHistory(past Past, costs Costing, key Key) []PricePoint {
	var points []PricePoint
	for _, at := range happenings(past, costs) {
		point := PricePoint{Moment: at.Moment, Cause: at.Cause}
		if had := lastOf(past.Moments, at.Entry, func(m Moment) ChangeID { return m.Entry }); had != nil {
			point.Price, _ = had.State.Sold(key)
			point.Own = had.State.priced(key)
			if point.Price.IsSet() {
				point.Cost = costs.at(key, past.Currency, at.Entry)
			}
		}
		if n := len(points); n > 0 {
			last := points[n-1]
			point.PriceWas, point.CostWas = last.Price, last.Cost
			point.PriceMoved, point.CostMoved = point.Price != last.Price, point.Cost != last.Cost
			if !point.PriceMoved && !point.CostMoved {
				continue
			}
		} else if !point.Price.IsSet() && !point.Cost.IsSet() {
			continue
		}
		points = append(points, point)
	}
	return points
}

// priced reports whether the price at key is the account's own doing: in what they made, or by an own value or a rule.
func (s State) priced(key Key) bool {
	if s.deliveredPrice(key) == nil || s.owns(key) {
		return true
	}
	ruled, is := s.Rule(key)
	return is && ruled.Why == ""
}

// SeenHistory is the history of a price of the viewer's account as they may see it: for who sees no costs, prices that were delivered are out of
// sight, but for the one that holds.
func (v Viewer) SeenHistory(points []PricePoint) []PricePoint {
	if v.SeesCosts() {
		return points
	}
	for i := range points {
		if !points[i].Own && i+1 < len(points) {
			points[i].Price, points[i].Hidden = Price{}, true
		}
		if i > 0 && points[i-1].Hidden {
			points[i].PriceWas, points[i].WasHidden = Price{}, true
		}
	}
	return points
}

// happenings are the moments at which something may have moved, in the order of the log.
func happenings(past Past, costs Costing) []PricePoint {
	var list []PricePoint
	for _, m := range past.Moments {
		list = append(list, PricePoint{Moment: past.told(m), Cause: ByThemselves})
	}
	if costs.Vendor != nil {
		for _, m := range costs.Vendor.Moments {
			list = append(list, PricePoint{Moment: costs.Vendor.told(m), Cause: ByVendor})
		}
		for _, r := range costs.Rates {
			list = append(list, PricePoint{Moment: Moment{Entry: r.Entry, At: r.At}, Cause: ByRates})
		}
	}
	slices.SortStableFunc(list, func(a, b PricePoint) int { return cmp.Compare(a.Entry, b.Entry) })
	return list
}
