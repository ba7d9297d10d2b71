package handlers

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// auditStore reads what happened to the viewer's own account, the newest first. EditsOf are the values of a change from a place on, some of
// many, and the place of the next one; zero: that was all.
type auditStore interface {
	Audit(ctx context.Context, v domain.Viewer, q pages.AuditQuery) (pages.Audit, error)
	EditsOf(ctx context.Context, v domain.Viewer, id domain.ChangeID, place int) (edits []domain.Edit, next int, err error)
}

// Audit are the screens /audit and /changes.
type Audit struct{ store auditStore }

// NewAudit returns the screen over a store.
func NewAudit(store auditStore) *Audit { return &Audit{store} }

// List is GET /audit.
func (h *Audit) List(c echo.Context) error {
	list, query, err := auditState(c)
	if err != nil {
		return err
	}
	return h.show(c, page(c, "Audit", "/audit"), false, list, query)
}

// ownPath is the list of the viewer's own changes, which takes no right.
const ownPath = "/changes"

// Own is GET /changes: the audit of what the viewer changed themselves.
func (h *Audit) Own(c echo.Context) error {
	list, query, err := auditState(c)
	if err != nil {
		return err
	}
	query.User, query.By = viewer(c).User.ID, ""
	list.Filters[1].Value = ""
	return h.show(c, page(c, "My Changes", ownPath), true, list, query)
}

// show is a page of the audit, or of what the viewer changed themselves (own), which no other person can be chosen for.
func (h *Audit) show(c echo.Context, p views.Page, own bool, list views.List, query pages.AuditQuery) error {
	audit, err := h.store.Audit(c.Request().Context(), viewer(c), query)
	if err != nil {
		return err
	}
	people := views.Filter{Name: "who", Label: "Person", Value: list.Filters[1].Value, Options: []views.Option{{Value: "", Label: "Everybody"}}}
	for _, u := range audit.Users {
		people.Options = append(people.Options, views.Option{Value: idText(u.ID), Label: u.Name})
	}
	if !viewer(c).IsProvider() {
		people.Options = append(people.Options, views.Option{Value: string(pages.ByVendor), Label: views.ByProvider})
	}
	people.Options = append(people.Options, views.Option{Value: string(pages.BySystem), Label: views.BySystem})
	if list.Filters[1] = people; own {
		list.Filters = slices.Delete(list.Filters, 1, 2)
	}
	screen := views.AuditScreen{Audit: audit, List: list, Later: query.After != (pages.AuditPlace{}), Viewer: viewer(c), Own: own}
	return show(c, views.AuditPage(p, screen))
}

// everyUndo is the kind of change by which undos are asked for, of whatever kind they are.
const everyUndo = "undo"

// auditState reads the filters of the audit from the address: ?q=, ?kind=, ?who=, ?about=, the days ?from= and ?to=, and where the page
// before ended. What is none of them filters nothing.
func auditState(c echo.Context) (views.List, pages.AuditQuery, error) {
	list, err := listState(c, "when")
	list.Desc = false
	q := pages.AuditQuery{Search: list.Query, After: pages.ParseAuditPlace(c.QueryParam("after"))}
	kinds := kindFilter(c)
	if q.Undos = kinds.Value == everyUndo; !q.Undos {
		q.Kind = domain.ChangeKind(kinds.Value)
	}
	person := views.Filter{Name: "who"}
	person.Value, q.User, q.By = makerOf(c)
	if q.About = pages.ParseRef(c.QueryParam("about")); q.About.Of != "" {
		list.Extra = url.Values{"about": {pages.RefText(q.About)}}
	}
	from, to := dayFilter(c, "from", "From"), dayFilter(c, "to", "To")
	q.From, q.To = day(from.Value), day(to.Value)
	if !q.To.IsZero() {
		q.To = q.To.AddDate(0, 0, 1)
	}
	list.Filters = []views.Filter{kinds, person, from, to}
	return list, q, err
}

// makerOf reads ?who=: a user, "system", or for resellers "provider".
func makerOf(c echo.Context) (value string, user domain.UserID, by pages.Makers) {
	value = c.QueryParam("who")
	switch by := pages.Makers(value); by {
	case pages.BySystem:
		return value, 0, by
	case pages.ByVendor:
		if !viewer(c).IsProvider() {
			return value, 0, by
		}
	}
	if id := plainID[domain.UserID](value); id != 0 {
		return value, id, ""
	}
	return "", 0, ""
}

// kindFilter is the filter by the kinds of change that the viewer's account can have.
func kindFilter(c echo.Context) views.Filter {
	filter := views.Filter{Name: "kind", Label: "Kind of change", Options: []views.Option{{Value: "", Label: "All kinds"},
		{Value: everyUndo, Label: "Took back (undos)"}}}
	if c.QueryParam("kind") == everyUndo {
		filter.Value = everyUndo
	}
	for _, info := range domain.ChangeKinds() {
		if info.Who == domain.ProvidersOnly && !viewer(c).IsProvider() || info.Who == domain.ResellersOnly && viewer(c).IsProvider() {
			continue
		}
		filter.Options = append(filter.Options, views.Option{Value: string(info.Kind), Label: views.KindLabel(info)})
		if string(info.Kind) == c.QueryParam("kind") {
			filter.Value = string(info.Kind)
		}
	}
	return filter
}

// dayFilter is a filter by a day, "" where the address has none.
func dayFilter(c echo.Context, name, label string) views.Filter {
	filter := views.Filter{Name: name, Label: label}
	if text := c.QueryParam(name); !day(text).IsZero() {
		filter.Value = text
	}
	return filter
}

// day is the beginning of a day in UTC, the zero time where the text is none.
func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil || at.Year() < 1900 {
		return time.Time{}
	}
	return at
}
