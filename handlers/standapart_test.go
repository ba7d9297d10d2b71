package handlers_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tiersync/views/pages"
)

// nameMark is in every name of the world of TestNamesStandApart, and in nothing else.
const nameMark = "שם"

// Whatever people called something stands apart (views.Name) wherever a page shows it.
func TestNamesStandApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Program: name " + nameMark + "Program\nP changes Mail: name " + nameMark + "Mail\nP changes Office: name " + nameMark + "Office\nP changes New: name " + nameMark + "New\n" +
		"P adds category " + nameMark + "House\nR1 adds category " + nameMark + "Mine\nR1 changes Mail month: recurring fee 77\neverything is delivered")
	w.exec(`UPDATE account SET name = $1 || name`, nameMark)
	w.exec(`UPDATE app_user SET name = $1 || name`, nameMark)
	w.exec(`UPDATE resource SET name = $1 || name`, nameMark)
	w.exec(`UPDATE template SET name = $1 || name`, nameMark)
	for _, as := range []string{"P", "R1"} {
		seen := map[string]bool{}
		w.crawl(as, 6, func(path, body string) {
			if pages.FormatOf(strings.Split(path, "?")[0]) != "" {
				return
			}
			page, err := html.Parse(strings.NewReader(body))
			w.check(err)
			for node := range page.Descendants() {
				if node.Type != html.TextNode || !strings.Contains(node.Data, nameMark) || seen[routeOf(path)+node.Data] {
					continue
				}
				seen[routeOf(path)+node.Data] = true
				if !standsApart(node) {
					t.Errorf("%s at %s: %q in %s", as, path, strings.TrimSpace(node.Data), node.Parent.Data)
				}
			}
		})
	}
}

// standsApart reports whether a text is apart from what is around it: by itself, or because there is nothing else in its paragraph. Sentences
// with names in them are none of its business, nor is what is not shown.
func standsApart(node *html.Node) bool {
	if !strings.HasPrefix(strings.TrimSpace(node.Data), nameMark) {
		return true
	}
	for parent := range node.Ancestors() {
		switch parent.Data {
		case "bdi", "option", "title", "textarea", "p", "caption", "legend":
			return true
		}
		for _, a := range parent.Attr {
			if a.Key == "class" && a.Val == "visually-hidden" {
				return true
			}
		}
	}
	return false
}
