package domain

import "strings"

// This file tells what came of a run by plan: each list of outcomes once for all who share it, and what is otherwise at one of them. A run of
// thousands of resellers has as many outcomes as all of them together; what differs of them is a few lists a plan.

// Folded is what [Result.Listing] lists of all results of a run. What a result lists of a plan is the lists of its group, without what it
// has not, and with what it has itself.
type Folded struct {
	Groups []FoldedGroup
	Lists  []FoldedList
	Apart  []FoldedApart
}

// FoldedGroup is results of one level and currency that share all their lists.
type FoldedGroup struct {
	Level    int
	Currency Currency
	Results  []int // their places among all
}

// FoldedList is what some groups list of a plan (zero: outside plans), in the order of Listing, or a part of that: prices that rules make are
// apart from what is told beneath them, which is the same whatever the rules are.
type FoldedList struct {
	Plan   PlanID
	List   []Outcome // nil in what Fold returns: tell had it
	Groups []int     // places in Folded.Groups
}

// FoldedApart is what one result lists otherwise of a plan than its group.
type FoldedApart struct {
	Plan    PlanID
	Result  int
	Without []Outcome
	With    []Outcome
}

// Fold tells what the results list, by plan. tell gets each list when it is made, in the order of Folded.Lists, and it alone keeps it: where
// there are price rules, lists are many and together take more room than all that is known of the run.
func Fold(results []Result, tell func(list []Outcome)) Folded {
	f := &folding{tell: tell, arrays: map[**Outcomes]*foldedArray{}, cut: map[*Outcomes][]planList{}, groups: map[foldKey]*foldGroup{}, bases: map[baseKey]*foldBase{},
		kinds: map[*Outcomes]foldKind{}, covers: map[PlanID][][]Key{}}
	for i, r := range results {
		if len(r.Outcomes) == 0 && len(r.Own) == 0 {
			continue
		}
		group := f.group(r)
		f.out.Groups[group.place].Results = append(f.out.Groups[group.place].Results, i)
		if len(r.Own) > 0 || r.After.Own != nil {
			f.apart(i, r, group)
		}
	}
	for _, base := range f.order {
		f.out.Lists = append(f.out.Lists, FoldedList{Plan: base.plan, Groups: base.groups})
	}
	return f.out
}

// folding is one Fold at work.
type folding struct {
	out    Folded
	tell   func([]Outcome)
	arrays map[**Outcomes]*foldedArray
	cut    map[*Outcomes][]planList
	groups map[foldKey]*foldGroup
	bases  map[baseKey]*foldBase
	order  []*foldBase
	kinds  map[*Outcomes]foldKind
	covers map[PlanID][][]Key // the values of each plan that rules made, by who has them
}

// planList is what a list says of one plan.
type planList struct {
	plan PlanID
	list *Outcomes
}

// foldedArray is the lists of a result by plan, in the order in which plans first appear.
type foldedArray struct {
	plans []PlanID
	lists map[PlanID][]planList
}

// foldKey is what results share that list the same: prices are made by rules, too.
type foldKey struct {
	array         **Outcomes
	before, after *Catalog
	had, has      string // the rules
	level         int
	currency      Currency
}

type foldGroup struct {
	place int
	bases map[PlanID][]*foldBase
}

// baseKey is what the list of a plan depends on, own values aside.
type baseKey struct {
	plan     PlanID
	lists    string // by their pointers
	was, is  *Plan
	had, has ruling
	made     bool     // it tells of prices that rules make, and of nothing else
	covered  int      // which values rules made, from 1
	from, to *Catalog // outside plans
}

// foldBase is what the list of a plan is made of, with what it tells of each key.
type foldBase struct {
	plan    PlanID
	alone   Result
	made    bool // the prices that rules make alone
	beneath bool // without the prices that rules make
	groups  []int
	at      map[Key][]Outcome // nil until it is asked
}

// group finds or makes the group of a result.
func (f *folding) group(r Result) *foldGroup {
	key := foldKey{before: r.Target.Before.Delivered, after: r.After.Delivered, level: r.Target.Level, currency: r.Target.Currency}
	if len(r.Outcomes) > 0 {
		key.array = &r.Outcomes[0]
	}
	key.had, key.has = r.Target.Before.Own.rulesText(), r.After.Own.rulesText()
	if group := f.groups[key]; group != nil {
		return group
	}
	group := &foldGroup{len(f.out.Groups), map[PlanID][]*foldBase{}}
	f.groups[key] = group
	f.out.Groups = append(f.out.Groups, FoldedGroup{Level: key.level, Currency: key.currency})
	array := f.array(r.Outcomes)
	for _, plan := range array.plans {
		group.bases[plan] = f.of(r, plan, array.lists[plan])
		for _, base := range group.bases[plan] {
			base.groups = append(base.groups, group.place)
		}
	}
	return group
}

// rulesText tells the rules of a vendor from those of every other who has others.
func (o *Own) rulesText() string {
	var text strings.Builder
	for _, rule := range o.Rules() {
		text.WriteString(rule.Key.Text() + "=" + rule.Value + "\n")
	}
	return text.String()
}

// array cuts the lists of a result by plan, once for all who have the same.
func (f *folding) array(outcomes []*Outcomes) *foldedArray {
	if len(outcomes) == 0 {
		return &foldedArray{}
	}
	if known := f.arrays[&outcomes[0]]; known != nil {
		return known
	}
	a := &foldedArray{lists: map[PlanID][]planList{}}
	for _, o := range outcomes {
		for _, part := range f.byPlan(o) {
			if a.lists[part.plan] == nil {
				a.plans = append(a.plans, part.plan)
			}
			a.lists[part.plan] = append(a.lists[part.plan], part)
		}
	}
	f.arrays[&outcomes[0]] = a
	return a
}

// byPlan cuts a list by plan: most are of one.
func (f *folding) byPlan(o *Outcomes) []planList {
	if known, is := f.cut[o]; is {
		return known
	}
	if plan, only := o.onlyPlan(); only {
		f.cut[o] = []planList{{plan, o}}
		return f.cut[o]
	}
	var parts []planList
	at := map[PlanID]int{}
	for _, outcome := range orZero(o).List {
		i, known := at[outcome.Key.Plan]
		if !known {
			i = len(parts)
			at[outcome.Key.Plan] = i
			parts = append(parts, planList{outcome.Key.Plan, &Outcomes{}})
		}
		parts[i].list.List = append(parts[i].list.List, outcome)
	}
	f.cut[o] = parts
	return parts
}

// onlyPlan is the plan that a list is about, zero for what is outside plans; false where it is about several, or about nothing.
func (o *Outcomes) onlyPlan() (plan PlanID, only bool) {
	if o == nil || len(o.List) == 0 {
		return 0, false
	}
	for i := range o.List {
		if o.List[i].Key.Plan != o.List[0].Key.Plan {
			return 0, false
		}
	}
	return o.List[0].Key.Plan, true
}
