package domain

import (
	"slices"

	"github.com/shopspring/decimal"
)

// This file makes new prices from others: for some lines of a price list, by one calculation.

// Calculation says how a new price is made, in this order: the base, percent, amount, rounding, bounds. Where a bound moves the result it is
// rounded again, away from the bound, so that both hold.
type Calculation struct {
	MSRP     bool // it makes the MSRP; else the price
	Base     PriceBase
	Rate     decimal.Decimal // of VendorPrice: units of the vendor's currency for one of theirs
	Percent  decimal.Decimal
	Margin   bool            // the base is what is paid, and Percent what is to remain of the price; else Percent of the base is added
	Amount   decimal.Decimal // added
	Rounding Rounding
	NotBelow bool  // never below cost
	AtMost   Price // not set: no bound
}

// PriceBase is the price from which another is made.
type PriceBase string

// The bases: the price itself, what the vendor takes today, what was delivered, what the vendor suggests. A base that is not set leaves a price as it is.
const (
	FromPrice     PriceBase = "price" // as it is now
	FromCost      PriceBase = "cost"
	FromDelivered PriceBase = "delivered"
	FromMSRP      PriceBase = "msrp"
	FromVendor    PriceBase = "vendor" // the price of the vendor's vendor in their currency
)

// Rounding is how a result is rounded: to the nearest of the amounts that it names, half away from zero.
type Rounding string

// The roundings. What would round to zero stays as it is.
const (
	ToUnit    Rounding = "unit" // as many decimals as the price may have
	To5Cents  Rounding = "0.05"
	To10Cents Rounding = "0.10"
	To99      Rounding = "0.99" // 0.99, 1.99, ...
	To95      Rounding = "0.95"
	ToWhole   Rounding = "1"
	ToFive    Rounding = "5"
)

// roundingSteps are the amounts to which each rounding rounds: n times step, less a part.
var roundingSteps = map[Rounding]struct {
	step, less decimal.Decimal
	decimals   int32 // that the amounts have
}{
	To5Cents:  {decimal.New(5, -2), decimal.Zero, 2},
	To10Cents: {decimal.New(1, -1), decimal.Zero, 1},
	To99:      {decimal.New(1, 0), decimal.New(1, -2), 2},
	To95:      {decimal.New(1, 0), decimal.New(5, -2), 2},
	ToWhole:   {decimal.New(1, 0), decimal.Zero, 0},
	ToFive:    {decimal.New(5, 0), decimal.Zero, 0},
}

// Roundings are the roundings that amounts of a currency can have, in the order of forms.
func Roundings(c Currency) []Rounding {
	all := []Rounding{ToUnit, To5Cents, To10Cents, To99, To95, ToWhole, ToFive}
	return slices.DeleteFunc(all, func(r Rounding) bool { return roundingSteps[r].decimals > c.Exponent() })
}

// Left is why a calculation leaves a price as it is, in words.
type Left string

// The reasons. They are shown as they stand, and counted by.
const (
	LeftNoBase   Left = "what it is made from is not set"
	LeftFreeBase Left = "what it is made from is 0.00" // an MSRP of it would offer nothing else
	LeftBelow    Left = "the result is below zero"
	LeftZero     Left = "the result would round to zero"
	LeftNoCost   Left = "its cost is not known"
	LeftBounds   Left = "no amount that is rounded so is within its bounds"
	LeftNoMSRP   Left = "it was delivered, and has no MSRP"
	LeftTooLarge Left = "the result is too large"

	LeftNotDelivered Left = "no price was delivered"
	LeftFree         Left = "it was delivered at 0.00"
)

// mostPrice is what no price reaches: as many digits as a field takes.
var mostPrice = decimal.New(1, wholeDigits)

// Calculated is a line of a price list with what a calculation makes of it.
type Calculated struct {
	PriceLine
	Set Key   // what is set: the price or its MSRP
	Was Price // of what is set
	New Price
	Why Left // why it stays as it is; "" where New was made
}

// Changed reports whether the calculation makes another price than there is.
func (c Calculated) Changed() bool { return c.Why == "" && c.New != c.Was }

// Becomes is the line as it would be.
func (c Calculated) Becomes() PriceLine {
	line := c.PriceLine
	if c.Set == c.Key {
		line.Price = c.New
	}
	return line
}

