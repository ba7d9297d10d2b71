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
	// ThingAt returns what is in no catalog as it was then, nil where it was not there.
	ThingAt(ctx context.Context, v domain.Viewer, about domain.Ref, at domain.ChangeID) (domain.Thing, error)
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
	"bound", "line", "confirm", "percent", "delegated_in", "chosen", views.JumpField, views.SureField, views.SureAll, views.SureNew, "digest", "step", "next", "held", "link",
	"state", "kept", "until", "all", "show", "on", "user_active", "ask_two_step", "path_from", "path_to", "new_plan", "leave", "back", "was", "take", "anyway", "recipe", "part_of", "value", views.ShownJump, views.ShownMake, views.MakeField}

// isTyped reports whether a field is one in which somebody types or chooses.
func isTyped(name string) bool {
	return !slices.Contains(untyped, name) && !isOfChoices(name) && !strings.HasPrefix(name, "id-") && !strings.HasPrefix(name, "seen-") && !strings.HasPrefix(name, views.AnewName(""))
}

// typedIn is what was typed into a form that was sent to this address and failed, to be shown.
func typedIn(c echo.Context, store namer, values url.Values, status int) views.Errors {
	opened := openedWith(c, store, values, status)
	return typedFields(c, values, opened, namesFor(c, store, status, opened.catalog))
}

// typedFields is what was typed into a form of this address that failed, to be shown, what belongs to a thing beside each other: not
// the values that no page shows, nothing of a button alone, and nothing that the form was opened with, as far as that is known.
func typedFields(c echo.Context, values url.Values, opened openedForm, names domain.Names) views.Errors {
	var typed views.Errors
	for _, name := range fieldsOf(values) {
		if !isTyped(name) || emptyLine(values, name) {
			continue
		}
		field, part := partOf(values, name)
		label, text := fieldWords(field), strings.Join(values[name], ", ")
		key, reset, known := typedKey(c, field)
		switch now, no, anew := opened.typedAnew(values, name, key, viewer(c).Account.Currency); {
		case known && reset:
			label, _ = views.TypedWords(key, values[name], names)
			label, text = "Use delivered: "+label, "Yes"
		case !anew:
			continue
		case known:
			label, text = views.TypedWords(key, now, names)
			if len(no) > 0 {
				text = noMore(key, now, text, no, names)
			}
			if text == "" && opened.catalog != nil {
				text = "empty"
			}
		case strings.HasPrefix(name, "template-"):
			text = views.NotificationName(text, names)
		}
		if text == "" {
			continue
		}
		if part != "" {
			label = part + " · " + label
		}
		typed = append(typed, domain.FieldError{Field: label, Message: plainText(text)})
	}
	return typed
}

// noMore says which of several boxes were ticked, and which no more: "Mail; no more: Office".
func noMore(key domain.Key, now []string, text string, no []string, names domain.Names) string {
	_, gone := views.TypedWords(key, no, names)
	if len(now) == 0 {
		return "no more: " + gone
	}
	return text + "; no more: " + gone
}

// fieldsOf are the fields of a form in the order in which what was typed is shown: with the boxes of which none is ticked, and what belongs
// to a thing beside each other.
func fieldsOf(values url.Values) []string {
	names := slices.Collect(maps.Keys(values))
	for _, box := range values["boxes"] {
		if !values.Has(box) {
			names = append(names, box)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		_, first := partOf(values, a)
		_, second := partOf(values, b)
		return cmp.Or(cmp.Compare(first, second), cmp.Compare(a, b))
	})
	return slices.Compact(names)
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
	key.Plan, key.Resource = cmp.Or(key.Plan, plainID[domain.PlanID](c.Param("plan"))), cmp.Or(key.Resource, plainID[domain.ResourceID](c.Param("resource")))
	key.Period = cmp.Or(key.Period, plainID[domain.PeriodID](c.Param("period")))
	return key, reset, known
}
