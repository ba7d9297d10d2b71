package domain

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
)

func TestFault001NoBoxIsTicked(t *testing.T) {
	t.Parallel()
	for _, none := range [][]string{nil, {}} {
		if _, err := ParseOptions(none); !refused(err, "Select at least one option") || errors.Is(err, ErrUnknownOption) {
			t.Errorf("%q: %v", none, err)
		}
	}
}

func TestFault002UnknownBox(t *testing.T) {
	t.Parallel()
	for _, values := range [][]string{{"drop_all"}, {""}, {"update_fees", "drop_all"}, {"UPDATE_FEES"}} {
		if set, err := ParseOptions(values); set != nil || !refused(err, "Choose from the list") || !errors.Is(err, ErrUnknownOption) {
			t.Errorf("%q: %v, %v", values, set, err)
		}
	}
}

func TestFault004TheSameBoxOften(t *testing.T) {
	t.Parallel()
	set, err := ParseOptions(append(slices.Repeat([]string{"update_terms"}, 0), slices.Repeat([]string{"update_limits", "create_plans"}, 500)...))
	if err != nil || !slices.Equal(set.Keys(), []OptionKey{CreatePlans, UpdateLimits}) {
		t.Errorf("%v, %v", set.Keys(), err)
	}
}

func TestTheTableOfBoxes(t *testing.T) {
	t.Parallel()
	groups := map[Group]int{}
	covered := map[Field]OptionKey{}
	for _, o := range Options() {
		groups[o.Group]++
		if o.Label == "" || o.Hint == "" || o.plan == nil && o.catalog == nil {
			t.Errorf("%s lacks something", o.Key)
		}
		for _, f := range o.Covers() {
			if by := coveredBy(Key{Field: f}); by != o.Key || covered[f] != "" {
				t.Errorf("%s is covered by %s, %s and %s", f, o.Key, by, covered[f])
			}
			covered[f] = o.Key
		}
	}
	if groups[GroupPlans] != 6 || groups[GroupResources] != 4 || groups[GroupOther] != 3 {
		t.Errorf("the groups have %v boxes", groups)
	}
}

func TestChoicesOfTheDialog(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		one  bool
		want Reach
		bad  bool
	}{{"", false, AllLevels, false}, {"", true, ThisReseller, false}, {"direct", false, DirectOnly, false},
		{"with-sub-resellers", true, WithSubResellers, false}, {"direct", true, ThisReseller, true}, {"this", false, AllLevels, true}} {
		if got, err := ParseReach(tt.text, tt.one); got != tt.want || (err != nil) != tt.bad {
			t.Errorf("reach %q, one %t: %s, %v", tt.text, tt.one, got, err)
		}
	}
	for text, want := range map[string]Policy{"": Overwrite, "overwrite": Overwrite, "keep": Keep} {
		if got, err := ParsePolicy(text); got != want || err != nil {
			t.Errorf("policy %q: %s, %v", text, got, err)
		}
	}
	if _, err := ParsePolicy("ask"); KindOf(err) != KindInvalid {
		t.Errorf("an unknown policy: %v", err)
	}
	if reason := (Dialog{}).Refusal(); reason != "" {
		t.Errorf("a whole plan is refused: %s", reason)
	}
	row := SubscriptionRow{Subscription: Subscription{Status: Canceled}, AccountStatus: AccountActive}
	if reason := (Dialog{Subscription: &row}).Refusal(); reason != "This reseller cannot be synchronized: the subscription is canceled." {
		t.Errorf("a canceled subscription: %q", reason)
	}
}

func TestErrorsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]Kind{NotFound("The plan"): KindNotFound, Forbidden("no"): KindForbidden,
		Conflict("changed", Ref{}): KindConflict, Invalid("wrong"): KindInvalid, errors.New("else"): KindInternal} {
		if got := KindOf(fmt.Errorf("doing it: %w", err)); got != want {
			t.Errorf("%v is of kind %d", err, got)
		}
	}
	cause := errors.New("cause")
	err := &Error{Message: "Wrong", Fields: []FieldError{{Field: "name", Message: "Enter a name"}}, Err: cause}
	if err.Error() != "Wrong; name: Enter a name; cause" || !errors.Is(err, cause) {
		t.Errorf("it reads %q", err)
	}
}

