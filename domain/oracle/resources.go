package oracle

import (
	"strconv"

	"tiersync/domain"
)

// createResources is box 7: a rate that the copy lacks arrives with limits, with prices for the periods that the copy has, and
// with its resource category where the reseller has the resource in none.
func (r *run) createResources() {
	for _, plan := range r.copies {
		for _, rate := range r.offer.of(domain.FieldRate, plan) {
			if !r.Delivered.hasRate(plan, rate.Resource) {
				r.createRate(plan, rate.Resource)
			}
		}
	}
}

func (r *run) createRate(plan domain.PlanID, resource domain.ResourceID) {
	for key := range r.offer {
		if key.Plan == plan && key.Resource == resource && r.hasPeriodOf(key) {
			r.create(key)
		}
	}
	r.group(resource)
}

// hasPeriodOf reports whether a price row is of use to the reseller: it is for all periods, or for one that they have.
func (r *run) hasPeriodOf(key Key) bool {
	return key.Period == 0 || r.Delivered.hasPeriod(key.Plan, key.Period)
}

// removeResources is box 8.
func (r *run) removeResources() {
	for _, plan := range r.copies {
		for _, rate := range r.Delivered.of(domain.FieldRate, plan) {
			if !r.offer.hasRate(plan, rate.Resource) {
				r.remove(func(key Key) bool { return key.Plan == plan && key.Resource == rate.Resource })
			}
		}
	}
}

// updatePrices is box 9: every price of matching rates, per period and per tier, unless prices are protected.
func (r *run) updatePrices() {
	if r.protected {
		return
	}
	for _, plan := range r.copies {
		for _, rate := range r.offer.of(domain.FieldRate, plan) {
			if r.Delivered.hasRate(plan, rate.Resource) {
				r.updateRatePrices(rate)
			}
		}
	}
}

// updateRatePrices takes over the prices of one rate. A price that cannot be converted stays (rule G14); where there is one, no
// rows come or go, because that would put a price in its place that the vendor does not ask.
func (r *run) updateRatePrices(rate Key) {
	whole := true
	for key, text := range r.offer {
		if key.Plan == rate.Plan && key.Resource == rate.Resource && isPrice(key) && text == noRate {
			whole = false
		}
	}
	for _, row := range r.Delivered.of(domain.FieldPriceRow, rate.Plan) {
		if _, offered := r.offer[row]; !offered && whole && row.Resource == rate.Resource {
			r.remove(func(key Key) bool {
				return (key.Field == domain.FieldPriceRow || isPrice(key)) && with(key, row.Field) == row
			})
		}
	}
	for _, row := range r.offer.of(domain.FieldPriceRow, rate.Plan) {
		if _, there := r.Delivered[row]; row.Resource == rate.Resource && (there || whole && r.hasPeriodOf(row)) {
			r.updateRow(row)
		}
	}
}

func (r *run) updateRow(row Key) {
	r.Delivered[row] = yes
	for price := range domain.RatePriceCount {
		key := with(row, price.Field())
		if r.offer[key] != noRate {
			r.rewrite(key, r.offer[key])
		}
	}
}

// updateLimits is box 10. An own included amount that the new limits do not allow goes even under Keep (rule G9).
func (r *run) updateLimits() {
	for _, plan := range r.copies {
		for _, rate := range r.offer.of(domain.FieldRate, plan) {
			if !r.Delivered.hasRate(plan, rate.Resource) {
				continue
			}
			for _, field := range []domain.Field{domain.FieldIncluded, domain.FieldMinimum, domain.FieldMaximum} {
				r.rewrite(with(rate, field), r.offer[with(rate, field)])
			}
			r.dropForbidden(rate)
		}
	}
}

// dropForbidden drops an own included amount that the delivered limits do not allow.
func (s *Shop) dropForbidden(rate Key) {
	key := with(rate, domain.FieldIncluded)
	if own, set := s.Own[key]; set && !s.Delivered.allows(rate, own.Value) {
		delete(s.Own, key)
	}
}

// allows reports whether an included amount goes with the minimum and maximum of a rate, and these with each other: included is
// -1, 0 or at least the minimum, the minimum at most the maximum.
func (rows Rows) allows(rate Key, text string) bool {
	number := func(text string) int64 {
		n, _ := strconv.ParseInt(text, 10, 64)
		return n
	}
	included, minimum := number(text), number(rows[with(rate, domain.FieldMinimum)])
	maximum := number(rows[with(rate, domain.FieldMaximum)])
	return (included == -1 || included == 0 || included >= minimum) && (maximum == -1 || minimum <= maximum)
}
