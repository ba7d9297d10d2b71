package pricesheet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// TestNumbers says of one text which readings it has: with a decimal point, with a decimal comma, or with both.
func TestNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, point, comma, affix, problem string }{
		{"4400", "4400", "4400", "", ""},
		{"0", "0", "0", "", ""},
		{"007", "7", "7", "", ""},
		{"10.95", "10.95", "", "", ""},
		{"10,95", "", "10.95", "", ""},
		{"10.40", "10.4", "", "", ""},
		{"1,234", "1234", "1.234", "", ""},
		{"1.234", "1.234", "1234", "", ""},
		{"12.345", "12.345", "12345", "", ""},
		{"1234.567", "1234.567", "", "", ""},
		{"0.125", "0.125", "", "", ""},
		{"0,0125", "", "0.0125", "", ""},
		{"000,125", "", "0.125", "", ""},
		{".5", "0.5", "", "", ""},
		{",5", "", "0.5", "", ""},
		{"1,204.56", "1204.56", "", "", ""},
		{"1.204,56", "", "1204.56", "", ""},
		{"1,234,567", "1234567", "", "", ""},
		{"1.234.567", "", "1234567", "", ""},
		{"1.234.567,8", "", "1234567.8", "", ""},
		{"1 234,50", "", "1234.5", "", ""},
		{"1\u00a0234,50", "", "1234.5", "", ""},
		{"1\u202f234.50", "1234.5", "", "", ""},
		{"1\u2009234", "1234", "1234", "", ""},
		{"1'234.50", "1234.5", "", "", ""},
		{"1’234’567.50", "1234567.5", "", "", ""},
		{"1,23,456.00", "123456", "", "", ""},
		{"12,34,567", "1234567", "", "", ""},
		{"7.5E-08", "0.000000075", "", "", ""},
		{"7,5e-08", "", "0.000000075", "", ""},
		{"75E-9", "0.000000075", "0.000000075", "", ""},
		{"1.2E+3", "1200", "", "", ""},
		{"0E400", "0", "0", "", ""},
		{"5,-", "", "5", "", ""},
		{"12.–", "12", "", "", ""},
		{"1.234,--", "", "1234", "", ""},
		{"1.599,00 €", "", "1599", "€", ""},
		{"€12.50", "12.5", "", "€", ""},
		{"EUR 12.50", "12.5", "", "EUR", ""},
		{"12.50 usd", "12.5", "", "usd", ""},
		{"US$12", "12", "12", "US$", ""},
		{"Fr. 12.50", "12.5", "", "Fr.", ""},
		{"12,50\u00a0kr.", "", "12.5", "kr.", ""},
		{"5,- €", "", "5", "€", ""},
		{"9999999999999.123456789012", "9999999999999.123456789012", "", "", ""},

		{"-1.00", "", "", "", belowZero},
		{"1.00-", "", "", "", belowZero},
		{"(1.00)", "", "", "", belowZero},
		{"−5", "", "", "", belowZero},
		{"-0", "", "", "", belowZero},
		{"-5,00 €", "", "", "€", belowZero},
		{"-€5", "", "", "€", belowZero},
		{"99999999999999", "", "", "", tooLarge},
		{"1e400", "", "", "", tooLarge},
		{"1e10000", "", "", "", tooLarge},
		{"1e-400", "", "", "", tooLarge},
		{"", "", "", "", notANumber},
		{"-", "", "", "", notANumber},
		{"--1", "", "", "", notANumber},
		{"+5", "", "", "", notANumber},
		{"5.", "", "", "", notANumber},
		{"1.2.3", "", "", "", notANumber},
		{"1,2,3", "", "", "", notANumber},
		{"1.234.56", "", "", "", notANumber},
		{"1,234'567", "", "", "", notANumber},
		{"1234,567.50", "", "", "", notANumber},
		{"01,234", "", "1.234", "", ""},
		{"1 2", "", "", "", notANumber},
		{"1  234", "", "", "", notANumber},
		{"12 345 67", "", "", "", notANumber},
		{"auf Anfrage", "", "", "", notANumber},
		{"n/a", "", "", "", notANumber},
		{"20%", "", "", "", notANumber},
		{"0x10", "", "", "", notANumber},
		{"1_000", "", "", "", notANumber},
		{"Infinity", "", "", "", notANumber},
		{"NaN", "", "", "", notANumber},
		{"٣", "", "", "", notANumber},
		{"１２", "", "", "", notANumber},
		{"½", "", "", "", notANumber},
		{"5 EUR €", "", "", "", notANumber},
		{"€ 5 €", "", "", "", notANumber},
		{"5 XYZ", "", "", "", notANumber},
		{"01.01.2026", "", "", "", notANumber},
		{"12:30", "", "", "", notANumber},
		{"5 10", "", "", "", notANumber},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			n := readNumber(tt.text)
			got := []string{n.point, n.comma, n.affix, n.problem}
			if n.problem != "" {
				got[0], got[1] = "", ""
			}
			want := []string{tt.point, tt.comma, tt.affix, tt.problem}
			if tt.problem == notANumber {
				got[2] = ""
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("point, comma, affix, problem (-want +got)\n%s", diff)
			}
		})
	}
}

