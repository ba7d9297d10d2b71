package handlers

import (
	"context"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// sentAgainStore is scheduleStore for who sends again what a run left out of a delivered schedule.
type sentAgainStore interface {
	scheduleStore
	ToldByRuns(ctx context.Context, v domain.Viewer) ([][]domain.Outcome, error)
	// OfferedSchedule is the schedule as the vendor has it now, nil where they have none of this id.
	OfferedSchedule(ctx context.Context, v domain.Viewer, id domain.ScheduleID) (*domain.Schedule, error)
}

// SentAgain are the screens by which a schedule of the reseller's own takes the place of a delivered one of which notifications were left out.
type SentAgain struct {
	schedules *Schedules
	store     sentAgainStore
}

// NewSentAgain returns the screens over a store.
func NewSentAgain(store sentAgainStore) *SentAgain { return &SentAgain{NewSchedules(store), store} }

// lost is what the schedule that the address names does not send any more; KindNotFound where nothing was left out of it, or it is so no more.
func (h *SentAgain) lost(c echo.Context) (lost domain.NotifiedNoMore, sold *domain.Catalog, again views.ScheduleForm, err error) {
	fail := func(err error) (domain.NotifiedNoMore, *domain.Catalog, views.ScheduleForm, error) {
		return lost, nil, again, err
	}
	if again.Seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog}); err != nil {
		return fail(err)
	}
	sold, row, err := h.schedules.schedule(c)
	if err != nil {
		return fail(err)
	}
	state, err := ownState(c, h.store)
	if err != nil {
		return fail(err)
	}
	told, err := h.store.ToldByRuns(c.Request().Context(), viewer(c))
	if err != nil {
		return fail(err)
	}
	list := domain.ToDoNow(domain.PriceList{Sold: sold, State: state}, told).Lost
	at := slices.IndexFunc(list, func(l domain.NotifiedNoMore) bool { return l.Schedule.ID == row.ID })
	if at < 0 {
		return fail(domain.NotFound("The notification that was left out"))
	}
	again.Again = &row
	return list[at], sold, again, nil
}

// Form is GET /notifications/schedules/:id/again: what the schedule sends and what was left out of it, whose templates are to be chosen.
func (h *SentAgain) Form(c echo.Context) error {
	lost, sold, form, err := h.lost(c)
	if err != nil {
		return err
	}
	offered, err := h.store.OfferedSchedule(c.Request().Context(), viewer(c), lost.Schedule.ID)
	if err != nil {
		return err
	}
	form.Name = ownName(lost.Schedule.Name, sold.Schedules)
	for _, d := range lost.Again(offered) {
		form.Details = append(form.Details, lineOf(d))
	}
	return h.schedules.form(c, form)
}

// ownName is what is suggested for a schedule that takes the place of another: a name that none has yet.
func ownName(of string, all *domain.Schedules) string {
	name := of + " (own)"
	for n := 2; slices.ContainsFunc(all.List, func(s domain.Schedule) bool { return domain.SameName(s.Name, name) }); n++ {
		name = of + " (own " + strconv.Itoa(n) + ")"
	}
	return name
}

// Save is POST /notifications/schedules/:id/again: the schedule is made, and is that of all plans which had the other one.
func (h *SentAgain) Save(c echo.Context) error {
	lost, sold, form, err := h.lost(c)
	if err != nil {
		return err
	}
	typed, schedule := h.schedules.typed(formOf(c), form.Origin, domain.NewID)
	typed.Again = form.Again
	return save(c, h.store, schedule.InPlaceOf(lost.Schedule.ID, sold), "The notifications are sent again, by a schedule of your own.", views.InboxURL,
		func() error { return h.schedules.form(c, typed) })
}
