package handlers_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
	"tiersync/views"
)

const importForm = "/products/prices/import"

// upload sends a form with a file.
func (w *world) upload(as string, fields url.Values, name, content string) *answer {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, values := range fields {
		for _, value := range values {
			w.check(form.WriteField(field, value))
		}
	}
	file, err := form.CreateFormFile("file", name)
	w.check(err)
	_, err = io.WriteString(file, content)
	w.check(err)
	w.check(form.Close())
	request := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, importForm, &body)
	request.AddCookie(w.as(as))
	request.Header.Set("Content-Type", form.FormDataContentType())
	recorder := httptest.NewRecorder()
	w.program.ServeHTTP(recorder, request)
	document, err := goquery.NewDocumentFromReader(recorder.Body)
	w.check(err)
	return &answer{document, w.t, as + " uploads " + name, recorder.Code, recorder.Header().Get("Location")}
}

// sends uploads a price list for a day, and returns the address of its page.
func (w *world) sends(as, name, content string) string {
	w.t.Helper()
	return w.upload(as, url.Values{"day": {"2026-12-01"}}, name, content).want(http.StatusSeeOther).location
}

// sold is a world in which a vendor's lists know two plans.
func sold(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	w.tell("P changes Mail: product id MAIL, sku id 1\nP changes Office: product id OFFICE, sku id 1")
	return w
}

// ownHead are the headings of our own export that name a plan as a vendor's list does.
const ownHead = "Plan ID,Period ID,Product ID,SKU ID,Plan,Price,Amount,Currency,Layer\n"

// A price list is sent, looked at and saved in three steps, and says so in its change; the same again changes nothing.
func TestAnImport(t *testing.T) {
	t.Parallel()
	w := sold(t)
	w.get("P", pricesPage).shows("Import…")
	w.get("P", importForm).want(http.StatusOK).shows("Prices that hold on", "Paste lines instead", "up to 100 MB").hides("not saved yet")
	list := ownHead +
		"2,22,,,Mail,recurring_fee,11.00,USD,effective\n" +
		"3,22,,,Office,recurring_fee,10.00,USD,effective\n" +
		"3,22,,,Office,setup_fee,many,USD,effective\n" +
		",,NEW,7,Brand new,recurring_fee,5.00,USD,effective\n"
	page := w.sends("P", "december.csv", list)
	shown := w.get("P", page).want(http.StatusOK).
		shows("december.csv", "Changed 1", "Unknown 1", "Errors 1", "Unchanged 1", "Hosted Mail", "10.00", "11.00", "+10.0 %", "Saving sets 1 price.")
	w.get("P", page+"?state=errors").shows("4", "many")
	w.get("P", page+"?state=unknown").shows("Brand new", "NEW 7", "No plan has these ids")
	lines := w.file("P", page+"/lines.csv?state=changed")
	if got := tell(lines.one(t, "Plan ID: 2"), "State", "Line", "Plan", "Price", "Now", "New", "Currency"); got != "Changed; 2; Hosted Mail; recurring_fee; 10; 11; USD" {
		t.Errorf("the file of changed lines says %q", got)
	}
	w.get("P", page+"?state=changed&q=office").shows("No line matches this search.")
	form := shown.form(page + "?state=changed")
	form.Set("go", views.GoSave)
	if to := w.post("P", page+"?state=changed", form).want(http.StatusSeeOther).location; to != pricesPage {
		t.Errorf("a saved import leads to %s", to)
	}
	told := w.get("P", pricesPage).shows("december.csv is imported.", "USD 10.00 → USD 11.00")
	change := told.Find("main a[href^='/changes/'], .flash a[href^='/changes/'], a[href^='/changes/']").First().AttrOr("href", "")
	w.get("P", change).want(http.StatusOK).shows("Imported prices", "december.csv", "SHA-256")
	w.get("P", page).want(http.StatusNotFound)
	w.get("P", w.sends("P", "december.csv", list)).shows("Unchanged 2", "There is nothing to save.")
	w.post("P", change+"/undo", nil).want(http.StatusSeeOther)
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "10" {
		t.Errorf("after the undo the fee is %s", got)
	}
}

