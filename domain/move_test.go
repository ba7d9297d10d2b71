package domain

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// A move is refused where the new vendor is not to be seen, would stand below the reseller, is closed, or lacks a plan.
func TestWhereAResellerCanBeMoved(t *testing.T) {
	t.Parallel()
	viewer := Viewer{Account: Account{ID: 1, Provider: 1, Kind: Provider, Status: AccountActive}, User: User{Role: Administrator}}
	vendor := Account{ID: 9, Provider: 1, Name: "North", Status: AccountActive}
	closed, foreign := vendor, vendor
	closed.Status, foreign.Provider = AccountClosed, 2
	for name, tt := range map[string]struct {
		facts MoveFacts
		kind  ChangeKind
		also  []KeyedValue
		want  string
	}{
		"fits":         {facts: MoveFacts{Vendor: vendor}},
		"not seen":     {facts: MoveFacts{}, want: "Choose from the list"},
		"elsewhere":    {facts: MoveFacts{Vendor: foreign}, want: "Choose from the list"},
		"a circle":     {facts: MoveFacts{Vendor: vendor, Below: true}, want: "South would stand below themselves"},
		"closed":       {facts: MoveFacts{Vendor: closed}, want: "The account of North is closed"},
		"lacks":        {facts: MoveFacts{Vendor: vendor, Lacks: []string{"Gold"}}, want: "North does not sell Gold, to which South is subscribed"},
		"another kind": {facts: MoveFacts{Vendor: vendor}, kind: ResellerChanged, want: "damaged"},
		"and more":     {facts: MoveFacts{Vendor: vendor}, also: []KeyedValue{{Key{Field: FieldOperatingUnit}, Yes}}, want: "damaged"},
	} {
		south := &Account{ID: 7, Parent: 5, Provider: 1, Kind: Reseller, Name: "South", Status: AccountActive, Currency: "USD"}
		kind := ResellerMoved
		if tt.kind != "" {
			kind = tt.kind
		}
		c := Change{Kind: kind, About: Ref{Of: ObjectReseller, ID: 7, Name: "South"}, Part: true, Typed: append(tt.also, KeyedValue{Key{Field: FieldVendor}, "9"})}
		done, err := Apply(c, Situation{Viewer: viewer, Thing: south, Looked: south,
			Facts: Facts{Move: func(reseller, to AccountID) (MoveFacts, error) {
				if reseller != 7 || to != 9 {
					t.Errorf("%s: asked for a move of %d to %d", name, reseller, to)
				}
				return tt.facts, nil
			}}})
		var refused *Error
		switch {
		case tt.want == "" && (err != nil || done.After.(*Account).Parent != 9 || south.Parent != 5):
			t.Errorf("%s: %v, %v", name, done.After, err)
		case tt.want == "damaged" && err == nil:
			t.Errorf("%s is made", name)
		case tt.want != "" && tt.want != "damaged" && (!errors.As(err, &refused) || len(refused.Fields) != 1 || !strings.HasPrefix(refused.Fields[0].Message, tt.want)):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is shown of the plans is the main price that they cost now and then, and whether the new vendor delegates them.
func TestWhatAMoveChanges(t *testing.T) {
	t.Parallel()
	plan := func(id PlanID, fee int64) *Plan {
		return &Plan{ID: id, Periods: []Period{{ID: 11, Active: true, Fees: Fees{RecurringFee: Amount(decimal.NewFromInt(fee))}}},
			Rates: []Rate{{Resource: 4, Main: true, Prices: []PriceRow{{Prices: RatePrices{RecurringPrice: Amount(decimal.NewFromInt(fee + 3))}}}}}}
	}
	has := State{Delivered: &Catalog{Plans: []*Plan{plan(1, 10), plan(2, 0)}}, Own: (&Own{}).WithMade(&Catalog{Plans: []*Plan{plan(3, 1)}})}
	now := CostsFrom(&Catalog{Plans: []*Plan{plan(1, 8), plan(2, 0)}}, Conversion{})
	then := CostsFrom(&Catalog{Plans: []*Plan{plan(2, 0)}}, Conversion{})
	got := MovedPlans(has, now, then, func(id PlanID) bool { return id == 2 })
	if len(got) != 2 || got[0].Now.String() != "8" || got[0].Then.IsSet() || got[0].Delegated ||
		got[1].Now.String() != "3" || got[1].Then.String() != "3" || !got[1].Delegated {
		t.Errorf("a move changes %+v", got)
	}
}

// What goes below cost by a move is what is sold below what it costs then and not below what it costs now; what is disabled is not sold.
func TestWhatGoesBelowCostByAMove(t *testing.T) {
	t.Parallel()
	fee := func(amount string) *Plan {
		p := &Plan{ID: 1, Name: "Mail", Periods: []Period{{ID: 11}}}
		p.Periods[0].Fees[RecurringFee], _ = PriceFromString(amount)
		return p
	}
	costs := func(amount string) Costs { return CostsFrom(&Catalog{Plans: []*Plan{fee(amount)}}, Conversion{}) }
	for name, tt := range map[string]struct {
		price, now, then string
		disabled         bool
		want             int
	}{
		"goes below":      {"10", "8", "12", false, 1},
		"is below now":    {"10", "11", "12", false, 0},
		"stays above":     {"10", "8", "9", false, 0},
		"comes to cost":   {"10", "8", "10", false, 0},
		"is not sold":     {"10", "8", "12", true, 0},
		"had no cost":     {"10", "", "12", false, 1},
		"has none then":   {"10", "8", "", false, 0},
		"free, and costs": {"0", "0", "1", false, 1},
	} {
		p := fee(tt.price)
		p.Disabled = tt.disabled
		m := Move{Plans: []MovedPlan{{Plan: p}}}
		m.GoBelow(State{Delivered: &Catalog{Plans: []*Plan{p}}}, costs(tt.now), costs(tt.then))
		if len(m.Below) != tt.want || m.Plans[0].Below != tt.want || m.PlansBelow() != tt.want {
			t.Errorf("%s: %d prices, %d of the plan, %d plans", name, len(m.Below), m.Plans[0].Below, m.PlansBelow())
		}
	}
}
