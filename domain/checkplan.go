package domain

import (
	"slices"
)

// plan looks at a plan that a change touched, a delivered one with the vendor's own values in place.
func (k *catalogCheck) plan(id PlanID) error {
	before, after := k.before.Plan(id), k.after.Plan(id)
	if after == nil {
		return k.removedPlan(before)
	}
	k.planHead(before, after)
	if err := k.fixed(before, after); err != nil {
		return err
	}
	k.periods(after)
	if err := k.removedPeriods(before, after); err != nil {
		return err
	}
	k.articles(before, after)
	k.rates(after)
	k.paths(after)
	return k.confirmed(after)
}

// PeriodInUse refuses the deletion of a period that something uses; nothing does: nil.
func PeriodInUse(uses Uses) error {
	if !uses.Any() {
		return nil
	}
	return Invalid("This period cannot be deleted while it is used by " + uses.String() + ". Make it inactive instead.")
}

// removedPlan refuses the removal of a plan that something leads to, or that an undo could bring back to somebody (rule U3).
func (k *catalogCheck) removedPlan(p *Plan) error {
	about := Ref{Of: ObjectPlan, ID: int64(p.ID)}
	users, err := asked(k.situation.Facts.Users, about)
	if err != nil {
		return err
	}
	d := Deletion{DeletionRequest: DeletionRequest{Plan: p.ID}, Name: p.Name}
	if users = users.After(k.before.PathsTo(p.ID)); users.Any() {
		return d.Refuse(users).Err()
	}
	resellers, err := asked(k.situation.Facts.Delivered, about)
	if err != nil {
		return err
	}
	return d.RefuseDelivered(resellers).Err()
}

func (k *catalogCheck) planHead(before, after *Plan) {
	if message := nameMissing(after.Name); k.edited(after.key(FieldName)) {
		k.add(after.key(FieldName), message)
	}
	if k.edited(after.key(FieldPlanCategory)) && k.after.Categories.PlanCategory(after.PlanCategory) == nil {
		k.missing(after.key(FieldPlanCategory), Ref{Of: ObjectPlanCategory, ID: int64(after.PlanCategory)}, chooseFromList)
	}
	k.assigned(after.key(FieldSchedule), after.Schedule)
	if k.edited(after.key(FieldRenewPeriod)) && after.RenewPeriod != 0 && after.Period(after.RenewPeriod) == nil {
		k.missing(after.key(FieldRenewPeriod), Ref{Of: ObjectPeriod, ID: int64(after.RenewPeriod)}, chooseFromList)
	}
	if k.edited(after.key(FieldPlacement)) {
		for _, id := range after.SalesCategories {
			k.place(after.key(FieldPlacement), id)
		}
	}
	k.billing(before, after)
	switch {
	case before != nil && (before.Type != after.Type || before.Template != after.Template):
		k.add(after.key(FieldPlanType), "The type of a plan and its service template cannot change")
	case before != nil:
	case after.Type == ResellerPlan && !slices.Contains(k.situation.Facts.Templates, after.Template):
		k.missing(after.key(FieldTemplate), Ref{Of: ObjectTemplate, ID: int64(after.Template)},
			"A plan of type Reseller is based on a service template: choose one")
	case after.Type != ResellerPlan && after.Template != 0:
		k.add(after.key(FieldTemplate), "Only a plan of type Reseller is based on a service template")
	}
}

// billing refuses a billing model or period that is neither in the list nor what the plan has, or one that it may be a copy of. What comes
// back was good when it was set.
func (k *catalogCheck) billing(before, after *Plan) {
	if k.change.Undoes != 0 || k.change.Kind == PlanRestored {
		return
	}
	was := orZero(before)
	models, periods := was.BillingModelChoices(), was.BillingPeriodChoices()
	if before == nil {
		for _, p := range k.before.Plans {
			models, periods = append(models, p.BillingModel), append(periods, p.BillingPeriod)
		}
	}
	if k.edited(after.key(FieldBillingModel)) {
		k.add(after.key(FieldBillingModel), among(after.BillingModel, models))
	}
	if k.edited(after.key(FieldBillingPeriod)) {
		k.add(after.key(FieldBillingPeriod), among(after.BillingPeriod, periods))
	}
}

