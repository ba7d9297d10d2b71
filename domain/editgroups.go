package domain

import "slices"

// SavePlanCategory creates the plan category, when there is none of its id, or changes one that the vendor made.
func SavePlanCategory(s State, c PlanCategory) (*Own, error) {
	if s.Delivered != nil && s.Delivered.Categories.PlanCategory(c.ID) != nil {
		return nil, Forbidden("This plan category comes from your provider.")
	}
	var p problems
	p.add("name", NameProblem(c.Name))
	p.add("description", LengthProblem(c.Description, descriptionLimit))
	p.add("tax_category", LineProblem(c.TaxCategory, NameLimit))
	if err := p.err("The plan category cannot be saved as entered."); err != nil {
		return nil, err
	}
	return s.editMadeCategories(func(made *Categories) {
		made.Plan = putByID(made.Plan, c, func(c PlanCategory) CategoryID { return c.ID })
	}), nil
}

// RemovePlanCategory deletes a plan category that the vendor made and that no plan is in.
func RemovePlanCategory(s State, id CategoryID) (*Own, error) {
	effective := s.Effective()
	inUse := slices.ContainsFunc(effective.Plans, func(p *Plan) bool { return p.PlanCategory == id })
	switch {
	case s.Own.MadeCatalog().Categories.PlanCategory(id) == nil:
		return nil, NotFound("The plan category")
	case inUse:
		return nil, Invalid("Plans are in this plan category. Give them another one first.")
	}
	return s.editMadeCategories(func(made *Categories) {
		made.Plan = slices.DeleteFunc(made.Plan, func(c PlanCategory) bool { return c.ID == id })
	}), nil
}

// SaveResourceCategory creates the resource category, when there is none of its id, or changes it. A resource is in at most
// one category: those listed are taken out of the others. known are the resources that there are.
func SaveResourceCategory(s State, c ResourceCategory, known []ResourceID) (*Own, error) {
	var p problems
	p.add("name", NameProblem(c.Name))
	if c.Position < 0 || c.Position > maxPosition {
		p.add("position", "Enter a whole number from 0 to 9999")
	}
	c.Resources = slices.Compact(slices.Sorted(slices.Values(c.Resources)))
	if slices.ContainsFunc(c.Resources, func(id ResourceID) bool { return !slices.Contains(known, id) }) {
		p.add("resources", "Choose resources from the list")
	}
	if err := p.err("The resource category cannot be saved as entered."); err != nil {
		return nil, err
	}
	return s.editMadeCategories(func(made *Categories) {
		for i := range made.Resource {
			made.Resource[i].Resources = filter(made.Resource[i].Resources, func(id ResourceID) bool {
				return !slices.Contains(c.Resources, id)
			})
		}
		made.Resource = putByID(made.Resource, c, func(c ResourceCategory) CategoryID { return c.ID })
	}), nil
}

// RemoveResourceCategory deletes a resource category; what was in it is in none afterwards.
func RemoveResourceCategory(s State, id CategoryID) (*Own, error) {
	if s.Own.MadeCatalog().Categories.ResourceCategory(id) == nil {
		return nil, NotFound("The resource category")
	}
	return s.editMadeCategories(func(made *Categories) {
		made.Resource = slices.DeleteFunc(made.Resource, func(c ResourceCategory) bool { return c.ID == id })
	}), nil
}

// GroupResource puts a resource into a resource category (0: into none) and takes it out of any other.
func GroupResource(s State, resource ResourceID, into CategoryID) (*Own, error) {
	if into != 0 && s.Own.MadeCatalog().Categories.ResourceCategory(into) == nil {
		message := "Choose a category from the list"
		return nil, Invalid(message, FieldError{Field: "category", Message: message})
	}
	return s.editMadeCategories(func(made *Categories) {
		for i := range made.Resource {
			c := &made.Resource[i]
			c.Resources = filter(c.Resources, func(id ResourceID) bool { return id != resource })
			if c.ID == into {
				c.Resources = insertByID(c.Resources, resource, func(id ResourceID) ResourceID { return id })
			}
		}
	}), nil
}
