package views

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
)

// words turns the keys and canonical texts of outcomes into what people read.
type words struct {
	names    domain.Names
	currency domain.Currency
}

// group is the plan's name, or the part of the catalog that a key outside plans belongs to.
func (w words) group(k domain.Key) string {
	if k.Plan != 0 {
		return named(w.names.Plans, k.Plan, "Service plan")
	}
	switch k.Field {
	case domain.FieldPlanCategoryData:
		return "Plan categories"
	case domain.FieldResourceCategory, domain.FieldGrouping:
		return "Grouping of resources"
	case domain.FieldScheduleContent:
		return "Notification schedules"
	case domain.FieldOrderFlow, domain.FieldTransition:
		return "Order flow"
	case domain.FieldPrivilege:
		return "Privileges"
	case domain.FieldTermsDocument, domain.FieldTermsAcceptance:
		return "Terms and conditions"
	default:
		return "Sales categories"
	}
}

// subject names the value within its group: "Users · 12 months · from 100 · Recurring price".
func (w words) subject(o domain.Outcome) string {
	k := o.Key
	var parts []string
	if k.Resource != 0 {
		parts = append(parts, named(w.names.Resources, k.Resource, "Resource"))
	}
	if k.Period != 0 {
		parts = append(parts, named(w.names.Periods, k.Period, "Period"))
	}
	if k.From != 0 {
		parts = append(parts, "from "+FormatInteger(k.From))
	}
	if k.Category != 0 {
		parts = append(parts, w.category(k.Category, o))
	}
	if k.Schedule != 0 {
		parts = append(parts, named(w.names.Schedules, k.Schedule, "Schedule"))
	}
	switch k.Field {
	case domain.FieldPrivilege:
		return k.Name
	case domain.FieldTransition:
		_, step, _ := strings.Cut(k.Name, " ") // the flow's id stands first
		return step
	case domain.FieldTermsDocument:
		return w.document(k.Name, o)
	case domain.FieldUpgrade:
		to, _ := strconv.ParseInt(k.Name, 10, 64)
		return "Upgrade path to " + named(w.names.Plans, domain.PlanID(to), "service plan")
	case domain.FieldScheduleContent, domain.FieldPlanCategoryData, domain.FieldResourceCategory, domain.FieldSalesCategory:
		return strings.Join(parts, " · ")
	case domain.FieldGrouping:
		return strings.Join(append(parts, "Resource category"), " · ")
	}
	return strings.Join(append(parts, string(k.Field)), " · ")
}

// category is a category's name; of one that is gone, the name that the outcome itself has.
func (w words) category(id domain.CategoryID, o domain.Outcome) string {
	if name, ok := w.names.Categories[id]; ok {
		return name
	}
	switch o.Key.Field {
	case domain.FieldSalesCategory, domain.FieldPlanCategoryData:
		if name := o.New + o.Old; o.New == "" || o.Old == "" {
			return name
		}
	}
	return named(w.names.Categories, id, "Category")
}

func (w words) document(id string, o domain.Outcome) string {
	n, _ := strconv.ParseInt(id, 10, 64)
	if name, ok := w.names.Documents[n]; ok {
		return name
	}
	if o.New != "" {
		return o.New
	}
	if o.Old != "" {
		return o.Old
	}
	return "Document " + id
}

// named is the name of an id, or its kind with the number when it has no name any more.
func named[ID ~int64](names map[ID]string, id ID, kind string) string {
	if name, ok := names[id]; ok && name != "" {
		return name
	}
	return kind + " " + strconv.FormatInt(int64(id), 10)
}

// value writes a canonical text as pages do: money with its currency, ids as names.
func (w words) value(k domain.Key, text string) string {
	switch {
	case isPrice(k.Field):
		return w.money(text)
	case k.Field == domain.FieldPlan && (text == domain.Yes || text == domain.No):
		if text == domain.Yes {
			return "Delegated"
		}
		return string(domain.StatusDisabled)
	}
	if text == "" {
		return noneOf(k.Field)
	}
	switch k.Field {
	case domain.FieldIncluded, domain.FieldMinimum, domain.FieldMaximum:
		return amount(text)
	case domain.FieldSchedule:
		return nameOrNone(w.names.Schedules, text)
	case domain.FieldPlanCategory, domain.FieldGrouping, domain.FieldPlacement:
		return nameOrNone(w.names.Categories, text)
	case domain.FieldCategoryParent:
		if text == "0" {
			return "top level"
		}
		return nameOrNone(w.names.Categories, text)
	case domain.FieldUpgrade:
		return w.upgrade(text)
	default:
		return flag(k.Field, text)
	}
}

