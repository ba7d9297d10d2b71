package handlers

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
	"tiersync/views"
	"tiersync/views/pages"
)

// changeStore reads and makes changes. Change reads the values around a place, WholeChange all; they answer KindNotFound for another account's, and KindForbidden for a change of a user to
// who may not manage users. PreviewChange is Do with nothing written.
type changeStore interface {
	Change(ctx context.Context, v domain.Viewer, id domain.ChangeID, place int) (pages.ChangePage, error)
	ChangePutBelow(ctx context.Context, v domain.Viewer, id domain.ChangeID, q pages.ListQuery) (pages.PutBelowPage, error)
	WholeChange(ctx context.Context, v domain.Viewer, id domain.ChangeID) (pages.ChangePage, error)
	PreviewChange(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error)
	Do(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error)
	teller
}

// Changes are the pages of changes, and of taking them back.
type Changes struct {
	store    changeStore
	sessions *Sessions
}

// NewChanges returns the screens over a store.
func NewChanges(store changeStore, sessions *Sessions) *Changes { return &Changes{store, sessions} }

// ofPreview is what the digest of a preview is sealed for on its page. It stands for amounts that who looks may not see, and anybody can
// make one of each amount that they guess.
const ofPreview = "what a preview showed"

// shown is the digest of the preview that a form was sent from; "" for a form of none.
func (h *Changes) shown(f *form) string {
	sealed := f.raw("bound")
	if sealed == "" {
		return ""
	}
	return cmp.Or(h.sessions.seal.openText(sealed, ofPreview), "of no preview that there is")
}

// Show is GET /changes/:id, and its file where the address ends as one.
func (h *Changes) Show(c echo.Context) error {
	if pages.FormatOf(c.Request().URL.Path) != "" {
		return h.export(c)
	}
	screen, err := h.load(c)
	if err != nil {
		return err
	}
	v := viewer(c)
	screen.MayUndo = h.mayUndo(c, screen.ChangePage)
	screen.Edits = changeRows(&screen.List, screen.ChangePage, v.Account.Currency)
	title := views.ChangeTitle(screen.ChangeRecord)
	return show(c, views.ChangeScreenPage(page(c, title, auditSection(v), changeCrumbs(v)...), screen))
}

// PutBelow is GET /changes/:id/below-cost: what resellers sell below cost from the change on.
func (h *Changes) PutBelow(c echo.Context) error {
	id, err := pathID[domain.ChangeID](c, "id")
	if err != nil {
		return err
	}
	list, err := listState(c, "order")
	if err != nil {
		return err
	}
	v := viewer(c)
	below, err := h.store.ChangePutBelow(c.Request().Context(), v, id, list.ListQuery())
	if err != nil {
		return err
	}
	list.Total = below.Sum.Prices
	crumbs := append(changeCrumbs(v), views.Crumb{Label: views.ChangeTitle(below.Change), URL: views.ChangeURL(id)})
	screen := views.PutBelow{PutBelowPage: below, List: list, Costs: v.SeesCosts()}
	return show(c, views.PutBelowPage(page(c, "Below cost from then on", auditSection(v), crumbs...), screen))
}

// mayUndo reports whether the viewer has the rights to take a change back. Which it takes is asked of the undo itself, and of a change so
// long that only a part of it was read, of that part. Why it cannot be taken back now is said when it is tried.
func (h *Changes) mayUndo(c echo.Context, change pages.ChangePage) bool {
	if !change.Kind.Info().Has(domain.Undoable) || change.UndoneBy != 0 || len(change.Edits) == 0 {
		return false
	}
	var err error
	if change.Total == pages.Told(change.Edits) {
		_, err = h.store.PreviewChange(c.Request().Context(), viewer(c), change.Undo())
	} else {
		err = change.MayUndo(viewer(c))
	}
	return domain.KindOf(err) != domain.KindForbidden && domain.KindOf(err) != domain.KindNotFound
}

