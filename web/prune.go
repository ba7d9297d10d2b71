package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"tiersync/db"
)

// pruneCommand lets go what is older than it has to be kept: by hand, or from a timer of the system.
type pruneCommand struct {
	databaseFlags
	Years int `env:"TIERSYNC_KEEP_YEARS" required:"" help:"How many years the log, changes and runs are kept; at least 1."`
}

// Run deletes what DB.Prune deletes. People work on meanwhile.
func (c *pruneCommand) Run(ctx context.Context, logger *slog.Logger, out io.Writer) error {
	if c.Years < 1 {
		return errors.New("--years: keep at least 1 year")
	}
	database, err := c.openCurrent(ctx, db.Options{Logger: logger, Statement: verifyLimit, TxBudget: verifyLimit})
	if err != nil {
		return err
	}
	defer database.Close()
	before := time.Now().AddDate(-c.Years, 0, 0)
	p, err := database.Prune(ctx, before)
	if err != nil && p == (db.Pruned{}) {
		return err
	}
	_, wrote := fmt.Fprintf(out, "From before %s went %d entries of the log, %d changes and %d runs; with them %d catalogs, %d versions of plans, "+
		"%d other parts, %d lists of outcomes, %d sets of own values.\n", before.Format(time.DateOnly), p.Entries, p.Changes, p.Runs,
		p.Catalogs, p.Plans, p.Parts, p.Outcomes, p.Owns)
	return errors.Join(err, wrote)
}