// noneOf is how an empty value of the field reads: "none" where that is a value like any other, else "".
func noneOf(f domain.Field) string {
	switch f {
	case domain.FieldShort, domain.FieldLong, domain.FieldServiceTerms, domain.FieldSchedule, domain.FieldPlanCategory,
		domain.FieldGrouping, domain.FieldPlacement, domain.FieldCategoryText, domain.FieldOrderFlow, domain.FieldTermsAcceptance:
		return "none"
	default:
		return ""
	}
}

// flag writes yes and no as the pages of the field do; every other text stays as it is.
func flag(f domain.Field, text string) string {
	if text != domain.Yes && text != domain.No {
		return text
	}
	pair := [2]string{"Yes", "No"}
	switch f {
	case domain.FieldPublished:
		pair = [2]string{"Published", "Unpublished"}
	case domain.FieldUsageStatistics:
		pair = [2]string{"Attached", "Not attached"}
	case domain.FieldDisplay:
		pair = [2]string{"Shown", "Hidden"}
	case domain.FieldTransition:
		pair = [2]string{"Manual approval", "Automatic"}
	}
	if text == domain.Yes {
		return pair[0]
	}
	return pair[1]
}

// isPrice reports whether a field's values are amounts of money.
func isPrice(f domain.Field) bool {
	for fee := range domain.FeeCount {
		if fee.Field() == f {
			return true
		}
	}
	for price := range domain.RatePriceCount {
		if price.Field() == f {
			return true
		}
	}
	return false
}

func (w words) money(text string) string {
	price, err := domain.PriceFromString(text)
	if err != nil {
		return text
	}
	return FormatMoney(price, w.currency)
}

func amount(text string) string {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return text
	case n == domain.Unlimited:
		return "Unlimited"
	default:
		return FormatInteger(n)
	}
}

// nameOrNone writes a list of ids as their names. Zero and an empty list are none.
func nameOrNone[ID ~int64](names map[ID]string, text string) string {
	var list []string
	for _, id := range domain.ParseIDs[ID](text) {
		if id != 0 {
			list = append(list, named(names, id, "no."))
		}
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}

// upgrade reads "upgrade;10;description".
func (w words) upgrade(text string) string {
	parts := strings.SplitN(text, ";", 3)
	if len(parts) != 3 {
		return text
	}
	path := capital(parts[0])
	if parts[1] != "" {
		path += ", " + w.money(parts[1])
	}
	return path
}

var templateNumber = regexp.MustCompile(`, template ([0-9]+), `)

// schedule shows what came and went among the details of a notification schedule.
func (w words) schedule(o domain.Outcome, t *OutcomeText) {
	if o.Reason == domain.TemplateNotVisible {
		w.leftOut(o, t)
		return
	}
	oldName, old := w.details(o.Old)
	newName, now := w.details(o.New)
	if oldName != newName && oldName != "" && newName != "" {
		t.Before, t.After = oldName, newName
	}
	t.Added = without(now, old)
	t.Dropped = without(old, now)
}

// leftOut says that a notification did not come with its schedule. Only the owner of its template knows the template's name.
func (w words) leftOut(o domain.Outcome, t *OutcomeText) {
	t.What = "Left out"
	if t.After = w.notification(o.Old); t.After == hiddenNotification {
		t.After, t.Reason = hiddenNotification+" was left out", ""
	}
}

// hiddenNotification stands for a notification template whose name the viewer may not know.
const hiddenNotification = "a notification that is not visible to resellers"

// notification is the name of a notification template by its id as text.
func (w words) notification(id string) string {
	n, _ := strconv.ParseInt(id, 10, 64)
	return cmp.Or(w.names.Notifications[domain.NotificationID(n)], hiddenNotification)
}

// details reads a schedule's text, "Name: detail; detail".
func (w words) details(text string) (name string, details []string) {
	name, list, found := strings.Cut(text, ": ")
	if !found || list == "" {
		return strings.TrimSuffix(text, ":"), nil
	}
	for _, detail := range strings.Split(list, "; ") {
		details = append(details, templateNumber.ReplaceAllStringFunc(detail, func(found string) string {
			id := strings.Trim(strings.TrimPrefix(found, ", template "), ", ")
			return ", " + w.notification(id) + ", "
		}))
	}
	return name, details
}

// without returns the elements of list that are not in other.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}
