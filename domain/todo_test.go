package domain

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
)

// What runs told is there to be done until it is done, and what is below cost as long as it is.
func TestWhatThereIsToDo(t *testing.T) {
	t.Parallel()
	plan := func(id PlanID, recurring int64, published bool) *Plan {
		fees := Fees{free(), Amount(decimal.NewFromInt(recurring)), free(), free(), free(), free(), free()}
		return &Plan{ID: id, Published: published, Periods: []Period{{ID: 11, Active: true, Fees: fees}}}
	}
	vendor := &Catalog{Plans: []*Plan{plan(1, 10, true), plan(2, 10, true)}}
	vendor.Plans[0].Upgrades = []Upgrade{{To: 2, Fee: Amount(decimal.NewFromInt(4))}}
	rates := ExchangeRates{"USD": decimal.NewFromInt(1), "EUR": decimal.RequireFromString("0.5")}
	costs := CostsFrom(vendor, rates.Conversion("USD", "EUR", nil))
	fee := FeeKey(1, 11, RecurringFee)
	told := [][]Outcome{{{What: Overwritten, Key: fee, Old: "7", New: "6"}, {What: Skipped, Reason: PathNotCopied, Key: UpgradeKey(1, 2), New: Yes}},
		{{What: Overwritten, Key: fee, Old: "8", New: "6"}}}
	ask := func(delivered *Catalog, own *Own, costs Costs) ToDo {
		state := State{Delivered: delivered, Own: own}
		return ToDoNow(PriceList{State: state, Sold: state.Effective(), Costs: costs}, told)
	}
	delivered := &Catalog{Plans: []*Plan{plan(1, 6, true), plan(2, 4, false)}}
	do := ask(delivered, nil, costs)
	if len(do.OldPrices) != 1 || do.OldPrices[0].Old.String() != "7" || do.OldPrices[0].Now.String() != "6" {
		t.Errorf("old prices are %v, want that of the newest run", do.OldPrices)
	}
	if c := do.UseAgain([]Key{fee}); len(c.Typed) != 1 || c.Typed[0] != (KeyedValue{fee, "7"}) {
		t.Errorf("it is used again by %v", c.Typed)
	}
	if len(do.Paths) != 1 || !do.Paths[0].Known || do.Paths[0].Path.Fee.String() != "2" {
		t.Errorf("paths are %v, want one at the converted fee", do.Paths)
	}
	if len(do.Below) != 1 || do.Below[0].ID != 2 || len(do.Kept) != 0 || len(do.Publish) != 1 || len(do.Nowhere) != 1 {
		t.Errorf("below cost are %v, kept %v, to be published %v, nowhere %v", do.Below, do.Kept, do.Publish, do.Nowhere)
	}
	if hidden := ask(delivered, nil, Costs{}); hidden.Paths[0].Known || len(hidden.Below) != 0 {
		t.Errorf("who sees no costs has %v and %v", hidden.Paths, hidden.Below)
	}
	own := (&Own{}).With(Override{Key: fee, Value: "4"}).With(Override{Key: Key{Field: FieldPublished, Plan: 2}, Value: No})
	withPath := &Catalog{Plans: []*Plan{plan(1, 6, true), plan(2, 5, false)}}
	withPath.Plans[0].Upgrades = vendor.Plans[0].Upgrades
	withPath.Plans[0].SalesCategories = []CategoryID{5}
	withPath.Categories = &Categories{Sales: []SalesCategory{{ID: 5, Parent: 6, Display: true}, {ID: 6, Display: true}}}
	do = ask(withPath, own, costs)
	if len(do.Kept) != 1 || len(do.Kept[0].Keys) != 1 {
		t.Errorf("own prices below cost are %v", do.Kept)
	}
	if do.Kept = nil; !do.Nothing() {
		t.Errorf("after all is done there is %v to do", do)
	}
	withPath.Categories = &Categories{Sales: slices.Replace(slices.Clone(withPath.Categories.Sales), 1, 2, SalesCategory{ID: 6})}
	if do = ask(withPath, own, costs); len(do.Nowhere) != 1 {
		t.Error("a category below a hidden one is displayed")
	}
}

// A run in numbers: what matters to a reseller, and below cost only to who sees costs.
func TestTidings(t *testing.T) {
	t.Parallel()
	shared := NewOutcomes([]Outcome{{What: Removed, Key: Key{Field: FieldPrivilege, Name: "x"}}, {What: Disabled, Key: Key{Field: FieldPlan, Plan: 1}},
		{What: HeldBack, Key: Key{Field: FieldPlan, Plan: 2}}, {What: Skipped, Reason: PathNotCopied, Key: UpgradeKey(1, 2)}, {What: Skipped, Reason: TemplateNotVisible}})
	results := []Result{{Outcomes: []*Outcomes{shared}, Own: []Outcome{{What: Overwritten, Key: FeeKey(1, 11, RecurringFee)}}}, {Outcomes: []*Outcomes{shared}}}
	looks := make([]LookCounts, 2)
	looks[1][0] = 3
	got := TidingsOf(results, looks)
	if want := (Tidings{3, 1, 1, 0, 1, 1, 1, 1}); got[0] != want {
		t.Errorf("the first has %v, want %v", got[0], want)
	}
	if want := (Tidings{2, 0, 1, 3, 1, 1, 1, 1}); got[1] != want {
		t.Errorf("the second has %v, want %v", got[1], want)
	}
	seller := Viewer{Account: Account{Kind: Reseller}, User: User{Role: Operator}}
	if list := got[1].First(seller); len(list) != 5 || list[0].Many != "privileges lost" {
		t.Errorf("who sees no costs is told %v", list)
	}
	seller.User.Role = Administrator
	if list := got[1].First(seller); len(list) != 6 || list[1].Number != 3 || list[1].One != "price below cost" {
		t.Errorf("who sees costs is told %v", list)
	}
	if list := TidingsOf(results, nil)[1].First(seller); len(list) != 5 {
		t.Errorf("of an undo is told %v", list)
	}
}

// TestOldRules: a rule that a run overwrote is to be set again by who sees costs, once, while there is what it is for and no other rule for that.
func TestOldRules(t *testing.T) {
	t.Parallel()
	vendor := &Catalog{Plans: []*Plan{{ID: 1}, {ID: 2, Disabled: true}}}
	all, one, off, gone, category := FeeRuleKey(0, 0), RateRuleKey(1, 0), RateRuleKey(2, 0), RateRuleKey(9, 0), FeeRuleKey(0, 5)
	var told []Outcome
	for _, key := range []Key{one, all, off, gone, category} {
		told = append(told, Outcome{What: Overwritten, Key: key, Old: "percent 20"})
	}
	told = append(told, Outcome{What: Dropped, Key: all, Old: "percent 10"})
	ask := func(costs Costs, own *Own) (keys []Key) {
		state := State{Delivered: vendor, Own: own}
		for _, rule := range ToDoNow(PriceList{State: state, Sold: vendor, Costs: costs}, [][]Outcome{told}).OldRules {
			keys = append(keys, rule.Key)
		}
		return keys
	}
	costs := CostsFrom(vendor, Conversion{})
	if got := ask(costs, nil); !slices.Equal(got, []Key{all, one}) {
		t.Errorf("old rules are %v", got)
	}
	if got := ask(costs, (&Own{}).With(Override{Key: one, Value: "percent 5"})); !slices.Equal(got, []Key{all}) {
		t.Errorf("where there is another rule, old ones are %v", got)
	}
	if got := ask(Costs{}, nil); len(got) > 0 {
		t.Errorf("who sees no costs has %v", got)
	}
}
