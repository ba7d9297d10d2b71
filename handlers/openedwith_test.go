package handlers_test

import (
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
)

// TestOnlyWhatWasTypedIsShown: the page in place of a form whose thing is gone, or is not its sender's to change any more, shows what was
// typed otherwise than the form was opened with, and nothing else. Of what stands in a catalog it shows what it was, too.
func TestOnlyWhatWasTypedIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	notice := w.create("P", "/notifications/templates/new", url.Values{"notification_name": {"Soon"}, "notification_subject": {"Soon"}, "notification_body": {"It ends."}})
	number := notice[strings.LastIndex(notice, "/")+1:]
	category := w.create("P", "/products/sales-categories/new", url.Values{"category_name": {"Cloud"}, "category_description": {"High up"},
		"category_position": {"1"}, "display_category": {"yes"}})
	w.create("P", "/products/plan-categories/new", url.Values{"plan_category_name": {"Goods"}, "plan_category_description": {"All of them"}})
	group := strings.TrimSuffix(w.get("P", "/products/plan-categories?q=Goods").Find("main a[href$='/edit']").AttrOr("href", ""), "/edit")
	schedule := w.create("P", "/notifications/schedules/new", url.Values{"schedule_name": {"Twice"}, "days-0": {"7"}, "when-0": {"before"}, "template-0": {number},
		"condition-0": {"Always"}, "applies-0": {"all"}, "days-1": {"3"}, "when-1": {"after"}, "template-1": {number}, "condition-1": {"Always"}, "applies-1": {"all"}})
	template := strings.TrimSuffix(w.create("P", "/products/templates/new", url.Values{"template_name": {"Spare"}}), "/delegated-plans")
	w.post("P", template+"/privileges", url.Values{"template_privilege": {"Edit prices", "View reports"}}).want(http.StatusSeeOther)
	w.post("P", template+"/delegated-plans", url.Values{"delegated_plan": {"2"}, "shown": {"2", "3"}}).want(http.StatusSeeOther)
	terms := template + "/terms"
	w.post("P", terms, typed(w.get("P", terms).form(terms), url.Values{"document_name-0": {"Privacy"}, "document_version-0": {"1"},
		"document_effective-0": {"2026-02-28"}, "document_text-0": {"Be kind."}})).want(http.StatusSeeOther)
	general, privileges, plans := template, template+"/privileges", template+"/delegated-plans"
	tests := []struct {
		to   string
		fill url.Values
		as   string // who sends it; "" P, when it is gone
		want string
	}{
		{category + "/edit", url.Values{"category_description": {"Higher up"}, "display_category": nil}, "", "Category description High up Higher up Display Category in Customer Control Panel Shown Hidden"},
		{group + "/edit", url.Values{"plan_category_description": {""}}, "", "Plan category description All of them none"},
		{schedule + "/edit", url.Values{"days-1": {"4"}}, "", "4 days after expiration, Soon, Always, all not there there"},
		{general, url.Values{"template_name": {"Better"}}, "", "Name Better"},
		{privileges, url.Values{"template_privilege": {"Edit prices", "Manage users"}}, "", "Privilege Manage users; no more: View reports"},
		{plans, url.Values{"delegated_plan": {"3"}}, "", "Delegated plans Office Suite; no more: Hosted Mail"},
		{terms, url.Values{"document_text-0": {"Be brave."}}, "", "Privacy · Document text Be brave."},
		{w.user("P-operator"), url.Values{"user_right": {"Publish plans", "Edit prices"}}, "P-viewer", "Right Edit prices; no more: Synchronize sub-resellers, View reports"},
		{"/resellers/" + idOf(w.viewers["R1"].Account.ID) + "/settings", url.Values{"account_status": {"on hold"}}, "P-viewer", "Status on hold"},
		{"/products/plans/2/edit", url.Values{"auto_renew": nil, "name": {"Post"}}, "P-viewer", "Name Post"},
	}
	forms := make([]url.Values, len(tests))
	for i, tt := range tests {
		forms[i] = w.get("P", tt.to).want(http.StatusOK).form(tt.to)
		for name, texts := range tt.fill {
			forms[i].Del(name)
			if texts != nil {
				forms[i][name] = texts
			}
		}
	}
	for _, gone := range []string{category, group, schedule} {
		w.post("P", gone+"/delete", nil).want(http.StatusSeeOther)
	}
	id, err := strconv.ParseInt(path.Base(template), 10, 64)
	w.check(err)
	_, err = w.db.Delete(t.Context(), w.viewers["P"], domain.DeletionRequest{Template: domain.TemplateID(id)})
	w.check(err)
	for i, tt := range tests {
		who, status := "P", http.StatusNotFound
		if tt.as != "" {
			who, status = tt.as, http.StatusForbidden
		}
		page := w.post(who, tt.to, forms[i])
		if page.status != status && page.status != http.StatusConflict {
			t.Errorf("%s: status %d", tt.to, page.status)
		}
		if got := spaced(page.Find("details.typed dl, main tbody")); got != tt.want {
			t.Errorf("%s shows %q, want %q", tt.to, got, tt.want)
		}
	}
}

