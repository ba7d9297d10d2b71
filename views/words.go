package views

import (
	"cmp"
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
	switch {
	case k.Field == domain.FieldTemplatePlan:
		return "Delegated plans"
	case k.Field == domain.FieldTemplatePrivilege:
		return "Privileges"
	case k.Field == domain.FieldUserRight:
		return "Rights"
	case k.Plan != 0:
		return named(w.names.Plans, k.Plan, "Service plan")
	}
	return objectLabel(k.Field.Info().Of)
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
		parts = append(parts, namedBy(w.names.Categories, k.Category, "Category", o))
	}
	if k.Schedule != 0 {
		parts = append(parts, namedBy(w.names.Schedules, k.Schedule, "Schedule", o))
	}
	info := k.Field.Info()
	switch {
	case k.Field == domain.FieldTemplatePlan:
		return named(w.names.Plans, k.Plan, "Service plan")
	case k.Field == domain.FieldPrivilege, k.Field == domain.FieldTemplatePrivilege, k.Field == domain.FieldUserRight:
		return k.Name
	case k.Field == domain.FieldTransition:
		return w.transition(k)
	case k.Field == domain.FieldNotification:
		return strings.Join(append(parts, w.notificationOf(k)), " · ")
	case info.Of == domain.ObjectTerms && k.Name != "":
		parts = append(parts, w.document(k.Name, o))
	case info.Of == domain.ObjectUpgrade:
		parts = append(parts, "Upgrade path to "+named(w.names.Plans, domain.UpgradeTarget(k), "service plan"))
	case k.Field == domain.FieldGrouping:
		return strings.Join(append(parts, "Resource category"), " · ")
	}
	if info.Kind == domain.PresenceValue && len(parts) > 0 && info.Of != domain.ObjectPeriod && info.Of != domain.ObjectRate &&
		info.Of != domain.ObjectPriceRow {
		return strings.Join(parts, " · ") // the thing is named already
	}
	return strings.Join(append(parts, info.Label), " · ")
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

// objectLabel is what pages call the part of a catalog to which things of a kind belong.
func objectLabel(of domain.Object) string {
	switch of {
	case domain.ObjectPlanCategory:
		return "Plan categories"
	case domain.ObjectResourceCategory:
		return "Grouping of resources"
	case domain.ObjectSchedule:
		return "Notification schedules"
	case domain.ObjectOrderFlow:
		return "Order flow"
	case domain.ObjectPrivileges:
		return "Privileges"
	case domain.ObjectTerms:
		return "Terms and conditions"
	}
	if label := settingLabels[of]; label != "" {
		return label
	}
	return "Sales categories"
}

// settingLabels are what pages call the things outside catalogs.
var settingLabels = map[domain.Object]string{
	domain.ObjectTemplate: "Service template", domain.ObjectResource: "Resource", domain.ObjectNotification: "Notification template",
	domain.ObjectFlow: "Order flow", domain.ObjectExchangeRate: "Exchange rate", domain.ObjectReseller: "Settings",
	domain.ObjectUser: "User", domain.ObjectSubscription: "Subscription",
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
	switch {
	case k.Field.IsPrice():
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
	case domain.FieldTemplate:
		return nameOrNone(w.names.Templates, text, "service template")
	case domain.FieldTemplateFlow:
		return nameOrNone(w.names.Flows, text, "order flow")
	case domain.FieldSubscriptionAccount:
		return nameOrNone(w.names.Accounts, text, "account")
	case domain.FieldSubscriptionPlan:
		return nameOrNone(w.names.Plans, text, "service plan")
	case domain.FieldRenewPeriod, domain.FieldSubscriptionPeriod:
		return nameOrNone(w.names.Periods, text, "period")
	case domain.FieldSchedule:
		return nameOrNone(w.names.Schedules, text, "schedule")
	case domain.FieldPlanCategory, domain.FieldGrouping, domain.FieldPlacement:
		return nameOrNone(w.names.Categories, text, "category")
	case domain.FieldDocumentEffective, domain.FieldSubscriptionStart, domain.FieldSubscriptionExpires:
		return FormatDay(text)
	case domain.FieldCategoryParent:
		if text == "0" {
			return "top level"
		}
		return nameOrNone(w.names.Categories, text, "category")
	default:
		if kind := k.Field.Info().Kind; kind == domain.QuantityValue || kind == domain.NumberValue {
			return amount(text)
		}
		return flag(k.Field, text)
	}
}

// noneOf is how an empty value of the field reads: "none" where that is a value like any other, else "".
func noneOf(f domain.Field) string {
	switch f {
	case domain.FieldPlan, domain.FieldConfirmation:
		return ""
	}
	switch f.Info().Kind {
	case domain.PresenceValue, domain.FlagValue:
		return ""
	default:
		return "none"
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
	case domain.FieldConfirmation:
		pair = [2]string{"Given", "Waited for"}
	case domain.FieldUpgradeDowngrade:
		pair = [2]string{"Downgrade", "Upgrade"}
	}
	if text == domain.Yes {
		return pair[0]
	}
	return pair[1]
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

// nameOrNone writes a list of ids of things of a kind as their names. Zero and an empty list are none.
func nameOrNone[ID ~int64](names map[ID]string, text, kind string) string {
	var list []string
	for _, id := range domain.ParseIDs[ID](text) {
		if id != 0 {
			list = append(list, named(names, id, kind))
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
