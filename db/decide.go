package db

import (
	"context"
	"fmt"
	"math"
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
	c, err := d.contested(ctx, v, r)
	if err != nil {
		return page, err
	}
	page.Run = c.run
	err = d.readApart(ctx, func(s *store) error {
		if page.Names, err = s.names(ctx, c.run.Account, v.Account.ID, c.sold); err != nil {
			return err
		}
		return s.addNames(ctx, v, page.Names, c.accounts)
	})
	if err != nil {
		return page, err
	}
	page.Fill(c.list, q)
	return page, nil
}

// keptContested is how many runs are remembered so: of thousands of own values each takes a few MB.
const keptContested = 4

// contestedRun is what there is to decide about in a run, with what was decided so far. It never changes.
type contestedRun struct {
	run      domain.Run
	sold     *domain.Catalog // by the viewer
	list     []domain.Contested
	accounts []int64 // of the list, each once
}

// contested is computed once for all pages, filters and searches, until something is decided or changes.
func (d *DB) contested(ctx context.Context, v domain.Viewer, r domain.RunRequest) (*contestedRun, error) {
	r.Policy = domain.Decide
	var key answerKey
	var known *contestedRun
	c, err := d.previewUnless(ctx, v, r, func(is answerKey) (there bool) {
		key = is
		known, there = d.contests.get(key)
		return there
	})
	if err != nil || c == nil {
		return known, err
	}
	made := &contestedRun{run: c.totaled(), sold: c.viewer.Effective(), list: c.input.Contested(c.results)}
	for _, one := range made.list {
		made.accounts = append(made.accounts, int64(one.Target.Account))
	}
	slices.Sort(made.accounts)
	made.accounts = slices.Compact(made.accounts)
	d.contests.put(key, made)
	return made, nil
}

// AllContested lists all that Contested finds for a query, on whatever page. It fails as Preview does, and with KindForbidden where who does not
// see costs asks for what is below them.
func (d *DB) AllContested(ctx context.Context, v domain.Viewer, r domain.RunRequest, q pages.ContestedQuery) ([]domain.Contested, error) {
	if q.Only == pages.ContestedBelow && !v.SeesCosts() {
		return nil, domain.Lacks(domain.ViewCosts)
	}
	q.Offset, q.Limit = 0, math.MaxInt
	page, err := d.Contested(ctx, v, r, q)
	return page.Rows, err
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
