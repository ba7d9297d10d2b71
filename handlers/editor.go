package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// editor is the form of a kind of thing in the viewer's catalog, and its two pages: .../new makes one, .../:id/edit changes one that the
// viewer's account made. F is the form as its view shows it.
type editor[F any] struct {
	screen           edited[F]
	store            catalogStore
	of               domain.Object
	created, changed domain.ChangeKind
	after            func(id int64) string // the page that says what was saved
}

// edited is what an editor does not know of a kind of thing.
type edited[F any] interface {
	// blank is the form of a new one.
	blank(c echo.Context) F
	// filled is the form of the one that the address names; KindNotFound where it is not there, or was delivered.
	filled(c echo.Context, from views.Origin) (F, error)
	// read is the form as it was posted, and the values that it gives to the thing of this id.
	read(f *form, from views.Origin, id int64) (F, []domain.KeyedValue)
	// form shows the form on its page.
	form(c echo.Context, form F) error
}

// New is GET .../new.
func (e *editor[F]) New(c echo.Context) error { return e.screen.form(c, e.screen.blank(c)) }

// Edit is GET .../:id/edit.
func (e *editor[F]) Edit(c echo.Context) error {
	id, err := pathID[int64](c, "id")
	if err != nil {
		return err
	}
	seen, err := seenOf(c, e.store, domain.Ref{Of: e.of, ID: id})
	if err != nil {
		return err
	}
	form, err := e.screen.filled(c, views.Origin{ID: id, Seen: seen})
	if err != nil {
		return err
	}
	return e.screen.form(c, form)
}

// Create is POST .../new.
func (e *editor[F]) Create(c echo.Context) error {
	return e.save(c, e.created, domain.NewID, views.Origin{})
}

// Update is POST .../:id/edit.
func (e *editor[F]) Update(c echo.Context) error {
	id, err := pathID[int64](c, "id")
	if err != nil {
		return err
	}
	return e.save(c, e.changed, id, views.Origin{ID: id})
}

func (e *editor[F]) save(c echo.Context, kind domain.ChangeKind, id int64, from views.Origin) error {
	f := formOf(c)
	from.Seen = f.seen("seen")
	form, typed := e.screen.read(f, from, id)
	made, err := change(c, e.store, domain.Change{Kind: kind, About: domain.Ref{Of: e.of, ID: id}, Typed: typed})
	return ended(c, made, err, " is saved.", e.after(made.Change.About.ID), func() error {
		if from.ID != 0 {
			if _, err := e.screen.filled(c, from); err != nil {
				return err // of nothing there is no form to correct
			}
		}
		return e.screen.form(c, form)
	})
}
