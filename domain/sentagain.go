package domain

import "slices"

// This file is how a reseller sends again what a run left out of a schedule. A delivered schedule is the vendor's; so a schedule of their own takes
// its place, with a template that they may use.

// Again is what the schedule sends, and what was left out of it as the vendor has it now, whose template is still to be chosen. offered is the
// vendor's schedule, nil where they have it no more.
func (l NotifiedNoMore) Again(offered *Schedule) []ScheduleDetail {
	details := slices.Clone(l.Schedule.Details)
	if offered != nil {
		for _, d := range offered.Details {
			if l.Lost[d.Template] {
				d.Template = 0
				details = append(details, d)
			}
		}
	}
	sortDetails(details)
	return details
}

// InPlaceOf is the change that makes a schedule, of the id [NewID], and assigns it to all that another one is assigned to.
func (s Schedule) InPlaceOf(of ScheduleID, sold *Catalog) Change {
	c := ChangeOfMany(PlansChanged, s.Values()...)
	assign := func(key Key, now ScheduleID) {
		if now == of {
			c.Typed = append(c.Typed, KeyedValue{key, idText(s.ID)})
		}
	}
	for _, p := range sold.Plans {
		assign(p.key(FieldSchedule), p.Schedule)
		for i := range p.Periods {
			assign(Key{Field: FieldSchedule, Plan: p.ID, Period: p.Periods[i].ID}, p.Periods[i].Schedule)
		}
	}
	return c
}
