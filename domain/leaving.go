package domain

import (
	"maps"
	"slices"
)

// This file is what a run leaves out (rules L1 to L4; L5 is in look.go). The idea is one: what is left out is offered as the reseller has it, so that no box finds
// anything to do there. That offer is a part of the whole one, made once for all who have the same and leave out the same.

// leaving is LeftOut, to look things up in; nil where nothing is left out.
type leaving struct {
	resellers map[AccountID]bool
	plans     map[PlanID]bool
	boxes     map[PlanID]boxes
	values    map[AccountID]*leftValues // who leaves out the same shares them
	parts     map[partKey]*Offer
	made      map[partPlanKey]*Plan
}

// leftValues are the values that one reseller leaves out, by plan; those of no plan under 0.
type leftValues struct{ keys map[PlanID][]Key }

// of returns those of a plan.
func (v *leftValues) of(plan PlanID) []Key {
	if v == nil {
		return nil
	}
	return v.keys[plan]
}

type partKey struct {
	offer     *Offer
	from      *Catalog
	values    *leftValues
	elsewhere string
}

type partPlanKey struct {
	had, offered *Plan
	whole        bool
	boxes        boxes
	values       *leftValues
}

func newLeaving(list LeftOut) *leaving {
	if len(list) == 0 {
		return nil
	}
	l := &leaving{map[AccountID]bool{}, map[PlanID]bool{}, map[PlanID]boxes{}, map[AccountID]*leftValues{}, map[partKey]*Offer{},
		map[partPlanKey]*Plan{}}
	same, texts := map[string]*leftValues{}, map[AccountID]string{}
	for _, leave := range list {
		switch {
		case leave.IsReseller():
			l.resellers[leave.Account] = true
		case leave.Account == 0 && leave.Option == "":
			l.plans[leave.Plan] = true
		case leave.Account == 0:
			l.boxes[leave.Plan] |= boxBits[leave.Option]
		default:
			if l.values[leave.Account] == nil {
				l.values[leave.Account] = &leftValues{map[PlanID][]Key{}}
			}
			keys := l.values[leave.Account].keys
			keys[leave.Key.Plan] = append(keys[leave.Key.Plan], leave.Key)
			texts[leave.Account] += leave.Key.Text() + "\n"
		}
	}
	for account, text := range texts {
		if known := same[text]; known != nil {
			l.values[account] = known
		} else {
			same[text] = l.values[account]
		}
	}
	return l
}

// reseller reports whether a whole reseller is left out.
func (l *leaving) reseller(id AccountID) bool { return l != nil && l.resellers[id] }

// at returns what of a plan one reseller leaves out.
func (l *leaving) at(account AccountID, plan PlanID) leftAt {
	if l == nil {
		return leftAt{}
	}
	at := leftAt{whole: l.plans[plan], boxes: l.boxes[plan], keys: l.values[account].of(plan)}
	at.whole = at.whole || slices.Contains(at.keys, Key{Field: FieldPlan, Plan: plan})
	return at
}

// leftAt is what is left out of a plan, or, with its keys alone, of the rest of a catalog.
type leftAt struct {
	whole bool
	boxes boxes
	keys  []Key
}

func (a leftAt) nothing() bool { return !a.whole && a.boxes == 0 && len(a.keys) == 0 }

// has reports whether the value at a key is left out: itself, what it belongs together with, a thing that it is part of, or its box.
func (a leftAt) has(key Key) bool {
	if a.nothing() {
		return false
	}
	key = key.together()
	if a.whole || a.boxes.has(key.Field.row().box()) || slices.Contains(a.keys, key) {
		return true
	}
	return slices.ContainsFunc(key.things(), func(thing Key) bool { return slices.Contains(a.keys, thing) })
}

// any reports whether the box is left out, or a key that fits.
func (a leftAt) any(box OptionKey, fits func(Key) bool) bool {
	return a.whole || a.boxes.has(box) || slices.ContainsFunc(a.keys, fits)
}

func (i *FieldInfo) box() OptionKey {
	if i == nil {
		return ""
	}
	return i.Box
}

// things are the keys of what a value is part of.
func (k Key) things() []Key {
	if k.Plan == 0 {
		switch k.Field.Info().Of {
		case ObjectSalesCategory:
			return []Key{{Field: FieldSalesCategory, Category: k.Category}}
		case ObjectPlanCategory:
			return []Key{{Field: FieldPlanCategoryData, Category: k.Category}}
		}
		return nil
	}
	things := []Key{{Field: FieldPlan, Plan: k.Plan}}
	if k.Period != 0 {
		things = append(things, Key{Field: FieldPeriod, Plan: k.Plan, Period: k.Period})
	}
	if k.Resource != 0 {
		things = append(things, Key{Field: FieldRate, Plan: k.Plan, Resource: k.Resource})
	}
	if k.Resource != 0 && k.Field.IsPrice() {
		things = append(things, k.of(FieldPriceRow))
	}
	return things
}

