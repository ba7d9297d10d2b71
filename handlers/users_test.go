package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// user is the address of a user's page.
func (w *world) user(name string) string {
	return "/users/" + strconv.FormatInt(int64(w.viewers[name].User.ID), 10)
}

func TestUsersAreManaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P", "/users").want(200).shows("P-viewer", "P-operator", "Administrator").hides("R1")
	form := url.Values{"user_name": {"Ann"}, "user_email": {"ann@world.example"}, "user_role": {"operator"}, "user_right": {"Edit prices"}}
	w.post("P", "/users/new", form).want(303)
	w.get("P", "/users?q=ann").want(200).shows("Ann", "Edit prices")
	if got := w.post("P", "/users/new", form).want(422).problem("user_email"); !strings.Contains(got, "cannot be used") {
		t.Errorf("message beside the email address: %q", got)
	}
	form.Set("user_role", "owner")
	w.post("P", "/users/new", form).want(422)
	w.get("R1", w.user("P")).want(404)
	w.post("R1", w.user("P"), url.Values{"user_role": {"read-only"}}).want(404)
	w.post("P", w.user("P-viewer")+"/active", url.Values{"user_active": {"no"}}).want(303)
	w.get("P", "/users").shows("Deactivated")
}

// A preset ticks rights; what is ticked is what counts. Who has fewer rights gives fewer.
func TestPresetsTickRights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("R1", "/users/new").want(http.StatusOK).shows("Start from a preset", "Price manager", "Content editor",
		"Support Looks things up and changes nothing. View reports")
	if page.form("/users/new").Has("user_right") {
		t.Error("a new user starts with rights")
	}
	if !page.Find("main form .presets").Closest("fieldset").NextAll().Is(":has(#user_name)") {
		t.Error("without a script, a preset loses the name that was typed above it")
	}
	link := page.Find("a:contains('Price manager')").AttrOr("href", "")
	form := w.get("R1", link).shows("Ticked as for: Price manager. Nothing is saved yet.").form("/users/new")
	want := []string{"Edit prices", "Publish plans", "Synchronize sub-resellers", "View reports", "View costs"}
	if diff := cmp.Diff(want, form["user_right"]); diff != "" || form.Get("user_role") != "operator" {
		t.Errorf("the preset ticks (-want +got):\n%s", diff)
	}
	w.post("R1", "/users/new", typed(form, url.Values{"user_name": {"Ann"}, "user_email": {"ann@r1.example"}, "user_right": {"Edit prices", "View costs"}})).want(http.StatusSeeOther)
	w.get("R1", "/users?q=ann").shows("Edit prices, View costs").hides("Publish plans")
	ann := w.get("R1", "/users?q=ann").Find("tbody th a").AttrOr("href", "")
	if got := w.get("R1", ann+"?preset=support").form(ann)["user_right"]; !slices.Equal(got, []string{"View reports"}) {
		t.Errorf("the preset Support ticks %q", got)
	}
	if got := w.get("R1", ann+"?preset=boss").form(ann)["user_right"]; !slices.Equal(got, []string{"Edit prices", "View costs"}) {
		t.Errorf("an unknown preset ticks %q", got)
	}
	w.get("P", "/users/new").shows("Price manager").hides("View costs")
	w.operator("P", "Uma", domain.ManageUsers, domain.ViewReports)
	w.get("Uma", "/users/new").shows("Support", "Price manager Sets prices, puts plans on sale and passes changes on. View reports", "into categories. None")
}

func TestSessionsEndWithTheRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token, err := w.db.CreateSession(t.Context(), w.viewers["P-viewer"].User.ID, domain.Place{})
	w.check(err)
	w.post("P", w.user("P-viewer")+"/link", nil).want(303)
	if _, _, err := w.db.SessionViewer(t.Context(), token); err != nil {
		t.Errorf("a link ends the session: %v", err)
	}
	w.post("P", w.user("P-viewer"), url.Values{"user_role": {"operator"}}).want(303)
	if _, _, err := w.db.SessionViewer(t.Context(), token); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("the session goes on: %v", err)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.post("P", w.user("P"), url.Values{"user_role": {"read-only"}}).want(422)
	if got := a.problem("user_role"); !strings.Contains(got, "last administrator") {
		t.Errorf("message beside the role: %q", got)
	}
	w.post("P", w.user("P")+"/active", url.Values{"user_active": {"no"}}).want(422).shows("last administrator")
}

func TestNobodyGrantsMoreThanTheyHave(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	manage, reports := string(domain.ManageUsers), string(domain.ViewReports)
	w.post("P", w.user("P-operator"), url.Values{"user_role": {"operator"}, "user_right": {manage, reports}}).want(303)
	w.post("P-operator", w.user("P-viewer"), url.Values{"user_role": {"administrator"}}).want(403)
	w.post("P-operator", w.user("P-operator"), url.Values{"user_role": {"operator"}, "user_right": {string(domain.EditPrices), manage}}).want(403)
	w.post("P-operator", w.user("P")+"/link", nil).want(403)
	form := w.get("P-operator", "/users/new").want(200).hides("Administrator", "Edit prices").shows("Operator", "Read-only", manage)
	if form.Find("input[name=user_right]").Length() != 2 || form.Find("input[name=user_role]").Length() != 2 {
		t.Error("the form offers what would be refused")
	}
	w.post("P-operator", w.user("P-viewer"), url.Values{"user_role": {"operator"}}).want(303)
}

