package handlers

import (
	"cmp"
	"context"
	"math"
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
type Schedules struct {
	editor[views.ScheduleForm]
	store scheduleStore
}

// NewSchedules returns the screens over a store.
func NewSchedules(store scheduleStore) *Schedules {
	h := &Schedules{store: store}
	h.editor = editor[views.ScheduleForm]{screen: h, store: store, of: domain.ObjectSchedule, created: domain.ScheduleCreated,
		changed: domain.ScheduleChanged, after: func(id int64) string { return schedulesPath + "/" + idText(id) }}
	return h
}

// List is GET /notifications/schedules.
func (h *Schedules) List(c echo.Context) error {
	list, err := listState(c, "name")
	if err != nil {
		return err
	}
	v := viewer(c)
	catalog, state, err := ownCatalog(c, h.store)
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
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectSchedule})
	if err != nil {
		return err
	}
	catalog, row, err := h.schedule(c)
	if err != nil {
		return err
	}
	templates, err := h.store.NotificationTemplates(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	args := views.Schedule{ScheduleRow: row, Seen: seen, Templates: map[domain.NotificationID]domain.NotificationTemplate{},
		Reseller: !viewer(c).IsProvider(), CanEdit: viewer(c).May(domain.ManageSchedules)}
	for _, t := range templates {
		args.Templates[t.ID] = t
	}
	for _, p := range domain.ScheduleUsers(catalog, row.ID) {
		args.UsedBy = append(args.UsedBy, views.SchedulePlan{ID: p.ID, Name: p.Name})
	}
	p := pageIn(c, domain.ObjectSchedule, row.Name)
	return show(c, views.SchedulePage(p, args))
}

// schedule finds the schedule that the address names.
func (h *Schedules) schedule(c echo.Context) (*domain.Catalog, views.ScheduleRow, error) {
	id, err := pathID[domain.ScheduleID](c, "id")
	if err != nil {
		return nil, views.ScheduleRow{}, err
	}
	catalog, state, err := ownCatalog(c, h.store)
	if err != nil {
		return nil, views.ScheduleRow{}, err
	}
	s := catalog.Schedules.Schedule(id)
	if s == nil {
		return nil, views.ScheduleRow{}, domain.NotFound("The schedule")
	}
	return catalog, scheduleRow(catalog, state, *s), nil
}

func (h *Schedules) blank(echo.Context) views.ScheduleForm { return views.ScheduleForm{} }

func (h *Schedules) filled(c echo.Context, from views.Origin) (views.ScheduleForm, error) {
	_, row, err := h.schedule(c)
	if err == nil && !row.Made {
		err = domain.NotFound("The page")
	}
	form := views.ScheduleForm{Origin: from, Name: row.Name}
	for _, d := range row.Details {
		form.Details = append(form.Details, lineOf(d))
	}
	return form, err
}

// lineOf is a notification as a line of the form.
func lineOf(d domain.ScheduleDetail) views.ScheduleLine {
	line := views.ScheduleLine{Days: strconv.Itoa(d.Days), When: "after", Template: idText(d.Template), Condition: d.Condition, Applies: d.AppliesTo}
	if d.Days <= 0 {
		line.Days, line.When = strconv.Itoa(-d.Days), "before"
	}
	return line
}

func (h *Schedules) read(f *form, from views.Origin, id int64) (views.ScheduleForm, []domain.KeyedValue) {
	form, schedule := h.typed(f, from, id)
	return form, schedule.Values()
}

// typed is the schedule as it was posted.
func (h *Schedules) typed(f *form, from views.Origin, id int64) (views.ScheduleForm, domain.Schedule) {
	form := views.ScheduleForm{Origin: from, Name: f.text("schedule_name"), Details: scheduleLines(f)}
	schedule := domain.Schedule{ID: domain.ScheduleID(id), Name: form.Name}
	for i, line := range form.Details {
		schedule.Details = append(schedule.Details, scheduleDetail(f, strconv.Itoa(i), line))
	}
	f.beside = func(e domain.FieldError) string { return besideLine(e, schedule) }
	return form, schedule
}

// besideLine is the field of a line, as "days-0" or "template-0", that a message about a notification belongs to: of lines that are the
// same that of the last; "" for any other message.
func besideLine(e domain.FieldError, schedule domain.Schedule) (field string) {
	for i, d := range schedule.Details {
		if domain.NotificationKey(schedule.ID, d) == e.Key {
			field = cmp.Or(e.Field, "days") + "-" + strconv.Itoa(i)
		}
	}
	return field
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
	return domain.ScheduleDetail{Days: days, Template: plainID[domain.NotificationID](line.Template), Condition: line.Condition, AppliesTo: line.Applies}
}

// form shows the lines of the schedule and three empty ones.
func (h *Schedules) form(c echo.Context, form views.ScheduleForm) error {
	title := form.Title("Schedule")
	if form.Again != nil {
		title = "Send again"
	}
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
	p := pageIn(c, domain.ObjectSchedule, title)
	return show(c, views.ScheduleFormPage(p, form))
}

// Delete is POST /notifications/schedules/:id/delete.
func (h *Schedules) Delete(c echo.Context) error {
	_, row, err := h.schedule(c)
	if err != nil {
		return err
	}
	return save(c, h.store, domain.Change{Kind: domain.ScheduleDeleted, About: domain.Ref{Of: domain.ObjectSchedule, ID: int64(row.ID)}},
		" is deleted.", schedulesPath, func() error { return h.Show(c) })
}
