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

// verifyLimit is how long one query may take: each reads whole tables, and nobody waits for a page.
const verifyLimit = 6 * time.Hour

// verifyCommand shows that what is stored is what was computed: after a crash, a restore, or for an auditor.
type verifyCommand struct {
	databaseFlags
}

// Run checks what DB.Verify checks and fails when something does not fit.
func (c *verifyCommand) Run(ctx context.Context, logger *slog.Logger, out io.Writer) error {
	database, err := c.openCurrent(ctx, db.Options{Logger: logger, Statement: verifyLimit, TxBudget: verifyLimit})
	if err != nil {
		return err
	}
	defer database.Close()
	v, err := database.Verify(ctx)
	if err != nil {
		return err
	}
	for _, wrong := range v.Wrong {
		fmt.Fprintln(out, wrong)
	}
	switch n := len(v.Wrong); n {
	case 0:
	case 1:
		return errors.New("one thing is not as it was computed")
	default:
		return fmt.Errorf("%d things are not as they were computed", n)
	}
	_, err = fmt.Fprintf(out, "Everything is as it was computed: %d catalogs and %d lists of outcomes hashed again, %d entries of the log "+
		"and %d runs compared.\n", v.Catalogs, v.Outcomes, v.Entries, v.Runs)
	return err
}
