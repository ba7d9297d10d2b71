package handlers

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const salesCategoriesPath = "/products/sales-categories"

// SalesCategories are the screens under /products/sales-categories.
type SalesCategories struct{ store catalogStore }

// NewSalesCategories returns the screens over a store.
func NewSalesCategories(store catalogStore) *SalesCategories { return &SalesCategories{store} }

// List is GET /products/sales-categories.
func (h *SalesCategories) List(c echo.Context) error {
	list, err := listState(c, "tree")
	if err != nil {
		return err
	}
	state, err := ownState(c, h.store)
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
	return show(c, views.SalesCategoriesPage(page(c, "Sales Categories", salesCategoriesPath), args))
}

// Show is GET /products/sales-categories/:id.
func (h *SalesCategories) Show(c echo.Context) error {
	state, node, err := h.node(c)
	if err != nil {
		return err
	}
	return h.show(c, state, node)
}

func (h *SalesCategories) show(c echo.Context, state domain.State, node domain.SalesNode) error {
	effective := state.Effective()
	args := views.SalesCategory{Node: node, Reseller: !viewer(c).IsProvider(), CanEdit: viewer(c).May(domain.ManageCategories),
		Names: domain.NamesOf(effective)}
	for _, p := range effective.Plans {
		for _, id := range p.SalesCategories {
			if id == node.ID {
				_, own := state.Own.Value(domain.PlacementKey(p.ID))
				args.Plans = append(args.Plans, views.PlacedPlan{Plan: p, Own: own})
			}
		}
	}
	p := page(c, node.Name, salesCategoriesPath, views.Crumb{Label: "Sales Categories", URL: salesCategoriesPath})
	return show(c, views.SalesCategoryPage(p, args))
}

// node finds the category that the address names.
func (h *SalesCategories) node(c echo.Context) (domain.State, domain.SalesNode, error) {
	id, err := pathID[domain.CategoryID](c, "id")
	if err != nil {
		return domain.State{}, domain.SalesNode{}, err
	}
	state, err := ownState(c, h.store)
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
	state, err := ownState(c, h.store)
	if err != nil {
		return err
	}
	form := views.SalesCategoryForm{Position: "0", Display: true, Parent: c.QueryParam("parent")}
	return h.form(c, state, form)
}

// Create is POST /products/sales-categories/new.
func (h *SalesCategories) Create(c echo.Context) error {
	id, err := h.store.NextID(c.Request().Context())
	if err != nil {
		return err
	}
	return h.save(c, domain.SalesCategoryCreated, domain.CategoryID(id))
}

// Edit is GET /products/sales-categories/:id/edit. A delivered category has no such page.
func (h *SalesCategories) Edit(c echo.Context) error {
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectSalesCategory})
	if err != nil {
		return err
	}
	state, node, err := h.node(c)
	if err != nil {
		return err
	}
	if !node.Made {
		return domain.NotFound("The page")
	}
	return h.form(c, state, views.SalesCategoryForm{ID: node.ID, Seen: seen, Name: node.Name, Description: node.Description,
		Parent: idText(node.Parent), Position: strconv.Itoa(node.Position), Display: node.Display})
}

// Update is POST /products/sales-categories/:id/edit.
func (h *SalesCategories) Update(c echo.Context) error {
	id, err := pathID[domain.CategoryID](c, "id")
	if err != nil {
		return err
	}
	return h.save(c, domain.SalesCategoryChanged, id)
}

func (h *SalesCategories) save(c echo.Context, kind domain.ChangeKind, id domain.CategoryID) error {
	f := formOf(c)
	category := domain.SalesCategory{ID: id, Name: f.text("category_name"), Description: f.text("category_description"),
		Parent:   formID[domain.CategoryID](f, "parent_category", "Choose a category from the list"),
		Position: formNumber(f, "category_position"), Display: f.has("display_category")}
	err := f.err()
	if err == nil {
		err = changeOwn(c, h.store, domain.Change{Kind: kind, About: salesCategory(id), Typed: category.Values()},
			"The category is saved.", salesCategoriesPath+"/"+idText(id))
	}
	if !refused(c, err) {
		return err
	}
	again := views.SalesCategoryForm{Seen: f.raw("seen"), Name: category.Name, Description: category.Description, Parent: f.text("parent_category"),
		Position: f.text("category_position"), Display: category.Display}
	if kind == domain.SalesCategoryChanged {
		if _, _, err := h.node(c); err != nil {
			return err // of nothing there is no form to correct
		}
		again.ID = id
	}
	state, err := ownState(c, h.store)
	if err != nil {
		return err
	}
	return h.form(c, state, again)
}

func salesCategory(id domain.CategoryID) domain.Ref {
	return domain.Ref{Of: domain.ObjectSalesCategory, ID: int64(id)}
}

func (h *SalesCategories) form(c echo.Context, state domain.State, form views.SalesCategoryForm) error {
	title, crumbs := "New Category", []views.Crumb{{Label: "Sales Categories", URL: salesCategoriesPath}}
	if form.ID != 0 {
		title = "Edit Category"
		if c := state.Effective().Categories.SalesCategory(form.ID); c != nil {
			crumbs = append(crumbs, views.Crumb{Label: c.Name, URL: salesCategoriesPath + "/" + idText(form.ID)})
		}
	}
	form.Parents = parentOptions(domain.SalesTree(state, nameOrder()), form.ID)
	p := page(c, title, salesCategoriesPath, crumbs...)
	return show(c, views.SalesCategoryFormPage(p, form))
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
	err = changeOwn(c, h.store, domain.Change{Kind: domain.SalesCategoryDeleted, About: salesCategory(node.ID)},
		"The category is deleted.", salesCategoriesPath)
	if refused(c, err) {
		return h.show(c, state, node)
	}
	return err
}

// Display is POST /products/sales-categories/:id/display: show is yes, no, or reset for the delivered value.
func (h *SalesCategories) Display(c echo.Context) error {
	_, node, err := h.node(c)
	if err != nil {
		return err
	}
	key := domain.DisplayKey(node.ID)
	what, text := domain.Change{Kind: domain.DisplayChanged, About: salesCategory(node.ID), Part: true}, ""
	switch choice := formOf(c).text("show"); choice {
	case "reset":
		what.Reset, text = []domain.Key{key}, node.Name+" is displayed as your provider delivered it."
	case domain.Yes:
		text = node.Name + " is displayed in the customer control panel."
		what.Typed = []domain.KeyedValue{{Key: key, Value: choice}}
	default:
		text = node.Name + " is hidden from the customer control panel."
		what.Typed = []domain.KeyedValue{{Key: key, Value: choice}} // which may be no choice at all
	}
	return changeOwn(c, h.store, what, text, salesCategoriesPath+"/"+idText(node.ID))
}
