package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// shopStory has plans on shelves: R1 sells Mail and Office, displayed; below Hidden nobody sees anything.
const shopStory = worldStory + `
P adds category Tools: top, position 1, described For work
P adds category Suites: under Tools
P adds category Hidden: top, hidden
P adds category Below: under Hidden
P changes Mail: sales categories Suites
P changes Office: sales categories Below
P changes Mail month: refund period 30
everything is delivered
R1 changes Mail month: recurring fee 1234.5
R1 changes Mail: published yes
R1 changes Office: published yes
R1 adds document House: 1
`

const shopForm = "/catalog/settings"

// opened lets everybody see what R1 sells, at /shop/kiosk.
func (w *world) opened() {
	w.t.Helper()
	w.post("R1", shopForm, url.Values{"shop_open": {"yes"}, "shop_name": {"kiosk"}}).want(http.StatusSeeOther)
}

// anybody asks for a page without being signed in.
func (w *world) anybody(path string, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	request := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.program.ServeHTTP(recorder, request)
	return recorder
}

func TestWhatCustomersSee(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	own := w.get("R1", "/catalog").want(http.StatusOK).shows("Suites", "Tools", "Hosted Mail", "1 month", "€1,234.50 per month", "money back for 30 days",
		"10 included", "€0.40 each", "At length").hides("Office Suite", "Below", "Hidden", "Reseller program", "Cost", "Margin")
	if own.text("title") != "R1" || own.Find("script, [style]").Length() != 0 || own.Find("nav[aria-label=Main]").Length() != 0 {
		t.Errorf("the page is no shop: %s", own.text("head"))
	}
	if got := own.text(".shop-terms"); !strings.Contains(got, "House 1") {
		t.Errorf("the terms: %s", got)
	}
	own.shows("14 days trial")
	if strings.Contains(own.text("main"), "1 year") {
		t.Error("a period that is not active is on sale")
	}
	w.get("R1", "/catalog?category=suites").want(http.StatusOK).shows("Hosted Mail")
	w.get("R1", "/catalog?category=below").want(http.StatusNotFound)
	w.get("P", "/catalog").want(http.StatusOK).shows("Hosted Mail", "$10.00 per month").hides("Office Suite")
	w.post("R1", "/products/plans/2/unpublish", w.get("R1", "/products/plans/2").form("/products/plans/2/unpublish")).want(http.StatusSeeOther)
	empty := w.get("R1", "/catalog").want(http.StatusOK).shows("Nothing is on sale at the moment").hides("Hosted Mail")
	if bar := empty.text(".shop-bar"); !strings.Contains(bar, "Your customers see no plan") || strings.Contains(own.text(".shop-bar"), "no plan") {
		t.Errorf("the bar above an empty catalog says %q", bar)
	}
}

func TestAShopIsOpenWhereItIsSwitchedOn(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	if status := w.anybody("/shop/kiosk").Code; status != http.StatusNotFound {
		t.Errorf("before it is switched on: status %d", status)
	}
	w.get("R1", shopForm).want(http.StatusOK).hides("Everybody may see your catalog")
	w.opened()
	w.get("R1", shopForm).want(http.StatusOK).shows("Everybody may see your catalog", "/shop/kiosk")
	page := w.anybody("/shop/kiosk")
	for name, want := range map[string]string{"Set-Cookie": "", "Cache-Control": "public, no-cache", "Content-Type": "text/html; charset=UTF-8"} {
		if got := page.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "€1,234.50") || page.Header().Get("Content-Security-Policy") == "" {
		t.Fatalf("status %d: %s", page.Code, page.Body)
	}
	for _, id := range []string{"/products/", "sender", "Office", "R11", "Cost", `\b41\b`} { // the last is a plan's id, which a file's hash may have in it
		if regexp.MustCompile(id).MatchString(page.Body.String()) {
			t.Errorf("the public page has %q", id)
		}
	}
	if signedIn := w.serve("R2", http.MethodGet, "/shop/kiosk", ""); signedIn.Body.String() != page.Body.String() || signedIn.Header().Get("Set-Cookie") != "" {
		t.Error("who is signed in sees another page")
	}
	etag := page.Header().Get("ETag")
	if again := w.anybody("/shop/kiosk", "If-None-Match", etag); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again: status %d, %d bytes", again.Code, again.Body.Len())
	}
	w.tell("R1 changes Mail month: recurring fee 7")
	if again := w.anybody("/shop/kiosk", "If-None-Match", etag); again.Code != http.StatusOK || again.Header().Get("ETag") == etag {
		t.Errorf("with another price: status %d, ETag %s", again.Code, again.Header().Get("ETag"))
	}
	w.exec(`UPDATE account SET status = 'closed' WHERE id = $1`, w.viewers["R1"].Account.ID)
	if status := w.anybody("/shop/kiosk").Code; status != http.StatusNotFound {
		t.Errorf("of an account that is closed: status %d", status)
	}
}

