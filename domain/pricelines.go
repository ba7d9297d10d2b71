package domain

import (
	"slices"
	"strings"
)

// This file finds the plan, the period and the place of the prices that a line of a price list is for: by our own ids, else by those of the
// list, and never by a name.

// find returns the plan of a line, with the period where it needs one, or what hinders it.
func (m *matching) find(line *SheetLine) (claimant, *LineMatch) {
	options, failed := m.options(line)
	if failed != nil {
		return claimant{}, failed
	}
	if !m.needsPeriod(line) {
		return only(plansOf(options), "")
	}
	return choosePeriod(line, options)
}

// options are the periods that a line may be for, before how long it is and how it is billed are looked at; of plans without any, the plan.
func (m *matching) options(line *SheetLine) ([]claimant, *LineMatch) {
	if line.Plan != 0 {
		plan := m.Sold.Plan(PlanID(line.Plan))
		switch {
		case plan == nil:
			return nil, m.unknown(line, "There is no plan with the ID "+intText(line.Plan))
		case line.Period != 0 && plan.Period(PeriodID(line.Period)) == nil:
			return nil, &LineMatch{State: LineNoPlace, Why: Isolate(plan.Name) + " has no period with the ID " + intText(line.Period)}
		case line.Period != 0:
			return []claimant{{plan, plan.Period(PeriodID(line.Period))}}, nil
		}
		return plan.everyPeriod(), nil
	}
	var options []claimant
	for _, c := range bestFor(line, m.articles.named(line)) {
		if c.period != nil {
			options = append(options, c)
			continue
		}
		for _, of := range c.plan.everyPeriod() {
			if of.period == nil || of.period.Article == (Article{}) { // with ids of its own it is another product
				options = append(options, of)
			}
		}
	}
	if len(options) == 0 {
		return nil, m.unknown(line, "")
	}
	return options, nil
}

// everyPeriod are the periods of the plan, and where it has none the plan.
func (p *Plan) everyPeriod() []claimant {
	if len(p.Periods) == 0 {
		return []claimant{{plan: p}}
	}
	all := make([]claimant, len(p.Periods))
	for i := range p.Periods {
		all[i] = claimant{p, &p.Periods[i]}
	}
	return all
}

// bestFor leaves those whose plan says no other segment or market than the line, and of them those that say most of it.
func bestFor(line *SheetLine, all []claimant) []claimant {
	return best(all, func(c claimant) int {
		segment, market := agrees(c.plan.Segment, line.Segment), agrees(c.plan.Market, line.Market)
		if segment < 0 || market < 0 {
			return -1
		}
		return segment + market
	})
}

// agrees is 1 where two say the same, 0 where one says nothing, else -1.
func agrees(a, b string) int {
	switch a, b = Listed(a), Listed(b); {
	case a == "" || b == "":
		return 0
	case a == b:
		return 1
	}
	return -1
}

// best leaves those that have the most points, and none below zero.
func best(all []claimant, points func(claimant) int) []claimant {
	var left []claimant
	most := 0
	for _, c := range all {
		switch n := points(c); {
		case n < most:
		case n > most:
			left, most = []claimant{c}, n
		default:
			left = append(left, c)
		}
	}
	return left
}

// needsPeriod reports whether a line has a price that is one of a period: a fee, or what is for a length of time.
func (m *matching) needsPeriod(line *SheetLine) bool {
	return line.Term != (Term{}) || line.Period != 0 || slices.ContainsFunc(line.Prices, func(p SheetPrice) bool { return !m.ofResource(line, p.Field) })
}

// ofResource reports whether a price of a line is one of a resource: what is metered or has tiers, and what is called so.
func (m *matching) ofResource(line *SheetLine, f Field) bool {
	return line.Resource != 0 || f.Info().Of == ObjectPriceRow || line.Metered || m.tiered[line.key()]
}

// choosePeriod is the period of the line's length that is billed as it says.
func choosePeriod(line *SheetLine, options []claimant) (claimant, *LineMatch) {
	options = slices.DeleteFunc(options, func(c claimant) bool { return c.period == nil })
	if line.Period != 0 {
		return only(options, "")
	}
	of := plansOf(options)
	if line.Term == (Term{}) {
		if len(of) > 1 {
			return only(of, "")
		}
		options = best(options, func(c claimant) int { return pick(c.period.Active && !c.period.Trial, 0, -1) })
		if len(options) > 1 { // a registrar's prices are for a year
			options = best(options, func(c claimant) int {
				return pick(c.plan.Type == DomainPlan && c.period.term().Same(Term{1, "years"}), 1, 0)
			})
		}
		if len(options) == 0 {
			return nowhere(of, "has no active period")
		}
	} else {
		options = best(options, func(c claimant) int {
			switch {
			case !c.period.term().Same(line.Term):
				return -1
			case c.period.Trial:
				return pick(c.period.Active, 1, 0)
			}
			return pick(c.period.Active, 3, 2)
		})
		if len(options) == 0 {
			return nowhere(of, "has no period of "+Period{Length: line.Term.Length, Unit: line.Term.Unit}.Label())
		}
	}
	billed := best(options, func(c claimant) int { return c.billed(line) })
	if len(billed) == 0 {
		return nowhere(of, "has no period of "+options[0].period.Label()+" that is billed "+line.Billing)
	}
	return only(billed, pick(line.Term == Term{}, "It says no term, and there are several periods", "Several periods are as long"))
}

