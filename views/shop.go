package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"tiersync/domain"
)

// Shopfront is what customers see of what an account sells: nothing else of it goes into the page, nor into what programs read.
type Shopfront struct {
	Name      string
	Currency  domain.Currency
	Path      string // of the page: "/shop/pinecrest"
	Shelves   []domain.Shelf
	Shelf     *domain.Shelf // the one that is asked for; nil: all of them
	Plans     []*domain.Plan
	List      List // the pages of that shelf
	Terms     *domain.Terms
	Resources map[domain.ResourceID]domain.Resource

	Viewer   *domain.Viewer // whose own catalog it is; nil for everybody
	Settings bool           // they may say who sees it
}

// ShopSettings is the form that says whether everybody may see a catalog, and where.
type ShopSettings struct {
	Shop domain.Shop // as it is
	Open bool
	Name string
	Seen string
}

// ShopURL is the public address of a shop.
func ShopURL(name string) string { return "/shop/" + url.PathEscape(name) }

// shownAtOnce is how many plans a shop shows without being asked for a category.
const shownAtOnce = LongPage

// count is how many plans stand on all shelves; one that stands on two counts on both.
func (f Shopfront) count() (n int) {
	for _, shelf := range f.Shelves {
		n += len(shelf.Plans)
	}
	return n
}

// shelfURL is the page of a shelf.
func (f Shopfront) shelfURL(s domain.Shelf) string {
	return f.Path + "?category=" + url.QueryEscape(s.Slug)
}

func (f Shopfront) title() string {
	if f.Shelf != nil {
		return domain.Isolate(f.Shelf.Name) + " · " + domain.Isolate(f.Name)
	}
	return f.Name
}

// pathText is what a shelf stands below.
func pathText(s domain.Shelf) string { return strings.Join(s.Path, " › ") }

// price is an amount as people write it: "$12.50", "CHF 12.50".
func (f Shopfront) price(p domain.Price) string { return PeoplesMoney(p, f.Currency) }

// PeoplesMoney writes an amount with the sign of its currency, as people who read English do: "$1,234.50", "€12.50", "CHF 12.50". It shows
// at least the decimals of the currency's minor unit and never rounds.
func PeoplesMoney(p domain.Price, c domain.Currency) string {
	if !p.IsSet() {
		return FormatAmount(p, c)
	}
	const fixed = "\u00a0" // between a sign of letters and the amount
	sign := currencySign(c)
	if last, _ := utf8.DecodeLastRuneInString(sign); unicode.IsLetter(last) || last == '.' {
		sign += fixed
	}
	return sign + FormatAmount(p, c)
}

// currencySign is the sign of a currency, its code where it has none.
func currencySign(c domain.Currency) string {
	unit, err := currency.ParseISO(string(c))
	if err != nil {
		return string(c)
	}
	return message.NewPrinter(language.English).Sprint(currency.Symbol(unit))
}

// per says for how long a price of a period is paid once.
func per(p domain.Period) string {
	label := domain.Period{Length: p.Length, Unit: p.Unit}.Label()
	if p.Length == 1 {
		label = strings.TrimPrefix(label, "1 ")
	}
	return "per " + label
}

// headline is what a plan costs in a period: the recurring fee, or, where that is zero, the recurring price of the main resource, and of what
// that is; "" for the fee.
func (f Shopfront) headline(p *domain.Plan, period domain.Period) (price domain.Price, of string) {
	price = period.Fees[domain.RecurringFee]
	rate, row := p.MainPrice(period.ID)
	if row == nil || !rate.Visible || !price.IsZero() || !row.Prices[domain.RecurringPrice].IsSet() || row.Prices[domain.RecurringPrice].IsZero() {
		return price, ""
	}
	return row.Prices[domain.RecurringPrice], f.Resources[rate.Resource].Name
}

// periodTitle is what a period is called: "1 month", "14 days trial".
func periodTitle(p domain.Period) string { return p.Label() }

// otherFees are the fees of a period beside the recurring one, as far as there are any.
func otherFees(p domain.Period) []domain.Fee {
	var list []domain.Fee
	for fee, price := range p.Fees {
		if domain.Fee(fee) != domain.RecurringFee && price.IsSet() && !price.IsZero() {
			list = append(list, domain.Fee(fee))
		}
	}
	return list
}

