package handlers

import (
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// OwnFlow is the screen /order-flow of resellers.
type OwnFlow struct{ store catalogStore }

// NewOwnFlow returns the screen over a store.
func NewOwnFlow(store catalogStore) *OwnFlow { return &OwnFlow{store} }

// Show is GET /order-flow.
func (h *OwnFlow) Show(c echo.Context) error {
	v := viewer(c)
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectOrderFlow})
	if err != nil {
		return err
	}
	catalog, state, err := ownCatalog(c, h.store)
	if err != nil {
		return err
	}
	args := views.OwnFlow{Seen: seen, Flow: catalog.OrderFlow, Own: map[domain.Key]domain.Override{},
		Idle: domain.IdleCustomizations(state), CanEdit: v.May(domain.ManageOrderFlow)}
	if catalog.OrderFlow != nil {
		for _, t := range catalog.OrderFlow.Transitions {
			key := domain.TransitionKey(catalog.OrderFlow.ID, t)
			if own, ok := state.Own.Value(key); ok {
				args.Own[key] = own
			}
		}
	}
	return show(c, views.OwnFlowPage(page(c, "Order Flow", "/order-flow"), args))
}

// Save is POST /order-flow: do is manual, automatic or reset for a transition, forget for a customization that is ignored.
func (h *OwnFlow) Save(c echo.Context) error {
	state, err := ownState(c, h.store)
	if err != nil {
		return err
	}
	f := formOf(c)
	step := domain.Transition{OrderType: f.text("order_type"), From: f.text("from"), To: f.text("to")}
	do, idle := f.text("do"), f.text("step")
	if err := f.err(); err != nil {
		return err
	}
	key := domain.Key{Field: domain.FieldTransition, Name: strings.ReplaceAll(idle, "\r\n", "\n")} // as browsers send it
	if do != "forget" {
		flow := state.Effective().OrderFlow
		if flow == nil {
			return domain.NotFound("The order flow")
		}
		key = domain.TransitionKey(flow.ID, step)
	}
	what := domain.Change{Kind: domain.FlowCustomized, Part: true, About: domain.Ref{Of: domain.ObjectOrderFlow, Name: stepName(key)}}
	switch do {
	case "manual", "automatic":
		what.Typed = []domain.KeyedValue{{Key: key, Value: domain.YesNo(do == "manual")}}
	case "reset", "forget":
		what.Reset = []domain.Key{key}
	default:
		return domain.Invalid("Choose from the list")
	}
	return save(c, h.store, what, "The order flow is changed.", "/order-flow", nil)
}

// stepName is what the log calls a step of an order flow.
func stepName(key domain.Key) string {
	step, _ := domain.TransitionOf(key)
	return step.OrderType + ": " + step.From + " → " + step.To
}

// Privileges is GET /privileges of resellers.
func Privileges(c echo.Context) error {
	return show(c, views.PrivilegesPage(page(c, "Privileges", "/privileges"), viewer(c)))
}
