package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

const (
	goodKey = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	goodURL = "postgres://tiersync@db.example/tiersync?sslmode=verify-full"
)

func TestServeRefusesInsecureSettings(t *testing.T) {
	t.Parallel()
	const exposed = "postgres://tiersync@db.example/tiersync?sslmode=require"
	tests := []struct {
		name    string
		command serveCommand
		want    string // in the refusal; nothing when it is accepted
	}{
		{"behind a proxy", serveCommand{SessionKey: goodKey, DatabaseURL: goodURL, BehindTLS: true}, ""},
		{"own certificate", serveCommand{SessionKey: goodKey, DatabaseURL: goodURL, TLSCert: "c", TLSKey: "k"}, ""},
		{"private network", serveCommand{SessionKey: goodKey, DatabaseURL: exposed, BehindTLS: true, TrustDatabaseNetwork: true}, ""},
		{"short key", serveCommand{SessionKey: goodKey[:62], DatabaseURL: goodURL, BehindTLS: true}, "TIERSYNC_SESSION_KEY"},
		{"key in words", serveCommand{SessionKey: strings.Repeat("secret!!", 8), DatabaseURL: goodURL, BehindTLS: true}, "hexadecimal"},
		{"no old key", serveCommand{SessionKey: goodKey, OldSessionKey: "x", DatabaseURL: goodURL, BehindTLS: true}, "TIERSYNC_OLD_SESSION_KEY"},
		{"no TLS", serveCommand{SessionKey: goodKey, DatabaseURL: goodURL}, "in the clear"},
		{"key file missing", serveCommand{SessionKey: goodKey, DatabaseURL: goodURL, TLSCert: "c"}, "go together"},
		{"database in the clear", serveCommand{SessionKey: goodKey, DatabaseURL: exposed, BehindTLS: true}, "unverified"},
		{"key of zeros", serveCommand{SessionKey: strings.Repeat("0", 64), DatabaseURL: goodURL, BehindTLS: true}, "can be guessed"},
		{"key of one byte", serveCommand{SessionKey: strings.Repeat("5a", 64), DatabaseURL: goodURL, BehindTLS: true}, "can be guessed"},
		{"key of a pattern", serveCommand{SessionKey: strings.Repeat("0123456789abcdef", 4), DatabaseURL: goodURL, BehindTLS: true}, "can be guessed"},
		{"another address of the database", serveCommand{SessionKey: goodKey, DatabaseURL: "host=localhost hostaddr=192.0.2.1 sslmode=disable", BehindTLS: true}, "unverified"},
		{"mail", serveCommand{SessionKey: goodKey, DatabaseURL: goodURL, BehindTLS: true, SMTPURL: "smtps://mail.example?from=a@b.example", BaseURL: "https://prices.example/"}, ""},
		{"mail without an address of its own", serveCommand{SessionKey: goodKey, DatabaseURL: goodURL, BehindTLS: true, SMTPURL: "smtps://mail.example?from=a@b.example"}, "TIERSYNC_BASE_URL"},
		{"links in the clear", serveCommand{SessionKey: goodKey, DatabaseURL: goodURL, BehindTLS: true, BaseURL: "http://prices.example"}, "TIERSYNC_BASE_URL"},
		{"links below a path", serveCommand{SessionKey: goodKey, DatabaseURL: goodURL, BehindTLS: true, BaseURL: "https://prices.example/tiersync"}, "TIERSYNC_BASE_URL"},
		{"no sslmode", serveCommand{SessionKey: goodKey, DatabaseURL: "postgres://x/y", BehindTLS: true}, "sslmode"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := test.command.check()
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want a refusal with %q", err, test.want)
			}
		})
	}
}

