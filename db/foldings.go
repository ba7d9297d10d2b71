package db

import (
	"cmp"
	"maps"
	"slices"

	"tiersync/db/versions"
	"tiersync/domain"
	"tiersync/views/pages"
)

// This file is what is remembered of a run, or of what one would be. What takes long, reading or computing what all resellers have of it, is done
// once: foldedRun is what stays of that, a few bytes for each outcome that differs from others.

// keptFoldings is how many runs are remembered so. One of ten thousand resellers and a thousand plans takes about 20 MB, and 15 more with as many
// prices as are put together by plan.
const keptFoldings = 2

// foldedRun is a run, or what one would be, by plan. It never changes.
type foldedRun struct {
	run       domain.Run
	resellers []pages.RunReseller // in the order of results, bystanders after them, without names
	by        *domain.LookFacts
	found     domain.GuardCounts
	digest    string                                      // of a preview
	money     *domain.Money                               // likewise
	moved     map[domain.AccountID]map[domain.PlanID]bool // of an undo of a part: the plans of which prices go back, by reseller
	look      domain.Look                                 // by cost, whose prices are there; "": none
	prices    [][]domain.CostMove                         // by place among resellers; nil: there are too many
	names     domain.Names
	folded    bool // the rest is there
	groups    []domain.FoldedGroup
	plans     []foldedPlan // by id, what is outside plans at the end
}

// foldedPlan is what a run says of a plan, in the stored form of outcomes.
type foldedPlan struct {
	id      domain.PlanID
	lists   []foldedList
	apart   []foldedApart
	summary pages.PlanSummary
}

type foldedList struct {
	body   []byte
	groups []int
}

type foldedApart struct {
	result        int
	without, with []byte
}

// foldings are the runs that are remembered.
type foldings struct{ *answers[*foldedRun] }

// folds are the parts of a run that are remembered where somebody asked for them.
type folds struct {
	plans, money bool
	prices       domain.Look // those that a look by cost counts; "": none
}

// foldsByPlan are those that it takes to answer a query by plan.
func foldsByPlan(q pages.RunQuery) folds {
	ask := folds{plans: true}
	if q.Priced() {
		ask.prices = q.Look
	}
	return ask
}

// with is one that is remembered, and whether all that is asked for is there: what is made for the rest is put beside it by [foldings.add].
func (f foldings) with(key answerKey, ask folds) (known *foldedRun, whole bool) {
	known, is := f.get(key)
	return known, is && (known.folded || !ask.plans) && (known.money != nil || !ask.money) && (known.look == ask.prices || ask.prices == "")
}

// add remembers a run, with those parts of it that were remembered before.
func (f foldings) add(key answerKey, made *foldedRun) {
	if known, is := f.get(key); is {
		if made.money == nil {
			made.money = known.money
		}
		if made.look == "" {
			made.look, made.prices = known.look, known.prices
		}
		if !made.folded {
			made.folded, made.names, made.groups, made.plans = known.folded, known.names, known.groups, known.plans
		}
	}
	f.put(key, made)
}

// fold keeps what results come to.
func (f *foldedRun) fold(results []domain.Result) {
	var bodies [][]byte
	var kinds [][]pages.OutcomeKind
	folded := domain.Fold(results, func(list []domain.Outcome) {
		bodies, kinds = append(bodies, versions.EncodeOutcomes(list)), append(kinds, withKinds(nil, list))
	})
	f.folded, f.groups = true, folded.Groups
	plans := map[domain.PlanID]*foldedPlan{}
	plan := func(id domain.PlanID) *foldedPlan {
		if plans[id] == nil {
			plans[id] = &foldedPlan{id: id, summary: pages.PlanSummary{Plan: id}}
		}
		return plans[id]
	}
	for i, list := range folded.Lists {
		p := plan(list.Plan)
		p.summary.Lists = append(p.summary.Lists, pages.ListSummary{Kinds: kinds[i], Groups: list.Groups})
		p.lists = append(p.lists, foldedList{bodies[i], list.Groups})
	}
	for _, apart := range folded.Apart {
		p := plan(apart.Plan)
		p.summary.Apart, p.summary.With = append(p.summary.Apart, apart.Result), withKinds(p.summary.With, apart.With)
		p.apart = append(p.apart, foldedApart{apart.Result, versions.EncodeOutcomes(apart.Without), versions.EncodeOutcomes(apart.With)})
	}
	for _, id := range slices.SortedFunc(maps.Keys(plans), func(a, b domain.PlanID) int {
		return cmp.Or(cmp.Compare(min(b, 1), min(a, 1)), cmp.Compare(a, b))
	}) {
		f.plans = append(f.plans, *plans[id])
	}
}

// withKinds are some kinds of outcomes and those of a list, each once.
func withKinds(kinds []pages.OutcomeKind, list []domain.Outcome) []pages.OutcomeKind {
	for i := range list {
		if kind := pages.KindOf(&list[i]); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// told reads what is kept of a plan, without lists in which nothing is found.
func (p *foldedPlan) told(l *pages.PlanLooker) (t pages.ToldPlan, err error) {
	t.Plan = p.id
	read := func(body []byte) (list []domain.Outcome) {
		if err == nil {
			list, err = versions.DecodeOutcomes(body)
		}
		return list
	}
	for i, list := range p.lists {
		if !l.Lets(p.summary.Lists[i].Kinds) {
			continue
		}
		t.Lists = append(t.Lists, domain.FoldedList{Plan: p.id, List: read(list.body), Groups: list.groups})
	}
	for _, a := range p.apart {
		t.Apart = append(t.Apart, domain.FoldedApart{Plan: p.id, Result: a.result, Without: read(a.without), With: read(a.with)})
	}
	return t, err
}
