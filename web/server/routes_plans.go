package server

import (
	"tiersync/db"
	"tiersync/domain"
	"tiersync/handlers"
)

// planRoutes are the rows of the table in routes.go for service plans, service templates and subscriptions.
func planRoutes(database *db.DB) []route {
	plans, many, edit := handlers.NewPlans(database), handlers.NewManyPlans(database), handlers.NewPlanEdit(database)
	templates, subscriptions := handlers.NewTemplates(database), handlers.NewSubscriptions(database)
	deletions, statuses := handlers.NewDeletions(database), handlers.NewStatusChanges(database)
	history, prices, imports := handlers.NewHistory(database), handlers.NewPrices(database), handlers.NewImports(database)
	planPrices, whys, chains := handlers.NewPlanPrices(database), handlers.NewWhys(database), handlers.NewChains(database)
	pricer, publisher := may(domain.EditPrices), may(domain.PublishPlans)
	editor := oneOf(domain.EditDescriptions, domain.EditPrices, domain.ManageCategories)
	restorer := oneOf(domain.EditDescriptions, domain.EditPrices, domain.ManageCategories, domain.PublishPlans)
	anyOfMany := oneOf(domain.PublishPlans, domain.EditPrices, domain.EditDescriptions, domain.ManageCategories, domain.ManageSubResellers)
	rules := all(resellerOnly, may(domain.ViewCosts)) // which say what prices are made of
	parent := holds(domain.ManageSubResellers)
	templater := all(parent, may(domain.ManageSubResellers))
	return []route{
		{"GET", "/products/plans", signedIn, plans.List},
		{"GET", "/products/plans.csv", signedIn, plans.Export},
		{"GET", "/products/plans.xlsx", signedIn, plans.Export},
		{"GET", "/products/plans/many", anyOfMany, many.Show},
		{"POST", "/products/plans/many", anyOfMany, many.Save},
		{"GET", "/products/prices", signedIn, prices.List},
		{"GET", "/products/prices.csv", signedIn, prices.Export},
		{"GET", "/products/prices.xlsx", signedIn, prices.Export},
		{"GET", "/products/compare", signedIn, prices.Compare},
		{"POST", "/products/prices", pricer, prices.Save},
		{"POST", "/products/prices/limit", all(providerOnly, pricer), prices.Limit},
		{"GET", "/products/own-values", resellerOnly, prices.OwnValues},
		{"POST", "/products/own-values", all(resellerOnly, changer), prices.Lock},
		{"GET", "/products/prices/rules", rules, prices.Rules},
		{"POST", "/products/prices/rules", all(rules, pricer), prices.SaveRules},
		{"GET", "/products/prices/calculate", pricer, prices.Calculate},
		{"POST", "/products/prices/calculate", pricer, prices.SaveCalculated},
		{"GET", "/products/prices/import", pricer, imports.Form},
		{"POST", uploadPath, pricer, imports.Send},
		{"POST", "/products/prices/import/columns/forget", pricer, imports.ForgetColumns},
		{"GET", "/products/prices/import/:file", pricer, imports.Show},
		{"POST", "/products/prices/import/:file", pricer, imports.Save},
		{"GET", "/products/prices/import/:file/lines.csv", pricer, imports.Export},
		{"GET", "/products/prices/import/:file/lines.xlsx", pricer, imports.Export},
		{"POST", "/products/prices/import/:file/day", pricer, imports.SaveDay},
		{"GET", "/products/prices/import/:file/columns", pricer, imports.Columns},
		{"POST", "/products/prices/import/:file/columns", pricer, imports.SaveColumns},
		{"POST", "/products/prices/import/:file/discard", pricer, imports.Discard},
		{"GET", "/products/prices/confirm", all(resellerOnly, pricer), prices.Held},
		{"POST", "/products/prices/confirm", all(resellerOnly, pricer), prices.Confirm},
		{"GET", "/products/plans/new", all(parent, pricer), edit.New},
		{"POST", "/products/plans/new", all(parent, pricer), edit.Create},
		{"GET", "/products/plans/:plan", signedIn, plans.General},
		{"GET", "/products/plans/:plan/synchronizations", parent, plans.Synchronizations},
		{"GET", "/products/plans/:plan/edit", editor, edit.EditGeneral},
		{"POST", "/products/plans/:plan/edit", editor, edit.SaveGeneral},
		{"GET", "/products/plans/:plan/duplicate", all(parent, pricer), edit.DuplicateForm},
		{"POST", "/products/plans/:plan/duplicate", all(parent, pricer), edit.Duplicate},
		{"GET", "/products/plans/:plan/delete", pricer, deletions.Confirm},
		{"POST", "/products/plans/:plan/delete", pricer, deletions.Submit},
		{"POST", "/products/plans/:plan/delegation", templater, many.Delegate},
		{"POST", "/products/plans/:plan/publish", publisher, edit.Publish},
		{"POST", "/products/plans/:plan/unpublish", publisher, edit.Unpublish},
		{"POST", "/products/plans/:plan/confirm", pricer, edit.Confirm},
		{"GET", "/products/plans/:plan/periods", signedIn, planPrices.Periods},
		{"POST", "/products/plans/:plan/periods", pricer, planPrices.SavePeriods},
		{"GET", "/products/plans/:plan/periods/new", pricer, edit.NewPeriod},
		{"POST", "/products/plans/:plan/periods/new", pricer, edit.AddPeriod},
		{"GET", "/products/plans/:plan/periods/:period/edit", pricer, edit.EditPeriod},
		{"POST", "/products/plans/:plan/periods/:period/edit", pricer, edit.SavePeriod},
		{"GET", "/products/plans/:plan/periods/:period/delete", pricer, edit.ConfirmDeletePeriod},
		{"POST", "/products/plans/:plan/periods/:period/delete", pricer, edit.DeletePeriod},
		{"GET", "/products/plans/:plan/rates", signedIn, planPrices.Rates},
		{"POST", "/products/plans/:plan/rates", pricer, planPrices.SaveRates},
		{"GET", "/products/plans/:plan/rates/new", pricer, edit.NewRate},
		{"POST", "/products/plans/:plan/rates/new", pricer, edit.AddRate},
		{"GET", "/products/plans/:plan/rates/:resource/edit", pricer, edit.EditRate},
		{"POST", "/products/plans/:plan/rates/:resource/edit", pricer, edit.SaveRate},
		{"POST", "/products/plans/:plan/rates/:resource/rows", pricer, edit.AddRow},
		{"GET", "/products/plans/:plan/rates/:resource/delete", pricer, edit.ConfirmDeleteRate},
		{"POST", "/products/plans/:plan/rates/:resource/delete", pricer, edit.DeleteRate},
		{"GET", "/products/plans/:plan/upgrades", signedIn, plans.Upgrades},
		{"POST", "/products/plans/:plan/upgrades", pricer, edit.AddUpgrade},
		{"POST", "/products/plans/:plan/upgrades/remove", pricer, edit.RemoveUpgrade},
		{"GET", "/products/plans/:plan/why", signedIn, whys.Show},
		{"GET", "/products/plans/:plan/chain", parent, chains.Now},
		{"GET", "/products/plans/:plan/chain.csv", parent, chains.Now},
		{"GET", "/products/plans/:plan/chain.xlsx", parent, chains.Now},
		{"GET", "/products/plans/:plan/as-of", signedIn, plans.AsOf},
		{"GET", "/products/plans/:plan/history", signedIn, history.Plan},
		{"GET", "/products/plans/:plan/history/:version/restore", restorer, history.ConfirmRestore},
		{"POST", "/products/plans/:plan/history/:version/restore", restorer, history.Restore},
		{"GET", "/products/plans/:plan/subscriptions", parent, subscriptions.List},
		{"GET", "/products/plans/:plan/subscriptions.csv", parent, subscriptions.Export},
		{"GET", "/products/plans/:plan/subscriptions.xlsx", parent, subscriptions.Export},
		{"GET", "/products/plans/:plan/subscriptions/:sub", parent, subscriptions.Show},
		{"GET", "/products/plans/:plan/subscriptions/:sub/delete", templater, deletions.Confirm},
		{"POST", "/products/plans/:plan/subscriptions/:sub/delete", templater, deletions.Submit},
		{"GET", "/products/plans/:plan/subscriptions/:sub/status/:change", templater, statuses.Confirm},
		{"POST", "/products/plans/:plan/subscriptions/:sub/status/:change", templater, statuses.Submit},

		{"GET", "/subscriptions/:sub", parent, subscriptions.Find},
		{"GET", "/products/templates", parent, templates.List},
		{"GET", "/products/templates/new", templater, templates.New},
		{"POST", "/products/templates/new", templater, templates.Create},
		{"GET", "/products/templates/:template", parent, templates.General},
		{"POST", "/products/templates/:template", templater, templates.SaveGeneral},
		{"GET", "/products/templates/:template/delete", templater, deletions.Confirm},
		{"POST", "/products/templates/:template/delete", templater, deletions.Submit},
		{"GET", "/products/templates/:template/delegated-plans", parent, templates.DelegatedPlans},
		{"POST", "/products/templates/:template/delegated-plans", templater, templates.SaveDelegatedPlans},
		{"GET", "/products/templates/:template/order-flow", parent, templates.OrderFlow},
		{"POST", "/products/templates/:template/order-flow", templater, templates.SaveOrderFlow},
		{"GET", "/products/templates/:template/privileges", parent, templates.Privileges},
		{"POST", "/products/templates/:template/privileges", templater, templates.SavePrivileges},
		{"GET", "/products/templates/:template/history", parent, history.Template},
		{"GET", "/products/templates/:template/terms", parent, templates.Terms},
		{"POST", "/products/templates/:template/terms", all(parent, may(domain.ManageTerms)), templates.SaveTerms},

		{"GET", "/resellers/:account/plans/:plan", parent, plans.General},
		{"GET", "/resellers/:account/plans/:plan/periods", parent, planPrices.Periods},
		{"GET", "/resellers/:account/plans/:plan/rates", parent, planPrices.Rates},
		{"GET", "/resellers/:account/plans/:plan/upgrades", parent, plans.Upgrades},
		{"GET", "/resellers/:account/plans/:plan/why", parent, whys.Show},
		{"GET", "/resellers/:account/plans/:plan/chain", parent, chains.Now},
		{"GET", "/resellers/:account/plans/:plan/chain.csv", parent, chains.Now},
		{"GET", "/resellers/:account/plans/:plan/chain.xlsx", parent, chains.Now},
	}
}