// What nobody has, what was switched off and what cannot be an address answer alike, so that no one learns who is there.
func TestNobodyLearnsWhichShopsThereAre(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	w.opened()
	w.post("R1", shopForm, url.Values{"shop_name": {"kiosk"}}).want(http.StatusSeeOther)
	unknown := w.anybody("/shop/nobody")
	for _, path := range []string{"/shop/kiosk", "/shop/kiosk.json", "/shop/KIOSK", "/shop/x", "/shop/%00", "/shop/1", "/shop/a.b", "/shop/kiosk/", "/shop/a/b", "/shop/kiosk?category=suites", "/shop/%FF"} {
		got := w.anybody(path)
		for got.Code == http.StatusMovedPermanently {
			got = w.anybody(got.Header().Get("Location"))
		}
		got.Header().Set("X-Request-Id", unknown.Header().Get("X-Request-Id"))
		if diff := cmp.Diff(unknown.Header(), got.Header()); diff != "" || got.Code != unknown.Code || got.Body.String() != unknown.Body.String() {
			t.Errorf("%s: status %d, %s\n%s", path, got.Code, diff, cmp.Diff(unknown.Body.String(), got.Body.String()))
		}
	}
	w.opened()
	if got := w.anybody("/shop/kiosk?category=below"); got.Code != http.StatusNotFound || got.Body.String() != unknown.Body.String() {
		t.Errorf("a category that is not shown: status %d", got.Code)
	}
}

// Who is signed in is led on from an address under which nobody shows anything, and learns no more than others.
func TestWhereNoShopIsLeadsTheSignedInOn(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	w.opened()
	w.post("R1", shopForm, url.Values{"shop_name": {"kiosk"}}).want(http.StatusSeeOther)
	unknown := w.serve("R2", http.MethodGet, "/shop/nobody", "").Body.String()
	for _, path := range []string{"/shop/nobody", "/shop/kiosk", "/shop/kiosk.json", "/shop/a/b", "/shop/a//b", "/shop/"} {
		page := w.get("R2", path)
		for page.status == http.StatusMovedPermanently {
			page = w.get("R2", page.location)
		}
		if page.want(http.StatusNotFound); page.Find("main nav[aria-label='Where to go'] a[href='/products/plans']").Length() != 1 || page.Find("main a[href='/login']").Length() > 0 {
			t.Errorf("%s does not lead on: %s", path, page.text("main"))
		}
	}
	if off := strings.ReplaceAll(w.serve("R2", http.MethodGet, "/shop/kiosk", "").Body.String(), "kiosk", "nobody"); off != unknown {
		t.Errorf("one that is switched off reads otherwise: %s", cmp.Diff(unknown, off))
	}
}

func TestShopAddresses(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	for name, message := range map[string]string{"": "Choose an address first", "ab": "Use 3 to 40 small letters", "1st": "Use 3 to 40 small letters",
		"a--b": "Use 3 to 40 small letters", "käse": "Use 3 to 40 small letters", "a b": "Use 3 to 40 small letters", strings.Repeat("a", 41): "Use at most 40 characters"} {
		w.post("R1", shopForm, url.Values{"shop_open": {"yes"}, "shop_name": {name}}).want(http.StatusUnprocessableEntity).shows(message)
	}
	w.opened()
	w.post("R2", shopForm, url.Values{"shop_open": {"yes"}, "shop_name": {"Kiosk"}}).want(http.StatusUnprocessableEntity).shows("Somebody else has this address")
	w.post("R2", shopForm, url.Values{"shop_open": {"yes"}, "shop_name": {"Kiosk-2"}}).want(http.StatusSeeOther)
	if status := w.anybody("/shop/kiosk-2").Code; status != http.StatusOK {
		t.Errorf("in small letters: status %d", status)
	}
	for _, who := range []string{"P", "P-viewer"} {
		w.post(who, shopForm, url.Values{"shop_open": {"yes"}, "shop_name": {"mine"}}).want(http.StatusNotFound)
	}
	// What was switched on can be taken back.
	change := w.get("R1", "/changes").Find("main a[href^='/changes/']").First().AttrOr("href", "") + "/undo"
	undo := w.get("R1", change).want(http.StatusOK).shows("Everybody may see the catalog")
	w.post("R1", change, undo.form(change)).want(http.StatusSeeOther)
	if status := w.anybody("/shop/kiosk").Code; status != http.StatusNotFound {
		t.Errorf("after the undo: status %d", status)
	}
}

