package oracle

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tiersync/domain"
)

// Draw makes a random world: a provider with a catalog, two templates, and up to seven resellers on up to five levels.
func Draw(t *rapid.T) *World {
	w := &World{Rates: domain.ExchangeRates{}, Visible: map[domain.NotificationID]bool{}}
	provider := &Account{ID: domain.AccountID(w.newID()), Currency: pick(t, "provider's currency", currencies()), Shop: NewShop()}
	provider.State.Own = (*domain.Own)(nil).WithMade(cloneCatalog(domain.Empty()))
	w.Accounts = append(w.Accounts, provider)
	w.drawRates(t)
	for id := range domain.NotificationID(3) {
		w.Visible[id+1] = often(t, "visible")
	}
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
	for range 2 {
		w.Templates = append(w.Templates, w.drawTemplate(t))
	}
	for range 1 + number(t, "plans", 4) {
		w.addPlan(t, provider)
	}
	w.delegate(t, 0)
	w.delegate(t, 1)
	if often(t, "everything is delivered") {
		for _, template := range w.Templates {
			w.Synchronize(Click{Template: template, By: provider.ID, Reach: domain.AllLevels, Boxes: domain.AllOptions(), Policy: domain.Overwrite})
		}
	}
	return w
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
}

// drawSwitches sets an account's protections and the state of its subscription; for the provider, his setting.
func (w *World) drawSwitches(t *rapid.T, a *Account) {
	if a.Parent == 0 {
		on := seldom(t, "synchronize Display Category")
		for _, b := range w.Accounts {
			b.Switches.SyncDisplayCategory = on
		}
		return
	}
	a.Switches.OperatingUnit = seldom(t, "operating unit")
	a.Switches.DisablePrices = rapid.Bool().Draw(t, "disable prices synchronization")
	a.Switches.DisableCategories = seldom(t, "disable sales categories synchronization")
	a.Status = domain.Active
	if seldom(t, "another status") {
		a.Status = pick(t, "status", []domain.SubscriptionStatus{domain.Ordered, domain.OnHold, domain.Terminated, domain.Canceled,
			domain.Graced, domain.Expired})
	}
}

func (w *World) drawTemplate(t *rapid.T) *domain.Template {
	template := &domain.Template{ID: domain.TemplateID(w.newID()), Account: w.Accounts[0].ID, Active: true}
	drawOther(t, template)
	return template
}

// drawOther draws the order flow, the privileges and the terms of a template.
func drawOther(t *rapid.T, template *domain.Template) {
	template.OrderFlow = &domain.OrderFlow{ID: domain.FlowID(1 + number(t, "flow", 2)), Name: "Flow"}
	for _, to := range []string{"Approved", "Completed", "Declined"} {
		if often(t, "transition") {
			template.OrderFlow.Transitions = append(template.OrderFlow.Transitions,
				domain.Transition{OrderType: "Sales", From: "New", To: to, Manual: rapid.Bool().Draw(t, "manual")})
		}
	}
	template.Privileges = &domain.PrivilegeSet{}
	for _, p := range []domain.Privilege{domain.EditPrices, domain.ManageCategories, domain.ViewReports} {
		if often(t, "privilege") {
			template.Privileges.List = append(template.Privileges.List, p)
		}
	}
	template.Terms = &domain.Terms{Acceptance: pick(t, "acceptance", []string{"every purchase", "first purchase"})}
	for id := range int64(2) {
		if often(t, "document") {
			template.Terms.Documents = append(template.Terms.Documents, domain.Document{ID: id + 1, Name: "Terms",
				Version: fmt.Sprint(1 + number(t, "version", 3)), Effective: "2026-01-31"})
		}
	}
}

// delegate delegates a plan that somebody has, or withdraws it.
func (w *World) delegate(t *rapid.T, index int) {
	old := w.Templates[index]
	next := *old
	next.Version++
	next.Delegated = nil
	var all []domain.PlanID
	for _, a := range w.Accounts {
		for _, p := range a.State.Own.MadeCatalog().Plans {
			all = append(all, p.ID)
		}
	}
	for _, id := range all {
		if often(t, "delegated") {
			next.Delegated = append(next.Delegated, id)
		}
	}
	slices.Sort(next.Delegated)
	w.Templates[index] = &next
}
