package db

import (
	"context"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// computation is everything that a synchronization depends on, with the rows it came from.
type computation struct {
	input     domain.Input
	viewer    versions.Standing
	template  domain.TemplateRow
	plan      *domain.Plan // the reseller plan as the viewer has it
	targets   []targetRow  // in the order of input.Targets
	standings map[domain.AccountID]versions.Standing
}

// compute loads the input of a synchronization, boxes and policy aside, in a fixed number of queries.
func (s *store) compute(ctx context.Context, r reached) (*computation, error) {
	viewer, err := s.versions.Standing(ctx, r.viewer)
	if err != nil {
		return nil, err
	}
	c := &computation{viewer: viewer, plan: viewer.Effective().Plan(r.plan)}
	if c.plan == nil || c.plan.Type != domain.ResellerPlan {
		return nil, domain.NotFound("The reseller plan")
	}
	if c.targets, err = s.targets(ctx, r); err != nil {
		return nil, err
	}
	others := filter(c.vendorsAbove(), func(id domain.AccountID) bool { return id != r.viewer })
	if c.standings, err = s.versions.Standings(ctx, others, pointersOf(c.targets)...); err != nil {
		return nil, err
	}
	c.standings[r.viewer] = viewer
	if c.template, c.input.Template, err = s.resolvedTemplate(ctx, r.viewer, c.plan.Template); err != nil {
		return nil, err
	}
	if c.input.Visible, err = s.visibleNotifications(ctx, r.viewer, c.vendors()); err != nil {
		return nil, err
	}
	if c.input.Vendors, err = s.vendorStates(ctx, c, r, others); err != nil {
		return nil, err
	}
	if c.converts() {
		if c.input.Rates, err = s.exchangeRates(ctx, r.provider); err != nil {
			return nil, err
		}
	}
	c.input.Targets = bulk.Column(c.targets, func(t targetRow) domain.Target { return t.target(c.standings[t.Account]) })
	return c, s.elsewhere(ctx, c)
}

// vendorStates returns what the vendors of the targets have, in which currency. The others are neither targets nor the viewer.
func (s *store) vendorStates(ctx context.Context, c *computation, r reached, others []domain.AccountID) (map[domain.AccountID]domain.VendorState, error) {
	currencies := make(map[domain.AccountID]domain.Currency, len(c.targets))
	for _, t := range c.targets {
		currencies[t.Account] = t.Currency
	}
	currencies[r.viewer] = r.currency
	if len(others) > 0 {
		var list []struct {
			ID       domain.AccountID `db:"id"`
			Currency domain.Currency  `db:"currency"`
		}
		const query = `SELECT id, currency FROM account WHERE id = ANY ($1)`
		if err := s.tx.SelectContext(ctx, &list, query, bulk.IDArray(others)); err != nil {
			return nil, fmt.Errorf("currencies of vendors: %w", err)
		}
		for _, vendor := range list {
			currencies[vendor.ID] = vendor.Currency
		}
	}
	states := map[domain.AccountID]domain.VendorState{}
	for _, id := range c.vendors() {
		states[id] = domain.VendorState{State: c.standings[id].State, Currency: currencies[id]}
	}
	return states, nil
}

// converts reports whether a vendor's currency is not their reseller's.
func (c *computation) converts() bool {
	return slices.ContainsFunc(c.targets, func(t targetRow) bool { return c.input.Vendors[t.Vendor].Currency != t.Currency })
}

// vendorsAbove lists the vendors who are not targets themselves.
func (c *computation) vendorsAbove() []domain.AccountID {
	targets := make(map[domain.AccountID]bool, len(c.targets))
	for _, t := range c.targets {
		targets[t.Account] = true
	}
	return filter(c.vendors(), func(id domain.AccountID) bool { return !targets[id] })
}

// vendors lists the vendors of the targets, each once.
func (c *computation) vendors() []domain.AccountID {
	all := bulk.Column(c.targets, func(t targetRow) domain.AccountID { return t.Vendor })
	slices.Sort(all)
	return slices.Compact(all)
}

// exchangeRates returns the provider's rates, their own currency with 1 among them.
func (s *store) exchangeRates(ctx context.Context, provider domain.AccountID) (domain.ExchangeRates, error) {
	var list []struct {
		Currency domain.Currency `db:"currency"`
		Rate     decimal.Decimal `db:"rate"`
	}
	const query = `
		SELECT e.currency, e.rate FROM exchange_rate e JOIN account a ON a.id = e.account_id
		WHERE e.account_id = $1 AND e.currency <> a.currency
		UNION ALL
		SELECT currency, 1 FROM account WHERE id = $1`
	if err := s.tx.SelectContext(ctx, &list, query, provider); err != nil {
		return nil, fmt.Errorf("exchange rates of provider %d: %w", provider, err)
	}
	rates := domain.ExchangeRates{}
	for _, row := range list {
		rates[row.Currency] = row.Rate
	}
	return rates, nil
}

// visibleNotifications returns the notification templates that are Visible to Resellers: the vendors' own, and those of
// everybody above the viewer.
func (s *store) visibleNotifications(ctx context.Context, viewer domain.AccountID, vendors []domain.AccountID) (map[domain.NotificationID]bool, error) {
	var ids []domain.NotificationID
	const query = `
		SELECT id FROM notification_template
		WHERE visible AND (account_id = ANY ($2) OR account_within($1, account_id))`
	if err := s.tx.SelectContext(ctx, &ids, query, viewer, bulk.IDArray(vendors)); err != nil {
		return nil, fmt.Errorf("visible notification templates: %w", err)
	}
	visible := map[domain.NotificationID]bool{}
	for _, id := range ids {
		visible[id] = true
	}
	return visible, nil
}
