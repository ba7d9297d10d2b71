package domain

import (
	"cmp"
	"slices"
	"time"
)

// This file finds the prices that the lines of a price list from outside mean, and what becomes of them (docs/rules.md, Importing prices).
// Nothing is guessed, and nothing matched by name. Which plan and period a line is for is in pricelines.go.

// LineState is what becomes of a line of a price list, or of one of its prices.
type LineState string

// The states. Something is set by a line that is LineChanges, and by no other.
const (
	LineChanges   LineState = "changed"
	LineUnchanged LineState = "unchanged"
	LineUnknown   LineState = "unknown"        // no plan has its ids: Refs are plans with such names
	LineAmbiguous LineState = "ambiguous"      // several plans or periods have its ids: Refs; or another line says otherwise of the same price
	LineCurrency  LineState = "other currency" // than the account's
	LineNoPlace   LineState = "no such price"  // the plan has no such period, resource or tier
	LineReadOnly  LineState = "read-only"      // delivered, and nothing of one's own may stand over it
	LineUnfit     LineState = "does not fit"   // the price does not keep as many digits
	LineNotNow    LineState = "not now"        // it holds at another time
	LineWrong     LineState = "wrong"          // it is no price
)

// LineMatch is what became of a line. Of an ambiguous one nothing is set.
type LineMatch struct {
	Line   *SheetLine
	State  LineState
	Why    string       // "" where the state says it all
	Refs   []Ref        // the plans, of a period with its plan's name before it, that it may mean
	Prices []PriceMatch // as those of the line, as far as it is known where they stand
}

// PriceMatch is one price of a line, where it stands and what becomes of it.
type PriceMatch struct {
	Key      Key // of what is set: the price, or the MSRP beside it
	From, To Price
	New      bool // there is no such row of prices yet; From is what holds there so far
	State    LineState
	Why      string
}

// SheetMatch is what a price list from outside comes to.
type SheetMatch struct {
	Lines []LineMatch // as the lines
	Edits []Edit      // of one change of the catalog, in the order of keys
	Gone  []Key       // set prices of plans that lines are for, of the kinds that they have there, which no line names
	Left  []PlanID    // the plans with ids of price lists that no line is for
}

// Match says what becomes of lines in the account's currency on a day; on the zero day all of them hold.
func (l PriceList) Match(lines []*SheetLine, currency Currency, on time.Time) SheetMatch {
	m := matching{PriceList: l, currency: currency, articles: articlesIn(l.Sold), tiered: map[lineKey]bool{}, said: map[Key][]int{},
		named: map[PlanID]map[Key]bool{}, blurred: map[PlanID]bool{}}
	for _, line := range lines {
		if line.From > 0 && line.holds(on) {
			m.tiered[line.key()] = true
		}
	}
	m.lines = make([]LineMatch, len(lines))
	for i, line := range lines {
		if line.Plan == 0 && line.Period != 0 { // a period is one of a plan
			of := *line
			of.Period = 0
			line = &of
		}
		m.lines[i] = LineMatch{Line: line}
		m.line(&m.lines[i], on)
		for _, price := range m.lines[i].Prices {
			if price.State != LineNoPlace && price.State != LineCurrency {
				m.said[price.Key] = append(m.said[price.Key], i)
			}
		}
	}
	m.contradictions()
	return SheetMatch{Lines: m.lines, Edits: m.edits(), Gone: m.gone(), Left: m.left()}
}

// matching is a match in the making.
type matching struct {
	PriceList
	currency Currency
	articles articles
	lines    []LineMatch
	tiered   map[lineKey]bool        // what has lines with a lower bound
	said     map[Key][]int           // the lines that say something of a price
	named    map[PlanID]map[Key]bool // the prices that lines name, by plan
	blurred  map[PlanID]bool         // the plans that ambiguous lines may mean
}

// lineKey is what the lines have in common that are tiers of one price.
type lineKey struct {
	plan, period, resource   int64
	article                  Article
	term                     Term
	billing, segment, market string
}

func (s *SheetLine) key() lineKey {
	return lineKey{s.Plan, s.Period, s.Resource, Article{s.Product, s.SKU}.listed(), s.Term.plain(), Listed(s.Billing), Listed(s.Segment), Listed(s.Market)}
}

// holds reports whether the line is a price on a day.
func (s *SheetLine) holds(on time.Time) bool {
	return s.Problem == "" && (on.IsZero() || !on.Before(s.Starts) && (s.Ends.IsZero() || !on.After(s.Ends)))
}

// line finds the prices of one line.
func (m *matching) line(out *LineMatch, on time.Time) {
	line := out.Line
	switch {
	case line.Problem != "":
		out.State, out.Why = LineWrong, line.Problem
		return
	case !line.holds(on):
		out.State = LineNotNow
		return
	}
	found, failed := m.find(line)
	if failed != nil {
		failed.Line = line
		*out = *failed
		for _, ref := range failed.Refs {
			m.blurred[PlanID(ref.ID)] = m.blurred[PlanID(ref.ID)] || failed.State == LineAmbiguous
		}
		return
	}
	if m.named[found.plan.ID] == nil {
		m.named[found.plan.ID] = map[Key]bool{}
	}
	twice := false
	for _, price := range line.Prices {
		made := m.price(line, found, price)
		if made.Key != (Key{}) {
			m.named[found.plan.ID][made.Key] = true
		}
		twice = twice || slices.ContainsFunc(out.Prices, func(p PriceMatch) bool { return p.Key == made.Key && made.Key != Key{} && !p.To.Equal(made.To) })
		out.Prices = append(out.Prices, made)
	}
	if out.State, out.Why = worst(out.Prices); twice {
		out.State, out.Why = LineAmbiguous, twoAmounts
	}
}

