package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/views/pages"
	"tiersync/web/server"
)

// sameInBoth reads both files at an address, the query of which follows "?", and fails the test unless they say the same.
func (w *world) sameInBoth(as, path string) file {
	w.t.Helper()
	address, query, _ := strings.Cut(path, "?")
	if query != "" {
		query = "?" + query
	}
	text, book := w.file(as, address+".csv"+query), w.file(as, address+".xlsx"+query)
	if diff := cmp.Diff(text.columns, book.columns); diff != "" {
		w.t.Errorf("%s: columns (-csv +xlsx)\n%s", path, diff)
	}
	if diff := cmp.Diff(text.lines, book.lines); diff != "" {
		w.t.Errorf("%s: (-csv +xlsx)\n%s", path, diff)
	}
	name := regexp.MustCompile(`^[a-z0-9-]+-` + time.Now().UTC().Format(time.DateOnly) + `\.csv$`)
	if !name.MatchString(text.name) || book.name != strings.TrimSuffix(text.name, "csv")+"xlsx" {
		w.t.Errorf("%s: the files are called %s and %s", path, text.name, book.name)
	}
	return text
}

// hasColumns fails the test unless these are the headings of the file.
func (f file) hasColumns(t *testing.T, columns ...string) {
	t.Helper()
	if diff := cmp.Diff(columns, f.columns); diff != "" {
		t.Errorf("columns of %s (-want +got)\n%s", f.name, diff)
	}
}

// Prices come as they are sold, in the words in which they are read again; a reseller's with their costs, and on demand with the lines of what
// was delivered and of own values.
func TestExportOfPrices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.operator("R1", "Sue", domain.EditPrices)
	w.tell("P changes Mail: product id CFQ1, sku id 0001, segment Commercial, market DE\nP changes Mail month: billing plan Annual, msrp of recurring fee 14\n" +
		"R1 changes Mail month: recurring fee 7.5")
	told := w.sameInBoth("P", pricesPage)
	told.hasColumns(t, append(pricesheet.Header(), "Kind of Price")...)
	fee := told.one(t, "Plan ID: 2; Period ID: 22; Price: recurring_fee")
	want := "Hosted Mail; 1 month; ; ; ; effective; 10; USD; 14; CFQ1; 0001; P1M; Annual; Commercial; DE; ; ; Recurring fee"
	if got := tell(fee, "Plan", "Period", "Resource ID", "Resource", "From", "Layer", "Amount", "Currency", "MSRP", "Product ID", "SKU ID", "Term", "Billing Plan", "Segment",
		"Market", "Valid From", "Valid To", "Kind of Price"); got != want {
		t.Errorf("the fee is %q, want %q", got, want)
	}
	price := told.one(t, "Plan ID: 2; Resource ID: 31; Price: recurring_price")
	if got, want := tell(price, "Period ID", "Resource", "From", "Amount", "Term", "Billing Plan"), "; Mailbox; 0; 0.5; ; Monthly"; got != want {
		t.Errorf("the price is %q, want %q", got, want)
	}
	w.get("P", pricesPage+"?q=cfq1&kind=recurring_fee").want(http.StatusOK).shows("Hosted Mail").hides("Office Suite")
	own := w.sameInBoth("R1", recurrings+"&only=own&layers=all")
	own.hasColumns(t, append(pricesheet.Header(), "Kind of Price", "Cost")...)
	for layer, want := range map[string]string{"effective": "7.5; EUR; 8", "delivered": "8; EUR; ", "own": "7.5; EUR; "} {
		if got := tell(own.one(t, "Layer: "+layer), "Amount", "Currency", "Cost"); got != want || len(own.lines) != 3 {
			t.Errorf("of %d lines the %s one is %q, want %q", len(own.lines), layer, got, want)
		}
	}
	unseen := w.sameInBoth("Sue", recurrings+"&only=own&layers=all")
	unseen.hasColumns(t, append(pricesheet.Header(), "Kind of Price")...)
	if layers := []string{unseen.lines[0]["Layer"], unseen.lines[1]["Layer"]}; len(unseen.lines) != 2 || !slices.Equal(layers, []string{"effective", "own"}) {
		t.Errorf("who sees no costs gets the layers %v", unseen.lines)
	}
}

