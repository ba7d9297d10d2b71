package oracle

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tiersync/domain"
)

// Draw makes a random world in which nothing was delivered yet: a provider with a catalog, two templates, and up to seven
// resellers on up to five levels. All ids of accounts, plans and the like are above first.
func Draw(t *rapid.T, first int64) *World {
	w := &World{Rates: domain.ExchangeRates{}, first: first, lastID: first}
	provider := &Account{ID: domain.AccountID(w.newID()), Currency: pick(t, "provider's currency", currencies()), Shop: NewShop()}
	provider.State.Own = (*domain.Own)(nil).WithMade(cloneCatalog(domain.Empty()))
	w.Accounts = append(w.Accounts, provider)
	w.drawRates(t)
	w.drawUnmeasured(t)
	w.drawVisible(t)
	for range 1 + number(t, "resellers", 7) {
		w.drawReseller(t)
	}
	for range number(t, "categories", 5) {
		w.addSales(t, provider)
	}
	for range number(t, "schedules", 3) {
		w.addSchedule(t, provider)
	}
	w.editGroups(t, provider)
	w.drawTemplates(t)
	for range 1 + number(t, "plans", 4) {
		w.addPlan(t, provider)
	}
	w.delegate(t, 0)
	w.delegate(t, 1)
	w.Steps, w.Changes = nil, nil
	return w
}

// Deliver delivers everything to everybody, mostly.
func (w *World) Deliver(t *rapid.T) {
	if !often(t, "everything is delivered") {
		return
	}
	for index, template := range w.Templates {
		w.addProgram(t, index)
		c := Click{Template: template, By: template.Account, Reach: domain.AllLevels, Boxes: domain.AllOptions(), Policy: domain.Overwrite}
		if w.MayClick(c) {
			w.Synchronize(c)
		}
	}
}

func currencies() []domain.Currency { return []domain.Currency{"USD", "EUR", "JPY", "KWD", "GBP"} }

// pick draws an element. All are as likely; it shrinks to the first.
func pick[T any](t *rapid.T, what string, list []T) T { return list[number(t, what, len(list))] }

// number draws a number below n. Rapid's own ranges prefer small ones, which would leave most of a world unused.
func number(t *rapid.T, what string, n int) int { return int(rapid.Uint32().Draw(t, what)) % n }

// often is mostly true, seldom mostly false; both shrink to what is usual.
func often(t *rapid.T, what string) bool  { return number(t, what, 5) != 4 }
func seldom(t *rapid.T, what string) bool { return !often(t, what) }

// drawRates sets what one unit of the provider's currency is worth. Nobody ever has a rate for GBP.
func (w *World) drawRates(t *rapid.T) {
	w.Rates = domain.ExchangeRates{}
	for _, currency := range currencies()[:4] {
		rate := pick(t, "rate", []string{"1", "0.92", "151.37", "0.3075", "0.0004", ""})
		if d, err := decimal.NewFromString(rate); err == nil {
			w.Rates[currency] = d
		}
	}
	w.Rates[w.Accounts[0].Currency] = decimal.NewFromInt(1)
}

// drawUnmeasured says which resources are not measurable.
func (w *World) drawUnmeasured(t *rapid.T) {
	w.Unmeasured = map[domain.ResourceID]bool{}
	for _, id := range w.Resources() {
		w.Unmeasured[id] = seldom(t, "not measurable")
	}
}

func (w *World) drawReseller(t *rapid.T) {
	parent := pick(t, "parent", w.Accounts)
	if parent.Level == 5 {
		parent = w.Accounts[0]
	}
	a := &Account{ID: domain.AccountID(w.newID()), Parent: parent.ID, Level: parent.Level + 1, Shop: NewShop(),
		Currency: parent.Currency, Status: domain.Active}
	if rapid.Bool().Draw(t, "another currency") {
		a.Currency = pick(t, "currency", currencies())
	}
	a.Templates = pick(t, "templates", [][]int{{0}, {0}, {0, 1}, {1}})
	w.Accounts = append(w.Accounts, a)
	w.drawSwitches(t, a)
	if seldom(t, "another status") {
		a.Status = pick(t, "status", statuses())
	}
}

