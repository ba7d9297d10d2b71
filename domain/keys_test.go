package domain_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tiersync/domain"
)

// everyThing has a thing of each kind that fields belong to, with a value in every one of them.
func everyThing() []domain.Thing {
	c := fullCatalog()
	things := []domain.Thing{c.OrderFlow, domain.TemplateRow{Name: "Gold", Delegated: []domain.PlanID{1}, Privileges: domain.Privileges(), Terms: c.Terms},
		domain.Resource{ID: 5}, domain.NotificationTemplate{ID: 6}, domain.ExchangeRate{Currency: "EUR", Rate: "0.9"}, domain.Account{ID: 7},
		domain.Recipe{Name: "Monthly", Boxes: "update_fees", Reach: domain.AllLevels, Policy: domain.Keep}, domain.UserRow{User: domain.User{Rights: domain.Privileges()}}, domain.Subscription{ID: 8}}
	for _, p := range c.Plans {
		things = append(things, p)
	}
	for _, s := range c.Categories.Sales {
		things = append(things, s)
	}
	for _, p := range c.Categories.Plan {
		things = append(things, p)
	}
	for _, r := range c.Categories.Resource {
		things = append(things, r)
	}
	for _, s := range c.Schedules.List {
		things = append(things, s)
	}
	return things
}

// fullCatalog has every field of a catalog.
func fullCatalog() *domain.Catalog {
	one := domain.Amount(decimal.NewFromInt(1))
	period := domain.Period{ID: 11, Length: 1, Unit: "months"}
	for i := range period.Fees {
		period.Fees[i], period.MSRP[i] = one, one
	}
	row := domain.PriceRow{Period: 11, From: 50}
	for i := range row.Prices {
		row.Prices[i], row.MSRP[i] = one, one
	}
	return &domain.Catalog{
		Plans: []*domain.Plan{{ID: 1, Name: "Mail", SalesCategories: []domain.CategoryID{21}, Upgrades: []domain.Upgrade{{To: 2}}, Periods: []domain.Period{period},
			Rates: []domain.Rate{{Resource: 5, Prices: []domain.PriceRow{{}, row}}}}},
		Categories: &domain.Categories{Sales: []domain.SalesCategory{{ID: 21}}, Plan: []domain.PlanCategory{{ID: 22}},
			Resource: []domain.ResourceCategory{{ID: 23, Resources: []domain.ResourceID{5}}}},
		Schedules: &domain.Schedules{List: []domain.Schedule{{ID: 31, Details: []domain.ScheduleDetail{{Days: -3, Template: 6, Condition: "Always", AppliesTo: "all"}}}}},
		OrderFlow: &domain.OrderFlow{ID: 41, Name: "Flow", Transitions: []domain.Transition{{OrderType: "Sales", From: "New", To: "A/B"}}},
		Terms:     &domain.Terms{Acceptance: "first purchase", Documents: []domain.Document{{ID: 51}}},
	}
}

// ofNothing are the fields that are of no thing that somebody sees: what only a provider's template brings, price rules and locks.
func ofNothing(f domain.Field) bool {
	return f == domain.FieldPrivilege || f.IsRule() || f == domain.FieldLock || strings.HasPrefix(string(f), "past_")
}

// TestEveryFieldLeadsToItsThing: the key of a value of every field names the thing that has this value.
func TestEveryFieldLeadsToItsThing(t *testing.T) {
	t.Parallel()
	c, seen := fullCatalog(), map[domain.Field]bool{}
	for _, thing := range everyThing() {
		for _, v := range thing.Values() {
			seen[v.Key.Field] = true
			ref := domain.RefOf(v.Key)
			if !domain.InCatalog(ref.Of) {
				if ref != (domain.Ref{Of: v.Key.Field.Info().Of}) {
					t.Errorf("%s leads to %+v", v.Key.Field, ref)
				}
				continue
			}
			if v.Key.Field == domain.FieldTermsAcceptance { // of a template, and delivered with it
				continue
			}
			if found := c.Thing(ref); found == nil || !slices.Contains(found.Values(), v) {
				t.Errorf("%s leads to %+v, and that has not the value %q", v.Key.Text(), ref, v.Value)
			}
			if far := c.Thing(domain.Ref{Of: ref.Of, ID: ref.ID + 1}); far != nil && ref.ID != 0 {
				t.Errorf("%+v is there under another id", ref)
			}
			if (&domain.Catalog{}).Thing(ref) != nil && v.Key.Field != domain.FieldGrouping {
				t.Errorf("%+v is in an empty catalog", ref)
			}
		}
	}
	for _, info := range domain.Fields() {
		if !seen[info.Field] && !ofNothing(info.Field) {
			t.Errorf("no thing has a value of %s", info.Field)
		}
	}
}

