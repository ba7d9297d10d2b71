package domain

import "slices"

// createPeriods adds the periods that the offer has and the copy lacks (rule 1b).
func createPeriods(s *planSync) {
	for _, period := range s.offer.Periods {
		if s.plan.Period(period.ID) == nil {
			s.note(Created, "", Key{Field: FieldPeriod, Plan: s.plan.ID, Period: period.ID}, "", Yes)
			s.addPeriod(period)
		}
	}
}

// createPlans delivers the delegated plans that the reseller does not have, complete, with the sales categories they
// need (rules 1a, 1c, 1d, G5) and the upgrade paths among themselves (rule G12).
func createPlans(s *catalogSync) {
	s.added = map[PlanID]bool{}
	for _, offer := range s.offer.Plans {
		if s.plan(offer.ID) == nil {
			s.added[offer.ID] = true
		}
	}
	for _, offer := range s.offer.Plans {
		if s.added[offer.ID] {
			s.addPlan(offer)
		}
	}
}

// enablePlan disables a copy whose plan is no longer delegated and publishes one whose plan is delegated again
// (rules 2a, 2b).
func enablePlan(s *planSync) {
	switch {
	case s.offer == nil && !s.plan.Disabled:
		s.plan.Disabled = true
		s.note(Disabled, "", s.plan.key(FieldPlan), Delegated, string(StatusDisabled))
	case s.offer != nil && s.plan.Disabled && !s.offer.Disabled: // one that is left out is offered disabled
		s.note(Enabled, "", s.plan.key(FieldPlan), string(StatusDisabled), Delegated)
		s.pass(s.plan.key(FieldPublished), YesNo(s.plan.Published), Yes)
		s.plan.Disabled, s.plan.Published = false, true
	}
}

// updateFees makes all fees of matching periods the offer's, and assigns the schedules that the offer assigns
// (rules 3a, 3b, 3d).
func updateFees(s *planSync) {
	s.assignSchedule(s.plan.key(FieldSchedule), &s.plan.Schedule, s.offer.Schedule)
	for i := range s.plan.Periods {
		period := &s.plan.Periods[i]
		offered := s.offer.Period(period.ID)
		if offered == nil {
			continue
		}
		key := Key{Plan: s.plan.ID, Period: period.ID}
		s.assignSchedule(key.of(FieldSchedule), &period.Schedule, offered.Schedule)
		for f := range period.Fees {
			s.updatePrice(key.of(Fee(f).Field()), &period.Fees[f], offered.Fees[f])
		}
	}
}

// assignSchedule follows rule 3b: an assignment of the offer is taken over, its absence is only reported.
func (s *planSync) assignSchedule(key Key, schedule *ScheduleID, offered ScheduleID) {
	if offered == 0 && *schedule != 0 {
		s.note(Skipped, VendorAssignsNone, key, idText(*schedule), idText(offered))
		return
	}
	if s.pass(key, idText(*schedule), idText(offered)) {
		*schedule = offered
	}
}

// updatePlanCategory puts the copy into the offer's plan category (rule 4a).
func updatePlanCategory(s *planSync) {
	if s.pass(s.plan.key(FieldPlanCategory), idText(s.plan.PlanCategory), idText(s.offer.PlanCategory)) {
		s.plan.PlanCategory = s.offer.PlanCategory
	}
}

// updateSchedules makes every schedule delegated earlier the vendor's (rules 5a to 5c).
func updateSchedules(s *catalogSync) {
	for i, schedule := range s.schedules {
		offered := s.offer.Schedules.Schedule(schedule.ID)
		key := Key{Field: FieldScheduleContent, Schedule: schedule.ID}
		switch {
		case offered == nil:
			s.note(Skipped, NoLongerThere, key, schedule.Name, "")
		case !sameSchedule(schedule, *offered):
			s.noteSchedule(schedule, *offered)
			s.schedules[i] = *offered
			fallthrough
		default:
			s.warnLeftOut(schedule.ID)
		}
	}
}

// noteSchedule notes what came to a schedule and what went, one by one.
func (s *catalogSync) noteSchedule(have, offered Schedule) {
	noteChanges(s, scheduleTable, Key{Schedule: have.ID}, &have, &offered)
	for _, d := range offered.Details {
		if !slices.Contains(have.Details, d) {
			s.noteOnce(Created, "", NotificationKey(have.ID, d), "", Yes)
		}
	}
	for _, d := range have.Details {
		if !slices.Contains(offered.Details, d) {
			s.noteOnce(Removed, "", NotificationKey(have.ID, d), Yes, "")
		}
	}
}

// attachUsage takes over the offer's Attach Usage Statistics (rule 6).
func attachUsage(s *planSync) {
	if s.pass(s.plan.key(FieldUsageStatistics), YesNo(s.plan.UsageStatistics), YesNo(s.offer.UsageStatistics)) {
		s.plan.UsageStatistics = s.offer.UsageStatistics
	}
}

// updateNames makes the texts of a plan the offer's (rule 14).
func updateNames(s *planSync) {
	for _, f := range []Field{FieldName, FieldShort, FieldLong, FieldServiceTerms} {
		passField(s, planTable, s.plan.key(f), s.plan, s.offer)
	}
}

// updatePeriods makes what matching periods are beside their length and fees the offer's, and what the plan renews to (rule 15).
func updatePeriods(s *planSync) {
	for i := range s.plan.Periods {
		period := &s.plan.Periods[i]
		if offered := s.offer.Period(period.ID); offered != nil {
			for _, f := range []Field{FieldActive, FieldCycles, FieldRefund, FieldPeriodPosition} {
				passField(s, periodTable, Key{Field: f, Plan: s.plan.ID, Period: period.ID}, period, offered)
			}
		}
	}
	sortPeriods(s.plan.Periods)
	passField(s, planTable, s.plan.key(FieldAutoRenew), s.plan, s.offer)
	if to := s.offer.RenewPeriod; to != 0 && s.plan.Period(to) == nil { // rule 15c
		s.note(Skipped, PeriodMissing, s.plan.key(FieldRenewPeriod), idText(s.plan.RenewPeriod), idText(to))
		return
	}
	passField(s, planTable, s.plan.key(FieldRenewPeriod), s.plan, s.offer)
}

// passField passes the value of a field on as it is.
func passField[T any](s *planSync, rows []fieldRow[T], key Key, have, offered *T) {
	row := findField(rows, key.Field)
	if text := row.get(offered); s.pass(key, row.get(have), text) {
		row.set(have, text)
	}
}
