package handlers

import (
	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const planCategoriesPath = "/products/plan-categories"

// PlanCategories are the screens under /products/plan-categories, which are the provider's.
type PlanCategories struct{ store catalogStore }

// NewPlanCategories returns the screens over a store.
func NewPlanCategories(store catalogStore) *PlanCategories { return &PlanCategories{store} }

// List is GET /products/plan-categories.
func (h *PlanCategories) List(c echo.Context) error { return h.list(c) }

func (h *PlanCategories) list(c echo.Context) error {
	list, err := listState(c, "name")
	if err != nil {
		return err
	}
	v := viewer(c)
	catalog, _, err := h.store.Catalog(c.Request().Context(), v, v.Account.ID)
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

// New is GET /products/plan-categories/new.
func (h *PlanCategories) New(c echo.Context) error {
	return h.form(c, views.PlanCategoryForm{})
}

// Edit is GET /products/plan-categories/:id/edit.
func (h *PlanCategories) Edit(c echo.Context) error {
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectPlanCategory})
	if err != nil {
		return err
	}
	category, err := h.category(c)
	if err != nil {
		return err
	}
	return h.form(c, views.PlanCategoryForm{ID: category.ID, Seen: seen, Name: category.Name,
		Description: category.Description, Tax: category.TaxCategory})
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

// Create is POST /products/plan-categories/new.
func (h *PlanCategories) Create(c echo.Context) error {
	id, err := h.store.NextID(c.Request().Context())
	if err != nil {
		return err
	}
	return h.save(c, domain.PlanCategoryCreated, domain.CategoryID(id))
}

// Update is POST /products/plan-categories/:id/edit.
func (h *PlanCategories) Update(c echo.Context) error {
	id, err := pathID[domain.CategoryID](c, "id")
	if err != nil {
		return err
	}
	return h.save(c, domain.PlanCategoryChanged, id)
}

func (h *PlanCategories) save(c echo.Context, kind domain.ChangeKind, id domain.CategoryID) error {
	f := formOf(c)
	category := domain.PlanCategory{ID: id, Name: f.text("plan_category_name"), Description: f.text("plan_category_description"), TaxCategory: f.text("tax_category")}
	err := f.err()
	if err == nil {
		err = changeOwn(c, h.store, domain.Change{Kind: kind, About: planCategory(id), Typed: category.Values()},
			"The plan category is saved.", planCategoriesPath)
	}
	if !refused(c, err) {
		return err
	}
	again := views.PlanCategoryForm{Seen: f.raw("seen"), Name: category.Name, Description: category.Description,
		Tax: category.TaxCategory}
	if kind == domain.PlanCategoryChanged {
		if _, err := h.category(c); err != nil {
			return err // of nothing there is no form to correct
		}
		again.ID = id
	}
	return h.form(c, again)
}

func planCategory(id domain.CategoryID) domain.Ref {
	return domain.Ref{Of: domain.ObjectPlanCategory, ID: int64(id)}
}

func (h *PlanCategories) form(c echo.Context, form views.PlanCategoryForm) error {
	title := "New Plan Category"
	if form.ID != 0 {
		title = "Edit Plan Category"
	}
	p := page(c, title, planCategoriesPath, views.Crumb{Label: "Plan Categories", URL: planCategoriesPath})
	return show(c, views.PlanCategoryFormPage(p, form))
}

// Delete is POST /products/plan-categories/:id/delete.
func (h *PlanCategories) Delete(c echo.Context) error {
	category, err := h.category(c)
	if err != nil {
		return err
	}
	err = changeOwn(c, h.store, domain.Change{Kind: domain.PlanCategoryDeleted, About: planCategory(category.ID)},
		"The plan category is deleted.", planCategoriesPath)
	if refused(c, err) {
		return h.list(c)
	}
	return err
}