// Fault 81, and the demo's database.
func TestServeRefusesTheWrongDatabase(t *testing.T) {
	t.Parallel()
	claimed := func(ctx context.Context, database *db.DB) error { return database.Claim(ctx, db.UseDemo) }
	tests := []struct{ name, url, want string }{
		{"no schema", dbtest.EmptyURL(t), "run the command migrate first"},
		{"a demo", dbtest.PreparedURL(t, "claimed by the demo", claimed), `use "demo"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := run(&commands{}, []string{"serve", "--addr=127.0.0.1:0", "--behind-tls", "--session-key=" + goodKey,
				"--database-url=" + test.url}, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// Fault 68: what is under way is answered, then the program ends without an error.
func TestStoppingLetsRequestsFinish(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	begun, finish := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-finish
		_, _ = io.WriteString(w, "done")
	})
	ended := make(chan error, 1)
	logger := slog.New(slog.DiscardHandler)
	go func() { ended <- serveOn(ctx, listener, newServer(handler, logger), logger) }()
	answered := make(chan string, 1)
	go func() {
		response, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			answered <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answered <- string(body)
	}()
	<-begun
	stop()
	close(finish)
	if got := <-answered; got != "done" {
		t.Errorf("the answer is %q, want done", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("stopping: %v", err)
	}
}

// What whoever runs the program types crosses the same network as what it serves.
func TestEveryCommandRefusesAnExposedDatabase(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"migrate", "verify", "prune --years=1", "user add --account=Northwind --email=ann@northwind.example",
		"user two-step-off --email=ann@northwind.example", "demo --addr=127.0.0.1:0"} {
		args := append(strings.Fields(command), "--database-url=postgres://tiersync@127.0.0.1:1,192.0.2.1:1/tiersync?sslmode=require")
		if err := run(&commands{}, args, io.Discard); err == nil || !strings.Contains(err.Error(), "unverified") {
			t.Errorf("%s: %v", command, err)
		}
		if err := run(&commands{}, append(args, "--trust-database-network"), io.Discard); err == nil || strings.Contains(err.Error(), "unverified") {
			t.Errorf("%s on a network that is trusted: %v", command, err)
		}
	}
}

func TestMigrateAndUserAdd(t *testing.T) {
	t.Parallel()
	url := dbtest.EmptyURL(t)
	if err := run(&commands{}, []string{"migrate", "--database-url=" + url}, io.Discard); err != nil {
		t.Fatal(err)
	}
	database, err := db.Open(t.Context(), url, db.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { database.Close() })
	add := addUserCommand{databaseFlags: databaseFlags{DatabaseURL: url}, Account: "Northwind", Currency: "EUR"}
	for _, email := range []string{"ann@northwind.example", "bob@northwind.example"} {
		add.Email = email
		if err := add.add(t.Context(), slog.New(slog.DiscardHandler), "a long enough sentence"); err != nil {
			t.Fatal(err)
		}
	}
	ann, err := database.Authenticate(t.Context(), domain.SignIn{Email: "ann@northwind.example", Password: "a long enough sentence"})
	if err != nil {
		t.Fatal(err)
	}
	bob, err := database.Authenticate(t.Context(), domain.SignIn{Email: "bob@northwind.example", Password: "a long enough sentence"})
	if err != nil || ann.Account != bob.Account {
		t.Errorf("two providers of one name: %d and %d, %v", ann.Account, bob.Account, err)
	}
	off := []string{"user", "two-step-off", "--database-url=" + url, "--email=Ann@northwind.example"}
	if err := run(&commands{}, off, io.Discard); err == nil || !strings.Contains(err.Error(), "is off") {
		t.Errorf("two-step sign-in that is off is turned off: %v", err)
	}
	if err := database.InTx(t.Context(), func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(t.Context(), `UPDATE app_user SET two_step_secret = 'sealed'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := run(&commands{}, off, io.Discard); err != nil {
		t.Fatal(err)
	}
	if ann, err = database.Authenticate(t.Context(), domain.SignIn{Email: "ann@northwind.example", Password: "a long enough sentence"}); err != nil || ann.TwoStep {
		t.Errorf("after it was turned off: %+v, %v", ann, err)
	}
	if err := database.CheckUse(t.Context(), db.UseDemo); err == nil {
		t.Error("the demo would accept the database")
	}
}

// Fault 108: what is refused leaves nothing behind.
func TestFault108UserAddIsAllOrNothing(t *testing.T) {
	t.Parallel()
	url := dbtest.PreparedURL(t, "", nil)
	database, err := db.Open(t.Context(), url, db.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { database.Close() })
	stored := func() (rows int) {
		t.Helper()
		err := database.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
			return tx.GetContext(t.Context(), &rows, `
				SELECT (SELECT count(*) FROM account) + (SELECT count(*) FROM app_user) + (SELECT count(*) FROM installation) + (SELECT count(*) FROM change)`)
		})
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	good := addUserCommand{databaseFlags: databaseFlags{DatabaseURL: url}, Account: "Northwind", Currency: "EUR", Email: "ann@northwind.example"}
	tests := []struct {
		name     string
		change   func(c *addUserCommand)
		password string
		want     string // in the refusal
	}{
		{"no address", func(c *addUserCommand) { c.Email = "ann" }, "a long enough sentence", "user_email: Enter an email address like ann@company.example"},
		{"an address that hides a character", func(c *addUserCommand) { c.Email = "a\u200bnn@northwind.example" }, "a long enough sentence", "U+200B"},
		{"an unknown currency", func(c *addUserCommand) { c.Currency = "EURO" }, "a long enough sentence", `"EURO"`},
		{"no name of the company", func(c *addUserCommand) { c.Account = " " }, "a long enough sentence", "Enter a name"},
		{"eleven characters", func(*addUserCommand) {}, "q7-Kx.m2Wz4", "at least 12"},
		{"257 characters", func(*addUserCommand) {}, strings.Repeat("Vogel ohne Himmel ", 15)[:257], "at most 256"},
		{"a common password", func(*addUserCommand) {}, "Password1234", "guess"},
		{"the company's name", func(*addUserCommand) {}, "northwind-2026", "guess"},
	}
	refused := func(name string, c addUserCommand, password, want string) {
		t.Helper()
		before := stored()
		err := c.add(t.Context(), slog.New(slog.DiscardHandler), password)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", name, err, want)
		}
		if after := stored(); after != before {
			t.Errorf("%s: %d rows more", name, after-before)
		}
	}
	for _, test := range tests {
		c := good
		test.change(&c)
		refused(test.name, c, test.password, test.want)
	}
	if err := good.add(t.Context(), slog.New(slog.DiscardHandler), "a long enough sentence"); err != nil {
		t.Fatal(err)
	}
	refused("the address again", good, "a long enough sentence", "cannot be used")
	again := good
	again.Email, again.Currency = "bob@northwind.example", "USD"
	refused("another currency", again, "a long enough sentence", "sells in EUR")
	again.Currency = "EURO"
	refused("an unknown currency for a provider who is there", again, "a long enough sentence", "sells in EUR")
	again.Currency = ""
	if err := again.add(t.Context(), slog.New(slog.DiscardHandler), "a long enough sentence"); err != nil {
		t.Errorf("without a currency: %v", err)
	}
}

