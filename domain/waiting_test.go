package domain

import (
	"testing"
	"time"
)

// TestBehindSince: since the first change that the box passes on, after the last run that passed it on to the reseller and was not taken back there.
func TestBehindSince(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	const provider, reseller, other = AccountID(1), AccountID(2), AccountID(3)
	s := Subscriber{Subscription: 7, Account: reseller, Since: day(1), Above: []AccountID{provider}}
	run := func(at int, without ...Leave) PassedOn {
		return PassedOn{At: day(at), Account: provider, Options: Ticked([]OptionKey{UpdateFees}), Reach: AllLevels, LeftOut: NewLeftOut(without...).ByReseller()}
	}
	ofPlan := []Event{{At: day(3), Plan: 9, Boxes: []OptionKey{UpdateFees}}, {At: day(4), Plan: 8, Boxes: []OptionKey{UpdateFees}}, {At: day(7), Plan: 8, Boxes: []OptionKey{UpdateFees}}}
	value := FeeKey(9, 91, RecurringFee)
	events := []Event{{At: day(3), Boxes: []OptionKey{UpdateFees}}, {At: day(6), Boxes: []OptionKey{UpdatePrices}}, {At: day(7), Boxes: []OptionKey{UpdateFees}}}
	for name, test := range map[string]struct {
		box    OptionKey
		runs   []PassedOn
		events []Event
		want   int
	}{
		"no run":                             {UpdateFees, nil, events, 3},
		"nothing known":                      {UpdateFees, nil, nil, 1},
		"after a run":                        {UpdateFees, []PassedOn{run(5), run(2)}, events, 7},
		"a run of other boxes":               {UpdatePrices, []PassedOn{run(8)}, events, 6},
		"a run that was taken back for them": {UpdateFees, []PassedOn{run(5, PartOf(reseller)...), run(2)}, events, 3},
		"a run of which a plan was":          {UpdateFees, []PassedOn{run(5, PartOfPlan(9)...), run(2)}, events, 3},
		"a run that was for somebody else":   {UpdateFees, []PassedOn{run(5, PartOf(other)...), run(2)}, events, 7},
		"a run that left them out":           {UpdateFees, []PassedOn{run(5, LeaveReseller(reseller)), run(2)}, events, 3},
		"a run that left another out":        {UpdateFees, []PassedOn{run(5, LeaveReseller(other)), run(2)}, events, 7},
		"a run that left their plan out":     {UpdateFees, []PassedOn{run(5, LeavePlan(9)), run(2)}, ofPlan, 3},
		"a run that left another plan out":   {UpdateFees, []PassedOn{run(5, LeavePlan(6)), run(2)}, ofPlan, 7},
		"a run that left the box out":        {UpdateFees, []PassedOn{run(5, LeaveBox(9, UpdateFees)), run(2)}, ofPlan, 3},
		"a run that left another box out":    {UpdateFees, []PassedOn{run(5, LeaveBox(9, UpdatePrices)), run(2)}, ofPlan, 7},
		"a run that left a value out":        {UpdateFees, []PassedOn{run(5, LeaveValue(reseller, value)), run(2)}, ofPlan, 3},
		"a run that left another's out":      {UpdateFees, []PassedOn{run(5, LeaveValue(other, value)), run(2)}, ofPlan, 7},
		"a run that left out other values":   {UpdateFees, []PassedOn{run(5, LeaveValue(reseller, Key{Field: FieldName, Plan: 9})), run(2)}, ofPlan, 7},
	} {
		if got := BehindSince(s, test.box, test.runs, test.events); !got.Equal(day(test.want)) {
			t.Errorf("%s: since %s, want day %d", name, got.Format(time.DateOnly), test.want)
		}
	}
}

// TestEventsOfOthers: what another vendor changed, and the rate of a currency that is neither the vendor's nor the reseller's, explain nothing.
func TestEventsOfOthers(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	s := Subscriber{Account: 2, Since: day(1), Above: []AccountID{1}, Currencies: [2]Currency{"USD", "EUR"}}
	fees := []OptionKey{UpdateFees}
	events := []Event{{At: day(2), Vendor: 3, Boxes: fees}, {At: day(3), Currency: "JPY", Boxes: fees}, {At: day(4), Currency: "EUR", Boxes: fees}}
	if got := BehindSince(s, UpdateFees, nil, events); !got.Equal(day(4)) {
		t.Errorf("behind since %s, want day 4", got.Format(time.DateOnly))
	}
}

// TestPlanSince: a plan waits since the first change of its own that nobody got yet, whatever happened to other plans.
func TestPlanSince(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	fees, both := []OptionKey{UpdateFees}, []OptionKey{UpdateFees, EnablePlans}
	last := map[OptionKey]time.Time{UpdateFees: day(3), EnablePlans: day(5)}
	events := []Event{{At: day(2), Plan: 7, Boxes: both}, {At: day(4), Plan: 8, Boxes: fees}, {At: day(6), Boxes: fees}, {At: day(7), Plan: 7, Boxes: fees},
		{At: day(8), Plan: 7, Boxes: []OptionKey{EnablePlans}}}
	for name, test := range map[string]struct {
		plan  PlanID
		boxes []OptionKey
		want  int
	}{
		"its own change":             {7, both, 7},
		"another plan's":             {8, fees, 4},
		"what is of no plan":         {9, fees, 6},
		"nothing that the log tells": {9, []OptionKey{EnablePlans}, 5},
	} {
		if got := PlanSince(test.plan, test.boxes, last, events); !got.Equal(day(test.want)) {
			t.Errorf("%s: waits since %s, want day %d", name, got.Format(time.DateOnly), test.want)
		}
	}
}
