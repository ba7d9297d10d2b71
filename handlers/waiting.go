package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// waitingStore answers what waits to be passed on to the resellers below the viewer.
type waitingStore interface {
	Waiting(ctx context.Context, v domain.Viewer) (pages.Waiting, error)
}

// WhatWaits is the start page of those who sell to resellers.
type WhatWaits struct{ store waitingStore }

// NewWhatWaits returns the screen over a store.
func NewWhatWaits(store waitingStore) *WhatWaits { return &WhatWaits{store} }

// Show is GET /waiting.
func (h *WhatWaits) Show(c echo.Context) error {
	v := viewer(c)
	waiting, err := h.store.Waiting(c.Request().Context(), v)
	if err != nil {
		return err
	}
	return show(c, views.WaitingPage(page(c, "What Waits", views.WaitingURL),
		views.Waiting{Waiting: waiting, Direct: v.Account.Level + 1, Synchronizes: v.May(domain.SynchronizeSubReseller), Rates: v.IsProvider()}))
}

// Home is GET /: the first screen of everybody.
func Home(c echo.Context) error {
	if viewer(c).IsProvider() {
		return lead(c, views.WaitingURL)
	}
	return lead(c, views.InboxURL)
}
