package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tiersync/domain"
)

// The fuzz targets ask real screens over a real database. Their seeds, which every test run plays, are the rows of bad input
// that the product must survive, and what fuzzing found.

// FuzzID asks for a plan by what stands in an address: whatever is not an id is a page that is not found.
func FuzzID(f *testing.F) {
	w := newWorld(f)
	for _, id := range []string{"1", "2", "4", "%31", "abc", "-1", "0", "1.0", "+1", "01", "1%2F2", "%00", "%ff", "%", "%zz", "٣", "１",
		"12345678901234567890", "9223372036854775807", "9223372036854775808", "1%0A", "..", "1;drop"} {
		f.Add(id)
	}
	digits := regexp.MustCompile(`^[1-9][0-9]*$`)
	f.Fuzz(func(t *testing.T, id string) {
		w := w.in(t)
		address, err := url.Parse("/products/plans/" + id)
		if err != nil || strings.ContainsAny(id, "/?#") || address.RequestURI() == "/products/plans/" || strings.HasPrefix(id, ".") {
			return // another page, or nothing that a browser can send
		}
		answer := w.serve("P", http.MethodGet, address.RequestURI(), "")
		plain, err := url.PathUnescape(id)
		switch {
		case answer.Code == http.StatusOK && err == nil && digits.MatchString(plain):
		case answer.Code != http.StatusNotFound:
			t.Errorf("plan %q: status %d", id, answer.Code)
		}
	})
}

// FuzzFilter asks for the list of plans with any query: it is shown, or refused for its length.
func FuzzFilter(f *testing.F) {
	w := newWorld(f)
	for _, query := range []string{"q=mail", "q=%25", "q=_", `q=\`, "q=%27", "q=%22;%20drop", "q=%ff%fe", "q=%00", "q=" + strings.Repeat("a", 201),
		"sort=name;drop", "sort=name&dir=up", "page=-1", "page=99999999999999999999", "page=2&page=1", "q=a&q=b", "%zz", "q=%E2%80%8B"} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		w := w.in(t)
		address := url.URL{Path: "/products/plans", RawQuery: url.PathEscape(query)}
		if plain, err := url.ParseQuery(query); err == nil {
			address.RawQuery = plain.Encode()
		}
		answer := w.serve("P", http.MethodGet, address.String(), "")
		if answer.Code != http.StatusOK && answer.Code != http.StatusUnprocessableEntity {
			t.Errorf("query %q: status %d", query, answer.Code)
		}
		if text := answer.Body.String(); strings.Contains(text, "pq:") || strings.Contains(text, "goroutine ") {
			t.Errorf("query %q shows internals: %s", query, text)
		}
	})
}

// FuzzPrice enters any text as a fee: it becomes the fee as written, or the form is shown again and nothing changes.
func FuzzPrice(f *testing.F) {
	w := newWorld(f)
	for _, price := range []string{"12.50", "0", "0.00", "not set", "1e400", "Infinity", "NaN", "0x10", "1_000", "+5", "٣", "１２", "--1", "1.2.3", "",
		"  ", "1.005", "1.500", ".5", "5.", "1,5", "1,234", "1.234,56", "1 234", "12.50 €",
		"9999999999999", "99999999999999", "1\x00", "\xff\xfe", "1\n2"} {
		f.Add(price)
	}
	const path = "/products/plans/2/periods/22/edit"
	fee := func(w *world) domain.Price {
		effective, _, err := w.db.Catalog(w.t.Context(), w.viewers["P"], w.viewers["P"].Account.ID)
		w.check(err)
		return effective.Plan(mailPlan).Period(month).Fees[domain.RecurringFee]
	}
	f.Fuzz(func(t *testing.T, price string) {
		w := w.in(t)
		form := w.get("P", path).form(path)
		before := fee(w)
		form.Set("recurring_fee", price)
		answer := w.serve("P", http.MethodPost, path, form.Encode())
		switch after := fee(w); answer.Code {
		case http.StatusSeeOther:
			want, err := domain.ParsePrice(price, 2)
			if err != nil || after.String() != want.String() {
				t.Errorf("price %q was saved as %q", price, after)
			}
		case http.StatusUnprocessableEntity:
			if !after.Equal(before) {
				t.Errorf("price %q was refused and saved as %q", price, after)
			}
		default:
			t.Errorf("price %q: status %d", price, answer.Code)
		}
	})
}

// FuzzDialog sends any form as the dialog: it runs if all that it ticks exists, or nothing happens.
func FuzzDialog(f *testing.F) {
	w := newWorld(f)
	dialog, err := w.db.OpenDialog(f.Context(), w.viewers["P"], domain.DialogRequest{Plan: resellerPlan})
	w.check(err)
	for _, body := range []string{"", "opt=update_fees", "opt=drop_all", "opt=update_fees&opt=drop_all", "opt=update_fees&opt=update_fees", "reach=all",
		"opt=update_fees&reach=direct&policy=keep", "opt=update_fees&reach=this", "opt=update_fees&policy=none", "opt=update_fees&digest=x",
		"opt=update_fees&action=preview", "opt=update_fees&action=edit", "account_id=2&state=done&version=0&opt=update_fees",
		"opt=%ff%fe", "opt=%00", "a[b][c]=1", "%zz", "key=other&opt=update_fees", strings.Repeat("&", 6000), "opt=" + strings.Repeat("a", 70<<10)} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := w.in(t)
		before := w.runs()
		answer := w.serve("P", http.MethodPost, "/products/plans/1/synchronize", "key="+dialog.Key+"&"+body)
		if answer.Code >= http.StatusInternalServerError {
			t.Errorf("%q: status %d", body, answer.Code)
		}
		_, isRun := strings.CutPrefix(answer.Header().Get("Location"), "/synchronizations/")
		if after := w.runs(); after != before && !isRun {
			t.Errorf("%q: %d runs, before it %d, and status %d", body, after, before, answer.Code)
		}
		values, err := url.ParseQuery(body)
		if _, known := domain.ParseOptions(values["opt"]); isRun && (err != nil || known != nil) {
			t.Errorf("%q ran with %q: %v, %v", body, values["opt"], err, known)
		}
	})
}
