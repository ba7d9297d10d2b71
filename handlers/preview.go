package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// previewer computes a run without writing anything. Preview answers one page of the resellers that it would reach, and a
// digest of all that it would do, which a RunRequest sends along to be bound to it, PreviewByPlan the same by plan; PreviewResult what it would do to one of
// them. ExportPreview calls row for each whom the query finds, with all their outcomes, ExportPreviewByPlan for each plan.
type previewer interface {
	planPreviewer
	Preview(context.Context, domain.Viewer, domain.RunRequest, pages.RunQuery) (page pages.RunPage, digest string, err error)
	PreviewByPlan(context.Context, domain.Viewer, domain.RunRequest, pages.RunQuery) (page pages.RunPlansPage, digest string, err error)
	PreviewResult(context.Context, domain.Viewer, domain.RunRequest, domain.AccountID, pages.OutcomeQuery) (pages.RunResult, error)
	ExportPreviewByPlan(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.RunQuery, row func(pages.RunPlan, domain.Names) error) error
	ExportPreview(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.RunQuery, row func(pages.RunLines) error) error
}

// Preview is what a run would do: its pages look like those of a run.
type Preview struct{ store previewer }

// NewPreview returns the preview over a store.
func NewPreview(store previewer) *Preview { return &Preview{store} }

// Show is GET .../synchronize/preview: the resellers with what would change, and the button that does exactly that.
func (h *Preview) Show(c echo.Context) error {
	request, err := runRequest(c, c.Request().URL.Query())
	if err != nil {
		return err
	}
	ctx, v := c.Request().Context(), viewer(c)
	screen, err := runAsk{
		func(q pages.RunQuery) (run pages.RunPage, err error) {
			run, request.PreviewDigest, err = h.store.Preview(ctx, v, request, q)
			return run, err
		},
		func(q pages.RunQuery) (run pages.RunPlansPage, err error) {
			run, request.PreviewDigest, err = h.store.PreviewByPlan(ctx, v, request, q)
			return run, err
		},
		nil,
	}.screen(c, previewPath(request))
	switch domain.KindOf(err) {
	case domain.KindForbidden, domain.KindInvalid: // of a link that somebody with other rights made; a service template that is not active
		c.Set(backKey, views.Crumb{Label: "the dialog with these choices", URL: views.SynchronizeURL(request.Plan, request.Subscription) + "?" + previewValues(request).Encode()})
	}
	if err != nil {
		return err
	}
	keep(&screen.List, request)
	result := screen.Result
	screen.OwnGuards = viewer(c).IsProvider()
	screen.Leave = &views.LeaveForm{Request: request, LeftOut: screen.RunPage.Run.LeftOut, Back: screen.List.URL()}
	screen.Result = func(r pages.RunReseller) string { return result(r) + "?" + previewValues(request).Encode() }
	p := page(c, "Preview", "/products/plans", h.crumbs(screen.RunPage.Run, request)...)
	return show(c, views.PreviewPage(p, screen, request))
}

// Result is GET .../synchronize/preview/resellers/:account: what would happen to one reseller.
func (h *Preview) Result(c echo.Context) error {
	request, err := runRequest(c, c.Request().URL.Query())
	if err != nil {
		return err
	}
	screen, err := resultScreen(c, func(account domain.AccountID, query pages.OutcomeQuery) (pages.RunResult, error) {
		return h.store.PreviewResult(c.Request().Context(), viewer(c), request, account, query)
	})
	if err != nil {
		return err
	}
	keep(&screen.List, request)
	screen.Leave = &views.LeaveForm{Request: request, LeftOut: screen.Result.Run.LeftOut, Back: screen.List.URL(), Account: screen.Result.Reseller.Account}
	crumbs := append(h.crumbs(screen.Result.Run, request), views.Crumb{Label: "Preview", URL: previewURL(request)})
	p := page(c, screen.Result.Reseller.Name, "/products/plans", crumbs...)
	return show(c, views.RunResultPage(p, screen))
}

func (h *Preview) crumbs(run domain.Run, r domain.RunRequest) []views.Crumb {
	return planCrumbs(run.Plan, run.PlanName, r.Subscription, run.Reseller)
}

// keep adds the choices of the dialog to what the links of a list carry on.
func keep(list *views.List, r domain.RunRequest) {
	for name, values := range previewValues(r) {
		list.Extra[name] = values
	}
}
