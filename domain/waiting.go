package domain

import (
	"slices"
	"time"
)

// This file is about since when somebody is behind: since the first thing that became otherwise at their vendor after the last run that
// brought them what the box passes on. It is worked out from the log, never stored.

// Event is something that happened at a vendor, and what it may have made others behind in.
type Event struct {
	At       time.Time
	Vendor   AccountID // zero: it is true of everybody's offer, as an exchange rate is
	Plan     PlanID    // zero: it is not of one plan, or nobody asked
	Currency Currency  // whose exchange rate it is; "": of none
	Boxes    []OptionKey
}

// PassedOn is a run that counts: it was not taken back. It reaches whom Reaches says.
type PassedOn struct {
	At      time.Time
	Account AccountID // who clicked
	Options OptionSet
	Reach   Reach
	Only    SubscriptionID        // zero: all of the reach
	Of      AccountID             // whose subscription Only is
	LeftOut map[AccountID]LeftOut // what it did not do, or was taken back of it, as [LeftOut.ByReseller] returns it
}

// Subscriber is whose subscription a run may have reached: the vendors above them, the nearest first, up to the provider.
type Subscriber struct {
	Subscription SubscriptionID
	Account      AccountID
	Since        time.Time   // when it was made
	Currencies   [2]Currency // their vendor's and their own
	Above        []AccountID
}

// Reaches reports whether the run was about the subscription.
func (r PassedOn) Reaches(s Subscriber) bool {
	switch {
	case r.At.Before(s.Since) || len(s.Above) == 0:
		return false
	case r.Only != 0 && r.Reach == ThisReseller:
		return r.Only == s.Subscription
	case r.Only != 0:
		return r.Of == s.Account || slices.Contains(s.Above, r.Of)
	case r.Reach == DirectOnly:
		return r.Account == s.Above[0]
	default:
		return slices.Contains(s.Above, r.Account)
	}
}

// leaves reports whether something of a box was left out at the subscriber, or taken back there: in that plan, or, for 0, anywhere.
func (r PassedOn) leaves(s Subscriber, box OptionKey, plan PlanID) bool {
	left := func(l Leave) bool {
		switch {
		case l.Option != "" && l.Option != box:
			return false
		case l.IsReseller():
			return true
		case l.Account != 0 && l.Key.Field.Info().Box != "" && l.Key.Field.Info().Box != box:
			return false
		}
		return plan == 0 || l.PlanOf() == plan
	}
	return slices.ContainsFunc(r.LeftOut[0], left) || slices.ContainsFunc(r.LeftOut[s.Account], left)
}

// BehindSince returns since when a subscription is behind in a box: runs are the latest first, each list of events the first one first. Where the
// log has nothing that explains it, it is since the last run that passed the box on, or since the subscription is there.
func BehindSince(s Subscriber, box OptionKey, runs []PassedOn, events ...[]Event) time.Time {
	lasts := map[PlanID]time.Time{}
	lastOf := func(plan PlanID) time.Time {
		if _, known := lasts[plan]; !known {
			lasts[plan] = LastPassedOn(s, box, plan, runs)
		}
		return lasts[plan]
	}
	last := lastOf(0)
	since := last
	for _, list := range events {
		first := slices.IndexFunc(list, func(e Event) bool {
			return e.At.After(last) && e.concerns(s) && slices.Contains(e.Boxes, box) && e.At.After(lastOf(e.Plan))
		})
		if first >= 0 && (since.Equal(last) || list[first].At.Before(since)) {
			since = list[first].At
		}
	}
	return since
}

// concerns reports whether the event may have made what the subscriber is offered another.
func (e Event) concerns(s Subscriber) bool {
	return (e.Vendor == 0 || e.Vendor == s.Above[0]) && (e.Currency == "" || slices.Contains(s.Currencies[:], e.Currency))
}

// LastPassedOn returns when the last run, the latest first, passed a box on to a subscription, or when it was made: of a plan, or, for 0, leaving
// nothing out.
func LastPassedOn(s Subscriber, box OptionKey, plan PlanID, runs []PassedOn) time.Time {
	for _, r := range runs {
		if r.Options[box] && r.Reaches(s) && !r.leaves(s, box, plan) {
			return r.At
		}
	}
	return s.Since
}

// PlanSince returns since when a plan waits to be passed on by some boxes. last is when each was passed on last, in that plan, to those who are behind
// in it.
// Where no change of the plan explains it, another does that is not of one plan, as that of a category; where none does either, last.
func PlanSince(plan PlanID, boxes []OptionKey, last map[OptionKey]time.Time, events []Event) (since time.Time) {
	first := func(of PlanID, box OptionKey) time.Time {
		for _, e := range events {
			if e.Plan == of && e.At.After(last[box]) && slices.Contains(e.Boxes, box) {
				return e.At
			}
		}
		return time.Time{}
	}
	for _, of := range []func(OptionKey) time.Time{
		func(box OptionKey) time.Time { return first(plan, box) },
		func(box OptionKey) time.Time { return first(0, box) },
		func(box OptionKey) time.Time { return last[box] },
	} {
		for _, box := range boxes {
			if at := of(box); !at.IsZero() && (since.IsZero() || at.Before(since)) {
				since = at
			}
		}
		if !since.IsZero() {
			return since
		}
	}
	return since
}

// PassedOnBy are the boxes that pass on an edit of the field, made, removed or changed; of an exchange rate, those that an edit of it may concern.
func PassedOnBy(of Object, field Field, made, removed bool) []OptionKey {
	switch {
	case of == ObjectExchangeRate:
		return []OptionKey{UpdateFees, UpdatePrices}
	case field == FieldTemplateFlow:
		return []OptionKey{UpdateOrderFlow}
	case field == FieldTemplatePrivilege:
		return []OptionKey{UpdatePrivileges}
	case field == FieldTemplate: // the reseller plan is based on another
		return []OptionKey{CreatePlans, EnablePlans, UpdateOrderFlow, UpdatePrivileges, SynchronizeTerms}
	case field == FieldPlan, field == FieldPeriod, field == FieldTemplatePlan:
		return []OptionKey{CreatePlans, EnablePlans}
	case field == FieldRate && made:
		return []OptionKey{CreateResources}
	case field == FieldRate && removed:
		return []OptionKey{RemoveResources}
	}
	if box := field.Info().Box; box != "" {
		return []OptionKey{box}
	}
	return nil
}