// formsOf are the forms on the pages of somebody that change what is there, as they were opened, by the addresses that they are sent to: not those
// that make something, of which every field is chosen.
func (w *world) formsOf(as string) map[string]url.Values {
	w.t.Helper()
	ids, forms := w.idsOfEverybody(), map[string]url.Values{}
	for _, route := range w.program.(*echo.Echo).Routes() {
		if route.Method != http.MethodGet || strings.HasPrefix(route.Path, "/account") {
			continue
		}
		for _, address := range addresses(route.Path, func(p string) []string { return ids[p] }) {
			page := w.get(as, address)
			page.Find("form[method='post']").Each(func(_ int, s *goquery.Selection) {
				action := s.AttrOr("action", "")
				if page.status != http.StatusOK || action == "/logout" || page.Find("form[method='post'][action='"+action+"']").Length() > 1 {
					return
				}
				if form := page.form(action); !form.Has("once") && !form.Has("key") && !form.Has("pasted") {
					form["boxes"] = append(form["boxes"], "") // it has those that it has, and no others
					forms[action] = form
				}
			})
		}
	}
	return forms
}

// TestNothingIsShownOfAFormAsItWasOpened sends every form as it was opened, by somebody who may not send it any more: nothing was typed.
func TestNothingIsShownOfAFormAsItWasOpened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("user R1-viewer at R1: read-only")
	refused := 0
	for _, as := range []string{"P", "R1"} {
		for action, form := range w.formsOf(as) {
			page := w.post(as+"-viewer", action, form)
			if page.status == http.StatusForbidden {
				refused++
			}
			if got := spaced(page.Find("details.typed dl")); got != "" {
				t.Errorf("%s %s shows %q", as, action, got)
			}
		}
	}
	if refused < 20 {
		t.Errorf("only %d forms are refused", refused)
	}
}

// TestOfSettingsOnlyWhatWasTypedIsShown: the settings of one's own account are at addresses that name nothing.
func TestOfSettingsOnlyWhatWasTypedIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("user R1-viewer at R1: read-only")
	tests := []struct{ as, on, to, field, typed, want string }{
		{"P", "/products/prices", "/products/prices/limit", "low_margin", "12", "Margins are low below % 12"},
		{"P", "/guards", "/guards", "guard_price_moves_limit", "31", "Prices that change by more than … %, number 31"},
		{"R1", "/catalog/settings", "/catalog/settings", "shop_name", "maple", "Public address maple"},
	}
	for _, tt := range tests {
		form := w.get(tt.as, tt.on).form(tt.to)
		form.Set(tt.field, tt.typed)
		form["boxes"] = append(form["boxes"], "")
		page := w.post(tt.as+"-viewer", tt.to, form).want(http.StatusForbidden)
		if got := spaced(page.Find("details.typed dl")); got != tt.want {
			t.Errorf("%s shows %q, want %q", tt.to, got, tt.want)
		}
	}
}

// TestAnAddressThatTakesNoFormSaysSo: 405, also where it names a thing.
func TestAnAddressThatTakesNoFormSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", "/resellers/"+idOf(w.viewers["R1"].Account.ID)+"/plans/2/rates", nil).want(http.StatusMethodNotAllowed)
}
