package oracle

import (
	"fmt"
	"slices"
	"strconv"

	"tiersync/domain"
)

// Broken lists the laws that the last run of a world broke. before is the world before that run.
func (w *World) Broken(before *World) []string {
	run := w.Runs[len(w.Runs)-1]
	broken := w.untrue(before, run)
	if run.IsUndo {
		return broken
	}
	for i, a := range w.Accounts {
		was := before.Accounts[i]
		for _, line := range append(w.touched(run, was, a), Unticked(was, a, run.Click.Boxes)...) {
			broken = append(broken, fmt.Sprintf("account %d: %s", a.ID, line))
		}
	}
	for _, r := range run.Results {
		if domain.Undo(r.Before, r.After, r.After) != r.Before {
			broken = append(broken, fmt.Sprintf("U1: account %d is not as before after an undo", r.Account.ID))
		}
	}
	for _, r := range domain.Synchronize(w.Input(run.Click)) {
		if r.Changed() || r.Changes() > 0 {
			broken = append(broken, fmt.Sprintf("G10: a second run changes account %d", r.Target.Account))
		}
	}
	broken = append(broken, w.brokenRules(run, before)...)
	broken = append(broken, w.brokenLocks(run, before)...)
	return append(broken, w.oneByOne(before, run.Click)...)
}

// untrue lists what the lists of a run say that did not happen to what everybody sells, or do not say. Whom it did not reach it
// has no list of.
func (w *World) untrue(before *World, run Run) []string {
	var broken []string
	for i, a := range w.Accounts {
		var list []domain.Outcome
		if at := slices.IndexFunc(run.Results, func(r Result) bool { return r.Account.ID == a.ID }); at >= 0 {
			list = run.Results[at].Listed
			changes := slices.DeleteFunc(slices.Clone(list), func(o domain.Outcome) bool { return !o.What.Changes() })
			if len(changes) != run.Results[at].Changes {
				broken = append(broken, fmt.Sprintf("account %d: %d changes are listed, %d are counted", a.ID, len(changes), run.Results[at].Changes))
			}
		}
		for _, line := range Untrue(before.Accounts[i], a, list) {
			broken = append(broken, fmt.Sprintf("account %d: %s", a.ID, line))
		}
	}
	return broken
}

// oneByOne repeats a run reseller by reseller, parents first: it must come to the same.
func (w *World) oneByOne(before *World, c Click) []string {
	one := before.Fork()
	for i, a := range w.Accounts { // a status may have changed just before, which made the run
		one.Accounts[i].Status = a.Status
	}
	for _, a := range one.reached(c) {
		single := c
		single.On, single.Reach = a.ID, domain.ThisReseller
		for _, r := range domain.Synchronize(one.Input(single)) {
			one.Account(a.ID).State = r.After
		}
	}
	var broken []string
	for i, a := range w.Accounts {
		for _, line := range Diff("one by one", effective(one.Accounts[i].State), effective(a.State)) {
			broken = append(broken, fmt.Sprintf("account %d: %s", a.ID, line))
		}
	}
	return broken
}

// touched lists what a run did to an account that no run may do.
func (w *World) touched(run Run, was, a *Account) []string {
	reached := slices.ContainsFunc(run.Results, func(r Result) bool { return r.Account.ID == a.ID })
	if !reached && a.State != was.State {
		return []string{"changed, and was not reached"}
	}
	var broken []string
	if a.State.Own.MadeCatalog() != was.State.Own.MadeCatalog() && len(Diff("", Flatten(a.State.Own.MadeCatalog()), was.Shop.Made)) > 0 {
		broken = append(broken, "G7: the run changed what they made themselves")
	}
	before, after := Flatten(was.State.Delivered), Flatten(a.State.Delivered)
	shown, shows := effective(was.State), effective(a.State)
	for key := range after {
		if _, there := before[key]; !there && isPath(key) {
			to, _ := strconv.ParseInt(key.Name, 10, 64)
			if before.hasPlan(key.Plan) || before.hasPlan(domain.PlanID(to)) {
				broken = append(broken, "G12: brought "+name(key))
			}
		}
		if changed := after[key] != before[key] && after[key] != "" && after[key] != "0"; changed && (isFee(key) || isPrice(key)) &&
			!w.convertible(a) {
			broken = append(broken, "G14: no exchange rate, and yet changed "+name(key))
		}
	}
	for key := range before {
		if _, there := after[key]; key.Field == domain.FieldPlan && !there {
			broken = append(broken, "2a: deleted "+name(key))
		}
		if _, there := after[key]; key.Field == domain.FieldDisplay && there && shown[key] != shows[key] && !a.Switches.SyncDisplayCategory {
			broken = append(broken, "4b: touched "+name(key))
		}
	}
	return broken
}

