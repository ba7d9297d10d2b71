package handlers

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const salesCategoriesPath = "/products/sales-categories"

// salesCategoryStore keeps the catalogs in which the categories are. EditOwn answers what the edit answered and stores
// nothing then.
type salesCategoryStore interface {
	Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error)
	EditOwn(ctx context.Context, v domain.Viewer, action, object string, edit func(domain.State) (*domain.Own, error)) error
	NextID(ctx context.Context) (int64, error)
}

// switchStore keeps the settings of accounts.
type switchStore interface {
	salesCategoryStore
	changer
}

// SalesCategories are the screens under /products/sales-categories.
type SalesCategories struct{ store switchStore }

// NewSalesCategories returns the screens over a store.
func NewSalesCategories(store switchStore) *SalesCategories { return &SalesCategories{store} }

// state returns what the viewer has.
func (h *SalesCategories) state(c echo.Context) (domain.State, error) {
	v := viewer(c)
	_, state, err := h.store.Catalog(c.Request().Context(), v, v.Account.ID)
	return state, err
}

// List is GET /products/sales-categories.
func (h *SalesCategories) List(c echo.Context) error {
	list, err := listState(c, "tree")
	if err != nil {
		return err
	}
	state, err := h.state(c)
	if err != nil {
		return err
	}
	nodes := pageRows(&list, domain.SalesTree(state, nameOrder()), func(n domain.SalesNode) []string {
		return []string{n.Name, idText(n.ID)}
	})
	args := views.SalesCategoryList{List: list, Nodes: nodes, Reseller: !viewer(c).IsProvider(),
		CanEdit: viewer(c).May(domain.ManageCategories)}
	if v := viewer(c); v.IsProvider() && v.May(domain.ManageSubResellers) {
		args.Setting = &views.DisplaySetting{On: v.Account.Switches.SyncDisplayCategory}
	}
	for _, p := range state.Effective().Plans {
		if len(p.SalesCategories) == 0 {
			args.Loose = append(args.Loose, p)
		}
	}
	return render(c, http.StatusOK, views.SalesCategoriesPage(page(c, "Sales Categories", salesCategoriesPath), args))
}

// Show is GET /products/sales-categories/:id.
func (h *SalesCategories) Show(c echo.Context) error {
	state, node, err := h.node(c)
	if err != nil {
		return err
	}
	return h.show(c, http.StatusOK, state, node, nil)
}

func (h *SalesCategories) show(c echo.Context, status int, state domain.State, node domain.SalesNode, errs views.Errors) error {
	effective := state.Effective()
	args := views.SalesCategory{Node: node, Reseller: !viewer(c).IsProvider(), CanEdit: viewer(c).May(domain.ManageCategories),
		Names: domain.NamesOf(effective), Errors: errs}
	for _, p := range effective.Plans {
		for _, id := range p.SalesCategories {
			if id == node.ID {
				_, own := state.Own.Value(domain.PlacementKey(p.ID))
				args.Plans = append(args.Plans, views.PlacedPlan{Plan: p, Own: own})
			}
		}
	}
	p := page(c, node.Name, salesCategoriesPath, views.Crumb{Label: "Sales Categories", URL: salesCategoriesPath})
	p.Invalid = len(errs) > 0
	return render(c, status, views.SalesCategoryPage(p, args))
}

// node finds the category that the address names.
func (h *SalesCategories) node(c echo.Context) (domain.State, domain.SalesNode, error) {
	id, err := pathID[domain.CategoryID](c, "id")
	if err != nil {
		return domain.State{}, domain.SalesNode{}, err
	}
	state, err := h.state(c)
	if err != nil {
		return domain.State{}, domain.SalesNode{}, err
	}
	for _, node := range domain.SalesTree(state, nameOrder()) {
		if node.ID == id {
			return state, node, nil
		}
	}
	return domain.State{}, domain.SalesNode{}, domain.NotFound("The category")
}

// New is GET /products/sales-categories/new.
func (h *SalesCategories) New(c echo.Context) error {
	state, err := h.state(c)
	if err != nil {
		return err
	}
	form := views.SalesCategoryForm{Position: "0", Display: true, Parent: c.QueryParam("parent")}
	return h.form(c, http.StatusOK, state, form)
}

// Create is POST /products/sales-categories/new.
func (h *SalesCategories) Create(c echo.Context) error {
	id, err := h.store.NextID(c.Request().Context())
	if err != nil {
		return err
	}
	return h.save(c, domain.CategoryID(id), "created sales category")
}

// Edit is GET /products/sales-categories/:id/edit. A delivered category has no such page.
func (h *SalesCategories) Edit(c echo.Context) error {
	state, node, err := h.node(c)
	if err != nil {
		return err
	}
	if !node.Made {
		return domain.NotFound("The page")
	}
	return h.form(c, http.StatusOK, state, views.SalesCategoryForm{ID: node.ID, Name: node.Name, Description: node.Description,
		Parent: idText(node.Parent), Position: strconv.Itoa(node.Position), Display: node.Display})
}

