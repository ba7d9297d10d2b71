package views

import (
	"cmp"
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

// group is the plan's name, what a price rule is for, or the part of the catalog that a key outside plans belongs to.
func (w words) group(k domain.Key) string {
	switch {
	case k.Field == domain.FieldTemplatePlan:
		return "Delegated plans"
	case k.Field == domain.FieldTemplatePrivilege:
		return "Privileges"
	case k.Field == domain.FieldUserRight:
		return "Rights"
	case k.Plan != 0:
		return named(w.names.Plans, k.Plan, "Service plan")
	case k.Field.IsRule():
		return upperFirst(scopeText(w.names, k))
	}
	return partLabel(k.Field.Info().Of)
}

// subject names the value within its group: "Users · 12 months · from 100 · Recurring price".
func (w words) subject(o domain.Outcome) Path {
	k, info := o.Key, o.Key.Field.Info()
	if k.Field == domain.FieldLock {
		o.Key = k.Locked()
		of := w.subject(o)
		return append(Path{"Lock of " + of[0]}, of[1:]...)
	}
	if name, is := w.member(k); is {
		return Path{name}
	}
	parts := w.places(o)
	switch {
	case k.Field == domain.FieldNotification:
		return append(parts, w.notificationOf(k))
	case k.Field == domain.FieldGrouping:
		return append(parts, "Resource category")
	case info.Of == domain.ObjectTerms && k.Name != "":
		parts = append(parts, w.document(k.Name, o))
	case info.Of == domain.ObjectUpgrade:
		parts = append(parts, w.path(k))
	}
	if info.Kind == domain.PresenceValue && len(parts) > 0 && !slices.Contains(namedByPlaces, info.Of) {
		return parts // the thing is named already
	}
	return append(parts, info.Label)
}

// namedByPlaces are the things whose places are names of others: only with their label is it said that it is they.
var namedByPlaces = []domain.Object{domain.ObjectPeriod, domain.ObjectRate, domain.ObjectPriceRow}

// member names what is one of a set: a delegated plan, a privilege, a right, a step of an order flow.
func (w words) member(k domain.Key) (name string, is bool) {
	switch k.Field {
	case domain.FieldTemplatePlan:
		return named(w.names.Plans, k.Plan, "Service plan"), true
	case domain.FieldPrivilege, domain.FieldTemplatePrivilege, domain.FieldUserRight:
		return k.Name, true
	case domain.FieldTransition:
		return w.transition(k), true
	}
	return "", false
}

// places name where a value stands: its resource, its period, from which amount on; its category or schedule.
func (w words) places(o domain.Outcome) (parts Path) {
	k := o.Key
	if k.Resource != 0 {
		parts = append(parts, named(w.names.Resources, k.Resource, "Resource"))
	}
	if k.Period != 0 {
		parts = append(parts, named(w.names.Periods, k.Period, "Period"))
	}
	if k.From != 0 {
		parts = append(parts, "from "+FormatInteger(k.From))
	}
	if k.Category != 0 && !k.Field.IsRule() { // the group has said it
		parts = append(parts, namedBy(w.names.Categories, k.Category, "Category", o))
	}
	if k.Schedule != 0 {
		parts = append(parts, namedBy(w.names.Schedules, k.Schedule, "Schedule", o))
	}
	return parts
}

// path names an upgrade path by where it leads.
func (w words) path(k domain.Key) string {
	return "Upgrade path to " + named(w.names.Plans, domain.UpgradeTarget(k), "service plan")
}

// transition names a step of an order flow: "Sales: New → Done".
func (w words) transition(k domain.Key) string {
	step, ok := domain.TransitionOf(k)
	if !ok {
		return k.Name
	}
	return step.OrderType + ": " + step.From + " → " + step.To
}

// notificationOf names a notification of a schedule: "7 days before expiration, Renewal reminder, Always, all".
func (w words) notificationOf(k domain.Key) string {
	d, ok := domain.NotificationOf(k)
	if !ok {
		return k.Name
	}
	when := FormatCount(d.Days, "day", "days") + " after expiration"
	if d.Days < 0 {
		when = FormatCount(-d.Days, "day", "days") + " before expiration"
	}
	return strings.Join([]string{when, w.notification(strconv.FormatInt(int64(d.Template), 10)), d.Condition, d.AppliesTo}, ", ")
}

// namedBy is the name of an id; of a thing that is gone, the name that the outcome itself has.
func namedBy[ID ~int64](names map[ID]string, id ID, kind string, o domain.Outcome) string {
	if _, known := names[id]; !known && o.Key.Field.Info().Kind == domain.PresenceValue && (o.New == "" || o.Old == "") && o.New+o.Old != "" {
		return o.New + o.Old
	}
	return named(names, id, kind)
}

func (w words) document(id string, o domain.Outcome) string {
	if name, ok := w.names.Documents[plainNumber(id)]; ok {
		return name
	}
	if o.Key.Field.Info().Kind == domain.PresenceValue && o.New+o.Old != "" {
		return cmp.Or(o.New, o.Old)
	}
	return "Document" + nameless
}

// named is the name of an id, or its kind where nobody knows the name any more. Numbers are not shown: they tell people nothing.
func named[ID ~int64](names map[ID]string, id ID, kind string) string {
	if name, ok := names[id]; ok && name != "" {
		return name
	}
	return kind + nameless
}

// nameless follows the kind of a thing whose name is not known: of what is gone, or is somebody else's.
const nameless = " (name not known)"

// value writes a canonical text as pages do: money with its currency, ids as names.
func (w words) value(k domain.Key, text string) string {
	switch info := k.Field.Info(); {
	case k.Field.IsPrice():
		return w.money(text)
	case text == "":
		return noneOf(info.Kind)
	case k.Field == domain.FieldCategoryParent && text == "0":
		return "top level"
	case info.Names == domain.ObjectReseller: // nobody removes them, so who has no name here is not for the reader to know
		other := "a reseller who is not below you any more"
		if k.Field == domain.FieldVendor {
			other = "another vendor"
		}
		return nameOrNone(text, "", func(id int64) string { return cmp.Or(w.names.Of(info.Names, id), other) })
	case info.Names != "":
		return nameOrNone(text, nounOf(info.Names), func(id int64) string { return w.names.Of(info.Names, id) })
	case k.Field.IsRule():
		return ruleWords(text)
	case k.Field == domain.FieldRecipeBoxes:
		return recipeBoxes(domain.RecipeBoxes(text))
	case k.Field == domain.FieldRecipeReach:
		return reachText(domain.Reach(text))
	case k.Field == domain.FieldRecipePolicy:
		return policyText(domain.Policy(text))
	case slices.Contains(dayFields, k.Field):
		return FormatDay(text)
	case info.Kind == domain.QuantityValue, info.Kind == domain.NumberValue:
		return amount(text)
	default:
		return flag(k.Field, text)
	}
}

// dayFields are those whose values are days.
var dayFields = []domain.Field{domain.FieldDocumentEffective, domain.FieldSubscriptionStart, domain.FieldSubscriptionExpires}

// noneOf is how an empty value of a kind reads: "none" where that is a value like any other, else "".
func noneOf(kind domain.ValueKind) string {
	if kind == domain.PresenceValue || kind == domain.FlagValue {
		return ""
	}
	return "none"
}

// flag writes yes and no of a field as they stand behind its label; every other text stays as it is.
func flag(f domain.Field, text string) string {
	pair, told := flags[f]
	if !told {
		pair = [2]string{"Yes", "No"}
	}
	switch text {
	case domain.Yes:
		return pair[0]
	case domain.No:
		return pair[1]
	}
	return text
}

// flags are how pages write yes and no of fields, where it is not so. None of them says again what the field's label says.
var flags = map[domain.Field][2]string{
	domain.FieldPlan:             {"Delegated", string(domain.StatusDisabled)},
	domain.FieldDisplay:          {"Shown", "Hidden"},
	domain.FieldTransition:       {"Manual approval", "Automatic"},
	domain.FieldConfirmation:     {"Given", "Waited for"},
	domain.FieldUpgradeDowngrade: {"Downgrade", "Upgrade"},
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

// nameOrNone writes a list of ids as the names of things, or as their noun where nobody knows the name. Zero and an empty list are none.
func nameOrNone(text, noun string, name func(id int64) string) string {
	var list []string
	for _, id := range domain.ParseIDs[int64](text) {
		if id != 0 {
			list = append(list, cmp.Or(name(id), noun+nameless))
		}
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
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
	return cmp.Or(NotificationName(id, w.names), hiddenNotification)
}

// held writes what somebody has at a key.
func (w words) held(key domain.Key, h domain.Held) string {
	switch {
	case key.Field == domain.FieldUserRight, key.Field == domain.FieldTemplatePrivilege:
		return flagText(h.There, "ticked", "not ticked")
	case key.Field.Info().Kind == domain.PresenceValue && (!h.There || key.Field != domain.FieldTransition):
		return flagText(h.There, "there", notThere)
	case !h.There && key.Field.IsPrice():
		return domain.NotSet
	case !h.There:
		return notThere
	}
	return shown(w.value(key, h.Text))
}
