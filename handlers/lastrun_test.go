package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

// Whoever may not read the audit finds what they changed themselves, to take it back.
func TestOwnChangesTakeNoRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.operator("P", "Ed", domain.EditDescriptions)
	w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	words := w.do("Ed", domain.Change{Kind: domain.PlanChanged, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Hosted Mail"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldShort, Plan: mailPlan}, Value: "Even shorter"}}})
	w.get("Ed", "/audit").want(http.StatusForbidden)
	page := w.get("Ed", "/changes").want(http.StatusOK).shows("My Changes", "Changed service plan", "Even shorter").hides("USD 12.00")
	if page.Find("nav a[href='/changes']").Length() == 0 || page.Find("tbody a[href='"+words+"']").Length() != 1 {
		t.Error("no link leads to the list, or from there to the change")
	}
	w.get("Ed", "/changes?who=1").shows("Even shorter").hides("USD 12.00")
	if w.get("P", "/changes").want(http.StatusOK).Find("nav a[href='/changes']").Length() != 0 {
		t.Error("who may read the audit has both in the navigation")
	}
}

// A reseller opens what each run did to them, from the line of their history, and nobody else does.
func TestAResellerOpensEveryRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const history = "/products/plans/2/history"
	received := func() (links []string) {
		w.get("R1", history).want(http.StatusOK).Find("tbody th a").Each(func(_ int, a *goquery.Selection) {
			links = append(links, a.AttrOr("href", ""))
		})
		return links
	}
	w.feeRun("12")
	run := w.feeRun("13")
	w.post("P", run+"/undo", nil).want(http.StatusSeeOther)
	links := received()
	if len(links) != 4 {
		t.Fatalf("the history leads to %q, want the first run, two more and an undo", links)
	}
	w.get("R1", links[0]).want(http.StatusOK).shows("undo of a synchronization made 1 change", "EUR 10.40", "EUR 9.60")
	w.get("R1", links[2]).want(http.StatusOK).shows("made 1 change", "EUR 8.00", "EUR 9.60").hides("EUR 10.40")
	w.get("R1", links[3]).want(http.StatusOK).shows("Created", "Hosted Mail")
	if got := w.get("R1", links[2]).Find("main a[href='" + links[3] + "']").Length(); got != 1 {
		t.Errorf("%d links lead to the synchronization before", got)
	}
	for filter, tab := range map[string]int{"": 0, "?show=changes": 1, "?show=everything": 2} {
		page := w.get("R1", links[3]+filter).want(http.StatusOK)
		count := strings.TrimSpace(page.Find("nav[aria-label='Show outcomes'] a").Eq(tab).Text())
		if rows := page.Find("tbody tr:not(.group-row):not(.set-in)").Length(); !strings.HasSuffix(count, fmt.Sprint(rows)) {
			t.Errorf("%q lists %d rows", count, rows)
		}
	}
	for _, name := range []string{"R2", "R11", "P"} {
		w.get(name, links[0]).want(http.StatusNotFound)
	}
	change := w.do("R1", mailFee(domain.OwnValuesSet, recurring("15")))
	w.get("R1", "/last-synchronization/"+strings.TrimPrefix(change, "/changes/")).want(http.StatusNotFound)
}
