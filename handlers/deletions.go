package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// deletionStore deletes service plans, service templates and subscriptions of the viewer's own. Deletion is Delete with
// nothing written. Delete answers KindInvalid for what cannot be deleted; its deletion holds the reason.
type deletionStore interface {
	Deletion(context.Context, domain.Viewer, domain.DeletionRequest) (domain.Deletion, error)
	Delete(context.Context, domain.Viewer, domain.DeletionRequest) (domain.Deletion, error)
	soldOn
	Templates(ctx context.Context, v domain.Viewer) ([]domain.TemplateRow, error)
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
	goOn, err := h.goOn(c, d)
	if err != nil {
		return err
	}
	p := page(c, "Delete "+domain.Isolate(d.Name)+"?", section, views.DeletionListCrumb(d.DeletionRequest),
		views.Crumb{Label: d.Name, URL: views.DeletionObjectURL(d.DeletionRequest)})
	return show(c, views.DeletionPage(p, d, goOn))
}

// goOn is what stands about the resellers who have a plan that cannot be deleted; nil: nobody has it.
func (h *Deletions) goOn(c echo.Context, d domain.Deletion) (*views.GoOn, error) {
	v, ctx := viewer(c), c.Request().Context()
	if d.Refusal == "" || d.Plan == 0 || d.Subscription != 0 {
		return nil, nil
	}
	if sold, err := h.store.SoldOn(ctx, v, d.Plan); err != nil || !sold {
		return nil, err
	}
	templates, err := h.store.Templates(ctx, v)
	if err != nil {
		return nil, err
	}
	return &views.GoOn{Withdraw: mayWithdraw(v, templates, d.Plan)}, nil
}

// mayWithdraw reports whether one of the templates delegates one of the plans, and the viewer may end that.
func mayWithdraw(v domain.Viewer, templates []domain.TemplateRow, plans ...domain.PlanID) bool {
	return v.May(domain.ManageSubResellers) && slices.ContainsFunc(templates, func(t domain.TemplateRow) bool { return slices.ContainsFunc(plans, t.Delegates) })
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
