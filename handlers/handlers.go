// Package handlers is what the program answers: one file a screen. A handler decodes the request, asks, and renders a view;
// rules are in domain, SQL is in db, which this package does not import: each file declares on top the few methods it calls,
// and *db.DB has them. Start reading here: the helpers every screen uses. The routes and who may use them are in
// web/server/routes.go.
//
// A screen:
//
//	type planStore interface {
//		Plans(context.Context, domain.Viewer, pages.ListQuery) ([]domain.Plan, int, error)
//	}
//
//	// Plans are the screens under /products/plans.
//	type Plans struct{ store planStore }
//
//	// NewPlans returns the screens over a store.
//	func NewPlans(store planStore) *Plans { return &Plans{store} }
//
//	// List is GET /products/plans.
//	func (h *Plans) List(c echo.Context) error {
//		list, err := listState(c, "id", "name", "status") // the first is the default
//		if err != nil {
//			return err
//		}
//		plans, total, err := h.store.Plans(c.Request().Context(), viewer(c), list.ListQuery())
//		if err != nil {
//			return err
//		}
//		list.Total = total
//		return show(c, views.PlansPage(page(c, "Service Plans", "/products/plans"), list, plans))
//	}
//
//	// Save is POST /products/plans/:id/fees.
//	func (h *Plans) Save(c echo.Context) error {
//		id, err := pathID[domain.PlanID](c, "id")
//		if err != nil {
//			return err // the 404 page
//		}
//		form := formOf(c)
//		fee := form.text("setup_fee") // trimmed, valid UTF-8; form.boxes("opt") for check boxes; form.fail(field, message)
//		what := domain.Change{Kind: domain.FeesChanged, ...}
//		return save(c, h.store, what, "The fees are saved.", "/products/plans/7", func() error {
//			return h.fees(c, fee) // the form again, with what was typed: page and show say what is wrong with it
//		})
//	}
//
// Errors are returned, never logged here: errors.go turns a domain.Error into its page, and the access log line has the
// cause.
package handlers

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// keys under which the middleware keeps what it found in Echo's context.
const (
	viewerKey     = "viewer"
	navigationKey = "navigation"
	footnoteKey   = "footnote"
	readingKey    = "reading"
)

// render writes a whole page: into memory first, so that a failing view becomes an error page and not half a page.
func render(c echo.Context, status int, component templ.Component) error {
	endReading(c)
	var page bytes.Buffer
	if err := component.Render(c.Request().Context(), &page); err != nil {
		return err
	}
	if err := forgetFlash(c); err != nil {
		return err
	}
	body := page.Bytes()
	if kept, ok := c.Get(keptFormKey).(*keptForm); ok && status == http.StatusOK {
		var err error
		if body, err = kept.fill(c, body, component); err != nil {
			return err
		}
	}
	return c.HTMLBlob(status, body)
}

// show writes the page of a screen, with status 422 where it shows the posted form again because of what is wrong with it.
func show(c echo.Context, component templ.Component) error {
	return render(c, formStatus(c), component)
}

// formStatus is the status of a page with the form of the request.
func formStatus(c echo.Context) int {
	if len(formOf(c).errs) > 0 {
		return cmp.Or(formOf(c).status, http.StatusUnprocessableEntity)
	}
	return http.StatusOK
}

// viewer returns who is signed in; the zero Viewer on public pages.
func viewer(c echo.Context) domain.Viewer {
	v, _ := c.Get(viewerKey).(domain.Viewer)
	return v
}

// page returns what the layout needs; section is the path of the navigation link that is current, "" for none. The caller
// may add crumbs: the title is the last one by itself.
func page(c echo.Context, title, section string, crumbs ...views.Crumb) views.Page {
	p := views.Page{Title: title, Section: section, Errors: toldGone(c, slices.Concat(formOf(c).errs, formOf(c).unchosen)), Once: rand.Text(), Address: standsOn(c), RequestID: c.Response().Header().Get(echo.HeaderXRequestID)}
	if len(crumbs) > 0 {
		p.Crumbs = append(slices.Clone(crumbs), views.Crumb{Label: title})
	}
	if v, ok := c.Get(viewerKey).(domain.Viewer); ok {
		p.Viewer = &v
	}
	p.Nav, _ = c.Get(navigationKey).([]views.NavSection)
	p.Flash, _ = c.Get(flashKey).(*views.Flash)
	p.Handed, _ = c.Get(handedKey).(*views.Flash)
	p.Footnote, _ = c.Get(footnoteKey).(string)
	p.Unread, p.Unchangeable = unreadBy(c), unchangeable(c)
	return p
}

