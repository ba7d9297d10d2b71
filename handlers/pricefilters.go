package handlers

import (
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/views"
)

// This file reads from an address which prices it asks for.

// priceRequest is what an address asks of the price list, with the list.
type priceRequest struct {
	list  views.List
	query domain.PriceQuery
	all   domain.PriceList
	since views.Filter
	seen  string
}

// ask reads the filters from the address, and the price list that they are about: ?q=, ?plan=, ?category=, ?group=, ?kind=, ?only=, ?margin=,
// ?since=, and where the page begins or ends. What is none of the choices filters nothing, and is said; so is a day or a number that is none.
func (h *Prices) ask(c echo.Context) (asked priceRequest, err error) {
	v, ctx := viewer(c), c.Request().Context()
	if asked.list, err = listState(c, ""); err != nil {
		return asked, err
	}
	asked.list.Path = pricesPath // the page is shown at other addresses, too
	if asked.seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog}); err != nil {
		return asked, err
	}
	if asked.all, err = priceListOf(c, h.store); err != nil {
		return asked, err
	}
	asked.filters(c)
	if since := day(asked.since.Value); !since.IsZero() {
		asked.query.Since = true
		if asked.all.Then, err = h.store.CatalogOn(ctx, v, since); err != nil {
			return asked, err
		}
	}
	if asked.query.Only == domain.NotPassedOn {
		asked.all.Behind, err = h.store.PricesBehind(ctx, v)
	}
	return asked, err
}

// priceListOf is all that the viewer sells, with the costs that they see.
func priceListOf(c echo.Context, store priceStore) (all domain.PriceList, err error) {
	v, ctx := viewer(c), c.Request().Context()
	if all.Sold, all.State, err = ownCatalog(c, store); err != nil {
		return all, err
	}
	resources, err := store.Resources(ctx, v)
	if err != nil {
		return all, err
	}
	all.Names, all.Unmeasured = namesWith(resources, all.Sold), map[domain.ResourceID]bool{}
	for _, r := range resources {
		all.Unmeasured[r.ID] = !r.Measurable
	}
	all.Costs, err = store.Costs(ctx, v)
	return all, err
}

// namesWith are the names of what is in catalogs, and of resources.
func namesWith(resources []domain.Resource, catalogs ...*domain.Catalog) domain.Names {
	names := domain.NamesOf(catalogs...)
	for _, r := range resources {
		names.Add(domain.ObjectResource, int64(r.ID), r.Name)
	}
	return names
}

// filters reads the query.
func (r *priceRequest) filters(c echo.Context) {
	v, q := viewer(c), &r.query
	r.list.Long = false // a page of prices is a form, which has a limit
	q.Search, q.Limit = r.list.Query, r.list.Size()
	if q.Plan = plainID[domain.PlanID](c.QueryParam("plan")); r.all.Sold.Plan(q.Plan) == nil {
		q.Plan = 0
		noChoiceAt(c, "plan", views.InAddress)
	}
	category := optionFilter(c, "category", "Category", "All categories", categoryChoices(r.all.Sold))
	group := optionFilter(c, "group", "Resource category", "All resources", resourceCategoryChoices(r.all.Sold))
	kind := optionFilter(c, "kind", "Kind of price", "All kinds of price", kindChoices())
	only := optionFilter(c, "only", "Only", "All prices", onlyChoices(v))
	q.Category, q.Group = plainID[domain.CategoryID](category.Value), plainID[domain.CategoryID](group.Value)
	q.Kind, q.Only = domain.Field(kind.Value), domain.PriceFilter(only.Value)
	r.list.Filters = []views.Filter{category, group, kind, only}
	if !v.IsProvider() && v.SeesCosts() {
		margin := views.Filter{Name: "margin", Label: "Margin below %", Value: strings.TrimSpace(plainText(c.QueryParam("margin"))), Number: true}
		q.Below = percentFilter(c, margin)
		r.list.Filters = append(r.list.Filters, margin)
	}
	r.since, _ = dayFilter(c, "since", "Changed since")
	r.list.Filters = append(r.list.Filters, r.since)
	if q.Plan != 0 {
		r.list.Extra = map[string][]string{"plan": {idText(q.Plan)}}
	}
	q.After, _, _ = views.InputKey(c.QueryParam("after"))
	q.Before, _, _ = views.InputKey(c.QueryParam("before"))
}

// percentFilter is the number of a filter by percent, which may be below zero; what is none is said beside it.
func percentFilter(c echo.Context, filter views.Filter) (percent decimal.NullDecimal) {
	if filter.Value == "" {
		return percent
	}
	number, err := domain.ParsePercent(filter.Value)
	if err != nil {
		formOf(c).fail(filter.Name, domain.PercentGuess)
		return percent
	}
	return decimal.NewNullDecimal(number)
}

func kindChoices() []views.Option {
	var options []views.Option
	for _, kind := range domain.PriceKinds() {
		group := "Fees of subscription periods"
		if kind.Info().Of == domain.ObjectPriceRow {
			group = "Prices of resources"
		}
		options = append(options, views.Option{Value: string(kind), Label: kind.Label(), Group: group})
	}
	return options
}

// onlyChoices are the states of prices by which the viewer may look for them.
func onlyChoices(v domain.Viewer) []views.Option {
	options := []views.Option{{Value: string(domain.NotZero), Label: "Not 0.00"}, {Value: string(domain.PricesNotSet), Label: "Not set"}}
	if !v.IsProvider() {
		options = append(options, views.Option{Value: string(domain.OwnPrices), Label: "Own values"},
			views.Option{Value: string(domain.RulePrices), Label: "By a rule"})
		if v.SeesCosts() {
			options = append(options, views.Option{Value: string(domain.BelowCost), Label: "Below cost"},
				views.Option{Value: string(domain.OwnBelowCost), Label: "Own values below cost"})
		}
	}
	if v.IsProvider() || v.Holds(domain.ManageSubResellers) {
		options = append(options, views.Option{Value: string(domain.NotPassedOn), Label: "Not yet passed on"})
	}
	return options
}

// categoryChoices are the sales and the plan categories of a catalog.
func categoryChoices(catalog *domain.Catalog) []views.Option {
	var sales, plan []views.Option
	if catalog.Categories != nil {
		for _, s := range catalog.Categories.Sales {
			sales = append(sales, views.Option{Value: idText(s.ID), Label: s.Name, Group: "Sales categories"})
		}
		for _, p := range catalog.Categories.Plan {
			plan = append(plan, views.Option{Value: idText(p.ID), Label: p.Name, Group: "Plan categories"})
		}
	}
	for _, list := range [][]views.Option{sales, plan} {
		sortByName(list, func(o views.Option) string { return o.Label })
	}
	return append(sales, plan...)
}

func resourceCategoryChoices(catalog *domain.Catalog) []views.Option {
	var options []views.Option
	if catalog.Categories != nil {
		for _, r := range catalog.Categories.Resource {
			options = append(options, views.Option{Value: idText(r.ID), Label: r.Name})
		}
	}
	sortByName(options, func(o views.Option) string { return o.Label })
	return options
}
