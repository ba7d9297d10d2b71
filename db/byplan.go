package db

import (
	"context"
	"math"
	"slices"
	"strings"

	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// This file pages a run by plan: every page and every filter is cut from what is remembered of it.

// looker looks in a folded run by a query, with names as of now.
func (s *store) looker(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery) (*pages.PlanLooker, domain.Names, error) {
	names, err := s.namesOver(ctx, v.Account.ID, f.names)
	if err != nil {
		return nil, names, err
	}
	order, err := s.nameOrder(ctx, v.Account.Provider, "")
	if err != nil {
		return nil, names, err
	}
	found := order
	if search := strings.TrimSpace(q.Search); search != "" {
		if found, err = s.nameOrder(ctx, v.Account.Provider, search); err != nil {
			return nil, names, err
		}
	}
	place, named := make([]int, len(f.resellers)), make([]bool, len(f.resellers))
	for i, r := range f.resellers {
		place[i] = -1
		if at, there := order[r.Account]; there && fits(f.run.Kind, r, q.Only) && lets(q.Look, r) {
			place[i] = at
		}
		_, named[i] = found[r.Account]
	}
	look := pages.PlanLook{Finds: q.Look.Finds(f.by)}
	if is := q.Look.IsAt(f.by); is != nil {
		look.At = func(result int, plan domain.PlanID) bool { return is(f.resellers[result].Account, plan) }
	}
	return pages.NewPlanLooker(q, look, names, f.groups, place, named), names, nil
}

// namesOver are the names of what catalogs know already, and of the rest as of now.
func (s *store) namesOver(ctx context.Context, account domain.AccountID, known domain.Names) (domain.Names, error) {
	n, err := s.names(ctx, account, account)
	n.Plans, n.Periods, n.Categories, n.Schedules, n.Documents = known.Plans, known.Periods, known.Categories, known.Schedules, known.Documents
	for id, name := range known.Flows {
		if _, there := n.Flows[id]; !there {
			n.Flows[id] = name
		}
	}
	return n, err
}

// among says of which resellers there is what a query looks for in outcomes; nil where it looks for none.
func (s *store) among(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery) ([]bool, error) {
	if !q.InOutcomes() {
		return nil, nil
	}
	l, _, err := s.looker(ctx, v, f, q)
	if err != nil {
		return nil, err
	}
	among, left := make([]bool, len(f.resellers)), l.Members()
	for i := range f.plans {
		if any, sure := l.Sure(f.plans[i].summary); sure && !any || !q.OfOutcomes() && l.NamesOnly(f.plans[i].id) {
			continue
		}
		if left == 0 {
			break // all are among them
		}
		told, err := f.plans[i].told(l)
		if err != nil {
			return nil, err
		}
		l.Reached(told, func(result int) {
			if !among[result] {
				among[result] = true
				left--
			}
		})
	}
	return among, nil
}

// resellersPage is one page of the resellers of a folded run.
func (s *store) resellersPage(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery) (pages.RunPage, error) {
	among, err := s.among(ctx, v, f, q)
	if err != nil {
		return pages.RunPage{}, err
	}
	return s.runPage(ctx, v.Account.Provider, f.run, f.resellers, q, f.by, f.found, among)
}

// matching are the plans of which something is found.
func (f *foldedRun) matching(l *pages.PlanLooker) (list []*foldedPlan, err error) {
	for i := range f.plans {
		any, err := f.plans[i].any(l)
		if err != nil {
			return nil, err
		}
		if any {
			list = append(list, &f.plans[i])
		}
	}
	return list, nil
}

// any reports whether something is found of a plan. It reads no more than that takes.
func (p *foldedPlan) any(l *pages.PlanLooker) (bool, error) {
	if any, sure := l.Sure(p.summary); sure {
		return any, nil
	}
	for i, list := range p.lists {
		if !l.Lets(p.summary.Lists[i].Kinds) {
			continue
		}
		outcomes, err := versions.DecodeOutcomes(list.body)
		if err != nil {
			return false, err
		}
		if l.AnyIn(p.id, outcomes, list.groups, len(p.apart)) {
			return true, nil
		}
	}
	told, err := p.told(l)
	return err == nil && l.Any(told), err
}

// rowsOnPage is how many rows there are on a page of several plans, or one for each plan: on a phone each is as high as a quarter of the screen.
const rowsOnPage = 100

// plansPage is one page of a folded run: of plans, or, where only one is found, of its values.
func (s *store) plansPage(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery) (page pages.RunPlansPage, err error) {
	if page.RunPage, err = s.runHead(ctx, f.run, f.resellers, f.by, f.found); err != nil {
		return page, err
	}
	l, names, err := s.looker(ctx, v, f, q)
	if err != nil {
		return page, err
	}
	if page.Names = names; q.Priced() { // no outcome tells of them: see pricedPage
		page.Priced, err = s.pricedCount(ctx, v, f, q)
		return page, err
	}
	matching, err := f.matching(l)
	if err != nil {
		return page, err
	}
	page.Total = len(matching)
	shown := cut(matching, q.Limit, q.Offset)
	rows := max(1, rowsOnPage/max(1, len(shown)))
	limit, offset := rows, 0
	if page.Single = len(matching) == 1; page.Single {
		shown = matching
		limit, offset = window(q.Limit, q.Offset)
	}
	for _, p := range shown {
		told, err := p.told(l)
		if err != nil {
			return page, err
		}
		plan := l.Plan(told, limit, offset)
		plan.Did = p.summary.Did()
		if !page.Single {
			plan = plan.Cut(rows)
		}
		page.Plans = append(page.Plans, plan)
	}
	if page.Single {
		page.Total = page.Plans[0].Total
	}
	return page, s.nameCases(ctx, f, page.Plans)
}

// nameCases names the first resellers of each case, all in one query.
func (s *store) nameCases(ctx context.Context, f *foldedRun, plans []pages.RunPlan) error {
	var places []int
	for _, p := range plans {
		places = append(places, p.Named()...)
	}
	slices.Sort(places)
	places = slices.Compact(places)
	list := at(f.resellers, places)
	if err := s.nameResellers(ctx, list); err != nil {
		return err
	}
	for _, p := range plans {
		p.Name(func(result int) pages.RunReseller {
			i, _ := slices.BinarySearch(places, result)
			return list[i]
		})
	}
	return nil
}

// exportByPlan calls row for each plan of a folded run that a query finds, with all its values. No transaction is open while row works.
func (d *DB) exportByPlan(ctx context.Context, v domain.Viewer, f *foldedRun, q pages.RunQuery, walk eachResult, row func(pages.RunPlan, domain.Names) error) error {
	if q.Priced() {
		return d.exportPriced(ctx, v, f, q, walk, row)
	}
	var l *pages.PlanLooker
	var names domain.Names
	resellers := slices.Clone(f.resellers)
	err := d.readApart(ctx, func(s *store) (err error) {
		if l, names, err = s.looker(ctx, v, f, q); err == nil {
			err = s.nameResellers(ctx, resellers)
		}
		return err
	})
	if err != nil {
		return err
	}
	plans, err := f.matching(l)
	for _, p := range plans {
		told, err := p.told(l)
		if err != nil {
			return err
		}
		plan := l.Plan(told, math.MaxInt, 0)
		plan.Name(func(result int) pages.RunReseller { return resellers[result] })
		if err := row(plan, names); err != nil {
			return err
		}
	}
	return err
}
