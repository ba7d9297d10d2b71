package domain

// CostMove is a price that somebody sells at after a run, what it was before, and what is paid for it before and after. What there was not is not
// set.
type CostMove struct {
	Key     Key
	Before  Price
	Price   Price
	Was, Is Price
}

// Sale is what a reseller sells, and what their vendor sells to them, both before a run and after it.
type Sale struct {
	Before, After       State
	Vendor, VendorAfter State
	Conversion          Conversion
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
	was, is := CostsFrom(s.Vendor.Effective(), s.Conversion), CostsFrom(s.VendorAfter.Effective(), s.Conversion)
	for _, plan := range s.After.Effective().Plans {
		if plan.Disabled {
			continue
		}
		earlier := before.Plan(plan.ID)
		if earlier != nil && earlier.Disabled { // it was not sold, so that nothing was below cost
			earlier = nil
		}
		for key, price := range plan.Prices() {
			move := CostMove{Key: key, Price: price, Was: was.At(key), Is: is.At(key)}
			there := earlier.price(key)
			if there != nil {
				move.Before = *there
			}
			if info.price(&facts, soldAt(there, &move.Was, price, move.Is)) {
				list = append(list, move)
			}
		}
	}
	return list
}

// FallsBelow reports whether a price that stays is below its cost from now on, and was not before.
func (p Price) FallsBelow(was, is Price) bool { return p.Below(is) && !p.Below(was) }
