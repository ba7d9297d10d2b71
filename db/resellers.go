package db

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Resellers returns one page of the accounts below an account that is the viewer's or stands below it, as a tree: each
// before those below it, siblings by name. The search looks for an id or a part of a name; total counts what matches.
func (d *DB) Resellers(ctx context.Context, v domain.Viewer, under domain.AccountID, q pages.ListQuery) (list []pages.ResellerRow, total int, err error) {
	var rows []resellerRow
	err = d.read(ctx, func(s *store) error {
		rows, total = nil, 0
		account, err := accountWithin(ctx, s.tx, v.Account.ID, under)
		if err != nil {
			return err
		}
		tree, err := s.treeBelow(ctx, account)
		if err != nil {
			return err
		}
		if tree, err = s.matching(ctx, account.Provider, tree, q.Search); err != nil {
			return err
		}
		total = len(tree)
		return s.tx.SelectContext(ctx, &rows, resellerRows, bulk.IDArray(cut(tree, q.Limit, q.Offset)))
	})
	if err != nil {
		return nil, 0, fmt.Errorf("resellers below %d: %w", under, err)
	}
	return bulk.Column(rows, resellerRow.row), total, nil
}

// Subtree returns a reseller below the viewer and everybody below them, KindNotFound of nobody's who is.
func (d *DB) Subtree(ctx context.Context, v domain.Viewer, reseller domain.AccountID) (all []domain.AccountID, err error) {
	err = d.read(ctx, func(s *store) error {
		account, err := accountWithin(ctx, s.tx, v.Account.ID, reseller)
		if err == nil && account.ID == v.Account.ID {
			err = domain.NotFound("The reseller")
		}
		if err != nil {
			return err
		}
		all, err = s.treeBelow(ctx, account)
		all = append(all, account.ID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("everybody from %d down: %w", reseller, err)
	}
	return all, nil
}

// ResellerFacets returns in which currencies and at which levels there are resellers below the viewer.
func (d *DB) ResellerFacets(ctx context.Context, v domain.Viewer) (pages.Facets, error) {
	var rows []struct {
		Currency domain.Currency `db:"currency"`
		Level    int             `db:"level"`
	}
	query := `
		WITH below (id) AS (` + accountsBelow(v) + `)
		SELECT DISTINCT currency, level FROM account WHERE id IN (SELECT id FROM below) ORDER BY 1, 2`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &rows, query, v.Account.ID) })
	if err != nil {
		return pages.Facets{}, fmt.Errorf("currencies and levels below account %d: %w", v.Account.ID, err)
	}
	var facets pages.Facets
	for _, row := range rows {
		facets.Currencies, facets.Levels = append(facets.Currencies, row.Currency), append(facets.Levels, row.Level)
	}
	slices.Sort(facets.Levels)
	facets.Currencies, facets.Levels = slices.Compact(facets.Currencies), slices.Compact(facets.Levels)
	return facets, nil
}

// resellerRows reads accounts with their subscriptions that are not over, in the order of their ids.
const resellerRows = `
	SELECT ` + accountColumns + `, p.name AS parent_name, s.ids AS subscriptions, s.plans
	FROM unnest($1::bigint[]) WITH ORDINALITY AS u (id, n) JOIN account a ON a.id = u.id JOIN account p ON p.id = a.parent_id
	CROSS JOIN LATERAL (
		SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}') AS ids, coalesce(array_agg(s.plan_id ORDER BY s.id), '{}') AS plans
		FROM subscription s WHERE s.account_id = a.id AND s.status NOT IN ('Terminated', 'Canceled')
	) s
	ORDER BY u.n`

// matching are those of some accounts of a tree whose id a search is, or whose name contains it; all where there is no search.
func (s *store) matching(ctx context.Context, provider domain.AccountID, accounts []domain.AccountID, search string) ([]domain.AccountID, error) {
	if search == "" {
		return accounts, nil
	}
	var found bulk.IDs
	const query = `SELECT array_agg(id) FROM account WHERE provider_id = $1 AND (id::text = $2 OR contains_text(name, $2))`
	if err := s.tx.GetContext(ctx, &found, query, provider, search); err != nil {
		return nil, fmt.Errorf("search for %q: %w", search, err)
	}
	is := make(map[domain.AccountID]bool, len(found))
	for _, id := range found {
		is[domain.AccountID(id)] = true
	}
	return filter(accounts, func(id domain.AccountID) bool { return is[id] }), nil
}

// resellerRow is an account of the list with its subscriptions that are not over.
type resellerRow struct {
	accountRow
	ParentName    string   `db:"parent_name"`
	Subscriptions bulk.IDs `db:"subscriptions"`
	Plans         bulk.IDs `db:"plans"` // of Subscriptions, in their order
}

func (r resellerRow) row() pages.ResellerRow {
	row := pages.ResellerRow{Account: r.account(), ParentName: r.ParentName}
	for i, id := range r.Subscriptions {
		row.Subscriptions = append(row.Subscriptions, pages.SubscriptionRef{ID: domain.SubscriptionID(id), Plan: domain.PlanID(r.Plans[i])})
	}
	return row
}

