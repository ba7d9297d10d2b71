package domain

import (
	"cmp"
	"iter"
	"slices"

	"github.com/shopspring/decimal"
)

// This file sums up what a run moves in money: recurring prices, what they cost, and what remains.

// MarginMovesShown is how many resellers are named whose margin goes up, and how many whose margin goes down.
const MarginMovesShown = 10

// MoneySum is the sum of the recurring prices of what was delegated and is on sale, and of what they cost, in one currency. What has no
// cost, or no price, is in neither.
type MoneySum struct{ Price, Cost decimal.Decimal }

// Margin is what remains of the prices.
func (s MoneySum) Margin() decimal.Decimal { return s.Price.Sub(s.Cost) }

// Percent is the margin in percent of the prices with one decimal, half away from zero; false where the prices are zero.
func (s MoneySum) Percent() (decimal.Decimal, bool) { return Margin(Amount(s.Price), Amount(s.Cost)) }

func (s MoneySum) plus(other MoneySum) MoneySum {
	return MoneySum{s.Price.Add(other.Price), s.Cost.Add(other.Cost)}
}

func (s MoneySum) minus(other MoneySum) MoneySum {
	return MoneySum{s.Price.Sub(other.Price), s.Cost.Sub(other.Cost)}
}

func (s MoneySum) times(n int64) MoneySum {
	return MoneySum{s.Price.Mul(decimal.NewFromInt(n)), s.Cost.Mul(decimal.NewFromInt(n))}
}

// MoneyMove is what resellers of one currency and level have before a run, and after it.
type MoneyMove struct {
	Currency      Currency
	Level         int
	Resellers     int
	Before, After MoneySum
}

// MarginMove is what one reseller has before a run, and after it.
type MarginMove struct {
	Account       AccountID
	Level         int
	Currency      Currency
	Before, After MoneySum
}

// Points is by how many points the margin in percent moves; false where there is none before or after.
func (m MarginMove) Points() (decimal.Decimal, bool) {
	was, had := m.Before.Percent()
	is, has := m.After.Percent()
	return is.Sub(was), had && has
}

// Money is what a run moves in money. Currencies are never added up.
type Money struct {
	Rows     []MoneyMove  // by currency and level
	Up, Down []MarginMove // the resellers whose margin moves most, at most MarginMovesShown each
}

// MoneyOf sums up what the results of a run come to, of all whom it does not pass by: costs are those of the vendor before the run and after
// their own part of it, at today's rate. Catalogs that resellers share are summed up once.
func MoneyOf(in Input, results []Result) Money {
	s := summing{newShared(in), map[deal]MoneySum{}, map[planBought]boughtPlan{}}
	after := map[AccountID]State{}
	for _, r := range results {
		if r.Target.Skip == "" {
			after[r.Target.Account] = r.After
		}
	}
	moves := make([]MarginMove, 0, len(after))
	for _, r := range results {
		if r.Target.Skip != "" {
			continue
		}
		vendor := in.Vendors[r.Target.Vendor]
		then, ran := after[r.Target.Vendor]
		if !ran {
			then = vendor.State
		}
		move := MarginMove{Account: r.Target.Account, Level: r.Target.Level, Currency: r.Target.Currency}
		move.Before = s.sum(r.Target.Before, vendor, move.Currency)
		move.After = s.sum(r.After, VendorState{then, vendor.Currency}, move.Currency)
		moves = append(moves, move)
	}
	return moneyFrom(moves)
}

// moneyFrom adds up what is moved. What many have alike is added once, times how many they are: see summing.sum.
func moneyFrom(moves []MarginMove) (m Money) {
	type group struct {
		currency Currency
		level    int
	}
	type alike struct {
		group
		before, after MoneySum
	}
	many, rows := map[alike]int64{}, map[group]*MoneyMove{}
	for i := range moves {
		one := &moves[i]
		many[alike{group{one.Currency, one.Level}, one.Before, one.After}]++
	}
	for one, n := range many {
		row := rows[one.group]
		if row == nil {
			row = &MoneyMove{Currency: one.currency, Level: one.level}
			rows[one.group] = row
		}
		row.Resellers += int(n)
		row.Before, row.After = row.Before.plus(one.before.times(n)), row.After.plus(one.after.times(n))
	}
	for _, row := range rows {
		m.Rows = append(m.Rows, *row)
	}
	slices.SortFunc(m.Rows, func(a, b MoneyMove) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Level, b.Level))
	})
	m.Up, m.Down = mostMoved(moves)
	return m
}

// mostMoved are those whose margin goes up, and those whose margin goes down, by most, the most first, then by account.
func mostMoved(moves []MarginMove) (up, down []MarginMove) {
	type moved struct {
		*MarginMove
		points decimal.Decimal
	}
	found := map[int][]moved{}
	for m, points := range pointsOf(moves) {
		found[points.Sign()] = append(found[points.Sign()], moved{m, points.Abs()})
	}
	most := func(found []moved) []MarginMove {
		slices.SortFunc(found, func(a, b moved) int { return cmp.Or(b.points.Cmp(a.points), cmp.Compare(a.Account, b.Account)) })
		list := make([]MarginMove, 0, MarginMovesShown)
		for _, m := range found[:min(len(found), MarginMovesShown)] {
			list = append(list, *m.MarginMove)
		}
		return list
	}
	return most(found[1]), most(found[-1])
}

