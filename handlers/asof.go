package handlers

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file shows catalogs as they were.

// pastCatalogs answers what the viewer's account had at a moment.
type pastCatalogs interface {
	CatalogOn(ctx context.Context, v domain.Viewer, at time.Time) (*domain.Catalog, error)
}

// asOf is the filter by the day as of which a list is shown.
func asOf(c echo.Context) (views.Filter, time.Time) { return pastDay(c, "on", "As of (empty: now)") }

// pastDay is dayFilter for a day that has begun: of one to come nothing is known.
func pastDay(c echo.Context, name, label string) (views.Filter, time.Time) {
	filter, at := dayFilter(c, name, label)
	if at.After(time.Now()) {
		formOf(c).fail(name, "This day is still to come: enter today or a day before it")
		return filter, time.Time{}
	}
	return filter, at
}

// past makes the listing that of the catalog as one day began: what is said of today, costs and what waits among it, is not said.
func (l *planListing) past(c echo.Context, store pastCatalogs, on time.Time) (err error) {
	l.on = on
	if l.catalog, err = store.CatalogOn(c.Request().Context(), viewer(c), on); err == nil {
		l.state = domain.State{Delivered: l.catalog}
	}
	return err
}

// hidePast takes amounts away that are not sold at today, from who sees no costs: they may be what was delivered then.
func hidePast(rows []views.PlanRow, now *domain.Catalog) {
	for i := range rows {
		row, today := &rows[i], views.PlanRow{Plan: now.Plan(rows[i].Plan.ID)}
		if today.Plan != nil {
			addPrice(&today, nil, domain.Costs{})
		}
		row.Unseen = today.Price != row.Price || today.PriceOf != row.PriceOf
	}
}

// loadPlanOn is loadPlan for a tab, with the day that ?on= names: shown says that the tab shows the plan as that day began, and nothing of it can
// be changed. Any other tab, and the plan of a reseller, is as it is now.
func loadPlanOn(c echo.Context, store planReader, shown bool) (views.PlanPage, error) {
	var on time.Time
	if c.Request().Method == http.MethodGet {
		_, on = asOf(c)
	}
	return loadPlanAt(c, store, on, shown)
}

// loadPlanAt is loadPlanOn for a day; the zero time is now. A plan that was deleted since is there as of a day.
func loadPlanAt(c echo.Context, store planReader, on time.Time, shown bool) (views.PlanPage, error) {
	v, ctx := viewer(c), c.Request().Context()
	id, err := pathID[domain.PlanID](c, "plan")
	if err != nil {
		return views.PlanPage{}, err
	}
	args, err := findPlan(c, store, id)
	if err != nil {
		return args, err
	}
	args.On = on
	if on.IsZero() || !shown || args.Foreign() {
		return args, describePlan(ctx, store, v, &args)
	}
	then, err := store.CatalogOn(ctx, v, on)
	if err != nil {
		return args, err
	}
	args.Past, args.May, args.Now = true, views.PlanRights{}, args.Plan
	if plan := then.Plan(id); plan != nil {
		args.Plan, args.Own, args.Delivered = plan, nil, nil
	} else {
		args.Absent = true
	}
	if err := describePlan(ctx, store, v, &args); err != nil || args.Absent {
		return args, err
	}
	args.Names, args.Catalog = namesThen(args, then), then
	return args, nil
}

// namesThen are the names of then, and of now of what is not in it.
func namesThen(args views.PlanPage, then *domain.Catalog) domain.Names {
	names := domain.NamesOf(then, args.Catalog)
	for id, r := range args.Resources {
		names.Add(domain.ObjectResource, int64(id), r.Name)
	}
	return names
}

// AsOf is GET /products/plans/:plan/as-of: what the plan was as the day ?on= began, and what each price is now.
func (h *Plans) AsOf(c echo.Context) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	filter, on := asOf(c)
	args, err := loadPlanAt(c, h.store, on, true)
	if err != nil {
		return err
	}
	filter.Label = "As the day began (UTC)"
	list.Filters = []views.Filter{filter}
	screen := views.PlanAsOf{List: list}
	if args.Past && !args.Absent {
		all := views.PricesThen(args.Plan, args.Now, args.Unseen)
		screen.Prices = pageRows(&screen.List, all, func(p views.PriceThen) []string { return []string{views.PriceWords(args.Names, p.Key).String()} })
	}
	return show(c, views.PlanAsOfPage(planPage(c, args, "As of a day"), args, screen))
}
