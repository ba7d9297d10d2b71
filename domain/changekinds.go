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
	PricesChanged   ChangeKind = "prices_changed"
	PricesImported  ChangeKind = "prices_imported"
	PlansConfirmed  ChangeKind = "plans_confirmed"
	PlansChanged    ChangeKind = "plans_changed"

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
	PriceRulesChanged       ChangeKind = "price_rules_changed"
	CatalogChanged          ChangeKind = "catalog_changed"
	ValuesLocked            ChangeKind = "own_values_locked"
	ValuesUnlocked          ChangeKind = "own_values_unlocked"

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
	OwnNameChanged       ChangeKind = "own_name_changed"
	UserAdded            ChangeKind = "user_added"
	RoleChanged          ChangeKind = "role_changed"
	UserActivated        ChangeKind = "user_activated"
	UserDeactivated      ChangeKind = "user_deactivated"
	PasswordChanged      ChangeKind = "password_changed"
	LinkMade             ChangeKind = "password_link_made"
	TwoStepOn            ChangeKind = "two_step_turned_on"
	TwoStepOff           ChangeKind = "two_step_turned_off"
	TwoStepReset         ChangeKind = "two_step_reset"
	RecoveryCodesMade    ChangeKind = "recovery_codes_made"
	TwoStepAsked         ChangeKind = "two_step_asked"
	JumpLimitSet         ChangeKind = "price_jump_limit_set"
	GuardsSet            ChangeKind = "guards_set"
	RecipeSaved          ChangeKind = "recipe_saved"
	RecipeDeleted        ChangeKind = "recipe_deleted"
	ResellerMoved        ChangeKind = "reseller_moved"
	ShopSet              ChangeKind = "shop_set"
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
	Traits
}

// Traits are what holds of changes of a kind.
type Traits uint16

// What may hold of changes of a kind.
const (
	Makes    Traits = 1 << iota // they make the thing that they are about
	Removes                     // they take it away
	Undoable                    // they can be taken back as a change; runs have an undo of their own

	// Apart are those that are made by a method of their own, because they are more than new values of one thing: runs, accounts with
	// their first user, subscriptions with what they deliver, deletions that ask what an undo could bring back. [Apply] refuses them.
	Apart

	// Alone are those that ask whether anybody uses a thing, so that nobody may begin to meanwhile; AloneAsWhole where they say the whole
	// thing, of which parts may be gone; AloneToFix where they do more than set values that are never fixed.
	Alone
	AloneAsWhole
	AloneToFix

	WithSecret // they set what is never shown
	WithLink   // they make a one-time link, with which somebody sets their password
	WithCodes  // they set the recovery codes of two-step sign-in, and with the first ones its secret
	OfOneself  // everybody makes them at themselves, whatever their role and rights, and nobody at another
	OfOthers   // nobody makes them at themselves

	ByAdministrators // they take the role, too

	SeeingCosts // they take View costs, too

	Adds // they add a part to the thing that they are about
)

// Has reports whether one of the traits holds.
func (t Traits) Has(one Traits) bool { return t&one != 0 }

