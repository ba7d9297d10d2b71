package domain

import "slices"

// updateCategories makes delegated sales categories, plan categories and the grouping of resources the offer's
// (rules 4a, 4b, 4d, 4f).
func updateCategories(s *catalogSync) {
	if s.switches.DisableCategories {
		s.leave(CategoriesProtected, Option{Key: UpdateCategories, catalog: updateSalesTree})
	} else {
		updateSalesTree(s)
	}
	s.updatePlanCategories()
	s.updateGrouping()
}

// updateSalesTree makes the tree of sales categories, and where plans stand in it, the offer's.
func updateSalesTree(s *catalogSync) {
	s.placing = true
	s.updateSales()
	s.removeSales()
	s.place()
}

// updateSales creates and updates the offered sales categories, those above before those below.
func (s *catalogSync) updateSales() {
	for _, offered := range topDown(s.offer.Categories.Sales) {
		if !s.ensureCategory(offered.ID) {
			continue
		}
		c := s.categories.SalesCategory(offered.ID)
		key := Key{Category: c.ID}
		s.text(key.of(FieldCategoryName), &c.Name, offered.Name)
		s.text(key.of(FieldCategoryText), &c.Description, offered.Description)
		if c.Position != offered.Position {
			s.note(Updated, "", key.of(FieldCategoryPosition), intText(int64(c.Position)), intText(int64(offered.Position)))
			c.Position = offered.Position
		}
		if c.Display != offered.Display && s.switches.SyncDisplayCategory {
			s.note(Updated, "", key.of(FieldDisplay), YesNo(c.Display), YesNo(offered.Display))
			c.Display = offered.Display
		}
		s.moveCategory(c, offered.Parent)
	}
}

func (s *catalogSync) text(key Key, have *string, offered string) {
	if *have != offered {
		s.note(Updated, "", key, *have, offered)
		*have = offered
	}
}

// moveCategory puts a category below another, unless plans stand there or it would stand below itself (rule 4f).
func (s *catalogSync) moveCategory(c *SalesCategory, parent CategoryID) {
	if c.Parent == parent {
		return
	}
	key := Key{Field: FieldCategoryParent, Category: c.ID}
	if reason := s.cannotHold(parent, c.ID); reason != "" {
		s.note(Skipped, reason, key, idText(c.Parent), idText(parent))
		return
	}
	s.note(Updated, "", key, idText(c.Parent), idText(parent))
	c.Parent = parent
}

// cannotHold says why category child cannot stand below parent; empty when it can.
func (s *catalogSync) cannotHold(parent, child CategoryID) Reason {
	switch {
	case parent == 0:
		return ""
	case s.categories.SalesCategory(parent) == nil:
		return ParentMissing
	case s.holdsPlans(parent):
		return OwnPlanInside
	}
	for at := s.categories.SalesCategory(parent); at != nil; at = s.categories.SalesCategory(at.Parent) {
		if at.ID == child {
			return WouldLoop
		}
	}
	return ""
}

// ensureCategory creates an offered sales category and the path above it where the reseller lacks them (rule 1c). It
// reports whether the reseller has the category afterwards.
func (s *catalogSync) ensureCategory(id CategoryID) bool {
	if s.categories.SalesCategory(id) != nil {
		return true
	}
	offered := s.offer.Categories.SalesCategory(id)
	if offered == nil {
		return false
	}
	if offered.Parent != 0 {
		s.ensureCategory(offered.Parent)
	}
	key := Key{Field: FieldSalesCategory, Category: id}
	if reason := s.cannotHold(offered.Parent, id); reason != "" {
		s.noteOnce(Skipped, reason, key, "", offered.Name)
		return false
	}
	s.categories.Sales = insertByID(s.categories.Sales, *offered, func(c SalesCategory) CategoryID { return c.ID })
	s.note(Created, "", key, "", offered.Name)
	return true
}

// removeSales removes delivered categories that the offer no longer has, from below, where nothing is in them (rule 4f).
func (s *catalogSync) removeSales() {
	gone := filter(s.categories.Sales, func(c SalesCategory) bool { return s.offer.Categories.SalesCategory(c.ID) == nil })
	below := topDown(gone)
	slices.Reverse(below)
	for _, c := range below {
		key := Key{Field: FieldSalesCategory, Category: c.ID}
		if s.holdsPlans(c.ID) || s.holdsCategories(c.ID) {
			s.note(Skipped, NotEmpty, key, c.Name, "")
			continue
		}
		s.note(Removed, "", key, c.Name, "")
		s.categories.Sales = slices.DeleteFunc(s.categories.Sales, func(x SalesCategory) bool { return x.ID == c.ID })
	}
}

