package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/views"
)

// pageRows returns one page of rows that are in memory already: those of which a text contains the search, whatever the
// case. It completes the list with the total, and shows the last page to whoever asks for one behind it.
func pageRows[T any](list *views.List, rows []T, texts func(T) []string) []T {
	if list.Query != "" {
		query := strings.ToLower(list.Query)
		rows = slices.DeleteFunc(slices.Clone(rows), func(row T) bool {
			return !slices.ContainsFunc(texts(row), func(text string) bool {
				return strings.Contains(strings.ToLower(text), query)
			})
		})
	}
	list.Total = len(rows)
	list.Page = min(list.Page, list.Pages())
	from := min((list.Page-1)*views.PageSize, len(rows))
	return rows[from:min(from+views.PageSize, len(rows))]
}

// idText writes an id for a search or an address.
func idText[ID ~int64](id ID) string { return strconv.FormatInt(int64(id), 10) }

// formID reads an optional id from a form: 0 when it is empty, a message beside the field when it cannot be an id.
func formID[ID ~int64](f *form, name, message string) ID {
	text := f.text(name)
	if text == "" || text == "0" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !idPattern.MatchString(text) {
		f.fail(name, message)
		return 0
	}
	return ID(n)
}

// formNumber reads a whole number from a form; a text that is none becomes a message beside the field.
func formNumber(f *form, name, message string) int {
	text := f.text(name)
	n, err := strconv.Atoi(text)
	if err != nil || strings.HasPrefix(text, "+") {
		f.fail(name, message)
		return 0
	}
	return n
}

// formIDs reads the distinct ids of check boxes with one name.
func formIDs[ID ~int64](f *form, name string) []ID {
	var ids []ID
	for _, text := range f.all(name) {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || !idPattern.MatchString(text) {
			f.fail(name, "Choose from the list")
			return nil
		}
		ids = append(ids, ID(n))
	}
	return ids
}

// merged is err as the form's own messages: the messages found while reading and those of a refusal by the domain. ok is
// false for an error that is not about the input.
func (f *form) merged(err error) (errs views.Errors, ok bool) {
	if err == nil {
		return f.errs, true
	}
	errs, ok = invalid(err)
	if !ok {
		return nil, false
	}
	for _, one := range errs {
		if f.errs.For(one.Field) == "" || one.Field == "" {
			f.errs = append(f.errs, one)
		}
	}
	return f.errs, true
}

// done ends a POST that changed something: a message, and a page that can be reloaded.
func done(c echo.Context, text, path string) error {
	if err := setFlash(c, views.Good, text); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, path)
}
