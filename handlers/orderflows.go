package handlers

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const orderFlowsPath = "/order-flows"

// orderFlowStore keeps the order flows that a vendor edits. SaveOrderFlow makes a new one when the id is 0; EditOrderFlow
// answers what the change answered and stores nothing then.
type orderFlowStore interface {
	OrderFlows(ctx context.Context, v domain.Viewer) ([]domain.OrderFlow, error)
	SaveOrderFlow(ctx context.Context, v domain.Viewer, f domain.OrderFlow) (domain.FlowID, error)
	EditOrderFlow(ctx context.Context, v domain.Viewer, id domain.FlowID, change func(domain.OrderFlow) (domain.OrderFlow, error)) error
}

// OrderFlows are the screens under /order-flows, which are the provider's.
type OrderFlows struct{ store orderFlowStore }

// NewOrderFlows returns the screens over a store.
func NewOrderFlows(store orderFlowStore) *OrderFlows { return &OrderFlows{store} }

// List is GET /order-flows.
func (h *OrderFlows) List(c echo.Context) error {
	list, err := listState(c, "name")
	if err != nil {
		return err
	}
	flows, err := h.store.OrderFlows(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	flows = pageRows(&list, flows, func(f domain.OrderFlow) []string { return []string{f.Name, idText(f.ID)} })
	return render(c, http.StatusOK, views.OrderFlowsPage(page(c, "Order Flows", orderFlowsPath),
		views.FlowList{List: list, Flows: flows, CanEdit: viewer(c).May(domain.ManageOrderFlow)}))
}

// Show is GET /order-flows/:id.
func (h *OrderFlows) Show(c echo.Context) error {
	flow, err := h.flow(c)
	if err != nil {
		return err
	}
	return h.show(c, http.StatusOK, flow, views.FlowStep{}, nil)
}

func (h *OrderFlows) show(c echo.Context, status int, flow domain.OrderFlow, add views.FlowStep, errs views.Errors) error {
	seen, err := flow.Seen()
	if err != nil {
		return err
	}
	p := page(c, flow.Name, orderFlowsPath, views.Crumb{Label: "Order Flows", URL: orderFlowsPath})
	p.Invalid = len(errs) > 0
	return render(c, status, views.OrderFlowPage(p, views.Flow{OrderFlow: flow, Seen: seen, CanEdit: viewer(c).May(domain.ManageOrderFlow), Add: add, Errors: errs}))
}

// flow finds the flow that the address names.
func (h *OrderFlows) flow(c echo.Context) (domain.OrderFlow, error) {
	id, err := pathID[domain.FlowID](c, "id")
	if err != nil {
		return domain.OrderFlow{}, err
	}
	flows, err := h.store.OrderFlows(c.Request().Context(), viewer(c))
	if err != nil {
		return domain.OrderFlow{}, err
	}
	i := slices.IndexFunc(flows, func(f domain.OrderFlow) bool { return f.ID == id })
	if i < 0 {
		return domain.OrderFlow{}, domain.NotFound("The order flow")
	}
	return flows[i], nil
}

// New is GET /order-flows/new.
func (h *OrderFlows) New(c echo.Context) error { return h.form(c, http.StatusOK, views.FlowForm{}) }

// Edit is GET /order-flows/:id/edit.
func (h *OrderFlows) Edit(c echo.Context) error {
	flow, err := h.flow(c)
	if err != nil {
		return err
	}
	seen, err := flow.Seen()
	if err != nil {
		return err
	}
	return h.form(c, http.StatusOK, views.FlowForm{ID: flow.ID, Name: flow.Name, Seen: seen})
}

// Create is POST /order-flows/new.
func (h *OrderFlows) Create(c echo.Context) error {
	f := formOf(c)
	flow := domain.OrderFlow{Name: f.text("name")}
	err := f.err()
	if err == nil {
		flow, err = domain.CheckOrderFlow(flow)
	}
	if err == nil {
		flow.ID, err = h.store.SaveOrderFlow(c.Request().Context(), viewer(c), flow)
	}
	return h.named(c, f, views.FlowForm{Name: flow.Name}, flow.ID, err)
}

// Update is POST /order-flows/:id/edit: another name.
func (h *OrderFlows) Update(c echo.Context) error {
	flow, err := h.flow(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	name := f.text("name")
	if err = f.err(); err == nil {
		err = h.change(c, flow, func(now domain.OrderFlow) (domain.OrderFlow, error) {
			now.Name = name
			return now, nil
		})
	}
	return h.named(c, f, views.FlowForm{ID: flow.ID, Name: name, Seen: f.raw("seen")}, flow.ID, err)
}

// named ends the form of a flow's name: at the flow, or with the form again.
func (h *OrderFlows) named(c echo.Context, f *form, form views.FlowForm, id domain.FlowID, err error) error {
	var ok bool
	if form.Errors, ok = f.merged(err); !ok {
		return err
	}
	if len(form.Errors) > 0 {
		return h.form(c, http.StatusUnprocessableEntity, form)
	}
	return done(c, "The order flow is saved.", flowPath(id))
}

func flowPath(id domain.FlowID) string { return orderFlowsPath + "/" + idText(id) }

// change stores the flow as edit makes it, unless it is no longer the one that the form showed.
func (h *OrderFlows) change(c echo.Context, flow domain.OrderFlow, edit func(domain.OrderFlow) (domain.OrderFlow, error)) error {
	seen := formOf(c).raw("seen")
	return h.store.EditOrderFlow(c.Request().Context(), viewer(c), flow.ID, func(now domain.OrderFlow) (domain.OrderFlow, error) {
		if err := now.CheckSeen(seen, flowPath(flow.ID)); err != nil {
			return now, err
		}
		next, err := edit(now)
		if err != nil {
			return now, err
		}
		return domain.CheckOrderFlow(next)
	})
}

func (h *OrderFlows) form(c echo.Context, status int, form views.FlowForm) error {
	title := "New Order Flow"
	if form.ID != 0 {
		title = "Rename Order Flow"
	}
	p := page(c, title, orderFlowsPath, views.Crumb{Label: "Order Flows", URL: orderFlowsPath})
	p.Invalid = len(form.Errors) > 0
	return render(c, status, views.OrderFlowFormPage(p, form))
}

// Transition is POST /order-flows/:id/transitions: do is add, remove, manual or automatic.
func (h *OrderFlows) Transition(c echo.Context) error {
	flow, err := h.flow(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	step := domain.Transition{OrderType: f.text("order_type"), From: f.text("from"), To: f.text("to"), Manual: f.has("manual")}
	do, text := f.text("do"), ""
	if err = f.err(); err == nil {
		err = h.change(c, flow, func(now domain.OrderFlow) (next domain.OrderFlow, err error) {
			next, text, err = changedFlow(now, do, step)
			return next, err
		})
	}
	if err == nil {
		return done(c, text, flowPath(flow.ID))
	}
	errs, ok := f.merged(err)
	if !ok {
		return err
	}
	add := views.FlowStep{OrderType: step.OrderType, From: step.From, To: step.To, Manual: step.Manual}
	return h.show(c, http.StatusUnprocessableEntity, flow, add, errs)
}

// changedFlow returns the flow with one transition added, removed or changed, and what to tell the user.
func changedFlow(flow domain.OrderFlow, do string, step domain.Transition) (domain.OrderFlow, string, error) {
	flow.Transitions = slices.Clone(flow.Transitions)
	if do == "add" {
		flow.Transitions = append(flow.Transitions, step)
		return flow, "The transition is added.", nil
	}
	i := slices.IndexFunc(flow.Transitions, func(t domain.Transition) bool {
		return t.OrderType == step.OrderType && t.From == step.From && t.To == step.To
	})
	if i < 0 {
		return flow, "", domain.Invalid("This transition is not there any more.")
	}
	switch do {
	case "remove":
		flow.Transitions = slices.Delete(flow.Transitions, i, i+1)
		return flow, "The transition is removed.", nil
	case "manual", "automatic":
		flow.Transitions[i].Manual = do == "manual"
		return flow, "The transition is changed.", nil
	}
	return flow, "", domain.Invalid("Choose from the list")
}
