package handlers

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// This file reads from an address which service plans it asks for.

// planListing are the service plans that an address asks for.
type planListing struct {
	list      views.List
	catalog   *domain.Catalog
	state     domain.State
	templates []domain.TemplateRow    // the viewer's own
	within    func(*domain.Plan) bool // the category that is asked for
	on        time.Time               // as of which day; zero: now
	rows      []views.PlanRow         // that match the filters, on whatever page, and whatever is searched for
}

// The states of plans that the filter ?only= leaves.
const (
	onlyBehind = "not_passed_on"
	onlyOwn    = "own"
)

// delegatedNowhere is the value of the filter by template that leaves plans which none delegates.
const delegatedNowhere = "none"

// planLister answers what a list of service plans is made of.
type planLister interface {
	catalogReader
	pastCatalogs
	Templates(ctx context.Context, v domain.Viewer) ([]domain.TemplateRow, error)
	// Costs are what the viewer's account pays its vendor now; none for a provider.
	Costs(ctx context.Context, v domain.Viewer) (domain.Costs, error)
	// NotPassedOn are the viewer's plans in which a live sub-reseller is behind (rule G13), with the reseller plans to
	// synchronize and what waits; of plans that only asks for, nil for all.
	NotPassedOn(ctx context.Context, v domain.Viewer, only func(domain.PlanID) bool) (map[domain.PlanID][]pages.NotPassedOn, error)
}

// listPlans reads the plans, and the filters from the address: ?type=, ?status=, ?category=, ?delegated=, ?only=. What is none of them filters
// nothing. Which plans are not passed on is worked out where it is to be shown, or asked for.
func listPlans(c echo.Context, store planLister, showsBehind bool, sorts ...string) (planListing, error) {
	return listPlansOn(c, store, time.Time{}, showsBehind, sorts...)
}

// listPlansOn is listPlans of the catalog as a day began; zero: of now.
func listPlansOn(c echo.Context, store planLister, on time.Time, showsBehind bool, sorts ...string) (l planListing, err error) {
	v, ctx := viewer(c), c.Request().Context()
	if l.list, err = listState(c, sorts...); err != nil {
		return l, err
	}
	if l.catalog, l.state, err = ownCatalog(c, store); err != nil {
		return l, err
	}
	if l.templates, err = store.Templates(ctx, v); err != nil {
		return l, err
	}
	now := l.catalog
	if !on.IsZero() {
		if err = l.past(c, store, on); err != nil {
			return l, err
		}
	}
	var costs domain.Costs
	if !v.IsProvider() && on.IsZero() {
		if costs, err = store.Costs(ctx, v); err != nil {
			return l, err
		}
	}
	l.planRows(costs)
	if !on.IsZero() && !v.SeesCosts() {
		hidePast(l.rows, now)
	}
	l.filters(c)
	if showsBehind && on.IsZero() || l.list.Filter("only") == onlyBehind {
		waits, err := store.NotPassedOn(ctx, v, nil)
		if err != nil {
			return l, err
		}
		for i, row := range l.rows {
			l.rows[i].Waits, l.rows[i].Behind = waits[row.Plan.ID]
		}
	}
	l.within = l.catalog.Within(plainID[domain.CategoryID](l.list.Filter("category")))
	l.rows = slices.DeleteFunc(l.rows, func(r views.PlanRow) bool { return !l.matches(r) })
	return l, nil
}

// planRows are the rows of all plans.
func (l *planListing) planRows(costs domain.Costs) {
	margins := costs.Margins()
	names, templates, in := domain.NamesOf(l.catalog), map[domain.TemplateID]string{}, map[domain.PlanID][]string{}
	for _, t := range l.templates {
		templates[t.ID] = t.Name
		for _, plan := range t.Delegated {
			in[plan] = append(in[plan], t.Name)
		}
	}
	l.rows = make([]views.PlanRow, 0, len(l.catalog.Plans))
	for _, p := range l.catalog.Plans {
		row := views.PlanRow{Plan: p, Category: names.Categories[p.PlanCategory], Template: templates[p.Template], Delegated: in[p.ID],
			Made: l.state.Delivered == nil || l.state.Delivered.Plan(p.ID) == nil}
		_, row.OwnedHere = templates[p.Template]
		if !row.Made {
			row.OwnValues = l.state.Own.Layer(p.ID).Count()
		}
		addPrice(&row, l.state.Own, costs)
		if !row.Made {
			row.Lowest, _ = margins.Lowest(p)
		}
		l.rows = append(l.rows, row)
	}
}

// filters reads the filters from the address.
func (l *planListing) filters(c echo.Context) {
	v := viewer(c)
	l.list.Filters = []views.Filter{newFilter("type", "Type", "All types", domain.PlanTypes(), c), newFilter("status", "Status", "All statuses", domain.Statuses(), c),
		optionFilter(c, "category", "Category", "All categories", categoryChoices(l.catalog))}
	var only []views.Option
	if v.Holds(domain.ManageSubResellers) {
		var in []views.Option
		for _, t := range l.templates {
			in = append(in, views.Option{Value: idText(t.ID), Label: "Delegated in " + domain.Isolate(t.Name)})
		}
		in = append(in, views.Option{Value: delegatedNowhere, Label: "Delegated in none"})
		l.list.Filters = append(l.list.Filters, optionFilter(c, "delegated", "Delegated in", "Delegated or not", in))
		only = append(only, views.Option{Value: onlyBehind, Label: "Not passed on"})
	}
	if !v.IsProvider() {
		only = append(only, views.Option{Value: onlyOwn, Label: "Changed by you"})
	}
	if len(only) > 0 {
		l.list.Filters = append(l.list.Filters, optionFilter(c, "only", "Only", "All plans", only))
	}
}

