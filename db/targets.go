package db

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"tiersync/domain"
)

// reached says which subscriptions a run or a dialog is about.
type reached struct {
	viewer       domain.AccountID
	provider     domain.AccountID // the root of the viewer's tree
	plan         domain.PlanID
	subscription *domain.SubscriptionRow // nil: all subscriptions to the plan below the viewer
	reach        domain.Reach
	accounts     []domain.AccountID // nil: those of all resellers who are reached; else only those of these
}

type targetRow struct {
	Subscription      domain.SubscriptionID     `db:"id"`
	Account           domain.AccountID          `db:"account_id"`
	Vendor            domain.AccountID          `db:"vendor_id"`
	Name              string                    `db:"name"`
	VendorName        string                    `db:"vendor_name"`
	Level             int                       `db:"level"`
	NameRank          int                       `db:"name_rank"` // in the order of names
	Status            domain.SubscriptionStatus `db:"status"`
	AccountStatus     domain.AccountStatus      `db:"account_status"`
	Currency          domain.Currency           `db:"currency"`
	VendorCurrency    domain.Currency           `db:"vendor_currency"`
	OperatingUnit     bool                      `db:"operating_unit"`
	DisableCategories bool                      `db:"disable_categories"`
	DisablePrices     bool                      `db:"disable_prices"`
	SyncDisplay       bool                      `db:"sync_display_category"`
}

// targets returns the subscriptions that are reached, parents before their sub-resellers: one query.
func (s *store) targets(ctx context.Context, r reached) ([]targetRow, error) {
	// Where the walk down the tree starts, and whether the start itself is reached.
	start, single, direct := r.viewer, domain.SubscriptionID(0), false
	switch {
	case r.subscription != nil && r.reach == domain.ThisReseller:
		single = r.subscription.ID
	case r.subscription != nil:
		start = r.subscription.Account
	case r.reach == domain.DirectOnly:
		direct = true
	}
	var list []targetRow
	const query = `
		WITH RECURSIVE below (id) AS (
			SELECT $1::bigint
			UNION ALL
			SELECT a.id FROM account a JOIN below b ON a.parent_id = b.id
		)
		SELECT s.id, s.account_id, s.vendor_id, a.name, vendor.name AS vendor_name, a.level,
			rank() OVER (ORDER BY a.name, a.id) AS name_rank, s.status,
			a.status AS account_status, a.currency, vendor.currency AS vendor_currency, a.operating_unit,
			a.disable_categories, a.disable_prices, root.sync_display_category
		FROM below b
		JOIN account a ON a.id = b.id
		JOIN subscription s ON s.account_id = a.id AND s.plan_id = $2
		JOIN account vendor ON vendor.id = s.vendor_id
		JOIN account root ON root.id = $3
		WHERE a.id <> $4 AND ($5::bigint = 0 OR s.id = $5) AND (NOT $6 OR s.vendor_id = $4)
			AND ($7::bigint[] IS NULL OR a.id = ANY ($7))
		ORDER BY a.level, a.id, s.id`
	err := s.tx.SelectContext(ctx, &list, query, start, r.plan, r.provider, r.viewer, single, direct, pq.Array(r.accounts))
	if err != nil {
		return nil, fmt.Errorf("resellers on plan %d: %w", r.plan, err)
	}
	return list, nil
}

func (t targetRow) target(now standing) domain.Target {
	return domain.Target{
		Subscription: t.Subscription, Account: t.Account, Vendor: t.Vendor, Level: t.Level, Currency: t.Currency,
		Switches: domain.Switches{OperatingUnit: t.OperatingUnit, DisableCategories: t.DisableCategories,
			DisablePrices: t.DisablePrices, SyncDisplayCategory: t.SyncDisplay},
		Before: now.State, Skip: domain.SkipReason(t.Status, t.AccountStatus),
	}
}
