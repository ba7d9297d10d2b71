package demo

import (
	"cmp"
	"slices"

	"tiersync/domain"
)

// categories builds the three groupings.
func (b *builder) categories() *domain.Categories {
	c := &domain.Categories{}
	for i, s := range salesCategories() {
		c.Sales = append(c.Sales, b.salesCategory(s, i+1))
	}
	for _, p := range planCategories() {
		c.Plan = append(c.Plan, domain.PlanCategory{ID: domain.CategoryID(b.id("category", p.key)), Name: p.name,
			Description: p.description, TaxCategory: p.tax})
	}
	for i, r := range resourceCategories() {
		group := domain.ResourceCategory{ID: domain.CategoryID(b.id("grouping", r.key)), Name: r.name, Position: i + 1}
		for _, key := range r.resources {
			group.Resources = append(group.Resources, b.resourceID(key))
		}
		slices.Sort(group.Resources)
		c.Resource = append(c.Resource, group)
	}
	slices.SortFunc(c.Sales, func(x, y domain.SalesCategory) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(c.Plan, func(x, y domain.PlanCategory) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(c.Resource, func(x, y domain.ResourceCategory) int { return cmp.Compare(x.ID, y.ID) })
	return c
}

func (b *builder) salesCategory(s salesCategory, position int) domain.SalesCategory {
	return domain.SalesCategory{ID: b.salesID(s.key), Name: s.name, Description: s.description, Parent: b.salesID(s.parent),
		Position: position, Display: true}
}

func (b *builder) schedules() *domain.Schedules {
	built := &domain.Schedules{}
	for _, s := range schedules() {
		made := domain.Schedule{ID: b.scheduleID(s.key), Name: s.name}
		for _, n := range s.details {
			made.Details = append(made.Details, b.notice(n))
		}
		built.List = append(built.List, made)
	}
	slices.SortFunc(built.List, func(x, y domain.Schedule) int { return cmp.Compare(x.ID, y.ID) })
	return built
}

func (b *builder) notice(n notice) domain.ScheduleDetail {
	return domain.ScheduleDetail{Days: n.days, Template: domain.NotificationID(b.id("message", n.message)),
		Condition: n.condition, AppliesTo: n.appliesTo}
}

// flow builds an order flow; transitions are sorted by type, from, to.
func (b *builder) flow(f orderFlow) domain.OrderFlow {
	steps := slices.Clone(f.steps)
	slices.SortFunc(steps, compareSteps)
	return domain.OrderFlow{Name: f.name, Transitions: steps}
}

func compareSteps(x, y domain.Transition) int {
	return cmp.Or(cmp.Compare(x.OrderType, y.OrderType), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
}