// Update is POST /products/sales-categories/:id/edit.
func (h *SalesCategories) Update(c echo.Context) error {
	_, node, err := h.node(c)
	if err != nil {
		return err
	}
	return h.save(c, node.ID, "changed sales category")
}

func (h *SalesCategories) save(c echo.Context, id domain.CategoryID, action string) error {
	f := formOf(c)
	category := domain.SalesCategory{ID: id, Name: f.text("name"), Description: f.text("description"),
		Parent:   formID[domain.CategoryID](f, "parent", "Choose a category from the list"),
		Position: formNumber(f, "position", "Enter a whole number from 0 to 9999"), Display: f.has("display")}
	err := f.err()
	if err == nil {
		err = h.store.EditOwn(c.Request().Context(), viewer(c), action, category.Name, func(s domain.State) (*domain.Own, error) {
			return domain.SaveSalesCategory(s, category)
		})
	}
	if err == nil {
		return done(c, "The category is saved.", salesCategoriesPath+"/"+idText(id))
	}
	errs, ok := f.merged(err)
	if !ok {
		return err
	}
	state, err := h.state(c)
	if err != nil {
		return err
	}
	again := views.SalesCategoryForm{Name: category.Name, Description: category.Description, Parent: f.text("parent"),
		Position: f.text("position"), Display: category.Display, Errors: errs}
	if c.Param("id") != "" {
		again.ID = id
	}
	return h.form(c, http.StatusUnprocessableEntity, state, again)
}

func (h *SalesCategories) form(c echo.Context, status int, state domain.State, form views.SalesCategoryForm) error {
	title, crumbs := "New Category", []views.Crumb{{Label: "Sales Categories", URL: salesCategoriesPath}}
	if form.ID != 0 {
		title = "Edit Category"
		if c := state.Effective().Categories.SalesCategory(form.ID); c != nil {
			crumbs = append(crumbs, views.Crumb{Label: c.Name, URL: salesCategoriesPath + "/" + idText(form.ID)})
		}
	}
	form.Parents = parentOptions(domain.SalesTree(state, nameOrder()), form.ID)
	p := page(c, title, salesCategoriesPath, crumbs...)
	p.Invalid = len(form.Errors) > 0
	return render(c, status, views.SalesCategoryFormPage(p, form))
}

// parentOptions are the categories below which a category may stand: those without plans that are not below itself.
func parentOptions(nodes []domain.SalesNode, self domain.CategoryID) []views.Option {
	options := []views.Option{{Value: "0", Label: "None: at the top"}}
	inside := -1 // the depth of the category itself, while its own subtree goes by
	for _, n := range nodes {
		if inside >= 0 && n.Depth > inside {
			continue
		}
		if inside = -1; n.ID == self && self != 0 {
			inside = n.Depth
			continue
		}
		if n.Plans == 0 {
			options = append(options, views.Option{Value: idText(n.ID), Label: views.Indented(n.Depth, n.Name)})
		}
	}
	return options
}

// Delete is POST /products/sales-categories/:id/delete.
func (h *SalesCategories) Delete(c echo.Context) error {
	state, node, err := h.node(c)
	if err != nil {
		return err
	}
	err = h.store.EditOwn(c.Request().Context(), viewer(c), "deleted sales category", node.Name, func(s domain.State) (*domain.Own, error) {
		return domain.RemoveSalesCategory(s, node.ID)
	})
	if errs, ok := invalid(err); ok {
		return h.show(c, http.StatusUnprocessableEntity, state, node, errs)
	}
	if err != nil {
		return err
	}
	return done(c, "The category is deleted.", salesCategoriesPath)
}

// Display is POST /products/sales-categories/:id/display: show is yes, no, or reset for the delivered value.
func (h *SalesCategories) Display(c echo.Context) error {
	_, node, err := h.node(c)
	if err != nil {
		return err
	}
	f, v := formOf(c), viewer(c)
	choice := f.text("show")
	err = h.store.EditOwn(c.Request().Context(), v, "changed Display Category", node.Name, func(s domain.State) (*domain.Own, error) {
		switch choice {
		case domain.Yes, domain.No:
			return domain.SetDisplay(s, node.ID, choice == domain.Yes, v.User.ID, time.Now())
		case "reset":
			return domain.ResetDisplay(s, node.ID)
		}
		return nil, domain.Invalid("Choose from the list")
	})
	if err != nil {
		return err
	}
	text := map[string]string{
		domain.Yes: node.Name + " is displayed in the customer control panel.",
		domain.No:  node.Name + " is hidden from the customer control panel.",
		"reset":    node.Name + " is displayed as your provider delivered it.",
	}[choice]
	return done(c, text, salesCategoriesPath+"/"+idText(node.ID))
}
