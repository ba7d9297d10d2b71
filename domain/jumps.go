package domain

import (
	"errors"
	"slices"

	"github.com/shopspring/decimal"
)

// This file finds the new prices and exchange rates that somebody should look at twice before they are in effect at every level: 84.00 typed as
// 8400, a rate of 9.2 for 0.92, a price below its cost.

// UsualJumpLimit is by how many percent a price may change before its maker is asked, where their provider set nothing else.
const UsualJumpLimit = 30

// jumpLimitMost is the largest limit.
const jumpLimitMost = 1000

// lowMarginMost is the largest margin that can be called low: nobody earns more than the whole price.
const lowMarginMost = 100

// JumpKind is why a new price should be looked at twice.
type JumpKind int

// The kinds, in the order in which they are told.
const (
	TimesHundred JumpKind = iota // exactly a hundred times as much
	TimesTen
	TenthOf
	HundredthOf
	BigJump      // it changes by more than the limit
	BecomesFree  // 0.00 where it was not
	BelowItsCost // Against is the cost
	MSRPTooLow   // an MSRP below its price: Against is the other of the two
	SellersBelow // an exchange rate by which resellers sell below cost
)

// Jump is a new price, or an exchange rate, with why it should be looked at twice.
type Jump struct {
	Edit
	Why     []JumpKind
	Against map[JumpKind]Price // what it is compared with, where that is not what it was
}

// New reports whether nothing was there before: it belongs to what the change makes, and is left out with that alone.
func (j Jump) New() bool { return !j.From.There }

// size is by what part of itself the value moves.
func (j Jump) size() decimal.Decimal {
	was, _ := PriceFromString(j.From.Text) // what is no price is not set
	is, _ := PriceFromString(j.To.Text)
	return was.MovesBy(is)
}

// MovesBy is by what part of itself a price moves that becomes another, up or down: 0.5 from 10 to 15 and to 5. Where there is no such part, as from
// what is not set and from 0.00, it is below zero, so that it comes last among the largest.
func (p Price) MovesBy(to Price) decimal.Decimal {
	if !p.IsSet() || !to.IsSet() || p.IsZero() {
		return decimal.New(-1, 0)
	}
	return to.Decimal().Sub(p.Decimal()).Abs().DivRound(p.Decimal(), 6)
}

// Jumps is the cause of an error that asks its reader whether they mean it.
type Jumps struct {
	About   Ref
	List    []Jump   // the largest first, else in the order of pages
	Names   Names    // of what they mention
	Makes   bool     // the change makes something
	Below   PutBelow // whom all of it would put below cost
	OffSale []*Plan  // which plans would leave sale by all of it, as they would be then
}

// Error is a sentence for the log: what jumps is in the list.
func (*Jumps) Error() string { return "prices jump" }

// Jumping returns the jumps in the cause of an error, nil when there are none.
func Jumping(err error) *Jumps {
	var j *Jumps
	if errors.As(err, &j) {
		return j
	}
	return nil
}

// unsure is the error that asks.
func unsure(j *Jumps) error {
	return &Error{Kind: KindUnsure, Message: "Some prices change by much. Nothing was saved yet.", Err: j}
}

// JumpFacts is what jumps are found by.
type JumpFacts struct {
	Limit  int   // percent; zero: however much a price changes, nobody is asked for that
	Costs  Costs // of who sees them
	Before State // the catalog before and after the change
	After  State
	Below  PutBelow // of an exchange rate: whom it would put below cost
}

// Asks returns KindUnsure and [Jumps] where a change that wants to be asked makes prices jump and is not sure of all of them.
func (c Change) Asks(edits []Edit, facts JumpFacts) error {
	if !c.WantsAsking || c.Undoes != 0 {
		return nil
	}
	sure := keySet(c.Sure)
	list := slices.DeleteFunc(facts.jumps(slices.Concat(edits, Followed(edits, facts.Before, facts.After))), func(j Jump) bool {
		return j.New() && c.SureOfNew || !j.New() && sure[j.Key]
	})
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b Jump) int { return b.size().Cmp(a.size()) })
	return unsure(&Jumps{About: c.About, List: list, Makes: c.Makes()})
}

