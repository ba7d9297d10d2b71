package domain

import (
	"iter"
	"slices"
)

// FeeKey names a fee of a period.
func FeeKey(plan PlanID, period PeriodID, fee Fee) Key {
	return Key{Field: fee.Field(), Plan: plan, Period: period}
}

// PriceKey names a price of a rate, in the row for this period and lower bound.
func PriceKey(plan PlanID, resource ResourceID, row PriceRow, price RatePrice) Key {
	return Key{Plan: plan, Resource: resource}.row(row).of(price.Field())
}

// EveryPrice are the prices of the plan in the order of Prices, and then the fees of its upgrade paths.
func (p *Plan) EveryPrice() iter.Seq2[Key, Price] {
	return func(yield func(Key, Price) bool) {
		for key, price := range p.Prices() {
			if !yield(key, price) {
				return
			}
		}
		for _, u := range p.Upgrades {
			if !yield(UpgradeFeeKey(p.ID, u.To), u.Fee) {
				return
			}
		}
	}
}

// Price returns the fee or price at key, that of an upgrade path among them, and whether the plan has one.
func (p *Plan) Price(key Key) (Price, bool) {
	if price := p.price(key); price != nil {
		return *price, true
	}
	return Price{}, false
}

// price returns the fee or price at key, nil when key is none of the plan's, or there is no plan.
func (p *Plan) price(key Key) *Price {
	if p == nil {
		return nil
	}
	if key.Resource != 0 {
		return p.Rate(key.Resource).price(key)
	}
	if key.Field == FieldUpgradeFee {
		if path := p.upgrade(UpgradeTarget(key)); path != nil {
			return &path.Fee
		}
		return nil
	}
	fee, period := slices.Index(feeFields[:], key.Field), p.Period(key.Period)
	if fee < 0 || period == nil {
		return nil
	}
	return &period.Fees[fee]
}

// rowPrice is the price of a period or a resource at key, nil where there is none: the prices of rows, of which costs are known.
func (p *Plan) rowPrice(key Key) *Price {
	if key.Field == FieldUpgradeFee {
		return nil
	}
	return p.price(key)
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

// rowKey names the fees of a period, or, with a resource, a row of prices of its rate.
type rowKey struct {
	resource ResourceID
	period   PeriodID
	from     int64
}

// rows are the prices of the plan in the order of Prices, as many at once as stand in a row.
func (p *Plan) rows() iter.Seq2[rowKey, []Price] {
	return func(yield func(rowKey, []Price) bool) {
		for i := range p.Periods {
			if period := &p.Periods[i]; !yield(rowKey{period: period.ID}, period.Fees[:]) {
				return
			}
		}
		for i := range p.Rates {
			rate := &p.Rates[i]
			for k := range rate.Prices {
				if row := &rate.Prices[k]; !yield(rowKey{rate.Resource, row.Period, row.From}, row.Prices[:]) {
					return
				}
			}
		}
	}
}

// pricesAt are the prices of a row, nil where the plan has none, or there is no plan.
func (p *Plan) pricesAt(at rowKey) []Price {
	if p == nil {
		return nil
	}
	if at.resource == 0 {
		if period := p.Period(at.period); period != nil {
			return period.Fees[:]
		}
		return nil
	}
	if rate := p.Rate(at.resource); rate != nil {
		if row := rate.Row(at.period, at.from); row != nil {
			return row.Prices[:]
		}
	}
	return nil
}

// SoldByMain is at which recurring price the main resource is sold in the period of a recurring fee that costs nothing: who sets that fee sells both.
// false of any other price, and where there is no such resource.
func (p *Plan) SoldByMain(fee Key) (resource ResourceID, price Price, is bool) {
	if fee.Field != RecurringFee.Field() {
		return 0, Price{}, false
	}
	if now, _ := p.Price(fee); !now.IsZero() {
		return 0, Price{}, false
	}
	rate, row := p.MainPrice(fee.Period)
	if row == nil {
		return 0, Price{}, false
	}
	price, _ = p.Price(PriceKey(p.ID, rate.Resource, *row, RecurringPrice))
	return rate.Resource, price, price.IsSet() && !price.IsZero()
}
