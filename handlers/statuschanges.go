package handlers

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// statusStore changes the status of subscriptions. ChangeStatus answers KindNotFound for one that another vendor sold,
// KindConflict where the status rules the change out.
type statusStore interface {
	deliveredReader
	teller
	Subscription(ctx context.Context, v domain.Viewer, id domain.SubscriptionID) (domain.SubscriptionRow, error)
	ChangeStatus(ctx context.Context, v domain.Viewer, id domain.SubscriptionID, key domain.StatusKey) (domain.Done, error)
}

// StatusChanges are the buttons of a subscription's page that change its status.
type StatusChanges struct{ store statusStore }

// NewStatusChanges returns the screens over a store.
func NewStatusChanges(store statusStore) *StatusChanges { return &StatusChanges{store} }

// Confirm is GET .../subscriptions/:sub/status/:change: it asks before a subscription ends.
func (h *StatusChanges) Confirm(c echo.Context) error {
	row, change, err := h.load(c)
	if err != nil {
		return err
	}
	if !change.Ends() {
		return domain.NotFound("The page")
	}
	from := domain.DeletionRequest{Plan: row.Plan, Subscription: row.ID}
	p := page(c, change.Label+" "+domain.Isolate(row.Name)+"?", plansPath, views.DeletionListCrumb(from),
		views.Crumb{Label: row.Name, URL: views.DeletionObjectURL(from)})
	return show(c, views.StatusChangePage(p, row, change))
}

// Submit is POST .../subscriptions/:sub/status/:change. Activating delivers the plans.
func (h *StatusChanges) Submit(c echo.Context) error {
	row, change, err := h.load(c)
	if err != nil {
		return err
	}
	ctx, cancel := detached(c)
	defer cancel()
	made, err := h.store.ChangeStatus(ctx, viewer(c), row.ID, change.Key)
	if err != nil {
		return err
	}
	text, path := domain.Isolate(row.Name)+" is "+strings.ToLower(string(change.To))+".", views.SubscriptionURL(row)
	if made.Run != 0 && domain.SkipReason(change.To, row.AccountStatus) == "" {
		return answer(c, delivered(c, h.store, made.Run, row.Account, text), path)
	}
	return changed(c, told(ctx, h.store, viewer(c), made), text, path)
}

// deliveredReader counts what a run brought to one reseller.
type deliveredReader interface {
	Delivered(ctx context.Context, v domain.Viewer, run domain.RunID, account domain.AccountID) (domain.Delivered, error)
}

// delivered is the message after a subscription began: with what the run delivered, zero for none, and the page that lists it.
func delivered(c echo.Context, store deliveredReader, run domain.RunID, account domain.AccountID, text string) views.Flash {
	flash := views.Flash{Tone: views.Good, Text: text}
	if run == 0 {
		return flash
	}
	flash.Link, flash.Label = views.RunResellerURL(run, account), "See what was delivered"
	if what, err := store.Delivered(c.Request().Context(), viewer(c), run, account); err == nil { // what cannot be read is not said: it is done
		flash.Text += " " + views.DeliveredText(what)
		if what.Held > 0 {
			flash.Tone = views.Warn
		}
	}
	return flash
}

// load reads which subscription is to be changed, and how. It must be one that the viewer sold, to the plan in the address.
func (h *StatusChanges) load(c echo.Context) (row domain.SubscriptionRow, change domain.StatusChange, err error) {
	request, err := dialogRequest(c)
	if err != nil {
		return row, change, err
	}
	if change, err = domain.FindStatusChange(domain.StatusKey(c.Param("change"))); err != nil {
		return row, change, err
	}
	v := viewer(c)
	row, err = h.store.Subscription(c.Request().Context(), v, request.Subscription)
	if err == nil && (row.Vendor != v.Account.ID || row.Plan != request.Plan) {
		err = domain.NotFound("The subscription")
	}
	return row, change, err
}
