package views

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"tiersync/domain"
	"tiersync/views/pages"
)

// ChainScreen is the page of the chain of a price.
type ChainScreen struct {
	pages.Chain
	Query pages.ChainQuery
	List  List
	Costs bool // the viewer sees what their own account pays
}

// Parameters of the address of a chain: the price, and the account whose price it is.
const (
	ChainPrice   = "price"
	ChainAccount = "of"
)

// ChainURL is the chain of a price, of the pages that begin with a path, for the line to an account (zero: to nobody); "" for what has none, such as
// an MSRP. What says which pages these are goes along.
func ChainURL(path string, key domain.Key, account domain.AccountID, of url.Values) string {
	if !key.Field.IsSold() {
		return ""
	}
	values := url.Values{}
	maps.Copy(values, of)
	for _, ofList := range []string{"by", "plan", "value", "show", "only", "look", "box", "group"} {
		values.Del(ofList)
	}
	values.Set(ChainPrice, PriceName(key))
	if account != 0 {
		values.Set(ChainAccount, idText(account))
	}
	return path + "/chain?" + values.Encode()
}

// chainURL is the chain of a price in the run that is listed.
func (s RunScreen) chainURL(key domain.Key) string {
	return ChainURL(s.List.Path, key, 0, s.List.Extra)
}

// chainURL is the chain of a price in the run, down to this reseller; as it is now where the run does not come down to them.
func (s ResultScreen) chainURL(key domain.Key) string {
	account := s.Result.Reseller.Account
	if s.Result.Reseller.Skip == domain.OutOfReach {
		return ChainURL(resellerPlans(account)+"/"+idText(key.Plan), key, 0, nil)
	}
	path := s.List.Path[:max(0, len(s.List.Path)-len("/resellers/"+idText(account)))]
	return ChainURL(path, key, account, s.List.Extra)
}

// whyURL says why the price of a row is what it is now, where the row is one account and the price is there now; else "".
func (s ChainScreen) whyURL(row pages.ChainRow) string {
	now := row.After
	if s.Run != nil && s.Run.ID == 0 {
		now = row.Before
	}
	switch {
	case row.Number != 1 || !now.Sells:
		return ""
	case row.Members[0] == s.Self:
		return WhyURL(PlanURL(s.Query.Key.Plan), s.Query.Key)
	}
	return WhyURL(resellerPlans(row.Members[0])+"/"+idText(s.Query.Key.Plan), s.Query.Key)
}

// of says which price it is.
func (s ChainScreen) of() Path {
	return append(priceOf(s.Names, s.Query.Key), s.Query.Key.Field.Label())
}

func (s ChainScreen) head() Head {
	head := Head{Title: "Chain of a price", Subtitle: domain.Isolate(named(s.Names.Plans, s.Query.Key.Plan, "Service plan")) + ", " + s.of().InSentence()}
	if s.Run != nil {
		head.Marks = []Mark{{Info, RunTitle(*s.Run)}}
	}
	return head
}

// says is what the page shows, in a sentence.
func (s ChainScreen) says() string {
	text := "How this price comes down the tree, level by level, as it is now. Costs are what vendors sell at, at today's rates."
	switch still := !slices.ContainsFunc(s.Chain.Chain.Groups, func(g domain.ChainGroup) bool { return g.Moved() }); {
	case still && s.Run != nil && s.Run.ID == 0:
		text = "How this price comes down the tree, level by level. Nothing of it would change. Costs are what vendors sell at."
	case still && s.Run != nil && s.Run.Kind == domain.UndoRun:
		text = "How this price came down the tree, level by level. The undo changed nothing of it. Costs are what vendors sell at, at the rates that held then."
	case still && s.Run != nil:
		text = "How this price came down the tree, level by level. The run changed nothing of it. Costs are what vendors sell at, at the rates of the run."
	case s.Run != nil && s.Run.ID == 0:
		text = "How this price would come down the tree, level by level: before and after. Costs are what vendors sell at, at the same rates before and after."
	case s.Run != nil && s.Run.Kind == domain.UndoRun:
		text = "How this price came down the tree, level by level: before the undo and after it. Costs are what vendors sell at, at the rates that held then."
	case s.Run != nil:
		text = "How this price came down the tree, level by level: before the run and after it. Costs are what vendors sell at, at the rates of the run."
	}
	return text + " Resellers for whom all of it is the same are one group."
}

// without says at how many accounts the price is not.
func (s ChainScreen) without() string {
	switch {
	case len(s.Chain.Chain.Groups) == 1:
		return "Nobody below has this price."
	case s.Chain.Chain.Without == 0:
		return ""
	}
	return FormatCount(s.Chain.Chain.Without, "reseller does not have this price, nor anybody below them.", "resellers do not have this price, nor anybody below them.")
}

