package domain

import (
	"slices"
	"testing"
)

// TestCurrenciesAreThoseOfISO4217: people sell in what is money today, by code, each once, and in nothing that was.
func TestCurrenciesAreThoseOfISO4217(t *testing.T) {
	t.Parallel()
	list := Currencies()
	if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) || len(list) < 150 {
		t.Errorf("not sorted, or something is there twice, or missing: %v", list)
	}
	for _, c := range []Currency{"USD", "EUR", "JPY", "KWD", "CLF", "VES", "ZWG", "XCG", "SLE", "MRU"} {
		if problem := CurrencyProblem(c); problem != "" {
			t.Errorf("%s: %s", c, problem)
		}
	}
	for _, c := range []Currency{"DEM", "HRK", "BGN", "VEF", "XXX", "XTS", "XAU", "USN", "QQQ", "eur", "EURO", "", "E1R"} {
		if CurrencyProblem(c) == "" {
			t.Errorf("%q is taken", c)
		}
		if problem := CurrencyProblem(c, c); problem != "" {
			t.Errorf("%q, which is in use: %s", c, problem)
		}
	}
}

func TestExponents(t *testing.T) {
	t.Parallel()
	for c, want := range map[Currency]int32{"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3, "CLF": 4, "CLP": 0, "XPF": 0, "IDR": 0, "VES": 2, "DEM": 2, "QQQ": 2} {
		if got := c.Exponent(); got != want {
			t.Errorf("%s has %d decimals, want %d", c, got, want)
		}
	}
}

// saveRate applies a new exchange rate as it was typed; have is one that is there already.
func saveRate(have Thing, currency Currency, typed string) error {
	rate := Edit{Key: Key{Field: FieldExchangeRate}, To: Held{Text: ExchangeRateText(typed), There: true}}
	_, err := Apply(Change{Kind: ExchangeRateSaved, About: Ref{Of: ObjectExchangeRate, Code: string(currency)}, Edits: []Edit{rate}},
		Situation{Viewer: Viewer{Account: Account{Kind: Provider, Currency: "USD"}, User: User{Role: Administrator}}, Thing: have, Looked: have,
			Facts: Facts{Currencies: []Currency{"DEM"}}})
	return err
}

func TestNewExchangeRates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		currency      Currency
		rate          string
		beside, value string // messages
	}{
		{"CHF", "0,88", "", ""}, {"DEM", "2", "", ""}, {"USD", "1", "This is your own currency", ""},
		{"EUR", "0.8", "There is a rate of EUR already: edit that one", ""}, {"QQQ", "1", "Choose a currency from the list", ""},
		{"", "", "Choose a currency from the list", "Enter a rate like 0.92"},
	} {
		var have Thing
		if tt.currency == "EUR" {
			have = &ExchangeRate{Currency: "EUR", Rate: "0.9"}
		}
		err := saveRate(have, tt.currency, tt.rate)
		if got := messageOf(err, "currency"); got != tt.beside {
			t.Errorf("%q: beside the currency: %q", tt.currency, got)
		}
		if got := messageOf(err, "rate"); got != tt.value {
			t.Errorf("%q: beside the rate: %q", tt.currency, got)
		}
		if (err == nil) != (tt.beside+tt.value == "") {
			t.Errorf("%q: %v", tt.currency, err)
		}
	}
}
