package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tiersync/domain"
)

// deed is one change that somebody makes of what they made themselves, as on a page of the program.
type deed struct {
	kind  domain.ChangeKind
	about domain.Ref
	edit  func(*catalogEdit)
}

func (b *builder) planDeed(kind domain.ChangeKind, plan string, edit func(*catalogEdit)) deed {
	return deed{kind, domain.Ref{Of: domain.ObjectPlan, ID: int64(b.planID(plan))}, edit}
}

// newPlan is the making of a plan.
func (b *builder) newPlan(p product) deed {
	return b.planDeed(domain.PlanCreated, p.key, func(e *catalogEdit) { e.catalog = e.catalog.WithPlan(e.builder.plan(p)) })
}

func (b *builder) salesDeed(kind domain.ChangeKind, category string, edit func(*catalogEdit)) deed {
	return deed{kind, domain.Ref{Of: domain.ObjectSalesCategory, ID: int64(b.salesID(category))}, edit}
}

// doAll does one deed after the other.
func (l *loader) doAll(ctx context.Context, v domain.Viewer, deeds []deed) error {
	for _, d := range deeds {
		_, now, err := l.Catalog(ctx, v, v.Account.ID)
		if err != nil {
			return err
		}
		next := &catalogEdit{builder: &l.builder, catalog: now.Own.MadeCatalog()}
		d.edit(next)
		c := domain.ChangeBetween(now, domain.State{Delivered: now.Delivered, Own: now.Own.WithMade(next.catalog)})
		c.Kind, c.About = d.kind, d.about
		if err := l.do(ctx, v, c); err != nil {
			return err
		}
	}
	return nil
}

// do makes a change, which must change something.
func (l *loader) do(ctx context.Context, v domain.Viewer, c domain.Change) error {
	if l.err != nil {
		return l.err
	}
	done, err := l.Do(ctx, v, c)
	if err == nil && done.Nothing() {
		err = fmt.Errorf("the demo's change of %s %d changes nothing (%s)", c.About.Of, c.About.ID, c.Kind)
	}
	return err
}

// catalogEdit is a catalog that is being changed.
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
	var next domain.Categories
	if have := e.catalog.Categories; have != nil {
		next = domain.Categories{Sales: slices.Clone(have.Sales), Plan: slices.Clone(have.Plan), Resource: slices.Clone(have.Resource)}
	}
	change(&next)
	catalog := *e.catalog
	catalog.Categories = &next
	e.catalog = &catalog
}

// addSales adds a sales category.
func (e *catalogEdit) addSales(added domain.SalesCategory) {
	e.categories(func(c *domain.Categories) {
		c.Sales = append(c.Sales, added)
		slices.SortFunc(c.Sales, func(x, y domain.SalesCategory) int { return cmp.Compare(x.ID, y.ID) })
	})
}

// sales changes one sales category.
func (e *catalogEdit) sales(key string, change func(*domain.SalesCategory)) {
	e.categories(func(c *domain.Categories) {
		for i := range c.Sales {
			if c.Sales[i].ID == e.salesID(key) {
				change(&c.Sales[i])
			}
		}
	})
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
