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
			"reseller read-only": forbidden}},
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
			if slices.Contains(paths(navigation(table, without)), r.path) {
				t.Errorf("the navigation leads to %s without %s", r.path, p)
			}
		}
	}
}
