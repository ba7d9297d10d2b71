package pages

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// TestAPlanIsToldAsItsListsSay: what is told of a plan, page by page, is what one gets by writing down for every reseller all that they list.
func TestAPlanIsToldAsItsListsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		groups, place, named := drawGroups(t)
		told := drawTold(t, groups)
		q := RunQuery{Finding: Finding{Show: ShowEverything, Level: rapid.IntRange(0, 2).Draw(t, "level")}}
		if rapid.Bool().Draw(t, "search") {
			q.Search = "name" // of some resellers
		}
		if rapid.Bool().Draw(t, "one outcome") {
			q.What = domain.Updated
		}
		l := NewPlanLooker(q, PlanLook{}, domain.Names{}, groups, place, named)
		want := written(l, told)
		all := l.Plan(told, 1000, 0)
		if got := counted(all); fmt.Sprint(got) != fmt.Sprint(want) || all.Total != len(all.Values) {
			t.Fatalf("%d values are told as\n%v, want\n%v", all.Total, got, want)
		}
		for rows := range 5 {
			cutsToRows(t, all, rows)
		}
		for at := 0; at < all.Total; at += 2 {
			page := l.Plan(told, 2, at)
			if got, want := fmt.Sprint(page.Values), fmt.Sprint(all.Values[at:min(at+2, all.Total)]); got != want || page.Total != all.Total {
				t.Fatalf("the page from %d of %d on tells\n%s, want\n%s", at, page.Total, got, want)
			}
		}
	})
}

// cutsToRows: a plan that is cut has no more rows than there is room for, but one, begins as the whole does, and says what is left of a value.
func cutsToRows(t *rapid.T, all RunPlan, rows int) {
	cut, shown := all.Cut(rows), 0
	for i, v := range cut.Values {
		shown += len(v.Cases)
		if whole := all.Values[i]; v.Key != whole.Key || v.More != len(whole.Cases)-len(v.Cases) || v.More > 0 && i > 0 {
			t.Fatalf("of value %d of %d rows are shown %d, and %d said", i, len(whole.Cases), len(v.Cases), v.More)
		}
	}
	if shown > max(1, rows) || len(all.Values) > 0 && shown == 0 || cut.Total != all.Total {
		t.Fatalf("%d rows are shown where %d have room: %+v", shown, rows, cut)
	}
}

func drawGroups(t *rapid.T) (groups []domain.FoldedGroup, place []int, named []bool) {
	for g := range rapid.IntRange(1, 4).Draw(t, "groups") {
		group := domain.FoldedGroup{Level: 1 + g%2, Currency: rapid.SampledFrom([]domain.Currency{"EUR", "USD"}).Draw(t, "currency")}
		for range rapid.IntRange(1, 4).Draw(t, "members") {
			group.Results = append(group.Results, len(place))
			at := len(place)
			if rapid.IntRange(0, 5).Draw(t, "is looked for") == 0 {
				at = -1
			}
			place, named = append(place, at), append(named, rapid.Bool().Draw(t, "is found by name"))
		}
		groups = append(groups, group)
	}
	return groups, place, named
}

func drawOutcomes(t *rapid.T, most int) (list []domain.Outcome) {
	for key := range most {
		if rapid.Bool().Draw(t, "is told") {
			list = append(list, domain.Outcome{What: rapid.SampledFrom([]domain.What{domain.Updated, domain.Kept}).Draw(t, "what"),
				Key: domain.FeeKey(1, domain.PeriodID(1+key), domain.RecurringFee), New: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "new")})
		}
	}
	return list
}

func drawTold(t *rapid.T, groups []domain.FoldedGroup) ToldPlan {
	told := ToldPlan{Plan: 1}
	has := make([][]domain.Outcome, len(groups))
	for range rapid.IntRange(1, 3).Draw(t, "lists") {
		list := domain.FoldedList{Plan: 1, List: drawOutcomes(t, 5)}
		for g := range groups {
			if rapid.Bool().Draw(t, "has it") {
				list.Groups, has[g] = append(list.Groups, g), append(has[g], list.List...)
			}
		}
		told.Lists = append(told.Lists, list)
	}
	for g, group := range groups {
		for _, i := range group.Results {
			if rapid.IntRange(0, 3).Draw(t, "has something else") > 0 {
				continue
			}
			apart, without := domain.FoldedApart{Plan: 1, Result: i, With: drawOutcomes(t, 6)}, map[domain.Outcome]bool{}
			for _, o := range has[g] {
				if !without[o] && rapid.Bool().Draw(t, "without") {
					apart.Without, without[o] = append(apart.Without, o), true
				}
			}
			told.Apart = append(told.Apart, apart)
		}
	}
	return told
}

// written counts who lists what, one by one.
func written(l *PlanLooker, told ToldPlan) map[string]int {
	counts := map[string]int{}
	note := func(i int, o domain.Outcome, n int) {
		if way, is := l.way(&o, l.findsPlan(told.Plan)); is && l.has(i, way) {
			counts[fmt.Sprint(o, l.groups[l.group[i]].Currency)] += n
		}
	}
	for _, list := range told.Lists {
		for _, g := range list.Groups {
			for _, i := range l.groups[g].Results {
				for _, o := range list.List {
					note(i, o, 1)
				}
			}
		}
	}
	for _, a := range told.Apart {
		for _, o := range a.Without {
			note(a.Result, o, -1)
		}
		for _, o := range a.With {
			note(a.Result, o, 1)
		}
	}
	for what, n := range counts {
		if n == 0 {
			delete(counts, what)
		}
	}
	return counts
}

func counted(p RunPlan) map[string]int {
	counts := map[string]int{}
	for _, v := range p.Values {
		for _, c := range v.Cases {
			counts[fmt.Sprint(c.Outcome, c.Currency)] += c.Resellers
		}
	}
	return counts
}

// TestTooManyPricesByPlan: what is looked for by cost is put together by plan up to so many prices and resellers, at a level or in a currency.
func TestTooManyPricesByPlan(t *testing.T) {
	t.Parallel()
	for count, tooMany := range map[PricedCount]bool{{}: false, {100_000, 300}: false, {100_001, 1}: true, {301, 301}: true} {
		if count.TooMany() != tooMany {
			t.Errorf("too many are %+v: %t", count, !tooMany)
		}
	}
	q := RunQuery{Finding: Finding{Level: 2, Currency: "EUR", Plan: 7}, Look: domain.LookMargin}
	q.Search = "mail"
	if got, want := q.AtResellers(), (RunQuery{Finding: Finding{Level: 2, Currency: "EUR"}, Look: domain.LookMargin}); got != want {
		t.Errorf("walked through are %+v, want %+v", got, want)
	}
}
