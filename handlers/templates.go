package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const templatesPath = "/products/templates"

// templateStore keeps a vendor's own service templates.
type templateStore interface {
	changer
	planLister
	Template(ctx context.Context, v domain.Viewer, id domain.TemplateID) (domain.TemplateRow, error)
	OrderFlows(ctx context.Context, v domain.Viewer) ([]domain.OrderFlow, error)
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
	return show(c, views.TemplatesPage(page(c, "Service Templates", templatesPath), args))
}

// load reads the template that the address names.
func (h *Templates) load(c echo.Context) (views.TemplatePage, error) {
	id, err := pathID[domain.TemplateID](c, "template")
	if err != nil {
		return views.TemplatePage{}, err
	}
	args := views.TemplatePage{MayEdit: mayEditTemplates(viewer(c))}
	if args.Seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectTemplate, ID: int64(id)}); err != nil {
		return args, err
	}
	args.Row, err = h.store.Template(c.Request().Context(), viewer(c), id)
	return args, err
}

func (h *Templates) page(c echo.Context, args views.TemplatePage) views.Page {
	return pageIn(c, domain.ObjectTemplate, args.Row.Name)
}

// New is GET /products/templates/new.
func (h *Templates) New(c echo.Context) error { return h.showNew(c, "") }

func (h *Templates) showNew(c echo.Context, name string) error {
	p := pageIn(c, domain.ObjectTemplate, "New Service Template")
	return show(c, views.NewTemplatePage(p, name))
}

// Create is POST /products/templates/new.
func (h *Templates) Create(c echo.Context) error {
	f := formOf(c)
	t := domain.TemplateRow{Name: f.text("template_name"), Active: true}
	made, err := change(c, h.store, domain.Change{Kind: domain.TemplateCreated, Typed: t.Values(),
		About: domain.Ref{Of: domain.ObjectTemplate, ID: domain.NewID, Name: t.Name}})
	page := templatesPath + "/" + idText(made.Change.About.ID) + "/delegated-plans"
	return ended(c, made, err, domain.Isolate(t.Name)+" is created. Choose its plans.", page, func() error { return h.showNew(c, t.Name) })
}

// General is GET /products/templates/:template.
func (h *Templates) General(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	return h.showGeneral(c, args)
}

func (h *Templates) showGeneral(c echo.Context, args views.TemplatePage) error {
	catalog, _, err := ownCatalog(c, h.store)
	if err != nil {
		return err
	}
	for _, p := range catalog.Plans {
		if p.Template == args.Row.ID {
			args.UsedBy = append(args.UsedBy, p)
		}
	}
	return show(c, views.TemplateGeneralPage(h.page(c, args), args))
}

// SaveGeneral is POST /products/templates/:template.
func (h *Templates) SaveGeneral(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	f := formOf(c)
	args.Row.Name, args.Row.Active = f.text("template_name"), f.ticked("template_active")
	typed := []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldTemplateName}, Value: args.Row.Name},
		{Key: domain.Key{Field: domain.FieldTemplateActive}, Value: domain.YesNo(args.Row.Active)}}
	return h.save(c, domain.TemplateChanged, args.Row, typed, nil, "", func() error { return h.showGeneral(c, args) })
}

// save changes the part of the template that a tab shows and goes back to the tab, or shows it again with what was wrong. without
// is what is not to be there any more.
func (h *Templates) save(c echo.Context, kind domain.ChangeKind, t domain.TemplateRow, typed []domain.KeyedValue, without []domain.Key, tab string,
	again func() error) error {
	made, err := change(c, h.store, templateChange(kind, t, typed, without))
	text := " is saved."
	if made.PassedOn() {
		text += " Resellers get the change when you synchronize them."
	}
	return ended(c, made, err, text, templatesPath+"/"+idText(t.ID)+tab, again)
}

// templateChange is a change of a part of a template.
func templateChange(kind domain.ChangeKind, t domain.TemplateRow, typed []domain.KeyedValue, without []domain.Key) domain.Change {
	return domain.Change{Kind: kind, About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(t.ID), Name: t.Name}, Part: true,
		Typed: typed, Without: without}
}

// Privileges is GET /products/templates/:template/privileges.
func (h *Templates) Privileges(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	return show(c, views.TemplatePrivilegesPage(h.page(c, args), args))
}

// SavePrivileges is POST /products/templates/:template/privileges.
func (h *Templates) SavePrivileges(c echo.Context) error {
	args, err := h.load(c)
	if err != nil {
		return err
	}
	args.Row.Privileges = formPrivileges(formOf(c), "template_privilege")
	typed, without := ticked(domain.FieldTemplatePrivilege, args.Row.Privileges)
	return h.save(c, domain.TemplateChanged, args.Row, typed, without, "/privileges", func() error {
		return show(c, views.TemplatePrivilegesPage(h.page(c, args), args))
	})
}

// formPrivileges reads the privileges that are ticked in a form.
func formPrivileges(f *form, name string) []domain.Privilege {
	var ticked []domain.Privilege
	for _, privilege := range f.boxes(name) {
		ticked = append(ticked, domain.Privilege(privilege))
	}
	return ticked
}

// ticked are the privileges of a form with a check box for each: those that are ticked, and those that are not to be there.
func ticked(field domain.Field, privileges []domain.Privilege) (typed []domain.KeyedValue, without []domain.Key) {
	for _, p := range privileges {
		typed = append(typed, domain.KeyedValue{Key: domain.Key{Field: field, Name: string(p)}, Value: domain.Yes})
	}
	for _, p := range domain.Privileges() {
		if !slices.Contains(privileges, p) {
			without = append(without, domain.Key{Field: field, Name: string(p)})
		}
	}
	return typed, without
}
