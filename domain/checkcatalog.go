package domain

import (
	"fmt"
	"slices"
)

// salesCategory looks at a sales category that a change touched.
func (k *catalogCheck) salesCategory(id CategoryID) error {
	c := k.after.Categories.SalesCategory(id)
	if c == nil {
		return k.removedSales(id)
	}
	key := Key{Category: id}
	k.add(key.of(FieldCategoryName), nameMissing(c.Name))
	if k.edited(key.of(FieldCategoryName)) || k.edited(key.of(FieldCategoryParent)) {
		siblings := filter(k.after.Categories.Sales, func(s SalesCategory) bool { return s.Parent == c.Parent })
		taken(k, key.of(FieldCategoryName), c.Name, siblings, func(s *SalesCategory) Ref { return Ref{ObjectSalesCategory, int64(s.ID), "", s.Name} })
	}
	if k.edited(key.of(FieldCategoryParent)) || k.edited(key.of(FieldSalesCategory)) {
		k.below(key.of(FieldCategoryParent), *c)
	}
	return nil
}

func (k *catalogCheck) removedSales(id CategoryID) error {
	switch {
	case len(plansIn(k.after, id)) > 0:
		return Invalid("Plans stand in this category. Move them first.")
	case slices.ContainsFunc(orZero(k.after.Categories).Sales, func(c SalesCategory) bool { return c.Parent == id }):
		return Invalid("There are categories below this one. Delete or move them first.")
	}
	return nil
}

// below says why a category cannot stand where it should, if it cannot: a node holds either plans or sub-categories, never both.
func (k *catalogCheck) below(key Key, c SalesCategory) {
	switch {
	case c.Parent == 0:
	case k.after.Categories.SalesCategory(c.Parent) == nil:
		k.missing(key, Ref{Of: ObjectSalesCategory, ID: int64(c.Parent)}, "Choose a category from the list")
	default:
		k.add(key, parentProblem(k.after, c))
	}
}

// parentProblem says why a category cannot stand below one that is there, "" when it can.
func parentProblem(effective *Catalog, c SalesCategory) string {
	parent := effective.Categories.SalesCategory(c.Parent)
	steps := 0 // a change of many categories may close a circle among those above
	for at := parent; at != nil; at = effective.Categories.SalesCategory(at.Parent) {
		if steps++; at.ID == c.ID || steps > len(effective.Categories.Sales) {
			return "A category cannot stand below itself"
		}
	}
	if len(plansIn(effective, c.Parent)) > 0 {
		return "A category holds either plans or sub-categories, and plans stand in " + Isolate(parent.Name)
	}
	return ""
}

// plansIn returns the plans that stand in a sales category.
func plansIn(c *Catalog, id CategoryID) []*Plan {
	return filter(c.Plans, func(p *Plan) bool { return slices.Contains(p.SalesCategories, id) })
}

// place says why a plan cannot stand in a category, if it cannot.
func (k *catalogCheck) place(key Key, id CategoryID) {
	category := k.after.Categories.SalesCategory(id)
	switch {
	case category == nil:
		k.missing(key, Ref{Of: ObjectSalesCategory, ID: int64(id)}, "Choose categories from the list")
	case slices.ContainsFunc(k.after.Categories.Sales, func(c SalesCategory) bool { return c.Parent == id }):
		k.add(key, "A category holds either plans or sub-categories, and there are categories below "+Isolate(category.Name))
	}
}

// planCategory looks at a plan category that a change touched.
func (k *catalogCheck) planCategory(id CategoryID) error {
	c := k.after.Categories.PlanCategory(id)
	if c == nil {
		if slices.ContainsFunc(k.after.Plans, func(p *Plan) bool { return p.PlanCategory == id }) {
			return Invalid("Plans are in this plan category. Give them another one first.")
		}
		return nil
	}
	name := Key{Field: FieldPlanCategoryName, Category: id}
	k.add(name, nameMissing(c.Name))
	if k.edited(name) {
		taken(k, name, c.Name, k.after.Categories.Plan, func(p *PlanCategory) Ref { return Ref{ObjectPlanCategory, int64(p.ID), "", p.Name} })
	}
	return nil
}

