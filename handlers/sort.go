package handlers

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"tiersync/views"
)

// nameOrder returns the order of names in every list: alphabetical whatever the case, letters with accents beside those
// without, numbers by their value ("2 GB" before "10 GB"). It is the database's collation name_order, for lists that are
// sorted in memory. What it returns is for one goroutine.
func nameOrder() func(a, b string) int {
	collator := collate.New(language.Und, collate.Numeric)
	return func(a, b string) int { return cmp.Or(collator.CompareString(a, b), cmp.Compare(a, b)) }
}

// sortRows orders rows as the list says: by the text that texts has for its sort key, by id where there is none. Those of one
// text stand by id, in either direction.
func sortRows[T any, ID cmp.Ordered](rows []T, list views.List, id func(T) ID, texts map[string]func(T) string) {
	text, byName := texts[list.Sort], nameOrder()
	slices.SortFunc(rows, func(a, b T) int {
		ids := cmp.Compare(id(a), id(b))
		order := ids
		if text != nil {
			order = byName(text(a), text(b))
		}
		if list.Desc {
			order = -order
		}
		return cmp.Or(order, ids)
	})
}

// sortByName orders rows by their names; those of one name stay in the order they have.
func sortByName[T any](rows []T, name func(T) string) {
	byName := nameOrder()
	slices.SortStableFunc(rows, func(a, b T) int { return byName(name(a), name(b)) })
}
