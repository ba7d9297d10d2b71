package handlers

import (
	"context"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// General is GET /products/plans/:plan.
func (h *Plans) General(c echo.Context) error {
	delegation, err := h.delegation(c)
	if err != nil {
		return err
	}
	return h.tab(c, func(p views.Page, a views.PlanPage) templ.Component {
		if a.On.IsZero() {
			a.Delegation = delegation
		}
		return views.PlanGeneralPage(p, a)
	})
}

// tab shows one tab of the plan that the address names: the viewer's own, or one of a reseller below them.
func (h *Plans) tab(c echo.Context, view func(views.Page, views.PlanPage) templ.Component) error {
	args, err := planTab(c, h.store)
	if err != nil {
		return err
	}
	return show(c, view(planPage(c, args, args.Plan.Name), args))
}

// planTabReader is what the tabs of a plan need.
type planTabReader interface {
	planReader
	NotPassedOn(ctx context.Context, v domain.Viewer, only func(domain.PlanID) bool) (map[domain.PlanID][]pages.NotPassedOn, error)
	Costs(ctx context.Context, v domain.Viewer) (domain.Costs, error)
}

// planTab reads what every tab of a plan shows.
func planTab(c echo.Context, store planTabReader) (views.PlanPage, error) {
	args, err := loadPlanOn(c, store, true)
	if err != nil || args.Foreign() || !args.On.IsZero() {
		return args, err
	}
	v, ctx := viewer(c), c.Request().Context()
	args.Direct = v.Account.Level + 1
	waits, err := store.NotPassedOn(ctx, v, func(id domain.PlanID) bool { return id == args.Plan.ID })
	if err != nil {
		return args, err
	}
	for _, by := range waits[args.Plan.ID] {
		args.Behind, args.Waits = append(args.Behind, by.By), append(args.Waits, by)
	}
	if !v.IsProvider() && !args.Made() && !args.Unseen {
		costs, err := store.Costs(ctx, v)
		if err != nil {
			return args, err
		}
		args.Costs = &costs
	}
	return args, nil
}

// planPage is the frame around a page of a plan; title "" means the plan itself.
func planPage(c echo.Context, args views.PlanPage, title string) views.Page {
	if args.Foreign() {
		reseller := resellersPath + "/" + idText(args.Reseller.ID)
		return pageIn(c, domain.ObjectReseller, title, views.Crumb{Label: args.Reseller.Name, URL: reseller},
			views.Crumb{Label: "Service Plans", URL: reseller + "/plans"})
	}
	var crumbs []views.Crumb
	if title != args.Plan.Name {
		crumbs = append(crumbs, views.Crumb{Label: args.Plan.Name, URL: args.Base})
	}
	p := pageIn(c, domain.ObjectPlan, title, crumbs...)
	for i := range p.Crumbs[:len(p.Crumbs)-1] {
		p.Crumbs[i].URL = args.OnDay(p.Crumbs[i].URL)
	}
	return p
}

// planReader is what every page of a plan needs.
type planReader interface {
	seer
	catalogReader
	accountReader
	pastCatalogs
	Templates(ctx context.Context, v domain.Viewer) ([]domain.TemplateRow, error)
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	// Subscribed counts the subscriptions to a reseller plan below the viewer.
	Subscribed(ctx context.Context, v domain.Viewer, plan domain.PlanID) (int, error)
}

// loadPlan reads the plan that the address names, in the catalog of the account that it names, else of the viewer's own.
func loadPlan(c echo.Context, store planReader) (views.PlanPage, error) {
	return loadPlanAt(c, store, time.Time{}, false)
}

// findPlan is loadPlan without the names that pages show: the Plan is nil where there is none.
func findPlan(c echo.Context, store planReader, id domain.PlanID) (args views.PlanPage, err error) {
	v, ctx := viewer(c), c.Request().Context()
	account := v.Account
	args = views.PlanPage{Base: views.PlanURL(id), May: planRights(v), Parent: v.Holds(domain.ManageSubResellers),
		Unseen: !v.SeesCosts()}
	if c.Param("account") != "" {
		if account, err = descendant(c, store); err != nil {
			return views.PlanPage{}, err
		}
	}
	if account.ID != v.Account.ID {
		args.Reseller, args.May, args.Unseen = &account, views.PlanRights{}, false
		args.Base = "/resellers/" + idText(account.ID) + "/plans/" + idText(id)
	}
	if !args.Foreign() {
		if args.Seen, err = seenOf(c, store, domain.Ref{Of: domain.ObjectPlan, ID: int64(id)}); err != nil {
			return views.PlanPage{}, err
		}
	}
	catalog, state, err := store.Catalog(ctx, v, account.ID)
	if err != nil {
		return views.PlanPage{}, err
	}
	args.Plan, args.Catalog, args.Own, args.Currency = catalog.Plan(id), catalog, state.Own, account.Currency
	if state.Delivered != nil {
		args.Delivered = state.Delivered.Plan(id)
	}
	return args, nil
}

func descendant(c echo.Context, store planReader) (domain.Account, error) {
	id, err := pathID[domain.AccountID](c, "account")
	if err != nil {
		return domain.Account{}, err
	}
	return store.Account(c.Request().Context(), viewer(c).Account.ID, id)
}

// describePlan adds the names that the pages show. There has to be a plan.
func describePlan(ctx context.Context, store planReader, v domain.Viewer, args *views.PlanPage) error {
	if args.Plan == nil {
		return domain.NotFound("The service plan")
	}
	resources, err := store.Resources(ctx, v)
	if err != nil {
		return err
	}
	args.Names = namesWith(resources, args.Catalog)
	args.Resources = views.ResourceNames{}
	for _, r := range resources {
		args.Resources[r.ID] = r
	}
	if args.Plan.Type != domain.ResellerPlan {
		return nil
	}
	templates, err := templateNames(ctx, store, v)
	if err != nil {
		return err
	}
	args.Template, args.OwnedHere = templates[args.Plan.Template], templates[args.Plan.Template] != ""
	if args.Foreign() {
		return nil
	}
	args.Subscriptions, err = store.Subscribed(ctx, v, args.Plan.ID)
	return err
}

func planRights(v domain.Viewer) views.PlanRights {
	return views.PlanRights{Prices: v.May(domain.EditPrices), Texts: v.May(domain.EditDescriptions), Publish: v.May(domain.PublishPlans),
		Categories: v.May(domain.ManageCategories), Synchronize: v.May(domain.SynchronizeSubReseller)}
}