// grouping looks at a resource category that a change touched, and without an id at what it put into which.
func (k *catalogCheck) grouping(id CategoryID) error {
	name := Key{Field: FieldResourceCategoryName, Category: id}
	if c := k.after.Categories.ResourceCategory(id); c != nil && k.edited(name) {
		k.add(name, nameMissing(c.Name))
		taken(k, name, c.Name, k.after.Categories.Resource, func(r *ResourceCategory) Ref { return Ref{ObjectResourceCategory, int64(r.ID), "", r.Name} })
	}
	for _, e := range k.of[Ref{Of: ObjectResourceCategory, ID: int64(id)}] {
		switch {
		case e.Key.Field != FieldGrouping || !e.To.There:
		case !slices.Contains(k.situation.Facts.Resources, e.Key.Resource):
			k.missing(e.Key, Ref{Of: ObjectResource, ID: int64(e.Key.Resource)}, "Choose resources from the list")
		case k.after.Categories.ResourceCategory(CategoryID(parseInt(e.To.Text))) == nil:
			k.missing(e.Key, Ref{Of: ObjectResourceCategory, ID: parseInt(e.To.Text)}, "Choose a category from the list")
		}
	}
	return nil
}

// schedule looks at a notification schedule that a change touched.
func (k *catalogCheck) schedule(id ScheduleID) error {
	s := k.after.Schedules.Schedule(id)
	if s == nil {
		if plans := ScheduleUsers(k.after, id); len(plans) > 0 {
			return Invalid("The schedule is assigned to " + Isolate(plans[0].Name) + ". Assign another one there first.")
		}
		return nil
	}
	name := Key{Field: FieldScheduleName, Schedule: id}
	k.add(name, nameMissing(s.Name))
	if k.edited(name) {
		taken(k, name, s.Name, k.after.Schedules.List, func(s *Schedule) Ref { return Ref{ObjectSchedule, int64(s.ID), "", s.Name} })
	}
	if len(s.Details) > maxDetails {
		k.add(Key{Field: FieldNotification, Schedule: id}, fmt.Sprintf("Use at most %d notifications", maxDetails))
	}
	for _, d := range s.Details {
		if key := NotificationKey(id, d); k.edited(key) {
			k.parts(key, d.problems(k.situation.Facts.Notifications))
		}
	}
	return nil
}

// problems says what is wrong with a notification of a schedule. allowed are the templates that its vendor may use.
func (d ScheduleDetail) problems(allowed []NotificationID) problems {
	var p problems
	if d.Days < -maxDays || d.Days > maxDays {
		p.add("days", fmt.Sprintf("Enter a number of days from 0 to %d", maxDays))
	}
	if !slices.Contains(allowed, d.Template) {
		p = append(p, FieldError{Field: "template", Message: "Choose a notification template", Chosen: Ref{Of: ObjectNotification, ID: int64(d.Template)}})
	}
	p.add("condition", among(d.Condition, SendConditions()))
	p.add("applies", among(d.AppliesTo, SendScopes()))
	return p
}

// taken refuses a name, beside it, that another one of a list has, however it is written: whoever reads it could not tell the two apart.
// An undo brings back what was there, whatever it is called.
func taken[T any](k *catalogCheck, key Key, name string, list []T, refOf func(*T) Ref) {
	self := RefOf(key)
	for i := range list {
		if other := refOf(&list[i]); k.change.Undoes == 0 && !k.told[key] && !other.Same(self) && SameName(other.Name, name) {
			k.more(nameTaken(key, other))
			return
		}
	}
}

// document looks at a document of the terms that a change touched.
func (k *catalogCheck) document(id int64) error {
	d := (&Terms{Documents: orZero(k.after.Terms).Documents}).Document(id)
	if d != nil {
		k.keyed.document(*d)
	}
	return nil
}
