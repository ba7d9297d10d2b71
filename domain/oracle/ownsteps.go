package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"tiersync/domain"
)

// setOwn sets one value of a delivered plan.
func (w *World) setOwn(t *rapid.T, a *Account) bool {
	var keys []Key
	for _, field := range []domain.Field{domain.RecurringFee.Field(), domain.SetupFee.Field(), domain.RecurringPrice.Field(), domain.OverusePrice.Field(),
		domain.FieldIncluded, domain.FieldPublished, domain.FieldName, domain.FieldSchedule} {
		keys = append(keys, a.Shop.Delivered.of(field, 0)...)
	}
	if len(keys) == 0 {
		return false
	}
	key := pick(t, "value", keys)
	var text string
	switch {
	case isFee(key):
		text = drawFee(t, a).String()
	case isPrice(key):
		text = drawPrice(t).String()
	case key.Field == domain.FieldIncluded:
		text = pick(t, "included", []string{"0", "-1", "5", "12"})
	case key.Field == domain.FieldPublished:
		text = pick(t, "published", []string{no, yes})
	case key.Field == domain.FieldName:
		text = drawName(t)
	default:
		text = idText(w.drawSchedule(t, a))
	}
	return w.Set(a, key, text)
}

// editDelivered changes what an account has of its own over a delivered plan, in the engine alone.
func (w *World) editDelivered(a *Account, plan domain.PlanID, what string, change func(*domain.PlanEdit) error) bool {
	return w.edit(a, what, func(s domain.State) (*domain.Own, error) {
		edit, err := s.EditPlan(plan, by(a), anyDay())
		if err == nil {
			err = change(edit)
		}
		if err != nil {
			return nil, err
		}
		return edit.Own()
	})
}

// by is the one user of an account.
func by(a *Account) domain.UserID { return domain.UserID(a.ID) }

// Set makes a value the reseller's own, unless it is what he has anyway.
func (w *World) Set(a *Account, key Key, text string) bool {
	set := func(edit *domain.PlanEdit) error { edit.Set(key, text); return nil }
	if !w.editDelivered(a, key.Plan, fmt.Sprintf("sets %s to %q", name(key), text), set) {
		return false
	}
	if a.Shop.Effective()[key] != text {
		a.Shop.Own[key] = OwnValue{text, a.Shop.Delivered[key]}
	}
	return true
}

