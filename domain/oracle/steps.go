package oracle

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// action draws something that can happen and makes it happen. It reports false, and nothing has happened, where it cannot.
type action = func(*rapid.T) bool

// Step draws one of the things that can happen, and makes it happen: where what is drawn cannot, another one.
func (w *World) Step(t *rapid.T) {
	actions := pick(t, "who", []func(*rapid.T) []action{w.providers, w.resellers, w.settings, w.runs, w.undos})(t)
	for len(actions) > 0 {
		i := number(t, "step", len(actions))
		if actions[i](t) {
			return
		}
		actions = slices.Delete(actions, i, i+1)
	}
	w.editRates(t) // can always happen
}

func (w *World) providers(*rapid.T) []action {
	return of(w.Accounts[0], append(w.vendorSteps(), w.editGroups))
}

func (w *World) resellers(t *rapid.T) []action {
	return of(pick(t, "reseller", w.Accounts[1:]), append(w.vendorSteps(), w.resellerSteps()...))
}

func (w *World) settings(*rapid.T) []action {
	return []action{w.editDelegation, w.editTemplate, w.editRates, w.editUnmeasured, w.editVisible, w.editSwitches, w.editStatus, w.makeProgram}
}

func (w *World) runs(*rapid.T) []action {
	return []action{w.runEverything, w.runSome, w.runFew, w.undo, w.undoPart}
}

func (w *World) undos(*rapid.T) []action { return []action{w.takeBack} }

// of makes steps of an account actions.
func of(a *Account, steps []func(*rapid.T, *Account) bool) []action {
	var actions []action
	for _, step := range steps {
		actions = append(actions, func(t *rapid.T) bool { return step(t, a) })
	}
	return actions
}

// vendorSteps are edits of what a vendor made themselves.
func (w *World) vendorSteps() []func(*rapid.T, *Account) bool {
	return []func(*rapid.T, *Account) bool{w.editPlan, w.editPlan, w.editPlan, w.addPlan, w.editSales, w.editSales, w.editSchedule,
		w.addSchedule}
}

// resellerSteps are edits of what was delivered to a reseller.
func (w *World) resellerSteps() []func(*rapid.T, *Account) bool {
	return []func(*rapid.T, *Account) bool{w.setOwn, w.setOwn, w.setOwn, w.setOwn, w.resetOwn, w.movePlan, w.movePlan, w.confirm, w.priceAll,
		w.setDisplay, w.setManual, w.setUpgrade, w.editDocument, w.setRule, w.setRule, w.dropRule, w.lockOwn, w.lockOwn}
}

func (w *World) editRates(t *rapid.T) bool {
	w.drawRates(t)
	w.note(RatesSet{w.Rates})
	return true
}

func (w *World) editUnmeasured(t *rapid.T) bool {
	w.drawUnmeasured(t)
	w.note(UnmeasuredSet{w.Unmeasured})
	return true
}

func (w *World) editSwitches(t *rapid.T) bool {
	a := pick(t, "account", w.Accounts)
	w.drawSwitches(t, a)
	w.note(Protected{a.ID, a.Switches})
	return true
}

// editStatus changes the status of an account's subscriptions. An ordered one that becomes active is delivered (rule G3).
func (w *World) editStatus(t *rapid.T) bool {
	a, status := pick(t, "account", w.Accounts[1:]), pick(t, "status", statuses())
	vendor := w.Account(a.Parent)
	if a.Status == status || !vendor.holds(domain.ManageSubResellers) || len(a.Templates) > 1 && (status == domain.Ordered || a.Status == domain.Ordered) {
		return false
	}
	click := Click{Template: w.Templates[a.Templates[0]], By: vendor.ID, On: a.ID, Reach: domain.ThisReseller, Boxes: domain.AllOptions(),
		Policy: domain.Keep}
	activated := a.Status == domain.Ordered && status == domain.Active
	if activated && !vendor.Shop.Effective().hasPlan(w.program(click.Template)) {
		return false
	}
	change := changeTo(a.Status, status)
	a.Status = status
	for _, index := range a.Templates {
		w.note(StatusSet{a.ID, index, change, status})
	}
	if activated {
		w.run(click)
	}
	return true
}

// changeTo is the vendor's change from one status to another, "" where they have none: it comes with time, or never.
func changeTo(from, to domain.SubscriptionStatus) domain.StatusKey {
	for _, change := range from.Changes() {
		if change.To == to {
			return change.Key
		}
	}
	return ""
}

func (w *World) editDelegation(t *rapid.T) bool {
	w.delegate(t, number(t, "template", 2))
	return true
}

func (w *World) editTemplate(t *rapid.T) bool {
	index := number(t, "template", 2)
	next := *w.Templates[index]
	next.Version++
	w.drawOther(t, &next, index)
	w.Templates[index] = &next
	w.note(TemplateSaved{&next})
	return true
}

func (w *World) editVisible(t *rapid.T) bool {
	w.drawVisible(t)
	w.note(VisibleSet{w.Visible})
	return true
}

// makeProgram makes the reseller plan of a reseller's own template, if they have not.
func (w *World) makeProgram(t *rapid.T) bool { return w.addProgram(t, 1) }

func (w *World) runSome(t *rapid.T) bool {
	boxes := domain.OptionSet{}
	for _, o := range domain.Options() {
		if rapid.Bool().Draw(t, o.Label) {
			boxes[o.Key] = true
		}
	}
	return w.click(t, boxes)
}

