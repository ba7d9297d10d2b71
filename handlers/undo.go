package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// undoer takes runs back. PreviewUndo is Undo with nothing written: the page that the undo would have, UndoByPlan the same by
// plan, UndoMoney what it would move in money; PreviewUndoResult what it would do to one reseller. All answer KindNotFound for another account's run and KindConflict for one that was
// taken back already.
type undoer interface {
	PreviewUndo(context.Context, domain.Viewer, domain.RunID, domain.Part, pages.RunQuery) (pages.RunPage, error)
	UndoMoney(context.Context, domain.Viewer, domain.RunID, domain.Part) (pages.RunPage, error)
	UndoByPlan(context.Context, domain.Viewer, domain.RunID, domain.Part, pages.RunQuery) (pages.RunPlansPage, error)
	ExportUndo(context.Context, domain.Viewer, domain.RunID, domain.Part, pages.RunQuery, func(pages.RunLines) error) error
	ExportUndoByPlan(context.Context, domain.Viewer, domain.RunID, domain.Part, pages.RunQuery, func(pages.RunPlan, domain.Names) error) error
	PreviewUndoResult(context.Context, domain.Viewer, domain.RunID, domain.Part, domain.AccountID, pages.OutcomeQuery) (pages.RunResult, error)
	Undo(context.Context, domain.Viewer, domain.RunID, domain.Part) (domain.RunID, error)
}

// Undo is taking a run back, after a page that says what that means.
type Undo struct{ store undoer }

// NewUndo returns the screens over a store.
func NewUndo(store undoer) *Undo { return &Undo{store} }

// undoOf reads which run is to be taken back, and what of it: ?part= is each a reseller, a plan, or a value of a reseller; without it all.
func undoOf(c echo.Context) (domain.RunID, domain.Part, error) {
	id, err := pathID[domain.RunID](c, "run")
	if err != nil {
		return id, nil, err
	}
	c.Set(backKey, views.Crumb{Label: "synchronization " + idText(id), URL: views.RunURL(id)})
	part, ok := domain.AskedPart(c.QueryParams()["part"])
	if !ok {
		return id, nil, domain.NotFound("This part of the synchronization")
	}
	return id, part, nil
}

// carryPart lets the links of a list lead to the same part of a run.
func carryPart(part domain.Part, list *views.List) {
	if !part.Whole() {
		list.Extra["part"] = part.Texts()
	}
}

// Confirm is GET /synchronizations/:run/undo.
func (h *Undo) Confirm(c echo.Context) error {
	id, part, err := undoOf(c)
	if err != nil {
		return err
	}
	if of := domain.ParsePart([]string{c.QueryParam("part_of")}); part.Whole() && of.Reseller() != 0 { // a form in which nothing was ticked
		return answer(c, views.Flash{Tone: views.Warn, Text: "Tick what to take back."}, views.RunResellerURL(id, of.Reseller()))
	}
	ctx, v := c.Request().Context(), viewer(c)
	screen, err := runAsk{
		func(q pages.RunQuery) (pages.RunPage, error) { return h.store.PreviewUndo(ctx, v, id, part, q) },
		func(q pages.RunQuery) (pages.RunPlansPage, error) { return h.store.UndoByPlan(ctx, v, id, part, q) },
		func() (pages.RunPage, error) { return h.store.UndoMoney(ctx, v, id, part) },
	}.screen(c, views.UndoURL(id))
	if err != nil {
		return err
	}
	carryPart(part, &screen.List)
	screen.Result = func(r pages.RunReseller) string { return views.PartURL(views.UndoURL(id)+resellerPath(r), part) }
	return show(c, views.UndoPage(page(c, "Undo", "/synchronizations", undoCrumbs(screen.RunPage.Run)...), screen))
}

// Result is GET /synchronizations/:run/undo/resellers/:account: what the undo would do to one reseller.
func (h *Undo) Result(c echo.Context) error {
	id, part, err := undoOf(c)
	if err != nil {
		return err
	}
	screen, err := resultScreen(c, func(account domain.AccountID, query pages.OutcomeQuery) (pages.RunResult, error) {
		return h.store.PreviewUndoResult(c.Request().Context(), viewer(c), id, part, account, query)
	})
	if err != nil {
		return err
	}
	carryPart(part, &screen.List)
	crumbs := append(undoCrumbs(screen.Result.Run), views.Crumb{Label: "Undo", URL: views.PartURL(views.UndoURL(id), part)})
	p := page(c, screen.Result.Reseller.Name, "/synchronizations", crumbs...)
	return show(c, views.RunResultPage(p, screen))
}

// undoCrumbs lead to the run that an undo would take back.
func undoCrumbs(undo domain.Run) []views.Crumb {
	return append(runCrumbs(), views.Crumb{Label: views.UndoneTitle(undo), URL: views.RunURL(undo.Undoes)})
}

// Submit is POST /synchronizations/:run/undo.
func (h *Undo) Submit(c echo.Context) error {
	id, part, err := undoOf(c)
	if err != nil {
		return err
	}
	ctx, cancel := detached(c)
	defer cancel()
	undo, err := h.store.Undo(ctx, viewer(c), id, part)
	if err != nil {
		return err
	}
	return lead(c, views.RunURL(undo))
}