// feeName is what a fee is called.
func feeName(fee domain.Fee) string { return fee.Field().Info().Label }

// cycles says for how many periods at most somebody subscribes, "" for as long as they want.
func cycles(p domain.Period) string {
	if p.Cycles == 0 {
		return ""
	}
	return "ends after " + FormatCount(p.Cycles, "period", "periods")
}

// refund says for how long one gets the money back, "" for not at all.
func refund(p domain.Period) string {
	if p.RefundDays == 0 {
		return ""
	}
	return "money back for " + FormatCount(p.RefundDays, "day", "days")
}

// shownRates are the resources of a plan that customers see.
func shownRates(p *domain.Plan) []domain.Rate {
	var list []domain.Rate
	for _, r := range p.Rates {
		if r.Visible {
			list = append(list, r)
		}
	}
	return list
}

// sameRates reports whether the resources of a plan cost the same in all periods for which it is sold.
func sameRates(p *domain.Plan) bool {
	periods := p.ActivePeriods()
	for _, r := range shownRates(p) {
		for _, period := range periods {
			if !slices.EqualFunc(r.PricesFor(periods[0].ID), r.PricesFor(period.ID), func(a, b domain.PriceRow) bool { return a.From == b.From && a.Prices == b.Prices }) {
				return false
			}
		}
	}
	return true
}

// unit is what a resource is counted in: "GB"; "" where it is pieces.
func (f Shopfront) unit(r domain.Rate) string {
	if unit := f.Resources[r.Resource].Unit; unit != "unit" {
		return unit
	}
	return ""
}

// rateName is what a resource is called, with its unit where that says more: "Storage (GB)", "Mailboxes".
func (f Shopfront) rateName(r domain.Rate) string {
	called := f.Resources[r.Resource].Name
	name := domain.Isolate(called)
	if unit := f.unit(r); unit != "" && !strings.EqualFold(unit, called) {
		name += " (" + unit + ")"
	}
	return name
}

// included says how much of a resource is part of the plan, and how much there can be.
func included(r domain.Rate) string {
	var parts []string
	switch {
	case r.Included == domain.Unlimited:
		return "unlimited"
	case r.Included > 0:
		parts = append(parts, FormatInteger(r.Included)+" included")
	}
	if r.Minimum > r.Included {
		parts = append(parts, "at least "+FormatInteger(r.Minimum))
	}
	if r.Maximum != domain.Unlimited && r.Maximum > r.Included {
		parts = append(parts, "at most "+FormatInteger(r.Maximum))
	}
	return strings.Join(parts, ", ")
}

// rateTexts say how much of a resource there is in a period and what it costs: "free" where nothing is included and nothing is paid, "not included"
// where there can be none.
func (f Shopfront) rateTexts(r domain.Rate, period domain.PeriodID) []string {
	if r.Maximum == 0 {
		return []string{"not included"}
	}
	var texts []string
	if part := included(r); part != "" {
		texts = append(texts, part)
	}
	lines := f.rateLines(r, period)
	if len(lines) == 0 && r.Included == 0 {
		lines = []string{"free"}
	}
	return append(texts, lines...)
}

// charged reports whether customers ever pay for a resource: not where they have as much as they like, nor where there can be none.
func charged(r domain.Rate) bool { return r.Included != domain.Unlimited && r.Maximum != 0 }

// rateLines say what a resource costs in a period: "$2.00 each", "from 10: $1.50 each", "setup $1.00 each". Nothing where it costs nothing.
func (f Shopfront) rateLines(r domain.Rate, period domain.PeriodID) []string {
	if !charged(r) {
		return nil
	}
	var lines []string
	for _, row := range r.PricesFor(period) {
		for i, price := range row.Prices {
			if !price.IsSet() || price.IsZero() && (row.From == 0 || domain.RatePrice(i) != domain.RecurringPrice) {
				continue
			}
			line := f.price(price) + " each"
			if kind := domain.RatePrice(i); kind != domain.RecurringPrice {
				line = strings.ToLower(strings.TrimSuffix(kind.Field().Info().Label, " price")) + " " + line
			}
			if row.From > 0 {
				line = "from " + FormatInteger(row.From) + ": " + line
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// documentID is by what the page leads to a document of the terms.
func documentID(i int) string { return "terms-" + strconv.Itoa(i+1) }
