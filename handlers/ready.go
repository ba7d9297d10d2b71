package handlers

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// readyLimit is how long whoever asks whether the program is ready waits for the answer.
const readyLimit = 2 * time.Second

// schemaChecker says what is wrong with the schema that the database has, or that the database does not answer.
type schemaChecker interface {
	CheckSchema(context.Context) error
}

// Ready answers whether requests should be sent here.
type Ready struct{ store schemaChecker }

// NewReady returns the answer over a store.
func NewReady(store schemaChecker) *Ready { return &Ready{store} }

// Show is GET /readyz: the database answers, and its schema is that of this program. What is wrong stands in the log.
func (h *Ready) Show(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyLimit)
	defer cancel()
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if err := h.store.CheckSchema(ctx); err != nil {
		c.Response().Header().Set(echo.HeaderRetryAfter, "5")
		if answered := c.String(http.StatusServiceUnavailable, "not ready\n"); answered != nil {
			return answered
		}
		return err // for the log: the answer is on its way
	}
	return c.String(http.StatusOK, "ok\n")
}
