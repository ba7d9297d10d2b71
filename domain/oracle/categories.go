package oracle

import (
	"slices"

	"tiersync/domain"
)

// createPlanCategory makes a plan category that the reseller lacks (rule G5).
func (r *run) createPlanCategory(plan domain.PlanID) {
	id := first(domain.ParseIDs[domain.CategoryID](r.offer[Key{Field: domain.FieldPlanCategory, Plan: plan}]))
	key := Key{Field: domain.FieldPlanCategoryData, Category: id}
	_, delivered := r.Delivered[key]
	_, made := r.Made[key]
	if !delivered && !made && id != 0 {
		r.Delivered[key] = r.offer[key]
	}
}

// group puts a resource into its category where the reseller has it in none (rule G5).
func (r *run) group(resource domain.ResourceID) {
	key := Key{Field: domain.FieldGrouping, Resource: resource}
	text, offered := r.offer[key]
	if _, there := r.Delivered[key]; there || !offered {
		return
	}
	r.Delivered[key] = text
	category := Key{Field: domain.FieldResourceCategory, Category: first(domain.ParseIDs[domain.CategoryID](text))}
	if _, there := r.Delivered[category]; !there {
		r.Delivered[category] = r.offer[category]
	}
}

// createSales puts a new plan into its sales categories, and makes those that the reseller lacks with the path above them
// (rules 1c, 1d).
func (r *run) createSales(plan domain.PlanID) {
	key := Key{Field: domain.FieldPlacement, Plan: plan}
	r.Delivered[key] = ""
	var into []domain.CategoryID
	for _, id := range r.offer.placement(plan) {
		if r.createCategory(id) && !r.standing().hasChildren(id) {
			into = append(into, id)
		}
	}
	r.Delivered[key] = domain.IDs(into)
}

// createCategory makes a category below its parents and reports whether the reseller has it then. It is not made where it
// would stand beside plans.
func (r *run) createCategory(id domain.CategoryID) bool {
	if r.standing().hasSales(id) {
		return true
	}
	if parent := r.offer.parent(id); parent != 0 && (!r.createCategory(parent) || r.standing().hasPlans(parent)) {
		return false
	}
	for key, text := range r.offer {
		if key.Category == id && isSales(key.Field) {
			r.Delivered[key] = text
		}
	}
	return true
}

func (rows Rows) hasChildren(id domain.CategoryID) bool {
	for key := range rows {
		if key.Field == domain.FieldSalesCategory && rows.parent(key.Category) == id {
			return true
		}
	}
	return false
}

func (rows Rows) hasPlans(id domain.CategoryID) bool {
	for key := range rows {
		if key.Field == domain.FieldPlacement && slices.Contains(rows.placement(key.Plan), id) {
			return true
		}
	}
	return false
}

// standing is the part of the effective rows that says which sales categories there are and which plans stand in them.
func (s *Shop) standing() Rows {
	rows := Rows{}
	for _, layer := range []Rows{s.Delivered, s.Made} {
		for key, text := range layer {
			switch key.Field {
			case domain.FieldSalesCategory, domain.FieldCategoryParent:
				rows[key] = text
			case domain.FieldPlacement:
				rows[key] = text
				if own, set := s.Own[key]; set {
					rows[key] = own.Value
				}
			}
		}
	}
	return rows
}

// updateCategories is box 4.
func (r *run) updateCategories() {
	for _, plan := range r.copies {
		key := Key{Field: domain.FieldPlanCategory, Plan: plan}
		r.Delivered[key] = r.offer[key]
		r.createPlanCategory(plan)
	}
	for _, key := range r.Delivered.of(domain.FieldPlanCategoryData, 0) {
		if text, offered := r.offer[key]; offered {
			r.Delivered[key] = text
		} else if !r.Delivered.hasPlanIn(key.Category) && !r.Made.hasPlanIn(key.Category) { // rule 4f
			delete(r.Delivered, key)
		}
	}
	r.updateGrouping()
	if !r.switches.DisableCategories {
		r.updateSales()
	}
}

// hasPlanIn reports whether a plan is in this plan category.
func (rows Rows) hasPlanIn(id domain.CategoryID) bool {
	for key, text := range rows {
		if key.Field == domain.FieldPlanCategory && text == idText(id) {
			return true
		}
	}
	return false
}

