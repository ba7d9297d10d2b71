package db

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Pages of a run's resellers and outcomes. A run that is only previewed has the same pages as one that is stored, so they
// are cut here and not by SQL.

// runPage is one page of a run of a provider's tree, with these resellers, whose names are not known yet. among says of which of them there
// is what a query looks for in outcomes; nil: it looks for none.
func (s *store) runPage(ctx context.Context, provider domain.AccountID, run domain.Run, list []pages.RunReseller, q pages.RunQuery, by *domain.LookFacts, found domain.GuardCounts, among []bool) (pages.RunPage, error) {
	page, err := s.runHead(ctx, run, list, by, found)
	if err != nil {
		return page, err
	}
	places, order, err := s.found(ctx, provider, run.Kind, list, q, among)
	if err != nil {
		return page, err
	}
	page.Total = len(places)
	slices.SortStableFunc(places, func(i, j int) int {
		a, b := &list[i], &list[j]
		by := cmp.Compare(sortKey(*a, order, q.Sort), sortKey(*b, order, q.Sort))
		if q.Desc {
			by = -by
		}
		return cmp.Or(by, cmp.Compare(a.Level, b.Level), cmp.Compare(order[a.Account], order[b.Account]))
	})
	page.Resellers = at(list, cut(places, q.Limit, q.Offset))
	return page, s.nameResellers(ctx, page.Resellers)
}

// found are the places of those of a run's resellers whom a query finds, with the order of all names. among is as in runPage.
func (s *store) found(ctx context.Context, provider domain.AccountID, kind domain.RunKind, list []pages.RunReseller, q pages.RunQuery, among []bool) (places []int, order map[domain.AccountID]int, err error) {
	if order, err = s.nameOrder(ctx, provider, ""); err != nil {
		return nil, nil, err
	}
	named := order
	if search := strings.TrimSpace(q.Search); search != "" {
		if named, err = s.nameOrder(ctx, provider, search); err != nil {
			return nil, nil, err
		}
	}
	var currencies map[domain.AccountID]domain.Currency
	if q.Currency != "" {
		if currencies, err = s.currenciesOf(ctx, bulk.Column(list, func(r pages.RunReseller) domain.AccountID { return r.Account })); err != nil {
			return nil, nil, err
		}
	}
	for i, r := range list {
		_, is := named[r.Account]
		if among != nil {
			is = among[i] || is && !q.Finding.OfOutcomes()
		}
		if _, there := order[r.Account]; !is || !there || q.Level != 0 && q.Level != r.Level || q.Currency != "" && q.Currency != currencies[r.Account] {
			continue
		}
		if fits(kind, r, q.Only) && lets(q.Look, r) {
			places = append(places, i)
		}
	}
	return places, order, nil
}

// runHead is what a page says of a run as a whole.
func (s *store) runHead(ctx context.Context, run domain.Run, list []pages.RunReseller, by *domain.LookFacts, found domain.GuardCounts) (page pages.RunPage, err error) {
	page = pages.RunPage{Run: run, Looked: looked(by, found, list)}
	accounts, levels := make([]domain.AccountID, 0, len(list)), map[int]bool{}
	for _, r := range list {
		if fits(run.Kind, r, pages.OnlyOwn) {
			page.Own++
		}
		if lets("", r) {
			accounts, levels[r.Level] = append(accounts, r.Account), true
		}
	}
	page.Levels = slices.Sorted(maps.Keys(levels))
	const query = `SELECT DISTINCT currency FROM account WHERE id = ANY ($1) ORDER BY 1`
	if err := s.tx.SelectContext(ctx, &page.Currencies, query, bulk.IDArray(accounts)); err != nil {
		return page, fmt.Errorf("currencies of the resellers of run %d: %w", run.ID, err)
	}
	page.PartPlan, err = s.partPlan(ctx, run)
	return page, err
}

// partPlan is the name of the plan that an undo is about alone, "" where it is about more, or the plan is gone.
func (s *store) partPlan(ctx context.Context, run domain.Run) (string, error) {
	id := run.Part.Plan()
	if id == 0 {
		return "", nil
	}
	owner, err := s.versions.Standing(ctx, run.Account)
	if err != nil {
		return "", err
	}
	if p := owner.Effective().Plan(id); p != nil {
		return p.Name, nil
	}
	return "", nil
}

func sortKey(r pages.RunReseller, order map[domain.AccountID]int, sort string) int {
	switch sort {
	case "name":
		return order[r.Account]
	case "changes":
		return r.Changes
	default:
		return r.Level
	}
}

