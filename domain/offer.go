package domain

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// Offer is what a vendor offers under one template in one currency: their effective catalog, restricted to the delegated
// plans, MSRP applied, converted. It is a value, made once per vendor, template, currency and rate, and shared by all the
// vendor's resellers of that template and currency.
type Offer struct {
	Plans      []*Plan     // delegated and not disabled at the vendor, sorted by id
	Categories *Categories // delegated sales categories, all plan categories of Plans, the vendor's grouping of resources
	Schedules  *Schedules  // all the vendor's schedules, less the details that resellers may not see
	LeftOut    []Outcome   // those details (rule 5b)
	OrderFlow  *OrderFlow
	Privileges *PrivilegeSet
	Terms      *Terms
	Rate       string // the exchange rate used, "1 USD = 0.92 EUR"; empty within one currency
	whole      *Offer // of which this is the part that a run does not leave out; nil: it is the whole
}

// has reports whether one of the offered plans has a rate of this resource.
func (o *Offer) has(resource ResourceID) bool {
	if o.whole != nil { // what is grouped does not depend on what is left out
		o = o.whole
	}
	return slices.ContainsFunc(o.Plans, func(p *Plan) bool { return p.Rate(resource) != nil })
}

// Plan returns the offered plan with this id, nil when the offer has none.
func (o *Offer) Plan(id PlanID) *Plan {
	i, ok := o.index(id)
	if !ok {
		return nil
	}
	return o.Plans[i]
}

// plan is Plan of an offer that may be none.
func (o *Offer) plan(id PlanID) *Plan {
	if o == nil {
		return nil
	}
	return o.Plan(id)
}

func (o *Offer) index(id PlanID) (int, bool) {
	return slices.BinarySearchFunc(o.Plans, id, func(p *Plan, id PlanID) int { return cmp.Compare(p.ID, id) })
}

// Conversion turns amounts of one currency into another by two rates, each in units per one unit of the provider's
// currency (rule G14). The zero Conversion changes nothing.
type Conversion struct {
	From, To         Currency
	FromRate, ToRate decimal.NullDecimal // not Valid: no exchange rate is known
	Unmeasured       map[ResourceID]bool // resources that are not measurable
}

// Conversion returns how to turn amounts of currency from into to by these rates, of resources all of which are measurable but some. The
// provider's own currency must be in rates, with rate 1.
func (r ExchangeRates) Conversion(from, to Currency, unmeasured map[ResourceID]bool) Conversion {
	if from == to {
		return Conversion{}
	}
	rate := func(c Currency) decimal.NullDecimal {
		d, ok := r[c]
		return decimal.NullDecimal{Decimal: d, Valid: ok && d.IsPositive()}
	}
	return Conversion{From: from, To: to, FromRate: rate(from), ToRate: rate(to), Unmeasured: unmeasured}
}

// ExchangeRates tells how many units of a currency one unit of the provider's currency is worth.
type ExchangeRates map[Currency]decimal.Decimal

func (c Conversion) none() bool  { return c.From == c.To }
func (c Conversion) known() bool { return c.FromRate.Valid && c.ToRate.Valid }

// Missing is the currency of which no exchange rate is known, where one is needed; "" where none is.
func (c Conversion) Missing() Currency {
	switch {
	case c.none() || c.known():
		return ""
	case !c.FromRate.Valid:
		return c.From
	}
	return c.To
}

// String says the rate in words, "1 EUR = 171.43 JPY"; empty within one currency or where no rate is known.
func (c Conversion) String() string {
	if c.none() || !c.known() {
		return ""
	}
	return fmt.Sprintf("1 %s = %s %s", c.From, c.ToRate.Decimal.DivRound(c.FromRate.Decimal, 8), c.To)
}

// Price converts p and rounds it once, half away from zero, to as many of the given decimals as it keeps. A price that cannot be converted, or
// that is not zero and would round to zero, comes back as NoRate.
func (c Conversion) Price(p Price, decimals int32) Price {
	if c.none() || !p.IsSet() {
		return p
	}
	amount := p.Decimal()
	if amount.IsZero() {
		return p
	}
	if !c.known() {
		return Price{noRate}
	}
	amount = amount.Mul(c.ToRate.Decimal)
	converted := amount.DivRound(c.FromRate.Decimal, keptDecimals(amount, c.FromRate.Decimal, decimals))
	if converted.IsZero() {
		return Price{roundsToZero}
	}
	return Amount(converted)
}

// Fee converts a fee to the minor unit of the target currency.
func (c Conversion) Fee(p Price) Price { return c.Price(p, c.To.Exponent()) }

// at converts the price at a key.
func (c Conversion) at(key Key, p Price) Price {
	if key.Resource == 0 {
		return c.Fee(p)
	}
	return c.Price(p, c.decimals(key.Resource))
}

// decimals is how many the price of a resource keeps at most.
func (c Conversion) decimals(of ResourceID) int32 { return c.To.RateDecimals(!c.Unmeasured[of]) }

