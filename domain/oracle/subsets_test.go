package oracle_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/domain/oracle"
)

// TestSubsets runs each of the 8,192 subsets of the manual's thirteen check boxes, each with some of the two of later versions, on a
// world in which every box has something to do: the engine and the oracle agree, and what no ticked box covers is as it was.
func TestSubsets(t *testing.T) {
	t.Parallel()
	start, all := everythingMatters(t), subsets(domain.Options()[:domain.ManualOptions])
	for i, boxes := range all {
		for more, o := range domain.Options()[domain.ManualOptions:] {
			if drawn := rand.New(rand.NewPCG(uint64(i), 0)).Uint64(); drawn&(1<<more) != 0 {
				boxes[o.Key] = true
			}
		}
	}
	for part := range slices.Chunk(all, len(all)/8) {
		t.Run(fmt.Sprint(part[0].Keys()), func(t *testing.T) {
			t.Parallel()
			for _, boxes := range part {
				checkSubset(t, start, boxes, domain.Overwrite)
			}
		})
	}
}

// TestSubsetsKeepingOwnValues does the same with Keep for the boxes for which this makes a difference, alone and with all others.
func TestSubsetsKeepingOwnValues(t *testing.T) {
	t.Parallel()
	start := everythingMatters(t)
	covers := func(o domain.Option) bool { return len(o.Covers()) > 0 }
	others := slices.DeleteFunc(domain.Options(), covers)
	covering := slices.DeleteFunc(domain.Options(), func(o domain.Option) bool { return !covers(o) })
	for _, boxes := range subsets(covering) {
		checkSubset(t, start, boxes, domain.Keep)
		for _, o := range others {
			boxes[o.Key] = true
		}
		checkSubset(t, start, boxes, domain.Keep)
	}
}

func subsets(options []domain.Option) []domain.OptionSet {
	var sets []domain.OptionSet
	for bits := range 1 << len(options) {
		set := domain.OptionSet{}
		for i, o := range options {
			if bits&(1<<i) != 0 {
				set[o.Key] = true
			}
		}
		sets = append(sets, set)
	}
	return sets
}

func checkSubset(t *testing.T, start *oracle.World, boxes domain.OptionSet, policy domain.Policy) {
	t.Helper()
	w := start.Fork()
	w.Synchronize(click(w, boxes, policy))
	for i, a := range w.Accounts {
		if a.Parent == 0 {
			if a.State != start.Accounts[i].State {
				t.Fatalf("%v: the provider's catalog changed", boxes.Keys())
			}
			continue
		}
		lines := append(a.Differences(), oracle.Unticked(start.Accounts[i], a, boxes)...)
		if len(lines) > 0 {
			t.Fatalf("%v, %s: account %d:\n%s", boxes.Keys(), policy, a.ID, strings.Join(lines, "\n"))
		}
	}
}

// TestEveryBoxMatters shows that the world of TestSubsets is one in which each box alone changes something for each reseller
// whom it may change.
func TestEveryBoxMatters(t *testing.T) {
	t.Parallel()
	start := everythingMatters(t)
	for _, o := range domain.Options() {
		w := start.Fork()
		changed := 0
		for _, r := range w.Synchronize(click(w, domain.OptionSet{o.Key: true}, domain.Overwrite)).Results {
			if r.After != r.Before {
				changed++
			}
		}
		if changed < 2 {
			t.Errorf("%s changes %d resellers", o.Label, changed)
		}
	}
}

func click(w *oracle.World, boxes domain.OptionSet, policy domain.Policy) oracle.Click {
	return oracle.Click{Template: w.Templates[0], By: w.Accounts[0].ID, Reach: domain.AllLevels, Boxes: boxes, Policy: policy}
}

