package domain

import (
	"testing"

	"github.com/shopspring/decimal"
)

// The numbers of the product: 1,000 resellers in three levels, 100 plans of 4 periods and 20 rates; a fifth of the
// resellers has 20 own prices on each of 5 plans; and all prices changed.
const (
	manyResellers = 1000
	manyPlans     = 100
)

// largeWorld is that installation, everything delivered, before the change.
func largeWorld() *world {
	w := newWorld()
	w.addVendor("P", nil, "USD")
	made := Empty()
	for i := range manyPlans {
		p := largePlan(PlanID(1000 + i))
		w.template.Delegated = append(w.template.Delegated, p.ID)
		made.Plans = append(made.Plans, p)
	}
	made.Categories = &Categories{Plan: []PlanCategory{{ID: 1, Name: "Software"}}}
	for i := range 10 {
		made.Categories.Sales = append(made.Categories.Sales, SalesCategory{ID: CategoryID(10 + i), Name: "Category", Display: true})
	}
	w.provider.state.Own = (&Own{}).WithMade(made)
	for i := range manyResellers {
		parent := w.provider
		switch { // 100 at the first level, 300 at the second, 600 at the third
		case i >= 400:
			parent = w.vendors[1+100+(i-400)%300]
		case i >= 100:
			parent = w.vendors[1+(i-100)%100]
		}
		w.addVendor("R"+intText(int64(i)), parent, "USD")
	}
	w.quick(everything(Overwrite))
	for i, v := range w.vendors[1:] {
		if i%5 == 0 {
			v.state.Own = largeOwn(i)
		}
	}
	return w
}

func largePlan(id PlanID) *Plan {
	p := &Plan{ID: id, Name: "Plan " + idText(id), Type: GenericPlan, Published: true, PlanCategory: 1,
		SalesCategories: []CategoryID{10 + CategoryID(id)%10}}
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

// largeOwn is 20 own prices on each of 5 plans, other plans for every reseller.
func largeOwn(reseller int) *Own {
	var own *Own
	for i := range 5 {
		plan := PlanID(1000 + (reseller+i*17)%manyPlans)
		var values []Override
		for resource := range 20 {
			values = append(values, Override{Key: PriceKey(plan, ResourceID(resource+1), PriceRow{}, RecurringPrice),
				Value: decimal.New(int64(reseller+resource), -1).String(), Base: "1", By: 1, At: anyDay()})
		}
		own = own.withLayer(plan, values)
	}
	return own
}

// raisePrices changes every price of the provider.
func (w *world) raisePrices() {
	made := *w.provider.state.Own.MadeCatalog()
	made.Plans = nil
	for _, p := range w.provider.state.Own.MadeCatalog().Plans {
		raised := p.Clone()
		for i := range raised.Rates {
			for k := range raised.Rates[i].Prices[0].Prices {
				price := &raised.Rates[i].Prices[0].Prices[k]
				*price = Amount(price.Decimal().Mul(decimal.RequireFromString("1.1")))
			}
		}
		made.Plans = append(made.Plans, raised)
	}
	w.provider.state.Own = w.provider.state.Own.WithMade(&made)
}

func BenchmarkSynchronize(b *testing.B) {
	w := largeWorld()
	w.raisePrices()
	for _, bench := range []struct {
		name    string
		options OptionSet
		policy  Policy
	}{
		{"overwrite", OptionSet{UpdatePrices: true}, Overwrite},
		{"keep", OptionSet{UpdatePrices: true}, Keep},
		{"all boxes", AllOptions(), Overwrite},
		{"another box", OptionSet{UpdateLimits: true}, Overwrite},
	} {
		b.Run(bench.name, func(b *testing.B) {
			in := w.input(click{options: bench.options, policy: bench.policy})
			b.ReportAllocs()
			for b.Loop() {
				Synchronize(in)
			}
		})
	}
}

func BenchmarkCount(b *testing.B) {
	w := largeWorld()
	w.raisePrices()
	in := w.input(click{})
	b.ReportAllocs()
	for b.Loop() {
		Count(in)
	}
}

func BenchmarkBehind(b *testing.B) {
	w := largeWorld()
	w.raisePrices()
	in := w.input(click{})
	b.ReportAllocs()
	for b.Loop() {
		Behind(in)
	}
}

func BenchmarkUndo(b *testing.B) {
	w := largeWorld()
	w.raisePrices()
	done := w.quick(click{options: OptionSet{UpdatePrices: true}, policy: Overwrite})
	for i, v := range w.vendors[1:] { // everybody has set something since
		v.state.Own = v.state.Own.With(Override{Key: PriceKey(PlanID(1000+i%manyPlans), 3, PriceRow{}, SetupPrice), Value: "1", At: anyDay()})
	}
	b.ReportAllocs()
	for b.Loop() {
		undoing := NewUndoing()
		for i, r := range done.results {
			undoing.Result(Target{Before: w.byID(AccountID(i + 2)).state}, r.Target.Before, r.After)
		}
	}
}
