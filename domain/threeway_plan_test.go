package domain_test

import (
	"strings"
	"testing"

	"tiersync/domain"
)

// planForm is the form of a plan: two periods, a rate with a tier, a path to plan 2.
func planForm() form {
	plan := editPlan()
	plan.Periods, plan.PlanCategory, plan.Type = plan.Periods[:2], 8, domain.GenericPlan
	plan.SalesCategories = []domain.CategoryID{7}
	plan.Rates[0].Prices = []domain.PriceRow{{}, {From: 50}}
	plan.Upgrades = []domain.Upgrade{{To: 2, Description: "Grow"}}
	other := func(id domain.PlanID) *domain.Plan {
		return &domain.Plan{ID: id, Name: "Other", Periods: []domain.Period{{ID: 9}}}
	}
	catalog := &domain.Catalog{Plans: []*domain.Plan{other(2), other(3)}, Categories: &domain.Categories{Plan: []domain.PlanCategory{{ID: 8, Name: "Cloud"}},
		Sales: []domain.SalesCategory{{ID: 7, Name: "Office"}, {ID: 8, Name: "Sites"}, {ID: 9, Name: "Mail"}}}}
	return form{made: domain.PlanCreated, saved: domain.PlanChanged, about: domain.Ref{Of: domain.ObjectPlan, ID: 1, Name: "Mail"}, values: plan.Values(),
		before: domain.Situation{Now: domain.State{Own: (&domain.Own{}).WithMade(catalog)}}}
}

// The keys of the tests: of the plan, its periods 2 and 3, its resource 5, its path to plan 2.
func planKey(f domain.Field) domain.Key { return domain.Key{Field: f, Plan: 1} }
func periodKey(id domain.PeriodID, f domain.Field) domain.Key {
	return domain.Key{Field: f, Plan: 1, Period: id}
}
func rateKey(f domain.Field) domain.Key { return domain.Key{Field: f, Plan: 1, Resource: 5} }
func tierKey(f domain.Field) domain.Key { return domain.Key{Field: f, Plan: 1, Resource: 5, From: 50} }
func pathKey(to domain.PlanID, f domain.Field) domain.Key {
	return domain.Key{Field: f, Plan: 1, Name: domain.UpgradeKey(1, to).Name}
}
func ofPeriod(id domain.PeriodID) func(domain.Key) bool {
	return func(k domain.Key) bool { return k.Period == id }
}
func ofTier(k domain.Key) bool { return k.From == 50 }
func ofPath(k domain.Key) bool { return k.Name == "2" }

