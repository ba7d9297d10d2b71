package domain

import (
	"cmp"
	"slices"
	"time"
)

// This file is what a vendor does to his own categories. Each function takes what he has and returns his own layer as it
// is afterwards; nothing but what he asked for differs. A provider has no delivered layer: all he has is made by himself.

// maxPosition bounds the position of a category among its siblings.
const maxPosition = 9999

// SalesNode is one row of the tree of sales categories.
type SalesNode struct {
	SalesCategory
	Depth      int  // 0 at the top
	Plans      int  // plans that stand in it
	Below      int  // categories directly below it
	Made       bool // the vendor made it himself
	OwnDisplay bool // its Display flag is the vendor's own value over a delivered one
}

// SalesTree lists the sales categories of a vendor, each before those below it, siblings by position, then by
// name: byName is the order of names.
func SalesTree(s State, byName func(a, b string) int) []SalesNode {
	effective := s.Effective()
	if effective.Categories == nil {
		return nil
	}
	t := salesTree{state: s, byName: byName, plans: map[CategoryID]int{}, below: map[CategoryID][]SalesCategory{}}
	for _, p := range effective.Plans {
		for _, id := range p.SalesCategories {
			t.plans[id]++
		}
	}
	for _, c := range effective.Categories.Sales {
		parent := c.Parent
		if effective.Categories.SalesCategory(parent) == nil {
			parent = 0 // what it stood below is gone
		}
		t.below[parent] = append(t.below[parent], c)
	}
	t.walk(0, 0)
	return t.nodes
}

type salesTree struct {
	state  State
	byName func(a, b string) int
	plans  map[CategoryID]int
	below  map[CategoryID][]SalesCategory
	nodes  []SalesNode
}

