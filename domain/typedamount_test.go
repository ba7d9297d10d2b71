package domain

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

func TestFault116NumbersAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"8,40": "8.4", "0,5": "0.5", "12,3456": "12.3456", "0,125": "0.125", "00,500": "0.5", "12.50": "12.5", "1.234": "1.234",
		"1234,5": "1234.5", " 7 ": "7", "9999999999999.999999": "9999999999999.999999",
	} {
		if price, err := ParsePrice(text, MeteredDecimals); err != nil || price.String() != want {
			t.Errorf("ParsePrice(%q) = %q, %v; want %q", text, price, err, want)
		}
	}
	for text, want := range map[string]string{
		"1,234":                        "Type 1234 or 1.234: the comma could mean either",
		"1234,567":                     "Type 1234567 or 1234.567: the comma could mean either",
		"1,234 €":                      "Type 1234 or 1.234: the comma could mean either",
		"1.234,56":                     "Type 1234.56, without a thousands separator",
		"1,204.56":                     "Type 1204.56, without a thousands separator",
		"1.234.567,8":                  "Type 1234567.8, without a thousands separator",
		"1,234,567":                    "Type 1234567, without a thousands separator",
		"1.234.567":                    "Type 1234567, without a thousands separator",
		"1 234":                        "Type 1234, without a thousands separator",
		"1\u00a0234,50":                "Type 1234.50, without a thousands separator",
		"1\u202f234":                   "Type 1234, without a thousands separator",
		"1'204.50":                     "Type 1204.50, without a thousands separator",
		"1.234,56 €":                   "Type 1234.56, without a thousands separator",
		"12.50 €":                      "Type 12.50, without the currency",
		"€12,50":                       "Type 12.50, without the currency",
		"US$ 12":                       "Type 12, without the currency",
		"USD 12.50":                    "Type 12.50, without the currency",
		"12.50\u00a0EUR":               "Type 12.50, without the currency",
		"-0":                           "A price cannot be below zero",
		"--1":                          "A price cannot be below zero",
		"−5":                           "A price cannot be below zero",
		"99999999999999":               "Use at most 13 digits before the decimal point",
		strings.Repeat("9", 16):        "Use at most 13 digits before the decimal point",
		"0." + strings.Repeat("1", 13): "Use at most 6 decimals",
		"1." + strings.Repeat("0", 13): "Use at most 6 decimals",
		"1,23,456":                     "Enter a price like 12.50",
		"12,34.5":                      "Enter a price like 12.50",
		"1 23":                         "Enter a price like 12.50",
		"EUR":                          "Enter a price like 12.50",
		"5k":                           "Enter a price like 12.50",
	} {
		if price, err := ParsePrice(text, MeteredDecimals); !refused(err, want) || price.IsSet() {
			t.Errorf("ParsePrice(%q) = %q, %v; want %q", text, price, err, want)
		}
	}
}

// What a message tells people to type is taken, in a currency without decimals as in one that has them.
func TestAdviceCanBeTaken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		decimals   int32
		text, want string
	}{
		{2, "1,234", "Type 1234, without a thousands separator"},
		{2, "1,000", "Type 1000, without a thousands separator"},
		{2, "1234,567", "Use at most 2 decimals"},
		{2, "1,234 €", "Type 1234, without a thousands separator"},
		{2, "1,204.567", "Use at most 2 decimals"},
		{2, "1.234", "Use at most 2 decimals"},
		{2, "", "Enter a price like 12.50, or not set"},
		{2, "-5", "A price cannot be below zero"},
		{3, "1,234", "Type 1234 or 1.234: the comma could mean either"},
		{3, "12345678901,234", "Type 12345678901.234, with a decimal point"},
		{0, "1,234", "Type 1234, without a thousands separator"},
		{0, "1.234,56", "Use no decimals"},
		{0, "12.50 JPY", "Use no decimals"},
		{0, "¥1,250", "Type 1250, without a thousands separator"},
		{0, "1.5", "Use no decimals"},
		{0, "x", "Enter a price like 1250"},
		{0, "99,999,999,999,999", "Use at most 13 digits before the decimal point"},
	} {
		_, err := ParsePrice(tt.text, tt.decimals)
		if !refused(err, tt.want) {
			t.Errorf("%q with %d decimals: %v, want %q", tt.text, tt.decimals, err, tt.want)
		}
		for _, advised := range regexp.MustCompile(`(?:Type|or|like) ([0-9][0-9.]*)`).FindAllStringSubmatch(tt.want, -1) {
			if _, err := ParsePrice(advised[1], tt.decimals); err != nil {
				t.Errorf("%q with %d decimals: %q is advised and refused: %v", tt.text, tt.decimals, advised[1], err)
			}
		}
	}
}

// A whole number with its thousands set apart, as pages show it, can mean nothing else where only whole numbers are taken.
func TestAmountsOfResourcesAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"0": 0, "5000": 5000, "5,000": 5000, "1,234,567": 1234567, "5 000": 5000, "5\u00a0000": 5000, " 7 ": 7, "unlimited": Unlimited,
		"Unlimited": Unlimited, "1000000000000": quantityLimit,
	} {
		if n, err := ParseQuantity(text); err != nil || n != want {
			t.Errorf("ParseQuantity(%q) = %d, %v; want %d", text, n, err, want)
		}
	}
	for _, text := range []string{"", "-1", "-2", "+5", "5.000", "5,00", "50,00", "0,500", "1234,567", "1,23,456", "5,000.0", "1e3", "x", "٣",
		"1000000000001", "99999999999999999999"} {
		if n, err := ParseQuantity(text); !refused(err, "Enter a whole number, or unlimited") {
			t.Errorf("ParseQuantity(%q) = %d, %v", text, n, err)
		}
	}
}

// TestFault116RatesAreReadAsPricesAre says that exchange rates have the same reading, with a word of their own for what is no
// number.
func TestFault116RatesAreReadAsPricesAre(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0,92", "151,5", " 0.92", "0,00000001"} {
		if err := saveRate(nil, "EUR", text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, want := range map[string]string{
		"1,234": "Type 1234 or 1.234: the comma could mean either", "0.92 EUR": "Type 0.92, without the currency",
		"much": "Enter a rate like 0.92", "": "Enter a rate like 0.92", "0,0": "Enter a rate above 0", "0.000000001": "Use at most 8 decimals",
		"-1": "Enter a rate above 0",
	} {
		if err := saveRate(nil, "EUR", text); messageOf(err, "rate") != want {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// messageOf is the message that an error has for a field.
func messageOf(err error, field string) string {
	var e *Error
	if errors.As(err, &e) {
		for _, one := range e.Fields {
			if one.Field == field || field == "rate" && one.Key.Field == FieldExchangeRate {
				return one.Message
			}
		}
	}
	return ""
}
