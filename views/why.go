package views

import (
	"cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// WhyScreen is the page that says why a price is what it is.
type WhyScreen struct {
	pages.Why
	Names  domain.Names // of the plan as the account has it
	Viewer domain.Viewer
}

// WhyURL is the page of a price of the plan whose pages begin with an address; "" for what has none, such as an MSRP.
func WhyURL(plan string, key domain.Key) string {
	if !key.Field.IsSold() {
		return ""
	}
	return plan + "/why?key=" + PriceName(key)
}

func (s WhyScreen) account() pages.Party { return s.Chain[len(s.Chain)-1] }

// of says which price it is.
func (s WhyScreen) of() Path { return append(priceOf(s.Names, s.Key), s.Key.Field.Label()) }

// party is how an account of the chain is called: the reader has a vendor and those below them.
func (s WhyScreen) party(i int) string {
	switch {
	case i < s.Self:
		return ByProvider
	case i == s.Self:
		return "You"
	}
	return s.Chain[i].Name
}

// deed says what a step does.
func (s WhyScreen) deed(step domain.WhyStep) string {
	switch step.Kind {
	case domain.WhyMade:
		if step.Of == s.Self {
			return "Set in the plan that you made"
		}
		return "Set in the plan that they made"
	case domain.WhyTheirs:
		return "Their price"
	case domain.WhyMSRP:
		return "MSRP offered in place of the price"
	case domain.WhyConverted:
		return "Converted"
	case domain.WhyReturned:
		return "What was delivered before, brought back"
	case domain.WhyRule:
		return "Price rule"
	case domain.WhyOwn:
		return "Own value"
	}
	return "Delivered"
}

// how says how a step comes to its price from the one before it; "" where the step says it.
func (s WhyScreen) how(i int) string {
	step := s.Steps[i]
	var before domain.Price
	if i > 0 {
		before = s.Steps[i-1].Price
	}
	switch step.Kind {
	case domain.WhyConverted:
		return s.converted(step, before)
	case domain.WhyFound:
		if s.Viewer.SeesCosts() && step.Price.IsSet() {
			return "From which price, the log does not tell."
		}
	case domain.WhyRule:
		if step.Rule.Rule.Value != "" {
			return byRule(s.Names, step.Rule.Rule, true) + s.rounded(step, before)
		}
		return "by a rule"
	case domain.WhyOwn, domain.WhyMSRP:
		if i > 0 && !s.Steps[i-1].Hidden && before != step.Price {
			return "in place of " + FormatAmount(before, s.Chain[step.Of].Currency)
		}
	}
	return ""
}

// converted says a conversion with its rounding: "at 1 USD = 0.92 EUR: 9.2046, rounded to 2 decimals".
func (s WhyScreen) converted(step domain.WhyStep, before domain.Price) string {
	units, known := step.Conversion.Units()
	if !known {
		return "No exchange rate was known, so that no price was set."
	}
	return "at 1 " + string(step.Conversion.From) + " = " + FormatNumber(units) + " " + string(step.Conversion.To) + s.rounded(step, before)
}

// rounded says what a step comes to, and to what that was rounded; "" where it was not.
func (s WhyScreen) rounded(step domain.WhyStep, before domain.Price) string {
	exact := step.Exact(before)
	if !exact.IsSet() || exact == step.Price || !step.Price.IsSet() {
		return ""
	}
	return ": " + FormatNumber(exact.Decimal()) + ", rounded to " + FormatAmount(step.Price, s.Chain[step.Of].Currency)
}

// momentURL is the page of what brought something about to an account of the chain; "" where the reader has none.
func (s WhyScreen) momentURL(m domain.Moment, of int) string {
	switch me := s.Chain[s.Self].ID; {
	case m.Entry == 0 || m.At.IsZero():
		return ""
	case m.Run != 0 && m.RunOf == me:
		return RunResellerURL(m.Run, s.Chain[of].ID)
	case m.Run != 0 && of == s.Self:
		return ReceivedURL(m.Entry)
	case m.Run == 0 && of == s.Self:
		return ChangeURL(m.Entry)
	}
	return ""
}

// momentText is what brought something about, in the words of the log.
func momentText(m domain.Moment) string {
	switch {
	case m.At.IsZero():
		return ""
	case m.Run != 0 && m.Undo:
		return "Undo"
	case m.Run != 0:
		return "Synchronization"
	}
	return capital(m.Action)
}

// who is who brought something about to an account of the chain.
func (s WhyScreen) who(m domain.Moment, of int) string {
	switch {
	case m.At.IsZero():
		return ""
	case m.By != "":
		return m.By
	case m.Run == 0 && of > s.Self:
		return s.Chain[of].Name
	case m.Run == 0 && of == s.Self:
		return BySystem
	}
	return s.whoOf(m.RunOf, of)
}

// whoOf names an account who did something to one of the chain.
func (s WhyScreen) whoOf(account domain.AccountID, of int) string {
	for _, party := range s.Chain[s.Self:] {
		if party.ID == account {
			return party.Name
		}
	}
	switch name, former := s.Former[account]; {
	case former && of == s.Self:
		return ByProvider + " then"
	case former:
		return cmp.Or(name, "Their vendor then")
	}
	return ByProvider
}

// back says what is sold where the own value is given back.
func (s WhyScreen) back() string {
	text := FormatMoney(s.Back, s.account().Currency)
	if s.BackRule {
		text += ", by the rule over what was delivered"
	}
	return text
}

// offeredNote says what becomes of what is offered otherwise than was delivered.
func (s WhyScreen) offeredNote() string {
	if s.Key.Field == domain.FieldUpgradeFee {
		return "No synchronization delivers this: an upgrade path comes with a new plan, once."
	}
	return "A synchronization of prices would deliver this."
}

// line is the price as a line of a price list, for its margin.
func (s WhyScreen) line() domain.PriceLine {
	return domain.PriceLine{Key: s.Key, Price: s.Sold, Cost: s.Cost}
}

// historyCause says what moved a price or its cost.
func (s WhyScreen) historyCause(p domain.PricePoint) string {
	last := len(s.Chain) - 1
	switch {
	case p.At.IsZero():
		return "Before what is known"
	case p.Cause == domain.ByRates:
		return "Exchange rate"
	case p.Cause == domain.ByVendor && last-1 < s.Self:
		return "Price of " + lowerFirst(ByProvider)
	case p.Cause == domain.ByVendor && last-1 > s.Self:
		return "Price of " + domain.Isolate(s.party(last-1))
	}
	return momentText(p.Moment)
}

// pointOf is the index in the chain of the account at which a moment of the history was.
func (s WhyScreen) pointOf(p domain.PricePoint) int {
	switch last := len(s.Chain) - 1; p.Cause {
	case domain.ByVendor:
		return last - 1
	case domain.ByRates:
		return 0
	default:
		return last
	}
}

// pointURL is the page of what moved a price or its cost. Exchange rates are the provider's.
func (s WhyScreen) pointURL(p domain.PricePoint) string {
	last := len(s.Chain) - 1
	switch {
	case p.Cause == domain.ByRates && (!s.Viewer.IsProvider() || p.At.IsZero()):
		return ""
	case p.Cause == domain.ByRates, p.Cause == domain.ByMove && p.By != "":
		return ChangeURL(p.Entry)
	case p.Cause == domain.ByMove && last == s.Self:
		return reachedURL(p.Entry)
	case p.Cause == domain.ByMove:
		return ""
	}
	return s.momentURL(p.Moment, s.pointOf(p))
}

// pointWho is who moved it.
func (s WhyScreen) pointWho(p domain.PricePoint) string {
	switch {
	case p.Cause == domain.ByRates && !s.Viewer.IsProvider():
		return ByProvider
	case p.Cause == domain.ByMove:
		return cmp.Or(p.By, s.whoOf(p.RunOf, len(s.Chain)-1))
	}
	return s.who(p.Moment, s.pointOf(p))
}

// hasCosts reports whether a cost is among the history.
func (s WhyScreen) hasCosts() bool {
	for _, p := range s.History {
		if p.Cost.IsSet() {
			return true
		}
	}
	return false
}

// chartLabel says what the chart shows.
func (s WhyScreen) chartLabel(c priceChart) string {
	what := "the price"
	if s.hasCosts() {
		what += " and its cost"
	}
	return "Chart of " + what + " from " + c.From + " to " + c.To + "; the table below has its values"
}

// legend says which line of the chart is which.
func (s WhyScreen) legend() string {
	text := "Price: solid line. "
	if s.hasCosts() {
		text += "Cost: dashed line. "
	}
	return text + "Amounts in " + string(s.account().Currency) + "."
}
