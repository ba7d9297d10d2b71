package views

import (
	"strconv"
	"strings"
	"time"

	"tiersync/domain"
	"tiersync/views/pages"
)

// plansPath is the list of service plans.
const plansPath = "/products/plans"

// PlanURL is the page of a plan in the viewer's own catalog.
func PlanURL(id domain.PlanID) string { return plansPath + "/" + idText(id) }

func idText[ID ~int64](id ID) string { return strconv.FormatInt(int64(id), 10) }

// PlanPage is what every tab of a plan shows.
type PlanPage struct {
	Base          string              // "/products/plans/7", or "/resellers/22/plans/7" for a plan as a reseller below has it
	Plan          *domain.Plan        // as it is sold: own values in place
	Delivered     *domain.Plan        // as it was delivered; nil: the vendor made it themselves
	Own           *domain.Own         // of the plan's vendor
	Catalog       *domain.Catalog     // of the plan's vendor
	Currency      domain.Currency     // of the plan's vendor
	Reseller      *domain.Account     // whose plan it is, when it is not the viewer's own
	Resources     ResourceNames       // live names and units
	Template      string              // name of the service template, if the plan is based on one
	OwnedHere     bool                // that template is the viewer's own
	Costs         *domain.Costs       // nil: no costs are shown
	Unseen        bool                // nor are delivered prices, which are costs to the plan's vendor
	May           PlanRights          // what the viewer may do here
	Behind        []domain.PlanID     // the reseller plans whose subscribers are behind in this plan (rule G13)
	Waits         []pages.NotPassedOn // what waits, by those reseller plans
	Direct        int                 // the level of the viewer's direct resellers
	Parent        bool                // the viewer may have resellers of their own
	Subscriptions int                 // of a Reseller plan: how many there are
	Names         domain.Names        // of what the plan mentions
	Seen          string              // what a form of this page was made from
	Sheet         *PriceList          // of the tabs with prices: these
	Delegation    *PlanDelegation     // in which templates it is delegated; nil: that is not shown
	On            time.Time           // the day as of which it is asked for; zero: now
	Past          bool                // the page shows the plan as of that day
	Now           *domain.Plan        // of such a page: what it is now; nil where it was deleted since
	Absent        bool                // there was no such plan that day
}

// PlanRights are what the viewer may change on the plan.
type PlanRights struct{ Prices, Texts, Publish, Categories, Synchronize bool }

// Any reports whether there is anything the viewer may change.
func (r PlanRights) Any() bool { return r.Prices || r.Texts || r.Publish || r.Categories }

// MayEdit reports whether the plan's form has a section for the viewer.
func (p PlanPage) MayEdit() bool { return p.May.Texts || p.May.Prices || p.Made() && p.May.Categories }

// Made reports whether the plan is the vendor's own make, so that all of it is theirs to change.
func (p PlanPage) Made() bool { return p.Delivered == nil }

// RateDecimals is how many decimals the price of a resource keeps here (rule G14). Of one that is not known it keeps what it can.
func (p PlanPage) RateDecimals(of domain.ResourceID) int32 {
	r, known := p.Resources[of]
	return p.Currency.RateDecimals(r.Measurable || !known)
}

// Foreign reports whether the plan is somebody else's: nothing can be changed.
func (p PlanPage) Foreign() bool { return p.Reseller != nil }

// sellsToResellers reports whether the viewer's resellers can be subscribed to the plan.
func (p PlanPage) sellsToResellers() bool {
	return p.Plan.Type == domain.ResellerPlan && p.Parent && !p.Foreign()
}

// tabs are the pages of the plan; the one with this label is current.
func (p PlanPage) tabs(current string) []Tab {
	tabs := []Tab{{Label: "General", URL: p.Base}, {Label: "Subscription Periods", URL: p.Base + "/periods", Count: FormatInteger(len(p.Plan.Periods))},
		{Label: "Resource Rates", URL: p.Base + "/rates", Count: FormatInteger(len(p.Plan.Rates))},
		{Label: "Upgrades", URL: p.Base + "/upgrades", Count: FormatInteger(len(p.Plan.Upgrades))}}
	if p.sellsToResellers() && !p.gone() {
		tabs = append(tabs, Tab{Label: "Subscriptions", URL: p.Base + "/subscriptions", Count: FormatInteger(p.Subscriptions)})
	}
	if !p.Foreign() && p.Parent && !p.gone() {
		tabs = append(tabs, Tab{Label: "Synchronizations", URL: p.Base + "/synchronizations"})
	}
	if !p.Foreign() && !p.gone() {
		tabs = append(tabs, Tab{Label: "History", URL: p.Base + "/history"})
	}
	if !p.On.IsZero() {
		tabs = append(tabs, Tab{Label: thenAndNow, URL: p.Base + "/as-of"})
		for i := range tabs {
			tabs[i].URL = p.OnDay(tabs[i].URL)
		}
	}
	return currentTab(current, tabs...)
}

// thenAndNow is the tab with the prices of a plan as of a day beside those of now.
const thenAndNow = "Then and Now"

// OnDay is the address of a page as of the day of this one.
func (p PlanPage) OnDay(url string) string {
	if p.On.IsZero() {
		return url
	}
	return withParam(url, "on", p.On.Format(time.DateOnly))
}

