package domain_test

import (
	"strings"
	"testing"

	"tiersync/domain"
)

// TestWhatMayStandInAField says for each kind of value what is good and what is not, with the message beside the field.
func TestWhatMayStandInAField(t *testing.T) {
	t.Parallel()
	const choose, line, fromZero, quantity, rule = "Choose from the list", "Use one line of plain text, without control characters",
		"Enter a whole number from 0 to 1000", "Enter a whole number, or unlimited", "Enter a rule like 20 0 unit 2"
	row := func(kind domain.ValueKind, limit int) domain.FieldInfo {
		return domain.FieldInfo{Kind: kind, Limit: limit, Label: "Category name"}
	}
	required := row(domain.LineValue, 5)
	required.Required = true
	tests := []struct {
		info     domain.FieldInfo
		decimals int32
		good     []string
		bad      map[string]string
	}{
		{row(domain.TextValue, 5), 0, []string{"", "a\nb\tc", "äöüßé"}, map[string]string{"äöüßé!": "Use at most 5 characters",
			"a\x00": "Use letters, digits and signs only", "a\xff": "Use letters, digits and signs only"}},
		{row(domain.LineValue, 5), 0, []string{"", " ", "äöüßé"}, map[string]string{"123456": "Use at most 5 characters", "a\nb": line, "a\u202eb": line,
			"\xff": "Use letters, digits and signs only"}},
		{required, 0, []string{"a", "äöüßé"}, map[string]string{"": "Enter a name", " ": "Enter a name", "123456": "Use at most 5 characters", "a\nb": line}},
		{row(domain.FeeValue, 0), 2, []string{"", "0", "0.00", "12.5", "999999999999999.99"}, map[string]string{"12.345": "Use at most 2 decimals",
			"-5": "Enter a price like 12.50", "+5": "Enter a price like 12.50", "ten": "Enter a price like 12.50", "1e3": "Enter a price like 12.50",
			"NaN": "Enter a price like 12.50", " 5": "Enter a price like 12.50", "5,50": "Enter a price like 12.50", ".5": "Enter a price like 12.50",
			"5.": "Enter a price like 12.50", "1000000000000000": "Enter a price like 12.50", "0x1": "Enter a price like 12.50"}},
		{row(domain.FeeValue, 0), 0, []string{"12", "12.0"}, map[string]string{"12.5": "Use no decimals"}},
		{row(domain.FeeValue, 0), 3, []string{"12.345"}, map[string]string{"12.3456": "Use at most 3 decimals"}},
		{row(domain.PriceValue, 0), domain.MeteredDecimals, []string{"", "0.000001", "0.0000001"}, map[string]string{"1.0000001": "Use at most 6 decimals", "-1": "Enter a price like 12.50"}},
		{row(domain.RateValue, 8), 0, []string{"0.92", "1", "0.00000001"}, map[string]string{"": "Enter a rate like 0.92", "0": "Enter a rate above 0",
			"-1": "Enter a rate above 0", "1e5": "Enter a rate like 0.92", "0.000000001": "Use at most 8 decimals"}},
		{row(domain.NumberValue, 1000), 0, []string{"0", "1", "1000"}, map[string]string{"": fromZero, "-1": fromZero, "1001": fromZero, "01": fromZero, "1.0": fromZero,
			" 1": fromZero, "99999999999999999999": fromZero}},
		{row(domain.NumberValue, 0), 0, []string{"13"}, nil}, // by its unit
		{row(domain.QuantityValue, 0), 0, []string{"-1", "0", "1000000000000"}, map[string]string{"-2": quantity, "1000000000001": quantity, "": quantity, "x": quantity}},
		{row(domain.FlagValue, 0), 0, []string{"yes", "no"}, map[string]string{"": choose, "Yes": choose, "true": choose}},
		{row(domain.IDValue, 0), 0, []string{"0", "7", "9223372036854775807"}, map[string]string{"": choose, "-1": choose, "07": choose, "x": choose, "1 2": choose,
			"9223372036854775808": choose}},
		{row(domain.IDsValue, 0), 0, []string{"", "3", "3 17"}, map[string]string{"17 3": choose, "3 3": choose, "3  17": choose, "x": choose, "3 x": choose, "3,17": choose}},
		{row(domain.RuleValue, 0), 0, []string{"20 0 0.99 2", "-10 1.5 unit 2", "0 -1 5 0", "12.5 0 unit 3"}, map[string]string{"": rule, "20": rule, "0 0 unit 2": rule,
			"20.0 0 unit 2": rule, "-100 0 unit 2": rule, "1001 0 unit 2": rule, "1.23456 0 unit 2": rule, "20 0 0.99 0": rule, "20 0 0.98 2": rule, "20 0 unit 13": rule,
			"20 0 unit -1": rule, "+20 0 unit 2": rule, "1e2 0 unit 2": rule, "20 0 unit 02": rule, "20  0 unit 2": rule, "20 0 unit 2 ": rule, "-0 1 unit 2": rule}},
		{row(domain.PresenceValue, 0), 0, []string{"yes", "Cloud"}, nil},
	}
	known := map[domain.ValueKind]bool{domain.ChoiceValue: true}
	for _, tt := range tests {
		known[tt.info.Kind] = true
		for _, text := range tt.good {
			if problem := tt.info.ValueProblem(text, tt.decimals); problem != "" {
				t.Errorf("kind %d: %q is refused: %s", tt.info.Kind, text, problem)
			}
		}
		for text, want := range tt.bad {
			if got := tt.info.ValueProblem(text, tt.decimals); got != want {
				t.Errorf("kind %d: of %q it says %q, want %q", tt.info.Kind, text, got, want)
			}
		}
	}
	for _, info := range domain.Fields() {
		if !known[info.Kind] {
			t.Errorf("%s is of kind %d, of which nobody says what is good", info.Field, info.Kind)
		}
	}
}

