package domain

import (
	"cmp"
	"slices"
)

// catalogSync is what a check box sees of everything but the plans a reseller has already. Boxes write to its parts,
// which are copies.
type catalogSync struct {
	run        *run
	offer      *Offer
	switches   Switches
	occupied   occupied
	plans      []*Plan         // sorted by id
	synced     []planResult    // what became of plans that they have already, in the same order
	added      map[PlanID]bool // the plans that this run delivers for the first time
	placing    bool            // box 4 is about to put the plans where the offer has them
	categories Categories
	schedules  []Schedule
	flow       *OrderFlow
	privileges *PrivilegeSet
	terms      *Terms
	option     OptionKey
	out        []Outcome
}

// occupied says in which delivered sales categories things of the reseller's own stand: plans they made or moved there,
// and categories they made below them. Runs leave those alone (rules 4c, 4f, G7).
type occupied struct {
	plans      []CategoryID // sorted
	categories []CategoryID // sorted
	taxed      []CategoryID // plan categories of plans they made; sorted
}

// occupied returns where things of the reseller's own stand. Placements that the caller is about to drop do not count.
func (o *Own) occupied(drops func(Override) bool) occupied {
	var at occupied
	if o == nil {
		return at
	}
	for _, p := range o.MadeCatalog().Plans {
		at.plans = append(at.plans, p.SalesCategories...)
		at.taxed = append(at.taxed, p.PlanCategory)
	}
	for _, layer := range o.Layers {
		for _, v := range layer.Values {
			if v.Key.Field == FieldPlacement && !drops(v) {
				at.plans = append(at.plans, ParseIDs[CategoryID](v.Value)...)
			}
		}
	}
	for _, c := range orZero(o.MadeCatalog().Categories).Sales {
		if c.Parent != 0 {
			at.categories = append(at.categories, c.Parent)
		}
	}
	slices.Sort(at.plans)
	slices.Sort(at.categories)
	slices.Sort(at.taxed)
	return at
}

// String makes the places usable in a memo key.
func (o occupied) String() string {
	if len(o.plans) == 0 && len(o.categories) == 0 && len(o.taxed) == 0 {
		return ""
	}
	return IDs(o.plans) + "/" + IDs(o.categories) + "/" + IDs(o.taxed)
}

func (s *catalogSync) note(what What, reason Reason, key Key, old, new string) {
	s.out = append(s.out, Outcome{Option: s.option, What: what, Reason: reason, Key: key, Old: old, New: new})
}

// noteChanges notes every value of a thing that the offer has otherwise, its presence aside.
func noteChanges[T any](s *catalogSync, rows []fieldRow[T], key Key, have, offered *T) {
	for _, row := range rows {
		if old, new := row.get(have), row.get(offered); old != new && row.Kind != PresenceValue {
			s.note(Updated, "", key.of(row.Field), old, new)
		}
	}
}

// noteOnce notes what several categories or plans run into.
func (s *catalogSync) noteOnce(what What, reason Reason, key Key, old, new string) {
	if o := (Outcome{Option: s.option, What: what, Reason: reason, Key: key, Old: old, New: new}); !slices.Contains(s.out, o) {
		s.out = append(s.out, o)
	}
}

// plan returns the reseller's copy of this plan, nil when they have none.
func (s *catalogSync) plan(id PlanID) *Plan { return (&Catalog{Plans: s.plans}).Plan(id) }

// addPlan delivers a plan: the copy, the sales categories it needs, and its paths to other plans added with it.
func (s *catalogSync) addPlan(offer *Plan) {
	made, outcomes := s.run.newCopy(offer, s.switches)
	s.out = append(s.out, outcomes...)
	paths := filter(offer.Upgrades, func(u Upgrade) bool { return s.added[u.To] })
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

// apply lets the boxes do their work on everything but the plans themselves.
func (s *catalogSync) apply(boxes []Option) {
	for _, box := range boxes {
		if box.catalog != nil {
			s.option = box.Key
			box.catalog(s)
		}
	}
}

// complete makes the parts agree with the plans: schedules, plan categories and groupings that came with a plan are there,
// and no new plan stands in a sales category that is missing or holds sub-categories. Then it lists the plans that the run
// leaves without a price they need, so that they are not on sale (rule G14).
func (s *catalogSync) complete(from *Catalog) {
	var held []*Plan
	synced := s.synced
	for i, p := range s.plans {
		for len(synced) > 0 && synced[0].to.ID < p.ID {
			synced = synced[1:]
		}
		switch {
		case s.added[p.ID]:
			s.completeWith(p, &Plan{}, CreatePlans)
			s.plans[i] = s.settlePlacement(p)
			if p.Held() {
				held = append(held, p)
			}
		case len(synced) > 0 && synced[0].to.ID == p.ID:
			if synced[0].brings {
				s.completeWith(p, from.Plan(p.ID), "")
			}
			if synced[0].held {
				held = append(held, p)
			}
		}
	}
	s.option = ""
	for _, p := range held {
		s.note(HeldBack, PriceNotSet, p.key(FieldPlan), "", string(StatusHeld))
	}
}

// completeWith sees to it that what the plan refers to, and before did not, is there. It is the work of the box that
// brought it: option, or where that is empty the box for the field.
func (s *catalogSync) completeWith(p, before *Plan, option OptionKey) {
	s.option = cmp.Or(option, UpdateFees)
	if p.Schedule != before.Schedule {
		s.ensureSchedule(p.Schedule)
	}
	for _, period := range p.Periods {
		had := before.Period(period.ID)
		if had == nil {
			s.option = CreatePlans
			s.ensureSchedule(period.Schedule)
		} else if had.Schedule != period.Schedule {
			s.option = UpdateFees
			s.ensureSchedule(period.Schedule)
		}
	}
	s.option = cmp.Or(option, UpdateCategories)
	if p.PlanCategory != before.PlanCategory {
		s.ensurePlanCategory(p.PlanCategory)
	}
	s.option = cmp.Or(option, CreateResources)
	for _, rate := range p.Rates {
		if before.Rate(rate.Resource) == nil {
			s.ensureGrouping(rate.Resource)
		}
	}
}

func (s *catalogSync) ensureSchedule(id ScheduleID) {
	if id == 0 || (&Schedules{s.schedules}).Schedule(id) != nil {
		return
	}
	if offered := s.offer.Schedules.Schedule(id); offered != nil {
		s.schedules = insertByID(s.schedules, *offered, func(c Schedule) ScheduleID { return c.ID })
		s.note(Created, "", Key{Field: FieldScheduleContent, Schedule: id}, "", offered.Name)
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

// sameSchedule reports whether two schedules send the same. The order of notifications says nothing: what is stored may have been
// typed in any.
func sameSchedule(a, b Schedule) bool {
	return a.ID == b.ID && a.Name == b.Name && (slices.Equal(a.Details, b.Details) || slices.Equal(inOrder(a.Details), inOrder(b.Details)))
}

func inOrder(list []ScheduleDetail) []ScheduleDetail {
	sorted := slices.Clone(list)
	sortDetails(sorted)
	return sorted
}
