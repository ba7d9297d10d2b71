package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

const plansPath = "/products/plans"

// planStore answers what the screens of service plans show. Whatever is not the viewer's, or below them where that is said,
// is KindNotFound.
type planStore interface {
	Seen(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.ChangeID, error)
	// Catalog is what an account has: the viewer's own or one below it.
	catalogReader
	// Account is the viewer's own or one below it.
	Account(ctx context.Context, viewer, id domain.AccountID) (domain.Account, error)
	Templates(ctx context.Context, v domain.Viewer) ([]domain.TemplateRow, error)
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	// Costs are what the viewer's account pays its vendor now; none for a provider.
	Costs(ctx context.Context, v domain.Viewer) (domain.Costs, error)
	// PlansBehind are the viewer's plans in which a live sub-reseller is behind (rule G13), with the reseller plans to
	// synchronize.
	PlansBehind(ctx context.Context, v domain.Viewer) (map[domain.PlanID][]domain.PlanID, error)
	Subscribed(ctx context.Context, v domain.Viewer, plan domain.PlanID) (int, error)
	// LastDelivery is the last run that changed the viewer's account, without its outcomes.
	LastDelivery(ctx context.Context, v domain.Viewer) (pages.Delivery, error)
}

// Plans are the screens of service plans that change nothing: the list, and the tabs of a plan.
type Plans struct{ store planStore }

// NewPlans returns the screens over a store.
func NewPlans(store planStore) *Plans { return &Plans{store} }

// List is GET /products/plans.
func (h *Plans) List(c echo.Context) error {
	list, err := listState(c, "id", "name", "category", "template", "status")
	if err != nil {
		return err
	}
	v, ctx := viewer(c), c.Request().Context()
	catalog, state, err := ownCatalog(c, h.store)
	if err != nil {
		return err
	}
	templates, err := templateNames(ctx, h.store, v)
	if err != nil {
		return err
	}
	var costs domain.Costs
	var last pages.Delivery
	if !v.IsProvider() {
		if costs, err = h.store.Costs(ctx, v); err != nil {
			return err
		}
		if last, err = h.store.LastDelivery(ctx, v); err != nil {
			return err
		}
	}
	rows := planRows(catalog, state, templates, costs)
	args := views.PlanList{Any: len(catalog.Plans) > 0, Reseller: !v.IsProvider(), Costs: v.SeesCosts(), Currency: v.Account.Currency,
		Templates: v.Holds(domain.ManageSubResellers), MayCreate: mayCreatePlans(v), Confirms: !v.IsProvider() && v.May(domain.EditPrices), Last: last, Held: state.Held()}
	rows = filterPlans(c, &list, rows)
	sortPlans(rows, list)
	args.Rows = pageRows(&list, rows, planTexts)
	args.List = list
	return show(c, views.PlansPage(page(c, "Service Plans", plansPath), args))
}

// filterPlans leaves the rows of the type and the status that the address asks for.
func filterPlans(c echo.Context, list *views.List, rows []views.PlanRow) []views.PlanRow {
	kind := newFilter("type", "Type", "All types", domain.PlanTypes(), c)
	status := newFilter("status", "Status", "All statuses", domain.Statuses(), c)
	list.Filters = []views.Filter{kind, status}
	return slices.DeleteFunc(rows, func(r views.PlanRow) bool {
		return kind.Value != "" && kind.Value != string(r.Plan.Type) || status.Value != "" && status.Value != string(r.Plan.Status())
	})
}

// newFilter is a filter by the values of the address' parameter, which are their own labels; an unknown value shows all.
func newFilter[V ~string](name, label, all string, values []V, c echo.Context) views.Filter {
	options := make([]views.Option, len(values))
	for i, value := range values {
		options[i] = views.Option{Value: string(value), Label: string(value)}
	}
	return optionFilter(c, name, label, all, options)
}

// optionFilter is a filter by one of the options, of which the first shows all; an unknown value shows all, too.
func optionFilter(c echo.Context, name, label, all string, options []views.Option) views.Filter {
	filter := views.Filter{Name: name, Label: label, Options: append([]views.Option{{Value: "", Label: all}}, options...)}
	if asked := c.QueryParam(name); slices.ContainsFunc(options, func(o views.Option) bool { return o.Value == asked }) {
		filter.Value = asked
	}
	return filter
}

// mayCreatePlans reports whether the viewer can make plans of their own: a provider, and a reseller who sells on.
func mayCreatePlans(v domain.Viewer) bool {
	return v.May(domain.EditPrices) && (v.IsProvider() || v.May(domain.ManageSubResellers))
}

// templateNames are the names of the viewer's own templates.
func templateNames(ctx context.Context, store interface {
	Templates(ctx context.Context, v domain.Viewer) ([]domain.TemplateRow, error)
}, v domain.Viewer) (map[domain.TemplateID]string, error) {
	rows, err := store.Templates(ctx, v)
	if err != nil {
		return nil, err
	}
	names := map[domain.TemplateID]string{}
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, nil
}

func planRows(catalog *domain.Catalog, state domain.State, templates map[domain.TemplateID]string, costs domain.Costs) []views.PlanRow {
	names := domain.NamesOf(catalog)
	rows := make([]views.PlanRow, 0, len(catalog.Plans))
	for _, p := range catalog.Plans {
		row := views.PlanRow{Plan: p, Category: names.Categories[p.PlanCategory], Template: templates[p.Template],
			Made: state.Delivered == nil || state.Delivered.Plan(p.ID) == nil}
		_, row.OwnedHere = templates[p.Template]
		if !row.Made {
			row.OwnValues = state.Own.Layer(p.ID).Count()
		}
		addPrice(&row, state.Own, costs)
		rows = append(rows, row)
	}
	return rows
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

// sortPlans orders the rows as the list says.
func sortPlans(rows []views.PlanRow, list views.List) {
	sortRows(rows, list, func(r views.PlanRow) domain.PlanID { return r.Plan.ID }, map[string]func(views.PlanRow) string{
		"name":     func(r views.PlanRow) string { return r.Plan.Name },
		"category": func(r views.PlanRow) string { return r.Category },
		"template": func(r views.PlanRow) string { return r.Template },
		"status":   func(r views.PlanRow) string { return string(r.Plan.Status()) },
	})
}
