package main

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/static"
	"tiersync/views"
)

// routes is every URL of the program on one screen: method, path, who may, and what answers. A row is all there is to do for
// a new page: who is enforced from here, the navigation shows a link as soon as its row exists, HEAD answers like GET, and
// every POST is read by handlers.ReadForm.
func routes(database *db.DB, sessions *handlers.Sessions, cfg serverConfig) []route {
	login := handlers.NewLogin(database, sessions, cfg.Demo)
	synchronize, preview := handlers.NewSynchronize(database), handlers.NewPreview(database)
	runs := handlers.NewRuns(database)
	synchronizer := all(writer, may(domain.SynchronizeSubReseller))
	return []route{
		{"GET", "/", signedIn, handlers.Home},
		{"GET", "/login", public, login.Form},
		{"POST", "/login", public, login.SignIn},
		{"POST", "/logout", public, login.SignOut},
		{"GET", "/static/*", public, assets},
		{"GET", "/healthz", public, handlers.Healthy},

		{"GET", "/products/plans/:plan/synchronize", synchronizer, synchronize.Form},
		{"POST", "/products/plans/:plan/synchronize", synchronizer, synchronize.Submit},
		{"GET", "/products/plans/:plan/synchronize/preview", synchronizer, preview.Show},
		{"GET", "/products/plans/:plan/synchronize/preview/resellers/:account", synchronizer, preview.Result},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize", synchronizer, synchronize.Form},
		{"POST", "/products/plans/:plan/subscriptions/:sub/synchronize", synchronizer, synchronize.Submit},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview", synchronizer, preview.Show},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/resellers/:account", synchronizer, preview.Result},
		{"GET", "/synchronizations", signedIn, runs.List},
		{"GET", "/synchronizations/:run", signedIn, runs.Show},
		{"GET", "/synchronizations/:run/resellers/:account", signedIn, runs.Result},
	}
}

// route is one row.
type route struct {
	method  string
	path    string
	who     who
	handler echo.HandlerFunc
}

// who decides whether a viewer (nil when nobody is signed in) may use a route: nil, or the error that is the answer.
type who func(v *domain.Viewer) error

// errSignedOut sends the visitor to the sign-in page.
var errSignedOut = errors.New("nobody is signed in")

// public needs no session.
func public(*domain.Viewer) error { return nil }

// signedIn is everybody who has a session.
func signedIn(v *domain.Viewer) error {
	if v == nil {
		return errSignedOut
	}
	return nil
}

// all holds when each of the conditions holds; the first that does not is the answer: all(providerOnly, may(domain.EditPrices)).
func all(conditions ...who) who {
	return func(v *domain.Viewer) error {
		for _, condition := range conditions {
			if err := condition(v); err != nil {
				return err
			}
		}
		return nil
	}
}

// providerOnly pages do not exist for resellers.
func providerOnly(v *domain.Viewer) error {
	return exists(v, func() bool { return v.IsProvider() })
}

// resellerOnly pages do not exist for the provider.
func resellerOnly(v *domain.Viewer) error {
	return exists(v, func() bool { return !v.IsProvider() })
}

// holds pages do not exist for accounts without the privilege, whatever the user's role; the provider holds every one.
func holds(p domain.Privilege) who {
	return func(v *domain.Viewer) error {
		return exists(v, func() bool { return v.Holds(p) })
	}
}

// exists is the 404 page, the same as for an address that nobody has, unless the condition holds for the viewer.
func exists(v *domain.Viewer, condition func() bool) error {
	if v == nil {
		return errSignedOut
	}
	if !condition() {
		return domain.NotFound("The page")
	}
	return nil
}

// may is for those who hold the privilege themselves; the others are told which one they lack.
func may(p domain.Privilege) who {
	return func(v *domain.Viewer) error {
		switch {
		case v == nil:
			return errSignedOut
		case !v.May(p):
			return domain.Forbidden("You need the right \"" + string(p) + "\" to do this.")
		}
		return nil
	}
}

// writer is everybody but read-only users.
func writer(v *domain.Viewer) error {
	switch {
	case v == nil:
		return errSignedOut
	case v.User.Role == domain.ReadOnly:
		return domain.Forbidden("You may look at everything here, but not change it.")
	}
	return nil
}

// guard is the middleware that enforces who.
func (w who) guard(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var viewer *domain.Viewer
		if v, ok := handlers.SignedIn(c); ok {
			viewer = &v
		}
		switch err := w(viewer); {
		case errors.Is(err, errSignedOut):
			return handlers.ToSignIn(c)
		case err != nil:
			return err
		}
		return next(c)
	}
}

// register adds the rows to Echo.
func register(e *echo.Echo, table []route) {
	for _, r := range table {
		handler := r.who.guard(r.handler)
		switch r.method {
		case http.MethodGet:
			e.GET(r.path, handler)
			e.HEAD(r.path, handler)
		default:
			e.Add(r.method, r.path, handlers.ReadForm(handler))
		}
	}
}

// navigation is the part of the navigation that has a route which this viewer may use.
func navigation(table []route, v domain.Viewer) []views.NavSection {
	var sections []views.NavSection
	for _, section := range views.Navigation(v) {
		section.Links = slices.DeleteFunc(slices.Clone(section.Links), func(link views.NavLink) bool {
			return !slices.ContainsFunc(table, func(r route) bool {
				return r.method == http.MethodGet && r.path == link.Path && r.who(&v) == nil
			})
		})
		if len(section.Links) > 0 {
			sections = append(sections, section)
		}
	}
	return sections
}

// assets answers with an embedded file, or with our own page where there is none.
func assets(c echo.Context) error {
	if !static.Has(c.Request().URL.Path) {
		return echo.ErrNotFound
	}
	static.Handler().ServeHTTP(c.Response(), c.Request())
	return nil
}
