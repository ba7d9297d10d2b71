package handlers

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// This file shows what was typed into a form that failed, as the form did: by the labels of its fields and the names of what was
// chosen. The form itself cannot be shown, because its page is not there any more or is not open to its sender.

// namer knows what things of the viewer's are called.
type namer interface {
	blamer
	catalogReader
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
	CatalogAt(ctx context.Context, v domain.Viewer, at domain.ChangeID) (*domain.Catalog, error)
}

// openedWith is what the viewer's account had when a form was opened; nil where that is not known.
func openedWith(c echo.Context, store namer, values url.Values, status int) *domain.Catalog {
	v, seen := viewer(c), plainID[domain.ChangeID](values.Get("seen"))
	if store == nil || v.Account.ID == 0 || seen == 0 || status >= http.StatusInternalServerError {
		return nil
	}
	then, err := store.CatalogAt(c.Request().Context(), v, seen)
	if err != nil {
		return nil // the page is about another failure
	}
	return then
}

// namesFor are the names of what the viewer has, and of what they had then, as far as they can be known: the page is about another
// failure.
func namesFor(c echo.Context, store namer, status int, then *domain.Catalog) domain.Names {
	v, ctx := viewer(c), c.Request().Context()
	if store == nil || v.Account.ID == 0 || status >= http.StatusInternalServerError {
		return domain.NamesOf()
	}
	catalog, _, err := ownCatalog(c, store)
	if err != nil {
		return domain.NamesOf()
	}
	names := domain.NamesOf(catalog, then)
	resources, err := store.Resources(ctx, v)
	if err != nil {
		return names
	}
	for _, r := range resources {
		names.Resources[r.ID] = r.Name
	}
	return names
}

// untyped are the fields of forms that nobody types or chooses: with those of isOfChoices, all there are.
var untyped = []string{"seen", "once", "boxes", "seen-grouping", "key", "version", "shown", "change", "copy", "lines", "go", "do", "action",
	"bound", "digest", "step", "next", "held"}

// isTyped reports whether a field is one in which somebody types or chooses.
func isTyped(name string) bool {
	return !slices.Contains(untyped, name) && !isOfChoices(name) && !strings.HasPrefix(name, "id-") && !strings.HasPrefix(name, views.AnewName(""))
}

// typedIn is what was typed into a form that was sent to this address and failed, to be shown.
func typedIn(c echo.Context, store namer, values url.Values, status int) views.Errors {
	then := openedWith(c, store, values, status)
	return typedFields(c, values, then, namesFor(c, store, status, then))
}

// typedFields is what was typed into a form of this address that failed, to be shown, what belongs to a thing beside each other: not
// the values that no page shows, nothing of a button alone, and nothing that the form was opened with, where then, what the viewer had, is
// known.
func typedFields(c echo.Context, values url.Values, then *domain.Catalog, names domain.Names) views.Errors {
	var typed views.Errors
	for _, name := range slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		_, first := partOf(values, a)
		_, second := partOf(values, b)
		return cmp.Or(cmp.Compare(first, second), cmp.Compare(a, b))
	}) {
		text := strings.Join(values[name], ", ")
		if text == "" || !isTyped(name) || emptyLine(values, name) {
			continue
		}
		if id, found := strings.CutPrefix(name, "template-"); found && id != "" {
			text = views.NotificationName(text, names)
		}
		field, part := partOf(values, name)
		label := fieldWords(field)
		if key, reset, known := typedKey(c, field); known {
			if !reset && then != nil && views.AsOpened(then, key, values[name], viewer(c).Account.Currency) {
				continue
			}
			label, text = views.TypedWords(key, values[name], names)
			if reset {
				label, text = "Use delivered: "+label, "Yes"
			}
		}
		if part != "" {
			label = part + " · " + label
		}
		typed = append(typed, domain.FieldError{Field: label, Message: plainText(text)})
	}
	return typed
}

// partOf is the document or the line that a field belongs to of a form that has several, by what it is called, and the field of it; ""
// for any other field: "document_text-1" is the document_text of "Privacy".
func partOf(values url.Values, name string) (field, part string) {
	cut := strings.LastIndex(name, "-")
	if cut < 0 {
		return name, ""
	}
	if documents, found := values["document_name"+name[cut:]]; found {
		return name[:cut], cmp.Or(strings.Join(documents, ""), "New document")
	}
	if _, found := values["days"+name[cut:]]; found {
		return name[:cut], views.LineName(name[cut+1:])
	}
	return name, ""
}

// emptyLine reports whether a field belongs to a line of a schedule that was left empty: "when-1" where "days-1" holds nothing.
func emptyLine(values url.Values, name string) bool {
	cut := strings.LastIndex(name, "-")
	if cut < 0 {
		return false
	}
	days, line := values["days"+name[cut:]]
	return line && strings.Join(days, "") == ""
}

// fieldWords makes words of the name of a field that is in no table: "Admin email", "Name 2" of the second line.
func fieldWords(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
	for i, word := range words {
		if n, err := strconv.Atoi(word); err == nil {
			words[i] = strconv.Itoa(n + 1)
		}
	}
	text := strings.Join(words, " ")
	if text == "" {
		return name
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// typedKey is the key of the value that a field of the posted form has; reset: the field gives the value back to what was delivered.
func typedKey(c echo.Context, name string) (key domain.Key, reset, known bool) {
	key, reset, known = views.InputKey(name)
	key.Plan, key.Resource = plainID[domain.PlanID](c.Param("plan")), plainID[domain.ResourceID](c.Param("resource"))
	key.Period = cmp.Or(key.Period, plainID[domain.PeriodID](c.Param("period")))
	return key, reset, known
}
