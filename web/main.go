// Package main is the Tiersync program: the command line and the wiring of the packages. What it answers over HTTP is in
// web/server, whose routes.go has every URL on one screen.
//
// Start reading here: each command is a file, and demo.go and serve.go are the two ways to run it.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"tiersync/web/server"
)

// commands is the command line. Each command has a Run method.
type commands struct {
	Demo    demoCommand    `cmd:"" help:"Start everything with demo data; nothing has to be set up."`
	Serve   serveCommand   `cmd:"" help:"Serve in production, on the PostgreSQL at DATABASE_URL."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema to the version of this program."`
	Verify  verifyCommand  `cmd:"" help:"Hash the catalogs again, compare pointers, log and runs; change nothing."`
	Prune   pruneCommand   `cmd:"" help:"Delete the log, changes and runs from before some years, and the versions nobody refers to any more."`
	User    struct {
		Add        addUserCommand    `cmd:"" help:"Add an administrator to a provider account; make the account if there is none of that name."`
		TwoStepOff twoStepOffCommand `cmd:"" name:"two-step-off" help:"Turn two-step sign-in off for somebody who lost their phone and their recovery codes, where no administrator can."`
	} `cmd:"" help:"Manage users from the command line."`
}

func main() {
	server.BoundMemory()
	if err := run(&commands{}, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tiersync:", err)
		os.Exit(1)
	}
}

// run parses the arguments into the commands c and runs one of them until it ends or a signal asks it to. A second signal kills. What a
// person should read goes to out, the log to standard error.
func run(c any, args []string, out io.Writer) error {
	signal.Ignore(syscall.SIGPIPE) // a closed standard error must not end the program
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	defer stop()
	parser, err := kong.New(c, kong.Name("tiersync"),
		kong.Description("Tiersync passes a provider's changes on to their resellers."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.BindTo(out, (*io.Writer)(nil)),
		kong.Bind(slog.New(slog.NewJSONHandler(os.Stderr, nil))))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return command.Run()
}
