package views

import (
	"slices"
	"time"

	"tiersync/domain"
	"tiersync/views/pages"
)

// PlanList is the list of service plans.
type PlanList struct {
	List      List
	Rows      []PlanRow
	Any       bool // there are plans, whatever the search and the filters
	Reseller  bool // shows prices, and costs and margins
	Costs     bool // unless the viewer does not see them
	Currency  domain.Currency
	Templates bool // the viewer has service templates
	MayCreate bool
	Deeds     []domain.PlansDeedInfo // what the viewer may do to many plans at once
	Confirms  bool                   // a reseller may confirm plans that wait
	Held      int                    // how many plans wait for the reseller's confirmation, whatever the search and the filters
	On        time.Time              // as of which day; zero: now
	Shows     PlanColumns
	Names     domain.Names   // of what prices are of
	Last      pages.Delivery // what the last run changed for a reseller; the zero Delivery: nothing to tell
}

// PlanColumns are the columns of the list that are not there always: what is empty at all plans that match is left out, and so is the template
// where not each is based on one, which is said at its name.
type PlanColumns struct{ Category, Template, Cost, Margin, Delegated, Changed bool }

// ColumnsOf are the columns in which one of the plans has something.
func ColumnsOf(rows []PlanRow) (c PlanColumns) {
	c.Template = len(rows) > 0
	for _, row := range rows {
		c.Category = c.Category || row.Category != ""
		c.Template = c.Template && row.Plan.Template != 0
		c.Cost = c.Cost || !row.Made && row.Cost.IsSet()
		c.Margin = c.Margin || row.Lowest.Cost.IsSet()
		c.Delegated = c.Delegated || len(row.Delegated) > 0
		c.Changed = c.Changed || !row.Changed.IsZero()
	}
	return c
}

// asOf says of what day the list is, "" of now.
func (a PlanList) asOf() string {
	if a.On.IsZero() {
		return ""
	}
	return "As of " + FormatDate(a.On) + ", as the day began (UTC). Costs and margins are not shown."
}

// planURL is the page of a plan, as of the day of the list.
func (a PlanList) planURL(row PlanRow) string {
	if a.On.IsZero() {
		return PlanURL(row.Plan.ID)
	}
	return AsOfURL(row.Plan.ID) + "?on=" + a.On.UTC().Format(time.DateOnly)
}

// AsOfURL shows a plan as it was.
func AsOfURL(id domain.PlanID) string { return PlanURL(id) + "/as-of" }

// lowestText is the lowest margin of a plan: "−11.1 %".
func lowestText(m domain.PricedAt) string {
	switch {
	case !m.Cost.IsSet():
		return "—"
	case m.GivenAway():
		return "given away"
	}
	return marginText(m.Price, m.Cost)
}

// lowestWhere says of which price that is.
func (a PlanList) lowestWhere(m domain.PricedAt) Path {
	return words{a.Names, a.Currency}.subject(domain.Outcome{Key: m.Key})
}

// PlanRow is one plan of the list.
type PlanRow struct {
	Plan       *domain.Plan
	Category   string
	Template   string
	OwnedHere  bool // the template is the viewer's own
	Made       bool // the viewer made the plan themselves
	OwnValues  int
	Cost       domain.Price // of a reseller: what their vendor takes
	Price      domain.Price // recurring fee of the first active period, or what PriceOf says
	PriceOf    string       // the main resource, where the price is in its rate and the fee is zero
	PriceKey   domain.Key   // of Price; the zero Key where there is none
	PriceIsOwn bool
	Unseen     bool                // the viewer does not see the price: it is one of the past
	Lowest     domain.PricedAt     // where the least remains of a price after its cost; the zero PricedAt where nothing has a cost
	Delegated  []string            // the viewer's templates that delegate the plan
	Behind     bool                // a reseller does not have yet what was changed
	Waits      []pages.NotPassedOn // what that is, by the reseller plan that passes it on
	Changed    time.Time           // by the viewer's account; zero where nobody knows
}

// onlyRates reports whether nothing waits but that an exchange rate moved.
func onlyRates(waits []pages.NotPassedOn) bool {
	return len(waits) > 0 && !slices.ContainsFunc(waits, func(by pages.NotPassedOn) bool { return !by.OnlyRates })
}

// notPassedOnText says in a few words what waits: which boxes would change something, at how many direct resellers.
func notPassedOnText(waits []pages.NotPassedOn) string {
	boxes, resellers := domain.OptionSet{}, 0
	for _, by := range waits {
		resellers += by.Resellers
		for _, box := range by.Boxes {
			boxes[box] = true
		}
	}
	if resellers == 0 {
		return ""
	}
	what := domain.ShortWords(boxes.Keys())
	if onlyRates(waits) {
		what = "exchange rate"
	}
	return what + ": " + FormatCount(resellers, "direct reseller", "direct resellers")
}