// OfferPlan returns a vendor's plan as they offer it to resellers: MSRP where there is one, converted, without marks that
// are the vendor's own affair. The same pointer comes back when nothing of that changes anything.
func OfferPlan(p *Plan, c Conversion) *Plan {
	if c.none() && !p.hasVendorMarks() {
		return p
	}
	o, unit := p.Clone(), c.To.Exponent()
	for i := range o.Periods {
		period := &o.Periods[i]
		for f := range period.Fees {
			period.Fees[f] = c.Price(orMSRP(period.Fees[f], period.MSRP[f]), unit)
		}
		period.MSRP, period.Unpriced = Fees{}, false
	}
	for i := range o.Rates {
		rate := &o.Rates[i]
		rate.Unpriced = false
		decimals := c.decimals(rate.Resource)
		for j := range rate.Prices {
			row := &rate.Prices[j]
			for k := range row.Prices {
				row.Prices[k] = c.Price(orMSRP(row.Prices[k], row.MSRP[k]), decimals)
			}
			row.MSRP = RatePrices{}
		}
	}
	for i := range o.Upgrades {
		o.Upgrades[i].Fee = c.Price(o.Upgrades[i].Fee, unit)
	}
	return o
}

func orMSRP(price, msrp Price) Price {
	if msrp.IsSet() {
		return msrp
	}
	return price
}

// hasVendorMarks reports whether the plan carries an MSRP or an unconfirmed delivery, which an offer never shows.
func (p *Plan) hasVendorMarks() bool {
	for _, period := range p.Periods {
		if period.Unpriced || slices.ContainsFunc(period.MSRP[:], Price.IsSet) {
			return true
		}
	}
	for _, rate := range p.Rates {
		if rate.Unpriced {
			return true
		}
		for _, row := range rate.Prices {
			if slices.ContainsFunc(row.MSRP[:], Price.IsSet) {
				return true
			}
		}
	}
	return false
}

// MakeOffer returns what a vendor with this effective catalog offers under the template, converted by c. Notification
// templates not in visible stay out of the offered schedules.
func MakeOffer(vendor *Catalog, t *Template, c Conversion, visible map[NotificationID]bool) *Offer {
	return makeOffer(vendor, t, c, visible, func(p *Plan) *Plan { return OfferPlan(p, c) })
}

func makeOffer(vendor *Catalog, t *Template, c Conversion, visible map[NotificationID]bool, plan func(*Plan) *Plan) *Offer {
	o := &Offer{OrderFlow: t.OrderFlow, Privileges: t.Privileges, Terms: t.Terms, Rate: c.String()}
	for _, p := range vendor.Plans {
		if _, delegated := slices.BinarySearch(t.Delegated, p.ID); delegated && !p.Disabled {
			o.Plans = append(o.Plans, plan(p))
		}
	}
	o.Categories = delegatedCategories(vendor.Categories, o.Plans, o.has)
	o.Schedules, o.LeftOut = visibleSchedules(vendor.Schedules, visible)
	return o
}

// delegatedCategories returns the sales categories that hold one of the plans or stand above one that does, the plan
// categories of the plans, and the grouping of the resources for which has holds.
func delegatedCategories(c *Categories, plans []*Plan, has func(ResourceID) bool) *Categories {
	offered := &Categories{}
	if c == nil {
		return offered
	}
	sales, planCategories := map[CategoryID]bool{}, map[CategoryID]bool{}
	for _, p := range plans {
		planCategories[p.PlanCategory] = true
		for _, id := range p.SalesCategories {
			for category := c.SalesCategory(id); category != nil && !sales[category.ID]; category = c.SalesCategory(category.Parent) {
				sales[category.ID] = true
			}
		}
	}
	offered.Sales = filter(c.Sales, func(s SalesCategory) bool { return sales[s.ID] })
	offered.Plan = filter(c.Plan, func(p PlanCategory) bool { return planCategories[p.ID] })
	for _, r := range c.Resource {
		r.Resources = filter(r.Resources, has)
		if len(r.Resources) > 0 {
			offered.Resource = append(offered.Resource, r)
		}
	}
	return offered
}

func visibleSchedules(s *Schedules, visible map[NotificationID]bool) (*Schedules, []Outcome) {
	offered, leftOut := &Schedules{}, []Outcome(nil)
	if s == nil {
		return offered, nil
	}
	for _, schedule := range s.List {
		kept := filter(schedule.Details, func(d ScheduleDetail) bool { return visible[d.Template] })
		for _, d := range schedule.Details {
			if !visible[d.Template] {
				leftOut = append(leftOut, Outcome{What: Skipped, Reason: TemplateNotVisible, Old: idText(d.Template),
					Key: Key{Field: FieldScheduleContent, Schedule: schedule.ID}})
			}
		}
		schedule.Details = kept
		offered.List = append(offered.List, schedule)
	}
	return offered, leftOut
}

// filter returns the elements that keep wants, in a new slice.
func filter[T any](list []T, keep func(T) bool) []T {
	var kept []T
	for _, t := range list {
		if keep(t) {
			kept = append(kept, t)
		}
	}
	return kept
}

// apart returns the elements for which is holds, and the others.
func apart[T any](list []T, is func(T) bool) (those, others []T) {
	all, n, end := make([]T, len(list)), 0, len(list)
	for _, t := range list {
		if is(t) {
			all[n] = t
			n++
		} else {
			end--
			all[end] = t
		}
	}
	slices.Reverse(all[n:])
	return all[:n:n], all[n:]
}

// gathered returns the elements by their keys, and the keys in the order in which they first appear. Room is taken once: a price list has
// thousands.
func gathered[T any, K comparable](list []T, key func(T) K) (of map[K][]T, order []K) {
	counts := map[K]int{}
	for _, t := range list {
		k := key(t)
		if counts[k]++; counts[k] == 1 {
			order = append(order, k)
		}
	}
	of = make(map[K][]T, len(order))
	for _, t := range list {
		k := key(t)
		if of[k] == nil {
			of[k] = make([]T, 0, counts[k])
		}
		of[k] = append(of[k], t)
	}
	return of, order
}
