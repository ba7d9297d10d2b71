package db

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tiersync/domain"
	"tiersync/views/pages"
)

// comparedOnPage is how many values a page of the comparison of two runs has.
const comparedOnPage = 50

// CompareRuns returns a page of the values that came out otherwise in two runs of the viewer's own account, as far as the search finds them;
// KindNotFound where one is not theirs. A page reads as many plans as it takes to fill it.
func (d *DB) CompareRuns(ctx context.Context, v domain.Viewer, ids [2]domain.RunID, search string, from pages.ComparedPlace) (page pages.ComparedRuns, err error) {
	c, err := d.comparison(ctx, v, ids, search)
	if err != nil {
		return page, fmt.Errorf("compare runs %d and %d: %w", ids[0], ids[1], err)
	}
	page.Runs, page.Names = [2]domain.Run{c.folded[0].run, c.folded[1].run}, c.names
	place := from
	err = c.walk(from, func(value pages.ComparedValue) bool {
		if len(page.Values) == comparedOnPage {
			page.Next = place
			return false
		}
		if place.Plan != value.Plan {
			place = pages.ComparedPlace{Plan: value.Plan}
		}
		place.Values++
		page.Values = append(page.Values, value)
		return true
	})
	if err != nil {
		return page, err
	}
	return page, d.read(ctx, func(s *store) error { return s.nameCompared(ctx, c, page.Values) })
}

// ExportComparedRuns calls row for each value that came out otherwise in two runs. It fails as CompareRuns does. No transaction is open while row
// works.
func (d *DB) ExportComparedRuns(ctx context.Context, v domain.Viewer, ids [2]domain.RunID, search string, row func([2]domain.RunID, pages.ComparedValue, domain.Names) error) error {
	c, err := d.comparison(ctx, v, ids, search)
	if err != nil {
		return fmt.Errorf("export the comparison of runs %d and %d: %w", ids[0], ids[1], err)
	}
	var resellers [2][]pages.RunReseller
	err = d.readApart(ctx, func(s *store) error {
		for i, f := range c.folded {
			resellers[i] = slices.Clone(f.resellers)
			if err := s.nameResellers(ctx, resellers[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed error
	err = c.walk(pages.ComparedPlace{}, func(value pages.ComparedValue) bool {
		for i, of := range value.Of {
			pages.RunPlan{Values: []pages.PlanValue{of}}.Name(func(result int) pages.RunReseller { return resellers[i][result] })
		}
		failed = row(ids, value, c.names)
		return failed == nil
	})
	if failed != nil {
		return failed
	}
	return err
}

// comparison is what two runs are compared by.
type comparison struct {
	folded  [2]*foldedRun
	lookers [2]*pages.PlanLooker
	runs    [2]*pages.ComparedRun
	names   domain.Names
}

func (d *DB) comparison(ctx context.Context, v domain.Viewer, ids [2]domain.RunID, search string) (c comparison, err error) {
	for i, id := range ids {
		if c.folded[i], err = d.foldedRun(ctx, v, id); err != nil {
			return c, err
		}
	}
	return c, d.read(ctx, func(s *store) error {
		for i, f := range c.folded {
			l, names, err := s.looker(ctx, v, f, pages.RunQuery{ListQuery: pages.ListQuery{Search: search}})
			if err != nil {
				return err
			}
			c.lookers[i] = l
			c.runs[i] = pages.NewComparedRun(l, func(result int) domain.AccountID { return f.resellers[result].Account })
			if i == 0 {
				c.names = names
			} else {
				c.names = bothNames(names, c.names)
			}
		}
		return nil
	})
}

// bothNames are names as one run has them, and what the other knows besides.
func bothNames(names, others domain.Names) domain.Names {
	names.Plans, names.Periods = withOthers(names.Plans, others.Plans), withOthers(names.Periods, others.Periods)
	names.Categories, names.Schedules = withOthers(names.Categories, others.Categories), withOthers(names.Schedules, others.Schedules)
	names.Documents, names.Flows = withOthers(names.Documents, others.Documents), withOthers(names.Flows, others.Flows)
	return names
}

func withOthers[M ~map[K]V, K comparable, V any](names, others M) M {
	both := maps.Clone(others)
	if both == nil {
		return names
	}
	maps.Copy(both, names)
	return both
}

// walk calls row for each value that came out otherwise, from a place on, until it has enough.
func (c comparison) walk(from pages.ComparedPlace, row func(pages.ComparedValue) (more bool)) error {
	var plans [2]map[domain.PlanID]*foldedPlan
	every := map[domain.PlanID]bool{}
	for i, f := range c.folded {
		plans[i] = map[domain.PlanID]*foldedPlan{}
		for k := range f.plans {
			plans[i][f.plans[k].id], every[f.plans[k].id] = &f.plans[k], true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(every)) {
		if id < from.Plan {
			continue
		}
		var told [2]pages.ToldPlan
		for i := range told {
			told[i].Plan = id
			if p := plans[i][id]; p != nil {
				var err error
				if told[i], err = p.told(c.lookers[i]); err != nil {
					return err
				}
			}
		}
		values := pages.Compare(c.runs, told)
		if id == from.Plan {
			values = values[min(from.Values, len(values)):]
		}
		for _, value := range values {
			if !row(value) {
				return nil
			}
		}
	}
	return nil
}

// nameCompared names the first resellers of each case of the values of a page.
func (s *store) nameCompared(ctx context.Context, c comparison, values []pages.ComparedValue) error {
	for i, f := range c.folded {
		plans := make([]pages.RunPlan, len(values))
		for k, value := range values {
			plans[k].Values = []pages.PlanValue{value.Of[i]}
		}
		if err := s.nameCases(ctx, f, plans); err != nil {
			return err
		}
	}
	return nil
}
