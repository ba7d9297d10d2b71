package handlers

import (
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Placement is GET /products/sales-categories/plans/:plan: in which categories a plan stands.
func (h *SalesCategories) Placement(c echo.Context) error {
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectPlan})
	if err != nil {
		return err
	}
	state, plan, err := h.plan(c)
	if err != nil {
		return err
	}
	return h.placement(c, state, views.Placement{Plan: plan, Seen: seen}, plan.SalesCategories)
}

// Move is POST /products/sales-categories/plans/:plan.
func (h *SalesCategories) Move(c echo.Context) error {
	state, plan, err := h.plan(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	to, path := formIDs[domain.CategoryID](f, "sales_categories"), salesCategoriesPath
	if len(to) > 0 {
		path += "/" + idText(to[0])
	}
	return save(c, h.store, state.Placing(plan, to), domain.Isolate(plan.Name)+" is moved.", path, func() error {
		return h.placement(c, state, views.Placement{Plan: plan, Seen: f.seen("seen")}, to)
	})
}

// ResetPlacement is POST /products/sales-categories/plans/:plan/reset.
func (h *SalesCategories) ResetPlacement(c echo.Context) error {
	_, plan, err := h.plan(c)
	if err != nil {
		return err
	}
	return save(c, h.store, domain.Change{Kind: domain.PlanMovedBack, About: planRef(plan), Part: true,
		Reset: []domain.Key{domain.PlacementKey(plan.ID)}},
		domain.Isolate(plan.Name)+" stands where your provider delivered it.", salesCategoriesPath, nil)
}

func (h *SalesCategories) plan(c echo.Context) (domain.State, *domain.Plan, error) {
	id, err := pathID[domain.PlanID](c, "plan")
	if err != nil {
		return domain.State{}, nil, err
	}
	state, err := ownState(c, h.store)
	if err != nil {
		return domain.State{}, nil, err
	}
	plan := state.Effective().Plan(id)
	if plan == nil {
		return domain.State{}, nil, domain.NotFound("The plan")
	}
	return state, plan, nil
}

func (h *SalesCategories) placement(c echo.Context, state domain.State, args views.Placement, chosen []domain.CategoryID) error {
	_, args.Own = state.Own.Value(domain.PlacementKey(args.Plan.ID))
	for _, n := range domain.SalesTree(state, nameOrder()) {
		args.Places = append(args.Places, views.Place{Node: n, Chosen: slices.Contains(chosen, n.ID)})
	}
	p := pageIn(c, domain.ObjectSalesCategory, "Sales categories of "+domain.Isolate(args.Plan.Name))
	return show(c, views.PlacementPage(p, args))
}

// SynchronizeDisplay is POST /products/sales-categories/synchronize-display: the provider's setting for rule 4b.
func (h *SalesCategories) SynchronizeDisplay(c echo.Context) error {
	on := formOf(c).text("on") == domain.Yes
	text := "Display Category is left to the resellers."
	if on {
		text = "Display Category is synchronized with the sales categories."
	}
	return save(c, h.store, domain.Change{Kind: domain.DisplaySynchronized, About: ownSettings(viewer(c)),
		Edits: []domain.Edit{switched(domain.FieldSyncDisplay, on)}}, text, salesCategoriesPath, nil)
}