// Of a list with headings alone that is said, beside what it lacks.
func TestAnImportWithoutLines(t *testing.T) {
	t.Parallel()
	w := sold(t)
	const said = "The list has headings and no lines"
	w.get("P", w.sends("P", "empty.csv", ownHead)).want(http.StatusOK).shows(said)
	w.get("P", w.sends("P", "same.csv", ownHead+"3,22,,,Office,recurring_fee,10.00,USD,effective\n")).want(http.StatusOK).hides(said)
}

// The lines of a list are filtered by plan, currency and size of the jump, on the page and in its file; a page that is looked at again still
// meets what there is then.
func TestTheLinesOfAnImportAreFiltered(t *testing.T) {
	t.Parallel()
	w := sold(t)
	page := w.sends("P", "filters.csv", ownHead+
		"2,22,,,Mail,recurring_fee,11.00,USD,effective\n3,22,,,Office,recurring_fee,10.10,USD,effective\n2,22,,,Mail,setup_fee,1.00,EUR,effective\n3,22,,,Office,setup_fee,1.00,CHF,effective\n")
	changed := page + "?state=changed"
	w.get("P", changed).shows("Changed 2", "Hosted Mail", "Office Suite", "Changes by at least %").hides("All currencies")
	w.get("P", changed+"&plan=2").shows("Changed 2", "+10.0 %").hides("+1.0 %")
	w.get("P", changed+"&jump=5").shows("+10.0 %").hides("+1.0 %")
	w.get("P", changed+"&jump=50").shows("No line matches this search.")
	w.get("P", changed+"&jump=much").shows("There is a problem")
	if lines := w.file("P", page+"/lines.csv?state=changed&jump=5").lines; len(lines) != 1 {
		t.Errorf("the file has %d lines, want the one that jumps by 5 percent", len(lines))
	}
	w.get("P", page+"/lines.csv?state=changed&jump=much").want(http.StatusUnprocessableEntity)
	w.get("P", page+"?state=errors").shows("All currencies")
	if rows := w.get("P", page+"?state=errors&currency=CHF").rowsOf("Lines of the price list"); len(rows) != 1 {
		t.Errorf("%d lines are in CHF", len(rows))
	}
	w.setFee("10.50")
	w.get("P", changed+"&plan=2").shows("10.50", "11.00").hides("+10.0 %")
}

// What jumps stays as it is, unless it is ticked: one by one, or all.
func TestAnImportThatJumps(t *testing.T) {
	t.Parallel()
	w := sold(t)
	list := ownHead + "2,22,,,Mail,recurring_fee,1000,USD,effective\n3,22,,,Office,recurring_fee,0,USD,effective\n3,22,,,Office,setup_fee,1.1,USD,effective\n"
	page := w.sends("P", "jumps.csv", list)
	jumps := w.get("P", page+"?state=jumps").want(http.StatusOK).shows("Big jumps 2", "a hundred times as much", "free from now on", "Saving sets 1 price. 2 prices that jump stay as they are")
	if jumps.Find("input[name=sure][checked]").Length() != 0 {
		t.Error("a jump is ticked beforehand")
	}
	form := jumps.form(page + "?state=jumps")
	form.Set(views.SureField, domain.FeeKey(mailPlan, month, domain.RecurringFee).Text())
	form.Set("go", views.GoKeep)
	w.post("P", page+"?state=jumps", form).want(http.StatusSeeOther)
	kept := w.get("P", page+"?state=jumps").shows("Saving sets 2 prices. 1 price that jumps stays as it is")
	if kept.Find("input[name=sure][checked]").Length() != 1 {
		t.Error("what was ticked is not kept")
	}
	form = kept.form(page + "?state=jumps")
	form.Set("go", views.GoSave)
	w.post("P", page+"?state=jumps", form).want(http.StatusSeeOther)
	if mail, office, setup := w.fee("P", mailPlan, month, domain.RecurringFee), w.fee("P", officePlan, month, domain.RecurringFee), w.fee("P", officePlan, month, domain.SetupFee); mail != "1000" || office != "10" || setup != "1.1" {
		t.Errorf("the fees are %s, %s and %s", mail, office, setup)
	}
	page = w.sends("P", "jumps.csv", list)
	form = w.get("P", page+"?state=jumps").form(page + "?state=jumps")
	form.Set("go", views.GoAll)
	w.post("P", page+"?state=jumps", form).want(http.StatusSeeOther)
	form.Set(views.SureField, domain.FeeKey(officePlan, month, domain.RecurringFee).Text())
	form.Set("go", views.GoSave)
	w.post("P", page+"?state=jumps", form).want(http.StatusSeeOther)
	if office := w.fee("P", officePlan, month, domain.RecurringFee); office != "0" {
		t.Errorf("all were meant, and the fee is %s", office)
	}
}

