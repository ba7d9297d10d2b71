package handlers_test

import (
	"context"
	"strings"

	"tiersync/db"
	"tiersync/domain"
)

// makeWorld fills an empty database; every test gets a copy of the result.
func makeWorld(ctx context.Context, d *db.DB) error {
	accounts := map[string]domain.AccountID{}
	for _, a := range []struct{ parent, name, currency string }{{"", "P", "USD"}, {"P", "R1", "EUR"}, {"R1", "R11", "USD"},
		{"R11", "R111", "USD"}, {"P", "R2", "USD"}, {"", "P2", "USD"}} {
		id, err := d.CreateAccount(ctx, domain.Account{Parent: accounts[a.parent], Name: a.name, Currency: domain.Currency(a.currency)})
		if err != nil {
			return err
		}
		accounts[a.name] = id
	}
	provider, err := makeUsers(ctx, d, accounts)
	if err != nil {
		return err
	}
	if err := makeCatalogs(ctx, d, provider, accounts); err != nil {
		return err
	}
	for _, pair := range [][2]string{{"P", "R1"}, {"R1", "R11"}, {"R11", "R111"}, {"P", "R2"}} {
		const subscribe = `
			INSERT INTO subscription (account_id, vendor_id, plan_id, period_id, name, status, started, expires)
			VALUES ($1, $2, $3, $4, $5, 'Active', now(), now() + interval '1 year')`
		err := execute(ctx, d, subscribe, accounts[pair[1]], accounts[pair[0]], resellerPlan, month, "Subscription of "+pair[1])
		if err != nil {
			return err
		}
	}
	// The catalogs were planted past the log of changes: the world is one from before there was such a log.
	const forget = `ALTER TABLE change DISABLE TRIGGER change_append_only; DELETE FROM change; ALTER TABLE change ENABLE TRIGGER change_append_only`
	if err := execute(ctx, d, forget); err != nil {
		return err
	}
	return synchronize(ctx, d, provider)
}

// makeUsers makes an administrator for each account and two more people at the provider.
func makeUsers(ctx context.Context, d *db.DB, accounts map[string]domain.AccountID) (provider domain.Viewer, err error) {
	users := []domain.User{{Account: accounts["P"], Name: "P-viewer", Role: domain.ReadOnly},
		{Account: accounts["P"], Name: "P-operator", Role: domain.Operator,
			Rights: []domain.Privilege{domain.SynchronizeSubReseller, domain.PublishPlans, domain.ViewReports}}}
	for name, id := range accounts {
		users = append(users, domain.User{Account: id, Name: name, Role: domain.Administrator})
	}
	for _, u := range users {
		u.Email = strings.ToLower(u.Name) + "@world.example"
		id, err := d.AddUser(ctx, u, "walk-the-manual")
		if err != nil {
			return provider, err
		}
		if u.Name == "P" {
			if provider, err = d.Viewer(ctx, id); err != nil {
				return provider, err
			}
		}
	}
	return provider, nil
}

func makeCatalogs(ctx context.Context, d *db.DB, provider domain.Viewer, accounts map[string]domain.AccountID) error {
	for id, name := range map[domain.ResourceID]string{mailbox: "Mailbox", storage: "Storage", spare: "Spare part"} {
		const insert = `INSERT INTO resource (account_id, id, name, unit, additive, measurable) VALUES ($1, $2, $3, 'unit', true, true)`
		if err := execute(ctx, d, insert, accounts["P"], id, name); err != nil {
			return err
		}
	}
	if err := execute(ctx, d, `INSERT INTO exchange_rate (account_id, currency, rate) VALUES ($1, 'EUR', 0.8)`, accounts["P"]); err != nil {
		return err
	}
	row := domain.TemplateRow{Name: "Standard", Active: true, Privileges: domain.Privileges(), Terms: &domain.Terms{Acceptance: "first purchase"}}
	about := domain.Ref{Of: domain.ObjectTemplate, ID: domain.NewID, Name: row.Name}
	id, err := save(ctx, d, provider, domain.TemplateCreated, about, row)
	if err != nil {
		return err
	}
	about.ID, row.ID = id, domain.TemplateID(id)
	err = d.EditCatalog(ctx, provider, "Load", "Catalog", func(*domain.Catalog) (*domain.Catalog, error) { return worldCatalog(row.ID), nil })
	if err != nil {
		return err
	}
	row.Delegated = []domain.PlanID{resellerPlan, mailPlan, officePlan}
	if _, err := save(ctx, d, provider, domain.DelegationChanged, about, row); err != nil {
		return err
	}
	other, err := d.UserByEmail(ctx, "p2@world.example")
	if err != nil {
		return err
	}
	viewer, err := d.Viewer(ctx, other.ID)
	if err != nil {
		return err
	}
	return d.EditCatalog(ctx, viewer, "Load", "Catalog", func(*domain.Catalog) (*domain.Catalog, error) {
		return &domain.Catalog{Plans: []*domain.Plan{worldPlan(otherPlan, domain.GenericPlan, 0, "Other provider's plan")}}, nil
	})
}

func worldCatalog(template domain.TemplateID) *domain.Catalog {
	return &domain.Catalog{
		Plans: []*domain.Plan{worldPlan(resellerPlan, domain.ResellerPlan, template, "Reseller program"),
			worldPlan(mailPlan, domain.GenericPlan, 0, "Hosted Mail"), worldPlan(officePlan, domain.GenericPlan, 0, "Office Suite"),
			worldPlan(newPlan, domain.GenericPlan, 0, "Not Delegated")},
		Categories: &domain.Categories{Plan: []domain.PlanCategory{{ID: planCategory, Name: "Cloud", TaxCategory: "standard"}}},
		Schedules:  &domain.Schedules{List: []domain.Schedule{{ID: 51, Name: "Reminders"}}},
	}
}

// worldPlan is a plan with a trial, a month and a year, a mailbox and storage; the fees of a month are 1 and 10.
func worldPlan(id domain.PlanID, kind domain.PlanType, template domain.TemplateID, name string) *domain.Plan {
	fees := func(recurring string) domain.Fees {
		var f domain.Fees
		for i := range f {
			f[i] = money("1")
		}
		f[domain.RecurringFee] = money(recurring)
		return f
	}
	prices := domain.RatePrices{money("0"), money("0.5"), money("0.25"), money("0")}
	row := []domain.PriceRow{{Prices: prices}}
	return &domain.Plan{ID: id, Name: name, Type: kind, Template: template, PlanCategory: planCategory, Published: true,
		Short: "In short", Long: "At length", BillingModel: "Prepaid", BillingPeriod: "Monthly",
		Periods: []domain.Period{
			{ID: trialPeriod, Length: 14, Unit: "days", Trial: true, Active: true, Fees: fees("0"), Position: 1},
			{ID: month, Length: 1, Unit: "months", Active: true, Fees: fees("10"), Position: 2},
			{ID: year, Length: 1, Unit: "years", Active: false, Fees: fees("100"), Position: 3}},
		Rates: []domain.Rate{
			{Resource: mailbox, Included: 10, Minimum: 1, Maximum: 100, Visible: true, Main: true, Position: 1, Prices: row},
			{Resource: storage, Included: 5, Minimum: 5, Maximum: domain.Unlimited, Visible: true, Position: 2, Prices: row}}}
}
