package server

import (
	"testing"

	"tiersync/domain"
	"tiersync/handlers"
)

// What a viewer meets at the addresses of service plans, templates and subscriptions.
func TestFault026And031WhoMeetsWhatAtThePlans(t *testing.T) {
	t.Parallel()
	provider, reseller := domain.Account{ID: 1, Kind: domain.Provider}, domain.Account{ID: 2, Kind: domain.Reseller, Level: 1}
	operator := domain.User{Role: domain.Operator, Rights: []domain.Privilege{domain.PublishPlans}}
	viewers := map[string]domain.Viewer{
		"provider":           {Account: provider, User: domain.User{Role: domain.Administrator}},
		"provider read-only": {Account: provider, User: domain.User{Role: domain.ReadOnly}},
		"provider operator":  {Account: provider, User: operator},
		"reseller":           {Account: reseller, User: domain.User{Role: domain.Administrator}, Granted: domain.Privileges()},
		"bare reseller":      {Account: reseller, User: domain.User{Role: domain.Administrator}},
		"reseller read-only": {Account: reseller, User: domain.User{Role: domain.ReadOnly}, Granted: domain.Privileges()},
	}
	const missing, forbidden = domain.KindNotFound, domain.KindForbidden
	pricing := map[string]domain.Kind{"provider read-only": forbidden, "provider operator": forbidden, "bare reseller": forbidden,
		"reseller read-only": forbidden}
	selling := map[string]domain.Kind{"bare reseller": missing}
	managing := map[string]domain.Kind{"bare reseller": missing, "provider read-only": forbidden, "provider operator": forbidden,
		"reseller read-only": forbidden}
	tests := map[string]map[string]domain.Kind{ // those not named get the page
		"GET /products/plans":                                          nil,
		"GET /products/plans/:plan":                                    nil,
		"GET /products/plans/:plan/rates":                              nil,
		"POST /products/plans/new":                                     managing,
		"POST /products/plans/:plan/edit":                              pricing, // all of these lack the other two rights as well
		"POST /products/plans/:plan/unpublish":                         {"provider read-only": forbidden, "bare reseller": forbidden, "reseller read-only": forbidden},
		"POST /products/plans/:plan/confirm":                           pricing,
		"POST /products/plans/:plan/periods/:period/edit":              pricing,
		"POST /products/plans/:plan/periods/:period/delete":            pricing,
		"POST /products/plans/:plan/rates/:resource/edit":              pricing,
		"POST /products/plans/:plan/upgrades":                          pricing,
		"GET /products/plans/:plan/delete":                             pricing,
		"POST /products/plans/:plan/delete":                            pricing,
		"POST /products/plans/:plan/subscriptions/:sub/delete":         managing,
		"GET /products/plans/:plan/subscriptions/:sub/status/:change":  managing,
		"POST /products/plans/:plan/subscriptions/:sub/status/:change": managing,
		"POST /products/templates/:template/delete":                    managing,
		"GET /products/plans/:plan/subscriptions":                      selling,
		"GET /products/plans/:plan/subscriptions/:sub":                 selling,
		"GET /products/templates":                                      selling,
		"GET /products/templates/:template/privileges":                 selling,
		"POST /products/templates/:template/delegated-plans":           managing,
		"POST /products/templates/:template/privileges":                managing,
		"GET /resellers/:account/plans/:plan":                          selling,
		"GET /products/plans/:plan/subscriptions/:sub/synchronize":     pricing,
	}
	table := map[string]who{}
	for _, r := range routes(nil, handlers.NewSessions(newAccounts(), make([]byte, 32)), Config{}) {
		table[r.method+" "+r.path] = r.who
	}
	for row, want := range tests {
		for name, v := range viewers {
			err := table[row](&v)
			if got := domain.KindOf(err); got != want[name] || err != nil && want[name] == domain.KindInternal {
				t.Errorf("%s meets %v at %s, want kind %d", name, err, row, want[name])
			}
		}
	}
}
