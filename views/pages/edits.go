package pages

import (
	"cmp"
	"slices"

	"tiersync/domain"
)

// This file is the order in which pages tell the values of a change, and which of them they tell: the log is stored so, that a page
// can be read without the rest.

// Tells reports whether an edit says more than the others of its thing do. What is empty of a thing that came or went, and names that a
// thing has twice, say no more. The log is cut by it (db/changeparts.go): of what is stored it must not tell more one day.
func Tells(e domain.Edit) bool {
	there := e.From.There && e.To.There
	switch {
	case e.Key.Field == domain.FieldPlan:
		return true
	case e.Key.Field.Info().Kind == domain.PresenceValue:
		return !there // else it is the name, which has a row of its own
	}
	text := e.From.Text + e.To.Text
	switch e.Key.Field {
	case domain.FieldPeriodPosition, domain.FieldRatePosition:
		return there
	case domain.FieldConfirmation:
		return there || text == domain.No
	}
	return there || text != "" && (text != "0" || e.Key.Field.Info().Kind != domain.IDValue)
}

// Told is how many of the edits are told.
func Told(edits []domain.Edit) int {
	n := 0
	for _, e := range edits {
		if Tells(e) {
			n++
		}
	}
	return n
}

// fieldOrder is the place of each field on pages.
var fieldOrder = func() map[domain.Field]int {
	order := map[domain.Field]int{}
	for i, info := range domain.Fields() {
		if _, twice := order[info.Field]; !twice {
			order[info.Field] = i
		}
	}
	return order
}()

// InOrder sorts edits by the thing, and what is of one thing by the field; things stay in the order in which they first appear, but that one
// outside catalogs stands before its parts, as the role of a user before the rights. What is in this order already stays as it is.
func InOrder(edits []domain.Edit) []domain.Edit {
	groups, parts := map[domain.Key]int{}, map[domain.Key]int{}
	place := func(seen map[domain.Key]int, key domain.Key) int {
		if _, known := seen[key]; !known {
			seen[key] = len(seen)
		}
		return seen[key]
	}
	type placed struct {
		domain.Edit
		group, part, field int
	}
	list := make([]placed, len(edits))
	for i, e := range edits {
		of := domain.Key{Plan: e.Key.Plan, Field: domain.Field(e.Key.Field.Info().Of)}
		if of.Plan != 0 {
			of.Field = ""
		}
		part := e.Key
		part.Field = ""
		list[i] = placed{e, place(groups, of), place(parts, part), fieldOrder[e.Key.Field]}
		if part == (domain.Key{}) {
			list[i].part = -1
		}
	}
	slices.SortStableFunc(list, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.part, b.part), cmp.Compare(a.field, b.field))
	})
	sorted := make([]domain.Edit, len(list))
	for i, p := range list {
		sorted[i] = p.Edit
	}
	return sorted
}
