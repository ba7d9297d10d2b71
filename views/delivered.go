package views

import "tiersync/domain"

// deliveredWords are what is delivered as a whole, in the order of a catalog.
var deliveredWords = []struct {
	field     domain.Field
	one, many string
}{
	{domain.FieldPlan, "service plan", "service plans"},
	{domain.FieldSalesCategory, "sales category", "sales categories"},
	{domain.FieldPlanCategoryData, "plan category", "plan categories"},
	{domain.FieldResourceCategory, "resource category", "resource categories"},
	{domain.FieldScheduleContent, "notification schedule", "notification schedules"},
	{domain.FieldTermsDocument, "document of terms", "documents of terms"},
	{domain.FieldPrivilege, "privilege", "privileges"},
	{domain.FieldOrderFlow, "order flow", "order flows"},
}

// DeliveredText says what a run brought to a reseller, "Delivered: 3 service plans and 1 sales category.", and how many of the plans it holds
// until what is done.
func DeliveredText(d domain.Delivered) string {
	held := ""
	if d.Held > 0 {
		held = " " + FormatCount(d.Held, "plan is", "plans are") + " held: not on sale until prices are set and confirmed."
		if d.NoRate {
			held = " " + FormatCount(d.Held, "plan is", "plans are") + " held until there is an exchange rate: not on sale. The next synchronization brings the prices then."
		}
	}
	return whatCame(d) + held
}

// whatCame is the sentence on what they have now and did not before.
func whatCame(d domain.Delivered) string {
	var things []string
	for _, w := range deliveredWords {
		if n := d.Things[w.field]; n > 0 {
			things = append(things, FormatCount(n, w.one, w.many))
		}
	}
	changed := FormatCount(d.Values, "change of what they had", "changes of what they had")
	switch {
	case len(things) > 0 && d.Values > 0:
		return "Delivered: " + andList(things) + ", with " + changed + "."
	case len(things) > 0:
		return "Delivered: " + andList(things) + "."
	case d.Values > 0:
		return "Delivered: " + changed + "."
	case d.All > 0:
		return "Delivered: " + FormatCount(d.All, "change", "changes") + "."
	default:
		return "They had everything already, so nothing was delivered."
	}
}
