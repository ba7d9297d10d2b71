package pages

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
)

// This file tells a run by plan: plan, value, what it was and became, at how many resellers and at whom.

// Finding says which outcomes of a run are looked for, and of whom; what is zero lets all through.
type Finding struct {
	Plan     domain.PlanID
	Key      domain.Key // of the value
	Option   domain.OptionKey
	What     domain.What
	Show     OutcomeFilter
	Level    int
	Currency domain.Currency
}

// OfOutcomes reports whether some outcomes alone are looked for.
func (f Finding) OfOutcomes() bool {
	return f.Plan != 0 || f.Key != domain.Key{} || f.Option != "" || f.What != ""
}

// Let reports whether an outcome is among those that are looked for.
func (f Finding) Let(o *domain.Outcome) bool {
	return (f.Key == domain.Key{} || o.Key == f.Key) && (f.Option == "" || o.Option == f.Option) && (f.What == "" || o.What == f.What) && f.Show.Shows(*o)
}

// RunPlansPage is a run with one page of the plans that it is about.
type RunPlansPage struct {
	RunPage // without resellers; Total is how many plans match
	Plans   []RunPlan
	Names   domain.Names
	Single  bool // only one plan is found: a page is of its values, and Total is how many there are
}

// RunPlan is what a run did to a plan at all resellers.
type RunPlan struct {
	Plan      domain.PlanID // zero: outside plans
	Values    []PlanValue   // some of them
	Total     int           // how many values there are
	Resellers int           // at how many there is something to tell of it
}

// PlanValue is one value of a plan with what became of it: most resellers first.
type PlanValue struct {
	Key   domain.Key
	Cases []PlanCase
}

// PlanCase is what became of a value at some resellers.
type PlanCase struct {
	domain.Outcome
	Currency  domain.Currency // of its amounts
	Resellers int
	First     []RunReseller // the first of them by name, CaseNames at most
	first     []int
}

// CaseNames is how many of the resellers of a case are named.
const CaseNames = 3

// ToldPlan is what a run tells of one plan.
type ToldPlan struct {
	Plan  domain.PlanID
	Lists []domain.FoldedList
	Apart []domain.FoldedApart
}

// PlanLooker finds what is looked for in what a run tells of plans. It is for one goroutine.
type PlanLooker struct {
	find    Finding
	look    func(*domain.Outcome) bool
	search  string
	amount  string // what is searched for, where it is a number
	names   domain.Names
	groups  []domain.FoldedGroup
	place   []int // of each result, in the order of names; -1: it is not looked for
	named   []bool
	group   []int      // of each result
	members [2][][]int // of each group, in the order of names: all, and those who are found by name
}

