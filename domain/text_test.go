package domain_test

import (
	"strings"
	"testing"

	. "tiersync/domain"
)

// unseen has a name of each kind that does not show all of what is in it, or not the same on any two devices.
var unseen = map[string]string{
	"private use":                         "Ma\uE000il",
	"private use, the last of it":         "Ma\U0010FFFDil",
	"unassigned":                          "Ma\u0378il",
	"unassigned plane":                    "Ma\U00050000il",
	"no character":                        "Ma\uFFFEil",
	"an object's place":                   "Ma\uFFFCil",
	"what could not be read":              "Ma\uFFFDil",
	"an annotation":                       "Ma\uFFF9il",
	"a tag":                               "Mail\U000E0001",
	"a flag by tags":                      "🏴\U000E0067\U000E0062\U000E007F",
	"a selector on an ideograph":          "日\uFE0F本",
	"a selector of ideographs":            "葛\U000E0100城",
	"a selector on a digit without a cap": "Plan 1\uFE0F",
	"a selector of another script":        "日\u180B",
	"two selectors":                       "❤\uFE0F\uFE0F",
	"a joiner between ideographs":         "日\u200D本",
	"a joiner at the end":                 "می\u200C",
	"a joiner before a Latin letter":      "👩\u200Da",
	"two joiners":                         "می\u200C\u200Cخ",
	"an empty note":                       "Ma\U0001D159il",
	"an empty hieroglyph":                 "Ma\U00013441il",
	"an empty letter of Khitan":           "Ma\U00016FE4il",
	"an empty letter of Hangul":           "Ma\uFFA0il",
	"an override":                         "Ma\u202Eil",
	"an isolate":                          "Ma\u2066il",
	"a mark of direction":                 "Ma\u061Cil",
	"a math operator":                     "Ma\u2062il",
}

// TestFault115NamesThatLookTheSame refuses what nobody sees in a name, stores one way of writing what looks the same, and leaves alone
// what was stored before.
func TestFault115NamesThatLookTheSame(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Ma\u200Bil", "Ma\u00ADil", "Ma\uFEFFil", "Ma\u200Dil", "Mail\u200E", "\u202Eliam", "Ma\u2060il", "Ma\u3164il", "Ma\uFE0Fil",
		"Ma\u034Fil", "Mail \u2800", "\u0301Mail", "Mail \u0308", "Mail\U000E0041"} {
		if LineProblem(name, NameLimit) == "" || NameProblem(name) == "" {
			t.Errorf("%+q is taken", name)
		}
	}
	if got := NameProblem("Ma\u200Bil"); got != "Remove the invisible character U+200B" {
		t.Errorf("the message is %q", got)
	}
	for what, name := range unseen {
		if LineProblem(name, NameLimit) == "" || NameProblem(name) == "" {
			t.Errorf("%s: %+q is taken", what, name)
		}
	}
	for _, name := range []string{"Mail", "日本", "葛城", "한국", "ᠮᠤ\u180Bᠩ", "✂\uFE0E", "👨\u200D👩\u200D👧", "🏳\uFE0F\u200D🌈", "کار\u200Cها", "ශ්\u200Dරී", "\u0600١٢", "Büro & Söhne", "می\u200Cخواهم", "क्\u200Dष", "👩\u200D💻 Developer", "Plan 1\uFE0F\u20E3", "❤\uFE0F", "e\u0301"} {
		if problem := NameProblem(name); problem != "" {
			t.Errorf("%+q: %s", name, problem)
		}
	}
	for typed, want := range map[string]string{"Cafe\u0301": "Café", "Gold\u00A0Plan": "Gold Plan", " Gold \u2003  Plan ": "Gold Plan", "Mail": "Mail", "": ""} {
		if got := CleanLine(typed); got != want {
			t.Errorf("%+q becomes %+q", typed, got)
		}
	}
	category := func(name, text string) State {
		return State{Own: &Own{Made: &Catalog{Categories: &Categories{Sales: []SalesCategory{{ID: 7, Name: name, Description: text}}}}}}
	}
	save := func(now State, name, text string) (SalesCategory, []Edit, error) {
		c := Change{Kind: SalesCategoryChanged, About: Ref{Of: ObjectSalesCategory, ID: 7}, Typed: SalesCategory{ID: 7, Name: name, Description: text}.Values()}
		done, err := Apply(c, Situation{Viewer: Viewer{Account: Account{Kind: Provider}, User: User{Role: Administrator}}, Now: now, Seen: now})
		if err != nil {
			return SalesCategory{}, nil, err
		}
		return done.Own.MadeCatalog().Categories.Sales[0], done.Edits, nil
	}
	if got, _, err := save(category("Old", ""), "Cafe\u0301 \u00A0 Bar", "Cafe\u0301"); err != nil || got.Name != "Café Bar" || got.Description != "Café" {
		t.Errorf("stored is %+q, %+q, %v", got.Name, got.Description, err)
	}
	for _, old := range []string{"Ma\u200Bil", "Mail  Two", "Cafe\u0301"} {
		if got, edits, err := save(category(old, ""), old, "New text"); err != nil || got.Name != old || got.Description != "New text" || len(edits) != 1 {
			t.Errorf("what was stored before: %+q, %+v, %v", got.Name, edits, err)
		}
	}
	if _, edits, err := save(category("Gold Plan", ""), "Gold\u00A0Plan", ""); err != nil || len(edits) != 0 {
		t.Errorf("the same in other blanks is a change: %+v, %v", edits, err)
	}
	if _, _, err := save(category("Old", ""), "Old", "a \u202E text"); KindOf(err) != KindInvalid || !strings.Contains(err.Error(), "control characters") {
		t.Errorf("a text that turns what follows: %v", err)
	}
}

// TestPlansOfAListHaveNamesThatAreTaken: what a vendor's list calls a product may be copied from anywhere, and a plan can be made of it.
func TestPlansOfAListHaveNamesThatAreTaken(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{"Mail\u200b \uFFFD Plus\uFEFF": "Mail Plus", "Mail\n(annual)\tPlus": "Mail (annual) Plus", "\u202Eliam\u202C": "liam",
		"Mail \u0301": "Mail", "\u200b": "CFQ7 0001", "": "CFQ7 0001", "❤\uFE0F Mail": "❤\uFE0F Mail", strings.Repeat("x", 300): strings.Repeat("x", 250)} {
		name := UnknownProduct{Title: title, Lines: []*SheetLine{{Product: "CFQ7", SKU: "0001"}}}.Name()
		if problem := NameProblem(name); name != want || problem != "" {
			t.Errorf("%+q becomes a plan %+q: %s", title, name, problem)
		}
	}
}
