package domain

import (
	"strings"
	"testing"
	"time"
)

func TestPeriodsEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		length     int
		unit       string
		start, end string
	}{
		{1, "months", "2027-01-15T10:30:00Z", "2027-02-15T10:30:00Z"}, {1, "months", "2027-01-31T10:30:00Z", "2027-02-28T10:30:00Z"},
		{1, "months", "2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z"}, {12, "months", "2028-02-29T00:00:00Z", "2029-02-28T00:00:00Z"},
		{1, "years", "2028-02-29T00:00:00Z", "2029-02-28T00:00:00Z"}, {2, "years", "2027-12-31T00:00:00Z", "2029-12-31T00:00:00Z"},
		{30, "days", "2027-01-31T00:00:00Z", "2027-03-02T00:00:00Z"}, {72, "hours", "2027-01-31T23:00:00Z", "2027-02-03T23:00:00Z"},
	} {
		start, err := time.Parse(time.RFC3339, tt.start)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Period{Length: tt.length, Unit: tt.unit}).End(start).Format(time.RFC3339); got != tt.end {
			t.Errorf("%d %s from %s end %s, want %s", tt.length, tt.unit, tt.start, got, tt.end)
		}
	}
}

func TestSignUpEnds(t *testing.T) {
	t.Parallel()
	start := time.Date(2027, 1, 31, 10, 30, 0, 0, time.UTC)
	month, hour := Period{Length: 1, Unit: "months"}, Period{Length: 1, Unit: "hours"}
	for text, want := range map[string]string{"2027-02-28": "2027-02-28T10:30:00Z", "2027-03-01": "2027-03-01T10:30:00Z"} {
		if end, problem := SignUpEnd(text, month, start); problem != "" || end.Format(time.RFC3339) != want {
			t.Errorf("%s is %s, %s", text, end, problem)
		}
	}
	if end, problem := SignUpEnd("2027-01-31", hour, start); problem != "" || !end.Equal(start.Add(time.Hour)) {
		t.Errorf("an hour ends %s, %s", end, problem)
	}
	for _, text := range []string{"", "28.2.2027", "2027-2-28", "2027-02-30", "2027-02-28T00:00"} {
		if _, problem := SignUpEnd(text, month, start); problem != "Enter a date like 2027-02-28" {
			t.Errorf("%q: %q", text, problem)
		}
	}
}

func TestCheckSignUp(t *testing.T) {
	t.Parallel()
	plan := &Plan{ID: 1, Type: ResellerPlan, Name: "Gold", Periods: []Period{{ID: 2, Active: true}, {ID: 3}}}
	good := Subscription{Name: "Gold for Ann", Period: 2, Start: anyDay(), Expires: anyDay().AddDate(0, 1, 0)}
	if err := CheckSignUp(plan, good); err != nil {
		t.Error(err)
	}
	disabled := *plan
	disabled.Disabled = true
	for _, tt := range []struct {
		field  string
		plan   *Plan
		change func(*Subscription)
	}{
		{"subscription_plan", nil, func(*Subscription) {}}, {"subscription_plan", &Plan{ID: 1}, func(*Subscription) {}}, {"subscription_plan", &disabled, func(*Subscription) {}},
		{"subscription_term", plan, func(s *Subscription) { s.Period = 0 }}, {"subscription_term", plan, func(s *Subscription) { s.Period = 3 }},
		{"subscription_name", plan, func(s *Subscription) { s.Name = "" }}, {"subscription_expires", plan, func(s *Subscription) { s.Expires = s.Start }},
	} {
		wrong := good
		tt.change(&wrong)
		if err := CheckSignUp(tt.plan, wrong); messageOf(err, tt.field) == "" {
			t.Errorf("%s: %v", tt.field, err)
		}
	}
	if got := SignUpName(plan, strings.Repeat("ü", 300)); NameProblem(got) != "" || !strings.HasPrefix(got, "Gold for ü") {
		t.Errorf("a long name: %s", got)
	}
	catalog := &Catalog{Plans: []*Plan{plan, {ID: 2, Type: ResellerPlan, Name: "Early", Periods: plan.Periods}, {ID: 3, Name: "Mail", Periods: plan.Periods},
		{ID: 4, Type: ResellerPlan, Periods: []Period{{ID: 5}}}, {ID: 6, Type: ResellerPlan, Disabled: true, Periods: plan.Periods}}}
	have := []SubscriptionRow{{Subscription: Subscription{Plan: 1, Status: Terminated}}}
	if got := SignUpPlans(catalog, have); len(got) != 2 || got[0].Name != "Early" || got[1] != plan {
		t.Errorf("%d plans", len(got))
	}
	have[0].Status = Ordered
	if got := SignUpPlans(catalog, have); len(got) != 1 {
		t.Errorf("%d plans where there is a live subscription", len(got))
	}
}
