package main

import (
	"context"
	"math/rand/v2"
	"sync"

	"tiersync/domain"
)

// editors is how many resellers save an edit at the same time, again and again.
const editors = 8

// edits measures resellers who edit a price of their own while runs over all prices go on.
func (s *suite) edits(ctx context.Context, p *place, _ *floor) error {
	stop := make(chan struct{})
	taken := make([]Sample, editors)
	failed := make([]error, editors)
	var group sync.WaitGroup
	for n := range editors {
		group.Go(func() { taken[n], failed[n] = p.edit(ctx, n, stop) })
	}
	err := s.repeat(func(int) error {
		if err := p.ChangePrices(ctx, 1); err != nil {
			return err
		}
		_, _, took, err := p.Run(ctx, domain.Keep, priceBoxes...)
		s.figures.ours(RunDuringEdits, Sample{took})
		return err
	})
	close(stop)
	group.Wait()
	for n := range editors {
		s.figures.ours(EditDuringRuns, taken[n])
		if err == nil {
			err = failed[n]
		}
	}
	return err
}

// edit saves one edit after the other, each of another of the resellers with own values, so that no others get any, until
// stop; at least one.
func (p *place) edit(ctx context.Context, editor int, stop <-chan struct{}) (Sample, error) {
	random := rand.New(rand.NewPCG(1, uint64(editor)))
	own := p.withOwn()
	var taken Sample
	for n := 0; ; n++ {
		r := own[random.IntN(len(own))]
		took, err := timed(func() error { return p.setOwn(ctx, r, 1000*(n+1)+editor, 1) })
		if err != nil {
			return taken, err
		}
		taken = append(taken, took)
		select {
		case <-stop:
			return taken, nil
		default:
		}
	}
}
