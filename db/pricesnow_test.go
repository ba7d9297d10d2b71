package db_test

import (
	"testing"

	"tiersync/db/dbtest"
)

// What names all that a price list depends on is the same in every transaction, and another one after each change of it.
func TestPricesNow(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, `
provider P: USD
template delegates Program Mail
P adds tax Cloud: standard
P adds plan {Program,Mail}: plan category Cloud
P adds period {Program,Mail} month: recurring fee 10
P adds resource Mail seats: recurring price 2
P changes Program: type Reseller
reseller A under P: EUR
reseller B under A: EUR
exchange rate: 1 USD = 0.9 EUR
user {P,A,B}: administrator
template privileges: all
everything is delivered`)
	now := func(who string) string {
		t.Helper()
		text, err := w.DB.PricesNow(t.Context(), w.Viewers[who])
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for _, step := range []struct {
		tell string
		of   string // for whom it is another one
	}{
		{"", ""}, {"exchange rate: 1 USD = 0.8 EUR", "PAB"}, {"resource seats: not measurable", "PAB"},
		{"P changes Mail month: recurring fee 12", "PA"}, {"A changes Mail month: recurring fee 13", "AB"}, {"B changes Mail month: recurring fee 15", "B"},
		{"everything is delivered", "AB"},
	} {
		was := map[string]string{"P": now("P"), "A": now("A"), "B": now("B")}
		if step.tell != "" {
			if err := w.Tell(t.Context(), step.tell); err != nil {
				t.Fatal(err)
			}
		}
		got := ""
		for _, who := range []string{"P", "A", "B"} {
			if now(who) != was[who] {
				got += who
			}
		}
		if got != step.of {
			t.Errorf("%q: it is another one for %q, want %q", step.tell, got, step.of)
		}
	}
}