func TestNamesAndTotals(t *testing.T) {
	t.Parallel()
	catalog := &Catalog{Plans: []*Plan{{ID: 1, Name: "Mail", Periods: []Period{{ID: 2, Length: 1, Unit: "months"}, {ID: 3, Length: 14, Unit: "days", Trial: true}}}},
		Categories: &Categories{Sales: []SalesCategory{{ID: 4, Name: "Office"}}, Plan: []PlanCategory{{ID: 5, Name: "Software"}}, Resource: []ResourceCategory{{ID: 6, Name: "People"}}},
		Schedules:  &Schedules{[]Schedule{{ID: 7, Name: "Remind"}}}, Terms: &Terms{Documents: []Document{{ID: 8, Name: "TOS"}}}}
	n := NamesOf(nil, catalog, &Catalog{Plans: []*Plan{{ID: 1, Name: "Old"}, {ID: 9, Name: "Gone"}}})
	if n.Plans[1] != "Mail" || n.Plans[9] != "Gone" || n.Periods[2] != "1 month" || n.Periods[3] != "14 days trial" ||
		n.Categories[4] != "Office" || n.Categories[5] != "Software" || n.Categories[6] != "People" || n.Schedules[7] != "Remind" || n.Documents[8] != "TOS" {
		t.Errorf("names: %+v", n)
	}
	if !(RunTotals{Unchanged: 3}).Nothing() || (RunTotals{Changed: 1}).Nothing() {
		t.Error("which run did nothing")
	}
}

func TestCosts(t *testing.T) {
	t.Parallel()
	price := Amount(decimal.RequireFromString("10.05"))
	period := Period{ID: 2, Active: true, Trial: true, Fees: Fees{RecurringFee: price}}
	rate := Rate{Resource: 3, Main: true, Prices: []PriceRow{{Prices: RatePrices{RecurringPrice: price}}, {Period: 5}}}
	plan := &Plan{ID: 1, Periods: []Period{{ID: 4}, period}, Rates: []Rate{{Resource: 9}, rate}}
	rates := ExchangeRates{"USD": decimal.NewFromInt(1), "JPY": decimal.NewFromInt(100)}
	c := CostsFrom(&Catalog{Plans: []*Plan{plan}}, rates.Conversion("USD", "JPY", nil))
	if got := c.At(FeeKey(1, 2, RecurringFee)).String() + " " + c.At(PriceKey(1, 3, PriceRow{}, RecurringPrice)).String(); got != "1005 1005" {
		t.Errorf("costs: %s", got)
	}
	for _, p := range []Price{c.At(FeeKey(9, 2, SetupFee)), c.At(FeeKey(1, 9, SetupFee)), c.At(PriceKey(9, 3, PriceRow{}, 0)), c.At(PriceKey(1, 8, PriceRow{}, 0)),
		c.At(PriceKey(1, 3, PriceRow{From: 9}, 0)), CostsFrom(nil, Conversion{}).At(FeeKey(1, 2, SetupFee))} {
		if p.IsSet() {
			t.Errorf("what the vendor has not costs %s", p)
		}
	}
	if plan.FirstPeriod().ID != 2 || (&Plan{}).FirstPeriod() != nil || (&Plan{Periods: []Period{period, {ID: 6, Active: true}}}).FirstPeriod().ID != 6 ||
		(&Plan{Periods: []Period{period, {ID: 6, Active: true, Trial: true}, {ID: 7}}}).FirstPeriod().ID != 2 {
		t.Error("which period comes first")
	}
	if r, row := plan.MainPrice(5); r.Resource != 3 || row.Period != 5 {
		t.Error("the main price of a period")
	}
	if r, row := plan.MainPrice(2); r.Resource != 3 || row.Period != 0 {
		t.Error("the main price of every period")
	}
	if r, _ := (&Plan{}).MainPrice(2); r != nil {
		t.Error("a main price without a main resource")
	}
}
