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
	s := newSumming(in)
	after := map[AccountID]State{}
	for _, r := range results {
		if r.Target.Skip == "" {
			after[r.Target.Account] = r.After
		}
	}
	moves := make([]sumsMove, 0, len(after))
	for i := range results {
		r := &results[i]
		if r.Target.Skip != "" {
			continue
		}
		vendor := in.Vendors[r.Target.Vendor]
		then, ran := after[r.Target.Vendor]
		if !ran {
			then = vendor.State
		}
		moves = append(moves, sumsMove{&r.Target, s.sum(r.Target.Before, vendor, r.Target.Currency),
			s.sum(r.After, VendorState{then, vendor.Currency}, r.Target.Currency)})
	}
	return moneyFrom(moves)
}

// sumsMove is a MarginMove that is still calculated with.
type sumsMove struct {
	target        *Target
	before, after moneySums
}

func (m sumsMove) move() MarginMove {
	return MarginMove{m.target.Account, m.target.Level, m.target.Currency, m.before.money(), m.after.money()}
}

// points is MarginMove.Points.
func (m sumsMove) points() (decimal.Decimal, bool) {
	was, had := m.before.percent()
	is, has := m.after.percent()
	return is.Sub(was), had && has
}

// moneyFrom adds up what is moved.
func moneyFrom(moves []sumsMove) (m Money) {
	type group struct {
		currency Currency
		level    int
	}
	type sums struct {
		resellers     int
		before, after moneySums
	}
	rows := map[group]sums{}
	for _, one := range moves {
		of := group{one.target.Currency, one.target.Level}
		row := rows[of]
		rows[of] = sums{row.resellers + 1, row.before.plus(one.before), row.after.plus(one.after)}
	}
	for of, row := range rows {
		m.Rows = append(m.Rows, MoneyMove{of.currency, of.level, row.resellers, row.before.money(), row.after.money()})
	}
	slices.SortFunc(m.Rows, func(a, b MoneyMove) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Level, b.Level))
	})
	m.Up, m.Down = mostMoved(moves)
	return m
}

// mostMoved are those whose margin goes up, and those whose margin goes down, by most, the most first, then by account.
func mostMoved(moves []sumsMove) (up, down []MarginMove) {
	type moved struct {
		*sumsMove
		points decimal.Decimal
	}
	found := map[int][]moved{}
	for m, points := range pointsOf(moves) {
		found[points.Sign()] = append(found[points.Sign()], moved{m, points.Abs()})
	}
	most := func(found []moved) []MarginMove {
		slices.SortFunc(found, func(a, b moved) int {
			return cmp.Or(b.points.Cmp(a.points), cmp.Compare(a.target.Account, b.target.Account))
		})
		list := make([]MarginMove, 0, MarginMovesShown)
		for _, m := range found[:min(len(found), MarginMovesShown)] {
			list = append(list, m.move())
		}
		return list
	}
	return most(found[1]), most(found[-1])
}

// pointsOf are the moves that have points, with them. They are calculated once for all who have the same sums.
func pointsOf(moves []sumsMove) iter.Seq2[*sumsMove, decimal.Decimal] {
	type sums struct{ before, after moneySums }
	type points struct {
		decimal.Decimal
		known bool
	}
	made := map[sums]points{}
	return func(yield func(*sumsMove, decimal.Decimal) bool) {
		for i := range moves {
			m := &moves[i]
			of := sums{m.before, m.after}
			is, already := made[of]
			if !already {
				is.Decimal, is.known = m.points()
				made[of] = is
			}
			if is.known && !yield(m, is.Decimal) {
				return
			}
		}
	}
}
