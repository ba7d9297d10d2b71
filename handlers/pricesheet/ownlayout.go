package pricesheet

import (
	"regexp"
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

// Layer is which of the prices of one thing a line of our own export has. What holds is the effective one: that alone is read again.
type Layer string

// The layers. Own values and what was delivered beneath them are passed over.
const (
	Effective Layer = "effective"
	Delivered Layer = "delivered"
	Own       Layer = "own"
)

// aside says why a line of our own export is passed over, "" for one that is read.
func (l Layer) aside() string {
	switch {
	case strings.EqualFold(string(l), string(Delivered)):
		return "What was delivered: nothing to set"
	case strings.EqualFold(string(l), string(Own)):
		return "The own value by itself: the line of what is effective counts"
	}
	return ""
}

func ownLayout() Layout {
	return Layout{Name: "our own export", own: true, needs: []string{"planid", "price", "amount"}, Mapping: Mapping{Columns: map[string]Use{
		HeadPlanID: use(RolePlan), HeadPlan: use(RoleTitle), HeadPeriodID: use(RolePeriod), HeadResourceID: use(RoleResource),
		HeadFrom: use(RoleFrom), HeadPrice: use(RoleField), HeadLayer: use(RoleLayer), HeadAmount: price(""), HeadCurrency: use(RoleCurrency),
		HeadMSRP: msrp(""), HeadProductID: use(RoleProduct), HeadSKUID: use(RoleSKU), HeadTerm: use(RoleTerm), HeadBilling: use(RoleBilling),
		HeadSegment: use(RoleSegment), HeadMarket: use(RoleMarket), HeadValidFrom: use(RoleStarts), HeadValidTo: use(RoleEnds),
	}}}
}

// formula is a text that a spreadsheet would run as a formula, or one that was kept from it before.
var formula = regexp.MustCompile(`^'*\s*[=+\-@]|^'*[\t\r\n]`)

// Defused puts an apostrophe before a text that a spreadsheet would run as a formula, for a file of text. Reading our own export takes it
// off again.
func Defused(text string) string {
	if formula.MatchString(text) {
		return "'" + text
	}
	return text
}

// undefused takes the apostrophe off that Defused puts before a text.
func undefused(text string) string {
	if rest, found := strings.CutPrefix(text, "'"); found && formula.MatchString(rest) {
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
