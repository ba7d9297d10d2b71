package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

type subscriptionRow struct {
	ID            domain.SubscriptionID     `db:"id"`
	Name          string                    `db:"name"`
	Account       domain.AccountID          `db:"account_id"`
	Vendor        domain.AccountID          `db:"vendor_id"`
	Plan          domain.PlanID             `db:"plan_id"`
	Period        domain.PeriodID           `db:"period_id"`
	Status        domain.SubscriptionStatus `db:"status"`
	Start         time.Time                 `db:"started"`
	Expires       time.Time                 `db:"expires"`
	Created       time.Time                 `db:"created_at"`
	AccountName   string                    `db:"account_name"`
	AccountStatus domain.AccountStatus      `db:"account_status"`
	Currency      domain.Currency           `db:"currency"`
	Level         int                       `db:"level"`
	VendorName    string                    `db:"vendor_name"`
	Total         int                       `db:"total"`
}

const subscriptionColumns = `s.id, s.name, s.account_id, s.vendor_id, s.plan_id, coalesce(s.period_id, 0) AS period_id,
	s.status, s.started, s.expires, s.created_at, a.name AS account_name, a.status AS account_status, a.currency, a.level,
	vendor.name AS vendor_name`

func (r subscriptionRow) row(plan string) domain.SubscriptionRow {
	return domain.SubscriptionRow{
		Subscription: domain.Subscription{ID: r.ID, Name: r.Name, Account: r.Account, Vendor: r.Vendor, Plan: r.Plan,
			Period: r.Period, Status: r.Status, Start: r.Start.UTC(), Expires: r.Expires.UTC()},
		AccountName: r.AccountName, AccountStatus: r.AccountStatus, Currency: r.Currency, Level: r.Level, VendorName: r.VendorName,
		PlanName: plan, Created: r.Created.UTC(),
	}
}

