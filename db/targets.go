package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// reached says which subscriptions a run or a dialog is about.
type reached struct {
	viewer       domain.AccountID
	currency     domain.Currency  // the viewer's
	provider     domain.AccountID // the root of the viewer's tree
	plan         domain.PlanID
	subscription *domain.SubscriptionRow // nil: all subscriptions to the plan below the viewer
	reach        domain.Reach
	accounts     []domain.AccountID // nil: those of all resellers who are reached; else only those of these
}

// targetRow is one subscription that a run may reach, with the reseller's pointer.
type targetRow struct {
	Subscription domain.SubscriptionID
	Account      domain.AccountID
	Vendor       domain.AccountID
	*targetKind
	pointer versions.Pointer // without the entry
}

// targetKind is what most targets have in common.
type targetKind struct {
	Status            domain.SubscriptionStatus `db:"status"`
	AccountStatus     domain.AccountStatus      `db:"account_status"`
	Level             int                       `db:"level"`
	Currency          domain.Currency           `db:"currency"`
	OperatingUnit     bool                      `db:"operating_unit"`
	DisableCategories bool                      `db:"disable_categories"`
	DisablePrices     bool                      `db:"disable_prices"`
	SyncDisplay       bool                      `db:"sync_display_category"`
	LowMargin         int                       `db:"low_margin"` // the provider's
}

// targets returns the subscriptions that are reached, parents before their sub-resellers: one query.
func (s *store) targets(ctx context.Context, r reached) ([]targetRow, error) {
	// Where the walk down the tree starts, and how far it goes. What is not asked is not in the query, so that its plan fits whoever asks it.
	start, below, where := r.viewer, subtree, ``
	var more []any
	switch {
	case r.subscription != nil && r.reach == domain.ThisReseller:
		start, below = r.subscription.Account, itself
		where, more = ` AND s.id = $5`, []any{r.subscription.ID}
	case r.subscription != nil:
		start = r.subscription.Account
	case r.reach == domain.DirectOnly:
		where = ` AND s.vendor_id = $4`
	}
	if start == r.provider {
		below = wholeTree
	}
	args := append([]any{start, r.plan, r.provider, r.viewer}, more...)
	if r.accounts != nil {
		args = append(args, bulk.IDArray(r.accounts))
		where += fmt.Sprintf(` AND a.id = ANY ($%d)`, len(args))
	}
	query := targetColumns + `
		FROM (` + below + `) a
		JOIN subscription s ON s.account_id = a.id AND s.plan_id = $2
		JOIN account root ON root.id = $3
		LEFT JOIN pointer p ON p.account_id = a.id
		WHERE a.id <> $4` + where + `
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`
	list, err := s.targetRows(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("resellers on plan %d: %w", r.plan, err)
	}
	return list, nil
}

// The accounts below an account and itself: of a provider all of their tree, of a reseller by a walk down; and the account alone.
const (
	itself    = `SELECT ` + targetAccount + ` FROM account WHERE id = $1::bigint`
	wholeTree = `SELECT ` + targetAccount + ` FROM account WHERE provider_id = $1::bigint`
	subtree   = `
		WITH RECURSIVE below (id) AS (
			SELECT $1::bigint UNION ALL SELECT child.id FROM account child JOIN below b ON child.parent_id = b.id
		) SELECT ` + targetAccount + ` FROM below JOIN account USING (id)`
	targetAccount = `id, status, level, currency, operating_unit, disable_categories, disable_prices`
)

// targetColumns are what targetRows reads, of account a, subscription s, provider root and pointer p, by kind.
const targetColumns = `
		SELECT s.status, a.status AS account_status, a.level, a.currency, a.operating_unit, a.disable_categories,
			a.disable_prices, root.sync_display_category, array_agg(s.id) AS subscriptions, array_agg(a.id) AS accounts,
			array_agg(s.vendor_id) AS vendors, array_agg(coalesce(p.delivered_id, 0)) AS delivered,
			array_agg(coalesce(p.own_id, 0)) AS owns, min(root.low_margin) AS low_margin`

// targetKindRow is all targets of a kind. The arrays belong together.
type targetKindRow struct {
	targetKind
	Subscriptions bulk.IDs `db:"subscriptions"`
	Accounts      bulk.IDs `db:"accounts"`
	Vendors       bulk.IDs `db:"vendors"`
	Delivered     bulk.IDs `db:"delivered"`
	Owns          bulk.IDs `db:"owns"`
}

// targetRows runs a query that returns the targets by kind, as arrays, and lists them parents first.
func (s *store) targetRows(ctx context.Context, query string, args ...any) ([]targetRow, error) {
	var kinds []targetKindRow
	if err := s.tx.SelectContext(ctx, &kinds, query, args...); err != nil {
		return nil, err
	}
	// By level first, the list below is nearly in order before it is sorted.
	slices.SortFunc(kinds, func(a, b targetKindRow) int { return cmp.Compare(a.Level, b.Level) })
	var list []targetRow
	for i := range kinds {
		k := &kinds[i]
		for n, account := range k.Accounts {
			list = append(list, targetRow{Subscription: domain.SubscriptionID(k.Subscriptions[n]),
				Account: domain.AccountID(account), Vendor: domain.AccountID(k.Vendors[n]), targetKind: &k.targetKind,
				pointer: versions.Pointer{Account: domain.AccountID(account), Delivered: k.Delivered[n], Own: k.Owns[n]}})
		}
	}
	slices.SortFunc(list, func(a, b targetRow) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Subscription, b.Subscription))
	})
	return list, nil
}

// pointersOf returns the pointers of the targets.
func pointersOf(list []targetRow) []versions.Pointer {
	return bulk.Column(list, func(t targetRow) versions.Pointer { return t.pointer })
}

func (t targetRow) target(now versions.Standing) domain.Target {
	return domain.Target{
		Subscription: t.Subscription, Account: t.Account, Vendor: t.Vendor, Level: t.Level, Currency: t.Currency,
		Switches: domain.Switches{OperatingUnit: t.OperatingUnit, DisableCategories: t.DisableCategories,
			DisablePrices: t.DisablePrices, SyncDisplayCategory: t.SyncDisplay},
		Before: now.State, Skip: domain.SkipReason(t.Status, t.AccountStatus),
	}
}
