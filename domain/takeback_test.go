package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lab applies changes of the provider's, one after the other, and keeps what they had after each.
type lab struct {
	t      *testing.T
	viewer Viewer
	states []State // after each change; the first is the beginning
	log    []ChangeRecord
}

func newLab(t *testing.T, plans ...*Plan) *lab {
	t.Helper()
	v := Viewer{Account: Account{ID: 1, Kind: Provider, Currency: "USD"}, User: User{ID: 1, Role: Administrator}}
	return &lab{t: t, viewer: v, states: []State{{Own: &Own{Made: &Catalog{Plans: plans, Categories: &Categories{Plan: []PlanCategory{{ID: 41, Name: "Cloud"}}}}}}}}
}

func (l *lab) now() State { return l.states[len(l.states)-1] }

// apply makes a change and returns its number.
func (l *lab) apply(c Change) (ChangeID, Applied, error) {
	s := Situation{Viewer: l.viewer, Now: l.now(), Seen: l.now(), Facts: Facts{Planted: true, Resources: []ResourceID{31}}}
	if c.Undoes != 0 {
		s.Seen = l.states[c.Seen]
	}
	a, err := Apply(c, s)
	if err != nil {
		return 0, a, err
	}
	l.states = append(l.states, State{s.Now.Delivered, a.Own})
	id := ChangeID(len(l.states) - 1)
	l.log = append(l.log, ChangeRecord{ID: id, Kind: c.Kind, About: c.About, Edits: a.Edits, Undoes: c.Undoes})
	return id, a, nil
}

func (l *lab) do(c Change) ChangeID {
	l.t.Helper()
	id, _, err := l.apply(c)
	if err != nil {
		l.t.Fatal(err)
	}
	return id
}

// undo takes a change back and returns how many values went back and how many stay.
func (l *lab) undo(id ChangeID) (back, stay int) {
	l.t.Helper()
	_, a, err := l.apply(l.log[id-1].Undo())
	if err != nil {
		l.t.Fatal(err)
	}
	return len(a.Edits), len(a.Stays)
}

func values(kind ChangeKind, plan *Plan, values ...KeyedValue) Change {
	return Change{Kind: kind, About: Ref{Of: ObjectPlan, ID: int64(plan.ID), Name: plan.Name}, Part: true, Typed: values}
}

func takebackPlan() *Plan {
	fee, _ := PriceFromString("10")
	return &Plan{ID: 7, Name: "Mail", Type: GenericPlan, Published: true, PlanCategory: 41,
		Periods: []Period{{ID: 21, Length: 1, Unit: "months", Active: true, Fees: Fees{RecurringFee: fee}}, {ID: 22, Length: 1, Unit: "years", Active: true}},
		Rates:   []Rate{{Resource: 31, Included: 10, Minimum: 1, Maximum: 100, Prices: []PriceRow{{}}}}}
}

func TestUndoOfAChange(t *testing.T) {
	t.Parallel()
	fee, setup := FeeKey(7, 21, RecurringFee), FeeKey(7, 21, SetupFee)
	rate := Key{Plan: 7, Resource: 31}
	tier := Key{Plan: 7, Resource: 31, From: 50}
	row := []KeyedValue{{tier.of(FieldPriceRow), Yes}, {tier.of(priceFields[0]), "1"}}
	tests := []struct {
		name       string
		change     []KeyedValue
		since      []KeyedValue
		back, stay int
	}{
		{"nothing since", []KeyedValue{{fee, "12"}}, nil, 1, 0},
		{"the same value since", []KeyedValue{{fee, "12"}}, []KeyedValue{{fee, "13"}}, 0, 1},
		{"another value since", []KeyedValue{{fee, "12"}, {setup, "3"}}, []KeyedValue{{setup, "4"}}, 1, 1},
		{"what belongs together stays together", []KeyedValue{{rate.of(FieldIncluded), "20"}}, []KeyedValue{{rate.of(FieldMaximum), "200"}}, 0, 1},
		{"back already", []KeyedValue{{fee, "12"}}, []KeyedValue{{fee, "10"}}, 0, 0},
		{"a new tier goes as a whole", row, nil, 1 + int(RatePriceCount), 0},
		{"a new tier stays as a whole", row, []KeyedValue{{tier.of(priceFields[0]), "2"}}, 0, 1 + int(RatePriceCount)},
		{"a new tier stays where something was added to it", row, []KeyedValue{{tier.of(priceFields[1]), "2"}}, 0, 1 + int(RatePriceCount)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			plan := takebackPlan()
			l := newLab(t, plan)
			id := l.do(values(RateChanged, plan, tt.change...))
			if tt.since != nil {
				l.do(values(RateChanged, plan, tt.since...))
			}
			before := l.now()
			back, stay := l.undo(id)
			if back != tt.back || stay != tt.stay {
				t.Errorf("%d values go back and %d stay, want %d and %d", back, stay, tt.back, tt.stay)
			}
			if got := len(VersionEdits(l.log[0].About, before, l.now())); got != back {
				t.Errorf("%d values are otherwise, %d are listed", got, back)
			}
		})
	}
}

