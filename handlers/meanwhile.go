package handlers

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file tells whoever sends a form that what they add was added meanwhile, or that what they edit was removed: by whom and when,
// with the page of the change.

// blamer knows who made a value what it is, as (*db.DB).Blamed says.
type blamer interface {
	Blamed(ctx context.Context, v domain.Viewer, about domain.Ref, since domain.ChangeID, key domain.Key) (domain.Blame, error)
}

// addedAlready is the message of a form that adds to a plan what is there already: who added it since the form was opened, and the
// link to edit it.
func addedAlready(c echo.Context, store blamer, args views.PlanPage, key domain.Key, what, edit string) (*views.Flash, error) {
	flash := &views.Flash{Tone: views.Warn, Text: what + " is in this plan already. Nothing was saved.", Then: "To change what is there", Next: edit,
		Do: "edit it"}
	seen := plainID[domain.ChangeID](formOf(c).raw("seen"))
	if seen == 0 {
		return flash, nil
	}
	by, err := store.Blamed(c.Request().Context(), viewer(c), planRef(args.Plan), seen, key)
	if text := views.Since("was added to this plan", by); text != "" {
		flash.Text = what + " " + text + ", while you were typing. Nothing was saved."
		flash.Link, flash.Label = views.BlameURL(by), views.SeeTheChange
	}
	return flash, err
}

// removedMeanwhile heads the pages of what somebody else removed.
const removedMeanwhile = "Removed meanwhile"

// removable are the things that a form below a path changes, the inner before the outer: the name of the id in the path, and the key
// of the value that says that it is there, none for what is not in the catalog.
var removable = []struct {
	path, param, list string
	of                domain.Object
	key               func(c echo.Context) domain.Key
}{
	{"/products/plans/:plan/periods/:period", "period", "/periods", domain.ObjectPeriod, func(c echo.Context) domain.Key {
		return domain.Key{Field: domain.FieldPeriod, Plan: plainID[domain.PlanID](c.Param("plan")), Period: plainID[domain.PeriodID](c.Param("period"))}
	}},
	{"/products/plans/:plan/rates/:resource", "resource", "/rates", domain.ObjectRate, func(c echo.Context) domain.Key {
		return domain.Key{Field: domain.FieldRate, Plan: plainID[domain.PlanID](c.Param("plan")), Resource: plainID[domain.ResourceID](c.Param("resource"))}
	}},
	{"/products/plans/:plan/upgrades", "to", "/upgrades", domain.ObjectUpgrade, func(c echo.Context) domain.Key {
		return domain.Key{Field: domain.FieldUpgrade, Plan: plainID[domain.PlanID](c.Param("plan")), Name: formOf(c).raw("upgrade_path")}
	}},
	{"/products/plans/:plan", "plan", "", domain.ObjectPlan, func(c echo.Context) domain.Key {
		return domain.Key{Field: domain.FieldPlan, Plan: plainID[domain.PlanID](c.Param("plan"))}
	}},
	{"/products/sales-categories/:id", "id", "", domain.ObjectSalesCategory, categoryKey(domain.FieldSalesCategory)},
	{"/products/plan-categories/:id", "id", "", domain.ObjectPlanCategory, categoryKey(domain.FieldPlanCategoryData)},
	{"/products/resource-categories/:id", "id", "", domain.ObjectResourceCategory, categoryKey(domain.FieldResourceCategory)},
	{"/notifications/schedules/:id", "id", "", domain.ObjectSchedule, func(c echo.Context) domain.Key {
		return domain.Key{Field: domain.FieldScheduleContent, Schedule: plainID[domain.ScheduleID](c.Param("id"))}
	}},
	{"/terms/:id", "id", "", domain.ObjectTerms, func(c echo.Context) domain.Key {
		return domain.Key{Field: domain.FieldTermsDocument, Name: c.Param("id")}
	}},
	{"/products/templates/:template", "template", "", domain.ObjectTemplate, func(echo.Context) domain.Key { return domain.Key{} }},
}

func categoryKey(field domain.Field) func(echo.Context) domain.Key {
	return func(c echo.Context) domain.Key {
		return domain.Key{Field: field, Category: plainID[domain.CategoryID](c.Param("id"))}
	}
}

// toldRemoved makes the page that nothing is at an address one that says who removed what was there, where a form was sent to it and
// somebody did; ok is false where nobody is known to have.
func toldRemoved(c echo.Context, store blamer, problem views.Problem, names domain.Names) (p views.Page, told views.Problem, ok bool) {
	if c.Request().Method != http.MethodPost || store == nil || viewer(c).Account.ID == 0 {
		return p, problem, false
	}
	for _, thing := range removable {
		if !strings.HasPrefix(c.Path(), thing.path) {
			continue
		}
		about := domain.Ref{Of: thing.of, ID: plainID[int64](c.Param(thing.param))}
		part := thing.list != ""
		if part {
			plan := plainID[domain.PlanID](c.Param("plan"))
			about = domain.Ref{Of: domain.ObjectPlan, ID: int64(plan), Name: names.Plans[plan]}
		}
		by, err := store.Blamed(c.Request().Context(), viewer(c), about, plainID[domain.ChangeID](formOf(c).raw("seen")), thing.key(c))
		if err != nil || by == (domain.Blame{}) {
			return p, problem, false
		}
		problem.Title, problem.Blame = removedMeanwhile, by
		problem.Text = "The " + thing.of.Noun() + " was " + views.Since("removed", by) + ". Nothing was saved."
		p = standing(c, problem.Title, about, !part)
		problem.Back = p.Crumbs[len(p.Crumbs)-2]
		if part && about.Name != "" {
			problem.Back.URL += thing.list
		}
		return p, problem, true
	}
	return p, problem, false
}
