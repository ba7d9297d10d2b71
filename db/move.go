package db

import (
	"context"
	"fmt"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// liveSubscriptions are those of account $1 that have not ended.
const liveSubscriptions = `account_id = $1 AND status NOT IN ('Terminated', 'Canceled')`

// move puts a reseller below their new vendor, with everybody below them, and makes them the vendor of the reseller's subscriptions, of those that have
// ended, too: who the vendor before was is none of the new one's business. The tree is locked for this alone; the vendor was checked.
func (s *store) move(ctx context.Context, a domain.Account) error {
	vendor, err := loadAccount(ctx, s.tx, a.Parent)
	if err != nil {
		return err
	}
	const place = `
		UPDATE account SET parent_id = CASE WHEN id = $1 THEN $2 ELSE parent_id END, level = level + $3
		WHERE id = $1 OR id IN (` + walkDown + `)`
	if _, err := s.tx.ExecContext(ctx, place, a.ID, vendor.ID, vendor.Level+1-a.Level); err != nil {
		return fmt.Errorf("move account %d: %w", a.ID, err)
	}
	if _, err := s.tx.ExecContext(ctx, `UPDATE subscription SET vendor_id = $2 WHERE account_id = $1`, a.ID, vendor.ID); err != nil {
		return fmt.Errorf("vendor of the subscriptions of account %d: %w", a.ID, err)
	}
	return nil
}

// moveFacts is what a move of a reseller to a vendor is checked by.
func (s *store) moveFacts(ctx context.Context, v domain.Viewer, reseller, to domain.AccountID) (facts domain.MoveFacts, err error) {
	if facts.Vendor, err = accountWithin(ctx, s.tx, v.Account.ID, to); err != nil {
		if domain.KindOf(err) == domain.KindNotFound {
			return domain.MoveFacts{}, nil
		}
		return facts, err
	}
	if err := s.tx.GetContext(ctx, &facts.Below, `SELECT account_within($1, $2)`, to, reseller); err != nil {
		return facts, fmt.Errorf("whether account %d stands below %d: %w", to, reseller, err)
	}
	lacks, err := s.lacked(ctx, reseller, []domain.AccountID{to})
	if err != nil {
		return facts, err
	}
	own, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return facts, err
	}
	for _, id := range lacks[to] {
		name := fmt.Sprintf("the plan %d", id)
		if p := own.Effective().Plan(id); p != nil {
			name = p.Name
		}
		facts.Lacks = append(facts.Lacks, name)
	}
	return facts, nil
}

// lacked are the reseller plans of live subscriptions of a reseller that each of some vendors does not sell; nothing for a vendor who sells all.
func (s *store) lacked(ctx context.Context, reseller domain.AccountID, vendors []domain.AccountID) (map[domain.AccountID][]domain.PlanID, error) {
	var rows []struct {
		Vendor domain.AccountID `db:"vendor"`
		Plan   domain.PlanID    `db:"plan_id"`
	}
	const query = `
		WITH live AS (SELECT DISTINCT plan_id FROM subscription WHERE ` + liveSubscriptions + `),
		version AS MATERIALIZED (
			SELECT id, plan_id FROM plan_version WHERE plan_id IN (SELECT plan_id FROM live) AND type = 'Reseller' AND NOT disabled
		),
		has AS (
			SELECT p.account_id AS vendor, c.id AS catalog
			FROM pointer p LEFT JOIN own o ON o.account_id = p.account_id AND o.id = p.own_id
			CROSS JOIN LATERAL (VALUES (p.delivered_id), (o.made_catalog_id)) AS c (id)
			WHERE p.account_id = ANY ($2) AND c.id IS NOT NULL
		),
		sold AS MATERIALIZED (
			SELECT c.id AS catalog, v.plan_id
			FROM catalog c CROSS JOIN LATERAL unnest(c.plans) AS x (id) JOIN version v ON v.id = x.id
			WHERE c.id IN (SELECT catalog FROM has)
		)
		SELECT u.id AS vendor, l.plan_id FROM unnest($2) AS u (id) CROSS JOIN live l
		WHERE NOT EXISTS (SELECT FROM has h JOIN sold s ON s.catalog = h.catalog WHERE h.vendor = u.id AND s.plan_id = l.plan_id)
		ORDER BY 1, 2`
	if err := s.tx.SelectContext(ctx, &rows, query, reseller, bulk.IDArray(vendors)); err != nil {
		return nil, fmt.Errorf("who does not sell the plans of account %d: %w", reseller, err)
	}
	lacks := map[domain.AccountID][]domain.PlanID{}
	for _, row := range rows {
		lacks[row.Vendor] = append(lacks[row.Vendor], row.Plan)
	}
	return lacks, nil
}

