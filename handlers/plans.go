package handlers

import (
	"context"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

const plansPath = "/products/plans"

// planStore answers what the screens of service plans show. Whatever is not the viewer's, or below them where that is said,
// is KindNotFound.
type planStore interface {
	runsAboutStore
	Seen(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.ChangeID, error)
	planLister
	// Account is the viewer's own or one below it.
	Account(ctx context.Context, viewer, id domain.AccountID) (domain.Account, error)
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	Subscribed(ctx context.Context, v domain.Viewer, plan domain.PlanID) (int, error)
	// PlansChanged says when the viewer's account last changed some of its plans.
	PlansChanged(ctx context.Context, v domain.Viewer, plans []domain.PlanID) (map[domain.PlanID]time.Time, error)
	// TemplatesSeen is Seen of each of the viewer's templates.
	TemplatesSeen(ctx context.Context, v domain.Viewer) (map[domain.TemplateID]domain.ChangeID, error)
	// PlanCopies are the viewer's direct resellers whom runs reach, and whether they have a plan.
	PlanCopies(ctx context.Context, v domain.Viewer, plan domain.PlanID) ([]domain.PlanCopy, error)
	soldOn
	// LastDelivery is the last run that changed the viewer's account, without its outcomes.
	LastDelivery(ctx context.Context, v domain.Viewer) (pages.Delivery, error)
}

// Plans are the screens of service plans that change nothing: the list, and the tabs of a plan.
type Plans struct{ store planStore }

// NewPlans returns the screens over a store.
func NewPlans(store planStore) *Plans { return &Plans{store} }

// planSorts are the keys by which plans can be sorted.
var planSorts = []string{"id", "name", "category", "template", "status", "price"}

// costSorts are the keys by which plans can be sorted besides by who sees costs.
var costSorts = []string{"cost", "margin"}

// planSortsOf are the keys by which the viewer can sort plans.
func planSortsOf(v domain.Viewer) []string {
	if v.IsProvider() || !v.SeesCosts() {
		return planSorts
	}
	return slices.Concat(planSorts, costSorts)
}

// List is GET /products/plans.
func (h *Plans) List(c echo.Context) error {
	filter, on := asOf(c)
	l, err := listPlansOn(c, h.store, on, viewer(c).IsProvider(), planSortsOf(viewer(c))...)
	if err != nil {
		return err
	}
	l.list.Filters = append(l.list.Filters, filter)
	v, ctx := viewer(c), c.Request().Context()
	args := views.PlanList{Any: len(l.catalog.Plans) > 0, Reseller: !v.IsProvider(), Costs: v.SeesCosts(), Currency: v.Account.Currency,
		Templates: v.Holds(domain.ManageSubResellers), MayCreate: mayCreatePlans(v), Confirms: !v.IsProvider() && v.May(domain.EditPrices),
		Held: l.state.Held(), Deeds: domain.PlansDeeds(v)}
	if args.On = on; !on.IsZero() {
		args.MayCreate, args.Confirms, args.Held, args.Deeds = false, false, 0, nil
	} else if !v.IsProvider() {
		if args.Last, err = h.store.LastDelivery(ctx, v); err != nil {
			return err
		}
	}
	sortPlans(l.rows, l.list)
	if args.Names, err = l.names(ctx, h.store, v); err != nil {
		return err
	}
	args.Shows = views.ColumnsOf(l.rows)
	args.Rows = pageRows(&l.list, l.rows, planTexts)
	args.List = l.list
	if on.IsZero() {
		if err := h.lastChanges(c, args.Rows); err != nil {
			return err
		}
		args.Shows.Changed = v.IsProvider() && views.ColumnsOf(args.Rows).Changed
	}
	args.Shows.Delegated = args.Shows.Delegated && v.IsProvider() && on.IsZero()
	return show(c, views.PlansPage(page(c, "Service Plans", plansPath), args))
}

// newFilter is a filter by the values of the address' parameter, which are their own labels; an unknown value shows all.
func newFilter[V ~string](name, label, all string, values []V, c echo.Context) views.Filter {
	options := make([]views.Option, len(values))
	for i, value := range values {
		options[i] = views.Option{Value: string(value), Label: string(value)}
	}
	return optionFilter(c, name, label, all, options)
}

// optionFilter is a filter by one of the options, of which the first shows all. What is none of them shows all, too, and says so: it may have
// been one when the address was kept.
func optionFilter(c echo.Context, name, label, all string, options []views.Option) views.Filter {
	filter := views.Filter{Name: name, Label: label, Options: append([]views.Option{{Value: "", Label: all}}, options...)}
	if asked := c.QueryParam(name); slices.ContainsFunc(options, func(o views.Option) bool { return o.Value == asked }) {
		filter.Value = asked
	} else {
		noChoice(c, name)
	}
	return filter
}

// noSuchChoice is said of what an address asks for and the page does not have.
const noSuchChoice = "The address asks for something that is not among the choices, so it leaves nothing out"

// noChoice says beside a filter that what the address asks for is none of its choices, where it asks for something. A page shows all then;
// a file, which could not say so, is refused.
func noChoice(c echo.Context, name string) { noChoiceAt(c, name, name) }

// noChoiceAt is noChoice of what has no field in the search.
func noChoiceAt(c echo.Context, name, field string) {
	if c.QueryParam(name) != "" {
		notFiltered(c, field, noSuchChoice)
	}
}

// notFiltered says at a field of the search why it leaves nothing out, once; no file is made then.
func notFiltered(c echo.Context, field, why string) {
	if f := formOf(c); f.unchosen.For(field) == "" {
		f.unchosen = append(f.unchosen, domain.FieldError{Field: field, Message: why})
	}
}

// mayCreatePlans reports whether the viewer can make plans of their own: a provider, and a reseller who sells on.
func mayCreatePlans(v domain.Viewer) bool {
	return v.May(domain.EditPrices) && (v.IsProvider() || v.May(domain.ManageSubResellers))
}

// planLabels are what plans are called where one of them is chosen: those that share a name with their ids, too.
func planLabels(plans []*domain.Plan) map[domain.PlanID]string {
	named := map[string]int{}
	for _, p := range plans {
		named[p.Name]++
	}
	labels := make(map[domain.PlanID]string, len(plans))
	for _, p := range plans {
		labels[p.ID] = p.Name
		if named[p.Name] > 1 {
			labels[p.ID] = domain.Isolate(p.Name) + ", ID " + idText(p.ID)
		}
	}
	return labels
}

// planChoices are plans of which one is chosen, in their order.
func planChoices(plans []*domain.Plan) []views.Option {
	labels, options := planLabels(plans), make([]views.Option, len(plans))
	for i, p := range plans {
		options[i] = views.Option{Value: idText(p.ID), Label: labels[p.ID]}
	}
	return options
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