// jumps are the new prices and rates of a change that should be looked at twice.
func (f JumpFacts) jumps(edits []Edit) []Jump {
	var list []Jump
	before, after := plansOnce(f.Before), plansOnce(f.After)
	for _, e := range edits {
		if !e.To.There || e.To.Text == "" || !e.Key.Field.IsPrice() && e.Key.Field != FieldExchangeRate {
			continue
		}
		jump := Jump{Edit: e, Why: f.moves(e), Against: map[JumpKind]Price{}}
		if e.Key.Plan != 0 {
			f.compare(&jump, before(e.Key.Plan), after(e.Key.Plan))
		} else if f.Below.Prices > 0 {
			jump.Why = append(jump.Why, SellersBelow)
		}
		if len(jump.Why) > 0 {
			list = append(list, jump)
		}
	}
	return list
}

// leastTenth is how many percent less a tenth is: nobody has to be asked about a tenth where it may be less by as much.
const leastTenth = 90

// moves says how much a value changes, where it is much.
func (f JumpFacts) moves(e Edit) []JumpKind {
	was, err := decimal.NewFromString(e.From.Text)
	if err != nil || !e.From.There || !was.IsPositive() {
		return nil // from nothing, or from 0.00, there is no percentage
	}
	is, err := decimal.NewFromString(e.To.Text)
	switch {
	case err != nil:
		return nil
	case is.IsZero():
		return []JumpKind{BecomesFree}
	case is.Equal(was.Mul(decimal.NewFromInt(100))):
		return []JumpKind{TimesHundred}
	case is.Equal(was.Mul(decimal.NewFromInt(10))):
		return []JumpKind{TimesTen}
	case was.Equal(is.Mul(decimal.NewFromInt(10))):
		return []JumpKind{TenthOf}
	case was.Equal(is.Mul(decimal.NewFromInt(100))):
		return []JumpKind{HundredthOf}
	case f.Limit > 0 && is.Sub(was).Abs().Mul(decimal.NewFromInt(100)).GreaterThan(was.Mul(decimal.NewFromInt(int64(f.Limit)))):
		return []JumpKind{BigJump}
	}
	return nil
}

// compare holds a price against its cost, and against its MSRP or the price that it is the MSRP of. What was so before and is no worse now
// is not told again. before and after are its plan.
func (f JumpFacts) compare(j *Jump, before, after *Plan) {
	if after == nil {
		return
	}
	line, was := after.line(j.Key), before.line(j.Key)
	line.Cost = f.Costs.At(line.Key)
	was.Cost = line.Cost
	if !j.Key.Field.IsMSRP() && line.BelowCost() && !(was.BelowCost() && !line.Price.Decimal().LessThan(was.Price.Decimal())) {
		j.Why, j.Against[BelowItsCost] = append(j.Why, BelowItsCost), line.Cost
	}
	if line.msrpTooLow() && !was.msrpTooLow() {
		j.Why, j.Against[MSRPTooLow] = append(j.Why, MSRPTooLow), line.MSRP
		if j.Key.Field.IsMSRP() {
			j.Against[MSRPTooLow] = line.Price
		}
	}
}

// line is a price of the plan with its MSRP, by the key of either.
func (p *Plan) line(key Key) PriceLine {
	if price := key.Field.priced(); price != "" {
		key.Field = price
	}
	line := PriceLine{Key: key}
	if p != nil {
		line.Price, _ = p.Price(key)
		line.MSRP = p.msrp(key)
	}
	return line
}

// msrpTooLow reports whether a price is more than what is suggested to resellers.
func (l PriceLine) msrpTooLow() bool {
	return l.MSRP.IsSet() && l.Price.IsSet() && l.MSRP.Decimal().LessThan(l.Price.Decimal())
}

// plansOnce answers as plan does, and makes each plan once: to lay a thousand own values over one takes long.
func plansOnce(s State) func(PlanID) *Plan {
	known := map[PlanID]*Plan{}
	return func(id PlanID) *Plan {
		p, is := known[id]
		if !is {
			p = s.plan(id)
			known[id] = p
		}
		return p
	}
}

// plan is a plan of the vendor's as they sell it; nil where they have none of this id.
func (s State) plan(id PlanID) *Plan {
	if p := s.Own.MadeCatalog().Plan(id); p != nil {
		return p
	}
	if p := orEmpty(s.Delivered).Plan(id); p != nil {
		return s.Own.Layer(id).over(s.Own.ruled(p))
	}
	return nil
}
