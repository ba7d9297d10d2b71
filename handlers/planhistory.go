package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Plan is GET /products/plans/:plan/history; with ?with=, a version is chosen to be compared with another one of any page; with ?from=
// and ?to=, two versions stand side by side.
func (h *History) Plan(c echo.Context) error {
	args, err := loadPlanOn(c, h.store, false)
	if err != nil {
		return err
	}
	if c.QueryParam("from") != "" || c.QueryParam("to") != "" {
		return h.compare(c, args)
	}
	history, err := h.store.PlanHistory(c.Request().Context(), viewer(c), args.Plan.ID, historyQuery(c))
	if err != nil {
		return err
	}
	screen := historyScreen(c, planRef(args.Plan), history)
	screen.Versions = true
	if chosen := plainID[domain.ChangeID](c.QueryParam("with")); chosen > 0 {
		versions, _, err := h.store.PlanVersions(c.Request().Context(), viewer(c), args.Plan.ID, chosen)
		if err != nil {
			return err
		}
		screen.With = &versions[0]
	}
	if screen.Restore, err = h.restorable(c, args, screen); err != nil {
		return err
	}
	return show(c, views.PlanHistoryPage(planPage(c, args, "History"), args, screen))
}

// restorable are the versions of a page of the history that the viewer may bring back: all but the newest, which is there.
func (h *History) restorable(c echo.Context, args views.PlanPage, screen views.HistoryScreen) (map[domain.ChangeID]bool, error) {
	var ids []domain.ChangeID
	for i, row := range screen.Rows {
		if i > 0 || screen.Before != 0 {
			ids = append(ids, row.ID)
		}
	}
	v, ctx := viewer(c), c.Request().Context()
	if len(ids) == 0 || v.User.Role == domain.ReadOnly {
		return nil, nil
	}
	versions, _, err := h.store.PlanVersions(ctx, v, args.Plan.ID, ids...)
	if err != nil {
		return nil, err
	}
	now, err := ownState(c, h.store)
	if err != nil {
		return nil, err
	}
	may := map[domain.ChangeID]bool{}
	for _, version := range versions {
		if domain.MayRestore(v, planRef(args.Plan), version.State, now) == nil {
			may[version.ID] = true
		}
	}
	return may, nil
}

// compare shows what differs between the two versions that the address names.
func (h *History) compare(c echo.Context, args views.PlanPage) error {
	v := viewer(c)
	versions, names, err := h.store.PlanVersions(c.Request().Context(), v, args.Plan.ID, plainID[domain.ChangeID](c.QueryParam("from")), plainID[domain.ChangeID](c.QueryParam("to")))
	if err != nil {
		return err
	}
	edits := v.SeenEdits(domain.VersionEdits(planRef(args.Plan), versions[0].State, versions[1].State), args.Own)
	comparison := views.Comparison{From: versions[0], To: versions[1], Edits: views.DescribeEdits(edits, names, v.Account.Currency),
		Back: args.Base + "/history"}
	return show(c, views.PlanComparePage(planPage(c, args, "History"), args, comparison))
}

// ConfirmRestore is GET /products/plans/:plan/history/:version/restore: what bringing that version back would change.
func (h *History) ConfirmRestore(c echo.Context) error {
	return h.confirmRestore(c, http.StatusOK, nil)
}

// confirmRestore asks whether to bring a version back; refused is why it was not.
func (h *History) confirmRestore(c echo.Context, status int, refused error) error {
	r, err := h.restoring(c)
	if err != nil {
		return err
	}
	v := viewer(c)
	var preview domain.Done
	if refused == nil {
		preview, refused = h.store.PreviewChange(c.Request().Context(), v, r.change)
	}
	if errs, ok := invalid(refused); ok {
		r.screen.Refused = reasons(c, errs, r.names)
	} else if refused != nil {
		return refused
	}
	r.screen.Edits = views.DescribeEdits(preview.Edits, r.names, v.Account.Currency)
	return render(c, status, views.PlanRestorePage(planPage(c, r.plan, "Restore this version?"), r.plan, r.screen))
}

// restoring is a version of a plan, with the change that brings it back.
type restoring struct {
	screen views.Restoring
	plan   views.PlanPage
	change domain.Change
	names  domain.Names
}

// restoring reads the version that the address names.
func (h *History) restoring(c echo.Context) (r restoring, err error) {
	version, err := pathID[domain.ChangeID](c, "version")
	if err != nil {
		return r, err
	}
	plan, err := pathID[domain.PlanID](c, "plan")
	if err != nil {
		return r, err
	}
	ctx, v := c.Request().Context(), viewer(c)
	seen, err := h.store.Seen(ctx, v, domain.Ref{Of: domain.ObjectPlan, ID: int64(plan)})
	if err != nil {
		return r, err
	}
	if r.plan, err = loadPlan(c, h.store); err != nil {
		return r, err
	}
	versions, names, err := h.store.PlanVersions(ctx, v, plan, version)
	if err != nil {
		return r, err
	}
	now, err := ownState(c, h.store)
	if err != nil {
		return r, err
	}
	back := r.plan.Base + "/history"
	r.names = names
	r.screen = views.Restoring{Version: versions[0], Action: back + "/" + idText(version) + "/restore", Back: back, Seen: idText(seen)}
	r.change, err = domain.Restore(planRef(r.plan.Plan), versions[0].State, now)
	return r, err
}

// Restore is POST /products/plans/:plan/history/:version/restore.
func (h *History) Restore(c echo.Context) error {
	r, err := h.restoring(c)
	if err != nil {
		return err
	}
	done, err := change(c, h.store, r.change)
	if found := domain.Colliding(err); found != nil {
		return collided(c, found)
	}
	if _, refused := invalid(err); refused {
		return h.confirmRestore(c, http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	return changed(c, done, "The version is restored.", r.screen.Back)
}
