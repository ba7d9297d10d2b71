package handlers_test

import (
	"strings"
	"testing"

	"tiersync/views"
)

// TestSynchronizationsAboutAPlanOrAReseller finds runs by whom they reached and what they changed, by the search and on the tabs.
func TestSynchronizationsAboutAPlanOrAReseller(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	w.tell("P changes Mail month: recurring fee 12\neverything is delivered")
	mail := w.get("P", "/products/plans?q=Mail").Find("tbody th a").First().AttrOr("href", "")
	for path, want := range map[string]int{
		"/synchronizations?q=Rhein":                                2,
		"/synchronizations?q=" + idOf(w.viewers["Low"].Account.ID): 2,
		"/synchronizations?q=New":                                  1,
		"/synchronizations?q=Mail":                                 2,
		"/synchronizations?q=Nobody":                               0,
		w.reseller("New", "/synchronizations"):                     1,
		w.reseller("In", "/synchronizations"):                      2,
		w.reseller("In", "/synchronizations?q=Nobody"):             0,
		mail + "/synchronizations":                                 2,
		views.PlanURL(w.planted.Plan) + "/synchronizations":        2,
	} {
		page := w.get("P", path).want(200)
		if got := page.Find("main tbody tr").Length(); got != want {
			t.Errorf("%s lists %d synchronizations, want %d", path, got, want)
		}
	}
	if tab := w.get("P", mail).Find("a[aria-current='page']:contains('Synchronizations'), .tabs a:contains('Synchronizations')"); !strings.HasSuffix(tab.AttrOr("href", ""), "/synchronizations") {
		t.Error("a plan has no tab Synchronizations")
	}
	w.get("Rhein", w.reseller("Low", "/synchronizations")).want(200).shows("No synchronization of yours reached this reseller")
	w.get("Rhein", w.reseller("In", "/synchronizations")).want(404)
	w.get("Low", mail+"/synchronizations").want(200).shows("No synchronization of yours")
}

// TestWhatIsNotPassedOn says on a plan and in the list what waits, and that an exchange rate is not the plan.
func TestWhatIsNotPassedOn(t *testing.T) {
	t.Parallel()
	w := told(t, strings.Replace(statesStory, "everything is delivered", "exchange rate: 1 USD = 100 JPY\neverything is delivered", 1))
	mail := w.get("P", "/products/plans?q=Mail").Find("tbody th a").First().AttrOr("href", "")
	w.tell("exchange rate: 1 USD = 120 JPY")
	w.get("P", mail).want(200).shows("The exchange rate was changed, not the plan", "JPY 1,000 → JPY 1,200", "1 direct reseller of Program is behind:").hides("The plan was changed")
	w.get("P", "/products/plans").want(200).shows("exchange rate: 1 direct reseller")
	w.tell("P changes Mail month: recurring fee 12")
	w.get("P", mail).want(200).shows("The plan was changed but", "USD 10.00 → USD 12.00", "3 direct resellers of Program are behind:").hides("The exchange rate was changed")
	w.get("P", "/products/plans").want(200).shows("fees: 3 direct resellers")
}

// TestWhatIsNotPassedOnNamesResources: prices of resources that wait say of which resource they are.
func TestWhatIsNotPassedOnNamesResources(t *testing.T) {
	t.Parallel()
	w := told(t, strings.Replace(statesStory, "template delegates Mail", "P adds resource Mail users: included 5, recurring price 2\ntemplate delegates Mail", 1))
	w.tell("P changes Mail users: recurring price 3")
	mail := w.get("P", "/products/plans?q=Mail").Find("tbody th a").First().AttrOr("href", "")
	w.get("P", mail).want(200).shows("users · Recurring price: USD 2.00 → USD 3.00").hides("name not known")
}

// TestWhatIsNotPassedOnNamesWhatWasDeleted: what resellers have still is called as they have it.
func TestWhatIsNotPassedOnNamesWhatWasDeleted(t *testing.T) {
	t.Parallel()
	w := told(t, strings.Replace(statesStory, "template delegates Mail", `notification expiry: visible
P adds schedule Later: 7 expiry
P adds schedule Now: 1 expiry
P adds category Garden
P changes Mail: notification schedule Later, sales categories Garden
template delegates Mail`, 1))
	w.tell("P changes Mail: notification schedule Now, sales categories none\nP removes schedule Later\nP removes category Garden")
	mail := w.get("P", "/products/plans?q=Mail").Find("tbody th a").First().AttrOr("href", "")
	w.get("P", mail).want(200).shows("Notification schedule: Later → Now", "Sales categories: Garden → none").hides("name not known")
	w.get("P", "/waiting").want(200).hides("name not known")
	w.tell("everything is delivered")
	for _, who := range []string{"P", "In"} {
		w.get(who, mail+"/history").want(200).shows("Later", "Garden").hides("name not known")
	}
}
