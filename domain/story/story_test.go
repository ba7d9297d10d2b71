package story_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/domain/story"
)

func TestLines(t *testing.T) {
	t.Parallel()
	got := story.Lines("# nothing\n\nP adds plan M{1..2}: name {a, b} # each with each\nprovider P: USD\nP{1.. adds plan M\n")
	want := []string{"P adds plan M1: name a", "P adds plan M1: name b", "P adds plan M2: name a", "P adds plan M2: name b", "provider P: USD",
		"P{1.. adds plan M"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

// tell is a world of which these lines are told.
func tell(t *testing.T, text string) *story.World {
	t.Helper()
	w := story.New()
	for _, line := range story.Lines(text) {
		if err := w.Edit(line); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

const shop = `
	ids given: plan Mail 2, period month 22, plan category Cloud 3
	provider P: USD
	reseller A under P: USD
	P adds plan {Mail,Web}: plan category Cloud
	P adds period {Mail,Web} month: recurring fee 10
	P adds resource Mail users`

func TestIDsAreGivenAndCountUp(t *testing.T) {
	t.Parallel()
	w := tell(t, shop)
	plan := w.Provider.State.Own.Made.Plan(2)
	if plan == nil || plan.PlanCategory != 3 || plan.Period(22).Fees[domain.RecurringFee].String() != "10" || w.Names.Text(2) != "Mail" {
		t.Errorf("the given ids are of %+v", plan)
	}
	web, known := w.Names.Known("plan", "Web")
	if other := w.Provider.State.Own.Made.Plan(domain.PlanID(web)); !known || web == 2 || web == 3 || other.Period(22) == nil {
		t.Errorf("%d is %+v", web, other)
	}
	clone := w.Clone()
	if clone.Names.ID("plan", "New") != w.Names.ID("plan", "Newer") || clone.Vendor("A") == w.Vendor("A") {
		t.Error("a clone has something in common with its world")
	}
}

func TestLinesThatSayNothing(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"P", "Q adds plan Mail", "provider Q", "reseller B under Q: USD", "reseller A: dancing", "user Ann at B: operator", "user A: king",
		"exchange rate: 1 EUR", "exchange rate: 1 USD = x EUR", "template dances", "template order flow F: Sales New", "ids given: plan", "P dances plan",
		"P adds plan", "P adds dance Mail month", "P adds period Post month", "P adds period Mail month", "P adds prices Mail disks: setup price 1",
		"P changes Mail: dances", "P changes Mail: recurring fee 1", "P changes Mail year: recurring fee 1", "P changes Mail users from x: setup price 1",
		"P removes dance Mail month", "P changes category Office: top", "P adds category Office: dances", "P adds schedule S: soon expiry",
		"A changes Mail: published no", "A customizes Sales New > Done: manually", "A resets Mail: dances"} {
		if err := tell(t, shop).Edit(line); err == nil || !strings.Contains(err.Error(), line) {
			t.Errorf("%s: %v", line, err)
		}
	}
}
