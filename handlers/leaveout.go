package handlers

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// leaver keeps what a run is to leave out. PreviewPlans answers the plans that the run would change; LeaveOut keeps, of what a page of the
// preview showed, what was chosen, and fails with KindInvalid where the dialog can no longer be sent.
type leaver interface {
	PreviewPlans(context.Context, domain.Viewer, domain.RunRequest, pages.ListQuery) (pages.PreviewPlans, error)
	LeaveOut(ctx context.Context, v domain.Viewer, r domain.RunRequest, shown, chosen domain.LeftOut) error
	LeftOut(context.Context, domain.Viewer, domain.RunRequest) (domain.LeftOut, error)
}

// LeaveOut is what a run leaves out, chosen in its preview.
type LeaveOut struct{ store leaver }

// NewLeaveOut returns the screen over a store.
func NewLeaveOut(store leaver) *LeaveOut { return &LeaveOut{store} }

// Show is GET .../synchronize/preview/leave-out: the plans that would change, with their boxes.
func (h *LeaveOut) Show(c echo.Context) error {
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

// Submit is POST .../synchronize/preview/leave-out: of what a page of the preview showed, what is ticked is left out from now on, and
// nothing else of it; by its other button, nothing at all. It leads back to the page.
func (h *LeaveOut) Submit(c echo.Context) error {
	values := formOf(c).values
	request, err := runRequest(c, values)
	if err != nil {
		return err
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
		return err
	}
	back := formOf(c).raw("back")
	if path, _, _ := strings.Cut(back, "?"); path != views.PreviewURL(request) && !strings.HasPrefix(path, views.PreviewURL(request)+"/") || strings.Contains(path, "..") {
		back = previewURL(request)
	}
	return c.Redirect(http.StatusSeeOther, back)
}
