package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// synchronizer opens the dialog and runs it. Both answer KindNotFound for what is not below the viewer and KindInvalid for
// what cannot be synchronized; SendDialog answers the run that the same dialog made before, if it was sent twice, and
// KindConflict where something is gone or a preview no longer holds (domain.PreviewChanged). CountDialog answers what the open
// dialog shows for other choices.
type synchronizer interface {
	leaver
	Recipes(ctx context.Context, v domain.Viewer) ([]domain.Recipe, error)
	OpenDialog(context.Context, domain.Viewer, domain.DialogRequest) (domain.Dialog, error)
	CountDialog(context.Context, domain.Viewer, domain.DialogRequest) (domain.Dialog, error)
	SendDialog(context.Context, domain.Viewer, domain.RunRequest) (domain.RunID, error)
	SecurityEvent(ctx context.Context, v domain.Viewer, kind domain.SecurityKind, detail string) error
}

// Synchronize is the dialog Synchronize Reseller(s), of a reseller plan and of one subscription to it.
type Synchronize struct{ store synchronizer }

// NewSynchronize returns the dialog over a store.
func NewSynchronize(store synchronizer) *Synchronize { return &Synchronize{store} }

// Form is GET .../synchronize: the dialog with nothing ticked, or with what the address fills in.
func (h *Synchronize) Form(c echo.Context) error {
	request, err := dialogRequest(c)
	if err != nil {
		return err
	}
	return h.show(c, request, fromAddress(c))
}

// Submit is POST .../synchronize, by the button that was pressed: a run, a preview, or the dialog again with its values.
func (h *Synchronize) Submit(c echo.Context) error {
	request, err := runRequest(c, formOf(c).values)
	if formOf(c).raw("action") == "count" && mayCount(err) {
		return h.show(c, dialogOf(request), filledIn(request))
	}
	if ask := formOf(c).raw("action"); mayCount(err) && (ask == "fill" || ask == "keep") {
		return map[string]func(echo.Context, domain.RunRequest) error{"fill": h.fill, "keep": h.keep}[ask](c, request)
	}
	if err != nil {
		return h.again(c, request, err)
	}
	if formOf(c).raw("action") == "edit" {
		dialog := dialogOf(request)
		dialog.Before = request.Key
		return h.show(c, dialog, filledIn(request))
	}
	if formOf(c).raw("action") == "preview" {
		if err := domain.MayTick(viewer(c), request.Options); err != nil {
			return h.again(c, request, err)
		}
		return lead(c, previewURL(request))
	}
	ctx, cancel := detached(c)
	defer cancel()
	run, err := h.store.SendDialog(ctx, viewer(c), request)
	var changed *domain.PreviewChanged
	switch {
	case errors.As(err, &changed):
		p := page(c, "Review again", "/products/plans")
		return render(c, http.StatusConflict, views.ReviewAgainPage(p, previewURL(request), changed.Since))
	case err != nil:
		return h.again(c, request, h.guarded(c, request, err))
	}
	return lead(c, views.RunURL(run))
}

// again shows the dialog with what was wrong in it, as status 422, or 403 where a right is missing for what is ticked; it returns every error
// that is not about the input. An option that no form of ours has is a security event, and so is a box without its right.
func (h *Synchronize) again(c echo.Context, request domain.RunRequest, cause error) error {
	if domain.KindOf(cause) == domain.KindForbidden && h.lacking(c, request.Options) {
		err := h.store.SecurityEvent(c.Request().Context(), viewer(c), domain.FormRefusedEvent, c.Request().URL.Path)
		if err != nil {
			return err
		}
		return h.show(c, dialogOf(request), filledIn(request))
	}
	if !refused(c, cause) {
		return cause
	}
	if errors.Is(cause, domain.ErrUnknownOption) {
		err := h.store.SecurityEvent(c.Request().Context(), viewer(c), domain.MadeUpBoxEvent, c.Request().URL.Path)
		if err != nil {
			return err
		}
	}
	withoutKey(formOf(c).errs)
	return h.show(c, dialogOf(request), filledIn(request))
}

// lacking says beside each ticked box which right is missing for it; false where none is, or where the viewer may not synchronize at all.
func (h *Synchronize) lacking(c echo.Context, ticked domain.OptionSet) bool {
	f, v := formOf(c), viewer(c)
	if v.MaySynchronize() != nil {
		return false
	}
	lacked := domain.LackedRights(v)
	for _, o := range domain.Options() {
		if right, lacks := lacked[o.Key]; lacks && ticked[o.Key] {
			f.fail(views.BoxField(o.Key), domain.LacksBox(o, right))
			f.status = http.StatusForbidden
		}
	}
	return f.status != 0
}

func (h *Synchronize) show(c echo.Context, request domain.DialogRequest, form views.SynchronizeForm) error {
	request.Reach, request.Policy, request.Options = form.Reach, form.Policy, form.Ticked
	dialog, err := h.store.OpenDialog(c.Request().Context(), viewer(c), request)
	if why, ok := invalid(err); ok {
		return h.cannot(c, request, why[0].Message)
	}
	if err != nil {
		return err
	}
	if refusal := dialog.Refusal(); refusal != "" {
		return h.cannot(c, request, refusal)
	}
	form.Dialog = dialog
	form = form.For(viewer(c))
	reseller := ""
	if dialog.Subscription != nil {
		reseller = dialog.Subscription.AccountName
	}
	crumbs := planCrumbs(dialog.Plan.ID, dialog.Plan.Name, request.Subscription, reseller)
	p := page(c, "Synchronize Reseller(s)", "/products/plans", crumbs...)
	return show(c, views.SynchronizePage(p, form))
}

// cannot answers, with status 422, for a plan or subscription that has nobody to synchronize.
func (h *Synchronize) cannot(c echo.Context, request domain.DialogRequest, why string) error {
	p := page(c, "Synchronize Reseller(s)", "/products/plans")
	return render(c, http.StatusUnprocessableEntity, views.CannotSynchronizePage(p, why, request))
}

// withoutKey says instead of a message about the hidden dialog key what there is to do: the form has a new one.
func withoutKey(errs views.Errors) {
	for i := range errs {
		if errs[i].Field == "key" {
			errs[i] = domain.FieldError{Message: "The dialog was open for too long or was not opened here. This is a new one with your choices: check them and send it."}
		}
	}
}
