package domain

import (
	"time"

	"github.com/shopspring/decimal"
)

// This file answers why a price is what it is: which steps led to it, from the top of a chain of vendors down, and what brought each.

// Moment is what somebody had of a plan from an entry of their log on.
type Moment struct {
	Entry  ChangeID  // zero: what they had before all that is known
	At     time.Time // zero without an entry
	By     string    // who made it; "" where that is not for the reader to know
	Action string    // what the log calls it
	Run    RunID     // zero: an edit
	RunOf  AccountID // who clicked
	Undo   bool      // the run is an undo
	Rates  ExchangeRates
	State  State // of this plan, and the rules for it
}

// Past is what an account had of one plan, moment by moment, the oldest first. The last one holds.
type Past struct {
	Account  AccountID
	Name     string
	Currency Currency
	Opaque   bool     // how they come to their price is not for the reader to know
	Since    Moment   // when they were moved to the vendor of today, who passed nothing on to them before; without an entry: never
	Unknown  ChangeID // what was before this entry of the log was not looked at; zero: all is known
	Moments  []Moment
}

// WhyKind is what a step does with a price.
type WhyKind string

// The kinds of steps, in the order in which they can follow each other from one vendor to the next.
const (
	WhyMade      WhyKind = "made"      // who made the plan set the price
	WhyTheirs    WhyKind = "theirs"    // the price of a vendor, however they came to it
	WhyMSRP      WhyKind = "msrp"      // the vendor suggests another price in place of theirs
	WhyConverted WhyKind = "converted" // at the exchange rate of the run, and rounded
	WhyDelivered WhyKind = "delivered" // a run passed it on
	WhyFound     WhyKind = "found"     // what was delivered, where it is not known from what it was made
	WhyReturned  WhyKind = "returned"  // a run gave it back that had been delivered before
	WhyRule      WhyKind = "rule"      // a price rule made another one of it
	WhyOwn       WhyKind = "own"       // an own value took its place
)

// WhyStep is one step to a price.
type WhyStep struct {
	Of         int // whose it is, by their index in the chain
	Kind       WhyKind
	Price      Price // after the step, in their currency
	Hidden     bool  // the price is out of sight
	Conversion Conversion
	Key        Key
	Rule       Ruled
	Moment     Moment // since when; without a state
}

// Makes is the price after the step, made from the one before it.
func (s WhyStep) Makes(before Price) Price {
	switch s.Kind {
	case WhyConverted:
		if made := s.Conversion.at(s.Key, before); !made.NoRate() {
			return made
		}
		return Price{}
	case WhyDelivered, WhyReturned:
		return before
	case WhyRule:
		if rule, err := PriceRuleFromString(s.Rule.Rule.Value); err == nil {
			made, _ := rule.Of(before)
			return made
		}
	}
	return s.Price
}

// Exact is what a conversion comes to before it is rounded, to twelve decimals, and what a price rule comes to before that; not set for any other step.
func (s WhyStep) Exact(before Price) Price {
	if s.Kind == WhyRule {
		rule, err := PriceRuleFromString(s.Rule.Rule.Value)
		if err != nil || !before.IsSet() {
			return Price{}
		}
		return Amount(rule.calculation().exact(before.Decimal()))
	}
	c := s.Conversion
	if !before.IsSet() || !c.known() {
		return Price{}
	}
	return Amount(before.Decimal().Mul(c.ToRate.Decimal).DivRound(c.FromRate.Decimal, MeteredDecimals))
}

// Units is how many units of the currency to which it converts one unit of the other is worth, to eight decimals; false where no rate is known.
func (c Conversion) Units() (decimal.Decimal, bool) {
	if c.none() || !c.known() {
		return decimal.Decimal{}, false
	}
	return c.ToRate.Decimal.DivRound(c.FromRate.Decimal, 8), true
}

// Why returns the steps to the price at key of the last account of a chain in which everybody is the vendor of the next one. They begin at the
// first price of which the chain knows where it came from, and each is made from the one before it. It is empty where the last one sells nothing
// at the key. unmeasured are the resources that are not measurable now.
func Why(chain []Past, key Key, unmeasured map[ResourceID]bool) []WhyStep {
	w := why{chain, key, unmeasured}
	last := len(chain) - 1
	return w.steps(last, len(chain[last].Moments)-1)
}

type why struct {
	chain      []Past
	key        Key
	unmeasured map[ResourceID]bool
}

// steps are those to the price that an account had at a moment.
func (w why) steps(of, at int) []WhyStep {
	past := w.chain[of]
	if at < 0 {
		return nil
	}
	now := past.Moments[at].State
	price, sells := now.Sold(w.key)
	if !sells {
		return nil
	}
	if now.deliveredPrice(w.key) == nil || past.Opaque {
		return []WhyStep{{Of: of, Kind: past.begins(now, w.key), Price: price, Moment: past.since(at, func(s State) bool {
			had, there := s.Sold(w.key)
			return there && had == price
		})}}
	}
	steps := w.delivered(of, at)
	if ruled, is := now.Rule(w.key); is && ruled.Why == "" {
		steps = append(steps, WhyStep{Of: of, Kind: WhyRule, Price: ruled.Price, Rule: ruled, Moment: past.since(at, sameOwn(ruled.Rule))})
	}
	if own, is := now.Own.Value(w.key); is {
		steps = append(steps, WhyStep{Of: of, Kind: WhyOwn, Price: price, Moment: past.since(at, sameOwn(own))})
	}
	return steps
}

