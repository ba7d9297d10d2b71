package oracle

import "tiersync/domain"

// Click is one filled-in dialog.
type Click struct {
	Template *domain.Template // of the reseller plan
	By       domain.AccountID // who clicks
	On       domain.AccountID // whose subscription; zero for the whole plan
	Reach    domain.Reach
	Boxes    domain.OptionSet
	Policy   domain.Policy
	LeftOut  domain.LeftOut

	Decisions domain.Decisions // with Decide
}

// run is one reseller in a run. Its methods write into their shop.
type run struct {
	*Shop
	Click
	account   domain.AccountID
	offer     Rows // what their vendor offers them, less what is left out
	whole     Rows // with that
	elsewhere Rows // what their vendor offers them by other reseller plans
	source    Rows // everything their vendor has
	switches  domain.Switches
	visible   map[domain.NotificationID]bool
	copies    []domain.PlanID // of theirs that are offered to them
	created   []domain.PlanID // that the run brings
	protected bool            // their prices are
}

// synchronize applies the ticked boxes in the order of the dialog.
func (r *run) synchronize() {
	r.takeOut()
	for _, key := range r.Delivered.of(domain.FieldPlan, 0) {
		if r.offer.hasPlan(key.Plan) {
			r.copies = append(r.copies, key.Plan)
		}
	}
	boxes := []struct {
		key domain.OptionKey
		do  func()
	}{
		{domain.CreatePlans, r.createPlans},
		{domain.EnablePlans, r.enablePlans},
		{domain.UpdateFees, r.updateFees},
		{domain.UpdateCategories, r.updateCategories},
		{domain.UpdateSchedules, r.updateSchedules},
		{domain.AttachUsage, r.attachUsage},
		{domain.CreateResources, r.createResources},
		{domain.RemoveResources, r.removeResources},
		{domain.UpdatePrices, r.updatePrices},
		{domain.UpdateLimits, r.updateLimits},
		{domain.UpdateOrderFlow, r.updateOrderFlow},
		{domain.UpdatePrivileges, r.updatePrivileges},
		{domain.SynchronizeTerms, r.synchronizeTerms},
		{domain.UpdateNames, r.updateNames},
		{domain.UpdatePeriods, r.updatePeriods},
	}
	for _, box := range boxes {
		if r.Boxes[box.key] {
			box.do()
		}
	}
	r.settleRules()
}

// rewrite delivers a value. Under Overwrite the reseller's own goes (rule G9).
func (r *run) rewrite(key Key, text string) {
	r.Delivered[key] = text
	if r.overwrites(key) && !r.left(key) {
		delete(r.Own, key)
	}
}

// overwrites reports whether the reseller's own value at a key gives way (rules G9, G15).
func (r *run) overwrites(key Key) bool {
	locked := r.Own[key].Lock != ""
	if r.Policy != domain.Decide {
		return r.Policy == domain.Overwrite && !locked
	}
	takes := false
	for _, d := range r.Decisions { // the last that is about it counts
		itself := d.Of == domain.Leave{Account: r.account, Key: key}
		all, reseller := d.Of == domain.Leave{}, d.Of == domain.Leave{Account: r.account}
		plan := key.Plan != 0 && d.Of == domain.Leave{Plan: key.Plan}
		if itself || (all || reseller || plan) && !(locked && d.Take) {
			takes = d.Take
		}
	}
	return takes
}

// remove takes away the rows that fit, and the reseller's own values over them.
func (r *run) remove(fits func(Key) bool) {
	for key := range r.Delivered {
		if fits(key) {
			delete(r.Delivered, key)
		}
	}
	for key := range r.Own {
		if fits(key) {
			delete(r.Own, key)
		}
	}
}

// create copies a value that is new to the reseller; prices that cannot be are not set (rules 1e, G14).
func (r *run) create(key Key) {
	text := r.offer[key]
	switch {
	case isFee(key) || isPrice(key):
		if r.protected || text == noRate {
			text = ""
		}
	case key.Field == fieldUnpriced && r.protected:
		text = yes
	case key.Field == domain.FieldSchedule:
		r.createSchedule(r.offer.schedule(key))
	}
	r.Delivered[key] = text
}

// createSchedule copies a schedule that is assigned and that the reseller does not have (rules 3b, 5b).
func (r *run) createSchedule(id domain.ScheduleID) {
	key := Key{Field: domain.FieldScheduleContent, Schedule: id}
	if id != 0 && !r.Delivered.hasSchedule(id) && !r.Made.hasSchedule(id) {
		r.Delivered[key] = withoutHidden(r.source[key], r.visible)
	}
}
