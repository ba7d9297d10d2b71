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
type ResourceCategories struct {
	editor[views.ResourceCategoryForm]
	store resourceStore
}

// NewResourceCategories returns the screens over a store.
func NewResourceCategories(store resourceStore) *ResourceCategories {
	h := &ResourceCategories{store: store}
	h.editor = editor[views.ResourceCategoryForm]{screen: h, store: store, of: domain.ObjectResourceCategory,
		created: domain.ResourceCategoryCreated, changed: domain.ResourceCategoryChanged,
		after: func(int64) string { return resourceCategoriesPath }}
	return h
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

func (h *ResourceCategories) blank(echo.Context) views.ResourceCategoryForm {
	return views.ResourceCategoryForm{Position: "0"}
}

func (h *ResourceCategories) filled(c echo.Context, from views.Origin) (views.ResourceCategoryForm, error) {
	group, err := h.group(c)
	return views.ResourceCategoryForm{Origin: from, Name: group.Name, Position: strconv.Itoa(group.Position), Ticked: group.Resources}, err
}

func (h *ResourceCategories) read(f *form, from views.Origin, id int64) (views.ResourceCategoryForm, []domain.KeyedValue) {
	form := views.ResourceCategoryForm{Origin: from, Name: f.text("resource_category_name"), Position: f.text("resource_category_position"),
		Ticked: formIDs[domain.ResourceID](f, "resource_grouping")}
	group := domain.ResourceCategory{ID: domain.CategoryID(id), Name: form.Name, Resources: form.Ticked,
		Position: formNumber(f, "resource_category_position")}
	return form, group.Values()
}

func (h *ResourceCategories) form(c echo.Context, form views.ResourceCategoryForm) error {
	resources, groups, err := resourcesWithGroups(c, h.store)
	if err != nil {
		return err
	}
	for _, r := range resources {
		check := views.Check{Name: "resource_grouping", Value: idText(r.ID), Label: r.Name, Checked: slices.Contains(form.Ticked, r.ID)}
		if in := groupOf(groups, r.ID); in != 0 && int64(in) != form.ID {
			check.Hint = "Now in another category"
		}
		form.Resources = append(form.Resources, check)
	}
	p := pageIn(c, domain.ObjectResourceCategory, form.Title("Resource Category"))
	return show(c, views.ResourceCategoryFormPage(p, form))
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

// Delete is POST /products/resource-categories/:id/delete.
func (h *ResourceCategories) Delete(c echo.Context) error {
	group, err := h.group(c)
	if err != nil {
		return err
	}
	return save(c, h.store, domain.Change{Kind: domain.ResourceCategoryDeleted, About: domain.Ref{Of: domain.ObjectResourceCategory, ID: int64(group.ID)}},
		" is deleted.", resourceCategoriesPath, nil)
}