// ByFields reports whether what a change of this kind takes depends on the fields that it sets.
func (k KindInfo) ByFields() bool { return k.Right == "" && InCatalog(k.Of) }

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
	{PlanCreated, ObjectPlan, "created service plan", EditPrices, Everybody, Makes | Undoable},
	{PlanChanged, ObjectPlan, "changed service plan", "", Everybody, AloneAsWhole | Undoable},
	{FeesChanged, ObjectPlan, "changed plan fees", EditPrices, Everybody, Undoable},
	{PeriodAdded, ObjectPlan, "added subscription period", EditPrices, Everybody, Adds | Undoable},
	{PeriodDeleted, ObjectPlan, "deleted subscription period", EditPrices, Everybody, Alone | Undoable},
	{RateChanged, ObjectPlan, "changed resource rate", EditPrices, Everybody, Undoable},
	{ResourceAdded, ObjectPlan, "added resource", EditPrices, Everybody, Adds | Undoable},
	{ResourceRemoved, ObjectPlan, "removed resource", EditPrices, Everybody, Undoable},
	{PriceRowAdded, ObjectPlan, "added price row", EditPrices, Everybody, Adds | Undoable},
	{PathAdded, ObjectPlan, "added upgrade path", EditPrices, Everybody, Adds | Undoable},
	{PathChanged, ObjectPlan, "changed upgrade path", EditPrices, Everybody, Undoable},
	{PathRemoved, ObjectPlan, "removed upgrade path", EditPrices, Everybody, Undoable},
	{PlanPublished, ObjectPlan, "published service plan", PublishPlans, Everybody, Undoable},
	{PlanUnpublished, ObjectPlan, "unpublished service plan", PublishPlans, Everybody, Undoable},
	{PlanConfirmed, ObjectPlan, "confirmed delegated plan", EditPrices, ResellersOnly, Undoable},
	{OwnValuesSet, ObjectPlan, "set own values", "", ResellersOnly, Undoable},
	{PlanMoved, ObjectPlan, "moved plan to sales categories", ManageCategories, Everybody, Undoable},
	{PlanMovedBack, ObjectPlan, "moved plan back to its delivered sales categories", ManageCategories, ResellersOnly, Undoable},
	{PlanRestored, ObjectPlan, "restored service plan", "", Everybody, AloneAsWhole | Undoable},
	{PlanDeleted, ObjectPlan, "deleted service plan", EditPrices, Everybody, Removes | Apart | Alone},

	{SalesCategoryCreated, ObjectSalesCategory, "created sales category", ManageCategories, Everybody, Makes | Undoable},
	{SalesCategoryChanged, ObjectSalesCategory, "changed sales category", ManageCategories, Everybody, Undoable},
	{SalesCategoryDeleted, ObjectSalesCategory, "deleted sales category", ManageCategories, Everybody, Removes | Undoable},
	{DisplayChanged, ObjectSalesCategory, "changed Display Category", ManageCategories, Everybody, Undoable},
	{PlanCategoryCreated, ObjectPlanCategory, "created plan category", ManageCategories, ProvidersOnly, Makes | Undoable},
	{PlanCategoryChanged, ObjectPlanCategory, "changed plan category", ManageCategories, ProvidersOnly, Undoable},
	{PlanCategoryDeleted, ObjectPlanCategory, "deleted plan category", ManageCategories, ProvidersOnly, Removes | Undoable},
	{ResourceCategoryCreated, ObjectResourceCategory, "created resource category", ManageCategories, ProvidersOnly, Makes | Undoable},
	{ResourceCategoryChanged, ObjectResourceCategory, "changed resource category", ManageCategories, ProvidersOnly, Undoable},
	{ResourceCategoryDeleted, ObjectResourceCategory, "deleted resource category", ManageCategories, ProvidersOnly, Removes | Undoable},
	{ResourceGrouped, ObjectResourceCategory, "grouped resource", ManageCategories, ProvidersOnly, Undoable},
	{ScheduleCreated, ObjectSchedule, "created notification schedule", ManageSchedules, Everybody, Makes | Undoable},
	{ScheduleChanged, ObjectSchedule, "changed notification schedule", ManageSchedules, Everybody, Undoable},
	{ScheduleDeleted, ObjectSchedule, "deleted notification schedule", ManageSchedules, Everybody, Removes | Undoable},
	{DocumentCreated, ObjectTerms, "created terms document", ManageTerms, ResellersOnly, Makes | Undoable},
	{DocumentChanged, ObjectTerms, "changed terms document", ManageTerms, ResellersOnly, Undoable},
	{DocumentDeleted, ObjectTerms, "deleted terms document", ManageTerms, ResellersOnly, Removes | Undoable},
	{FlowCustomized, ObjectOrderFlow, "customized order flow", ManageOrderFlow, ResellersOnly, Undoable},
	{PricesChanged, ObjectCatalog, "changed prices", EditPrices, Everybody, Undoable},
	{PricesImported, ObjectCatalog, "imported prices", EditPrices, Everybody, Undoable},
	{PlansConfirmed, ObjectCatalog, "confirmed delegated plans", EditPrices, ResellersOnly, Undoable},
	{PlansChanged, ObjectCatalog, "changed service plans", "", Everybody, Undoable},
	{PriceRulesChanged, ObjectPriceRule, "changed price rules", EditPrices, ResellersOnly, SeeingCosts | Undoable},
	{ValuesLocked, ObjectCatalog, "locked own values", "", ResellersOnly, Undoable},
	{ValuesUnlocked, ObjectCatalog, "unlocked own values", "", ResellersOnly, Undoable},
	{CatalogChanged, ObjectCatalog, "changed catalog", "", Everybody, AloneToFix | Undoable},

	{ResourceSaved, ObjectResource, "saved resource", "", ProvidersOnly, Undoable},
	{NotificationSaved, ObjectNotification, "saved notification template", ManageSchedules, ProvidersOnly, Undoable},
	{FlowSaved, ObjectFlow, "saved order flow", ManageOrderFlow, ProvidersOnly, Undoable},
	{ExchangeRateSaved, ObjectExchangeRate, "saved exchange rate", EditPrices, ProvidersOnly, Undoable},
	{TemplateCreated, ObjectTemplate, "created service template", ManageSubResellers, Everybody, Makes},
	{TemplateChanged, ObjectTemplate, "changed service template", ManageSubResellers, Everybody, Undoable},
	{DelegationChanged, ObjectTemplate, "changed delegated plans", ManageSubResellers, Everybody, Undoable},
	{TemplateTermsChanged, ObjectTemplate, "changed terms and conditions", ManageTerms, Everybody, Undoable},
	{TemplateDeleted, ObjectTemplate, "deleted service template", ManageSubResellers, Everybody, Removes | Apart | Alone},
	{ResellerCreated, ObjectReseller, "created account", ManageSubResellers, Everybody, Makes | Apart},
	{ResellerChanged, ObjectReseller, "changed reseller settings", ManageSubResellers, Everybody, Undoable},
	{DisplaySynchronized, ObjectReseller, "changed Synchronize Display Category", ManageSubResellers, ProvidersOnly, Undoable},
	{TwoStepAsked, ObjectReseller, "changed whom two-step sign-in is asked of", ManageUsers, Everybody, ByAdministrators | Undoable},
	{JumpLimitSet, ObjectReseller, "changed which prices are to be looked at twice", EditPrices, ProvidersOnly, Undoable},
	{GuardsSet, ObjectReseller, "changed what guards synchronizations", SynchronizeSubReseller, ProvidersOnly, ByAdministrators | Undoable},
	{RecipeSaved, ObjectRecipe, "saved recipe", SynchronizeSubReseller, Everybody, Undoable},
	{RecipeDeleted, ObjectRecipe, "deleted recipe", SynchronizeSubReseller, Everybody, Removes | Undoable},
	{ShopSet, ObjectReseller, "changed who may see the catalog", PublishPlans, ResellersOnly, Undoable},
	{ResellerMoved, ObjectReseller, "moved reseller to another vendor", ManageSubResellers, Everybody, Alone | Undoable},
	{UserAdded, ObjectUser, "added user", ManageUsers, Everybody, Makes | WithLink},
	{RoleChanged, ObjectUser, "changed role", ManageUsers, Everybody, Undoable},
	{UserActivated, ObjectUser, "activated user", ManageUsers, Everybody, Undoable},
	{UserDeactivated, ObjectUser, "deactivated user", ManageUsers, Everybody, Undoable},
	{OwnNameChanged, ObjectUser, "changed own name", "", Everybody, OfOneself},
	{PasswordChanged, ObjectUser, "changed password", "", Everybody, OfOneself | WithSecret},
	{LinkMade, ObjectUser, "made a link for a new password", ManageUsers, Everybody, WithLink},
	{TwoStepOn, ObjectUser, "turned on two-step sign-in", "", Everybody, OfOneself | WithCodes},
	{TwoStepOff, ObjectUser, "turned off two-step sign-in", "", Everybody, OfOneself},
	{TwoStepReset, ObjectUser, "turned off two-step sign-in of a user", ManageUsers, Everybody, OfOthers},
	{RecoveryCodesMade, ObjectUser, "made new recovery codes", "", Everybody, OfOneself | WithCodes},
	{SubscriptionCreated, ObjectSubscription, "created subscription", ManageSubResellers, Everybody, Makes | Apart},
	{SubscriptionChanged, ObjectSubscription, "changed subscription status", ManageSubResellers, Everybody, Apart | Alone},
	{SubscriptionDeleted, ObjectSubscription, "deleted subscription", ManageSubResellers, Everybody, Removes | Apart | Alone},

	{Synchronized, ObjectRun, "synchronized", SynchronizeSubReseller, Everybody, Apart},
	{RunUndone, ObjectRun, "undid a synchronization", SynchronizeSubReseller, Everybody, Apart},
}

