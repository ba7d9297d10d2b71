package pricesheet

import (
	"strings"

	"tiersync/domain"
)

// The headings of our own export for machines, in their order. What is written with them can be read again.
const (
	HeadPlanID     = "Plan ID"
	HeadPlan       = "Plan"
	HeadPeriodID   = "Period ID"
	HeadPeriod     = "Period"
	HeadResourceID = "Resource ID"
	HeadResource   = "Resource"
	HeadFrom       = "From"
	HeadPrice      = "Price" // the key of its field, such as recurring_fee
	HeadLayer      = "Layer" // effective, delivered or own
	HeadAmount     = "Amount"
	HeadCurrency   = "Currency"
	HeadMSRP       = "MSRP"
	HeadProductID  = "Product ID"
	HeadSKUID      = "SKU ID"
	HeadTerm       = "Term"
	HeadBilling    = "Billing Plan"
	HeadSegment    = "Segment"
	HeadMarket     = "Market"
	HeadValidFrom  = "Valid From"
	HeadValidTo    = "Valid To"
)

// Header is the line of headings of our own export.
func Header() []string {
	return []string{HeadPlanID, HeadPlan, HeadPeriodID, HeadPeriod, HeadResourceID, HeadResource, HeadFrom, HeadPrice, HeadLayer, HeadAmount,
		HeadCurrency, HeadMSRP, HeadProductID, HeadSKUID, HeadTerm, HeadBilling, HeadSegment, HeadMarket, HeadValidFrom, HeadValidTo}
}

// layerDelivered marks a line of our own export that says what a vendor delivered: nobody can set that.
const layerDelivered = "delivered"

func ownLayout() Layout {
	return Layout{Name: "our own export", defused: true, needs: []string{"planid", "price", "amount"}, Mapping: Mapping{Columns: map[string]Use{
		HeadPlanID: use(RolePlan), HeadPlan: use(RoleTitle), HeadPeriodID: use(RolePeriod), HeadResourceID: use(RoleResource),
		HeadFrom: use(RoleFrom), HeadPrice: use(RoleField), HeadLayer: use(RoleLayer), HeadAmount: price(""), HeadCurrency: use(RoleCurrency),
		HeadMSRP: msrp(""), HeadProductID: use(RoleProduct), HeadSKUID: use(RoleSKU), HeadTerm: use(RoleTerm), HeadBilling: use(RoleBilling),
		HeadSegment: use(RoleSegment), HeadMarket: use(RoleMarket), HeadValidFrom: use(RoleStarts), HeadValidTo: use(RoleEnds),
	}}}
}

// undefused takes off the apostrophe that exports put before a text that a spreadsheet would run as a formula.
func undefused(text string) string {
	rest, found := strings.CutPrefix(text, "'")
	if bare := strings.TrimSpace(rest); found && bare != "" && strings.ContainsRune("=+-@", rune(bare[0])) {
		return rest
	}
	return text
}

// WriteAmount writes an amount for a file that is read again, so that it can be read in one way only, whatever else stands in
// the file: 1.234 is 1.2340. What is not set is written so.
func WriteAmount(p domain.Price) string {
	if !p.IsSet() {
		return domain.NotSet
	}
	text := p.String()
	if readNumber(text).twoWays() {
		text += "0"
	}
	return text
}
