package domain

import "slices"

// Object is a kind of thing that fields belong to, or that changes are about: a stable key, which is stored and never shown.
type Object string

// The kinds of thing in a catalog.
const (
	ObjectPlan             Object = "plan"
	ObjectUpgrade          Object = "upgrade"
	ObjectPeriod           Object = "period"
	ObjectRate             Object = "rate"
	ObjectPriceRow         Object = "price_row"
	ObjectSalesCategory    Object = "sales_category"
	ObjectPlanCategory     Object = "plan_category"
	ObjectResourceCategory Object = "resource_category"
	ObjectSchedule         Object = "schedule"
	ObjectOrderFlow        Object = "order_flow"
	ObjectPrivileges       Object = "privileges"
	ObjectTerms            Object = "terms"
	ObjectPriceRule        Object = "price_rule" // all that a reseller has
	ObjectCatalog          Object = "catalog"    // any things of it
	ObjectLock             Object = "lock"       // of an own value
)

// The kinds of thing outside catalogs.
const (
	ObjectTemplate     Object = "template"
	ObjectResource     Object = "resource"
	ObjectNotification Object = "notification_template"
	ObjectFlow         Object = "order_flow_template" // an order flow that templates deliver
	ObjectExchangeRate Object = "exchange_rate"
	ObjectReseller     Object = "reseller"
	ObjectUser         Object = "user"
	ObjectSubscription Object = "subscription"
	ObjectRecipe       Object = "recipe"
	ObjectRun          Object = "run"
	ObjectChange       Object = "change" // of the log
)

// ObjectInfo is a row of the table of kinds of thing.
type ObjectInfo struct {
	Object  Object
	Noun    string // what messages call one: "service plan"
	There   Field  // the field that says that one is there which has values of its own; "" where none does
	Catalog bool   // changes are about one in a vendor's catalog; what is part of a plan is the plan's

	// Of things outside catalogs.
	Saved     Field // that each one has, of things that one kind of change both makes and changes; "" for others
	ByCode    bool  // one is named by a code, and has no id
	Removable bool  // a change takes one away; the others stay, or have a deletion of their own
}

// Objects is the table of kinds of thing. How things of a catalog are found and put there is in catalogThings, how others are made in
// otherThings.
func Objects() []ObjectInfo { return slices.Clone(objectInfos) }

var objectInfos = []ObjectInfo{
	{Object: ObjectPlan, Noun: "service plan", There: FieldPlan, Catalog: true},
	{Object: ObjectUpgrade, Noun: "upgrade path", There: FieldUpgrade},
	{Object: ObjectPeriod, Noun: "subscription period", There: FieldPeriod},
	{Object: ObjectRate, Noun: "resource rate", There: FieldRate},
	{Object: ObjectPriceRow, Noun: "price row", There: FieldPriceRow},
	{Object: ObjectSalesCategory, Noun: "category", There: FieldSalesCategory, Catalog: true},
	{Object: ObjectPlanCategory, Noun: "plan category", There: FieldPlanCategoryData, Catalog: true},
	{Object: ObjectResourceCategory, Noun: "resource category", There: FieldResourceCategory, Catalog: true},
	{Object: ObjectSchedule, Noun: "schedule", There: FieldScheduleContent, Catalog: true},
	{Object: ObjectOrderFlow, Noun: "order flow", Catalog: true},
	{Object: ObjectPrivileges, Noun: "privileges"},
	{Object: ObjectTerms, Noun: "document", There: FieldTermsDocument, Catalog: true},
	{Object: ObjectPriceRule, Noun: "price rule", Catalog: true},
	{Object: ObjectCatalog, Noun: "catalog", Catalog: true},
	{Object: ObjectLock, Noun: "lock"},

	{Object: ObjectTemplate, Noun: "service template"},
	{Object: ObjectResource, Noun: "resource", Saved: FieldResourceName, Removable: true},
	{Object: ObjectNotification, Noun: "notification template", Saved: FieldMessageName, Removable: true},
	{Object: ObjectFlow, Noun: "order flow", Saved: FieldOrderFlow, Removable: true},
	{Object: ObjectExchangeRate, Noun: "exchange rate", Saved: FieldExchangeRate, ByCode: true, Removable: true},
	{Object: ObjectReseller, Noun: "reseller"},
	{Object: ObjectUser, Noun: "user"},
	{Object: ObjectSubscription, Noun: "subscription"},
	{Object: ObjectRecipe, Noun: "recipe", Saved: FieldRecipeName, Removable: true},
	{Object: ObjectRun, Noun: "run"},
	{Object: ObjectChange, Noun: "change"},
}

// objectInfo finds a row.
var objectInfo = func() map[Object]ObjectInfo {
	known := make(map[Object]ObjectInfo, len(objectInfos))
	for _, row := range objectInfos {
		known[row.Object] = row
	}
	return known
}()

// Info returns the row of a kind of thing; the zero ObjectInfo, with the key for a noun, for one that is in no table.
func (of Object) Info() ObjectInfo {
	if info, known := objectInfo[of]; known {
		return info
	}
	return ObjectInfo{Object: of, Noun: string(of)}
}

// Noun is what messages call a thing of a kind: "service plan".
func (of Object) Noun() string { return of.Info().Noun }

// InCatalog reports whether changes are about a thing of a kind in a vendor's catalog.
func InCatalog(of Object) bool { return of.Info().Catalog }
