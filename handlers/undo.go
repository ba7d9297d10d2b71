package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// undoer takes runs back. PreviewUndo is Undo with nothing written: the page that the undo would have. Both answer
// KindNotFound for another account's run and KindConflict for one that was taken back already.
type undoer interface {
	PreviewUndo(context.Context, domain.Viewer, domain.RunID, domain.RunQuery) (domain.RunPage, error)
	Undo(context.Context, domain.Viewer, domain.RunID) (domain.RunID, error)
}

// Undo is taking a run back, after a page that says what that means.
type Undo struct{ store undoer }

// NewUndo returns the screens over a store.
func NewUndo(store undoer) *Undo { return &Undo{store} }

// Confirm is GET /synchronizations/:run/undo.
func (h *Undo) Confirm(c echo.Context) error {
	id, err := pathID[domain.RunID](c, "run")
	if err != nil {
		return err
	}
	list, only, err := resellerList(c)
	if err != nil {
		return err
	}
	undo, err := h.store.PreviewUndo(c.Request().Context(), viewer(c), id, domain.RunQuery{ListQuery: list.ListQuery(), Only: only})
	if err != nil {
		return err
	}
	list.Total = undo.Total
	screen := views.RunScreen{RunPage: undo, List: list, Only: only,
		Result: func(r domain.RunReseller) string { return views.RunURL(id) + resellerPath(r) }}
	crumbs := append(runCrumbs(), views.Crumb{Label: views.RunTitle(domain.Run{ID: id}), URL: views.RunURL(id)})
	return render(c, http.StatusOK, views.UndoPage(page(c, "Undo", "/synchronizations", crumbs...), screen))
}

// Submit is POST /synchronizations/:run/undo.
func (h *Undo) Submit(c echo.Context) error {
	id, err := pathID[domain.RunID](c, "run")
	if err != nil {
		return err
	}
	ctx, cancel := detached(c)
	defer cancel()
	undo, err := h.store.Undo(ctx, viewer(c), id)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, views.RunURL(undo))
}
