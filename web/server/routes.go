package server

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/static"
	"tiersync/views"
)

// routes is every URL of the program on one screen: method, path, who may, and what answers. A row is all there is to do for
// a new page: who is enforced from here, the navigation shows a link as soon as its row exists, HEAD answers like GET, and
// every POST is read by handlers.ReadForm (that of files by handlers.ReadUpload) and comes from a page of who is signed in (handlers.Sessions.OwnPage). The rows of service
// plans stand in routes_plans.go.
func routes(database *db.DB, sessions *handlers.Sessions, cfg Config) []route {
	login, links := handlers.NewLogin(database, sessions, cfg.Demo, cfg.Mail != nil), handlers.NewLinks(database, cfg.Mail, cfg.BaseURL, cfg.Secure)
	synchronize, preview := handlers.NewSynchronize(database), handlers.NewPreview(database)
	runs, undo, recipes := handlers.NewRuns(database), handlers.NewUndo(database), handlers.NewRecipes(database)
	chains := handlers.NewChains(database)
	synchronizer := may(domain.SynchronizeSubReseller)
	sales, groups := handlers.NewSalesCategories(database), handlers.NewPlanCategories(database)
	resources, resourceGroups := handlers.NewResources(database), handlers.NewResourceCategories(database)
	schedules, notifications := handlers.NewSchedules(database), handlers.NewNotifications(database)
	flows, ownFlow, terms := handlers.NewOrderFlows(database), handlers.NewOwnFlow(database), handlers.NewTerms(database)
	rates, users, audit := handlers.NewExchangeRates(database), handlers.NewUsers(database, links), handlers.NewAudit(database)
	resellers, signUps, lastRun := handlers.NewResellers(database), handlers.NewSignUps(database, links), handlers.NewLastRun(database)
	inbox := handlers.NewInbox(database)
	account, moves := handlers.NewAccount(database, sessions), handlers.NewMoves(database)
	twoStep, guards := handlers.NewTwoStep(database, account), handlers.NewGuards(database)
	changes, history, security := handlers.NewChanges(database, sessions), handlers.NewHistory(database), handlers.NewSecurity(database)
	shops := handlers.NewShops(database)
	shopkeeper := all(resellerOnly, makes(domain.ShopSet))
	categorizer, scheduler := may(domain.ManageCategories), may(domain.ManageSchedules)
	again, repairer := handlers.NewSentAgain(database), all(resellerOnly, scheduler, may(domain.EditPrices))
	resourceWriter := makes(domain.ResourceSaved)
	providerCategorizer, providerPricer := all(providerOnly, categorizer), all(providerOnly, may(domain.EditPrices))
	providerScheduler, providerFlows := all(providerOnly, scheduler), all(providerOnly, may(domain.ManageOrderFlow))
	resellerFlow, termsWriter := all(resellerOnly, may(domain.ManageOrderFlow)), all(resellerOnly, may(domain.ManageTerms))
	userManager := may(domain.ManageUsers)
	parent := holds(domain.ManageSubResellers)
	parentWriter := all(parent, may(domain.ManageSubResellers))
	table := planRoutes(database)
	if cfg.Mail != nil {
		table = append(table, route{"GET", "/forgot-password", public, links.Forgot}, route{"POST", "/forgot-password", public, links.SendLink})
	}
	return secured(append(table, []route{
		{"GET", "/", signedIn, handlers.Home},
		{"GET", "/waiting", parent, handlers.NewWhatWaits(database).Show},
		{"GET", "/login", public, login.Form},
		{"POST", "/login", public, login.SignIn},
		{"GET", "/login/code", public, login.CodeAgain},
		{"POST", "/login/code", public, login.Code},
		{"POST", "/logout", public, login.SignOut},
		{"GET", "/set-password", public, links.Form},
		{"POST", "/set-password", public, links.Set},
		{"GET", "/static/*", public, assets},
		{"GET", handlers.ShopPrefix + ":shop", public, shops.Show},
		{"GET", "/catalog", signedIn, shops.Own},
		{"GET", "/catalog.json", signedIn, shops.OwnJSON},
		{"GET", "/catalog/settings", shopkeeper, shops.Settings},
		{"POST", "/catalog/settings", shopkeeper, shops.SaveSettings},
		{"GET", "/healthz", public, handlers.Healthy},
		{"GET", "/readyz", public, handlers.NewReady(database).Show},

		{"GET", "/products/plans/:plan/synchronize", synchronizer, synchronize.Form},
		{"POST", "/products/plans/:plan/synchronize", synchronizer, synchronize.Submit},
		{"GET", "/products/plans/:plan/synchronize/counts", synchronizer, synchronize.Counts},
		{"GET", "/products/plans/:plan/synchronize/preview", synchronizer, preview.Show},
		{"GET", "/products/plans/:plan/synchronize/preview.csv", synchronizer, preview.Export},
		{"GET", "/products/plans/:plan/synchronize/preview.xlsx", synchronizer, preview.Export},
		{"GET", "/products/plans/:plan/synchronize/preview/resellers/:account", synchronizer, preview.Result},
		{"GET", "/products/plans/:plan/synchronize/preview/chain", synchronizer, chains.Preview},
		{"GET", "/products/plans/:plan/synchronize/preview/chain.csv", synchronizer, chains.Preview},
		{"GET", "/products/plans/:plan/synchronize/preview/chain.xlsx", synchronizer, chains.Preview},
		{"GET", "/products/plans/:plan/synchronize/preview/leave-out", synchronizer, preview.Plans},
		{"POST", "/products/plans/:plan/synchronize/preview/leave-out", synchronizer, synchronize.LeaveOut},
		{"GET", "/products/plans/:plan/synchronize/preview/decide", synchronizer, preview.Decide},
		{"POST", "/products/plans/:plan/synchronize/preview/decide", synchronizer, synchronize.Decide},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize", synchronizer, synchronize.Form},
		{"POST", "/products/plans/:plan/subscriptions/:sub/synchronize", synchronizer, synchronize.Submit},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/counts", synchronizer, synchronize.Counts},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview", synchronizer, preview.Show},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview.csv", synchronizer, preview.Export},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview.xlsx", synchronizer, preview.Export},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/resellers/:account", synchronizer, preview.Result},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/chain", synchronizer, chains.Preview},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/chain.csv", synchronizer, chains.Preview},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/chain.xlsx", synchronizer, chains.Preview},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/leave-out", synchronizer, preview.Plans},
		{"POST", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/leave-out", synchronizer, synchronize.LeaveOut},
		{"GET", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/decide", synchronizer, preview.Decide},
		{"POST", "/products/plans/:plan/subscriptions/:sub/synchronize/preview/decide", synchronizer, synchronize.Decide},
		{"GET", "/recipes", synchronizer, recipes.List},
		{"GET", "/recipes/new", synchronizer, recipes.New},
		{"POST", "/recipes/new", synchronizer, recipes.Create},
		{"GET", "/recipes/:id/edit", synchronizer, recipes.Edit},
		{"POST", "/recipes/:id/edit", synchronizer, recipes.Update},
		{"POST", "/recipes/:id/delete", synchronizer, recipes.Delete},
		{"GET", "/synchronizations", signedIn, runs.List},
		{"GET", "/synchronizations.csv", signedIn, runs.ExportList},
		{"GET", "/synchronizations.xlsx", signedIn, runs.ExportList},
		{"GET", "/synchronizations/compare", signedIn, runs.Compare},
		{"GET", "/synchronizations/compare.csv", signedIn, runs.ExportCompared},
		{"GET", "/synchronizations/compare.xlsx", signedIn, runs.ExportCompared},
		{"GET", "/synchronizations/:run", signedIn, runs.Show},
		{"GET", "/synchronizations/:run/resellers/:account", signedIn, runs.Result},
		{"GET", "/synchronizations/:run/chain", signedIn, chains.Run},
		{"GET", "/synchronizations/:run/chain.csv", signedIn, chains.Run},
		{"GET", "/synchronizations/:run/chain.xlsx", signedIn, chains.Run},
		{"GET", "/synchronizations/:run/undo", synchronizer, undo.Confirm},
		{"GET", "/synchronizations/:run/undo.csv", synchronizer, undo.Export},
		{"GET", "/synchronizations/:run/undo.xlsx", synchronizer, undo.Export},
		{"POST", "/synchronizations/:run/undo", synchronizer, undo.Submit},
		{"GET", "/synchronizations/:run/undo/chain", synchronizer, chains.Undo},
		{"GET", "/synchronizations/:run/undo/chain.csv", synchronizer, chains.Undo},
		{"GET", "/synchronizations/:run/undo/chain.xlsx", synchronizer, chains.Undo},
		{"GET", "/synchronizations/:run/undo/resellers/:account", synchronizer, undo.Result},

		{"GET", "/products/sales-categories", signedIn, sales.List},
		{"GET", "/products/sales-categories/new", categorizer, sales.New},
		{"POST", "/products/sales-categories/new", categorizer, sales.Create},
		{"POST", "/products/sales-categories/synchronize-display", all(providerOnly, parentWriter), sales.SynchronizeDisplay},
		{"GET", "/products/sales-categories/plans/:plan", categorizer, sales.Placement},
		{"POST", "/products/sales-categories/plans/:plan", categorizer, sales.Move},
		{"POST", "/products/sales-categories/plans/:plan/reset", categorizer, sales.ResetPlacement},
		{"GET", "/products/sales-categories/:id", signedIn, sales.Show},
		{"GET", "/products/sales-categories/:id/edit", categorizer, sales.Edit},
		{"POST", "/products/sales-categories/:id/edit", categorizer, sales.Update},
		{"POST", "/products/sales-categories/:id/display", categorizer, sales.Display},
		{"POST", "/products/sales-categories/:id/delete", categorizer, sales.Delete},
		{"GET", "/products/plan-categories", providerOnly, groups.List},
		{"GET", "/products/plan-categories/new", providerCategorizer, groups.New},
		{"POST", "/products/plan-categories/new", providerCategorizer, groups.Create},
		{"GET", "/products/plan-categories/:id/edit", providerCategorizer, groups.Edit},
		{"POST", "/products/plan-categories/:id/edit", providerCategorizer, groups.Update},
		{"POST", "/products/plan-categories/:id/delete", providerCategorizer, groups.Delete},
		{"GET", "/products/resources", providerOnly, resources.List},
		{"GET", "/products/resources/new", resourceWriter, resources.New},
		{"POST", "/products/resources/new", resourceWriter, resources.Create},
		{"GET", "/products/resources/:id/edit", resourceWriter, resources.Edit},
		{"POST", "/products/resources/:id/edit", resourceWriter, resources.Update},
		{"GET", "/products/resource-categories", providerOnly, resourceGroups.List},
		{"GET", "/products/resource-categories/new", providerCategorizer, resourceGroups.New},
		{"POST", "/products/resource-categories/new", providerCategorizer, resourceGroups.Create},
		{"GET", "/products/resource-categories/:id/edit", providerCategorizer, resourceGroups.Edit},
		{"POST", "/products/resource-categories/:id/edit", providerCategorizer, resourceGroups.Update},
		{"POST", "/products/resource-categories/:id/delete", providerCategorizer, resourceGroups.Delete},

		{"GET", "/notifications/schedules", signedIn, schedules.List},
		{"GET", "/notifications/schedules/new", scheduler, schedules.New},
		{"POST", "/notifications/schedules/new", scheduler, schedules.Create},
		{"GET", "/notifications/schedules/:id", signedIn, schedules.Show},
		{"GET", "/notifications/schedules/:id/history", signedIn, history.Schedule},
		{"GET", "/notifications/schedules/:id/edit", scheduler, schedules.Edit},
		{"POST", "/notifications/schedules/:id/edit", scheduler, schedules.Update},
		{"POST", "/notifications/schedules/:id/delete", scheduler, schedules.Delete},
		{"GET", "/notifications/schedules/:id/again", repairer, again.Form},
		{"POST", "/notifications/schedules/:id/again", repairer, again.Save},
		{"GET", "/notifications/templates", providerOnly, notifications.List},
		{"GET", "/notifications/templates/new", providerScheduler, notifications.New},
		{"POST", "/notifications/templates/new", providerScheduler, notifications.Create},
		{"GET", "/notifications/templates/:id", providerOnly, notifications.Show},
		{"GET", "/notifications/templates/:id/history", providerOnly, history.Notification},
		{"GET", "/notifications/templates/:id/edit", providerScheduler, notifications.Edit},
		{"POST", "/notifications/templates/:id/edit", providerScheduler, notifications.Update},

		{"GET", "/order-flows", providerOnly, flows.List},
		{"GET", "/order-flows/new", providerFlows, flows.New},
		{"POST", "/order-flows/new", providerFlows, flows.Create},
		{"GET", "/order-flows/:id", providerOnly, flows.Show},
		{"GET", "/order-flows/:id/edit", providerFlows, flows.Edit},
		{"POST", "/order-flows/:id/edit", providerFlows, flows.Update},
		{"POST", "/order-flows/:id/transitions", providerFlows, flows.Transition},
		{"GET", "/order-flow", resellerOnly, ownFlow.Show},
		{"POST", "/order-flow", resellerFlow, ownFlow.Save},
		{"GET", "/privileges", resellerOnly, handlers.Privileges},
		{"GET", "/terms", resellerOnly, terms.List},
		{"GET", "/terms/new", termsWriter, terms.New},
		{"POST", "/terms/new", termsWriter, terms.Create},
		{"GET", "/terms/:id", resellerOnly, terms.Show},
		{"GET", "/terms/:id/edit", termsWriter, terms.Edit},
		{"POST", "/terms/:id/edit", termsWriter, terms.Update},
		{"POST", "/terms/:id/delete", termsWriter, terms.Delete},
		{"GET", "/inbox", resellerOnly, inbox.Show},
		{"POST", "/inbox/prices", all(resellerOnly, may(domain.EditPrices)), inbox.UsePrices},
		{"POST", "/inbox/paths", all(resellerOnly, may(domain.EditPrices)), inbox.AddPath},
		{"POST", "/inbox/publish", all(resellerOnly, may(domain.PublishPlans)), inbox.Publish},
		{"GET", "/inbox/:reached", resellerOnly, inbox.Change},
		{"GET", "/last-synchronization", resellerOnly, lastRun.Show},
		{"GET", "/last-synchronization/:entry", resellerOnly, lastRun.Received},

		{"GET", "/guards", providerOnly, guards.Show},
		{"POST", "/guards", all(providerOnly, makes(domain.GuardsSet)), guards.Save},
		{"GET", "/exchange-rates", providerOnly, rates.List},
		{"GET", "/exchange-rates/new", providerPricer, rates.New},
		{"POST", "/exchange-rates/new", providerPricer, rates.Create},
		{"GET", "/exchange-rates/:currency", providerPricer, rates.Edit},
		{"POST", "/exchange-rates/:currency", providerPricer, rates.Update},
		{"GET", "/exchange-rates/:currency/history", providerOnly, history.ExchangeRate},
		{"GET", "/account", signedIn, account.Show},
		{"POST", "/account", signedIn, account.Name},
		{"POST", "/account/inbox", resellerOnly, inbox.MarkAllRead},
		{"POST", "/account/password", signedIn, account.Password},
		{"POST", "/account/sessions/end", signedIn, account.EndAll},
		{"POST", "/account/sessions/:id/end", signedIn, account.EndSession},
		{"GET", "/account/two-step", signedIn, twoStep.Form},
		{"POST", "/account/two-step", signedIn, twoStep.TurnOn},
		{"GET", "/account/two-step/codes", signedIn, twoStep.CodesForm},
		{"POST", "/account/two-step/codes", signedIn, twoStep.NewCodes},
		{"GET", "/account/two-step/off", signedIn, twoStep.OffForm},
		{"POST", "/account/two-step/off", signedIn, twoStep.TurnOff},
		{"GET", "/users", userManager, users.List},
		{"POST", "/users/two-step", all(userManager, administrator), users.AskTwoStep},
		{"GET", "/users/new", userManager, users.New},
		{"POST", "/users/new", userManager, users.Create},
		{"GET", "/users/:id", userManager, users.Show},
		{"POST", "/users/:id", userManager, users.Role},
		{"POST", "/users/:id/active", userManager, users.Active},
		{"POST", "/users/:id/link", userManager, users.Link},
		{"POST", "/users/:id/two-step", userManager, users.ResetTwoStep},
		{"GET", "/audit", may(domain.ViewReports), audit.List},
		{"GET", "/audit.csv", may(domain.ViewReports), audit.Export},
		{"GET", "/audit.xlsx", may(domain.ViewReports), audit.Export},
		{"GET", "/security-events", administrator, security.List},
		{"GET", "/changes", signedIn, audit.Own},
		{"GET", "/changes.csv", signedIn, audit.ExportOwn},
		{"GET", "/changes.xlsx", signedIn, audit.ExportOwn},
		{"GET", "/changes/:id", signedIn, changes.Show},
		{"GET", "/changes/:id/below-cost", parent, changes.PutBelow},
		{"GET", "/changes/:id/undo", changer, changes.ConfirmUndo},
		{"GET", "/changes/:id/undo.csv", changer, changes.ExportUndo},
		{"GET", "/changes/:id/undo.xlsx", changer, changes.ExportUndo},
		{"POST", "/changes/:id/undo", changer, changes.Undo},

		{"GET", "/resellers", parent, resellers.List},
		{"GET", "/resellers.csv", parent, resellers.Export},
		{"GET", "/resellers.xlsx", parent, resellers.Export},
		{"GET", "/resellers/new", parentWriter, signUps.Form},
		{"POST", "/resellers/new", parentWriter, signUps.Create},
		{"GET", "/resellers/compare", parent, resellers.Compare},
		{"GET", "/resellers/:id", parent, resellers.Show},
		{"GET", "/resellers/:id/price-list.csv", parent, resellers.PriceList},
		{"GET", "/resellers/:id/price-list.xlsx", parent, resellers.PriceList},
		{"GET", "/resellers/:id/plans", parent, resellers.Plans},
		{"GET", "/resellers/:id/synchronizations", parent, resellers.Synchronizations},
		{"GET", "/resellers/:id/history", parent, history.Reseller},
		{"GET", "/resellers/:id/move", parentWriter, moves.Choose},
		{"POST", "/resellers/:id/move", parentWriter, moves.Submit},
		{"GET", "/resellers/:id/settings", parent, resellers.Settings},
		{"POST", "/resellers/:id/settings", parentWriter, resellers.SaveSettings},
		{"GET", "/resellers/:id/subscriptions/new", parentWriter, signUps.SubscriptionForm},
		{"POST", "/resellers/:id/subscriptions/new", parentWriter, signUps.CreateSubscription},
	}...))
}