// TestAKeyIsWrittenAndRead writes the key of every value for a form and reads it again.
func TestAKeyIsWrittenAndRead(t *testing.T) {
	t.Parallel()
	keys := []domain.Key{{}, {Field: "f", Plan: 1, Period: 2, Resource: 3, From: 4, Category: 5, Schedule: 6, Name: "a/b\nc d"}, {Field: "f", From: -1}}
	for _, thing := range everyThing() {
		for _, v := range thing.Values() {
			keys = append(keys, v.Key)
		}
	}
	var texts []string
	for _, key := range keys {
		texts = append(texts, key.Text())
		if got, ok := domain.ParseKey(key.Text()); !ok || got != key {
			t.Errorf("%+v is written %q and read %+v, %t", key, key.Text(), got, ok)
		}
	}
	if slices.Sort(texts); len(slices.Compact(texts)) != len(keys) {
		t.Error("two keys are written alike")
	}
	for _, text := range []string{"", "f", "f/1 2 3 4 5 6", "f/1 2 3 4 5/n", "f/1 2 3 4 5 6 7/n", "f/1 2 x 4 5 6/n", "f//n"} {
		if key, ok := domain.ParseKey(text); ok || key != (domain.Key{}) {
			t.Errorf("%q is read as %+v", text, key)
		}
	}
	if diff := cmp.Diff([]domain.Key{keys[0], keys[1]}, domain.ParseKeys([]string{keys[0].Text(), "f", keys[1].Text(), ""})); diff != "" {
		t.Errorf("several (-want +got):\n%s", diff)
	}
}

// TestRewound brings a setting back to what it was: the newest change is taken back first.
func TestRewound(t *testing.T) {
	t.Parallel()
	name, unit, about := domain.Key{Field: domain.FieldResourceName}, domain.Key{Field: domain.FieldResourceUnit}, domain.Ref{Of: domain.ObjectResource, ID: 5}
	held := func(text string) domain.Held { return domain.Held{Text: text, There: true} }
	change := func(edits ...domain.Edit) domain.ChangeRecord { return domain.ChangeRecord{Edits: edits} }
	now := &domain.Resource{ID: 5, Name: "C", Unit: "GB", Additive: true}
	changes := []domain.ChangeRecord{change(domain.Edit{Key: name, From: held("B"), To: held("C")}),
		change(domain.Edit{Key: name, From: held("A"), To: held("B")}, domain.Edit{Key: unit, From: held(""), To: held("GB")})}
	for n, want := range []domain.Resource{*now, {ID: 5, Name: "B", Unit: "GB", Additive: true}, {ID: 5, Name: "A", Additive: true}} {
		got, _ := domain.Rewound(about, now, changes[:n]).(*domain.Resource)
		if diff := cmp.Diff(&want, got); diff != "" {
			t.Errorf("%d changes ago (-want +got):\n%s", n, diff)
		}
	}
	var making []domain.Edit
	for _, v := range now.Values() {
		making = append(making, domain.Edit{Key: v.Key, To: held(v.Value)})
	}
	if before := domain.Rewound(about, now, []domain.ChangeRecord{change(making...)}); before != nil {
		t.Errorf("before it was made it was %+v", before)
	}
	var removing []domain.Edit
	for _, v := range now.Values() {
		removing = append(removing, domain.Edit{Key: v.Key, From: held(v.Value)})
	}
	if before := domain.Rewound(about, nil, []domain.ChangeRecord{change(removing...)}); !cmp.Equal(before, domain.Thing(now)) {
		t.Errorf("before it was removed it was %+v", before)
	}
	user := &domain.UserRow{User: domain.User{ID: 8, Account: 2, Name: "Ann", Role: domain.Operator, Rights: []domain.Privilege{domain.EditPrices, domain.ManageUsers}}}
	granted := domain.Edit{Key: domain.Key{Field: domain.FieldUserRight, Name: string(domain.EditPrices)}, To: held(domain.Yes)}
	before, _ := domain.Rewound(domain.Ref{Of: domain.ObjectUser, ID: 8}, user, []domain.ChangeRecord{change(granted)}).(*domain.UserRow)
	if before == nil || before.Account != 2 || before.ID != 8 || !slices.Equal(before.Rights, []domain.Privilege{domain.ManageUsers}) {
		t.Errorf("before a right was granted the user was %+v", before)
	}
}
