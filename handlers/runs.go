package handlers

import (
	"context"
	"net/url"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// runStore reads the runs of the viewer's own account; another account's run is KindNotFound. ExportRun calls row for each
// reseller of the run in turn, with all their outcomes, ExportRunByPlan for each plan. RunMoney is Run with what it moved in money.
type runStore interface {
	Runs(context.Context, domain.Viewer, pages.ListQuery) (runs []domain.Run, total int, err error)
	Run(context.Context, domain.Viewer, domain.RunID, pages.RunQuery) (pages.RunPage, error)
	RunMoney(context.Context, domain.Viewer, domain.RunID) (pages.RunPage, error)
	RunByPlan(context.Context, domain.Viewer, domain.RunID, pages.RunQuery) (pages.RunPlansPage, error)
	CompareRuns(ctx context.Context, v domain.Viewer, ids [2]domain.RunID, search string, from pages.ComparedPlace) (pages.ComparedRuns, error)
	ExportComparedRuns(ctx context.Context, v domain.Viewer, ids [2]domain.RunID, search string, row func([2]domain.RunID, pages.ComparedValue, domain.Names) error) error
	RunResult(context.Context, domain.Viewer, domain.RunID, domain.AccountID, pages.OutcomeQuery) (pages.RunResult, error)
	ExportRunByPlan(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery, row func(pages.RunPlan, domain.Names) error) error
	ExportRun(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery, row func(pages.RunLines) error) error
}

// Runs are the screens under /synchronizations.
type Runs struct{ store runStore }

// NewRuns returns the screens over a store.
func NewRuns(store runStore) *Runs { return &Runs{store} }

// List is GET /synchronizations.
func (h *Runs) List(c echo.Context) error {
	list, err := listState(c, "latest")
	if err != nil {
		return err
	}
	runs, total, err := h.store.Runs(c.Request().Context(), viewer(c), list.ListQuery())
	if err != nil {
		return err
	}
	list.Total = total
	return show(c, views.RunsPage(page(c, "Synchronizations", "/synchronizations"), list, runs))
}

// Show is GET /synchronizations/:run, and its file where the address ends as one.
func (h *Runs) Show(c echo.Context) error {
	if pages.FormatOf(c.Request().URL.Path) != "" {
		return h.export(c)
	}
	id, err := pathID[domain.RunID](c, "run")
	if err != nil {
		return err
	}
	ctx, v := c.Request().Context(), viewer(c)
	screen, err := runAsk{
		func(q pages.RunQuery) (pages.RunPage, error) { return h.store.Run(ctx, v, id, q) },
		func(q pages.RunQuery) (pages.RunPlansPage, error) { return h.store.RunByPlan(ctx, v, id, q) },
		func() (pages.RunPage, error) { return h.store.RunMoney(ctx, v, id) },
	}.screen(c, views.RunURL(id))
	if err != nil {
		return err
	}
	screen.Edit = domain.MayRun(v, domain.Ticked(screen.RunPage.Run.Options)) == nil
	return show(c, views.RunScreenPage(page(c, views.RunTitle(screen.RunPage.Run), "/synchronizations", runCrumbs()...), screen))
}

// Result is GET /synchronizations/:run/resellers/:account: what the run did to one reseller.
func (h *Runs) Result(c echo.Context) error {
	id, err := pathID[domain.RunID](c, "run")
	if err != nil {
		return err
	}
	screen, err := resultScreen(c, func(account domain.AccountID, query pages.OutcomeQuery) (pages.RunResult, error) {
		return h.store.RunResult(c.Request().Context(), viewer(c), id, account, query)
	})
	if err != nil {
		return err
	}
	screen.Edit = domain.MayRun(viewer(c), domain.Ticked(screen.Result.Run.Options)) == nil
	crumbs := append(runCrumbs(), views.Crumb{Label: views.RunTitle(screen.Result.Run), URL: views.RunURL(id)})
	p := page(c, screen.Result.Reseller.Name, "/synchronizations", crumbs...)
	return show(c, views.RunResultPage(p, screen))
}

// resultScreen reads which reseller and which of their outcomes the address asks for, and asks for them: of a run, of an undo or of a
// preview.
func resultScreen(c echo.Context, ask func(domain.AccountID, pages.OutcomeQuery) (pages.RunResult, error)) (views.ResultScreen, error) {
	account, err := pathID[domain.AccountID](c, "account")
	if err != nil {
		return views.ResultScreen{}, err
	}
	list, query, err := outcomeList(c)
	if err != nil {
		return views.ResultScreen{}, err
	}
	result, err := ask(account, query)
	list.Total = result.Shown[query.Show]
	if result.Prices.Total > 0 {
		list.Total = result.Prices.Total
	}
	return views.ResultScreen{Result: result, List: list, Query: query, Costs: viewer(c).SeesCosts()}, err
}

func runCrumbs() []views.Crumb {
	return []views.Crumb{{Label: "Synchronizations", URL: "/synchronizations"}}
}

// resellerPath is the end of the address of what a run did to one reseller.
func resellerPath(r pages.RunReseller) string {
	return "/resellers/" + idText(r.Account)
}

// resellerList reads the state of a run's list of resellers.
func resellerList(c echo.Context) (views.List, pages.RunFilter, error) {
	list, err := listState(c, "level", "name", "changes")
	list.Extra = url.Values{}
	switch only := pages.RunFilter(c.QueryParam("only")); only {
	case pages.OnlyChanged, pages.OnlyUnchanged, pages.OnlySkipped, pages.OnlyOwn:
		list.Extra.Set("only", string(only))
		return list, only, err
	}
	noChoiceAt(c, "only", views.InAddress)
	return list, "", err
}

// outcomeList reads the state of a list of outcomes: ?box= shows one check box, ?show= is a filter of outcomes.
func outcomeList(c echo.Context) (views.List, pages.OutcomeQuery, error) {
	list, err := listState(c, "order")
	list.Extra = url.Values{}
	state := list.ListQuery()
	query := pages.OutcomeQuery{Limit: state.Limit, Offset: state.Offset}
	if box := domain.OptionKey(c.QueryParam("box")); domain.AllOptions()[box] {
		query.Option = box
		list.Extra.Set("box", string(box))
	} else {
		noChoiceAt(c, "box", views.InAddress)
	}
	query.Show, query.Look = shownOf(c, list.Extra), lookOf(c, &list)
	return list, query, err
}

// shownOf reads which outcomes an address shows, ?show=, which the links of the list carry on.
func shownOf(c echo.Context, extra url.Values) pages.OutcomeFilter {
	switch show := pages.OutcomeFilter(c.QueryParam("show")); show {
	case pages.ShowChanges, pages.ShowEverything:
		extra.Set("show", string(show))
		return show
	}
	noChoiceAt(c, "show", views.InAddress)
	return ""
}
