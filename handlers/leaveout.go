package handlers

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// planPreviewer answers the plans that a run would change, or leaves out.
type planPreviewer interface {
	contester
	PreviewPlans(context.Context, domain.Viewer, domain.RunRequest, pages.ListQuery) (pages.PreviewPlans, error)
}

// leaver keeps what the run of a dialog is to leave out. LeaveOut keeps, of what a page of the preview showed, what was chosen, and fails
// with KindInvalid where the dialog can no longer be sent.
type leaver interface {
	decider
	LeaveOut(ctx context.Context, v domain.Viewer, r domain.RunRequest, shown, chosen domain.LeftOut) error
	LeftOut(context.Context, domain.Viewer, domain.RunRequest) (domain.LeftOut, error)
}

// Plans is GET .../synchronize/preview/leave-out: the plans that would change, with their boxes.
func (h *Preview) Plans(c echo.Context) error {
	request, err := runRequest(c, c.Request().URL.Query())
	if err != nil {
		return err
	}
	list, err := listState(c, "id")
	if err != nil {
		return err
	}
	found, err := h.store.PreviewPlans(c.Request().Context(), viewer(c), request, list.ListQuery())
	if err != nil {
		return err
	}
	list.Total, list.Extra = found.Total, previewValues(request)
	screen := views.LeaveOutScreen{Run: found.Run, Plans: found.Plans, List: list, Preview: previewURL(request),
		Leave: &views.LeaveForm{Request: request, LeftOut: found.Run.LeftOut, Back: list.URL()}}
	crumbs := append(planCrumbs(found.Run.Plan, found.Run.PlanName, request.Subscription, found.Run.Reseller),
		views.Crumb{Label: "Preview", URL: previewURL(request)})
	return show(c, views.LeaveOutPage(page(c, "Leave out plans and boxes", "/products/plans", crumbs...), screen))
}

// LeaveOut is POST .../synchronize/preview/leave-out: of what a page of the preview showed, what is ticked is left out from now on, and
// nothing else of it; by its other button, nothing at all. It leads back to the page, or to a new dialog where this one cannot be sent.
func (h *Synchronize) LeaveOut(c echo.Context) error {
	values := formOf(c).values
	request, err := runRequest(c, values)
	if err != nil {
		return h.again(c, request, err)
	}
	ctx, v := c.Request().Context(), viewer(c)
	shown, chosen := domain.ParseLeftOut(values["shown"]), domain.ParseLeftOut(values["leave"])
	if formOf(c).raw("action") == "nothing" {
		if shown, err = h.store.LeftOut(ctx, v, request); err != nil {
			return err
		}
		chosen = nil
	}
	if err := h.store.LeaveOut(ctx, v, request, shown, chosen); err != nil {
		return h.again(c, request, err)
	}
	back := formOf(c).raw("back")
	if path, _, _ := strings.Cut(back, "?"); path != views.PreviewURL(request) && !strings.HasPrefix(path, views.PreviewURL(request)+"/") || strings.Contains(path, "..") {
		back = previewURL(request)
	}
	return lead(c, back)
}
