package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"tiersync/domain"
	"tiersync/views/pages"
	"tiersync/web/server"
)

// costsStory tells of R1, who pays what the provider takes at half of its number, and sells at prices of their own: first one delivery with
// prices of before, then one that moves them. Only then R11 begins, to whom R1 sells on.
const (
	costsStory = `
ids given: plan Program 1, plan Mail 2, plan Office 3, plan Side 4, period month 22, resource Mailbox 31
provider P: USD
reseller R1 under P: EUR
user {P,R1}: administrator
user Seer at R1: operator, Edit prices, Edit descriptions, Publish plans, Manage categories, Manage notification schedules, Manage order flow, Manage terms, Manage sub-resellers, Synchronize sub-resellers, Manage users, View reports, View costs
user Blind at R1: operator, Edit prices, Edit descriptions, Publish plans, Manage categories, Manage notification schedules, Manage order flow, Manage terms, Manage sub-resellers, Synchronize sub-resellers, Manage users, View reports
user Plain at R1: operator
user Reader at R1: read-only
exchange rate: 1 USD = 0.5 EUR
template privileges: all
template terms: first purchase
template delegates Program Mail Office
P adds schedule Reminders
P adds plan {Program,Mail,Office}: plan category Cloud
P adds period {Program,Mail,Office} month: recurring fee 151555.12, renewal fee 151555.24
P changes Office month: msrp of recurring fee 153555.36
P adds resource {Program,Mail,Office} Mailbox: main, maximum unlimited, recurring price 0.151512, overuse price 0.151524
P adds prices {Mail,Office} Mailbox from 10: recurring price 0.151536
P adds path Mail Office: upgrade fee 151555.48
P changes Program: type Reseller
everything is delivered
R1 changes {Program,Mail,Office} month: recurring fee 200000, renewal fee 200000
R1 changes {Program,Mail,Office} Mailbox: recurring price 2, overuse price 2
R1 changes {Mail,Office} Mailbox from 10: recurring price 1
R1 adds path Mail Office: upgrade fee 3
R1 adds plan Side: plan category Cloud
R1 adds period Side month: recurring fee 90
R1 changes Side month: recurring fee 91
R1 adds resource Side Mailbox: recurring price 5
R1 adds category House
R1 adds schedule Mine
R1 adds document House: 1
`
	costsMovedStory = `
P changes {Program,Mail,Office} month: recurring fee 155555.12, renewal fee 155555.24
P changes {Program,Mail,Office} Mailbox: recurring price 0.155512, overuse price 0.155524
reseller R11 under R1: EUR
user R11: administrator
`
)

// ofCosts finds an amount that R1 pays or was delivered, or that the provider takes, or the margin that is left, however it is written.
var ofCosts = regexp.MustCompile(`15[0-9]555\.|7[0-9]777\.|0\.0?1515|0\.0?1555|0\.0757|0\.0777|(61\.1|96\.1|62\.2) %`)

// costsWorld is what is told above, with the provider's runs that keep own values.
func costsWorld(t *testing.T) *world {
	w := told(t, costsStory)
	w.tell(costsMovedStory)
	w.post("R1", "/products/templates/new", url.Values{"template_name": {"Ours"}}).want(http.StatusSeeOther)
	w.post("R1", "/recipes/new", url.Values{"recipe_name": {"Ours"}, "recipe_boxes": {string(domain.UpdateFees)}, "recipe_reach": {"all"}, "recipe_policy": {"keep"}}).
		want(http.StatusSeeOther)
	everything := domain.RunRequest{Plan: resellerPlan, Options: domain.AllOptions(), Policy: domain.Keep}
	for _, as := range []string{"P", "R1"} {
		_, err := w.db.Synchronize(t.Context(), w.viewers[as], everything)
		w.check(err)
	}
	w.tell("R1 changes Mail month: renewal fee 190000")
	w.sends("R1", "mine.csv", ownHead+"2,22,,,Mail,recurring_fee,100000.00,EUR,effective\n3,22,,,Office,recurring_fee,200000.00,EUR,effective\n") // the first is below its cost
	everything.Policy = domain.Overwrite
	_, err := w.db.Synchronize(t.Context(), w.viewers["R1"], everything)
	w.check(err)
	return w
}

