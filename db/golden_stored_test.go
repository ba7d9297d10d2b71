package db_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// TestVerifyGoldenRows: rows that the first release stored are what they were, whatever was migrated since, and are found
// again by their hashes.
func TestVerifyGoldenRows(t *testing.T) {
	t.Parallel()
	url := dbtest.EmptyURL(t)
	pool, migrations := migratedTo(t, url, 9)
	stored, err := os.ReadFile("testdata/form1.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.ExecContext(t.Context(), string(stored)); err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	d := open(t, url)
	found, err := d.Verify(t.Context())
	if err != nil || found.Catalogs != 1 || len(found.Wrong) > 0 {
		t.Errorf("verify looked at %d catalogs, found %q, %v", found.Catalogs, found.Wrong, err)
	}
	v := viewer(t, d, 1001, domain.Administrator)
	got, _, err := d.Catalog(t.Context(), v, v.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(db.GoldenCatalog(), got, equalValues()); diff != "" {
		t.Errorf("catalog (-want +got):\n%s", diff)
	}
	before := counts(t, d)
	if err := d.Overwrite(t.Context(), v, having(db.GoldenCatalog())); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, counts(t, d)); diff != "" {
		t.Errorf("rows after the same was stored again (-before +after):\n%s", diff)
	}
}

// TestVersionsBesideCatalogs: order flows and the terms of templates, which stand in no catalog, are read as the first release
// stored them, and stored as it did.
func TestVersionsBesideCatalogs(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	v := provider(t, d, "P")
	c := db.GoldenCatalog()
	c.Terms.Documents[1].Text, c.Terms.Documents[1].Version, c.Terms.Documents[1].Effective = "Ours.", "2", "2026-02-28"
	make := func(kind domain.ChangeKind, about domain.Ref, thing domain.Thing) int64 {
		id, err := save(t, d, v, kind, about, thing)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	flow := domain.Ref{Of: domain.ObjectFlow}
	make(domain.FlowSaved, flow, domain.OrderFlow{Name: "Empty"})
	flow.ID = make(domain.FlowSaved, flow, domain.OrderFlow{Name: c.OrderFlow.Name})
	c.OrderFlow.ID = domain.FlowID(flow.ID)
	make(domain.FlowSaved, flow, c.OrderFlow)
	make(domain.TemplateCreated, domain.Ref{Of: domain.ObjectTemplate}, domain.TemplateRow{Name: "T", Active: true, OrderFlow: c.OrderFlow.ID, Terms: c.Terms})
	for query, want := range map[string]string{
		`SELECT transitions FROM order_flow WHERE name = 'Flow'`: `[{"To": "Open", "From": "New", "Manual": true, "OrderType": "Sales"}, ` +
			`{"To": "Done", "From": "Open", "Manual": false, "OrderType": "Sales"}]`,
		`SELECT transitions FROM order_flow WHERE name = 'Empty'`: `[]`,
		`SELECT terms FROM template`: `{"Documents": [{"ID": 16, "Name": "GTC", "Text": "You\nagree…", "Version": "1.0", "Effective": "2026-01-31"}, ` +
			`{"ID": 17, "Name": "Privacy", "Text": "Ours.", "Version": "2", "Effective": "2026-02-28"}], "Acceptance": "every purchase"}`,
	} {
		if got := ask[string](t, d, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	flows, err := d.OrderFlows(t.Context(), v)
	if err != nil || len(flows) != 2 {
		t.Fatalf("order flows %v, %v", flows, err)
	}
	if diff := cmp.Diff(*c.OrderFlow, flows[1], equalValues()); diff != "" {
		t.Errorf("order flow (-want +got):\n%s", diff)
	}
	templates, err := d.Templates(t.Context(), v)
	if err != nil || len(templates) != 1 {
		t.Fatalf("templates %v, %v", templates, err)
	}
	if diff := cmp.Diff(c.Terms, templates[0].Terms, equalValues()); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
}
