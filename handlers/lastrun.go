package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// deliveryStore answers what the last run that changed the viewer's account did to it.
type deliveryStore interface {
	LastRunFor(ctx context.Context, v domain.Viewer, q domain.OutcomeQuery) (domain.Delivery, error)
}

// LastRun is the screen /last-synchronization of resellers.
type LastRun struct{ store deliveryStore }

// NewLastRun returns the screen over a store.
func NewLastRun(store deliveryStore) *LastRun { return &LastRun{store} }

// Show is GET /last-synchronization.
func (h *LastRun) Show(c echo.Context) error {
	list, query, err := outcomeList(c)
	if err != nil {
		return err
	}
	v := viewer(c)
	delivery, err := h.store.LastRunFor(c.Request().Context(), v, query)
	if err != nil {
		return err
	}
	list.Total = delivery.Rows
	return render(c, http.StatusOK, views.LastRunPage(page(c, "Last Synchronization", "/last-synchronization"),
		views.LastRun{Delivery: delivery, Currency: v.Account.Currency, List: list, Query: query}))
}