// Subscriptions returns the subscriptions to a reseller plan below the viewer, at all levels, and how many match the
// query. Sort keys: "id", "name", "reseller", "level" (the default), "status", "start",
// "expires".
func (d *DB) Subscriptions(ctx context.Context, v domain.Viewer, plan domain.PlanID, q pages.ListQuery) ([]domain.SubscriptionRow, int, error) {
	var list []subscriptionRow
	var names map[domain.PlanID]string
	err := d.read(ctx, func(s *store) error {
		// Names are looked up for the page alone.
		query := `
			WITH below (id) AS (` + accountsBelow(v) + `), found AS (
				SELECT s.account_id, s.id, count(*) OVER () AS total
				FROM subscription s JOIN account a ON a.id = s.account_id
				WHERE s.plan_id = $2 AND s.account_id IN (SELECT id FROM below)
					AND ($3 = '' OR s.id::text = $3 OR contains_text(s.name, $3) OR contains_text(a.name, $3)
						OR EXISTS (SELECT FROM account vendor WHERE vendor.id = s.vendor_id AND contains_text(vendor.name, $3)))
				ORDER BY ` + subscriptionOrder(q) + ` LIMIT $4 OFFSET $5
			)
			SELECT ` + subscriptionColumns + `, f.total
			FROM found f
			JOIN subscription s ON s.account_id = f.account_id AND s.id = f.id
			JOIN account a ON a.id = s.account_id
			JOIN account vendor ON vendor.id = s.vendor_id
			ORDER BY ` + subscriptionOrder(q)
		limit, offset := window(q.Limit, q.Offset)
		err := s.tx.SelectContext(ctx, &list, query, v.Account.ID, plan, strings.TrimSpace(q.Search), limit, offset)
		if err != nil {
			return err
		}
		names, err = s.planNames(ctx, v.Account.ID)
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("subscriptions to plan %d: %w", plan, err)
	}
	if len(list) == 0 {
		return nil, 0, nil
	}
	return bulk.Column(list, func(r subscriptionRow) domain.SubscriptionRow { return r.row(names[r.Plan]) }), list[0].Total, nil
}

// Subscribed counts the subscriptions to a reseller plan below the viewer.
func (d *DB) Subscribed(ctx context.Context, v domain.Viewer, plan domain.PlanID) (n int, err error) {
	query := `SELECT count(*) FROM subscription WHERE plan_id = $2 AND account_id IN (` + accountsBelow(v) + `)`
	err = d.read(ctx, func(s *store) error { return s.tx.GetContext(ctx, &n, query, v.Account.ID, plan) })
	if err != nil {
		return 0, fmt.Errorf("subscriptions to plan %d: %w", plan, err)
	}
	return n, nil
}

// window is the LIMIT and OFFSET of a page.
func window(limit, offset int) (int, int) {
	if limit <= 0 {
		limit = 50
	}
	return limit, max(offset, 0)
}

func subscriptionOrder(q pages.ListQuery) string {
	const byName = "a.name COLLATE name_order"
	column, known := map[string]string{"id": "s.id", "name": "s.name COLLATE name_order", "reseller": byName,
		"status": "s.status COLLATE name_order", "start": "s.started", "expires": "s.expires"}[q.Sort]
	if !known {
		column = "a.level"
	}
	if q.Desc {
		column += " DESC"
	}
	return column + ", " + byName + ", s.id"
}

// planNames returns the names of the plans that an account has.
func (s *store) planNames(ctx context.Context, account domain.AccountID) (map[domain.PlanID]string, error) {
	now, err := s.versions.Standing(ctx, account)
	if err != nil {
		return nil, err
	}
	names := map[domain.PlanID]string{}
	for _, p := range now.Effective().Plans {
		names[p.ID] = p.Name
	}
	return names, nil
}

// Subscription returns a subscription of an account below the viewer's or of the viewer's own, else KindNotFound.
func (d *DB) Subscription(ctx context.Context, v domain.Viewer, id domain.SubscriptionID) (row domain.SubscriptionRow, err error) {
	err = d.read(ctx, func(s *store) error {
		if row, err = s.subscription(ctx, v, id); err != nil {
			return err
		}
		names, err := s.planNames(ctx, v.Account.ID)
		row.PlanName = names[row.Plan]
		return err
	})
	return row, err
}

// subscription loads a subscription below the viewer or of their own, without the plan's name.
func (s *store) subscription(ctx context.Context, v domain.Viewer, id domain.SubscriptionID) (domain.SubscriptionRow, error) {
	var row subscriptionRow
	const query = `
		SELECT ` + subscriptionColumns + `
		FROM subscription s JOIN account a ON a.id = s.account_id JOIN account vendor ON vendor.id = s.vendor_id
		WHERE s.id = $1 AND account_within(s.account_id, $2)`
	err := s.tx.GetContext(ctx, &row, query, id, v.Account.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.SubscriptionRow{}, domain.NotFound("The subscription")
	}
	if err != nil {
		return domain.SubscriptionRow{}, fmt.Errorf("subscription %d: %w", id, err)
	}
	return row.row(""), nil
}

// CreateSubscription stores a subscription of one of the viewer's own resellers to one of their reseller plans and returns
// its id. It delivers nothing: that is done by its activation ([DB.ChangeStatus]) or by the next run. It fails with
// KindForbidden without the right at this moment, with KindInvalid when plan, period, status or dates do not fit, with
// KindConflict when the reseller has a live subscription to the plan already.
func (d *DB) CreateSubscription(ctx context.Context, v domain.Viewer, sub domain.Subscription) (domain.SubscriptionID, error) {
	var id domain.SubscriptionID
	err := d.apart(ctx, v, domain.SubscriptionCreated, false, func(s *store, now domain.Viewer) (err error) {
		id, err = s.createSubscription(ctx, now, sub, "")
		return err
	})
	if err != nil {
		return 0, createError(sub, err)
	}
	return id, nil
}

// SignUp orders a subscription as [domain.CheckSignUp] allows it, and with activate activates it in the same transaction, as
// [DB.ChangeStatus] does: when it cannot be activated there is no subscription. once is the key of the form ([domain.Change.Once]). It returns
// the run that delivered, zero for none; of a form that was sent before, what it made then. The kinds of failure are those of the two.
func (d *DB) SignUp(ctx context.Context, v domain.Viewer, sub domain.Subscription, activate bool, once string) (run domain.RunID, before domain.Done, err error) {
	sub.Status = domain.Ordered
	err = d.apart(ctx, v, domain.SubscriptionCreated, activate, func(s *store, now domain.Viewer) error {
		has, err := s.versions.Standing(ctx, now.Account.ID)
		if err != nil {
			return err
		}
		if err := domain.CheckSignUp(has.Effective().Plan(sub.Plan), sub); err != nil {
			return err
		}
		id, err := s.createSubscription(ctx, now, sub, once)
		if err != nil || !activate {
			return err
		}
		made, err := s.changeStatus(ctx, now, id, domain.Activate)
		run = made.Run
		return err
	})
	if err != nil {
		if made, ok := d.orMade(ctx, v, once, err); ok {
			return 0, made, nil
		}
		return 0, before, createError(sub, err)
	}
	return run, before, nil
}

// createError says what was being done, and in the product's words that there is one already.
func createError(sub domain.Subscription, err error) error {
	if violates(err, "subscription_live") {
		err = domain.SubscribedAlready()
	}
	return fmt.Errorf("create subscription %q: %w", sub.Name, err)
}

// createSubscription stores a subscription and logs it. The tree is locked, and the viewer may.
func (s *store) createSubscription(ctx context.Context, v domain.Viewer, sub domain.Subscription, once string) (domain.SubscriptionID, error) {
	sub.Name = domain.CleanLine(sub.Name)
	if err := s.checkSubscription(ctx, v, sub); err != nil {
		return 0, err
	}
	const insert = `
		INSERT INTO subscription (account_id, vendor_id, plan_id, period_id, name, status, started, expires)
		VALUES ($1, $2, $3, nullif($4::bigint, 0), $5, $6, $7, $8) RETURNING id`
	err := s.tx.GetContext(ctx, &sub.ID, insert, sub.Account, v.Account.ID, sub.Plan, sub.Period, sub.Name, sub.Status,
		sub.Start, sub.Expires)
	if err != nil {
		return 0, err
	}
	_, err = s.logChange(ctx, v, domain.Change{Kind: domain.SubscriptionCreated, Once: once, About: sub.Ref()}, domain.EditsOf(nil, sub), 0)
	return sub.ID, err
}

func (s *store) checkSubscription(ctx context.Context, v domain.Viewer, sub domain.Subscription) error {
	account, err := accountWithin(ctx, s.tx, v.Account.ID, sub.Account)
	if err != nil && domain.KindOf(err) != domain.KindNotFound {
		return err
	}
	now, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return err
	}
	return sub.Check(v.Account.ID, account, now.Effective())
}

// lockSubscription locks a subscription that the viewer sold until the transaction ends, and returns it.
func (s *store) lockSubscription(ctx context.Context, v domain.Viewer, id domain.SubscriptionID) (domain.SubscriptionRow, error) {
	if err := lockRow(ctx, s.tx, `SELECT 1 FROM subscription WHERE id = $1 AND vendor_id = $2 FOR UPDATE`, id, v.Account.ID); err != nil {
		return domain.SubscriptionRow{}, err
	}
	row, err := s.subscription(ctx, v, id)
	if err == nil && row.Vendor != v.Account.ID {
		err = domain.NotFound("The subscription")
	}
	return row, err
}

func lockRow(ctx context.Context, tx *sqlx.Tx, query string, args ...any) error {
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("lock a row: %w", err)
	}
	return nil
}
