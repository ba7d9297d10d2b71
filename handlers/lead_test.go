package handlers_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tiersync/handlers"
)

// TestAnAnswerLeadsToNoLongAddress: a proxy takes an answer with too long a head for a failed process, and asks none for a while. What somebody
// without a session asks for, or sends beside a form, does not make one.
func TestAnAnswerLeadsToNoLongAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := "?q=" + strings.Repeat("%26", 10_000)
	dialog := w.get("P", "/products/plans/1/synchronize").form("/products/plans/1/synchronize")
	left := typed(dialog, url.Values{"opt": {"update_fees"}, "back": {"/products/plans/1/synchronize/preview" + long}})
	late := newWorld(t).browser()
	late.signIn("P", "/login")
	late.night()
	tests := []struct {
		name string
		ask  func() *answer
		want string
	}{
		{"signed out", func() *answer { return w.browser().ask(http.MethodGet, "/resellers"+long, nil, "") }, "/login"},
		{"a form whose session ended", func() *answer {
			return late.ask(http.MethodPost, "/products/plans/2/edit"+long, late.signed("P", url.Values{"name": {"Mail"}}), "")
		}, "/login?expired=kept"},
		{"back to a preview", func() *answer { return w.post("P", "/products/plans/1/synchronize/preview/leave-out", left) }, "/products/plans/1/synchronize/preview"},
		{"a slash at the end", func() *answer { return w.get("P", "/resellers/"+long) }, ""},
	}
	for _, tt := range tests {
		a := tt.ask()
		if a.location != tt.want {
			t.Errorf("%s: status %d, %d bytes of address: %.60s", tt.name, a.status, len(a.location), a.location)
		}
	}
}

// TestCalculateMorePricesThanAnAddressHolds says so instead of leading to an address that nobody answers.
func TestCalculateMorePricesThanAnAddressHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.get("P", recurrings).form(recurrings)
	form.Set("go", "calculate")
	for len(strings.Join(form["line"], "&line=")) < handlers.LongestAddress {
		form["line"] = append(form["line"], feeName(mailPlan))
	}
	w.post("P", recurrings, form).want(http.StatusUnprocessableEntity).shows("Tick fewer prices")
}

// TestOneRoadLeadsOn: what bounds an address that an answer leads to is passed by nobody.
func TestOneRoadLeadsOn(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name != "lead.go" && name != "lead_test.go" && strings.Contains(string(text), ".Redirect(") {
			t.Errorf("%s leads on past lead", name)
		}
	}
}
