package oracle

import (
	"slices"

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

// Set makes a value the reseller's own, unless it is what he has anyway.
func (w *World) Set(a *Account, key Key, text string) bool {
	edit, err := a.State.EditPlan(key.Plan, 1, anyDay())
	if err != nil {
		return false
	}
	edit.Set(key, text)
	own, err := edit.Own()
	if err != nil {
		return false
	}
	a.State.Own = own
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
	edit, err := a.State.EditPlan(key.Plan, 1, anyDay())
	if err != nil {
		return false
	}
	edit.Reset(key)
	own, err := edit.Own()
	if err != nil {
		return false
	}
	a.State.Own = own
	delete(a.Shop.Own, key)
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
		own, err := domain.ResetPlacement(a.State, key.Plan)
		if err == nil {
			a.State.Own = own
			delete(a.Shop.Own, key)
		}
		return err == nil
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
	own, err := domain.MovePlan(a.State, key.Plan, to, 1, anyDay())
	if err != nil {
		return false
	}
	a.State.Own = own
	a.Shop.Own[key] = OwnValue{domain.IDs(to), a.Shop.Delivered[key]}
	return true
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
	edit, err := a.State.EditPlan(plan, 1, anyDay())
	if err != nil || edit.Confirm() != nil {
		return false
	}
	own, err := edit.Own()
	if err != nil {
		return false
	}
	a.State.Own = own
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
	w.confirmPlan(a, plan)
	return true
}

func (w *World) setDisplay(t *rapid.T, a *Account) bool {
	categories := a.Shop.Delivered.of(domain.FieldSalesCategory, 0)
	if len(categories) == 0 {
		return false
	}
	key := domain.DisplayKey(pick(t, "category", categories).Category)
	if _, own := a.Shop.Own[key]; own && rapid.Bool().Draw(t, "back") {
		own, err := domain.ResetDisplay(a.State, key.Category)
		if err == nil {
			a.State.Own = own
			delete(a.Shop.Own, key)
		}
		return err == nil
	}
	display := a.Shop.Effective()[key] != yes
	own, err := domain.SetDisplay(a.State, key.Category, display, 1, anyDay())
	if err != nil {
		return false
	}
	a.State.Own = own
	a.Shop.Own[key] = OwnValue{domain.YesNo(display), a.Shop.Delivered[key]}
	return true
}

// setManual customizes a step of the order flow.
func (w *World) setManual(t *rapid.T, a *Account) bool {
	steps := a.Shop.Delivered.of(domain.FieldTransition, 0)
	if len(steps) == 0 {
		return false
	}
	key := pick(t, "step", steps)
	if _, own := a.Shop.Own[key]; own && rapid.Bool().Draw(t, "back") {
		own, err := domain.ResetManual(a.State, key)
		if err == nil {
			a.State.Own = own
			delete(a.Shop.Own, key)
		}
		return err == nil
	}
	manual := a.Shop.Effective()[key] != yes
	own, err := domain.SetManual(a.State, key, manual, 1, anyDay())
	if err != nil {
		return false
	}
	a.State.Own = own
	a.Shop.Own[key] = OwnValue{domain.YesNo(manual), a.Shop.Delivered[key]}
	return true
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
	edit, err := a.State.EditPlan(plan, 1, anyDay())
	if err != nil {
		return false
	}
	edit.SetUpgrade(upgrade)
	own, err := edit.Own()
	if err != nil {
		return false
	}
	a.State.Own = own
	key := domain.UpgradeKey(plan, upgrade.To)
	a.Shop.Own[key] = OwnValue{upgradeText(upgrade), a.Shop.Delivered[key]}
	return true
}

// editDocument gives a reseller a document of his own, or a new version of it.
func (w *World) editDocument(t *rapid.T, a *Account) bool {
	return w.editMade(a, func(c *domain.Catalog) {
		c.Terms = &domain.Terms{Documents: []domain.Document{{ID: 100 + int64(a.ID), Name: "Mine", Version: drawName(t)}}}
	})
}
