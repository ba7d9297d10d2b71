package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
)

// asServingRole makes the role that docs/deploy.md tells of, with the grants that stand there, and returns the URL by which it serves the
// database that the owner has at address.
func asServingRole(t *testing.T, address string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "docs", "deploy.md"))
	if err != nil {
		t.Fatal(err)
	}
	grants := regexp.MustCompile("(?s)<!-- grants -->\n\n((?:    [^\n]*\n|\n)+)").FindStringSubmatch(string(page))
	if grants == nil {
		t.Fatal("docs/deploy.md has no grants")
	}
	role := "tiersync_app_" + strings.ToLower(rand.Text()) // roles are the whole server's
	inDatabaseAt(t, address, func(ctx context.Context, tx *sqlx.Tx) error {
		var owner string
		if err := tx.GetContext(ctx, &owner, `SELECT quote_ident(current_user)`); err != nil {
			return err
		}
		text := strings.NewReplacer("tiersync_app", role, "tiersync_owner", owner, "'...'", "'secret'").Replace(grants[1])
		_, err := tx.ExecContext(ctx, text)
		return err
	})
	t.Cleanup(func() {
		inDatabaseAt(t, address, func(ctx context.Context, tx *sqlx.Tx) error {
			_, err := tx.ExecContext(ctx, `DROP OWNED BY `+role+`; DROP ROLE `+role)
			return err
		})
	})
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(role, "secret")
	return u.String()
}

// TestTwoProcesses lets a browser's requests come to either of two processes, as a proxy does, which serve as a role that owns nothing: a
// session, a dialog and a run are the same at both; one of them is killed in a run, and the other makes it.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	owner, path := smallWorld(t)
	address := asServingRole(t, owner)
	first, second := startProgram(t, address), startProgram(t, address)
	here := newVisitor(t, first.url).signIn("P")
	there := here.at(second.url)
	there.want(http.StatusOK, there.get("/products/plans"))
	dialog := here.dialog(path)
	run := there.want(http.StatusSeeOther, there.post(path, dialog)).Header.Get("Location")
	if again := here.want(http.StatusSeeOther, here.post(path, dialog)).Header.Get("Location"); again != run {
		t.Errorf("the same dialog is %s at one process and %s at the other", run, again)
	}
	here.want(http.StatusOK, here.get(run))
	there.want(http.StatusSeeOther, there.post(run+"/undo", nil))

	dialog = here.dialog(path)
	first.haltAt(db.PointersMoved)
	lost := make(chan error, 1)
	go func() {
		answer, err := here.client.PostForm(first.url+path, dialog)
		if err == nil {
			answer.Body.Close()
		}
		lost <- err
	}()
	first.awaitHalt()
	first.kill()
	if err := <-lost; err == nil {
		t.Error("a process that is killed answers")
	}
	before := countRows(t, owner, `SELECT count(*) FROM run`)
	there.want(http.StatusSeeOther, there.post(path, dialog))
	if n := countRows(t, owner, `SELECT count(*) FROM run`); n != before+1 {
		t.Errorf("%d runs, want one more than %d", n, before)
	}
	there.want(http.StatusSeeOther, there.post("/logout", nil))
	again := startProgram(t, address)
	if a := here.at(again.url).get("/products/plans"); !strings.HasPrefix(a.Header.Get("Location"), "/login") {
		t.Errorf("signed out at one process, the other answers %d", a.StatusCode)
	}
}

// TestReadyAndMetrics asks a process whether it is ready, and for what it has counted.
func TestReadyAndMetrics(t *testing.T) {
	t.Parallel()
	address, path := smallWorld(t)
	metrics := freeAddress(t)
	p := startProgram(t, address, "--metrics="+metrics)
	v := newVisitor(t, p.url)
	v.want(http.StatusOK, v.get("/readyz"))
	v.want(http.StatusUnprocessableEntity, v.post("/login", url.Values{"email": {"p@world.example"}, "password": {"wrong"}}))
	v.signIn("P")
	run := v.want(http.StatusSeeOther, v.post(path, v.dialog(path))).Header.Get("Location")
	v.want(http.StatusSeeOther, v.post(run+"/undo", nil))
	counted := v.at("http://" + metrics).get("/metrics").Text
	for _, want := range []string{
		`tiersync_http_requests_total{method="POST",route="/products/plans/:plan/synchronize",status="303"} 1`,
		`tiersync_runs_total{kind="sync"} 1`, `tiersync_runs_total{kind="undo"} 1`, `tiersync_run_values_changed_total 2`,
		`tiersync_security_events_total{kind="sign-in refused"} 1`, `tiersync_hashing_waiting{room="strangers"} 0`,
		`go_sql_max_open_connections{db_name="work"} 20`, `tiersync_http_shed_total 0`,
	} {
		if !strings.Contains(counted, want+"\n") {
			t.Errorf("not counted: %s", want)
		}
	}
	for _, secret := range []string{"world.example", "Mail", run} {
		if strings.Contains(counted, secret) {
			t.Errorf("the metrics tell of %s", secret)
		}
	}
	if a := v.get("/metrics"); a.StatusCode != http.StatusNotFound {
		t.Errorf("the pages' address has metrics: %d", a.StatusCode)
	}
	inDatabaseAt(t, address, func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
		return err
	})
	if a := v.want(http.StatusServiceUnavailable, v.get("/readyz")); a.Text != "not ready\n" || a.Header.Get("Retry-After") == "" {
		t.Errorf("with a newer schema it says %q", a.Text)
	}
	v.want(http.StatusOK, v.get("/healthz"))
}

