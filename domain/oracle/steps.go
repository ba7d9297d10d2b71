package oracle

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// Steps are the things that can happen, by name. Each draws what exactly, and reports whether it happened.
func (w *World) Steps() map[string]func(*rapid.T) bool {
	provider := func(edit func(*rapid.T, *Account) bool) func(*rapid.T) bool {
		return func(t *rapid.T) bool { return edit(t, w.Accounts[0]) }
	}
	reseller := func(edit func(*rapid.T, *Account) bool) func(*rapid.T) bool {
		return func(t *rapid.T) bool { return edit(t, pick(t, "reseller", w.Accounts[1:])) }
	}
	anybody := func(edit func(*rapid.T, *Account) bool) func(*rapid.T) bool {
		return func(t *rapid.T) bool { return edit(t, pick(t, "vendor", w.Accounts)) }
	}
	return map[string]func(*rapid.T) bool{
		"provider edits a plan":          provider(w.editPlan),
		"provider edits a plan again":    provider(w.editPlan),
		"provider adds a plan":           provider(w.addPlan),
		"provider edits categories":      provider(w.editSales),
		"provider edits groups":          provider(w.editGroups),
		"vendor edits a schedule":        anybody(w.editSchedule),
		"vendor adds a schedule":         anybody(w.addSchedule),
		"reseller edits his plan":        reseller(w.editPlan),
		"reseller adds a plan":           reseller(w.addPlan),
		"reseller edits his categories":  reseller(w.editSales),
		"reseller edits his groups":      reseller(w.editGroups),
		"reseller sets a value":          reseller(w.setOwn),
		"reseller sets another value":    reseller(w.setOwn),
		"reseller gives a value back":    reseller(w.resetOwn),
		"reseller moves a plan":          reseller(w.movePlan),
		"reseller confirms":              reseller(w.confirm),
		"reseller prices and confirms":   reseller(w.priceAll),
		"reseller sets Display Category": reseller(w.setDisplay),
		"reseller customizes his flow":   reseller(w.setManual),
		"reseller adds an upgrade path":  reseller(w.setUpgrade),
		"template delegates":             w.editDelegation,
		"template changes":               w.editTemplate,
		"rates change":                   func(t *rapid.T) bool { w.drawRates(t); return true },
		"visibility changes":             w.editVisible,
		"protections change":             anybody(func(t *rapid.T, a *Account) bool { w.drawSwitches(t, a); return true }),
		"run":                            w.run,
		"run again":                      w.run,
		"run everything":                 w.runEverything,
		"run with few boxes":             w.runFew,
		"undo":                           w.undo,
	}
}

func (w *World) editDelegation(t *rapid.T) bool {
	w.delegate(t, rapid.IntRange(0, 1).Draw(t, "template"))
	return true
}

func (w *World) editTemplate(t *rapid.T) bool {
	index := rapid.IntRange(0, 1).Draw(t, "template")
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

func (w *World) run(t *rapid.T) bool {
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
	for range rapid.IntRange(1, 2).Draw(t, "boxes") {
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
	back := rapid.IntRange(1, min(3, len(w.Runs))).Draw(t, "runs ago")
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
	i := rapid.IntRange(0, len(p.Rates)-1).Draw(t, "rate")
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
		i := rapid.IntRange(0, len(c.Categories.Sales)-1).Draw(t, "category")
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
