package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// deliveryStore answers what runs did to the viewer's account: the last that changed it, and that of an entry of its log, which is
// KindNotFound where there is none.
type deliveryStore interface {
	LastRunFor(ctx context.Context, v domain.Viewer, q pages.OutcomeQuery) (pages.Delivery, error)
	RunFor(ctx context.Context, v domain.Viewer, entry domain.ChangeID, q pages.OutcomeQuery) (pages.Delivery, error)
	opener
	// OwnState is how the viewer's account stands to their vendor; false where no subscription of theirs says.
	OwnState(ctx context.Context, v domain.Viewer) (domain.SyncState, bool, error)
}

// LastRun are the screens of resellers about what runs of those above did to them.
type LastRun struct{ store deliveryStore }

// NewLastRun returns the screen over a store.
func NewLastRun(store deliveryStore) *LastRun { return &LastRun{store} }

// Show is GET /last-synchronization.
func (h *LastRun) Show(c echo.Context) error {
	args, err := h.load(c, func(query pages.OutcomeQuery) (pages.Delivery, error) {
		return h.store.LastRunFor(c.Request().Context(), viewer(c), query)
	})
	if err != nil {
		return err
	}
	if args.State, args.Known, err = h.store.OwnState(c.Request().Context(), viewer(c)); err != nil {
		return err
	}
	if err := opened(c, h.store, args.Delivery.Entry); err != nil {
		return err
	}
	return show(c, views.LastRunPage(page(c, "Last Synchronization", views.InboxURL, inboxCrumb), args))
}

// Received is GET /last-synchronization/:entry: what one run did, by the entry of the viewer's log in which it reached them.
func (h *LastRun) Received(c echo.Context) error {
	entry, err := pathID[domain.ChangeID](c, "entry")
	if err != nil {
		return err
	}
	args, err := h.load(c, func(query pages.OutcomeQuery) (pages.Delivery, error) {
		return h.store.RunFor(c.Request().Context(), viewer(c), entry, query)
	})
	if err != nil {
		return err
	}
	title := "Synchronization of " + views.FormatTime(args.Delivery.At)
	if args.Delivery.Kind == domain.UndoRun {
		title = "Undo of " + views.FormatTime(args.Delivery.At)
	}
	if err := opened(c, h.store, entry); err != nil {
		return err
	}
	p := page(c, title, views.InboxURL, inboxCrumb)
	return show(c, views.LastRunPage(p, args))
}

// load reads which outcomes the address asks for, and asks for them.
func (h *LastRun) load(c echo.Context, ask func(pages.OutcomeQuery) (pages.Delivery, error)) (views.LastRun, error) {
	list, query, err := outcomeList(c)
	if err != nil {
		return views.LastRun{}, err
	}
	delivery, err := ask(query)
	list.Total = delivery.Shown[query.Show]
	v := viewer(c)
	return views.LastRun{Delivery: delivery, List: list, Query: query, Currency: v.Account.Currency, Confirms: v.May(domain.EditPrices)}, err
}
