package domain

import (
	"cmp"
	"slices"
)

// This file finds the things of a catalog that changes are about, and makes them from their values.

// RefOf names the thing of a catalog that a value belongs to.
func RefOf(key Key) Ref {
	switch info := key.Field.Info(); {
	case info.Of == ObjectLock: // of what it locks a value of
		return RefOf(key.Locked())
	case info.Of == ObjectTemplate: // which names the plans that it delegates
		return Ref{Of: info.Of}
	case info.Of == ObjectPriceRule: // all of them are one
		return Ref{Of: info.Of}
	case key.Plan != 0:
		return Ref{Of: ObjectPlan, ID: int64(key.Plan)}
	case key.Field == FieldGrouping:
		return Ref{Of: ObjectResourceCategory}
	case key.Category != 0:
		return Ref{Of: info.Of, ID: int64(key.Category)}
	case key.Schedule != 0:
		return Ref{Of: ObjectSchedule, ID: int64(key.Schedule)}
	case info.Of == ObjectTerms:
		return Ref{Of: ObjectTerms, ID: parseInt(key.Name)}
	default:
		return Ref{Of: info.Of}
	}
}

// Key is that of the value that says that a thing of a catalog is there; the zero Key for any other thing.
func (r Ref) Key() Key {
	row := catalogThings[r.Of]
	if row.key == nil {
		return Key{}
	}
	return row.key(r.ID).of(r.Of.Info().There)
}

// thing returns nil for a nil pointer, which an interface would not be.
func thing[T any, P interface {
	*T
	Thing
}](p P) Thing {
	if p == nil {
		return nil
	}
	return p
}

// Named returns the ref with the name that the thing has after a change, or had when it was removed, where it has none yet: what
// it is called for the log.
func (a Applied) Named(about Ref, s Situation) Ref {
	if about.Name != "" {
		about.Name = CleanLine(about.Name)
		return about
	}
	looked, before, after := s.Looked, s.Thing, a.After
	if InCatalog(about.Of) {
		looked = s.Seen.Effective().Thing(about)
		before, after = s.Now.Effective().Thing(about), State{s.Now.Delivered, a.Own}.Effective().Thing(about)
	}
	about.Name = cmp.Or(NameOf(after), NameOf(before), NameOf(looked), about.Code, about.Of.Noun())
	return about
}

// Called returns the ref with the name that the thing has at the time, whatever the change would have it called; one that is gone has
// the name that the maker of the change saw.
func (s Situation) Called(about Ref) Ref {
	thing, seen := s.Thing, s.Looked
	if InCatalog(about.Of) {
		thing, seen = s.Now.Effective().Thing(about), s.Seen.Effective().Thing(about)
	}
	about.Name = cmp.Or(NameOf(thing), about.Name, NameOf(seen), about.Code, about.Of.Noun())
	return about
}

// NameOf is what a thing is called, "" where it is not there or has no name. An exchange rate is called as its currency.
func NameOf(t Thing) string {
	switch t := t.(type) {
	case *Plan:
		return t.Name
	case *SalesCategory:
		return t.Name
	case *PlanCategory:
		return t.Name
	case *ResourceCategory:
		return t.Name
	case *Schedule:
		return t.Name
	case *Document:
		return t.Name
	case *OrderFlow:
		return t.Name
	case *TemplateRow:
		return t.Name
	case *Resource:
		return t.Name
	case *NotificationTemplate:
		return t.Name
	case *Recipe:
		return t.Name
	case *Account:
		return t.Name
	case *UserRow:
		return t.Name
	case *ExchangeRate:
		return string(t.Currency)
	}
	return ""
}

// grouping is which resource is in which category.
type grouping []ResourceCategory

// Values returns the category of each resource that is in one.
func (g grouping) Values() []KeyedValue {
	var values []KeyedValue
	for _, c := range g {
		for _, resource := range c.Resources {
			values = append(values, KeyedValue{Key{Field: FieldGrouping, Resource: resource}, idText(c.ID)})
		}
	}
	return values
}

// putByID returns the sorted list with t in place of the element of its id, or added.
func putByID[T any, ID cmp.Ordered](list []T, t T, id func(T) ID) []T {
	without := slices.DeleteFunc(slices.Clone(list), func(x T) bool { return id(x) == id(t) })
	return insertByID(without, t, id)
}

// made sets the values of a new thing.
func made[T any](t T, rows []fieldRow[T], values []KeyedValue) T {
	for _, v := range values {
		setValue(rows, v.Key.Field, &t, v.Value)
	}
	return t
}

func salesCategoryOf(id CategoryID, values []KeyedValue) SalesCategory {
	return made(SalesCategory{ID: id}, salesCategoryTable, values)
}

func planCategoryOf(id CategoryID, values []KeyedValue) PlanCategory {
	return made(PlanCategory{ID: id}, planCategoryTable, values)
}

// resourceCategoryOf leaves in the category what is in it: the grouping of resources is a thing of its own.
func resourceCategoryOf(now *ResourceCategory) func(CategoryID, []KeyedValue) ResourceCategory {
	return func(id CategoryID, values []KeyedValue) ResourceCategory {
		return made(ResourceCategory{ID: id, Resources: orZero(now).Resources}, resourceCategoryTable, values)
	}
}

func regrouped(list []ResourceCategory, values []KeyedValue) []ResourceCategory {
	next := slices.Clone(list)
	for i := range next {
		next[i].Resources = nil
		for _, v := range values {
			if CategoryID(parseInt(v.Value)) == next[i].ID {
				next[i].Resources = append(next[i].Resources, v.Key.Resource)
			}
		}
		slices.Sort(next[i].Resources)
	}
	return next
}

func scheduleOf(id ScheduleID, values []KeyedValue) Schedule {
	s := made(Schedule{ID: id}, scheduleTable, values)
	for _, v := range values {
		if d, ok := NotificationOf(v.Key); ok {
			s.Details = append(s.Details, d)
		}
	}
	sortDetails(s.Details)
	return s
}

func documentOf(id int64, values []KeyedValue) Document {
	return made(Document{ID: id}, documentTable, values)
}

func termsOf(values []KeyedValue) *Terms {
	terms := &Terms{}
	documents := map[int64][]KeyedValue{}
	for _, v := range values {
		if v.Key.Field == FieldTermsAcceptance {
			terms.Acceptance = v.Value
		} else {
			documents[parseInt(v.Key.Name)] = append(documents[parseInt(v.Key.Name)], v)
		}
	}
	for id, values := range documents {
		terms.Documents = insertByID(terms.Documents, documentOf(id, values), func(d Document) int64 { return d.ID })
	}
	return terms
}

func flowOf(id FlowID, values []KeyedValue) OrderFlow {
	f := OrderFlow{ID: id}
	for _, v := range values {
		if step, ok := TransitionOf(v.Key); ok {
			step.Manual = v.Value == Yes
			f.Transitions = append(f.Transitions, step)
		} else if v.Key.Field == FieldOrderFlow {
			f.Name = v.Value
		}
	}
	sortTransitions(f.Transitions)
	return f
}

func sortTransitions(list []Transition) {
	slices.SortFunc(list, func(a, b Transition) int {
		return cmp.Or(cmp.Compare(a.OrderType, b.OrderType), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
}
