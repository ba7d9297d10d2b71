// Package demo fills a database with the data of the demo: a distributor, his staff and his resellers, as they might be
// in the real world, at illustrative prices.
package demo

import (
	"context"
	"fmt"

	"tiersync/db"
	"tiersync/domain"
)

// SignIn is a user of the demo, for the list that is printed at the start.
type SignIn struct {
	Email   string
	Account string // the company he signs in for
	What    string // who he is, in a few words
}

// Load loads what is not there yet and gives every user of the demo that password. It may be called at every start: what
// people changed since stays.
func Load(ctx context.Context, database *db.DB, password string) ([]SignIn, error) {
	provider, err := providerAccount(ctx, database)
	if err != nil {
		return nil, fmt.Errorf("load the demo: %w", err)
	}
	var signIns []SignIn
	for _, u := range staff(provider.ID) {
		if err := ensureUser(ctx, database, u.user, password); err != nil {
			return nil, fmt.Errorf("load the demo: %w", err)
		}
		signIns = append(signIns, SignIn{Email: u.user.Email, Account: provider.Name, What: u.what})
	}
	return signIns, nil
}

// providerAccount returns the demo's provider, made at the first start and found by his administrator later.
func providerAccount(ctx context.Context, database *db.DB) (domain.Account, error) {
	admin, err := database.UserByEmail(ctx, "admin@provider.example")
	switch {
	case err == nil:
		return database.Account(ctx, admin.Account, admin.Account)
	case domain.KindOf(err) != domain.KindNotFound:
		return domain.Account{}, err
	}
	id, err := database.CreateAccount(ctx, domain.Account{Name: "Northwind Cloud Distribution", Currency: "USD"})
	if err != nil {
		return domain.Account{}, err
	}
	return database.Account(ctx, id, id)
}

// member is one of the provider's staff.
type member struct {
	user domain.User
	what string
}

func staff(provider domain.AccountID) []member {
	return []member{
		{domain.User{Account: provider, Email: "admin@provider.example", Name: "Ingrid Solberg", Role: domain.Administrator},
			"administrator of the provider"},
		{domain.User{Account: provider, Email: "operator@provider.example", Name: "Tomás Rivera", Role: domain.Operator,
			Rights: []domain.Privilege{domain.EditDescriptions, domain.PublishPlans, domain.ManageCategories,
				domain.SynchronizeSubReseller, domain.ViewReports}},
			"operator of the provider, who may synchronize but not change prices"},
		{domain.User{Account: provider, Email: "viewer@provider.example", Name: "Mei Tanaka", Role: domain.ReadOnly},
			"read-only at the provider"},
	}
}

// ensureUser adds u, or gives the user with that email address the password.
func ensureUser(ctx context.Context, database *db.DB, u domain.User, password string) error {
	known, err := database.UserByEmail(ctx, u.Email)
	if domain.KindOf(err) == domain.KindNotFound && err != nil {
		_, err = database.AddUser(ctx, u, password)
		return err
	}
	if err != nil {
		return err
	}
	return database.SetPassword(ctx, known.ID, password)
}
