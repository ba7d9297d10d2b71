package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const exchangeRatesPath = "/exchange-rates"

// exchangeRateStore keeps the rates, in units of a currency per unit of the provider's.
type exchangeRateStore interface {
	ExchangeRates(ctx context.Context, v domain.Viewer) ([]domain.ExchangeRate, error)
	SaveExchangeRate(ctx context.Context, v domain.Viewer, currency domain.Currency, rate string) error
	AccountTree(ctx context.Context, viewer domain.AccountID) ([]domain.Account, error)
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
	rates = slices.DeleteFunc(rates, func(r domain.ExchangeRate) bool { return r.Currency == v.Account.Currency })
	tree, err := h.store.AccountTree(ctx, v.Account.ID)
	if err != nil {
		return err
	}
	args := views.ExchangeRates{Base: v.Account.Currency, Rates: rates, Missing: withoutRate(tree, v.Account.Currency, rates),
		CanEdit: v.May(domain.EditPrices)}
	return render(c, http.StatusOK, views.ExchangeRatesPage(page(c, "Exchange Rates", exchangeRatesPath), args))
}

// withoutRate returns the currencies in which resellers sell and for which there is no rate.
func withoutRate(tree []domain.Account, base domain.Currency, rates []domain.ExchangeRate) []domain.Currency {
	var missing []domain.Currency
	for _, a := range tree {
		known := a.Currency == base || slices.Contains(missing, a.Currency) ||
			slices.ContainsFunc(rates, func(r domain.ExchangeRate) bool { return r.Currency == a.Currency })
		if !known {
			missing = append(missing, a.Currency)
		}
	}
	slices.Sort(missing)
	return missing
}

// New is GET /exchange-rates/new.
func (h *ExchangeRates) New(c echo.Context) error {
	return h.form(c, http.StatusOK, views.ExchangeRateForm{})
}

// Edit is GET /exchange-rates/:currency.
func (h *ExchangeRates) Edit(c echo.Context) error {
	rate, err := h.rate(c)
	if err != nil {
		return err
	}
	return h.form(c, http.StatusOK, views.ExchangeRateForm{Known: true, Currency: string(rate.Currency), Rate: rate.Rate})
}

func (h *ExchangeRates) rate(c echo.Context) (domain.ExchangeRate, error) {
	rates, err := h.store.ExchangeRates(c.Request().Context(), viewer(c))
	if err != nil {
		return domain.ExchangeRate{}, err
	}
	currency := domain.Currency(c.Param("currency"))
	i := slices.IndexFunc(rates, func(r domain.ExchangeRate) bool { return r.Currency == currency })
	if i < 0 || currency == viewer(c).Account.Currency {
		return domain.ExchangeRate{}, domain.NotFound("The exchange rate")
	}
	return rates[i], nil
}

// Create is POST /exchange-rates/new.
func (h *ExchangeRates) Create(c echo.Context) error {
	f := formOf(c)
	return h.save(c, f, views.ExchangeRateForm{Currency: strings.ToUpper(f.text("currency")), Rate: f.text("rate")})
}

// Update is POST /exchange-rates/:currency.
func (h *ExchangeRates) Update(c echo.Context) error {
	rate, err := h.rate(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	return h.save(c, f, views.ExchangeRateForm{Known: true, Currency: string(rate.Currency), Rate: f.text("rate")})
}

func (h *ExchangeRates) save(c echo.Context, f *form, form views.ExchangeRateForm) error {
	v, currency := viewer(c), domain.Currency(form.Currency)
	err := f.err()
	if err == nil {
		err = domain.CheckExchangeRate(v.Account.Currency, currency, form.Rate)
	}
	if err == nil {
		err = h.store.SaveExchangeRate(c.Request().Context(), v, currency, form.Rate)
	}
	if err == nil {
		return done(c, "The exchange rate is saved. The next synchronization passes it on.", exchangeRatesPath)
	}
	var ok bool
	if form.Errors, ok = f.merged(err); !ok {
		return err
	}
	return h.form(c, http.StatusUnprocessableEntity, form)
}

func (h *ExchangeRates) form(c echo.Context, status int, form views.ExchangeRateForm) error {
	form.Base = viewer(c).Account.Currency
	title := "New Exchange Rate"
	if form.Known {
		title = "Exchange Rate of " + form.Currency
	}
	p := page(c, title, exchangeRatesPath, views.Crumb{Label: "Exchange Rates", URL: exchangeRatesPath})
	p.Invalid = len(form.Errors) > 0
	return render(c, status, views.ExchangeRateFormPage(p, form))
}
