package db_test

import (
	"testing"

	"tiersync/db/dbtest"
	"tiersync/domain"
)

// belowCostStory: what Rhein sells is to fall below cost by a price of P's, by an exchange rate, by their own price.
const belowCostStory = `
provider P: USD
reseller Rhein under P: EUR
reseller Neben under P: EUR
exchange rate: 1 USD = 0.5 EUR
user {P,Rhein,Neben}: administrator
user Blind at Rhein: operator, Edit prices
template privileges: all
template delegates Mail Web Sites
P adds plan {Program,Mail,Web,Sites}: plan category Cloud
P adds period {Program,Mail,Web,Sites} month: recurring fee 10, msrp of recurring fee 20
P changes Program: type Reseller
everything is delivered
`

// TestSinceWhenPlansAreBelowCost asks for several plans at once, each of which fell below cost by something else.
func TestSinceWhenPlansAreBelowCost(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, belowCostStory)
	tell := func(lines ...string) {
		for _, line := range lines {
			if err := w.Tell(t.Context(), line); err != nil {
				t.Fatal(err)
			}
		}
	}
	below := func(as string) (domain.ToDo, [][]domain.Fall) {
		v := w.Viewers[as]
		catalog, state, err := w.DB.Catalog(t.Context(), v, v.Account.ID)
		if err != nil {
			t.Fatal(err)
		}
		costs, err := w.DB.Costs(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		do := domain.ToDoNow(domain.PriceList{Sold: catalog, State: state, Costs: costs}, nil)
		falls, err := w.DB.BelowCostSince(t.Context(), v, do.BelowCost())
		if err != nil {
			t.Fatal(err)
		}
		return do, falls
	}
	if do, falls := below("Rhein"); len(do.BelowCost()) != 0 || falls != nil {
		t.Errorf("nothing is below cost, but %v", do.BelowCost())
	}
	tell("P changes Mail month: recurring fee 21", "Rhein changes Sites month: recurring fee 4", "P changes Web month: recurring fee 15", "exchange rate: 1 USD = 0.8 EUR")
	do, falls := below("Rhein")
	want := map[string]domain.PriceCause{"Mail": domain.ByVendor, "Web": domain.ByRates, "Sites": domain.ByThemselves}
	if len(do.Kept) != 1 || len(do.Below) != 2 || len(falls) != 3 {
		t.Fatalf("below cost are %d own and %d other plans, %d looked at", len(do.Kept), len(do.Below), len(falls))
	}
	for i, p := range do.BelowCost() {
		if len(falls[i]) != 1 || falls[i][0].Cause != want[p.Name] || falls[i][0].Prices != 1 || falls[i][0].At.IsZero() {
			t.Errorf("%s: %+v, want by %s", p.Name, falls[i], want[p.Name])
		}
		if by := falls[i][0]; by.Cause == domain.ByVendor && (by.By != "" || by.Action != "" || by.Run != 0) {
			t.Errorf("%s: it tells what the vendor did: %+v", p.Name, by)
		}
	}
	if do.Since(falls); do.Below[0].Name != "Web" {
		t.Errorf("%s comes first, want what fell last", do.Below[0].Name)
	}
	if do, falls := below("Blind"); len(do.BelowCost()) != 0 || falls != nil {
		t.Errorf("who sees no costs reads %v", falls)
	}
	if falls, err := w.DB.BelowCostSince(t.Context(), w.Viewers["Blind"], do.BelowCost()); falls != nil || err != nil {
		t.Errorf("who sees no costs is answered %v, %v", falls, err)
	}
	if _, falls := below("Neben"); len(falls) != 2 {
		t.Errorf("the other reseller has %d plans below cost, want 2", len(falls))
	}
}
