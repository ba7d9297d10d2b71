package views

import (
	"cmp"

	"tiersync/domain"
)

// object is a row of the table of what pages know of kinds of thing, beside [domain.Objects].
type object struct {
	label string                                   // one of them: "Sales category"
	part  string                                   // heads what is told of them; "": label
	noun  string                                   // one whose name is not known; "": what messages call it
	gone  string                                   // what is said of one that the viewer does not know any more; "": deleted
	list  string                                   // the page of all of them; "": that of service plans
	page  func(r domain.Ref) string                // the page of one; nil: it has none
	has   func(r domain.Ref, v domain.Viewer) bool // who has that page; nil: everybody
}

// objects has a row for every kind of thing but the parts of plans that their plan and their label tell.
var objects = map[domain.Object]object{
	domain.ObjectPlan:   {label: "Service plan", page: func(r domain.Ref) string { return PlanURL(domain.PlanID(r.ID)) }},
	domain.ObjectPeriod: {noun: "period"},
	domain.ObjectSalesCategory: {label: "Sales category", part: "Sales categories", list: "/products/sales-categories",
		page: under("/products/sales-categories/", "")},
	domain.ObjectPlanCategory: {label: "Plan category", part: "Plan categories", noun: "category", list: "/products/plan-categories",
		page: under("/products/plan-categories/", "/edit"), has: categorizer},
	domain.ObjectResourceCategory: {label: "Resource category", part: "Grouping of resources", noun: "category", list: "/products/resource-categories",
		page: under("/products/resource-categories/", "/edit"), has: categorizer},
	domain.ObjectSchedule: {label: "Notification schedule", part: "Notification schedules", list: "/notifications/schedules",
		page: func(r domain.Ref) string { return scheduleURL(domain.ScheduleID(r.ID)) }},
	domain.ObjectOrderFlow:  {label: "Order flow", list: "/order-flow", page: func(domain.Ref) string { return "/order-flow" }, has: reseller},
	domain.ObjectPrivileges: {label: "Privileges"},
	domain.ObjectTerms: {label: "Document", part: "Terms and conditions", list: "/terms", page: under("/terms/", ""),
		has: func(r domain.Ref, v domain.Viewer) bool { return reseller(r, v) && r.ID != 0 }},
	domain.ObjectPriceRule: {label: "Price rule", list: pricesPath, page: func(domain.Ref) string { return rulesPath },
		has: func(r domain.Ref, v domain.Viewer) bool { return reseller(r, v) && v.SeesCosts() }},
	domain.ObjectLock:    {label: "Lock", part: "Locks"},
	domain.ObjectCatalog: {label: "Catalog", list: pricesPath, page: func(domain.Ref) string { return pricesPath }},

	domain.ObjectTemplate: {label: "Service template", list: templatesPath,
		page: func(r domain.Ref) string { return templateURL(domain.TemplateID(r.ID)) }, has: parent},
	domain.ObjectResource: {label: "Resource", list: "/products/resources", page: under("/products/resources/", "/edit"),
		has: func(r domain.Ref, v domain.Viewer) bool { return provider(r, v) && v.User.Role != domain.ReadOnly }},
	domain.ObjectNotification: {label: "Notification template", list: "/notifications/templates",
		page: func(r domain.Ref) string { return notificationURL(domain.NotificationID(r.ID)) }, has: provider},
	domain.ObjectFlow: {label: "Order flow", list: "/order-flows", page: under("/order-flows/", ""), has: provider},
	domain.ObjectExchangeRate: {label: "Exchange rate", list: "/exchange-rates",
		page: func(r domain.Ref) string { return exchangeRateURL(domain.Currency(r.Code)) + "/history" }, has: provider},
	domain.ObjectReseller: {label: "Account", part: "Settings", noun: "account", gone: "not below you any more", list: "/resellers",
		page: func(r domain.Ref) string { return resellerURL(domain.AccountID(r.ID)) },
		has: func(r domain.Ref, v domain.Viewer) bool {
			return parent(r, v) && domain.AccountID(r.ID) != v.Account.ID
		}},
	domain.ObjectUser: {label: "User", list: "/users", page: under("/users/", ""),
		has: func(_ domain.Ref, v domain.Viewer) bool { return v.May(domain.ManageUsers) }},
	domain.ObjectSubscription: {label: "Subscription", gone: "not there or not below you any more", page: under("/subscriptions/", ""), has: parent},
	domain.ObjectRecipe: {label: "Recipe", list: RecipesPath, page: under(RecipesPath+"/", "/edit"),
		has: func(_ domain.Ref, v domain.Viewer) bool { return v.May(domain.SynchronizeSubReseller) }},
	domain.ObjectRun:    {label: "Synchronization", page: func(r domain.Ref) string { return RunURL(domain.RunID(r.ID)) }},
	domain.ObjectChange: {label: "Change", page: func(r domain.Ref) string { return ChangeURL(domain.ChangeID(r.ID)) }},
}

// under is a page of things by their id.
func under(path, tab string) func(domain.Ref) string {
	return func(r domain.Ref) string { return path + idText(r.ID) + tab }
}

func provider(_ domain.Ref, v domain.Viewer) bool { return v.IsProvider() }

func reseller(_ domain.Ref, v domain.Viewer) bool { return !v.IsProvider() }

func parent(_ domain.Ref, v domain.Viewer) bool { return v.Holds(domain.ManageSubResellers) }

func categorizer(r domain.Ref, v domain.Viewer) bool {
	return v.IsProvider() && v.May(domain.ManageCategories) && r.ID != 0
}

// RefURL is the page of a thing that a change is about, "" where the viewer has none.
func RefURL(r domain.Ref, v domain.Viewer) string {
	row := objects[r.Of]
	if row.page == nil || row.has != nil && !row.has(r, v) {
		return ""
	}
	return row.page(r)
}

// refLabel is what a thing of a kind is called.
func refLabel(of domain.Object) string { return cmp.Or(objects[of].label, of.Noun()) }

// partLabel is what pages call the part of a catalog to which things of a kind belong.
func partLabel(of domain.Object) string { return cmp.Or(objects[of].part, refLabel(of)) }

// nounOf is what a thing of a kind is called whose name is not known.
func nounOf(of domain.Object) string { return cmp.Or(objects[of].noun, of.Noun()) }
