package domain

import (
	"cmp"
	"slices"
	"sort"
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
	ByMove       PriceCause = "move"   // they were given another vendor
)

// Costing is what the cost of a price follows from: the prices of who is the vendor today, and exchange rates, both from the oldest on.
type Costing struct {
	Vendor     *Past // nil: there is no cost, or none to be seen
	Rates      []RatesThen
	Unmeasured map[ResourceID]bool
}

// lastOf is the last of a list in the order of entries that is not after one; nil for none.
func lastOf[T any](list []T, entry ChangeID, of func(*T) ChangeID) *T {
	after := sort.Search(len(list), func(i int) bool { return of(&list[i]) > entry })
	if after == 0 {
		return nil
	}
	return &list[after-1]
}

// PriceHistory returns the moments at which the price at key of an account, or what it costs them, became another one, the oldest first. The first
// is what is known from before.
func PriceHistory(past Past, costs Costing, key Key) []PricePoint {
	var points []PricePoint
	for _, happened := range happenings(past, costs) {
		point := happened.PricePoint
		point.Price, point.Cost = happened.price(key)
		point.Own = happened.had != nil && happened.had.State.priced(key)
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

// happening is a moment at which something may have moved, without prices, and what holds from then on.
type happening struct {
	PricePoint
	had        *Moment // of the account; nil where nothing is known
	vendor     *Moment // of who is the vendor today; nil where there is no cost, or none is known
	conversion Conversion
}

// price is the price at a key, and what it costs.
func (h *happening) price(key Key) (price, cost Price) {
	if h.had != nil {
		price, _ = h.had.State.Sold(key)
	}
	if !price.IsSet() || h.vendor == nil {
		return price, Price{}
	}
	sold, _ := h.vendor.State.Sold(key)
	if cost = h.conversion.at(key, sold); cost.NoRate() {
		cost = Price{}
	}
	return price, cost
}

// happenings are the moments at which something may have moved, in the order of the log.
func happenings(past Past, costs Costing) []happening {
	var list []happening
	add := func(m Moment, cause PriceCause) {
		list = append(list, happening{PricePoint: PricePoint{Moment: m, Cause: cause}})
	}
	for _, m := range past.Moments {
		add(past.told(m), ByThemselves)
	}
	if costs.Vendor != nil {
		for _, m := range costs.Vendor.Moments {
			add(costs.Vendor.told(m), ByVendor)
		}
		for _, r := range costs.Rates {
			add(Moment{Entry: r.Entry, At: r.At}, ByRates)
		}
		if past.Since.Entry != 0 {
			add(past.Since, ByMove)
		}
	}
	slices.SortStableFunc(list, func(a, b happening) int { return cmp.Compare(a.Entry, b.Entry) })
	for i := range list {
		list[i].holds(past, costs)
	}
	return list
}

// holds completes a happening with what holds from then on.
func (h *happening) holds(past Past, costs Costing) {
	of := func(m *Moment) ChangeID { return m.Entry }
	h.had = lastOf(past.Moments, h.Entry, of)
	if costs.Vendor == nil || h.Entry < past.Since.Entry {
		return
	}
	if rates := lastOf(costs.Rates, h.Entry, func(r *RatesThen) ChangeID { return r.Entry }); rates != nil {
		h.vendor = lastOf(costs.Vendor.Moments, h.Entry, of)
		h.conversion = rates.Rates.Conversion(costs.Vendor.Currency, past.Currency, costs.Unmeasured)
	}
}
