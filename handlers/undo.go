package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// undoer takes runs back. PreviewUndo is Undo with nothing written: the page that the undo would have; PreviewUndoResult
// what it would do to one reseller. All answer KindNotFound for another account's run and KindConflict for one that was
// taken back already.
type undoer interface {
	PreviewUndo(context.Context, domain.Viewer, domain.RunID, pages.RunQuery) (pages.RunPage, error)
	PreviewUndoResult(context.Context, domain.Viewer, domain.RunID, domain.AccountID, pages.OutcomeQuery) (pages.RunResult, error)
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
	screen, err := runScreen(c, views.UndoURL(id), func(query pages.RunQuery) (pages.RunPage, error) {
		return h.store.PreviewUndo(c.Request().Context(), viewer(c), id, query)
	})
	if err != nil {
		return err
	}
	return show(c, views.UndoPage(page(c, "Undo", "/synchronizations", undoCrumbs(screen.RunPage.Run)...), screen))
}

// Result is GET /synchronizations/:run/undo/resellers/:account: what the undo would do to one reseller.
func (h *Undo) Result(c echo.Context) error {
	id, err := pathID[domain.RunID](c, "run")
	if err != nil {
		return err
	}
	screen, err := resultScreen(c, func(account domain.AccountID, query pages.OutcomeQuery) (pages.RunResult, error) {
		return h.store.PreviewUndoResult(c.Request().Context(), viewer(c), id, account, query)
	})
	if err != nil {
		return err
	}
	crumbs := append(undoCrumbs(screen.Result.Run), views.Crumb{Label: "Undo", URL: views.UndoURL(id)})
	p := page(c, screen.Result.Reseller.Name, "/synchronizations", crumbs...)
	return show(c, views.RunResultPage(p, screen))
}

// undoCrumbs lead to the run that an undo would take back.
func undoCrumbs(undo domain.Run) []views.Crumb {
	run := domain.Run{ID: undo.Undoes}
	if undo.Again {
		run.Kind = domain.UndoRun
	}
	return append(runCrumbs(), views.Crumb{Label: views.RunTitle(run), URL: views.RunURL(run.ID)})
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
