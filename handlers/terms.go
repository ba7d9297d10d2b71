package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const termsPath = "/terms"

// Terms are the screens under /terms of resellers.
type Terms struct{ store catalogStore }

// NewTerms returns the screens over a store.
func NewTerms(store catalogStore) *Terms { return &Terms{store} }

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
	row, err := h.document(c)
	if err != nil {
		return err
	}
	p := page(c, row.Name, termsPath, views.Crumb{Label: "Terms and Conditions", URL: termsPath})
	return show(c, views.DocumentPage(p, views.TermsDocumentView{TermsRow: row, CanEdit: viewer(c).May(domain.ManageTerms)}))
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

// New is GET /terms/new.
func (h *Terms) New(c echo.Context) error { return h.form(c, views.DocumentForm{}) }

// Edit is GET /terms/:id/edit. A delivered document has no such page.
func (h *Terms) Edit(c echo.Context) error {
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectTerms})
	if err != nil {
		return err
	}
	row, err := h.document(c)
	if err != nil {
		return err
	}
	if !row.Made {
		return domain.NotFound("The page")
	}
	return h.form(c, views.DocumentForm{ID: row.ID, Seen: seen, Name: row.Name, Version: row.Version,
		Effective: row.Effective, Text: row.Text})
}

// Create is POST /terms/new.
func (h *Terms) Create(c echo.Context) error {
	id, err := h.store.NextID(c.Request().Context())
	if err != nil {
		return err
	}
	return h.save(c, domain.DocumentCreated, id)
}

// Update is POST /terms/:id/edit.
func (h *Terms) Update(c echo.Context) error {
	id, err := pathID[int64](c, "id")
	if err != nil {
		return err
	}
	return h.save(c, domain.DocumentChanged, id)
}

func (h *Terms) save(c echo.Context, kind domain.ChangeKind, id int64) error {
	f := formOf(c)
	d := domain.Document{ID: id, Name: f.text("document_name"), Version: f.text("document_version"), Effective: f.text("document_effective"), Text: f.text("document_text")}
	err := f.err()
	if err == nil {
		err = changeOwn(c, h.store, domain.Change{Kind: kind, About: document(id), Typed: d.Values()}, "The document is saved.", termsPath+"/"+idText(id))
	}
	if !refused(c, err) {
		return err
	}
	again := views.DocumentForm{Seen: f.raw("seen"), Name: d.Name, Version: d.Version, Effective: d.Effective, Text: d.Text}
	if kind == domain.DocumentChanged {
		if _, err := h.document(c); err != nil {
			return err // of nothing there is no form to correct
		}
		again.ID = id
	}
	return h.form(c, again)
}

func document(id int64) domain.Ref { return domain.Ref{Of: domain.ObjectTerms, ID: id} }

func (h *Terms) form(c echo.Context, form views.DocumentForm) error {
	title := "New Document"
	if form.ID != 0 {
		title = "Edit Document"
	}
	p := page(c, title, termsPath, views.Crumb{Label: "Terms and Conditions", URL: termsPath})
	return show(c, views.DocumentFormPage(p, form))
}

// Delete is POST /terms/:id/delete.
func (h *Terms) Delete(c echo.Context) error {
	row, err := h.document(c)
	if err != nil {
		return err
	}
	return changeOwn(c, h.store, domain.Change{Kind: domain.DocumentDeleted, About: document(row.ID)}, "The document is deleted.", termsPath)
}
