package handlers_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
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
	w := newWorld(t)
	w.tell("P changes Mail: product id MAIL, sku id 1\nP changes Office: product id OFFICE, sku id 1")
	return w
}

const monthly = "Product ID,SKU ID,Name,Term,Currency,Recurring fee\n" // with columns that have to be chosen

// own are the headings of our own export that name a plan as a vendor's list does.
const ownHead = "Plan ID,Period ID,Product ID,SKU ID,Plan,Price,Amount,Currency,Layer\n"

// A price list is sent, looked at and saved in three steps, and says so in its change; the same again changes nothing.
func TestAnImport(t *testing.T) {
	t.Parallel()
	w := sold(t)
	w.get("P", pricesPage).shows("Import…")
	w.get("P", importForm).want(http.StatusOK).shows("Prices that hold on", "Or choose a file").hides("not saved yet")
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
	unknown := w.get("P", page+"?state=unknown").want(http.StatusOK).shows("Make plans like", "Brand new", "Newer")
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
