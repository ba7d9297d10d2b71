package handlers_test

import (
	"net/url"
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

// Every form can be sent as it is on its page, by each of its buttons: it has the boxes that are read.
func TestEveryFormHasWhatIsReadOfIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("template order flow Standard: Sales New > Paid\neverything is delivered\nR1 changes Mail month: recurring fee 77")
	for _, as := range []string{"P", "R1"} {
		sent := map[string]url.Values{} // once by the route, the button and the boxes
		w.crawl(as, 2, func(path, body string) {
			page, err := goquery.NewDocumentFromReader(strings.NewReader(body))
			w.check(err)
			page.Find("main form[method=post][action]").Each(func(_ int, form *goquery.Selection) {
				action := form.AttrOr("action", "")
				if strings.HasPrefix(action, "/account") || strings.HasPrefix(action, "/users") || strings.HasSuffix(action, "/delete") { // they end sessions, or things
					return
				}
				form.Find("button").Each(func(_ int, button *goquery.Selection) {
					values := url.Values{}
					form.Find("input[name]:not([type=checkbox], [type=radio], [type=file]), input[checked]").Each(func(_ int, f *goquery.Selection) { values.Add(f.AttrOr("name", ""), f.AttrOr("value", "")) })
					if name := button.AttrOr("name", ""); name != "" {
						values.Set(name, button.AttrOr("value", ""))
					}
					sent[action+" "+button.AttrOr("name", "")+"="+button.AttrOr("value", "")+" "+strings.Join(values["boxes"], " ")] = values
				})
			})
		})
		for what, values := range sent {
			action, _, _ := strings.Cut(what, " ")
			if page := w.post(as, action, values); strings.Contains(page.text("main"), "before the program was updated") {
				t.Errorf("%s at %s: its own form is refused as one of before an update", as, what)
			}
		}
	}
}
