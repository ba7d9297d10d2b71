package domain

import (
	"cmp"
	"slices"
)

// catalogThing is how a kind of thing is found in a catalog, nil where it is not there; how the key of its values is told from those of
// others; how its values are put into a catalog that is being made, which has none of it without values; and what is checked of one that
// a change touched. A kind that is one thing by itself has no key, and one that is never made by its values no put.
type catalogThing struct {
	find  func(c *Catalog, id int64) Thing
	key   func(id int64) Key
	put   func(next *Catalog, id int64, values []KeyedValue)
	check func(k *catalogCheck, id int64) error
}

var catalogThings = map[Object]catalogThing{
	ObjectPlan: {
		find: func(c *Catalog, id int64) Thing { return thing(c.Plan(PlanID(id))) },
		key:  func(id int64) Key { return Key{Plan: PlanID(id)} },
		put: func(next *Catalog, id int64, values []KeyedValue) {
			*next = *next.withPlans(map[PlanID]*Plan{PlanID(id): planOrNone(PlanID(id), values)})
		},
		check: checked((*catalogCheck).plan),
	},
	ObjectSalesCategory: {
		find:  func(c *Catalog, id int64) Thing { return thing(c.Categories.SalesCategory(CategoryID(id))) },
		key:   categoryKey,
		put:   putCategory(putSalesCategory),
		check: checked((*catalogCheck).salesCategory),
	},
	ObjectPlanCategory: {
		find:  func(c *Catalog, id int64) Thing { return thing(c.Categories.PlanCategory(CategoryID(id))) },
		key:   categoryKey,
		put:   putCategory(putPlanCategory),
		check: checked((*catalogCheck).planCategory),
	},
	ObjectResourceCategory: {
		find:  findResourceCategory,
		key:   categoryKey,
		put:   putCategory(putResourceCategory),
		check: checked((*catalogCheck).grouping),
	},
	ObjectSchedule: {
		find:  func(c *Catalog, id int64) Thing { return thing(c.Schedules.Schedule(ScheduleID(id))) },
		key:   func(id int64) Key { return Key{Schedule: ScheduleID(id)} },
		put:   putSchedule,
		check: checked((*catalogCheck).schedule),
	},
	ObjectTerms: {
		find:  findDocument,
		key:   func(id int64) Key { return Key{Name: idText(id)} },
		put:   putDocument,
		check: checked((*catalogCheck).document),
	},
	ObjectPriceRule: {
		find:  func(*Catalog, int64) Thing { return nil }, // they are no part of what is sold
		check: func(k *catalogCheck, _ int64) error { return k.priceRules() },
	},
	ObjectOrderFlow: {
		find:  func(c *Catalog, _ int64) Thing { return thing(c.OrderFlow) },
		check: func(*catalogCheck, int64) error { return nil },
	},
}

func checked[ID ~int64](check func(*catalogCheck, ID) error) func(*catalogCheck, int64) error {
	return func(k *catalogCheck, id int64) error { return check(k, ID(id)) }
}

func categoryKey(id int64) Key { return Key{Category: CategoryID(id)} }

// findResourceCategory finds the grouping of resources, which is one thing, where there is no id.
func findResourceCategory(c *Catalog, id int64) Thing {
	if id == 0 {
		return grouping(orZero(c.Categories).Resource)
	}
	return thing(c.Categories.ResourceCategory(CategoryID(id)))
}

func findDocument(c *Catalog, id int64) Thing {
	if c.Terms == nil || id == 0 {
		return nil
	}
	return thing(c.Terms.Document(id))
}

// Thing returns the thing of the catalog that a ref names, nil when it is not there. The grouping of resources is one thing, and
// so is the order flow.
func (c *Catalog) Thing(ref Ref) Thing {
	if row, known := catalogThings[ref.Of]; known {
		return row.find(c, ref.ID)
	}
	return nil
}

// With returns the catalog with a thing as its values say; without values it is not there.
func (c *Catalog) With(ref Ref, values []KeyedValue) *Catalog {
	next := *c
	if row := catalogThings[ref.Of]; row.put != nil {
		row.put(&next, ref.ID, values)
	}
	return &next
}

func putSchedule(next *Catalog, id int64, values []KeyedValue) {
	next.Schedules = &Schedules{put(orZero(next.Schedules).List, ScheduleID(id), values, func(s Schedule) ScheduleID { return s.ID }, scheduleOf)}
}

func putDocument(next *Catalog, id int64, values []KeyedValue) {
	terms := orZero(next.Terms) // how they are accepted is delivered, never the vendor's own
	terms.Documents = put(terms.Documents, id, values, func(d Document) int64 { return d.ID }, documentOf)
	next.Terms = &terms
}

// putCategory puts a category into a copy of those that there are.
func putCategory(put func(*Categories, CategoryID, []KeyedValue)) func(*Catalog, int64, []KeyedValue) {
	return func(next *Catalog, id int64, values []KeyedValue) {
		categories := orZero(next.Categories)
		put(&categories, CategoryID(id), values)
		next.Categories = &categories
	}
}

func putSalesCategory(c *Categories, id CategoryID, values []KeyedValue) {
	c.Sales = put(c.Sales, id, values, func(c SalesCategory) CategoryID { return c.ID }, salesCategoryOf)
}

func putPlanCategory(c *Categories, id CategoryID, values []KeyedValue) {
	c.Plan = put(c.Plan, id, values, func(c PlanCategory) CategoryID { return c.ID }, planCategoryOf)
}

func putResourceCategory(c *Categories, id CategoryID, values []KeyedValue) {
	if id == 0 {
		c.Resource = regrouped(c.Resource, values)
		return
	}
	c.Resource = put(c.Resource, id, values, func(c ResourceCategory) CategoryID { return c.ID }, resourceCategoryOf(c.ResourceCategory(id)))
}

// put returns the sorted list with what the values say in place of the element of this id; without values there is none.
func put[T any, ID cmp.Ordered](list []T, id ID, values []KeyedValue, idOf func(T) ID, make func(ID, []KeyedValue) T) []T {
	if len(values) > 0 {
		return putByID(list, make(id, values), idOf)
	}
	return slices.DeleteFunc(slices.Clone(list), func(t T) bool { return idOf(t) == id })
}
