package domain

import "slices"

// Part is what of a run an undo takes back (rule U5): what it did to one reseller, to a plan at everybody, or to some values of one reseller.
// It is written as what a run leaves out is (rule L1): an undo of a part takes back what the run would not have done, had it left that out. The
// empty Part is the whole run.
type Part LeftOut

// PartOf is what the run did to one reseller.
func PartOf(reseller AccountID) Part { return Part{LeaveReseller(reseller)} }

// PartOfPlan is what the run did to a plan, at all whom it reached.
func PartOfPlan(id PlanID) Part { return Part{LeavePlan(id)} }

// PartOfValues is what the run did to some values of one reseller, each with what belongs together with it; that of a plan is all of the plan.
func PartOfValues(reseller AccountID, keys []Key) Part {
	leaves := make([]Leave, len(keys))
	for i, key := range keys {
		leaves[i] = LeaveValue(reseller, key)
	}
	return Part(NewLeftOut(leaves...))
}

// ParsePart reads what Texts wrote.
func ParsePart(texts []string) Part { return Part(ParseLeftOut(texts)) }

// AskedPart reads texts that somebody sent; false where one of them is none, or where they are no part of one kind: of a run there are taken
// back one reseller, one plan, or values of one reseller. What is there twice, as an own value and what is beneath it, counts once.
func AskedPart(texts []string) (Part, bool) {
	texts = slices.Compact(slices.Sorted(slices.Values(texts)))
	part := ParsePart(texts)
	switch n := LeftOut(part).Counts(); {
	case len(part) < len(texts), n.Boxes > 0:
		return nil, false
	case n.Resellers+n.Plans > 0 && len(part) > 1:
		return nil, false
	}
	return part, part.Reseller() != 0 || len(part) <= 1
}

// Texts writes it for storage.
func (p Part) Texts() []string { return LeftOut(p).Texts() }

// Whole reports whether it is the whole run.
func (p Part) Whole() bool { return len(p) == 0 }

// Reseller is whom alone it is about; zero: several, or all whom the run reached.
func (p Part) Reseller() AccountID {
	if len(p) == 0 || slices.ContainsFunc(p, func(l Leave) bool { return l.Account != p[0].Account }) {
		return 0
	}
	return p[0].Account
}

// Plan is the plan that it is about alone, at one reseller or at all; zero: none.
func (p Part) Plan() PlanID {
	switch {
	case len(p) != 1 || p[0].IsReseller():
		return 0
	case p[0].Account == 0:
		return p[0].Plan
	}
	return p[0].planAt()
}

// Several is how many whole plans of one reseller, and how many of their values, it is about; nothing of whole resellers, or of one plan.
func (p Part) Several() (plans, values int) {
	if p.Plan() != 0 {
		return 0, 0
	}
	n := LeftOut(p).Counts()
	return n.PlansAt, n.Values
}

// Has reports whether something of what the run did to the reseller may be in it. Who is not in it is not looked at, and stays as they are.
func (p Part) Has(reseller AccountID) bool {
	return p.Whole() || slices.ContainsFunc(p, func(l Leave) bool { return l.Account == 0 || l.Account == reseller })
}

// PartUndone is an undo of a part of a run that still counts.
type PartUndone struct {
	By   RunID
	Part Part
}

// Undoable is KindConflict, about the undo, for a run that was taken back already as a whole, or a part of it that was taken back by itself.
// What was taken back by itself does not keep the whole from being taken back: it stays as it is then.
func (r Run) Undoable(part Part) error {
	if r.UndoneBy != 0 {
		return Conflict("This synchronization was taken back already.", Ref{Of: ObjectRun, ID: int64(r.UndoneBy)})
	}
	if by := r.PartUndoneBy(part); by != 0 {
		return Conflict("This part of the synchronization was taken back already.", Ref{Of: ObjectRun, ID: int64(by)})
	}
	return nil
}

// PartUndoneBy is the undo that took this very part of the run back and still counts; zero: none.
func (r Run) PartUndoneBy(part Part) RunID {
	for _, one := range r.Parts {
		if slices.Equal(one.Part, part) {
			return one.By
		}
	}
	return 0
}

// TakenBackBy is the first undo of a part of the run that took a value of a reseller back and still counts, with whatever it is part of or belongs
// together with; zero: none.
func (r Run) TakenBackBy(reseller AccountID, key Key) RunID {
	key = key.together()
	things := append(key.things(), key)
	for _, one := range r.Parts {
		if slices.ContainsFunc(one.Part, func(l Leave) bool {
			switch {
			case l.IsReseller():
				return l.Account == reseller
			case l.Account == 0:
				return l.Plan == key.Plan
			}
			return l.Account == reseller && slices.Contains(things, l.Key)
		}) {
			return one.By
		}
	}
	return 0
}

// PricesMoved are the plans of which prices change at the reseller: who buys these of them buys at another cost.
func (r Result) PricesMoved() map[PlanID]bool {
	plans := map[PlanID]bool{}
	for _, o := range r.Listing() {
		if o.What.Changes() && o.Key.Plan != 0 && (o.Key.Field.IsPrice() || o.comesOrGoes()) {
			plans[o.Key.Plan] = true
		}
	}
	return plans
}

// Buys counts of which of the plans somebody with this delivered catalog buys.
func (c *Catalog) Buys(plans map[PlanID]bool) (n int) {
	for _, p := range orEmpty(c).Plans {
		if plans[p.ID] {
			n++
		}
	}
	return n
}
