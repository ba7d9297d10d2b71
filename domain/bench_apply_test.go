package domain

import (
	"testing"

	"github.com/shopspring/decimal"
)

// priceListPlans is how many plans a price list of 100,000 lines is about.
const priceListPlans = 1000

// priceList is a catalog of many plans and another price for everything in it, 100 a plan.
func priceList() (*Catalog, []KeyedValue) {
	made, lines := Empty(), []KeyedValue(nil)
	for i := range priceListPlans {
		p := largePlan(PlanID(1000 + i))
		made.Plans = append(made.Plans, p)
		all := lines
		for _, v := range p.Values() {
			if field := v.Key.Field; field.IsPrice() && len(all) < 100*(i+1) {
				price, err := PriceFromString(v.Value)
				if err != nil {
					panic(err)
				}
				all = append(all, KeyedValue{v.Key, Amount(price.Decimal().Add(decimal.NewFromInt(1))).String()})
			}
		}
		lines = all
	}
	return made, lines
}

// BenchmarkApply changes 100,000 prices of 1,000 plans at once: a price list, as a provider sets it, as a reseller sets it over what was
// delivered, and as an import says each value with what it was.
func BenchmarkApply(b *testing.B) {
	catalog, lines := priceList()
	typed := Change{Kind: CatalogChanged, About: Ref{Of: ObjectCatalog}, Part: true, Typed: lines}
	provider, reseller := State{Own: (&Own{}).WithMade(catalog)}, State{Delivered: catalog}
	for _, bench := range []struct {
		name   string
		state  State
		change func() Change
	}{
		{"made", provider, func() Change { return typed }},
		{"own", reseller, func() Change { return typed }},
		{"between", provider, func() Change {
			next := *catalog
			for _, v := range lines {
				p := next.Plan(v.Key.Plan)
				if catalog.Plan(v.Key.Plan) == p {
					p = p.Clone()
					next = *next.WithPlan(p)
				}
				p.set(v.Key, v.Value)
			}
			return ChangeBetween(provider, State{Own: (&Own{}).WithMade(&next)})
		}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			c := bench.change()
			b.ReportAllocs()
			for b.Loop() {
				a, err := Apply(c, meeting(bench.state))
				if err != nil || len(a.Edits) != len(lines) {
					b.Fatalf("%d edits of %d: %v", len(a.Edits), len(lines), err)
				}
			}
		})
	}
}

// BenchmarkApplyOne sets one price of one of 1,000 delivered plans: what a reseller's edit computes while its lock is held. Some have rules
// for all their prices.
func BenchmarkApplyOne(b *testing.B) {
	catalog, lines := priceList()
	c := Change{Kind: CatalogChanged, About: Ref{Of: ObjectCatalog}, Part: true, Typed: lines[500:501]}
	rule := PriceRule{Percent: decimal.NewFromInt(10), Rounding: ToUnit, Decimals: 2}.String()
	for name, own := range map[string]*Own{"plain": nil, "rules": (&Own{}).With(Override{Key: FeeRuleKey(0, 0), Value: rule}).
		With(Override{Key: RateRuleKey(0, 0), Value: rule})} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if a, err := Apply(c, meeting(State{Delivered: catalog, Own: own})); err != nil || len(a.Edits) != 1 {
					b.Fatalf("%d edits: %v", len(a.Edits), err)
				}
			}
		})
	}
}

// largePlan is a plan of 4 periods and 20 rates.
func largePlan(id PlanID) *Plan {
	p := &Plan{ID: id, Name: "Plan " + idText(id), Type: GenericPlan, Published: true}
	price := func(n int) Price { return Amount(decimal.New(int64(id)*100+int64(n), -2)) }
	for i := range 4 {
		period := Period{ID: PeriodID(int64(id)*10 + int64(i)), Length: i + 1, Unit: "months", Active: true, Position: i + 1}
		for f := range period.Fees {
			period.Fees[f] = price(f)
		}
		p.Periods = append(p.Periods, period)
	}
	for i := range 20 {
		row := PriceRow{Prices: RatePrices{price(i), price(i + 1), price(i + 2), price(i + 3)}}
		p.Rates = append(p.Rates, Rate{Resource: ResourceID(i + 1), Included: 1, Maximum: Unlimited, Visible: true,
			Position: i + 1, Prices: []PriceRow{row}})
	}
	return p
}
