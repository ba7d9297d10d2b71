package pages

import (
	"cmp"
	"slices"

	"tiersync/domain"
)

// This file finds what is looked for in a run, by its plans.

// PlanLooker finds what is looked for in what a run tells of plans. It is for one goroutine.
type PlanLooker struct {
	valueSearch
	find    Finding
	look    PlanLook
	groups  []domain.FoldedGroup
	place   []int // of each result, in the order of names; -1: it is not looked for
	named   []bool
	group   []int                 // of each result
	members [2][][]int            // of each group, in the order of names: all, and those who are found by name
	at      func(result int) bool // of one plan: at whom it is looked at; nil: at all
}

// PlanLook says which outcomes are looked at first, and of a plan at which results; nil: all.
type PlanLook struct {
	Finds func(*domain.Outcome) bool
	At    func(result int, plan domain.PlanID) bool
}

// NewPlanLooker looks by a query. place is of each result their place in the order of names, -1 of whom nothing is to be told; named are
// those whom the search finds by name.
func NewPlanLooker(q RunQuery, look PlanLook, names domain.Names, groups []domain.FoldedGroup, place []int, named []bool) *PlanLooker {
	l := &PlanLooker{find: q.Finding, look: look, valueSearch: newValueSearch(q.Search, names), groups: groups, place: place, named: named,
		group: make([]int, len(place))}
	for way := range l.members {
		l.members[way] = make([][]int, len(groups))
	}
	for g, group := range groups {
		for _, i := range group.Results {
			l.group[i] = g
		}
		if q.Level != 0 && group.Level != q.Level || q.Currency != "" && group.Currency != q.Currency {
			continue
		}
		for _, i := range group.Results {
			if place[i] < 0 {
				continue
			}
			l.members[0][g] = append(l.members[0][g], i)
			if named[i] {
				l.members[1][g] = append(l.members[1][g], i)
			}
		}
		for way := range l.members {
			slices.SortFunc(l.members[way][g], func(a, b int) int { return cmp.Compare(place[a], place[b]) })
		}
	}
	return l
}

// of looks in what is told of one plan, where it is at some resellers alone that it is looked at.
func (l *PlanLooker) of(plan domain.PlanID) *PlanLooker {
	if l.look.At == nil {
		return l
	}
	one, at := *l, l.look.At
	one.look.At, one.at = nil, func(result int) bool { return at(result, plan) }
	for way, groups := range l.members {
		one.members[way] = make([][]int, len(groups))
		for g, members := range groups {
			for _, i := range members {
				if one.at(i) {
					one.members[way][g] = append(one.members[way][g], i)
				}
			}
		}
	}
	return &one
}

// way says of whom an outcome is to be told: 0 all, 1 those who are found by name; false: it is not looked for.
func (l *PlanLooker) way(o *domain.Outcome, plan bool) (way int, is bool) {
	if !l.find.Let(o) || l.look.Finds != nil && !l.look.Finds(o) {
		return 0, false
	}
	if l.search == "" || plan || l.finds(o.Key, o.Old, o.New) {
		return 0, true
	}
	return 1, true
}

// Members are how many results there are of whom something may be told.
func (l *PlanLooker) Members() (n int) {
	for _, members := range l.members[0] {
		n += len(members)
	}
	return n
}

// NamesOnly reports whether the search finds of a plan no more than the names of resellers.
func (l *PlanLooker) NamesOnly(plan domain.PlanID) bool {
	return l.search != "" && plan != 0 && !l.values && !l.findsPlan(plan)
}

// has reports whether a result is told of in a way.
func (l *PlanLooker) has(i, way int) bool {
	group := l.groups[l.group[i]]
	return l.place[i] >= 0 && (l.at == nil || l.at(i)) && (way == 0 || l.named[i]) && (l.find.Level == 0 || l.find.Level == group.Level) &&
		(l.find.Currency == "" || l.find.Currency == group.Currency)
}

// Reached calls found for each result of which there is something to tell of a plan.
func (l *PlanLooker) Reached(t ToldPlan, found func(result int)) {
	l = l.of(t.Plan)
	shown, apart := l.reached(t)
	for g, n := range shown {
		if n == [2]int{} {
			continue
		}
		for _, i := range l.members[0][g] {
			all := n[0] + apart[i]
			if l.named[i] {
				all += n[1]
			}
			delete(apart, i)
			if all > 0 {
				found(i)
			}
		}
	}
	for i, n := range apart {
		if n > 0 {
			found(i)
		}
	}
}

