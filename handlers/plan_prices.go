package handlers

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// planPriceStore answers what the tabs with the prices of a plan show, and changes prices.
type planPriceStore interface {
	planTabReader
	changer
}

// PlanPrices are the tabs of a plan that have prices: the price list with one plan in it.
type PlanPrices struct{ store planPriceStore }

// NewPlanPrices returns the screens over a store.
func NewPlanPrices(store planPriceStore) *PlanPrices { return &PlanPrices{store} }

// Periods is GET /products/plans/:plan/periods.
func (h *PlanPrices) Periods(c echo.Context) error {
	return h.tab(c, domain.ObjectPeriod, views.PlanPeriodsPage)
}

// Rates is GET /products/plans/:plan/rates.
func (h *PlanPrices) Rates(c echo.Context) error {
	return h.tab(c, domain.ObjectRate, views.PlanRatesPage)
}

// SavePeriods is POST /products/plans/:plan/periods: its fees, as they are typed.
func (h *PlanPrices) SavePeriods(c echo.Context) error {
	return h.save(c, domain.FeesChanged, h.Periods)
}

// SaveRates is POST /products/plans/:plan/rates: its prices of resources.
func (h *PlanPrices) SaveRates(c echo.Context) error { return h.save(c, domain.RateChanged, h.Rates) }

// linesOfPlan is how many prices a page of a tab has. Few plans have more.
const linesOfPlan = 400

// tab shows the tab.
func (h *PlanPrices) tab(c echo.Context, of domain.Object, view func(views.Page, views.PlanPage) templ.Component) error {
	args, err := planTab(c, h.store)
	if err != nil {
		return err
	}
	all, query := pricesOfPlan(args), domain.PriceQuery{Plan: args.Plan.ID, Of: of, Limit: linesOfPlan}
	query.After, _, _ = views.InputKey(c.QueryParam("after"))
	query.Before, _, _ = views.InputKey(c.QueryParam("before"))
	sheet := priceSheet(c, views.List{Path: c.Request().URL.Path}, all.Page(query), all)
	sheet.Of, sheet.Currency, sheet.MayEdit = of, args.Currency, args.May.Prices && !args.Foreign()
	sheet.Reseller, sheet.Foreign, sheet.Costs, sheet.Delivered = !args.Made(), args.Foreign(), args.Costs != nil, !args.Made() && !args.Unseen
	args.Sheet = &sheet
	return show(c, view(planPage(c, args, args.Plan.Name), args))
}

// pricesOfPlan is the price list of whose plan it is, as far as the page of that plan has it.
func pricesOfPlan(args views.PlanPage) domain.PriceList {
	all := domain.PriceList{Sold: args.Catalog, State: domain.State{Own: args.Own}, Names: args.Names, Unmeasured: map[domain.ResourceID]bool{}}
	if !args.Made() {
		all.State.Delivered = &domain.Catalog{Plans: []*domain.Plan{args.Delivered}}
	}
	if args.Costs != nil {
		all.Costs = *args.Costs
	}
	for id, r := range args.Resources {
		all.Unmeasured[id] = !r.Measurable
	}
	return all
}

// save saves the sheet of a tab, which again shows with what was typed. Over delivered prices it sets own ones.
func (h *PlanPrices) save(c echo.Context, kind domain.ChangeKind, again echo.HandlerFunc) error {
	args, err := loadPlan(c, h.store)
	if err != nil {
		return err
	}
	f := formOf(c)
	f.beside = priceField(f)
	what := typedPrices(f, pricesOfPlan(args), args.Currency)
	what.Kind, what.About = kind, planRef(args.Plan)
	if !args.Made() {
		what.Kind = domain.OwnValuesSet
	}
	return save(c, h.store, what, "The prices of "+domain.Isolate(args.Plan.Name)+" are saved.", c.Request().URL.RequestURI(), func() error { return again(c) })
}
