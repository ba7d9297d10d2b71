package handlers

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/views"
)

// importPath is where price lists are sent to; the page of each stands below it.
const importPath = pricesPath + "/import"

// importStore keeps price lists that were sent, and saves what comes of them.
type importStore interface {
	priceStore
	Templates(ctx context.Context, v domain.Viewer) ([]domain.TemplateRow, error)
	// TakePriceFile keeps what a reader gives; nothing where it fails.
	TakePriceFile(ctx context.Context, v domain.Viewer, name string, choices domain.ImportChoices, from io.Reader) (domain.PriceFileID, error)
	PriceFiles(ctx context.Context, v domain.Viewer) ([]domain.SentFile, error)
	PriceFile(ctx context.Context, v domain.Viewer, id domain.PriceFileID) (domain.SentFile, error)
	PriceFileBytes(ctx context.Context, v domain.Viewer, id domain.PriceFileID) io.ReaderAt
	ChoosePriceFile(ctx context.Context, v domain.Viewer, id domain.PriceFileID, choices domain.ImportChoices) error
	ForgetPriceFile(ctx context.Context, v domain.Viewer, id domain.PriceFileID) error
	KeptColumns(ctx context.Context, v domain.Viewer) ([]domain.KeptColumns, error)
	KeepColumns(ctx context.Context, v domain.Viewer, kept domain.KeptColumns) error
	ForgetColumns(ctx context.Context, v domain.Viewer, name string) error
	// PricesNow names all on which what a price list comes to depends, beside who asks.
	PricesNow(ctx context.Context, v domain.Viewer) (string, error)
	StateAt(ctx context.Context, v domain.Viewer, at domain.ChangeID) (domain.State, error)
	DoAll(ctx context.Context, v domain.Viewer, changes ...domain.Change) ([]domain.Done, error)
}

// Imports are the screens on which price lists from outside are looked at, decided about and saved.
type Imports struct {
	store  importStore
	sheets *sheets
	looked *looked
}

// NewImports returns the screens over a store.
func NewImports(store importStore) *Imports { return &Imports{store, newSheets(), &looked{}} }

// Form is GET /products/prices/import.
func (h *Imports) Form(c echo.Context) error {
	v, f, ctx := viewer(c), formOf(c), c.Request().Context()
	sent, err := h.store.PriceFiles(ctx, v)
	if err != nil {
		return err
	}
	kept, err := h.store.KeptColumns(ctx, v)
	if err != nil {
		return err
	}
	args := views.Import{Day: time.Now().UTC().Format(time.DateOnly), Sent: sent, Kept: kept}
	if f.sent() {
		args.Day, args.Columns = f.text("day"), f.text("columns")
	}
	return show(c, views.ImportPage(page(c, "Import prices", pricesPath, pricesCrumb()), args))
}

func pricesCrumb() views.Crumb { return views.Crumb{Label: "Prices", URL: pricesPath} }

// Send is POST /products/prices/import: a file, or what was pasted, is kept and read.
func (h *Imports) Send(c echo.Context) error {
	f, sent := formOf(c), uploadOf(c)
	choices := domain.ImportChoices{Day: importDay(f)}
	if sent == nil {
		f.fail("file", "Choose a file, or paste the lines of one")
	}
	if err := h.keptChoice(c, &choices); err != nil {
		return err
	}
	if f.err() != nil {
		return h.Form(c)
	}
	name := sent.name
	if name == "" {
		name = "pasted " + time.Now().UTC().Format("2006-01-02 15:04") + ".txt"
	}
	ctx, v := Waiting(c), viewer(c)
	id, err := h.store.TakePriceFile(ctx, v, name, choices, arrived{sent.file})
	if err != nil {
		return err
	}
	file, err := h.store.PriceFile(ctx, v, id)
	if err != nil {
		return err
	}
	_, err = h.read(ctx, v, file)
	switch {
	case errors.Is(err, errColumns):
		return lead(c, views.ImportColumnsURL(id))
	case refused(c, err):
		if err := h.store.ForgetPriceFile(ctx, v, id); err != nil {
			return err
		}
		return h.Form(c)
	case err != nil:
		return err
	}
	return lead(c, views.ImportURL(id))
}

// importDay is the day in a form for which a price list is read.
func importDay(f *form) string {
	text := f.text("day")
	if text != "" && day(text).IsZero() {
		f.fail("day", "Enter a date like 2026-01-31")
	}
	return text
}