// reached counts what there is to tell of a plan: by group and way, and how much more or less at one result.
func (l *PlanLooker) reached(t ToldPlan) (shown [][2]int, apart map[int]int) {
	shown, apart = make([][2]int, len(l.groups)), map[int]int{}
	if !l.find.ofPlan(t.Plan) {
		return shown, apart
	}
	plan := l.findsPlan(t.Plan)
	for _, list := range t.Lists {
		var n [2]int
		for i := range list.List {
			if way, is := l.way(&list.List[i], plan); is {
				n[way]++
			}
		}
		for _, g := range list.Groups {
			shown[g][0] += n[0]
			shown[g][1] += n[1]
		}
	}
	for _, a := range t.Apart {
		for n, list := range [][]domain.Outcome{a.Without, a.With} {
			for i := range list {
				if way, is := l.way(&list[i], plan); is && l.has(a.Result, way) {
					apart[a.Result] += 2*n - 1
				}
			}
		}
	}
	return shown, apart
}

// Any reports whether there is something to tell of a plan.
func (l *PlanLooker) Any(t ToldPlan) bool {
	any := false
	l.Reached(t, func(int) { any = true })
	return any
}

// AnyIn reports whether a list of a plan alone makes it sure that there is something to tell, where so many results have something else.
func (l *PlanLooker) AnyIn(plan domain.PlanID, list []domain.Outcome, groups []int, apart int) bool {
	found, known := l.findsPlan(plan), false
	var has [2]bool
	for i := range list {
		way, is := l.way(&list[i], found)
		if !is {
			continue
		}
		if !known { // of most plans there is nothing that is looked for
			at := l.of(plan)
			for way := range has {
				has[way] = slices.ContainsFunc(groups, func(g int) bool { return len(at.members[way][g]) > apart })
			}
			known = true
		}
		if has[way] {
			return true
		}
	}
	return false
}

// OutcomeKind is what the filters look at in an outcome.
type OutcomeKind struct {
	Option    domain.OptionKey
	What      domain.What
	NotTicked bool
	Did       bool
}

// KindOf is the kind of an outcome.
func KindOf(o *domain.Outcome) OutcomeKind {
	return OutcomeKind{o.Option, o.What, o.Reason == domain.NotTicked, o.Did()}
}

// Lets reports whether the filters let one of the kinds through, wherever it is.
func (l *PlanLooker) Lets(kinds []OutcomeKind) bool {
	find := l.find
	find.Key = domain.Key{}
	return slices.ContainsFunc(kinds, func(k OutcomeKind) bool {
		o := domain.Outcome{Option: k.Option, What: k.What}
		if k.NotTicked {
			o.Reason = domain.NotTicked
		}
		return find.Let(&o)
	})
}

// PlanSummary is of which kinds what is told of a plan is.
type PlanSummary struct {
	Plan  domain.PlanID
	Lists []ListSummary
	Apart []int // the results that have something else, some of them twice
	With  []OutcomeKind
}

// Did reports whether a run did something to the plan, whatever of it is looked for.
func (s PlanSummary) Did() bool {
	did := func(k OutcomeKind) bool { return k.Did }
	return slices.ContainsFunc(s.With, did) || slices.ContainsFunc(s.Lists, func(l ListSummary) bool { return slices.ContainsFunc(l.Kinds, did) })
}

// ListSummary is of which kinds a list is.
type ListSummary struct {
	Kinds  []OutcomeKind
	Groups []int
}

// Sure reports whether there is something to tell of a plan, where its summary makes that sure.
func (l *PlanLooker) Sure(s PlanSummary) (any, sure bool) {
	if !l.find.ofPlan(s.Plan) {
		return false, true
	}
	way := 0
	if l.search != "" && !l.findsPlan(s.Plan) {
		way = 1
	}
	if l.look.Finds != nil || l.find.Key != (domain.Key{}) || way == 1 && (l.values || s.Plan == 0) {
		return false, false
	}
	sure = true
	for _, list := range s.Lists {
		if !l.Lets(list.Kinds) {
			continue
		}
		for _, g := range list.Groups {
			if n := len(l.members[way][g]); n > len(s.Apart) {
				return true, true
			} else if n > 0 {
				sure = false
			}
		}
	}
	if l.Lets(s.With) && slices.ContainsFunc(s.Apart, func(i int) bool { return l.has(i, way) }) {
		sure = false
	}
	return false, sure
}
