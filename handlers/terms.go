package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const termsPath = "/terms"

// Terms are the screens under /terms of resellers.
type Terms struct {
	editor[views.DocumentForm]
	store catalogStore
}

// NewTerms returns the screens over a store.
func NewTerms(store catalogStore) *Terms {
	h := &Terms{store: store}
	h.editor = editor[views.DocumentForm]{screen: h, store: store, of: domain.ObjectTerms, created: domain.DocumentCreated,
		changed: domain.DocumentChanged, after: func(id int64) string { return termsPath + "/" + idText(id) }}
	return h
}

// terms returns the viewer's terms, and the state that says which documents were delivered.
func (h *Terms) terms(c echo.Context) (domain.Terms, domain.State, error) {
	state, err := ownState(c, h.store)
	if err != nil {
		return domain.Terms{}, state, err
	}
	if terms := state.Effective().Terms; terms != nil {
		return *terms, state, nil
	}
	return domain.Terms{}, state, nil
}

func termsRow(state domain.State, d domain.Document) views.TermsRow {
	delivered := state.Delivered != nil && state.Delivered.Terms != nil && state.Delivered.Terms.Document(d.ID) != nil
	return views.TermsRow{Document: d, Made: !delivered}
}

// List is GET /terms.
func (h *Terms) List(c echo.Context) error {
	terms, state, err := h.terms(c)
	if err != nil {
		return err
	}
	args := views.Terms{Acceptance: terms.Acceptance, Delivered: state.Delivered != nil && state.Delivered.Terms != nil,
		CanEdit: viewer(c).May(domain.ManageTerms)}
	for _, d := range terms.Documents {
		args.Documents = append(args.Documents, termsRow(state, d))
	}
	return show(c, views.TermsPage(page(c, "Terms and Conditions", termsPath), args))
}

// Show is GET /terms/:id.
func (h *Terms) Show(c echo.Context) error {
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectTerms})
	if err != nil {
		return err
	}
	row, err := h.document(c)
	if err != nil {
		return err
	}
	p := pageIn(c, domain.ObjectTerms, row.Name)
	return show(c, views.DocumentPage(p, views.TermsDocumentView{TermsRow: row, Seen: seen, CanEdit: viewer(c).May(domain.ManageTerms)}))
}

// document finds the document that the address names.
func (h *Terms) document(c echo.Context) (views.TermsRow, error) {
	id, err := pathID[int64](c, "id")
	if err != nil {
		return views.TermsRow{}, err
	}
	terms, state, err := h.terms(c)
	if err != nil {
		return views.TermsRow{}, err
	}
	d := terms.Document(id)
	if d == nil {
		return views.TermsRow{}, domain.NotFound("The document")
	}
	return termsRow(state, *d), nil
}

func (h *Terms) blank(echo.Context) views.DocumentForm { return views.DocumentForm{} }

func (h *Terms) filled(c echo.Context, from views.Origin) (views.DocumentForm, error) {
	row, err := h.document(c)
	if err == nil && !row.Made {
		err = domain.NotFound("The page")
	}
	return views.DocumentForm{Origin: from, Name: row.Name, Version: row.Version, Effective: row.Effective, Text: row.Text}, err
}

func (h *Terms) read(f *form, from views.Origin, id int64) (views.DocumentForm, []domain.KeyedValue) {
	form := views.DocumentForm{Origin: from, Name: f.text("document_name"), Version: f.text("document_version"),
		Effective: f.text("document_effective"), Text: f.text("document_text")}
	d := domain.Document{ID: id, Name: form.Name, Version: form.Version, Effective: form.Effective, Text: form.Text}
	return form, d.Values()
}

func (h *Terms) form(c echo.Context, form views.DocumentForm) error {
	p := pageIn(c, domain.ObjectTerms, form.Title("Document"))
	return show(c, views.DocumentFormPage(p, form))
}

// Delete is POST /terms/:id/delete.
func (h *Terms) Delete(c echo.Context) error {
	row, err := h.document(c)
	if err != nil {
		return err
	}
	return save(c, h.store, domain.Change{Kind: domain.DocumentDeleted, About: domain.Ref{Of: domain.ObjectTerms, ID: row.ID}},
		" is deleted.", termsPath, nil)
}
