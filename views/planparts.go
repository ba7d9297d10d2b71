package views

import "tiersync/domain"

// planPart is a period of a plan, or a resource in it, with the prices of it that a page of its tab has.
type planPart struct {
	Group  string // what heads the resources that begin here; "" for the others
	Period *domain.Period
	Rate   *domain.Rate
	Lines  []domain.PriceLine
}

// id is where links to these prices lead.
func (p planPart) id() string {
	if p.Rate != nil {
		return ratePart(p.Rate.Resource)
	}
	return periodPart(p.Period.ID)
}

func ratePart(id domain.ResourceID) string { return "rate-" + idText(id) }

func periodPart(id domain.PeriodID) string { return "period-" + idText(id) }

// parts are the periods of a plan in their order, or its resources below their categories, with the prices of the page. What has all its prices
// on other pages is left out.
func (p PlanPage) parts() []planPart {
	lines := map[string][]domain.PriceLine{}
	for _, line := range p.Sheet.Page.Lines {
		of := partOf(line.Key)
		lines[of] = append(lines[of], line)
	}
	paged := p.Sheet.Page.HasBefore() || p.Sheet.Page.HasAfter()
	var parts []planPart
	add := func(part planPart) bool {
		part.Lines = lines[part.id()]
		here := len(part.Lines) > 0 || !paged
		if here {
			parts = append(parts, part)
		}
		return here
	}
	if p.Sheet.Of == domain.ObjectPeriod {
		for i := range p.Plan.Periods {
			add(planPart{Period: &p.Plan.Periods[i]})
		}
		return parts
	}
	groups := p.Plan.RateGroups(p.Catalog.Categories)
	for _, group := range groups {
		head := groupHead(group, len(groups))
		for i := range group.Rates {
			if add(planPart{Group: head, Rate: &group.Rates[i]}) {
				head = ""
			}
		}
	}
	return parts
}

// partOf is the id of the part that a price is of.
func partOf(key domain.Key) string {
	if key.Resource != 0 {
		return ratePart(key.Resource)
	}
	return periodPart(key.Period)
}

// groupHead heads a group of resources; "" where there are no categories.
func groupHead(group domain.RateGroup, groups int) string {
	switch {
	case group.Category != 0:
		return group.Name
	case groups > 1:
		return "In no resource category"
	}
	return ""
}

// PricesURL leads to the prices of a period, or of a resource, on the tab of the plan.
func (p PlanPage) PricesURL(key domain.Key) string {
	tab := "/periods#"
	if key.Resource != 0 {
		tab = "/rates#"
	}
	return p.Base + tab + partOf(key)
}

func (p PlanPage) periodURL(id domain.PeriodID) string { return p.Base + "/periods/" + idText(id) }

func (p PlanPage) rateURL(id domain.ResourceID) string { return p.Base + "/rates/" + idText(id) }

// limitsNote says the limits of a resource in the plan, with its unit.
func (p PlanPage) limitsNote(rate domain.Rate) string {
	unit := ""
	if of := p.Resources.Unit(rate.Resource); of != "" {
		unit = " " + of
	}
	return FormatLimit(rate.Included) + unit + " included, minimum " + FormatLimit(rate.Minimum) + ", maximum " + FormatLimit(rate.Maximum)
}

// limitText writes a delivered limit, which is kept as digits.
func limitText(text string) string {
	if text == idText(domain.Unlimited) {
		return "unlimited"
	}
	return text
}