// resetOwn gives a value of a plan back to the vendor.
func (w *World) resetOwn(t *rapid.T, a *Account) bool {
	var keys []Key
	for key := range a.Shop.Own {
		if key.Plan != 0 && key.Field != domain.FieldPlacement {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return false
	}
	slices.SortFunc(keys, order)
	key := pick(t, "value", keys)
	return w.giveBack(a, key, func(s domain.State) (*domain.Own, error) {
		edit, err := s.EditPlan(key.Plan, by(a), anyDay())
		if err != nil {
			return nil, err
		}
		edit.Reset(key)
		return edit.Own()
	})
}

// giveBack drops an own value.
func (w *World) giveBack(a *Account, key Key, reset func(domain.State) (*domain.Own, error)) bool {
	if !w.edit(a, "gives back "+name(key), reset) {
		return false
	}
	maps.DeleteFunc(a.Shop.Own, func(own Key, _ OwnValue) bool {
		return own == key || isPath(key) && isPath(own) && own.Plan == key.Plan && own.Name == key.Name // a path as a whole
	})
	return true
}

// takeOver sets own values.
func (w *World) takeOver(a *Account, values Rows, set func(domain.State) (*domain.Own, error)) bool {
	var what []string
	for _, key := range slices.SortedFunc(maps.Keys(values), func(x, y Key) int { return strings.Compare(name(x), name(y)) }) {
		what = append(what, fmt.Sprintf("%s to %q", name(key), values[key]))
	}
	if !w.edit(a, "sets "+strings.Join(what, ", "), set) {
		return false
	}
	for key, text := range values {
		a.Shop.Own[key] = OwnValue{text, a.Shop.Delivered[key]}
	}
	return true
}

// movePlan puts a delivered plan into other categories, or back.
func (w *World) movePlan(t *rapid.T, a *Account) bool {
	plans := a.Shop.Delivered.of(domain.FieldPlan, 0)
	if len(plans) == 0 {
		return false
	}
	key := domain.PlacementKey(pick(t, "plan", plans).Plan)
	if _, own := a.Shop.Own[key]; own && rapid.Bool().Draw(t, "back") {
		return w.giveBack(a, key, change(a, resetting(domain.PlanMovedBack, key)))
	}
	var to []domain.CategoryID
	for _, category := range has(a, domain.FieldSalesCategory) {
		if rapid.Bool().Draw(t, "into") {
			to = append(to, category.Category)
		}
	}
	if domain.IDs(to) == a.Shop.Effective()[key] {
		return false
	}
	return w.takeOver(a, Rows{key: domain.IDs(to)}, change(a, setting(domain.PlanMoved, key, domain.IDs(to))))
}

// confirm puts a held plan on sale, where every price is set.
func (w *World) confirm(t *rapid.T, a *Account) bool {
	var plans []domain.PlanID
	for _, key := range a.Shop.Delivered.of(fieldUnpriced, 0) {
		if a.Shop.Effective()[key] == yes && !slices.Contains(plans, key.Plan) {
			plans = append(plans, key.Plan)
		}
	}
	if len(plans) == 0 {
		return false
	}
	return w.confirmPlan(a, pick(t, "plan", plans))
}

func (w *World) confirmPlan(a *Account, plan domain.PlanID) bool {
	if !w.editDelivered(a, plan, fmt.Sprintf("confirms plan %d", plan), (*domain.PlanEdit).Confirm) {
		return false
	}
	rows := a.Shop.Effective()
	for _, key := range rows.of(fieldUnpriced, plan) {
		if rows[key] == yes {
			a.Shop.Own[with(key, domain.FieldConfirmation)] = OwnValue{yes, no}
		}
	}
	return true
}

// priceAll sets every price of a plan that has none, and confirms.
func (w *World) priceAll(t *rapid.T, a *Account) bool {
	plans := a.Shop.Delivered.of(domain.FieldPlan, 0)
	if len(plans) == 0 {
		return false
	}
	plan := pick(t, "plan", plans).Plan
	rows := a.Shop.Effective()
	for _, key := range rows.keys() {
		if key.Plan == plan && rows[key] == "" && (isFee(key) || isPrice(key)) {
			w.Set(a, key, "8")
		}
	}
	return w.confirmPlan(a, plan)
}

func (w *World) setDisplay(t *rapid.T, a *Account) bool {
	categories := a.Shop.Delivered.of(domain.FieldSalesCategory, 0)
	if len(categories) == 0 {
		return false
	}
	key := domain.DisplayKey(pick(t, "category", categories).Category)
	if _, own := a.Shop.Own[key]; own && rapid.Bool().Draw(t, "back") {
		return w.giveBack(a, key, change(a, resetting(domain.DisplayChanged, key)))
	}
	display := domain.YesNo(a.Shop.Effective()[key] != yes)
	return w.takeOver(a, Rows{key: display}, change(a, setting(domain.DisplayChanged, key, display)))
}

// setManual customizes a step of the order flow.
func (w *World) setManual(t *rapid.T, a *Account) bool {
	steps := a.Shop.Delivered.of(domain.FieldTransition, 0)
	if len(steps) == 0 {
		return false
	}
	key := pick(t, "step", steps)
	if _, own := a.Shop.Own[key]; own && rapid.Bool().Draw(t, "back") {
		return w.giveBack(a, key, change(a, resetting(domain.FlowCustomized, key)))
	}
	manual := domain.YesNo(a.Shop.Effective()[key] != yes)
	return w.takeOver(a, Rows{key: manual}, change(a, setting(domain.FlowCustomized, key, manual)))
}

// setUpgrade adds a path of the reseller's own between two plans that he has.
func (w *World) setUpgrade(t *rapid.T, a *Account) bool {
	from, to := a.Shop.Delivered.of(domain.FieldPlan, 0), has(a, domain.FieldPlan)
	if len(from) == 0 {
		return false
	}
	plan, upgrade := pick(t, "from", from).Plan, domain.Upgrade{To: pick(t, "to", to).Plan, Fee: drawFee(t, a)}
	if plan == upgrade.To {
		return false
	}
	return w.takeOver(a, upgradeRows(plan, upgrade), func(s domain.State) (*domain.Own, error) {
		edit, err := s.EditPlan(plan, by(a), anyDay())
		if err != nil {
			return nil, err
		}
		edit.SetUpgrade(upgrade)
		return edit.Own()
	})
}

// editDocument gives a reseller a document of his own, or a new version of it.
func (w *World) editDocument(t *rapid.T, a *Account) bool {
	return w.editMade(a, func(c *domain.Catalog) {
		c.Terms = &domain.Terms{Documents: []domain.Document{{ID: 100 + int64(a.ID), Name: "Mine", Version: drawName(t)}}}
	})
}