// MoveVendors returns one page of the vendors to whom a reseller below the viewer can be moved: the viewer's account, then those below it, as
// a tree. Whoever is not among them is the vendor of today or would be refused. total counts all that match.
func (d *DB) MoveVendors(ctx context.Context, v domain.Viewer, reseller domain.AccountID, q pages.ListQuery) (list []pages.VendorRow, total int, err error) {
	var rows []vendorRow
	err = d.read(ctx, func(s *store) error {
		rows = nil
		vendors, err := s.moveVendors(ctx, v, reseller)
		if err != nil {
			return err
		}
		if vendors, err = s.matching(ctx, v.Account.Provider, vendors, q.Search); err != nil {
			return err
		}
		total = len(vendors)
		const query = `
			SELECT ` + accountColumns + `, CASE WHEN a.id = $2 THEN '' ELSE p.name END AS parent_name
			FROM unnest($1::bigint[]) WITH ORDINALITY AS u (id, n) JOIN account a ON a.id = u.id LEFT JOIN account p ON p.id = a.parent_id
			ORDER BY u.n`
		return s.tx.SelectContext(ctx, &rows, query, bulk.IDArray(cut(vendors, q.Limit, q.Offset)), v.Account.ID)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("whom account %d could buy from: %w", reseller, err)
	}
	return bulk.Column(rows, func(r vendorRow) pages.VendorRow {
		return pages.VendorRow{Account: r.account(), ParentName: r.ParentName}
	}), total, nil
}

// vendorRow is an account with the name of the one above it.
type vendorRow struct {
	accountRow
	ParentName string `db:"parent_name"`
}

// moveVendors are the ids of all to whom a reseller can be moved, in the order of MoveVendors.
func (s *store) moveVendors(ctx context.Context, v domain.Viewer, reseller domain.AccountID) ([]domain.AccountID, error) {
	moved, err := accountWithin(ctx, s.tx, v.Account.ID, reseller)
	if err != nil {
		return nil, err
	}
	tree, err := s.treeBelow(ctx, v.Account)
	if err != nil {
		return nil, err
	}
	all := append([]domain.AccountID{v.Account.ID}, tree...)
	lacks, err := s.lacked(ctx, reseller, all)
	if err != nil {
		return nil, err
	}
	var out bulk.IDs // who would stand below themselves, and whose account is closed
	const query = `
		SELECT array_agg(id) FROM account WHERE provider_id = $2 AND (status = 'closed' OR id = $1 OR id IN (` + walkDown + `))`
	if err := s.tx.GetContext(ctx, &out, query, reseller, moved.Provider); err != nil {
		return nil, fmt.Errorf("who cannot be the vendor of account %d: %w", reseller, err)
	}
	never := map[domain.AccountID]bool{moved.Parent: true}
	for _, id := range out {
		never[domain.AccountID(id)] = true
	}
	return filter(all, func(id domain.AccountID) bool { return !never[id] && len(lacks[id]) == 0 }), nil
}

// Move returns what would become of a reseller below the viewer who bought from another vendor, who is the viewer's account or below it.
// Whether they can is another question ([DB.PreviewChange]). It fails with KindNotFound for anybody else.
func (d *DB) Move(ctx context.Context, v domain.Viewer, reseller, to domain.AccountID) (m domain.Move, err error) {
	err = d.read(ctx, func(s *store) error {
		m, err = s.previewMove(ctx, v, reseller, to)
		return err
	})
	if err != nil {
		return domain.Move{}, fmt.Errorf("what becomes of account %d below %d: %w", reseller, to, err)
	}
	return m, nil
}

func (s *store) previewMove(ctx context.Context, v domain.Viewer, reseller, to domain.AccountID) (m domain.Move, err error) {
	if m.Reseller, err = accountWithin(ctx, s.tx, v.Account.ID, reseller); err != nil {
		return m, err
	}
	if m.To, err = accountWithin(ctx, s.tx, v.Account.ID, to); err != nil {
		return m, err
	}
	if m.From, err = accountWithin(ctx, s.tx, v.Account.ID, m.Reseller.Parent); err != nil {
		return m, err
	}
	has, err := s.versions.Standing(ctx, reseller)
	if err != nil {
		return m, err
	}
	rates, unmeasured, err := s.conversions(ctx, m.Reseller.Provider)
	if err != nil {
		return m, err
	}
	catalogs := map[domain.AccountID]*domain.Catalog{}
	costs := func(vendor domain.Account) (domain.Costs, error) {
		now, err := s.versions.Standing(ctx, vendor.ID)
		catalogs[vendor.ID] = now.Effective()
		return domain.CostsFrom(now.Effective(), rates.Conversion(vendor.Currency, m.Reseller.Currency, unmeasured)), err
	}
	now, err := costs(m.From)
	if err != nil {
		return m, err
	}
	then, err := costs(m.To)
	if err != nil {
		return m, err
	}
	delegated, err := s.movedSubscriptions(ctx, v.Account.ID, &m, catalogs[to])
	if err != nil {
		return m, err
	}
	m.Plans = domain.MovedPlans(has.State, now, then, func(id domain.PlanID) bool {
		p := catalogs[to].Plan(id)
		return p != nil && !p.Disabled && delegated[id]
	})
	m.GoBelow(has.State, now, then)
	m.Missing = rates.Conversion(m.To.Currency, m.Reseller.Currency, unmeasured).Missing()
	m.Names, err = s.names(ctx, v.Account.ID, m.Reseller.ID, has.Effective())
	return m, err
}

// movedSubscriptions adds the subscriptions that go along, and returns what the templates of their plans delegate.
func (s *store) movedSubscriptions(ctx context.Context, viewer domain.AccountID, m *domain.Move, sells *domain.Catalog) (map[domain.PlanID]bool, error) {
	var rows []subscriptionRow
	const query = `
		SELECT ` + subscriptionColumns + `
		FROM subscription s JOIN account a ON a.id = s.account_id JOIN account vendor ON vendor.id = s.vendor_id
		WHERE s.account_id = $1 AND s.status NOT IN ('Terminated', 'Canceled') ORDER BY s.id`
	if err := s.tx.SelectContext(ctx, &rows, query, m.Reseller.ID); err != nil {
		return nil, err
	}
	delegated := map[domain.PlanID]bool{}
	for _, row := range rows { // an account has a few
		moved := domain.MovedSubscription{SubscriptionRow: row.row("")}
		if p := sells.Plan(moved.Plan); p != nil && p.Template != 0 && !p.Disabled {
			moved.PlanName = p.Name
			t, _, err := s.resolvedTemplate(ctx, m.To.ID, p.Template)
			if err != nil && domain.KindOf(err) != domain.KindNotFound {
				return nil, err
			}
			moved.Template = t.SeenBy(viewer).Name
			for _, id := range t.Delegated {
				delegated[id] = true
			}
		}
		m.Subscriptions = append(m.Subscriptions, moved)
	}
	return delegated, nil
}
