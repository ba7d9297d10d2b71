package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"tiersync/db"
	"tiersync/domain"
)

// migrateCommand brings the schema up to date. Only the schema's owner needs the rights for that.
type migrateCommand struct {
	databaseFlags
}

// Run migrates. Several processes may do it at once.
func (c *migrateCommand) Run(ctx context.Context, logger *slog.Logger) error {
	database, err := c.open(ctx, db.Options{Logger: logger})
	if err != nil {
		return err
	}
	defer database.Close()
	if err := database.CheckOwn(ctx); err != nil {
		return err
	}
	if err := database.Migrate(ctx); err != nil {
		return err
	}
	return database.CheckSchema(ctx)
}

// addUserCommand makes the first administrator, without whom nobody could sign in.
type addUserCommand struct {
	databaseFlags
	Email    string `required:"" help:"Email address to sign in with."`
	Name     string `help:"Name of the person. Default: the email address."`
	Account  string `required:"" help:"Company name of the provider."`
	Currency string `help:"Sales currency of a provider that is new; it can never be changed. Default: USD."`
}

// Run asks for the password if TIERSYNC_PASSWORD is not set and stores the user.
func (c *addUserCommand) Run(ctx context.Context, logger *slog.Logger, out io.Writer) error {
	password, err := readPassword(os.Stdin, os.Stderr, os.Getenv("TIERSYNC_PASSWORD"))
	if err != nil {
		return err
	}
	if err := c.add(ctx, logger, password); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s may sign in as an administrator of %s.\n", c.Email, c.Account)
	return err
}

func (c *addUserCommand) add(ctx context.Context, logger *slog.Logger, password string) error {
	database, err := c.openCurrent(ctx, db.Options{Logger: logger})
	if err != nil {
		return err
	}
	defer database.Close()
	user := domain.User{Email: c.Email, Name: cmp.Or(c.Name, c.Email)}
	_, err = database.AddAdministrator(ctx, db.UseProduction, c.Account, domain.Currency(c.Currency), user, password)
	return err
}

// twoStepOffCommand is the last resort of whoever cannot sign in any more and has nobody who could turn it off for them.
type twoStepOffCommand struct {
	databaseFlags
	Email string `required:"" help:"Email address of whom it is turned off for."`
}

// Run turns it off.
func (c *twoStepOffCommand) Run(ctx context.Context, logger *slog.Logger, out io.Writer) error {
	database, err := c.openCurrent(ctx, db.Options{Logger: logger})
	if err != nil {
		return err
	}
	defer database.Close()
	if err := database.ResetTwoStep(ctx, c.Email); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Two-step sign-in of %s is off: their password alone lets them in.\n", c.Email)
	return err
}

// readPassword takes the password from the environment's value, a prompt on a terminal, or the first line of input.
func readPassword(in *os.File, prompt io.Writer, given string) (string, error) {
	password := given
	switch {
	case given != "":
	case term.IsTerminal(int(in.Fd())):
		fmt.Fprint(prompt, "Password: ")
		typed, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(prompt)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		password = string(typed)
	default:
		line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password: %w", err)
		}
		password = strings.TrimRight(line, "\r\n")
	}
	return password, nil
}