// part returns what of an offer a reseller, to whom from was delivered, does not leave out: the offer itself where they leave out nothing
// that would have changed.
func (r *run) part(offer *Offer, from *Catalog, target Target, elsewhere []PlanID) *Offer {
	l := r.leaving
	if l == nil {
		return offer
	}
	values := l.values[target.Account]
	key := partKey{offer, from, values, IDs(elsewhere)}
	part, known := l.parts[key]
	if !known {
		part = l.makePart(offer, from, target.Account, elsewhere)
		l.parts[key] = part
	}
	return part
}

func (l *leaving) makePart(offer *Offer, from *Catalog, account AccountID, elsewhere []PlanID) *Offer {
	part := *offer
	part.whole = offer
	part.Plans = l.partPlans(offer, from, account, elsewhere)
	changed := l.values[account].rest(&part, from)
	if !changed && slices.Equal(part.Plans, offer.Plans) {
		return offer
	}
	return &part
}

// partPlans are the plans of the part. One that is only offered elsewhere is none of this run.
func (l *leaving) partPlans(offer *Offer, from *Catalog, account AccountID, elsewhere []PlanID) []*Plan {
	plans := map[PlanID]*Plan{}
	for _, p := range offer.Plans {
		plans[p.ID] = p
	}
	for _, id := range l.touched(account) {
		had, offered := from.Plan(id), offer.Plan(id)
		if offered == nil && (had == nil || slices.Contains(elsewhere, id)) {
			continue
		}
		if p := l.partPlan(had, offered, account, id); p != nil {
			plans[id] = p
		} else {
			delete(plans, id)
		}
	}
	list := make([]*Plan, 0, len(plans))
	for _, id := range slices.Sorted(maps.Keys(plans)) {
		list = append(list, plans[id])
	}
	return list
}

// touched lists the plans of which something is left out for a reseller.
func (l *leaving) touched(account AccountID) []PlanID {
	ids := slices.AppendSeq(slices.Collect(maps.Keys(l.plans)), maps.Keys(l.boxes))
	if values := l.values[account]; values != nil {
		ids = slices.AppendSeq(ids, maps.Keys(values.keys))
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id PlanID) bool { return id == 0 })
}

func (l *leaving) partPlan(had, offered *Plan, account AccountID, id PlanID) *Plan {
	at := l.at(account, id)
	key := partPlanKey{had, offered, at.whole, at.boxes, nil}
	if len(at.keys) > 0 {
		key.values = l.values[account]
	}
	p, known := l.made[key]
	if !known {
		p = partOf(had, offered, at)
		l.made[key] = p
	}
	return p
}

// leaves turns what the boxes would have changed of what is left out into outcomes that say so; what they would have skipped keeps its own
// reason. What they did change, as far as it goes, or did skip is told already.
func leaves(told, would []Outcome) []Outcome {
	changed, known := map[Key]bool{}, map[Key]bool{}
	for _, o := range told {
		known[o.Key] = true
		changed[o.Key] = changed[o.Key] || o.What.Changes()
	}
	left := would[:0]
	for _, o := range would {
		switch {
		case o.What.Changes() && !changed[o.Key]:
			o.What, o.Reason = Skipped, WasLeftOut
		case o.What != Skipped || known[o.Key]:
			continue
		}
		left = append(left, o)
	}
	return left
}

// leaveOut tells what the ticked boxes would have made of the plan, had nothing been left out.
func (s *planSync) leaveOut(chosen []Option) {
	scratch := planSync{offer: s.whole, plan: s.plan.Clone(), switches: s.switches, rate: s.rate}
	scratch.apply(chosen)
	s.out = append(s.out, leaves(s.out, scratch.out)...)
}

// leaveOut tells what the ticked boxes would have made of everything else.
func (s *catalogSync) leaveOut() {
	whole := s.offer.whole
	if s.run.in.Options[CreatePlans] {
		s.option = CreatePlans
		for _, p := range whole.Plans {
			if s.plan(p.ID) == nil {
				s.note(Skipped, WasLeftOut, p.key(FieldPlan), "", p.Name)
			}
		}
	}
	scratch := s.scratch()
	scratch.offer = whole
	scratch.apply(filter(s.run.chosen, func(o Option) bool { return o.Key != CreatePlans }))
	s.out = append(s.out, leaves(s.out, scratch.out)...)
}

// leftOut tells of an own value that a ticked box would have had to do with, had it not been left out. It stays.
func (s *settlement) leftOut(v Override) bool {
	box := coveredBy(v.Key)
	if delivered := s.is.at(v.Key); s.run.in.Options[box] && s.offered != nil && delivered.there && s.covers(v) {
		s.note(Kept, WasLeftOut, box, v, delivered.text)
	}
	return true
}
