package domain

import (
	"slices"
	"testing"

	"golang.org/x/text/currency"
)

// notISO are the currencies of which the library says another number of decimals than ISO 4217: its data is about how amounts
// are shown where coins are out of use, prices are about what can be charged.
func notISO() map[Currency]int32 {
	return map[Currency]int32{"AFN": 0, "ALL": 0, "AMD": 0, "COP": 0, "GYD": 0, "IDR": 0, "IQD": 0, "IRR": 0, "KPW": 0, "LAK": 0, "LBP": 0,
		"MGA": 0, "MMK": 0, "MNT": 0, "MUR": 0, "PKR": 0, "RSD": 0, "SOS": 0, "SYP": 0, "TZS": 0, "UZS": 0, "YER": 0}
}

// TestCurrenciesAreThoseOfISO4217 compares with the tables of golang.org/x/text: which currencies there are, and how many decimals
// each has.
func TestCurrenciesAreThoseOfISO4217(t *testing.T) {
	t.Parallel()
	ours := Currencies()
	if !slices.IsSorted(ours) || len(slices.Compact(slices.Clone(ours))) != len(ours) {
		t.Error("the list is not sorted, or has something twice")
	}
	// What became or ceased to be a currency after the library's tables were made.
	newer := []Currency{"MRU", "SLE", "VES", "XCG", "ZWG"}
	gone := []Currency{"ANG", "BGN", "CUC", "HRK", "MRO", "SLL", "VEF"}
	for _, c := range ours {
		if c.Name() == "" {
			t.Errorf("%s has no name", c)
		}
		unit, err := currency.ParseISO(string(c))
		if slices.Contains(newer, c) != (err != nil) {
			t.Errorf("%s: %v", c, err)
		}
		if err != nil {
			continue
		}
		scale, _ := currency.Standard.Rounding(unit)
		want := int32(scale)
		if theirs, differs := notISO()[c]; differs {
			if theirs != want {
				t.Errorf("%s has %d decimals in the library: is it as ISO has it now?", c, want)
			}
			continue
		}
		if got := c.Exponent(); got != want {
			t.Errorf("%s has %d decimals, want %d", c, got, want)
		}
	}
	for now := currency.Query(); now.Next(); {
		c := Currency(now.Unit().String())
		if there := slices.Contains(ours, c); there == slices.Contains(gone, c) {
			t.Errorf("%s is legal tender: listed %t", c, there)
		}
	}
}

func TestExponents(t *testing.T) {
	t.Parallel()
	for c, want := range map[Currency]int32{"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3, "IQD": 3, "CLF": 4, "CLP": 0, "XPF": 0, "COP": 2, "QQQ": 2} {
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
