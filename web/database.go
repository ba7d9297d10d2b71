package main

import (
	"context"
	"errors"

	"tiersync/db"
)

// databaseFlags say which PostgreSQL a command works on.
type databaseFlags struct {
	DatabaseURL          string `env:"DATABASE_URL" required:"" help:"PostgreSQL to use; must state sslmode."`
	TrustDatabaseNetwork bool   `env:"TIERSYNC_TRUST_DATABASE_NETWORK" help:"Allow an unverified connection to a PostgreSQL on another machine."`
}

// open opens it, as it was before any migration too.
func (f databaseFlags) open(ctx context.Context, options db.Options) (*db.DB, error) {
	if err := checkConnections(f.TrustDatabaseNetwork, f.DatabaseURL); err != nil {
		return nil, err
	}
	return db.Open(ctx, f.DatabaseURL, options)
}

// openCurrent opens it where its schema is that of the program.
func (f databaseFlags) openCurrent(ctx context.Context, options db.Options) (*db.DB, error) {
	database, err := f.open(ctx, options)
	if err != nil {
		return nil, err
	}
	if err := database.CheckSchema(ctx); err != nil {
		database.Close()
		return nil, err
	}
	return database, nil
}

// checkConnections refuses addresses of PostgreSQL to which passwords and prices would cross a network unverified, unless that network is
// trusted.
func checkConnections(trusted bool, urls ...string) error {
	for _, url := range urls {
		exposed, err := db.Exposed(url)
		if err != nil {
			return err
		}
		if exposed && !trusted {
			return errors.New("the connection to PostgreSQL would cross a network unverified: use sslmode=verify-full, " +
				"or set TIERSYNC_TRUST_DATABASE_NETWORK=true when that network is private")
		}
	}
	return nil
}