func (t *salesTree) walk(parent CategoryID, depth int) {
	siblings := t.below[parent]
	slices.SortFunc(siblings, func(a, b SalesCategory) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), t.byName(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	for _, c := range siblings {
		_, own := t.state.Own.Value(DisplayKey(c.ID))
		t.nodes = append(t.nodes, SalesNode{SalesCategory: c, Depth: depth, Plans: t.plans[c.ID], Below: len(t.below[c.ID]),
			Made: !t.state.deliveredSales(c.ID), OwnDisplay: own})
		t.walk(c.ID, depth+1)
	}
}

// deliveredSales reports whether the sales category was delivered.
func (s State) deliveredSales(id CategoryID) bool {
	return s.Delivered != nil && s.Delivered.Categories.SalesCategory(id) != nil
}

// SaveSalesCategory creates the category, when there is none of its id, or changes one that the vendor made. Of a
// delivered category nothing but Display is his to change: KindForbidden.
func SaveSalesCategory(s State, c SalesCategory) (*Own, error) {
	if s.deliveredSales(c.ID) {
		return nil, Forbidden("This category comes from your provider. You can change whether it is displayed, and nothing else of it.")
	}
	var p problems
	p.add("name", NameProblem(c.Name))
	p.add("description", LengthProblem(c.Description, descriptionLimit))
	if c.Position < 0 || c.Position > maxPosition {
		p.add("position", "Enter a whole number from 0 to 9999")
	}
	p.add("parent", parentProblem(s.Effective(), c))
	if err := p.err("The category cannot be saved as entered."); err != nil {
		return nil, err
	}
	return s.editMadeCategories(func(made *Categories) {
		made.Sales = putByID(made.Sales, c, func(c SalesCategory) CategoryID { return c.ID })
	}), nil
}

// parentProblem says why a category cannot stand where it should, "" when it can: a node holds either plans or
// sub-categories, never both.
func parentProblem(effective *Catalog, c SalesCategory) string {
	if c.Parent == 0 {
		return ""
	}
	parent := effective.Categories.SalesCategory(c.Parent)
	if parent == nil {
		return "Choose a category from the list"
	}
	for at := parent; at != nil; at = effective.Categories.SalesCategory(at.Parent) {
		if at.ID == c.ID {
			return "A category cannot stand below itself"
		}
	}
	if len(plansIn(effective, c.Parent)) > 0 {
		return "A category holds either plans or sub-categories, and plans stand in " + parent.Name
	}
	return ""
}

// plansIn returns the plans that stand in a sales category.
func plansIn(c *Catalog, id CategoryID) []*Plan {
	return filter(c.Plans, func(p *Plan) bool { return slices.Contains(p.SalesCategories, id) })
}

// RemoveSalesCategory deletes a category that the vendor made and in which nothing stands.
func RemoveSalesCategory(s State, id CategoryID) (*Own, error) {
	effective := s.Effective()
	switch {
	case effective.Categories.SalesCategory(id) == nil:
		return nil, NotFound("The category")
	case s.deliveredSales(id):
		return nil, Forbidden("This category comes from your provider, so you cannot delete it. You can hide it from your customers.")
	case len(plansIn(effective, id)) > 0:
		return nil, Invalid("Plans stand in this category. Move them first.")
	case slices.ContainsFunc(effective.Categories.Sales, func(c SalesCategory) bool { return c.Parent == id }):
		return nil, Invalid("There are categories below this one. Delete or move them first.")
	}
	return s.editMadeCategories(func(made *Categories) {
		made.Sales = slices.DeleteFunc(made.Sales, func(c SalesCategory) bool { return c.ID == id })
	}), nil
}

// SetDisplay shows a category in the customer control panel or hides it. Over a delivered category this is a value of the
// reseller's own, which no box overwrites (rule 4b).
func SetDisplay(s State, id CategoryID, display bool, by UserID, at time.Time) (*Own, error) {
	c := s.Effective().Categories.SalesCategory(id)
	if c == nil {
		return nil, NotFound("The category")
	}
	if !s.deliveredSales(id) {
		return s.editMadeCategories(func(made *Categories) { made.SalesCategory(id).Display = display }), nil
	}
	base := s.Delivered.Categories.SalesCategory(id).Display
	return s.Own.With(Override{Key: DisplayKey(id), Value: YesNo(display), Base: YesNo(base), By: by, At: at}), nil
}

// ResetDisplay gives a delivered category the delivered Display flag back.
func ResetDisplay(s State, id CategoryID) (*Own, error) { return s.reset(DisplayKey(id)) }

// PlacementKey names the sales categories in which a plan stands.
func PlacementKey(plan PlanID) Key { return Key{Field: FieldPlacement, Plan: plan} }

// MovePlan puts a plan into these sales categories and no others. For a delivered plan this is a value of the reseller's
// own (rule 4c).
func MovePlan(s State, id PlanID, to []CategoryID, by UserID, at time.Time) (*Own, error) {
	effective := s.Effective()
	if effective.Plan(id) == nil {
		return nil, NotFound("The plan")
	}
	to = slices.Compact(slices.Sorted(slices.Values(to)))
	for _, category := range to {
		if message := placeProblem(effective, category); message != "" {
			return nil, Invalid(message, FieldError{Field: "categories", Message: message})
		}
	}
	if s.Delivered == nil || s.Delivered.Plan(id) == nil {
		moved := s.Own.MadeCatalog().Plan(id).Clone()
		moved.SalesCategories = to
		return s.Own.WithMade(s.Own.MadeCatalog().WithPlan(moved)), nil
	}
	base := IDs(s.Delivered.Plan(id).SalesCategories)
	return s.Own.With(Override{Key: PlacementKey(id), Value: IDs(to), Base: base, By: by, At: at}), nil
}

func placeProblem(c *Catalog, id CategoryID) string {
	category := c.Categories.SalesCategory(id)
	if category == nil {
		return "Choose categories from the list"
	}
	if slices.ContainsFunc(c.Categories.Sales, func(c SalesCategory) bool { return c.Parent == id }) {
		return "A category holds either plans or sub-categories, and there are categories below " + category.Name
	}
	return ""
}

// ResetPlacement puts a delivered plan back to where it was delivered. It is refused where sub-categories of the vendor's own
// stand there now.
func ResetPlacement(s State, id PlanID) (*Own, error) {
	own, err := s.reset(PlacementKey(id))
	if err != nil {
		return nil, err
	}
	effective := State{s.Delivered, own}.Effective()
	if p := effective.Plan(id); p != nil {
		for _, category := range p.SalesCategories {
			if message := placeProblem(effective, category); message != "" {
				return nil, invalidField("categories", message)
			}
		}
	}
	return own, nil
}

// reset drops an own value.
func (s State) reset(key Key) (*Own, error) {
	if _, ok := s.Own.Value(key); !ok {
		return nil, NotFound("The value")
	}
	return s.Own.Without(key), nil
}

// editMadeCategories returns Own with the vendor's own categories changed: edit gets copies.
func (s State) editMadeCategories(edit func(*Categories)) *Own {
	made := *s.Own.MadeCatalog()
	next := &Categories{}
	if c := made.Categories; c != nil {
		*next = Categories{slices.Clone(c.Sales), slices.Clone(c.Plan), slices.Clone(c.Resource)}
	}
	edit(next)
	made.Categories = next
	return s.Own.WithMade(&made)
}

// putByID returns the sorted list with t in place of the element of its id, or added.
func putByID[T any, ID cmp.Ordered](list []T, t T, id func(T) ID) []T {
	without := slices.DeleteFunc(slices.Clone(list), func(x T) bool { return id(x) == id(t) })
	return insertByID(without, t, id)
}
