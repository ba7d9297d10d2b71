package domain

import "slices"

// ChangeKind is the key of a kind of change: it is stored and never shown.
type ChangeKind string

// The kinds of change.
const (
	PlanCreated     ChangeKind = "plan_created"
	PlanChanged     ChangeKind = "plan_changed"
	FeesChanged     ChangeKind = "fees_changed"
	PeriodAdded     ChangeKind = "period_added"
	PeriodDeleted   ChangeKind = "period_deleted"
	RateChanged     ChangeKind = "rate_changed"
	ResourceAdded   ChangeKind = "resource_added"
	ResourceRemoved ChangeKind = "resource_removed"
	PriceRowAdded   ChangeKind = "price_row_added"
	PathAdded       ChangeKind = "path_added"
	PathChanged     ChangeKind = "path_changed"
	PathRemoved     ChangeKind = "path_removed"
	PlanPublished   ChangeKind = "plan_published"
	PlanUnpublished ChangeKind = "plan_unpublished"
	PlanConfirmed   ChangeKind = "plan_confirmed"
	OwnValuesSet    ChangeKind = "own_values_set"
	PlanMoved       ChangeKind = "plan_moved"
	PlanMovedBack   ChangeKind = "plan_moved_back"
	PlanRestored    ChangeKind = "plan_restored"
	PlanDeleted     ChangeKind = "plan_deleted"

	SalesCategoryCreated    ChangeKind = "sales_category_created"
	SalesCategoryChanged    ChangeKind = "sales_category_changed"
	SalesCategoryDeleted    ChangeKind = "sales_category_deleted"
	DisplayChanged          ChangeKind = "display_changed"
	PlanCategoryCreated     ChangeKind = "plan_category_created"
	PlanCategoryChanged     ChangeKind = "plan_category_changed"
	PlanCategoryDeleted     ChangeKind = "plan_category_deleted"
	ResourceCategoryCreated ChangeKind = "resource_category_created"
	ResourceCategoryChanged ChangeKind = "resource_category_changed"
	ResourceCategoryDeleted ChangeKind = "resource_category_deleted"
	ResourceGrouped         ChangeKind = "resource_grouped"
	ScheduleCreated         ChangeKind = "schedule_created"
	ScheduleChanged         ChangeKind = "schedule_changed"
	ScheduleDeleted         ChangeKind = "schedule_deleted"
	DocumentCreated         ChangeKind = "document_created"
	DocumentChanged         ChangeKind = "document_changed"
	DocumentDeleted         ChangeKind = "document_deleted"
	FlowCustomized          ChangeKind = "order_flow_customized"
	CatalogChanged          ChangeKind = "catalog_changed"

	ResourceSaved        ChangeKind = "resource_saved"
	NotificationSaved    ChangeKind = "notification_template_saved"
	FlowSaved            ChangeKind = "order_flow_saved"
	ExchangeRateSaved    ChangeKind = "exchange_rate_saved"
	TemplateCreated      ChangeKind = "template_created"
	TemplateChanged      ChangeKind = "template_changed"
	DelegationChanged    ChangeKind = "delegated_plans_changed"
	TemplateTermsChanged ChangeKind = "template_terms_changed"
	TemplateDeleted      ChangeKind = "template_deleted"
	ResellerCreated      ChangeKind = "reseller_created"
	ResellerChanged      ChangeKind = "reseller_settings_changed"
	DisplaySynchronized  ChangeKind = "display_synchronization_changed"
	UserAdded            ChangeKind = "user_added"
	RoleChanged          ChangeKind = "role_changed"
	UserActivated        ChangeKind = "user_activated"
	UserDeactivated      ChangeKind = "user_deactivated"
	PasswordChanged      ChangeKind = "password_changed"
	SubscriptionCreated  ChangeKind = "subscription_created"
	SubscriptionChanged  ChangeKind = "subscription_status_changed"
	SubscriptionDeleted  ChangeKind = "subscription_deleted"

	Synchronized ChangeKind = "synchronized"
	RunUndone    ChangeKind = "synchronization_undone"
)

