package main

import (
	"context"
	"fmt"
	"time"

	"tiersync/domain"
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
	id, err = w.DB.Synchronize(ctx, w.Viewer, domain.RunRequest{DialogKey: opened.Key, Plan: w.Plan, Options: optionSet(boxes),
		Policy: policy})
	return id, dialog, time.Since(start), err
}

func optionSet(boxes []domain.OptionKey) domain.OptionSet {
	set := domain.OptionSet{}
	for _, box := range boxes {
		set[box] = true
	}
	return set
}

// RunOne opens the dialog of one reseller's subscription and returns how long sending it took.
func (w *World) RunOne(ctx context.Context, r Reseller, policy domain.Policy, boxes ...domain.OptionKey) (time.Duration, error) {
	opened, err := w.DB.OpenDialog(ctx, w.Viewer, domain.DialogRequest{Plan: w.Plan, Subscription: r.Subscription})
	if err != nil {
		return 0, err
	}
	return timed(func() error {
		_, err := w.DB.Synchronize(ctx, w.Viewer, domain.RunRequest{DialogKey: opened.Key, Plan: w.Plan,
			Subscription: r.Subscription, Options: optionSet(boxes), Policy: policy})
		return err
	})
}

// Preview computes a run of all resellers and the first page of its resellers.
func (w *World) Preview(ctx context.Context, policy domain.Policy, boxes ...domain.OptionKey) (time.Duration, error) {
	return timed(func() error {
		_, _, err := w.DB.Preview(ctx, w.Viewer, domain.RunRequest{Plan: w.Plan, Options: optionSet(boxes), Policy: policy},
			domain.RunQuery{})
		return err
	})
}

// ChangePrices gives every n-th plan of the provider other fees and rate prices; n = 1 is all of them.
func (w *World) ChangePrices(ctx context.Context, n int) error {
	w.round++
	return w.DB.EditCatalog(ctx, w.Viewer, "Update prices", "all service plans", func(c *domain.Catalog) (*domain.Catalog, error) {
		next := *c
		next.Plans = make([]*domain.Plan, len(c.Plans))
		for i, p := range c.Plans {
			next.Plans[i] = p
			if i%n == 0 && p.Type == domain.GenericPlan {
				next.Plans[i] = w.changed(p)
			}
		}
		return &next, nil
	})
}

func (w *World) changed(p *domain.Plan) *domain.Plan {
	p = p.Clone()
	for i := range p.Periods {
		for f := range p.Periods[i].Fees {
			p.Periods[i].Fees[f] = cents(int64(1000*(i+1) + 100*f + w.round))
		}
	}
	for i := range p.Rates {
		for k := range p.Rates[i].Prices[0].Prices {
			p.Rates[i].Prices[0].Prices[k] = cents(int64(200 + 10*i + k + w.round))
		}
	}
	return p
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

// as is a viewer who is signed in at a reseller.
func (w *World) as(r Reseller) domain.Viewer {
	viewer := w.Viewer
	viewer.Account.ID, viewer.Account.Parent = r.ID, r.Parent
	viewer.Account.Kind, viewer.Account.Level = domain.Reseller, r.Level
	return viewer
}

// setOwn gives a reseller so many prices of their own, on up to five plans.
func (w *World) setOwn(ctx context.Context, r Reseller, seed, values int) error {
	return w.DB.EditOwn(ctx, w.as(r), "Update resource prices", "five service plans", func(now domain.State) (*domain.Own, error) {
		own, plans := now.Own, min(5, len(now.Delivered.Plans))
		for n := range values {
			p := now.Delivered.Plans[(seed+n%plans)%len(now.Delivered.Plans)]
			rate := p.Rates[(seed+n/plans)%len(p.Rates)]
			key := domain.PriceKey(p.ID, rate.Resource, rate.Prices[0], domain.RecurringPrice)
			own = own.With(domain.Override{Key: key, Value: cents(int64(5000 + seed + n)).String(),
				Base: rate.Prices[0].Prices[domain.RecurringPrice].String(), By: w.Viewer.User.ID, At: time.Unix(int64(1700000000+w.round), 0).UTC()})
		}
		return own, nil
	})
}

// Deliver is the first run, with all boxes.
func (w *World) Deliver(ctx context.Context) (time.Duration, error) {
	_, _, took, err := w.Run(ctx, domain.Overwrite, domain.AllOptions().Keys()...)
	return took, err
}
