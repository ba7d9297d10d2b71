package versions

import (
	"testing"

	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// BenchmarkHashPlans writes and hashes the canonical forms of 1,000 different plans of 4 periods and 20 rates.
func BenchmarkHashPlans(b *testing.B) {
	b.Run("form=1", func(b *testing.B) { hashPlans(b, func(*domain.Plan) {}) })
	b.Run("form=2", func(b *testing.B) {
		hashPlans(b, func(p *domain.Plan) { p.Article = domain.Article{Product: "CFQ7TTC0LH18", SKU: "0001"} })
	})
}

func hashPlans(b *testing.B, listed func(*domain.Plan)) {
	plans := make([]*domain.Plan, 1000)
	for i := range plans {
		plans[i] = measuredPlan(int64(i))
		listed(plans[i])
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := hashAll(plans, canonicalPlan); err != nil {
			b.Fatal(err)
		}
	}
}

func measuredPlan(n int64) *domain.Plan {
	p := &domain.Plan{ID: domain.PlanID(1000 + n), Name: "Business mail, 50 users", Type: domain.GenericPlan, PlanCategory: 12,
		SalesCategories: []domain.CategoryID{31, 32}, Short: "Mail for teams", Long: "Mail, calendar and contacts for teams of up to 50.",
		Published: true, Schedule: 40, BillingModel: "Prepaid", BillingPeriod: "Monthly", AutoRenew: true, RenewPeriod: 2,
		Upgrades: []domain.Upgrade{{To: 1001, Description: "More users"}}}
	price := func(i int64) domain.Price { return domain.Amount(decimal.New(1000+n+i, -2)) }
	for i := range int64(4) {
		period := domain.Period{ID: domain.PeriodID(1 + i), Length: int(1 + i), Unit: "months", Active: true, RefundDays: 14, Position: int(i)}
		for f := range period.Fees {
			period.Fees[f] = price(i)
		}
		p.Periods = append(p.Periods, period)
	}
	for i := range int64(20) {
		row := domain.PriceRow{}
		for f := range row.Prices {
			row.Prices[f] = price(i)
		}
		p.Rates = append(p.Rates, domain.Rate{Resource: domain.ResourceID(500 + i), Included: 10, Maximum: domain.Unlimited,
			Visible: true, Position: int(i), Prices: []domain.PriceRow{row}})
	}
	return p
}
