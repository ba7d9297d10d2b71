package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const termsPath = "/terms"

// termsStore keeps a reseller's documents.
type termsStore interface {
	ownStore
	NextID(ctx context.Context) (int64, error)
}

// Terms are the screens under /terms of resellers.
type Terms struct{ store termsStore }

// NewTerms returns the screens over a store.
func NewTerms(store termsStore) *Terms { return &Terms{store} }

// terms returns the viewer's terms and which documents were delivered to him.
func (h *Terms) terms(c echo.Context) (domain.Terms, domain.State, error) {
	v := viewer(c)
	catalog, state, err := h.store.Catalog(c.Request().Context(), v, v.Account.ID)
	if err != nil || catalog.Terms == nil {
		return domain.Terms{}, state, err
	}
	return *catalog.Terms, state, nil
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
	return render(c, http.StatusOK, views.TermsPage(page(c, "Terms and Conditions", termsPath), args))
}

// Show is GET /terms/:id.
func (h *Terms) Show(c echo.Context) error {
	row, err := h.document(c)
	if err != nil {
		return err
	}
	p := page(c, row.Name, termsPath, views.Crumb{Label: "Terms and Conditions", URL: termsPath})
	return render(c, http.StatusOK, views.DocumentPage(p, views.TermsDocumentView{TermsRow: row, CanEdit: viewer(c).May(domain.ManageTerms)}))
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
func (h *Terms) New(c echo.Context) error { return h.form(c, http.StatusOK, views.DocumentForm{}) }

// Edit is GET /terms/:id/edit. A delivered document has no such page.
func (h *Terms) Edit(c echo.Context) error {
	row, err := h.document(c)
	if err != nil {
		return err
	}
	if !row.Made {
		return domain.NotFound("The page")
	}
	return h.form(c, http.StatusOK, views.DocumentForm{ID: row.ID, Name: row.Name, Version: row.Version,
		Effective: row.Effective, Text: row.Text})
}

// Create is POST /terms/new.
func (h *Terms) Create(c echo.Context) error {
	id, err := h.store.NextID(c.Request().Context())
	if err != nil {
		return err
	}
	return h.save(c, id, "created terms document")
}

// Update is POST /terms/:id/edit.
func (h *Terms) Update(c echo.Context) error {
	row, err := h.document(c)
	if err != nil {
		return err
	}
	return h.save(c, row.ID, "changed terms document")
}

func (h *Terms) save(c echo.Context, id int64, action string) error {
	f := formOf(c)
	d := domain.Document{ID: id, Name: f.text("name"), Version: f.text("version"), Effective: f.text("effective"), Text: f.text("text")}
	err := f.err()
	if err == nil {
		err = h.store.EditOwn(c.Request().Context(), viewer(c), action, d.Name, func(s domain.State) (*domain.Own, error) {
			return domain.SaveDocument(s, d)
		})
	}
	if err == nil {
		return done(c, "The document is saved.", termsPath+"/"+idText(id))
	}
	errs, ok := f.merged(err)
	if !ok {
		return err
	}
	again := views.DocumentForm{Name: d.Name, Version: d.Version, Effective: d.Effective, Text: d.Text, Errors: errs}
	if c.Param("id") != "" {
		again.ID = id
	}
	return h.form(c, http.StatusUnprocessableEntity, again)
}

func (h *Terms) form(c echo.Context, status int, form views.DocumentForm) error {
	title := "New Document"
	if form.ID != 0 {
		title = "Edit Document"
	}
	p := page(c, title, termsPath, views.Crumb{Label: "Terms and Conditions", URL: termsPath})
	p.Invalid = len(form.Errors) > 0
	return render(c, status, views.DocumentFormPage(p, form))
}

// Delete is POST /terms/:id/delete.
func (h *Terms) Delete(c echo.Context) error {
	row, err := h.document(c)
	if err != nil {
		return err
	}
	err = h.store.EditOwn(c.Request().Context(), viewer(c), "deleted terms document", row.Name, func(s domain.State) (*domain.Own, error) {
		return domain.RemoveDocument(s, row.ID)
	})
	if err != nil {
		return err
	}
	return done(c, "The document is deleted.", termsPath)
}
