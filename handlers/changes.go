package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// seer answers the last entry of the log about a thing: ask before the thing is read, for the form that shows it.
type seer interface {
	Seen(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.ChangeID, error)
}

// changer makes changes. Do makes a change as domain.Apply says.
type changer interface {
	seer
	teller
	Do(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error)
}

// teller completes a change that was made with what a message says.
type teller interface {
	Told(ctx context.Context, v domain.Viewer, done domain.Done) (domain.Done, error)
}

// catalogReader reads the catalog of the viewer's account, or of one below it, with the state that it comes from.
type catalogReader interface {
	Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error)
}

// catalogStore keeps the viewer's catalog.
type catalogStore interface {
	changer
	catalogReader
}

// ownCatalog returns the catalog of the viewer's account, and the state that it comes from.
func ownCatalog(c echo.Context, store catalogReader) (*domain.Catalog, domain.State, error) {
	v := viewer(c)
	return store.Catalog(c.Request().Context(), v, v.Account.ID)
}

// ownState returns what the viewer's account has.
func ownState(c echo.Context, store catalogReader) (domain.State, error) {
	_, state, err := ownCatalog(c, store)
	return state, err
}

// seenOf returns what a form carries that is about to show a thing: ask before the thing is read. A catalog is seen as a whole. A form
// that is shown again is still made from what it was made from.
func seenOf(c echo.Context, store seer, about domain.Ref) (string, error) {
	return sawAs(c, store, "seen", about)
}

// sawAs is seenOf for a form of which another field says what it was made from: on its page are other forms, or it is about two things.
func sawAs(c echo.Context, store seer, field string, about domain.Ref) (string, error) {
	if sent := formOf(c).seen(field); sent != "" {
		return sent, nil
	}
	seen, err := store.Seen(c.Request().Context(), viewer(c), about)
	return idText(seen), err
}

// ownSettings names the viewer's account as what a change of its settings is about.
func ownSettings(v domain.Viewer) domain.Ref {
	return domain.Ref{Of: domain.ObjectReseller, ID: int64(v.Account.ID), Name: v.Account.Name}
}

// save ends the POST of a form with the change that it asks for, as ended says.
func save(c echo.Context, store changer, what domain.Change, text, path string, again func() error) error {
	made, err := change(c, store, what)
	return ended(c, made, err, text, path, again)
}

// ended ends the POST of a form by what became of the change that it asked for. Where it was made, the page at path says text, as
// [views.ChangeFlash] reads it, and what was changed; where what was typed is wrong, again shows the form with it: nil for a button, which has none. Every other error is the
// error page's, which for a collision asks what is to be.
func ended(c echo.Context, made domain.Done, err error, text, path string, again func() error) error {
	switch {
	case again != nil && refused(c, err):
		return again()
	case err != nil:
		return err
	}
	return changed(c, made, text, path)
}

// change makes the change that a form asks for, where nothing is wrong with what was typed so far. What its maker had seen, and how they
// decided a collision, the form says itself.
func change(c echo.Context, store changer, what domain.Change) (domain.Done, error) {
	return changeSeen(c, store, "seen", what)
}

// changeSeen is change for a form of which another field says what it was made from.
func changeSeen(c echo.Context, store changer, field string, what domain.Change) (domain.Done, error) {
	if err := formOf(c).err(); err != nil {
		return domain.Done{}, err
	}
	ctx, v := c.Request().Context(), viewer(c)
	what.Once = onceKey(c)
	if what.Makes() {
		var err error
		if what.Once, err = newKey(c); err != nil {
			return domain.Done{}, err
		}
	}
	done, err := store.Do(ctx, v, asked(c, field, what))
	if err != nil {
		return done, err
	}
	return told(ctx, store, v, done), nil
}

// told is a change that was made, with what a message says. Where that cannot be read the message says less: the change is made.
func told(ctx context.Context, store teller, v domain.Viewer, made domain.Done) domain.Done {
	if complete, err := store.Told(ctx, v, made); err == nil {
		return complete
	}
	return made
}

// asked returns a change as the form says; field holds what its maker had seen.
func asked(c echo.Context, field string, what domain.Change) domain.Change {
	f := formOf(c)
	what.Seen, what.WantsAsking = plainID[domain.ChangeID](f.raw(field)), true
	what.Sure, what.Leave, what.SureOfNew = sureOf(f.values)
	if told := plainID[domain.ChangeID](f.raw("told")); told != 0 && len(undecided(f.values)) == 0 {
		what.Choice = &domain.Choice{Shown: told, Mine: chosen(f.values)}
	}
	return what
}

// switched is what a button sets that says what its reader saw: it stood the other way.
func switched(field domain.Field, on bool) domain.Edit {
	held := func(on bool) domain.Held { return domain.Held{Text: domain.YesNo(on), There: true} }
	return domain.Edit{Key: domain.Key{Field: field}, From: held(!on), To: held(on)}
}

// changed ends a POST that made a change: the next page says what it changed, from what to what, and what others did meanwhile. Of a form
// that was sent before it is the page of what that made.
func changed(c echo.Context, done domain.Done, text, path string) error {
	if done.Again {
		text, path = again(done, viewer(c))
	}
	return answer(c, views.ChangeFlash(done, viewer(c).Account.Currency, text), path)
}