// SubscriptionsOf returns the subscriptions of an account below the viewer's or of their own, the newest first. A plan has a name
// where the viewer has it too.
func (d *DB) SubscriptionsOf(ctx context.Context, v domain.Viewer, account domain.AccountID) ([]domain.SubscriptionRow, error) {
	var list []subscriptionRow
	var names map[domain.PlanID]string
	err := d.read(ctx, func(s *store) error {
		const query = `
			SELECT ` + subscriptionColumns + `
			FROM subscription s JOIN account a ON a.id = s.account_id JOIN account vendor ON vendor.id = s.vendor_id
			WHERE s.account_id = $1 AND account_within(s.account_id, $2) ORDER BY s.created_at DESC, s.id DESC`
		err := s.tx.SelectContext(ctx, &list, query, account, v.Account.ID)
		if err != nil {
			return err
		}
		names, err = s.planNames(ctx, v.Account.ID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("subscriptions of account %d: %w", account, err)
	}
	return bulk.Column(list, func(r subscriptionRow) domain.SubscriptionRow { return r.row(names[r.Plan]) }), nil
}

// CreateReseller stores a reseller directly below the viewer's account, with their first administrator, and returns their id.
// Of a, it reads Name, Currency and Switches; of admin, Name and Email. It fails with KindForbidden without the right at this
// moment, and with KindInvalid when a field is wrong or somebody has the email address. token is that of the administrator's invitation;
// once is the key of the form ([domain.Change.Once]): for one that was sent before there is no token, because nobody knows it any more.
func (d *DB) CreateReseller(ctx context.Context, v domain.Viewer, a domain.Account, admin domain.User, once string) (id domain.AccountID, token string, err error) {
	a.Name, admin.Name, admin.Email = domain.CleanLine(a.Name), domain.CleanLine(admin.Name), domain.CleanEmail(admin.Email)
	if err := domain.CheckReseller(a, admin, v.Account.Currency); err != nil {
		return 0, "", err
	}
	token = newToken()
	a.Parent, a.Provider, a.Kind, a.Level = v.Account.ID, v.Account.Provider, domain.Reseller, v.Account.Level+1
	a.Status = domain.AccountActive
	err = d.apart(ctx, v, domain.ResellerCreated, false, func(s *store, now domain.Viewer) (err error) {
		if a.ID, err = newID[domain.AccountID](ctx, s.tx); err != nil {
			return err
		}
		if err := s.insertAccount(ctx, now, a, once); err != nil {
			return err
		}
		return s.insertAdministrator(ctx, now, a, admin, linkOf(token))
	})
	if err != nil {
		if made, ok := d.orMade(ctx, v, once, err); ok {
			return domain.AccountID(made.Change.About.ID), "", nil
		}
		return 0, "", fmt.Errorf("create reseller %q: %w", a.Name, err)
	}
	return a.ID, token, nil
}

// ResellerNamed is a reseller of the viewer's who is called so, besides one; zero for none.
func (d *DB) ResellerNamed(ctx context.Context, v domain.Viewer, name string, besides domain.AccountID) (other domain.AccountID, err error) {
	err = d.InReadTx(ctx, func(tx *sqlx.Tx) error {
		const query = `SELECT coalesce(min(id), 0) FROM account WHERE parent_id = $1 AND lower(name) = lower($2) AND id <> $3`
		return tx.GetContext(ctx, &other, query, v.Account.ID, domain.CleanLine(name), besides)
	})
	if err != nil {
		return 0, fmt.Errorf("who is called %q: %w", name, err)
	}
	return other, nil
}

// insertAdministrator stores the first user of an account that the viewer has just made, with the link of their invitation, and says so in
// that account's own log.
func (s *store) insertAdministrator(ctx context.Context, v domain.Viewer, a domain.Account, admin domain.User, link string) error {
	admin.Account, admin.Role = a.ID, domain.Administrator
	const insert = `
		INSERT INTO app_user (account_id, email, name, role, password_hash) VALUES ($1, $2, $3, $4, '') RETURNING id`
	err := s.tx.GetContext(ctx, &admin.ID, insert, a.ID, admin.Email, admin.Name, admin.Role)
	if violates(err, "app_user_email") {
		return domain.AdministratorEmailTaken()
	}
	if err != nil {
		return err
	}
	v.Account = a
	row := domain.UserRow{User: admin, Active: true, Invited: true}
	c := domain.Change{Kind: domain.UserAdded, About: domain.Ref{Of: domain.ObjectUser, ID: int64(admin.ID), Name: admin.Email}, Link: link}
	if err := s.keepLink(ctx, v, row, c); err != nil {
		return err
	}
	if _, err = s.logChange(ctx, v, c, domain.EditsOf(nil, row), 0); err != nil {
		return err
	}
	return s.securityEvent(ctx, v, domain.UserAddedEvent, admin.Email)
}
