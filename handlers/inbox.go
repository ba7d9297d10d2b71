package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// opener keeps what the viewer has opened of what reached their account.
type opener interface {
	MarkOpened(ctx context.Context, v domain.Viewer, id domain.ChangeID) error
}

// inboxStore answers what reached the viewer's account. InboxChange is KindNotFound for what did not, and for runs.
type inboxStore interface {
	opener
	priceStore
	// ToldByRuns is what the last runs told the viewer's account that may be left to do, the newest first.
	ToldByRuns(ctx context.Context, v domain.Viewer) ([][]domain.Outcome, error)
	// BelowCostSince says since when and why plans are below cost: of the first ones of a list.
	BelowCostSince(ctx context.Context, v domain.Viewer, list []domain.PlanBelowCost) ([][]domain.Fall, error)
	Inbox(ctx context.Context, v domain.Viewer, q pages.InboxQuery) (pages.Inbox, error)
	InboxChange(ctx context.Context, v domain.Viewer, id domain.ChangeID) (pages.InboxRow, domain.Names, error)
	MarkAllRead(ctx context.Context, v domain.Viewer, until domain.ChangeID) error
}

// Inbox are the screens of what reached a reseller: their start page.
type Inbox struct{ store inboxStore }

// NewInbox returns the screens over a store.
func NewInbox(store inboxStore) *Inbox { return &Inbox{store} }

// inboxCrumb leads from something that reached a reseller to all of it.
var inboxCrumb = views.Crumb{Label: "Inbox", URL: views.InboxURL}

// Show is GET /inbox: ?only=unread, ?before=.
func (h *Inbox) Show(c echo.Context) error {
	v := viewer(c)
	query := pages.InboxQuery{Before: plainID[domain.ChangeID](c.QueryParam("before")), Unread: c.QueryParam("only") == views.OnlyUnread}
	inbox, err := h.store.Inbox(c.Request().Context(), v, query)
	if err != nil {
		return err
	}
	args := views.Inbox{Inbox: inbox, Query: query, Viewer: v}
	if query == (pages.InboxQuery{}) {
		if args.Do, err = h.toDo(c); err != nil {
			return err
		}
		falls, err := h.store.BelowCostSince(c.Request().Context(), v, args.Do.BelowCost())
		if err != nil {
			return err
		}
		args.Do.Since(falls)
	}
	return show(c, views.InboxPage(page(c, "Inbox", views.InboxURL), args))
}

// Change is GET /inbox/:reached: a change of the account's settings or subscriptions that somebody above made.
func (h *Inbox) Change(c echo.Context) error {
	id, err := pathID[domain.ChangeID](c, "reached")
	if err != nil {
		return err
	}
	row, names, err := h.store.InboxChange(c.Request().Context(), viewer(c), id)
	if err != nil {
		return err
	}
	if err := opened(c, h.store, id); err != nil {
		return err
	}
	return show(c, views.InboxChangePage(page(c, views.RowTitle(row.LogRow), views.InboxURL, inboxCrumb), row, names))
}

// MarkAllRead is POST /account/inbox: all that the page knew of.
func (h *Inbox) MarkAllRead(c echo.Context) error {
	until := formID[domain.ChangeID](formOf(c), "until", "Open the inbox again, then mark it.")
	if err := formOf(c).err(); err != nil {
		return err
	}
	if err := h.store.MarkAllRead(c.Request().Context(), viewer(c), until); err != nil {
		return err
	}
	return done(c, "All that this page listed as unread is marked as read.", views.InboxURL)
}

// opened keeps that the viewer opened something that reached them. While nothing can be changed, the page is shown all the same.
func opened(c echo.Context, store opener, id domain.ChangeID) error {
	if id == 0 || c.Request().Method != http.MethodGet || unchangeable(c) {
		return nil
	}
	return store.MarkOpened(c.Request().Context(), viewer(c), id)
}

// unreadStore counts what reached the viewer's account and they did not open yet.
type unreadStore interface {
	Unread(ctx context.Context, v domain.Viewer) (int, error)
}

const unreadKey = "unread"

// Unread is the middleware by which the navigation of resellers says how much is unread.
func Unread(store unreadStore) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Set(unreadKey, store)
			return next(c)
		}
	}
}

// unreadBy is how much the viewer did not read. Where that cannot be asked, the page says nothing of it.
func unreadBy(c echo.Context) int {
	store, _ := c.Get(unreadKey).(unreadStore)
	if v := viewer(c); store != nil && v.User.ID != 0 && !v.IsProvider() {
		if unread, err := store.Unread(c.Request().Context(), v); err == nil {
			return unread
		}
	}
	return 0
}