// keptChoice finds the columns that a form says by their name.
func (h *Imports) keptChoice(c echo.Context, choices *domain.ImportChoices) error {
	f := formOf(c)
	name := f.text("columns")
	if name == "" {
		return nil
	}
	kept, err := h.store.KeptColumns(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(kept, func(k domain.KeptColumns) bool { return k.Name == name })
	if i < 0 {
		f.fail("columns", chooseFromList)
		return nil
	}
	choices.Columns, choices.Called = kept[i].Columns, name
	return nil
}

// Discard is POST /products/prices/import/:file/discard.
func (h *Imports) Discard(c echo.Context) error {
	file, err := h.file(c)
	if err != nil {
		return err
	}
	if err := h.store.ForgetPriceFile(c.Request().Context(), viewer(c), file.ID); err != nil {
		return err
	}
	return done(c, domain.Isolate(file.Name)+" is discarded. No price was changed.", importPath)
}

// ForgetColumns is POST /products/prices/import/columns/forget.
func (h *Imports) ForgetColumns(c echo.Context) error {
	name := formOf(c).text("kept")
	if err := h.store.ForgetColumns(c.Request().Context(), viewer(c), name); err != nil {
		return err
	}
	return done(c, "The columns called "+domain.Isolate(name)+" are forgotten.", importPath)
}

// file is the one that the address names.
func (h *Imports) file(c echo.Context) (domain.SentFile, error) {
	id, err := pathID[domain.PriceFileID](c, "file")
	if err != nil {
		return domain.SentFile{}, err
	}
	return h.store.PriceFile(c.Request().Context(), viewer(c), id)
}

// Columns is GET /products/prices/import/:file/columns: which column of the file is what.
func (h *Imports) Columns(c echo.Context) error {
	file, err := h.file(c)
	if err != nil {
		return err
	}
	opened, err := pricesheet.Open(h.store.PriceFileBytes(c.Request().Context(), viewer(c), file.ID), file.Bytes)
	if err != nil {
		return err
	}
	args := views.ImportColumns{File: file, Uses: columnUses(), Currency: string(viewer(c).Account.Currency)}
	layout, err := h.layout(c.Request().Context(), viewer(c), file, opened)
	mapping, unlike := layout.Mapping, map[string]pricesheet.Use{}
	if errors.Is(err, errColumns) {
		mapping, unlike, err = opened.Suggest()
	}
	if err != nil {
		return err
	}
	if mapping.Currency != "" {
		args.Currency = string(mapping.Currency)
	}
	sample, err := opened.Sample(columnSamples)
	if err != nil {
		return err
	}
	f := formOf(c)
	if f.sent() {
		args.Currency, args.Name = f.text("currency"), f.text("name")
	}
	for i, heading := range opened.Header() {
		if strings.TrimSpace(heading) == "" {
			continue
		}
		use := mapping.Use(heading)
		column := views.ImportColumn{Field: columnField(i), TermField: termField(i), FromField: fromField(i), Heading: heading, Use: useText(use),
			Term: termText(use.Term), From: boundText(use.From), MadeDate: pricesheet.MadeDate(heading), Unlike: useLabel(unlike[heading])}
		if f.sent() {
			column.Use, column.Term, column.From = f.text(column.Field), f.text(column.TermField), f.text(column.FromField)
		}
		for _, texts := range sample {
			if i < len(texts) {
				column.Samples = append(column.Samples, texts[i])
			}
		}
		args.Columns = append(args.Columns, column)
	}
	return show(c, views.ImportColumnsPage(h.page(c, file, "Columns"), args))
}

// SaveColumns is POST /products/prices/import/:file/columns.
func (h *Imports) SaveColumns(c echo.Context) error {
	file, err := h.file(c)
	if err != nil {
		return err
	}
	v, ctx := viewer(c), Waiting(c)
	opened, err := pricesheet.Open(h.store.PriceFileBytes(ctx, v, file.ID), file.Bytes)
	if err != nil {
		return err
	}
	f := formOf(c)
	file.Choices.Columns = mappingText(readColumns(f, opened.Header()))
	file.Choices.Called = f.line("name")
	if f.err() != nil {
		return h.Columns(c)
	}
	if _, err := h.read(ctx, v, file); err != nil {
		if refused(c, err) {
			return h.Columns(c)
		}
		return err
	}
	if file.Choices.Called != "" {
		if err := h.store.KeepColumns(ctx, v, domain.KeptColumns{Name: file.Choices.Called, Columns: file.Choices.Columns}); err != nil {
			return err
		}
	}
	if err := h.store.ChoosePriceFile(ctx, v, file.ID, file.Choices); err != nil {
		return err
	}
	return lead(c, views.ImportURL(file.ID))
}

// page is the frame of a page of a file.
func (h *Imports) page(c echo.Context, file domain.SentFile, title string) views.Page {
	crumbs := []views.Crumb{pricesCrumb(), {Label: "Import", URL: importPath}}
	if title != file.Name {
		crumbs = append(crumbs, views.Crumb{Label: file.Name, URL: views.ImportURL(file.ID)})
	}
	return page(c, title, pricesPath, crumbs...)
}
