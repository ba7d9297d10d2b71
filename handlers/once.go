package handlers

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file lets a form that makes something make it once, however often it is sent: by a double click, or again because the answer
// was lost. Its page has a key hidden in it (views.Form.Makes), which is stored with what it makes.

// onceStore knows what forms made.
type onceStore interface {
	MadeBefore(ctx context.Context, v domain.Viewer, key string) (done domain.Done, ok bool, err error)
	Told(ctx context.Context, v domain.Viewer, done domain.Done) (domain.Done, error)
}

// Once is the middleware that leads a form which was sent before to what it made.
func Once(store onceStore, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, v := c.Request().Context(), viewer(c)
		done, found, err := store.MadeBefore(ctx, v, onceKey(c))
		if err != nil {
			return err
		}
		if !found {
			return next(c)
		}
		if done, err = store.Told(ctx, v, done); err != nil {
			return err
		}
		return changed(c, done, "", "")
	}
}

// again says of a form that was sent before what the first sending did, and where that is.
func again(done domain.Done, v domain.Viewer) (text, path string) {
	about, did := done.Change.About, "changed"
	if done.Made() {
		did = "made"
	}
	return "The " + about.Of.Noun() + " was " + did + " by the first sending; nothing was done twice.",
		cmp.Or(views.RefURL(about, v), views.ListOf(about.Of).URL)
}

var oncePattern = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// newKey is onceKey for a form that makes something whatever is there: its page must have a key, or it was opened before an update of the
// program. What no page sent needs none.
func newKey(c echo.Context) (string, error) {
	key := onceKey(c)
	if key == "" && formOf(c).has(views.Sender) {
		return "", oldForm()
	}
	return key, nil
}

// onceKey is the key of the posted form: of the one hidden in its page, and of what was typed. Who comes back to the page and types
// something else makes another thing. "" for a form without one, or one that makes nothing this time.
func onceKey(c echo.Context) string {
	if f := formOf(c); f.edits || !oncePattern.MatchString(f.raw("once")) {
		return ""
	}
	sum := sha256.Sum256([]byte(c.Request().URL.Path + "?" + typedValues(c).Encode()))
	return hex.EncodeToString(sum[:])
}
