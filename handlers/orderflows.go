package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const orderFlowsPath = "/order-flows"

// orderFlowStore keeps the order flows that a vendor edits.
type orderFlowStore interface {
	changer
	OrderFlows(ctx context.Context, v domain.Viewer) ([]domain.OrderFlow, error)
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
	return show(c, views.OrderFlowsPage(page(c, "Order Flows", orderFlowsPath),
		views.FlowList{List: list, Flows: flows, CanEdit: viewer(c).May(domain.ManageOrderFlow)}))
}

// Show is GET /order-flows/:id.
func (h *OrderFlows) Show(c echo.Context) error {
	flow, seen, err := h.flow(c)
	if err != nil {
		return err
	}
	return h.show(c, views.Flow{OrderFlow: flow, Seen: seen})
}

func (h *OrderFlows) show(c echo.Context, args views.Flow) error {
	args.CanEdit = viewer(c).May(domain.ManageOrderFlow)
	p := pageIn(c, domain.ObjectFlow, args.Name)
	return show(c, views.OrderFlowPage(p, args))
}

// flow finds the flow that the address names, and what was seen of it.
func (h *OrderFlows) flow(c echo.Context) (flow domain.OrderFlow, seen string, err error) {
	id, err := pathID[domain.FlowID](c, "id")
	if err != nil {
		return flow, "", err
	}
	if seen, err = seenOf(c, h.store, flowRef(domain.OrderFlow{ID: id})); err != nil {
		return flow, "", err
	}
	flows, err := h.store.OrderFlows(c.Request().Context(), viewer(c))
	if err != nil {
		return flow, "", err
	}
	i := slices.IndexFunc(flows, func(f domain.OrderFlow) bool { return f.ID == id })
	if i < 0 {
		return flow, "", domain.NotFound("The order flow")
	}
	return flows[i], seen, nil
}

// flowRef names a flow.
func flowRef(f domain.OrderFlow) domain.Ref {
	return domain.Ref{Of: domain.ObjectFlow, ID: int64(f.ID), Name: f.Name}
}

// New is GET /order-flows/new.
func (h *OrderFlows) New(c echo.Context) error { return h.form(c, views.FlowForm{}) }

// Edit is GET /order-flows/:id/edit.
func (h *OrderFlows) Edit(c echo.Context) error {
	flow, seen, err := h.flow(c)
	if err != nil {
		return err
	}
	return h.form(c, views.FlowForm{Origin: views.Origin{ID: int64(flow.ID), Seen: seen}, Name: flow.Name})
}

// Create is POST /order-flows/new.
func (h *OrderFlows) Create(c echo.Context) error {
	name := formOf(c).text("order_flow")
	return h.saveName(c, domain.Ref{Of: domain.ObjectFlow, ID: domain.NewID, Name: name}, views.FlowForm{Name: name})
}

// Update is POST /order-flows/:id/edit: another name.
func (h *OrderFlows) Update(c echo.Context) error {
	flow, seen, err := h.flow(c)
	if err != nil {
		return err
	}
	return h.saveName(c, flowRef(flow), views.FlowForm{Origin: views.Origin{ID: int64(flow.ID), Seen: seen}, Name: formOf(c).text("order_flow")})
}

// saveName gives a flow the name that a form has, and ends at the flow, or with the form again.
func (h *OrderFlows) saveName(c echo.Context, about domain.Ref, form views.FlowForm) error {
	made, err := change(c, h.store, domain.Change{Kind: domain.FlowSaved, About: about, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldOrderFlow}, Value: form.Name}}})
	return ended(c, made, err, " is saved.", flowPath(domain.FlowID(made.Change.About.ID)), func() error { return h.form(c, form) })
}

func flowPath(id domain.FlowID) string { return orderFlowsPath + "/" + idText(id) }

func (h *OrderFlows) form(c echo.Context, form views.FlowForm) error {
	title := "New Order Flow"
	if form.ID != 0 {
		title = "Rename Order Flow"
	}
	p := pageIn(c, domain.ObjectFlow, title)
	return show(c, views.OrderFlowFormPage(p, form))
}

// Transition is POST /order-flows/:id/transitions: do is add, remove, manual or automatic.
func (h *OrderFlows) Transition(c echo.Context) error {
	flow, seen, err := h.flow(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	do := f.text("do")
	step := domain.Transition{OrderType: f.line("order_type"), From: f.line("from"), To: f.line("to"), Manual: do == "add" && f.ticked("manual")}
	what, text := transitionChange(flow, do, step)
	if text == "" {
		f.fail("", chooseFromList)
	}
	return save(c, h.store, what, text, flowPath(flow.ID), func() error {
		return h.show(c, views.Flow{OrderFlow: flow, Seen: seen,
			Add: views.FlowStep{OrderType: step.OrderType, From: step.From, To: step.To, Manual: step.Manual}})
	})
}

// transitionChange adds, removes or changes one transition of a flow, and says so to the user; "" where do is none of these. Its
// buttons say what their reader saw: "manual" stands beside one that was automatic.
func transitionChange(flow domain.OrderFlow, do string, step domain.Transition) (domain.Change, string) {
	what := domain.Change{Kind: domain.FlowSaved, About: flowRef(flow)}
	edit := domain.Edit{Key: domain.TransitionKey(flow.ID, step)}
	approval := func(manual bool) domain.Held { return domain.Held{Text: domain.YesNo(manual), There: true} }
	switch do {
	case "add":
		step.From, step.To = domain.CleanLine(step.From), domain.CleanLine(step.To)
		edit.Key = domain.TransitionKey(flow.ID, step)
		edit.To = approval(step.Manual)
		what.Edits = []domain.Edit{edit}
		return what, "The transition is added."
	case "remove":
		what.Part, what.Without = true, []domain.Key{edit.Key}
		return what, "The transition is removed."
	case "manual", "automatic":
		edit.From, edit.To = approval(do != "manual"), approval(do == "manual")
		what.Edits = []domain.Edit{edit}
		return what, "The transition is changed."
	}
	return what, ""
}
