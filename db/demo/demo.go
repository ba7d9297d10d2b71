// Package demo fills a database with the data of the demo: a distributor, their catalog, their staff and their resellers, as
// they might be in the real world, at illustrative prices.
//
// What is sold stands in the tables of the products_... files; who sells it in companies.go. [Load] takes the ways that
// people take: it edits catalogs, subscribes resellers and clicks Synchronize, so that runs, logs and own values are
// real. In the end the distributor changes things that they have not passed on yet (changes.go), so that every check box of
// the dialog has something to do.
package demo

import (
	"context"
	"errors"
	"fmt"

	"tiersync/db"
	"tiersync/domain"
)

// SignIn is a user of the demo, for the list that is printed at the start.
type SignIn struct {
	Email   string
	Account string // the company they sign in for
	What    string // who they are, in a few words
}

// errInterrupted is what Load finds when the program was ended while it loaded.
var errInterrupted = errors.New("the demo was interrupted while it was loaded: start it once with --fresh, or with an empty database")

// Load loads the demo unless it is there and gives every user of the demo that password. It may be called at every start:
// what people changed since stays.
func Load(ctx context.Context, database *db.DB, password string) ([]SignIn, error) {
	loaded, err := isLoaded(ctx, database)
	if err != nil {
		return nil, fmt.Errorf("load the demo: %w", err)
	}
	if loaded {
		err = resetPasswords(ctx, database, password)
	} else {
		err = load(ctx, database, password)
	}
	if err != nil {
		return nil, fmt.Errorf("load the demo: %w", err)
	}
	return signIns(), nil
}

// isLoaded reports whether the demo is there: the first user is made before, the last one after everything else.
func isLoaded(ctx context.Context, database *db.DB) (bool, error) {
	var known []bool
	for _, email := range []string{firstUser().email, lastUser().email} {
		_, err := database.UserByEmail(ctx, email)
		if err != nil && domain.KindOf(err) != domain.KindNotFound {
			return false, err
		}
		known = append(known, err == nil)
	}
	if known[0] && !known[1] {
		return false, errInterrupted
	}
	return known[1], nil
}

// load makes everything, in the order in which it happened.
func load(ctx context.Context, database *db.DB, password string) error {
	l := &loader{DB: database.Planting(), password: password, viewers: map[string]domain.Viewer{}}
	for _, step := range []func(context.Context) error{
		l.addProvider, l.takeIDs, l.addObjects, l.addTemplates, l.addCatalog, l.addResellers,
		l.firstRuns, l.editOwn, l.secondRun, l.changeSince, l.tell, l.addLastUser,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}
