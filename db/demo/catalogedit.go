package demo

import (
	"fmt"
	"slices"

	"tiersync/domain"
)

// catalogEdit is a catalog of the distributor that is being changed.
type catalogEdit struct {
	*builder
	catalog *domain.Catalog
}

// plan changes one plan.
func (e *catalogEdit) plan(key string, change func(*domain.Plan)) {
	have := e.catalog.Plan(e.planID(key))
	if have == nil {
		e.fail(fmt.Errorf("there is no plan %q to change", key))
		return
	}
	next := have.Clone()
	change(next)
	e.catalog = e.catalog.WithPlan(next)
}

// period changes one period of a plan.
func (e *catalogEdit) period(plan, key string, change func(*domain.Period)) {
	e.plan(plan, func(p *domain.Plan) {
		if period := p.Period(e.periodID(plan, key)); period != nil {
			change(period)
			return
		}
		e.fail(fmt.Errorf("plan %q has no period %q to change", plan, key))
	})
}

// rate changes one rate of a plan.
func (e *catalogEdit) rate(plan, resource string, change func(*domain.Rate)) {
	e.plan(plan, func(p *domain.Plan) {
		if rate := p.Rate(e.resourceID(resource)); rate != nil {
			change(rate)
			return
		}
		e.fail(fmt.Errorf("plan %q has no rate of %q to change", plan, resource))
	})
}

// categories changes the three groupings.
func (e *catalogEdit) categories(change func(*domain.Categories)) {
	next := domain.Categories{Sales: slices.Clone(e.catalog.Categories.Sales), Plan: slices.Clone(e.catalog.Categories.Plan),
		Resource: slices.Clone(e.catalog.Categories.Resource)}
	change(&next)
	catalog := *e.catalog
	catalog.Categories = &next
	e.catalog = &catalog
}

// raiseFee sets a new recurring fee, which is also charged at renewal. A suggested retail price stays as it is.
func (e *catalogEdit) raiseFee(rise feeRise) {
	e.period(rise.plan, rise.period, func(p *domain.Period) {
		for _, fee := range []domain.Fee{domain.RecurringFee, domain.RenewalFee} {
			p.Fees[fee] = e.price(rise.recurring)
		}
	})
}

// raiseRate sets a new recurring price of a resource.
func (e *catalogEdit) raiseRate(rise rateRise) {
	e.rate(rise.plan, rise.resource, func(r *domain.Rate) {
		row := r.Row(e.periodID(rise.plan, rise.period), rise.from)
		if row == nil {
			e.fail(fmt.Errorf("plan %q has no such price row of %q", rise.plan, rise.resource))
			return
		}
		row.Prices[domain.RecurringPrice] = e.price(rise.recurring)
	})
}
