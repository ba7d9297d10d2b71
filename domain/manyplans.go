package domain

import "slices"

// This file is what can be done to many plans at once, and the change that it comes to: one for all of them, or where it is about service
// templates one a template, made together.

// PlansDeed is something that is done to many plans at once. It stands in addresses.
type PlansDeed string

// The deeds, each a row of plansDeeds: what it sets, of what kind of thing, and the right that it takes.
const (
	PublishAll    PlansDeed = "publish"
	UnpublishAll  PlansDeed = "unpublish"
	DelegateAll   PlansDeed = "delegate"
	WithdrawAll   PlansDeed = "withdraw"
	PlaceAll      PlansDeed = "sales-category"
	CategorizeAll PlansDeed = "plan-category"
	ScheduleAll   PlansDeed = "schedule"
	AttachAll     PlansDeed = "usage"
	DetachAll     PlansDeed = "no-usage"
	GiveBackAll   PlansDeed = "delivered"
)

// PlansDeedInfo is a row of the table of deeds.
type PlansDeedInfo struct {
	Deed  PlansDeed
	Label string
	Field Field     // that it sets; "" for a deed of several
	To    Object    // what it takes one of; "" nothing
	Right Privilege // that it takes; "" what it sets says
	Who   Audience
	value string // that it sets, where it takes nothing
}

var plansDeeds = []PlansDeedInfo{
	{PublishAll, "Publish", FieldPublished, "", PublishPlans, Everybody, Yes},
	{UnpublishAll, "Unpublish", FieldPublished, "", PublishPlans, Everybody, No},
	{DelegateAll, "Delegate to service templates", FieldTemplatePlan, ObjectTemplate, ManageSubResellers, Everybody, ""},
	{WithdrawAll, "Withdraw from service templates", FieldTemplatePlan, ObjectTemplate, ManageSubResellers, Everybody, ""},
	{PlaceAll, "Move to a sales category", FieldPlacement, ObjectSalesCategory, ManageCategories, Everybody, ""},
	{CategorizeAll, "Move to a plan category", FieldPlanCategory, ObjectPlanCategory, ManageCategories, ProvidersOnly, ""},
	{ScheduleAll, "Set the notification schedule", FieldSchedule, ObjectSchedule, EditPrices, Everybody, ""},
	{AttachAll, "Attach usage statistics", FieldUsageStatistics, "", EditPrices, ProvidersOnly, Yes},
	{DetachAll, "Do not attach usage statistics", FieldUsageStatistics, "", EditPrices, ProvidersOnly, No},
	{GiveBackAll, "Back to delivered", "", ObjectPlan, "", ResellersOnly, ""},
}

// PlansDeeds are the deeds that the viewer may do.
func PlansDeeds(v Viewer) []PlansDeedInfo {
	return filter(plansDeeds, func(d PlansDeedInfo) bool {
		if d.Who != Everybody && v.IsProvider() != (d.Who == ProvidersOnly) {
			return false
		}
		if d.Right == "" {
			return slices.ContainsFunc(ChangeRights(), v.May)
		}
		return v.May(d.Right)
	})
}

// PassedBy is a plan that a deed leaves as it is, and why.
type PassedBy struct {
	Plan *Plan
	Why  string
}

// ManyPlans is a deed on plans, and to which things: the templates, the category, the schedule (0: none).
type ManyPlans struct {
	PlansDeedInfo
	Plans []*Plan
	To    []int64
	Back  OwnPart // of GiveBackAll
}

// OwnPart is a part of a vendor's own values of plans.
type OwnPart string

// The parts of own values that can be given back: what they are is said by their fields (has).
const (
	OwnOfAll        OwnPart = "all"
	OwnOfPrices     OwnPart = "prices"
	OwnOfCategories OwnPart = "categories"
	OwnOfPublished  OwnPart = "published"
)

// has reports whether a field belongs to the part. That a plan was confirmed is given back with its prices alone, by a run.
func (p OwnPart) has(f Field) bool {
	switch p {
	case OwnOfPrices:
		return f.IsPrice() && f.Info().Of != ObjectUpgrade
	case OwnOfCategories:
		return f == FieldPlacement
	case OwnOfPublished:
		return f == FieldPublished
	}
	return f != FieldConfirmation && f.Info().Of != ObjectUpgrade
}

// Change is what a deed in the catalog of the viewer comes to, with the plans that it passes by. Of own values those are given back that the
// viewer may change.
func (m ManyPlans) Change(v Viewer, s State) (c Change, passed []PassedBy) {
	c = ChangeOfMany(PlansChanged)
	for _, p := range m.Plans {
		delivered := orEmpty(s.Delivered).Plan(p.ID)
		switch {
		case m.Field == FieldPublished && p.Disabled:
			passed = append(passed, PassedBy{p, string(StatusDisabled)})
		case m.Deed == GiveBackAll && delivered == nil:
			passed = append(passed, PassedBy{p, "you made it"})
		case m.Deed == GiveBackAll:
			for _, own := range orZero(s.Own.Layer(p.ID)).Values {
				if m.Back.has(own.Key.Field) && v.Needs(own.Key.Field.Info().Right) == nil {
					c.Reset = append(c.Reset, own.Key)
				}
			}
		case delivered != nil && !m.Field.Info().Own:
			passed = append(passed, PassedBy{p, "it comes from your provider"})
		default:
			c.set(s, p.key(m.Field), m.Value())
		}
	}
	return c, passed
}

// Value is what a deed in the catalog sets.
func (m ManyPlans) Value() string {
	if m.To == nil {
		return m.value
	}
	return IDs(m.To)
}

// set sets a value, or where it is what was delivered gives back what the vendor has in its place.
func (c *Change) set(s State, key Key, value string) {
	if base, there := s.Delivered.valueAt(key); there && base == value && s.owns(key) {
		c.Reset = append(c.Reset, key)
		return
	}
	c.Typed = append(c.Typed, KeyedValue{key, value})
}

// Placing is the change that puts a plan into sales categories. Where they are those that were delivered, what the reseller had in their place is
// given back.
func (s State) Placing(p *Plan, to []CategoryID) Change {
	c := Change{Kind: PlanMoved, About: Ref{Of: ObjectPlan, ID: int64(p.ID), Name: p.Name}, Part: true}
	c.set(s, PlacementKey(p.ID), IDs(to))
	return c
}

// Delegating is what a deed of delegation comes to at one of the templates.
func (m ManyPlans) Delegating(t TemplateRow) Change {
	c := Change{Kind: DelegationChanged, About: Ref{Of: ObjectTemplate, ID: int64(t.ID), Name: t.Name}, Part: true}
	for _, p := range m.Plans {
		key := Key{Field: FieldTemplatePlan, Plan: p.ID}
		if m.Deed == WithdrawAll {
			c.Without = append(c.Without, key)
		} else {
			c.Typed = append(c.Typed, KeyedValue{key, Yes})
		}
	}
	return c
}
