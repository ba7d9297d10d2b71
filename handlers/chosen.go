package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file tells whoever chose something in a form that it was deleted while they typed: what it was called, by whom and when.

// chosenStore knows what was there and who took it away.
type chosenStore interface {
	blamer
	CatalogAt(ctx context.Context, v domain.Viewer, at domain.ChangeID) (*domain.Catalog, error)
	// ThingAt returns what is in no catalog as it was then, nil where it was not there.
	ThingAt(ctx context.Context, v domain.Viewer, about domain.Ref, at domain.ChangeID) (domain.Thing, error)
}

// chosenKey is where the middleware puts the store.
const chosenKey = "chosen"

// Chosen is the middleware by which the page of a form that was refused, or of a change that cannot be made, says what was deleted of what it names.
func Chosen(store chosenStore, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(chosenKey, store)
		return next(c)
	}
}

// toldGone completes the messages about what was chosen and is not there, as far as the viewer's log tells of it.
func toldGone(c echo.Context, errs views.Errors) views.Errors {
	store, is := c.Get(chosenKey).(chosenStore)
	if !is || !slices.ContainsFunc(errs, func(e domain.FieldError) bool { return e.Chosen.ID != 0 }) {
		return errs
	}
	errs = slices.Clone(errs)
	for i, e := range errs {
		if e.Chosen.ID == 0 {
			continue
		}
		if name, by := deletion(c, store, e, plainID[domain.ChangeID](formOf(c).raw("seen"))); name != "" {
			errs[i].Message, errs[i].Blame = views.ChosenGone(name, by), by
		}
	}
	return errs
}

// reasons say why a change that nobody typed cannot be made, with what was deleted of what it names.
func reasons(c echo.Context, errs views.Errors, n domain.Names) string {
	store, is := c.Get(chosenKey).(chosenStore)
	list := make([]string, len(errs))
	for i, e := range errs {
		var name string
		var by domain.Blame
		if is && e.Chosen.ID != 0 {
			name, by = deletion(c, store, e, 0)
		}
		list[i] = views.Reason(e, name, by, n, viewer(c).Account.Currency)
	}
	return strings.Join(list, ". ")
}

// deletion returns what was called so, and who deleted it since; "" where the log does not tell of it. A period and a resource rate go from
// their plan: the one that the message is about, or that the address names.
func deletion(c echo.Context, store chosenStore, e domain.FieldError, since domain.ChangeID) (name string, by domain.Blame) {
	ctx, v := c.Request().Context(), viewer(c)
	about, key := e.Chosen, e.Chosen.Key()
	if part := e.Chosen.Of; part == domain.ObjectPeriod || part == domain.ObjectRate {
		plan := e.Key.Plan
		if plan == 0 {
			plan = plainID[domain.PlanID](c.Param("plan"))
		}
		about, key = domain.Ref{Of: domain.ObjectPlan, ID: int64(plan)}, domain.Key{Field: part.Info().There, Plan: plan}
		if part == domain.ObjectPeriod {
			key.Period = domain.PeriodID(e.Chosen.ID)
		} else {
			key.Resource = domain.ResourceID(e.Chosen.ID)
		}
	}
	by, err := store.Blamed(ctx, v, about, since, key)
	if err != nil || by.Entry == 0 {
		return "", by
	}
	if there, err := calledAt(c, store, e.Chosen, key, by.Entry); err != nil || there != "" {
		return "", by // it was made then
	}
	name, err = calledAt(c, store, e.Chosen, key, by.Entry-1)
	if err != nil {
		return "", by
	}
	return name, by
}

// calledAt is what something was called at an entry of the viewer's log, "" where it was not there.
func calledAt(c echo.Context, store chosenStore, of domain.Ref, there domain.Key, at domain.ChangeID) (string, error) {
	ctx, v := c.Request().Context(), viewer(c)
	if there != (domain.Key{}) {
		then, err := store.CatalogAt(ctx, v, at)
		if err != nil || of.Of != domain.ObjectRate {
			return domain.NamesOf(then).Of(of.Of, of.ID), err
		}
		if plan := then.Plan(there.Plan); plan == nil || plan.Rate(there.Resource) == nil {
			return "", nil
		}
		of.Of = domain.ObjectResource
	}
	thing, err := store.ThingAt(ctx, v, of, at)
	return domain.NameOf(thing), err
}
