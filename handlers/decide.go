package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// contester lists the own values about which a run with Decide is decided.
type contester interface {
	Contested(context.Context, domain.Viewer, domain.RunRequest, pages.ContestedQuery) (pages.ContestedPage, error)
}

// decider keeps decisions about own values with a dialog. It fails with KindInvalid where the dialog can no longer be sent.
type decider interface {
	Decide(context.Context, domain.Viewer, domain.RunRequest, domain.Decisions) error
	ContestedBelowCost(context.Context, domain.Viewer, domain.RunRequest) ([]domain.Leave, error)
}

// Decide is GET .../synchronize/preview/decide: the own values that ticked boxes would overwrite, and whether they are taken.
func (h *Preview) Decide(c echo.Context) error {
	request, err := runRequest(c, c.Request().URL.Query())
	if err != nil {
		return err
	}
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	request.Policy = domain.Decide
	only := optionFilter(c, "only", "Only", "All own values", views.ContestedFilters(viewer(c).SeesCosts()))
	list.Filters = []views.Filter{only}
	query := pages.ContestedQuery{ListQuery: list.ListQuery(), Plan: plainID[domain.PlanID](c.QueryParam("of")),
		Account: plainID[domain.AccountID](c.QueryParam("at")), Only: pages.ContestedFilter(only.Value)}
	found, err := h.store.Contested(c.Request().Context(), viewer(c), request, query)
	if err != nil {
		return err
	}
	list.Total, list.Extra = found.Total, previewValues(request)
	for _, name := range []string{"of", "at"} {
		if value := c.QueryParam(name); value != "" {
			list.Extra.Set(name, value)
		}
	}
	screen := views.DecideScreen{ContestedPage: found, List: list, Costs: viewer(c).SeesCosts(), Request: request, Preview: previewURL(request), Plan: query.Plan, Account: query.Account}
	crumbs := append(h.crumbs(found.Run, request), views.Crumb{Label: "Preview", URL: previewURL(request)})
	return show(c, views.DecidePage(page(c, "Decide about own values", "/products/plans", crumbs...), screen))
}

// Decide is POST .../synchronize/preview/decide: of what a page showed, what is ticked otherwise than it was is taken, or kept; by its other
// buttons all, all below cost, or all of a plan or a reseller. It leads back to the page, or to a new dialog where this one cannot be sent.
func (h *Synchronize) Decide(c echo.Context) error {
	request, err := runRequest(c, formOf(c).values)
	if err != nil {
		return h.again(c, request, err)
	}
	ctx, v := c.Request().Context(), viewer(c)
	var more domain.Decisions
	switch action := formOf(c).raw("action"); action {
	case views.DecideBelow:
		below, err := h.store.ContestedBelowCost(ctx, v, request)
		if err != nil {
			return err
		}
		for _, of := range below {
			more = append(more, domain.Decision{Of: of, Take: true})
		}
	case views.DecideTicked:
		more = tickedOtherwise(formOf(c).values["shown"], formOf(c).values["was"], formOf(c).values["take"])
	default:
		if one, ok := domain.ParseDecision(action); ok {
			more = domain.Decisions{one}
		}
	}
	if err := h.store.Decide(ctx, v, request, more); err != nil {
		return h.again(c, request, err)
	}
	back := formOf(c).raw("back")
	if path, _, _ := strings.Cut(back, "?"); path != views.DecideURL(request) {
		back = views.DecideURL(request) + "?" + previewValues(request).Encode()
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// tickedOtherwise are the decisions about what was shown where the tick is another than it was.
func tickedOtherwise(shown, was, ticked []string) (more domain.Decisions) {
	for _, text := range shown {
		of, ok := domain.ParseLeave(text)
		if take := slices.Contains(ticked, text); ok && take != slices.Contains(was, text) {
			more = append(more, domain.Decision{Of: of, Take: take})
		}
	}
	return more
}
