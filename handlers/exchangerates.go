package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const exchangeRatesPath = "/exchange-rates"

// exchangeRateStore keeps the rates, in units of a currency per unit of the provider's.
type exchangeRateStore interface {
	changer
	ExchangeRates(ctx context.Context, v domain.Viewer) ([]domain.ExchangeRate, error)
	// CurrenciesWithoutRate are those in which resellers sell and for which there is no rate.
	CurrenciesWithoutRate(ctx context.Context, v domain.Viewer) ([]domain.Currency, error)
}

// ExchangeRates are the screens under /exchange-rates, which are the provider's.
type ExchangeRates struct{ store exchangeRateStore }

// NewExchangeRates returns the screens over a store.
func NewExchangeRates(store exchangeRateStore) *ExchangeRates { return &ExchangeRates{store} }

// List is GET /exchange-rates.
func (h *ExchangeRates) List(c echo.Context) error {
	ctx, v := c.Request().Context(), viewer(c)
	rates, err := h.store.ExchangeRates(ctx, v)
	if err != nil {
		return err
	}
	missing, err := h.store.CurrenciesWithoutRate(ctx, v)
	if err != nil {
		return err
	}
	args := views.ExchangeRates{Base: v.Account.Currency, Rates: rates, Missing: missing, CanEdit: v.May(domain.EditPrices)}
	return show(c, views.ExchangeRatesPage(page(c, "Exchange Rates", exchangeRatesPath), args))
}

// New is GET /exchange-rates/new. It offers the currencies without a rate, those in which resellers sell first.
func (h *ExchangeRates) New(c echo.Context) error {
	missing, err := h.store.CurrenciesWithoutRate(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	form := views.ExchangeRateForm{}
	if len(missing) > 0 {
		form.Currency = string(missing[0])
	}
	return h.form(c, form)
}

// choices are the currencies without a rate.
func (h *ExchangeRates) choices(c echo.Context) ([]views.Option, error) {
	ctx, v := c.Request().Context(), viewer(c)
	rates, err := h.store.ExchangeRates(ctx, v)
	if err != nil {
		return nil, err
	}
	missing, err := h.store.CurrenciesWithoutRate(ctx, v)
	if err != nil {
		return nil, err
	}
	taken := append(slices.Clone(missing), v.Account.Currency)
	for _, rate := range rates {
		taken = append(taken, rate.Currency)
	}
	options := append([]views.Option{{Label: "Choose"}}, currencyOptions("Of your resellers", missing)...)
	return append(options, currencyOptions("Other currencies", otherCurrencies(taken))...), nil
}

// Edit is GET /exchange-rates/:currency.
func (h *ExchangeRates) Edit(c echo.Context) error {
	if _, err := h.rate(c); err != nil { // first: what is no currency is not looked for in the log, where it need not even be text
		return err
	}
	seen, err := seenOf(c, h.store, rateRef(c.Param("currency")))
	if err != nil {
		return err
	}
	rate, err := h.rate(c)
	if err != nil {
		return err
	}
	return h.form(c, views.ExchangeRateForm{Known: true, Seen: seen, Currency: string(rate.Currency), Rate: rate.Rate})
}

// rateRef names the exchange rate of a currency.
func rateRef(currency string) domain.Ref {
	return domain.Ref{Of: domain.ObjectExchangeRate, Code: currency, Name: currency}
}

func (h *ExchangeRates) rate(c echo.Context) (domain.ExchangeRate, error) {
	rates, err := h.store.ExchangeRates(c.Request().Context(), viewer(c))
	if err != nil {
		return domain.ExchangeRate{}, err
	}
	currency := domain.Currency(c.Param("currency"))
	i := slices.IndexFunc(rates, func(r domain.ExchangeRate) bool { return r.Currency == currency })
	if i < 0 {
		return domain.ExchangeRate{}, domain.NotFound("The exchange rate")
	}
	return rates[i], nil
}

// Create is POST /exchange-rates/new.
func (h *ExchangeRates) Create(c echo.Context) error {
	f := formOf(c)
	form := views.ExchangeRateForm{Currency: strings.ToUpper(f.text("currency")), Rate: f.text("exchange_rate")}
	rate := domain.Edit{Key: domain.Key{Field: domain.FieldExchangeRate}, To: domain.Held{Text: domain.ExchangeRateText(form.Rate), There: true}}
	return h.save(c, form, domain.Change{Edits: []domain.Edit{rate}})
}

// Update is POST /exchange-rates/:currency.
func (h *ExchangeRates) Update(c echo.Context) error {
	rate, err := h.rate(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	form := views.ExchangeRateForm{Known: true, Seen: f.seen("seen"), Currency: string(rate.Currency), Rate: f.text("exchange_rate")}
	return h.save(c, form, domain.Change{Typed: domain.ExchangeRate{Rate: domain.ExchangeRateText(form.Rate)}.Values()})
}

// save makes the change of the rate that a form is about.
func (h *ExchangeRates) save(c echo.Context, form views.ExchangeRateForm, what domain.Change) error {
	what.Kind, what.About = domain.ExchangeRateSaved, rateRef(form.Currency)
	return save(c, h.store, what, "The exchange rate of "+form.Currency+" is saved. The next synchronization passes it on.", exchangeRatesPath,
		func() error { return h.form(c, form) })
}

func (h *ExchangeRates) form(c echo.Context, form views.ExchangeRateForm) error {
	form.Base = viewer(c).Account.Currency
	title := "New Exchange Rate"
	if form.Known {
		title = "Exchange Rate of " + form.Currency
	} else {
		var err error
		if form.Currencies, err = h.choices(c); err != nil {
			return err
		}
	}
	p := pageIn(c, domain.ObjectExchangeRate, title)
	return show(c, views.ExchangeRateFormPage(p, form))
}