// changeRows is pageRows for the values of a change, of which those around the page were read, and the prices that follow from its rules; all, where
// something is searched for.
func changeRows(list *views.List, change pages.ChangePage, currency domain.Currency) []views.EditText {
	if list.Query != "" {
		return pageRows(list, views.DescribeChange(change, currency), editTexts)
	}
	list.Total = change.Total + len(change.Moved)
	list.Page = min(list.Page, list.Pages())
	at := list.ListQuery().Offset
	rows := part(views.DescribeEdits(change.Edits, change.Names, currency), at-change.First, list.Size())
	if at+list.Size() <= change.Total {
		return rows
	}
	return append(rows, part(views.DescribeMoved(change, currency), at-change.Total, list.Size()-len(rows))...)
}

// part is at most n of a list from a place on; before the first one stands nothing.
func part[T any](list []T, from, n int) []T {
	from = min(max(from, 0), len(list))
	return list[from:min(from+n, len(list))]
}

// editTexts are what the search of a change looks in: the plan, its id, the value, what it was and became.
func editTexts(t views.EditText) []string {
	texts := []string{t.Group, t.Subject.String(), t.From, t.To}
	if t.Edit.Key.Plan != 0 {
		texts = append(texts, idText(t.Edit.Key.Plan))
	}
	return texts
}

func (h *Changes) load(c echo.Context) (views.ChangeScreen, error) {
	id, err := pathID[domain.ChangeID](c, "id")
	if err != nil {
		return views.ChangeScreen{}, err
	}
	list, err := listState(c, "order")
	if err != nil {
		return views.ChangeScreen{}, err
	}
	ctx, v := c.Request().Context(), viewer(c)
	var change pages.ChangePage
	if list.Query != "" {
		change, err = h.store.WholeChange(ctx, v, id)
	} else {
		change, err = h.store.Change(ctx, v, id, list.ListQuery().Offset)
	}
	return views.ChangeScreen{ChangePage: change, Viewer: v, List: list}, err
}

// export is GET /changes/:id.csv and .xlsx: the values that the search of the page leaves, a line for each.
func (h *Changes) export(c echo.Context) error {
	id, err := escapedID[domain.ChangeID](strings.TrimSuffix(c.Param("id"), "."+string(pages.FormatOf(c.Request().URL.Path))))
	if err != nil {
		return err
	}
	list, err := listState(c, "order")
	if err != nil {
		return err
	}
	v := viewer(c)
	change, err := h.store.WholeChange(c.Request().Context(), v, id)
	if err != nil {
		return err
	}
	edits := searchRows(list, views.DescribeChange(change, v.Account.Currency), editTexts)
	return export(c, "change-"+idText(id), editTable("Change", []string{"Before", "After"}, edits, v.Account.Currency))
}

// editTable is values of a change as a file; was and is head what they were and are.
func editTable(name string, wasAndIs []string, edits []views.EditText, currency domain.Currency) tablefile.Table {
	columns := slices.Concat([]string{"Plan ID", "Part", "Period ID", "Resource ID", "From", "Field", "Value"}, wasAndIs, []string{"Currency"})
	return tablefile.Table{Name: name, Columns: columns, Rows: walked(func(row rowFunc) error {
		return each(edits, row, func(t views.EditText) []tablefile.Cell {
			k := t.Edit.Key
			return append(placeCells(k, t.Group), tablefile.Text(k.Field), tablefile.Text(t.Subject.String()), bare(k, t.Before(), t.Edit.From.Text, currency),
				bare(k, t.After(), t.Edit.To.Text, currency), currencyOf(k, currency))
		})
	})}
}

// auditSection is the part of the navigation in which changes are: the audit for those who may read it, else what they changed
// themselves.
func auditSection(v domain.Viewer) string {
	if v.May(domain.ViewReports) {
		return "/audit"
	}
	return ownPath
}

func changeCrumbs(v domain.Viewer) []views.Crumb {
	if section := auditSection(v); section == ownPath {
		return []views.Crumb{{Label: "My Changes", URL: section}}
	}
	return []views.Crumb{{Label: "Audit", URL: "/audit"}}
}

