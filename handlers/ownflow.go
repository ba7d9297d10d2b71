package handlers

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// ownStore keeps what a reseller has of his own.
type ownStore interface {
	Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error)
	EditOwn(ctx context.Context, v domain.Viewer, action, object string, edit func(domain.State) (*domain.Own, error)) error
}

// OwnFlow is the screen /order-flow of resellers.
type OwnFlow struct{ store ownStore }

// NewOwnFlow returns the screen over a store.
func NewOwnFlow(store ownStore) *OwnFlow { return &OwnFlow{store} }

// Show is GET /order-flow.
func (h *OwnFlow) Show(c echo.Context) error {
	v := viewer(c)
	catalog, state, err := h.store.Catalog(c.Request().Context(), v, v.Account.ID)
	if err != nil {
		return err
	}
	args := views.OwnFlow{Flow: catalog.OrderFlow, Own: map[domain.Key]domain.Override{},
		Idle: domain.IdleCustomizations(state), CanEdit: v.May(domain.ManageOrderFlow)}
	if catalog.OrderFlow != nil {
		for _, t := range catalog.OrderFlow.Transitions {
			key := domain.TransitionKey(catalog.OrderFlow.ID, t)
			if own, ok := state.Own.Value(key); ok {
				args.Own[key] = own
			}
		}
	}
	return render(c, http.StatusOK, views.OwnFlowPage(page(c, "Order Flow", "/order-flow"), args))
}

// Save is POST /order-flow: do is manual, automatic or reset for a transition, forget for a customization that is ignored.
func (h *OwnFlow) Save(c echo.Context) error {
	f, v := formOf(c), viewer(c)
	step := domain.Transition{OrderType: f.text("order_type"), From: f.text("from"), To: f.text("to")}
	do, idle := f.text("do"), f.text("step")
	if err := f.err(); err != nil {
		return err
	}
	object := step.OrderType + ": " + step.From + " → " + step.To
	if do == "forget" {
		object = idle
	}
	err := h.store.EditOwn(c.Request().Context(), v, "customized order flow", object, func(s domain.State) (*domain.Own, error) {
		return customized(s, do, idle, step, v.User.ID, time.Now())
	})
	if err != nil {
		return err
	}
	return done(c, "The order flow is changed.", "/order-flow")
}

// customized returns Own with one customization set or dropped.
func customized(s domain.State, do, idle string, step domain.Transition, by domain.UserID, at time.Time) (*domain.Own, error) {
	if do == "forget" {
		return domain.ResetManual(s, domain.Key{Field: domain.FieldTransition, Name: idle})
	}
	if s.Delivered == nil || s.Delivered.OrderFlow == nil {
		return nil, domain.NotFound("The order flow")
	}
	key := domain.TransitionKey(s.Delivered.OrderFlow.ID, step)
	switch do {
	case "manual", "automatic":
		return domain.SetManual(s, key, do == "manual", by, at)
	case "reset":
		return domain.ResetManual(s, key)
	}
	return nil, domain.Invalid("Choose from the list")
}

// Privileges is GET /privileges of resellers.
func Privileges(c echo.Context) error {
	return render(c, http.StatusOK, views.PrivilegesPage(page(c, "Privileges", "/privileges"), viewer(c)))
}