// Calculate returns what a calculation makes of the lines that a query asks for, on whatever page, in a currency.
func (l PriceList) Calculate(q PriceQuery, c Calculation, currency Currency) []Calculated {
	var list []Calculated
	for line := range l.matching(q) {
		line.Cost = l.cost(line)
		made := Calculated{PriceLine: line, Set: line.Key, Was: line.Price}
		if c.MSRP {
			made.Set, made.Was = line.Suggested(), line.MSRP
		}
		made.New, made.Why = c.of(line, l.base(c, line), l.Decimals(line.Key, currency))
		list = append(list, made)
	}
	return list
}

// base is the price from which a calculation starts.
func (l PriceList) base(c Calculation, line PriceLine) Price {
	switch c.Base {
	case FromCost:
		return line.Cost
	case FromDelivered:
		return line.Delivered
	case FromMSRP:
		return line.MSRP
	case FromVendor:
		if line.Made {
			return Price{}
		}
		return l.Costs.Paid(line.Key)
	}
	return line.Price
}

// of makes a price of so many decimals from a base, or says why none.
func (c Calculation) of(line PriceLine, base Price, decimals int32) (Price, Left) {
	switch {
	case c.MSRP && !line.Made:
		return Price{}, LeftNoMSRP
	case !base.IsSet():
		return Price{}, LeftNoBase
	case c.MSRP && base.IsZero():
		return Price{}, LeftFreeBase
	case c.NotBelow && !line.Cost.IsSet() && !line.Made:
		return Price{}, LeftNoCost
	}
	return c.from(base.Decimal(), line, decimals)
}

// from makes a price of the amount that it starts from.
func (c Calculation) from(amount decimal.Decimal, line PriceLine, decimals int32) (Price, Left) {
	amount = c.exact(amount)
	if amount.IsNegative() {
		return Price{}, LeftBelow
	}
	return c.bounded(amount, line, decimals)
}

// exact is what percent and amount make of a base, before it is rounded. What is free stays so.
func (c Calculation) exact(amount decimal.Decimal) decimal.Decimal {
	if amount.IsZero() {
		return amount
	}
	if c.Base == FromVendor {
		amount = amount.Mul(c.Rate)
	}
	percent := c.Percent.Shift(-2)
	if c.Margin {
		amount = amount.DivRound(decimal.NewFromInt(1).Sub(percent), fractionDigits)
	} else {
		amount = amount.Add(amount.Mul(percent))
	}
	return amount.Add(c.Amount)
}

// bounded rounds an amount and keeps it within the bounds.
func (c Calculation) bounded(amount decimal.Decimal, line PriceLine, decimals int32) (Price, Left) {
	result := c.Rounding.round(amount, decimals, nearest)
	cost := line.Cost.Decimal()
	if c.NotBelow && result.LessThan(cost) {
		result = c.Rounding.round(cost, decimals, upwards)
	}
	if most := c.AtMost.Decimal(); c.AtMost.IsSet() && result.GreaterThan(most) {
		result = c.Rounding.round(most, decimals, downwards)
		if result.IsNegative() || c.NotBelow && result.LessThan(cost) {
			return Price{}, LeftBounds
		}
	}
	switch {
	case result.IsZero() && amount.IsPositive():
		return Price{}, LeftZero
	case result.GreaterThanOrEqual(mostPrice):
		return Price{}, LeftTooLarge
	}
	return Amount(result), ""
}

// direction is to which side an amount is rounded.
type direction int

const (
	nearest direction = iota // half away from zero
	upwards
	downwards
)

// rounded is an amount with so many decimals.
func (d direction) rounded(amount decimal.Decimal, decimals int32) decimal.Decimal {
	switch d {
	case upwards:
		return amount.RoundCeil(decimals)
	case downwards:
		return amount.RoundFloor(decimals)
	}
	return amount.Round(decimals)
}

// round rounds an amount that is zero or more. What is free stays so; of anything else the nearest that is below zero is none. Downwards there
// may be no amount: then the result is below zero.
func (r Rounding) round(amount decimal.Decimal, decimals int32, to direction) decimal.Decimal {
	if amount.IsZero() {
		return amount
	}
	steps, known := roundingSteps[r]
	if !known {
		return to.rounded(amount, keptOf(amount, decimals))
	}
	n := to.rounded(amount.Add(steps.less).DivRound(steps.step, fractionDigits+2), 0)
	result := n.Mul(steps.step).Sub(steps.less)
	if result.IsNegative() && to != downwards {
		result = result.Add(steps.step)
	}
	return result
}
