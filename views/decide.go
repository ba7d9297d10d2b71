package views

import (
	"strings"

	"tiersync/domain"
	"tiersync/views/pages"
)

// What the buttons of the page do beside one decision, which is named by its text.
const (
	DecideTicked = "ticked"
	DecideBelow  = "below"
	TakeFound    = "take found"
	KeepFound    = "keep found"
)

// DecideURL is where it is decided which own values the run of a dialog takes.
func DecideURL(r domain.RunRequest) string { return PreviewURL(r) + "/decide" }

// DecideScreen is a page of the own values about which a run is decided.
type DecideScreen struct {
	pages.ContestedPage
	List    List
	Costs   bool // whether costs are shown
	Request domain.RunRequest
	Preview string // its address
	Query   pages.ContestedQuery
}

// ContestedFilters are the choices of the page's filter; costs says whether costs are shown.
func ContestedFilters(costs bool) []Option {
	all := []Option{{Value: string(pages.ContestedMoved), Label: "Both sides moved"}, {Value: string(pages.ContestedLocked), Label: "Locked"},
		{Value: string(pages.ContestedTaken), Label: "Taken"}, {Value: string(pages.ContestedKept), Label: "Kept"}}
	if costs {
		all = append(all, Option{Value: string(pages.ContestedBelow), Label: "Below cost"})
	}
	return all
}

// lead counts what there is to decide about.
func (s DecideScreen) lead() string {
	text := FormatCount(s.All, "own value", "own values") + " in the way of the ticked boxes: " + FormatInteger(s.Taken) + " taken, " +
		FormatInteger(s.All-s.Taken) + " kept"
	if s.Costs {
		text += ", " + FormatInteger(s.Below) + " below cost"
	}
	return text + "."
}

// shownOnly names the plan or the reseller whose values alone are shown; "" where all are.
func (s DecideScreen) shownOnly() string {
	var of []string
	if s.Query.Plan != 0 {
		of = append(of, "of "+domain.Isolate(named(s.Names.Plans, s.Query.Plan, "Service plan")))
	}
	if s.Query.Account != 0 {
		of = append(of, "at "+domain.Isolate(named(s.Names.Accounts, s.Query.Account, "Reseller")))
	}
	if len(of) == 0 {
		return ""
	}
	return "Only values " + strings.Join(of, " ") + "."
}

func (s DecideScreen) words(c domain.Contested) words {
	return words{names: s.Names, currency: c.Target.Currency}
}

func (s DecideScreen) reseller(c domain.Contested) string {
	return named(s.Names.Accounts, c.Target.Account, "Reseller")
}

func (s DecideScreen) group(c domain.Contested) string {
	return s.words(c).group(c.Key)
}

func (s DecideScreen) subject(c domain.Contested) Path {
	return s.words(c).subject(domain.Outcome{Key: c.Key})
}

// only is the address of the page with the values of one plan, or of one reseller; of all, where the id is "".
func (s DecideScreen) only(name, id string) string {
	return s.List.with(map[string]string{name: id}).URL()
}

// all is the address of the page with the values of all plans and resellers.
func (s DecideScreen) all() string {
	return s.List.with(map[string]string{"of": "", "at": ""}).URL()
}

// ruledShown is how many prices of a rule are named.
const ruledShown = 10

// ruledMove says how many of the prices that a rule makes a run moves: where it is taken, and where it stays.
func ruledMove(made []domain.RuledPrice) string {
	taken, kept := 0, 0
	for _, price := range made {
		if price.Taken != price.Now {
			taken++
		}
		if price.Kept != price.Now {
			kept++
		}
	}
	return "would change: " + FormatInteger(taken) + " if taken, " + FormatInteger(kept) + " if kept"
}

// ruled says what becomes of a price that a rule makes.
func (s DecideScreen) ruled(c domain.Contested, price domain.RuledPrice) string {
	money := func(p domain.Price) string { return s.words(c).value(price.Key, p.String()) }
	return "now " + money(price.Now) + "; taken " + money(price.Taken) + ", kept " + money(price.Kept)
}

// margin is what remains of a price, in words; "" where that is not known, or not shown.
func (s DecideScreen) margin(text string, c domain.Contested) string {
	if !s.Costs {
		return ""
	}
	return marginOf(text, c)
}

func marginOf(text string, c domain.Contested) string {
	price, err := domain.PriceFromString(text)
	if err != nil || !c.Key.Field.IsPrice() || !c.Cost.IsSet() {
		return ""
	}
	if price.Below(c.Cost) {
		return "below cost"
	}
	return "margin " + marginText(price, c.Cost)
}

// decideTitle says what comes of what was decided so far.
func decideTitle(s RunScreen) string {
	if len(s.RunPage.Run.Decisions) == 0 {
		return "Nothing is taken until you decide so"
	}
	return "Own values to decide about: " + FormatInteger(s.RunPage.Run.Totals.Taken) + " taken, " + FormatInteger(s.RunPage.Run.Totals.Left) + " kept"
}

// takenNote says how many own values it was decided to take, beside those that a run with Decide overwrites: what new limits do not allow goes
// undecided, and what is taken is not overwritten where a price rule makes the same. It is "" for any other run.
func takenNote(t domain.RunTotals) string {
	switch {
	case t.Taken+t.Left == 0:
		return ""
	case t.Taken == 0:
		return "none taken by decision"
	}
	return FormatInteger(t.Taken) + " taken by decision"
}

// keptNote says how many of the own values that it keeps are among those about which it is decided; "" where it keeps none, and for any other run.
func keptNote(t domain.RunTotals) string {
	if t.OwnKept == 0 || t.Taken+t.Left == 0 {
		return ""
	}
	return FormatInteger(t.Left) + " of them to decide about"
}

// ownHead heads a run, and its preview: how many own values give way, and how many stay. With Decide it is those about which it is decided.
func ownHead(r domain.Run) string {
	if t := r.Totals; t.Taken+t.Left > 0 {
		return FormatCount(t.Taken, "own value", "own values") + " taken, " + FormatInteger(t.Left) + " kept"
	}
	return FormatCount(r.Totals.OwnOverwritten, "own value", "own values") + " overwritten, " + FormatInteger(r.Totals.OwnKept) + " kept"
}

// decidedNames are the words for decisions: "Take all", "Keep Hosted Mail".
func decidedNames(d pages.Decided) []string {
	w := words{names: d.Names}
	names := make([]string, len(d.First))
	for i, one := range d.First {
		of := "all"
		if one.Of != (domain.Leave{}) {
			of = w.leave(one.Of)
		}
		names[i] = "Keep " + of
		if one.Take {
			names[i] = "Take " + of
		}
	}
	return names
}
