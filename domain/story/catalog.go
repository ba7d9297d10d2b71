package story

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tiersync/domain"
)

// Day is when everything happens: the rules do not depend on the time.
func Day() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// editVendor applies a statement about what a vendor adds, changes or removes. What was delivered to a reseller becomes their
// own value; what they or the provider made is changed itself.
func (w *World) editVendor(v *Vendor, s Statement) error {
	switch _, beside := things[first(s.What)]; {
	case s.Verb == "confirms":
		s.How = []string{"confirmation"}
		return w.changePlan(v, s)
	case s.Verb == "customizes":
		return w.customize(v, s)
	case s.Verb == "resets":
		return w.reset(v, s)
	case s.Verb == "locks" || s.Verb == "unlocks":
		return w.lock(v, s)
	case s.Verb == "rules" || s.Verb == "unrules":
		return w.rule(v, s)
	case beside && len(s.What) > 1:
		return w.editThing(v, s)
	case s.Verb == "adds" || s.Verb == "removes":
		return w.editStructure(v, s)
	case s.Verb == "changes":
		return w.changePlan(v, s)
	}
	return fmt.Errorf("unknown verb %s", s.Verb)
}

// Make replaces what the vendor made.
func (v *Vendor) Make(made *domain.Catalog) { v.State.Own = v.State.Own.WithMade(made) }

// delivered reports whether the thing that a value belongs to was delivered to the vendor.
func (v *Vendor) delivered(key domain.Key) bool {
	return v.State.Delivered != nil && v.State.Delivered.Thing(domain.RefOf(key)) != nil
}

// own sets a value of the vendor's own over a delivered one; an upgrade path needs none.
func (v *Vendor) own(value domain.KeyedValue) error {
	var base domain.KeyedValue
	if v.delivered(value.Key) {
		values := v.State.Delivered.Thing(domain.RefOf(value.Key)).Values()
		if at := slices.IndexFunc(values, func(is domain.KeyedValue) bool { return is.Key == value.Key }); at >= 0 {
			base = values[at]
		}
	}
	if base.Key != value.Key && value.Key.Field.Info().Of != domain.ObjectUpgrade && !value.Key.Field.IsRule() {
		return fmt.Errorf("nothing was delivered there")
	}
	was, _ := v.State.Own.Value(value.Key)
	v.State.Own = v.State.Own.With(domain.Override{Key: value.Key, Value: value.Value, Base: base.Value, By: 1, At: Day(), Lock: was.Lock})
	return nil
}

// reset reads "A resets Mail month: recurring fee": the delivered value counts again.
func (w *World) reset(v *Vendor, s Statement) error {
	key, err := w.Key(s.What)
	if err != nil {
		return err
	}
	for _, how := range s.How {
		value, err := w.Value(key, how)
		if err != nil {
			return err
		}
		v.State.Own = v.State.Own.Without(value.Key)
	}
	return nil
}

// lock reads "A locks Mail month: recurring fee, because promised until June", and "A unlocks Mail month: recurring fee".
func (w *World) lock(v *Vendor, s Statement) error {
	key, err := w.Key(s.What)
	if err != nil {
		return err
	}
	how, reason := s.How, ""
	if s.Verb == "locks" {
		is := false
		if reason, is = strings.CutPrefix(how[len(how)-1], "because "); !is {
			return fmt.Errorf("want: because, and why")
		}
		how = how[:len(how)-1]
	}
	for _, text := range how {
		value, err := w.Value(key, text)
		if err != nil {
			return err
		}
		own, is := v.State.Own.Value(value.Key)
		if !is {
			return fmt.Errorf("there is no own value")
		}
		own.Lock = reason
		v.State.Own = v.State.Own.With(own)
	}
	return nil
}

// customize reads "A customizes Sales New > Done: manually".
func (w *World) customize(v *Vendor, s Statement) error {
	step, err := transition(strings.Join(s.What, " "))
	if err != nil {
		return err
	}
	if v.State.Delivered == nil || v.State.Delivered.OrderFlow == nil {
		return fmt.Errorf("no order flow was delivered")
	}
	key := domain.TransitionKey(v.State.Delivered.OrderFlow.ID, step)
	return v.own(domain.KeyedValue{Key: key, Value: domain.YesNo(slices.Contains(s.How, "manually"))})
}

// things are the kinds of thing that a catalog has beside plans, and how their names are kept.
var things = map[string]struct {
	of   domain.Object
	name string
}{
	"category": {domain.ObjectSalesCategory, "category"},
	"tax":      {domain.ObjectPlanCategory, "plan category"},
	"grouping": {domain.ObjectResourceCategory, "resource category"},
	"schedule": {domain.ObjectSchedule, "schedule"},
	"document": {domain.ObjectTerms, "document"},
}