// begins is the kind of the step with which the steps to a price begin that was not delivered, or of which nothing more may be known.
func (p Past) begins(now State, key Key) WhyKind {
	switch {
	case p.Opaque:
		return WhyTheirs
	case orEmpty(now.Delivered).Plan(key.Plan) != nil: // a path of their own in a delivered plan
		return WhyOwn
	}
	return WhyMade
}

// sameOwn holds where an own value is the same.
func sameOwn(own Override) func(State) bool {
	return func(s State) bool {
		had, there := s.Own.Value(own.Key)
		return there && had.Value == own.Value
	}
}

// start is the index of the first moment from which on something holds until another one.
func (p Past) start(at int, holds func(State) bool) int {
	for at > 0 && holds(p.Moments[at-1].State) {
		at--
	}
	return at
}

// since is the moment from which on something holds until another one, without its state.
func (p Past) since(at int, holds func(State) bool) Moment {
	return p.told(p.Moments[p.start(at, holds)])
}

// told is a moment without its state, as the reader may know of it: of who is opaque, when it was and nothing else.
func (p Past) told(m Moment) Moment {
	m.State = State{}
	if p.Opaque {
		return Moment{Entry: m.Entry, At: m.At}
	}
	return m
}

// delivered are the steps to what was delivered to an account.
func (w why) delivered(of, at int) []WhyStep {
	past := w.chain[of]
	price := *past.Moments[at].State.deliveredPrice(w.key)
	same := func(s State) bool {
		had := s.deliveredPrice(w.key)
		return had != nil && *had == price
	}
	first := past.start(at, same)
	for from := first; from >= 0; from-- {
		if !same(past.Moments[from].State) || from > 0 && same(past.Moments[from-1].State) {
			continue
		}
		steps := w.passedOn(of, from, price)
		if steps != nil && from != first {
			steps = append(steps, WhyStep{Of: of, Kind: WhyReturned, Price: price, Moment: past.since(first, never)})
		}
		if steps != nil {
			return steps
		}
	}
	return []WhyStep{{Of: of, Kind: WhyFound, Price: price, Moment: past.since(first, never)}}
}

func never(State) bool { return false }

// passedOn are the steps to a price that a run delivered at a moment, from what the vendor had then; nil where it was no run, another vendor's
// price, or what the vendor had does not come to that price.
func (w why) passedOn(of, at int, price Price) []WhyStep {
	m := w.chain[of].Moments[at]
	if of == 0 || m.Run == 0 || m.Undo || m.Entry < w.chain[of].Since.Entry {
		return nil
	}
	vendor := w.chain[of-1]
	then := vendor.during(m)
	steps := w.steps(of-1, then)
	if steps == nil {
		return nil
	}
	sold := vendor.Moments[then].State
	from, _ := sold.Sold(w.key)
	if msrp := sold.Effective().Plan(w.key.Plan).msrp(w.key); msrp.IsSet() {
		steps = append(steps, WhyStep{Of: of - 1, Kind: WhyMSRP, Price: msrp, Moment: vendor.since(then, func(s State) bool {
			had := s.Effective().Plan(w.key.Plan)
			return had != nil && had.msrp(w.key) == msrp
		})})
		from = msrp
	}
	for _, unmeasured := range []map[ResourceID]bool{w.unmeasured, w.otherwise()} { // it may have been otherwise at the run
		c := m.Rates.Conversion(vendor.Currency, w.chain[of].Currency, unmeasured)
		if !c.at(w.key, from).Same(price) {
			continue
		}
		if !c.none() {
			steps = append(steps, WhyStep{Of: of, Kind: WhyConverted, Price: price, Conversion: c, Key: w.key})
		}
		m.State = State{}
		return append(steps, WhyStep{Of: of, Kind: WhyDelivered, Price: price, Moment: m})
	}
	return nil
}

// Same reports whether both are the same price where one that no exchange rate makes is not set.
func (p Price) Same(q Price) bool { return p == q || !p.IsSet() && !q.IsSet() }

// otherwise are the resources that are not measurable, with that of the key on the other side.
func (w why) otherwise() map[ResourceID]bool {
	return map[ResourceID]bool{w.key.Resource: !w.unmeasured[w.key.Resource]}
}

// during is the index of what a vendor had when a run passed it on: the run may have reached them, too. It is below zero where they had nothing.
func (p Past) during(run Moment) int {
	then := -1
	for i, m := range p.Moments {
		if m.Entry < run.Entry || m.Run == run.Run && m.RunOf == run.RunOf {
			then = i
		}
	}
	return then
}

// SeenWhy leaves of steps to a price what the viewer may see; self is the index of their own account in the chain. For who sees no costs, what led
// to a delivered price is not told, and nothing but what they sell at has an amount.
func (v Viewer) SeenWhy(steps []WhyStep, self int) []WhyStep {
	if v.SeesCosts() {
		return steps
	}
	var seen []WhyStep
	for i, s := range steps {
		if s.Of < self || s.Of == self && s.Kind == WhyConverted {
			continue
		}
		if s.Of == self && s.Kind != WhyMade && s.Kind != WhyMSRP {
			sold := i+1 == len(steps)
			theirs := (s.Kind == WhyOwn || s.Kind == WhyRule) && (sold || steps[i+1].Of != self)
			s.Rule = Ruled{}
			if !sold && !theirs {
				s.Price, s.Hidden = Price{}, true
			}
		}
		seen = append(seen, s)
	}
	return seen
}
