package domain

import (
	"maps"
	"slices"
)

// undoTree is the tree of sales categories while an undo puts it back. It starts with everything that can return where it
// was before the run; whatever comes into conflict with what stays, stays too, until the tree is one: every category and
// plan stands in something that is there, nothing stands below itself, and none holds plans and sub-categories.
type undoTree struct {
	nodes  map[CategoryID]*treeNode
	stands []*stand
}

// change is one thing that returns, or stays as it is now.
type change struct {
	returns bool
	note    func() // says that it stays after all
}

// treeNode is a category: where it stands now and where it was before the run. A position that is nil is none.
type treeNode struct {
	change
	made      bool // by the reseller: it stays where it is
	category  SalesCategory
	now, back *CategoryID // the parent
}

func (n *treeNode) parent() *CategoryID { return pick(n.returns, n.back, n.now) }

// stand is where a plan stands: a delivered plan, one that the reseller moved, or one he made.
type stand struct {
	change
	plan      int // index of the delivered plan that is to be moved; -1: none
	now, back []CategoryID
}

func (s *stand) at() []CategoryID { return pick(s.returns, s.back, s.now) }

// salesTree merges the sales categories and moves the plans, whose list it writes to.
func (u *undo) salesTree(before, after, now *Catalog, plans []*Plan, own *Own) []SalesCategory {
	t := &undoTree{nodes: map[CategoryID]*treeNode{}}
	b, a, n := before.Categories, after.Categories, now.Categories
	for _, c := range slices.Concat(orZero(b).Sales, orZero(a).Sales, orZero(n).Sales) {
		if t.nodes[c.ID] == nil {
			t.nodes[c.ID] = u.treeNode(c, b.SalesCategory(c.ID), a.SalesCategory(c.ID), n.SalesCategory(c.ID))
		}
	}
	for _, c := range orZero(u.own.MadeCatalog().Categories).Sales {
		t.nodes[c.ID] = &treeNode{made: true, category: c, now: &c.Parent}
	}
	for i, p := range plans {
		t.stands = append(t.stands, u.stand(i, p, now.Plan(p.ID)))
	}
	t.stands = append(t.stands, u.ownStands(own)...)
	t.settle()
	for _, s := range t.stands {
		if s.plan >= 0 && !slices.Equal(s.at(), plans[s.plan].SalesCategories) {
			clone := plans[s.plan].Clone()
			clone.SalesCategories = s.at()
			plans[s.plan] = clone
		}
	}
	return t.sales()
}

// treeNode merges one delivered category. Its texts merge one by one; where it stands, the tree decides.
func (u *undo) treeNode(c SalesCategory, before, after, now *SalesCategory) *treeNode {
	node := &treeNode{category: c}
	same := func(x, y SalesCategory) bool { return x == y }
	_, ownDisplay := u.own.Value(DisplayKey(c.ID))
	stays := func(f Field) func() { return func() { u.stays(Key{Field: f, Category: c.ID}, "") } }
	if now != nil {
		node.category, node.now, node.back = *now, &now.Parent, &now.Parent
	}
	switch {
	case equal(before, after, same):
	case before == nil && equal(now, after, same) && !ownDisplay:
		node.back, node.change = nil, change{true, stays(FieldSalesCategory)}
	case before == nil && now != nil:
		stays(FieldSalesCategory)()
	case before != nil && after == nil && now == nil:
		node.category, node.back, node.change = *before, &before.Parent, change{true, stays(FieldSalesCategory)}
	case before != nil && after != nil && now != nil:
		node.category = u.categoryTexts(*before, *after, *now)
		if parent := CategoryID(parseInt(u.text(Key{Field: FieldCategoryParent, Category: c.ID},
			idText(before.Parent), idText(after.Parent), idText(now.Parent)))); parent != now.Parent {
			node.back, node.change = &parent, change{true, stays(FieldCategoryParent)}
		}
	}
	return node
}

func (u *undo) categoryTexts(before, after, now SalesCategory) SalesCategory {
	key := Key{Category: now.ID}
	now.Name = u.text(key.of(FieldCategoryName), before.Name, after.Name, now.Name)
	now.Description = u.text(key.of(FieldCategoryText), before.Description, after.Description, now.Description)
	now.Position = int(parseInt(u.text(key.of(FieldCategoryPosition),
		intText(int64(before.Position)), intText(int64(after.Position)), intText(int64(now.Position)))))
	now.Display = u.text(key.of(FieldDisplay), YesNo(before.Display), YesNo(after.Display), YesNo(now.Display)) == Yes
	return now
}

// stand is where a merged plan stands now, and where it is about to stand.
func (u *undo) stand(i int, merged, now *Plan) *stand {
	s := &stand{plan: i, back: merged.SalesCategories}
	if now != nil {
		s.now = now.SalesCategories
	}
	if !slices.Equal(s.now, s.back) {
		s.change = change{true, func() { u.stays(merged.key(FieldPlacement), IDs(s.now)) }}
	}
	return s
}

// ownStands is where plans stand by the reseller's own doing: those he made, those he moved, and those that the undo is
// about to move for him again.
func (u *undo) ownStands(own *Own) []*stand {
	var stands []*stand
	for _, id := range u.own.occupied(func(Override) bool { return false }).plans {
		stands = append(stands, &stand{plan: -1, now: []CategoryID{id}})
	}
	for _, layer := range orZero(own).Layers {
		for _, v := range layer.Values {
			if v.Key.Field == FieldPlacement && u.restored[v.Key] {
				stands = append(stands, &stand{plan: -1, back: ParseIDs[CategoryID](v.Value),
					change: change{true, func() { u.misplaced[v.Key] = true }}})
			}
		}
	}
	return stands
}

// settle lets things stay until there is no conflict left.
func (t *undoTree) settle() {
	for settled := false; !settled; {
		settled = true
		t.conflicts(func(involved ...*change) {
			for _, c := range involved {
				if c.returns {
					c.returns, settled = false, false
					c.note()
				}
			}
		})
	}
}

// conflicts calls found with everything that is involved in each conflict.
func (t *undoTree) conflicts(found func(...*change)) {
	below := map[CategoryID][]*change{}
	for _, id := range slices.Sorted(maps.Keys(t.nodes)) {
		node := t.nodes[id]
		path := []*change{&node.change}
		for at := node.parent(); at != nil && *at != 0; {
			above := t.nodes[*at]
			if above == nil || above.parent() == nil {
				found(append(path, t.changeOf(*at))...)
				break
			}
			if path = append(path, &above.change); len(path) > len(t.nodes) {
				found(path...)
				break
			}
			at = above.parent()
		}
		if parent := node.parent(); parent != nil && *parent != 0 {
			below[*parent] = append(below[*parent], &node.change)
		}
	}
	for _, s := range t.stands {
		for _, id := range s.at() {
			if node := t.nodes[id]; node == nil || node.parent() == nil {
				found(&s.change, t.changeOf(id))
			} else if len(below[id]) > 0 {
				found(append(below[id], &s.change)...)
			}
		}
	}
}

func (t *undoTree) changeOf(id CategoryID) *change {
	if node := t.nodes[id]; node != nil {
		return &node.change
	}
	return &change{}
}

// sales returns the delivered categories as the tree has them, sorted by id.
func (t *undoTree) sales() []SalesCategory {
	var list []SalesCategory
	for _, id := range slices.Sorted(maps.Keys(t.nodes)) {
		if node := t.nodes[id]; !node.made && node.parent() != nil {
			c := node.category
			c.Parent = *node.parent()
			list = append(list, c)
		}
	}
	return list
}
