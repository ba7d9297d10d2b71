package handlers

import (
	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// planPriceStore answers what the tabs with the prices of a plan show, and changes prices.
type planPriceStore interface {
	priceStore
	planTabReader
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
func (h *PlanPrices) SavePeriods(c echo.Context) error { return h.save(c, h.Periods) }

// SaveRates is POST /products/plans/:plan/rates: its prices of resources.
func (h *PlanPrices) SaveRates(c echo.Context) error { return h.save(c, h.Rates) }

// linesOfPlan is how many prices of a plan stand on its tab. Few have more, which are in the price list.
const linesOfPlan = 400

// tab shows the tab, with the prices of a plan of the viewer's as a sheet where they may change them.
func (h *PlanPrices) tab(c echo.Context, of domain.Object, view func(views.Page, views.PlanPage) templ.Component) error {
	args, err := planTab(c, h.store)
	if err != nil {
		return err
	}
	if !args.Foreign() && args.May.Prices {
		all, err := priceListOf(c, h.store)
		if err != nil {
			return err
		}
		lines := all.Page(domain.PriceQuery{Plan: args.Plan.ID, Of: of, Limit: linesOfPlan})
		sheet := priceSheet(c, views.List{Path: c.Request().URL.Path}, lines, all)
		sheet.Plan, sheet.Seen = args.Plan, args.Seen
		args.Sheet = &sheet
	}
	return show(c, view(planPage(c, args, args.Plan.Name), args))
}

// save saves the sheet of a tab, which again shows with what was typed.
func (h *PlanPrices) save(c echo.Context, again echo.HandlerFunc) error {
	args, err := loadPlan(c, h.store)
	if err != nil {
		return err
	}
	list, err := priceListOf(c, h.store)
	if err != nil {
		return err
	}
	f := formOf(c)
	f.beside = priceField(f)
	return save(c, h.store, typedPrices(f, list, viewer(c).Account.Currency), "The prices of "+domain.Isolate(args.Plan.Name)+" are saved.", c.Request().URL.Path, func() error { return again(c) })
}
