package handlers

import (
	"context"
	"net/url"
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
	AllContested(context.Context, domain.Viewer, domain.RunRequest, pages.ContestedQuery) ([]domain.Contested, error)
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
	list.Filters = []views.Filter{optionFilter(c, "only", "Only", "All own values", views.ContestedFilters(viewer(c).SeesCosts()))}
	query := contestedQuery(viewer(c), c.QueryParams())
	query.ListQuery = list.ListQuery()
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
	screen := views.DecideScreen{ContestedPage: found, List: list, Costs: viewer(c).SeesCosts(), Request: request, Preview: previewURL(request), Query: query}
	crumbs := append(h.crumbs(found.Run, request), views.Crumb{Label: "Preview", URL: previewURL(request)})
	return show(c, views.DecidePage(page(c, "Decide about own values", "/products/plans", crumbs...), screen))
}

// contestedQuery is which of them an address asks for.
func contestedQuery(v domain.Viewer, values url.Values) pages.ContestedQuery {
	q := pages.ContestedQuery{Plan: plainID[domain.PlanID](values.Get("of")), Account: plainID[domain.AccountID](values.Get("at"))}
	q.Search = strings.TrimSpace(plainText(values.Get("q")))
	if only := values.Get("only"); slices.ContainsFunc(views.ContestedFilters(v.SeesCosts()), func(o views.Option) bool { return o.Value == only }) {
		q.Only = pages.ContestedFilter(only)
	}
	return q
}

// Decide is POST .../synchronize/preview/decide: of what a page showed, what is ticked otherwise than it was is taken, or kept; by its other
// buttons all that its search and filter find, all below cost, or all of a plan or a reseller. It leads back to the page, or to a new dialog where this one cannot be sent.
func (h *Synchronize) Decide(c echo.Context) error {
	request, err := runRequest(c, formOf(c).values)
	if err != nil {
		return h.again(c, request, err)
	}
	back := formOf(c).raw("back")
	if path, _, _ := strings.Cut(back, "?"); path != views.DecideURL(request) {
		back = views.DecideURL(request) + "?" + previewValues(request).Encode()
	}
	more, err := h.decided(c, request, back)
	if err != nil {
		return err
	}
	if err := h.store.Decide(c.Request().Context(), viewer(c), request, more); err != nil {
		return h.again(c, request, err)
	}
	return lead(c, back)
}

// decided are the decisions of the button that was pressed on the page with this address.
func (h *Synchronize) decided(c echo.Context, request domain.RunRequest, page string) (domain.Decisions, error) {
	v, query := viewer(c), pages.ContestedQuery{Only: pages.ContestedBelow}
	action := formOf(c).raw("action")
	switch action {
	case views.DecideTicked:
		return tickedOtherwise(formOf(c).values["shown"], formOf(c).values["was"], formOf(c).values["take"]), nil
	case views.DecideBelow:
	case views.TakeFound, views.KeepFound:
		at, err := url.Parse(page)
		if err != nil {
			return nil, domain.Invalid("The address of the page cannot be read.")
		}
		query = contestedQuery(v, at.Query())
	default:
		if one, ok := domain.ParseDecision(action); ok {
			return domain.Decisions{one}, nil
		}
		return nil, nil
	}
	found, err := h.store.AllContested(c.Request().Context(), v, request, query)
	return domain.Deciding(found, action != views.KeepFound), err
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
