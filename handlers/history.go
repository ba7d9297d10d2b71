package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// historyStore reads what was changed about things of the viewer's, and brings back versions of plans.
type historyStore interface {
	planReader
	changer
	PreviewChange(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error)
	PlanHistory(ctx context.Context, v domain.Viewer, plan domain.PlanID, q pages.HistoryQuery) (pages.History, error)
	PlanVersions(ctx context.Context, v domain.Viewer, plan domain.PlanID, ids ...domain.ChangeID) ([]pages.PlanVersion, domain.Names, error)
	Changes(ctx context.Context, v domain.Viewer, about domain.Ref, q pages.HistoryQuery) (pages.History, error)
	ResellerHistory(ctx context.Context, v domain.Viewer, reseller domain.AccountID, q pages.HistoryQuery) (pages.History, error)
	Template(ctx context.Context, v domain.Viewer, id domain.TemplateID) (domain.TemplateRow, error)
	ExchangeRates(ctx context.Context, v domain.Viewer) ([]domain.ExchangeRate, error)
	NotificationTemplates(ctx context.Context, v domain.Viewer) ([]domain.NotificationTemplate, error)
}

// History are the tabs History of things.
type History struct{ store historyStore }

// NewHistory returns the screens over a store.
func NewHistory(store historyStore) *History { return &History{store} }

// historyScreen is the page of a history that the address asks for.
func historyScreen(c echo.Context, about domain.Ref, h pages.History) views.HistoryScreen {
	v := viewer(c)
	return views.HistoryScreen{History: h, About: about, Viewer: v, Currency: v.Account.Currency, Base: c.Request().URL.Path,
		Before: historyQuery(c).Before}
}

func historyQuery(c echo.Context) pages.HistoryQuery {
	return pages.HistoryQuery{Before: plainID[domain.ChangeID](c.QueryParam("before"))}
}

// Template is GET /products/templates/:template/history.
func (h *History) Template(c echo.Context) error {
	id, err := pathID[domain.TemplateID](c, "template")
	if err != nil {
		return err
	}
	row, err := h.store.Template(c.Request().Context(), viewer(c), id)
	if err != nil {
		return err
	}
	about := domain.Ref{Of: domain.ObjectTemplate, ID: int64(id), Name: row.Name}
	history, err := h.of(c, about)
	if err != nil {
		return err
	}
	args := views.TemplatePage{Row: row, MayEdit: mayEditTemplates(viewer(c))}
	p := pageIn(c, domain.ObjectTemplate, "History",
		views.Crumb{Label: row.Name, URL: templatesPath + "/" + idText(id)})
	return show(c, views.TemplateHistoryPage(p, args, historyScreen(c, about, history)))
}

func (h *History) of(c echo.Context, about domain.Ref) (pages.History, error) {
	return h.store.Changes(c.Request().Context(), viewer(c), about, historyQuery(c))
}

// Schedule is GET /notifications/schedules/:id/history.
func (h *History) Schedule(c echo.Context) error {
	id, err := pathID[domain.ScheduleID](c, "id")
	if err != nil {
		return err
	}
	catalog, _, err := ownCatalog(c, h.store)
	if err != nil {
		return err
	}
	schedule := catalog.Schedules.Schedule(id)
	if schedule == nil {
		return domain.NotFound("The notification schedule")
	}
	about := domain.Ref{Of: domain.ObjectSchedule, ID: int64(id), Name: schedule.Name}
	return h.show(c, about, "Notification schedule", schedulesPath, views.ScheduleTabs(id, "History"))
}

// Notification is GET /notifications/templates/:id/history.
func (h *History) Notification(c echo.Context) error {
	id, err := pathID[domain.NotificationID](c, "id")
	if err != nil {
		return err
	}
	templates, err := h.store.NotificationTemplates(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(templates, func(t domain.NotificationTemplate) bool { return t.ID == id })
	if i < 0 {
		return domain.NotFound("The notification template")
	}
	about := domain.Ref{Of: domain.ObjectNotification, ID: int64(id), Name: templates[i].Name}
	return h.show(c, about, "Notification template", notificationsPath, views.NotificationTabs(id, "History"))
}

// show is the tab History of a thing with an id, which a word calls so and whose page stands below a path.
func (h *History) show(c echo.Context, about domain.Ref, word, path string, tabs []views.Tab) error {
	history, err := h.of(c, about)
	if err != nil {
		return err
	}
	p := pageIn(c, about.Of, "History", views.Crumb{Label: about.Name, URL: path + "/" + idText(about.ID)})
	head := views.Head{Title: about.Name, Subtitle: word + " " + idText(about.ID)}
	return show(c, views.ThingHistoryPage(p, head, word, tabs, historyScreen(c, about, history)))
}

// Reseller is GET /resellers/:id/history.
func (h *History) Reseller(c echo.Context) error {
	reseller, err := resellerOf(c, h.store, "History")
	if err != nil {
		return err
	}
	about := domain.Ref{Of: domain.ObjectReseller, ID: int64(reseller.ID), Name: reseller.Name}
	history, err := h.store.ResellerHistory(c.Request().Context(), viewer(c), reseller.ID, historyQuery(c))
	if err != nil {
		return err
	}
	return show(c, views.ResellerHistoryPage(resellerPage(c, reseller, "History"), reseller, historyScreen(c, about, history)))
}

// ExchangeRate is GET /exchange-rates/:currency/history.
func (h *History) ExchangeRate(c echo.Context) error {
	code := strings.ToUpper(c.Param("currency"))
	rates, err := h.store.ExchangeRates(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(rates, func(r domain.ExchangeRate) bool { return string(r.Currency) == code }) {
		return domain.NotFound("The exchange rate")
	}
	about := domain.Ref{Of: domain.ObjectExchangeRate, Code: code, Name: code}
	history, err := h.of(c, about)
	if err != nil {
		return err
	}
	p := pageIn(c, domain.ObjectExchangeRate, "History of "+code)
	head := views.Head{Title: "Exchange rate of " + code, Subtitle: "What it was, and since when."}
	return show(c, views.ThingHistoryPage(p, head, "", nil, historyScreen(c, about, history)))
}