const twoAmounts = "It says two amounts of one price"

// worst is the state of a line with these prices: what is most to be looked at.
func worst(prices []PriceMatch) (LineState, string) {
	for _, state := range []LineState{LineCurrency, LineUnfit, LineNoPlace, LineChanges, LineUnchanged, LineReadOnly} {
		for _, price := range prices {
			if price.State == state {
				return state, price.Why
			}
		}
	}
	return LineUnchanged, ""
}

// price finds one price of a line in the plan, and says what becomes of it.
func (m *matching) price(line *SheetLine, found claimant, price SheetPrice) PriceMatch {
	key, why := m.place(line, found, price.Field)
	if why != "" {
		return PriceMatch{State: LineNoPlace, Why: why, To: price.Amount}
	}
	delivered := m.delivered(key.Plan) != nil
	out := PriceMatch{Key: key, To: price.Amount, New: m.isNew(found.plan, key)}
	at := key
	if out.New {
		holds := found.plan.Rate(key.Resource).holding(key.Period, key.From)
		at.Period, at.From = holds.Period, holds.From
	}
	out.From, _ = found.plan.Price(at)
	if price.MSRP {
		out.From, out.Key = found.plan.msrp(at), key.of(key.Field.MSRP())
	}
	problem := tooFine(price.Amount, m.Decimals(key, m.currency), m.currency)
	switch {
	case line.Currency != "" && line.Currency != m.currency:
		out.State, out.Why = LineCurrency, "The list is in "+string(line.Currency)+" and your prices are in "+string(m.currency)+": not read. Send the list in "+string(m.currency)
	case delivered && price.MSRP:
		out.State, out.Why = LineReadOnly, "A plan that was delivered has no MSRP of one's own"
	case delivered && out.New:
		out.State, out.Why = LineReadOnly, "A plan that was delivered gets no tiers of one's own"
	case !out.New && out.From.Equal(out.To):
		out.State = LineUnchanged
	case problem != "":
		out.State, out.Why = LineUnfit, problem
	default:
		out.State = LineChanges
	}
	return out
}

// tooFine says how many decimals the amount of a line has and how many its price keeps, "" where it keeps them all.
func tooFine(amount Price, decimals int32, currency Currency) string {
	d := amount.Decimal()
	if fits(d, decimals) {
		return ""
	}
	keeps := "none"
	if kept := keptOf(d, decimals); kept > 0 {
		keeps = "at most " + intText(int64(kept))
	}
	return amount.String() + " has " + counted(int(-d.Exponent()), "decimal") + ": this price in " + string(currency) + " keeps " + keeps
}

// isNew reports whether a price stands in a row that is not there.
func (m *matching) isNew(p *Plan, key Key) bool {
	if key.Resource == 0 {
		return false
	}
	rate := p.Rate(key.Resource)
	return rate.Row(key.Period, key.From) == nil
}

// contradictions make those lines ambiguous that say different amounts of one price.
func (m *matching) contradictions() {
	against := map[int]int{} // the first line that says otherwise
	note := func(line, other int) {
		if first, noted := against[line]; !noted || other < first {
			against[line] = other
		}
	}
	for key, lines := range m.said {
		for _, other := range lines[1:] {
			if !m.amount(lines[0], key).Equal(m.amount(other, key)) {
				for _, one := range lines {
					note(one, pick(one == lines[0], other, lines[0]))
				}
			}
		}
	}
	for line, other := range against {
		out, with := &m.lines[line], m.lines[other].Line
		if out.State = LineAmbiguous; with.Number == out.Line.Number { // one line that has several terms
			out.Why = twoAmounts
			continue
		}
		out.Why = "Line " + intText(int64(with.Number)) + " says otherwise of the same price" + out.Line.differ(with)
	}
}

func (m *matching) amount(line int, key Key) Price {
	prices := m.lines[line].Prices
	return prices[slices.IndexFunc(prices, func(p PriceMatch) bool { return p.Key == key })].To
}

// gone are the set prices that the sheet does not name, of the kinds that it names in the same plan.
func (m *matching) gone() []Key {
	var gone []Key
	for id, named := range m.named {
		kinds := map[Key]bool{}
		for key := range named {
			kinds[kindOf(key)] = true
		}
		plan := m.Sold.Plan(id)
		for key, price := range plan.Prices() {
			period := plan.Period(key.Period)
			sold := key.Resource != 0 || period.Active && !period.Trial
			if price.IsSet() && sold && kinds[kindOf(key)] && !named[key] && !m.blurred[id] {
				gone = append(gone, key)
			}
		}
	}
	slices.SortFunc(gone, compareKeys)
	return gone
}

// kindOf is what prices have in common of which a sheet that names one should name all: a fee of all periods, a price of all tiers.
func kindOf(key Key) Key {
	if key.Resource == 0 {
		return Key{Field: key.Field}
	}
	return Key{Field: key.Field, Resource: key.Resource, Period: key.Period}
}

// left are the plans that price lists know and no line is for.
func (m *matching) left() []PlanID {
	var left []PlanID
	for _, p := range m.Sold.Plans {
		known := p.Article != (Article{}) || slices.ContainsFunc(p.Periods, func(period Period) bool { return period.Article != (Article{}) })
		if known && m.named[p.ID] == nil && !m.blurred[p.ID] {
			left = append(left, p.ID)
		}
	}
	slices.SortFunc(left, cmp.Compare[PlanID])
	return left
}
