package domain

import "slices"

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
}

// NamesOf returns the names of everything in the catalogs; where two have the same id, the first wins. The maps of what is not in
// catalogs, such as resources, are empty.
func NamesOf(catalogs ...*Catalog) Names {
	n := Names{map[PlanID]string{}, map[PeriodID]string{}, map[ResourceID]string{}, map[CategoryID]string{},
		map[ScheduleID]string{}, map[NotificationID]string{}, map[int64]string{}, map[TemplateID]string{}, map[FlowID]string{},
		map[AccountID]string{}}
	for _, c := range slices.Backward(catalogs) {
		if c != nil {
			n.add(c)
		}
	}
	return n
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
		case FieldName:
			learn(n.Plans, k.Plan, text)
		case FieldCategoryName, FieldPlanCategoryName, FieldResourceCategoryName:
			learn(n.Categories, k.Category, text)
		case FieldScheduleName:
			learn(n.Schedules, k.Schedule, text)
		case FieldDocumentName:
			learn(n.Documents, parseInt(k.Name), text)
		case FieldLength, FieldUnit, FieldTrial:
			if periods[k.Period] == nil {
				periods[k.Period] = &Period{}
			}
			setValue(periodTable, k.Field, periods[k.Period], text)
		}
	}
	for id, period := range periods {
		if period.Length != 0 && period.Unit != "" {
			learn(n.Periods, id, period.Label())
		}
	}
	if about.Of == ObjectPlan {
		learn(n.Plans, PlanID(about.ID), about.Name)
	}
}

// learn adds a name where there is none.
func learn[ID comparable](names map[ID]string, id ID, name string) {
	if _, known := names[id]; !known && name != "" {
		names[id] = name
	}
}