// A file keeps the filters of its page, and is about nobody else.
func TestExportOfSomePrices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.file("P", pricesPage+".csv?kind=recurring_fee&q=1+month").lines; len(got) != 4 {
		t.Errorf("%d lines with a filter and a search, want 4", len(got))
	}
	if got := w.file("P", pricesPage+".csv?plan=2&kind=recurring_fee").where("Plan ID: 2"); len(got) != 3 {
		t.Errorf("%d fees of a plan, want 3", len(got))
	}
	none := w.sameInBoth("P", pricesPage+"?q=nothing+is+called+so")
	if len(none.lines) != 0 || len(none.columns) == 0 {
		t.Errorf("nothing is %v", none)
	}
	if got := w.file("P2", pricesPage+".csv").where("Currency: USD"); len(got) != int(domain.FeeCount) || got[0]["Plan ID"] != "5" {
		t.Errorf("another provider gets %v", got)
	}
	for _, query := range []string{"?since=yesterday", "?margin=much"} {
		w.get("R1", pricesPage+".xlsx"+query).want(http.StatusUnprocessableEntity)
	}
	w.get("P", "/products/prices.pdf").want(http.StatusNotFound)
	head := w.serve("P", http.MethodHead, pricesPage+".xlsx", "")
	if head.Code != http.StatusOK || head.Body.Len() > 0 || !strings.Contains(head.Header().Get("Content-Disposition"), ".xlsx") {
		t.Errorf("HEAD is answered %d with %d bytes, %v", head.Code, head.Body.Len(), head.Header())
	}
}

func TestExportOfPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.operator("R1", "Sue", domain.EditPrices)
	w.tell("R1 changes Mail month: recurring fee 7.5")
	columns := []string{"Plan ID", "Plan", "Type", "Status", "Plan Category ID", "Plan Category", "Service Template ID", "Service Template", "Made Here", "Own Values", "Product ID",
		"SKU ID", "Segment", "Market", "Amount Of", "Amount", "Currency"}
	told := w.sameInBoth("P", "/products/plans?sort=name&dir=desc")
	told.hasColumns(t, append(columns, "Delegated In", "Not Passed On")...)
	if told.lines[0]["Plan"] != "Reseller program" || len(told.lines) != 4 {
		t.Errorf("the first of %d plans is %v", len(told.lines), told.lines[0])
	}
	program := told.one(t, "Plan ID: 1")
	want := "Reseller; Published; 41; Cloud; " + idOf(w.template()) + "; Standard; yes; 0; recurring fee; 10; USD"
	if got := tell(program, "Type", "Status", "Plan Category ID", "Plan Category", "Service Template ID", "Service Template", "Made Here", "Own Values", "Amount Of", "Amount",
		"Currency"); got != want {
		t.Errorf("the plan is %q, want %q", got, want)
	}
	theirs := w.sameInBoth("R1", "/products/plans?type=Generic&q=mail")
	theirs.hasColumns(t, append(columns, "Cost", "Lowest Margin", "Lowest Margin %", "Lowest Margin Of")...)
	if got, want := tell(theirs.one(t, "Plan ID: 2"), "Service Template ID", "Made Here", "Own Values", "Amount", "Currency", "Cost", "Lowest Margin", "Lowest Margin %", "Lowest Margin Of"), "; no; 1; 7.5; EUR; 8; -0.5; -6.7; 1 month · Recurring fee"; got != want {
		t.Errorf("the reseller's plan is %q, want %q", got, want)
	}
	w.file("Sue", "/products/plans.csv").hasColumns(t, columns...)
	if none := w.sameInBoth("P", "/products/plans?q=nothing"); len(none.lines) != 0 {
		t.Errorf("a search for nothing finds %v", none.lines)
	}
}

