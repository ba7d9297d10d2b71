package db_test

import (
	"fmt"

	"github.com/lib/pq"

	"tiersync/domain"
	"tiersync/domain/oracle"
)

// plant puts a world in which nothing has happened yet into the database: accounts with one user each, subscriptions and
// what templates consist of past the program, because ids are given in the world; the rest by its methods.
func (p *play) plant() {
	provider := p.world.Accounts[0]
	for _, a := range p.world.Accounts {
		p.plantAccount(a)
	}
	p.found = make([]found, len(p.world.Accounts))
	p.provider = p.viewer(provider.ID)
	p.subscriptions = p.texts(subscriptions)
	for id := range p.world.Visible {
		p.exec(`INSERT INTO notification_template (account_id, id, name, subject, body, visible) VALUES ($1, $2, $3, '', '', true)`,
			provider.ID, id, fmt.Sprint("Notification ", id))
	}
	p.setVisible(p.world.Visible)
	p.setRates(p.world.Rates)
	for _, a := range p.world.Accounts {
		if own := a.State.Own; own != nil {
			p.check(p.db.EditOwn(p.Context(), p.viewer(a.ID), "Edit", "Everything",
				func(domain.State) (*domain.Own, error) { return own, nil }))
		}
	}
	for index, t := range p.world.Templates {
		p.plantTemplate(t, index)
	}
	p.protect(oracle.Protected{Account: provider.ID, Switches: provider.Switches})
}

// ids are those of all accounts of the world.
func (p *play) ids() pq.Int64Array {
	var ids pq.Int64Array
	for _, a := range p.world.Accounts {
		ids = append(ids, int64(a.ID))
	}
	return ids
}

func (p *play) plantAccount(a *oracle.Account) {
	kind := domain.Reseller
	if a.Parent == 0 {
		kind = domain.Provider
	}
	p.exec(`
		INSERT INTO account (id, parent_id, provider_id, level, kind, name, currency, operating_unit, disable_categories, disable_prices)
		VALUES ($1, nullif($2::bigint, 0), $3, $4, $5, $6, $7, $8, $9, $10)`,
		a.ID, a.Parent, p.world.Accounts[0].ID, a.Level, kind, fmt.Sprint("Account ", a.ID), a.Currency, a.Switches.OperatingUnit,
		a.Switches.DisableCategories, a.Switches.DisablePrices)
	p.exec(`
		INSERT INTO app_user (id, account_id, email, name, role, password_hash)
		VALUES ($1, $1, $2, 'Ann', 'administrator', '')`, a.ID, fmt.Sprint(a.ID, "@example.com"))
	for _, index := range a.Templates {
		p.exec(`
			INSERT INTO subscription (account_id, id, vendor_id, plan_id, name, status, started, expires)
			VALUES ($1, $2, $3, $4, 'Program', $5, now(), now())`,
			a.ID, subscription(a.ID, index), a.Parent, p.world.Programs[index], a.Status)
	}
}

func (p *play) plantTemplate(t *domain.Template, index int) {
	for _, flow := range p.world.Flows(index) {
		p.exec(`INSERT INTO order_flow (account_id, id, name, transitions) VALUES ($1, $2, $3, '[]')`, t.Account, flow, fmt.Sprint("Flow ", flow))
	}
	p.exec(`INSERT INTO template (account_id, id, name, active, privileges) VALUES ($1, $2, $3, true, '{}')`,
		t.Account, t.ID, fmt.Sprint("Template ", t.ID))
	p.saveTemplate(t)
	p.delegate(t)
}