// everythingMatters is a provider with three resellers, one below the other, the last a protected operating unit, and one
// with other currency, to whom everything was delivered once, and in whose catalog everything was changed since.
func everythingMatters(t *testing.T) *oracle.World {
	t.Helper()
	w := &oracle.World{Rates: domain.ExchangeRates{"USD": decimal.NewFromInt(1), "JPY": decimal.NewFromInt(150)},
		Visible: map[domain.NotificationID]bool{1: true}}
	for id := domain.AccountID(1); id <= 4; id++ {
		w.Accounts = append(w.Accounts, &oracle.Account{ID: id, Parent: id - 1, Level: int(id) - 1, Currency: "USD",
			Status: domain.Active, Templates: []int{0}, Shop: oracle.NewShop()})
	}
	provider, direct, lower, unit := w.Accounts[0], w.Accounts[1], w.Accounts[2], w.Accounts[3]
	provider.Status, provider.Templates = "", nil
	lower.Currency, unit.Parent, unit.Level = "JPY", 1, 1
	unit.Switches = domain.Switches{OperatingUnit: true, DisablePrices: true}
	w.Templates = []*domain.Template{template(1, "New", []domain.PlanID{1, 2})}
	w.Make(provider, catalogBefore())
	w.Synchronize(click(w, domain.AllOptions(), domain.Overwrite))
	for _, a := range []*oracle.Account{direct, lower, unit} {
		ownValues(w, a)
	}
	w.Make(provider, catalogAfter())
	w.Templates = []*domain.Template{template(2, "Fresh", []domain.PlanID{1, 3})}
	maps.Copy(w.Visible, map[domain.NotificationID]bool{2: true})
	return w
}

func template(version int, status string, plans []domain.PlanID) *domain.Template {
	return &domain.Template{ID: 1, Account: 1, Version: version, Active: true, Delegated: plans,
		OrderFlow:  &domain.OrderFlow{ID: 1, Transitions: []domain.Transition{{OrderType: "Sales", From: status, To: "Done"}}},
		Privileges: &domain.PrivilegeSet{List: domain.Privileges()[version-1:]},
		Terms:      &domain.Terms{Acceptance: status, Documents: []domain.Document{{ID: int64(version), Name: "Terms"}}}}
}

func amount(units int64) domain.Price { return domain.Amount(decimal.NewFromInt(units)) }

func fees(units int64) domain.Fees {
	var fees domain.Fees
	for i := range fees {
		fees[i] = amount(units)
	}
	return fees
}

func rate(resource domain.ResourceID, units int64, limits domain.Limits, periods ...domain.PeriodID) domain.Rate {
	prices := domain.RatePrices{amount(units), amount(units), amount(units), amount(units)}
	r := domain.Rate{Resource: resource, Included: limits.Included, Minimum: limits.Minimum, Maximum: limits.Maximum}
	r.Prices = []domain.PriceRow{{Prices: prices}, {From: units, Prices: prices}}
	for _, period := range periods {
		r.Prices = append(r.Prices, domain.PriceRow{Period: period, Prices: prices})
	}
	return r
}

// catalogBefore is what was delivered: two plans, one of which will be withdrawn.
func catalogBefore() *domain.Catalog {
	limits := domain.Limits{Included: 5, Minimum: 1, Maximum: 10}
	mail := &domain.Plan{ID: 1, Name: "Mail", Published: true, PlanCategory: 21, SalesCategories: []domain.CategoryID{12}, Schedule: 31,
		Periods: []domain.Period{{ID: 1, Active: true, Fees: fees(10), Schedule: 31}},
		Rates:   []domain.Rate{rate(1, 2, limits, 1), rate(2, 2, limits)}}
	web := &domain.Plan{ID: 2, Name: "Web", Published: true, PlanCategory: 21, SalesCategories: []domain.CategoryID{13},
		Periods: []domain.Period{{ID: 2, Active: true, Fees: fees(20)}}}
	return &domain.Catalog{Plans: []*domain.Plan{mail, web},
		Categories: &domain.Categories{
			Sales:    []domain.SalesCategory{{ID: 11, Name: "Office"}, {ID: 12, Name: "Mail", Parent: 11}, {ID: 13, Name: "Web"}},
			Plan:     []domain.PlanCategory{{ID: 21, Name: "Software"}},
			Resource: []domain.ResourceCategory{{ID: 41, Name: "Storage", Resources: []domain.ResourceID{1, 2}}}},
		Schedules: &domain.Schedules{List: []domain.Schedule{{ID: 31, Details: []domain.ScheduleDetail{{Template: 1}, {Template: 3}}}}}}
}

