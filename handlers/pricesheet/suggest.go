package pricesheet

import (
	"regexp"
	"slices"
	"strings"

	"tiersync/domain"
)

// Headings of prices for several, and of those of before.
var (
	forSeveral = regexp.MustCompile(`(?i)(\bper|\bpro|\bje|/)\s*[0-9]*[02-9]`)
	past       = regexp.MustCompile(`(?i)\b(old|previous|prior|former|alt|alte|alter|altes|bisher|bisherige|bisheriger)\b`)
)

// hint is a word in a heading and what a column is probably used for that has it.
type hint struct {
	word  string // plain
	whole bool   // only where it is the whole heading
	use   Use
}

// hints are words of price lists in English and German; the first that fits counts.
func hints() []hint {
	recurring, setup := domain.RecurringFee.Field(), domain.SetupFee.Field()
	return []hint{
		{"gültigab", false, use(RoleStarts)}, {"validfrom", false, use(RoleStarts)}, {"startdate", false, use(RoleStarts)},
		{"effectivefrom", false, use(RoleStarts)}, {"effectivedate", false, use(RoleStarts)}, {"ab", true, use(RoleStarts)},
		{"gültigbis", false, use(RoleEnds)}, {"validto", false, use(RoleEnds)}, {"validuntil", false, use(RoleEnds)},
		{"enddate", false, use(RoleEnds)}, {"effectiveto", false, use(RoleEnds)}, {"bis", true, use(RoleEnds)},
		{"staffelab", false, use(RoleFrom)}, {"abmenge", false, use(RoleFrom)}, {"mengeab", false, use(RoleFrom)}, {"staffel", false, use(RoleFrom)},
		{"lowerbound", false, use(RoleFrom)}, {"rangemin", false, use(RoleFrom)}, {"minqty", false, use(RoleFrom)}, {"minquantity", false, use(RoleFrom)},
		{"fromquantity", false, use(RoleFrom)}, {"quantityfrom", false, use(RoleFrom)}, {"fromqty", false, use(RoleFrom)}, {"qtyfrom", false, use(RoleFrom)},
		{"währung", false, use(RoleCurrency)}, {"currency", false, use(RoleCurrency)}, {"curr", true, use(RoleCurrency)},
		{"uvp", false, msrp(recurring)}, {"msrp", false, msrp(recurring)}, {"rrp", false, msrp(recurring)}, {"erpprice", false, msrp(recurring)},
		{"endkunde", false, msrp(recurring)}, {"retail", false, msrp(recurring)}, {"verkaufspreis", false, msrp(recurring)}, {"vk", true, msrp(recurring)},
		{"vknetto", false, msrp(recurring)}, {"vkpreis", false, msrp(recurring)}, {"listprice", false, msrp(recurring)}, {"listenpreis", false, msrp(recurring)},
		{"streetprice", false, msrp(recurring)}, {"pricelist", false, Use{}}, {"preisliste", false, Use{}}, // of a month, by a name: no price
		{"setup", false, price(setup)}, {"einrichtung", false, price(setup)}, {"onetime", false, price(setup)}, {"einmalig", false, price(setup)},
		{"registration", false, price(recurring)}, {"register", true, price(recurring)}, {"renew", true, price(domain.RenewalFee.Field())},
		{"renewal", false, price(domain.RenewalFee.Field())}, {"verlängerung", false, price(domain.RenewalFee.Field())},
		{"transfer", false, price(domain.TransferFee.Field())},
		{"eknetto", false, price(recurring)}, {"ek", true, price(recurring)}, {"einkauf", false, price(recurring)}, {"unitprice", false, price(recurring)},
		{"netprice", false, price(recurring)}, {"nettopreis", false, price(recurring)}, {"price", false, price(recurring)},
		{"preis", false, price(recurring)}, {"cost", false, price(recurring)}, {"kosten", false, price(recurring)}, {"amount", false, price(recurring)},
		{"preiseinheit", false, use(RoleUnit)}, {"pe", true, use(RoleUnit)}, {"priceunit", false, use(RoleUnit)}, {"unitofmeasure", false, use(RoleUnit)},
		{"uom", true, use(RoleUnit)}, {"unit", true, use(RoleUnit)}, {"einheit", true, use(RoleUnit)},
		{"laufzeit", false, use(RoleTerm)}, {"duration", false, use(RoleTerm)}, {"licenseperiod", false, use(RoleTerm)}, {"licenceperiod", false, use(RoleTerm)},
		{"period", true, use(RoleTerm)}, {"term", true, use(RoleTerm)}, {"commit", false, use(RoleTerm)},
		{"abrechnung", false, use(RoleBilling)}, {"billing", false, use(RoleBilling)}, {"zahlweise", false, use(RoleBilling)},
		{"segment", false, use(RoleSegment)}, {"market", false, use(RoleMarket)}, {"markt", false, use(RoleMarket)}, {"country", false, use(RoleMarket)}, {"land", true, use(RoleMarket)},
		{"changeindicator", false, use(RoleChanged)}, {"änderung", false, use(RoleChanged)},
		{"productid", false, use(RoleProduct)}, {"produktnummer", false, use(RoleProduct)}, {"tld", true, use(RoleProduct)}, {"domainextension", false, use(RoleProduct)},
		{"sku", false, use(RoleSKU)}, {"artikelnummer", false, use(RoleSKU)}, {"artikelnr", false, use(RoleSKU)}, {"artnr", false, use(RoleSKU)},
		{"partnumber", false, use(RoleSKU)}, {"partno", false, use(RoleSKU)}, {"itemnumber", false, use(RoleSKU)}, {"itemno", false, use(RoleSKU)},
		{"offerid", false, use(RoleSKU)}, {"article", false, use(RoleSKU)}, {"artikel", true, use(RoleSKU)}, {"handle", true, use(RoleProduct)},
		{"bezeichnung", false, use(RoleTitle)}, {"produktname", false, use(RoleTitle)}, {"title", false, use(RoleTitle)}, {"titel", false, use(RoleTitle)},
		{"name", false, use(RoleTitle)}, {"description", true, use(RoleTitle)}, {"product", true, use(RoleTitle)}, {"produkt", true, use(RoleTitle)},
	}
}

