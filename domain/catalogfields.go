package domain

import (
	"cmp"
	"slices"
	"strconv"
)

// The tables of what stands in a catalog beside its plans, and the same flat view of it as of a plan.

var salesCategoryTable = []fieldRow[SalesCategory]{
	presence(FieldInfo{Field: FieldSalesCategory, Of: ObjectSalesCategory, Label: "Sales category", Right: ManageCategories, Box: UpdateCategories}, func(c *SalesCategory) string { return c.Name }),
	textField(FieldInfo{Field: FieldCategoryName, Of: ObjectSalesCategory, Label: "Category name", Kind: LineValue, Limit: NameLimit, Right: ManageCategories, Box: UpdateCategories}, func(c *SalesCategory) *string { return &c.Name }),
	textField(FieldInfo{Field: FieldCategoryText, Of: ObjectSalesCategory, Label: "Category description", Kind: TextValue, Limit: descriptionLimit, Right: ManageCategories, Box: UpdateCategories}, func(c *SalesCategory) *string { return &c.Description }),
	idField(FieldInfo{Field: FieldCategoryParent, Of: ObjectSalesCategory, Label: "Parent category", Names: ObjectSalesCategory, Right: ManageCategories, Box: UpdateCategories}, func(c *SalesCategory) *CategoryID { return &c.Parent }),
	numberField(FieldInfo{Field: FieldCategoryPosition, Of: ObjectSalesCategory, Label: "Category position", Kind: NumberValue, Limit: maxPosition, Right: ManageCategories, Box: UpdateCategories}, func(c *SalesCategory) *int { return &c.Position }),
	flagField(FieldInfo{Field: FieldDisplay, Of: ObjectSalesCategory, Label: "Display Category in Customer Control Panel", Right: ManageCategories, Box: UpdateCategories, Own: true}, func(c *SalesCategory) *bool { return &c.Display }),
}

var planCategoryTable = []fieldRow[PlanCategory]{
	presence(FieldInfo{Field: FieldPlanCategoryData, Of: ObjectPlanCategory, Label: "Plan category", Right: ManageCategories, Box: UpdateCategories}, func(c *PlanCategory) string { return c.Name }),
	textField(FieldInfo{Field: FieldPlanCategoryName, Of: ObjectPlanCategory, Label: "Plan category name", Kind: LineValue, Limit: NameLimit, Right: ManageCategories, Box: UpdateCategories}, func(c *PlanCategory) *string { return &c.Name }),
	textField(FieldInfo{Field: FieldPlanCategoryText, Of: ObjectPlanCategory, Label: "Plan category description", Kind: TextValue, Limit: descriptionLimit, Right: ManageCategories, Box: UpdateCategories}, func(c *PlanCategory) *string { return &c.Description }),
	textField(FieldInfo{Field: FieldTaxCategory, Of: ObjectPlanCategory, Label: "Tax category", Kind: LineValue, Limit: NameLimit, Right: ManageCategories, Box: UpdateCategories}, func(c *PlanCategory) *string { return &c.TaxCategory }),
}

var resourceCategoryTable = []fieldRow[ResourceCategory]{
	presence(FieldInfo{Field: FieldResourceCategory, Of: ObjectResourceCategory, Label: "Resource category", Right: ManageCategories, Box: UpdateCategories}, func(c *ResourceCategory) string { return c.Name }),
	textField(FieldInfo{Field: FieldResourceCategoryName, Of: ObjectResourceCategory, Label: "Resource category name", Kind: LineValue, Limit: NameLimit, Right: ManageCategories, Box: UpdateCategories}, func(c *ResourceCategory) *string { return &c.Name }),
	numberField(FieldInfo{Field: FieldResourceCategoryPosition, Of: ObjectResourceCategory, Label: "Resource category position", Kind: NumberValue, Limit: maxPosition, Right: ManageCategories, Box: UpdateCategories}, func(c *ResourceCategory) *int { return &c.Position }),
}

var scheduleTable = []fieldRow[Schedule]{
	presence(FieldInfo{Field: FieldScheduleContent, Of: ObjectSchedule, Label: "Notification schedule", Right: ManageSchedules, Box: UpdateSchedules}, func(s *Schedule) string { return s.Name }),
	textField(FieldInfo{Field: FieldScheduleName, Of: ObjectSchedule, Label: "Schedule name", Kind: LineValue, Limit: NameLimit, Right: ManageSchedules, Box: UpdateSchedules}, func(s *Schedule) *string { return &s.Name }),
}

var documentTable = []fieldRow[Document]{
	presence(FieldInfo{Field: FieldTermsDocument, Of: ObjectTerms, Label: "Terms document", Right: ManageTerms, Box: SynchronizeTerms}, func(d *Document) string { return d.Title() }),
	textField(FieldInfo{Field: FieldDocumentName, Of: ObjectTerms, Label: "Document name", Kind: LineValue, Limit: NameLimit, Right: ManageTerms, Box: SynchronizeTerms}, func(d *Document) *string { return &d.Name }),
	textField(FieldInfo{Field: FieldDocumentVersion, Of: ObjectTerms, Label: "Document version", Kind: LineValue, Limit: statusLimit, Right: ManageTerms, Box: SynchronizeTerms}, func(d *Document) *string { return &d.Version }),
	textField(FieldInfo{Field: FieldDocumentText, Of: ObjectTerms, Label: "Document text", Kind: TextValue, Limit: documentLimit, Right: ManageTerms, Box: SynchronizeTerms}, func(d *Document) *string { return &d.Text }),
	textField(FieldInfo{Field: FieldDocumentEffective, Of: ObjectTerms, Label: "Document effective date", Kind: LineValue, Limit: len("2026-01-31"), Right: ManageTerms, Box: SynchronizeTerms}, func(d *Document) *string { return &d.Effective }),
}