// catalogAfter differs from catalogBefore in everything that a box covers.
func catalogAfter() *domain.Catalog {
	limits := domain.Limits{Included: 20, Minimum: 10, Maximum: 30}
	mail := &domain.Plan{ID: 1, Name: "Post", Short: "Letters", Published: false, AutoRenew: true, RenewPeriod: 3, UsageStatistics: true, PlanCategory: 22, SalesCategories: []domain.CategoryID{14},
		Schedule: 32, Upgrades: []domain.Upgrade{{To: 3, Fee: amount(1)}},
		Periods: []domain.Period{{ID: 1, RefundDays: 14, Fees: fees(11), Schedule: 32}, {ID: 3, Active: true, Fees: fees(30), Schedule: 33}},
		Rates:   []domain.Rate{rate(1, 3, limits, 1, 3), rate(3, 4, limits, 3)}}
	web := catalogBefore().Plans[1]
	doc := &domain.Plan{ID: 3, Name: "Doc", Published: true, PlanCategory: 22, SalesCategories: []domain.CategoryID{14},
		Upgrades: []domain.Upgrade{{To: 1, Fee: amount(1)}},
		Periods:  []domain.Period{{ID: 4, Active: true, Fees: fees(40)}}, Rates: []domain.Rate{rate(3, 4, limits)}}
	return &domain.Catalog{Plans: []*domain.Plan{mail, web, doc},
		Categories: &domain.Categories{
			Sales: []domain.SalesCategory{{ID: 11, Name: "Bureau", Display: true}, {ID: 12, Name: "Mail", Parent: 11}, {ID: 13, Name: "Web"},
				{ID: 14, Name: "All", Parent: 11, Display: true}},
			Plan:     []domain.PlanCategory{{ID: 21, Name: "Programs"}, {ID: 22, Name: "Services"}},
			Resource: []domain.ResourceCategory{{ID: 41, Name: "Space", Resources: []domain.ResourceID{1}}, {ID: 42, Resources: []domain.ResourceID{2, 3}}}},
		Schedules: &domain.Schedules{List: []domain.Schedule{
			{ID: 31, Name: "Later", Details: []domain.ScheduleDetail{{Template: 2}, {Template: 3}}},
			{ID: 32, Details: []domain.ScheduleDetail{{Template: 1}}}, {ID: 33, Details: []domain.ScheduleDetail{{Template: 3}}}}}}
}

// ownValues gives a reseller an own value of every kind that some box rewrites or respects.
func ownValues(w *oracle.World, a *oracle.Account) {
	for _, own := range []struct {
		key  domain.Key
		text string
	}{
		{domain.FeeKey(1, 1, domain.RecurringFee), "15"},
		{domain.PriceKey(1, 1, domain.PriceRow{}, domain.RecurringPrice), "6"},
		{domain.PriceKey(1, 2, domain.PriceRow{From: 2}, domain.SetupPrice), "7"},
		{domain.Key{Field: domain.FieldIncluded, Plan: 1, Resource: 1}, "7"},
		{domain.Key{Field: domain.FieldPublished, Plan: 2}, domain.No},
		{domain.Key{Field: domain.FieldShort, Plan: 1}, "Mine"},
	} {
		if !w.Set(a, own.key, own.text) {
			panic(fmt.Sprint("refused: ", own.key)) // the world is made so that it is not
		}
	}
	decimals := strconv.Itoa(int(a.Currency.Exponent()))
	for key, rule := range map[domain.Key]string{domain.FeeRuleKey(0, 0): "20 0 unit ", domain.RateRuleKey(1, 0): "-10 1 unit ", domain.FeeRuleKey(0, 21): "0 1 unit "} {
		if !w.Rule(a, key, rule+decimals) {
			panic(fmt.Sprint("refused: ", key))
		}
	}
}
