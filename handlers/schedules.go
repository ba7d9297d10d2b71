package handlers

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const schedulesPath = "/notifications/schedules"

// scheduleStore keeps schedules, which are part of the catalog, and the messages they send. NotificationTemplates answers
// those that the viewer may use: their own, and of their vendors those Visible to Resellers.
type scheduleStore interface {
	catalogStore
	NotificationTemplates(ctx context.Context, v domain.Viewer) ([]domain.NotificationTemplate, error)
}

// Schedules are the screens under /notifications/schedules.
type Schedules struct{ store scheduleStore }

// NewSchedules returns the screens over a store.
func NewSchedules(store scheduleStore) *Schedules { return &Schedules{store} }

// List is GET /notifications/schedules.
func (h *Schedules) List(c echo.Context) error {
	list, err := listState(c, "name")
	if err != nil {
		return err
	}
	v := viewer(c)
	catalog, state, err := h.store.Catalog(c.Request().Context(), v, v.Account.ID)
	if err != nil {
		return err
	}
	var rows []views.ScheduleRow
	if catalog.Schedules != nil {
		for _, s := range catalog.Schedules.List {
			rows = append(rows, scheduleRow(catalog, state, s))
		}
	}
	sortByName(rows, func(r views.ScheduleRow) string { return r.Name })
	rows = pageRows(&list, rows, func(r views.ScheduleRow) []string { return []string{r.Name, idText(r.ID)} })
	return show(c, views.SchedulesPage(page(c, "Notification Schedules", schedulesPath),
		views.ScheduleList{List: list, Schedules: rows, Reseller: !v.IsProvider(), CanEdit: v.May(domain.ManageSchedules)}))
}

func scheduleRow(catalog *domain.Catalog, state domain.State, s domain.Schedule) views.ScheduleRow {
	delivered := state.Delivered != nil && state.Delivered.Schedules.Schedule(s.ID) != nil
	return views.ScheduleRow{Schedule: s, Plans: len(domain.ScheduleUsers(catalog, s.ID)), Made: !delivered}
}

// Show is GET /notifications/schedules/:id.
func (h *Schedules) Show(c echo.Context) error {
	return h.show(c)
}

func (h *Schedules) show(c echo.Context) error {
	catalog, row, err := h.schedule(c)
	if err != nil {
		return err
	}
	templates, err := h.store.NotificationTemplates(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	args := views.Schedule{ScheduleRow: row, Templates: map[domain.NotificationID]domain.NotificationTemplate{},
		Reseller: !viewer(c).IsProvider(), CanEdit: viewer(c).May(domain.ManageSchedules)}
	for _, t := range templates {
		args.Templates[t.ID] = t
	}
	for _, p := range domain.ScheduleUsers(catalog, row.ID) {
		args.UsedBy = append(args.UsedBy, views.SchedulePlan{ID: p.ID, Name: p.Name})
	}
	p := page(c, row.Name, schedulesPath, views.Crumb{Label: "Notification Schedules", URL: schedulesPath})
	return show(c, views.SchedulePage(p, args))
}

// schedule finds the schedule that the address names.
func (h *Schedules) schedule(c echo.Context) (*domain.Catalog, views.ScheduleRow, error) {
	id, err := pathID[domain.ScheduleID](c, "id")
	if err != nil {
		return nil, views.ScheduleRow{}, err
	}
	v := viewer(c)
	catalog, state, err := h.store.Catalog(c.Request().Context(), v, v.Account.ID)
	if err != nil {
		return nil, views.ScheduleRow{}, err
	}
	s := catalog.Schedules.Schedule(id)
	if s == nil {
		return nil, views.ScheduleRow{}, domain.NotFound("The schedule")
	}
	return catalog, scheduleRow(catalog, state, *s), nil
}

// New is GET /notifications/schedules/new.
func (h *Schedules) New(c echo.Context) error { return h.form(c, views.ScheduleForm{}) }

// Edit is GET /notifications/schedules/:id/edit. A delivered schedule has no such page.
func (h *Schedules) Edit(c echo.Context) error {
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectSchedule})
	if err != nil {
		return err
	}
	_, row, err := h.schedule(c)
	if err != nil {
		return err
	}
	if !row.Made {
		return domain.NotFound("The page")
	}
	form := views.ScheduleForm{ID: row.ID, Seen: seen, Name: row.Name}
	for _, d := range row.Details {
		line := views.ScheduleLine{Days: strconv.Itoa(d.Days), When: "after", Template: idText(d.Template),
			Condition: d.Condition, Applies: d.AppliesTo}
		if d.Days <= 0 {
			line.Days, line.When = strconv.Itoa(-d.Days), "before"
		}
		form.Details = append(form.Details, line)
	}
	return h.form(c, form)
}

// Create is POST /notifications/schedules/new.
func (h *Schedules) Create(c echo.Context) error {
	id, err := h.store.NextID(c.Request().Context())
	if err != nil {
		return err
	}
	return h.save(c, domain.ScheduleCreated, domain.ScheduleID(id))
}

