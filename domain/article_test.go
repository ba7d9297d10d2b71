package domain_test

import (
	"testing"

	"tiersync/domain"
)

// TestArticlesOfPeriods refuses ids of a period that another one has, for as long and billed alike, beside what was changed.
func TestArticlesOfPeriods(t *testing.T) {
	t.Parallel()
	s := vendor()
	other := &domain.Plan{ID: 20, Name: "Other", Article: domain.Article{Product: "CFQ7", SKU: "0001"}, Segment: "Commercial", Periods: []domain.Period{
		{ID: 21, Length: 1, Unit: "years"}, {ID: 22, Length: 12, Unit: "months", Billing: "Monthly"}, {ID: 23, Length: 1, Unit: "months", Trial: true}}}
	mine := editPlan()
	mine.Segment = "commercial"
	s.Now.Own = s.Now.Own.WithMade(&domain.Catalog{Plans: []*domain.Plan{mine, other}})
	s.Seen = s.Now
	named := domain.Period{ID: 9, Length: 12, Unit: "months", Article: domain.Article{Product: "cfq7", SKU: "0001"}}
	with := func(change func(*domain.Period)) domain.Period {
		period := named
		change(&period)
		return period
	}
	tests := []struct {
		name   string
		period domain.Period
		want   domain.Field
	}{
		{"12 months are a year", named, domain.FieldPeriodSKU},
		{"another SKU", with(func(p *domain.Period) { p.SKU = "1" }), ""},
		{"another billing plan", with(func(p *domain.Period) { p.Billing = "Annual" }), ""},
		{"the same billing plan", with(func(p *domain.Period) { p.Billing = "monthly " }), domain.FieldPeriodSKU},
		{"another length", with(func(p *domain.Period) { p.Length = 11 }), ""},
		{"a trial", with(func(p *domain.Period) { p.Length, p.Trial = 1, true }), domain.FieldPeriodSKU},
		{"no trial", with(func(p *domain.Period) { p.Length = 1 }), ""},
		{"ids of the plan's", with(func(p *domain.Period) { p.Article = domain.Article{} }), ""},
	}
	for _, tt := range tests {
		next := mine.WithPeriod(tt.period)
		next.Periods[2].Trial, next.Periods[0].Trial = false, false // a trial may not follow another
		_, err := domain.Apply(edit(domain.PeriodAdded, next), s)
		if got := beside(err); got != tt.want || (err == nil) != (tt.want == "") {
			t.Errorf("%s: message beside %q, want %q: %v", tt.name, got, tt.want, err)
		}
	}
	named.Length, named.Unit = 1, "years"
	twice := mine.WithPeriod(named)
	s.Now.Own = s.Now.Own.WithMade(&domain.Catalog{Plans: []*domain.Plan{twice}})
	s.Seen = s.Now
	named.ID, named.Length, named.Unit = 10, 12, "months"
	if _, err := domain.Apply(edit(domain.PeriodAdded, twice.WithPeriod(named)), s); beside(err) != domain.FieldPeriodSKU {
		t.Errorf("a second period of the plan with its ids: %v", err)
	}
	if _, err := domain.Apply(values(domain.FeesChanged, domain.KeyedValue{Key: domain.FeeKey(1, 9, domain.SetupFee), Value: "1"}), s); err != nil {
		t.Errorf("a fee of it: %v", err)
	}
}
