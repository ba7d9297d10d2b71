package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
)

// NotificationName is the name of the notification template that was chosen by its id, "" where nobody knows it.
func NotificationName(id string, n domain.Names) string {
	return n.Notifications[domain.NotificationID(plainNumber(id))]
}

// TypedWords is a value as its form had it: what its field is called, with the thing that it is of where the form has several, and what
// was typed or, by its name, chosen.
func TypedWords(key domain.Key, texts []string, n domain.Names) (label, value string) {
	w, info := words{names: n}, key.Field.Info()
	text := strings.Join(texts, ", ")
	switch {
	case key.Field == domain.FieldUpgrade:
		return "To plan", nameOrNone(text, "service plan", func(id int64) string { return n.Of(domain.ObjectPlan, id) })
	case key.Field == domain.FieldTemplatePlan:
		return "Delegated plans", nameOrNone(strings.Join(texts, " "), "service plan", func(id int64) string { return n.Of(domain.ObjectPlan, id) })
	case key.Field == domain.FieldRate:
		return "Resource", nameOrNone(text, "resource", func(id int64) string { return n.Of(domain.ObjectResource, id) })
	case key.Field == domain.FieldGrouping: // of a resource its category, of a category the resources in it
		return info.Label, nameOrNone(strings.Join(texts, " "), "category", func(id int64) string {
			return cmp.Or(n.Of(domain.ObjectResource, id), n.Of(domain.ObjectResourceCategory, id))
		})
	case info.Kind == domain.IDValue, info.Kind == domain.IDsValue:
		text = w.value(key, strings.Join(texts, " "))
	case info.Kind == domain.FlagValue:
		text = flag(key.Field, text)
	}
	if info.Of == domain.ObjectUpgrade || key.Field == domain.FieldUserRight || key.Field == domain.FieldTemplatePrivilege {
		return info.Label, text
	}
	return w.subject(domain.Outcome{Key: key}).String(), text
}

// AsOpened reports whether the form of a value of a plan has it as a vendor's catalog had it when the form was opened: texts is what was sent.
func AsOpened(then *domain.Catalog, key domain.Key, texts []string, c domain.Currency) bool {
	plan := then.Plan(key.Plan)
	if plan == nil {
		return false
	}
	was, has := plan.Value(key)
	text := strings.ReplaceAll(strings.Join(texts, " "), "\r\n", "\n")
	if price, err := domain.PriceFromString(was); key.Field.IsPrice() && has && err == nil {
		was = PlainAmount(price, c)
	}
	if !has && key.Field.IsPrice() {
		was, has = domain.NotSet, true
	}
	if was == strconv.FormatInt(domain.Unlimited, 10) && key.Field.Info().Kind == domain.QuantityValue {
		was = PlainLimit(domain.Unlimited)
	}
	switch key.Field.Info().Kind {
	case domain.IDsValue:
		return sameIDs(text, was)
	case domain.IDValue:
		return plainNumber(text) == plainNumber(was) // none is 0, or nothing
	}
	if text == "" { // a suggested price that is not set
		return !has || was == "" || was == domain.NotSet
	}
	return has && text == was
}

// sameIDs reports whether two lists have the same ids, in any order.
func sameIDs(a, b string) bool {
	first, second := domain.ParseIDs[int64](a), domain.ParseIDs[int64](b)
	slices.Sort(first)
	slices.Sort(second)
	return slices.Equal(first, second)
}
