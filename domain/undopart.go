package domain

import "slices"

// Part is what of a run an undo takes back (rule U5): one reseller. The empty Part is the whole run.
type Part []Leave

// PartOf is what the run did to one reseller.
func PartOf(reseller AccountID) Part { return Part{LeaveReseller(reseller)} }

// ParsePart reads what Texts wrote.
func ParsePart(texts []string) Part { return Part(ParseLeftOut(texts)) }

// Texts writes it for storage.
func (p Part) Texts() []string { return LeftOut(p).Texts() }

// Whole reports whether it is the whole run.
func (p Part) Whole() bool { return len(p) == 0 }

// Reseller is whom it is about; zero: all whom the run reached.
func (p Part) Reseller() AccountID {
	if len(p) == 1 && p[0].IsReseller() {
		return p[0].Account
	}
	return 0
}

// Has reports whether something of what the run did to the reseller is in it. Who is not in it is not looked at, and stays as they are.
func (p Part) Has(reseller AccountID) bool {
	return p.Whole() || LeftOut(p).Has(LeaveReseller(reseller))
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