// place moves the plans to where the offer has them, as far as the categories there can hold plans.
func (s *catalogSync) place() {
	known := map[CategoryID]bool{}
	fits := func(id CategoryID) bool {
		answer, asked := known[id]
		if !asked {
			answer = s.fits(id)
			known[id] = answer
		}
		return answer
	}
	offers := s.offer.Plans
	for i, p := range s.plans {
		for len(offers) > 0 && offers[0].ID < p.ID {
			offers = offers[1:]
		}
		if len(offers) > 0 && offers[0].ID == p.ID {
			s.plans[i] = s.placePlan(p, offers[0].SalesCategories, fits)
		}
	}
	s.placing = false
}

// placePlan returns the plan in those of the wanted categories that can hold it.
func (s *catalogSync) placePlan(p *Plan, wanted []CategoryID, fits func(CategoryID) bool) *Plan {
	fitting, reason := wanted, Reason("")
	if slices.ContainsFunc(wanted, func(id CategoryID) bool { return !fits(id) }) {
		fitting, reason = filter(wanted, fits), CategoryHoldsNoPlans
	}
	stays := slices.Equal(fitting, p.SalesCategories)
	if reason != "" && (stays || s.added[p.ID]) { // what is new did not stand anywhere before
		s.note(Skipped, reason, p.key(FieldPlacement), IDs(fitting), IDs(wanted))
	}
	if stays {
		return p
	}
	if !s.added[p.ID] {
		s.note(Updated, reason, p.key(FieldPlacement), IDs(p.SalesCategories), IDs(fitting))
	}
	return s.run.withPlacement(p, fitting)
}

// fits reports whether plans can stand in this category: the reseller has it and it holds no sub-categories.
func (s *catalogSync) fits(id CategoryID) bool {
	return s.categories.SalesCategory(id) != nil && !s.holdsCategories(id)
}

func (s *catalogSync) holdsPlans(id CategoryID) bool {
	if _, own := slices.BinarySearch(s.occupied.plans, id); own {
		return true
	}
	return slices.ContainsFunc(s.plans, func(p *Plan) bool {
		at := p.SalesCategories
		if offered := s.offer.Plan(p.ID); s.placing && offered != nil {
			at = offered.SalesCategories
		}
		return slices.Contains(at, id)
	})
}

func (s *catalogSync) holdsCategories(id CategoryID) bool {
	if _, own := slices.BinarySearch(s.occupied.categories, id); own {
		return true
	}
	return slices.ContainsFunc(s.categories.Sales, func(c SalesCategory) bool { return c.Parent == id })
}

// settlePlacement takes a plan out of sales categories that cannot hold it.
func (s *catalogSync) settlePlacement(p *Plan) *Plan {
	fitting := filter(p.SalesCategories, s.fits)
	if len(fitting) == len(p.SalesCategories) {
		return p
	}
	s.note(Skipped, CategoryHoldsNoPlans, p.key(FieldPlacement), IDs(fitting), IDs(p.SalesCategories))
	return s.run.withPlacement(p, fitting)
}

// topDown orders categories so that each comes after the one it stands below, where that is in the list.
func topDown(list []SalesCategory) []SalesCategory {
	depth := map[CategoryID]int{}
	parents := map[CategoryID]CategoryID{}
	for _, c := range list {
		parents[c.ID] = c.Parent
	}
	for _, c := range list {
		for at, steps := c.ID, 0; at != 0 && steps <= len(list); at, steps = parents[at], steps+1 {
			depth[c.ID]++
		}
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b SalesCategory) int { return depth[a.ID] - depth[b.ID] })
	return sorted
}

func sameCategories(a, b *Categories) bool {
	if a == nil {
		return len(b.Sales)+len(b.Plan)+len(b.Resource) == 0
	}
	return slices.Equal(a.Sales, b.Sales) && slices.Equal(a.Plan, b.Plan) &&
		slices.EqualFunc(a.Resource, b.Resource, func(x, y ResourceCategory) bool {
			return x.ID == y.ID && x.Name == y.Name && x.Position == y.Position && slices.Equal(x.Resources, y.Resources)
		})
}