func TestExportOfResellers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Mail month: recurring fee 12\nreseller R3 under P: JPY, operating unit, prices protected")
	told := w.sameInBoth("P", "/resellers")
	told.hasColumns(t, "Reseller ID", "Reseller", "Level", "Vendor ID", "Vendor", "Currency", "Status", "Created", "Subscriptions", "Synchronization", "Boxes Behind",
		"Plans Not On Sale", "Prices Below Cost", "Prices With Low Margin", "Operating Unit", "Prices Protected", "Sales Categories Protected")
	if len(told.lines) != 5 {
		t.Errorf("%d resellers, want 5", len(told.lines))
	}
	r11 := told.one(t, "Reseller: R11")
	want := "2; " + idOf(w.viewers["R1"].Account.ID) + "; R1; USD; active; 1; Behind at R1; ; no; no; no"
	if got := tell(r11, "Level", "Vendor ID", "Vendor", "Currency", "Status", "Subscriptions", "Synchronization", "Boxes Behind", "Operating Unit", "Prices Protected",
		"Sales Categories Protected"); got != want || !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(r11["Created"]) {
		t.Errorf("the reseller is %q, want %q, created on %q", got, want, r11["Created"])
	}
	if got, want := tell(told.one(t, "Reseller: R2"), "Synchronization", "Boxes Behind"), "Behind: fees; Update Plan Fees"; got != want {
		t.Errorf("who is behind is %q, want %q", got, want)
	}
	if got, want := tell(told.one(t, "Reseller: R3"), "Synchronization", "Operating Unit", "Prices Protected"), "Never synchronized; yes; yes"; got != want {
		t.Errorf("who is new is %q, want %q", got, want)
	}
	if got := w.file("P", "/resellers.csv?q=R11").lines; len(got) != 2 {
		t.Errorf("a search finds %v", got)
	}
	if got := w.file("R1", "/resellers.csv").lines; len(got) != 2 || got[0]["Reseller"] != "R11" {
		t.Errorf("a reseller gets %v", got)
	}
	if got := w.file("P2", "/resellers.csv").lines; len(got) != 0 {
		t.Errorf("another provider gets %v", got)
	}
}

func TestExportOfSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/products/plans/1/subscriptions"
	told := w.sameInBoth("P", path)
	told.hasColumns(t, "Subscription ID", "Subscription", "Plan ID", "Plan", "Period ID", "Reseller ID", "Reseller", "Level", "Vendor ID", "Vendor", "Currency", "Status", "Start", "Expires", "Created",
		"Synchronization", "Boxes Behind", "Plans Not On Sale", "Prices Below Cost", "Prices With Low Margin")
	r2 := told.one(t, "Reseller: R2")
	want := idOf(w.planted.Subscriptions["R2"]) + "; 1; Reseller program; " + idOf(w.viewers["R2"].Account.ID) + "; 1; P; Active; In sync; "
	if got := tell(r2, "Subscription ID", "Plan ID", "Plan", "Reseller ID", "Level", "Vendor", "Status", "Synchronization", "Boxes Behind"); got != want || len(told.lines) != 4 {
		t.Errorf("of %d subscriptions that of R2 is %q, want %q", len(told.lines), got, want)
	}
	if created := r2["Created"]; !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`).MatchString(created) || len(r2["Start"]) != len(time.DateOnly) {
		t.Errorf("created at %q, begun on %q", created, r2["Start"])
	}
	if got := w.file("P", path+".csv?q=R2&sort=name").lines; len(got) != 1 {
		t.Errorf("a search finds %v", got)
	}
	if got := w.file("P", path+".csv?q=nothing").lines; len(got) != 0 {
		t.Errorf("a search for nothing finds %v", got)
	}
	if got := w.file("R1", path+".csv").lines; len(got) != 2 {
		t.Errorf("a reseller gets %v", got)
	}
	w.get("P", "/products/plans/2/subscriptions.csv").want(http.StatusNotFound)
	w.get("P2", path+".xlsx").want(http.StatusNotFound)
}

func TestExportOfRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	undo := w.post("P", run+"/undo", nil).want(http.StatusSeeOther).location
	id := func(path string) string { return strings.TrimPrefix(path, "/synchronizations/") }
	told := w.sameInBoth("P", "/synchronizations")
	if first, last := told.lines[0], told.lines[len(told.lines)-1]; first["Synchronization ID"] != id(undo) || first["Undoes"] != id(run) || last["Boxes"] == "" {
		t.Errorf("the first is %v, the last %v", first, last)
	}
	line := told.one(t, "Synchronization ID: "+id(run))
	want := "sync; 1; Reseller program; ; overwrite; Update Plan Fees; Standard; 4; 4; 0; 0; " + id(undo)
	if got := tell(line, "Kind", "Plan ID", "Service Plan", "Reseller", "Resellers' Own Values", "Boxes", "Service Template", "Resellers", "Changed", "Unchanged", "Subscriptions Skipped",
		"Undone By"); got != want {
		t.Errorf("the run is %q, want %q", got, want)
	}
	if got := w.file("P", "/synchronizations.csv?dir=desc").lines; len(got) != len(told.lines) {
		t.Errorf("in another order %d of %d are left", len(got), len(told.lines))
	}
	if got := w.file("P", "/synchronizations.csv?q="+id(run)).where("Synchronization ID: " + id(run)); len(got) != 1 {
		t.Error("the search does not find the run")
	}
	if got := w.file("R2", "/synchronizations.csv").lines; len(got) != 0 {
		t.Errorf("a reseller gets %v", got)
	}
}

// The file of a run has the resellers whom the filters of its page leave, and that of a preview says what the run's will.
func TestExportOfOutcomes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Mail month: recurring fee 20\nP changes Mail Mailbox: included 2000")
	const ticked = "key=x&reach=all&policy=overwrite&opt=" + string(domain.UpdateFees) + "&opt=" + string(domain.UpdateLimits)
	preview := w.sameInBoth("P", dialogPath+"/preview?"+ticked)
	w.narrows(dialogPath + "/preview?" + ticked)
	run, _, _ := strings.Cut(w.post("P", dialogPath, w.open("P", domain.UpdateFees, domain.UpdateLimits)).want(http.StatusSeeOther).location, "?")
	told := w.sameInBoth("P", run)
	w.narrows(run + "?sort=name")
	if diff := cmp.Diff(preview.lines, told.lines); diff != "" {
		t.Errorf("(-preview +run)\n%s", diff)
	}
	if diff := cmp.Diff(preview.columns, told.columns); diff != "" {
		t.Errorf("(-preview +run)\n%s", diff)
	}
	limit := told.one(t, "Reseller: R2; Field: included")
	if got, want := tell(limit, "Plan ID", "Resource ID", "From", "Before", "After", "Currency"), "2; 31; ; 10; 2000; "; got != want {
		t.Errorf("the limit is %q, want %q", got, want)
	}
	for _, path := range []string{run + ".csv?q=R2", dialogPath + "/preview.csv?q=R2&" + ticked} {
		if got := w.file("P", path); len(got.lines) == 0 || len(got.lines) != len(got.where("Reseller: R2")) {
			t.Errorf("%s has %d lines, %d of R2", path, len(got.lines), len(got.where("Reseller: R2")))
		}
	}
	for _, path := range []string{run + ".csv?only=skipped", dialogPath + "/preview.csv?only=skipped&" + ticked} {
		if got := w.file("P", path).lines; len(got) != 0 {
			t.Errorf("%s has %v", path, got)
		}
	}
	one := w.subscriptionPath("R2") + "/synchronize/preview"
	if got := w.file("P", one+".csv?"+strings.Replace(ticked, "reach=all", "reach=this", 1)); len(got.lines) == 0 || len(got.lines) != len(got.where("Reseller: R2")) {
		t.Errorf("the preview of one reseller has %v", got.lines)
	}
	w.get("P", dialogPath+"/preview.xlsx?key=x").want(http.StatusUnprocessableEntity)
	w.get("P2", dialogPath+"/preview.csv?"+ticked).want(http.StatusNotFound)
	w.get("P2", run+".xlsx").want(http.StatusNotFound)
}

// narrows checks that the file of a run or its preview has the lines that its filters ask for, and no other lines of those resellers.
func (w *world) narrows(address string) {
	w.t.Helper()
	for filter, cell := range map[string]string{"box=" + string(domain.UpdateLimits): "Box: Update Resource Limits", "outcome=updated": "Outcome: Updated",
		"look=price_jumps": "Field: recurring_fee", "plan=2": "Plan ID: 2"} {
		if got := w.sameInBoth("P", address+"&"+filter); len(got.lines) == 0 || len(got.lines) != len(got.where(cell)) {
			w.t.Errorf("%s: %s has %d lines, %d with %s", address, filter, len(got.lines), len(got.where(cell)), cell)
		}
	}
}

// A vendor's price list for one of their resellers is what that reseller's own pages call cost, with what is suggested to them.
func TestPriceListForAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Mail month: msrp of recurring fee 14\neverything is delivered\nR1 changes Mail month: recurring fee 9")
	of := func(name string) string { return "/resellers/" + idOf(w.planted.Accounts[name]) + "/price-list" }
	told := w.sameInBoth("P", of("R1"))
	told.hasColumns(t, "Plan ID", "Plan", "Period ID", "Period", "Resource ID", "Resource", "From", "Price", "Kind of Price", "Cost", "MSRP", "Currency", "Valid From", "Product ID",
		"SKU ID", "Term", "Billing Plan", "Segment", "Market")
	want := "Hosted Mail; 1 month; Recurring fee; 8; 11.2; EUR; " + time.Now().UTC().Format(time.DateOnly) + "; P1M"
	if got := tell(told.one(t, "Plan ID: 2; Period ID: 22; Price: recurring_fee"), "Plan", "Period", "Kind of Price", "Cost", "MSRP", "Currency", "Valid From", "Term"); got != want {
		t.Errorf("the fee is %q, want %q", got, want)
	}
	costs := map[string]string{}
	for _, line := range w.file("R1", pricesPage+".csv").lines {
		costs[tell(line, "Plan ID", "Period ID", "Resource ID", "From", "Price")] = line["Cost"]
	}
	for _, line := range told.lines {
		if at := tell(line, "Plan ID", "Period ID", "Resource ID", "From", "Price"); costs[at] != line["Cost"] && (costs[at] != "" || line["Cost"] != "not set") {
			t.Errorf("%s costs %s, their own page says %q", at, line["Cost"], costs[at])
		}
	}
	if got := len(told.where("Plan ID: 4")); got != 0 || len(told.lines) != len(costs) {
		t.Errorf("%d prices, of which %d are not delegated; the reseller has %d", len(told.lines), got, len(costs))
	}
	if got := w.file("R1", of("R11")+".csv").one(t, "Plan ID: 2; Period ID: 22; Price: recurring_fee"); tell(got, "Cost", "Currency") != "11.25; USD" {
		t.Errorf("a reseller's reseller pays %v", got)
	}
	w.tell("reseller R3 under P: USD")
	if got := w.sameInBoth("P", of("R3")).lines; len(got) != 0 {
		t.Errorf("who has nothing yet gets %v", got)
	}
	card := w.get("P", "/resellers/"+idOf(w.viewers["R1"].Account.ID)).shows("Price list for this reseller")
	if got := card.Find("a[href='" + of("R1") + ".xlsx']").Length(); got != 1 {
		t.Errorf("%d links to the price list", got)
	}
	w.get("P", "/resellers/"+idOf(w.viewers["R11"].Account.ID)).hides("Price list for this reseller")
	for as, path := range map[string]string{"P": of("R11"), "P2": of("R1"), "R2": of("R1"), "R1": of("R1")} {
		w.get(as, path+".csv").want(http.StatusNotFound)
	}
}

// Every list leads to its files, with what is searched for and filtered, and a list that is empty to none.
func TestListsLeadToTheirFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("20")
	w.setOwnFee("R1", "9")
	tests := []struct{ as, path, file string }{
		{"P", pricesPage + "?kind=recurring_fee&plan=2&q=month", pricesPage + ".%s?kind=recurring_fee&plan=2&q=month"},
		{"R1", pricesPage + "?only=own", pricesPage + ".%s?layers=all&only=own"},
		{"P", "/products/plans?q=mail&type=Generic", "/products/plans.%s?q=mail&type=Generic"},
		{"P", "/products/plans/1/subscriptions?q=R1&sort=name", "/products/plans/1/subscriptions.%s?q=R1&sort=name"},
		{"P", "/resellers?q=R1", "/resellers.%s?q=R1"},
		{"P", "/synchronizations?q=program", "/synchronizations.%s?q=program"},
		{"P", run + "?only=changed&q=R1", run + ".%s?only=changed&q=R1"},
		{"P", "/audit?kind=fees_changed&q=mail", "/audit.%s?kind=fees_changed&q=mail"},
	}
	for _, tt := range tests {
		page := w.get(tt.as, tt.path).want(http.StatusOK)
		for _, format := range pages.FileFormats() {
			links := page.Find("main a[href='" + strings.ReplaceAll(tt.file, "%s", string(format)) + "']")
			if want := "Export " + strings.ToUpper(string(format)); links.Length() != 1 || !strings.HasPrefix(strings.Join(strings.Fields(links.Text()), " "), want) {
				t.Errorf("%s has %d links to %s, %q", tt.path, links.Length(), tt.file, links.Text())
			}
		}
		empty := w.get(tt.as, strings.SplitN(tt.path, "?", 2)[0]+"?q=nothing+is+called+so").want(http.StatusOK)
		if got := empty.Find("main .exports").Length(); got != 0 && !strings.HasPrefix(tt.path, run) {
			t.Errorf("%s without lines has %d links to files", tt.path, got)
		}
	}
	ticked := url.Values{"opt": {string(domain.UpdateFees)}, "key": {"x"}, "policy": {"keep"}, "reach": {"all"}, "only": {"changed"}}
	w.tell("P changes Mail month: recurring fee 21")
	w.get("P", dialogPath+"/preview?"+ticked.Encode()).Find("main .exports a").Each(func(_ int, link *goquery.Selection) {
		to, err := url.Parse(link.AttrOr("href", ""))
		w.check(err)
		if diff := cmp.Diff(ticked, to.Query()); diff != "" || !strings.HasPrefix(to.Path, dialogPath+"/preview.") {
			t.Errorf("the preview leads to %s (-want +got)\n%s", to, diff)
		}
	})
}

// A file is open to whom its page is, whoever they are, and nobody else.
func TestFilesAreOpenAsTheirPages(t *testing.T) {
	t.Parallel()
	w := costsWorld(t)
	opens := map[string]func(domain.Viewer) bool{}
	for _, p := range server.Pages() {
		opens[p.Path] = p.Opens
	}
	files := 0
	for path, open := range opens {
		format := pages.FormatOf(path)
		if format == "" {
			continue
		}
		files++
		page := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(path, "."+string(format)), "/price-list"), "/lines")
		if opens[page] == nil {
			t.Errorf("%s is of no page", path)
			continue
		}
		for name, v := range w.viewers {
			if open(v) != opens[page](v) {
				t.Errorf("%s can open %s: %t, its page: %t", name, path, open(v), opens[page](v))
			}
		}
	}
	if files < 18 {
		t.Errorf("%d files", files)
	}
}