func TestTwoPeopleAtAPlan(t *testing.T) {
	t.Parallel()
	shortText, longText, placed := planKey(domain.FieldShort), planKey(domain.FieldLong), planKey(domain.FieldPlacement)
	setup, recurring := periodKey(3, domain.SetupFee.Field()), periodKey(3, domain.RecurringFee.Field())
	includedKey, minimum, maximum := rateKey(domain.FieldIncluded), rateKey(domain.FieldMinimum), rateKey(domain.FieldMaximum)
	length, unit := periodKey(3, domain.FieldLength), periodKey(3, domain.FieldUnit)
	path := func(to domain.PlanID, text string) typing {
		return all(set(pathKey(to, domain.FieldUpgrade), domain.Yes), set(pathKey(to, domain.FieldUpgradeDowngrade), domain.No),
			set(pathKey(to, domain.FieldUpgradeFee), ""), set(pathKey(to, domain.FieldUpgradeDescription), text))
	}
	tests := []struct {
		name         string
		theirs, mine typing
		want         []string // sorted
	}{
		{"nobody changes anything", nothing, nothing, nil},
		{"one changes a field", nothing, set(shortText, "A"), []string{`short_description: "" -> "A"`}},
		{"they change a field and I none", set(shortText, "A"), nothing, []string{`meanwhile short_description: "" -> "A"`}},
		{"different fields", set(shortText, "A"), set(longText, "B"), []string{`long_description: "" -> "B"`, `meanwhile short_description: "" -> "A"`}},
		{"the same field", set(shortText, "A"), set(shortText, "B"), []string{`short_description: "" | "A" | "B"`}},
		{"the same text in it", set(shortText, "A"), set(shortText, "A"), nil},
		{"one of two fields", all(set(shortText, "A"), set(longText, "A")), all(set(shortText, "B"), set(longText, "A")), []string{`short_description: "" | "A" | "B"`}},
		{"fees stand for themselves", set(setup, "1"), set(recurring, "2"), []string{`meanwhile setup_fee 3: "" -> "1"`, `recurring_fee 3: "" -> "2"`}},
		{"the same field of another period", set(recurring, "1"), set(periodKey(2, domain.RecurringFee.Field()), "2"),
			[]string{`meanwhile recurring_fee 3: "" -> "1"`, `recurring_fee 2: "" -> "2"`}},
		{"a suggested price is not there", set(periodKey(3, domain.RecurringFee.MSRP()), "9"), set(recurring, "2"),
			[]string{`meanwhile msrp_recurring_fee 3: nothing -> "9"`, `recurring_fee 3: "" -> "2"`}},
		{"categories that each of us adds", set(placed, "7 8"), set(placed, "7 9"), []string{`meanwhile sales_categories: "7" -> "7 8"`, `sales_categories: "7 8" -> "7 8 9"`}},
		{"a category that they add, and one that I take out", set(placed, "7 8"), set(placed, ""), []string{`meanwhile sales_categories: "7" -> "7 8"`, `sales_categories: "7 8" -> "8"`}},
		{"a category that they take out, and one that I add", set(placed, ""), set(placed, "7 8"), []string{`meanwhile sales_categories: "7" -> ""`, `sales_categories: "" -> "8"`}},
		{"a category that both of us add", set(placed, "7 8"), set(placed, "7 8"), nil},
		{"a category that both of us add, and another", set(placed, "7 8"), set(placed, "7 8 9"), []string{`meanwhile sales_categories: "7" -> "7 8"`, `sales_categories: "7 8" -> "7 8 9"`}},
		{"moved to different categories", set(placed, "8"), set(placed, "9"), []string{`meanwhile sales_categories: "7" -> "8"`, `sales_categories: "8" -> "8 9"`}},

		{"limits belong together", set(maximum, "30"), set(minimum, "4"), []string{`maximum 5: "20" | "30" | "20"`, `minimum 5: "5" | "5" | "4"`}},
		{"limits and the included amount", set(includedKey, "11"), set(maximum, "30"), []string{`included 5: "10" | "11" | "10"`, `maximum 5: "20" | "20" | "30"`}},
		{"limits that both changed to the same", set(maximum, "30"), all(set(maximum, "30"), set(minimum, "4")), []string{`minimum 5: "5" -> "4"`}},
		{"limits, and what is beside them", set(maximum, "30"), set(rateKey(domain.FieldVisible), domain.Yes),
			[]string{`meanwhile maximum 5: "20" -> "30"`, `visible 5: "no" -> "yes"`}},
		{"a length and its unit", set(unit, "years"), set(length, "2"), []string{`period_length 3: "1" | "1" | "2"`, `period_unit 3: "months" | "years" | "months"`}},
		{"a length and whether it is a trial", set(length, "2"), set(periodKey(3, domain.FieldTrial), domain.No), []string{`meanwhile period_length 3: "1" -> "2"`}},
		{"lengths of two periods", set(length, "2"), set(periodKey(2, domain.FieldLength), "7"),
			[]string{`meanwhile period_length 3: "1" -> "2"`, `period_length 2: "14" -> "7"`}},
		{"auto-renewal and to which period", set(planKey(domain.FieldAutoRenew), domain.Yes), set(planKey(domain.FieldRenewPeriod), "3"),
			[]string{`auto_renew: "no" | "yes" | "no"`, `renew_period: "0" | "0" | "3"`}},
		{"what a path says and costs", set(pathKey(2, domain.FieldUpgradeFee), "5"), set(pathKey(2, domain.FieldUpgradeDescription), "Up"),
			[]string{`meanwhile upgrade_fee 2: "" -> "5"`, `upgrade_description 2: "Grow" -> "Up"`}},
		{"two paths", set(pathKey(2, domain.FieldUpgradeFee), "5"), path(3, "Up"), []string{`meanwhile upgrade_fee 2: "" -> "5"`, `upgrade_description 3: nothing -> "Up"`,
			`upgrade_downgrade 3: nothing -> "no"`, `upgrade_fee 3: nothing -> ""`, `upgrade_path 3: nothing -> "yes"`}},

		{"removed by both", without(ofPath), without(ofPath), nil},
		{"a period removed by both", without(ofPeriod(2)), without(ofPeriod(2)), nil},
		{"made by both", path(3, "Up"), path(3, "Up"), nil},
		{"made by both, and not the same", path(3, "Up"), path(3, "Down"), []string{`upgrade_description 3: nothing | "Up" | "Down"`}},
		{"removed, and changed by me", without(ofPeriod(2)), set(periodKey(2, domain.RecurringFee.Field()), "2"), []string{`recurring_fee 2: "" | nothing | "2", gone`}},
		{"a tier removed, and changed by me", without(ofTier), set(tierKey(domain.SetupPrice.Field()), "2"), []string{`setup_price 5: "" | nothing | "2", gone`}},
		{"changed, and removed by me", set(tierKey(domain.SetupPrice.Field()), "2"), without(ofTier), []string{`setup_price 5: "" | "2" | nothing`}},
		{"a rate removed, and its limit changed by me", without(func(k domain.Key) bool { return k.Resource == 5 }), set(rateKey(domain.FieldVisible), domain.Yes),
			[]string{`visible 5: "no" | nothing | "yes", gone`}},
	}
	for _, tt := range tests {
		f := planForm()
		c := domain.Change{Seen: 1, Typed: tt.mine(f.values)}
		if got, want := outcome(f.meet(t, tt.theirs, c)), strings.Join(tt.want, "\n"); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", tt.name, got, want)
		}
	}
}