// editThing reads "P adds category Office: under Cloud", "P adds schedule Remind: -7 expiry", "A adds document House: 1", "P changes
// grouping People: holds users storage" and "P changes tax Software: 7". Of a category, what is not said stays.
func (w *World) editThing(v *Vendor, s Statement) error {
	ref, values, err := w.Thing(v.State.Effective(), s)
	if err != nil {
		return err
	}
	there := v.State.Effective().Thing(ref)
	switch {
	case there == nil && s.Verb == "changes" && ref.Of == domain.ObjectSalesCategory:
		return fmt.Errorf("there is no such category")
	case ref.Of == domain.ObjectSalesCategory && v.delivered(domain.DisplayKey(domain.CategoryID(ref.ID))):
		return v.ownDisplay(there.Values(), values)
	case s.Verb == "removes":
		values = nil
	}
	made := v.State.Own.MadeCatalog().With(ref, values)
	if ref.Of == domain.ObjectResourceCategory {
		made = made.With(domain.Ref{Of: ref.Of}, append(grouped(made, ref), values...))
	}
	v.Make(made)
	return nil
}

// ownDisplay sets the one value that a reseller may have of their own of a delivered category.
func (v *Vendor) ownDisplay(now, values []domain.KeyedValue) error {
	for i, value := range values {
		switch {
		case value == now[i]:
		case value.Key.Field != domain.FieldDisplay:
			return fmt.Errorf("the category was delivered")
		default:
			return v.own(value)
		}
	}
	return nil
}

// grouped is what is in the other resource categories.
func grouped(c *domain.Catalog, but domain.Ref) []domain.KeyedValue {
	return slices.DeleteFunc(c.Thing(domain.Ref{Of: but.Of}).Values(), func(v domain.KeyedValue) bool {
		return v.Value == strconv.FormatInt(but.ID, 10)
	})
}

// Thing reads what a statement tells of a thing beside plans: all its values, where catalog is what there is now.
func (w *World) Thing(catalog *domain.Catalog, s Statement) (domain.Ref, []domain.KeyedValue, error) {
	kind, name := things[s.What[0]], s.What[1]
	id := w.Names.ID(kind.name, name)
	ref, key := domain.Ref{Of: kind.of, ID: id}, domain.Key{Category: domain.CategoryID(id)}
	switch kind.of {
	case domain.ObjectSchedule:
		schedule, err := w.schedule(name, s)
		return ref, schedule.Values(), err
	case domain.ObjectTerms:
		return ref, w.document(name, first(s.How)).Values(), nil
	case domain.ObjectPlanCategory:
		return ref, domain.PlanCategory{ID: key.Category, Name: name, TaxCategory: first(s.How)}.Values(), nil
	}
	values := domain.ResourceCategory{ID: key.Category, Name: name}.Values()
	if now := catalog.Thing(ref); kind.of == domain.ObjectSalesCategory && now != nil {
		values = now.Values()
	} else if kind.of == domain.ObjectSalesCategory {
		values = domain.SalesCategory{ID: key.Category, Name: name, Display: true}.Values()
	}
	values, err := w.category(ref, values, s.How)
	return ref, values, err
}

// category are the values of a sales or resource category with what is said of it.
func (w *World) category(ref domain.Ref, values []domain.KeyedValue, how []string) ([]domain.KeyedValue, error) {
	for _, text := range how {
		if resources, holds := strings.CutPrefix(text, "holds "); holds && ref.Of == domain.ObjectResourceCategory {
			for resource := range strings.FieldsSeq(resources) {
				key := domain.Key{Field: domain.FieldGrouping, Resource: domain.ResourceID(w.Names.ID("resource", resource))}
				values = append(values, domain.KeyedValue{Key: key, Value: strconv.FormatInt(ref.ID, 10)})
			}
			continue
		}
		switch text {
		case "top":
			text = "under none"
		case "hidden":
			text = "shown no"
		}
		value, err := w.value(domain.Key{Category: domain.CategoryID(ref.ID)}, text, ref.Of)
		if err != nil {
			return nil, err
		}
		values = with(values, value)
	}
	return values, nil
}

// with sets a value among those that are there, or adds it.
func with(values []domain.KeyedValue, value domain.KeyedValue) []domain.KeyedValue {
	at := slices.IndexFunc(values, func(is domain.KeyedValue) bool { return is.Key == value.Key })
	if at < 0 {
		return append(values, value)
	}
	values[at] = value
	return values
}

// schedule reads "-7 expiry, 3 expired": days and notification templates.
func (w *World) schedule(name string, s Statement) (domain.Schedule, error) {
	schedule := domain.Schedule{ID: domain.ScheduleID(w.Names.ID("schedule", name)), Name: name}
	if s.Verb == "removes" {
		return schedule, nil
	}
	for _, how := range s.How {
		days, template, _ := strings.Cut(how, " ")
		n, err := strconv.Atoi(days)
		if err != nil {
			return schedule, err
		}
		schedule.Details = append(schedule.Details, domain.ScheduleDetail{Days: n,
			Template: domain.NotificationID(w.Names.ID("notification", template)), Condition: "Always", AppliesTo: "all"})
	}
	return schedule, nil
}
