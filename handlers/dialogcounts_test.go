package handlers_test

import (
	"fmt"
	"net/http"
	"testing"

	"tiersync/domain"
)

// TestCountsFollowTheChoices: reach and policy, as a fragment, by the button, and by the link to the preview of the box.
func TestCountsFollowTheChoices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setFee("20")
	w.setOwnFee("R2", "21")
	tests := []struct{ query, want string }{
		{"", "would change 4 at 4 resellers by Update Plan Fees would overwrite 1 own value by Update Plan Fees"},
		{"?policy=keep", "would change 3 at 4 resellers by Update Plan Fees"},
		{"?reach=direct", "would change 2 at 2 resellers by Update Plan Fees would overwrite 1 own value by Update Plan Fees"},
		{"?reach=direct&policy=keep", "would change 1 at 2 resellers by Update Plan Fees"},
	}
	for _, tt := range tests {
		for _, path := range []string{dialogPath, dialogPath + "/counts"} {
			page := w.get("P", path+tt.query).want(http.StatusOK)
			if got := page.text("#opt-update_fees-count"); got != tt.want {
				t.Errorf("%s%s says %q, want %q", path, tt.query, got, tt.want)
			}
			preview := w.get("P", page.Find("#opt-update_fees-count a").First().AttrOr("href", "")).want(http.StatusOK)
			var changes, resellers int
			if _, err := fmt.Sscanf(tt.want, "would change %d at %d", &changes, &resellers); err != nil {
				t.Fatal(err)
			}
			preview.shows(fmt.Sprintf("Changes%d", changes), fmt.Sprintf("Resellers changed%d", resellers))
		}
	}
	if w.get("P", dialogPath+"/counts").Find("main, nav, form").Length() > 0 {
		t.Error("the fragment is a page")
	}
	form := w.open("P")
	form.Set("action", "count")
	form.Set("policy", string(domain.Keep))
	form.Set("reach", string(domain.DirectOnly))
	again := w.post("P", dialogPath, form).want(http.StatusOK).shows("for direct resellers only, with Keep.")
	if back := again.form(dialogPath); back.Get("policy") != "keep" || back.Get("reach") != "direct" || len(back["opt"]) > 0 {
		t.Errorf("counted again, the dialog holds %v", back)
	}
	form.Set("opt", string(domain.UpdateFees))
	if back := w.post("P", dialogPath, form).want(http.StatusOK).form(dialogPath); back.Get("opt") != string(domain.UpdateFees) {
		t.Errorf("counted again, the dialog holds %v", back)
	}
	form.Set("opt", "made_up")
	w.post("P", dialogPath, form).want(http.StatusUnprocessableEntity)
	w.get("P", dialogPath+"/counts?reach=this").want(http.StatusUnprocessableEntity)
	w.get("R1", dialogPath+"/counts").want(http.StatusOK)
}