func TestUndoBringsBackWhatWasRemoved(t *testing.T) {
	t.Parallel()
	plan := takebackPlan()
	l := newLab(t, plan)
	without := plan.Clone()
	without.Rates = nil
	about := Ref{Of: ObjectPlan, ID: 7}
	removed := l.do(Change{Kind: ResourceRemoved, About: about, Typed: without.Values()})
	back := l.do(l.log[removed-1].Undo())
	if diff := cmp.Diff(plan.Values(), l.now().Effective().Plan(7).Values()); diff != "" {
		t.Errorf("the plan afterwards (-want +got):\n%s", diff)
	}
	l.undo(back)
	if len(l.now().Effective().Plan(7).Rates) != 0 {
		t.Error("the undo of the undo leaves the rate there")
	}
}

func TestUndoHasNoPlaceForWhatWasInSomethingThatIsGone(t *testing.T) {
	t.Parallel()
	plan := takebackPlan()
	l := newLab(t, plan)
	tiered := plan.Clone()
	tiered.Rates[0].Prices = append(tiered.Rates[0].Prices, PriceRow{From: 50})
	about := Ref{Of: ObjectPlan, ID: 7}
	added := l.do(Change{Kind: PriceRowAdded, About: about, Typed: tiered.Values()})
	gone := l.do(l.log[added-1].Undo())
	without := plan.Clone()
	without.Rates = nil
	l.do(Change{Kind: ResourceRemoved, About: about, Typed: without.Values()})
	if back, stay := l.undo(gone); back != 0 || stay == 0 {
		t.Errorf("%d values of a tier come back without its rate, %d stay", back, stay)
	}
}

func TestUndoOfAPlanIsItsRemoval(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	plan := takebackPlan()
	made := l.do(Change{Kind: PlanCreated, About: Ref{Of: ObjectPlan, ID: 7}, Typed: plan.Values()})
	gone := l.do(l.log[made-1].Undo())
	if l.now().Effective().Plan(7) != nil {
		t.Fatal("the plan is still there")
	}
	again := l.do(l.log[gone-1].Undo())
	l.do(values(FeesChanged, plan, KeyedValue{FeeKey(7, 21, SetupFee), "3"}))
	if back, _ := l.undo(again); back != 0 || l.now().Effective().Plan(7) == nil {
		t.Errorf("%d values of a plan that was changed since are taken away", back)
	}
}

// What an undo would bring back, and what is there again under another name, stays by its name alone.
func TestUndoOfARemovalLeavesAnotherName(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	about, name := Ref{Of: ObjectPlanCategory, ID: 42, Name: "Hardware"}, Key{Field: FieldPlanCategoryName, Category: 42}
	made := l.do(Change{Kind: PlanCategoryCreated, About: about, Typed: PlanCategory{ID: 42, Name: "Hardware"}.Values()})
	gone := l.do(l.log[made-1].Undo())
	l.do(l.log[gone-1].Undo())
	l.do(Change{Kind: PlanCategoryChanged, About: about, Part: true, Typed: []KeyedValue{{name, "Devices"}}})
	_, a, err := l.apply(l.log[gone-1].Undo())
	if err != nil || len(a.Edits) != 0 || len(a.Stays) != 1 || a.Stays[0].Key != name {
		t.Errorf("goes back %+v, stays %+v, %v", a.Edits, a.Stays, err)
	}
}

// An own value that is given back gives way to what is delivered now, not to what was delivered when it was set.
func TestUndoOfAnOwnValueGivesWayToWhatIsDelivered(t *testing.T) {
	t.Parallel()
	delivered := takebackPlan()
	l := newLab(t)
	l.viewer = Viewer{Account: Account{ID: 2, Kind: Reseller, Currency: "USD"}, User: User{ID: 1, Role: Administrator}, Granted: Privileges()}
	l.states[0] = State{Delivered: &Catalog{Plans: []*Plan{delivered}}}
	fee := FeeKey(7, 21, RecurringFee)
	own := l.do(values(OwnValuesSet, delivered, KeyedValue{fee, "15"}))
	next := delivered.Clone()
	next.Periods[0].Fees[RecurringFee], _ = PriceFromString("12")
	l.states = append(l.states, State{&Catalog{Plans: []*Plan{next}}, l.now().Own})
	_, a, err := l.apply(l.log[own-1].Undo())
	if err != nil || len(a.Edits) != 1 || a.Edits[0].To != (Held{Text: "12", There: true}) {
		t.Errorf("the undo makes it %+v, %v; want 12, as delivered now", a.Edits, err)
	}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	plan := takebackPlan()
	l := newLab(t, plan)
	about := Ref{Of: ObjectPlan, ID: 7}
	without := plan.Clone()
	without.Rates, without.Name = nil, "Post"
	l.do(Change{Kind: PlanChanged, About: about, Typed: without.Values()})
	c, err := Restore(about, l.states[0], l.now())
	if err != nil {
		t.Fatal(err)
	}
	l.do(c)
	if got := VersionEdits(about, l.states[0], l.now()); len(got) != 0 {
		t.Errorf("restored, it differs by %+v", got)
	}
	if _, err := Restore(Ref{Of: ObjectPlan, ID: 8}, l.states[0], l.now()); KindOf(err) != KindNotFound {
		t.Errorf("a plan that they never had: %v", err)
	}
}
