package domain

// BehindPlans returns the plans in which a target is behind their vendor: those in which a run of all boxes with Keep would
// change something (rule G13). anything reports whether a target is behind at all, which may be in something other than a
// plan.
func BehindPlans(in Input) (plans map[PlanID]bool, anything bool) {
	in.Options, in.Policy = AllOptions(), Keep
	run := newRun(in, newShared(in), false)
	plans, seen := map[PlanID]bool{}, map[*Outcomes]bool{}
	look := func(list []Outcome) {
		for _, o := range list {
			if o.What.Changes() {
				anything = true
				plans[o.Key.Plan] = true
			}
		}
	}
	for _, target := range in.Targets {
		result := run.one(target)
		for _, o := range result.Outcomes {
			if !seen[o] {
				seen[o] = true
				look(o.List)
			}
		}
		look(result.Own)
	}
	delete(plans, 0)
	return plans, anything
}
