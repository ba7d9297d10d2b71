package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/views"
)

// calculatePath is where prices are calculated: its address has the filters of the price list, or the lines that were ticked, and the calculation.
const calculatePath = pricesPath + "/calculate"

// calculation is what an address asks to be calculated, and what comes of it.
type calculation struct {
	priceRequest
	how  domain.Calculation
	made []domain.Calculated // none where the address has no calculation yet, or one that cannot be read
	page views.Calculate
}

// Calculate is GET /products/prices/calculate: the form of a calculation, and below it what it would change.
func (h *Prices) Calculate(c echo.Context) error {
	asked, err := h.calculation(c)
	if err != nil {
		return err
	}
	return h.showCalculation(c, asked)
}

// SaveCalculated is POST /products/prices/calculate: the same, done, where it comes to what was shown.
func (h *Prices) SaveCalculated(c echo.Context) error {
	asked, err := h.calculation(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	if f.err() == nil && f.text("bound") != asked.page.Bound {
		f.fail("", "Prices were changed since this was shown. Nothing was saved. Look at it again.")
	}
	return save(c, h.store, asked.change(), "Prices are saved.", asked.list.URL(), func() error { return h.showCalculation(c, asked) })
}

// change sets the prices that become others.
func (asked calculation) change() domain.Change {
	var typed []domain.KeyedValue
	for _, one := range asked.made {
		if one.Changed() {
			typed = append(typed, domain.KeyedValue{Key: one.Set, Value: one.New.String()})
		}
	}
	return domain.ChangeOfMany(domain.PricesChanged, typed...)
}

// calculation reads what the address asks for.
func (h *Prices) calculation(c echo.Context) (asked calculation, err error) {
	if asked.priceRequest, err = h.ask(c); err != nil {
		return asked, err
	}
	params, v := c.Request().URL.Query(), viewer(c)
	asked.page = views.Calculate{Seen: asked.seen, Currency: v.Account.Currency, Names: asked.all.Names, Reseller: !v.IsProvider(),
		Costs: !v.IsProvider() && v.SeesCosts(), Here: c.Request().URL.RequestURI(), Back: asked.list.URL(), Keep: asked.kept(params),
		Vendor: asked.all.Costs.Currency(), Typed: params}
	for _, name := range params["line"] {
		if key, _, known := views.InputKey(name); known {
			asked.query.Keys = append(asked.query.Keys, key)
		}
	}
	domain.SortKeys(asked.query.Keys)
	asked.page.Ticked = len(asked.query.Keys)
	asked.query.Limit = 0
	if !params.Has("base") {
		return asked, nil
	}
	asked.how = readCalculation(formOf(c), params, asked.page)
	if formOf(c).err() == nil {
		asked.made = asked.all.Calculate(asked.query, asked.how, v.Account.Currency)
		asked.page.Shown, asked.page.Bound = true, calculatedDigest(asked.made)
	}
	return asked, nil
}

// kept are the filters and the ticked lines, which the form of the calculation carries on.
func (r calculation) kept(params url.Values) url.Values {
	kept := url.Values{}
	for _, name := range []string{"q", "plan", "line"} {
		if params.Has(name) {
			kept[name] = params[name]
		}
	}
	for _, filter := range r.list.Filters {
		if filter.Value != "" {
			kept.Set(filter.Name, filter.Value)
		}
	}
	return kept
}

// readCalculation reads a calculation from an address; what is wrong stands beside its field.
func readCalculation(f *form, params url.Values, page views.Calculate) (how domain.Calculation) {
	number := func(name string, read func(string) (decimal.Decimal, error)) decimal.Decimal {
		return askedNumber(f, params, name, read)
	}
	how.MSRP = params.Get("sets") == views.SetsMSRP && page.HasMSRP()
	how.Base, how.Rounding = domain.PriceBase(params.Get("base")), domain.Rounding(params.Get("rounding"))
	if !views.Offers(page.Bases(), string(how.Base)) {
		f.fail("base", chooseFromList)
	}
	if !views.Offers(page.Roundings(), string(how.Rounding)) {
		f.fail("rounding", chooseFromList)
	}
	how.Percent = number("percent", domain.ParsePercent)
	how.Amount = number("amount", domain.ParseDifference)
	how.NotBelow = params.Get("not_below") == domain.Yes && page.Costs
	if text := plainText(params.Get("at_most")); text != "" {
		most, err := domain.ParsePrice(text, page.Currency.Exponent())
		f.refuse("at_most", err)
		how.AtMost = most
	}
	if how.Margin = params.Get("percent_is") == views.PercentMargin; how.Margin && how.Percent.GreaterThanOrEqual(decimal.NewFromInt(100)) {
		f.fail("percent", "A margin is less than 100 % of the price")
	}
	if how.Base == domain.FromVendor {
		if how.Rate = number("rate", domain.ParseRate); !how.Rate.IsPositive() && f.errs.For("rate") == "" {
			f.fail("rate", "Enter a rate like 0.92")
		}
	}
	return how
}

// askedNumber reads a number from an address, zero for none; what is none is said beside its field.
func askedNumber(f *form, params url.Values, name string, read func(string) (decimal.Decimal, error)) (n decimal.Decimal) {
	if text := plainText(params.Get(name)); text != "" {
		var err error
		n, err = read(text)
		f.refuse(name, err)
	}
	return n
}

// digestOf stands for what is written.
func digestOf(write func(io.Writer)) string {
	sum := sha256.New()
	write(sum)
	return hex.EncodeToString(sum.Sum(nil))
}

// calculatedDigest stands for what a calculation comes to.
func calculatedDigest(all []domain.Calculated) string {
	return digestOf(func(w io.Writer) {
		for _, one := range all {
			if one.Changed() {
				fmt.Fprintln(w, one.Set.Text(), one.Was, one.New)
			}
		}
	})
}

// showCalculation shows the page: those that change first, then those that stay although they were asked for.
func (h *Prices) showCalculation(c echo.Context, asked calculation) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	list.Path, list.Extra = calculatePath, c.Request().URL.Query()
	list.Query = "" // it is among the others
	list.Extra.Del("page")
	var rows, left []domain.Calculated
	for _, one := range asked.made {
		switch {
		case one.Changed():
			rows = append(rows, one)
		case one.Why != "":
			left = append(left, one)
		}
	}
	asked.page.Changed, asked.page.Left, asked.page.Same = len(rows), len(left), len(asked.made)-len(rows)-len(left)
	if asked.page.Changed > 0 {
		what := asked.change()
		what.WantsBelow = true
		done, err := h.store.PreviewChange(c.Request().Context(), viewer(c), what)
		if err != nil && !refused(c, err) {
			return err
		}
		asked.page.Below = done.Below
	}
	asked.page.Rows = pageRows(&list, append(rows, left...), nil)
	asked.page.List = list
	return show(c, views.CalculatePage(page(c, "Calculate prices", pricesPath, views.Crumb{Label: "Prices", URL: asked.page.Back}), asked.page))
}
