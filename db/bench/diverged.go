package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"tiersync/domain"
)

// histories is how many single runs a reseller without sub-resellers had on average in the diverged world, each at a
// random moment with random boxes. Parents have one at every other moment, so that there is always something else to get.
const histories = 3

// diverged measures a run over resellers who have nothing in common any more.
func (s *suite) diverged(ctx context.Context) error {
	size := s.Size
	size.Resellers = s.Sample
	p, err := s.build(ctx, size)
	if err != nil {
		return err
	}
	if _, err := p.Deliver(ctx); err != nil {
		return err
	}
	if err := p.diverge(ctx, s.Moments); err != nil {
		return err
	}
	const distinct = `SELECT count(DISTINCT delivered_id) FROM pointer WHERE delivered_id IS NOT NULL`
	if err := p.conn.QueryRowContext(ctx, distinct).Scan(&s.figures.Distinct); err != nil {
		return err
	}
	return s.repeat(func(int) error {
		if err := p.ChangePrices(ctx, 1); err != nil {
			return err
		}
		s.watch.start()
		id, _, took, err := p.Run(ctx, domain.Overwrite, priceBoxes...)
		s.figures.ours(DivergedAll, Sample{took})
		s.figures.phases(DivergedAll, &s.watch)
		if err != nil {
			return err
		}
		_, err = p.DB.Undo(ctx, p.Viewer, id, nil)
		return err
	})
}

// diverge gives every reseller a history of their own, while the provider changes everything so many times.
func (p *place) diverge(ctx context.Context, moments int) error {
	random := rand.New(rand.NewPCG(1, 1))
	boxes := []domain.OptionKey{domain.UpdateFees, domain.UpdatePrices, domain.UpdateLimits}
	parents := map[domain.AccountID]bool{}
	for _, r := range p.Resellers {
		parents[r.Parent] = true
	}
	for range moments {
		if err := p.ChangePrices(ctx, 1); err != nil {
			return err
		}
		if err := p.changeLimits(ctx); err != nil {
			return err
		}
		for _, r := range p.Resellers {
			chances := histories
			if parents[r.ID] {
				chances = moments / 2
			}
			if random.IntN(moments) >= chances {
				continue
			}
			ticked := boxes[random.IntN(len(boxes))]
			second := boxes[random.IntN(len(boxes))]
			if _, err := p.RunOne(ctx, r, domain.Overwrite, ticked, second); err != nil {
				return err
			}
		}
	}
	return nil
}

// changeLimits gives all plans of the provider other maximums.
func (w *World) changeLimits(ctx context.Context) error {
	var list []domain.KeyedValue
	for _, p := range w.sold {
		for _, rate := range p.Rates {
			key := domain.Key{Field: domain.FieldMaximum, Plan: p.ID, Resource: rate.Resource}
			list = append(list, domain.KeyedValue{Key: key, Value: fmt.Sprint(1000 + w.round)})
		}
	}
	return w.setValues(ctx, w.Viewer, "Limits", list)
}
