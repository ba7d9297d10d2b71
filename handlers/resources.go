package handlers

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const resourcesPath = "/products/resources"

// resourceStore keeps resources, and in the catalog in which category each is.
type resourceStore interface {
	salesCategoryStore
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	SaveResource(ctx context.Context, v domain.Viewer, r domain.Resource, group domain.CategoryID) (domain.ResourceID, error)
}

// Resources are the screens under /products/resources, which are the provider's.
type Resources struct{ store resourceStore }

// NewResources returns the screens over a store.
func NewResources(store resourceStore) *Resources { return &Resources{store} }

// List is GET /products/resources.
func (h *Resources) List(c echo.Context) error {
	list, err := listState(c, "name")
	if err != nil {
		return err
	}
	resources, groups, err := resourcesWithGroups(c, h.store)
	if err != nil {
		return err
	}
	category := map[domain.ResourceID]string{}
	for _, group := range groups {
		for _, id := range group.Resources {
			category[id] = group.Name
		}
	}
	rows := pageRows(&list, resources, func(r domain.Resource) []string {
		return []string{r.Name, idText(r.ID), r.Unit, category[r.ID]}
	})
	return render(c, http.StatusOK, views.ResourcesPage(page(c, "Resources", resourcesPath),
		views.ResourceList{List: list, Resources: rows, Category: category, CanEdit: viewer(c).May(domain.EditPrices)}))
}

// resourcesWithGroups returns the viewer's resources and the categories that group them.
func resourcesWithGroups(c echo.Context, store resourceStore) ([]domain.Resource, []domain.ResourceCategory, error) {
	ctx, v := c.Request().Context(), viewer(c)
	resources, err := store.Resources(ctx, v)
	if err != nil {
		return nil, nil, err
	}
	catalog, _, err := store.Catalog(ctx, v, v.Account.ID)
	if err != nil || catalog.Categories == nil {
		return resources, nil, err
	}
	return resources, catalog.Categories.Resource, nil
}

// New is GET /products/resources/new.
func (h *Resources) New(c echo.Context) error {
	return h.form(c, http.StatusOK, views.ResourceForm{Additive: true, Measurable: true})
}

// Edit is GET /products/resources/:id/edit.
func (h *Resources) Edit(c echo.Context) error {
	r, group, err := h.resource(c)
	if err != nil {
		return err
	}
	return h.form(c, http.StatusOK, views.ResourceForm{ID: r.ID, Name: r.Name, Unit: r.Unit, Category: idText(group),
		Additive: r.Additive, Measurable: r.Measurable})
}

// resource finds the resource that the address names, and its category.
func (h *Resources) resource(c echo.Context) (domain.Resource, domain.CategoryID, error) {
	id, err := pathID[domain.ResourceID](c, "id")
	if err != nil {
		return domain.Resource{}, 0, err
	}
	resources, groups, err := resourcesWithGroups(c, h.store)
	if err != nil {
		return domain.Resource{}, 0, err
	}
	for _, r := range resources {
		if r.ID == id {
			return r, groupOf(groups, id), nil
		}
	}
	return domain.Resource{}, 0, domain.NotFound("The resource")
}

func groupOf(groups []domain.ResourceCategory, id domain.ResourceID) domain.CategoryID {
	for _, group := range groups {
		for _, in := range group.Resources {
			if in == id {
				return group.ID
			}
		}
	}
	return 0
}

// Create is POST /products/resources/new.
func (h *Resources) Create(c echo.Context) error { return h.save(c, 0) }

// Update is POST /products/resources/:id/edit.
func (h *Resources) Update(c echo.Context) error {
	r, _, err := h.resource(c)
	if err != nil {
		return err
	}
	return h.save(c, r.ID)
}

func (h *Resources) save(c echo.Context, id domain.ResourceID) error {
	f := formOf(c)
	r := domain.Resource{ID: id, Name: f.text("name"), Unit: f.text("unit"), Additive: f.has("additive"), Measurable: f.has("measurable")}
	group := formID[domain.CategoryID](f, "category", "Choose a category from the list")
	err := f.err()
	if err == nil {
		err = domain.CheckResource(r)
	}
	if err == nil {
		_, err = h.store.SaveResource(c.Request().Context(), viewer(c), r, group)
	}
	if err == nil {
		return done(c, "The resource is saved.", resourcesPath)
	}
	errs, ok := f.merged(err)
	if !ok {
		return err
	}
	return h.form(c, http.StatusUnprocessableEntity, views.ResourceForm{ID: id, Name: r.Name, Unit: r.Unit,
		Category: f.text("category"), Additive: r.Additive, Measurable: r.Measurable, Errors: errs})
}

func (h *Resources) form(c echo.Context, status int, form views.ResourceForm) error {
	_, groups, err := resourcesWithGroups(c, h.store)
	if err != nil {
		return err
	}
	form.Categories = []views.Option{{Value: "0", Label: "None"}}
	for _, group := range groups {
		form.Categories = append(form.Categories, views.Option{Value: idText(group.ID), Label: group.Name})
	}
	title := "New Resource"
	if form.ID != 0 {
		title = "Edit Resource"
	}
	p := page(c, title, resourcesPath, views.Crumb{Label: "Resources", URL: resourcesPath})
	p.Invalid = len(form.Errors) > 0
	return render(c, status, views.ResourceFormPage(p, form))
}