// uploadPath is where files are sent: the only route whose form is read as it arrives, for as long as its sender takes.
const uploadPath = "/products/prices/import"

// route is one row.
type route struct {
	method  string
	path    string
	who     who
	handler echo.HandlerFunc
}

// secured closes every row but the public ones, and the one that helps, to whoever has to turn two-step sign-in on first.
func secured(table []route) []route {
	for i, r := range table {
		if r.who(nil) != nil && r.path != "/account/two-step" {
			table[i].who = all(twoStepFirst, r.who)
		}
	}
	return table
}

// register adds the rows to Echo.
func register(e *echo.Echo, table []route, sessions *handlers.Sessions) {
	for _, r := range table {
		handler := r.who.guard(sessions, r.handler)
		switch r.method {
		case http.MethodGet:
			e.GET(r.path, handler)
			e.HEAD(r.path, handler)
		default:
			if r.who(nil) != nil { // one signs in and out on any page
				handler = sessions.OwnPage(handler)
			}
			read := handlers.ReadForm
			if r.path == uploadPath {
				read = handlers.ReadUpload
			}
			e.Add(r.method, r.path, read(handler))
		}
	}
}

// Page is a GET route: its path in the words of the table, and who may ask for it.
type Page struct {
	Path  string
	Opens func(domain.Viewer) bool
}

// Pages are the GET routes of the program, in the order of the table.
func Pages() []Page {
	var list []Page
	for _, r := range routes(nil, handlers.NewSessions(nil, make([]byte, 32)), Config{}) {
		if r.method == http.MethodGet {
			list = append(list, Page{r.path, func(v domain.Viewer) bool { return r.who(&v) == nil }})
		}
	}
	return list
}

// navigation is the part of the navigation that has a route which this viewer may use.
func navigation(table []route, v domain.Viewer) []views.NavSection {
	var sections []views.NavSection
	for _, section := range views.Navigation(v) {
		section.Links = slices.DeleteFunc(slices.Clone(section.Links), func(link views.NavLink) bool {
			return !slices.ContainsFunc(table, func(r route) bool {
				return r.method == http.MethodGet && r.path == link.Path && r.who(&v) == nil
			})
		})
		if len(section.Links) > 0 {
			sections = append(sections, section)
		}
	}
	return sections
}

// assets answers with an embedded file, or with our own page where there is none.
func assets(c echo.Context) error {
	if !static.Has(c.Request().URL.Path) {
		return echo.ErrNotFound
	}
	static.Handler().ServeHTTP(c.Response(), c.Request())
	return nil
}
