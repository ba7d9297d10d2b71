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

// sum is what was added.
func (t priceSum) sum() decimal.Decimal { return decimal.New(t.millionths, -6).Add(t.rest) }
