package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// setStatus changes the status of R2's subscription past the program.
func (w *world) setStatus(status domain.SubscriptionStatus) {
	w.t.Helper()
	w.exec(`UPDATE subscription SET status = $2 WHERE account_id = $1`, w.viewers["R2"].Account.ID, status)
}

// status is the status of R2's first subscription.
func (w *world) status() domain.SubscriptionStatus {
	w.t.Helper()
	list, err := w.db.SubscriptionsOf(w.t.Context(), w.viewers["P"], w.viewers["R2"].Account.ID)
	w.check(err)
	return list[0].Status
}

// audited is how often the provider's audit says something of subscriptions, and what it said last, with who did it.
func (w *world) audited() (int, string) {
	w.t.Helper()
	audit, err := w.db.Audit(w.t.Context(), w.viewers["P"], pages.AuditQuery{Search: "subscription", Limit: 1000})
	w.check(err)
	if len(audit.Rows) == 0 {
		return 0, ""
	}
	last := audit.Rows[0]
	return len(audit.Rows), last.UserName + " " + last.Action + ": " + last.About.Name
}

// statusButtons are the labels of a page's buttons that change the status.
func (a *answer) statusButtons() []string {
	labels := []string{"Activate", "Release", "Put on hold", "Terminate", "Cancel", "Delete"}
	return slices.DeleteFunc(labels, func(label string) bool {
		return a.Find("main .page-header a:contains('"+label+"'), main .page-header button:contains('"+label+"')").Length() == 0
	})
}

func TestStatusChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.subscriptionPath("R2")
	live := []string{"Put on hold", "Terminate"}
	const hold, end = domain.OnHold, domain.Terminated
	tests := map[domain.SubscriptionStatus]struct {
		buttons []string
		changes map[string]domain.SubscriptionStatus // those that are not here are refused
	}{
		domain.Ordered: {[]string{"Activate", "Cancel", "Delete"},
			map[string]domain.SubscriptionStatus{"activate": domain.Active, "cancel": domain.Canceled}},
		domain.Active:  {live, map[string]domain.SubscriptionStatus{"hold": hold, "terminate": end}},
		domain.Graced:  {live, map[string]domain.SubscriptionStatus{"hold": hold, "terminate": end}},
		domain.Expired: {live, map[string]domain.SubscriptionStatus{"hold": hold, "terminate": end}},
		domain.OnHold: {[]string{"Release", "Terminate"},
			map[string]domain.SubscriptionStatus{"release": domain.Active, "terminate": end}},
		domain.Terminated: {[]string{"Delete"}, nil},
		domain.Canceled:   {[]string{"Delete"}, nil},
	}
	already := map[string]domain.SubscriptionStatus{"activate": domain.Active, "release": domain.Active, "hold": domain.OnHold,
		"terminate": domain.Terminated, "cancel": domain.Canceled}
	for from, tt := range tests {
		for key := range already {
			w.setStatus(from)
			if diff := cmp.Diff(tt.buttons, w.get("P", page).want(http.StatusOK).statusButtons()); diff != "" {
				t.Errorf("buttons of one that is %s (-want +got):\n%s", from, diff)
			}
			runs, entries := w.runs(), w.entries()
			lines, _ := w.audited()
			answer := w.post("P", page+"/status/"+key, nil)
			to, allowed := tt.changes[key]
			wantRuns := runs
			if key == "activate" && allowed {
				wantRuns++
			}
			now, said := w.audited()
			switch {
			case allowed:
				if got := w.status(); got != to || answer.want(http.StatusSeeOther).location != page {
					t.Errorf("%s: %s, then %s, at %s", key, from, got, answer.location)
				}
				if want := "P changed subscription status: Subscription of R2"; said != want || now != lines+1 {
					t.Errorf("%s: the audit says %q, want %q", key, said, want)
				}
			case from == already[key]: // clicked twice
				if answer.want(http.StatusSeeOther); w.status() != from || now != lines {
					t.Errorf("%s twice: %s, and the audit says %q", key, w.status(), said)
				}
			default:
				answer.want(http.StatusConflict).shows("Subscription of R2 is "+strings.ToLower(string(from)), "is not possible",
					"Nothing was changed", "See what changed")
				if w.status() != from || now != lines {
					t.Errorf("%s: %s, then %s, and the audit says %q", key, from, w.status(), said)
				}
			}
			if w.runs() != wantRuns || key != "activate" && w.entries() != entries {
				t.Errorf("%s of one that is %s made %d runs", key, from, w.runs()-runs)
			}
		}
	}
}

// TestAStatusIsToldFromAndTo: the message says what it was, and leads to the change; who comes second reads who was first.
func TestAStatusIsToldFromAndTo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.subscriptionPath("R2") + "/status/hold"
	w.message("P", path, nil).shows("Subscription of R2 is on hold.", "Status: Active → On hold.", "See the change")
	w.message("P", path, nil).shows("Nothing was changed: it was so already, changed by P", "See the change")
}

func TestEndingASubscriptionIsAskedFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.subscriptionPath("R2")
	for key, tt := range map[string]struct {
		from    domain.SubscriptionStatus
		label   string
		warning string
		skipped string
	}{
		"terminate": {domain.Active, "Terminate", "keeps what was delivered", "The subscription is terminated"},
		"cancel":    {domain.Ordered, "Cancel", "takes a new subscription", "The subscription is canceled"},
	} {
		w.setStatus(tt.from)
		ask := page + "/status/" + key
		if got := w.get("P", page).Find("a:contains('"+tt.label+"')").AttrOr("href", ""); got != ask {
			t.Errorf("%s leads to %q", tt.label, got)
		}
		asked := w.get("P", ask).want(http.StatusOK).shows(tt.label+" Subscription of R2?", tt.warning)
		w.post("P", ask, asked.form(ask)).want(http.StatusSeeOther)
		if got := w.get("P", ask).want(http.StatusOK).shows("is not possible").Find("main form").Length(); got != 0 {
			t.Errorf("%d buttons to %s it again", got, key)
		}
		w.get("P", page).want(http.StatusOK).shows("Synchronizations skip this subscription").hides("Synchronize Reseller(s)")
		w.synchronize()
		runs, _, err := w.db.Runs(t.Context(), w.viewers["P"], pages.ListQuery{Limit: 1})
		w.check(err)
		w.get("P", fmt.Sprintf("/synchronizations/%d?only=skipped", runs[0].ID)).want(http.StatusOK).shows("R2", tt.skipped)
	}
	w.get("P", page+"/status/hold").want(http.StatusNotFound)
}

func TestActivationDeliversOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.subscriptionPath("R2")
	w.setStatus(domain.Ordered)
	w.setFee("12")
	before := w.runs()
	form := w.get("P", w.reseller("R2", "")).want(http.StatusOK).form(page + "/status/activate")
	for range 2 {
		w.post("P", page+"/status/activate", form).want(http.StatusSeeOther)
	}
	if got := w.fee("R2", mailPlan, month, domain.RecurringFee); got != "12" || w.runs() != before+1 {
		t.Errorf("R2 has the fee %s after %d runs, want 12 after one", got, w.runs()-before)
	}
	w.get("P", page).shows("In sync")
}

func TestOnlyTheVendorChangesTheStatus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page, below := w.subscriptionPath("R2"), w.subscriptionPath("R11")
	if got := w.get("P", below).want(http.StatusOK).statusButtons(); len(got) > 0 { // R1 sold it
		t.Errorf("the buttons of another vendor's: %q", got)
	}
	for _, who := range []string{"P-viewer", "P-operator"} {
		if got := w.get(who, page).want(http.StatusOK).statusButtons(); len(got) > 0 {
			t.Errorf("the buttons of %s: %q", who, got)
		}
	}
	tests := []struct {
		who, page string
		want      int
	}{
		{"P-viewer", page, http.StatusForbidden}, {"P-operator", page, http.StatusForbidden},
		{"P", below, http.StatusNotFound}, {"P2", page, http.StatusNotFound}, {"R1", page, http.StatusNotFound},
		{"R2", page, http.StatusNotFound}, // their own: their vendor sold it
		{"P", strings.Replace(page, "plans/1/", "plans/2/", 1), http.StatusNotFound},
		{"P", "/products/plans/1/subscriptions/999999", http.StatusNotFound},
		{"P", "/products/plans/1/subscriptions/x", http.StatusNotFound},
	}
	for _, tt := range tests {
		for _, change := range domain.StatusChanges() {
			w.post(tt.who, tt.page+"/status/"+string(change.Key), nil).want(tt.want)
		}
		if tt.want == http.StatusNotFound {
			w.get(tt.who, tt.page+"/status/terminate").want(tt.want)
		}
	}
	for _, unknown := range []string{"Active", "Terminate", "%00", "hold%2F"} {
		w.post("P", page+"/status/"+unknown, nil).want(http.StatusNotFound)
	}
	if total, said := w.audited(); total != 0 || w.status() != domain.Active {
		t.Errorf("R2's subscription is %s, and the audit says %q", w.status(), said)
	}
	w.post("R1", below+"/status/hold", nil).want(http.StatusSeeOther)
	w.get("R1", below).shows("On hold", "Release")
}

func TestWhatHasEndedDoesNotComeBackBesideALiveSubscription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.subscriptionPath("R2")
	w.setStatus(domain.Terminated)
	w.exec(`INSERT INTO subscription (account_id, vendor_id, plan_id, period_id, name, status, started, expires)
		SELECT account_id, vendor_id, plan_id, period_id, 'Another', 'Active', started, expires FROM subscription WHERE account_id = $1`,
		w.viewers["R2"].Account.ID)
	for _, change := range domain.StatusChanges() {
		if change.Key != domain.Terminate {
			w.post("P", page+"/status/"+string(change.Key), nil).want(http.StatusConflict).hides("subscription_live")
		}
	}
}