// groupings are the two ways in which a chain is listed.
func (s ChainScreen) groupings() []Tab {
	groups, resellers := s.List.with(map[string]string{"by": "", "group": ""}), s.List.with(map[string]string{"by": "reseller", "group": ""})
	return []Tab{{Label: "By group", URL: groups.url(), Current: !s.Query.Resellers}, {Label: "By reseller", URL: resellers.url(), Current: s.Query.Resellers}}
}

// groupURL lists the members of a group.
func (s ChainScreen) groupURL(group int) string {
	list := s.List.with(map[string]string{"by": "reseller", "group": strconv.Itoa(group + 1)})
	list.Query = ""
	return list.url()
}

// name is how an account is called.
func (s ChainScreen) name(account domain.AccountID) string {
	if account == s.Self {
		return "You"
	}
	return s.Named[account]
}

// who is how a group is called: by the name of its one member, by who of it is on the line that is asked for, else by their number.
func (s ChainScreen) who(group int) string {
	n := len(s.Chain.Chain.Groups[group].Members)
	account, on := s.OnLine(group)
	switch {
	case n == 1:
		return s.name(s.First(group))
	case on:
		return domain.Isolate(s.name(account)) + " and " + FormatCount(n-1, "other", "others")
	}
	return FormatCount(n, "reseller", "resellers")
}

// vendor is who sells to a row.
func (s ChainScreen) vendor(row pages.ChainRow) string {
	switch {
	case row.Vendor != 0:
		return s.name(row.Vendor)
	case row.Seller >= 0:
		return s.who(row.Seller)
	}
	return ""
}

// Blind reports whether what an account pays is out of the viewer's sight.
func (s ChainScreen) Blind(l domain.ChainLink) bool {
	return !s.Costs && l.Account == s.Self && !l.After.Made
}

// amount is an amount of a link, or why there is none to see.
func (s ChainScreen) amount(l domain.ChainLink, p domain.Price, hidden bool) string {
	switch {
	case hidden:
		return domain.Unseen
	case !p.IsSet():
		return "—"
	}
	return FormatAmount(p, l.Currency)
}

// sold is what an account sells at at a moment: also that they do not have it, or that no price is set.
func (s ChainScreen) sold(l domain.ChainLink, p domain.ChainPrice) string {
	switch {
	case !p.Sells:
		return "—"
	case p.Hidden:
		return domain.Unseen
	}
	return FormatAmount(p.Sold, l.Currency)
}

// chainMargin says what remains at a moment.
func chainMargin(l domain.ChainLink, p domain.ChainPrice) string {
	margin, known := p.Margin()
	if !known {
		return "—"
	}
	return FormatSigned(margin, l.Currency)
}

// belowCost says since when a link sells below cost; "" where it does not.
func (s ChainScreen) belowCost(l domain.ChainLink) string {
	switch {
	case !l.After.BelowCost():
		return ""
	case s.Run != nil && !l.Before.BelowCost():
		return "below cost from now on"
	}
	return "below cost"
}

// whose says by what a price is what it is, where it is not what was delivered.
func whose(p domain.ChainPrice) string {
	switch {
	case p.Locked:
		return "own value, locked"
	case p.Own:
		return "own value"
	case p.Ruled:
		return "by a rule"
	case p.Off:
		return "not on sale"
	}
	return ""
}

// whoseNow is by what a price is what it is, or was before where it is no more.
func whoseNow(l domain.ChainLink) string {
	is, was := whose(l.After), whose(l.Before)
	if is == "" && was != "" {
		return was + " before"
	}
	return is
}

// chainRate says at which rate a link's offer was converted, and from what it was rounded; "" within one currency.
func chainRate(l domain.ChainLink) (rate, rounded string) {
	if l.Conversion.From == l.Conversion.To {
		return "", ""
	}
	units, known := l.Conversion.Units()
	if !known {
		return string(domain.NoExchangeRate), ""
	}
	rate = "1 " + string(l.Conversion.From) + " = " + FormatNumber(units) + " " + string(l.Conversion.To)
	switch reason := l.After.Offered.WhyNoRate(); {
	case reason != "":
		rounded = string(reason)
	case l.Exact.IsSet() && l.Exact != l.After.Offered && l.After.Offered.IsSet():
		rounded = FormatNumber(l.Exact.Decimal()) + " rounded to " + FormatAmount(l.After.Offered, l.Currency)
	}
	return rate, rounded
}

// waits says that something else is offered than was delivered, and why; "" where it is the same.
func (s ChainScreen) waits(l domain.ChainLink) string {
	switch why := s.notDelivered(l); {
	case why == "" || l.Reason == "":
		return why
	default:
		return "not delivered: " + why
	}
}

// Why is the reason why something else is offered than was delivered; "" where it is the same.
func (s ChainScreen) Why(l domain.ChainLink) string { return capital(s.notDelivered(l)) }

func (s ChainScreen) notDelivered(l domain.ChainLink) string {
	switch {
	case !l.Waits() || s.Blind(l):
		return ""
	case l.Reason != "":
		return string(l.Reason)
	case s.Run == nil:
		return "not passed on yet"
	}
	return "not delivered"
}
