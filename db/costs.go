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
	return s.costsOf(ctx, v.Account)
}

// CostsOf returns what a direct reseller of the viewer's pays now, and which prices are suggested to them: KindNotFound for anybody else. The
// prices are the viewer's own sales prices, which no right hides.
func (d *DB) CostsOf(ctx context.Context, v domain.Viewer, reseller domain.AccountID) (domain.Costs, error) {
	var costs domain.Costs
	err := d.read(ctx, func(s *store) error {
		account, err := accountWithin(ctx, s.tx, v.Account.ID, reseller)
		if err == nil && account.Parent != v.Account.ID {
			err = domain.NotFound("The reseller")
		}
		if err != nil {
			return err
		}
		costs, err = s.costsOf(ctx, account)
		return err
	})
	if err != nil {
		return costs, fmt.Errorf("costs of reseller %d: %w", reseller, err)
	}
	return costs, nil
}

// costsOf is what a reseller pays their vendor.
func (s *store) costsOf(ctx context.Context, reseller domain.Account) (domain.Costs, error) {
	vendor, err := accountWithin(ctx, s.tx, reseller.Provider, reseller.Parent)
	if err != nil {
		return domain.Costs{}, err
	}
	now, err := s.versions.Standing(ctx, vendor.ID)
	if err != nil {
		return domain.Costs{}, err
	}
	rates, unmeasured, err := s.conversions(ctx, reseller.Provider)
	if err != nil {
		return domain.Costs{}, err
	}
	return domain.CostsFrom(now.Effective(), rates.Conversion(vendor.Currency, reseller.Currency, unmeasured)), nil
}
