package db

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// ExchangeRates returns the rates of the viewer's provider by currency, without their own currency.
func (d *DB) ExchangeRates(ctx context.Context, v domain.Viewer) ([]domain.ExchangeRate, error) {
	var list []struct {
		Currency domain.Currency `db:"currency"`
		Rate     decimal.Decimal `db:"rate"`
		Updated  time.Time       `db:"updated_at"`
	}
	const query = `
		SELECT e.currency, e.rate, e.updated_at FROM exchange_rate e JOIN account a ON a.id = e.account_id
		WHERE e.account_id = $1 AND e.currency <> a.currency ORDER BY e.currency`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.Provider) })
	if err != nil {
		return nil, fmt.Errorf("exchange rates of provider %d: %w", v.Account.Provider, err)
	}
	rates := make([]domain.ExchangeRate, len(list))
	for i, row := range list {
		rates[i] = domain.ExchangeRate{Currency: row.Currency, Rate: row.Rate.String(), Updated: row.Updated}
	}
	return rates, nil
}

// CurrenciesWithoutRate returns the currencies in which accounts of the viewer's tree sell and to which their provider's prices cannot be
// converted, by code.
func (d *DB) CurrenciesWithoutRate(ctx context.Context, v domain.Viewer) (list []domain.Currency, err error) {
	const query = `
		SELECT DISTINCT a.currency FROM account a JOIN account p ON p.id = a.provider_id
		WHERE a.provider_id = $1 AND a.currency <> p.currency
			AND NOT EXISTS (SELECT FROM exchange_rate e WHERE e.account_id = $1 AND e.currency = a.currency) ORDER BY a.currency`
	err = d.read(ctx, func(s *store) error {
		list = nil
		return s.tx.SelectContext(ctx, &list, query, v.Account.Provider)
	})
	if err != nil {
		return nil, fmt.Errorf("currencies without a rate of provider %d: %w", v.Account.Provider, err)
	}
	return list, nil
}

// ConvertibleCurrencies returns the currencies that prices of the viewer's provider can be converted to: the provider's own
// first, then those with an exchange rate by code.
func (d *DB) ConvertibleCurrencies(ctx context.Context, v domain.Viewer) ([]domain.Currency, error) {
	var list []domain.Currency
	const query = `
		SELECT a.currency FROM account a WHERE a.id = $1
		UNION ALL
		(SELECT e.currency FROM exchange_rate e JOIN account a ON a.id = e.account_id
			WHERE e.account_id = $1 AND e.currency <> a.currency ORDER BY e.currency)`
	err := d.read(ctx, func(s *store) error { return s.tx.SelectContext(ctx, &list, query, v.Account.Provider) })
	if err != nil {
		return nil, fmt.Errorf("convertible currencies of provider %d: %w", v.Account.Provider, err)
	}
	return list, nil
}
