package handlers

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file reads from an address to which plans something is to be done, and to what they are delegated or moved.

// chosen are the plans that the address means, by their ids.
func (l *planListing) chosen(params url.Values) []*domain.Plan {
	var plans []*domain.Plan
	if params.Has("all") {
		for _, row := range searchRows(l.list, l.rows, planTexts) {
			plans = append(plans, row.Plan)
		}
		return plans
	}
	for _, text := range params["plan"] {
		if plan := l.catalog.Plan(plainID[domain.PlanID](text)); plan != nil && !slices.Contains(plans, plan) {
			plans = append(plans, plan)
		}
	}
	slices.SortFunc(plans, func(a, b *domain.Plan) int { return cmp.Compare(a.ID, b.ID) })
	return plans
}

// from is the path of the list from which the address comes: that of all plans, or with ?tab= the tab of one of the viewer's templates.
func (l *planListing) from(params url.Values) string {
	for _, t := range l.templates {
		if idText(t.ID) == params.Get("tab") {
			return templatesPath + "/" + idText(t.ID) + "/delegated-plans"
		}
	}
	return plansPath
}

// kept are what the form of a choice carries on.
func (l *planListing) kept(params url.Values) url.Values {
	kept := url.Values{}
	for _, name := range []string{"q", "plan", "all", "do", "tab"} {
		if params.Has(name) {
			kept[name] = params[name]
		}
	}
	for _, filter := range l.list.Filters {
		if filter.Value != "" {
			kept.Set(filter.Name, filter.Value)
		}
	}
	return kept
}

// options are what plans can be delegated or moved to, or what can be given back of theirs.
func (l *planListing) options(of domain.Object) (options []views.Option) {
	add := func(value, label string) { options = append(options, views.Option{Value: value, Label: label}) }
	categories, schedules := l.catalog.Categories, l.catalog.Schedules
	switch of {
	case domain.ObjectTemplate:
		for _, t := range l.templates {
			add(idText(t.ID), t.Name)
		}
	case domain.ObjectSalesCategory:
		for _, n := range domain.SalesTree(l.state, nameOrder()) {
			if n.Below > 0 { // a category holds either plans or sub-categories
				continue
			}
			group := "Not displayed to customers"
			if l.catalog.Displays(n.ID) {
				group = "Displayed to customers"
			}
			options = append(options, views.Option{Value: idText(n.ID), Label: n.Name, Group: group})
		}
		slices.SortStableFunc(options, func(a, b views.Option) int { return cmp.Compare(a.Group, b.Group) })
	case domain.ObjectPlanCategory:
		if categories != nil {
			for _, p := range categories.Plan {
				add(idText(p.ID), p.Name)
			}
		}
		sortByName(options, func(o views.Option) string { return o.Label })
	case domain.ObjectSchedule:
		add("0", "None")
		if schedules != nil {
			for _, s := range schedules.List {
				add(idText(s.ID), s.Name)
			}
		}
	case domain.ObjectPlan:
		add(string(domain.OwnOfAll), "All own values, except upgrade paths")
		add(string(domain.OwnOfPrices), "Prices")
		add(string(domain.OwnOfCategories), "Sales categories")
		add(string(domain.OwnOfPublished), "Published")
	}
	return options
}

// choose reads to what it is done; false where nothing was chosen yet, or what is not in the list. With ?chosen= somebody made the choice: to nothing
// is none.
func (r *manyRequest) choose(c echo.Context, to []string) bool {
	if r.page.Chosen = to; to == nil && c.QueryParam("chosen") != "" && len(r.page.Options) > 0 {
		formOf(c).fail("to", "Tick at least one")
		return false
	}
	if r.many.Deed == domain.WithdrawAll && to == nil {
		for _, t := range r.templates { // from where there is something to withdraw
			if slices.ContainsFunc(r.many.Plans, func(p *domain.Plan) bool { return t.Delegates(p.ID) }) {
				r.page.Chosen = append(r.page.Chosen, idText(t.ID))
			}
		}
	}
	for _, value := range to {
		if !views.Offers(r.page.Options, value) {
			formOf(c).fail("to", chooseFromList)
			return false
		}
		r.many.To = append(r.many.To, int64(plainID[domain.TemplateID](value)))
	}
	if r.many.To == nil {
		return false
	}
	switch r.many.PlansDeedInfo.To {
	case domain.ObjectPlan:
		r.many.Back = domain.OwnPart(to[0])
	case domain.ObjectTemplate:
		r.to = slices.DeleteFunc(slices.Clone(r.templates), func(t domain.TemplateRow) bool { return !slices.Contains(to, idText(t.ID)) })
	default:
		r.many.To = r.many.To[:1]
	}
	return true
}
