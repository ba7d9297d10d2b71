package views

import (
	"cmp"
	"slices"

	"tiersync/domain"
	"tiersync/views/pages"
)

// findLabel is what the search of a run's page looks for.
const findLabel = "Search by plan, ID, reseller or value"

// OutcomeLabel is the word for what happened to a value: "Own value kept". A plan that is held is called what it is: not on sale.
func OutcomeLabel(w domain.What) string {
	if w == domain.HeldBack {
		return "Not on sale"
	}
	return capital(string(w))
}

// groupings are the ways in which a run is listed, and what it moves in money where that is a page of its own.
func (s RunScreen) groupings() []Tab {
	resellers, plans := s.List.with(map[string]string{"by": ""}), s.List.with(map[string]string{"by": "plan"})
	plans.Sort, plans.Desc = plans.Unsort, false
	tabs := []Tab{{Label: "By reseller", URL: resellers.url(), Current: s.Plans == nil && !s.Money}, {Label: "By plan", URL: plans.url(), Current: s.Plans != nil}}
	if s.HasMoney {
		money := s.List.with(map[string]string{"by": "money"})
		money.Sort, money.Desc = money.Unsort, false
		tabs = append(tabs, Tab{Label: "Money", URL: money.url(), Current: s.Money})
	}
	return tabs
}

// shown are the links above what happened.
func (s RunScreen) shown() []Tab {
	tabs := []Tab{{Label: "Changed, kept or skipped"}, {Label: "Changes only"}, {Label: "Show everything"}}
	for i, show := range []pages.OutcomeFilter{"", pages.ShowChanges, pages.ShowEverything} {
		list := s.List.with(map[string]string{"show": string(show)})
		tabs[i].URL, tabs[i].Current = list.url(), show == s.Query.Show
	}
	return tabs
}

// OutsidePlans stands in addresses for what is outside plans.
const OutsidePlans = "none"

// planURL is the page of all values of a plan.
func (s RunScreen) planURL(plan domain.PlanID) string {
	text := OutsidePlans
	if plan != 0 {
		text = idText(plan)
	}
	list := s.List.with(map[string]string{"plan": text})
	return list.url()
}

// whoURL is the list of the resellers of a case.
func (s RunScreen) whoURL(c pages.PlanCase) string {
	if s.Query.Priced() { // which is counted at resellers, whatever there is in outcomes
		list := s.List.with(map[string]string{"value": c.Key.Text()})
		return list.url()
	}
	list := s.List.with(map[string]string{"by": "", "plan": "", "value": c.Key.Text()})
	list.Filters = []Filter{{Name: "box", Value: string(c.Option)}, {Name: "outcome", Value: string(c.What)},
		{Name: "level", Value: s.List.Filter("level")}, {Name: "currency", Value: cmp.Or(string(c.Currency), s.List.Filter("currency"))}}
	return list.url()
}

// found says of what alone a list is, besides its search and filters: a plan, or a value; "" where it is not.
func (s RunScreen) found() string {
	switch {
	case s.Query.Key != domain.Key{}:
		return "one value, " + s.Query.Key.Field.Info().Label
	case s.Query.Outside:
		return "what is outside plans"
	case s.Query.Plan != 0 && s.Plans != nil:
		return s.planTitle(pages.RunPlan{Plan: s.Query.Plan})
	case s.Query.Plan != 0:
		return "one plan"
	}
	return ""
}

// everythingURL is the list without that.
func (s RunScreen) everythingURL() string {
	list := s.List.with(map[string]string{"plan": "", "value": ""})
	return list.url()
}

// planTitle is the name of a plan of a run, or what stands for what is outside plans.
func (s RunScreen) planTitle(p pages.RunPlan) string {
	if p.Plan == 0 {
		return "Outside plans"
	}
	return named(s.Plans.Names.Plans, p.Plan, "Service plan")
}

// planNote says how much there is in a plan: "12 values at 940 resellers", or that the run leaves it out.
func (s RunScreen) planNote(p pages.RunPlan) string {
	what := FormatCount(p.Total, "value", "values")
	if s.RunPage.Run.LeftOut.Has(domain.LeavePlan(p.Plan)) {
		what = "Left out"
	}
	return what + " at " + FormatCount(p.Resellers, "reseller", "resellers")
}

// restOf leads to what the page does not show of a plan; "" where it shows all, or pages it.
func (s RunScreen) restOf(p pages.RunPlan) string {
	switch {
	case s.Plans.Single:
		return ""
	case p.Total > len(p.Values):
		return "All " + FormatInteger(p.Total) + " values"
	case slices.ContainsFunc(p.Values, func(v pages.PlanValue) bool { return v.More > 0 }):
		return "All that differs"
	}
	return ""
}

// caseText is a case in words. What is outside plans says of which part it is.
func (s RunScreen) caseText(c pages.PlanCase) OutcomeText {
	t := DescribeOutcome(c.Outcome, s.Plans.Names, c.Currency)
	if c.Key.Plan == 0 && t.Subject[0] != t.Group {
		t.Subject = t.Subject.Below(t.Group)
	}
	return t
}

// pricedColumns is how many columns a table of prices by their cost has.
func (s RunScreen) pricedColumns() string {
	if s.SeesCosts {
		return "6"
	}
	return "3"
}

// rateOf is the exchange rate of a case, where amounts were converted.
func rateOf(t OutcomeText) string {
	if t.Rate == "" {
		return ""
	}
	return "at " + t.Rate
}
