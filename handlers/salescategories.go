package handlers

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

const salesCategoriesPath = "/products/sales-categories"

// SalesCategories are the screens under /products/sales-categories.
type SalesCategories struct {
	editor[views.SalesCategoryForm]
	store catalogStore
}

// NewSalesCategories returns the screens over a store.
func NewSalesCategories(store catalogStore) *SalesCategories {
	h := &SalesCategories{store: store}
	h.editor = editor[views.SalesCategoryForm]{screen: h, store: store, of: domain.ObjectSalesCategory, created: domain.SalesCategoryCreated,
		changed: domain.SalesCategoryChanged,
		after:   func(id int64) string { return salesCategoriesPath + "/" + idText(id) }}
	return h
}

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
	seen, err := seenOf(c, h.store, domain.Ref{Of: domain.ObjectSalesCategory})
	if err != nil {
		return err
	}
	state, node, err := h.node(c)
	if err != nil {
		return err
	}
	return h.show(c, seen, state, node)
}

func (h *SalesCategories) show(c echo.Context, seen string, state domain.State, node domain.SalesNode) error {
	effective := state.Effective()
	args := views.SalesCategory{Node: node, Seen: seen, Reseller: !viewer(c).IsProvider(), CanEdit: viewer(c).May(domain.ManageCategories),
		Names: domain.NamesOf(effective)}
	for _, p := range effective.Plans {
		for _, id := range p.SalesCategories {
			if id == node.ID {
				_, own := state.Own.Value(domain.PlacementKey(p.ID))
				args.Plans = append(args.Plans, views.PlacedPlan{Plan: p, Own: own})
			}
		}
	}
	p := pageIn(c, domain.ObjectSalesCategory, node.Name)
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

func (h *SalesCategories) blank(c echo.Context) views.SalesCategoryForm {
	return views.SalesCategoryForm{Position: "0", Display: true, Parent: c.QueryParam("parent")}
}

func (h *SalesCategories) filled(c echo.Context, from views.Origin) (views.SalesCategoryForm, error) {
	_, node, err := h.node(c)
	if err == nil && !node.Made {
		err = domain.NotFound("The page")
	}
	return views.SalesCategoryForm{Origin: from, Name: node.Name, Description: node.Description, Parent: idText(node.Parent),
		Position: strconv.Itoa(node.Position), Display: node.Display}, err
}

func (h *SalesCategories) read(f *form, from views.Origin, id int64) (views.SalesCategoryForm, []domain.KeyedValue) {
	form := views.SalesCategoryForm{Origin: from, Name: f.text("category_name"), Description: f.text("category_description"),
		Parent: f.text("parent_category"), Position: f.text("category_position"), Display: f.ticked("display_category")}
	category := domain.SalesCategory{ID: domain.CategoryID(id), Name: form.Name, Description: form.Description,
		Parent:   formID[domain.CategoryID](f, "parent_category", "Choose a category from the list"),
		Position: formNumber(f, "category_position"), Display: form.Display}
	return form, category.Values()
}

func salesCategory(id domain.CategoryID) domain.Ref {
	return domain.Ref{Of: domain.ObjectSalesCategory, ID: int64(id)}
}

func (h *SalesCategories) form(c echo.Context, form views.SalesCategoryForm) error {
	state, err := ownState(c, h.store)
	if err != nil {
		return err
	}
	id, crumbs := domain.CategoryID(form.ID), []views.Crumb(nil)
	if c := state.Effective().Categories.SalesCategory(id); c != nil {
		crumbs = append(crumbs, views.Crumb{Label: c.Name, URL: salesCategoriesPath + "/" + idText(id)})
	}
	form.Parents = parentOptions(domain.SalesTree(state, nameOrder()), id)
	return show(c, views.SalesCategoryFormPage(pageIn(c, domain.ObjectSalesCategory, form.Title("Category"), crumbs...), form))
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
	return save(c, h.store, domain.Change{Kind: domain.SalesCategoryDeleted, About: salesCategory(node.ID)},
		" is deleted.", salesCategoriesPath, func() error { return h.show(c, formOf(c).seen("seen"), state, node) })
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
		what.Reset, text = []domain.Key{key}, domain.Isolate(node.Name)+" is displayed as your provider delivered it."
	case domain.Yes:
		text = domain.Isolate(node.Name) + " is displayed in the customer control panel."
		what.Typed = []domain.KeyedValue{{Key: key, Value: choice}}
	default:
		text = domain.Isolate(node.Name) + " is hidden from the customer control panel."
		what.Typed = []domain.KeyedValue{{Key: key, Value: choice}} // which may be no choice at all
	}
	return save(c, h.store, what, text, salesCategoriesPath+"/"+idText(node.ID), nil)
}