// TestUsersOutOfReachAreShownOnly: whoever lacks a right that a user has gets the reason in place of the forms.
func TestUsersOutOfReachAreShownOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := url.Values{"user_name": {"Mia"}, "user_email": {"p-manager@world.example"}, "user_role": {"operator"}, "user_right": {string(domain.ManageUsers)}}
	w.post("P", "/users/new", form).want(303)
	user, err := w.db.UserByEmail(t.Context(), "p-manager@world.example")
	w.check(err)
	w.viewers["P-manager"], err = w.db.Viewer(t.Context(), user.ID)
	w.check(err)
	for name, why := range map[string]string{"P-operator": "Publish plans", "P-viewer": "View reports", "P": "Only an administrator"} {
		page := w.get("P-manager", w.user(name)).want(200).shows("You cannot change this user", why, "Role")
		if page.Find("main form").Length() > 0 {
			t.Errorf("%s: there is a form", name)
		}
		for what, form := range map[string]url.Values{"": {"user_role": {"operator"}}, "/active": {"user_active": {"no"}}, "/link": {}} {
			w.post("P-manager", w.user(name)+what, form).want(403).shows(why)
		}
	}
	w.get("P-manager", w.user("P-manager")).want(200).hides("You cannot change this user").shows("Save Role")
}

func TestFault037AuditShowsTheOwnAccountOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("P", "/products/sales-categories/new", url.Values{"category_name": {"Secret plans"}, "category_position": {"0"}}).want(303)
	mine := w.get("P", "/audit").want(200).shows("Created sales category", "Secret plans", "Synchronized")
	if mine.Find("main a[href^='/synchronizations/']").Length() == 0 {
		t.Error("nothing leads from the audit to the run")
	}
	reseller := w.get("R1", "/audit").want(200).shows("Your provider").hides("Secret plans")
	if reseller.Find("main a[href^='/synchronizations/']").Length() > 0 {
		t.Error("the reseller gets a link to the provider's run")
	}
	if found := w.get("P", "/audit?q=secret").shows("Secret plans"); found.Find("tbody tr").Length() != 1 {
		t.Errorf("the search finds %q", found.Find("tbody").Text())
	}
}

func TestLastSynchronization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", "/last-synchronization").want(200).shows("Hosted Mail", "Created")
	w.get("P2", "/last-synchronization").want(404) // a provider has none
	id, err := w.db.CreateAccount(t.Context(), domain.Account{Parent: w.viewers["P"].Account.ID, Name: "R3", Currency: "USD"})
	w.check(err)
	user, err := w.db.AddUser(t.Context(), domain.User{Account: id, Name: "R3", Email: "r3@world.example", Role: domain.Administrator}, "walk-the-manual")
	w.check(err)
	w.viewers["R3"], err = w.db.Viewer(t.Context(), user)
	w.check(err)
	w.get("R3", "/last-synchronization").want(200).shows("Nothing yet")
}

// TestOnlyOperatorsHaveRightsOfTheirOwn: what was ticked beside another role is left out, and what is stored there from before hinders
// nobody.
func TestOnlyOperatorsHaveRightsOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := url.Values{"user_name": {"Ann"}, "user_email": {"ann@world.example"}, "user_role": {"read-only"}, "user_right": {"Edit prices"}}
	w.message("P", "/users/new", form).shows("Ann is added.").hides("1 right")
	w.message("P", w.user("P-viewer"), url.Values{"user_role": {"read-only"}, "user_right": {"Edit prices"}}).shows("Nothing was changed").hides("1 right")
	w.exec(`UPDATE app_user SET rights = '{Edit prices}' WHERE id = $1`, w.viewers["P-viewer"].User.ID)
	if page := w.get("P", w.user("P-viewer")); page.Find("input[name=user_right][checked]").Length() != 0 {
		t.Error("a read-only user is shown with rights")
	}
	rights := url.Values{"user_role": {"operator"}, "user_right": {string(domain.ManageUsers), string(domain.ViewReports)}}
	w.post("P", w.user("P-operator"), rights).want(303)
	w.post("P-operator", w.user("P-viewer")+"/link", nil).want(303)
	w.message("P", w.user("P-viewer"), url.Values{"user_role": {"administrator"}}).shows("Role: read-only → administrator", "Edit prices: removed")
}

// Fault 48: the form says what is wrong with a password beside it, and knows whose it is to be.
func TestFault048PasswordsInForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reseller := url.Values{"account_name": {"Seaside Cloud"}, "account_currency": {"USD"}, "user_name": {"Ann Bergstrom"}, "user_email": {"ann@world.example"}}
	link := linkIn(t, w.message("P", "/resellers/new", reseller).Find("#copy").AttrOr("value", ""))
	b := w.browser()
	form := b.ask(http.MethodGet, link, nil, "").want(http.StatusOK).shows("At least 12 characters").form("/set-password")
	for _, password := range []string{"", "q7-Kx.m2Wz4", "password1234", "Bergstrom-2026", "Bergstrom!Bergstrom", "ann@world.example", "seaside-cloud-1"} {
		form.Set("password", password)
		if b.ask(http.MethodPost, "/set-password", form, "").want(422).problem("password") == "" {
			t.Errorf("no message beside the password %q", password)
		}
	}
	form.Set("password", "walk-the-manual")
	b.ask(http.MethodPost, "/set-password", form, "").want(303)
}
