package server

import (
	"slices"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/handlers"
)

// The rights of the screens of categories, settings, resellers and users: what a viewer meets at each address.
func TestFault026And031WhoMeetsWhatAtTheSettings(t *testing.T) {
	t.Parallel()
	provider, reseller := domain.Account{ID: 1, Kind: domain.Provider}, domain.Account{ID: 2, Kind: domain.Reseller, Level: 1}
	viewers := map[string]domain.Viewer{
		"provider":           {Account: provider, User: domain.User{Role: domain.Administrator}},
		"provider read-only": {Account: provider, User: domain.User{Role: domain.ReadOnly}},
		"provider operator":  {Account: provider, User: domain.User{Role: domain.Operator}},
		"reseller":           {Account: reseller, User: domain.User{Role: domain.Administrator}, Granted: domain.Privileges()},
		"bare reseller":      {Account: reseller, User: domain.User{Role: domain.Administrator}},
		"reseller read-only": {Account: reseller, User: domain.User{Role: domain.ReadOnly}, Granted: domain.Privileges()},
	}
	const ok, missing, forbidden = domain.KindInternal, domain.KindNotFound, domain.KindForbidden // no error counts as internal here
	tests := []struct {
		row  string
		want map[string]domain.Kind // those not named: ok
	}{
		{"GET /products/sales-categories", nil},
		{"POST /products/sales-categories/new", map[string]domain.Kind{"provider read-only": forbidden, "provider operator": forbidden,
			"bare reseller": forbidden, "reseller read-only": forbidden}},
		{"GET /products/resources", map[string]domain.Kind{"reseller": missing, "bare reseller": missing, "reseller read-only": missing}},
		{"POST /products/resources/new", map[string]domain.Kind{"reseller": missing, "bare reseller": missing, "reseller read-only": missing,
			"provider read-only": forbidden}},
		{"POST /exchange-rates/:currency", map[string]domain.Kind{"reseller": missing, "bare reseller": missing,
			"reseller read-only": missing, "provider read-only": forbidden, "provider operator": forbidden}},
		{"GET /order-flow", map[string]domain.Kind{"provider": missing, "provider read-only": missing, "provider operator": missing}},
		{"POST /order-flow", map[string]domain.Kind{"provider": missing, "provider read-only": missing, "provider operator": missing,
			"bare reseller": forbidden, "reseller read-only": forbidden}},
		{"GET /notifications/templates", map[string]domain.Kind{"reseller": missing, "bare reseller": missing, "reseller read-only": missing}},
		{"GET /resellers", map[string]domain.Kind{"bare reseller": missing}},
		{"POST /resellers/new", map[string]domain.Kind{"bare reseller": missing, "provider read-only": forbidden,
			"provider operator": forbidden, "reseller read-only": forbidden}},
		{"POST /resellers/:id/settings", map[string]domain.Kind{"bare reseller": missing, "provider read-only": forbidden,
			"provider operator": forbidden, "reseller read-only": forbidden}},
		{"GET /users", map[string]domain.Kind{"bare reseller": forbidden, "provider read-only": forbidden, "provider operator": forbidden,
			"reseller read-only": forbidden}},
		{"GET /audit", map[string]domain.Kind{"provider operator": forbidden, "bare reseller": forbidden}},
	}
	table := map[string]who{}
	for _, r := range routes(nil, handlers.NewSessions(newAccounts(), make([]byte, 32)), Config{}) {
		table[r.method+" "+r.path] = r.who
	}
	for _, tt := range tests {
		for name, v := range viewers {
			err := table[tt.row](&v)
			if got := domain.KindOf(err); got != tt.want[name] || err != nil && got == ok {
				t.Errorf("%s meets %v at %s, want kind %d", name, err, tt.row, tt.want[name])
			}
		}
	}
}

