package oracle

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// Step draws one of the things that can happen, and makes it happen. It reports false where it cannot.
func (w *World) Step(t *rapid.T) bool {
	switch number(t, "who", 4) {
	case 0:
		return pick(t, "vendor's step", w.vendorSteps())(t, w.Accounts[0])
	case 1:
		return pick(t, "reseller's step", append(w.vendorSteps(), w.resellerSteps()...))(t, pick(t, "reseller", w.Accounts[1:]))
	case 2:
		return pick(t, "setting", []func(*rapid.T) bool{w.editDelegation, w.editTemplate, w.editRates, w.editVisible, w.editSwitches})(t)
	default:
		return pick(t, "run", []func(*rapid.T) bool{w.runEverything, w.runSome, w.runFew, w.undo})(t)
	}
}

// vendorSteps are edits of what a vendor made himself.
func (w *World) vendorSteps() []func(*rapid.T, *Account) bool {
	return []func(*rapid.T, *Account) bool{w.editPlan, w.editPlan, w.editPlan, w.addPlan, w.editSales, w.editSales, w.editGroups,
		w.editSchedule, w.addSchedule}
}

// resellerSteps are edits of what was delivered to a reseller.
func (w *World) resellerSteps() []func(*rapid.T, *Account) bool {
	return []func(*rapid.T, *Account) bool{w.setOwn, w.setOwn, w.setOwn, w.setOwn, w.resetOwn, w.movePlan, w.movePlan, w.confirm, w.priceAll,
		w.setDisplay, w.setManual, w.setUpgrade, w.editDocument}
}

func (w *World) editRates(t *rapid.T) bool {
	w.drawRates(t)
	return true
}

func (w *World) editSwitches(t *rapid.T) bool {
	w.drawSwitches(t, pick(t, "account", w.Accounts))
	return true
}

func (w *World) editDelegation(t *rapid.T) bool {
	w.delegate(t, number(t, "template", 2))
	return true
}

func (w *World) editTemplate(t *rapid.T) bool {
	index := number(t, "template", 2)
	next := *w.Templates[index]
	next.Version++
	drawOther(t, &next)
	w.Templates[index] = &next
	return true
}

func (w *World) editVisible(t *rapid.T) bool {
	visible := map[domain.NotificationID]bool{}
	for id := range domain.NotificationID(3) {
		visible[id+1] = often(t, "visible")
	}
	w.Visible = visible
	return true
}

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
	w.Synchronize(w.drawClick(t, boxes))
	return true
}

func (w *World) drawClick(t *rapid.T, boxes domain.OptionSet) Click {
	c := Click{Template: w.Templates[0], By: w.Accounts[0].ID, Reach: domain.AllLevels, Boxes: boxes, Policy: domain.Overwrite}
	if seldom(t, "the other template") {
		c.Template = w.Templates[1]
	}
	if rapid.Bool().Draw(t, "keep") {
		c.Policy = domain.Keep
	}
	switch {
	case seldom(t, "by a reseller"):
		c.By = pick(t, "by", w.Accounts).ID
	case seldom(t, "direct resellers only"):
		c.Reach = domain.DirectOnly
	case seldom(t, "one subscription"):
		c.On, c.Reach = pick(t, "on", w.Accounts[1:]).ID, pick(t, "reach", domain.Reaches(true))
	}
	return c
}

func (w *World) undo(t *rapid.T) bool {
	if len(w.Runs) == 0 {
		return false
	}
	back := 1 + number(t, "runs ago", min(4, len(w.Runs)))
	w.Undo(w.Runs[len(w.Runs)-back])
	return true
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
			func() { w.editRate(t, p) },
			func() { w.classify(t, a, c, p) },
			func() { w.addPeriod(t, a, p) },
			func() { w.addRate(t, p) },
			func() { w.addUpgrade(t, a, c, p) },
			func() { p.UsageStatistics = !p.UsageStatistics },
			func() { p.Published = !p.Published },
			func() { p.Name, p.Short = drawName(t), drawName(t) },
			func() { period.Active = !period.Active },
			func() { period.Schedule = w.drawSchedule(t, a) },
		}
		pick(t, "edit", edits)()
	})
}

func (w *World) editRate(t *rapid.T, p *domain.Plan) {
	if len(p.Rates) == 0 {
		return
	}
	i := number(t, "rate", len(p.Rates))
	switch pick(t, "edit of the rate", []string{"row", "limits", "remove"}) {
	case "row":
		drawRow(t, p, &p.Rates[i])
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
		s.Name, s.Details = drawName(t), drawDetails(t)
	})
}
