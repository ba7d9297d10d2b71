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

// stand is where a plan stands: where it was delivered to, and where the reseller moved it. It returns to both or to none.
type stand struct {
	change
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
	for _, p := range plans {
		t.stands = append(t.stands, u.stand(p, now.Plan(p.ID), own))
	}
	for _, p := range u.own.MadeCatalog().Plans {
		t.stands = append(t.stands, &stand{now: p.SalesCategories})
	}
	t.settle()
	for i, p := range plans {
		if u.left[p.ID] {
			plans[i] = p.standingAs(now.Plan(p.ID))
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
	case now != nil && (before == nil || after == nil):
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
func (u *undo) stand(merged, now *Plan, own *Own) *stand {
	key := merged.key(FieldPlacement)
	is, _ := u.now.Value(key)
	moved, _ := own.Value(key)
	s := &stand{back: slices.Concat(merged.SalesCategories, ParseIDs[CategoryID](moved.Value))}
	if now != nil {
		s.now = slices.Concat(now.SalesCategories, ParseIDs[CategoryID](is.Value))
	}
	if now == nil || is.Value != moved.Value || !slices.Equal(now.SalesCategories, merged.SalesCategories) {
		s.change = change{true, func() {
			u.left[merged.ID] = true
			u.stays(key, IDs(s.now))
		}}
	}
	return s
}

// standingAs returns the plan in the categories of another: in none where there is no other, and the other itself where they are
// the same then.
func (p *Plan) standingAs(other *Plan) *Plan {
	at := orZero(other).SalesCategories
	if slices.Equal(at, p.SalesCategories) {
		return p
	}
	clone := p.Clone()
	clone.SalesCategories = at
	if other != nil && samePlan(clone, other) {
		return other
	}
	return clone
}

// settle lets things stay until there is no conflict left.
func (t *undoTree) settle() {
	for settled := false; !settled; {
		settled = true
		for _, c := range t.conflicts() {
			if c.returns {
				c.returns, settled = false, false
				c.note()
			}
		}
	}
}

// conflicts lists everything that is involved in a conflict.
func (t *undoTree) conflicts() []*change {
	var involved []*change
	below := map[CategoryID][]*change{}
	for _, id := range slices.Sorted(maps.Keys(t.nodes)) {
		node := t.nodes[id]
		if path, ends := t.path(node); !ends {
			involved = append(involved, path...)
		}
		if parent := node.parent(); parent != nil && *parent != 0 {
			below[*parent] = append(below[*parent], &node.change)
		}
	}
	for _, s := range t.stands {
		for _, id := range s.at() {
			if node := t.nodes[id]; node == nil || node.parent() == nil {
				involved = append(involved, &s.change, t.changeOf(id))
			} else if len(below[id]) > 0 {
				involved = append(append(involved, below[id]...), &s.change)
			}
		}
	}
	return involved
}

// path lists a category and those above it, and reports whether it ends at the top: not where one is missing or comes
// again.
func (t *undoTree) path(node *treeNode) ([]*change, bool) {
	path := []*change{&node.change}
	for at := node.parent(); at != nil && *at != 0; {
		path = append(path, t.changeOf(*at))
		above := t.nodes[*at]
		if above == nil || above.parent() == nil || len(path) > len(t.nodes)+1 {
			return path, false
		}
		at = above.parent()
	}
	return path, true
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