// pointsOf are the moves that have points, with them. They are calculated once for all who have the very same sums.
func pointsOf(moves []MarginMove) iter.Seq2[*MarginMove, decimal.Decimal] {
	type sums struct{ before, after MoneySum }
	type points struct {
		decimal.Decimal
		known bool
	}
	made := map[sums]points{}
	return func(yield func(*MarginMove, decimal.Decimal) bool) {
		for i := range moves {
			m := &moves[i]
			of := sums{m.Before, m.After}
			is, already := made[of]
			if !already {
				is.Decimal, is.known = m.Points()
				made[of] = is
			}
			if is.known && !yield(m, is.Decimal) {
				return
			}
		}
	}
}

// summing is one pass over the results of a run.
type summing struct {
	shared   *shared
	catalogs map[deal]MoneySum
	plans    map[planBought]boughtPlan
}

// planBought is a plan that a reseller sells, and that of their vendor with the prices as the reseller pays them.
type planBought struct{ sold, paid *Plan }

// sum is what a reseller has: once for all to whom the same was delivered, and anew in the plans on which they or their vendor have own values.
func (s summing) sum(state State, vendor VendorState, to Currency) MoneySum {
	own := vendor.Own
	if state.Own.hasRules() || own.hasRules() {
		return s.delivered(state, s.shared.catalog(state), s.shared.seller(vendor.State), vendor.Currency, to)
	}
	sells := s.shared.seller(vendor.State)
	plain := sells.without()
	key := deal{before: state.Delivered, terms: terms{before: plain, from: vendor.Currency, to: to}}
	sum, known := s.catalogs[key]
	if !known {
		sum = s.delivered(state, orEmpty(state.Delivered), plain, vendor.Currency, to)
		s.catalogs[key] = sum
	}
	for _, id := range layerPlans(state.Own, own) {
		delivered := orEmpty(state.Delivered).Plan(id)
		if delivered == nil {
			continue
		}
		sum = sum.minus(s.plan(delivered, s.shared.paid(s.shared.sold(plain, id), vendor.Currency, to)))
		sum = sum.plus(s.over(state.Own.Layer(id), delivered, s.shared.paid(s.shared.sold(sells, id), vendor.Currency, to)))
	}
	return sum
}

// delivered sums up the plans of a catalog that were delivered.
func (s summing) delivered(state State, sells *Catalog, vendor seller, from, to Currency) (sum MoneySum) {
	for _, p := range orEmpty(state.Delivered).Plans {
		sum = sum.plus(s.plan(sells.Plan(p.ID), s.shared.paid(s.shared.sold(vendor, p.ID), from, to)))
	}
	return sum
}

// over sums up a delivered plan with own values over it. Own prices alone that stand over prices which are set change what is on sale in
// nothing, and take no copy of the plan.
func (s summing) over(layer *Layer, delivered, paid *Plan) MoneySum {
	if !layer.setsOnlyPrices() || slices.ContainsFunc(orZero(layer).Values, func(v Override) bool {
		price := delivered.price(v.Key)
		return price == nil || !price.IsSet() || v.Value == ""
	}) {
		return s.plan(layer.over(delivered), paid)
	}
	bought := s.bought(delivered, paid)
	sum := bought.MoneySum
	if !bought.on {
		return sum
	}
	var more priceSum
	for _, own := range orZero(layer).Values {
		if !own.Key.recurring() || !delivered.sells(own.Key.Period) {
			continue
		}
		if cost := paid.price(own.Key); cost != nil && cost.IsSet() {
			more.add(Price{own.Value}, 1)
			more.add(*delivered.price(own.Key), -1)
		}
	}
	sum.Price = sum.Price.Add(more.sum())
	return sum
}

// plan sums up a plan, nil for none, beside what its vendor sells it at.
func (s summing) plan(sold, paid *Plan) MoneySum { return s.bought(sold, paid).MoneySum }

// boughtPlan is what a plan comes to, and whether it is bought and on sale.
type boughtPlan struct {
	MoneySum
	on bool
}

func (s summing) bought(sold, paid *Plan) (sum boughtPlan) {
	if paid == nil || sold == nil {
		return sum
	}
	key := planBought{sold, paid}
	if sum, known := s.plans[key]; known {
		return sum
	}
	if sum.on = onSale(sold); sum.on {
		sum.MoneySum = recurringOf(sold, paid)
	}
	s.plans[key] = sum
	return sum
}

// recurringOf sums up the recurring prices of a plan that is on sale, where its vendor has such a price, too.
func recurringOf(sold, paid *Plan) MoneySum {
	var price, cost priceSum
	for at, prices := range sold.rows() {
		costs, recurring := paid.pricesAt(at), int(RecurringFee)
		if at.resource != 0 {
			recurring = int(RecurringPrice)
		}
		if costs == nil || !sold.sells(at.period) || !prices[recurring].IsSet() || !costs[recurring].IsSet() {
			continue
		}
		price.add(prices[recurring], 1)
		cost.add(costs[recurring], 1)
	}
	return MoneySum{price.sum(), cost.sum()}
}

// onSale reports whether a plan is there, not disabled and not held; whether it is published does not matter, as in rule G6.
func onSale(p *Plan) bool { return p != nil && !p.Disabled && !p.Held() }

// recurring reports whether the key is of a recurring fee or of the recurring price of a resource.
func (k Key) recurring() bool {
	return k.Field == RecurringFee.Field() || k.Field == RecurringPrice.Field()
}