// Plans are made of unknown products that are ticked, like another plan, with the prices of the list and no others of their kind.
func TestAnImportThatMakesPlans(t *testing.T) {
	t.Parallel()
	w := sold(t)
	page := w.sends("P", "new.csv", ownHead+",,NEW,7,Brand new,recurring_fee,5.00,USD,effective\n,,NEWER,7,Newer,recurring_fee,6.00,USD,effective\n")
	unknown := w.get("P", page+"?state=unknown").want(http.StatusOK).shows("Make plans like", "Brand new", "Newer", "for 1 Dec 2026")
	form := unknown.form(page + "?state=unknown")
	form.Set("pattern", "2")
	form.Set(views.MakeField, "2")
	form.Set("go", views.GoKeep)
	w.post("P", page+"?state=unknown", form).want(http.StatusSeeOther)
	w.get("P", page+"?state=changed").shows("Brand new", "New plan", "makes 1 service plan, unpublished")
	form = w.get("P", page+"?state=unknown").form(page + "?state=unknown")
	form.Set("go", views.GoSave)
	w.post("P", page+"?state=unknown", form).want(http.StatusSeeOther)
	catalog := w.state("P").Effective()
	var made *domain.Plan
	for _, p := range catalog.Plans {
		if p.Name == "Brand new" {
			made = p
		}
	}
	if made == nil || made.Published || made.Article != (domain.Article{Product: "NEW", SKU: "7"}) || len(made.Periods) != 3 {
		t.Fatalf("made is %+v", made)
	}
	if strings.Contains(w.get("P", "/products/plans").text("main"), "Newer") {
		t.Error("a plan was made that was not ticked")
	}
}

// makes is the form of the provider's page of unknown lines, with those ticked of which plans are made as plan 2 is, and the button that is pressed.
func (w *world) makes(page, button string, lines ...string) url.Values {
	w.t.Helper()
	form := w.get("P", page).form(page)
	form.Set("pattern", "2")
	form[views.MakeField] = lines
	form.Set("go", button)
	return form
}

