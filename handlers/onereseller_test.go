package handlers_test

import (
	"net/http"
	"testing"

	"tiersync/domain"
)

// A reseller's page opens the dialog with just them selected, and nothing ticked.
func TestSynchronizeThisReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const button = ".page-header a:contains('Synchronize This Reseller')"
	for _, tt := range []struct{ as, name string }{{"P", "R1"}, {"P", "R11"}, {"R1", "R11"}, {"P-operator", "R2"}} {
		link := w.get(tt.as, "/resellers/"+idOf(w.planted.Accounts[tt.name])).want(http.StatusOK).Find(button)
		if link.Length() != 1 {
			t.Errorf("%s sees %d buttons for %s", tt.as, link.Length(), tt.name)
			continue
		}
		dialog := w.get(tt.as, link.AttrOr("href", "")).want(http.StatusOK).shows(tt.name, " reseller only")
		if n := dialog.Find("main input[type=checkbox]:checked").Length(); n != 0 {
			t.Errorf("%d boxes are ticked when the dialog of %s opens", n, tt.name)
		}
		if got := dialog.Find("main input[type=radio]:checked").AttrOr("value", ""); got != string(domain.ThisReseller) {
			t.Errorf("the dialog of %s is about %q", tt.name, got)
		}
	}
	r2 := "/resellers/" + idOf(w.planted.Accounts["R2"])
	w.exec(`UPDATE subscription SET status = 'Terminated' WHERE account_id = $1`, w.viewers["R2"].Account.ID)
	for _, as := range []string{"P", "P-viewer"} {
		if n := w.get(as, r2).want(http.StatusOK).Find(button).Length(); n != 0 {
			t.Errorf("%s sees the button for who is passed by", as)
		}
	}
	if n := w.get("P-viewer", "/resellers/"+idOf(w.planted.Accounts["R1"])).Find(button).Length(); n != 0 {
		t.Error("who may not synchronize sees the button")
	}
}
