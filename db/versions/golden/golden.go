// Package golden has values that installations have stored, for tests: their rows, forms and hashes are never changed. A new form gets
// values and hashes of its own beside them.
package golden

import (
	"github.com/shopspring/decimal"

	"tiersync/domain"
)

func amount(text string) domain.Price { return domain.Amount(decimal.RequireFromString(text)) }

// Plan has a value in each field, and texts with all that JSON escapes.
func Plan() *domain.Plan {
	fees := domain.Fees{amount("10.00"), amount("12.5"), amount("0"), amount("1234567.89"), {}, amount("0.01"), amount("100")}
	prices := domain.RatePrices{amount("0.000001"), amount("1000000000000"), {}, amount("7.25")}
	return &domain.Plan{
		ID: 1001, Name: "Büro “365” <b>R&D</b>", Type: "Reseller", Template: 7, PlanCategory: 8,
		SalesCategories: []domain.CategoryID{9, 10}, Short: "short, \"quoted\" \\", Long: "lines\r\n\ttabbed\b\f\x01\x1f\x7f\u2028\u2029 日本 🙂",
		ServiceTerms: "{,}[]: /'`", Published: true, Disabled: true, UsageStatistics: true, Schedule: 11,
		BillingModel: "Prepaid", BillingPeriod: "Monthly", AutoRenew: true, RenewPeriod: 21,
		Upgrades: []domain.Upgrade{{To: 1002, Downgrade: true, Fee: amount("3"), Description: "up & away"}, {To: 1003}},
		Periods: []domain.Period{
			{ID: 22, Length: 1, Unit: "months", Trial: true, Active: true, Cycles: 12, Fees: fees, MSRP: domain.Fees{domain.RenewalFee: amount("15")},
				RefundDays: 14, Schedule: 11, Position: 1, Unpriced: true},
			{ID: 21, Length: 2, Unit: "years", Position: 2},
		},
		Rates: []domain.Rate{
			{Resource: 31, Included: 10, Minimum: 5, Maximum: 100, Visible: true, Main: true, Position: 1, Unpriced: true,
				Prices: []domain.PriceRow{{Prices: prices}, {From: 100, MSRP: prices}, {Period: 22, Prices: prices}, {Period: 22, From: 50}}},
			{Resource: 30, Included: domain.Unlimited, Maximum: domain.Unlimited, Position: 2},
		},
	}
}

// Catalog has something in each part, and in each field of it.
func Catalog() *domain.Catalog {
	return &domain.Catalog{
		Plans: []*domain.Plan{Plan(), {ID: 1002, Name: "Mail", Type: "Generic"}},
		Categories: &domain.Categories{
			Sales: []domain.SalesCategory{{ID: 9, Name: "Office & more", Description: "For <offices>", Position: 1, Display: true},
				{ID: 10, Name: "Mail", Parent: 9}},
			Plan: []domain.PlanCategory{{ID: 8, Name: "Software", Description: "Licences", TaxCategory: "reduced"}},
			Resource: []domain.ResourceCategory{{ID: 12, Name: "Users", Position: 3, Resources: []domain.ResourceID{30, 31}},
				{ID: 13, Name: "Nothing"}},
		},
		Schedules: &domain.Schedules{List: []domain.Schedule{
			{ID: 11, Name: "Standard", Details: []domain.ScheduleDetail{
				{Days: 3, Template: 41, Condition: "Always", AppliesTo: "all"},
				{Days: -30, Template: 40, Condition: "Renewal order is not placed", AppliesTo: "not auto-renewing"}}},
			{ID: 14, Name: "Silent"}}},
		OrderFlow: &domain.OrderFlow{ID: 15, Name: "Flow", Transitions: []domain.Transition{
			{OrderType: "Sales", From: "New", To: "Open", Manual: true}, {OrderType: "Sales", From: "Open", To: "Done"}}},
		Privileges: &domain.PrivilegeSet{List: []domain.Privilege{"Edit prices", "Publish plans"}},
		Terms: &domain.Terms{Acceptance: "every purchase", Documents: []domain.Document{
			{ID: 16, Name: "GTC", Version: "1.0", Text: "You\nagree…", Effective: "2026-01-31"}, {ID: 17, Name: "Privacy"}}},
	}
}
