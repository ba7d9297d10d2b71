package worlds_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/db/dbtest"
	"tiersync/db/worlds"
	"tiersync/domain"
	"tiersync/domain/story"
	"tiersync/views/pages"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }

const text = `
	provider P: USD
	reseller A under P: EUR, operating unit
	reseller AA under A: USD, on hold
	user {P,A}: administrator
	user Ann at P: operator, Edit prices
	exchange rate: 1 USD = 0.5 EUR
	notification expiry: visible
	notification internal: not visible
	resource spare: named Spare part
	template privileges: all
	template order flow Standard: Sales New > Done, Sales Done > Closed manually
	template terms: every purchase, TOS 1
	template delegates Program Mail Web
	P adds schedule Remind: -7 expiry, 3 internal
	P adds category Office: position 2, described text
	P adds grouping People: holds users, position 1
	P adds tax Software: reduced
	P adds plan Program: type Reseller, plan category Software
	P adds period Program month
	P adds plan {Mail,Web}: plan category Software, sales categories Office, notification schedule Remind
	P adds period {Mail,Web} month: recurring fee 10, msrp of recurring fee 14
	P adds resource Mail users: included 5, recurring price 2
	P adds prices Mail users from 10: recurring price 1
	P adds path Mail Web: upgrade fee 3
`

// values are those of all that a vendor made, the template of plans aside, which the database numbers.
func values(c *domain.Catalog) []domain.KeyedValue {
	list := c.OtherValues()
	for _, p := range c.Plans {
		for _, v := range p.Values() {
			if v.Key.Field != domain.FieldTemplate {
				list = append(list, v)
			}
		}
	}
	return list
}

// TestWhatIsToldIsSo compares the database with the story that was told, and goes on with it.
func TestWhatIsToldIsSo(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, text+story.Delivered)
	told := story.New()
	for _, line := range story.Lines(text) {
		if err := told.Edit(line); err != nil {
			t.Fatal(err)
		}
	}
	has := func(name string) domain.State {
		t.Helper()
		_, state, err := w.DB.Catalog(t.Context(), w.Viewers["P"], w.Accounts[name])
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	if diff := cmp.Diff(values(told.Provider.State.Own.Made), values(has("P").Own.Made)); diff != "" {
		t.Errorf("the provider's catalog (-told +planted):\n%s", diff)
	}
	mail := domain.PlanID(told.Names.ID("plan", "Mail"))
	fee := domain.FeeKey(mail, domain.PeriodID(told.Names.ID("period", "Mail", "month")), domain.RecurringFee)
	delivered := has("A").Delivered
	if price, _ := delivered.Plan(mail).Value(fee); price != "7" || len(delivered.OrderFlow.Transitions) != 2 || len(delivered.Terms.Documents) != 1 ||
		len(delivered.Schedules.List[0].Details) != 1 {
		t.Errorf("delivered, at %s: %+v", price, delivered)
	}
	if a := w.Viewers["A"]; !a.Account.Switches.OperatingUnit || len(a.Granted) != len(domain.Privileges()) || w.Viewers["Ann"].User.Role != domain.Operator {
		t.Errorf("A signs in as %+v, and Ann as %+v", a, w.Viewers["Ann"])
	}
	if rows, _, err := w.DB.Subscriptions(t.Context(), w.Viewers["A"], w.Plan, pages.ListQuery{}); err != nil || len(rows) != 1 ||
		rows[0].Status != domain.OnHold || rows[0].ID != w.Subscriptions["AA"] {
		t.Errorf("subscriptions below A: %+v, %v", rows, err)
	}
	more := "P changes Mail month: msrp of recurring fee not set, recurring fee 20\n" + story.Delivered + "\nA changes Mail month: recurring fee 15"
	if err := w.Tell(t.Context(), more); err != nil {
		t.Fatal(err)
	}
	if own, _ := has("A").Own.Value(fee); own.Value != "15" || own.Base != "10" {
		t.Errorf("A's own fee is %+v", own)
	}
}

func TestWhatCannotBeTold(t *testing.T) {
	t.Parallel()
	if err := dbtest.World(t, text).Tell(t.Context(), "reseller A: on hold"); err == nil || !strings.Contains(err.Error(), "account A is there already") {
		t.Errorf("an account that is there: %v", err)
	}
	if _, err := worlds.Plant(t.Context(), dbtest.Open(t), "provider P: USD\nreseller A under P: USD"); err == nil ||
		!strings.Contains(err.Error(), "a plan of type Reseller is missing") {
		t.Errorf("nothing to subscribe to: %v", err)
	}
}
