package domain

import (
	"cmp"
	"slices"
	"time"
)

// End is when a subscription that starts now ends after one period. A month that is too short ends with its last day: a
// month from 31 January is 28 February.
func (p Period) End(start time.Time) time.Time {
	switch p.Unit {
	case "hours":
		return start.Add(time.Duration(p.Length) * time.Hour)
	case "days":
		return start.AddDate(0, 0, p.Length)
	case "years":
		return monthsAfter(start, 12*p.Length)
	default:
		return monthsAfter(start, p.Length)
	}
}

func monthsAfter(start time.Time, months int) time.Time {
	end := start.AddDate(0, months, 0)
	if end.Day() != start.Day() {
		return end.AddDate(0, 0, -end.Day())
	}
	return end
}

// ActivePeriods are the periods that are sold.
func (p *Plan) ActivePeriods() []Period {
	return filter(p.Periods, func(period Period) bool { return period.Active })
}

// SignUpPlans are the reseller plans of a vendor to which somebody with these subscriptions can be subscribed: they have no live
// one to it, and it has an active period. They are sorted by name.
func SignUpPlans(c *Catalog, have []SubscriptionRow) []*Plan {
	plans := filter(c.Plans, func(p *Plan) bool {
		taken := slices.ContainsFunc(have, func(s SubscriptionRow) bool { return s.Plan == p.ID && s.Status.Live() })
		return p.sellable() && !taken && len(p.ActivePeriods()) > 0
	})
	slices.SortStableFunc(plans, func(a, b *Plan) int { return cmp.Compare(a.Name, b.Name) })
	return plans
}

// sellable reports whether resellers can be subscribed to the plan.
func (p *Plan) sellable() bool { return p != nil && p.Type == ResellerPlan && !p.Disabled }

// SignUpName proposes the name of a subscription.
func SignUpName(plan *Plan, reseller string) string {
	name := []rune(plan.Name + " for " + reseller)
	return string(name[:min(len(name), NameLimit)])
}

// SignUpEnd reads the last day of a subscription to a period that starts now, as it was typed. The day that the period itself
// ends on is exactly its end. The problem is a sentence for the field, "" when the day was read.
func SignUpEnd(text string, period Period, start time.Time) (end time.Time, problem string) {
	day, err := time.ParseInLocation(time.DateOnly, text, time.UTC)
	start = start.UTC()
	switch proposed := period.End(start); {
	case err != nil || !datePattern.MatchString(text):
		return end, "Enter a date like " + proposed.Format(time.DateOnly)
	case text == proposed.Format(time.DateOnly):
		return proposed, ""
	default:
		return time.Date(day.Year(), day.Month(), day.Day(), start.Hour(), start.Minute(), start.Second(), start.Nanosecond(), time.UTC), ""
	}
}

// CheckSignUp checks a new subscription of a reseller to a plan of their vendor's, nil for none: a period is chosen, an active
// one, and it ends after it starts.
func CheckSignUp(plan *Plan, s Subscription) error {
	var p problems
	if !plan.sellable() {
		p.add(FieldSubscriptionPlan, "Choose one of your reseller plans")
	} else if period := plan.Period(s.Period); period == nil || !period.Active {
		p.add(FieldSubscriptionPeriod, "Choose one of the plan's active periods")
	}
	p.add(FieldSubscriptionName, NameProblem(s.Name))
	if !s.Expires.After(s.Start) {
		p.add(FieldSubscriptionExpires, "Enter a date after the start")
	}
	return p.err("The subscription cannot be saved as entered.")
}

// Check checks a subscription to be stored, whoever makes it: account is the reseller, the zero Account where the vendor sees none, and
// catalog what the vendor sells.
func (s Subscription) Check(vendor AccountID, account Account, catalog *Catalog) error {
	var p problems
	p.add(FieldSubscriptionName, NameProblem(s.Name))
	if account.ID == 0 || account.Parent != vendor {
		p.add(FieldSubscriptionAccount, "Choose one of your resellers")
	}
	switch plan := catalog.Plan(s.Plan); {
	case plan == nil || plan.Type != ResellerPlan:
		p.add(FieldSubscriptionPlan, "Choose one of your reseller plans")
	case s.Period != 0 && plan.Period(s.Period) == nil:
		p.add(FieldSubscriptionPeriod, "Choose a subscription period of the plan")
	}
	if !slices.Contains(subscriptionStatuses(), s.Status) {
		p.add(FieldSubscriptionStatus, chooseFromList)
	}
	if s.Expires.Before(s.Start) {
		p.add(FieldSubscriptionExpires, "The expiry date must not be before the start date")
	}
	return p.err("The subscription cannot be saved as entered.")
}

// SubscribedAlready is the refusal of a second live subscription of a reseller to one plan.
func SubscribedAlready() error {
	return Conflict("The reseller has a live subscription to this plan already.", Ref{})
}
