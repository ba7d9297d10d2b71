package db_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db"
	"tiersync/domain"
)

// The runs of testdata/before_new_privileges.sql that are taken back.
const (
	firstDelivery = domain.RunID(1026)
	feesRun       = domain.RunID(1031)
)

// withNew is a sorted list of privileges, separated by commas, with the three new ones in it.
func withNew(list ...domain.Privilege) string {
	var names []string
	for _, p := range append(list, domain.ManageSchedules, domain.ManageOrderFlow, domain.ManageTerms) {
		names = append(names, string(p))
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// withCosts is withNew for an operator of a reseller, who keeps View costs, too.
func withCosts(list ...domain.Privilege) string { return withNew(append(list, domain.ViewCosts)...) }

// olderPrivileges are those that there were before 00010_new_privileges.sql.
func olderPrivileges() []domain.Privilege {
	return slices.DeleteFunc(domain.Privileges(), func(p domain.Privilege) bool {
		return p == domain.ManageSchedules || p == domain.ManageOrderFlow || p == domain.ManageTerms
	})
}

// privilegesWorld is what testdata/before_new_privileges.sql tells of, migrated and opened by the program.
func privilegesWorld(t *testing.T) (*world, older) {
	t.Helper()
	stored, err := os.ReadFile("testdata/before_new_privileges.sql")
	if err != nil {
		t.Fatal(err)
	}
	o := olderDatabase(t, 9, string(stored))
	o.up()
	w := emptyWorld(t, open(t, o.url))
	for _, name := range []string{"P", "R1", "R11", "R111", "R2", "R21", "R3"} {
		w.accounts[name] = ask[domain.AccountID](t, w.db, `SELECT id FROM account WHERE name = $1`, name)
	}
	w.provider = w.user("admin@p.example")
	w.template = ask[domain.TemplateID](t, w.db, `SELECT id FROM template WHERE name = 'Standard'`)
	w.subs["R1"] = ask[domain.SubscriptionID](t, w.db, `SELECT id FROM subscription WHERE account_id = $1`, w.accounts["R1"])
	return w, o
}

// user is who signs in under the email address.
func (w *world) user(email string) domain.Viewer {
	w.t.Helper()
	u, err := w.db.UserByEmail(w.t.Context(), email)
	w.check(err)
	v, err := w.db.Viewer(w.t.Context(), u.ID)
	w.check(err)
	return v
}

const deliveredPrivileges = `
	SELECT a.name || ': ' || coalesce(string_agg(p.privilege, ', ' ORDER BY p.privilege COLLATE "C"), '')
	FROM account a LEFT JOIN account_privilege p ON p.account_id = a.id WHERE a.kind = 'reseller' GROUP BY a.name ORDER BY a.name`

// TestMigrateKeepsWhatEverybodyCouldDo: users of before can do what the new privileges are about, and what is stored fits.
func TestMigrateKeepsWhatEverybodyCouldDo(t *testing.T) {
	t.Parallel()
	w, o := privilegesWorld(t)
	for _, check := range []struct {
		what, query string
		want        []string
	}{
		{"rights of users", `SELECT email || ': ' || array_to_string(rights, ', ') FROM app_user WHERE role <> 'administrator' ORDER BY email`,
			[]string{"everything@p.example: " + withNew(olderPrivileges()...), "operator@p.example: " + withNew(domain.ManageUsers),
				"operator@r1.example: " + withCosts(domain.EditPrices), "operator@r2.example: " + withCosts(), "reader@p.example: "}},
		{"templates", `SELECT name || ' ' || version || ': ' || array_to_string(privileges, ', ') FROM template ORDER BY name`,
			[]string{"Bare 1: ", "Standard 7: " + withNew(domain.EditPrices, domain.ManageUsers, domain.ViewReports)}},
		{"privileges of resellers", deliveredPrivileges, []string{
			"R1: " + withNew(domain.EditPrices, domain.ManageUsers, domain.ViewReports),
			"R11: " + withNew(domain.EditPrices, domain.ManageUsers, domain.ViewReports),
			"R111: " + withNew(domain.EditPrices, domain.ManageUsers, domain.ViewReports),
			"R2: " + withNew(), "R21: " + withNew(), "R3: "}},
		{"the log", `SELECT a.name || ': ' || e.object FROM entry e JOIN account a ON a.id = e.account_id WHERE e.action = 'kept privileges' ORDER BY 1`,
			[]string{"R1: " + withNew(), "R11: " + withNew(), "R111: " + withNew(), "R2: " + withNew(), "R21: " + withNew()}},
		{"the audit", `SELECT action || ': ' || object FROM audit WHERE action LIKE 'kept %' ORDER BY 1`,
			[]string{"kept privileges: Standard", "kept rights: everything@p.example", "kept rights: operator@p.example",
				"kept rights: operator@r1.example", "kept rights: operator@r1.example", "kept rights: operator@r2.example", "kept rights: operator@r2.example"}},
	} {
		if diff := cmp.Diff(check.want, o.query(check.query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", check.what, diff)
		}
	}
	for _, email := range []string{"operator@p.example", "admin@r1.example", "operator@r1.example", "admin@r2.example", "operator@r2.example"} {
		for _, p := range []domain.Privilege{domain.ManageSchedules, domain.ManageOrderFlow, domain.ManageTerms} {
			if !w.user(email).May(p) {
				t.Errorf("%s lost %s", email, p)
			}
		}
	}
	if w.user("reader@p.example").May(domain.ManageTerms) {
		t.Error("a read-only user writes")
	}
	wantSound(t, w.db)
}

// TestRunsAndUndosAfterNewPrivileges: the next run has nothing to change, and runs of before are taken back as before; what
// everybody kept stays. R1 set a fee of a plan that the first run brought, so that they keep it.
func TestRunsAndUndosAfterNewPrivileges(t *testing.T) {
	t.Parallel()
	w, o := privilegesWorld(t)
	d := w.dialog(w.provider, w.subs["R1"])
	page := w.run(w.provider, domain.RunRequest{Key: d.Key, Plan: resellerPlan, Subscription: w.subs["R1"],
		Reach: domain.WithSubResellers, Options: domain.AllOptions()})
	if page.Run.Totals.Changes != 0 {
		t.Errorf("a run with all boxes makes %d changes", page.Run.Totals.Changes)
	}
	latest := ask[domain.RunID](t, w.db, `SELECT max(id) FROM run WHERE options = '{update_privileges}'`)
	for _, undo := range []struct {
		run        domain.RunID
		privileges string // of R1
		fees       map[string]string
	}{
		{latest, withNew(olderPrivileges()...), map[string]string{"R1": "12", "R11": "12", "R2": "18"}},
		{feesRun, withNew(olderPrivileges()...), map[string]string{"R1": "15", "R11": "10", "R2": "18"}},
		{firstDelivery, withNew(), map[string]string{"R1": "15", "R11": "no plan", "R2": "18"}},
	} {
		w.undo(undo.run)
		if got := o.query(deliveredPrivileges)[0]; got != "R1: "+undo.privileges {
			t.Errorf("after the undo of run %d: %s", undo.run, got)
		}
		for name, want := range undo.fees {
			if got := w.fee(name, mailPlan); got != want {
				t.Errorf("after the undo of run %d: %s sells at %s, want %s", undo.run, name, got, want)
			}
		}
		wantSound(t, w.db)
	}
}

// wantSound fails when what is stored does not fit.
func wantSound(t *testing.T, d *db.DB) {
	t.Helper()
	found, err := d.Verify(t.Context())
	if err != nil || len(found.Wrong) > 0 {
		t.Errorf("what is stored: %q, %v", found.Wrong, err)
	}
}