// assigned refuses a schedule that the vendor does not have.
func (k *catalogCheck) assigned(key Key, id ScheduleID) {
	if k.edited(key) && id != 0 && k.after.Schedules.Schedule(id) == nil {
		k.missing(key, Ref{Of: ObjectSchedule, ID: int64(id)}, chooseFromList)
	}
}

// fixed refuses to change what is fixed once the plan is delegated: how long its periods are, whether they are trials, and how it
// is billed.
func (k *catalogCheck) fixed(before, after *Plan) error {
	if before == nil {
		return nil
	}
	var shape, billing []Key
	for _, e := range k.of[planRef(after.ID)] {
		switch {
		case !e.Key.Field.fixedOnceDelegated():
		case e.Key.Period == 0:
			billing = append(billing, e.Key)
		case before.Period(e.Key.Period) != nil && after.Period(e.Key.Period) != nil:
			shape = append(shape, e.Key)
		}
	}
	if len(shape)+len(billing) == 0 {
		return nil
	}
	uses, err := k.situation.Facts.uses(after.key(FieldPlan))
	if err != nil || !uses.Any() {
		return err
	}
	for _, key := range shape {
		k.add(key.of(FieldLength), "The plan is delegated: the length of its periods and whether they are trials cannot change")
	}
	for _, key := range billing {
		k.add(key.of(FieldBillingModel), "The plan is delegated: its billing model and billing period cannot change")
	}
	return nil
}

// fixedOnceDelegated reports whether values of the field are fixed once the plan is delegated.
func (f Field) fixedOnceDelegated() bool {
	switch f {
	case FieldLength, FieldUnit, FieldTrial, FieldBillingModel, FieldBillingPeriod:
		return true
	}
	return false
}

func (k *catalogCheck) periods(p *Plan) {
	for i, period := range p.Periods {
		key := Key{Plan: p.ID, Period: period.ID}
		if k.edited(key.of(FieldPeriod)) {
			k.add(key.of(FieldUnit), among(period.Unit, PeriodUnits()))
		}
		if k.edited(key.of(FieldLength)) || k.edited(key.of(FieldUnit)) || k.edited(key.of(FieldPeriod)) {
			k.add(key.of(FieldLength), PeriodLengthProblem(period.Length, period.Unit))
		}
		if i > 0 && period.Trial && p.Periods[i-1].Trial && k.touches(p.ID, func(e Edit) bool { return e.Key.Period != 0 && e.Key.Resource == 0 }) {
			k.add(key.of(FieldTrial), "A trial cannot be followed by a trial")
		}
		k.assigned(key.of(FieldSchedule), period.Schedule)
	}
}

func planRef(id PlanID) Ref { return Ref{Of: ObjectPlan, ID: int64(id)} }

func (k *catalogCheck) touches(plan PlanID, of func(Edit) bool) bool {
	return slices.ContainsFunc(k.of[planRef(plan)], of)
}

// removedPeriods refuses to take away a period that is used, or the last one.
func (k *catalogCheck) removedPeriods(before, after *Plan) error {
	if len(after.Periods) == 0 && (before == nil || len(before.Periods) > 0) {
		return Invalid("A service plan has at least one subscription period.")
	}
	if before == nil {
		return nil
	}
	for _, period := range before.Periods {
		if after.Period(period.ID) != nil {
			continue
		}
		if uses, err := k.situation.Facts.uses(Key{Field: FieldPeriod, Plan: after.ID, Period: period.ID}); err != nil {
			return err
		} else if err := PeriodInUse(uses); err != nil {
			return err
		}
		if after.RenewPeriod == period.ID {
			return Invalid("The plan renews to this period. Choose another one there first.")
		}
		for _, rate := range after.Rates {
			if slices.ContainsFunc(rate.Prices, func(row PriceRow) bool { return row.Period == period.ID }) {
				return Invalid("The change is damaged: there are prices for a period that is not there.")
			}
		}
	}
	return nil
}