// Plans are made in the order of the list: so the message and the page of the change have them, each with what it is first, and their ids.
func TestAnImportMakesPlansInTheOrderOfItsList(t *testing.T) {
	t.Parallel()
	w := sold(t)
	page := w.sends("P", "new.csv", ownHead+",,Z,7,First,recurring_fee,5.00,USD,effective\n,,Y,7,Second,recurring_fee,6.00,USD,effective\n,,X,7,Third,recurring_fee,7.00,USD,effective\n") + "?state=unknown"
	form := w.makes(page, views.GoSave, "2", "3", "4")
	w.message("P", page, form).shows("new.csv is imported. First · Service plan: added; Second · Service plan: added; Third · Service plan: added.").hides("more value")
	change := w.get("P", "/changes").Find("main a:contains('Imported prices')").First().AttrOr("href", "nowhere")
	want := []string{"First", "Second", "Third"}
	file := w.file("P", change+".csv")
	if got := file.plans(); !slices.Equal(got, want) {
		t.Errorf("the change is of %q, want %q", got, want)
	}
	if first := file.lines[0]; first["Period ID"] != "" {
		t.Errorf("the change begins with %v, and not with what the plan is", first)
	}
	catalog := w.state("P").Effective().Plans // by their ids
	var got []string
	for _, p := range catalog[len(catalog)-len(want):] {
		got = append(got, p.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the plans are %q, want %q", got, want)
	}
}

// plans are those of which the lines of a file of changes are, each once.
func (f file) plans() (names []string) {
	for _, line := range f.lines {
		if name := line["Part"]; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// No plan is made of a product of which no price has a place in it: it would have those of the plan that it is made like.
func TestAnImportMakesNoPlanWithoutItsPrice(t *testing.T) {
	t.Parallel()
	w := sold(t)
	page := w.sends("P", "new.csv", ownHead+",,NEW,7,Brand new,recurring_fee,5.00,USD,effective\n,,NEWER,7,In euros,recurring_fee,6.00,EUR,effective\n") + "?state=unknown"
	form := w.makes(page, views.GoKeep, "2", "3")
	w.post("P", page, form).want(http.StatusSeeOther)
	shown := w.get("P", page).want(http.StatusOK).shows("no plan is made: The list is in EUR and your prices are in USD", "makes 1 service plan, unpublished")
	form = shown.form(page)
	form.Set("go", views.GoSave)
	w.post("P", page, form).want(http.StatusUnprocessableEntity).shows("Of 1 product that is ticked under Unknown no plan is made")
	form.Set("pattern", "")
	w.post("P", page, form).want(http.StatusUnprocessableEntity).shows("Of 2 products that are ticked under Unknown no plan is made", "no plan is made: choose a plan that it is made like")
	form.Set("pattern", "2")
	form[views.MakeField] = []string{"2"}
	w.post("P", page, form).want(http.StatusSeeOther)
	if list := w.get("P", "/products/plans").text("main"); !strings.Contains(list, "Brand new") || strings.Contains(list, "In euros") {
		t.Error("a plan has the prices of its pattern, or was not made")
	}
}

// What the list says of a plan that it makes, and cannot be set, is not set: the price of the plan that it is made like is none of it.
func TestAnImportThatMakesAPlanWithAPriceThatCannotBeSet(t *testing.T) {
	t.Parallel()
	w := sold(t)
	page := w.sends("P", "new.csv", ownHead+",,NEW,7,Brand new,setup_fee,5.00,USD,effective\n,,NEW,7,Brand new,recurring_fee,0.0125,USD,effective\n") + "?state=unknown"
	w.post("P", page, w.makes(page, views.GoSave, "2", "3")).want(http.StatusSeeOther)
	for _, p := range w.state("P").Effective().Plans {
		if p.Name != "Brand new" {
			continue
		}
		for _, period := range p.Periods {
			if fee := period.Fees[domain.RecurringFee]; period.Active && !period.Trial && fee.IsSet() {
				t.Errorf("for %s it costs %s, as the plan that it is made like", period.Label(), fee)
			}
		}
	}
}

// A list of which nothing can be read opens with its errors, and offers nothing to save.
func TestAnImportThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := sold(t)
	page := w.sends("P", "wrong.csv", ownHead+"2,22,,,Mail,recurring_fee,many,USD,effective\n")
	shown := w.get("P", page).want(http.StatusOK).shows("Of these lines nothing is saved.", "many", "There is nothing to save.")
	gone := w.get("P", page+"?state=gone").want(http.StatusOK).shows("Keep My Choices", "There is nothing to save.")
	for _, a := range []*answer{shown, gone} {
		if n := a.Find("button[name=go][value=" + views.GoSave + "]").Length(); n != 0 {
			t.Errorf("%s has a button to save nothing", a.what)
		}
	}
}

// What the list has no more stays, or is not set, or is taken off delegation.
func TestAnImportWithoutSomething(t *testing.T) {
	t.Parallel()
	w := sold(t)
	page := w.sends("P", "gone.csv", ownHead+"2,22,,,Mail,recurring_fee,10.00,USD,effective\n")
	gone := w.get("P", page+"?state=gone").want(http.StatusOK).shows("Office Suite", "no line is for this plan", "There is nothing to save.")
	form := gone.form(page + "?state=gone")
	form.Set("gone-plan-3", string(domain.GoneWithdrawn))
	form.Set("go", views.GoKeep)
	w.post("P", page+"?state=gone", form).want(http.StatusSeeOther)
	form = w.get("P", page+"?state=gone").shows("Saving takes 1 service plan off delegation.").form(page + "?state=gone")
	form.Set("go", views.GoSave)
	w.post("P", page+"?state=gone", form).want(http.StatusSeeOther)
	w.get("P", "/audit").shows("Changed delegated plans", "gone.csv is imported. Plans were taken out of 1 service template")
}

// The same list twice, two lists of the same prices, and an edit while somebody looks at one: nothing is lost, and what both changed is asked.
func TestFault120OnePriceListTwice(t *testing.T) {
	t.Parallel()
	w := sold(t)
	saves := func(page, state string) *answer {
		w.t.Helper()
		form := w.get("P", page+state).want(http.StatusOK).form(page + state)
		form.Set("go", views.GoSave)
		return w.post("P", page+state, form)
	}
	const changed = "?state=changed"
	list := func(mail, office string) string {
		return ownHead + "2,22,,,Mail,recurring_fee," + mail + ",USD,effective\n3,22,,,Office,recurring_fee," + office + ",USD,effective\n"
	}
	first, twin, other := w.sends("P", "one.csv", list("11.0", "12.0")), w.sends("P", "one.csv", list("11.0", "12.0")), w.sends("P", "two.csv", list("10.5", "12.0"))
	twins, others := w.get("P", twin+changed).form(twin+changed), w.get("P", other+changed).form(other+changed)
	saves(first, changed).want(http.StatusSeeOther)
	entries := w.entries()
	twins.Set("go", views.GoSave)
	w.post("P", twin+changed, twins).want(http.StatusSeeOther)
	if w.entries() != entries {
		t.Error("the same list a second time was stored")
	}
	others.Set("go", views.GoSave)
	asked := w.post("P", other+changed, others).want(http.StatusConflict).
		shows("Hosted Mail", "When you opened the page: USD 10.00", "As it is now: USD 11.00", "As the file has it: USD 10.50", "What else the file changes is saved with it",
			"Save What the File Has", "Back to the File").hides("Office Suite · 1 month", "typed", "Typed", "editing")
	form := asked.form(other + changed)
	if w.entries() != entries || w.fee("P", mailPlan, month, domain.RecurringFee) != "11" {
		t.Error("something was saved before it was decided")
	}
	w.get("P", other).want(http.StatusOK).shows("two.csv") // it waits for a decision
	form.Set("decide", views.Mine)
	w.post("P", other+changed, form).want(http.StatusSeeOther)
	if got := w.fee("P", mailPlan, month, domain.RecurringFee); got != "10.5" {
		t.Errorf("decided for the second list the fee is %s", got)
	}
}

// A list that cannot be read is refused beside its field and kept nowhere; what is no file is asked for.
func TestImportsThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.post("P", importForm, nil).want(http.StatusUnprocessableEntity).problem("file"); got != "Choose a file, or paste the lines of one" {
		t.Errorf("without a file: %q", got)
	}
	w.upload("P", url.Values{"day": {"tomorrow"}}, "a.csv", ownHead).want(http.StatusUnprocessableEntity).shows("Enter a date like 2026-01-31")
	for name, content := range map[string]string{"empty.csv": "\n", "zeros.csv": "a,b\x00c\n1,2\n", "old.xls": "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "bomb.xlsx": "PK\x03\x04" + strings.Repeat("x", 100)} {
		w.upload("P", nil, name, content).want(http.StatusUnprocessableEntity).shows("There is a problem")
	}
	w.get("P", importForm).hides("not saved yet")
	for _, as := range []string{"P-viewer", "P-operator"} {
		w.upload(as, nil, "a.csv", ownHead).want(http.StatusForbidden)
		w.get(as, importForm).want(http.StatusForbidden)
	}
	w.get("P", importForm+"/99").want(http.StatusNotFound)
}

// A file of another account is not there, whatever is done with it.
func TestImportsAreTheirAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.sends("P", "secret.csv", ownHead+"2,22,,,Mail,recurring_fee,11.00,USD,effective\n")
	for _, as := range []string{"R1", "P2"} {
		w.get(as, importForm).hides("secret.csv")
		w.get(as, page).want(http.StatusNotFound)
		w.get(as, page+"/columns").want(http.StatusNotFound)
		for _, to := range []string{page, page + "/columns", page + "/day", page + "/discard"} {
			w.post(as, to, url.Values{"go": {views.GoSave}}).want(http.StatusNotFound)
		}
	}
	w.post("P", page+"/discard", nil).want(http.StatusSeeOther)
	w.get("P", importForm).shows("secret.csv is discarded. No price was changed.").hides("not saved yet")
}

