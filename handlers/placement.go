package handlers

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Placement is GET /products/sales-categories/plans/:plan: in which categories a plan stands.
func (h *SalesCategories) Placement(c echo.Context) error {
	state, plan, err := h.plan(c)
	if err != nil {
		return err
	}
	return h.placement(c, http.StatusOK, state, plan, plan.SalesCategories, nil)
}

// Move is POST /products/sales-categories/plans/:plan.
func (h *SalesCategories) Move(c echo.Context) error {
	state, plan, err := h.plan(c)
	if err != nil {
		return err
	}
	f, v := formOf(c), viewer(c)
	to := formIDs[domain.CategoryID](f, "categories")
	if err = f.err(); err == nil {
		err = h.store.EditOwn(c.Request().Context(), v, "moved plan to sales categories", plan.Name, func(s domain.State) (*domain.Own, error) {
			return domain.MovePlan(s, plan.ID, to, v.User.ID, time.Now())
		})
	}
	if errs, ok := f.merged(err); ok && err != nil {
		return h.placement(c, http.StatusUnprocessableEntity, state, plan, to, errs)
	}
	if err != nil {
		return err
	}
	back := salesCategoriesPath
	if len(to) > 0 {
		back += "/" + idText(to[0])
	}
	return done(c, plan.Name+" is now in "+placesText(state, to)+".", back)
}

// placesText names categories in the order of the tree.
func placesText(state domain.State, places []domain.CategoryID) string {
	var names []string
	for _, n := range domain.SalesTree(state, nameOrder()) {
		if slices.Contains(places, n.ID) {
			names = append(names, n.Name)
		}
	}
	if len(names) == 0 {
		return "no sales category"
	}
	return strings.Join(names, ", ")
}

// ResetPlacement is POST /products/sales-categories/plans/:plan/reset.
func (h *SalesCategories) ResetPlacement(c echo.Context) error {
	_, plan, err := h.plan(c)
	if err != nil {
		return err
	}
	err = h.store.EditOwn(c.Request().Context(), viewer(c), "moved plan back to its delivered sales categories", plan.Name, func(s domain.State) (*domain.Own, error) {
		return domain.ResetPlacement(s, plan.ID)
	})
	if err != nil {
		return err
	}
	return done(c, plan.Name+" stands where your provider delivered it.", salesCategoriesPath)
}

func (h *SalesCategories) plan(c echo.Context) (domain.State, *domain.Plan, error) {
	id, err := pathID[domain.PlanID](c, "plan")
	if err != nil {
		return domain.State{}, nil, err
	}
	state, err := h.state(c)
	if err != nil {
		return domain.State{}, nil, err
	}
	plan := state.Effective().Plan(id)
	if plan == nil {
		return domain.State{}, nil, domain.NotFound("The plan")
	}
	return state, plan, nil
}

func (h *SalesCategories) placement(c echo.Context, status int, state domain.State, plan *domain.Plan,
	chosen []domain.CategoryID, errs views.Errors) error {
	_, own := state.Own.Value(domain.PlacementKey(plan.ID))
	args := views.Placement{Plan: plan, Own: own, Errors: errs}
	for _, n := range domain.SalesTree(state, nameOrder()) {
		args.Places = append(args.Places, views.Place{Node: n, Chosen: slices.Contains(chosen, n.ID)})
	}
	p := page(c, "Sales categories of "+plan.Name, salesCategoriesPath, views.Crumb{Label: "Sales Categories", URL: salesCategoriesPath})
	p.Invalid = len(errs) > 0
	return render(c, status, views.PlacementPage(p, args))
}

// SynchronizeDisplay is POST /products/sales-categories/synchronize-display: the provider's setting for rule 4b.
func (h *SalesCategories) SynchronizeDisplay(c echo.Context) error {
	v := viewer(c)
	on := formOf(c).text("on") == domain.Yes
	held := func(on bool) domain.Held { return domain.Held{Text: domain.YesNo(on), There: true} }
	made, err := change(c, h.store, domain.Change{Kind: domain.DisplaySynchronized,
		About: domain.Ref{Of: domain.ObjectReseller, ID: int64(v.Account.ID), Name: v.Account.Name},
		Edits: []domain.Edit{{Key: domain.Key{Field: domain.FieldSyncDisplay}, From: held(!on), To: held(on)}}})
	if err != nil {
		return err
	}
	text := "Display Category is left to the resellers."
	if on {
		text = "Display Category is synchronized with the sales categories."
	}
	return changed(c, made, domain.Names{}, text, salesCategoriesPath)
}
