package domain

import "testing"

// TestOfferShowsNoMarks takes each mark that is the vendor's own affair off the plan that they offer.
func TestOfferShowsNoMarks(t *testing.T) {
	t.Parallel()
	for name, mark := range map[string]func(*Plan){
		"an unconfirmed period":    func(p *Plan) { p.Periods[0].Unpriced = true },
		"the MSRP of a fee":        func(p *Plan) { p.Periods[0].MSRP[RecurringFee] = free() },
		"an unconfirmed resource":  func(p *Plan) { p.Rates[0].Unpriced = true },
		"the MSRP of a price":      func(p *Plan) { p.Rates[0].Prices[0].MSRP[SetupPrice] = free() },
		"the MSRP of another tier": func(p *Plan) { p.Rates[0].Prices[1].MSRP[SetupPrice] = free() },
	} {
		plan := fullPlan()
		if OfferPlan(&plan, Conversion{}) != &plan {
			t.Error("a plan without marks is copied")
		}
		mark(&plan)
		if offered := OfferPlan(&plan, Conversion{}); offered == &plan || offered.hasVendorMarks() {
			t.Errorf("%s is offered", name)
		}
	}
}
