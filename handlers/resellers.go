package handlers

import (
	"context"
	"maps"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

const resellersPath = "/resellers"

// resellerStore reads the accounts below the viewer's, and nothing else: every other account is not found.
type resellerStore interface {
	runsAboutStore
	changer
	facetStore
	accountReader
	Resellers(ctx context.Context, v domain.Viewer, under domain.AccountID, q pages.ListQuery) ([]pages.ResellerRow, int, error)
	SubscriptionsOf(ctx context.Context, v domain.Viewer, account domain.AccountID) ([]domain.SubscriptionRow, error)
	SyncStatesOf(ctx context.Context, v domain.Viewer, plan domain.PlanID, accounts []domain.AccountID) (map[domain.SubscriptionID]domain.SyncState, error)
	catalogReader
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	// CostsOf is what a direct reseller of the viewer's pays now.
	CostsOf(ctx context.Context, v domain.Viewer, reseller domain.AccountID) (domain.Costs, error)
}

// Resellers are the screens under /resellers.
type Resellers struct{ store resellerStore }

// NewResellers returns the screens over a store.
func NewResellers(store resellerStore) *Resellers { return &Resellers{store} }

// List is GET /resellers.
func (h *Resellers) List(c echo.Context) error {
	list, rows, err := h.listResellers(c, false)
	if err != nil {
		return err
	}
	v := viewer(c)
	return show(c, views.ResellersPage(page(c, "Resellers", resellersPath),
		views.ResellerList{List: list, Resellers: rows, Top: v.Account.Level + 1, CanEdit: v.May(domain.ManageSubResellers)}))
}

// Show is GET /resellers/:id.
func (h *Resellers) Show(c echo.Context) error {
	ctx, v := c.Request().Context(), viewer(c)
	args, err := resellerOf(c, h.store, "General")
	if err != nil {
		return err
	}
	if args.Subscriptions, err = h.store.SubscriptionsOf(ctx, v, args.ID); err != nil {
		return err
	}
	below, total, err := h.store.Resellers(ctx, v, args.ID, pages.ListQuery{})
	if err != nil {
		return err
	}
	self := pages.ResellerRow{Account: args.Account}
	for _, s := range args.Subscriptions {
		self.Subscriptions = append(self.Subscriptions, pages.SubscriptionRef{ID: s.ID, Plan: s.Plan})
	}
	if args.Sync, err = h.states(ctx, v, append([]pages.ResellerRow{self}, below...)); err != nil {
		return err
	}
	args.Below, args.BelowTotal = withStates(below, args.Sync), total
	return show(c, views.ResellerPage(resellerPage(c, args, args.Name), args))
}

// states returns the states of synchronization of the resellers' subscriptions, one question for each of the few plans that
// they are subscribed to. A reseller plan that somebody below made themselves is left out.
func (h *Resellers) states(ctx context.Context, v domain.Viewer, rows []pages.ResellerRow) (map[domain.SubscriptionID]domain.SyncState, error) {
	accounts := map[domain.PlanID][]domain.AccountID{}
	for _, r := range rows {
		for _, s := range r.Subscriptions {
			accounts[s.Plan] = append(accounts[s.Plan], r.ID)
		}
	}
	states := map[domain.SubscriptionID]domain.SyncState{}
	for plan, list := range accounts {
		some, err := h.store.SyncStatesOf(ctx, v, plan, list)
		if err != nil && domain.KindOf(err) == domain.KindNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		maps.Copy(states, some)
	}
	return states, nil
}

// withStates sums the states of each reseller's subscriptions up.
func withStates(rows []pages.ResellerRow, states map[domain.SubscriptionID]domain.SyncState) []views.ResellerState {
	list := make([]views.ResellerState, len(rows))
	for i, r := range rows {
		var theirs []domain.SyncState
		for _, s := range r.Subscriptions {
			if state, known := states[s.ID]; known {
				theirs = append(theirs, state)
			}
		}
		if len(theirs) == 0 && len(r.Subscriptions) > 0 && r.Status == domain.AccountClosed { // by whatever reseller plan they buy
			theirs = append(theirs, domain.SyncState{Skip: domain.SkipReason("", r.Status)})
		}
		list[i] = views.ResellerState{ResellerRow: r, Known: len(theirs) > 0, Sync: domain.Together(theirs)}
	}
	return list
}

// accountReader finds accounts that the viewer may see.
type accountReader interface {
	Account(ctx context.Context, viewer, id domain.AccountID) (domain.Account, error)
}

// resellerOf loads the reseller that the address names, who stands below the viewer: their own account is not among them.
func resellerOf(c echo.Context, store accountReader, tab string) (views.Reseller, error) {
	id, err := pathID[domain.AccountID](c, "id")
	if err != nil {
		return views.Reseller{}, err
	}
	ctx, v := c.Request().Context(), viewer(c)
	if id == v.Account.ID {
		return views.Reseller{}, domain.NotFound("The reseller")
	}
	account, err := store.Account(ctx, v.Account.ID, id)
	if err != nil {
		return views.Reseller{}, err
	}
	parent := v.Account
	if account.Parent != v.Account.ID {
		if parent, err = store.Account(ctx, v.Account.ID, account.Parent); err != nil {
			return views.Reseller{}, err
		}
	}
	return views.Reseller{Account: account, ParentName: parent.Name, Direct: account.Parent == v.Account.ID, Tab: tab,
		CanEdit: v.May(domain.ManageSubResellers), Synchronizes: v.May(domain.SynchronizeSubReseller)}, nil
}

func resellerPage(c echo.Context, r views.Reseller, title string) views.Page {
	var crumbs []views.Crumb
	if title != r.Name {
		crumbs = append(crumbs, views.Crumb{Label: r.Name, URL: resellersPath + "/" + idText(r.ID)})
	}
	return pageIn(c, domain.ObjectReseller, title, crumbs...)
}

// Plans is GET /resellers/:id/plans.
func (h *Resellers) Plans(c echo.Context) error {
	list, err := listState(c, "id")
	if err != nil {
		return err
	}
	reseller, err := resellerOf(c, h.store, "Service Plans")
	if err != nil {
		return err
	}
	catalog, state, err := h.store.Catalog(c.Request().Context(), viewer(c), reseller.ID)
	if err != nil {
		return err
	}
	args := views.ResellerPlans{Reseller: reseller, Own: map[domain.PlanID]int{}}
	args.Plans = pageRows(&list, catalog.Plans, func(p *domain.Plan) []string { return []string{p.Name, idText(p.ID)} })
	args.List = list
	for _, p := range args.Plans {
		args.Own[p.ID] = state.Own.Layer(p.ID).Count()
	}
	return show(c, views.ResellerPlansPage(resellerPage(c, reseller, "Service Plans"), args))
}

// Settings is GET /resellers/:id/settings.
func (h *Resellers) Settings(c echo.Context) error {
	id, err := pathID[domain.AccountID](c, "id")
	if err != nil {
		return err
	}
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectReseller, ID: int64(id)})
	if err != nil {
		return err
	}
	reseller, err := resellerOf(c, h.store, "Settings")
	if err != nil {
		return err
	}
	return h.settings(c, views.ResellerSettings{Reseller: reseller, Seen: seen, Status: reseller.Status, Switches: reseller.Switches})
}

