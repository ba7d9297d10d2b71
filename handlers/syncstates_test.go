package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"tiersync/views"
)

// statesStory has a reseller in each state of synchronization: In has everything, Shy's prices are protected, Yen has no exchange rate, New
// came after the run, and Low, below Rhein, is behind nobody but Rhein is.
const statesStory = `
provider P: USD
user P: administrator
P adds plan Program: type Reseller, plan category Software
P adds period Program month
P adds plan Mail: plan category Software
P adds period Mail month: recurring fee 10
template delegates Mail
template privileges: all
reseller In under P: USD
reseller Shy under P: USD, operating unit, prices protected
reseller Yen under P: JPY
reseller Rhein under P: USD
reseller Low under Rhein: USD
everything is delivered
reseller New under P: USD
user In: administrator
user Shy: administrator
user Yen: administrator
user Rhein: administrator
user Low: administrator
user New: administrator
`

func TestStatesAreTrue(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	want := func(states map[string]string) {
		t.Helper()
		resellers, subscriptions := w.get("P", "/resellers").want(200).rows(), w.get("P", views.PlanURL(w.planted.Plan)+"/subscriptions").want(200).rows()
		told := w.file("P", "/resellers.csv")
		for name, state := range states {
			if row := resellers[name]; !strings.Contains(row, state) {
				t.Errorf("among resellers %s is %q, want %q", name, row, state)
			}
			if row := subscriptions["Subscription of "+name]; !strings.Contains(row, state) {
				t.Errorf("among subscriptions %s is %q, want %q", name, row, state)
			}
			if got := told.one(t, "Reseller: "+name)["Synchronization"]; got != state {
				t.Errorf("in the file %s is %q, want %q", name, got, state)
			}
			if page := w.get("P", w.reseller(name, "")).want(200).text("main"); !strings.Contains(page, state) {
				t.Errorf("on the page of %s is no %q: %s", name, state, page)
			}
		}
	}
	want(map[string]string{"In": "In sync", "Shy": "Prices protected, 1 plan not on sale", "Yen": "In sync, 1 plan not on sale", "Rhein": "In sync", "Low": "In sync", "New": "Never synchronized"})
	w.tell("P changes Mail month: recurring fee 12")
	for name, state := range map[string]string{"In": "Behind: fees", "Shy": "Prices protected, 1 plan not on sale", "New": "Never synchronized"} {
		w.get(name, "/last-synchronization").want(200).shows("State of synchronization", state)
	}
	want(map[string]string{"In": "Behind: fees", "Shy": "Prices protected, 1 plan not on sale", "Rhein": "Behind: fees", "Low": "Behind at Rhein"})
	w.tell("template withdraws Mail")
	want(map[string]string{"New": "Nothing is delegated", "Rhein": "Behind: plans enabled or disabled"})
}

// TestListsByState filters and sorts resellers and subscriptions by what their states say, on the page and in the file.
func TestListsByState(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	w.tell("P changes Mail month: recurring fee 12")
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"state=behind&sort=name", []string{"In", "Rhein"}},
		{"state=behind_above", []string{"Low"}},
		{"state=never", []string{"New"}},
		{"held=yes&sort=name", []string{"Shy", "Yen"}},
		{"currency=JPY", []string{"Yen"}},
		{"level=2", []string{"Low"}},
		{"vendor=" + idOf(w.viewers["Rhein"].Account.ID), []string{"Low"}},
		{"below_cost=yes&sort=name&dir=desc", []string{"Rhein", "In"}},
		{"level=2&state=never", nil},
	} {
		if got := w.get("P", "/resellers?"+tt.query).want(200).names(); !slices.Equal(got, tt.want) {
			t.Errorf("resellers by %s are %v, want %v", tt.query, got, tt.want)
		}
		var subscriptions []string
		for _, name := range tt.want {
			subscriptions = append(subscriptions, "Subscription of "+name)
		}
		path := views.PlanURL(w.planted.Plan) + "/subscriptions"
		if got := w.get("P", path+"?"+strings.Replace(tt.query, "sort=name", "sort=reseller", 1)).want(200).names(); !slices.Equal(got, subscriptions) {
			t.Errorf("subscriptions by %s are %v, want %v", tt.query, got, subscriptions)
		}
		if got := len(w.file("P", "/resellers.csv?"+tt.query).lines); got != len(tt.want) {
			t.Errorf("in the file of resellers by %s are %d, want %d", tt.query, got, len(tt.want))
		}
		if got := len(w.file("P", path+".csv?"+tt.query).lines); got != len(tt.want) {
			t.Errorf("in the file of subscriptions by %s are %d, want %d", tt.query, got, len(tt.want))
		}
	}
	if got := w.get("P", "/resellers?sort=state").want(200).names(); got[0] != "In" || got[len(got)-1] != "Shy" {
		t.Errorf("sorted by state they are %v", got)
	}
}

// TestWhatIsFilteredBySorts: each list is sorted on its page by all that it is filtered by, and says the numbers.
func TestWhatIsFilteredBySorts(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	for _, path := range []string{"/resellers", views.PlanURL(w.planted.Plan) + "/subscriptions"} {
		for _, key := range []string{"state", "currency", "level", "vendor", "held", "below_cost"} {
			if n := w.get("P", path+"?sort="+key).want(200).Find("thead th[aria-sort='ascending']").Length(); n != 1 {
				t.Errorf("%s is sorted by %s in %d columns", path, key, n)
			}
		}
		first := w.get("P", path+"?sort=held&dir=desc").want(200).Find("tbody tr").First()
		if !strings.Contains(first.Text(), "1 plan not on sale") || first.Find("td[data-label='Not on sale']").Text() != "1" {
			t.Errorf("%s begins with %s", path, first.Text())
		}
	}
}
