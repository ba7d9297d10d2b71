package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const notificationsPath = "/notifications/templates"

// notificationStore keeps the messages; the catalog says which schedules send them.
type notificationStore interface {
	changer
	catalogReader
	NotificationTemplates(ctx context.Context, v domain.Viewer) ([]domain.NotificationTemplate, error)
}

// Notifications are the screens under /notifications/templates, which are the provider's.
type Notifications struct{ store notificationStore }

// NewNotifications returns the screens over a store.
func NewNotifications(store notificationStore) *Notifications { return &Notifications{store} }

// rows returns the viewer's notification templates with the schedules that send them.
func (h *Notifications) rows(c echo.Context) ([]views.NotificationRow, error) {
	ctx, v := c.Request().Context(), viewer(c)
	templates, err := h.store.NotificationTemplates(ctx, v)
	if err != nil {
		return nil, err
	}
	catalog, _, err := ownCatalog(c, h.store)
	if err != nil {
		return nil, err
	}
	var rows []views.NotificationRow
	for _, t := range templates {
		row := views.NotificationRow{NotificationTemplate: t}
		if catalog.Schedules != nil {
			for _, s := range catalog.Schedules.List {
				if slices.ContainsFunc(s.Details, func(d domain.ScheduleDetail) bool { return d.Template == t.ID }) {
					row.UsedBy = append(row.UsedBy, s)
				}
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// List is GET /notifications/templates.
func (h *Notifications) List(c echo.Context) error {
	list, err := listState(c, "name")
	if err != nil {
		return err
	}
	rows, err := h.rows(c)
	if err != nil {
		return err
	}
	rows = pageRows(&list, rows, func(r views.NotificationRow) []string { return []string{r.Name, idText(r.ID), r.Subject} })
	return show(c, views.NotificationsPage(page(c, "Notification Templates", notificationsPath),
		views.NotificationList{List: list, Templates: rows, CanEdit: viewer(c).May(domain.ManageSchedules)}))
}

// Show is GET /notifications/templates/:id.
func (h *Notifications) Show(c echo.Context) error {
	row, err := h.row(c)
	if err != nil {
		return err
	}
	p := pageIn(c, domain.ObjectNotification, row.Name)
	return show(c, views.NotificationPage(p, views.Notification{NotificationRow: row, CanEdit: viewer(c).May(domain.ManageSchedules)}))
}

func (h *Notifications) row(c echo.Context) (views.NotificationRow, error) {
	id, err := pathID[domain.NotificationID](c, "id")
	if err != nil {
		return views.NotificationRow{}, err
	}
	rows, err := h.rows(c)
	if err != nil {
		return views.NotificationRow{}, err
	}
	i := slices.IndexFunc(rows, func(r views.NotificationRow) bool { return r.ID == id })
	if i < 0 {
		return views.NotificationRow{}, domain.NotFound("The notification template")
	}
	return rows[i], nil
}

// New is GET /notifications/templates/new.
func (h *Notifications) New(c echo.Context) error {
	return h.form(c, views.NotificationForm{})
}

// Edit is GET /notifications/templates/:id/edit.
func (h *Notifications) Edit(c echo.Context) error {
	id, err := pathID[domain.NotificationID](c, "id")
	if err != nil {
		return err
	}
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectNotification, ID: int64(id)})
	if err != nil {
		return err
	}
	row, err := h.row(c)
	if err != nil {
		return err
	}
	return h.form(c, views.NotificationForm{Origin: views.Origin{ID: int64(id), Seen: seen}, Name: row.Name, Subject: row.Subject,
		Body: row.Body, Visible: row.Visible})
}

// Create is POST /notifications/templates/new.
func (h *Notifications) Create(c echo.Context) error {
	return h.save(c, domain.Ref{Of: domain.ObjectNotification, ID: domain.NewID, Name: formOf(c).text("notification_name")})
}

// Update is POST /notifications/templates/:id/edit.
func (h *Notifications) Update(c echo.Context) error {
	row, err := h.row(c)
	if err != nil {
		return err
	}
	return h.save(c, domain.Ref{Of: domain.ObjectNotification, ID: int64(row.ID), Name: row.Name})
}

func (h *Notifications) save(c echo.Context, about domain.Ref) error {
	f := formOf(c)
	t := domain.NotificationTemplate{Name: f.text("notification_name"), Subject: f.text("notification_subject"), Body: f.text("notification_body"), Visible: f.ticked("notification_visible")}
	made, err := change(c, h.store, domain.Change{Kind: domain.NotificationSaved, About: about, Typed: t.Values()})
	page := notificationsPath + "/" + idText(made.Change.About.ID)
	return ended(c, made, err, " is saved.", page, func() error {
		from := views.Origin{Seen: f.seen("seen")}
		if about.ID != domain.NewID {
			from.ID = about.ID
		}
		return h.form(c, views.NotificationForm{Origin: from, Name: t.Name, Subject: t.Subject, Body: t.Body, Visible: t.Visible})
	})
}

func (h *Notifications) form(c echo.Context, form views.NotificationForm) error {
	p := pageIn(c, domain.ObjectNotification, form.Title("Notification Template"))
	return show(c, views.NotificationFormPage(p, form))
}
