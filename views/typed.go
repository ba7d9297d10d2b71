package views

import (
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
		return "To plan", nameOrNone(n.Plans, text, "service plan")
	case key.Field == domain.FieldRate:
		return "Resource", nameOrNone(n.Resources, text, "resource")
	case key.Field == domain.FieldGrouping: // of a resource its category, of a category the resources in it
		both := map[int64]string{}
		for id, name := range n.Categories {
			both[int64(id)] = name
		}
		for id, name := range n.Resources {
			both[int64(id)] = name
		}
		return info.Label, nameOrNone(both, strings.Join(texts, " "), "category")
	case info.Kind == domain.IDValue, info.Kind == domain.IDsValue:
		text = w.value(key, strings.Join(texts, " "))
	case info.Kind == domain.FlagValue:
		text = flag(key.Field, text)
	}
	if info.Of == domain.ObjectUpgrade || key.Field == domain.FieldUserRight || key.Field == domain.FieldTemplatePrivilege {
		return info.Label, text
	}
	return w.subject(domain.Outcome{Key: key}), text
}