// TestOneWayForTheWholeFile reads the amounts of a file, which decide together how each is read. A text in the result is a problem.
func TestOneWayForTheWholeFile(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, amounts, want string }{
		{"a point proves itself", "10.95 1,234", "10.95 1234"},
		{"a comma proves itself", "10,95 1,234 1.234", "10.95 1.234 1234"},
		{"a thousands comma proves the point", "1,234,567 1.500", "1234567 1.5"},
		{"thousands set apart by blanks prove nothing", "1\u00a0234 1,234", "1234 two ways"},
		{"whole numbers prove nothing", "4400 1,234 0", "4400 two ways 0"},
		{"both are proven: the comma is wrong", "10.95 4400 35,00 0", "10.95 4400 comma 0"},
		{"both are proven, most with commas: still the comma", "35,00 36,00 37,00 10.95", "comma comma comma 10.95"},
		{"both are proven: what can be read in two ways is nothing", "10.95 35,00 1.234 1,234", "10.95 comma two ways two ways"},
		{"both are proven: the exponent has a point", "10,95 7.5E-08 1E-3", "comma 0.000000075 0.001"},
		{"more decimals than a price has", "0.0000000000001 0.1234567890120", "decimals 0.123456789012"},
		{"words decide nothing", "n/a 1,234", "no amount two ways"},
		{"below zero decides nothing", "-1.50 1,234", "below zero two ways"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var e evidence
			texts := strings.Split(tt.amounts, " ")
			for i, text := range texts {
				e.add(readNumber(text), i+2, text)
			}
			var got []string
			for _, text := range texts {
				canonical, problem := e.read(readNumber(text))
				for _, word := range []string{"two ways", "decimal comma", "no amount", "decimals", "below zero"} {
					if strings.Contains(problem, word) {
						canonical = strings.TrimPrefix(word, "decimal ")
						break
					}
				}
				got = append(got, canonical)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got)\n%s\n%s", diff, e.said())
			}
		})
	}
}

// TestCurrencyAgrees checks the sign beside an amount against the line's currency.
func TestCurrencyAgrees(t *testing.T) {
	t.Parallel()
	tests := []struct{ affix, line, want, problem string }{
		{"", "EUR", "EUR", ""},
		{"€", "EUR", "EUR", ""},
		{"€", "", "EUR", ""},
		{"€", "USD", "USD", "is not in USD"},
		{"$", "CAD", "CAD", ""},
		{"$", "", "", "several currencies"},
		{"chf", "CHF", "CHF", ""},
	}
	for _, tt := range tests {
		got, problem := agree(tt.affix, domain.Currency(tt.line))
		if string(got) != tt.want || (tt.problem == "") != (problem == "") || !strings.Contains(problem, tt.problem) {
			t.Errorf("%q in a line in %q: %q, %q", tt.affix, tt.line, got, problem)
		}
	}
}
