package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// subscriptionStore answers the subscriptions to a reseller plan of accounts below the viewer.
type subscriptionStore interface {
	planReader
	facetStore
	Subscriptions(ctx context.Context, v domain.Viewer, plan domain.PlanID, q pages.ListQuery) ([]domain.SubscriptionRow, int, error)
	Subscription(ctx context.Context, v domain.Viewer, id domain.SubscriptionID) (domain.SubscriptionRow, error)
	// SyncStatesOf are the states of synchronization of some accounts' subscriptions to the plan.
	SyncStatesOf(ctx context.Context, v domain.Viewer, plan domain.PlanID, accounts []domain.AccountID) (map[domain.SubscriptionID]domain.SyncState, error)
	// LastReached is the last run that reached a subscription.
	LastReached(ctx context.Context, v domain.Viewer, sub domain.Subscription) (pages.Reached, error)
}

// Subscriptions are the screens under /products/plans/:plan/subscriptions.
type Subscriptions struct{ store subscriptionStore }

// NewSubscriptions returns the screens over a store.
func NewSubscriptions(store subscriptionStore) *Subscriptions { return &Subscriptions{store} }

// subscriptionSorts are the keys by which subscriptions can be sorted.
var subscriptionSorts = []string{"level", "id", "name", "reseller", "status"}

// List is GET /products/plans/:plan/subscriptions.
func (h *Subscriptions) List(c echo.Context) error {
	args, err := h.resellerPlan(c)
	if err != nil {
		return err
	}
	l, err := h.listSubscriptions(c, args.Plan.ID, false)
	if err != nil {
		return err
	}
	for _, state := range l.Sync {
		if len(state.Boxes) > 0 {
			args.Behind = []domain.PlanID{args.Plan.ID}
		}
	}
	return show(c, views.PlanSubscriptionsPage(planPage(c, args, args.Plan.Name), args, l))
}

// accountsOf are whose some subscriptions are.
func accountsOf(rows []domain.SubscriptionRow) []domain.AccountID {
	var accounts []domain.AccountID
	for _, row := range rows {
		accounts = append(accounts, row.Account)
	}
	return accounts
}

// resellerPlan reads the plan, which must be of type Reseller.
func (h *Subscriptions) resellerPlan(c echo.Context) (views.PlanPage, error) {
	args, err := loadPlanOn(c, h.store, false)
	if err == nil && args.Plan.Type != domain.ResellerPlan {
		err = domain.NotFound("The page")
	}
	return args, err
}

// Show is GET /products/plans/:plan/subscriptions/:sub. Of the viewer's own it is the vendor's page, and they have one that says how they stand.
func (h *Subscriptions) Show(c echo.Context) error {
	args, err := h.resellerPlan(c)
	if err != nil {
		return err
	}
	id, err := pathID[domain.SubscriptionID](c, "sub")
	if err != nil {
		return err
	}
	ctx, v := c.Request().Context(), viewer(c)
	row, err := h.store.Subscription(ctx, v, id)
	if err != nil {
		return err
	}
	if row.Plan != args.Plan.ID {
		return domain.NotFound("The subscription")
	}
	if row.Account == v.Account.ID {
		return lead(c, views.StandingURL)
	}
	states, err := h.store.SyncStatesOf(ctx, v, args.Plan.ID, []domain.AccountID{row.Account})
	if err != nil {
		return err
	}
	last, err := h.store.LastReached(ctx, v, row.Subscription)
	if err != nil {
		return err
	}
	a := views.SubscriptionPage{Row: row, Plan: args.Plan, Sync: states[id], Last: last, MaySynchronize: args.May.Synchronize}
	if row.Vendor == v.Account.ID && v.May(domain.ManageSubResellers) {
		a.Changes, a.MayDelete = row.Status.Changes(), row.Deletion().Refusal == ""
	}
	p := pageIn(c, domain.ObjectPlan, row.Name,
		views.Crumb{Label: args.Plan.Name, URL: args.Base}, views.Crumb{Label: "Subscriptions", URL: args.Base + "/subscriptions"})
	return show(c, views.SubscriptionDetails(p, a))
}

// Find is GET /subscriptions/:sub, for those who know a subscription and not the plan that it is to.
func (h *Subscriptions) Find(c echo.Context) error {
	id, err := pathID[domain.SubscriptionID](c, "sub")
	if err != nil {
		return err
	}
	row, err := h.store.Subscription(c.Request().Context(), viewer(c), id)
	if err != nil {
		return err
	}
	if row.Account == viewer(c).Account.ID {
		return lead(c, views.StandingURL)
	}
	return lead(c, views.SubscriptionURL(row))
}
