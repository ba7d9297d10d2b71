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
}

// namesFor are the names of what the viewer has, as far as they can be known: the page is about another failure.
func namesFor(c echo.Context, store namer, status int) domain.Names {
	v, ctx := viewer(c), c.Request().Context()
	if store == nil || v.Account.ID == 0 || status >= http.StatusInternalServerError {
		return domain.NamesOf()
	}
	catalog, _, err := ownCatalog(c, store)
	if err != nil {
		return domain.NamesOf()
	}
	names := domain.NamesOf(catalog)
	resources, err := store.Resources(ctx, v)
	if err != nil {
		return names
	}
	for _, r := range resources {
		names.Resources[r.ID] = r.Name
	}
	return names
}

// untyped are the values of forms that nobody types or chooses.
var untyped = []string{"seen", "once", "boxes", "seen-grouping", "key", "version", "shown", "change", "copy", "lines", "bound", "digest", "step", "go", "do", "action"}

// typedFields is what was typed into a form of this address that failed, to be shown: not the values that no page shows, and nothing
// of a button alone.
func typedFields(c echo.Context, values url.Values, names domain.Names) views.Errors {
	var typed views.Errors
	for _, name := range slices.Sorted(maps.Keys(values)) {
		text := strings.Join(values[name], ", ")
		if emptyLine(values, name) {
			continue
		}
		if id, found := strings.CutPrefix(name, "template-"); found && id != "" {
			text = views.NotificationName(text, names)
		}
		if text == "" || slices.Contains(untyped, name) || isOfChoices(name) || strings.HasPrefix(name, "id-") {
			continue
		}
		label := fieldWords(name)
		if key, reset, known := typedKey(c, name); known {
			label, text = views.TypedWords(key, values[name], names)
			if reset {
				label, text = "Use delivered: "+label, "Yes"
			}
		}
		typed = append(typed, domain.FieldError{Field: label, Message: plainText(text)})
	}
	return typed
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
