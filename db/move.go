package db

import (
	"context"
	"fmt"

	"tiersync/domain"
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
	var plans []domain.PlanID
	if err := s.tx.SelectContext(ctx, &plans, `SELECT plan_id FROM subscription WHERE `+liveSubscriptions+` ORDER BY plan_id`, reseller); err != nil {
		return facts, fmt.Errorf("subscriptions of account %d: %w", reseller, err)
	}
	has, err := s.versions.Standing(ctx, to)
	if err != nil {
		return facts, err
	}
	own, err := s.versions.Standing(ctx, v.Account.ID)
	if err != nil {
		return facts, err
	}
	for _, id := range plans {
		if p := has.Effective().Plan(id); p != nil && p.Type == domain.ResellerPlan && !p.Disabled {
			continue
		}
		name := fmt.Sprintf("the plan %d", id)
		if p := own.Effective().Plan(id); p != nil {
			name = p.Name
		}
		facts.Lacks = append(facts.Lacks, name)
	}
	return facts, nil
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
	delegated, err := s.movedSubscriptions(ctx, &m, catalogs[to])
	if err != nil {
		return m, err
	}
	m.Plans = domain.MovedPlans(has.State, now, then, func(id domain.PlanID) bool {
		p := catalogs[to].Plan(id)
		return p != nil && !p.Disabled && delegated[id]
	})
	return m, nil
}

// movedSubscriptions adds the subscriptions that go along, and returns what the templates of their plans delegate.
func (s *store) movedSubscriptions(ctx context.Context, m *domain.Move, sells *domain.Catalog) (map[domain.PlanID]bool, error) {
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
			moved.Template = t.Name
			for _, id := range t.Delegated {
				delegated[id] = true
			}
		}
		m.Subscriptions = append(m.Subscriptions, moved)
	}
	return delegated, nil
}
