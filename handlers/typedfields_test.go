package handlers

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// TestEveryHiddenFieldIsTypedOrNot goes through the templates: what nobody types is not shown as typed. Those that say what was chosen
// elsewhere are shown.
func TestEveryHiddenFieldIsTypedOrNot(t *testing.T) {
	t.Parallel()
	chosen := []string{"upgrade_path", "order_type", "from", "to", "plan", "period", "opt", "reach", "policy"}
	files, err := filepath.Glob("../views/*.templ")
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	hidden, button := regexp.MustCompile(`@HiddenField\("([^"]+)",`), regexp.MustCompile(`@NamedButton\(\w+, "([^"]+)",|<button[^>]* name="([^"]+)"`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range hidden.FindAllSubmatch(text, -1) {
			if name := string(found[1]); isTyped(name) == !slices.Contains(chosen, name) {
				t.Errorf("%s: the hidden field %s is shown as typed: %t", file, name, isTyped(name))
			}
		}
		for _, found := range button.FindAllSubmatch(text, -1) {
			if name := string(found[1]) + string(found[2]); isTyped(name) {
				t.Errorf("%s: what the button %s says is shown as typed", file, name)
			}
		}
	}
}

// TestPartsOfAFormAreNamed calls documents and lines what they are called, not by their numbers.
func TestPartsOfAFormAreNamed(t *testing.T) {
	t.Parallel()
	values := url.Values{"document_name-0": {"Terms of use"}, "document_text-0": {"Be kind."}, "id-0": {"7"}, "document_name-1": {""},
		"document_text-1": {"Be brave."}, "days-2": {"7"}, "when-2": {"before"}, "days-3": {""}, "when-3": {"before"}, "bound": {"b2611e79"}, "keys-choice-0": {"x"}, "anew-7": {"yes"}}
	var got []string
	for _, one := range typedFields(newContext(http.MethodPost, "/", ""), values, openedForm{}, domain.NamesOf()) {
		got = append(got, one.Field+": "+one.Message)
	}
	want := []string{"3rd notification · Days: 7", "3rd notification · When: before", "New document · Document text: Be brave.",
		"Terms of use · Document name: Terms of use", "Terms of use · Document text: Be kind."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
