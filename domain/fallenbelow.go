package domain

// CostMove is a price that stays as it is, with what is paid for it before a run and after it. A cost that there was not is not set.
type CostMove struct {
	Key     Key
	Price   Price
	Was, Is Price
}

// FallenBelow lists the prices of somebody who does not take part in a run that are below cost from then on, which [LookLeftBelow] counts, plan by
// plan: by what their vendor has before the run and has after it, converted.
func FallenBelow(who State, vendor, after State, c Conversion) (list []CostMove) {
	sold, was, is := who.Effective(), CostsFrom(vendor.Effective(), c), CostsFrom(after.Effective(), c)
	for _, delivered := range orEmpty(who.Delivered).Plans {
		plan := sold.Plan(delivered.ID)
		if plan == nil || plan.Disabled {
			continue
		}
		for key, price := range plan.Prices() {
			move := CostMove{key, price, was.At(key), is.At(key)}
			if price.FallsBelow(move.Was, move.Is) {
				list = append(list, move)
			}
		}
	}
	return list
}

// FallsBelow reports whether a price that stays is below its cost from now on, and was not before.
func (p Price) FallsBelow(was, is Price) bool { return p.Below(is) && !p.Below(was) }
