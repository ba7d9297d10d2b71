package oracle

import (
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
)

// createPlans is box 1: periods that copies lack (1b), then plans that the reseller lacks (1a).
func (r *run) createPlans() {
	for _, plan := range r.copies {
		for _, period := range r.offer.of(domain.FieldPeriod, plan) {
			if !r.Delivered.hasPeriod(plan, period.Period) {
				r.createPeriod(plan, period.Period)
			}
		}
	}
	for _, plan := range r.offer.of(domain.FieldPlan, 0) {
		if !r.Delivered.hasPlan(plan.Plan) {
			r.created = append(r.created, plan.Plan)
		}
	}
	for _, plan := range r.created {
		r.createPlan(plan)
	}
	r.copies = append(r.copies, r.created...)
}

// createPeriod brings the period, and its prices for the rates that the copy has.
func (r *run) createPeriod(plan domain.PlanID, period domain.PeriodID) {
	for key := range r.offer {
		if key.Plan == plan && key.Period == period && (key.Resource == 0 || r.Delivered.hasRate(plan, key.Resource)) {
			r.create(key)
		}
	}
}

// createPlan brings the complete plan (rule G5), its categories (1c, 1d), its grouping, and its upgrade paths to plans that
// this run brings too (rule G12).
func (r *run) createPlan(plan domain.PlanID) {
	for key, text := range r.offer {
		switch {
		case key.Plan != plan || key.Field == domain.FieldPlacement:
		case isPath(key):
			to, _ := strconv.ParseInt(key.Name, 10, 64)
			if slices.Contains(r.created, domain.PlanID(to)) {
				r.Delivered[key] = strings.Replace(text, noRate, "", 1)
			}
		default:
			r.create(key)
		}
	}
	r.createPlanCategory(plan)
	r.createSales(plan)
	for _, rate := range r.offer.of(domain.FieldRate, plan) {
		r.group(rate.Resource)
	}
}

// enablePlans is box 2. Published again wins over a reseller who had unpublished the plan, whatever the policy (2b).
func (r *run) enablePlans() {
	for _, key := range r.Delivered.of(domain.FieldPlan, 0) {
		disabled, published := with(key, fieldDisabled), with(key, domain.FieldPublished)
		switch {
		case !r.offer.hasPlan(key.Plan) && r.elsewhere.hasPlan(key.Plan): // is still delegated
		case !r.offer.hasPlan(key.Plan):
			r.Delivered[disabled] = yes
		case r.Delivered[disabled] == yes && r.offer[disabled] != yes:
			r.Delivered[disabled] = no
			r.Delivered[published] = yes
			delete(r.Own, published)
		}
	}
}

// updateFees is box 3: the fees of matching periods (3a), unless they are protected (3d) or cannot be converted (G14), and
// newly assigned schedules (3b).
func (r *run) updateFees() {
	for _, plan := range r.copies {
		r.assignSchedule(Key{Field: domain.FieldSchedule, Plan: plan})
		for _, period := range r.offer.of(domain.FieldPeriod, plan) {
			if !r.Delivered.hasPeriod(plan, period.Period) {
				continue
			}
			r.assignSchedule(with(period, domain.FieldSchedule))
			for fee := range domain.FeeCount {
				key := with(period, fee.Field())
				if !r.protected && r.offer[key] != noRate {
					r.rewrite(key, r.offer[key])
				}
			}
		}
	}
}

// assignSchedule gives a plan or period the vendor's schedule. Where they assign none, the reseller's stays.
func (r *run) assignSchedule(key Key) {
	id := r.offer.schedule(key)
	if id == 0 {
		return
	}
	if r.Delivered[key] != r.offer[key] {
		r.createSchedule(id)
	}
	r.rewrite(key, r.offer[key])
}

// updateSchedules is box 5: schedules delivered earlier become the vendor's (5a), without what resellers may not see (5b).
func (r *run) updateSchedules() {
	for _, key := range r.Delivered.of(domain.FieldScheduleContent, 0) {
		if text, there := r.source[key]; there {
			r.Delivered[key] = withoutHidden(text, r.visible)
		}
	}
}

// attachUsage is box 6.
func (r *run) attachUsage() {
	for _, plan := range r.copies {
		key := Key{Field: domain.FieldUsageStatistics, Plan: plan}
		r.Delivered[key] = r.offer[key]
	}
}

// updateNames is box 14.
func (r *run) updateNames() {
	for _, plan := range r.copies {
		for _, field := range []domain.Field{domain.FieldName, domain.FieldShort, domain.FieldLong, domain.FieldServiceTerms} {
			key := Key{Field: field, Plan: plan}
			r.rewrite(key, r.offer[key])
		}
	}
}

// updatePeriods is box 15: what matching periods are (15a), and what the plan renews to (15b), unless that is not there (15c).
func (r *run) updatePeriods() {
	for _, plan := range r.copies {
		for _, period := range r.offer.of(domain.FieldPeriod, plan) {
			if !r.Delivered.hasPeriod(plan, period.Period) {
				continue
			}
			for _, field := range []domain.Field{domain.FieldActive, domain.FieldCycles, domain.FieldRefund, domain.FieldPeriodPosition} {
				key := with(period, field)
				r.Delivered[key] = r.offer[key]
			}
		}
		renews, renewsTo := Key{Field: domain.FieldAutoRenew, Plan: plan}, Key{Field: domain.FieldRenewPeriod, Plan: plan}
		r.Delivered[renews] = r.offer[renews]
		if to := r.offer[renewsTo]; to == "0" || r.Delivered.hasPeriod(plan, domain.PeriodID(first(domain.ParseIDs[domain.PeriodID](to)))) {
			r.Delivered[renewsTo] = to
		}
	}
}
