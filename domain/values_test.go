package domain

import (
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// vary changes every field of a value that v points to, one at a time, lists becoming one shorter too, and calls visit with the
// field's name while it is changed. What else hangs on pointers stays.
func vary(v reflect.Value, name string, visit func(name string)) {
	set := func(to any) {
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		v.Set(reflect.ValueOf(to).Convert(v.Type()))
		visit(name)
		v.Set(was)
	}
	switch is := v.Interface().(type) {
	case Price:
		set(Amount(decimal.NewFromInt(77)))
		return
	case time.Time:
		set(is.Add(time.Hour))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		set(!v.Bool())
	case reflect.Int, reflect.Int64:
		set(v.Int() + 1)
	case reflect.String:
		set(v.String() + "x")
	case reflect.Struct:
		for i := range v.NumField() {
			vary(v.Field(i), name+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			vary(v.Index(i), name, visit)
		}
		if v.Kind() == reflect.Slice && v.Len() > 0 {
			set(v.Slice(0, v.Len()-1).Interface())
		}
	}
}

// fullPlan has something in each of its lists.
func fullPlan() Plan {
	return Plan{ID: 1, Name: "Mail", Type: GenericPlan, SalesCategories: []CategoryID{3}, Upgrades: []Upgrade{{To: 2, Description: "up"}},
		Periods: []Period{{ID: 4, Length: 1, Unit: "months"}}, Rates: []Rate{{Resource: 5, Prices: []PriceRow{{}, {Period: 4, From: 10}}}}}
}

// TestADifferenceIsSeen changes one field after the other: the two are not the same then, or a run or an undo would pass the
// difference by.
func TestADifferenceIsSeen(t *testing.T) {
	t.Parallel()
	unseen := map[string]bool{"plan.ID": true, "plan.Periods.MSRP": true, "plan.Rates.Prices.MSRP": true} // what is offered has no MSRP
	check := func(name string, v any, same func() bool) {
		t.Helper()
		if !same() {
			t.Errorf("%s is not the same as itself", name)
		}
		vary(reflect.ValueOf(v).Elem(), name, func(field string) {
			if same() != unseen[field] {
				t.Errorf("%s differs, and same says %t", field, same())
			}
		})
	}
	plan, other := fullPlan(), fullPlan()
	check("plan", &plan, func() bool { return samePlan(&plan, &other) })
	schedule := Schedule{ID: 1, Name: "Remind", Details: []ScheduleDetail{{Days: 1, Template: 2, Condition: "Always", AppliesTo: "all"}}}
	was := schedule
	was.Details = slices.Clone(schedule.Details)
	check("schedule", &schedule, func() bool { return sameSchedule(schedule, was) })
	flow := OrderFlow{ID: 1, Name: "Standard", Transitions: []Transition{{OrderType: "Sales", From: "New", To: "Done"}}}
	old := flow
	old.Transitions = slices.Clone(flow.Transitions)
	check("order flow", &flow, func() bool { return sameFlow(&flow, &old) })
	groups := Categories{Sales: []SalesCategory{{ID: 1}}, Plan: []PlanCategory{{ID: 2}}, Resource: []ResourceCategory{{ID: 3, Resources: []ResourceID{4}}}}
	had := Categories{slices.Clone(groups.Sales), slices.Clone(groups.Plan), []ResourceCategory{{ID: 3, Resources: []ResourceID{4}}}}
	check("categories", &groups, func() bool { return sameCategories(&groups, &had) })
	own := Override{Key: Key{Field: FieldName, Plan: 1}, Value: "Mine", Base: "Mail", By: 1, At: anyDay()}
	set := own
	check("own value", &own, func() bool { return sameOverride(own, set) })
}

// TestValuesAreSetAsTheyAreRead sets what every value of a plan reads, in a plan that has something else there.
func TestValuesAreSetAsTheyAreRead(t *testing.T) {
	t.Parallel()
	plan := fullPlan()
	plan.Disabled, plan.Upgrades[0].Downgrade = true, true
	for _, v := range plan.Values() {
		blank := &Plan{ID: 1, Published: true, Upgrades: []Upgrade{{To: 2}, {To: 9}}, Periods: []Period{{ID: 4, Unpriced: true}},
			Rates: []Rate{{Resource: 5, Included: 9, Minimum: 9, Maximum: 9, Prices: []PriceRow{{}, {Period: 4, From: 10}}}}}
		structural := []Field{FieldPeriod, FieldRate, FieldPriceRow}
		if set := blank.set(v.Key, v.Value); set == slices.Contains(structural, v.Key.Field) {
			t.Errorf("%s was set: %t", v.Key.Field, set)
		} else if got, _ := blank.Value(v.Key); set && got != v.Value {
			t.Errorf("%s is %q, was set to %q", v.Key.Field, got, v.Value)
		}
		if blank.upgrade(9) == nil || len(blank.Upgrades) != 2 {
			t.Errorf("setting %s left the paths %v", v.Key.Field, blank.Upgrades)
		}
	}
	for _, key := range []Key{{Plan: 1, Period: 8, Field: FieldSchedule}, {Plan: 1, Resource: 8, Field: FieldMinimum}, {Plan: 1, Period: 8, Field: FieldName}} {
		if text, there := plan.Value(key); there || plan.set(key, "1") {
			t.Errorf("%+v is there and reads %q", key, text)
		}
	}
	plan.set(FeeKey(1, 4, SetupFee), "10")
	if price, there := plan.Price(FeeKey(1, 4, SetupFee)); !there || price.String() != "10" {
		t.Errorf("a fee that was set is there: %t, and reads %q", there, price)
	}
	if price, there := plan.Price(FeeKey(1, 8, SetupFee)); there || price.IsSet() {
		t.Errorf("a fee of no period is there and reads %q", price)
	}
	if plan.set(FeeKey(1, 4, SetupFee), "ten") {
		t.Error("a fee was set to what is no price")
	}
	plan.set(UpgradeKey(1, 2), "")
	if len(plan.Upgrades) != 0 {
		t.Errorf("a path that was taken away is there: %v", plan.Upgrades)
	}
}

// TestAValueIsOneOfAll looks for every field at every place of a plan: one value is read as all of them are listed.
func TestAValueIsOneOfAll(t *testing.T) {
	t.Parallel()
	plan := fullPlan()
	listed, places := map[Key]string{}, map[Key]bool{}
	for _, v := range plan.Values() {
		listed[v.Key] = v.Value
		places[v.Key.of("")] = true
	}
	for _, place := range slices.Collect(maps.Keys(places)) {
		for i := range 4 { // and one of another plan, of a period, of a rate and of a row that are not there
			n := [4]*int64{(*int64)(&place.Plan), (*int64)(&place.Period), (*int64)(&place.Resource), &place.From}[i]
			*n += 50
			places[place] = true
			*n -= 50
		}
	}
	for place := range places {
		for _, info := range Fields() {
			key := place.of(info.Field)
			want, wanted := listed[key]
			if _, price := plan.Price(key); price && !wanted { // a price is found by less than its whole key
				continue
			}
			if got, there := plan.Value(key); got != want || there != wanted {
				t.Errorf("%+v: %q (there: %t), listed is %q (%t)", key, got, there, want, wanted)
			}
		}
	}
}
