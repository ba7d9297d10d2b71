package pages

import (
	"slices"

	"tiersync/domain"
)

// This file compares two runs value by value.

// ComparedRuns is a page of the values that came out otherwise in two runs, in the order of plans: what is outside plans comes first.
type ComparedRuns struct {
	Runs   [2]domain.Run
	Values []ComparedValue
	Names  domain.Names
	Next   ComparedPlace // of the page behind it; zero: that was all
}

// ComparedPlace is a place in the comparison of two runs: behind so many values of a plan. Zero is its begin.
type ComparedPlace struct {
	Plan   domain.PlanID
	Values int
}

// ComparedValue is a value that came out otherwise in two runs, with what became of it in each. What became of it in both alike, at the same
// resellers, is left out.
type ComparedValue struct {
	Plan domain.PlanID
	Of   [2]PlanValue
}

// ComparedRun is one of two runs that are compared.
type ComparedRun struct {
	looker  *PlanLooker
	account func(result int) domain.AccountID
	prints  map[[2]int]uint64 // of the members of a group, by way and group
}

// NewComparedRun is a run that is compared as a looker finds it; account says whose a result is.
func NewComparedRun(l *PlanLooker, account func(result int) domain.AccountID) *ComparedRun {
	return &ComparedRun{l, account, map[[2]int]uint64{}}
}

// Compare returns the values of a plan that came out otherwise in two runs. It costs as much as telling of the plan, whatever the number of
// resellers: whether the same ones have a case is seen from a print of who they are.
func Compare(runs [2]*ComparedRun, told [2]ToldPlan) (list []ComparedValue) {
	var keys []domain.Key
	var cases [2]map[domain.Key][]*caseAt
	for i, r := range runs {
		values := r.looker.valuesOf(told[i])
		keys = append(keys, values.keys...)
		cases[i] = r.looker.cases(told[i], values)
	}
	domain.SortKeys(keys)
	for _, key := range slices.Compact(keys) {
		var prints [2]map[caseKey]uint64
		for i, r := range runs {
			prints[i] = map[caseKey]uint64{}
			for _, at := range cases[i][key] {
				prints[i][at.caseKey] = r.print(at)
			}
		}
		value := ComparedValue{Plan: told[0].Plan}
		for i, r := range runs {
			apart := slices.DeleteFunc(cases[i][key], func(at *caseAt) bool { return prints[0][at.caseKey] == prints[1][at.caseKey] })
			value.Of[i] = r.looker.value(key, apart)
		}
		if len(value.Of[0].Cases)+len(value.Of[1].Cases) > 0 {
			list = append(list, value)
		}
	}
	return list
}

// print stands for the resellers of a case: the sum of a number for each, so that their order does not matter. Nobody's is zero.
func (r *ComparedRun) print(at *caseAt) (sum uint64) {
	for _, groups := range at.groups {
		for _, g := range groups {
			sum += r.ofGroup(at.way, g)
		}
	}
	for i := range at.without {
		if r.looker.has(i, at.way) {
			sum -= scatter(r.account(i))
		}
	}
	for _, i := range at.with {
		if r.looker.has(i, at.way) {
			sum += scatter(r.account(i))
		}
	}
	return sum
}

func (r *ComparedRun) ofGroup(way, g int) uint64 {
	sum, known := r.prints[[2]int{way, g}]
	if !known {
		for _, i := range r.looker.members[way][g] {
			sum += scatter(r.account(i))
		}
		r.prints[[2]int{way, g}] = sum
	}
	return sum
}

// scatter is a number for an account that has nothing to do with those of its neighbours (the last steps of SplitMix64).
func scatter(account domain.AccountID) uint64 {
	x := uint64(account) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
