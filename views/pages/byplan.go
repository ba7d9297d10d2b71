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
	Currency  domain.Currency // of its amounts; "": it has none
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
	find       Finding
	look       func(*domain.Outcome) bool
	search     string
	amount     string // what is searched for, where it is a number
	names      domain.Names
	values     bool // the search finds some words of values, or may find an amount
	fields     map[domain.Field]bool
	periods    map[domain.PeriodID]bool
	resources  map[domain.ResourceID]bool
	categories map[domain.CategoryID]bool
	schedules  map[domain.ScheduleID]bool
	groups     []domain.FoldedGroup
	place      []int // of each result, in the order of names; -1: it is not looked for
	named      []bool
	group      []int      // of each result
	members    [2][][]int // of each group, in the order of names: all, and those who are found by name
}

// NewPlanLooker looks by a query. place is of each result their place in the order of names, -1 of whom nothing is to be told; named are
// those whom the search finds by name. look says which outcomes are looked at first; nil: all.
func NewPlanLooker(q RunQuery, look func(*domain.Outcome) bool, names domain.Names, groups []domain.FoldedGroup, place []int, named []bool) *PlanLooker {
	l := &PlanLooker{find: q.Finding, look: look, search: strings.ToLower(strings.TrimSpace(q.Search)), names: names, groups: groups,
		place: place, named: named, group: make([]int, len(place))}
	if price, err := domain.PriceFromString(l.search); err == nil {
		l.amount = price.String()
	}
	if l.search != "" {
		l.findValues()
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
	return l.values && (l.fields[k.Field] || k.Period != 0 && l.periods[k.Period] || k.Resource != 0 && l.resources[k.Resource] ||
		k.Category != 0 && l.categories[k.Category] || k.Schedule != 0 && l.schedules[k.Schedule]) || k.Plan == 0 && l.contains(k.Name)
}

// findValues notes which words of values the search finds.
func (l *PlanLooker) findValues() {
	l.fields = map[domain.Field]bool{}
	for _, info := range domain.Fields() {
		if l.contains(info.Label) {
			l.fields[info.Field] = true
		}
	}
	l.periods, l.resources = found(l, l.names.Periods), found(l, l.names.Resources)
	l.categories, l.schedules = found(l, l.names.Categories), found(l, l.names.Schedules)
	l.values = l.amount != "" || len(l.fields)+len(l.periods)+len(l.resources)+len(l.categories)+len(l.schedules) > 0
}

// found are the ids whose names the search finds.
func found[ID comparable](l *PlanLooker, names map[ID]string) map[ID]bool {
	ids := map[ID]bool{}
	for id, name := range names {
		if l.contains(name) {
			ids[id] = true
		}
	}
	return ids
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
	if l.find.Plan != 0 && l.find.Plan != t.Plan {
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
	found := l.findsPlan(plan)
	var has [2]bool
	for way := range has {
		has[way] = slices.ContainsFunc(groups, func(g int) bool { return len(l.members[way][g]) > apart })
	}
	for i := range list {
		if way, is := l.way(&list[i], found); is && has[way] {
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
}

// KindOf is the kind of an outcome.
func KindOf(o *domain.Outcome) OutcomeKind {
	return OutcomeKind{o.Option, o.What, o.Reason == domain.NotTicked}
}

// lets reports whether the filters let one of the kinds through, wherever it is.
func (l *PlanLooker) lets(kinds []OutcomeKind) bool {
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

// ListSummary is of which kinds a list is.
type ListSummary struct {
	Kinds  []OutcomeKind
	Groups []int
}

// Sure reports whether there is something to tell of a plan, where its summary makes that sure.
func (l *PlanLooker) Sure(s PlanSummary) (any, sure bool) {
	if l.find.Plan != 0 && l.find.Plan != s.Plan {
		return false, true
	}
	way := 0
	if l.search != "" && !l.findsPlan(s.Plan) {
		way = 1
	}
	if l.look != nil || l.find.Key != (domain.Key{}) || way == 1 && (l.values || s.Plan == 0) {
		return false, false
	}
	sure = true
	for _, list := range s.Lists {
		if !l.lets(list.Kinds) {
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
	if l.lets(s.With) && slices.ContainsFunc(s.Apart, func(i int) bool { return l.has(i, way) }) {
		sure = false
	}
	return false, sure
}

// caseKey tells cases apart: by the currency, where there is an amount, and not by the exchange rate, which only says how it came about.
type caseKey struct {
	domain.Outcome
	domain.Currency
}

// caseAt are the resellers of a case.
type caseAt struct {
	way     int
	rate    string // by which amounts were converted for all of them; "" where they were not
	groups  [][]int
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
		one.Rate = at.rate
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
		if key.Rate = ""; !o.Key.Field.IsPrice() {
			key.Currency = ""
		}
		at := cases[key]
		if at == nil {
			at = &caseAt{way: way, rate: o.Rate}
			cases[key] = at
			keys = append(keys, key)
		}
		if at.rate != o.Rate {
			at.rate = ""
		}
		return at
	}
	for _, list := range t.Lists {
		for _, c := range l.byCurrency(list.Groups) {
			for i := range list.List {
				if at := find(&list.List[i], c.currency); at != nil {
					at.groups = append(at.groups, c.groups)
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

// currencyGroups are groups of one currency.
type currencyGroups struct {
	currency domain.Currency
	groups   []int
}

// byCurrency are groups by currency, in the order in which they first appear.
func (l *PlanLooker) byCurrency(groups []int) (by []currencyGroups) {
	for _, g := range groups {
		currency := l.groups[g].Currency
		at := slices.IndexFunc(by, func(c currencyGroups) bool { return c.currency == currency })
		if at < 0 {
			at = len(by)
			by = append(by, currencyGroups{currency: currency})
		}
		by[at].groups = append(by[at].groups, g)
	}
	return by
}

// who counts the resellers of a case, and returns the first by name.
func (l *PlanLooker) who(at *caseAt) (n int, first []int) {
	note := func(i int) bool { // reports whether it is among the first
		place := len(first)
		for place > 0 && l.place[first[place-1]] > l.place[i] {
			place--
		}
		if place == CaseNames {
			return false
		}
		if len(first) == CaseNames {
			first = first[:CaseNames-1]
		}
		first = slices.Insert(first, place, i)
		return true
	}
	for _, groups := range at.groups {
		for _, g := range groups {
			members := l.members[at.way][g]
			n += len(members)
			for _, i := range members {
				if !at.without[i] && !note(i) {
					break // those that follow are behind it
				}
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
			n++
			note(i)
		}
	}
	return n, first
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