// KindInfo is a row of the table of kinds of change.
type KindInfo struct {
	Kind  ChangeKind
	Of    Object    // what it is about
	Words string    // of the log and the audit, in the past
	Right Privilege // what it takes; "": what the fields take that it sets, outside catalogs any role but read-only
	Who   Audience
	Undo  bool // it can be taken back as a change; runs have an undo of their own
}

// makes reports whether a change of this kind makes the thing that it is about.
func (k KindInfo) makes() bool {
	switch k.Kind {
	case PlanCreated, SalesCategoryCreated, PlanCategoryCreated, ResourceCategoryCreated, ScheduleCreated, DocumentCreated, CatalogChanged:
		return true
	}
	return false
}

// ByFields reports whether what a change of this kind takes depends on the fields that it sets.
func (k KindInfo) ByFields() bool { return k.Right == "" && InCatalog(k.Of) }

// removes reports whether a change of this kind takes the thing away that it is about.
func (k KindInfo) removes() bool {
	switch k.Kind {
	case SalesCategoryDeleted, PlanCategoryDeleted, ResourceCategoryDeleted, ScheduleDeleted, DocumentDeleted:
		return true
	}
	return false
}

// Apart reports whether changes of this kind are made by a method of their own, because they are more than new values of one thing:
// runs, accounts with their first user, subscriptions with what they deliver, deletions that ask what an undo could bring back.
// [Apply] refuses them.
func (k KindInfo) Apart() bool {
	switch k.Kind {
	case PlanDeleted, TemplateDeleted, ResellerCreated, SubscriptionCreated, SubscriptionChanged, SubscriptionDeleted, Synchronized, RunUndone:
		return true
	}
	return false
}

// Alone reports whether a change of this kind asks whether anybody uses a thing, so that nobody may begin to meanwhile.
func (k KindInfo) Alone() bool {
	switch k.Kind {
	case PlanDeleted, PeriodDeleted, TemplateDeleted, SubscriptionDeleted, SubscriptionChanged:
		return true
	}
	return false
}

// Audience says whose accounts a kind of change is for.
type Audience int

// The audiences of a kind of change.
const (
	Everybody Audience = iota
	ProvidersOnly
	ResellersOnly
)

// ChangeKinds is the table of everything that anybody can do to stored data. Everything that knows about kinds of change reads
// this table.
func ChangeKinds() []KindInfo { return slices.Clone(changeKinds) }