// TestALineThatBreaksOff refuses a list before somebody says what its columns are.
func TestALineThatBreaksOff(t *testing.T) {
	t.Parallel()
	w := sold(t)
	list := "Artikel;Preis\n" + strings.Repeat("MAIL;9,50\n", 2000) + "MAIL;\"9,50\n"
	w.upload("P", url.Values{"day": {"2026-12-01"}}, "broken.csv", list).want(http.StatusUnprocessableEntity).shows("Import prices", "Line 2002 opens a quote that is not closed").hides("not saved yet")
}

// TestImportColumnsThatAreNotWhatTheyAreCalled: nothing is chosen beforehand that the lines are not, and the page says why.
func TestImportColumnsThatAreNotWhatTheyAreCalled(t *testing.T) {
	t.Parallel()
	w := sold(t)
	columns := w.sends("P", "wholesale.csv", "Artikel;Preis;ab\nMAIL;9,50;12,00\n")
	asked := w.get("P", columns).want(http.StatusOK).shows("The heading says “Valid from”, but the first lines do not read so")
	if form := asked.form(columns); form.Get("column-1") != "price recurring_fee" || form.Get("column-2") != "" {
		t.Errorf("chosen beforehand: %v", form)
	}
}

// Columns that nobody knows are chosen once, and kept for the next list with these headings.
func TestImportColumns(t *testing.T) {
	t.Parallel()
	w := sold(t)
	const list = "Artikel;Bezeichnung;EK\nMAIL;Post;11,50\n"
	columns := w.sends("P", "preise.csv", list)
	page := w.get("P", columns).want(http.StatusOK).shows("Artikel", "MAIL", "11,50", "Keep under the name")
	form := page.form(columns)
	form.Set("column-0", "product")
	form.Set("column-2", "price recurring_fee")
	form.Set("name", "Wholesaler")
	shown := w.post("P", columns, form).want(http.StatusSeeOther).location
	w.get("P", shown).want(http.StatusOK).shows("Wholesaler", "Hosted Mail", "11.50")
	again := w.sends("P", "preise-2.csv", strings.Replace(list, "11,50", "11,75", 1))
	w.get("P", again).want(http.StatusOK).shows("Wholesaler", "11.75")
	w.get("P", importForm).shows("Wholesaler")
	form.Set("column-0", "")
	w.post("P", columns, form).want(http.StatusUnprocessableEntity).shows("has no column that says which product a line is")
	w.post("P", importForm+"/columns/forget", url.Values{"kept": {"Wholesaler"}}).want(http.StatusSeeOther)
	w.get("P", importForm).shows("The columns called Wholesaler are forgotten.").hides("Columns that are kept")
}

