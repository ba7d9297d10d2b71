package main

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/views/pages"
)

// Run opens the dialog and sends it, as a click on the button does, and returns the run and how long each took.
func (w *World) Run(ctx context.Context, policy domain.Policy, boxes ...domain.OptionKey) (id domain.RunID, dialog, run time.Duration, err error) {
	start := time.Now()
	opened, err := w.DB.OpenDialog(ctx, w.Viewer, domain.DialogRequest{Plan: w.Plan})
	if err != nil {
		return 0, 0, 0, err
	}
	dialog = time.Since(start)
	start = time.Now()
	id, err = w.DB.SendDialog(ctx, w.Viewer, domain.RunRequest{Key: opened.Key, Plan: w.Plan, Options: domain.Ticked(boxes),
		Policy: policy})
	return id, dialog, time.Since(start), err
}

// RunOne synchronizes one reseller's subscription and returns how long it took.
func (w *World) RunOne(ctx context.Context, r Reseller, policy domain.Policy, boxes ...domain.OptionKey) (time.Duration, error) {
	return timed(func() error {
		_, err := w.DB.Synchronize(ctx, w.Viewer, domain.RunRequest{Plan: w.Plan,
			Subscription: r.Subscription, Options: domain.Ticked(boxes), Policy: policy})
		return err
	})
}

// Preview computes a run of all resellers and the first page of its resellers.
func (w *World) Preview(ctx context.Context, policy domain.Policy, boxes ...domain.OptionKey) (time.Duration, error) {
	return timed(func() error {
		_, _, err := w.DB.Preview(ctx, w.Viewer, domain.RunRequest{Plan: w.Plan, Options: domain.Ticked(boxes), Policy: policy},
			pages.RunQuery{})
		return err
	})
}

// ChangePrices gives every n-th plan of the provider other fees and rate prices; n = 1 is all of them.
func (w *World) ChangePrices(ctx context.Context, n int) error {
	w.round++
	var list []domain.KeyedValue
	for i, p := range w.sold {
		if i%n == 0 {
			list = append(list, w.prices(p)...)
		}
	}
	return w.setValues(ctx, w.Viewer, "Price list", list)
}

// prices are other fees and rate prices of a plan.
func (w *World) prices(p *domain.Plan) []domain.KeyedValue {
	var list []domain.KeyedValue
	set := func(key domain.Key, amount int) {
		list = append(list, domain.KeyedValue{Key: key, Value: cents(int64(amount + w.round)).String()})
	}
	for i, period := range p.Periods {
		for f := range domain.FeeCount {
			set(domain.FeeKey(p.ID, period.ID, f), 1000*(i+1)+100*int(f))
		}
	}
	for i, rate := range p.Rates {
		for k := range domain.RatePriceCount {
			set(domain.PriceKey(p.ID, rate.Resource, rate.Prices[0], k), 200+10*i+int(k))
		}
	}
	return list
}

// setValues sets values of many things of a vendor's catalog at once: what they made, or over what was delivered to them.
func (w *World) setValues(ctx context.Context, v domain.Viewer, name string, values []domain.KeyedValue) error {
	_, err := w.DB.Do(ctx, v, domain.Change{Kind: domain.CatalogChanged, About: domain.Ref{Of: domain.ObjectCatalog, Name: name},
		Part: true, Typed: values})
	return err
}

// SetOwn gives the share of resellers that Size asks for prices of their own, spread over all levels.
func (w *World) SetOwn(ctx context.Context) error {
	if w.Size.Own <= 0 || w.Size.OwnValues == 0 {
		return nil
	}
	for i, r := range w.withOwn() {
		if err := w.setOwn(ctx, r, i*int(1/w.Size.Own), w.Size.OwnValues); err != nil {
			return fmt.Errorf("own values of reseller %d: %w", r.ID, err)
		}
	}
	return nil
}

// rules are how many different price rules resellers have: more are not thought of.
const rules = 10

// SetRules gives the resellers who have own values a rule for all fees and one for all prices of resources.
func (w *World) SetRules(ctx context.Context) error {
	for i, r := range w.withOwn() {
		v := w.as(r)
		rule := domain.PriceRule{Percent: decimal.NewFromInt(int64(10 + i%rules)), Rounding: domain.ToUnit, Decimals: v.Account.Currency.Exponent()}
		_, err := w.DB.Do(ctx, v, domain.ChangeOfMany(domain.PriceRulesChanged, domain.KeyedValue{Key: domain.FeeRuleKey(0, 0), Value: rule.String()},
			domain.KeyedValue{Key: domain.RateRuleKey(0, 0), Value: rule.String()}))
		if err != nil {
			return fmt.Errorf("rules of reseller %d: %w", r.ID, err)
		}
	}
	return nil
}

// withOwn returns the resellers who have own values: every fifth where the share is 0.2; without a share all may get some.
func (w *World) withOwn() []Reseller {
	if w.Size.Own <= 0 {
		return w.Resellers
	}
	var list []Reseller
	for i := 0; i < len(w.Resellers); i += int(1 / w.Size.Own) {
		list = append(list, w.Resellers[i])
	}
	return list
}

// setOwn gives a reseller so many prices of their own, on up to five plans.
func (w *World) setOwn(ctx context.Context, r Reseller, seed, values int) error {
	var list []domain.KeyedValue
	plans := min(5, len(w.sold))
	for n := range values {
		p := w.sold[(seed+n%plans)%len(w.sold)]
		rate := p.Rates[(seed+n/plans)%len(p.Rates)]
		list = append(list, domain.KeyedValue{Key: domain.PriceKey(p.ID, rate.Resource, rate.Prices[0], domain.RecurringPrice),
			Value: cents(int64(5000 + seed + n)).String()})
	}
	return w.setValues(ctx, w.as(r), "Own prices", list)
}

// Deliver is the first run, with all boxes.
func (w *World) Deliver(ctx context.Context) (time.Duration, error) {
	_, _, took, err := w.Run(ctx, domain.Overwrite, domain.AllOptions().Keys()...)
	return took, err
}
