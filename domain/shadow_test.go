package domain_test

import (
	"fmt"
	"strings"

	. "tiersync/domain"
)

// shadow looks at what single boxes are about.
type shadow struct {
	was   *Catalog // delivered before the run
	offer []*Plan  // the provider's plans that are steady
	is    State
	has   *Catalog // effective
	text  strings.Builder
}

// shadowOf is, for each box, the values that it alone may change.
func shadowOf() map[OptionKey]func(*shadow) string {
	return map[OptionKey]func(*shadow) string{
		CreatePlans:      (*shadow).existence,
		EnablePlans:      (*shadow).enabled,
		UpdateFees:       (*shadow).fees,
		UpdateCategories: (*shadow).categories,
		UpdateSchedules:  (*shadow).schedules,
		AttachUsage:      (*shadow).usage,
		CreateResources:  func(s *shadow) string { return s.rates(false) },
		RemoveResources:  func(s *shadow) string { return s.rates(true) },
		UpdatePrices:     (*shadow).prices,
		UpdateLimits:     (*shadow).limits,
		UpdateOrderFlow:  func(s *shadow) string { return flowText(s.has.OrderFlow) },
		UpdatePrivileges: func(s *shadow) string { return fmt.Sprintf("%+v", orZero(s.is.Delivered.Privileges)) },
		SynchronizeTerms: func(s *shadow) string { return termsText(s.has.Terms) },
		UpdateNames:      (*shadow).names,
		UpdatePeriods:    (*shadow).periods,
	}
}

func (s *shadow) say(values ...any) { fmt.Fprintln(&s.text, values...) }

func (s *shadow) done() string {
	text := s.text.String()
	s.text.Reset()
	return text
}

// each calls look with every steady plan: as it was delivered before, as the reseller has it, as it was delivered.
func (s *shadow) each(look func(was, has, delivered *Plan)) string {
	for _, p := range s.offer {
		look(s.was.Plan(p.ID), s.has.Plan(p.ID), s.is.Delivered.Plan(p.ID))
	}
	return s.done()
}

func (s *shadow) existence() string {
	for _, p := range s.is.Delivered.Plans {
		s.say(p.ID)
	}
	return s.each(func(_, has, _ *Plan) {
		ids := map[PeriodID]bool{} // box 15 orders them
		for _, period := range has.Periods {
			ids[period.ID] = true
		}
		s.say(has.ID, ids)
	})
}

func (s *shadow) enabled() string {
	for _, p := range s.was.Plans {
		has := s.has.Plan(p.ID)
		s.say(p.ID, has.Disabled, has.Published, s.is.Delivered.Plan(p.ID).Published)
	}
	return s.done()
}

func (s *shadow) fees() string {
	return s.each(func(was, has, delivered *Plan) {
		s.say(has.ID, has.Schedule, delivered.Schedule)
		for _, period := range was.Periods {
			now := has.Period(period.ID)
			s.say(period.ID, now.Fees, delivered.Period(period.ID).Fees, now.Schedule)
		}
	})
}

func (s *shadow) categories() string {
	for _, c := range s.was.Categories.Sales {
		s.say(c.ID, s.has.Categories.SalesCategory(c.ID) != nil, orZero(s.has.Categories.SalesCategory(c.ID)))
	}
	for _, c := range s.was.Categories.Resource {
		for _, resource := range c.Resources {
			s.say(resource, GroupOf(s.is.Delivered.Categories.Resource, resource))
		}
	}
	return s.each(func(_, has, delivered *Plan) {
		s.say(has.PlanCategory, has.SalesCategories, delivered.SalesCategories)
	})
}

func (s *shadow) schedules() string {
	for _, schedule := range s.was.Schedules.List {
		s.say(s.is.Delivered.Schedules.Schedule(schedule.ID))
	}
	return s.done()
}

func (s *shadow) usage() string {
	return s.each(func(_, has, _ *Plan) { s.say(has.ID, has.UsageStatistics) })
}

func (s *shadow) names() string {
	return s.each(func(_, has, delivered *Plan) {
		for _, p := range []*Plan{has, delivered} {
			s.say(p.ID, p.Name, p.Short, p.Long, p.ServiceTerms)
		}
	})
}

func (s *shadow) periods() string {
	return s.each(func(was, has, _ *Plan) {
		s.say(has.ID, has.AutoRenew, has.RenewPeriod)
		for _, period := range was.Periods {
			now := has.Period(period.ID)
			s.say(period.ID, now.Active, now.Cycles, now.RefundDays, now.Position)
		}
	})
}

// rates lists the rates that were there before, or those that were not.
func (s *shadow) rates(old bool) string {
	return s.each(func(was, has, _ *Plan) {
		for _, rate := range has.Rates {
			if (was.Rate(rate.Resource) != nil) == old {
				s.say(has.ID, rate.Resource)
			}
		}
	})
}

// matching calls look with the rates that were there before and still are offered.
func (s *shadow) matching(look func(plan *Plan, has, delivered *Rate)) string {
	return s.each(func(was, has, delivered *Plan) {
		for _, p := range s.offer {
			for _, rate := range p.Rates {
				if p.ID == has.ID && was.Rate(rate.Resource) != nil {
					look(was, has.Rate(rate.Resource), delivered.Rate(rate.Resource))
				}
			}
		}
	})
}

func (s *shadow) prices() string {
	return s.matching(func(was *Plan, has, delivered *Rate) {
		for _, rate := range []*Rate{has, delivered} {
			for _, row := range rate.Prices {
				if row.Period == 0 || was.Period(row.Period) != nil {
					s.say(rate.Resource, row.Period, row.From, row.Prices)
				}
			}
		}
	})
}

func (s *shadow) limits() string {
	return s.matching(func(_ *Plan, has, delivered *Rate) { s.say(has.Resource, has.Limits(), delivered.Limits()) })
}
