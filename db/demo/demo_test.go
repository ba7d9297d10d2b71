package demo_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/db/demo"
	"tiersync/db/worlds"
	"tiersync/domain"
	"tiersync/views/pages"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }

const password = "a password for tests"

// open returns a database that holds the demo.
func open(t *testing.T) *db.DB {
	t.Helper()
	return dbtest.OpenPrepared(t, "demo", func(ctx context.Context, d *db.DB) error {
		_, err := demo.Load(ctx, d, password)
		return err
	})
}

// viewer returns the user with that email address.
func viewer(t *testing.T, d *db.DB, email string) domain.Viewer {
	t.Helper()
	user, err := d.UserByEmail(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Viewer(t.Context(), user.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// planNamed returns the plan of that name as the viewer has it.
func planNamed(t *testing.T, d *db.DB, v domain.Viewer, name string) *domain.Plan {
	t.Helper()
	catalog, _, err := d.Catalog(t.Context(), v, v.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range catalog.Plans {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("%s has no plan %q", v.Account.Name, name)
	return nil
}

func TestEverySignInWorks(t *testing.T) {
	t.Parallel()
	d := open(t)
	signIns, err := demo.Load(t.Context(), d, "another password")
	if err != nil {
		t.Fatal(err)
	}
	if len(signIns) != 32 {
		t.Errorf("got %d sign-ins, want 32", len(signIns))
	}
	for _, s := range signIns {
		user, err := d.Authenticate(t.Context(), domain.SignIn{Email: s.Email, Password: "another password"})
		if s.Account == "Copperfield Data Services" {
			if err == nil {
				t.Errorf("%s signs in for a closed account", s.Email)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", s.Email, err)
		}
		if user.Email != s.Email {
			t.Errorf("%s signs in as %s", s.Email, user.Email)
		}
	}
}

func accountsOf(t *testing.T, d *db.DB) map[string]domain.AccountID {
	t.Helper()
	accounts, err := worlds.Accounts(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return accounts
}

func TestLoadingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := viewer(t, d, "admin@provider.example")
	before, _, err := d.Catalog(t.Context(), v, v.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	accounts := accountsOf(t, d)
	if _, err := demo.Load(t.Context(), d, password); err != nil {
		t.Fatal(err)
	}
	after, _, err := d.Catalog(t.Context(), v, v.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(before.Plans) != len(after.Plans) {
		t.Errorf("got %d plans, want %d", len(after.Plans), len(before.Plans))
	}
	if diff := cmp.Diff(accounts, accountsOf(t, d)); diff != "" {
		t.Errorf("accounts (-before +after):\n%s", diff)
	}
}

func TestInterruptedLoadIsTold(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	user := domain.User{Email: "admin@provider.example", Name: "Ingrid Solberg"}
	if _, err := d.AddAdministrator(t.Context(), db.UseDemo, "Harborline Cloud Distribution", "USD", user, password); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Load(t.Context(), d, password); err == nil || !strings.Contains(err.Error(), "--fresh") {
		t.Errorf("got %v, want advice to start afresh", err)
	}
}

func TestEveryBoxHasSomethingToDo(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := viewer(t, d, "admin@provider.example")
	gold := planNamed(t, d, v, "Gold Reseller")
	dialog, err := d.OpenDialog(t.Context(), v, domain.DialogRequest{Plan: gold.ID})
	if err != nil {
		t.Fatal(err)
	}
	own := 0
	for _, count := range dialog.Counts {
		t.Logf("%-18s %4d changes at %2d resellers, %2d own values", count.Option, count.Changes, count.Resellers, count.OwnValues)
		if count.Changes == 0 {
			t.Errorf("%s would change nothing", count.Option)
		}
		own += count.OwnValues
	}
	if own == 0 {
		t.Error("no own values would be overwritten")
	}
	if len(dialog.LeftOut) == 0 {
		t.Error("no notification is left out: all templates are visible to resellers")
	}
	if dialog.Skipped != 2 {
		t.Errorf("got %d skipped resellers, want 2: one ordered, one terminated", dialog.Skipped)
	}
}

func TestOneRunBringsEverybodyInSync(t *testing.T) {
	t.Parallel()
	for _, policy := range []domain.Policy{domain.Overwrite, domain.Keep} {
		t.Run(string(policy), func(t *testing.T) {
			t.Parallel()
			d := open(t)
			v := viewer(t, d, "admin@provider.example")
			for _, name := range []string{"Gold Reseller", "Silver Reseller"} {
				plan := planNamed(t, d, v, name)
				wantBehind(t, d, v, plan, true)
				runAll(t, d, v, plan.ID, policy)
				wantBehind(t, d, v, plan, false)
			}
		})
	}
}

func runAll(t *testing.T, d *db.DB, v domain.Viewer, plan domain.PlanID, policy domain.Policy) {
	t.Helper()
	dialog, err := d.OpenDialog(t.Context(), v, domain.DialogRequest{Plan: plan})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.SendDialog(t.Context(), v, domain.RunRequest{Key: dialog.Key, Plan: plan, Options: domain.AllOptions(), Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
}

// wantBehind checks the state of synchronization of all subscriptions to the plan that a run reaches.
func wantBehind(t *testing.T, d *db.DB, v domain.Viewer, plan *domain.Plan, want bool) {
	t.Helper()
	subscriptions, _, err := d.Subscriptions(t.Context(), v, plan.ID, pages.ListQuery{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	accounts := make([]domain.AccountID, len(subscriptions))
	for i, s := range subscriptions {
		accounts[i] = s.Account
	}
	states, err := d.SyncStatesOf(t.Context(), v, plan.ID, accounts)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range subscriptions {
		if domain.SkipReason(s.Status, s.AccountStatus) != "" {
			continue
		}
		if behind := len(states[s.ID].Boxes) > 0; behind != want {
			t.Errorf("%s, %s: behind in %v, want behind: %t", plan.Name, s.AccountName, states[s.ID].Boxes, want)
		}
	}
}

func TestRunsThatLieBehind(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := viewer(t, d, "admin@provider.example")
	runs, _, err := d.Runs(t.Context(), v, pages.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	all, smaller := 0, 0
	for _, run := range runs {
		switch {
		case run.Totals.Nothing():
			t.Errorf("run %d on %s did nothing", run.ID, run.PlanName)
		case len(run.Options) == len(domain.AllOptions()):
			all++
		default:
			smaller++
			if run.Policy != domain.Keep || run.Totals.OwnKept == 0 {
				t.Errorf("the smaller run kept %d own values (%s), want some to be kept", run.Totals.OwnKept, run.Policy)
			}
		}
	}
	if all == 0 || smaller != 1 {
		t.Errorf("got %d runs with all boxes and %d smaller ones, want some and 1", all, smaller)
	}
}

func TestResellersHaveMadeTheirCatalogsTheirOwn(t *testing.T) {
	t.Parallel()
	d := open(t)
	tests := []struct {
		name, email, plan string
		status            domain.Status
		own               bool // has own values on the plan
	}{
		{"own prices", "admin@pinecrest-it-services.example", "Microsoft 365 Business Standard", domain.StatusPublished, true},
		{"an unpublished plan", "admin@pinecrest-it-services.example", "Dropbox Business Advanced", domain.StatusUnpublished, true},
		{"a plan in a category of their own", "admin@rheinblick-systemhaus.example", "Acronis Cyber Protect Cloud", domain.StatusPublished, true},
		{"a plan that a run disabled", "admin@ashdown-managed-it.example", "Essential Antivirus", domain.StatusDisabled, false},
		{"disabled at level 3 as well", "admin@severnside-computers.example", "Essential Antivirus", domain.StatusDisabled, false},
		{"protected prices", "admin@harborline-ireland.example", "Virtual Server L", domain.StatusPublished, true},
		{"a description in Japanese", "admin@sakuragi-network-systems.example", "Google Workspace Business Standard", domain.StatusPublished, true},
		{"through a plan of their vendor's own", "admin@elbtor-datendienste.example", "TLS Certificate OV", domain.StatusPublished, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			v := viewer(t, d, test.email)
			plan := planNamed(t, d, v, test.plan)
			if plan.Status() != test.status {
				t.Errorf("%s is %s, want %s", plan.Name, plan.Status(), test.status)
			}
			_, state, err := d.Catalog(t.Context(), v, v.Account.ID)
			if err != nil {
				t.Fatal(err)
			}
			if own := state.Own.Layer(plan.ID) != nil; own != test.own {
				t.Errorf("%s has own values on %s: %t, want %t", v.Account.Name, plan.Name, own, test.own)
			}
		})
	}
}

func TestNothingIsHeldAtFirst(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := viewer(t, d, "admin@provider.example")
	without := map[string]bool{"Two Rivers Networks": true, "Fenland Networks": true, "Copperfield Data Services": true}
	for name, account := range accountsOf(t, d) {
		catalog, _, err := d.Catalog(t.Context(), v, account)
		if err != nil {
			t.Fatal(err)
		}
		if (len(catalog.Plans) == 0) != without[name] {
			t.Errorf("%s has %d plans", name, len(catalog.Plans))
		}
		for _, p := range catalog.Plans {
			if p.Status() == domain.StatusHeld {
				t.Errorf("%s: %s is held", name, p.Name)
			}
		}
	}
}

// TestTheAuditTellsWhatWasChanged: everything that people do in the demo is a change with its own words and what it was before.
func TestTheAuditTellsWhatWasChanged(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := viewer(t, d, "admin@provider.example")
	audit, err := d.Audit(t.Context(), v, pages.AuditQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	told := map[domain.ChangeKind]int{}
	for _, row := range audit.Rows {
		told[row.Kind]++
	}
	for _, kind := range []domain.ChangeKind{domain.CatalogChanged, domain.FeesChanged, domain.RateChanged, domain.PlanCreated, domain.PeriodAdded,
		domain.PriceRowAdded, domain.PlanMoved, domain.PlanChanged, domain.SalesCategoryCreated, domain.SalesCategoryChanged,
		domain.ResourceGrouped, domain.ScheduleChanged, domain.ResourceAdded, domain.ResourceRemoved} {
		if told[kind] == 0 {
			t.Errorf("nobody %s", kind.Info().Words)
		}
	}
	if told[domain.CatalogChanged] != 1 {
		t.Errorf("%d changes of the whole catalog, want the first alone", told[domain.CatalogChanged])
	}
	reseller := viewer(t, d, "admin@pinecrest-it-services.example")
	plan := planNamed(t, d, reseller, "Microsoft 365 Business Standard")
	history, err := d.PlanHistory(t.Context(), reseller, plan.ID, pages.HistoryQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(history.Rows, func(row pages.LogRow) bool {
		return row.Kind == domain.OwnValuesSet && slices.ContainsFunc(row.Edits, func(e domain.Edit) bool {
			return e.From.There && !e.From.Own && e.To == domain.Held{Text: "17.5", There: true, Own: true}
		})
	}) {
		t.Errorf("the history of the plan does not tell of their own price: %+v", history.Rows)
	}
}