func (k *catalogCheck) rates(p *Plan) {
	for _, rate := range p.Rates {
		key := Key{Plan: p.ID, Resource: rate.Resource}
		if !k.touches(p.ID, func(e Edit) bool { return e.Key.Resource == rate.Resource }) {
			continue
		}
		if k.edited(key.of(FieldRate)) && !slices.Contains(k.situation.Facts.Resources, rate.Resource) {
			k.add(key.of(FieldRate), "Choose a resource from the list")
		}
		for _, wrong := range rate.Limits().problems() {
			k.add(key.of(Field(wrong.Field)), wrong.Message)
		}
		if rate.Row(0, 0) == nil {
			k.add(key.of(FieldPriceRow), "Every resource has prices for every period")
		}
		for _, row := range rate.Prices {
			if row.Period != 0 && p.Period(row.Period) == nil {
				k.missing(key.row(row).of(FieldPriceRow), Ref{Of: ObjectPeriod, ID: int64(row.Period)}, "Choose a period from the list")
			}
			if row.From < 0 || row.From > quantityLimit {
				k.add(key.row(row).of(FieldPriceRow), "Enter a whole number")
			}
		}
	}
}

// decimals is how many an amount of money may have at most. What was good before the rule of its resource or currency became another
// stays good: what an undo brings back, and what a row of prices starts with, which is what the rate's first one has.
func (k *catalogCheck) decimals(e Edit) int32 {
	currency, first := k.situation.Viewer.Account.Currency, e.Key
	first.Period, first.From = 0, 0
	switch started, _ := k.before.valueAt(first); {
	case k.change.Undoes != 0:
		return MeteredDecimals
	case e.Key.Resource == 0:
		return currency.Exponent()
	case started == e.To.Text:
		return MeteredDecimals
	}
	return currency.RateDecimals(!k.situation.Facts.Unmeasured[e.Key.Resource])
}

// paths looks at the upgrade paths that the change made or changed.
func (k *catalogCheck) paths(after *Plan) {
	for _, u := range after.Upgrades {
		key := UpgradeKey(after.ID, u.To)
		if !k.edited(key) {
			continue
		}
		if to := k.after.Plan(u.To); to == nil || to.ID == after.ID {
			k.missing(key, Ref{Of: ObjectPlan, ID: int64(u.To)}, chooseFromList)
		}
	}
}

// refusesPath says why a path cannot be added, where there is one already, or be changed, where there is none.
func (c Change) refusesPath(effective *Catalog) error {
	before := effective.Plan(PlanID(c.About.ID))
	for _, v := range c.Typed {
		if v.Key.Field != FieldUpgrade || before == nil {
			continue
		}
		u := before.upgrade(UpgradeTarget(v.Key))
		switch {
		case c.Kind == PathChanged && u == nil:
			return NotFound("The upgrade path")
		case c.Kind == PathAdded && u != nil:
			message := "There is a path to " + Isolate(orZero(effective.Plan(u.To)).Name) + " already: edit that one"
			return Invalid(message, FieldError{Key: v.Key, Message: message})
		}
	}
	return nil
}

// confirmed refuses to put a plan on sale while a price that it needs is not set (rule 1e).
func (k *catalogCheck) confirmed(p *Plan) error {
	confirms := k.touches(p.ID, func(e Edit) bool { return e.Key.Field == FieldConfirmation && e.To.Own && e.To.Text == Yes })
	if confirms && p.PriceMissing() {
		return Invalid("Set every price of the active periods and their resources first, then confirm.")
	}
	return nil
}
