package db

import (
	"context"
	"fmt"
	"maps"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// readBystanders finds out who buys from those whom a run reaches without being reached, by whatever reseller plan: who is below where the reach
// ends, and, at any reach, who has no subscription to the plan of the run that it does not pass by. It is one query. What they have is loaded by loadBystanders.
func (s *store) readBystanders(ctx context.Context, provider domain.AccountID, c *computation, targets []targetRow) error {
	runs := filter(targets, targetRow.runs)
	const query = targetColumns + `
		FROM account a
		JOIN subscription s ON s.account_id = a.id AND s.vendor_id = a.parent_id
		JOIN account root ON root.id = $2
		LEFT JOIN pointer p ON p.account_id = a.id
		WHERE a.parent_id = ANY ($1) AND a.id <> ALL ($1)
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`
	vendors := bulk.Column(runs, func(t targetRow) domain.AccountID { return t.Account })
	list, err := s.targetRows(ctx, query, bulk.IDArray(vendors), provider)
	if err != nil {
		return fmt.Errorf("who buys of %d resellers and is not reached: %w", len(vendors), err)
	}
	c.bystanders = onceEach(filter(list, targetRow.runs))
	if c.input.Rates == nil && c.converts() {
		c.input.Rates, c.input.Unmeasured, err = s.conversions(ctx, provider)
	}
	return err
}

// loadBystanders completes the input with what bystanders and those from whom they buy have, unless that is there. The rest is.
func (s *store) loadBystanders(ctx context.Context, c *computation) error {
	if len(c.bystanders) == 0 || c.input.Bystanders != nil {
		return nil
	}
	standings, err := s.versions.Standings(ctx, nil, pointersOf(c.bystanders)...)
	if err != nil {
		return err
	}
	maps.Copy(c.standings, standings)
	for _, t := range c.bystanders {
		c.input.Bystanders = append(c.input.Bystanders, t.target(standings[t.Account]))
		c.input.Vendors[t.Vendor] = domain.VendorState{State: c.standings[t.Vendor].State, Currency: c.currencies[t.Vendor]}
	}
	return nil
}

// runs reports whether runs do not pass this one by.
func (t targetRow) runs() bool { return domain.SkipReason(t.Status, t.AccountStatus) == "" }
