package domain

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestFieldsAreComplete changes every field of the structs of a catalog, one at a time: where none of its values differs then, a
// row of the table of fields is missing.
func TestFieldsAreComplete(t *testing.T) {
	t.Parallel()
	notes := map[string]bool{"plan.ID": true, "plan.Rates.Position": false} // what names a thing is in its key
	plan := fullPlan()
	check(t, "plan", &plan, plan.Values, notes)
	sales, tax := SalesCategory{ID: 1}, PlanCategory{ID: 2}
	check(t, "sales category", &sales, func() []KeyedValue { return sales.Values() }, nil)
	check(t, "plan category", &tax, func() []KeyedValue { return tax.Values() }, nil)
	group := ResourceCategory{ID: 3, Resources: []ResourceID{4}}
	check(t, "resource category", &group, func() []KeyedValue { return group.Values() }, nil)
	schedule := Schedule{ID: 1, Details: []ScheduleDetail{{Days: 1, Template: 2}}}
	check(t, "schedule", &schedule, func() []KeyedValue { return schedule.Values() }, nil)
	flow := OrderFlow{ID: 1, Transitions: []Transition{{OrderType: "Sales"}}}
	check(t, "order flow", &flow, func() []KeyedValue { return flow.Values() }, nil)
	terms := Terms{Documents: []Document{{ID: 1}}}
	check(t, "terms", &terms, func() []KeyedValue { return terms.Values() }, nil)
}

func check(t *testing.T, name string, thing any, values func() []KeyedValue, unseen map[string]bool) {
	t.Helper()
	was := values()
	vary(reflect.ValueOf(thing).Elem(), name, func(field string) {
		if seen := !slices.Equal(was, values()); !seen && !unseen[field] {
			t.Errorf("%s differs, and none of the values does: it has no row in the table of fields", field)
		}
	})
}

// TestFieldsOfSettingsAreComplete does the same with what is outside catalogs. What nobody sets has no row.
func TestFieldsOfSettingsAreComplete(t *testing.T) {
	t.Parallel()
	unset := func(name string, fields ...string) map[string]bool {
		notes := map[string]bool{name + ".ID": true}
		for _, f := range fields {
			notes[name+"."+f] = true
		}
		return notes
	}
	template := TemplateRow{ID: 1, Delegated: []PlanID{2}, Privileges: []Privilege{"x"}}
	check(t, "template", &template, func() []KeyedValue { return template.Values() }, unset("template", "Account", "Version", "Updated", "UpdatedBy"))
	notification := NotificationTemplate{ID: 1}
	check(t, "notification", &notification, func() []KeyedValue { return notification.Values() }, unset("notification", "Account"))
	rate := ExchangeRate{Rate: "1"}
	check(t, "rate", &rate, func() []KeyedValue { return rate.Values() }, unset("rate", "Currency", "Updated"))
	account := Account{ID: 1}
	check(t, "account", &account, func() []KeyedValue { return account.Values() }, unset("account", "Parent", "Provider", "Kind", "Level", "Created"))
	user := UserRow{User: User{Rights: []Privilege{"x"}}}
	check(t, "user", &user, func() []KeyedValue { return user.Values() }, unset("user", "User.ID", "User.Account", "Invited"))
	sub := Subscription{ID: 1, Start: time.Date(2026, 1, 31, 23, 30, 0, 0, time.UTC), Expires: time.Date(2027, 1, 31, 23, 30, 0, 0, time.UTC)}
	check(t, "subscription", &sub, func() []KeyedValue { return sub.Values() }, unset("subscription", "Vendor"))
}

func TestEditsOfThings(t *testing.T) {
	t.Parallel()
	before := NotificationTemplate{Name: "Expiry", Subject: "Soon"}
	after := before
	after.Subject, after.Visible = "Tomorrow", true
	if edits := EditsOf(before, after); len(edits) != 2 || edits[0].From.Text == edits[0].To.Text {
		t.Errorf("from one to the other: %+v", edits)
	}
	if made, removed := EditsOf(nil, before), EditsOf(before, nil); len(made) != 4 || made[0].From.There || len(removed) != 4 || removed[0].To.There {
		t.Errorf("made by %+v, removed by %+v", made, removed)
	}
}

var fieldKey = regexp.MustCompile(`^[a-z][a-z_]*[a-z]$`)

// TestTheTableOfFields: keys are stable keys, every field says what it is, and what a box passes on takes the box's right.
func TestTheTableOfFields(t *testing.T) {
	t.Parallel()
	rights := map[OptionKey]Privilege{}
	for _, o := range Options() {
		rights[o.Key] = o.Right
	}
	of := map[Field]Object{}
	for _, info := range Fields() {
		if strings.Contains(info.Label, ":") {
			t.Errorf("the label of %s has a colon, and one stands behind it where its values are told: %q", info.Field, info.Label)
		}
		if !fieldKey.MatchString(string(info.Field)) || info.Label == "" || info.Of == "" {
			t.Errorf("%+v lacks something", info)
		}
		if right, known := rights[info.Box]; info.Box != "" && (!known || info.Own && right != "" && right != info.Right) {
			t.Errorf("%s takes the right %q, and the box %s that passes it on %q", info.Field, info.Right, info.Box, right)
		}
		if other, twice := of[info.Field]; twice && (other == info.Of || info.Field.Info().Label != info.Label) {
			t.Errorf("%s is in the table twice", info.Field)
		}
		of[info.Field] = info.Of
	}
	if unknown := Field("made_up"); unknown.Label() != "made_up" || unknown.IsPrice() {
		t.Errorf("an unknown field is called %q", unknown.Label())
	}
}

// TestAPlanIsItsValues makes a plan from the values of another, in any order.
func TestAPlanIsItsValues(t *testing.T) {
	t.Parallel()
	plan := fullPlan()
	plan.Disabled, plan.Upgrades[0].Fee = true, free()
	plan.Periods[0].Fees[RecurringFee], plan.Periods[0].MSRP[SetupFee] = free(), free()
	plan.Rates[0].Prices[1].Prices[OverusePrice], plan.Rates[0].Prices[0].MSRP[SetupPrice] = free(), free()
	values := plan.Values()
	for range 2 {
		if diff := cmp.Diff(&plan, PlanOf(plan.ID, values), cmp.Comparer(Price.Equal)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		slices.Reverse(values)
	}
}
