package pages

import (
	"cmp"
	"maps"
	"slices"

	"tiersync/domain"
)

// This file tells of prices that are looked for by what they cost, plan by plan: those that are counted at resellers, whatever became of them.

// PricedCount is how many prices are looked for by what they cost, at how many resellers.
type PricedCount struct{ Prices, Resellers int }

// Add counts those of one more reseller who has some.
func (c *PricedCount) Add(prices int) {
	if prices > 0 {
		c.Prices, c.Resellers = c.Prices+prices, c.Resellers+1
	}
}

// TooMany reports whether so many are not put together by plan: at a reseller with a thousand plans it takes some milliseconds to find out which
// they are.
func (c PricedCount) TooMany() bool { return c.Prices > 100_000 || c.Resellers > 300 }

// ErrTooManyPriced refuses a file of prices of which there are [PricedCount.TooMany].
var ErrTooManyPriced = domain.Invalid("These are too many prices for a file by plan. The file by reseller has them all.")

// AtResellers is the query for all those at whom there is what a query looks for at a level and in a currency, whatever it searches.
func (q RunQuery) AtResellers() RunQuery {
	q.Search, q.Finding = "", Finding{Level: q.Level, Currency: q.Currency}
	return q
}

// PricedPlans puts together what the lines of resellers say of such prices.
type PricedPlans struct {
	find   Finding
	search string
	names  domain.Names
	lines  []RunLines
}

// NewPricedPlans narrows prices to what a query looks for.
func NewPricedPlans(q RunQuery) *PricedPlans {
	return &PricedPlans{find: q.Finding, search: q.Search, names: domain.NamesOf()}
}

// Add takes one reseller's prices.
func (p *PricedPlans) Add(lines RunLines) error {
	p.lines = append(p.lines, RunLines{Reseller: lines.Reseller, Prices: lines.Prices})
	for _, m := range lines.Prices {
		for _, id := range append(domain.ParseIDs[domain.PlanID](m.Key.Name), m.Key.Plan) {
			p.names.Plans[id] = lines.Names.Plans[id]
		}
		p.names.Periods[m.Key.Period] = lines.Names.Periods[m.Key.Period]
		p.names.Resources[m.Key.Resource] = lines.Names.Resources[m.Key.Resource]
	}
	return nil
}

// Names are those of what the prices are of.
func (p *PricedPlans) Names() domain.Names { return p.names }

// priceCase tells prices apart that are alike at several resellers.
type priceCase struct {
	domain.CostMove
	domain.Currency
}

// Plans are the plans of the prices, by id, with the resellers of each price in their order: of those whom the search finds all that is looked for, of
// others what it finds.
func (p *PricedPlans) Plans(order, found map[domain.AccountID]int) (plans []RunPlan) {
	search := newValueSearch(p.search, p.names)
	lets := func(r RunReseller, m domain.CostMove) bool {
		_, named := found[r.Account]
		return p.find.ofPlan(m.Key.Plan) && (p.find.Key == domain.Key{} || p.find.Key == m.Key) &&
			(named || search.findsPlan(m.Key.Plan) || search.finds(m.Key, m.Before.String(), m.Price.String()))
	}
	slices.SortStableFunc(p.lines, func(a, b RunLines) int { return cmp.Compare(order[a.Reseller.Account], order[b.Reseller.Account]) })
	values, at := map[domain.PlanID]*RunPlan{}, map[domain.Key]int{}
	cases := map[priceCase]int{}
	for _, lines := range p.lines {
		counted := map[domain.PlanID]bool{}
		for _, m := range lines.Prices {
			if !lets(lines.Reseller, m) {
				continue
			}
			plan := values[m.Key.Plan]
			if plan == nil {
				plan = &RunPlan{Plan: m.Key.Plan}
				values[m.Key.Plan] = plan
			}
			if !counted[m.Key.Plan] {
				counted[m.Key.Plan] = true
				plan.Resellers++
			}
			plan.add(m, lines.Reseller, at, cases)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(values)) {
		plan := values[id]
		plan.Total = len(plan.Values)
		for _, v := range plan.Values {
			slices.SortStableFunc(v.Cases, func(a, b PlanCase) int { return cmp.Compare(b.Resellers, a.Resellers) })
		}
		plans = append(plans, *plan)
	}
	return plans
}

// add counts a price of a reseller in a plan. at are the places of values in their plans, and cases those of cases in their values.
func (p *RunPlan) add(m domain.CostMove, r RunReseller, at map[domain.Key]int, cases map[priceCase]int) {
	i, known := at[m.Key]
	if !known {
		i = len(p.Values)
		at[m.Key], p.Values = i, append(p.Values, PlanValue{Key: m.Key})
	}
	v, key := &p.Values[i], priceCase{m, r.Currency}
	k, known := cases[key]
	if !known {
		k = len(v.Cases)
		cases[key], v.Cases = k, append(v.Cases, PlanCase{Outcome: domain.Outcome{Key: m.Key}, Price: m, Currency: r.Currency})
	}
	c := &v.Cases[k]
	c.Resellers++
	c.First = append(c.First, r)
}

// FirstOnly leaves of the resellers of each case so many.
func (p RunPlan) FirstOnly(most int) {
	for _, v := range p.Values {
		for i, c := range v.Cases {
			v.Cases[i].First = c.First[:min(len(c.First), most)]
		}
	}
}
