package db

import (
	"context"
	"fmt"

	"tiersync/domain"
)

// Costs returns what the viewer's account pays its vendor now: the vendor's effective prices at today's rates; none for who does not see
// costs, and for a provider, who has none. The vendor's catalog itself stays inside.
func (d *DB) Costs(ctx context.Context, v domain.Viewer) (domain.Costs, error) {
	var costs domain.Costs
	err := d.read(ctx, func(s *store) (err error) {
		costs, err = s.costs(ctx, v)
		return err
	})
	if err != nil {
		return costs, fmt.Errorf("costs of account %d: %w", v.Account.ID, err)
	}
	return costs, nil
}

// costs is Costs in a transaction.
func (s *store) costs(ctx context.Context, v domain.Viewer) (domain.Costs, error) {
	if v.IsProvider() || !v.SeesCosts() {
		return domain.Costs{}, nil
	}
	vendor, err := accountWithin(ctx, s.tx, v.Account.Provider, v.Account.Parent)
	if err != nil {
		return domain.Costs{}, err
	}
	now, err := s.versions.Standing(ctx, vendor.ID)
	if err != nil {
		return domain.Costs{}, err
	}
	rates, unmeasured, err := s.conversions(ctx, v.Account.Provider)
	if err != nil {
		return domain.Costs{}, err
	}
	return domain.CostsFrom(now.Effective(), rates.Conversion(vendor.Currency, v.Account.Currency, unmeasured)), nil
}