func (w *World) runFew(t *rapid.T) bool {
	boxes := domain.OptionSet{}
	for range 1 + number(t, "boxes", 2) {
		boxes[pick(t, "box", domain.Options()).Key] = true
	}
	return w.click(t, boxes)
}

func (w *World) runEverything(t *rapid.T) bool { return w.click(t, domain.AllOptions()) }

func (w *World) click(t *rapid.T, boxes domain.OptionSet) bool {
	if len(boxes) == 0 {
		return false
	}
	c := w.drawClick(t, boxes)
	if !w.MayClick(c) {
		c = Click{Template: c.Template, By: c.Template.Account, Reach: domain.AllLevels, Boxes: boxes, Policy: c.Policy}
	}
	if !w.MayClick(c) {
		return false
	}
	c.LeftOut = w.drawLeftOut(t, c)
	if c.Policy == domain.Overwrite && rapid.Bool().Draw(t, "decide") {
		c.Policy, c.Decisions = domain.Decide, w.drawDecisions(t, c)
	}
	w.Synchronize(c)
	return true
}

func (w *World) drawClick(t *rapid.T, boxes domain.OptionSet) Click {
	c := Click{Template: w.Templates[0], Reach: domain.AllLevels, Boxes: boxes, Policy: domain.Overwrite}
	if seldom(t, "the other template") {
		c.Template = w.Templates[1]
	}
	c.By = c.Template.Account
	if rapid.Bool().Draw(t, "keep") {
		c.Policy = domain.Keep
	}
	if seldom(t, "by a reseller") {
		c.By = pick(t, "by", w.Accounts).ID
	}
	switch {
	case seldom(t, "direct resellers only"):
		c.Reach = domain.DirectOnly
	case seldom(t, "one subscription"):
		c.On, c.Reach = pick(t, "on", w.Accounts[1:]).ID, pick(t, "reach", domain.Reaches(true))
	}
	return c
}

// anyDay is when everything happens: the rules do not depend on the time.
func anyDay() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// editPlan changes one thing of a plan that the vendor made.
func (w *World) editPlan(t *rapid.T, a *Account) bool {
	if len(a.State.Own.MadeCatalog().Plans) == 0 {
		return false
	}
	return w.editMade(a, func(c *domain.Catalog) {
		p := pick(t, "plan", c.Plans)
		period := pick(t, "period", pointers(p.Periods))
		edits := []func(){
			func() { drawFees(t, a, period) },
			func() { w.editRate(t, a, p) },
			func() { w.classify(t, a, p) },
			func() { w.addPeriod(t, a, p) },
			func() { w.addRate(t, a, p) },
			func() { w.addUpgrade(t, a, c, p) },
			func() { p.UsageStatistics = !p.UsageStatistics },
			func() { p.Published = !p.Published },
			func() { p.Name, p.Short = drawName(t), drawName(t) },
			func() { period.Active = !period.Active },
			func() {
				period.RefundDays, period.Cycles, period.Position = number(t, "refund", 3), number(t, "cycles", 3), number(t, "position", 3)
			},
			func() { p.AutoRenew, p.RenewPeriod = rapid.Bool().Draw(t, "renew"), renewal(t, p) },
			func() { period.Schedule = w.drawSchedule(t, a) },
		}
		pick(t, "edit", edits)()
	})
}

// renewal draws one of the plan's periods, or none.
func renewal(t *rapid.T, p *domain.Plan) domain.PeriodID {
	if seldom(t, "renews to nothing") {
		return 0
	}
	return pick(t, "renews to", p.Periods).ID
}

func (w *World) editRate(t *rapid.T, a *Account, p *domain.Plan) {
	if len(p.Rates) == 0 {
		return
	}
	i := number(t, "rate", len(p.Rates))
	switch pick(t, "edit of the rate", []string{"row", "limits", "remove"}) {
	case "row":
		w.drawRow(t, a, p, &p.Rates[i])
	case "limits":
		drawLimits(t, &p.Rates[i])
	case "remove":
		p.Rates = slices.Delete(p.Rates, i, i+1)
	}
}

// editSales adds, changes, moves or removes a sales category that the vendor made.
func (w *World) editSales(t *rapid.T, a *Account) bool {
	made := a.State.Own.MadeCatalog().Categories
	if made == nil || len(made.Sales) == 0 || rapid.Bool().Draw(t, "add") {
		return w.addSales(t, a)
	}
	return w.editMade(a, func(c *domain.Catalog) {
		i := number(t, "category", len(c.Categories.Sales))
		s := &c.Categories.Sales[i]
		switch pick(t, "edit of the category", []string{"name", "move", "display", "remove", "position"}) {
		case "name":
			s.Name, s.Description = drawName(t), drawName(t)
		case "move":
			s.Parent = pick(t, "parent", append(has(a, domain.FieldSalesCategory), Key{})).Category
		case "display":
			s.Display = !s.Display
		case "position":
			s.Position++
		case "remove":
			c.Categories.Sales = slices.Delete(c.Categories.Sales, i, i+1)
		}
	})
}

func (w *World) editSchedule(t *rapid.T, a *Account) bool {
	made := a.State.Own.MadeCatalog().Schedules
	if made == nil || len(made.List) == 0 {
		return false
	}
	return w.editMade(a, func(c *domain.Catalog) {
		s := pick(t, "schedule", pointers(c.Schedules.List))
		s.Name, s.Details = drawName(t), w.drawDetails(t)
	})
}
