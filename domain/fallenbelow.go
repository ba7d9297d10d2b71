package domain

// CostMove is a price that stays as it is, with what is paid for it before and after something moved that. A cost that there was not is not set.
type CostMove struct {
	Key     Key
	Price   Price
	Was, Is Price
}

// FallenBelow lists the prices of somebody that stay as they are and are below cost from now on, plan by plan: by what is paid for them before and
// after their vendor's prices, or an exchange rate, moved. [LookLeftBelow] counts them.
func FallenBelow(who State, was, is Costs) (list []CostMove) {
	sold := who.Effective()
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
