package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// under are the choices of a list under a heading.
func (a *answer) under(name, heading string) []string {
	var labels []string
	for _, option := range a.Find("select[name='" + name + "'] optgroup[label='" + heading + "'] option").EachIter() {
		labels = append(labels, option.Text())
	}
	return labels
}

func TestNewExchangeRateIsOfACurrencyWithoutOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/exchange-rates/new"
	w.exec(`UPDATE account SET currency = 'GBP' WHERE id = $1`, w.viewers["R2"].Account.ID)
	page := w.get("P", path).want(http.StatusOK)
	if got := page.under("currency", "Of your resellers"); !slices.Equal(got, []string{"GBP, British Pound"}) {
		t.Errorf("of resellers: %q", got)
	}
	others := page.under("currency", "Other currencies")
	if !slices.Contains(others, "CHF, Swiss Franc") || slices.Contains(others, "EUR, Euro") || slices.Contains(others, "USD, US Dollar") ||
		slices.Contains(others, "GBP, British Pound") {
		t.Errorf("others: %q", others)
	}
	if got := page.form(path).Get("currency"); got != "GBP" {
		t.Errorf("chosen: %q", got)
	}
	for currency, want := range map[string]string{"EUR": "There is a rate of EUR already: edit that one", "USD": "This is your own currency",
		"QQQ": "Choose a currency from the list", "": "Choose a currency from the list"} {
		refused := w.post("P", path, url.Values{"currency": {currency}, "exchange_rate": {"5"}}).want(http.StatusUnprocessableEntity)
		if got := refused.problem("currency"); got != want {
			t.Errorf("%q: %q, want %q", currency, got, want)
		}
		if got := refused.form(path).Get("exchange_rate"); got != "5" {
			t.Errorf("the rate is not kept: %q", got)
		}
	}
	w.get("P", "/exchange-rates").shows("0.8") // EUR as it was
	w.post("P", path, url.Values{"currency": {"GBP"}, "exchange_rate": {"0,79"}}).want(http.StatusSeeOther)
	w.get("P", "/exchange-rates").shows("GBP", "0.79")
}

// TestRateOfACurrencyOutOfUse says that what is stored stays as it is, and can be changed.
func TestRateOfACurrencyOutOfUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`INSERT INTO exchange_rate (account_id, currency, rate) VALUES ($1, 'HRK', 7)`, w.viewers["P"].Account.ID)
	w.get("P", "/exchange-rates/HRK").want(http.StatusOK)
	w.post("P", "/exchange-rates/HRK", url.Values{"exchange_rate": {"7.5"}}).want(http.StatusSeeOther)
	w.get("P", "/exchange-rates").shows("HRK", "7.5")
}

func TestNewResellerChoosesACurrency(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/resellers/new"
	for as, own := range map[string]string{"P": "USD", "R1": "EUR"} {
		page := w.get(as, path).want(http.StatusOK)
		if got := page.under("account_currency", "With an exchange rate"); len(got) < 2 || got[0] != "USD, US Dollar" || got[1] != "EUR, Euro" {
			t.Errorf("%s: with a rate: %q", as, got)
		}
		if got := page.under("account_currency", "Without an exchange rate"); !slices.Contains(got, "CHF, Swiss Franc") || slices.Contains(got, "EUR, Euro") {
			t.Errorf("%s: without: %q", as, got)
		}
		if got := page.form(path).Get("account_currency"); got != own {
			t.Errorf("%s: chosen: %q", as, got)
		}
	}
	form := url.Values{"account_name": {"Fresh"}, "account_currency": {"QQQ"}, "user_name": {"Ann"}, "user_email": {"ann@fresh.example"}}
	if got := w.post("P", path, form).want(http.StatusUnprocessableEntity).problem("account_currency"); got != "Choose a currency from the list" {
		t.Errorf("QQQ: %q", got)
	}
	form.Set("account_currency", "CHF")
	form.Set("user_email", "ann")
	asks := w.post("P", path, form).want(http.StatusUnprocessableEntity)
	if got := asks.problem("account_currency"); got != "There is no exchange rate of CHF: their plans would be held. Tick below if you mean it" {
		t.Errorf("CHF: %q", got)
	}
	if asks.problem("user_email") == "" {
		t.Error("what else is wrong is not said")
	}
	w.get("P", "/resellers").hides("Fresh")
	form.Set("user_email", "ann@fresh.example")
	form.Set("without_rate", "CHF")
	form.Set("account_currency", "NOK") // what was ticked was meant of another currency
	if got := w.post("P", path, form).want(http.StatusUnprocessableEntity).problem("account_currency"); !strings.HasPrefix(got, "There is no exchange rate of NOK") {
		t.Errorf("NOK: %q", got)
	}
	form.Set("account_currency", "CHF")
	w.post("P", path, form).want(http.StatusSeeOther)
	w.get("P", "/resellers").shows("Fresh", "CHF")
}

// TestNewResellerOfAVendorWithoutARate: their own currency has no exchange rate, so that no other one can be converted to.
func TestNewResellerOfAVendorWithoutARate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/resellers/new"
	w.exec(`UPDATE account SET currency = 'GBP' WHERE id = $1`, w.viewers["R1"].Account.ID)
	form := url.Values{"account_name": {"Fresh"}, "account_currency": {"EUR"}, "user_name": {"Ann"}, "user_email": {"ann@fresh.example"}}
	asks := w.post("R1", path, form).want(http.StatusUnprocessableEntity).shows("Add them without an exchange rate of GBP")
	if got := asks.problem("account_currency"); !strings.HasPrefix(got, "There is no exchange rate of GBP") {
		t.Errorf("EUR: %q", got)
	}
	form.Set("account_currency", "GBP")
	w.post("R1", path, form).want(http.StatusSeeOther)
	w.get("R1", "/resellers").shows("Fresh", "GBP")
}

func TestTheRateOfNoCurrencyIsNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, currency := range []string{"CHF", "1", "%00", "EU%00", "%ff"} {
		w.get("P", "/exchange-rates/"+currency).want(http.StatusNotFound)
		w.get("P", "/exchange-rates/"+currency+"/history").want(http.StatusNotFound)
	}
}
