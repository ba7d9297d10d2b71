package domain

import "slices"

// Behind returns, for every target, the boxes that would change something if all thirteen were ticked with Keep: empty
// for a reseller who is in sync. Offers are made from what each vendor has now, not from what a run would give him.
func Behind(in Input) map[SubscriptionID][]OptionKey {
	behind := map[SubscriptionID][]OptionKey{}
	eachBehind(in, func(target Target, changes [][]Outcome) {
		boxes := OptionSet{}
		for _, list := range changes {
			boxes.addChanges(list)
		}
		behind[target.Subscription] = boxes.Keys()
	})
	return behind
}

// NotPropagated returns, for every vendor of a target, the plans in which a sub-reseller of his is behind: "the plan was
// changed but the changes were not propagated to sub-resellers" (rule G13). Plans are sorted by id.
func NotPropagated(in Input) map[AccountID][]PlanID {
	marked := map[AccountID]map[PlanID]bool{}
	eachBehind(in, func(target Target, changes [][]Outcome) {
		for _, list := range changes {
			for _, o := range list {
				if o.What.Changes() && o.Key.Plan != 0 {
					if marked[target.Vendor] == nil {
						marked[target.Vendor] = map[PlanID]bool{}
					}
					marked[target.Vendor][o.Key.Plan] = true
				}
			}
		}
	})
	plans := map[AccountID][]PlanID{}
	for vendor, set := range marked {
		for plan := range set {
			plans[vendor] = append(plans[vendor], plan)
		}
		slices.Sort(plans[vendor])
	}
	return plans
}

// eachBehind calls f for every target with the outcomes of all boxes with Keep.
func eachBehind(in Input, f func(Target, [][]Outcome)) {
	in.Options, in.Policy = AllOptions(), Keep
	run := newRun(in, newShared(in), false)
	for _, target := range in.Targets {
		result := run.one(target)
		lists := [][]Outcome{result.Own}
		for _, o := range result.Outcomes {
			lists = append(lists, o.List)
		}
		f(target, lists)
	}
}

func (s OptionSet) addChanges(list []Outcome) {
	for _, o := range list {
		if o.What.Changes() {
			s[o.Option] = true
		}
	}
}
