package db_test

import (
	"fmt"

	"github.com/lib/pq"

	"tiersync/domain"
	"tiersync/domain/oracle"
)

// plant puts a world in which nothing has happened yet into the database: accounts with one user each, subscriptions and
// what templates consist of past the program, because their ids are given in the world; the rest by its methods.
func (p *play) plant() {
	var list []statement
	provider := p.world.Accounts[0]
	for _, a := range p.world.Accounts {
		list = append(list, p.accountRows(a)...)
	}
	for _, id := range p.world.Resources() {
		list = append(list, statement{
			`INSERT INTO resource (account_id, id, name, unit, additive, measurable) VALUES ($1, $2, $3, 'unit', true, true)`,
			[]any{provider.ID, id, fmt.Sprint("Resource ", id)}})
	}
	for id := range p.world.Visible {
		list = append(list, statement{
			`INSERT INTO notification_template (account_id, id, name, subject, body, visible) VALUES ($1, $2, $3, '', '', true)`,
			[]any{provider.ID, id, fmt.Sprint("Notification ", id)}})
	}
	for index, t := range p.world.Templates {
		list = append(list, p.templateRows(t, index)...)
	}
	p.exec(list...)
	p.found = make([]found, len(p.world.Accounts))
	p.provider = p.viewer(provider.ID)
	p.subscriptions = p.texts(subscriptions)
	p.setUnmeasured(p.world.Unmeasured)
	p.setVisible(p.world.Visible)
	p.setRates(p.world.Rates)
	p.protect(oracle.Protected{Account: provider.ID, Switches: provider.Switches})
	_, err := p.work.Planting().Do(p.Context(), p.provider, domain.ChangeBetween(domain.State{}, provider.State))
	p.check(err)
	for _, t := range p.world.Templates {
		p.saveTemplate(t)
		p.delegate(t)
	}
}

// accountRows are an account, its user and its subscriptions.
func (p *play) accountRows(a *oracle.Account) []statement {
	kind := domain.Reseller
	if a.Parent == 0 {
		kind = domain.Provider
	}
	list := []statement{{`
		INSERT INTO account (id, parent_id, provider_id, level, kind, name, currency, operating_unit, disable_categories, disable_prices)
		VALUES ($1, nullif($2::bigint, 0), $3, $4, $5, $6, $7, $8, $9, $10)`,
		[]any{a.ID, a.Parent, p.world.Accounts[0].ID, a.Level, kind, fmt.Sprint("Account ", a.ID), a.Currency,
			a.Switches.OperatingUnit, a.Switches.DisableCategories, a.Switches.DisablePrices}}, {`
		INSERT INTO app_user (id, account_id, email, name, role, password_hash) VALUES ($1, $1, $2, 'Ann', 'administrator', '')`,
		[]any{a.ID, fmt.Sprint(a.ID, "@example.com")}}}
	for _, index := range a.Templates {
		list = append(list, statement{`
			INSERT INTO subscription (account_id, id, vendor_id, plan_id, name, status, started, expires)
			VALUES ($1, $2, $3, $4, 'Program', $5, now(), now())`,
			[]any{a.ID, subscription(a.ID, index), a.Parent, p.world.Programs[index], a.Status}})
	}
	return list
}

// templateRows are a template and the order flows that it can have, without their content. All flows are the provider's.
func (p *play) templateRows(t *domain.Template, index int) []statement {
	list := []statement{{`INSERT INTO template (account_id, id, name, active, privileges) VALUES ($1, $2, $3, true, '{}')`,
		[]any{t.Account, t.ID, fmt.Sprint("Template ", t.ID)}}}
	for _, flow := range p.world.Flows(index) {
		list = append(list, statement{`INSERT INTO order_flow (account_id, id, name, transitions) VALUES ($1, $2, $3, '[]')`,
			[]any{p.world.Accounts[0].ID, flow, fmt.Sprint("Flow ", flow)}})
	}
	return list
}

// ids are those of all accounts of the world.
func (p *play) ids() pq.Int64Array {
	var ids pq.Int64Array
	for _, a := range p.world.Accounts {
		ids = append(ids, int64(a.ID))
	}
	return ids
}