// ConfirmUndo is GET /changes/:id/undo: what taking the change back would do now.
func (h *Changes) ConfirmUndo(c echo.Context) error { return h.confirm(c, http.StatusOK, nil) }

// confirm asks whether to take the change back; refused is why it was not.
func (h *Changes) confirm(c echo.Context, status int, refused error) error {
	screen, err := h.load(c)
	if err != nil {
		return err
	}
	v, undoable := viewer(c), screen.ChangeRecord.Undoable()
	if _, never := invalid(undoable); never {
		screen.Refused, status, refused = views.WhyNoUndo(screen.ChangePage), http.StatusUnprocessableEntity, undoable
	} else if undoable != nil {
		return undoable
	}
	if refused == nil {
		var preview domain.Done
		undo := screen.Undo()
		undo.WantsBelow = true
		preview, refused = h.store.PreviewChange(c.Request().Context(), v, undo)
		screen.Below, screen.OffSale = preview.Below, preview.OffSale
		screen.Applied, screen.Bound = preview.Applied, h.sessions.seal.sealText(preview.Bound, ofPreview)
	}
	if errs, ok := invalid(refused); ok {
		screen.Refused = cmp.Or(screen.Refused, reasons(c, errs, screen.Names))
	} else if refused != nil {
		return refused
	}
	screen.Moved = status == http.StatusConflict
	screen.Edits = pageRows(&screen.List, views.DescribeEdits(screen.Applied.Edits, screen.Names, v.Account.Currency), editTexts)
	screen.Stays = searchRows(screen.List, screen.Staying(), editTexts)
	crumbs := append(changeCrumbs(v), views.Crumb{Label: views.ChangeTitle(screen.ChangeRecord), URL: views.ChangeURL(screen.ID)})
	title := "Undo change " + idText(screen.ID) + "?"
	if screen.Undoes != 0 {
		title = "Undo the undo " + idText(screen.ID) + "?"
	}
	p := page(c, title, auditSection(v), crumbs...)
	return render(c, status, views.UndoChangePage(p, screen))
}

// ExportUndo is GET /changes/:id/undo.csv and .xlsx: what taking the change back would do now, a line for each value that the
// search of the page leaves.
func (h *Changes) ExportUndo(c echo.Context) error {
	screen, err := h.load(c)
	if err != nil {
		return err
	}
	if err := screen.ChangeRecord.Undoable(); err != nil {
		return err
	}
	v := viewer(c)
	preview, err := h.store.PreviewChange(c.Request().Context(), v, screen.Undo())
	if err != nil {
		return err
	}
	currency := v.Account.Currency
	edits := searchRows(screen.List, views.DescribeEdits(preview.Applied.Edits, screen.Names, currency), editTexts)
	return export(c, "undo-"+idText(screen.ID), editTable("Undo", []string{"Now", "Then"}, edits, currency))
}

// Undo is POST /changes/:id/undo.
func (h *Changes) Undo(c echo.Context) error {
	screen, err := h.load(c)
	if err != nil {
		return err
	}
	if err := screen.ChangeRecord.Undoable(); err != nil {
		return h.confirm(c, http.StatusUnprocessableEntity, nil)
	}
	ctx, cancel := detached(c)
	defer cancel()
	back := screen.Undo()
	back.Bound = h.shown(formOf(c))
	undo, err := h.store.Do(ctx, viewer(c), back)
	var moved *domain.PreviewChanged
	if errors.As(err, &moved) {
		return h.confirm(c, http.StatusConflict, nil)
	}
	if _, refused := invalid(err); refused {
		return h.confirm(c, http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	if undo.ID == 0 {
		const text = "Nothing was taken back: nothing of it is there any more that was not changed since."
		return answer(c, views.Flash{Tone: views.Info, Text: text}, views.ChangeURL(screen.ID))
	}
	text := "The change is taken back."
	if back.Again {
		text = "The change is brought back."
	}
	flash := views.ChangeFlash(told(ctx, h.store, viewer(c), undo), viewer(c).Account.Currency, text)
	flash.Link, flash.Label = "", "" // it is on this page
	return answer(c, flash, views.ChangeURL(undo.ID))
}
