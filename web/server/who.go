package server

import (
	"errors"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers"
)

// who decides whether a viewer (nil when nobody is signed in) may use a route: nil, or the error that is the answer.
type who func(v *domain.Viewer) error

// errSignedOut sends the visitor to the sign-in page.
var errSignedOut = errors.New("nobody is signed in")

// errTwoStepFirst sends the viewer to the page that turns two-step sign-in on.
var errTwoStepFirst = errors.New("two-step sign-in is asked of the viewer")

// twoStepFirst is for those who need not turn two-step sign-in on before anything else.
func twoStepFirst(v *domain.Viewer) error {
	if v != nil && v.LacksTwoStep() {
		return errTwoStepFirst
	}
	return nil
}

// public needs no session.
func public(*domain.Viewer) error { return nil }

// signedIn is everybody who has a session.
func signedIn(v *domain.Viewer) error {
	if v == nil {
		return errSignedOut
	}
	return nil
}

// administrator is for the administrators of any account.
func administrator(v *domain.Viewer) error {
	switch {
	case v == nil:
		return errSignedOut
	case v.User.Role != domain.Administrator:
		return domain.Forbidden("Only an administrator of your company may see this.")
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
			return domain.Lacks(p)
		}
		return nil
	}
}

// makes is for those who may make changes of a kind, as its row in the table of kinds says.
func makes(kind domain.ChangeKind) who {
	return func(v *domain.Viewer) error {
		if v == nil {
			return errSignedOut
		}
		return kind.Info().May(*v)
	}
}

// oneOf is for those who hold one of the privileges, for a form whose sections need one each; the handler asks for each.
func oneOf(privileges ...domain.Privilege) who {
	return func(v *domain.Viewer) error {
		if v == nil {
			return errSignedOut
		}
		if slices.ContainsFunc(privileges, v.May) {
			return nil
		}
		return domain.Lacks(privileges...)
	}
}

// changer is for those who may make any change at all: which right it takes to take a change back, the change itself says.
func changer(v *domain.Viewer) error {
	if v == nil {
		return errSignedOut
	}
	some := func(k domain.KindInfo) bool { return !k.ByFields() && !k.Has(domain.OfOneself) && k.May(*v) == nil }
	if !slices.ContainsFunc(domain.ChangeKinds(), some) && !slices.ContainsFunc(domain.ChangeRights(), v.May) {
		return domain.Forbidden("You may look at everything here, but not change it.")
	}
	return nil
}

// guard is the middleware that enforces who. sessions answers whoever is signed out, or has to turn two-step sign-in on first.
func (w who) guard(sessions *handlers.Sessions, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var viewer *domain.Viewer
		if v, ok := handlers.SignedIn(c); ok {
			viewer = &v
		}
		switch err := w(viewer); {
		case errors.Is(err, errSignedOut):
			return sessions.ToSignIn(c)
		case errors.Is(err, errTwoStepFirst):
			return sessions.ToTwoStep(c)
		case err != nil:
			return err
		}
		return next(c)
	}
}