// Unchangeable lets the pages of a request say that nothing can be changed at the moment.
func Unchangeable(c echo.Context) { c.Set(unchangeableKey, true) }

func unchangeable(c echo.Context) bool { return c.Get(unchangeableKey) != nil }

const unchangeableKey = "unchangeable"

// pageIn is page for what stands below the list of a kind of things; crumbs are what stands between.
func pageIn(c echo.Context, of domain.Object, title string, crumbs ...views.Crumb) views.Page {
	list := views.ListOf(of)
	return page(c, title, list.URL, append([]views.Crumb{list}, crumbs...)...)
}

// snapshotter gives contexts in which all that is read is of one moment, until end is called.
type snapshotter interface {
	Snapshot(ctx context.Context) (in context.Context, end func())
}

// Reading is the middleware of pages: what a handler reads until it renders is of one moment, however many methods it asks.
func Reading(store snapshotter) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			ctx, end := store.Snapshot(c.Request().Context())
			defer end()
			c.SetRequest(c.Request().WithContext(ctx))
			c.Set(readingKey, end)
			return next(c)
		}
	}
}

// endReading gives back what a page reads with: a browser may take its time.
func endReading(c echo.Context) {
	if end, reading := c.Get(readingKey).(func()); reading {
		end()
	}
}

// Footnote puts a text at the foot of every page; "" puts nothing there.
func Footnote(text string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Set(footnoteKey, text)
			return next(c)
		}
	}
}

var idPattern = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)

// pathID reads a typed id from the path parameter name. Anything that cannot be an id is the same 404 as an unknown id.
func pathID[ID ~int64](c echo.Context, name string) (ID, error) { return escapedID[ID](c.Param(name)) }

// escapedID reads an id as it stands in an address, where %31 is 1.
func escapedID[ID ~int64](escaped string) (ID, error) {
	text, err := url.PathUnescape(escaped)
	if err != nil {
		return 0, domain.NotFound("The page")
	}
	id := plainID[ID](text)
	if id == 0 {
		return 0, domain.NotFound("The page")
	}
	return id, nil
}

// plainID reads an id; what cannot be one is 0, which nothing has.
func plainID[ID ~int64](text string) ID {
	if !idPattern.MatchString(text) {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return ID(n)
}

// idText writes an id for a search or an address.
func idText[ID ~int64](id ID) string { return strconv.FormatInt(int64(id), 10) }

// maxQuery is how many runes a search may have.
const maxQuery = 200

// listState reads ?q=, ?sort=, ?dir= and ?page= of a list. A sort key that is not listed becomes the first one; a search
// text that is not text matches nothing; one that is too long is refused.
func listState(c echo.Context, sorts ...string) (views.List, error) {
	params := c.Request().URL.Query()
	list := views.List{Path: c.Request().URL.Path, Sort: sorts[0], Unsort: sorts[0], Page: 1}
	query := strings.TrimSpace(plainText(params.Get("q")))
	if utf8.RuneCountInString(query) > maxQuery {
		return list, domain.Invalid("The search text is too long: at most 200 characters.")
	}
	list.Query = query
	if sort := params.Get("sort"); slices.Contains(sorts, sort) {
		list.Sort = sort
		list.Desc = params.Get("dir") == "desc"
	} else if sort == "" {
		list.Desc = params.Get("dir") == "desc"
	}
	if n, err := strconv.Atoi(params.Get("page")); err == nil && n > 0 && n <= 1_000_000 {
		list.Page = n
	}
	list.Long = params.Get("rows") == strconv.Itoa(views.LongPage)
	return list, nil
}

// runLimit is how long work that must not stop half-way may take.
const runLimit = 20 * time.Second

// detached returns a context for work that must be finished even when the browser goes away, such as a run: it ends after
// 20 seconds instead of with the connection. Call cancel when the work is done.
func detached(c echo.Context) (ctx context.Context, cancel context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(c.Request().Context()), runLimit)
}

// Healthy is GET /healthz: the process answers. It does not ask the database, so that a restart of PostgreSQL does not
// restart every web process.
func Healthy(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }
