package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const planCategoriesPath = "/products/plan-categories"

// PlanCategories are the screens under /products/plan-categories, which are the provider's.
type PlanCategories struct {
	editor[views.PlanCategoryForm]
	store catalogStore
}

// NewPlanCategories returns the screens over a store.
func NewPlanCategories(store catalogStore) *PlanCategories {
	h := &PlanCategories{store: store}
	h.editor = editor[views.PlanCategoryForm]{screen: h, store: store, of: domain.ObjectPlanCategory, created: domain.PlanCategoryCreated,
		changed: domain.PlanCategoryChanged, after: func(int64) string { return planCategoriesPath }}
	return h
}

// List is GET /products/plan-categories.
func (h *PlanCategories) List(c echo.Context) error {
	list, err := listState(c, "name")
	if err != nil {
		return err
	}
	v := viewer(c)
	catalog, _, err := ownCatalog(c, h.store)
	if err != nil {
		return err
	}
	plans := map[domain.CategoryID]int{}
	for _, p := range catalog.Plans {
		plans[p.PlanCategory]++
	}
	var rows []views.PlanCategoryRow
	if catalog.Categories != nil {
		for _, category := range catalog.Categories.Plan {
			rows = append(rows, views.PlanCategoryRow{PlanCategory: category, Plans: plans[category.ID]})
		}
	}
	sortByName(rows, func(r views.PlanCategoryRow) string { return r.Name })
	rows = pageRows(&list, rows, func(r views.PlanCategoryRow) []string { return []string{r.Name, idText(r.ID), r.TaxCategory} })
	p := page(c, "Plan Categories", planCategoriesPath)
	return show(c, views.PlanCategoriesPage(p, views.PlanCategoryList{List: list, Categories: rows,
		Templates: v.Holds(domain.ManageSubResellers), CanEdit: v.May(domain.ManageCategories)}))
}

func (h *PlanCategories) blank(echo.Context) views.PlanCategoryForm { return views.PlanCategoryForm{} }

func (h *PlanCategories) filled(c echo.Context, from views.Origin) (views.PlanCategoryForm, error) {
	category, err := h.category(c)
	return views.PlanCategoryForm{Origin: from, Name: category.Name, Description: category.Description, Tax: category.TaxCategory}, err
}

func (h *PlanCategories) read(f *form, from views.Origin, id int64) (views.PlanCategoryForm, []domain.KeyedValue) {
	form := views.PlanCategoryForm{Origin: from, Name: f.text("plan_category_name"), Description: f.text("plan_category_description"),
		Tax: f.text("tax_category")}
	category := domain.PlanCategory{ID: domain.CategoryID(id), Name: form.Name, Description: form.Description, TaxCategory: form.Tax}
	return form, category.Values()
}

func (h *PlanCategories) form(c echo.Context, form views.PlanCategoryForm) error {
	p := pageIn(c, domain.ObjectPlanCategory, form.Title("Plan Category"))
	return show(c, views.PlanCategoryFormPage(p, form))
}

// category finds the plan category that the address names.
func (h *PlanCategories) category(c echo.Context) (domain.PlanCategory, error) {
	id, err := pathID[domain.CategoryID](c, "id")
	if err != nil {
		return domain.PlanCategory{}, err
	}
	state, err := ownState(c, h.store)
	if err != nil {
		return domain.PlanCategory{}, err
	}
	category := state.Effective().Categories.PlanCategory(id)
	if category == nil {
		return domain.PlanCategory{}, domain.NotFound("The plan category")
	}
	return *category, nil
}

// Delete is POST /products/plan-categories/:id/delete.
func (h *PlanCategories) Delete(c echo.Context) error {
	category, err := h.category(c)
	if err != nil {
		return err
	}
	return save(c, h.store, domain.Change{Kind: domain.PlanCategoryDeleted, About: domain.Ref{Of: domain.ObjectPlanCategory, ID: int64(category.ID)}},
		" is deleted.", planCategoriesPath, func() error { return h.List(c) })
}
