package db_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// The runs of testdata/first_catalogs.sql.
const (
	firstSchemaDelivery = domain.RunID(1034) // everything to everybody
	firstSchemaKept     = domain.RunID(1045) // fees, what resellers had set kept
	firstSchemaTaken    = domain.RunID(1047) // everything, over what resellers had set; taken back by the next
)

// firstSchema is a database that began at schema version 1 and grew to 5, with rows in every table.
func firstSchema(t *testing.T) older {
	t.Helper()
	read := func(name string) string {
		stored, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(stored)
	}
	o := olderDatabase(t, 1, read("first_accounts.sql"))
	if _, err := o.migrations.UpTo(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	o.plant(read("first_catalogs.sql"))
	return o
}

// firstSchemaWorld is what was stored in it, as the program of today opens it.
func firstSchemaWorld(t *testing.T, o older) *world {
	t.Helper()
	w := emptyWorld(t, open(t, o.url))
	w.template = ask[domain.TemplateID](t, w.db, `SELECT id FROM template`)
	for _, name := range []string{"P", "R1", "R11", "R111", "R2", "R21", "R3"} {
		id := ask[domain.AccountID](t, w.db, `SELECT id FROM account WHERE name = $1`, name)
		w.accounts[name] = id
		w.viewers[name] = w.user(ask[string](t, w.db, `SELECT email FROM app_user WHERE account_id = $1`, id))
		if name != "P" {
			w.subs[name] = ask[domain.SubscriptionID](t, w.db, `SELECT id FROM subscription WHERE account_id = $1`, id)
		}
	}
	w.provider = w.viewers["P"]
	return w
}

// writtenOtherwise are the columns of the first schema that a migration writes in another way, by table. What they say stays, as the
// reports, the pages and the tests of those migrations show.
func writtenOtherwise() map[string][]string {
	return map[string][]string{
		"outcome_set": {"body"},                                              // 7
		"template":    {"privileges", "version", "updated_at", "updated_by"}, // 10
		"pointer":     {"delivered_id", "entry_id"},                          // 10
		"own_value":   {"field", "name"},                                     // 11
	}
}

// tables are the program's tables.
func (o older) tables() []string {
	o.t.Helper()
	return o.query(`SELECT table_name::text FROM information_schema.tables
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'goose_db_version' ORDER BY 1`)
}

// rows are the rows of a table, each an object by its columns.
func (o older) rows(table string) []map[string]any {
	o.t.Helper()
	var all []map[string]any
	for _, text := range o.query(`SELECT to_jsonb(x)::text FROM ` + table + ` x`) {
		decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
		decoder.UseNumber() // 12.50 is not 12.5
		row := map[string]any{}
		if err := decoder.Decode(&row); err != nil {
			o.t.Fatal(err)
		}
		all = append(all, row)
	}
	return all
}

// TestMigrateFromTheFirstSchema: every row that the first program stored, in every table that it had, is there after all migrations,
// and everybody sells what they sold.
func TestMigrateFromTheFirstSchema(t *testing.T) {
	t.Parallel()
	o := firstSchema(t)
	before := map[string][]map[string]any{}
	for _, table := range o.tables() {
		before[table] = o.rows(table)
		if len(before[table]) == 0 {
			t.Errorf("nothing is in %s before the migrations", table)
		}
	}
	sold := func() (all [][]string) {
		for _, report := range []string{"reseller_plan", "reseller_fee", "reseller_rate"} {
			all = append(all, o.query(`SELECT v::text FROM `+report+` v ORDER BY 1`))
		}
		return all
	}
	then := sold()
	o.up()
	for table, rows := range before {
		now := table
		if table == "run_result" { // its rows are parts of two tables since 9
			now = "run_reseller"
		}
		wantRows(t, table, rows, o.rows(now))
	}
	if diff := cmp.Diff(then, sold()); diff != "" {
		t.Errorf("what resellers sell, in the reports (-before +after):\n%s", diff)
	}
}

// wantRows fails unless each row of before is there, in the columns that still are and that no migration writes otherwise.
func wantRows(t *testing.T, table string, before, after []map[string]any) {
	t.Helper()
	same := func(was, is map[string]any) bool {
		for column, value := range was {
			now, there := is[column]
			if there && !slices.Contains(writtenOtherwise()[table], column) && !cmp.Equal(value, now) {
				return false
			}
		}
		return true
	}
	for _, was := range before {
		if !slices.ContainsFunc(after, func(is map[string]any) bool { return same(was, is) }) {
			t.Errorf("%s has lost or altered %v", table, was)
		}
	}
}

// TestWorkingOnAfterTheFirstSchema: people sign in as before, pages say of the first program's runs what they did, nothing stored is
// damaged, and its runs are taken back.
func TestWorkingOnAfterTheFirstSchema(t *testing.T) {
	t.Parallel()
	o := firstSchema(t)
	o.up()
	w := firstSchemaWorld(t, o)
	user, err := w.db.Authenticate(t.Context(), domain.SignIn{Email: w.provider.User.Email, Password: "a long password"})
	if err != nil || user.ID != w.provider.User.ID {
		t.Errorf("signing in: %v, %v", user, err)
	}
	for _, want := range []struct {
		run      domain.RunID
		reseller string
		outcomes []string
	}{
		{firstSchemaKept, "R2", []string{"own value kept 2 18 12", "delivered beneath 2 10 12", "updated 1 10 12", "updated 3 10 12"}},
		{firstSchemaTaken, "R2", []string{"own value overwritten 2 18 13", "delivered beneath 2 12 13", "updated 1 12 13", "updated 3 12 13"}},
		{firstSchemaTaken, "R3", []string{"updated 1 11.04 11.96", "updated 2 11.04 11.96", "updated 3 11.04 11.96"}},
	} {
		if diff := cmp.Diff(want.outcomes, w.outcomes(want.run, want.reseller)); diff != "" {
			t.Errorf("run %d at %s (-want +got):\n%s", want.run, want.reseller, diff)
		}
	}
	for _, step := range []struct {
		what string
		do   func()
		fees map[string]string
	}{
		{"migrated", func() {}, map[string]string{"R1": "15", "R11": "15", "R111": "15", "R2": "18", "R21": "18", "R3": "11.04"}},
		{"the second run taken back", func() { w.undo(firstSchemaKept) },
			map[string]string{"R1": "15", "R11": "10", "R111": "10", "R2": "18", "R21": "10", "R3": "9.2"}},
		{"the first run taken back", func() { w.undo(firstSchemaDelivery) }, // what somebody set something in stays
			map[string]string{"R1": "15", "R11": "no plan", "R111": "no plan", "R2": "18", "R21": "no plan", "R3": "9.2"}},
		{"synchronized anew", func() { w.sync() },
			map[string]string{"R1": "13", "R11": "13", "R111": "13", "R2": "13", "R21": "13", "R3": "11.96"}},
	} {
		step.do()
		if diff := cmp.Diff(step.fees, w.fees()); diff != "" {
			t.Errorf("%s: fees (-want +got):\n%s", step.what, diff)
		}
		wantSound(t, w.db)
	}
}

// outcomes are what a run did to a reseller's monthly fees: what, of which plan, from what to what.
func (w *world) outcomes(run domain.RunID, reseller string) (list []string) {
	w.t.Helper()
	result, err := w.db.RunResult(w.t.Context(), w.provider, run, w.accounts[reseller], pages.OutcomeQuery{Limit: 500})
	w.check(err)
	for _, o := range result.Outcomes {
		list = append(list, fmt.Sprintf("%s %d %s %s", o.What, o.Key.Plan, o.Old, o.New))
	}
	return list
}
