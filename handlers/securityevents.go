package handlers

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// securityStore reads what happened at the doors of the viewer's account, the newest first; of a provider, at those below, too.
type securityStore interface {
	SecurityEvents(ctx context.Context, v domain.Viewer, q pages.SecurityQuery) (pages.SecurityEvents, error)
}

// Security is the screen /security-events, for administrators.
type Security struct{ store securityStore }

// NewSecurity returns the screen over a store.
func NewSecurity(store securityStore) *Security { return &Security{store} }

const securityPath = "/security-events"

// List is GET /security-events. It reads the filters as the audit does: ?q=, ?kind=, ?who=, the days ?from= and ?to=; and ?before=, where
// the page before ended. What is no day, and no kind, is said beside its field.
func (h *Security) List(c echo.Context) error {
	list, err := listState(c, "when")
	if err != nil {
		return err
	}
	list.Desc = false
	kinds := securityKinds(c)
	q := pages.SecurityQuery{Search: list.Query, Kind: domain.SecurityKind(kinds.Value), User: plainID[domain.UserID](c.QueryParam("who"))}
	var from, to views.Filter
	from, to, q.From, q.To = dayFilters(c)
	if n, err := strconv.ParseInt(c.QueryParam("before"), 10, 64); err == nil && n > 0 {
		q.Before = n
	}
	events, err := h.store.SecurityEvents(c.Request().Context(), viewer(c), q)
	if err != nil {
		return err
	}
	if formOf(c).err() != nil {
		events.Rows, events.Older = nil, 0
	}
	who := views.Filter{Name: "who", Label: "Person", Options: []views.Option{{Value: "", Label: "Everybody"}}}
	for _, u := range events.Users {
		who.Options = append(who.Options, views.Option{Value: idText(u.ID), Label: u.Name})
	}
	if q.User != 0 {
		who.Value = idText(q.User)
	}
	list.Filters = []views.Filter{kinds, who, from, to}
	return show(c, views.SecurityPage(page(c, "Security Events", securityPath),
		views.SecurityScreen{SecurityEvents: events, List: list, Later: q.Before != 0, Viewer: viewer(c)}))
}

// securityKinds is the filter by what happened.
func securityKinds(c echo.Context) views.Filter {
	filter := views.Filter{Name: "kind", Label: "Kind of event", Options: []views.Option{{Value: "", Label: "All kinds"}}}
	for _, info := range domain.SecurityKinds() {
		filter.Options = append(filter.Options, views.Option{Value: string(info.Kind), Label: info.Label})
		if string(info.Kind) == c.QueryParam("kind") {
			filter.Value = string(info.Kind)
		}
	}
	if filter.Value == "" {
		noChoice(c, filter.Name)
	}
	return filter
}
