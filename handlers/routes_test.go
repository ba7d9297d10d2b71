package handlers_test

import (
	"github.com/labstack/echo/v4"

	"tiersync/db"
	"tiersync/handlers"
)

// testRoute is a row like those of web/routes.go, without who may.
type testRoute struct {
	row     string
	handler echo.HandlerFunc
}

// testRoutes are the screens that the tests of this package ask for.
func testRoutes(d *db.DB) []testRoute {
	plans, edit, subscriptions := handlers.NewPlans(d), handlers.NewPlanEdit(d), handlers.NewSubscriptions(d)
	templates, deletions, statuses := handlers.NewTemplates(d), handlers.NewDeletions(d), handlers.NewStatusChanges(d)
	dialog, preview := handlers.NewSynchronize(d), handlers.NewPreview(d)
	runs, undo := handlers.NewRuns(d), handlers.NewUndo(d)
	return []testRoute{
		{"GET /products/plans/:plan/synchronize", dialog.Form},
		{"POST /products/plans/:plan/synchronize", dialog.Submit},
		{"GET /products/plans/:plan/synchronize/preview", preview.Show},
		{"GET /products/plans/:plan/synchronize/preview/resellers/:account", preview.Result},
		{"GET /products/plans/:plan/subscriptions/:sub/synchronize", dialog.Form},
		{"POST /products/plans/:plan/subscriptions/:sub/synchronize", dialog.Submit},
		{"GET /products/plans/:plan/subscriptions/:sub/synchronize/preview", preview.Show},
		{"GET /synchronizations", runs.List}, {"GET /last-synchronization", handlers.NewLastRun(d).Show},
		{"GET /synchronizations/:run", runs.Show},
		{"GET /synchronizations/:run/resellers/:account", runs.Result},
		{"GET /synchronizations/:run/undo", undo.Confirm},
		{"POST /synchronizations/:run/undo", undo.Submit},
		{"GET /synchronizations/:run/undo/resellers/:account", undo.Result},
		{"GET /products/plans", plans.List},
		{"GET /products/plans/new", edit.New},
		{"POST /products/plans/new", edit.Create},
		{"GET /products/plans/:plan", plans.General},
		{"GET /products/plans/:plan/edit", edit.EditGeneral},
		{"POST /products/plans/:plan/edit", edit.SaveGeneral},
		{"GET /products/plans/:plan/delete", deletions.Confirm},
		{"POST /products/plans/:plan/delete", deletions.Submit},
		{"POST /products/plans/:plan/publish", edit.Publish},
		{"POST /products/plans/:plan/unpublish", edit.Unpublish},
		{"POST /products/plans/:plan/confirm", edit.Confirm},
		{"GET /products/plans/:plan/periods", plans.Periods},
		{"GET /products/plans/:plan/periods/new", edit.NewPeriod},
		{"POST /products/plans/:plan/periods/new", edit.AddPeriod},
		{"GET /products/plans/:plan/periods/:period/edit", edit.EditPeriod},
		{"POST /products/plans/:plan/periods/:period/edit", edit.SavePeriod},
		{"GET /products/plans/:plan/periods/:period/delete", edit.ConfirmDeletePeriod},
		{"POST /products/plans/:plan/periods/:period/delete", edit.DeletePeriod},
		{"GET /products/plans/:plan/rates", plans.Rates},
		{"GET /products/plans/:plan/rates/new", edit.NewRate},
		{"POST /products/plans/:plan/rates/new", edit.AddRate},
		{"GET /products/plans/:plan/rates/:resource/edit", edit.EditRate},
		{"POST /products/plans/:plan/rates/:resource/edit", edit.SaveRate},
		{"POST /products/plans/:plan/rates/:resource/rows", edit.AddRow},
		{"GET /products/plans/:plan/rates/:resource/delete", edit.ConfirmDeleteRate},
		{"POST /products/plans/:plan/rates/:resource/delete", edit.DeleteRate},
		{"GET /products/plans/:plan/upgrades", plans.Upgrades},
		{"POST /products/plans/:plan/upgrades", edit.AddUpgrade},
		{"POST /products/plans/:plan/upgrades/remove", edit.RemoveUpgrade},
		{"GET /products/plans/:plan/subscriptions", subscriptions.List},
		{"GET /products/plans/:plan/subscriptions/:sub", subscriptions.Show},
		{"GET /products/plans/:plan/subscriptions/:sub/delete", deletions.Confirm},
		{"POST /products/plans/:plan/subscriptions/:sub/delete", deletions.Submit},
		{"GET /products/plans/:plan/subscriptions/:sub/status/:change", statuses.Confirm},
		{"POST /products/plans/:plan/subscriptions/:sub/status/:change", statuses.Submit},
		{"GET /products/templates", templates.List},
		{"GET /products/templates/new", templates.New},
		{"POST /products/templates/new", templates.Create},
		{"GET /products/templates/:template", templates.General},
		{"POST /products/templates/:template", templates.SaveGeneral},
		{"GET /products/templates/:template/delete", deletions.Confirm},
		{"POST /products/templates/:template/delete", deletions.Submit},
		{"GET /products/templates/:template/delegated-plans", templates.DelegatedPlans},
		{"POST /products/templates/:template/delegated-plans", templates.SaveDelegatedPlans},
		{"GET /products/templates/:template/order-flow", templates.OrderFlow},
		{"POST /products/templates/:template/order-flow", templates.SaveOrderFlow},
		{"GET /products/templates/:template/privileges", templates.Privileges},
		{"POST /products/templates/:template/privileges", templates.SavePrivileges},
		{"GET /products/templates/:template/terms", templates.Terms},
		{"POST /products/templates/:template/terms", templates.SaveTerms},
		{"GET /resellers/:account/plans/:plan", plans.General},
		{"GET /resellers/:account/plans/:plan/periods", plans.Periods},
		{"GET /resellers/:account/plans/:plan/rates", plans.Rates},
		{"GET /resellers/:account/plans/:plan/upgrades", plans.Upgrades},
	}
}
