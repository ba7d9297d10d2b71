package domain

import "slices"

// FeeKey names a fee of a period.
func FeeKey(plan PlanID, period PeriodID, fee Fee) Key {
	return Key{Field: fee.Field(), Plan: plan, Period: period}
}

// PriceKey names a price of a rate, in the row for this period and lower bound.
func PriceKey(plan PlanID, resource ResourceID, row PriceRow, price RatePrice) Key {
	return Key{Plan: plan, Resource: resource}.row(row).of(price.Field())
}

// Price returns the fee or price at key and whether the plan has one.
func (p *Plan) Price(key Key) (Price, bool) {
	if price := p.price(key); price != nil {
		return *price, true
	}
	return Price{}, false
}

// price returns the fee or price at key, nil when key is none of the plan's.
func (p *Plan) price(key Key) *Price {
	if key.Resource != 0 {
		return p.Rate(key.Resource).price(key)
	}
	fee, period := slices.Index(feeFields[:], key.Field), p.Period(key.Period)
	if fee < 0 || period == nil {
		return nil
	}
	return &period.Fees[fee]
}

func (r *Rate) price(key Key) *Price {
	index := slices.Index(priceFields[:], key.Field)
	if index < 0 || r == nil {
		return nil
	}
	row := r.Row(key.Period, key.From)
	if row == nil {
		return nil
	}
	return &row.Prices[index]
}
