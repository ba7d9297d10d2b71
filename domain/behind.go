package domain

// BehindPlans returns the plans in which a target is behind their vendor: those in which a run of all boxes with Keep would
// change something (rule G13). anything reports whether a target is behind at all, which may be in something other than a
// plan.
func BehindPlans(in Input) (plans map[PlanID]bool, anything bool) {
	plans = map[PlanID]bool{}
	behind(in, func(o Outcome) {
		anything = true
		plans[o.Key.Plan] = true
	})
	delete(plans, 0)
	return plans, anything
}

// BehindPrices returns the prices of the vendor that a target does not have yet: those that a run of all boxes with Keep would change. Of
// what such a run would bring as a whole, such as a period, the key of the whole is among them.
func BehindPrices(in Input) map[Key]bool {
	prices := map[Key]bool{}
	behind(in, func(o Outcome) {
		if o.Key.Field.IsPrice() || o.What == Created {
			prices[o.Key] = true
		}
	})
	return prices
}

// behind calls look with every change of a run of all boxes with Keep, of targets that share outcomes once.
func behind(in Input, look func(Outcome)) {
	in.Options, in.Policy = AllOptions(), Keep
	run := newRun(in, newShared(in), false)
	seen := map[*Outcomes]bool{}
	changes := func(list []Outcome) {
		for _, o := range list {
			if o.What.Changes() {
				look(o)
			}
		}
	}
	for _, target := range in.Targets {
		result := run.one(target)
		for _, o := range result.Outcomes {
			if !seen[o] {
				seen[o] = true
				changes(o.List)
			}
		}
		changes(result.Own)
	}
}
