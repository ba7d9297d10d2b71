package domain

import (
	"slices"
	"strings"
)

// SameName reports whether nobody could tell two names apart: they differ in capitals, blanks and how accents are written alone.
func SameName(a, b string) bool { return strings.EqualFold(CleanLine(a), CleanLine(b)) }

// NamesakeIn is another plan of a catalog that is called as the one which was made or named anew, the zero Ref for none. That is told and
// not refused: what is delivered is called as its vendor calls it, whatever one has of one's own.
func (d Done) NamesakeIn(c *Catalog) Ref {
	id := PlanID(d.Change.About.ID)
	named := func(e Edit) bool { return e.Key == Key{Plan: id, Field: FieldName} && e.To.There }
	plan := c.Plan(id)
	if d.Change.About.Of != ObjectPlan || plan == nil || !slices.ContainsFunc(d.Edits, named) {
		return Ref{}
	}
	for _, other := range c.Plans {
		if other.ID != id && SameName(other.Name, plan.Name) {
			return Ref{Of: ObjectPlan, ID: int64(other.ID), Name: other.Name}
		}
	}
	return Ref{}
}

// TwinIn is another period of the plan that is as long as one which was added or of which that was changed, and a trial like it, the zero
// Ref for none. That is told and not refused, as a second plan of one name is.
func (d Done) TwinIn(c *Catalog) Ref {
	plan := c.Plan(PlanID(d.Change.About.ID))
	if d.Change.About.Of != ObjectPlan || plan == nil {
		return Ref{}
	}
	for _, period := range plan.Periods {
		shaped := func(e Edit) bool {
			shape := e.Key.Field == FieldLength || e.Key.Field == FieldUnit || e.Key.Field == FieldTrial
			return shape && e.Key.Plan == plan.ID && e.Key.Period == period.ID && e.To.There
		}
		if !slices.ContainsFunc(d.Edits, shaped) {
			continue
		}
		for _, other := range plan.Periods {
			if other.ID != period.ID && other.Label() == period.Label() {
				return Ref{Of: ObjectPeriod, ID: int64(other.ID), Name: other.Label()}
			}
		}
	}
	return Ref{}
}