// nameOrder returns the places of a provider's resellers in the order of names: of those whose id the search is, or whose name or whose
// vendor's name contains it.
func (s *store) nameOrder(ctx context.Context, provider domain.AccountID, search string) (map[domain.AccountID]int, error) {
	var ids bulk.IDs
	const query = `
		SELECT array_agg(id) FROM (
			SELECT id FROM account a WHERE provider_id = $1 AND ($2 = '' OR id::text = $2 OR contains_text(name, $2)
				OR EXISTS (SELECT FROM account vendor WHERE vendor.id = a.parent_id AND contains_text(vendor.name, $2)))
			ORDER BY name COLLATE name_order, id) named`
	if err := s.tx.GetContext(ctx, &ids, query, provider, search); err != nil {
		return nil, fmt.Errorf("names of the resellers of provider %d: %w", provider, err)
	}
	order := make(map[domain.AccountID]int, len(ids))
	for i, id := range ids {
		order[domain.AccountID(id)] = i
	}
	return order, nil
}

// nameResellers fills in the names of resellers and of their vendors, and their currencies.
func (s *store) nameResellers(ctx context.Context, list []pages.RunReseller) error {
	var named []struct {
		Account    domain.AccountID `db:"id"`
		Name       string           `db:"name"`
		VendorName string           `db:"vendor_name"`
		Currency   domain.Currency  `db:"currency"`
	}
	const query = `
		SELECT a.id, a.name, vendor.name AS vendor_name, a.currency
		FROM account a JOIN account vendor ON vendor.id = a.parent_id WHERE a.id = ANY ($1)`
	accounts := bulk.Column(list, func(r pages.RunReseller) int64 { return int64(r.Account) })
	if err := s.tx.SelectContext(ctx, &named, query, pq.Int64Array(accounts)); err != nil {
		return fmt.Errorf("names of %d resellers: %w", len(list), err)
	}
	index := make(map[domain.AccountID]int, len(named))
	for i, n := range named {
		index[n.Account] = i
	}
	for i := range list {
		n := named[index[list[i].Account]]
		list[i].Name, list[i].VendorName, list[i].Currency = n.Name, n.VendorName, n.Currency
	}
	return nil
}

// fits reports whether a reseller of a run of this kind is among those that a filter shows. Own values that an undo drops again are
// changes of it, and say nothing of what was changed since.
func fits(kind domain.RunKind, r pages.RunReseller, only pages.RunFilter) bool {
	switch only {
	case pages.OnlyChanged:
		return r.Skip == "" && r.Changed
	case pages.OnlyUnchanged:
		return r.Skip == "" && !r.Changed
	case pages.OnlySkipped:
		return r.Skip != "" && r.Skip != domain.OutOfReach
	case pages.OnlyOwn:
		return r.OwnKept > 0 || kind != domain.UndoRun && r.OwnOverwritten > 0
	default:
		return true
	}
}

// lets reports whether there is some of what is looked for at a reseller. Who is out of reach is shown only where they are looked for.
func lets(look domain.Look, r pages.RunReseller) bool {
	if look == "" {
		return r.Skip != domain.OutOfReach
	}
	return r.Looks.Of(look) > 0
}

// filter returns those that are to be kept, in a list of their own.
func filter[T any](list []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(t T) bool { return !keep(t) })
}

// cut returns a page of a list.
func cut[T any](list []T, limit, offset int) []T {
	limit, offset = window(limit, offset)
	list = list[min(offset, len(list)):]
	return list[:min(limit, len(list))]
}

func pageOutcomes(list []domain.Outcome, q pages.OutcomeQuery, names domain.Names, by *domain.LookFacts, at domain.AccountID) pages.OutcomePage {
	page := pages.OutcomePage{Shown: map[pages.OutcomeFilter]int{}, Names: names, Looked: by}
	looked := q.Look.FindsAt(by, at)
	limit, offset := window(q.Limit, q.Offset)
	place := -1 // among those that are shown, of an outcome with the parts that follow it: a page has them together
	for i := range list {
		o := &list[i] // they are large, and may be many
		if q.Option != "" && o.Option != q.Option || looked != nil && !looked(o) {
			continue
		}
		part := o.What.IsPart()
		for _, show := range []pages.OutcomeFilter{"", pages.ShowChanges, pages.ShowEverything} {
			if !part && show.Shows(*o) {
				page.Shown[show]++
			}
		}
		if q.Show.Shows(*o) {
			if !part || place < 0 {
				place++
			}
			if place >= offset && place < offset+limit {
				page.Outcomes = append(page.Outcomes, *o)
			}
		}
	}
	return page
}
