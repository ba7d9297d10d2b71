package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// runsAboutStore reads the runs of the viewer's own account that are about something.
type runsAboutStore interface {
	RunsAbout(context.Context, domain.Viewer, pages.RunsAbout, pages.ListQuery) (runs []domain.Run, total int, err error)
	// RunsThatChanged are those of some runs of the viewer's that changed a reseller.
	RunsThatChanged(context.Context, domain.Viewer, domain.AccountID, []domain.Run) (map[domain.RunID]bool, error)
}

// Synchronizations is GET /products/plans/:plan/synchronizations: the viewer's runs that are about the plan, or changed it at somebody.
func (h *Plans) Synchronizations(c echo.Context) error {
	args, err := loadPlanOn(c, h.store, false)
	if err != nil {
		return err
	}
	list, runs, err := runsAbout(c, h.store, pages.RunsAbout{Plan: args.Plan.ID})
	if err != nil {
		return err
	}
	return show(c, views.PlanRunsPage(planPage(c, args, args.Plan.Name), args, list, runs))
}

// Synchronizations is GET /resellers/:id/synchronizations: the viewer's runs that reached the reseller, each to be taken back for
// them where it changed them.
func (h *Resellers) Synchronizations(c echo.Context) error {
	reseller, err := resellerOf(c, h.store, "Synchronizations")
	if err != nil {
		return err
	}
	list, runs, err := runsAbout(c, h.store, pages.RunsAbout{Reseller: reseller.ID})
	if err != nil {
		return err
	}
	v := viewer(c)
	changed, err := h.store.RunsThatChanged(c.Request().Context(), v, reseller.ID, runs)
	if err != nil {
		return err
	}
	for _, run := range runs { // what the user may not take back is not offered
		changed[run.ID] = changed[run.ID] && domain.MayRun(v, domain.Ticked(run.Options)) == nil
	}
	return show(c, views.ResellerRunsPage(resellerPage(c, reseller, "Synchronizations"), reseller, list, views.RunsOf{Runs: runs, Reseller: reseller.ID, Changed: changed}))
}

func runsAbout(c echo.Context, store runsAboutStore, about pages.RunsAbout) (list views.List, runs []domain.Run, err error) {
	if list, err = listState(c, "latest"); err != nil {
		return list, nil, err
	}
	runs, list.Total, err = store.RunsAbout(c.Request().Context(), viewer(c), about, list.ListQuery())
	return list, runs, err
}
