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
	left    func() // called when it stays after all; may be nil
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
	if now != nil {
		node.category, node.now, node.back = *now, &now.Parent, &now.Parent
	}
	switch {
	case equal(before, after, same):
	case before == nil && equal(now, after, same) && !ownDisplay:
		node.back, node.returns = nil, true
	case before != nil && after == nil && now == nil:
		node.category, node.back, node.returns = *before, &before.Parent, true
	case before != nil && after != nil && now != nil:
		node.category = mergeTexts(*before, *after, *now)
		if parent := mergeValue(before.Parent, after.Parent, now.Parent); parent != now.Parent {
			node.back, node.returns = &parent, true
		}
	}
	return node
}

func mergeTexts(before, after, now SalesCategory) SalesCategory {
	now.Name = mergeValue(before.Name, after.Name, now.Name)
	now.Description = mergeValue(before.Description, after.Description, now.Description)
	now.Position = mergeValue(before.Position, after.Position, now.Position)
	now.Display = mergeValue(before.Display, after.Display, now.Display)
	return now
}

// stand is where a merged plan stands now, and where it is about to stand.
func (u *undo) stand(merged, now *Plan, own *Own) *stand {
	key := merged.key(FieldPlacement)
	is, isOwn := u.now.Value(key) // an own value that is no category at all is not none
	moved, movedOwn := own.Value(key)
	s := &stand{back: slices.Concat(merged.SalesCategories, ParseIDs[CategoryID](moved.Value))}
	if now != nil {
		s.now = slices.Concat(now.SalesCategories, ParseIDs[CategoryID](is.Value))
	}
	if now == nil || isOwn != movedOwn || is.Value != moved.Value || !slices.Equal(now.SalesCategories, merged.SalesCategories) {
		s.change = change{true, func() { u.left[merged.ID] = true }}
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
				if c.left != nil {
					c.left()
				}
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
