package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// OwnPage is the middleware of every POST route but signing in and out. A form does nothing that was on a page of somebody else, who was
// signed in before in the same browser: whoever is signed in now would be told to have done it. Its sender gets back what they typed
// when they sign in on the page that says so.
func (s *Sessions) OwnPage(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, signedIn := SignedIn(c)
		if !signedIn || !formOf(c).has(views.Sender) || sender(c) == v.User.ID {
			return next(c)
		}
		return s.othersPage(c, v)
	}
}

// othersPage says that the posted form was on another's page, with nothing of what is in it. Only a colleague is named.
func (s *Sessions) othersPage(c echo.Context, v domain.Viewer) error {
	args := views.OthersPage{}
	address, own := formPage(c)
	if own {
		args.Login = views.Login{Next: address, Action: c.Request().URL.Path, Held: s.holdForm(c, address)}
	}
	whose, err := s.store.Viewer(c.Request().Context(), sender(c))
	switch {
	case err != nil && domain.KindOf(err) != domain.KindNotFound:
		return err
	case err == nil && whose.Account.ID == v.Account.ID:
		args.Whose = whose.User.Name
		if own {
			args.Mine = address
		}
	}
	return render(c, http.StatusConflict, views.SomebodyElsesPage(page(c, "Somebody else's page", ""), args))
}
