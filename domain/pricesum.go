package domain

import (
	"math"

	"github.com/shopspring/decimal"
)

// priceSum adds up many prices: in millionths as long as these fit into an integer, in decimals beyond that.
type priceSum struct {
	millionths int64
	rest       decimal.Decimal
}

// add adds a price so many times, once or minus once.
func (t *priceSum) add(p Price, times int64) {
	amount, exact := p.millionths()
	if !exact {
		t.rest = t.rest.Add(p.Decimal().Mul(decimal.NewFromInt(times)))
		return
	}
	if t.millionths > math.MaxInt64-mostMillionths || t.millionths < math.MinInt64+mostMillionths {
		*t = priceSum{rest: t.sum()}
	}
	t.millionths += times * amount
}

// plus adds another sum, once or minus once.
func (t priceSum) plus(other priceSum, times int64) priceSum {
	if !t.exact() || !other.exact() {
		return priceSum{rest: t.sum().Add(other.sum().Mul(decimal.NewFromInt(times)))}
	}
	return priceSum{millionths: t.millionths + times*other.millionths}
}

// exact reports whether the sum is a number of millionths that can be doubled.
func (t priceSum) exact() bool {
	return t.rest == decimal.Decimal{} && max(t.millionths, -t.millionths) < math.MaxInt64/2
}

// sum is what was added.
func (t priceSum) sum() decimal.Decimal { return decimal.New(t.millionths, -6).Add(t.rest) }
