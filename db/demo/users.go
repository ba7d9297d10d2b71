package demo

import (
	"context"
	"fmt"
	"sync"

	"tiersync/db"
	"tiersync/domain"
)

// person is a user of the demo.
type person struct {
	email, name, company string
	role                 domain.Role
	rights               []domain.Privilege
	what                 string
}

// firstUser is the distributor's administrator, who makes everything.
func firstUser() person {
	return person{email: "admin@provider.example", name: "Ingrid Solberg", company: distributor, role: domain.Administrator,
		what: "administrator of the provider"}
}

// lastUser is made when everything else is there.
func lastUser() person {
	return person{email: "viewer@provider.example", name: "Mei Tanaka", company: distributor, role: domain.ReadOnly,
		what: "read-only at the provider"}
}

// otherUsers are the rest of the distributor's staff, an administrator for each reseller in the order of the tree, and one of the first
// reseller's staff.
func otherUsers() []person {
	people := []person{{email: "operator@provider.example", name: "Tomás Rivera", company: distributor, role: domain.Operator,
		rights: []domain.Privilege{domain.EditDescriptions, domain.PublishPlans, domain.ManageCategories,
			domain.ManageSchedules, domain.SynchronizeSubReseller, domain.ViewReports},
		what: "operator of the provider, who may synchronize but not change prices"}}
	for _, s := range sellers() {
		people = append(people, person{email: s.email(), name: s.admin, company: s.name, role: domain.Administrator, what: s.what()})
	}
	first := sellers()[0]
	return append(people, person{email: "support@" + first.slug() + ".example", name: "Yara Lindqvist", company: first.name, role: domain.Operator,
		rights: []domain.Privilege{domain.ViewReports}, what: "operator of " + first.name + ", who sees no costs"})
}

// what says who a reseller is, for the list of sign-ins.
func (s seller) what() string {
	if s.accountStatus() == domain.AccountClosed {
		return "closed account: cannot sign in"
	}
	text := fmt.Sprintf("reseller at level %d, %s", s.level, s.currency)
	if s.level > 1 {
		text += ", below " + s.vendor
	}
	return text
}

// signIns lists every user: the distributor's first.
func signIns() []SignIn {
	others := otherUsers()
	people := append([]person{firstUser(), others[0], lastUser()}, others[1:]...)
	var list []SignIn
	for _, p := range people {
		list = append(list, SignIn{Email: p.email, Account: p.company, What: p.what})
	}
	return list
}

// resetPasswords gives every user of the demo the password.
func resetPasswords(ctx context.Context, database *db.DB, password string) error {
	database = database.Planting() // as they were given their first one
	return together(signIns(), func(s SignIn) error {
		user, err := database.UserByEmail(ctx, s.Email)
		if domain.KindOf(err) == domain.KindNotFound && err != nil {
			return nil // somebody removed them
		}
		if err != nil {
			return err
		}
		return database.SetPassword(ctx, user.ID, password)
	})
}

// together calls fn for every element, a few at a time, because hashing passwords is slow on purpose. It returns the
// first error.
func together[T any](list []T, fn func(T) error) error {
	const workers = 4
	work, errs := make(chan T), make(chan error, len(list))
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for t := range work {
				errs <- fn(t)
			}
		})
	}
	for _, t := range list {
		work <- t
	}
	close(work)
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