// TestTheDashboardAsksForWhatIsCounted compares the names in docs/deploy/grafana.json with those that a process has from its start: of what
// appears when it happens first, Prometheus does not see that it rose.
func TestTheDashboardAsksForWhatIsCounted(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "docs", "deploy", "grafana.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(text) {
		t.Fatal("it is no JSON")
	}
	m := newMetrics()
	m.requests.WithLabelValues("GET", "/", "200")
	m.took.WithLabelValues("/")
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"tiersync_hashing_waiting": true, "go_sql_in_use_connections": true, "go_sql_max_open_connections": true,
		"go_sql_wait_duration_seconds_total": true} // of a database
	for _, family := range families {
		known[family.GetName()] = true
	}
	asked := regexp.MustCompile(`\b(?:tiersync|go|process)_[a-z_]+\b`).FindAllString(string(text), -1)
	if len(asked) < 12 {
		t.Errorf("it asks for %d things", len(asked))
	}
	for _, name := range asked {
		if !known[strings.TrimSuffix(name, "_bucket")] {
			t.Errorf("it asks for %s, which nobody counts", name)
		}
	}
}

// TestServeCheck lists what is weak: of settings alone, and of a database that is served by its owner.
func TestServeCheck(t *testing.T) {
	t.Parallel()
	address, _ := smallWorld(t)
	inDatabaseAt(t, address, func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO installation (kind) VALUES ('production') ON CONFLICT DO NOTHING`)
		return err
	})
	check := func(address string, flags ...string) (string, error) {
		var out strings.Builder
		args := append([]string{"serve", "--check", "--addr=0.0.0.0:8080", "--behind-tls", "--metrics=:9090", "--traces-endpoint=http://collector.example:4318",
			"--session-key=" + strings.Repeat("00", 32), "--database-url=" + address}, flags...)
		err := run(&commands{}, args, &out)
		return out.String(), err
	}
	said, err := check(address)
	for _, want := range []string{"0.0.0.0:8080 is reached", "TIERSYNC_SESSION_KEY can be guessed", "metrics at :9090", "Traces go to collector.example:4318", "TIERSYNC_TRUSTED_PROXIES",
		"is a superuser", "The password of p@world.example"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say: %s\n%s", want, said)
		}
	}
	if err == nil {
		t.Error("it does not fail")
	}
	if said, _ := check("postgres://tiersync@db.example/tiersync?sslmode=require", "--tls-cert=cert.pem"); strings.Count(said, "SESSION_KEY") != 1 ||
		strings.Count(said, "unverified") != 1 || !strings.Contains(said, "--tls-key go together") || strings.Contains(said, "does not answer") {
		t.Errorf("it does not say each reason once, or dials what it refuses:\n%s", said)
	}
	if said, _ := check(address, "--smtp-url=smtp://user:mail-password@%zz?from=a@b.example", "--base-url=https://prices.example"); !strings.Contains(said, "It would not start: TIERSYNC_SMTP_URL") ||
		strings.Contains(said, "mail-password") {
		t.Errorf("it does not say that the mail server has no address:\n%s", said)
	}
	if said, _ := check(address, "--smtp-url=smtp://user:mail-password@127.0.0.1:1?from=a@b.example", "--base-url=https://prices.example"); !strings.Contains(said, "The mail server in TIERSYNC_SMTP_URL takes no email") ||
		strings.Contains(said, "mail-password") {
		t.Errorf("it does not say that the mail server does not answer:\n%s", said)
	}
	if said, err := check("postgres://tiersync@127.0.0.1:1/tiersync?sslmode=disable"); err == nil || !strings.Contains(said, "does not answer") {
		t.Errorf("%v: %s", err, said)
	}
	for url, want := range map[string]string{address: "is no hot standby", "postgres://tiersync@127.0.0.1:1/tiersync?sslmode=disable": "The standby in TIERSYNC_READ_URL does not answer"} {
		if said, err := check(address, "--read-url="+url); err == nil || !strings.Contains(said, want) {
			t.Errorf("of the standby it does not say %q: %v: %s", want, err, said)
		}
	}
	inDatabaseAt(t, address, func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE app_user SET password_hash = '$argon2id$v=19$m=19456,t=2,p=1$dGllcnN5bmMtbm9ib2R5IQ$bm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCwgZXZlciE'`)
		return err
	})
	said, err = check(asServingRole(t, address), "--addr=127.0.0.1:8080", "--metrics=127.0.0.1:9090", "--traces-endpoint=http://127.0.0.1:4318",
		"--trusted-proxies=127.0.0.1/32", "--session-key="+goodKey)
	// The tests' server does without fsync.
	want := "The setting fsync of PostgreSQL is off: a crash can lose or damage what was stored.\n"
	if rest := strings.Replace(said, want, "", 1); strings.Contains(rest, "role") || strings.Count(rest, "\n") > 2 {
		t.Errorf("%v: %s", err, said)
	}
}
