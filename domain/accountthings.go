package domain

import "slices"

// otherThing is how a kind of thing outside catalogs is made of its values, now being what it was, nil where it is new; and whether a
// catalog mentions one, nil where none does.
type otherThing struct {
	make func(ref Ref, now Thing, values []KeyedValue) Thing
	used func(c *Catalog, id int64) bool
}

var otherThings = map[Object]otherThing{
	ObjectTemplate: {make: func(ref Ref, now Thing, values []KeyedValue) Thing {
		was, _ := now.(*TemplateRow)
		t := templateOf(orZero(was), values)
		t.ID = TemplateID(ref.ID)
		return &t
	}},
	ObjectResource: {make: func(ref Ref, _ Thing, values []KeyedValue) Thing {
		r := made(Resource{ID: ResourceID(ref.ID)}, resourceTable, values)
		return &r
	}, used: (*Catalog).usesResource},
	ObjectNotification: {make: func(ref Ref, _ Thing, values []KeyedValue) Thing {
		t := made(NotificationTemplate{ID: NotificationID(ref.ID)}, notificationTable, values)
		return &t
	}, used: (*Catalog).usesNotification},
	ObjectFlow: {make: func(ref Ref, _ Thing, values []KeyedValue) Thing {
		f := flowOf(FlowID(ref.ID), values)
		return &f
	}, used: (*Catalog).usesFlow},
	ObjectExchangeRate: {make: func(ref Ref, _ Thing, values []KeyedValue) Thing {
		r := made(ExchangeRate{Currency: Currency(ref.Code)}, exchangeRateTable, values)
		return &r
	}},
	ObjectRecipe: {make: func(ref Ref, _ Thing, values []KeyedValue) Thing {
		r := made(Recipe{ID: RecipeID(ref.ID)}, recipeTable, values)
		return &r
	}},
	ObjectReseller: {make: func(_ Ref, now Thing, values []KeyedValue) Thing {
		was, _ := now.(*Account)
		a := made(orZero(was), accountTable, values)
		return &a
	}},
	ObjectUser: {make: func(ref Ref, now Thing, values []KeyedValue) Thing {
		was, _ := now.(*UserRow)
		u := userOf(orZero(was), values)
		u.ID = UserID(ref.ID)
		return &u
	}},
}

// thingOf returns the thing outside the catalog that has these values; now is what it was, nil where it is new.
func thingOf(ref Ref, now Thing, values []KeyedValue) Thing {
	if row, known := otherThings[ref.Of]; known {
		return row.make(ref, now, values)
	}
	return nil
}

// removable refuses to take away a thing outside catalogs that something uses, or whose deletion has a way of its own.
func (f Facts) removable(about Ref) error {
	if !about.Of.Info().Removable {
		return Invalid("This cannot be deleted.")
	}
	users, err := asked(f.Users, about)
	if err != nil || !users.Any() {
		return err
	}
	return Invalid("It cannot be removed while it is used by " + users.String() + ".")
}

// Uses reports whether the catalog mentions a resource, notification template or order flow.
func (c *Catalog) Uses(about Ref) bool {
	used := otherThings[about.Of].used
	return c != nil && used != nil && used(c, about.ID)
}

func (c *Catalog) usesResource(id int64) bool {
	return slices.ContainsFunc(c.Plans, func(p *Plan) bool { return p.Rate(ResourceID(id)) != nil }) ||
		slices.ContainsFunc(orZero(c.Categories).Resource, func(g ResourceCategory) bool { return slices.Contains(g.Resources, ResourceID(id)) })
}

func (c *Catalog) usesNotification(id int64) bool {
	return slices.ContainsFunc(orZero(c.Schedules).List, func(s Schedule) bool {
		return slices.ContainsFunc(s.Details, func(d ScheduleDetail) bool { return d.Template == NotificationID(id) })
	})
}

func (c *Catalog) usesFlow(id int64) bool { return c.OrderFlow != nil && c.OrderFlow.ID == FlowID(id) }