// gone reports whether the plan was deleted since the day as of which it is shown.
func (p PlanPage) gone() bool { return p.Past && p.Now == nil }

// priced reports whether there is a price at a key now, so that there is something to say of how it came about.
func (p PlanPage) priced(key domain.Key) bool {
	if !p.Past {
		return true
	}
	_, there := p.Now.Price(key)
	return there
}

// ownOver returns the delivered value under an own one, as text, and whether the vendor set the value themselves.
func (p PlanPage) ownOver(key domain.Key) (delivered string, own bool) {
	if p.Delivered == nil {
		return "", false
	}
	key.Plan = p.Plan.ID
	if _, own := p.Own.Value(key); !own {
		return "", false
	}
	delivered, _ = p.Delivered.Value(key)
	return delivered, true
}

// RowLabel says for which period and from which amount on a price row counts.
func (p PlanPage) RowLabel(row domain.PriceRow) string {
	label := "Every period"
	if row.Period != 0 {
		label = p.periodLabel(row.Period)
	}
	if row.From > 0 {
		label += ", from " + FormatInteger(row.From)
	}
	return label
}

func (p PlanPage) periodLabel(id domain.PeriodID) string {
	if period := p.Plan.Period(id); period != nil {
		return period.Label()
	}
	return "period" + nameless
}

func (p PlanPage) scheduleName(id domain.ScheduleID) string {
	if name := p.Names.Schedules[id]; name != "" {
		return name
	}
	return "none"
}

// missingPrices are the prices of one period or resource of the plan that are not set.
type missingPrices struct {
	Of     string // the period or resource
	URL    string // its prices
	Prices []string
}

// missing lists the prices that keep the plan from being sold, by what they are of.
func (p PlanPage) missing() []missingPrices {
	var parts []missingPrices
	for key := range p.Plan.MissingPrices() {
		part, price := missingPrices{Of: p.periodLabel(key.Period), URL: p.PricesURL(key)}, key.Field.Label()
		if key.Resource != 0 {
			part.Of = p.Resources.Name(key.Resource)
			if key.Period != 0 || key.From != 0 {
				price += " (" + lowerFirst(p.RowLabel(domain.PriceRow{Period: key.Period, From: key.From})) + ")"
			}
		}
		if len(parts) == 0 || parts[len(parts)-1].URL != part.URL {
			parts = append(parts, part)
		}
		last := &parts[len(parts)-1]
		last.Prices = append(last.Prices, price)
	}
	return parts
}

// published says whether the plan is published, in words that go with its status.
func (p PlanPage) published() string {
	text := domain.YesNo(p.Plan.Published)
	if status := p.Plan.Status(); p.Plan.Published && status != domain.StatusPublished {
		text += ", but not on sale: " + string(status)
	}
	return text
}

// ownSchedule is ownOver for the assignment of a notification schedule to the plan (period 0) or to a period of it: what was
// delivered is named.
func (p PlanPage) ownSchedule(period domain.PeriodID) (delivered string, own bool) {
	text, own := p.ownOver(domain.Key{Field: domain.FieldSchedule, Period: period})
	id, _ := strconv.ParseInt(text, 10, 64) // our own writing
	return p.scheduleName(domain.ScheduleID(id)), own
}

// periodNote is the line below a period's name: its id, how often, its schedule.
func (p PlanPage) periodNote(period domain.Period) string {
	note := "ID " + idText(period.ID)
	if period.Cycles > 0 {
		note += ", " + FormatCount(period.Cycles, "time", "times")
	}
	if period.Schedule != 0 {
		note += ", " + domain.Isolate(p.scheduleName(period.Schedule))
	}
	for _, named := range []struct{ label, text string }{{"Product ID ", period.Product}, {"SKU ID ", period.SKU}, {"Billing Plan ", period.Billing}} {
		if named.text != "" {
			note += ", " + named.label + named.text
		}
	}
	return note
}

// ResourceNames are the live names and units of resources.
type ResourceNames map[domain.ResourceID]domain.Resource

// Name is the resource's name, or that the viewer cannot know it.
func (r ResourceNames) Name(id domain.ResourceID) string {
	if resource, ok := r[id]; ok {
		return resource.Name
	}
	return "Resource" + nameless
}

// Unit is the resource's unit, "" when it has none.
func (r ResourceNames) Unit(id domain.ResourceID) string { return r[id].Unit }

// FormatLimit writes an included, minimum or maximum amount.
func FormatLimit(n int64) string {
	if n == domain.Unlimited {
		return "unlimited"
	}
	return FormatInteger(n)
}

// marginText writes a margin, an em dash where there is none.
func marginText(price, cost domain.Price) string {
	percent, ok := domain.Margin(price, cost)
	if !ok {
		return "—"
	}
	return formatTenths(percent) + " %"
}

// PlainAmount writes a price as a form field takes it: without separators, "not set" for none.
func PlainAmount(p domain.Price, c domain.Currency) string {
	return strings.ReplaceAll(FormatAmount(p, c), ",", "")
}

// PlainLimit writes an amount as a form field takes it.
func PlainLimit(n int64) string {
	if n == domain.Unlimited {
		return "unlimited"
	}
	return idText(n)
}
