package db

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Why returns the steps that led to the price at key of the viewer's own account or of one below it, as far as the viewer may see them, and its
// history. It fails with KindNotFound for any other account, and where the account has no such price.
func (d *DB) Why(ctx context.Context, v domain.Viewer, account domain.AccountID, key domain.Key) (pages.Why, error) {
	list, err := d.Whys(ctx, v, account, key.Plan, key)
	if err != nil {
		return pages.Why{}, err
	}
	return list[0], nil
}

// Whys is Why for several prices of one plan. It takes the same number of statements whatever their number, and the length of the chain.
func (d *DB) Whys(ctx context.Context, v domain.Viewer, account domain.AccountID, plan domain.PlanID, keys ...domain.Key) ([]pages.Why, error) {
	list := make([]pages.Why, len(keys))
	err := d.read(ctx, func(s *store) error {
		r, err := s.whyOf(ctx, v, account, plan)
		for i := 0; i < len(keys) && err == nil; i++ {
			list[i], err = r.page(v, keys[i])
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("why of prices of plan %d of account %d: %w", plan, account, err)
	}
	return list, nil
}

// whyRead is what is read for prices of one plan.
type whyRead struct {
	account    domain.Account
	chain      []domain.Past // the last is the account's
	self       int           // the index of the viewer's own account
	cut        bool
	rates      domain.ExchangeRates
	unmeasured map[domain.ResourceID]bool
	then       []domain.RatesThen
	former     map[domain.AccountID]string
}

func (s *store) whyOf(ctx context.Context, v domain.Viewer, account domain.AccountID, plan domain.PlanID) (r whyRead, err error) {
	if r.account, err = accountWithin(ctx, s.tx, v.Account.ID, account); err != nil {
		return r, err
	}
	chain, err := s.chainOf(ctx, v, account)
	if err != nil {
		return r, err
	}
	pasts, err := s.planPasts(ctx, v, []domain.PlanID{plan}, chain)
	if err != nil {
		return r, err
	}
	r.chain = pasts[0]
	for i := range r.chain {
		r.cut = r.cut || r.chain[i].Unknown != 0
		if r.chain[i].Account == v.Account.ID {
			r.self = i
		}
	}
	if r.self > 0 {
		r.chain[0].Opaque = true
	}
	if r.former, err = s.formerVendors(ctx, v, r.chain); err != nil {
		return r, err
	}
	if r.rates, r.unmeasured, err = s.conversions(ctx, v.Account.Provider); err != nil {
		return r, err
	}
	r.then, err = s.ratesThen(ctx, v.Account.Provider, r.rates)
	return r, err
}

// chainOf are the accounts from the first of whom the viewer may know down to one: from their vendor on, where they see what they pay.
func (s *store) chainOf(ctx context.Context, v domain.Viewer, account domain.AccountID) ([]pages.Party, error) {
	top := v.Account.ID
	if !v.IsProvider() && v.SeesCosts() {
		top = v.Account.Parent
	}
	var list []struct {
		ID       domain.AccountID `db:"id"`
		Name     string           `db:"name"`
		Currency domain.Currency  `db:"currency"`
	}
	const query = `
		WITH RECURSIVE up (id, parent_id, name, currency, level) AS (
			SELECT id, parent_id, name, currency, level FROM account WHERE id = $1
			UNION ALL
			SELECT a.id, a.parent_id, a.name, a.currency, a.level FROM account a JOIN up ON a.id = up.parent_id AND up.id <> $2
		) SELECT id, name, currency FROM up ORDER BY level`
	if err := s.tx.SelectContext(ctx, &list, query, account, top); err != nil {
		return nil, fmt.Errorf("the vendors above account %d: %w", account, err)
	}
	chain := make([]pages.Party, len(list))
	for i, row := range list {
		chain[i] = pages.Party{ID: row.ID, Name: row.Name, Currency: row.Currency}
	}
	return chain, nil
}

// formerVendors are those who passed something on in a chain, or moved one of it, and stand neither in it nor above the viewer any more, by
// their names where they are below the viewer.
func (s *store) formerVendors(ctx context.Context, v domain.Viewer, chain []domain.Past) (map[domain.AccountID]string, error) {
	there, ran := map[domain.AccountID]bool{0: true}, []domain.AccountID{}
	for _, past := range chain {
		there[past.Account] = true
	}
	add := func(account domain.AccountID) {
		if !there[account] {
			there[account], ran = true, append(ran, account)
		}
	}
	for _, past := range chain {
		add(past.Since.RunOf)
		for _, m := range past.Moments {
			add(m.RunOf)
		}
	}
	if len(ran) == 0 {
		return nil, nil
	}
	above, err := s.withVendors(ctx, []domain.AccountID{v.Account.ID})
	if err != nil {
		return nil, err
	}
	ran = filter(ran, func(id domain.AccountID) bool { return !slices.Contains(above, id) })
	if len(ran) == 0 {
		return nil, nil
	}
	former := map[domain.AccountID]string{}
	for _, id := range ran {
		former[id] = ""
	}
	var below []domain.AccountID
	query := `SELECT id FROM account WHERE id = ANY ($2) AND id IN (` + accountsBelow(v) + `)`
	if err := s.tx.SelectContext(ctx, &below, query, v.Account.ID, bulk.IDArray(ran)); err != nil {
		return nil, fmt.Errorf("former vendors: %w", err)
	}
	names, err := s.accountNames(ctx, below)
	maps.Copy(former, names)
	return former, err
}

// ratesThen are the exchange rates of a provider as they became, the oldest first; now are those of today, their own currency among them.
func (s *store) ratesThen(ctx context.Context, provider domain.AccountID, now domain.ExchangeRates) ([]domain.RatesThen, error) {
	const where = `c.account_id = $1 AND c.object = 'exchange_rate' ORDER BY c.id DESC LIMIT $2`
	list, err := s.changeRows(ctx, everyPart, where, provider, pastEntries)
	if err != nil {
		return nil, err
	}
	then := []domain.RatesThen{{Rates: now}}
	for _, c := range list { // back from today
		before := domain.ExchangeRates{}
		for currency, rate := range then[0].Rates {
			before[currency] = rate
		}
		then[0].Entry, then[0].At = c.ID, c.At.UTC()
		for _, e := range c.Edits {
			if e.Key.Field == domain.FieldExchangeRate {
				setRate(before, domain.Currency(c.About.Code), e.From)
			}
		}
		then = append([]domain.RatesThen{{Rates: before}}, then...)
	}
	return then, nil
}

// setRate makes a rate what it was.
func setRate(rates domain.ExchangeRates, currency domain.Currency, was domain.Held) {
	rate, err := decimal.NewFromString(was.Text)
	if err != nil || !was.There {
		delete(rates, currency)
		return
	}
	rates[currency] = rate
}

// readRates reads the rates of a run.
func readRates(body []byte) (domain.ExchangeRates, error) {
	var texts map[domain.Currency]string
	if len(body) == 0 {
		return domain.ExchangeRates{}, nil
	}
	if err := json.Unmarshal(body, &texts); err != nil {
		return nil, err
	}
	return ratesOf(texts)
}

// ratesOf are the rates of a run as amounts.
func ratesOf(texts map[domain.Currency]string) (domain.ExchangeRates, error) {
	rates := domain.ExchangeRates{}
	for currency, text := range texts {
		rate, err := decimal.NewFromString(text)
		if err != nil {
			return nil, err
		}
		rates[currency] = rate
	}
	return rates, nil
}

// page is what was read as the viewer may see it.
func (r whyRead) page(v domain.Viewer, key domain.Key) (pages.Why, error) {
	last := r.chain[len(r.chain)-1]
	now := last.Moments[len(last.Moments)-1].State
	why := pages.Why{Key: key, Account: r.account, Self: r.self, Cut: r.cut, Former: r.former}
	sold, sells := now.Sold(key)
	if !sells || !key.Field.IsSold() {
		return why, domain.NotFound("The price")
	}
	for _, past := range r.chain {
		why.Chain = append(why.Chain, pages.Party{ID: past.Account, Name: past.Name, Currency: past.Currency})
	}
	why.Steps = v.SeenWhy(domain.Why(r.chain, key, r.unmeasured), r.self)
	why.Sold = sold
	line := domain.PriceList{Sold: now.Effective(), State: now}.At(key)
	why.MSRP, why.Made, why.Own = line.MSRP, line.Made, line.Own
	costs := domain.Costing{Rates: r.then, Unmeasured: r.unmeasured}
	if v.SeesCosts() || len(r.chain)-1 > r.self {
		why.Delivered, why.Back = line.Delivered, line.Delivered
		if ruled, is := now.Rule(key); is && ruled.Why == "" && line.Own {
			why.Back, why.BackRule = ruled.Price, true
		}
		if n := len(r.chain); n > 1 && !line.Made {
			vendor := r.chain[n-2]
			if v.SeesCosts() { // what it cost before was perhaps what was delivered to the viewer's account
				costs.Vendor = &vendor
			}
			paid := domain.CostsFrom(vendor.Moments[len(vendor.Moments)-1].State.Effective(), r.rates.Conversion(vendor.Currency, last.Currency, r.unmeasured))
			why.Cost, why.Offered, why.Costs = paid.At(key), paid.Offered(key), true
		}
	}
	why.History = domain.PriceHistory(last, costs, key)
	if len(r.chain)-1 == r.self {
		why.History = v.SeenHistory(why.History)
	}
	return why, nil
}
