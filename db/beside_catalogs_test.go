package db_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db/dbtest"
	"tiersync/domain"
)

// TestVersionsBesideCatalogs: order flows and the terms of templates, which stand in no catalog, are read as the first release
// stored them, and stored as it did.
func TestVersionsBesideCatalogs(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	v := provider(t, d, "P")
	want := domain.OrderFlow{Name: "Flow", Transitions: []domain.Transition{
		{OrderType: "Sales", From: "New", To: "Open", Manual: true}, {OrderType: "Sales", From: "Open", To: "Done"}}}
	terms := &domain.Terms{Acceptance: "every purchase", Documents: []domain.Document{
		{ID: 16, Name: "GTC", Version: "1.0", Text: "You\nagree…", Effective: "2026-01-31"},
		{ID: 17, Name: "Privacy", Version: "2", Text: "Ours.", Effective: "2026-02-28"}}}
	make := func(kind domain.ChangeKind, about domain.Ref, thing domain.Thing) int64 {
		id, err := save(t, d, v, kind, about, thing)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	flow := domain.Ref{Of: domain.ObjectFlow}
	make(domain.FlowSaved, flow, domain.OrderFlow{Name: "Empty"})
	flow.ID = make(domain.FlowSaved, flow, domain.OrderFlow{Name: want.Name})
	want.ID = domain.FlowID(flow.ID)
	make(domain.FlowSaved, flow, want)
	make(domain.TemplateCreated, domain.Ref{Of: domain.ObjectTemplate}, domain.TemplateRow{Name: "T", Active: true, OrderFlow: want.ID, Terms: terms})
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
	if diff := cmp.Diff(want, flows[1], equalValues()); diff != "" {
		t.Errorf("order flow (-want +got):\n%s", diff)
	}
	templates, err := d.Templates(t.Context(), v)
	if err != nil || len(templates) != 1 {
		t.Fatalf("templates %v, %v", templates, err)
	}
	if diff := cmp.Diff(terms, templates[0].Terms, equalValues()); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
}