var changeKinds = []KindInfo{
	{PlanCreated, ObjectPlan, "created service plan", EditPrices, Everybody, true},
	{PlanChanged, ObjectPlan, "changed service plan", "", Everybody, true},
	{FeesChanged, ObjectPlan, "changed plan fees", EditPrices, Everybody, true},
	{PeriodAdded, ObjectPlan, "added subscription period", EditPrices, Everybody, true},
	{PeriodDeleted, ObjectPlan, "deleted subscription period", EditPrices, Everybody, true},
	{RateChanged, ObjectPlan, "changed resource rate", EditPrices, Everybody, true},
	{ResourceAdded, ObjectPlan, "added resource", EditPrices, Everybody, true},
	{ResourceRemoved, ObjectPlan, "removed resource", EditPrices, Everybody, true},
	{PriceRowAdded, ObjectPlan, "added price row", EditPrices, Everybody, true},
	{PathAdded, ObjectPlan, "added upgrade path", EditPrices, Everybody, true},
	{PathChanged, ObjectPlan, "changed upgrade path", EditPrices, Everybody, true},
	{PathRemoved, ObjectPlan, "removed upgrade path", EditPrices, Everybody, true},
	{PlanPublished, ObjectPlan, "published service plan", PublishPlans, Everybody, true},
	{PlanUnpublished, ObjectPlan, "unpublished service plan", PublishPlans, Everybody, true},
	{PlanConfirmed, ObjectPlan, "confirmed delegated plan", EditPrices, ResellersOnly, true},
	{OwnValuesSet, ObjectPlan, "set own values", "", ResellersOnly, true},
	{PlanMoved, ObjectPlan, "moved plan to sales categories", ManageCategories, Everybody, true},
	{PlanMovedBack, ObjectPlan, "moved plan back to its delivered sales categories", ManageCategories, ResellersOnly, true},
	{PlanRestored, ObjectPlan, "restored service plan", "", Everybody, true},
	{PlanDeleted, ObjectPlan, "deleted service plan", EditPrices, Everybody, false},

	{SalesCategoryCreated, ObjectSalesCategory, "created sales category", ManageCategories, Everybody, true},
	{SalesCategoryChanged, ObjectSalesCategory, "changed sales category", ManageCategories, Everybody, true},
	{SalesCategoryDeleted, ObjectSalesCategory, "deleted sales category", ManageCategories, Everybody, true},
	{DisplayChanged, ObjectSalesCategory, "changed Display Category", ManageCategories, Everybody, true},
	{PlanCategoryCreated, ObjectPlanCategory, "created plan category", ManageCategories, ProvidersOnly, true},
	{PlanCategoryChanged, ObjectPlanCategory, "changed plan category", ManageCategories, ProvidersOnly, true},
	{PlanCategoryDeleted, ObjectPlanCategory, "deleted plan category", ManageCategories, ProvidersOnly, true},
	{ResourceCategoryCreated, ObjectResourceCategory, "created resource category", ManageCategories, ProvidersOnly, true},
	{ResourceCategoryChanged, ObjectResourceCategory, "changed resource category", ManageCategories, ProvidersOnly, true},
	{ResourceCategoryDeleted, ObjectResourceCategory, "deleted resource category", ManageCategories, ProvidersOnly, true},
	{ResourceGrouped, ObjectResourceCategory, "grouped resource", ManageCategories, ProvidersOnly, true},
	{ScheduleCreated, ObjectSchedule, "created notification schedule", ManageSchedules, Everybody, true},
	{ScheduleChanged, ObjectSchedule, "changed notification schedule", ManageSchedules, Everybody, true},
	{ScheduleDeleted, ObjectSchedule, "deleted notification schedule", ManageSchedules, Everybody, true},
	{DocumentCreated, ObjectTerms, "created terms document", ManageTerms, ResellersOnly, true},
	{DocumentChanged, ObjectTerms, "changed terms document", ManageTerms, ResellersOnly, true},
	{DocumentDeleted, ObjectTerms, "deleted terms document", ManageTerms, ResellersOnly, true},
	{FlowCustomized, ObjectOrderFlow, "customized order flow", ManageOrderFlow, ResellersOnly, true},
	{CatalogChanged, ObjectCatalog, "changed catalog", "", Everybody, true},

	{ResourceSaved, ObjectResource, "saved resource", "", ProvidersOnly, true},
	{NotificationSaved, ObjectNotification, "saved notification template", ManageSchedules, ProvidersOnly, true},
	{FlowSaved, ObjectFlow, "saved order flow", ManageOrderFlow, ProvidersOnly, true},
	{ExchangeRateSaved, ObjectExchangeRate, "saved exchange rate", EditPrices, ProvidersOnly, true},
	{TemplateCreated, ObjectTemplate, "created service template", ManageSubResellers, Everybody, false},
	{TemplateChanged, ObjectTemplate, "changed service template", ManageSubResellers, Everybody, true},
	{DelegationChanged, ObjectTemplate, "changed delegated plans", ManageSubResellers, Everybody, true},
	{TemplateTermsChanged, ObjectTemplate, "changed terms and conditions", ManageTerms, Everybody, true},
	{TemplateDeleted, ObjectTemplate, "deleted service template", ManageSubResellers, Everybody, false},
	{ResellerCreated, ObjectReseller, "created account", ManageSubResellers, Everybody, false},
	{ResellerChanged, ObjectReseller, "changed reseller settings", ManageSubResellers, Everybody, true},
	{DisplaySynchronized, ObjectReseller, "changed Synchronize Display Category", ManageSubResellers, ProvidersOnly, true},
	{UserAdded, ObjectUser, "added user", ManageUsers, Everybody, false},
	{RoleChanged, ObjectUser, "changed role", ManageUsers, Everybody, true},
	{UserActivated, ObjectUser, "activated user", ManageUsers, Everybody, true},
	{UserDeactivated, ObjectUser, "deactivated user", ManageUsers, Everybody, true},
	{PasswordChanged, ObjectUser, "changed password", ManageUsers, Everybody, false},
	{SubscriptionCreated, ObjectSubscription, "created subscription", ManageSubResellers, Everybody, false},
	{SubscriptionChanged, ObjectSubscription, "changed subscription status", ManageSubResellers, Everybody, false},
	{SubscriptionDeleted, ObjectSubscription, "deleted subscription", ManageSubResellers, Everybody, false},

	{Synchronized, ObjectRun, "synchronized", SynchronizeSubReseller, Everybody, false},
	{RunUndone, ObjectRun, "undid a synchronization", SynchronizeSubReseller, Everybody, false},
}

