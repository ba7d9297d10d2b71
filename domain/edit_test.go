package domain_test

import (
	"errors"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

func editPlan() *domain.Plan {
	return &domain.Plan{ID: 1, Name: "Mail", Periods: []domain.Period{
		{ID: 2, Length: 14, Unit: "days", Trial: true, Active: true, Position: 1},
		{ID: 3, Length: 1, Unit: "months", Active: true, Position: 2},
		{ID: 4, Length: 30, Unit: "days", Trial: true, Position: 3}},
		Rates: []domain.Rate{{Resource: 5, Included: 10, Minimum: 5, Maximum: 20, Prices: []domain.PriceRow{{}, {Period: 3}}}}}
}

// field is the field of the first message of a refusal, "" when there is none.
func field(err error) string {
	var e *domain.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Field
}

func TestFault092PeriodsStayInRange(t *testing.T) {
	t.Parallel()
	tests := []struct {
		length int
		unit   string
		want   string
	}{
		{0, "months", "length"}, {1, "months", ""}, {12, "months", ""}, {13, "months", "length"}, {1_000_000_000, "months", "length"},
		{10, "years", ""}, {11, "years", "length"}, {90, "days", ""}, {91, "days", "length"}, {72, "hours", ""}, {73, "hours", "length"},
		{-1, "days", "length"}, {1, "fortnights", "unit"},
	}
	for _, tt := range tests {
		_, err := editPlan().WithPeriod(domain.Period{ID: 9, Length: tt.length, Unit: tt.unit})
		if got := field(err); got != tt.want {
			t.Errorf("%d %s: message beside %q, want %q", tt.length, tt.unit, got, tt.want)
		}
	}
}

func TestTrialIsNotFollowedByATrial(t *testing.T) {
	t.Parallel()
	plan := editPlan()
	if _, err := plan.WithPeriod(domain.Period{ID: 9, Length: 7, Unit: "days", Trial: true}); field(err) != "trial" {
		t.Errorf("a trial after a trial: %v", err)
	}
	if _, err := plan.WithoutPeriod(3); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("the period between two trials was removed: %v", err)
	}
	if next, err := editPlan().WithPeriod(domain.Period{ID: 4, Length: 7, Unit: "days", Trial: true}); err != nil || next.Periods[2].Length != 7 {
		t.Errorf("a trial at the end: %v", err)
	}
	plan.RenewPeriod = 3
	next, err := plan.WithoutPeriod(4)
	if err != nil || len(next.Periods) != 2 || len(plan.Periods) != 3 {
		t.Errorf("removed into %v, %v; the plan itself has %d periods", next, err, len(plan.Periods))
	}
	if next.RenewPeriod != 3 {
		t.Errorf("it renews to period %d", next.RenewPeriod)
	}
	if next, err = next.WithoutPeriod(3); err != nil || len(next.Rates[0].Prices) != 1 || next.RenewPeriod != 0 {
		t.Errorf("the price rows of a period, or the renewal to it, stay behind: %v", err)
	}
	if _, err := next.WithoutPeriod(2); err == nil {
		t.Error("the last period was removed")
	}
}

func TestWhatIsAddedComesLast(t *testing.T) {
	t.Parallel()
	plan, err := editPlan().WithPeriod(domain.Period{ID: 9, Length: 1, Unit: "years"})
	if err != nil || plan.Period(9).Position != 4 {
		t.Fatalf("a period came at position %d, %v", plan.Period(9).Position, err)
	}
	for i, resource := range []domain.ResourceID{6, 7, 8} {
		if plan, err = plan.WithRate(domain.Rate{Resource: resource}); err != nil || plan.Rate(resource).Position != i+1 {
			t.Fatalf("rate %d came at position %d, %v", i, plan.Rate(resource).Position, err)
		}
	}
	if plan, err = plan.WithRate(domain.Rate{Resource: 7, Position: 2, Main: true}); err != nil || len(plan.Rates) != 4 || !plan.Rate(7).Main {
		t.Errorf("a rate in place of another: %+v, %v", plan.Rates, err)
	}
}

func TestLowerBoundsAreUnique(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rows []domain.PriceRow
		want string
	}{
		{[]domain.PriceRow{{}, {From: 10}, {Period: 3}, {Period: 3, From: 10}}, ""},
		{[]domain.PriceRow{{}, {Period: 3, From: 10}, {From: 10}, {Period: 3, From: 10}}, "from"},
		{[]domain.PriceRow{{}, {}}, "from"},
	} {
		if _, err := editPlan().WithRate(domain.Rate{Resource: 5, Prices: tt.rows}); field(err) != tt.want {
			t.Errorf("%v: message beside %q", tt.rows, field(err))
		}
	}
}

