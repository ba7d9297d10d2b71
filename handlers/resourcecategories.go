package handlers

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const resourceCategoriesPath = "/products/resource-categories"

// ResourceCategories are the screens under /products/resource-categories, which are the provider's.
type ResourceCategories struct{ store resourceStore }

// NewResourceCategories returns the screens over a store.
func NewResourceCategories(store resourceStore) *ResourceCategories {
	return &ResourceCategories{store}
}

// List is GET /products/resource-categories.
func (h *ResourceCategories) List(c echo.Context) error {
	list, err := listState(c, "position")
	if err != nil {
		return err
	}
	resources, groups, err := resourcesWithGroups(c, h.store)
	if err != nil {
		return err
	}
	args := views.ResourceCategoryList{Names: map[domain.ResourceID]string{}, CanEdit: viewer(c).May(domain.ManageCategories)}
	for _, r := range resources {
		args.Names[r.ID] = r.Name
		if groupOf(groups, r.ID) == 0 {
			args.Loose = append(args.Loose, r.Name)
		}
	}
	groups = slices.Clone(groups)
	byName := nameOrder()
	slices.SortStableFunc(groups, func(a, b domain.ResourceCategory) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), byName(a.Name, b.Name))
	})
	args.Categories = pageRows(&list, groups, func(g domain.ResourceCategory) []string {
		texts := []string{g.Name, idText(g.ID)}
		for _, id := range g.Resources {
			texts = append(texts, args.Names[id])
		}
		return texts
	})
	args.List = list
	return show(c, views.ResourceCategoriesPage(page(c, "Resource Categories", resourceCategoriesPath), args))
}

// New is GET /products/resource-categories/new.
func (h *ResourceCategories) New(c echo.Context) error {
	return h.form(c, views.ResourceCategoryForm{Position: "0"}, nil)
}

// Edit is GET /products/resource-categories/:id/edit.
func (h *ResourceCategories) Edit(c echo.Context) error {
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectResourceCategory})
	if err != nil {
		return err
	}
	group, err := h.group(c)
	if err != nil {
		return err
	}
	return h.form(c, views.ResourceCategoryForm{ID: group.ID, Seen: seen, Name: group.Name,
		Position: strconv.Itoa(group.Position)}, group.Resources)
}

// group finds the resource category that the address names.
func (h *ResourceCategories) group(c echo.Context) (domain.ResourceCategory, error) {
	id, err := pathID[domain.CategoryID](c, "id")
	if err != nil {
		return domain.ResourceCategory{}, err
	}
	_, groups, err := resourcesWithGroups(c, h.store)
	if err != nil {
		return domain.ResourceCategory{}, err
	}
	for _, group := range groups {
		if group.ID == id {
			return group, nil
		}
	}
	return domain.ResourceCategory{}, domain.NotFound("The resource category")
}

// Create is POST /products/resource-categories/new.
func (h *ResourceCategories) Create(c echo.Context) error {
	id, err := h.store.NextID(c.Request().Context())
	if err != nil {
		return err
	}
	return h.save(c, domain.ResourceCategoryCreated, domain.CategoryID(id))
}

// Update is POST /products/resource-categories/:id/edit.
func (h *ResourceCategories) Update(c echo.Context) error {
	id, err := pathID[domain.CategoryID](c, "id")
	if err != nil {
		return err
	}
	return h.save(c, domain.ResourceCategoryChanged, id)
}

func (h *ResourceCategories) save(c echo.Context, kind domain.ChangeKind, id domain.CategoryID) error {
	f := formOf(c)
	group := domain.ResourceCategory{ID: id, Name: f.text("resource_category_name"), Resources: formIDs[domain.ResourceID](f, "resource_grouping"),
		Position: formNumber(f, "resource_category_position")}
	err := f.err()
	if err == nil {
		err = changeOwn(c, h.store, domain.Change{Kind: kind, About: resourceCategory(id), Typed: group.Values()},
			"The resource category is saved.", resourceCategoriesPath)
	}
	if !refused(c, err) {
		return err
	}
	again := views.ResourceCategoryForm{Seen: f.raw("seen"), Name: group.Name, Position: f.text("resource_category_position")}
	if kind == domain.ResourceCategoryChanged {
		if _, err := h.group(c); err != nil {
			return err // of nothing there is no form to correct
		}
		again.ID = id
	}
	return h.form(c, again, group.Resources)
}

func resourceCategory(id domain.CategoryID) domain.Ref {
	return domain.Ref{Of: domain.ObjectResourceCategory, ID: int64(id)}
}

func (h *ResourceCategories) form(c echo.Context, form views.ResourceCategoryForm, ticked []domain.ResourceID) error {
	resources, groups, err := resourcesWithGroups(c, h.store)
	if err != nil {
		return err
	}
	for _, r := range resources {
		check := views.Check{Name: "resource_grouping", Value: idText(r.ID), Label: r.Name, Checked: slices.Contains(ticked, r.ID)}
		if in := groupOf(groups, r.ID); in != 0 && in != form.ID {
			check.Hint = "Now in another category"
		}
		form.Resources = append(form.Resources, check)
	}
	title := "New Resource Category"
	if form.ID != 0 {
		title = "Edit Resource Category"
	}
	p := page(c, title, resourceCategoriesPath, views.Crumb{Label: "Resource Categories", URL: resourceCategoriesPath})
	return show(c, views.ResourceCategoryFormPage(p, form))
}

// Delete is POST /products/resource-categories/:id/delete.
func (h *ResourceCategories) Delete(c echo.Context) error {
	group, err := h.group(c)
	if err != nil {
		return err
	}
	return changeOwn(c, h.store, domain.Change{Kind: domain.ResourceCategoryDeleted, About: resourceCategory(group.ID)},
		"The resource category is deleted.", resourceCategoriesPath)
}
