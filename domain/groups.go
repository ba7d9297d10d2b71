package domain

import "slices"

// This file is the rest of box 4: plan categories and the grouping of resources (rules 4a, 4f, G5).

// updatePlanCategories makes the plan categories the offer's. One that the offer no longer has goes when no plan is in it
// (rule 4f).
func (s *catalogSync) updatePlanCategories() {
	for _, p := range s.plans {
		s.ensurePlanCategory(p.PlanCategory)
	}
	s.categories.Plan = slices.DeleteFunc(s.categories.Plan, func(c PlanCategory) bool {
		key := Key{Field: FieldPlanCategoryData, Category: c.ID}
		if s.offer.Categories.PlanCategory(c.ID) != nil {
			return false
		}
		if s.taxesPlans(c.ID) {
			s.note(Skipped, NotEmpty, key, c.Name, "")
			return false
		}
		s.note(Removed, "", key, c.Name, "")
		return true
	})
	for i, c := range s.categories.Plan {
		if offered := s.offer.Categories.PlanCategory(c.ID); offered != nil && *offered != c {
			noteChanges(s, planCategoryTable, Key{Category: c.ID}, &c, offered)
			s.categories.Plan[i] = *offered
		}
	}
}

func (s *catalogSync) taxesPlans(id CategoryID) bool {
	_, own := slices.BinarySearch(s.occupied.taxed, id)
	return own || slices.ContainsFunc(s.plans, func(p *Plan) bool { return p.PlanCategory == id })
}

// updateGrouping makes the resource categories and what is in them the offer's, for the resources the offer has. A category
// in which nothing is left goes.
func (s *catalogSync) updateGrouping() {
	for _, c := range s.categories.Resource {
		for _, resource := range c.Resources {
			if groupOf(s.offer.Categories.Resource, resource) == 0 && s.offer.has(resource) {
				s.group(resource, ResourceCategory{})
			}
		}
	}
	for _, offered := range s.offer.Categories.Resource {
		for _, resource := range offered.Resources {
			s.group(resource, offered)
		}
		c := s.categories.ResourceCategory(offered.ID)
		noteChanges(s, resourceCategoryTable, Key{Category: c.ID}, c, &offered)
		c.Name, c.Position = offered.Name, offered.Position
	}
	s.categories.Resource = filter(s.categories.Resource, func(c ResourceCategory) bool {
		key := Key{Field: FieldResourceCategory, Category: c.ID}
		if len(c.Resources) == 0 {
			s.note(Removed, "", key, c.Name, "")
			return false
		}
		if s.offer.Categories.ResourceCategory(c.ID) == nil {
			s.note(Skipped, NotEmpty, key, c.Name, "")
		}
		return true
	})
}

// group puts a resource into a resource category, creating the category, and takes it out of any other. The empty category
// is none.
func (s *catalogSync) group(resource ResourceID, into ResourceCategory) {
	from := groupOf(s.categories.Resource, resource)
	if from == into.ID {
		return
	}
	if from != 0 {
		c := s.categories.ResourceCategory(from)
		c.Resources = filter(c.Resources, func(id ResourceID) bool { return id != resource })
	}
	s.note(Updated, "", Key{Field: FieldGrouping, Resource: resource}, idText(from), idText(into.ID))
	if into.ID == 0 {
		return
	}
	if s.categories.ResourceCategory(into.ID) == nil {
		created := into
		created.Resources = nil
		s.categories.Resource = insertByID(s.categories.Resource, created, func(c ResourceCategory) CategoryID { return c.ID })
		s.note(Created, "", Key{Field: FieldResourceCategory, Category: into.ID}, "", into.Name)
	}
	c := s.categories.ResourceCategory(into.ID)
	c.Resources = insertByID(c.Resources, resource, func(id ResourceID) ResourceID { return id })
}

// groupOf returns the resource category that holds the resource, zero when none does.
func groupOf(list []ResourceCategory, resource ResourceID) CategoryID {
	for _, c := range list {
		if _, in := slices.BinarySearch(c.Resources, resource); in {
			return c.ID
		}
	}
	return 0
}

// ensureGrouping groups a resource as the offer does where the reseller has it in no category (rule G5).
func (s *catalogSync) ensureGrouping(resource ResourceID) {
	if groupOf(s.categories.Resource, resource) != 0 {
		return
	}
	if offered := s.offer.Categories.ResourceCategory(groupOf(s.offer.Categories.Resource, resource)); offered != nil {
		s.group(resource, *offered)
	}
}

func (s *catalogSync) ensurePlanCategory(id CategoryID) {
	if s.categories.PlanCategory(id) != nil {
		return
	}
	if offered := s.offer.Categories.PlanCategory(id); offered != nil {
		s.categories.Plan = insertByID(s.categories.Plan, *offered, func(c PlanCategory) CategoryID { return c.ID })
		s.note(Created, "", Key{Field: FieldPlanCategoryData, Category: id}, "", offered.Name)
	}
}
