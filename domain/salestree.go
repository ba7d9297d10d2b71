package domain

import (
	"cmp"
	"slices"
)

// This file is the tree of sales categories as its pages show it.

// maxPosition bounds the position of a category among its siblings.
const maxPosition = 9999

// SalesNode is one row of the tree of sales categories.
type SalesNode struct {
	SalesCategory
	Depth      int  // 0 at the top
	Plans      int  // plans that stand in it
	Below      int  // categories directly below it
	Made       bool // the vendor made it themselves
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
