package oracle

import (
	"slices"

	"tiersync/domain"
)

// makeWay looks for categories and plans that cannot stand where the undo has put them, lets those among them stay where
// they are now, and reports whether there were any. Then the undo is to be tried anew.
func (u *undo) makeWay() bool {
	tree, found := u.tree(), false
	clash := func(involved ...Key) {
		for _, key := range involved {
			found = u.leave(key) || found
		}
	}
	for _, category := range tree.of(domain.FieldSalesCategory, 0) {
		path := []Key{category}
		for id := tree.parent(category.Category); id != 0; id = tree.parent(id) {
			above := Key{Field: domain.FieldSalesCategory, Category: id}
			if below := slices.Contains(path, above); below || !tree.hasSales(id) {
				clash(append(path, above)...)
				break
			}
			path = append(path, above)
		}
	}
	for plan, places := range u.places() {
		for _, id := range places {
			if !tree.hasSales(id) {
				clash(plan, Key{Field: domain.FieldSalesCategory, Category: id})
			} else if below := tree.below(id); len(below) > 0 {
				clash(append(below, plan)...)
			}
		}
	}
	return found
}

// leave lets a category or a plan stay where it is now, and reports whether the undo was about to do something to it.
func (u *undo) leave(key Key) bool {
	now, next := u.now.Delivered, u.next.Delivered
	if key.Field == domain.FieldSalesCategory && now.hasSales(key.Category) == next.hasSales(key.Category) {
		key.Field = domain.FieldCategoryParent
	}
	is, isOwn := u.now.Own[key]
	would, wouldOwn := u.own(key)
	if u.stays[key] || now[key] == next[key] && isOwn == wouldOwn && is.Value == would.Value {
		return false
	}
	u.stays[key] = true
	return true
}

// own is the reseller's own value, if any, as it would be with those that are set aside.
func (u *undo) own(key Key) (OwnValue, bool) {
	if own, back := u.aside[key]; back {
		return own, true
	}
	own, there := u.next.Own[key]
	return own, there
}

// tree is which categories there are, and which stands below which.
func (u *undo) tree() Rows {
	tree := Rows{}
	for _, rows := range []Rows{u.next.Delivered, u.next.Made} {
		for key, text := range rows {
			if key.Field == domain.FieldSalesCategory || key.Field == domain.FieldCategoryParent {
				tree[key] = text
			}
		}
	}
	return tree
}

// places lists the categories of each plan: where it was delivered to, where the reseller moved it, where they made it.
func (u *undo) places() map[Key][]domain.CategoryID {
	places := map[Key][]domain.CategoryID{}
	for _, rows := range []Rows{u.next.Delivered, u.next.Made} {
		for _, plan := range rows.of(domain.FieldPlacement, 0) {
			own, _ := u.own(plan)
			places[plan] = append(rows.placement(plan.Plan), domain.ParseIDs[domain.CategoryID](own.Value)...)
		}
	}
	return places
}

// below lists the categories directly below one.
func (rows Rows) below(id domain.CategoryID) []Key {
	return slices.DeleteFunc(rows.of(domain.FieldSalesCategory, 0), func(key Key) bool { return rows.parent(key.Category) != id })
}
