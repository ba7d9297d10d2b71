package domain_test

import (
	"fmt"

	. "tiersync/domain"
)

// foldLaw says that what is told by plan is what is told by reseller: of each, the same outcomes as often.
func foldLaw(results []Result) error {
	var lists [][]Outcome
	folded := Fold(results, func(list []Outcome) { lists = append(lists, list) })
	if len(lists) != len(folded.Lists) {
		return fmt.Errorf("%d lists are told of %d", len(lists), len(folded.Lists))
	}
	counts := make([]map[Outcome]int, len(results))
	for i, r := range results {
		counts[i] = map[Outcome]int{}
		for _, o := range r.Listing() {
			counts[i][o]++
		}
	}
	take := func(i int, list []Outcome, n int) {
		for _, o := range list {
			counts[i][o] -= n
		}
	}
	for i, list := range folded.Lists {
		list.List = lists[i]
		for _, o := range list.List {
			if o.Key.Plan != list.Plan {
				return fmt.Errorf("told of plan %d: %+v", list.Plan, o)
			}
		}
		for _, group := range list.Groups {
			for _, i := range folded.Groups[group].Results {
				take(i, list.List, 1)
			}
		}
	}
	for _, apart := range folded.Apart {
		take(apart.Result, apart.Without, -1)
		take(apart.Result, apart.With, 1)
	}
	for i, outcomes := range counts {
		for o, n := range outcomes {
			if n != 0 {
				return fmt.Errorf("account %d lists %+v %d times more than by plan", results[i].Target.Account, o, n)
			}
		}
	}
	for _, group := range folded.Groups {
		for _, i := range group.Results {
			if t := results[i].Target; t.Level != group.Level || t.Currency != group.Currency {
				return fmt.Errorf("account %d of level %d, %s is told with level %d, %s", t.Account, t.Level, t.Currency, group.Level, group.Currency)
			}
		}
	}
	return nil
}
