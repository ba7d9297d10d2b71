package db_test

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// What stands in the catalogs of the test of kinds of change, and how its changes are written down.

func (w *world) plantCatalog(b things) {
	w.t.Helper()
	c := b.catalog()
	values := c.OtherValues()
	for _, p := range c.Plans {
		values = append(values, p.Values()...)
	}
	if b.ofReseller() {
		values = append(values, b.newDocument(b.document()).Values()...)
	}
	plant := part(int64(0), values...)
	plant.Kind, plant.About.Of = domain.CatalogChanged, domain.ObjectCatalog
	w.make(commandLine(b.vendor()), plant)
}

// catalog is what a vendor made themselves. Plan and resource categories are a provider's, documents a reseller's.
func (b things) catalog() *domain.Catalog {
	c := &domain.Catalog{
		Plans: []*domain.Plan{b.fullPlan(), b.newPlan(b.spare(), domain.GenericPlan), b.newPlan(b.delivered(), domain.GenericPlan),
			b.newPlan(b.unpriced(), domain.GenericPlan), b.newPlan(b.program(), domain.ResellerPlan), b.newPlan(b.second(), domain.ResellerPlan)},
		Categories: &domain.Categories{Sales: []domain.SalesCategory{{ID: b.category(), Name: b.named("Full"), Display: true}, {ID: b.emptyCategory(), Name: b.named("Empty")}}},
		Schedules:  &domain.Schedules{List: []domain.Schedule{{ID: b.schedule(), Name: b.named("Schedule")}}},
	}
	c.Plans[1].Published = false
	if b.ofReseller() {
		return c
	}
	c.Categories.Plan = []domain.PlanCategory{{ID: b.planCategory(), Name: b.named("Full")}, {ID: b.emptyPlanCategory(), Name: b.named("Empty")}}
	c.Categories.Resource = []domain.ResourceCategory{{ID: b.resourceCategory(), Name: b.named("Group"), Position: 1, Resources: []domain.ResourceID{b.resource()}},
		{ID: b.emptyResourceCategory(), Name: b.named("Empty")}}
	return c
}

// named is the name of one of the things: no two of a vendor's have the same.
func (b things) named(text string) string { return fmt.Sprint(text, " ", int64(b)) }

// newPlan is a plan of one period and one resource with every price.
func (b things) newPlan(id domain.PlanID, kind domain.PlanType) *domain.Plan {
	ten, root := domain.Amount(decimal.NewFromInt(10)), b.root()
	rate := domain.Rate{Resource: root.resource(), Included: 10, Minimum: 1, Maximum: 100, Visible: true, Position: 1, Prices: []domain.PriceRow{{}}}
	period := domain.Period{ID: b.month(), Length: 1, Unit: "months", Active: true, Position: 1}
	for i := range period.Fees {
		period.Fees[i] = ten
	}
	for i := range rate.Prices[0].Prices {
		rate.Prices[0].Prices[i] = ten
	}
	p := &domain.Plan{ID: id, Name: "Plan", Type: kind, PlanCategory: root.planCategory(), SalesCategories: []domain.CategoryID{b.category()}, Published: true,
		BillingModel: "In advance", BillingPeriod: "Monthly", Periods: []domain.Period{period}, Rates: []domain.Rate{rate}}
	if kind == domain.ResellerPlan {
		p.Template = b.template()
	}
	return p
}

// fullPlan has a second period and a path.
func (b things) fullPlan() *domain.Plan {
	p := b.newPlan(b.plan(), domain.GenericPlan)
	p.Periods = append(p.Periods, domain.Period{ID: b.year(), Length: 1, Unit: "years", Position: 2})
	p.Upgrades = []domain.Upgrade{{To: b.delivered(), Description: "Grow"}}
	return p
}

func (b things) newDocument(id int64) domain.Document {
	return domain.Document{ID: id, Name: "Document", Version: "1.0", Text: "Be kind.", Effective: "2026-01-31"}
}

// whole is the change of a whole thing, part that of some of its values, and removal takes it away. Their kind comes later.

func whole[ID ~int64](id ID, t domain.Thing) domain.Change {
	return domain.Change{About: domain.Ref{ID: int64(id), Name: "Thing"}, Typed: t.Values()}
}

func part[ID ~int64](id ID, values ...domain.KeyedValue) domain.Change {
	return domain.Change{About: domain.Ref{ID: int64(id), Name: "Thing"}, Typed: slices.Clone(values), Part: true}
}

func removal[ID ~int64](id ID) domain.Change {
	return domain.Change{About: domain.Ref{ID: int64(id), Name: "Thing"}}
}

func kv(key domain.Key, value string) domain.KeyedValue {
	return domain.KeyedValue{Key: key, Value: value}
}

func placement(plan domain.PlanID, categories ...domain.CategoryID) domain.KeyedValue {
	return kv(domain.PlacementKey(plan), domain.IDs(categories))
}
