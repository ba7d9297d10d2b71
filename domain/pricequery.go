package domain

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// This file finds the lines of a price list that somebody asks for, page by page.

// PriceQuery asks for some lines of a price list. What is zero asks for nothing.
type PriceQuery struct {
	Search   string     // in the ids and names of plans, also those of price lists, and in the names of periods and resources, whatever the case
	Plan     PlanID     // of this plan
	Category CategoryID // of plans in this sales category or below it, or in this plan category
	Group    CategoryID // of resources in this resource category
	Kind     Field      // of this kind of price
	Of       Object     // fees of periods (ObjectPeriod), or prices of resources (ObjectRate)
	Only     PriceFilter
	Below    decimal.NullDecimal // with a margin below so many percent of the price, or given away
	Since    bool                // that are not as they were in PriceList.Then
	Keys     []Key               // these ones, sorted by SortKeys; nil: all

	After, Before Key // those behind this one, or before it: a page begins or ends there
	Limit         int // lines of a page; zero: all
}

// PriceFilter leaves lines of one state.
type PriceFilter string

// The filters. A provider has no own prices, rules or costs.
const (
	OwnPrices    PriceFilter = "own"
	RulePrices   PriceFilter = "rule"
	BelowCost    PriceFilter = "below_cost"
	OwnBelowCost PriceFilter = "own_below_cost"
	PricesNotSet PriceFilter = "not_set"
	NotPassedOn  PriceFilter = "not_passed_on"
	NotZero      PriceFilter = "not_zero" // set, and not 0.00
)

// PricePage are the lines of a page of a price list.
type PricePage struct {
	Lines []PriceLine
	First int // the place of the first one among all that match, from 1
	Total int // how many match
}

// HasBefore reports whether lines come before the page.
func (p PricePage) HasBefore() bool { return p.First > 1 }

// HasAfter reports whether lines follow the page.
func (p PricePage) HasAfter() bool { return p.First-1+len(p.Lines) < p.Total }

// Page returns the lines that match, of a page only where the query says so. Costs are worked out for those that are asked about alone.
func (l PriceList) Page(q PriceQuery) PricePage {
	page := PricePage{First: 1}
	before := q.Before != Key{}
	for line := range l.matching(q) {
		page.Total++
		switch {
		case !before && q.After != (Key{}) && compareLines(line, q.After) <= 0:
			page.First++
		case before && compareLines(line, q.Before) >= 0:
		case before && len(page.Lines) == q.Limit:
			page.Lines = append(slices.Delete(page.Lines, 0, 1), line)
			page.First++
		case q.Limit == 0 || len(page.Lines) < q.Limit:
			page.Lines = append(page.Lines, line)
		}
	}
	if len(page.Lines) == 0 && page.Total > 0 { // what the page began behind was the last, and went
		q.After, q.Before = Key{}, Key{}
		return l.Page(q)
	}
	for i := range page.Lines {
		page.Lines[i].Cost = l.cost(page.Lines[i])
		page.Lines[i].Rule, _ = l.State.Rule(page.Lines[i].Key)
	}
	return page
}

// Lines are the lines that match on all pages, with their costs, one after the other.
func (l PriceList) Lines(q PriceQuery) iter.Seq[PriceLine] {
	return func(yield func(PriceLine) bool) {
		for line := range l.matching(q) {
			line.Cost = l.cost(line)
			if !yield(line) {
				return
			}
		}
	}
}

// compareLines says where a line stands: before the key, at it or behind it. The order within a plan is that of its pages; where the key
// is none of the plan's any more, all of the plan stands behind it.
func compareLines(line PriceLine, key Key) int {
	if line.Plan.ID != key.Plan {
		return cmp.Compare(line.Plan.ID, key.Plan)
	}
	at, of := -1, 0
	i := 0
	for k := range line.Plan.Prices() {
		if k == line.Key {
			of = i
		}
		if k == key {
			at = i
		}
		i++
	}
	return cmp.Compare(of, at)
}

