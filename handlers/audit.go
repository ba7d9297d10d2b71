package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// auditStore reads what happened to the viewer's own account, the newest first.
type auditStore interface {
	AuditLog(ctx context.Context, v domain.Viewer, q domain.ListQuery) ([]domain.AuditRow, int, error)
}

// Audit is the screen /audit.
type Audit struct{ store auditStore }

// NewAudit returns the screen over a store.
func NewAudit(store auditStore) *Audit { return &Audit{store} }

// List is GET /audit.
func (h *Audit) List(c echo.Context) error {
	list, err := listState(c, "when")
	if err != nil {
		return err
	}
	entries, total, err := h.store.AuditLog(c.Request().Context(), viewer(c), list.ListQuery())
	if err != nil {
		return err
	}
	list.Total = total
	return render(c, http.StatusOK, views.AuditPage(page(c, "Audit", "/audit"), views.AuditList{List: list, Entries: entries}))
}