func TestReadPassword(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, given, input, want string
	}{
		{"environment", "from environment", "ignored ignored\n", "from environment"},
		{"input", "", " long enough, with spaces \r\nnext line\n", " long enough, with spaces "},
		{"input without an end of line", "", "long enough too", "long enough too"},
		{"nothing", "", "", ""}, // which is no password, as adding the user says
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "input")
			if err := os.WriteFile(path, []byte(test.input), 0o600); err != nil {
				t.Fatal(err)
			}
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			got, err := readPassword(file, io.Discard, test.given)
			if got != test.want || err != nil {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

// TestProxiesThatAnybodyMayBe: networks that are as wide as the world make the limit of guessing by network worth nothing.
func TestProxiesThatAnybodyMayBe(t *testing.T) {
	t.Parallel()
	for network, want := range map[string]bool{"0.0.0.0/0": true, "128.0.0.0/1": true, "::/0": true, "2000::/3": true,
		"10.0.0.0/8": false, "127.0.0.1/32": false, "fc00::/7": false} {
		c := serveCommand{Addr: "127.0.0.1:8080", SessionKey: goodKey, DatabaseURL: goodURL, BehindTLS: true, TrustedProxies: []netip.Prefix{netip.MustParsePrefix(network)}}
		if weak := strings.Join(c.weakSettings(), " "); strings.Contains(weak, network) != want {
			t.Errorf("%s: %q", network, weak)
		}
	}
}