// Info returns the kind's row; the zero KindInfo, with the key for words, for a kind that is in no table.
func (k ChangeKind) Info() KindInfo {
	i := slices.IndexFunc(changeKinds, func(row KindInfo) bool { return row.Kind == k })
	if i < 0 {
		return KindInfo{Kind: k, Words: string(k)}
	}
	return changeKinds[i]
}

// May returns KindForbidden where the viewer may not make changes of this kind at all, and KindNotFound where their account has
// no such thing. What the fields take that a change sets is asked when it is applied.
func (k KindInfo) May(v Viewer) error {
	switch {
	case !k.isFor(v):
		return NotFound("The page")
	case k.Right != "":
		return v.Needs(k.Right)
	case v.User.Role == ReadOnly:
		return Forbidden("Your role does not allow changes.")
	}
	return nil
}

// isFor reports whether the viewer's account makes changes of this kind.
func (k KindInfo) isFor(v Viewer) bool {
	return k.Who == Everybody || v.IsProvider() == (k.Who == ProvidersOnly)
}

// maySet returns KindForbidden where the viewer lacks the right that a value of a catalog takes, and KindNotFound where accounts like
// theirs have no such thing, whatever the kind of change: none that is about it is for them.
func (v Viewer) maySet(key Key) error {
	of := RefOf(key).Of
	if !slices.ContainsFunc(changeKinds, func(k KindInfo) bool { return k.Of == of && k.isFor(v) }) {
		return NotFound("The " + of.Noun())
	}
	return v.Needs(key.Field.Info().Right)
}

// mayMake is May for a change that sets these values, of which each may take a right of its own. What a template delivers is not a
// vendor's own, so that of things outside the catalog the kind says all.
func (k KindInfo) mayMake(v Viewer, edits []Edit) error {
	if err := k.May(v); err != nil || !InCatalog(k.Of) {
		return err
	}
	for _, e := range edits {
		if err := v.maySet(e.Key); err != nil {
			return err
		}
	}
	return nil
}

// ChangeRights lists the privileges each of which lets some change be made: by its kind, or by a field that it sets.
func ChangeRights() []Privilege {
	var rights []Privilege
	for _, k := range changeKinds {
		rights = append(rights, k.Right)
	}
	for _, f := range fieldInfos {
		rights = append(rights, f.Right)
	}
	return slices.DeleteFunc(Privileges(), func(p Privilege) bool { return !slices.Contains(rights, p) })
}

// Needs returns KindForbidden, naming the right, where the viewer lacks it.
func (v Viewer) Needs(right Privilege) error {
	if v.User.Role == ReadOnly {
		return Forbidden("Your role does not allow changes.")
	}
	if right != "" && !v.May(right) {
		return Forbidden("You need the right \"" + string(right) + "\" to do this.")
	}
	return nil
}
