package handlers

import (
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
	Catalog(ctx context.Context, v domain.Viewer, account domain.AccountID) (*domain.Catalog, domain.State, error)
	Resources(ctx context.Context, v domain.Viewer) ([]domain.Resource, error)
}

// namesFor are the names of what the viewer has, as far as they can be known: the page is about another failure.
func namesFor(c echo.Context, store namer, status int) domain.Names {
	v, ctx := viewer(c), c.Request().Context()
	if store == nil || v.Account.ID == 0 || status >= http.StatusInternalServerError {
		return domain.NamesOf()
	}
	catalog, _, err := store.Catalog(ctx, v, v.Account.ID)
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
var untyped = []string{"seen", "seen-grouping", "key", "version", "shown", "change", "copy", "lines", "go", "do", "action"}

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

// formObjects are the kinds of thing whose fields the forms below a path have.
var formObjects = []struct {
	path string
	of   []domain.Object
}{
	{"/products/plans", []domain.Object{domain.ObjectPlan, domain.ObjectPeriod, domain.ObjectRate, domain.ObjectPriceRow, domain.ObjectUpgrade}},
	{"/products/sales-categories/plans", []domain.Object{domain.ObjectPlan}},
	{"/products/sales-categories", []domain.Object{domain.ObjectSalesCategory}},
	{"/products/plan-categories", []domain.Object{domain.ObjectPlanCategory}},
	{"/products/resource-categories", []domain.Object{domain.ObjectResourceCategory}},
	{"/products/resources", []domain.Object{domain.ObjectResource, domain.ObjectResourceCategory}},
	{"/products/templates", []domain.Object{domain.ObjectTemplate, domain.ObjectTerms}},
	{"/notifications/schedules", []domain.Object{domain.ObjectSchedule}},
	{"/notifications/templates", []domain.Object{domain.ObjectNotification}},
	{"/terms", []domain.Object{domain.ObjectTerms}},
	{"/order-flows", []domain.Object{domain.ObjectFlow, domain.ObjectOrderFlow}},
	{"/exchange-rates", []domain.Object{domain.ObjectExchangeRate}},
	{"/resellers", []domain.Object{domain.ObjectReseller}},
	{"/users", []domain.Object{domain.ObjectUser}},
}

// typedKey is the key of the value that a field of the posted form has; reset: the field gives the value back to what was delivered.
func typedKey(c echo.Context, name string) (key domain.Key, reset, known bool) {
	of := domain.Key{Plan: plainID[domain.PlanID](c.Param("plan")), Period: plainID[domain.PeriodID](c.Param("period")),
		Resource: plainID[domain.ResourceID](c.Param("resource"))}
	if rest, found := strings.CutPrefix(name, "reset-"); found {
		if name, reset = rest, true; strings.Trim(rest, "0123456789-") == "" {
			name = "price-" + rest
		}
	}
	if key, known = priceKey(of, name); known {
		return key, reset, true
	}
	for _, form := range formObjects {
		if !strings.HasPrefix(c.Path(), form.path) {
			continue
		}
		for _, object := range form.of { // what the form is about comes first
			for _, info := range domain.Fields() {
				if formFields[info.Field] == name && info.Of == object {
					of.Field = info.Field
					return of, reset, true
				}
			}
		}
		return key, false, false
	}
	return key, false, false
}

// priceKey is the key of a price by the name of its field: the fee of a period ("price-1"), or a price of a row ("price-22-100-1").
func priceKey(of domain.Key, name string) (domain.Key, bool) {
	kind, rest, _ := strings.Cut(name, "-")
	parts := strings.Split(rest, "-")
	numbers := make([]int64, len(parts))
	for i, part := range parts {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return of, false
		}
		numbers[i] = n
	}
	last := int(numbers[len(numbers)-1])
	switch {
	case kind != "price" && kind != "msrp":
		return of, false
	case len(numbers) == 1 && last < int(domain.FeeCount):
		of.Field = pick(kind == "price", domain.Fee(last).Field(), domain.Fee(last).MSRP())
		return of, true
	case len(numbers) == 3 && last < int(domain.RatePriceCount):
		of.Period, of.From = domain.PeriodID(numbers[0]), numbers[1]
		of.Field = pick(kind == "price", domain.RatePrice(last).Field(), domain.RatePrice(last).MSRP())
		return of, true
	}
	return of, false
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}
