package handlers_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
)

func TestResourcesAndTheirCategories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P", "/products/resources").want(200).shows("Mailbox", "Storage")
	w.create("P", "/products/resource-categories/new", url.Values{"resource_category_name": {"Mail"}, "resource_category_position": {"1"}, "resource_grouping": {"31"}})
	w.get("P", "/products/resource-categories").shows("Mail", "Mailbox", "are in no category")
	group := w.state("P").Effective().Categories.Resource[0].ID
	w.post("P", "/products/resources/new", url.Values{"resource_name": {"Archive"}, "resource_unit": {"GB"}, "resource_grouping": {idOf(group)}}).want(303)
	w.get("P", "/products/resources?q=archive").shows("Archive", "GB", "Mail")
	w.post("P", "/products/resources/new", url.Values{"resource_name": {"Tapes"}, "resource_grouping": {"999"}}).want(422).shows("Choose a category from the list")
	w.get("P", "/products/resources").hides("Tapes") // all of a form or nothing
	w.post("P", "/products/resources/31/edit", url.Values{"resource_name": {"Inbox"}, "resource_grouping": {"0"}}).want(303)
	if told := w.get("P", "/products/resources").shows("See the changes:", "Saved resource: Inbox", "Grouped resource: Inbox"); told.Find("main .notice a[href^='/changes/']").Length() != 2 {
		t.Error("the message does not lead to both changes")
	}
	if groups := w.state("P").Effective().Categories.Resource; len(groups[0].Resources) != 1 {
		t.Errorf("the resource is still in %v", groups)
	}
	w.post("P", "/products/resource-categories/new", url.Values{"resource_category_name": {"Bad"}, "resource_category_position": {"0"}, "resource_grouping": {"999"}}).want(422)
	w.post("P", "/products/resources/999/edit", url.Values{"resource_name": {"x"}}).want(404)
	w.post("P", "/products/resource-categories/"+idOf(group)+"/delete", nil).want(303)
}

func TestPlanCategories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("P", "/products/plan-categories").want(200).shows("Cloud", "standard", "4")
	w.post("P", "/products/plan-categories/41/delete", nil).want(422).shows("Plans are in this plan category")
	w.post("P", "/products/plan-categories/new", url.Values{"plan_category_name": {"Hardware"}}).want(303)
	w.get("P", "/products/plan-categories").shows("Hardware")
}

func TestNotificationSchedules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	message := w.create("P", "/notifications/templates/new", url.Values{"notification_name": {"Expiring"}, "notification_subject": {"Soon"}, "notification_body": {"Hello {{customer}}"}})
	id := strings.TrimPrefix(message, "/notifications/templates/")
	schedule := w.create("P", "/notifications/schedules/new", url.Values{"schedule_name": {"Standard"}, "lines": {"2"},
		"days-0": {"7"}, "when-0": {"before"}, "template-0": {id}, "condition-0": {"Always"}, "applies-0": {"all"},
		"days-1": {""}, "template-1": {"0"}})
	w.get("P", schedule).want(200).shows("7 days before expiration", "Expiring", "Not visible to resellers")
	w.get("P", message).want(200).shows("Standard", "Not visible", "leaves it out")

	form := w.get("P", schedule+"/edit").want(200).form(schedule + "/edit")
	form.Set("days-0", "x")
	form.Set("template-1", id)
	bad := w.post("P", schedule+"/edit", form).want(422)
	if bad.problem("days-0") == "" || bad.problem("days-1") == "" {
		t.Errorf("messages: %q, %q", bad.problem("days-0"), bad.problem("days-1"))
	}
	form.Set("days-0", "14")
	form.Set("days-1", "3")
	form.Set("when-1", "after")
	w.post("P", schedule+"/edit", form).want(303)
	w.get("P", schedule).shows("14 days before", "3 days after")
	w.get("R1", schedule).want(404)
	w.post("R1", schedule+"/edit", form).want(404)

	mine := w.create("R1", "/notifications/schedules/new", url.Values{"schedule_name": {"Mine"}, "lines": {"0"}})
	w.get("R1", mine).shows("No notifications")
	w.post("R1", mine+"/delete", nil).want(303)
	w.post("R1", "/notifications/schedules/new", url.Values{"schedule_name": {"Sneaky"}, "lines": {"1"}, "days-0": {"1"}, "when-0": {"before"},
		"template-0": {id}, "condition-0": {"Always"}, "applies-0": {"all"}}).want(422)
}

func TestOrderFlows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	flow := w.create("P", "/order-flows/new", url.Values{"order_flow": {"Standard"}})
	step := url.Values{"do": {"add"}, "order_type": {"Sales"}, "from": {"Opened"}, "to": {"Paid"}}
	w.post("P", flow+"/transitions", step).want(303)
	w.get("P", flow).want(200).shows("Sales orders", "Opened", "Paid", "Automatic")
	w.post("P", flow+"/transitions", step).want(422).shows("already")
	step.Set("do", "manual")
	w.post("P", flow+"/transitions", step).want(303)
	w.get("P", flow).shows("Manual approval")
	w.post("P", flow+"/transitions", url.Values{"do": {"add"}, "order_type": {"Gift"}, "from": {""}, "to": {"x"}}).want(422)
	step.Set("do", "explode")
	w.post("P", flow+"/transitions", step).want(422)
	step.Set("do", "remove")
	w.post("P", flow+"/transitions", step).want(303)
	w.post("P", flow+"/transitions", step).want(422)
	w.get("P2", flow).want(404)
}

func TestTermsOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", "/terms").want(200).shows("first purchase", "Set by your provider, for all documents", "you cannot change it", "No documents")
	bad := w.post("R1", "/terms/new", url.Values{"document_name": {"Terms"}, "document_version": {"1"}, "document_effective": {"2026-02-31"}, "document_text": {"x"}}).want(422)
	if bad.problem("document_effective") == "" {
		t.Error("no message beside the date")
	}
	document := w.create("R1", "/terms/new", url.Values{"document_name": {"Terms"}, "document_version": {"1"}, "document_effective": {"2026-02-28"}, "document_text": {"Be kind."}})
	w.get("R1", document).want(200).shows("Be kind.")
	w.get("R1", "/terms").shows("Your own")
	w.get("R11", document).want(404)
	w.post("R1", document+"/delete", nil).want(303)
	w.get("R1", document).want(404)
}

func TestPrivilegesAndOrderFlowOfAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", "/privileges").want(200).shows("Edit prices", "Granted")
	w.get("R1", "/order-flow").want(200).shows("No order flow")
	w.post("R1", "/order-flow", url.Values{"do": {"manual"}, "order_type": {"Sales"}, "from": {"a"}, "to": {"b"}}).want(404)
}

func TestFault031ReadOnlyUsersChangeNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/products/sales-categories", "/products/resources", "/notifications/schedules", "/order-flows",
		"/exchange-rates", "/resellers"} {
		a := w.get("P-viewer", path).want(200)
		if a.Find("main form[method=post], main a.button-primary").Length() > 0 {
			t.Errorf("%s offers a change to a read-only user", path)
		}
	}
	before := w.entries()
	w.post("P-viewer", "/products/sales-categories/new", url.Values{"category_name": {"x"}, "category_position": {"0"}}).want(403)
	w.post("P-viewer", "/exchange-rates/EUR", url.Values{"exchange_rate": {"2"}}).want(403)
	w.post("P-viewer", "/order-flows/new", url.Values{"order_flow": {"x"}}).want(403)
	w.post("P-viewer", "/products/resources/new", url.Values{"resource_name": {"x"}}).want(403)
	if w.entries() != before {
		t.Error("something was stored")
	}
}

// TestFault113PagesOfferWhatTheRightAllows: an operator finds buttons and forms where the page's right is theirs, nowhere else.
func TestFault113PagesOfferWhatTheRightAllows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	flow := w.create("P", "/order-flows/new", url.Values{"order_flow": {"Standard"}})
	w.post("P", flow+"/transitions", url.Values{"do": {"add"}, "order_type": {"Sales"}, "from": {"Opened"}, "to": {"Paid"}}).want(303)
	flows, err := w.db.OrderFlows(t.Context(), w.viewers["P"])
	w.check(err)
	row := w.templateRow()
	row.OrderFlow = flows[0].ID
	w.save("P", domain.TemplateChanged, domain.Ref{Of: domain.ObjectTemplate, ID: int64(row.ID), Name: row.Name}, row)
	w.synchronize(domain.UpdateOrderFlow)
	message := w.create("P", "/notifications/templates/new", url.Values{"notification_name": {"Soon"}, "notification_subject": {"Soon"}, "notification_body": {"Soon"}})
	document := w.create("R1", "/terms/new", url.Values{"document_name": {"Terms"}, "document_version": {"1"}, "document_effective": {"2026-02-28"}, "document_text": {"Be kind."}})
	pages := map[domain.Privilege]map[string][]string{
		domain.ManageSchedules: {"P": {"/notifications/schedules", "/notifications/schedules/51", "/notifications/templates", message},
			"R1": {"/notifications/schedules"}},
		domain.ManageOrderFlow: {"P": {"/order-flows", flow}, "R1": {"/order-flow"}},
		domain.ManageTerms:     {"R1": {"/terms", document}},
	}
	wants := func(account string, role domain.Role, rights []domain.Privilege, path string, want bool) {
		t.Helper()
		user := domain.User{Account: w.viewers[account].Account.ID, Name: "Ann", Email: idOf(domain.UserID(len(w.viewers))) + "@world.example", Role: role, Rights: rights}
		id, err := w.db.Planting().AddUser(t.Context(), user, "walk-the-manual")
		w.check(err)
		w.viewers[user.Email] = domain.Viewer{User: domain.User{ID: id}}
		page := w.get(user.Email, path).want(200)
		if offers := page.Find("main form[method=post], main a[href$='/new'], main a[href$='/edit']").Length() > 0; offers != want {
			t.Errorf("%s offers a change to a user of role %s with %v: %v", path, role, rights, offers)
		}
	}
	for right, accounts := range pages {
		for account, paths := range accounts {
			for _, path := range paths {
				wants(account, domain.Operator, []domain.Privilege{right}, path, true)
				wants(account, domain.Operator, without(right), path, false)
			}
		}
	}
	wants("P", domain.Operator, nil, "/products/resources", true) // no privilege is about them
	wants("P", domain.ReadOnly, nil, "/products/resources", false)
}

// without lists every privilege but one.
func without(p domain.Privilege) []domain.Privilege {
	return slices.DeleteFunc(domain.Privileges(), func(other domain.Privilege) bool { return other == p })
}

func idOf[ID ~int64](id ID) string { return domain.IDs([]ID{id}) }
