package handlers

import (
	"slices"
	"strings"

	"tiersync/views"
)

// pageRows returns one page of rows that are in memory already: those of which a text contains the search, whatever the
// case. It completes the list with the total, and shows the last page to whoever asks for one behind it.
func pageRows[T any](list *views.List, rows []T, texts func(T) []string) []T {
	rows = searchRows(*list, rows, texts)
	list.Total = len(rows)
	list.Page = min(list.Page, list.Pages())
	from := min((list.Page-1)*list.Size(), len(rows))
	return rows[from:min(from+list.Size(), len(rows))]
}

// searchRows returns the rows of which a text contains the search of the list.
func searchRows[T any](list views.List, rows []T, texts func(T) []string) []T {
	if list.Query == "" {
		return rows
	}
	query := strings.ToLower(list.Query)
	return slices.DeleteFunc(slices.Clone(rows), func(row T) bool {
		return !slices.ContainsFunc(texts(row), func(text string) bool {
			return strings.Contains(strings.ToLower(text), query)
		})
	})
}
