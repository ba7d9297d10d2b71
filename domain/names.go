package domain

import (
	"cmp"
	"maps"
	"slices"
)

// Names gives the names of what outcomes mention, by id. What has no name any more is missing.
type Names struct {
	Plans         map[PlanID]string
	Periods       map[PeriodID]string // "12 months", "1 month trial"
	Resources     map[ResourceID]string
	Categories    map[CategoryID]string
	Schedules     map[ScheduleID]string
	Notifications map[NotificationID]string
	Documents     map[int64]string
	Templates     map[TemplateID]string // of services
	Flows         map[FlowID]string     // that templates deliver
	Accounts      map[AccountID]string

	Terms map[TemplateID]map[int64]string // the documents of each service template: two may have one under different names
}

// NamesOf returns the names of everything in the catalogs; where two have the same id, the first wins. The maps of what is not in
// catalogs, such as resources, are empty.
func NamesOf(catalogs ...*Catalog) Names {
	n := Names{map[PlanID]string{}, map[PeriodID]string{}, map[ResourceID]string{}, map[CategoryID]string{},
		map[ScheduleID]string{}, map[NotificationID]string{}, map[int64]string{}, map[TemplateID]string{}, map[FlowID]string{},
		map[AccountID]string{}, map[TemplateID]map[int64]string{}}
	for _, c := range slices.Backward(catalogs) {
		if c != nil {
			n.add(c)
		}
	}
	return n
}

// Knowing are the names with those of categories and schedules of a catalog that have none otherwise.
func (n Names) Knowing(c *Catalog) Names {
	if c == nil {
		return n
	}
	more := NamesOf(c)
	maps.Copy(more.Categories, n.Categories)
	maps.Copy(more.Schedules, n.Schedules)
	n.Categories, n.Schedules = more.Categories, more.Schedules
	return n
}

// Lacks reports whether an edit puts something into a category, or gives it a schedule, that has no name here; or did before.
func (n Names) Lacks(e Edit) bool {
	var named func(id int64) string
	switch e.Key.Field.Info().Names {
	case ObjectSchedule:
		named = func(id int64) string { return n.Schedules[ScheduleID(id)] }
	case ObjectSalesCategory, ObjectPlanCategory:
		named = func(id int64) string { return n.Categories[CategoryID(id)] }
	default:
		return false
	}
	return slices.ContainsFunc(ParseIDs[int64](e.From.Text+" "+e.To.Text), func(id int64) bool { return id != 0 && named(id) == "" })
}

func (n Names) add(c *Catalog) {
	for _, p := range c.Plans {
		n.Plans[p.ID] = p.Name
		for _, period := range p.Periods {
			n.Periods[period.ID] = period.Label()
		}
	}
	if c.Categories != nil {
		for _, s := range c.Categories.Sales {
			n.Categories[s.ID] = s.Name
		}
		for _, p := range c.Categories.Plan {
			n.Categories[p.ID] = p.Name
		}
		for _, r := range c.Categories.Resource {
			n.Categories[r.ID] = r.Name
		}
	}
	if c.Schedules != nil {
		for _, s := range c.Schedules.List {
			n.Schedules[s.ID] = s.Name
		}
	}
	if c.Terms != nil {
		for _, d := range c.Terms.Documents {
			n.Documents[d.ID] = d.Name
		}
	}
	if c.OrderFlow != nil {
		n.Flows[c.OrderFlow.ID] = c.OrderFlow.Name
	}
}