// matches reports whether a row passes the filters.
func (l *planListing) matches(r views.PlanRow) bool {
	is := func(name, value string) bool { return l.list.Filter(name) == "" || l.list.Filter(name) == value }
	switch only := l.list.Filter("only"); {
	case !is("type", string(r.Plan.Type)), !is("status", string(r.Plan.Status())):
		return false
	case l.list.Filter("category") != "" && !l.within(r.Plan):
		return false
	case only == onlyBehind && !r.Behind, only == onlyOwn && r.OwnValues == 0:
		return false
	}
	switch in := l.list.Filter("delegated"); in {
	case "":
		return true
	case delegatedNowhere:
		return len(r.Delegated) == 0
	default:
		return slices.ContainsFunc(l.templates, func(t domain.TemplateRow) bool { return idText(t.ID) == in && t.Delegates(r.Plan.ID) })
	}
}

// lastChanges adds to the rows of a page when each plan was last changed.
func (h *Plans) lastChanges(c echo.Context, rows []views.PlanRow) error {
	ids := make([]domain.PlanID, len(rows))
	for i, row := range rows {
		ids[i] = row.Plan.ID
	}
	changed, err := h.store.PlansChanged(c.Request().Context(), viewer(c), ids)
	for i, row := range rows {
		rows[i].Changed = changed[row.Plan.ID]
	}
	return err
}

// addPrice adds what a list shows of a plan's prices: the recurring fee of the first active period, or, where that is zero,
// the recurring price of the main resource in that period. A fee that is not set yet is taken for what the vendor's is.
func addPrice(row *views.PlanRow, own *domain.Own, costs domain.Costs) {
	plan, period := row.Plan, row.Plan.FirstPeriod()
	if period == nil {
		return
	}
	key := domain.FeeKey(plan.ID, period.ID, domain.RecurringFee)
	row.Price, row.Cost = period.Fees[domain.RecurringFee], costs.At(key)
	if rate, line := plan.MainPrice(period.ID); line != nil && (row.Price.IsZero() || !row.Price.IsSet() && row.Cost.IsZero()) {
		key = domain.PriceKey(plan.ID, rate.Resource, *line, domain.RecurringPrice)
		row.Price, row.PriceOf, row.Cost = line.Prices[domain.RecurringPrice], "main resource", costs.At(key)
	}
	row.PriceKey = key
	_, row.PriceIsOwn = own.Value(key)
}

// planTexts is what the search looks in.
func planTexts(row views.PlanRow) []string {
	texts := []string{idText(row.Plan.ID), row.Plan.Name, row.Category, row.Template, row.Plan.Product, row.Plan.SKU}
	for _, period := range row.Plan.Periods {
		texts = append(texts, period.Product, period.SKU)
	}
	return texts
}

// names are what prices of the plans are of.
func (l *planListing) names(ctx context.Context, store interface {
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
}, v domain.Viewer) (domain.Names, error) {
	resources, err := store.Resources(ctx, v)
	return namesWith(resources, l.catalog), err
}

// amountSorts compare plans by amounts; false where one has none at all.
var amountSorts = map[string]struct {
	has     func(views.PlanRow) bool
	compare func(a, b views.PlanRow) int
}{
	"price":  {func(r views.PlanRow) bool { return r.Price.IsSet() }, func(a, b views.PlanRow) int { return a.Price.Compare(b.Price) }},
	"cost":   {func(r views.PlanRow) bool { return r.Cost.IsSet() }, func(a, b views.PlanRow) int { return a.Cost.Compare(b.Cost) }},
	"margin": {func(r views.PlanRow) bool { return r.Lowest.Cost.IsSet() }, func(a, b views.PlanRow) int { return a.Lowest.Compare(b.Lowest) }},
}

// sortByAmount orders the rows by an amount; those without one come last, in either direction.
func sortByAmount(rows []views.PlanRow, list views.List) {
	by := amountSorts[list.Sort]
	slices.SortFunc(rows, func(a, b views.PlanRow) int {
		ids := cmp.Compare(a.Plan.ID, b.Plan.ID)
		switch has, other := by.has(a), by.has(b); {
		case !has && !other:
			return ids
		case !has:
			return 1
		case !other:
			return -1
		}
		order := by.compare(a, b)
		if list.Desc {
			order = -order
		}
		return cmp.Or(order, ids)
	})
}

// sortPlans orders the rows as the list says.
func sortPlans(rows []views.PlanRow, list views.List) {
	if _, byAmount := amountSorts[list.Sort]; byAmount {
		sortByAmount(rows, list)
		return
	}
	sortRows(rows, list, func(r views.PlanRow) domain.PlanID { return r.Plan.ID }, map[string]func(views.PlanRow) string{
		"name":     func(r views.PlanRow) string { return r.Plan.Name },
		"category": func(r views.PlanRow) string { return r.Category },
		"template": func(r views.PlanRow) string { return r.Template },
		"status":   func(r views.PlanRow) string { return string(r.Plan.Status()) },
	})
}
