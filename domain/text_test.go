package domain_test

import (
	"strings"
	"testing"

	. "tiersync/domain"
)

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
	for _, name := range []string{"Mail", "Büro & Söhne", "می\u200Cخواهم", "क्\u200Dष", "👩\u200D💻 Developer", "Plan 1\uFE0F\u20E3", "❤\uFE0F", "e\u0301"} {
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
