package main

import (
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
		{"GET /audit", map[string]domain.Kind{"provider operator": forbidden}},
	}
	table := map[string]who{}
	for _, r := range routes(nil, handlers.NewSessions(newAccounts(), make([]byte, 32)), serverConfig{}) {
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