// Update is POST /notifications/schedules/:id/edit.
func (h *Schedules) Update(c echo.Context) error {
	id, err := pathID[domain.ScheduleID](c, "id")
	if err != nil {
		return err
	}
	return h.save(c, domain.ScheduleChanged, id)
}

func (h *Schedules) save(c echo.Context, kind domain.ChangeKind, id domain.ScheduleID) error {
	f := formOf(c)
	form := views.ScheduleForm{Seen: f.raw("seen"), Name: f.text("schedule_name"), Details: scheduleLines(f)}
	schedule := domain.Schedule{ID: id, Name: form.Name}
	for i, line := range form.Details {
		schedule.Details = append(schedule.Details, scheduleDetail(f, strconv.Itoa(i), line))
	}
	err := f.err()
	if err == nil {
		err = changeOwn(c, h.store, domain.Change{Kind: kind, About: scheduleRef(id), Typed: schedule.Values()},
			"The schedule is saved.", schedulesPath+"/"+idText(id))
		err = besideLines(err, schedule)
	}
	if !refused(c, err) {
		return err
	}
	if kind == domain.ScheduleChanged {
		if _, _, err := h.schedule(c); err != nil {
			return err // of nothing there is no form to correct
		}
		form.ID = id
	}
	return h.form(c, form)
}

func scheduleRef(id domain.ScheduleID) domain.Ref {
	return domain.Ref{Of: domain.ObjectSchedule, ID: int64(id)}
}

// besideLines puts messages about notifications of a schedule beside the fields of their lines: "days-0", "template-0". Of lines
// that are the same it is the last one.
func besideLines(err error, schedule domain.Schedule) error {
	var e *domain.Error
	if !errors.As(err, &e) {
		return err
	}
	placed := *e
	placed.Fields = slices.Clone(e.Fields)
	for at, one := range e.Fields {
		for i, d := range schedule.Details {
			if domain.NotificationKey(schedule.ID, d) == one.Key {
				field := cmp.Or(one.Field, "days") + "-" + strconv.Itoa(i)
				placed.Fields[at] = domain.FieldError{Field: field, Message: one.Message}
			}
		}
	}
	return &placed
}

// maxLines is how many notifications a form may hold.
const maxLines = 60

// scheduleLines reads the lines of the form that are filled in and not to be removed.
func scheduleLines(f *form) []views.ScheduleLine {
	n, err := strconv.Atoi(f.text("lines"))
	if err != nil || n < 0 || n > maxLines {
		n = maxLines
	}
	var lines []views.ScheduleLine
	for i := range n {
		at := "-" + strconv.Itoa(i)
		line := views.ScheduleLine{Days: f.text("days" + at), When: f.text("when" + at), Template: f.text("template" + at),
			Condition: f.text("condition" + at), Applies: f.text("applies" + at)}
		if f.has("remove"+at) || line.Days == "" && (line.Template == "" || line.Template == "0") {
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

// scheduleDetail reads one line; what cannot be read becomes a message beside its field.
func scheduleDetail(f *form, at string, line views.ScheduleLine) domain.ScheduleDetail {
	number, ok := domain.WholeNumber(line.Days)
	if !ok {
		f.fail("days-"+at, "Enter a number of days from 0 to 3650")
	}
	days := int(min(number, math.MaxInt32))
	if line.When != "after" {
		days = -days
	}
	template, err := strconv.ParseInt(line.Template, 10, 64)
	if err != nil {
		template = 0
	}
	return domain.ScheduleDetail{Days: days, Template: domain.NotificationID(template), Condition: line.Condition, AppliesTo: line.Applies}
}

// form shows the lines of the schedule and three empty ones.
func (h *Schedules) form(c echo.Context, form views.ScheduleForm) error {
	templates, err := h.store.NotificationTemplates(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	form.Templates = []views.Option{{Value: "0", Label: "Choose"}}
	for _, t := range templates {
		label := t.Name
		if !t.Visible && viewer(c).IsProvider() {
			label += " (not visible to resellers)"
		}
		form.Templates = append(form.Templates, views.Option{Value: idText(t.ID), Label: label})
	}
	for range 3 {
		form.Details = append(form.Details, views.ScheduleLine{When: "before", Condition: domain.SendConditions()[0], Applies: domain.SendScopes()[0]})
	}
	title := "New Schedule"
	crumbs := []views.Crumb{{Label: "Notification Schedules", URL: schedulesPath}}
	if form.ID != 0 {
		title = "Edit Schedule"
	}
	p := page(c, title, schedulesPath, crumbs...)
	return show(c, views.ScheduleFormPage(p, form))
}

// Delete is POST /notifications/schedules/:id/delete.
func (h *Schedules) Delete(c echo.Context) error {
	_, row, err := h.schedule(c)
	if err != nil {
		return err
	}
	err = changeOwn(c, h.store, domain.Change{Kind: domain.ScheduleDeleted, About: scheduleRef(row.ID)}, "The schedule is deleted.", schedulesPath)
	if refused(c, err) {
		return h.show(c)
	}
	return err
}
