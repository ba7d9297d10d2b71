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
		domain.FieldIncluded, domain.FieldPublished, domain.FieldShort, domain.FieldSchedule} {
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
		text = w.drawPrice(t, a, key.Resource).String()
	case key.Field == domain.FieldIncluded:
		text = pick(t, "included", []string{"0", "-1", "5", "12"})
	case key.Field == domain.FieldPublished:
		text = pick(t, "published", []string{no, yes})
	case key.Field == domain.FieldShort:
		text = drawName(t)
	default:
		text = idText(w.drawSchedule(t, a))
	}
	return w.Set(a, key, text)
}

// Set makes a value the reseller's own, unless it is what they have anyway. Published as it was delivered is no own value.
func (w *World) Set(a *Account, key Key, text string) bool {
	if key.Field == domain.FieldPublished && text == a.Shop.Delivered[key] && text != a.Shop.Effective()[key] {
		return w.giveBack(a, key, setting(domain.OwnValuesSet, key, text))
	}
	return w.takeOver(a, Rows{key: text}, setting(domain.OwnValuesSet, key, text))
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
	back := resetting(domain.OwnValuesSet, key)
	if isPath(key) { // as a whole
		back.Reset = nil
		for path := range upgradeRows(key.Plan, domain.Upgrade{To: domain.UpgradeTarget(key)}) {
			back.Reset = append(back.Reset, path)
		}
	}
	return w.giveBack(a, key, back)
}

// giveBack drops an own value.
func (w *World) giveBack(a *Account, key Key, reset domain.Change) bool {
	return w.edit(a, "gives back "+name(key), reset, func() {
		maps.DeleteFunc(a.Shop.Own, func(own Key, _ OwnValue) bool {
			return own == key || isPath(key) && isPath(own) && own.Plan == key.Plan && own.Name == key.Name // a path as a whole
		})
	})
}

// takeOver sets own values. What they have already is nobody's own.
func (w *World) takeOver(a *Account, values Rows, set domain.Change) bool {
	var what []string
	for _, key := range slices.SortedFunc(maps.Keys(values), func(x, y Key) int { return strings.Compare(name(x), name(y)) }) {
		what = append(what, fmt.Sprintf("%s to %q", name(key), values[key]))
	}
	return w.edit(a, "sets "+strings.Join(what, ", "), set, func() {
		rows := a.Shop.Effective()
		for key, text := range values {
			if had, there := rows[key]; !there || had != text {
				a.Shop.Own[key] = OwnValue{text, a.Shop.Delivered[key], a.Shop.Own[key].Lock}
			}
		}
	})
}

// movePlan puts a delivered plan into other categories, or back.
func (w *World) movePlan(t *rapid.T, a *Account) bool {
	plans := a.Shop.Delivered.of(domain.FieldPlan, 0)
	if len(plans) == 0 {
		return false
	}
	key := domain.PlacementKey(pick(t, "plan", plans).Plan)
	if _, own := a.Shop.Own[key]; own && rapid.Bool().Draw(t, "back") {
		return w.giveBack(a, key, resetting(domain.PlanMovedBack, key))
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
	return w.takeOver(a, Rows{key: domain.IDs(to)}, setting(domain.PlanMoved, key, domain.IDs(to)))
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
	confirmed := domain.Change{Kind: domain.PlanConfirmed, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(plan)}, Part: true,
		Typed: a.State.Effective().Plan(plan).Confirmations()}
	return w.edit(a, fmt.Sprintf("confirms plan %d", plan), confirmed, func() {
		rows := a.Shop.Effective()
		for _, key := range rows.of(fieldUnpriced, plan) {
			if rows[key] == yes {
				a.Shop.Own[with(key, domain.FieldConfirmation)] = OwnValue{Value: yes, Base: no}
			}
		}
	})
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
		return w.giveBack(a, key, resetting(domain.DisplayChanged, key))
	}
	display := domain.YesNo(a.Shop.Effective()[key] != yes)
	return w.takeOver(a, Rows{key: display}, setting(domain.DisplayChanged, key, display))
}

// setManual customizes a step of the order flow.
func (w *World) setManual(t *rapid.T, a *Account) bool {
	steps := a.Shop.Delivered.of(domain.FieldTransition, 0)
	if len(steps) == 0 {
		return false
	}
	key := pick(t, "step", steps)
	if _, own := a.Shop.Own[key]; own && rapid.Bool().Draw(t, "back") {
		return w.giveBack(a, key, resetting(domain.FlowCustomized, key))
	}
	manual := domain.YesNo(a.Shop.Effective()[key] != yes)
	return w.takeOver(a, Rows{key: manual}, setting(domain.FlowCustomized, key, manual))
}

// setUpgrade adds a path of the reseller's own between two plans that they have.
func (w *World) setUpgrade(t *rapid.T, a *Account) bool {
	from, to := a.Shop.Delivered.of(domain.FieldPlan, 0), has(a, domain.FieldPlan)
	if len(from) == 0 {
		return false
	}
	plan, upgrade := pick(t, "from", from).Plan, domain.Upgrade{To: pick(t, "to", to).Plan, Fee: drawFee(t, a)}
	if plan == upgrade.To {
		return false
	}
	rows := upgradeRows(plan, upgrade)
	path := domain.Change{Kind: domain.PathAdded, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(plan)}, Part: true}
	if _, there := a.Shop.Effective()[domain.UpgradeKey(plan, upgrade.To)]; there {
		path.Kind = domain.PathChanged
	}
	for _, key := range rows.keys() {
		path.Typed = append(path.Typed, domain.KeyedValue{Key: key, Value: rows[key]})
	}
	return w.takeOver(a, rows, path)
}

// editDocument gives a reseller a document of their own, or a new version of it.
func (w *World) editDocument(t *rapid.T, a *Account) bool {
	return w.editMade(a, func(c *domain.Catalog) {
		c.Terms = &domain.Terms{Documents: []domain.Document{{ID: 100 + int64(a.ID), Name: "Mine", Version: drawName(t), Text: "Be kind.", Effective: "2026-01-31"}}}
	})
}
