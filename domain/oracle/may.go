package oracle

import (
	"slices"

	"tiersync/domain"
)

// What the program lets happen. The rules do not depend on it, but nobody can do in the program what is not possible here.

// program is the reseller plan that is based on a template, zero when there is none.
func (w *World) program(template *domain.Template) domain.PlanID {
	for i, t := range w.Templates {
		if t.ID == template.ID && i < len(w.Programs) {
			return w.Programs[i]
		}
	}
	return 0
}

// holds reports whether the account has a privilege.
func (a *Account) holds(p domain.Privilege) bool {
	_, delivered := a.Shop.Delivered[Key{Field: domain.FieldPrivilege, Name: string(p)}]
	return a.Parent == 0 || delivered || p == domain.ViewCosts // which its administrator has, whatever was delivered
}

// mayTick reports whether the account may synchronize with these boxes.
func (a *Account) mayTick(boxes domain.OptionSet) bool {
	lacks := func(o domain.Option) bool { return boxes[o.Key] && o.Right != "" && !a.holds(o.Right) }
	return a.holds(domain.SynchronizeSubReseller) && !slices.ContainsFunc(domain.Options(), lacks)
}

// passedBy reports whether runs skip the account (rule G3).
func (a *Account) passedBy() bool {
	return slices.Contains([]domain.SubscriptionStatus{domain.Ordered, domain.Terminated, domain.Canceled}, a.Status)
}

// MayClick reports whether the click can be made: by somebody who has the reseller plan and the rights, and with somebody
// to reach.
func (w *World) MayClick(c Click) bool {
	by := w.Account(c.By)
	if !by.mayTick(c.Boxes) || !by.Shop.Effective().hasPlan(w.program(c.Template)) {
		return false
	}
	if c.On != 0 {
		on := w.Account(c.On)
		if !w.subscribed(on, c.Template) || !w.below(on, c.By) || c.Reach == domain.ThisReseller && on.passedBy() {
			return false
		}
	}
	return len(w.reached(c)) > 0
}

// undone reports whether this part of a run is taken back, or the run as a whole, by an undo that was not taken back itself.
func (w *World) undone(run int, part domain.Part) bool {
	for i := len(w.Runs) - 1; i > run; i-- {
		undo := w.Runs[i]
		if undo.IsUndo && undo.Undoes == run && (undo.Part.Whole() || slices.Equal(undo.Part, part)) && !w.undone(i, nil) {
			return true
		}
	}
	return false
}

// MayUndo reports whether the run, or the part of it, can be taken back now by whom started it.
func (w *World) MayUndo(run int, part domain.Part) bool {
	c := w.Runs[run].Click
	return !w.undone(run, part) && w.Account(c.By).mayTick(c.Boxes)
}

// problem says why the change cannot be taken back, "" when it can.
func (t *takingBack) problem() string {
	if right := t.Record.Kind.Info().Right; right != "" && !t.a.holds(right) {
		return "they may not make such changes"
	}
	if len(t.back) == 0 {
		for key := range t.stays {
			if t.goes(key) && t.w.cannotGo(t.a, key) {
				return "it stays because it is used"
			}
		}
		return ""
	}
	rows := t.next.Effective()
	for _, key := range t.back {
		if !t.a.maySet(key) {
			return "they may not set " + name(key)
		}
		if problem := t.w.fits(t.a, rows, key); problem != "" {
			return problem
		}
		if t.goes(key) && t.w.cannotGo(t.a, key) {
			return name(key) + " is used"
		}
		if to, _ := t.to(key); to.own && key.Field == domain.FieldConfirmation && rows.lacksPrice(key.Plan) { // rule 1e
			return "a price is missing"
		}
	}
	if err := rows.Sound(); err != nil {
		return err.Error()
	}
	return ""
}

// goes reports whether a plan or a period would go.
func (t *takingBack) goes(key Key) bool {
	_, there := t.to(key)
	_, is := t.now[key]
	return !there && is && (key.Field == domain.FieldPlan || key.Field == domain.FieldPeriod)
}

// maySet reports whether the account has the right that a value takes.
func (a *Account) maySet(key Key) bool {
	if isLock(key) {
		return a.maySet(key.Locked())
	}
	right := key.Field.Info().Right
	return right == "" || a.holds(right)
}

// cannotGo reports whether a plan or a period is used, or was ever delivered.
func (w *World) cannotGo(a *Account, key Key) bool {
	if key.Field == domain.FieldPeriod {
		return w.uses(a, key, false)
	}
	for path := range a.Shop.Effective() {
		if path.Field == domain.FieldUpgrade && domain.UpgradeTarget(path) == key.Plan {
			return true
		}
	}
	return w.uses(a, key, true) || w.wasDelivered(key.Plan)
}

// fits says why a value cannot be what it is in these rows, "" when it can.
func (w *World) fits(a *Account, rows Rows, key Key) string {
	has := func(field domain.Field, id domain.CategoryID) bool {
		_, there := rows[Key{Field: field, Category: id}]
		return there
	}
	text, there := rows[key]
	id := first(domain.ParseIDs[domain.CategoryID](text))
	switch {
	case key.Field == domain.FieldPlanCategory && there && !has(domain.FieldPlanCategoryData, id):
		return "the plan category is gone"
	case key.Field == domain.FieldPlanCategoryData && !there && rows.hasPlanIn(key.Category):
		return "the plan category is used"
	case key.Field == domain.FieldUpgrade && there && !rows.hasPlan(domain.UpgradeTarget(key)):
		return "there is nothing to upgrade to"
	case group(Key{Field: domain.FieldIncluded, Plan: key.Plan, Resource: key.Resource})(key):
		if included := with(key, domain.FieldIncluded); rows.hasRate(key.Plan, key.Resource) && !rows.allows(included, rows[included]) {
			return "the limits do not go together"
		}
	case key.Field == domain.FieldPriceRow && there && key.Period != 0 && !rows.hasPeriod(key.Plan, key.Period):
		return "there are prices for a period that is gone"
	case key.Field == domain.FieldNotification:
		d, _ := domain.NotificationOf(key)
		if values(rows)[key] == yes && a.Parent != 0 && !w.Visible[d.Template] {
			return "they do not see the notification"
		}
	case key.Field == domain.FieldPeriod && !there && rows.hasPlan(key.Plan) && rows.pricesFor(key.Plan, key.Period):
		return "there are prices for the period"
	}
	return ""
}

func (rows Rows) pricesFor(plan domain.PlanID, period domain.PeriodID) bool {
	return slices.ContainsFunc(rows.of(domain.FieldPriceRow, plan), func(key Key) bool { return key.Period == period })
}