// Values returns every value of the category by key.
func (c SalesCategory) Values() []KeyedValue {
	return appendValues(nil, salesCategoryTable, Key{Category: c.ID}, &c)
}

// Values returns every value of the plan category by key.
func (c PlanCategory) Values() []KeyedValue {
	return appendValues(nil, planCategoryTable, Key{Category: c.ID}, &c)
}

// Values returns every value of the resource category by key, and the resources that are in it.
func (c ResourceCategory) Values() []KeyedValue {
	values := appendValues(nil, resourceCategoryTable, Key{Category: c.ID}, &c)
	for _, resource := range c.Resources {
		values = append(values, KeyedValue{Key{Field: FieldGrouping, Resource: resource}, idText(c.ID)})
	}
	return values
}

// Values returns every value of the schedule by key, each of its notifications among them.
func (s Schedule) Values() []KeyedValue {
	values := appendValues(nil, scheduleTable, Key{Schedule: s.ID}, &s)
	for _, d := range s.Details {
		values = append(values, KeyedValue{NotificationKey(s.ID, d), Yes})
	}
	return values
}

// Values returns every value of the flow by key, each of its transitions among them.
func (f OrderFlow) Values() []KeyedValue {
	values := []KeyedValue{{Key{Field: FieldOrderFlow}, f.Name}}
	for _, t := range f.Transitions {
		values = append(values, KeyedValue{TransitionKey(f.ID, t), YesNo(t.Manual)})
	}
	return values
}

// Values returns every value of the document by key.
func (d Document) Values() []KeyedValue { return appendValues(nil, documentTable, documentKey(d), &d) }

// Values returns the acceptance mode and every value of the documents by key.
func (t Terms) Values() []KeyedValue {
	values := []KeyedValue{{Key{Field: FieldTermsAcceptance}, t.Acceptance}}
	for _, d := range t.Documents {
		values = append(values, d.Values()...)
	}
	return values
}

// OtherValues returns every value of the catalog that is not of a plan, by key, in the order of pages.
func (c *Catalog) OtherValues() []KeyedValue {
	var values []KeyedValue
	if c.Categories != nil {
		values = append(values, eachValue(c.Categories.Sales, SalesCategory.Values)...)
		values = append(values, eachValue(c.Categories.Plan, PlanCategory.Values)...)
		values = append(values, eachValue(c.Categories.Resource, ResourceCategory.Values)...)
	}
	if c.Schedules != nil {
		values = append(values, eachValue(c.Schedules.List, Schedule.Values)...)
	}
	if c.OrderFlow != nil {
		values = append(values, c.OrderFlow.Values()...)
	}
	if c.Privileges != nil {
		for _, p := range c.Privileges.List {
			values = append(values, KeyedValue{Key{Field: FieldPrivilege, Name: string(p)}, Yes})
		}
	}
	if c.Terms != nil {
		values = append(values, c.Terms.Values()...)
	}
	return values
}

func eachValue[T any](list []T, of func(T) []KeyedValue) []KeyedValue {
	var values []KeyedValue
	for _, t := range list {
		values = append(values, of(t)...)
	}
	return values
}

// DisplayKey names the Display Category flag of a sales category.
func DisplayKey(id CategoryID) Key { return Key{Field: FieldDisplay, Category: id} }

// PlacementKey names the sales categories in which a plan stands.
func PlacementKey(plan PlanID) Key { return Key{Field: FieldPlacement, Plan: plan} }

// TransitionKey names one step of an order flow: whether it needs manual approval. It belongs to the flow: another flow's
// step of the same name is another value.
func TransitionKey(flow FlowID, t Transition) Key {
	return Key{Field: FieldTransition, Name: joinName(idText(flow), t.OrderType, t.From, t.To)}
}

// TransitionOf returns the step that TransitionKey named, of whatever flow; ok is false for any other key.
func TransitionOf(key Key) (step Transition, ok bool) {
	parts := splitName(key.Name, 4)
	if key.Field != FieldTransition || parts == nil {
		return Transition{}, false
	}
	return Transition{OrderType: parts[1], From: parts[2], To: parts[3]}, true
}

// NotificationKey names one notification of a schedule: that it is there.
func NotificationKey(schedule ScheduleID, d ScheduleDetail) Key {
	return Key{Field: FieldNotification, Schedule: schedule, Name: joinName(strconv.Itoa(d.Days), idText(d.Template), d.Condition, d.AppliesTo)}
}

// NotificationOf returns the notification that NotificationKey named; ok is false for any other key.
func NotificationOf(key Key) (d ScheduleDetail, ok bool) {
	parts := splitName(key.Name, 4)
	if key.Field != FieldNotification || parts == nil {
		return ScheduleDetail{}, false
	}
	return ScheduleDetail{Days: int(parseInt(parts[0])), Template: NotificationID(parseInt(parts[1])), Condition: parts[2], AppliesTo: parts[3]}, true
}

func documentKey(d Document) Key { return Key{Field: FieldTermsDocument, Name: intText(d.ID)} }

func sortDetails(list []ScheduleDetail) {
	slices.SortFunc(list, func(a, b ScheduleDetail) int {
		return cmp.Or(cmp.Compare(a.Days, b.Days), cmp.Compare(a.Template, b.Template), cmp.Compare(a.Condition, b.Condition),
			cmp.Compare(a.AppliesTo, b.AppliesTo))
	})
}
