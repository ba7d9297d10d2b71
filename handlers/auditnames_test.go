package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestTheAuditsFileCallsPlansAsTheyWereCalled: a plan that was renamed since stands in the file as it was called then, in its own changes
// and in those of a whole catalog.
func TestTheAuditsFileCallsPlansAsTheyWereCalled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P adds plan Tariff: plan category Software\nP adds period Tariff month: recurring fee 10")
	w.means("P", monthForm, w.fill("P", monthForm, map[string]string{"recurring_fee": "17"})).want(http.StatusSeeOther)
	old := w.get("P", "/products/plans/2").text("h1")
	w.post("P", "/products/plans/2/edit", w.fill("P", "/products/plans/2/edit", map[string]string{"name": "Post"})).want(http.StatusSeeOther)
	tariff := w.get("P", "/products/plans?q=Tariff").Find("main tbody a").First().AttrOr("href", "") + "/edit"
	w.post("P", tariff, w.fill("P", tariff, map[string]string{"name": "Renamed"})).want(http.StatusSeeOther)
	seen := map[string]bool{}
	for _, line := range w.file("P", "/audit.csv").lines {
		switch line["Action"] + " " + line["Value"] {
		case "Changed plan fees 1 month · Recurring fee":
			seen["fee"] = true
			if line["Part"] != old {
				t.Errorf("a fee that was changed before is of %q, want %q", line["Part"], old)
			}
		case "Changed service plan Name":
			if seen[line["Part"]] = true; line["Part"] != line["Object"] {
				t.Errorf("a plan that was renamed is %q in %q", line["Part"], line["Object"])
			}
		}
		if line["Part"] == "Tariff" {
			seen["catalog"] = true
		}
	}
	if len(seen) != 4 {
		t.Errorf("found %v", seen)
	}
}

// TestADocumentOfTwoTemplatesIsCalledAsInEach removes a document from one template that is in another one, too, under another name: the
// message, the change and the audit say what it was called in the first.
func TestADocumentOfTwoTemplatesIsCalledAsInEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := "/products/templates/" + idOf(w.template()) + "/terms"
	document := url.Values{"terms_acceptance": {"first purchase"}, "document_name-0": {"Privacy"}, "document_version-0": {"1"},
		"document_text-0": {"We keep it."}, "document_effective-0": {"2026-01-31"}}
	w.post("P", first, typed(w.get("P", first).form(first), document)).want(http.StatusSeeOther)
	w.create("P", "/products/templates/new", url.Values{"template_name": {"Bronze"}})
	w.exec(`UPDATE template t SET terms = replace(s.terms::text, 'Privacy', 'Data protection')::jsonb FROM template s
		WHERE t.name = 'Bronze' AND s.name = 'Standard'`)
	page := w.message("P", first, typed(w.get("P", first).form(first), url.Values{"remove-0": {"yes"}}))
	link := page.Find("[role=status] a[href^='/changes/'], .flash a[href^='/changes/']").First().AttrOr("href", "")
	for what, text := range map[string]string{"message": page.text("main"), "change": w.get("P", link).text("main"), "audit": w.get("P", "/audit").text("tbody tr:first-child"),
		"export": strings.Split(w.serve("P", http.MethodGet, "/audit.csv", "").Body.String(), "\n")[1]} {
		if !strings.Contains(text, "Privacy") || strings.Contains(text, "Data protection") {
			t.Errorf("the %s says %s", what, text)
		}
	}
}