// namesOfMany are the names of what changes are about that are about many things at once, so that no one thing's name is theirs: of an import it
// is its file's.
var namesOfMany = map[ChangeKind]string{
	PricesChanged:     "Prices",
	PlansConfirmed:    "Plans not on sale",
	PlansChanged:      "Service plans",
	PriceRulesChanged: "Price rules",
	ValuesLocked:      "Catalog",
	ValuesUnlocked:    "Catalog",
	CatalogChanged:    "Catalog",
}

// ChangeOfMany is a change of many things at once, which sets these values and lets all others be.
func ChangeOfMany(kind ChangeKind, typed ...KeyedValue) Change {
	return Change{Kind: kind, About: Ref{Of: kind.Info().Of, Name: namesOfMany[kind]}, Part: true, Typed: typed}
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
	case k.Right != "" && v.Needs(k.Right) != nil:
		return v.Needs(k.Right)
	case k.Has(ByAdministrators) && v.User.Role != Administrator:
		return Forbidden("Only an administrator can do this.")
	case k.Has(SeeingCosts) && !v.SeesCosts():
		return Lacks(ViewCosts)
	case k.Right != "":
		return nil
	case k.Has(OfOneself):
		return nil
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
	return v.Needs(key.Right())
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
		return Lacks(right)
	}
	return nil
}
