package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
)

const inboxPath = "/inbox"

// inboxRows are the texts of the rows of an inbox.
func (a *answer) inboxRows() (rows []string) {
	a.Find("table:has(caption:contains('What reached you')) tbody tr").Each(func(_ int, row *goquery.Selection) { rows = append(rows, spaced(row)) })
	return rows
}

// unread is what the navigation says beside the inbox.
func (a *answer) unread() string { return a.text("nav[aria-label=Main] a[href='/inbox'] .count") }

// TestInbox: all runs and undos that changed something for a reseller are there, unread until each of their people has opened them.
func TestInbox(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if to := w.get("R1", "/").want(http.StatusSeeOther).location; to != inboxPath {
		t.Errorf("the first page of a reseller is %s", to)
	}
	w.tell("user R1-second at R1: read-only")
	w.setOwnFee("R1", "11")
	run := w.feeRun("20")
	w.synchronize() // changes nothing
	w.tell("template privileges: View reports, Edit prices, Manage sub-resellers")
	w.synchronize(domain.UpdatePrivileges)
	page := w.get("R1", inboxPath).want(http.StatusOK)
	rows := page.inboxRows()
	if len(rows) != 3 || !strings.Contains(rows[0], "privileges lost") || !strings.Contains(rows[1], "1 own price or rule overwritten") {
		t.Fatalf("the inbox has the rows %q", rows)
	}
	if page.unread() != "3 unread" {
		t.Errorf("the navigation says %q", page.unread())
	}
	w.get("R1", page.Find("table:has(caption:contains('What reached you')) tbody th a").Eq(1).AttrOr("href", "")).want(http.StatusOK).shows("EUR 11.00", "EUR 16.00")
	if page = w.get("R1", inboxPath); page.unread() != "2 unread" || strings.Contains(page.inboxRows()[1], "Unread") {
		t.Errorf("after one was opened the navigation says %q: %q", page.unread(), page.inboxRows())
	}
	if page = w.get("R1", inboxPath+"?only=unread"); len(page.inboxRows()) != 2 {
		t.Errorf("unread are %q", page.inboxRows())
	}
	if second := w.get("R1-second", inboxPath); second.unread() != "3 unread" {
		t.Errorf("to a colleague the navigation says %q", second.unread())
	}
	w.post("R1", "/account/inbox", page.form("/account/inbox")).want(http.StatusSeeOther)
	if page = w.get("R1", inboxPath); page.unread() != "" || page.Find("button:contains('Mark all as read')").Length() != 0 {
		t.Errorf("after all are read the navigation says %q", page.unread())
	}
	page.shows("marked as read")
	w.get("R1", inboxPath+"?only=unread").shows("Nothing unread")
	w.post("P", run+"/undo", nil).want(http.StatusSeeOther)
	if page = w.get("R1", "/products/plans"); page.unread() != "1 unread" {
		t.Errorf("after an undo the navigation says %q", page.unread())
	}
	back := w.get("R1", inboxPath).shows("Undid a synchronization", "took back the synchronization of").Find("tbody .cell-note a").First()
	w.get("R1", back.AttrOr("href", "none")).want(http.StatusOK).shows("EUR 11.00", "EUR 16.00").hides("took back the")
	w.get("R1", "/last-synchronization").shows("undo of a synchronization", "took back the synchronization of")
	w.get("P", inboxPath).want(http.StatusNotFound)
}

// TestInboxTellsOfChangesAbove: what somebody above changes of a reseller's settings is there, without who it was.
func TestInboxTellsOfChangesAbove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.change("P", domain.Change{Kind: domain.ResellerChanged, About: domain.Ref{Of: domain.ObjectReseller, ID: int64(w.viewers["R1"].Account.ID), Name: "R1"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldOperatingUnit}, Value: domain.Yes}, {Key: domain.Key{Field: domain.FieldDisablePrices}, Value: domain.Yes}}})
	page := w.get("R1", inboxPath).want(http.StatusOK).shows("Disable prices synchronization")
	link := page.Find("table:has(caption:contains('What reached you')) tbody th a").First().AttrOr("href", "")
	if !strings.HasPrefix(link, inboxPath+"/") {
		t.Fatalf("the change leads to %q", link)
	}
	w.get("R1", link).want(http.StatusOK).shows("Your provider", "Disable prices synchronization")
	if rows := w.get("R1", inboxPath).inboxRows(); strings.Contains(rows[0], "Unread") {
		t.Errorf("after it was opened: %q", rows[0])
	}
	w.get("R2", link).want(http.StatusNotFound)
	w.get("R2", inboxPath).hides("Disable prices synchronization")
	w.get("R1", inboxPath+"/nothing").want(http.StatusNotFound)
	w.post("R1", "/account/inbox", url.Values{"until": {"nothing"}}).want(http.StatusUnprocessableEntity)
}

// TestInboxInPages: what reached a reseller is read from its end.
func TestInboxInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 30 {
		w.setFee([]string{"20", "21"}[i%2])
		w.synchronize(domain.UpdateFees)
	}
	page := w.get("R1", inboxPath)
	if len(page.inboxRows()) != 25 || page.unread() != "31 unread" {
		t.Errorf("the first page has %d rows, and %q", len(page.inboxRows()), page.unread())
	}
	older := w.get("R1", page.Find("a[rel=next]").AttrOr("href", "")).want(http.StatusOK)
	if len(older.inboxRows()) != 6 || older.Find("a[rel=next]").Length() != 0 || older.Find("nav.pager a:contains('Newest')").Length() != 1 {
		t.Errorf("the second page has the rows %q", older.inboxRows())
	}
}

// TestInboxNamesWhatTheyBuy: a change that subscribes a reseller to a plan of their vendor's says how the plan and its period are called, though it was
// not passed on to them.
func TestInboxNamesWhatTheyBuy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.viewers["R2"].Account.ID
	w.exec(`DELETE FROM subscription WHERE account_id = $1`, id)
	path := "/resellers/" + idOf(id) + "/subscriptions/new"
	form := w.get("P", path+"?period=1-22").want(http.StatusOK).form(path)
	form.Del("activate")
	w.post("P", path, form).want(http.StatusSeeOther)
	page := w.get("R2", inboxPath).want(http.StatusOK).shows("Created subscription").hides("name not known")
	link := page.Find("table:has(caption:contains('What reached you')) tbody th a").First().AttrOr("href", "none")
	w.get("R2", link).want(http.StatusOK).shows("Service plan", "Subscription period").hides("name not known")
}
