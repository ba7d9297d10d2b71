package domain

import (
	"testing"
)

// seats is a provider's plan whose two resources were measurable, and are not any more: so are 31's prices of before the rule.
func seats(t *testing.T) (Situation, *Plan) {
	t.Helper()
	row := PriceRow{Prices: RatePrices{RecurringPrice: priced("0.125")}, MSRP: RatePrices{RecurringPrice: priced("0.155")}}
	p := &Plan{ID: 2, Name: "Mail", Type: GenericPlan, PlanCategory: 41, Published: true,
		Periods: []Period{{ID: 22, Length: 1, Unit: "months", Active: true, Position: 1}},
		Rates:   []Rate{{Resource: 31, Maximum: Unlimited, Position: 1, Prices: []PriceRow{row}}}}
	made := &Catalog{Plans: []*Plan{p}, Categories: &Categories{Plan: []PlanCategory{{ID: 41, Name: "Cloud"}}}, Schedules: &Schedules{}}
	s := meeting(State{Own: (*Own)(nil).WithMade(made)})
	s.Facts.Unmeasured = map[ResourceID]bool{31: true, 32: true}
	return s, p
}

func priced(text string) Price { return Price{text} }

// TestWhatIsStoredKeepsItsDecimals: the rule is about prices that are new (rule G14). One that is there can be saved as it is, starts a row
// of its own, and comes back by an undo.
func TestWhatIsStoredKeepsItsDecimals(t *testing.T) {
	t.Parallel()
	s, p := seats(t)
	saved := p.Clone()
	saved.Rates[0].Minimum = 1
	saved.Rates[0].Prices = append(saved.Rates[0].Prices, PriceRow{From: 10, Prices: saved.Rates[0].Prices[0].Prices})
	if a, err := Apply(saving(RateChanged, 2, saved), s); err != nil || a.Nothing() {
		t.Errorf("what is there is refused: %v", err)
	}
	for price, message := range map[string]string{"0.13": "", "0.126": "Use at most 2 decimals", "7": ""} {
		key := PriceKey(2, 31, PriceRow{}, RecurringPrice)
		a, err := Apply(setting(RateChanged, key, price), s)
		if got := messageAt(err, key); got != message {
			t.Errorf("%s: %q, want %q", price, got, message)
		}
		if err != nil {
			continue
		}
		next := s
		next.Now.Own, next.Seen = a.Own, State{Own: a.Own}
		back := Change{Kind: RateChanged, About: planRef(2), Undoes: 7}
		for _, e := range a.Edits {
			back.Edits = append(back.Edits, Edit{e.Key, e.To, e.From})
		}
		if b, err := Apply(back, next); err != nil || b.Own.MadeCatalog().Plan(2).Rates[0].Prices[0].Prices[RecurringPrice] != priced("0.125") {
			t.Errorf("%s is not taken back: %v", price, err)
		}
	}
	added := p.Clone()
	added.Rates = append(added.Rates, Rate{Resource: 32, Maximum: Unlimited, Position: 2, Prices: p.Clone().Rates[0].Prices})
	key := PriceKey(2, 32, PriceRow{}, RecurringPrice)
	if _, err := Apply(saving(ResourceAdded, 2, added), s); messageAt(err, key) != "Use at most 2 decimals" {
		t.Errorf("a new rate with the prices of another one: %v", err)
	}
	s.Facts.Unmeasured = nil
	if _, err := Apply(setting(RateChanged, key.of(RecurringPrice.Field()), "0.125"), s); err == nil {
		t.Error("a rate that is not there is set")
	}
	for price, message := range map[string]string{"0.000000075": "", "0.1234567": "Use at most 6 decimals"} {
		key := PriceKey(2, 31, PriceRow{}, RecurringPrice)
		if _, err := Apply(setting(RateChanged, key, price), s); messageAt(err, key) != message {
			t.Errorf("of what is measurable %s: %v", price, err)
		}
	}
}

// messageAt is what an error says of a value.
func messageAt(err error, key Key) string {
	e, _ := err.(*Error)
	if e == nil {
		return ""
	}
	for _, f := range e.Fields {
		if f.Key == key {
			return f.Message
		}
	}
	return e.Message
}
