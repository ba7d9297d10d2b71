package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// delegation is in which of the viewer's templates the plan of the address is delegated, and at whom that is not so yet; nil for who has none, and
// for a plan as somebody below has it.
func (h *Plans) delegation(c echo.Context) (*views.PlanDelegation, error) {
	v, ctx := viewer(c), c.Request().Context()
	if c.Param("account") != "" || !v.Holds(domain.ManageSubResellers) {
		return nil, nil
	}
	id, err := pathID[domain.PlanID](c, "plan")
	if err != nil {
		return nil, err
	}
	seen, err := h.store.TemplatesSeen(ctx, v) // before the templates are read
	if err != nil {
		return nil, err
	}
	templates, err := h.store.Templates(ctx, v)
	if err != nil {
		return nil, err
	}
	copies, err := h.store.PlanCopies(ctx, v, id)
	if err != nil {
		return nil, err
	}
	catalog, _, err := ownCatalog(c, h.store)
	if err != nil {
		return nil, err
	}
	sold := slices.ContainsFunc(copies, func(one domain.PlanCopy) bool { return one.Has })
	return &views.PlanDelegation{List: catalog.Delegations(id, templates, copies), Sold: sold, Seen: seen, MayEdit: v.May(domain.ManageSubResellers)}, nil
}

// soldOn says whether a direct reseller of the viewer has one of the plans: unpublished or not, they go on selling it.
type soldOn interface {
	SoldOn(ctx context.Context, v domain.Viewer, plans ...domain.PlanID) (bool, error)
}

// Delegate is POST /products/plans/:plan/delegation: the plan is delegated in the templates that are ticked, and in no other of those that the form has.
func (h *ManyPlans) Delegate(c echo.Context) error {
	id, err := pathID[domain.PlanID](c, "plan")
	if err != nil {
		return err
	}
	v, ctx := viewer(c), c.Request().Context()
	catalog, _, err := ownCatalog(c, h.store)
	if err != nil {
		return err
	}
	plan := catalog.Plan(id)
	if plan == nil {
		return domain.NotFound("The service plan")
	}
	templates, err := h.store.Templates(ctx, v)
	if err != nil {
		return err
	}
	f := formOf(c)
	ticked := formIDs[domain.TemplateID](f, "delegated_in")
	var changes []domain.Change
	for _, t := range templates {
		deed := domain.WithdrawAll
		if slices.Contains(ticked, t.ID) {
			deed = domain.DelegateAll
		}
		if f.has(views.SeenOfName(t.ID)) { // another one was made since the form was opened
			changes = append(changes, domain.ManyPlans{PlansDeedInfo: domain.PlansDeedInfo{Deed: deed}, Plans: []*domain.Plan{plan}}.Delegating(t))
		}
	}
	made, err := delegateAll(c, h.store, changes)
	const text = "Saved. Resellers get or lose the plan when you synchronize them."
	return ended(c, made, err, text, views.PlanURL(id), func() error { return h.General(c) })
}

// delegator makes changes of templates.
type delegator interface {
	teller
	DoAll(ctx context.Context, v domain.Viewer, changes ...domain.Change) ([]domain.Done, error)
}

// delegateAll makes changes of what templates delegate, all or none, and tells of them as of one.
func delegateAll(c echo.Context, store delegator, changes []domain.Change) (domain.Done, error) {
	if err := formOf(c).err(); err != nil || len(changes) == 0 {
		return domain.Done{}, err
	}
	for i, what := range changes {
		changes[i] = asked(c, views.SeenOfName(domain.TemplateID(what.About.ID)), what)
	}
	ctx, v := c.Request().Context(), viewer(c)
	all, err := store.DoAll(ctx, v, changes...)
	if err != nil {
		return domain.Done{}, err
	}
	return told(ctx, store, v, together(all)), nil
}

// together is what is told of changes of templates as of one: of those that became otherwise, where any did.
func together(all []domain.Done) domain.Done {
	first := max(0, slices.IndexFunc(all, func(d domain.Done) bool { return d.ID != 0 }))
	made := all[first]
	for _, more := range slices.Delete(slices.Clone(all), first, first+1) {
		more.Edits = slices.DeleteFunc(more.Edits, func(e domain.Edit) bool { return slices.Contains(made.Edits, e) }) // the same plan counts once
		made.Edits, made.Meanwhile = append(made.Edits, more.Edits...), append(made.Meanwhile, more.Meanwhile...)
		made.Others = append(made.Others, more.Others...)
		made.Tell(more)
	}
	return made
}
