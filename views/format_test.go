package views_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tiersync/domain"
	. "tiersync/views"
)

func TestFormatMoney(t *testing.T) {
	t.Parallel()
	tests := []struct {
		amount   string // "" for not set
		currency domain.Currency
		want     string
	}{
		{"", "USD", "not set"}, {"0", "USD", "USD 0.00"}, {"12.5", "USD", "USD 12.50"}, {"1234567.891", "KWD", "KWD 1,234,567.891"},
		{"1200", "JPY", "JPY 1,200"}, {"0.000125", "USD", "USD 0.000125"}, {"12.500000", "EUR", "EUR 12.50"}, {"999", "EUR", "EUR 999.00"},
		{"1000000000000000000", "JPY", "JPY 1,000,000,000,000,000,000"}, {"0.5", "JPY", "JPY 0.5"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			price, err := domain.PriceFromString(tt.amount)
			if err != nil {
				t.Fatal(err)
			}
			if got := FormatMoney(price, tt.currency); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFormatOrdinal(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 112: "112th", 122: "122nd"} {
		if got := FormatOrdinal(n); got != want {
			t.Errorf("%d reads %s, want %s", n, got, want)
		}
	}
}

func TestFormatNumbersAndTimes(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 11, 22, 19, 34, 59, 0, time.FixedZone("CET", 3600))
	for got, want := range map[string]string{
		FormatInteger(1204):                           "1,204",
		FormatInteger(-1234567):                       "-1,234,567",
		FormatInteger(999):                            "999",
		FormatNumber(decimal.RequireFromString("-1")): "-1",
		FormatNumber(decimal.New(12345, -1)):          "1,234.5",
		FormatCount(1, "plan", "plans"):               "1 plan",
		FormatCount(0, "plan", "plans"):               "0 plans",
		FormatAll(1, "The One", "All #"):              "The One",
		FormatAll(1204, "The One", "All # of them"):   "All 1,204 of them",
		FormatTime(moment):                            "22 Nov 2026, 18:34 UTC",
		FormatDate(moment):                            "22 Nov 2026",
		FormatTime(time.Time{}):                       "—",
		FormatDay("2026-01-31"):                       "31 Jan 2026",
		FormatDay("soon"):                             "soon",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
