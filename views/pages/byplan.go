package pages

import (
	"slices"

	"tiersync/domain"
)

// This file tells a run by plan: plan, value, what it was and became, at how many resellers and at whom.

// Finding says which outcomes of a run are looked for, and of whom; what is zero lets all through.
type Finding struct {
	Plan     domain.PlanID
	Outside  bool       // what is outside plans
	Key      domain.Key // of the value
	Option   domain.OptionKey
	What     domain.What
	Show     OutcomeFilter
	Level    int
	Currency domain.Currency
}

// OfOutcomes reports whether some outcomes alone are looked for.
func (f Finding) OfOutcomes() bool {
	return f.Plan != 0 || f.Outside || f.Key != domain.Key{} || f.Option != "" || f.What != ""
}

// ofPlan reports whether a plan, or with zero what is outside plans, is looked for.
func (f Finding) ofPlan(id domain.PlanID) bool {
	return (f.Plan == 0 || f.Plan == id) && (!f.Outside || id == 0)
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
	Priced  PricedCount // of a query of [RunQuery.Priced]; without plans where they are too many
	Single  bool        // only one plan is found: a page is of its values, and Total is how many there are
}

// RunPlan is what a run did to a plan at all resellers.
type RunPlan struct {
	Plan      domain.PlanID // zero: outside plans
	Values    []PlanValue   // some of them
	Total     int           // how many values there are
	Resellers int           // at how many there is something to tell of it
	Did       bool          // the run did something to it, whatever of that is told
}

// PlanValue is one value of a plan with what became of it: most resellers first.
type PlanValue struct {
	Key   domain.Key
	Cases []PlanCase // some of them
	More  int        // how many there are besides
}

// Cut leaves as much of a plan as has room in so many rows, one at least, each of which is a case: values as a whole, but for the first.
func (p RunPlan) Cut(rows int) RunPlan {
	for i, v := range p.Values {
		if len(v.Cases) <= rows {
			rows -= len(v.Cases)
			continue
		}
		p.Values = slices.Clone(p.Values[:max(1, i)])
		if i == 0 {
			rows = max(1, rows)
			p.Values[0].Cases, p.Values[0].More = v.Cases[:rows], len(v.Cases)-rows
		}
		break
	}
	return p
}

// PlanCase is what became of a value at some resellers.
type PlanCase struct {
	domain.Outcome
	Price     domain.CostMove // of a query of [RunQuery.Priced], in place of what became of it
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