// TestChoices: a field of a list takes each word of it and no other.
func TestChoices(t *testing.T) {
	t.Parallel()
	words := map[domain.Field]string{domain.FieldPlanType: "Generic,Reseller,Domain Registration", domain.FieldUnit: "hours,days,months,years",
		domain.FieldTermsAcceptance: "every purchase,first purchase,first purchase and after each change,every purchase and after each change",
		domain.FieldAccountStatus:   "active,on hold,closed", domain.FieldUserRole: "administrator,operator,read-only",
		domain.FieldSubscriptionStatus: "Ordered,Active,Graced,On hold,Expired,Terminated,Canceled",
		domain.FieldRecipeReach:        "all,direct", domain.FieldRecipePolicy: "overwrite,keep,decide"}
	for _, guard := range domain.Guards() {
		words[guard.Sets] = "off,warn,refuse"
	}
	for _, info := range domain.Fields() {
		if info.Kind != domain.ChoiceValue {
			continue
		}
		for _, word := range strings.Split(words[info.Field], ",") {
			if problem := info.ValueProblem(word, 0); problem != "" {
				t.Errorf("%s cannot be %q: %s", info.Field, word, problem)
			}
		}
		for _, word := range []string{"", "other", strings.ToUpper(words[info.Field])} {
			if info.ValueProblem(word, 0) == "" {
				t.Errorf("%s can be %q", info.Field, word)
			}
		}
	}
}

// TestLinesOfTheirOwnKind: some lines are addresses, or words of a list that is too long for one.
func TestLinesOfTheirOwnKind(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		field     domain.Field
		good, bad string
	}{
		{domain.FieldUserEmail, "ann@p.example", "ann"}, {domain.FieldUserEmail, "a@b", "Ann <ann@p.example>"}, {domain.FieldUserEmail, "a@b.c", ""},
		{domain.FieldAccountCurrency, "EUR", "XYZ"}, {domain.FieldAccountCurrency, "USD", "eur"}, {domain.FieldAccountCurrency, "JPY", ""},
		{domain.FieldTemplateName, "Gold", ""}, {domain.FieldUserName, "Ann", " "},
	} {
		info := tt.field.Info()
		if problem := info.ValueProblem(tt.good, 0); problem != "" {
			t.Errorf("%s cannot be %q: %s", tt.field, tt.good, problem)
		}
		if info.ValueProblem(tt.bad, 0) == "" {
			t.Errorf("%s can be %q", tt.field, tt.bad)
		}
	}
}