func TestLimitsKeepSection1(t *testing.T) {
	t.Parallel()
	tests := []struct {
		included, minimum, maximum int64
		want                       string
	}{
		{-1, 0, -1, ""}, {0, 5, 5, ""}, {5, 5, 5, ""}, {4, 5, 10, "included"}, {-2, 0, 1, "included"}, {0, 5, 4, "maximum"},
		{0, -1, 4, "minimum"}, {0, 0, -2, "maximum"},
	}
	for _, tt := range tests {
		rate := domain.Rate{Resource: 5, Included: tt.included, Minimum: tt.minimum, Maximum: tt.maximum}
		_, err := editPlan().WithRate(rate)
		if got := field(err); got != tt.want {
			t.Errorf("%+v: message beside %q", tt, got)
		}
		if allowed := rate.Limits().Allowed(); allowed != (tt.want == "") {
			t.Errorf("%+v: Allowed says %t", tt, allowed)
		}
	}
}

func TestPlanEditKeepsWhatIsNotTouched(t *testing.T) {
	t.Parallel()
	state := domain.State{Delivered: &domain.Catalog{Plans: []*domain.Plan{editPlan()}}}
	included := domain.Key{Field: domain.FieldIncluded, Plan: 1, Resource: 5}
	edit := func(change func(*domain.PlanEdit)) (*domain.Own, error) {
		e, err := state.EditPlan(1, 7, time.Unix(1, 0))
		if err != nil {
			t.Fatal(err)
		}
		change(e)
		return e.Own()
	}
	if own, err := edit(func(e *domain.PlanEdit) { e.Set(included, "10") }); err != nil || own.Count() != 0 {
		t.Errorf("an untouched value became an own one: %v, %v", own, err)
	}
	if _, err := edit(func(e *domain.PlanEdit) { e.Set(included, "4") }); field(err) != "included" {
		t.Errorf("an included amount below the minimum: %v", err)
	}
	own, err := edit(func(e *domain.PlanEdit) { e.Set(included, "12") })
	if v, ok := own.Value(included); err != nil || !ok || v.Value != "12" || v.Base != "10" || v.By != 7 {
		t.Errorf("own value %+v, %v", v, err)
	}
	state.Own = own
	if own, err = edit(func(e *domain.PlanEdit) { e.Reset(included) }); err != nil || own.Count() != 0 {
		t.Errorf("after the reset there are %d own values, %v", own.Count(), err)
	}
	if _, err := state.EditPlan(2, 7, time.Unix(1, 0)); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("a plan that was never delivered: %v", err)
	}
}

func TestPublishedBackAsDeliveredIsNoOwnValue(t *testing.T) {
	t.Parallel()
	delivered := editPlan()
	delivered.Published = true
	state := domain.State{Delivered: &domain.Catalog{Plans: []*domain.Plan{delivered}}}
	for _, step := range []struct {
		publish bool
		own     int
	}{{false, 1}, {true, 0}} {
		edit, err := state.EditPlan(1, 7, time.Unix(1, 0))
		if err != nil {
			t.Fatal(err)
		}
		if err := edit.Publish(step.publish); err != nil {
			t.Fatal(err)
		}
		if state.Own, err = edit.Own(); err != nil || state.Own.Count() != step.own {
			t.Errorf("published %v: %d own values, %v, want %d", step.publish, state.Own.Count(), err, step.own)
		}
	}
}

func TestFault085Margin(t *testing.T) {
	t.Parallel()
	price := func(text string) domain.Price { return domain.Amount(decimal.RequireFromString(text)) }
	tests := []struct{ price, cost, want string }{
		{"16", "8", "50"}, {"3", "2", "33.3"}, {"0.01", "0.01", "0"}, {"10", "12.5", "-25"}, {"1600", "1599", "0.1"}, {"0.000003", "0.000001", "66.7"},
	}
	for _, tt := range tests {
		if got, ok := domain.Margin(price(tt.price), price(tt.cost)); !ok || got.String() != tt.want {
			t.Errorf("margin of %s over %s: %s, want %s", tt.price, tt.cost, got, tt.want)
		}
	}
	if _, ok := domain.Margin(price("0"), price("1")); ok {
		t.Error("a price of zero has a margin")
	}
	if _, ok := domain.Margin(domain.Price{}, price("1")); ok {
		t.Error("a price that is not set has a margin")
	}
	if _, ok := domain.Margin(price("1"), domain.Price{}); ok {
		t.Error("a cost that is not set leaves a margin")
	}
}
