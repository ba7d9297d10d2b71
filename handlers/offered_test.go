package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
	"tiersync/web/server"
)

// Whoever lacks a right is offered nothing that takes it: no page links to one that is refused, and where there is nothing to press, there
// is nothing to fill in.
func TestNobodyIsOfferedWhatTheyMayNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.operator("P", "Bare")
	w.operator("P", "Terry", domain.ManageTerms)
	w.operator("P", "Reese", domain.ManageSubResellers)
	opens := map[string]func(domain.Viewer) bool{}
	for _, p := range server.Pages() {
		opens[p.Path] = p.Opens
	}
	for _, as := range []string{"Bare", "Terry", "Reese"} {
		v := w.viewers[as]
		w.crawl(as, 2, func(path, body string) {
			page, err := goquery.NewDocumentFromReader(strings.NewReader(body))
			w.check(err)
			page.Find("main a[href]").Each(func(_ int, a *goquery.Selection) {
				if open := opens[routeOf(a.AttrOr("href", ""))]; open != nil && !open(v) {
					t.Errorf("%s at %s: %q leads to a page that is refused", as, path, strings.TrimSpace(a.Text()))
				}
			})
			page.Find("main form[method=post]:not(:has(button))").Each(func(_ int, form *goquery.Selection) {
				fields := form.Find("select:not([disabled]), textarea:not([readonly]), input:not([type=hidden], [disabled], [readonly])")
				if names := fields.Map(func(_ int, f *goquery.Selection) string { return f.AttrOr("name", "") }); len(names) > 0 {
					t.Errorf("%s at %s: %q cannot be sent", as, path, slices.Compact(names))
				}
			})
		})
	}
}