// matching are the lines that a query asks for, on whatever page, without their costs.
func (l PriceList) matching(q PriceQuery) iter.Seq[PriceLine] {
	q.Search = strings.ToLower(q.Search)
	categories := l.Sold.below(q.Category)
	group := l.Sold.grouped(q.Group)
	return func(yield func(PriceLine) bool) {
		for _, p := range l.Sold.Plans {
			if q.Plan != 0 && q.Plan != p.ID || q.Category != 0 && !p.within(categories) {
				continue
			}
			named := q.Search == "" || strings.Contains(strings.ToLower(p.Name), q.Search) || strings.Contains(idText(p.ID), q.Search)
			named = named || p.Article.contains(q.Search)
			for key, price := range p.Prices() {
				if q.Kind != "" && q.Kind != key.Field || q.Of != "" && (q.Of == ObjectRate) != (key.Resource != 0) || group != nil && !group[key.Resource] || !named && !l.names(p, key, q.Search) ||
					!l.selects(q, p, key, price) {
					continue
				}
				if !yield(l.line(p, key, price)) {
					return
				}
			}
		}
	}
}

// names reports whether the period or the resource of a price is called so.
func (l PriceList) names(p *Plan, key Key, search string) bool {
	if period := p.Period(key.Period); period != nil && (strings.Contains(strings.ToLower(period.Label()), search) || period.Article.contains(search)) {
		return true
	}
	return key.Resource != 0 && strings.Contains(strings.ToLower(l.Names.Resources[key.Resource]), search)
}

// selects reports whether a price is in the state that is asked for.
func (l PriceList) selects(q PriceQuery, p *Plan, key Key, price Price) bool {
	if q.Keys != nil {
		if _, asked := slices.BinarySearchFunc(q.Keys, key, compareKeys); !asked {
			return false
		}
	}
	if q.Since {
		if was, had := l.then(key); had && was == price {
			return false
		}
	}
	switch q.Only {
	case OwnPrices, OwnBelowCost:
		if l.delivered(p.ID) == nil || !l.State.owns(key) {
			return false
		}
	case RulePrices:
		if ruled, is := l.State.Rule(key); !is || ruled.Why != "" || l.State.owns(key) {
			return false
		}
	case PricesNotSet:
		if price.IsSet() {
			return false
		}
	case NotPassedOn:
		if !l.behind(key) {
			return false
		}
	case NotZero:
		if !price.IsSet() || price.IsZero() {
			return false
		}
	}
	below := q.Only == BelowCost || q.Only == OwnBelowCost
	if !below && !q.Below.Valid {
		return true
	}
	line := l.line(p, key, price)
	line.Cost = l.cost(line)
	if below && !line.BelowCost() {
		return false
	}
	margin, known := Margin(line.Price, line.Cost)
	return !q.Below.Valid || known && margin.LessThan(q.Below.Decimal) || line.GivenAway()
}

// behind reports whether some reseller does not have the price, alone or with what it belongs to.
func (l PriceList) behind(key Key) bool {
	return l.Behind[key] || slices.ContainsFunc(owners(key), func(whole Key) bool { return l.Behind[whole] })
}

func (l PriceList) then(key Key) (Price, bool) {
	plan := orEmpty(l.Then).Plan(key.Plan)
	if plan == nil {
		return Price{}, false
	}
	return plan.Price(key)
}

// Decimals is how many decimals the price at key may have in a currency (rule G14).
func (l PriceList) Decimals(key Key, c Currency) int32 {
	if key.Resource == 0 {
		return c.Exponent()
	}
	return c.RateDecimals(!l.Unmeasured[key.Resource])
}

// within reports whether the plan stands in one of the categories.
func (p *Plan) within(categories map[CategoryID]bool) bool {
	return categories[p.PlanCategory] || slices.ContainsFunc(p.SalesCategories, func(id CategoryID) bool { return categories[id] })
}

// Within says of plans of the catalog whether they stand in a sales category or below it, or in a plan category.
func (c *Catalog) Within(category CategoryID) func(*Plan) bool {
	all := c.below(category)
	return func(p *Plan) bool { return p.within(all) }
}

// below are a category and the sales categories that stand below it, at whatever depth.
func (c *Catalog) below(id CategoryID) map[CategoryID]bool {
	all := map[CategoryID]bool{id: true}
	if c.Categories == nil || id == 0 {
		return all
	}
	for _, s := range topDown(c.Categories.Sales) {
		if all[s.Parent] {
			all[s.ID] = true
		}
	}
	return all
}

// grouped are the resources in a resource category; nil for none.
func (c *Catalog) grouped(id CategoryID) map[ResourceID]bool {
	if id == 0 {
		return nil
	}
	in := map[ResourceID]bool{}
	if c.Categories != nil {
		for _, r := range c.Categories.Resource {
			for _, resource := range r.Resources {
				in[resource] = in[resource] || r.ID == id
			}
		}
	}
	return in
}
