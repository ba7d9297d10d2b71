package handlers

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const templatesPath = "/products/templates"

// templateStore keeps a vendor's own service templates. Saving answers KindConflict when the template is no longer the
// version that the caller saw.
type templateStore interface {
	Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error)
	Templates(ctx context.Context, v domain.Viewer) ([]domain.TemplateRow, error)
	Template(ctx context.Context, v domain.Viewer, id domain.TemplateID) (domain.TemplateRow, error)
	SaveTemplate(ctx context.Context, v domain.Viewer, t domain.TemplateRow) (domain.TemplateID, error)
	SetDelegated(ctx context.Context, v domain.Viewer, id domain.TemplateID, plans []domain.PlanID, version int) error
	OrderFlows(ctx context.Context, v domain.Viewer) ([]domain.OrderFlow, error)
	NextID(ctx context.Context) (int64, error)
}

// Templates are the screens under /products/templates.
type Templates struct{ store templateStore }

// NewTemplates returns the screens over a store.
func NewTemplates(store templateStore) *Templates { return &Templates{store} }

// mayEditTemplates reports whether the viewer may change templates: what resellers get is managing them.
func mayEditTemplates(v domain.Viewer) bool { return v.May(domain.ManageSubResellers) }

// List is GET /products/templates.
func (h *Templates) List(c echo.Context) error {
	list, err := listState(c, "id", "name")
	if err != nil {
		return err
	}
	v := viewer(c)
	rows, err := h.store.Templates(c.Request().Context(), v)
	if err != nil {
		return err
	}
	args := views.TemplateList{Any: len(rows) > 0, Provider: v.IsProvider(), MayEdit: mayEditTemplates(v)}
	sortRows(rows, list, func(t domain.TemplateRow) domain.TemplateID { return t.ID },
		map[string]func(domain.TemplateRow) string{"name": func(t domain.TemplateRow) string { return t.Name }})
	args.Rows = pageRows(&list, rows, func(t domain.TemplateRow) []string { return []string{idText(t.ID), t.Name} })
	args.List = list
	return render(c, http.StatusOK, views.TemplatesPage(page(c, "Service Templates", templatesPath), args))
}

// load reads the template that the address names.
func (h *Templates) load(c echo.Context) (views.TemplatePage, error) {
	id, err := pathID[domain.TemplateID](c, "template")
	if err != nil {
		return views.TemplatePage{}, err
	}
	row, err := h.store.Template(c.Request().Context(), viewer(c), id)
	return views.TemplatePage{Row: row, MayEdit: mayEditTemplates(viewer(c))}, err
}

// edit is load for a POST. The version is the one that the form was made from, so that a save on top of somebody else's is
// refused.
func (h *Templates) edit(c echo.Context) (views.TemplatePage, error) {
	args, err := h.load(c)
	if err != nil {
		return args, err
	}
	version, err := strconv.Atoi(formOf(c).raw("version"))
	if err != nil {
		return args, domain.Invalid("The form is damaged: open the page again.")
	}
	args.Row.Version = version
	return args, nil
}

func (h *Templates) page(c echo.Context, args views.TemplatePage) views.Page {
	p := page(c, args.Row.Name, templatesPath, views.Crumb{Label: "Service Templates", URL: templatesPath})
	p.Invalid = len(args.Errors) > 0
	return p
}

// New is GET /products/templates/new.
func (h *Templates) New(c echo.Context) error { return h.showNew(c, http.StatusOK, "", nil) }

func (h *Templates) showNew(c echo.Context, status int, name string, errs views.Errors) error {
	p := page(c, "New Service Template", templatesPath, views.Crumb{Label: "Service Templates", URL: templatesPath})
	p.Invalid = len(errs) > 0
	return render(c, status, views.NewTemplatePage(p, name, errs))
}

// Create is POST /products/templates/new.
func (h *Templates) Create(c echo.Context) error {
	f := formOf(c)
	t := domain.TemplateRow{Name: f.text("name"), Active: true}
	err := f.err()
	if err == nil {
		t.ID, err = h.store.SaveTemplate(c.Request().Context(), viewer(c), t)
	}
	if errs, ok := f.merged(err); !ok {
		return err
	} else if len(errs) > 0 {
		return h.showNew(c, http.StatusUnprocessableEntity, t.Name, errs)
	}
	return done(c, t.Name+" is created. Choose its plans.", templatesPath+"/"+idText(t.ID)+"/delegated-plans")
}

// General is GET /products/templates/:template.
func (h *Templates) General(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	return h.showGeneral(c, http.StatusOK, args)
}

func (h *Templates) showGeneral(c echo.Context, status int, args views.TemplatePage) error {
	v := viewer(c)
	catalog, _, err := h.store.Catalog(c.Request().Context(), v, v.Account.ID)
	if err != nil {
		return err
	}
	for _, p := range catalog.Plans {
		if p.Template == args.Row.ID {
			args.UsedBy = append(args.UsedBy, p)
		}
	}
	return render(c, status, views.TemplateGeneralPage(h.page(c, args), args))
}

// SaveGeneral is POST /products/templates/:template.
func (h *Templates) SaveGeneral(c echo.Context) error {
	args, err := h.edit(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	args.Row.Name, args.Row.Active = f.text("name"), f.has("active")
	return h.save(c, args, f, "", func(args views.TemplatePage) error {
		return h.showGeneral(c, http.StatusUnprocessableEntity, args)
	})
}

// save stores the template and goes back to the tab, or shows the tab again with what was wrong.
func (h *Templates) save(c echo.Context, args views.TemplatePage, f *form, tab string, again func(views.TemplatePage) error) error {
	err := f.err()
	if err == nil {
		_, err = h.store.SaveTemplate(c.Request().Context(), viewer(c), args.Row)
	}
	var ok bool
	if args.Errors, ok = f.merged(err); !ok {
		return err
	} else if len(args.Errors) > 0 {
		return again(args)
	}
	return done(c, "The service template is saved. Resellers get the change when you synchronize them.", templatesPath+"/"+idText(args.Row.ID)+tab)
}

// Privileges is GET /products/templates/:template/privileges.
func (h *Templates) Privileges(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.TemplatePrivilegesPage(h.page(c, args), args))
}

// SavePrivileges is POST /products/templates/:template/privileges.
func (h *Templates) SavePrivileges(c echo.Context) error {
	args, err := h.edit(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	args.Row.Privileges = nil
	for _, name := range f.all("privilege") {
		if !slices.Contains(domain.Privileges(), domain.Privilege(name)) {
			f.fail("privilege", chooseFromList)
			break
		}
		args.Row.Privileges = append(args.Row.Privileges, domain.Privilege(name))
	}
	return h.save(c, args, f, "/privileges", func(args views.TemplatePage) error {
		return render(c, http.StatusUnprocessableEntity, views.TemplatePrivilegesPage(h.page(c, args), args))
	})
}
