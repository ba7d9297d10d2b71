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
	flash := &views.Flash{Tone: views.Warn, Text: what + " is in this plan already. Nothing was saved.", Then: "To change what is there",
		Steps: []views.Step{{URL: edit, Label: "edit it"}}}
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

// partForm is a form for a part of a plan: where it is below the plan, the list of such parts, and the key of the value that says that the
// part is there.
type partForm struct {
	path, list string
	of         domain.Object
	key        func(c echo.Context) domain.Key
}

var partForms = []partForm{
	{"/periods/:period", "/periods", domain.ObjectPeriod, func(c echo.Context) domain.Key {
		return domain.Key{Period: plainID[domain.PeriodID](c.Param("period"))}
	}},
	{"/rates/:resource", "/rates", domain.ObjectRate, func(c echo.Context) domain.Key {
		return domain.Key{Resource: plainID[domain.ResourceID](c.Param("resource"))}
	}},
	{"/upgrades", "/upgrades", domain.ObjectUpgrade, func(c echo.Context) domain.Key {
		return domain.Key{Name: formOf(c).raw("upgrade_path")}
	}},
}

// formOfThing is what a form is about that was sent to an address below that of one of the things that somebody can take away, or of a
// part of a plan. The zero formOfThing is no such form.
type formOfThing struct {
	about domain.Ref    // the thing; of a part, its plan
	of    domain.Object // what was removed where nothing is there
	key   domain.Key    // of the value that says that it is there; the zero Key for what is not in the catalog
	list  string        // of the parts, below the plan; "" for a thing
}

func thingOfForm(c echo.Context) formOfThing {
	for _, part := range partForms {
		if strings.HasPrefix(c.Path(), "/products/plans/:plan"+part.path) {
			key := part.key(c)
			key.Field, key.Plan = part.of.Info().There, plainID[domain.PlanID](c.Param("plan"))
			return formOfThing{domain.Ref{Of: domain.ObjectPlan, ID: int64(key.Plan)}, part.of, key, part.list}
		}
	}
	for _, kind := range domain.ChangeKinds() {
		if kind.Has(domain.Removes) && strings.HasPrefix(c.Path(), views.ListOf(kind.Of).URL+"/:") {
			about := domain.Ref{Of: kind.Of, ID: plainID[int64](c.ParamValues()[0])}
			return formOfThing{about, kind.Of, about.Key(), ""}
		}
	}
	return formOfThing{}
}

// toldRemoved makes the page that nothing is at an address one that says who removed what was there, where a form was sent to it and
// somebody did; ok is false where nobody is known to have.
func toldRemoved(c echo.Context, store blamer, problem views.Problem, names domain.Names) (p views.Page, told views.Problem, ok bool) {
	if c.Request().Method != http.MethodPost || store == nil || viewer(c).Account.ID == 0 {
		return p, problem, false
	}
	form := thingOfForm(c)
	if form.of == "" {
		return p, problem, false
	}
	part := form.list != ""
	if part {
		form.about.Name = names.Plans[domain.PlanID(form.about.ID)]
	}
	by, err := store.Blamed(c.Request().Context(), viewer(c), form.about, plainID[domain.ChangeID](formOf(c).raw("seen")), form.key)
	if err != nil || by == (domain.Blame{}) {
		return p, problem, false
	}
	problem.Title, problem.Blame = removedMeanwhile, by
	problem.Text = "The " + form.of.Noun() + " was " + views.Since("removed", by) + ". Nothing was saved."
	p = standing(c, problem.Title, form.about, !part)
	problem.Back = p.Crumbs[len(p.Crumbs)-2]
	if part && form.about.Name != "" {
		problem.Back.URL += form.list
	}
	return p, problem, true
}