func statuses() []domain.SubscriptionStatus {
	return []domain.SubscriptionStatus{domain.Active, domain.Ordered, domain.OnHold, domain.Terminated, domain.Canceled, domain.Graced,
		domain.Expired}
}

// drawSwitches sets an account's protections; for the provider, their setting.
func (w *World) drawSwitches(t *rapid.T, a *Account) {
	if a.Parent == 0 {
		on := seldom(t, "synchronize Display Category")
		for _, b := range w.Accounts {
			b.Switches.SyncDisplayCategory = on
		}
		return
	}
	a.Switches.OperatingUnit = seldom(t, "operating unit")
	a.Switches.DisablePrices = a.Switches.OperatingUnit && rapid.Bool().Draw(t, "disable prices synchronization")
	a.Switches.DisableCategories = seldom(t, "disable sales categories synchronization")
}

// drawTemplates draws two templates and makes the provider's reseller plans. The second may be a reseller's own, for those below them.
func (w *World) drawTemplates(t *rapid.T) {
	for index, owner := range []*Account{w.Accounts[0], w.drawOwner(t)} {
		template := &domain.Template{ID: domain.TemplateID(w.newID()), Account: owner.ID, Active: true}
		w.drawOther(t, template, index)
		w.Templates = append(w.Templates, template)
		w.Programs = append(w.Programs, domain.PlanID(w.newID()))
		if owner.Parent == 0 { // a reseller has nothing yet of which to make a plan
			w.addProgram(t, index)
		}
	}
}

// drawOwner draws whose the second template is. Who is not below them has the first.
func (w *World) drawOwner(t *rapid.T) *Account {
	owner := w.Accounts[0]
	if seldom(t, "a reseller's template") {
		owner = pick(t, "owner", w.Accounts)
	}
	for _, a := range w.Accounts[1:] {
		if !w.below(a, owner.ID) {
			a.Templates = []int{0}
		}
	}
	return owner
}

// Flows lists the order flows of the template with this index, and of no other: their content is edited with the template.
func (w *World) Flows(index int) []domain.FlowID {
	next := domain.FlowID(w.first + 1 + 2*int64(index))
	return []domain.FlowID{next, next + 1}
}

func (w *World) notifications() []domain.NotificationID {
	next := domain.NotificationID(w.first + 1)
	return []domain.NotificationID{next, next + 1, next + 2}
}

func (w *World) drawVisible(t *rapid.T) {
	w.Visible = map[domain.NotificationID]bool{}
	for _, id := range w.notifications() {
		w.Visible[id] = often(t, "visible")
	}
}

// drawOther draws the order flow, the privileges and the terms of the template with this index.
func (w *World) drawOther(t *rapid.T, template *domain.Template, index int) {
	flow := pick(t, "flow", w.Flows(index))
	template.OrderFlow = &domain.OrderFlow{ID: flow, Name: fmt.Sprint("Flow ", flow)}
	for _, to := range []string{"Approved", "Completed", "Declined"} {
		if often(t, "transition") {
			template.OrderFlow.Transitions = append(template.OrderFlow.Transitions,
				domain.Transition{OrderType: "Sales", From: "New", To: to, Manual: rapid.Bool().Draw(t, "manual")})
		}
	}
	template.Privileges = &domain.PrivilegeSet{}
	for _, p := range domain.Privileges() {
		if often(t, "privilege") {
			template.Privileges.List = append(template.Privileges.List, p)
		}
	}
	slices.Sort(template.Privileges.List)
	template.Terms = &domain.Terms{Acceptance: pick(t, "acceptance", []string{"every purchase", "first purchase"})}
	for id := range int64(2) {
		if often(t, "document") {
			template.Terms.Documents = append(template.Terms.Documents, domain.Document{ID: id + 1, Name: "Terms",
				Version: fmt.Sprint(1 + number(t, "version", 3)), Effective: "2026-01-31", Text: "Be kind."})
		}
	}
}

// delegate draws which of the plans that its owner has a template delegates.
func (w *World) delegate(t *rapid.T, index int) {
	next := *w.Templates[index]
	next.Version++
	next.Delegated = nil
	for _, key := range has(w.Account(next.Account), domain.FieldPlan) {
		if often(t, "delegated") {
			next.Delegated = append(next.Delegated, key.Plan)
		}
	}
	w.Templates[index] = &next
	w.note(Delegated{&next})
}
