package domain

import (
	"cmp"
	"slices"
	"strings"
)

// catalogSync is what a check box sees of everything but the plans a reseller has already. Boxes write to its parts,
// which are copies.
type catalogSync struct {
	run        *run
	offer      *Offer
	switches   Switches
	occupied   occupied
	plans      []*Plan                 // sorted by id
	placed     map[PlanID][]CategoryID // where box 4 is about to put the plans, while it is at work
	categories Categories
	schedules  []Schedule
	flow       *OrderFlow
	privileges *PrivilegeSet
	terms      *Terms
	option     OptionKey
	out        []Outcome
}

// occupied says in which delivered sales categories things of the reseller's own stand: plans he made or moved there,
// and categories he made below them. Runs leave those alone (rules 4c, 4f, G7).
type occupied struct {
	plans      []CategoryID // sorted
	categories []CategoryID // sorted
}

func (o *Own) occupied() occupied {
	var at occupied
	if o == nil {
		return at
	}
	for _, p := range o.MadeCatalog().Plans {
		at.plans = append(at.plans, p.SalesCategories...)
	}
	for _, layer := range o.Layers {
		for _, v := range layer.Values {
			if v.Key.Field == FieldPlacement {
				at.plans = append(at.plans, ParseIDs[CategoryID](v.Value)...)
			}
		}
	}
	if made := o.MadeCatalog().Categories; made != nil {
		for _, c := range made.Sales {
			if c.Parent != 0 {
				at.categories = append(at.categories, c.Parent)
			}
		}
	}
	slices.Sort(at.plans)
	slices.Sort(at.categories)
	return at
}

// String makes the places usable in a memo key.
func (o occupied) String() string {
	if len(o.plans) == 0 && len(o.categories) == 0 {
		return ""
	}
	return IDs(o.plans) + "/" + IDs(o.categories)
}

func (s *catalogSync) note(what What, reason Reason, key Key, old, new string) {
	s.out = append(s.out, Outcome{Option: s.option, What: what, Reason: reason, Key: key, Old: old, New: new})
}

// plan returns the reseller's copy of this plan, nil when he has none.
func (s *catalogSync) plan(id PlanID) *Plan { return (&Catalog{Plans: s.plans}).Plan(id) }

// addPlan delivers a plan: the copy, the sales categories it needs, and its paths to other plans added with it.
func (s *catalogSync) addPlan(offer *Plan, added map[PlanID]bool) {
	made, outcomes := s.run.newCopy(offer, s.switches)
	s.out = append(s.out, outcomes...)
	paths := filter(offer.Upgrades, func(u Upgrade) bool { return added[u.To] })
	for _, u := range offer.Upgrades {
		if !added[u.To] {
			s.note(Skipped, PathNotCopied, UpgradeKey(offer.ID, u.To), "", upgradeText(u))
		}
	}
	for i := range paths {
		if paths[i].Fee.NoRate() {
			paths[i].Fee = Price{}
		}
	}
	if len(paths) > 0 {
		made = made.Clone()
		made.Upgrades = paths
	}
	if samePlan(made, offer) {
		made = offer
	}
	at, _ := slices.BinarySearchFunc(s.plans, made.ID, func(p *Plan, id PlanID) int { return cmp.Compare(p.ID, id) })
	s.plans = slices.Insert(s.plans, at, made)
	if !s.run.in.Options[UpdateCategories] || s.switches.DisableCategories { // else that box makes the whole tree the offer's
		for _, id := range made.SalesCategories {
			s.ensureCategory(id)
		}
	}
}

// complete makes the parts agree with the plans, whatever was ticked: schedules, plan categories and groupings that a
// plan refers to are there, and no plan stands in a sales category that is missing or holds sub-categories.
func (s *catalogSync) complete(from *Catalog) {
	for i, p := range s.plans {
		if from.Plan(p.ID) == p {
			continue
		}
		s.ensureSchedule(p.Schedule)
		for _, period := range p.Periods {
			s.ensureSchedule(period.Schedule)
		}
		s.ensurePlanCategory(p.PlanCategory)
		for _, rate := range p.Rates {
			s.ensureGrouping(rate.Resource)
		}
		s.plans[i] = s.settlePlacement(p)
	}
}

func (s *catalogSync) ensureSchedule(id ScheduleID) {
	if id == 0 || (&Schedules{s.schedules}).Schedule(id) != nil {
		return
	}
	if offered := s.offer.Schedules.Schedule(id); offered != nil {
		s.schedules = insertByID(s.schedules, *offered, func(c Schedule) ScheduleID { return c.ID })
		s.note(Created, "", Key{Field: FieldScheduleContent, Schedule: id}, "", offered.String())
		s.warnLeftOut(id)
	}
}

// warnLeftOut lists the details of a schedule that resellers may not see (rule 5b).
func (s *catalogSync) warnLeftOut(id ScheduleID) {
	for _, o := range s.offer.LeftOut {
		if o.Key.Schedule == id {
			o.Option = s.option
			s.out = append(s.out, o)
		}
	}
}

// insertByID returns the sorted list with t in it.
func insertByID[T any, ID cmp.Ordered](list []T, t T, id func(T) ID) []T {
	at, _ := slices.BinarySearchFunc(list, id(t), func(x T, want ID) int { return cmp.Compare(id(x), want) })
	return slices.Insert(slices.Clone(list), at, t)
}

// catalog returns what the reseller has now. Parts and lists that did not change are those of from, by pointer.
func (s *catalogSync) catalog(from *Catalog) *Catalog {
	to := &Catalog{Plans: s.plans, OrderFlow: s.flow, Privileges: s.privileges, Terms: s.terms,
		Categories: from.Categories, Schedules: from.Schedules}
	if !sameCategories(from.Categories, &s.categories) {
		to.Categories = &s.categories
	}
	if from.Schedules == nil && len(s.schedules) > 0 ||
		from.Schedules != nil && !slices.EqualFunc(from.Schedules.List, s.schedules, sameSchedule) {
		to.Schedules = &Schedules{s.schedules}
	}
	if slices.Equal(to.Plans, from.Plans) && to.Categories == from.Categories && to.Schedules == from.Schedules &&
		to.OrderFlow == from.OrderFlow && to.Privileges == from.Privileges && to.Terms == from.Terms {
		return from
	}
	return to
}

func sameSchedule(a, b Schedule) bool {
	return a.ID == b.ID && a.Name == b.Name && slices.Equal(a.Details, b.Details)
}

// String writes a schedule in one line, for the run's page.
func (s Schedule) String() string {
	texts := make([]string, len(s.Details))
	for i, d := range s.Details {
		texts[i] = d.String()
	}
	return s.Name + ": " + strings.Join(texts, "; ")
}

// String writes a notification as "7 days before expiration, template 12, Always, all".
func (d ScheduleDetail) String() string {
	when := intText(int64(d.Days)) + " days after expiration"
	if d.Days < 0 {
		when = intText(int64(-d.Days)) + " days before expiration"
	}
	return when + ", template " + idText(d.Template) + ", " + d.Condition + ", " + d.AppliesTo
}