// NamesIn adds what edits themselves say of the names of things that have none any more: a plan that was deleted, a period that was
// removed.
func (n Names) NamesIn(about Ref, edits []Edit) {
	periods := map[PeriodID]*Period{}
	for _, e := range edits {
		text := e.To.Text
		if !e.To.There {
			text = e.From.Text
		}
		switch k := e.Key; k.Field {
		case FieldName, FieldCategoryName, FieldPlanCategoryName, FieldResourceCategoryName, FieldScheduleName, FieldDocumentName:
			n.learn(RefOf(k), text)
		case FieldLength, FieldUnit, FieldTrial:
			if periods[k.Period] == nil {
				periods[k.Period] = &Period{}
			}
			setValue(periodTable, k.Field, periods[k.Period], text)
		}
	}
	for id, period := range periods {
		if period.Length != 0 && period.Unit != "" {
			n.learn(Ref{Of: ObjectPeriod, ID: int64(id)}, period.Label())
		}
	}
	if about.Of == ObjectPlan {
		n.learn(about, about.Name)
	}
}

// For returns the names for what was changed of a thing: the documents of a service template are called as the edits themselves say, else
// as in that template.
func (n Names) For(about Ref, edits []Edit) Names {
	if about.Of != ObjectTemplate {
		return n
	}
	n.Documents = maps.Clone(n.Documents)
	maps.Copy(n.Documents, n.Terms[TemplateID(about.ID)])
	for _, e := range edits {
		if e.Key.Field == FieldDocumentName && (e.To.There || e.From.There) {
			n.Documents[RefOf(e.Key).ID] = cmp.Or(e.To, e.From).Text
		}
	}
	return n
}

// AddDocument keeps the name that a document has in a service template.
func (n Names) AddDocument(template TemplateID, document int64, name string) {
	if n.Terms[template] == nil {
		n.Terms[template] = map[int64]string{}
	}
	n.Terms[template][document] = name
	n.Add(ObjectTerms, document, name)
}

// learn adds a name where there is none.
func (n Names) learn(of Ref, name string) {
	if n.Of(of.Of, of.ID) == "" {
		n.Add(of.Of, of.ID, name)
	}
}

// Of returns the name of a thing of a kind; "" where it is not known, or names of its kind are not kept.
func (n Names) Of(of Object, id int64) string {
	if names := namesByID[of]; names != nil {
		return names(n).of(id)
	}
	return ""
}

// Add keeps the name of a thing of a kind of which names are kept.
func (n Names) Add(of Object, id int64, name string) {
	if names := namesByID[of]; names != nil && name != "" {
		names(n).add(id, name)
	}
}

// idNames are names by the ids of things of a kind.
type idNames interface {
	of(id int64) string
	add(id int64, name string)
}

type namesOf[ID ~int64] map[ID]string

func (m namesOf[ID]) of(id int64) string        { return m[ID(id)] }
func (m namesOf[ID]) add(id int64, name string) { m[ID(id)] = name }

// namesByID are the names of things of each kind.
var namesByID = map[Object]func(Names) idNames{
	ObjectPlan:             func(n Names) idNames { return namesOf[PlanID](n.Plans) },
	ObjectPeriod:           func(n Names) idNames { return namesOf[PeriodID](n.Periods) },
	ObjectResource:         func(n Names) idNames { return namesOf[ResourceID](n.Resources) },
	ObjectSalesCategory:    func(n Names) idNames { return namesOf[CategoryID](n.Categories) },
	ObjectPlanCategory:     func(n Names) idNames { return namesOf[CategoryID](n.Categories) },
	ObjectResourceCategory: func(n Names) idNames { return namesOf[CategoryID](n.Categories) },
	ObjectSchedule:         func(n Names) idNames { return namesOf[ScheduleID](n.Schedules) },
	ObjectNotification:     func(n Names) idNames { return namesOf[NotificationID](n.Notifications) },
	ObjectTerms:            func(n Names) idNames { return namesOf[int64](n.Documents) },
	ObjectTemplate:         func(n Names) idNames { return namesOf[TemplateID](n.Templates) },
	ObjectFlow:             func(n Names) idNames { return namesOf[FlowID](n.Flows) },
	ObjectReseller:         func(n Names) idNames { return namesOf[AccountID](n.Accounts) },
}