func (h *Resellers) settings(c echo.Context, args views.ResellerSettings) error {
	p := resellerPage(c, args.Reseller, "Settings")
	return show(c, views.ResellerSettingsPage(p, args))
}

// SaveSettings is POST /resellers/:id/settings.
func (h *Resellers) SaveSettings(c echo.Context) error {
	reseller, err := resellerOf(c, h.store, "Settings")
	if err != nil {
		return err
	}
	f := formOf(c)
	args := views.ResellerSettings{Reseller: reseller, Seen: f.seen("seen"), Status: domain.AccountStatus(f.raw("account_status")),
		Switches: domain.Switches{OperatingUnit: f.ticked("operating_unit"), DisableCategories: f.ticked("disable_categories"),
			DisablePrices: f.ticked("disable_prices")}}
	what := domain.Change{Kind: domain.ResellerChanged, Part: true,
		About: domain.Ref{Of: domain.ObjectReseller, ID: int64(reseller.ID), Name: reseller.Name},
		Typed: domain.Account{Status: args.Status, Switches: args.Switches}.Settings()}
	return save(c, h.store, what, "The settings of "+domain.Isolate(reseller.Name)+" are saved.", resellersPath+"/"+idText(reseller.ID)+"/settings",
		func() error { return h.settings(c, args) })
}