// What is pasted is read as a file is, and the day for which a list is read can be changed.
func TestAPastedImport(t *testing.T) {
	t.Parallel()
	w := sold(t)
	list := "Plan ID\tPeriod ID\tProduct ID\tSKU ID\tPlan\tPrice\tAmount\tCurrency\tLayer\tValid From\n2\t22\t\t\tMail\trecurring_fee\t11.00\tUSD\teffective\t2027-01-01\n"
	page := w.upload("P", url.Values{"day": {"2026-12-01"}, views.PastedField: {list}}, "", "").want(http.StatusSeeOther).location
	w.get("P", page+"?state=later").want(http.StatusOK).shows("pasted", "Still to come 1", "begins on 2027-01-01")
	w.post("P", page+"/day", url.Values{"day": {"2027-01-01"}}).want(http.StatusSeeOther)
	w.get("P", page).shows("Changed 1", "Saving sets 1 price.")
	w.post("P", page+"/day", url.Values{"day": {"yesterday"}}).want(http.StatusUnprocessableEntity).shows("Enter a date like 2026-01-31")
}

// A reseller's list sets own values over what was delivered to them, in their currency.
func TestAnImportOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.sends("R1", "mine.csv", ownHead+"2,22,,,Mail,recurring_fee,8.50,EUR,effective\n3,22,,,Office,recurring_fee,9.50,USD,effective\n")
	form := w.get("R1", page+"?state=changed").shows("Changed 1", "Errors 1").form(page + "?state=changed")
	w.get("R1", page+"?state=errors").shows("The list is in USD and your prices are in EUR: not read. Send the list in EUR", "USD 9.50")
	lines := w.file("R1", page+"/lines.csv?state=errors").lines
	if line := lines[0]; line["Now"] != "" || line["New"] != "9.5" || line["Currency"] != "USD" {
		t.Errorf("the file of a line in another currency has %v", line)
	}
	form.Set("go", views.GoSave)
	w.post("R1", page+"?state=changed", form).want(http.StatusSeeOther)
	w.get("R1", recurrings+"&only=own").shows("Own value", "8.50")
}

