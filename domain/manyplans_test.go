package domain

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// soldOn is what a reseller has: plan 1 and 2 are delivered, 2 is disabled, 3 is made; plan 1 has own values.
func soldOn() State {
	period := Period{ID: 11, Active: true, Fees: Fees{free(), Amount(decimal.NewFromInt(8)), free(), free(), free(), free(), free()}}
	own := (&Own{}).With(Override{Key: Key{Field: FieldPublished, Plan: 1}, Value: No}).With(Override{Key: FeeKey(1, 11, RecurringFee), Value: "9"}).
		With(Override{Key: PlacementKey(1), Value: "42"}).With(Override{Key: Key{Field: FieldConfirmation, Plan: 1, Period: 11}, Value: Yes})
	return State{
		Delivered: &Catalog{Plans: []*Plan{{ID: 1, Published: true, SalesCategories: []CategoryID{41}, Periods: []Period{period}}, {ID: 2, Disabled: true}}},
		Own:       own.WithMade(&Catalog{Plans: []*Plan{{ID: 3}}}),
	}
}

// A deed sets what it says of each plan, gives back what is as delivered, and passes by what is not the vendor's to change.
func TestWhatIsDoneToManyPlans(t *testing.T) {
	t.Parallel()
	administrator := Viewer{Account: Account{Kind: Reseller}, User: User{Role: Administrator}, Granted: Privileges()}
	publisher := Viewer{Account: Account{Kind: Reseller}, User: User{Role: Operator, Rights: []Privilege{PublishPlans}}, Granted: Privileges()}
	published := func(id PlanID) Key { return Key{Field: FieldPublished, Plan: id} }
	for name, tt := range map[string]struct {
		viewer Viewer
		deed   PlansDeed
		to     []int64
		back   OwnPart
		typed  []KeyedValue
		reset  []Key
		passed []PlanID
	}{
		"published as delivered": {administrator, PublishAll, nil, "", []KeyedValue{{published(3), Yes}}, []Key{published(1)}, []PlanID{2}},
		"unpublished":            {administrator, UnpublishAll, nil, "", []KeyedValue{{published(1), No}, {published(3), No}}, nil, []PlanID{2}},
		"moved":                  {administrator, PlaceAll, []int64{43}, "", []KeyedValue{{PlacementKey(1), "43"}, {PlacementKey(2), "43"}, {PlacementKey(3), "43"}}, nil, nil},
		"moved back":             {administrator, PlaceAll, []int64{41}, "", []KeyedValue{{PlacementKey(2), "41"}, {PlacementKey(3), "41"}}, []Key{PlacementKey(1)}, nil},
		"of the provider":        {administrator, AttachAll, nil, "", []KeyedValue{{Key{Field: FieldUsageStatistics, Plan: 3}, Yes}}, nil, []PlanID{1, 2}},
		"without a schedule":     {administrator, ScheduleAll, []int64{0}, "", []KeyedValue{{Key{Field: FieldSchedule, Plan: 1}, "0"}, {Key{Field: FieldSchedule, Plan: 2}, "0"}, {Key{Field: FieldSchedule, Plan: 3}, "0"}}, nil, nil},
		"all given back":         {administrator, GiveBackAll, nil, OwnOfAll, nil, []Key{published(1), PlacementKey(1), FeeKey(1, 11, RecurringFee)}, []PlanID{3}},
		"prices given back":      {administrator, GiveBackAll, nil, OwnOfPrices, nil, []Key{FeeKey(1, 11, RecurringFee)}, []PlanID{3}},
		"categories given back":  {administrator, GiveBackAll, nil, OwnOfCategories, nil, []Key{PlacementKey(1)}, []PlanID{3}},
		"what may be given back": {publisher, GiveBackAll, nil, OwnOfAll, nil, []Key{published(1)}, []PlanID{3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			info := plansDeeds[slices.IndexFunc(plansDeeds, func(d PlansDeedInfo) bool { return d.Deed == tt.deed })]
			s := soldOn()
			c, passed := ManyPlans{PlansDeedInfo: info, Plans: s.Effective().Plans, To: tt.to, Back: tt.back}.Change(tt.viewer, s)
			var ids []PlanID
			for _, p := range passed {
				ids = append(ids, p.Plan.ID)
			}
			sort := func(keys []Key) []Key { SortKeys(keys); return keys }
			if diff := cmp.Diff(tt.typed, c.Typed) + cmp.Diff(sort(slices.Clone(tt.reset)), sort(slices.Clone(c.Reset))) + cmp.Diff(tt.passed, ids); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The deeds that are offered are those of the viewer's rights and of their kind of account.
func TestPlansDeedsForWhom(t *testing.T) {
	t.Parallel()
	deeds := func(v Viewer) (list []PlansDeed) {
		for _, d := range PlansDeeds(v) {
			list = append(list, d.Deed)
		}
		return list
	}
	operator := func(kind AccountKind, rights ...Privilege) Viewer {
		return Viewer{Account: Account{Kind: kind}, User: User{Role: Operator, Rights: rights}, Granted: Privileges()}
	}
	for name, tt := range map[string]struct {
		viewer Viewer
		want   []PlansDeed
	}{
		"a provider's":  {operator(Provider, EditPrices), []PlansDeed{ScheduleAll, AttachAll, DetachAll}},
		"a reseller's":  {operator(Reseller, EditPrices), []PlansDeed{ScheduleAll, GiveBackAll}},
		"who publishes": {operator(Reseller, PublishPlans, ManageCategories), []PlansDeed{PublishAll, UnpublishAll, PlaceAll, GiveBackAll}},
		"who looks":     {Viewer{Account: Account{Kind: Provider}, User: User{Role: ReadOnly}}, nil},
	} {
		if diff := cmp.Diff(tt.want, deeds(tt.viewer)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A template is behind where a reseller lacks what it delegates, or has what no template delegates to them any more.
func TestDelegationsOfAPlan(t *testing.T) {
	t.Parallel()
	sells := &Catalog{Plans: []*Plan{{ID: 5, Type: ResellerPlan, Template: 51}, {ID: 6, Type: ResellerPlan, Template: 52}, {ID: 7, Type: ResellerPlan, Template: 51}}}
	gold, silver := TemplateRow{ID: 51, Delegated: []PlanID{3, 4}}, TemplateRow{ID: 52}
	copies := []PlanCopy{{1, 5, true}, {2, 5, false}, {2, 6, false}, {3, 7, false}, {4, 6, true}, {1, 6, true}, {9, 99, true}}
	got := sells.Delegations(4, []TemplateRow{gold, silver}, copies)
	want := []Delegation{{gold, true, 3, 2, []PlanID{5, 7}}, {silver, false, 3, 1, []PlanID{6}}} // to reseller 1 gold delegates it
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