// billed is how well the period's billing fits a line: 2 where the period says so itself, 1 where its plan does, 0 where one of them says
// nothing that can be compared, -1 where they differ.
func (c claimant) billed(line *SheetLine) int {
	said := c.period.Billing
	if said != "" && line.Billing != "" {
		if a, b := billingMonths(said, c.period), billingMonths(line.Billing, c.period); Listed(said) == Listed(line.Billing) || a == b && a != 0 {
			return 2
		}
		return -1
	}
	a, b := billingMonths(c.plan.BillingPeriod, c.period), billingMonths(line.Billing, c.period)
	switch {
	case a == 0 || b == 0:
		return 0
	case a == b:
		return 1
	}
	return -1
}

// billingMonths is how many months lie between two bills, 0 where a text does not say it.
func billingMonths(text string, period *Period) int {
	switch Listed(text) {
	case "monthly":
		return 1
	case "quarterly":
		return 3
	case "half-yearly", "semi-annual", "semiannual":
		return 6
	case "yearly", "annual":
		return 12
	case "triennial":
		return 36
	case "subscription period":
		if term := period.term().plain(); term.Unit == "months" {
			return term.Length
		}
	}
	return 0
}

// plansOf are the plans of some claimants, each once.
func plansOf(all []claimant) []claimant {
	var plans []claimant
	for _, c := range all {
		if !slices.Contains(plans, claimant{plan: c.plan}) {
			plans = append(plans, claimant{plan: c.plan})
		}
	}
	return plans
}

// only is the one that is left; several are ambiguous, and why says it of periods of one plan.
func only(all []claimant, why string) (claimant, *LineMatch) {
	if len(all) == 1 {
		return all[0], nil
	}
	out := &LineMatch{State: LineAmbiguous, Why: why}
	if len(plansOf(all)) > 1 {
		out.Why = "Several plans have these ids"
	}
	for _, c := range all {
		ref := Ref{Of: ObjectPlan, ID: int64(c.plan.ID), Name: c.plan.Name}
		if c.period != nil {
			ref.Name += ", " + c.period.Label()
		}
		out.Refs = append(out.Refs, ref)
	}
	return claimant{}, out
}

// nowhere says what the plans of a line do not have.
func nowhere(plans []claimant, lacks string) (claimant, *LineMatch) {
	names := make([]string, len(plans))
	for i, c := range plans {
		names[i] = c.plan.Name
	}
	return claimant{}, &LineMatch{State: LineNoPlace, Why: strings.Join(names, " or ") + " " + lacks}
}

// place is where a price of a line stands in its plan, or why there is no place.
func (m *matching) place(line *SheetLine, found claimant, f Field) (Key, string) {
	p := found.plan
	if !m.ofResource(line, f) {
		return Key{Field: f, Plan: p.ID, Period: found.period.ID}, ""
	}
	rate := p.Rate(ResourceID(line.Resource))
	if line.Resource == 0 {
		rate = p.mainRate()
	}
	price := resourcePrice(f, line.Metered)
	switch {
	case rate == nil && line.Resource != 0:
		return Key{}, Isolate(p.Name) + " has no resource with the ID " + intText(line.Resource)
	case rate == nil:
		return Key{}, Isolate(p.Name) + " has no main resource"
	case price == "":
		return Key{}, "A resource has no " + strings.ToLower(f.Label())
	case line.From < 0 || line.From > quantityLimit:
		return Key{}, "There is no tier from " + intText(line.From)
	}
	return Key{Field: price, Plan: p.ID, Resource: rate.Resource, Period: found.rowsOf(rate, line), From: line.From}, ""
}

// resourcePrice is the price of a resource that a list calls by the name of a fee; "" for none.
func resourcePrice(f Field, metered bool) Field {
	switch {
	case f.Info().Of == ObjectPriceRow:
		return f
	case f == RecurringFee.Field():
		return pick(metered, OverusePrice, RecurringPrice).Field()
	case f == SetupFee.Field():
		return SetupPrice.Field()
	case f == CancellationFee.Field():
		return CancellationPrice.Field()
	}
	return ""
}

// mainRate is the main resource of the plan, else its only one, nil where there is none.
func (p *Plan) mainRate() *Rate {
	for i := range p.Rates {
		if p.Rates[i].Main || len(p.Rates) == 1 {
			return &p.Rates[i]
		}
	}
	return nil
}

// rowsOf is the period whose rows the prices of a line stand in: those of every period, unless the rate has rows for the line's, or there
// are other periods for which its price does not count.
func (c claimant) rowsOf(rate *Rate, line *SheetLine) PeriodID {
	if c.period == nil || line.Period != 0 {
		return PeriodID(line.Period)
	}
	others := func(p Period) bool { return p.ID != c.period.ID && p.Active && !p.Trial }
	if rate.Row(c.period.ID, 0) != nil || line.Term != (Term{}) && slices.ContainsFunc(c.plan.Periods, others) {
		return c.period.ID
	}
	return 0
}