// What is uploaded has a limit, which is told before the rest is read, and so has what is pasted.
func TestUploadsHaveALimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, importForm, strings.NewReader("--x\r\n"))
	request.AddCookie(w.as("P"))
	request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	request.ContentLength = 200 << 20
	recorder := httptest.NewRecorder()
	w.program.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("200 MB are answered with %d", recorder.Code)
	}
	w.upload("P", url.Values{views.PastedField: {strings.Repeat("x", 5<<20)}}, "a.csv", ownHead).want(http.StatusRequestEntityTooLarge).shows("a text that is pasted 4 MB")
	w.get("P", importForm).want(http.StatusOK).hides("not saved yet")
}

// A file that was cut off on its way is not there: half a price list would make the other half look gone.
func TestACutOffUploadIsNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cut.csv\"\r\n\r\n"
	for _, body := range []string{head + ownHead + "2,22,,,Mail,recurring_fee,11.00,USD,effective\n", head + ownHead + "\r\n--", head, "--x\r\nContent-"} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, importForm, strings.NewReader(body))
		request.AddCookie(w.as("P"))
		request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		recorder := httptest.NewRecorder()
		w.program.ServeHTTP(recorder, request)
		if recorder.Code != http.StatusBadRequest {
			t.Errorf("%q is answered with %d", body, recorder.Code)
		}
	}
	w.get("P", importForm).want(http.StatusOK).hides("cut.csv")
}

// A reseller who looks again at a list meets the costs of then, which are their vendor's prices.
func TestAnImportMeetsTheCostsOfThen(t *testing.T) {
	t.Parallel()
	w := sold(t)
	page := w.sends("R2", "own.csv", ownHead+"2,22,,,Mail,recurring_fee,9.50,USD,effective\n")
	changed := page + "?state=changed"
	w.get("R2", changed).want(http.StatusOK).shows("Changed 1", "Big jumps 1")
	w.get("R2", changed).shows("Changed 1", "Big jumps 1")
	w.get("R2", page+"?state=jumps").shows("below", "10.00")
	w.setFee("9.00")
	w.get("R2", changed).shows("Changed 1").hides("Big jumps")
}

// TestAFeeBesideTheMainResource: where a plan is sold by its main resource, a list that sets its free fee is told so, for it may mean that resource.
func TestAFeeBesideTheMainResource(t *testing.T) {
	t.Parallel()
	w := sold(t)
	w.tell("P changes Mail: sku id 0001")
	const list = "ProductId,SkuId,TermDuration,BillingPlan,Currency,UnitPrice,ERP Price,EffectiveStartDate,EffectiveEndDate,Segment,Market,ProductTitle,SkuTitle\n" +
		"MAIL,0001,P1M,,USD,4.80,6.00,2026-01-01,9999-12-31,,,Mail,Mail\n"
	const says = "costs USD 0.50 each: both are charged then"
	w.get("P", w.sends("P", "fee.csv", list)+"?state=changed").want(http.StatusOK).shows("Recurring fee", "4.80", "MSRP of recurring fee", "6.00").hides(says)
	w.tell("P changes Mail month: recurring fee 0")
	w.get("P", w.sends("P", "fee.csv", list)+"?state=changed").want(http.StatusOK).shows("Recurring fee", "4.80", "Mailbox "+says)
}

// What a price list leaves without a price is said to leave sale before it is saved, also where some of it jumps.
func TestAnImportNamesWhatLeavesSale(t *testing.T) {
	t.Parallel()
	w := sold(t)
	unset := ownHead + "2,22,,,Mail,setup_fee,not set,USD,effective\n"
	w.get("P", w.sends("P", "december.csv", unset)).want(http.StatusOK).shows("1 plan leaves sale", "Hosted Mail")
	jumping := unset + "3,22,,,Office,recurring_fee,900.00,USD,effective\n"
	w.get("P", w.sends("P", "jumping.csv", jumping)).want(http.StatusOK).shows("Big jumps 1", "1 plan leaves sale")
	w.get("P", w.sends("P", "dearer.csv", ownHead+"2,22,,,Mail,recurring_fee,11.00,USD,effective\n")).want(http.StatusOK).hides("leaves sale")
}
