package db

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// computation is everything that a synchronization depends on, with the rows it came from.
type computation struct {
	input      domain.Input
	viewer     versions.Standing
	template   domain.TemplateRow
	plan       *domain.Plan                         // the reseller plan as the viewer has it
	vendor     domain.AccountID                     // the viewer, or who sells to the one reseller
	targets    []targetRow                          // in the order of input.Targets
	bystanders []targetRow                          // likewise of input.Bystanders, where it is asked what to look at first
	above      []versions.Pointer                   // of the vendors who are neither targets nor the viewer
	currencies map[domain.AccountID]domain.Currency // of targets and vendors
	others     map[domain.AccountID][]domain.PlanID // the other reseller plans of targets
	standings  map[domain.AccountID]versions.Standing
	facts      domain.LookFacts // where it is asked what to look at first
}

// depends finds out what a synchronization depends on, without what the targets and the vendors between them have: by their pointers
// that is known, and loaded by load.
func (s *store) depends(ctx context.Context, r reached) (*computation, error) {
	viewer, err := s.versions.Standing(ctx, r.viewer)
	if err != nil {
		return nil, err
	}
	c := &computation{viewer: viewer, plan: viewer.Effective().Plan(r.plan), vendor: r.viewer}
	if r.subscription != nil {
		c.vendor = r.subscription.Vendor
	}
	if c.plan == nil || c.plan.Type != domain.ResellerPlan {
		return nil, domain.NotFound("The reseller plan")
	}
	if c.targets, err = s.targets(ctx, r); err != nil {
		return nil, err
	}
	between := filter(c.vendorsAbove(), func(id domain.AccountID) bool { return id != r.viewer })
	if c.above, err = s.versions.Pointers(ctx, between); err != nil {
		return nil, err
	}
	if c.template, c.input.Template, err = s.resolvedTemplate(ctx, r.viewer, c.plan.Template); err != nil {
		return nil, err
	}
	c.template = c.template.SeenBy(r.viewer)
	if c.input.Visible, err = s.visibleNotifications(ctx, r.viewer, c.vendors()); err != nil {
		return nil, err
	}
	if c.currencies, err = s.currencies(ctx, c.targets, between); err != nil {
		return nil, err
	}
	c.currencies[r.viewer] = r.currency
	if c.converts() {
		if c.input.Rates, c.input.Unmeasured, err = s.conversions(ctx, r.provider); err != nil {
			return nil, err
		}
	}
	c.others, err = s.otherPlans(ctx, c)
	return c, err
}

// load completes the input with what everybody has.
func (s *store) load(ctx context.Context, c *computation) (err error) {
	if c.standings, err = s.versions.Standings(ctx, nil, append(pointersOf(c.targets), c.above...)...); err != nil {
		return err
	}
	c.standings[c.viewer.Pointer.Account] = c.viewer
	c.setVendors()
	c.input.Targets = bulk.Column(c.targets, func(t targetRow) domain.Target { return t.target(c.standings[t.Account]) })
	return s.elsewhere(ctx, c)
}

// setVendors completes the input with what the vendors of the targets have, which is there.
func (c *computation) setVendors() {
	c.input.Vendors = map[domain.AccountID]domain.VendorState{}
	for _, id := range c.vendors() {
		c.input.Vendors[id] = domain.VendorState{State: c.standings[id].State, Currency: c.currencies[id]}
	}
}

// currencies returns in which currency targets and others have their prices.
func (s *store) currencies(ctx context.Context, targets []targetRow, others []domain.AccountID) (map[domain.AccountID]domain.Currency, error) {
	currencies := make(map[domain.AccountID]domain.Currency, len(targets))
	for _, t := range targets {
		currencies[t.Account] = t.Currency
	}
	of, err := s.currenciesOf(ctx, others)
	maps.Copy(currencies, of)
	return currencies, err
}

// currenciesOf returns in which currency accounts have their prices.
func (s *store) currenciesOf(ctx context.Context, accounts []domain.AccountID) (map[domain.AccountID]domain.Currency, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	var list []struct {
		ID       domain.AccountID `db:"id"`
		Currency domain.Currency  `db:"currency"`
	}
	const query = `SELECT id, currency FROM account WHERE id = ANY ($1)`
	if err := s.tx.SelectContext(ctx, &list, query, bulk.IDArray(accounts)); err != nil {
		return nil, fmt.Errorf("currencies of accounts: %w", err)
	}
	currencies := make(map[domain.AccountID]domain.Currency, len(list))
	for _, account := range list {
		currencies[account.ID] = account.Currency
	}
	return currencies, nil
}

// converts reports whether a vendor's currency is not their reseller's.
func (c *computation) converts() bool {
	return slices.ContainsFunc(slices.Concat(c.targets, c.bystanders), func(t targetRow) bool { return c.currencies[t.Vendor] != t.Currency })
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

// conversions returns what it takes to convert prices (rule G14): the provider's exchange rates, and their resources that are not
// measurable.
func (s *store) conversions(ctx context.Context, provider domain.AccountID) (domain.ExchangeRates, map[domain.ResourceID]bool, error) {
	rates, err := s.exchangeRates(ctx, provider)
	if err != nil {
		return nil, nil, err
	}
	var unmeasured []domain.ResourceID
	if err := s.tx.SelectContext(ctx, &unmeasured, `SELECT id FROM resource WHERE account_id = $1 AND NOT measurable`, provider); err != nil {
		return nil, nil, fmt.Errorf("resources of provider %d that are not measurable: %w", provider, err)
	}
	return rates, setOf(unmeasured), nil
}

// setOf is the set of some ids.
func setOf[ID ~int64](ids []ID) map[ID]bool {
	set := make(map[ID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
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
	const query = vendorLine + `
		SELECT id FROM notification_template WHERE visible AND (account_id = ANY ($2) OR account_id ` + inLine + `)`
	if err := s.tx.SelectContext(ctx, &ids, query, viewer, bulk.IDArray(vendors)); err != nil {
		return nil, fmt.Errorf("visible notification templates: %w", err)
	}
	return setOf(ids), nil
}