// Every privilege is real: whoever has all others is refused somewhere, by name, and whose account does not have it meets
// neither the page nor its link.
func TestEveryPrivilegeIsEnforced(t *testing.T) {
	t.Parallel()
	tests := map[domain.Privilege]struct {
		rows   []string
		others []domain.Privilege // each of which opens the page as well, to other parts of it
	}{
		domain.EditPrices: {rows: []string{"POST /products/plans/:plan/periods/:period/edit", "POST /products/plans/:plan/rates/:resource/edit"}},
		domain.EditDescriptions: {rows: []string{"GET /products/plans/:plan/edit", "POST /products/plans/:plan/edit"},
			others: []domain.Privilege{domain.EditPrices, domain.ManageCategories}},
		domain.PublishPlans:           {rows: []string{"POST /products/plans/:plan/publish", "POST /products/plans/:plan/unpublish"}},
		domain.ManageCategories:       {rows: []string{"POST /products/sales-categories/new", "POST /products/sales-categories/plans/:plan"}},
		domain.ManageSchedules:        {rows: []string{"POST /notifications/schedules/new", "POST /notifications/schedules/:id/delete"}},
		domain.ManageOrderFlow:        {rows: []string{"POST /order-flow"}},
		domain.ManageTerms:            {rows: []string{"GET /terms/new", "POST /terms/:id/edit", "POST /terms/:id/delete"}},
		domain.ManageSubResellers:     {rows: []string{"POST /resellers/new", "POST /products/templates/new"}},
		domain.SynchronizeSubReseller: {rows: []string{"GET /products/plans/:plan/synchronize", "POST /synchronizations/:run/undo"}},
		domain.ManageUsers:            {rows: []string{"GET /users", "POST /users/new"}},
		domain.ViewReports:            {rows: []string{"GET /audit"}},
	}
	table := routes(nil, handlers.NewSessions(newAccounts(), make([]byte, 32)), Config{})
	for _, p := range domain.Privileges() {
		rights := slices.DeleteFunc(domain.Privileges(), func(r domain.Privilege) bool { return r == p || slices.Contains(tests[p].others, r) })
		account := domain.Account{ID: 2, Kind: domain.Reseller, Level: 1}
		full := domain.Viewer{Account: account, User: domain.User{Role: domain.Administrator}, Granted: domain.Privileges()}
		lacking := domain.Viewer{Account: account, User: domain.User{Role: domain.Operator, Rights: rights}, Granted: domain.Privileges()}
		without := domain.Viewer{Account: account, User: domain.User{Role: domain.Administrator}, Granted: rights}
		if len(tests[p].rows) == 0 {
			t.Errorf("%s: no route", p)
		}
		for _, r := range table {
			if !slices.Contains(tests[p].rows, r.method+" "+r.path) && !(p == domain.ViewReports && strings.HasPrefix(r.path, "/audit")) {
				continue
			}
			if err := r.who(&full); err != nil {
				t.Errorf("%s %s: with every privilege: %v", r.method, r.path, err)
			}
			if err := r.who(&lacking); domain.KindOf(err) != domain.KindForbidden || !strings.Contains(err.Error(), string(p)) {
				t.Errorf("%s %s: without %s: %v", r.method, r.path, p, err)
			}
			if r.who(&without) == nil {
				t.Errorf("%s %s: open to an account without %s", r.method, r.path, p)
			}
			if r.method == "GET" && slices.Contains(paths(navigation(table, without)), r.path) {
				t.Errorf("the navigation leads to %s without %s", r.path, p)
			}
		}
	}
}

// Fault 113: every form of settings opens to operators with its right and to nobody else; without any right there is no form at
// all that one could send, but for those of one's own account, a provider's resources, which no privilege is about, and the undo of such a change.
func TestFault113FormsNeedTheirRight(t *testing.T) {
	t.Parallel()
	needed := map[string]domain.Privilege{"/notifications/schedules": domain.ManageSchedules, "/notifications/templates": domain.ManageSchedules,
		"/order-flows": domain.ManageOrderFlow, "/order-flow": domain.ManageOrderFlow, "/terms": domain.ManageTerms,
		"/users": domain.ManageUsers, "/exchange-rates": domain.EditPrices}
	accounts := map[string]domain.Account{"provider": {ID: 1, Kind: domain.Provider}, "reseller": {ID: 2, Kind: domain.Reseller, Level: 1}}
	operator := func(account string, rights ...domain.Privilege) domain.Viewer {
		return domain.Viewer{Account: accounts[account], User: domain.User{Role: domain.Operator, Rights: rights}, Granted: domain.Privileges()}
	}
	for _, r := range routes(nil, handlers.NewSessions(newAccounts(), make([]byte, 32)), Config{}) {
		form := r.method == "POST" || strings.HasSuffix(r.path, "/new") || strings.HasSuffix(r.path, "/edit")
		if !form || r.who(nil) == nil || strings.HasPrefix(r.path, "/account") {
			continue
		}
		section, right := "", domain.Privilege("")
		for prefix, p := range needed {
			if r.path == prefix || strings.HasPrefix(r.path, prefix+"/") {
				section, right = prefix, p
			}
		}
		var open []string
		for account := range accounts {
			nobody, reader := operator(account), operator(account)
			reader.User.Role = domain.ReadOnly
			free := account == "provider" && (strings.HasPrefix(r.path, "/products/resources/") || r.path == "/changes/:id/undo")
			if (r.who(&nobody) == nil) != free || r.who(&reader) == nil {
				t.Errorf("%s %s is open to a %s's operator without any right, or to a read-only user, or closed to who keeps resources", r.method, r.path, account)
			}
			others := operator(account, slices.DeleteFunc(domain.Privileges(), func(p domain.Privilege) bool { return p == right })...)
			if section != "" && r.who(&others) == nil {
				t.Errorf("%s %s is open without %s", r.method, r.path, right)
			}
			one := operator(account, right)
			if r.path == "/notifications/schedules/:id/again" { // which sets the schedule of plans, too
				one = operator(account, right, domain.EditPrices)
			}
			if r.who(&one) == nil {
				open = append(open, account)
			}
		}
		if r.path == "/users/two-step" {
			admin := operator("provider")
			if admin.User.Role = domain.Administrator; len(open) > 0 || r.who(&admin) != nil {
				t.Errorf("%s %s is open to %q, or closed to administrators", r.method, r.path, open)
			}
			continue
		}
		if section != "" && len(open) == 0 {
			t.Errorf("%s %s is closed to those with %s", r.method, r.path, right)
		}
	}
}
