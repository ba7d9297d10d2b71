package db

import (
	"cmp"
	"slices"
	"strings"

	"tiersync/db/bulk"
	"tiersync/domain"
	"tiersync/views/pages"
)

// Pages of a run's resellers and outcomes. A run that is only previewed has the same pages as one that is stored, so they
// are cut here and not by SQL.

// ranked is a reseller of a run with their place in the order of names, which the database knows.
type ranked struct {
	pages.RunReseller
	rank int
}

// runPage is one page of a run with these resellers.
func runPage(run domain.Run, list []ranked, q pages.RunQuery) pages.RunPage {
	page := pages.RunPage{Run: run}
	page.Resellers, page.Total = pageResellers(run.Kind, list, q)
	page.Own = len(filter(list, func(r ranked) bool { return fits(run.Kind, r.RunReseller, pages.OnlyOwn) }))
	return page
}

func pageResellers(kind domain.RunKind, list []ranked, q pages.RunQuery) ([]pages.RunReseller, int) {
	search := strings.ToLower(strings.TrimSpace(q.Search))
	matching := filter(list, func(r ranked) bool {
		named := strings.Contains(strings.ToLower(r.Name), search) || strings.Contains(strings.ToLower(r.VendorName), search)
		return named && fits(kind, r.RunReseller, q.Only)
	})
	slices.SortStableFunc(matching, func(a, b ranked) int {
		order := cmp.Compare(sortKey(a, q.Sort), sortKey(b, q.Sort))
		if q.Desc {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.Level, b.Level), cmp.Compare(a.rank, b.rank))
	})
	page := cut(matching, q.Limit, q.Offset)
	return bulk.Column(page, func(r ranked) pages.RunReseller { return r.RunReseller }), len(matching)
}

func sortKey(r ranked, sort string) int {
	switch sort {
	case "name":
		return r.rank
	case "changes":
		return r.Changes
	default:
		return r.Level
	}
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
		return r.Skip != ""
	case pages.OnlyOwn:
		return r.OwnKept > 0 || kind != domain.UndoRun && r.OwnOverwritten > 0
	default:
		return true
	}
}

// filter returns those that are to be kept, nil when there are none.
func filter[T any](list []T, keep func(T) bool) []T {
	var kept []T
	for _, t := range list {
		if keep(t) {
			kept = append(kept, t)
		}
	}
	return kept
}

// cut returns a page of a list.
func cut[T any](list []T, limit, offset int) []T {
	limit, offset = window(limit, offset)
	list = list[min(offset, len(list)):]
	return list[:min(limit, len(list))]
}

func pageOutcomes(list []domain.Outcome, q pages.OutcomeQuery, names domain.Names) pages.OutcomePage {
	ofBox := filter(list, func(o domain.Outcome) bool { return q.Option == "" || o.Option == q.Option })
	page := pages.OutcomePage{Shown: map[pages.OutcomeFilter]int{}, Names: names}
	for _, show := range []pages.OutcomeFilter{"", pages.ShowChanges, pages.ShowEverything} {
		matching := filter(ofBox, show.Shows)
		page.Shown[show] = len(filter(matching, func(o domain.Outcome) bool { return !o.What.IsPart() }))
		if show == q.Show {
			page.Outcomes = slices.Concat(cut(withParts(matching), q.Limit, q.Offset)...)
		}
	}
	return page
}

// withParts splits a list into its outcomes, each with the parts that follow it: a page has them together.
func withParts(list []domain.Outcome) [][]domain.Outcome {
	var all [][]domain.Outcome
	from := 0
	for i := range list {
		if i+1 == len(list) || !list[i+1].What.IsPart() {
			all = append(all, list[from:i+1])
			from = i + 1
		}
	}
	return all
}