func TestWhatProgramsReadOfAShop(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	w.opened()
	answer := w.anybody("/shop/kiosk.json")
	var catalog struct {
		Context string `json:"@context"`
		Type    string `json:"@type"`
		Items   []struct {
			Type  string `json:"@type"`
			Name  string
			Items []struct {
				Type          string `json:"@type"`
				Name          string
				Price         string
				PriceCurrency string
			} `json:"itemListElement"`
		} `json:"itemListElement"`
	}
	w.check(json.Unmarshal(answer.Body.Bytes(), &catalog))
	if catalog.Context != "https://schema.org" || catalog.Type != "OfferCatalog" || len(catalog.Items) != 1 || len(catalog.Items[0].Items) != 2 {
		t.Fatalf("the catalog: %s", answer.Body)
	}
	if month := catalog.Items[0].Items[1]; month.Type != "Offer" || month.Name != "Hosted Mail, 1 month" || month.Price != "1234.50" || month.PriceCurrency != "EUR" {
		t.Errorf("the offer: %+v", month)
	}
	if again := w.anybody("/shop/kiosk.json", "If-None-Match", answer.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("asked again: status %d", again.Code)
	}
	own := w.serve("R1", http.MethodGet, "/catalog.json", "")
	if own.Code != http.StatusOK || own.Header().Get("Cache-Control") != "private, no-cache" || !strings.Contains(own.Body.String(), "1234.50") {
		t.Errorf("one's own: status %d, %v", own.Code, own.Header())
	}
}

// What is sold by its main resource is not free, neither on the page nor for programs.
func TestTheOfferOfAMainResource(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	w.tell("R1 changes Mail month: recurring fee 0\nR1 changes Mail Mailbox: recurring price 7.25")
	w.opened()
	if page := w.anybody("/shop/kiosk").Body.String(); !strings.Contains(page, "<strong>€7.25</strong>") {
		t.Error("the price does not stand first")
	}
	if programs := w.anybody("/shop/kiosk.json").Body.String(); !strings.Contains(programs, `"name":"Hosted Mail, 1 month"`) || !strings.Contains(programs, `},"price":"7.25","priceCurrency":"EUR","eligibleDuration"`) {
		t.Errorf("programs read %s", programs)
	}
}

// A resource that costs nothing, and of which nothing is said to be included, does not stand there with nothing beside it. It is not free where
// there can be none.
func TestWhatIsFreeSaysSo(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	w.tell("P changes Mail Mailbox: included 0, maximum unlimited, recurring price 0, setup price 0, overuse price 0\neverything is delivered")
	for _, said := range w.get("P", "/catalog").want(http.StatusOK).shows("free").Find(".offer-rates dd").EachIter() {
		if strings.TrimSpace(said.Text()) == "" {
			t.Errorf("nothing is said of %s", said.Prev().Text())
		}
	}
	w.tell("P changes Mail Mailbox: minimum 0, maximum 0\neverything is delivered")
	w.get("P", "/catalog").shows("not included").hides("free")
}

// Programs read no price of a resource of which customers have as much as they like, as the page shows none.
func TestWhatIsNeverPaidHasNoPrice(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	priced := func() bool {
		return strings.Contains(w.serve("P", http.MethodGet, "/catalog.json", "").Body.String(), "Mailbox, Recurring price")
	}
	w.tell("P changes Mail Mailbox: included 0, maximum unlimited, recurring price 7\neverything is delivered")
	if !priced() {
		t.Error("programs read no price of what is paid")
	}
	w.tell("P changes Mail Mailbox: included unlimited\neverything is delivered")
	w.get("P", "/catalog").shows("unlimited")
	if priced() {
		t.Error("programs read a price of what is unlimited")
	}
}

// A unit that is called as its resource is not said twice.
func TestUnitsThatSayMore(t *testing.T) {
	t.Parallel()
	w := told(t, shopStory)
	const resource = "/products/resources/31/edit"
	for unit, want := range map[string]string{"mailboxes": "Mailboxes", "GB": "Mailboxes (GB)"} {
		w.post("P", resource, url.Values{"resource_name": {"Mailboxes"}, "resource_unit": {unit}, "resource_grouping": {"0"}}).want(http.StatusSeeOther)
		var names []string
		w.get("R1", "/catalog").want(http.StatusOK).Find(".offer dt").Each(func(_ int, s *goquery.Selection) { names = append(names, strings.TrimSpace(s.Text())) })
		if !slices.Contains(names, want) {
			t.Errorf("counted in %s, the resource is one of %q, want %q", unit, names, want)
		}
	}
}

// Of a large catalog the categories are shown first, then each by pages.
func TestALargeShop(t *testing.T) {
	t.Parallel()
	w := told(t, worldStory+`
P adds category Tools: top
P adds plan Large{1..210}: plan category Cloud, sales categories Tools
P adds period Large{1..210} month: recurring fee 10
`)
	w.get("P", "/catalog").want(http.StatusOK).shows("210 plans in 1 category").hides("Large7")
	first := w.get("P", "/catalog?category=tools").want(http.StatusOK)
	if n := first.Find(".offer").Length(); n != 50 {
		t.Errorf("the first page has %d plans", n)
	}
	if n := w.get("P", "/catalog?category=tools&page=5").want(http.StatusOK).Find(".offer").Length(); n != 10 {
		t.Errorf("the last page has %d plans", n)
	}
	if got := first.Find(".pager a[rel=next]").AttrOr("href", ""); got != "/catalog?category=tools&page=2" {
		t.Errorf("the next page is %s", got)
	}
}