// Suggest proposes what the columns are, by words in their headings, for somebody to confirm: prices are suggested as recurring
// fees, in the currency that their headings say, and for the term that they say where no column says terms; of several that say how many, as
// prices of tiers. Each use is suggested once, for the first column that it fits. Beside headings that were made dates, no price is suggested.
func Suggest(names []string) Mapping {
	m, _ := suggest(names, func(int, Role) bool { return true })
	return m
}

// suggest is Suggest for columns of which somebody knows what they may be. Unlike are those that are called as what they are not.
func suggest(names []string, mayBe func(column int, role Role) bool) (m Mapping, unlike map[string]Use) {
	m, unlike = Mapping{Columns: map[string]Use{}}, map[string]Use{}
	taken := map[Use]bool{}
	terms := !slices.ContainsFunc(names, func(name string) bool {
		_, _, ok := termed(name)
		return !ok && hinted(name).Role == RoleTerm
	})
	spoiled, tiers := slices.ContainsFunc(names, MadeDate), map[string]Use{}
	if !slices.ContainsFunc(names, saysBounds) {
		tiers = suggestTiers(names, terms)
	}
	for i, name := range names {
		use, tiered := tiers[name]
		if !tiered {
			use = hinted(name)
		}
		if rest, term, ok := termed(name); ok && terms && !tiered {
			use = hintedFor(rest, term)
		}
		switch {
		case use == (Use{}), taken[use], spoiled && (use.Role == RolePrice || use.Role == RoleMSRP):
		case !tiered && !mayBe(i, use.Role): // a column less would make other tiers of those beside it
			unlike[name] = use
		default:
			m.Columns[name], taken[use] = use, true
			m.suggestCurrency(name, use)
		}
	}
	return m, unlike
}

// priceless reports whether a heading says no price of one: a part of a hundred is a discount or a margin, what is for several is none of one, and an
// old price none at all.
func priceless(name string) bool {
	return strings.Contains(name, "%") || forSeveral.MatchString(name) || past.MatchString(name)
}

// hinted is what a heading probably means: the kind of price that is called so, or what the first hint says; the zero Use where none fits.
func hinted(name string) Use {
	plain := strings.Trim(plainName(name), "€$£")
	if priceless(name) {
		return Use{}
	}
	for _, kind := range domain.PriceKinds() {
		switch plain {
		case plainName(kind.Label()):
			return price(kind)
		case plainName(kind.MSRP().Label()):
			return msrp(kind)
		}
	}
	for _, h := range hints() {
		if plain == h.word || !h.whole && strings.Contains(plain, h.word) {
			return h.use
		}
	}
	return Use{}
}

// hintedFor is what a heading probably means that says a term beside its other words: a price for it.
func hintedFor(rest string, term domain.Term) Use {
	use := hinted(rest)
	switch {
	case use.Role == RoleTerm, rest == "":
		return Use{Role: RolePrice, Field: domain.RecurringFee.Field(), Term: term}
	case use.Role == RolePrice, use.Role == RoleMSRP:
		use.Term = term
		return use
	}
	return Use{}
}

// saysBounds reports whether a heading is probably that of lower bounds, and says none itself.
func saysBounds(name string) bool {
	_, _, is := banded(name)
	return !is && hinted(name).Role == RoleFrom
}

// suggestCurrency takes the currency of all lines from the first heading of prices that says one.
func (m *Mapping) suggestCurrency(heading string, use Use) {
	if use.Role != RolePrice && use.Role != RoleMSRP || m.Currency != "" {
		return
	}
	if codes := codesOf(headingCurrency(heading)); len(codes) == 1 && slices.Contains(domain.Currencies(), codes[0]) {
		m.Currency = codes[0]
	}
}
