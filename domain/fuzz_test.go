package domain

import (
	"errors"
	"strings"
	"testing"
)

// FuzzParsePrice reads any text as a price of 0 to 6 decimals, or of up to 12: what is read is written as it was typed, a decimal comma and
// zeros at the end and in front aside, and reads the same again. What is refused has a reason.
func FuzzParsePrice(f *testing.F) {
	for _, text := range []string{"12.50", "0", "0.000001", "0.0000001", "not set", "NOT SET", "1e400", "Infinity", "NaN", "0x10", "1_000", "+5", "-0",
		"٣", "１２", "--1", "1.2.3", "", " 7 ", "007", "1.", ".1", "9999999999999.999999", "99999999999999", "1\n", "1\x00",
		"8,40", "0,500", "1,234", "1.234,56", "1,204.56", "1 234", "12.50 €", "USD 1,234"} {
		for _, decimals := range []uint8{0, 2, 3, 6, 7} {
			f.Add(text, decimals)
		}
	}
	f.Fuzz(func(t *testing.T, text string, places uint8) {
		decimals := int32(places % 8)
		if decimals == 7 {
			decimals = MeteredDecimals
		}
		price, err := ParsePrice(text, decimals)
		if err != nil {
			var e *Error
			if price.IsSet() || !errors.As(err, &e) || e.Kind != KindInvalid || e.Message == "" {
				t.Errorf("%q is refused with the price %q and %v", text, price, err)
			}
			return
		}
		if !price.IsSet() {
			if !strings.EqualFold(strings.TrimSpace(text), NotSet) {
				t.Errorf("%q is read as not set", text)
			}
			return
		}
		if want := canonical(strings.TrimSpace(text)); price.String() != want {
			t.Errorf("%q is read as %q, want %q", text, price, want)
		}
		if _, fraction, _ := strings.Cut(price.String(), "."); len(fraction) > int(decimals) {
			t.Errorf("%q is read as %q with %d decimals", text, price, decimals)
		}
		if again, err := ParsePrice(price.String(), decimals); err != nil || !again.Equal(price) {
			t.Errorf("%q is read as %q, which reads as %q, %v", text, price, again, err)
		}
	})
}

// canonical writes digits with a point or a comma without the zeros that mean nothing.
func canonical(text string) string {
	whole, fraction, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// FuzzParseOptions reads any list of values as check boxes: all of them, or none.
func FuzzParseOptions(f *testing.F) {
	for _, list := range []string{"", "update_fees", "update_fees update_fees", "drop_all", "update_fees drop_all", "UPDATE_FEES", "update_fees\x00", "\xff"} {
		f.Add(list)
	}
	f.Fuzz(func(t *testing.T, list string) {
		var values []string
		if list != "" {
			values = strings.Split(list, " ")
		}
		set, err := ParseOptions(values)
		if err != nil {
			if len(set) > 0 {
				t.Errorf("%q is refused with %v", values, set)
			}
			return
		}
		for _, value := range values {
			if !set[OptionKey(value)] {
				t.Errorf("%q is read as %v", values, set)
			}
		}
		for key := range set {
			if !AllOptions()[key] || !strings.Contains(list, string(key)) {
				t.Errorf("%q is read as %v", values, set)
			}
		}
	})
}