// convertible reports whether prices of the account's vendor can be made theirs.
func (w *World) convertible(a *Account) bool {
	if a.Parent == 0 {
		return true
	}
	vendor := w.Account(a.Parent)
	_, from := w.Rates[vendor.Currency]
	_, to := w.Rates[a.Currency]
	return from && to || vendor.Currency == a.Currency
}

// Unticked lists what a run changed of the values that none of its boxes may touch (rule G4). A box may touch the values of
// its kind, and box 1 all of a plan or a period that it brought, with the categories and schedules that go with it. It reads the
// oracle's rows: ask it of accounts without Differences.
func Unticked(before, after *Account, boxes domain.OptionSet) []string {
	was, is := before.Shop.Delivered, after.Shop.Delivered
	var lines []string
	for _, key := range differing(is, was) {
		if !may(key, was, is, boxes) {
			lines = append(lines, fmt.Sprintf("no ticked box covers %s: %s -> %s", name(key), said(was, key), said(is, key)))
		}
	}
	slices.Sort(lines)
	return lines
}

// may reports whether one of the boxes may change the value.
func may(key Key, was, is Rows, boxes domain.OptionSet) bool {
	_, there := was[key]
	if boxes[box(key)] || key.Field == domain.FieldPublished && boxes[domain.EnablePlans] {
		return true
	}
	if key.Plan == 0 { // what comes with something new
		return !there && (key.Field == domain.FieldScheduleContent && (boxes[domain.CreatePlans] || boxes[domain.UpdateFees]) ||
			box(key) == domain.UpdateCategories && (boxes[domain.CreatePlans] || boxes[domain.CreateResources] && isGrouping(key)))
	}
	newPlan, newPeriod := !was.hasPlan(key.Plan), key.Period != 0 && !was.hasPeriod(key.Plan, key.Period)
	newRate, goneRate := key.Resource != 0 && !was.hasRate(key.Plan, key.Resource), key.Resource != 0 && !is.hasRate(key.Plan, key.Resource)
	return boxes[domain.CreatePlans] && (newPlan || newPeriod) || boxes[domain.CreateResources] && newRate ||
		boxes[domain.RemoveResources] && goneRate
}

func isGrouping(key Key) bool {
	return key.Field == domain.FieldGrouping || key.Field == domain.FieldResourceCategory
}

// box is the one that rewrites values of this kind.
func box(key Key) domain.OptionKey {
	switch {
	case isFee(key):
		return domain.UpdateFees
	case isPrice(key):
		return domain.UpdatePrices
	}
	switch key.Field {
	case fieldDisabled:
		return domain.EnablePlans
	case domain.FieldRateRule:
		return domain.UpdatePrices
	case domain.FieldSchedule, domain.FieldFeeRule:
		return domain.UpdateFees
	case domain.FieldPlacement, domain.FieldPlanCategory, domain.FieldPlanCategoryData, domain.FieldResourceCategory, domain.FieldGrouping,
		domain.FieldSalesCategory, domain.FieldCategoryName, domain.FieldCategoryText, domain.FieldCategoryParent,
		domain.FieldCategoryPosition, domain.FieldDisplay:
		return domain.UpdateCategories
	case domain.FieldScheduleContent:
		return domain.UpdateSchedules
	case domain.FieldUsageStatistics:
		return domain.AttachUsage
	case domain.FieldPriceRow:
		return domain.UpdatePrices
	case domain.FieldIncluded, domain.FieldMinimum, domain.FieldMaximum:
		return domain.UpdateLimits
	case domain.FieldOrderFlow, domain.FieldTransition:
		return domain.UpdateOrderFlow
	case domain.FieldPrivilege:
		return domain.UpdatePrivileges
	case domain.FieldTermsDocument, domain.FieldTermsAcceptance:
		return domain.SynchronizeTerms
	case domain.FieldName, domain.FieldShort, domain.FieldLong, domain.FieldServiceTerms:
		return domain.UpdateNames
	case domain.FieldActive, domain.FieldCycles, domain.FieldRefund, domain.FieldPeriodPosition, domain.FieldAutoRenew, domain.FieldRenewPeriod:
		return domain.UpdatePeriods
	}
	return ""
}
