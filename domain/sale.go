package domain

// CostMove is a price that somebody sells at after a run or a change, what it was before, and what is paid for it before and after. What there was
// not is not set.
type CostMove struct {
	Key     Key
	Before  Price
	Price   Price
	Was, Is Price
}

// Moves reports whether the price becomes another.
func (m CostMove) Moves() bool { return m.Before != m.Price }

// Sale is what a reseller has, and what they pay for it, both before a run or a change and after it.
type Sale struct {
	Before, After State
	Was, Is       Costs
}

// PricesOf lists the prices that a look counts, plan by plan: of one who does not take part those that [LookLeftBelow] counts. It is empty for a
// look that counts no prices.
func (s Sale) PricesOf(k Look, facts LookFacts) (list []CostMove) {
	if k == LookLeftBelow {
		k = LookBelowCost
	}
	info, _ := k.Info()
	if info.price == nil {
		return nil
	}
	before := s.Before.Effective()
	for _, plan := range s.After.Effective().Plans {
		if plan.Disabled {
			continue
		}
		earlier := before.Plan(plan.ID)
		if earlier != nil && earlier.Disabled { // it was not sold, so that nothing was below cost
			earlier = nil
		}
		for key, price := range plan.Prices() {
			move := CostMove{key, orZero(earlier.price(key)), price, s.Was.At(key), s.Is.At(key)}
			if info.price(&facts, soldAt(price, move.Is, func() bool { return move.Before.Below(move.Was) })) {
				list = added(list, move)
			}
		}
	}
	return list
}
