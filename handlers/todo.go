package handlers

import (
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// toDo is what the viewer can do now, with what a form carries that does it.
func (h *Inbox) toDo(c echo.Context) (do views.ToDo, err error) {
	if do.Seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog}); err != nil {
		return do, err
	}
	list, err := priceListOf(c, h.store)
	if err != nil {
		return do, err
	}
	told, err := h.store.ToldByRuns(c.Request().Context(), viewer(c))
	do.ToDo, do.State, do.Names = domain.ToDoNow(list, told), list.State, list.Names
	return do, err
}

// UsePrices is POST /inbox/prices: old prices are used again, each "line" or all.
func (h *Inbox) UsePrices(c echo.Context) error {
	do, err := h.toDo(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	keys := domain.ParseKeys(f.values["line"])
	if f.has("all") {
		keys = nil
	} else if keys == nil {
		keys = []domain.Key{}
	}
	what := do.UseAgain(keys)
	if len(what.Typed) == 0 {
		return domain.Conflict("That price is there again already, or is no more.", domain.Ref{Of: domain.ObjectCatalog})
	}
	return save(c, h.store, what, views.FormatCount(len(what.Typed), "old price is used again.", "old prices are used again."), views.InboxURL, nil)
}

// AddPath is POST /inbox/paths: an upgrade path is added as the vendor offers it.
func (h *Inbox) AddPath(c echo.Context) error {
	do, err := h.toDo(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	from, to := plainID[domain.PlanID](f.text("path_from")), plainID[domain.PlanID](f.text("path_to"))
	i := slices.IndexFunc(do.Paths, func(p domain.PathToAdd) bool { return p.From.ID == from && p.To.ID == to && p.Known })
	if i < 0 {
		return domain.Conflict("That upgrade path is there already, or cannot be added any more.", domain.Ref{Of: domain.ObjectCatalog})
	}
	return save(c, h.store, do.Paths[i].Add(), "The upgrade path is added.", views.InboxURL, nil)
}

// Publish is POST /inbox/publish: new plans are published, each "new_plan" or all.
func (h *Inbox) Publish(c echo.Context) error {
	do, err := h.toDo(c)
	if err != nil {
		return err
	}
	f, v := formOf(c), viewer(c)
	ids := idsIn[domain.PlanID](f, "new_plan", f.values["new_plan"])
	deeds := domain.PlansDeeds(v)
	at := slices.IndexFunc(deeds, func(d domain.PlansDeedInfo) bool { return d.Deed == domain.PublishAll })
	if at < 0 {
		return v.Needs(domain.PublishPlans)
	}
	many := domain.ManyPlans{PlansDeedInfo: deeds[at]}
	for _, p := range do.ToDo.Publish {
		if f.has("all") || slices.Contains(ids, p.ID) {
			many.Plans = append(many.Plans, p)
		}
	}
	if len(many.Plans) == 0 {
		return domain.Conflict("That plan is published already, or is not there any more.", domain.Ref{Of: domain.ObjectCatalog})
	}
	what, _ := many.Change(v, do.State)
	return save(c, h.store, what, views.FormatCount(len(many.Plans), "plan is published.", "plans are published."), views.InboxURL, nil)
}
