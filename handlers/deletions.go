package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// deletionStore deletes service plans, service templates and subscriptions of the viewer's own. Deletion is Delete with
// nothing written. Delete answers KindInvalid for what cannot be deleted; its deletion holds the reason.
type deletionStore interface {
	Deletion(context.Context, domain.Viewer, domain.DeletionRequest) (domain.Deletion, error)
	Delete(context.Context, domain.Viewer, domain.DeletionRequest) (domain.Deletion, error)
}

// Deletions are the pages under .../delete of a service plan, a service template and a subscription: they ask before
// something is gone for good.
type Deletions struct{ store deletionStore }

// NewDeletions returns the screens over a store.
func NewDeletions(store deletionStore) *Deletions { return &Deletions{store} }

// Confirm is GET .../delete.
func (h *Deletions) Confirm(c echo.Context) error {
	request, err := deletionRequest(c)
	if err != nil {
		return err
	}
	deletion, err := h.store.Deletion(c.Request().Context(), viewer(c), request)
	if err != nil {
		return err
	}
	return h.show(c, deletion)
}

// Submit is POST .../delete. The refusal names what uses the object.
func (h *Deletions) Submit(c echo.Context) error {
	request, err := deletionRequest(c)
	if err != nil {
		return err
	}
	deletion, err := h.store.Delete(c.Request().Context(), viewer(c), request)
	if refused(c, err) {
		return h.show(c, deletion)
	}
	if err != nil {
		return err
	}
	flash := views.Flash{Tone: views.Good, Text: domain.Isolate(deletion.Name) + " is deleted.", Link: views.ChangeURL(deletion.Change), Label: views.SeeTheChange}
	return answer(c, flash, views.DeletionListCrumb(request).URL)
}

func (h *Deletions) show(c echo.Context, d domain.Deletion) error {
	section := plansPath
	if d.Template != 0 {
		section = templatesPath
	}
	p := page(c, "Delete "+domain.Isolate(d.Name)+"?", section, views.DeletionListCrumb(d.DeletionRequest),
		views.Crumb{Label: d.Name, URL: views.DeletionObjectURL(d.DeletionRequest)})
	return show(c, views.DeletionPage(p, d))
}

// deletionRequest reads from the path what is to be deleted.
func deletionRequest(c echo.Context) (r domain.DeletionRequest, err error) {
	if c.Param("template") != "" {
		r.Template, err = pathID[domain.TemplateID](c, "template")
		return r, err
	}
	dialog, err := dialogRequest(c)
	return domain.DeletionRequest{Plan: dialog.Plan, Subscription: dialog.Subscription}, err
}