// updateGrouping makes the resource categories, and which resource is in which, the vendor's. A category that the vendor no
// longer has goes when nothing is in it.
func (r *run) updateGrouping() {
	for _, rate := range r.whole.of(domain.FieldRate, 0) {
		delete(r.Delivered, Key{Field: domain.FieldGrouping, Resource: rate.Resource})
	}
	inUse := map[domain.CategoryID]bool{}
	for _, field := range []domain.Field{domain.FieldResourceCategory, domain.FieldGrouping} {
		for _, key := range r.offer.of(field, 0) {
			r.Delivered[key] = r.offer[key]
		}
	}
	for _, key := range r.Delivered.of(domain.FieldGrouping, 0) {
		inUse[first(domain.ParseIDs[domain.CategoryID](r.Delivered[key]))] = true
	}
	for _, key := range r.Delivered.of(domain.FieldResourceCategory, 0) {
		if !inUse[key.Category] {
			delete(r.Delivered, key)
		}
	}
}

// updateSales makes the delegated sales categories, and which plans are in them, the vendor's.
func (r *run) updateSales() {
	for _, plan := range r.copies {
		key := Key{Field: domain.FieldPlacement, Plan: plan}
		if r.movedToOwn(plan) {
			r.Delivered[key] = r.offer[key]
		} else {
			r.rewrite(key, r.offer[key])
		}
	}
	for _, key := range r.offer.of(domain.FieldSalesCategory, 0) {
		r.updateCategory(key.Category)
	}
	for _, plan := range r.copies {
		r.leaveImpossible(plan)
	}
	r.removeEmpty()
}

// movedToOwn reports whether the reseller moved the plan to a category of their own, where it stays (rule 4c).
func (r *run) movedToOwn(plan domain.PlanID) bool {
	own := r.Own[Key{Field: domain.FieldPlacement, Plan: plan}]
	return slices.ContainsFunc(domain.ParseIDs[domain.CategoryID](own.Value), r.Made.hasSales)
}

// updateCategory makes one category the vendor's, parents first. Display is delivered once, unless the provider has it
// synchronized (rule 4b).
func (r *run) updateCategory(id domain.CategoryID) {
	if !r.createCategory(id) || !r.Delivered.hasSales(id) {
		return
	}
	for _, field := range []domain.Field{domain.FieldCategoryName, domain.FieldCategoryText, domain.FieldCategoryPosition} {
		key := Key{Field: field, Category: id}
		r.Delivered[key] = r.offer[key]
	}
	if r.switches.SyncDisplayCategory {
		r.rewrite(domain.DisplayKey(id), r.offer[domain.DisplayKey(id)])
	}
	parent := r.offer.parent(id)
	if parent == r.Delivered.parent(id) {
		return
	}
	if parent == 0 || r.createCategory(parent) && !r.standing().hasPlans(parent) && !r.stands(parent, id) {
		r.Delivered[Key{Field: domain.FieldCategoryParent, Category: id}] = idText(parent)
	}
}

// stands reports whether a category is another one or stands somewhere below it.
func (r *run) stands(id, below domain.CategoryID) bool {
	for ; id != 0; id = r.standing().parent(id) {
		if id == below {
			return true
		}
	}
	return false
}

// leaveImpossible takes a plan out of categories that are not there or hold sub-categories.
func (r *run) leaveImpossible(plan domain.PlanID) {
	key, rows := Key{Field: domain.FieldPlacement, Plan: plan}, r.standing()
	r.Delivered[key] = domain.IDs(slices.DeleteFunc(r.Delivered.placement(plan), func(id domain.CategoryID) bool {
		return !rows.hasSales(id) || rows.hasChildren(id)
	}))
}

// removeEmpty removes delivered categories that the vendor no longer offers and that hold nothing (rule 4f), not even a plan that
// stands elsewhere by the reseller's own choice, for they may give that back.
func (r *run) removeEmpty() {
	for again := true; again; {
		again = false
		rows := r.standing()
		for _, key := range r.Delivered.of(domain.FieldSalesCategory, 0) {
			id := key.Category
			if !r.offer.hasSales(id) && !rows.hasPlans(id) && !r.Delivered.hasPlans(id) && !rows.hasChildren(id) {
				r.remove(func(key Key) bool { return key.Category == id && isSales(key.Field) })
				again = true
			}
		}
	}
}
