package domain

import "slices"

// Listing returns all outcomes of a result as pages and files list them: about the reseller's own values first, then in the
// order of plans. What is said of the delivered value beneath an own one is marked as Beneath, and follows what is said
// of the own one directly. What was created or removed is followed by its prices, or its notifications, which are read in
// the catalogs before and after; those need only be there for that.
func (r Result) Listing() []Outcome {
	ours, all := r.ours()
	own, held := make(map[Key]int, len(ours)), map[Key]bool{}
	for i := range ours {
		if _, known := own[ours[i].Key]; !known {
			own[ours[i].Key] = i
		}
	}
	beneath := make([][]Outcome, len(ours)) // of each of ours, or of the first at their key
	rest := slices.Grow([]Outcome(nil), all)
	for _, shared := range r.Outcomes {
		for _, o := range orZero(shared).List {
			if o.Reason.byRule() {
				continue // among ours
			}
			at, owns := own[o.Key]
			if owns && o.What.Changes() || o.What == Skipped && (owns || r.After.standsOver(o.Key)) {
				o.What = Beneath
			}
			if owns {
				beneath[at] = append(beneath[at], o)
			} else {
				rest = append(rest, o)
			}
			if o.What == HeldBack {
				held[o.Key] = true
			}
		}
	}
	told := func(k Key) bool {
		_, owns := own[k]
		return owns || held[k]
	}
	rest = withDetails(rest, r.Target.Before, r.After, told)
	if len(ours) == 0 {
		return rest
	}
	list := slices.Grow([]Outcome(nil), all+len(rest))
	for i, o := range ours {
		list = append(append(list, o), beneath[i]...)
	}
	return append(list, rest...)
}

// ours are the outcomes about the reseller's own values, and about prices that their rules make, which others may have, too; and how many
// outcomes there are altogether.
func (r Result) ours() (list []Outcome, all int) {
	byRule := 0
	for _, shared := range r.Outcomes {
		for i := range orZero(shared).List {
			if all++; shared.List[i].Reason.byRule() {
				byRule++
			}
		}
	}
	list = slices.Grow(slices.Clip(r.Own), byRule)
	if byRule == 0 {
		return list, all + len(r.Own)
	}
	for _, shared := range r.Outcomes {
		for _, o := range orZero(shared).List {
			if o.Reason.byRule() {
				list = append(list, o)
			}
		}
	}
	return list, all + len(r.Own)
}

// standsOver reports whether an own value, or what a rule makes of it, stands over the delivered one at a key.
func (s State) standsOver(key Key) bool {
	if key.Field == FieldTransition && !orEmpty(s.Delivered).OrderFlow.has(key) {
		return false // an idle customization
	}
	_, owns := s.Own.Value(key)
	return owns || s.ruledAt(key).there
}

// Detailed is a list with the prices and notifications of everything that it says came or went, in the catalogs before and after; the list
// itself where nothing did.
func (o *Outcomes) Detailed(before, after *Catalog) []Outcome {
	held := map[Key]bool{}
	for _, one := range orZero(o).List {
		if one.What == HeldBack {
			held[one.Key] = true
		}
	}
	return withDetails(orZero(o).List, State{Delivered: before}, State{Delivered: after}, func(k Key) bool { return held[k] })
}

// withDetails returns the list with the prices and notifications of everything that it says came or went, but for those that
// are told, as they stand beneath single own values. What stands there is made only where something came or went.
func withDetails(list []Outcome, was, is State, told func(Key) bool) []Outcome {
	if !slices.ContainsFunc(list, Outcome.comesOrGoes) {
		return list
	}
	before, after := was.beneath(), is.beneath()
	all := slices.Grow([]Outcome(nil), 2*len(list))
	for _, o := range list {
		all = append(all, o)
		if !o.comesOrGoes() {
			continue
		}
		what, lacks, has := CameWith, before, after
		if o.What == Removed {
			what, lacks, has = WentWith, after, before
		}
		for _, v := range has.detailsOf(o.Key, lacks) {
			detail := Outcome{Option: o.Option, What: what, Key: v.Key, New: v.Value, Rate: o.Rate}
			if what == WentWith {
				detail.Old, detail.New = v.Value, ""
			}
			if !told(v.Key) {
				all = append(all, detail)
			}
		}
	}
	return all
}

// detailsOf returns the prices, or the notifications, of a thing that this catalog has and the other lacks.
func (c *Catalog) detailsOf(thing Key, lacks *Catalog) []KeyedValue {
	plan, schedule := c.Plan(thing.Plan), c.Schedules.Schedule(thing.Schedule)
	switch {
	case thing.Field == FieldScheduleContent && schedule != nil:
		return filter(schedule.Values(), func(v KeyedValue) bool { return v.Key.Field == FieldNotification })
	case plan != nil:
		return plan.pricesOf(thing, lacks.Plan(thing.Plan))
	default:
		return nil
	}
}

// pricesOf returns the prices of a thing that the plan has and the other lacks. Those of a period for a rate that the other lacks
// as well belong to the rate.
func (p *Plan) pricesOf(thing Key, lacks *Plan) []KeyedValue {
	var prices []KeyedValue
	for _, u := range p.Upgrades {
		if thing.Field == FieldPlan || thing == UpgradeKey(p.ID, u.To) {
			prices = append(prices, KeyedValue{UpgradeFeeKey(p.ID, u.To), u.Fee.String()})
		}
	}
	for _, period := range p.Periods {
		if thing.Field == FieldPlan || thing.Field == FieldPeriod && thing.Period == period.ID {
			for i, fee := range period.Fees {
				prices = append(prices, KeyedValue{FeeKey(p.ID, period.ID, Fee(i)), fee.String()})
			}
		}
	}
	for _, rate := range p.Rates {
		for _, row := range rate.Prices {
			if !row.belongs(thing, rate.Resource, lacks) {
				continue
			}
			for i, price := range row.Prices {
				prices = append(prices, KeyedValue{PriceKey(p.ID, rate.Resource, row, RatePrice(i)), price.String()})
			}
		}
	}
	return prices
}

// belongs reports whether a price row of a resource belongs to a thing that a plan has and the other lacks.
func (r PriceRow) belongs(thing Key, resource ResourceID, lacks *Plan) bool {
	switch thing.Field {
	case FieldPlan:
		return true
	case FieldPeriod:
		return r.Period == thing.Period && (lacks == nil || lacks.Rate(resource) != nil)
	case FieldRate:
		return resource == thing.Resource
	case FieldPriceRow:
		return resource == thing.Resource && r.Period == thing.Period && r.From == thing.From
	default:
		return false
	}
}
