package main

import (
	"context"
	"time"
)

// copying measures the same job done with row copies. Times are those of the sampled resellers.
func (s *suite) copying(ctx context.Context) error {
	size := s.Size
	size.Resellers = s.Sample
	var p *place
	var c *copying
	err := s.repeat(func(int) (err error) {
		if p, err = s.build(ctx, size); err != nil {
			return err
		}
		if c, err = newCopying(ctx, p.conn, p.World); err != nil {
			return err
		}
		return s.copied(FirstDelivery)(c.deliver(ctx))
	})
	if err != nil {
		return err
	}
	disk := &s.figures.Disk
	if disk.Copying, err = p.diskOf(ctx, "copies"); err != nil {
		return err
	}
	if _, err := p.conn.ExecContext(ctx, `ANALYZE`); err != nil {
		return err
	}
	err = s.repeat(func(round int) error {
		if err := s.copyRound(ctx, c); err != nil || round > 0 {
			return err
		}
		used, err := p.diskOf(ctx, "copies")
		disk.CopyingPerRun = (used - disk.Copying) / 2 // a run and its undo
		return err
	})
	if err != nil {
		return err
	}
	return c.pages(ctx, s.figures, p.Resellers, s.Repeat*s.Pages)
}

// copied keeps a time; it takes what a measured step returned.
func (s *suite) copied(step Step) func(time.Duration, error) error {
	return func(took time.Duration, err error) error {
		s.figures.Copying[step] = append(s.figures.Copying[step], took)
		return err
	}
}

func (s *suite) copyRound(ctx context.Context, c *copying) error {
	if err := c.changePrices(ctx, 1); err != nil {
		return err
	}
	if err := s.copied(AllPrices)(c.update(ctx)); err != nil {
		return err
	}
	if err := s.copied(UndoAll)(c.undo(ctx)); err != nil {
		return err
	}
	if _, err := c.update(ctx); err != nil {
		return err
	}
	if err := s.copied(Nothing)(c.update(ctx)); err != nil {
		return err
	}
	if err := c.changePrices(ctx, 100); err != nil {
		return err
	}
	return s.copied(PartOfPrices)(c.update(ctx))
}
