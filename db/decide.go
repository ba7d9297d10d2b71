package db

import (
	"context"
	"fmt"
	"slices"

	"tiersync/domain"
	"tiersync/views/pages"
)

// Decide keeps decisions about own values with a dialog, after those that there are, for its previews and for the run that is sent from them.
// It fails as LeaveOut does.
func (d *DB) Decide(ctx context.Context, v domain.Viewer, r domain.RunRequest, more domain.Decisions) error {
	err := d.chooseInPreview(ctx, v, r, "decisions", func(texts []string) ([]string, error) {
		next := domain.ParseDecisions(texts).With(more...)
		return next.Texts(), next.Check()
	})
	if err != nil {
		return fmt.Errorf("decide about a run of plan %d: %w", r.Plan, err)
	}
	return nil
}

// Contested lists the own values about which the run of a dialog is decided: those of one plan or reseller, with a search in the names and ids
// of both, taken or kept, below cost or locked. Nothing is written. It fails as Preview does.
func (d *DB) Contested(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.ContestedQuery) (page pages.ContestedPage, err error) {
	r.Policy = domain.Decide
	c, err := d.preview(ctx, v, r)
	if err != nil {
		return page, err
	}
	page.Run = c.totaled()
	all := c.input.Contested(c.results)
	err = d.readApart(ctx, func(s *store) error {
		if page.Names, err = s.names(ctx, c.run.Account, v.Account.ID, c.viewer.Effective()); err != nil {
			return err
		}
		var accounts []int64
		for _, one := range all {
			accounts = append(accounts, int64(one.Target.Account))
		}
		slices.Sort(accounts)
		return s.addNames(ctx, v, page.Names, slices.Compact(accounts))
	})
	if err != nil {
		return page, err
	}
	page.Fill(all, q)
	return page, nil
}

// ContestedBelowCost lists what of Contested is below cost and not locked. It fails as Preview does, and with KindForbidden for who does not
// see costs.
func (d *DB) ContestedBelowCost(ctx context.Context, v domain.Viewer, r domain.RunRequest) ([]domain.Leave, error) {
	if !v.SeesCosts() {
		return nil, domain.Forbidden("What is below cost takes the right View costs.")
	}
	r.Policy = domain.Decide
	c, err := d.preview(ctx, v, r)
	if err != nil {
		return nil, err
	}
	var below []domain.Leave
	for _, one := range c.input.Contested(c.results) {
		if one.BelowCost() && one.Lock == "" {
			below = append(below, one.Of())
		}
	}
	return below, nil
}

// namedDecisions is what a page lists of what was decided about a run, under the names of today.
func (s *store) namedDecisions(ctx context.Context, v domain.Viewer, all domain.Decisions) (decided pages.Decided, err error) {
	if len(all) == 0 {
		return decided, nil
	}
	decided.First = all[:min(len(all), pages.LeftOutShown)]
	leaves := make([]domain.Leave, len(decided.First))
	for i, one := range decided.First {
		leaves[i] = one.Of
	}
	decided.Names, err = s.namesOf(ctx, v, leaves)
	return decided, err
}
