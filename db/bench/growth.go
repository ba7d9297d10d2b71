package main

import (
	"context"
	"fmt"

	"tiersync/domain"
)

// growth measures a run over all prices in larger and larger worlds.
func (s *suite) growth(ctx context.Context) error {
	for _, n := range s.Growth.Resellers {
		size := s.Size
		size.Resellers = n
		if err := s.grow(ctx, size, false); err != nil {
			return fmt.Errorf("%d resellers: %w", n, err)
		}
	}
	for _, n := range s.Growth.Plans {
		size := s.Size
		size.Resellers, size.Plans = s.Growth.PlansAt, n
		if err := s.grow(ctx, size, true); err != nil {
			return fmt.Errorf("%d plans: %w", n, err)
		}
	}
	return nil
}

func (s *suite) grow(ctx context.Context, size Size, byPlans bool) error {
	p, err := s.build(ctx, size)
	if err != nil {
		return err
	}
	if _, err := p.Deliver(ctx); err != nil {
		return err
	}
	least, err := newFloor(ctx, p.conn, size.Resellers)
	if err != nil {
		return err
	}
	point := Point{Resellers: size.Resellers, Plans: size.Plans, ByPlans: byPlans}
	err = s.repeat(func(int) error {
		took, err := least.run(ctx)
		if err != nil {
			return err
		}
		point.Floor = append(point.Floor, took)
		if err := p.ChangePrices(ctx, 1); err != nil {
			return err
		}
		_, _, took, err = p.Run(ctx, domain.Overwrite, priceBoxes...)
		point.Run = append(point.Run, took)
		return err
	})
	s.figures.Growth = append(s.figures.Growth, point)
	return err
}