// crawl asks for every page that a link or the search of another page leads to, as somebody: of each route so many.
func (w *world) crawl(as string, each int, look func(path, body string)) map[string]bool {
	w.t.Helper()
	v := w.viewers[as]
	var queue []string
	for _, p := range server.Pages() {
		if p.Opens(v) && !strings.Contains(p.Path, ":") && !strings.Contains(p.Path, "*") {
			queue = append(queue, p.Path)
		}
	}
	r11 := idOf(w.planted.Accounts["R11"])
	of := "/products/plans/1/subscriptions/" + idOf(w.planted.Subscriptions["R11"])
	queue = append(queue, "/products/plans/1/synchronize/preview?"+pricesTicked, "/products/plans/1/synchronize/preview/resellers/"+r11+"?"+pricesTicked,
		of+"/synchronize/preview?"+pricesTicked, of+"/synchronize/preview/resellers/"+r11+"?"+pricesTicked, of+"/delete",
		"/products/plans/1/synchronize/preview/chain?"+pricesTicked+"&"+chainFee, of+"/synchronize/preview/chain?"+pricesTicked+"&"+chainFee,
		"/products/plans/1/synchronize/preview/decide?"+pricesTicked, of+"/synchronize/preview/decide?"+pricesTicked,
		"/subscriptions/"+idOf(w.planted.Subscriptions["R11"]), "/products/plans/4/rates/31/delete")
	met, count := map[string]bool{}, map[string]int{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if met[path] {
			continue
		}
		met[path] = true
		route := routeOf(path)
		if route == "" || count[route] >= each {
			continue
		}
		count[route]++
		answered := w.serve(as, http.MethodGet, path, "")
		body := answered.Body.String()
		if answered.Code == http.StatusOK && pages.FormatOf(strings.Split(path, "?")[0]) == pages.XLSX {
			body = fmt.Sprint(w.sheet([]byte(body)))
		}
		look(path, body)
		if answered.Code != http.StatusOK {
			continue
		}
		page, err := goquery.NewDocumentFromReader(strings.NewReader(body))
		w.check(err)
		page.Find("a[href]").Each(func(_ int, a *goquery.Selection) { queue = append(queue, a.AttrOr("href", "")) })
	}
	reached := map[string]bool{}
	for route := range count {
		reached[route] = true
	}
	return reached
}

const pricesTicked = "key=measured&policy=overwrite&opt=" + string(domain.UpdateFees) + "&opt=" + string(domain.UpdatePrices)

// allPages are the program's pages, which are the same for every test.
var allPages = sync.OnceValue(server.Pages)

// routeOf is the route of an address in the words of the table; "" for none, and for what is no page of a signed-in user.
func routeOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" || u.Path == "" {
		return ""
	}
	parts := strings.Split(u.Path, "/")
	best := ""
	for _, p := range allPages() {
		route := strings.Split(p.Path, "/")
		if len(route) != len(parts) || strings.HasPrefix(u.Path, "/static/") {
			continue
		}
		same := true
		for i, part := range route {
			same = same && (part == parts[i] || strings.HasPrefix(part, ":"))
		}
		if same && (best == "" || strings.Count(p.Path, ":") < strings.Count(best, ":")) {
			best = p.Path
		}
	}
	return best
}

// Nobody without View costs finds a cost, a delivered price or a margin on any page or in any file; whoever has it finds them where they
// always were. Looking at every page changes nothing.
func TestCostsAreSeenByThoseWithTheRight(t *testing.T) {
	t.Parallel()
	w := costsWorld(t)
	for _, as := range []string{"Blind", "Plain"} {
		reached := w.crawl(as, 15, func(path, body string) {
			body = strings.ReplaceAll(body, ",", "")
			if at := ofCosts.FindStringIndex(body); at != nil {
				t.Errorf("%s reads at %s: %s", as, path, body[max(at[0]-200, 0):at[1]])
			}
		})
		for _, p := range server.Pages() {
			if as == "Blind" && p.Opens(w.viewers[as]) && !reached[p.Path] && !slices.Contains(notCrawled, p.Path) {
				t.Errorf("no link leads %s to %s", as, p.Path)
			}
		}
	}
	before := w.tables()
	for _, as := range []string{"R1", "Seer", "Reader"} {
		found := map[string]bool{}
		w.crawl(as, 5, func(path, body string) {
			if ofCosts.MatchString(strings.ReplaceAll(body, ",", "")) {
				found[routeOf(path)] = true
			}
		})
		for _, route := range []string{"/products/plans", "/products/plans/:plan/periods", "/products/plans/:plan/rates", "/products/plans/:plan/history",
			"/last-synchronization", "/audit", "/audit.csv", "/audit.xlsx", "/changes/:id", "/products/prices.csv", "/products/prices.xlsx", "/products/plans.csv"} {
			if !found[route] {
				t.Errorf("%s finds no costs at %s", as, route)
			}
		}
		for _, route := range []string{"/changes/:id/undo"} {
			if as != "Reader" && !found[route] {
				t.Errorf("%s finds no costs at %s", as, route)
			}
		}
	}
	if diff := cmp.Diff(before, w.tables()); diff != "" {
		t.Errorf("looking at pages changes (-before +after):\n%s", diff)
	}
}