// NewPlanLooker looks by a query. place is of each result their place in the order of names, -1 of whom nothing is to be told; named are
// those whom the search finds by name. look says which outcomes are looked at first; nil: all.
func NewPlanLooker(q RunQuery, look func(*domain.Outcome) bool, names domain.Names, groups []domain.FoldedGroup, place []int, named []bool) *PlanLooker {
	l := &PlanLooker{find: q.Finding, look: look, search: strings.ToLower(strings.TrimSpace(q.Search)), names: names, groups: groups,
		place: place, named: named, group: make([]int, len(place))}
	if price, err := domain.PriceFromString(l.search); err == nil {
		l.amount = price.String()
	}
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

// way says of whom an outcome is to be told: 0 all, 1 those who are found by name; false: it is not looked for.
func (l *PlanLooker) way(o *domain.Outcome, plan bool) (way int, is bool) {
	if !l.find.Let(o) || l.look != nil && !l.look(o) {
		return 0, false
	}
	if l.search == "" || plan || l.finds(o) {
		return 0, true
	}
	return 1, true
}

// findsPlan reports whether the search finds a plan, by its id or a part of its name.
func (l *PlanLooker) findsPlan(id domain.PlanID) bool {
	return id != 0 && l.search != "" && (l.search == strconv.FormatInt(int64(id), 10) || l.contains(l.names.Plans[id]))
}

// finds reports whether the search finds a value: by its words, or by an amount that it was or became.
func (l *PlanLooker) finds(o *domain.Outcome) bool {
	k := &o.Key
	if l.amount != "" && (o.Old == l.amount || o.New == l.amount) {
		return true
	}
	return l.contains(k.Field.Info().Label) || k.Period != 0 && l.contains(l.names.Periods[k.Period]) ||
		k.Resource != 0 && l.contains(l.names.Resources[k.Resource]) || k.Category != 0 && l.contains(l.names.Categories[k.Category]) ||
		k.Schedule != 0 && l.contains(l.names.Schedules[k.Schedule]) || k.Name != "" && l.contains(k.Name)
}

func (l *PlanLooker) contains(text string) bool {
	return text != "" && strings.Contains(strings.ToLower(text), l.search)
}

// has reports whether a result is told of in a way.
func (l *PlanLooker) has(i, way int) bool {
	group := l.groups[l.group[i]]
	return l.place[i] >= 0 && (way == 0 || l.named[i]) && (l.find.Level == 0 || l.find.Level == group.Level) &&
		(l.find.Currency == "" || l.find.Currency == group.Currency)
}

// Reached calls found for each result of which there is something to tell of a plan.
func (l *PlanLooker) Reached(t ToldPlan, found func(result int)) {
	if l.find.Plan != 0 && l.find.Plan != t.Plan {
		return
	}
	plan := l.findsPlan(t.Plan)
	shown := map[int][2]int{} // by group and way
	for _, list := range t.Lists {
		var n [2]int
		for i := range list.List {
			if way, is := l.way(&list.List[i], plan); is {
				n[way]++
			}
		}
		for _, g := range list.Groups {
			was := shown[g]
			shown[g] = [2]int{was[0] + n[0], was[1] + n[1]}
		}
	}
	apart := map[int]int{}
	for _, a := range t.Apart {
		for n, list := range [][]domain.Outcome{a.Without, a.With} {
			for i := range list {
				if way, is := l.way(&list[i], plan); is && l.has(a.Result, way) {
					apart[a.Result] += 2*n - 1
				}
			}
		}
	}
	for g, n := range shown {
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

// Any reports whether there is something to tell of a plan.
func (l *PlanLooker) Any(t ToldPlan) bool {
	any := false
	l.Reached(t, func(int) { any = true })
	return any
}

// caseKey tells cases apart.
type caseKey struct {
	domain.Outcome
	domain.Currency
}

// caseAt are the resellers of a case.
type caseAt struct {
	way     int
	groups  []int
	without map[int]bool
	with    []int
}

// Plan tells of a plan: so many of its values, from a place on.
func (l *PlanLooker) Plan(t ToldPlan, limit, offset int) RunPlan {
	p := RunPlan{Plan: t.Plan}
	l.Reached(t, func(int) { p.Resellers++ })
	cases, keys := l.cases(t)
	values := map[domain.Key]int{}
	var all []PlanValue
	for _, key := range keys {
		at := cases[key]
		one := PlanCase{Outcome: key.Outcome, Currency: key.Currency}
		if one.Resellers, one.first = l.who(at); one.Resellers == 0 {
			continue
		}
		i, known := values[key.Key]
		if !known {
			i = len(all)
			values[key.Key] = i
			all = append(all, PlanValue{Key: key.Key})
		}
		all[i].Cases = append(all[i].Cases, one)
	}
	p.Total = len(all)
	all = all[min(offset, len(all)):]
	p.Values = all[:min(limit, len(all))]
	for _, v := range p.Values {
		slices.SortStableFunc(v.Cases, func(a, b PlanCase) int { return cmp.Compare(b.Resellers, a.Resellers) })
	}
	return p
}

// cases are what became of the values of a plan, in the order in which they are first told.
func (l *PlanLooker) cases(t ToldPlan) (map[caseKey]*caseAt, []caseKey) {
	cases, plan := map[caseKey]*caseAt{}, l.findsPlan(t.Plan)
	var keys []caseKey
	find := func(o *domain.Outcome, c domain.Currency) *caseAt {
		way, is := l.way(o, plan)
		if !is {
			return nil
		}
		key := caseKey{*o, c}
		at := cases[key]
		if at == nil {
			at = &caseAt{way: way}
			cases[key] = at
			keys = append(keys, key)
		}
		return at
	}
	for _, list := range t.Lists {
		for i := range list.List {
			for _, g := range list.Groups {
				if at := find(&list.List[i], l.groups[g].Currency); at != nil {
					at.groups = append(at.groups, g)
				}
			}
		}
	}
	for _, a := range t.Apart {
		currency := l.groups[l.group[a.Result]].Currency
		for i := range a.Without {
			if at := find(&a.Without[i], currency); at != nil {
				if at.without == nil {
					at.without = map[int]bool{}
				}
				at.without[a.Result] = true
			}
		}
		for i := range a.With {
			if at := find(&a.With[i], currency); at != nil {
				at.with = append(at.with, a.Result)
			}
		}
	}
	return cases, keys
}

// who counts the resellers of a case, and returns the first by name.
func (l *PlanLooker) who(at *caseAt) (n int, first []int) {
	for _, g := range at.groups {
		members := l.members[at.way][g]
		n += len(members)
		taken := 0
		for _, i := range members {
			if taken == CaseNames {
				break
			}
			if !at.without[i] {
				first = append(first, i)
				taken++
			}
		}
	}
	for i := range at.without {
		if l.has(i, at.way) {
			n--
		}
	}
	for _, i := range at.with {
		if l.has(i, at.way) {
			first = append(first, i)
			n++
		}
	}
	slices.SortFunc(first, func(a, b int) int { return cmp.Compare(l.place[a], l.place[b]) })
	return n, slices.Compact(first[:min(CaseNames, len(first))])
}

// Name puts the resellers of the cases in the place of their places among results.
func (p RunPlan) Name(reseller func(result int) RunReseller) {
	for _, v := range p.Values {
		for i := range v.Cases {
			for _, at := range v.Cases[i].first {
				v.Cases[i].First = append(v.Cases[i].First, reseller(at))
			}
		}
	}
}

// Named are the results whose resellers a plan names.
func (p RunPlan) Named() (results []int) {
	for _, v := range p.Values {
		for _, c := range v.Cases {
			results = append(results, c.first...)
		}
	}
	return results
}
