package domain

import "slices"

// rest leaves out of an offer the values of no plan, and reports whether any were. What came with something else, as a schedule with the plan
// that assigns it, goes with that and is not left out by itself.
func (v *leftValues) rest(part *Offer, from *Catalog) bool {
	at := leftAt{keys: v.of(0)}
	if at.nothing() {
		return false
	}
	if at.has(Key{Field: FieldOrderFlow}) {
		part.OrderFlow = from.OrderFlow
	}
	part.Privileges = partPrivileges(part.Privileges, from.Privileges, at)
	part.Terms = partTerms(part.Terms, from.Terms, at)
	part.Schedules = partSchedules(part.Schedules, from.Schedules, at)
	part.Categories = &Categories{
		Sales:    partThings(part.Categories.Sales, orZero(from.Categories).Sales, salesCategoryTable, at, true),
		Plan:     partThings(part.Categories.Plan, orZero(from.Categories).Plan, planCategoryTable, at, false),
		Resource: partGroups(part.Categories, from.Categories, at),
	}
	return true
}

func partPrivileges(offered, had *PrivilegeSet, at leftAt) *PrivilegeSet {
	if offered == nil {
		return nil
	}
	left := func(p Privilege) bool { return at.has(Key{Field: FieldPrivilege, Name: string(p)}) }
	list := filter(offered.List, func(p Privilege) bool { return !left(p) })
	list = append(list, filter(orZero(had).List, left)...)
	slices.Sort(list)
	return &PrivilegeSet{list}
}

func partTerms(offered, had *Terms, at leftAt) *Terms {
	if offered == nil {
		return nil
	}
	next := *offered
	if at.has(Key{Field: FieldTermsAcceptance}) {
		next.Acceptance = orZero(had).Acceptance
	}
	left := func(d Document) bool { return at.has(documentKey(d)) }
	next.Documents = filter(offered.Documents, func(d Document) bool { return !left(d) })
	next.Documents = mergeByID(next.Documents, filter(orZero(had).Documents, left), func(d Document) int64 { return d.ID })
	return &next
}

// partSchedules leaves schedules out that the reseller has already.
func partSchedules(offered, had *Schedules, at leftAt) *Schedules {
	stay := filter(orZero(had).List, func(s Schedule) bool { return at.has(Key{Field: FieldScheduleContent, Schedule: s.ID}) })
	return &Schedules{mergeByID(stay, offered.List, func(s Schedule) ScheduleID { return s.ID })}
}

// partThings leaves out that things come and go, where comes says so of new ones, and values of the others.
func partThings[T Thing](offered, had []T, table []fieldRow[T], at leftAt, comes bool) []T {
	key := func(t T) Key { return t.Values()[0].Key }
	left := func(t T) bool {
		return slices.ContainsFunc(at.keys, func(k Key) bool {
			return k.Category == key(t).Category && slices.Contains(append(k.things(), k), key(t))
		})
	}
	find := func(list []T, t T) *T {
		i := slices.IndexFunc(list, func(x T) bool { return key(x) == key(t) })
		if i < 0 {
			return nil
		}
		return &list[i]
	}
	var next []T
	for _, t := range offered {
		was := find(had, t)
		if was == nil && comes && left(t) {
			continue
		}
		for _, row := range table {
			if k := key(t).of(row.Field); was != nil && row.Kind != PresenceValue && at.has(k) {
				setValue(table, row.Field, &t, row.get(was))
			}
		}
		next = append(next, t)
	}
	for _, t := range had {
		if find(offered, t) == nil && left(t) {
			next = append(next, t)
		}
	}
	slices.SortFunc(next, func(a, b T) int { return compareKeys(key(a), key(b)) })
	return next
}

// partGroups leaves resources in the category in which the reseller has them, and names and positions of categories as they are.
func partGroups(offered, had *Categories, at leftAt) []ResourceCategory {
	groups := slices.Clone(offered.Resource)
	for i := range groups {
		c := &groups[i]
		c.Resources = filter(c.Resources, func(id ResourceID) bool { return !at.has(Key{Field: FieldGrouping, Resource: id}) })
		was := had.ResourceCategory(c.ID)
		if was != nil && at.has(Key{Field: FieldResourceCategoryName, Category: c.ID}) {
			c.Name = was.Name
		}
		if was != nil && at.has(Key{Field: FieldResourceCategoryPosition, Category: c.ID}) {
			c.Position = was.Position
		}
	}
	for _, was := range orZero(had).Resource {
		stay := filter(was.Resources, func(id ResourceID) bool { return at.has(Key{Field: FieldGrouping, Resource: id}) })
		if len(stay) == 0 {
			continue
		}
		if (&Categories{Resource: groups}).ResourceCategory(was.ID) == nil {
			groups = insertByID(groups, ResourceCategory{ID: was.ID, Name: was.Name, Position: was.Position}, func(c ResourceCategory) CategoryID { return c.ID })
		}
		c := (&Categories{Resource: groups}).ResourceCategory(was.ID)
		c.Resources = append(c.Resources, stay...)
		slices.Sort(c.Resources)
	}
	return slices.DeleteFunc(groups, func(c ResourceCategory) bool { return len(c.Resources) == 0 })
}