// tables is a digest of each table but for those that say who looked at what: sessions, dialogs, the inbox, refused pages.
func (w *world) tables() map[string]string {
	w.t.Helper()
	const query = `
		SELECT table_name AS name, md5(query_to_xml(format('SELECT * FROM %I AS t ORDER BY t::text', table_name), true, false, '')::text) AS digest
		FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('session', 'dialog', 'inbox_seen', 'security_event')`
	var rows []struct{ Name, Digest string }
	w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error { return tx.SelectContext(w.t.Context(), &rows, query) }))
	digests := map[string]string{}
	for _, row := range rows {
		digests[row.Name] = row.Digest
	}
	return digests
}

// notCrawled are the pages to which no link of another page leads: without anything of a catalog, or a part of a page that its script asks for.
var notCrawled = []string{"/static/*", "/shop/:shop", "/set-password", "/inbox/:reached", "/notifications/schedules/:id/again",
	"/products/plans/:plan/synchronize/counts", "/products/plans/:plan/subscriptions/:sub/synchronize/counts"}

// What a change without View costs says, its undo, and a collision give no delivered price away.
func TestChangesKeepCostsUnseen(t *testing.T) {
	t.Parallel()
	w := costsWorld(t)
	const period = "/products/plans/2/periods/22/edit"
	form := w.get("Blind", period).want(http.StatusOK).form(period)
	typedOver := typed(form, url.Values{"recurring_fee": {"210000"}})
	done := w.means("Blind", period, typed(form, url.Values{"reset-recurring_fee": {"yes"}})).want(http.StatusSeeOther)
	w.get("Blind", done.location).shows("Recurring fee: EUR 200,000.00 → hidden")
	w.get("Blind", "/changes").shows("Recurring feebefore: EUR 200,000.00 → after: hidden")
	w.post("Plain", period, typedOver).want(http.StatusForbidden)
	w.post("Blind", period, typedOver).want(http.StatusConflict).shows("hidden", "210,000.00", "200,000.00").hides("77,777.56", "77777.56")
	w.post("Seer", period, typedOver).want(http.StatusConflict).shows("77,777.56")
	undo := w.get("Blind", w.get("Blind", "/changes").Find("main a[href^='/changes/']").First().AttrOr("href", "")+"/undo").want(http.StatusOK)
	undo.shows("hidden", "200,000.00").hides("77,777.56")
	action := undo.Find("form[action$='/undo']").AttrOr("action", "")
	back := undo.form(action)
	guessed := w.digestOfUndo("Seer", action)
	if back.Get("bound") == guessed {
		t.Error("the page lets Blind check what price they guess")
	}
	w.post("Blind", action, typed(back, url.Values{"bound": {guessed}})).want(http.StatusConflict)
	w.post("Blind", action, back).want(http.StatusSeeOther)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "200000" {
		t.Errorf("after the undo: %s", got)
	}
}

// digestOfUndo is the digest of what an undo would do, as whoever sees all its amounts, or guesses them, can make it.
func (w *world) digestOfUndo(as, action string) string {
	w.t.Helper()
	id, err := strconv.ParseInt(strings.Split(action, "/")[2], 10, 64)
	w.check(err)
	page, err := w.db.Change(w.t.Context(), w.viewers[as], domain.ChangeID(id), 0)
	w.check(err)
	undo, err := w.db.PreviewChange(w.t.Context(), w.viewers[as], page.Undo())
	w.check(err)
	return undo.Digest()
}
