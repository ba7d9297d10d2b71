package handlers

import (
	"context"
	"net/url"
	"strings"
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
	// PlansThen are the names that plans had after changes, of those that are called otherwise now.
	PlansThen(ctx context.Context, v domain.Viewer, changes []domain.ChangeID) (map[domain.ChangeID]map[domain.PlanID]string, error)
}

// Audit are the screens /audit and /changes.
type Audit struct{ store auditStore }

// NewAudit returns the screen over a store.
func NewAudit(store auditStore) *Audit { return &Audit{store} }

// List is GET /audit.
func (h *Audit) List(c echo.Context) error {
	asked, err := readAudit(c)
	if err != nil {
		return err
	}
	return h.show(c, page(c, "Audit", "/audit"), asked, false)
}

// ownPath is the list of the viewer's own changes, which takes no right.
const ownPath = "/changes"

// Own is GET /changes: the audit of what the viewer changed themselves.
func (h *Audit) Own(c echo.Context) error {
	asked, err := readAudit(c)
	if err != nil {
		return err
	}
	asked.query.User, asked.query.By = viewer(c).User.ID, ""
	return h.show(c, page(c, "My Changes", ownPath), asked, true)
}

// show is a page of the audit, or of what the viewer changed themselves (own), which no other person can be chosen for.
func (h *Audit) show(c echo.Context, p views.Page, asked auditRequest, own bool) error {
	asked.query.Lines = true
	audit, err := h.store.Audit(c.Request().Context(), viewer(c), asked.query)
	if err != nil {
		return err
	}
	if formOf(c).err() != nil {
		audit.Rows, audit.Next = nil, pages.AuditPlace{} // a filter that cannot be read lets nothing through
	}
	list := asked.list
	if list.Filters = []views.Filter{asked.kinds, people(c, asked.who, audit), asked.from, asked.to}; own {
		list.Filters = []views.Filter{asked.kinds, asked.from, asked.to}
	}
	screen := views.AuditScreen{Audit: audit, List: list, Later: asked.query.After != (pages.AuditPlace{}), Viewer: viewer(c), Own: own}
	return show(c, views.AuditPage(p, screen))
}

// people is the filter by who made a change; who is chosen.
func people(c echo.Context, who string, audit pages.Audit) views.Filter {
	filter := views.Filter{Name: "who", Label: "Person", Value: who, Options: []views.Option{{Value: "", Label: "Everybody"}}}
	for _, u := range audit.Users {
		filter.Options = append(filter.Options, views.Option{Value: idText(u.ID), Label: u.Name})
	}
	if !viewer(c).IsProvider() {
		filter.Options = append(filter.Options, views.Option{Value: string(pages.ByVendor), Label: views.ByProvider})
	}
	filter.Options = append(filter.Options, views.Option{Value: string(pages.BySystem), Label: views.BySystem})
	return filter
}

// everyUndo is the kind of change by which undos are asked for, of whatever kind they are.
const everyUndo = "undo"

// auditRequest is what an address asks of the audit.
type auditRequest struct {
	list            views.List
	query           pages.AuditQuery
	kinds, from, to views.Filter
	who             string // by whom; "" for everybody
}

// readAudit reads the filters of the audit from the address: ?q=, ?kind=, ?who=, ?about=, the days ?from= and ?to=, and where the page
// before ended. What is no day, no kind or nobody is said beside its field.
func readAudit(c echo.Context) (auditRequest, error) {
	list, err := listState(c, "when")
	list.Desc = false
	q := pages.AuditQuery{Search: list.Query, After: pages.ParseAuditPlace(c.QueryParam("after"))}
	asked := auditRequest{kinds: kindFilter(c)}
	asked.from, asked.to, q.From, q.To = dayFilters(c)
	if q.Undos = asked.kinds.Value == everyUndo; !q.Undos {
		q.Kind = domain.ChangeKind(asked.kinds.Value)
	}
	asked.who, q.User, q.By = makerOf(c)
	if q.About = pages.ParseRef(c.QueryParam("about")); q.About.Of != "" {
		list.Extra = url.Values{"about": {pages.RefText(q.About)}}
	}
	asked.list, asked.query = list, q
	return asked, err
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
	noChoice(c, "who")
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
	if filter.Value == "" {
		noChoice(c, filter.Name)
	}
	return filter
}

// dayFilters are the filters by a first and a last day, with the moments from which on and before which something happened; the zero time
// for none. What is wrong with them stands beside them.
func dayFilters(c echo.Context) (from, to views.Filter, since, before time.Time) {
	from, since = dayFilter(c, "from", "From")
	if to, before = dayFilter(c, "to", "To"); before.IsZero() {
		return from, to, since, before
	}
	if before.Before(since) {
		formOf(c).fail("to", "This day is before the first one")
	}
	return from, to, since, before.AddDate(0, 0, 1)
}

// dayFilter is a filter by a day, and that day; the zero time where the address has none.
func dayFilter(c echo.Context, name, label string) (views.Filter, time.Time) {
	filter := views.Filter{Name: name, Label: label, Value: strings.TrimSpace(plainText(c.QueryParam(name)))}
	at := day(filter.Value)
	if filter.Value != "" && at.IsZero() {
		formOf(c).fail(name, "Enter a date like 2026-01-31")
	}
	return filter, at
}

// day is the beginning of a day in UTC, the zero time where the text is none.
func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil || at.Year() < 1900 {
		return time.Time{}
	}
	return at
}
