package versions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

func TestOutcomesRoundTrip(t *testing.T) {
	t.Parallel()
	list := []domain.Outcome{
		{Option: domain.UpdateFees, What: domain.Updated, Key: domain.FeeKey(1001, 2, domain.SetupFee), Old: "10", New: "12.5", Rate: "1 USD = 0.92 EUR"},
		{Option: domain.UpdateFees, What: domain.Updated, Key: domain.FeeKey(1001, 2, domain.RecurringFee), Old: "10"},
		{What: domain.Skipped, Reason: domain.NoBoxCovers, Key: domain.Key{Field: domain.FieldLong, Plan: 1001}, Old: "a\x00\nb é", New: strings.Repeat("long ", 10000)},
		{What: domain.Skipped, Key: domain.Key{Field: domain.FieldPrivilege, Name: "Manage users", From: -1, Category: 7, Schedule: 9, Resource: 1 << 60}},
	}
	got, err := DecodeOutcomes(encodeOutcomes(list, planPair{}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(list, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestADifferingFieldHasItsBit changes one field of an outcome at a time.
func TestADifferingFieldHasItsBit(t *testing.T) {
	t.Parallel()
	for n := 0; ; n++ {
		var o domain.Outcome
		texts, numbers := outcomeFields(&o)
		switch {
		case n < len(texts):
			*texts[n] = "other"
		case n < len(texts)+len(numbers):
			*numbers[n-len(texts)] = 7
		default:
			return
		}
		if got := differing(&domain.Outcome{}, &o); got != 1<<n {
			t.Errorf("field %d has the bits %b", n, got)
		}
	}
}

// TestOutcomesLeaveOutPrices asserts that a price stands in the stored form only when the plans before and after do not say it.
func TestOutcomesLeaveOutPrices(t *testing.T) {
	t.Parallel()
	fee := func(text string) *domain.Plan {
		price, err := domain.PriceFromString(text)
		if err != nil {
			t.Fatal(err)
		}
		return &domain.Plan{ID: 1001, Periods: []domain.Period{{ID: 2, Fees: domain.Fees{domain.SetupFee: price}}}}
	}
	updated := func(old, new string) []domain.Outcome {
		return []domain.Outcome{
			{Option: domain.UpdateFees, What: domain.Updated, Key: domain.FeeKey(1001, 2, domain.SetupFee), Old: old, New: new},
			{Option: domain.UpdateFees, What: domain.Updated, Key: domain.FeeKey(1002, 2, domain.SetupFee), Old: old, New: new},
			{Option: domain.UpdateFees, What: domain.Updated, Key: domain.Key{Field: domain.FieldName, Plan: 1001}, Old: old, New: new},
		}
	}
	one, other := planPair{fee("10"), fee("12.5")}, planPair{fee("11"), fee("")}
	complete := func(body []byte, pair planPair) []domain.Outcome {
		stored, err := DecodeOutcomes(body)
		if err != nil {
			t.Fatal(err)
		}
		return pair.fill(stored)
	}
	body := encodeOutcomes(updated("10", "12.5"), one)
	if diff := cmp.Diff(updated("10", "12.5"), complete(body, one)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(updated("11", "12.5"), complete(encodeOutcomes(updated("11", "12.5"), one), planPair{nil, one.after})); diff != "" {
		t.Errorf("a price that the plan before does not have (-want +got):\n%s", diff)
	}
	first := func(old, new string, pair planPair) string {
		return string(encodeOutcomes(updated(old, new)[:1], pair))
	}
	if first("10", "12.5", one) != first("11", "", other) {
		t.Error("the same change of other prices has another stored form")
	}
	if list := complete(body, planPair{one.before, nil}); list[0].Old != "10" || list[0].New != "" {
		t.Errorf("without the plan after the run: %+v", list[0])
	}
}

// TestOutcomesFromBeforeTheCompactFormats reads a list as the first runs stored it.
func TestOutcomesFromBeforeTheCompactFormats(t *testing.T) {
	t.Parallel()
	const stored = `[{"Option":"plan_fees","What":"updated","Key":{"Field":"Recurring fee","Plan":1001,"Period":2,"Resource":3,"From":4,` +
		`"Category":5,"Schedule":6,"Name":"n"},"Old":"10","New":"12.5","Rate":"1 USD = 0.92 EUR"},` +
		`{"What":"skipped","Reason":"a price is not set","Key":{"Field":"Name","Plan":1001,"Period":0,"Resource":0,"From":0,"Category":0,` +
		`"Schedule":0,"Name":""}}]`
	want := []domain.Outcome{
		{Option: "plan_fees", What: "updated", Key: domain.Key{Field: "recurring_fee", Plan: 1001, Period: 2, Resource: 3, From: 4,
			Category: 5, Schedule: 6, Name: "n"}, Old: "10", New: "12.5", Rate: "1 USD = 0.92 EUR"},
		{What: "skipped", Reason: "a price is not set", Key: domain.Key{Field: "name", Plan: 1001}},
	}
	got, err := DecodeOutcomes([]byte(stored))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func FuzzDecodeOutcomes(f *testing.F) {
	f.Add(encodeOutcomes([]domain.Outcome{{What: domain.Created, Old: "1", New: "2"}, {What: domain.Created, Old: "2", New: "1"}}, planPair{}))
	f.Add([]byte(`[{"What":"updated","Key":{"Field":"Name"}}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := DecodeOutcomes(body)
		if err != nil {
			return
		}
		again, err := DecodeOutcomes(encodeOutcomes(list, planPair{}))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(list, again); diff != "" && len(list) > 0 {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
