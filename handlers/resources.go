package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const resourcesPath = "/products/resources"

// resourceStore keeps resources, and in the catalog in which category each is. DoAll makes all of several changes or none, each on
// what the ones before it left, which name what one of them makes by the same placeholder.
type resourceStore interface {
	catalogStore
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	DoAll(ctx context.Context, v domain.Viewer, changes ...domain.Change) ([]domain.Done, error)
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
	return show(c, views.ResourcesPage(page(c, "Resources", resourcesPath),
		views.ResourceList{List: list, Resources: rows, Category: category, CanEdit: domain.ResourceSaved.Info().May(viewer(c)) == nil}))
}

// resourcesWithGroups returns the viewer's resources and the categories that group them.
func resourcesWithGroups(c echo.Context, store resourceStore) ([]domain.Resource, []domain.ResourceCategory, error) {
	ctx, v := c.Request().Context(), viewer(c)
	resources, err := store.Resources(ctx, v)
	if err != nil {
		return nil, nil, err
	}
	catalog, _, err := ownCatalog(c, store)
	if err != nil || catalog.Categories == nil {
		return resources, nil, err
	}
	return resources, catalog.Categories.Resource, nil
}

// New is GET /products/resources/new.
func (h *Resources) New(c echo.Context) error {
	return h.form(c, views.ResourceForm{Additive: true, Measurable: true})
}

// Edit is GET /products/resources/:id/edit. The form holds what was seen of the resource and of the grouping.
func (h *Resources) Edit(c echo.Context) error {
	id, err := pathID[domain.ResourceID](c, "id")
	if err != nil {
		return err
	}
	seen, err := seenOf(c, h.store, resourceRef(id))
	if err != nil {
		return err
	}
	grouping, err := seenOf(c, h.store, grouping())
	if err != nil {
		return err
	}
	r, group, err := h.resource(c)
	if err != nil {
		return err
	}
	return h.form(c, views.ResourceForm{Origin: views.Origin{ID: int64(id), Seen: seen}, GroupingSeen: grouping, Name: r.Name, Unit: r.Unit,
		Category: idText(group), Additive: r.Additive, Measurable: r.Measurable})
}

func resourceRef(id domain.ResourceID) domain.Ref {
	return domain.Ref{Of: domain.ObjectResource, ID: int64(id)}
}

// grouping is which resource is in which category: one thing.
func grouping() domain.Ref { return domain.Ref{Of: domain.ObjectResourceCategory} }

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
func (h *Resources) Create(c echo.Context) error { return h.save(c, domain.ResourceID(domain.NewID)) }

// Update is POST /products/resources/:id/edit.
func (h *Resources) Update(c echo.Context) error {
	id, err := pathID[domain.ResourceID](c, "id")
	if err != nil {
		return err
	}
	return h.save(c, id)
}

func (h *Resources) save(c echo.Context, id domain.ResourceID) error {
	f := formOf(c)
	r := domain.Resource{ID: id, Name: f.text("resource_name"), Unit: f.text("resource_unit"), Additive: f.ticked("resource_additive"), Measurable: f.ticked("resource_measurable")}
	group := formID[domain.CategoryID](f, "resource_grouping", "Choose a category from the list")
	made, err := h.change(c, r, group)
	said := strings.TrimSuffix(" is saved. "+views.Remeasured(made.Edits), " ")
	return ended(c, made, err, said, resourcesPath, func() error {
		again := views.ResourceForm{Origin: views.Origin{Seen: f.seen("seen")}, GroupingSeen: f.seen("seen-grouping"), Name: r.Name, Unit: r.Unit,
			Category: f.text("resource_grouping"), Additive: r.Additive, Measurable: r.Measurable}
		if id != domain.ResourceID(domain.NewID) {
			if _, _, err := h.resource(c); err != nil {
				return err // of nothing there is no form to correct
			}
			again.ID = int64(id)
		}
		return h.form(c, again)
	})
}

// change saves a resource and puts it into a category, 0 for none. Who may not group resources has no such field.
func (h *Resources) change(c echo.Context, r domain.Resource, group domain.CategoryID) (domain.Done, error) {
	if err := formOf(c).err(); err != nil {
		return domain.Done{}, err
	}
	changes := []domain.Change{asked(c, "seen", domain.Change{Kind: domain.ResourceSaved, Once: onceKey(c), About: resourceRef(r.ID), Typed: r.Values()})}
	if formOf(c).has("resource_grouping") {
		changes = append(changes, asked(c, "seen-grouping", grouped(r, group)))
	}
	ctx, v := c.Request().Context(), viewer(c)
	all, err := h.store.DoAll(ctx, v, changes...)
	if err != nil {
		return domain.Done{}, err
	}
	saved := all[0]
	for _, more := range all[1:] {
		saved.Edits = append(saved.Edits, more.Edits...)
		moved := slices.DeleteFunc(more.Meanwhile, func(e domain.Edit) bool { return e.Key.Resource != r.ID }) // others are not of this form
		if saved.Meanwhile = append(saved.Meanwhile, moved...); len(moved) > 0 {
			saved.Others = append(saved.Others, more.Others...)
		}
		if saved.ID == 0 {
			saved.ID = more.ID
		} else {
			saved.Tell(more)
		}
	}
	return told(ctx, h.store, v, saved), nil
}

// grouped is the change that puts a resource into a category; 0: into none.
func grouped(r domain.Resource, into domain.CategoryID) domain.Change {
	what := domain.Change{Kind: domain.ResourceGrouped, About: grouping(), Part: true}
	what.About.Name = r.Name
	key := domain.Key{Field: domain.FieldGrouping, Resource: r.ID}
	if into == 0 {
		what.Without = []domain.Key{key}
	} else {
		what.Typed = []domain.KeyedValue{{Key: key, Value: idText(into)}}
	}
	return what
}

func (h *Resources) form(c echo.Context, form views.ResourceForm) error {
	_, groups, err := resourcesWithGroups(c, h.store)
	if err != nil {
		return err
	}
	if viewer(c).May(domain.ManageCategories) {
		form.Categories = []views.Option{{Value: "0", Label: "None"}}
		for _, group := range groups {
			form.Categories = append(form.Categories, views.Option{Value: idText(group.ID), Label: group.Name})
		}
	}
	p := pageIn(c, domain.ObjectResource, form.Title("Resource"))
	return show(c, views.ResourceFormPage(p, form))
}
