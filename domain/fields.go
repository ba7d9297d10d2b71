package domain

import "slices"

// Field names one kind of value that somebody can have: a stable key, which is stored and never shown. What it is called, what
// may stand in it, who may set it and which box passes it on is its row in [Fields].
type Field string

// The fields of a catalog, by the thing that they belong to. Those of fees and prices are numbered: [Fee.Field],
// [RatePrice.Field].
const (
	FieldPlan            Field = "service_plan" // yes, or no while it is Disabled by Provider
	FieldPlanType        Field = "plan_type"
	FieldTemplate        Field = "service_template"
	FieldName            Field = "name"
	FieldShort           Field = "short_description"
	FieldLong            Field = "long_description"
	FieldServiceTerms    Field = "service_terms"
	FieldPublished       Field = "published"
	FieldUsageStatistics Field = "usage_statistics"
	FieldSchedule        Field = "notification_schedule" // of a plan, or of a period
	FieldAutoRenew       Field = "auto_renew"
	FieldRenewPeriod     Field = "renew_period"
	FieldBillingModel    Field = "billing_model"
	FieldBillingPeriod   Field = "billing_period"
	FieldPlanCategory    Field = "plan_category"
	FieldPlacement       Field = "sales_categories"
	FieldProduct         Field = "product_id"
	FieldSKU             Field = "sku_id"
	FieldSegment         Field = "segment"
	FieldMarket          Field = "market"

	FieldUpgrade            Field = "upgrade_path"
	FieldUpgradeDowngrade   Field = "upgrade_downgrade"
	FieldUpgradeFee         Field = "upgrade_fee"
	FieldUpgradeDescription Field = "upgrade_description"

	FieldPeriod         Field = "subscription_period"
	FieldLength         Field = "period_length"
	FieldUnit           Field = "period_unit"
	FieldTrial          Field = "trial"
	FieldActive         Field = "active"
	FieldCycles         Field = "number_of_periods"
	FieldRefund         Field = "refund_period"
	FieldPeriodPosition Field = "period_position"
	FieldPeriodProduct  Field = "period_product_id"
	FieldPeriodSKU      Field = "period_sku_id"
	FieldPeriodBilling  Field = "period_billing_plan"

	FieldRate         Field = "resource_rate"
	FieldIncluded     Field = "included"
	FieldMinimum      Field = "minimum"
	FieldMaximum      Field = "maximum"
	FieldVisible      Field = "visible"
	FieldMain         Field = "main"
	FieldRatePosition Field = "rate_position"
	FieldPriceRow     Field = "price_row" // a tier, or the prices for one period

	FieldConfirmation Field = "confirmation" // of a period, or of a rate

	FieldFeeRule  Field = "fee_rule"  // a reseller's rule for fees of periods
	FieldRateRule Field = "rate_rule" // and for prices of resources
	FieldLock     Field = "lock"      // of an own value, whose field is the name of the key: its text is the reason

	FieldSalesCategory    Field = "sales_category"
	FieldCategoryName     Field = "category_name"
	FieldCategoryText     Field = "category_description"
	FieldCategoryParent   Field = "parent_category"
	FieldCategoryPosition Field = "category_position"
	FieldDisplay          Field = "display_category"

	FieldPlanCategoryData Field = "plan_category_entry"
	FieldPlanCategoryName Field = "plan_category_name"
	FieldPlanCategoryText Field = "plan_category_description"
	FieldTaxCategory      Field = "tax_category"

	FieldResourceCategory         Field = "resource_category"
	FieldResourceCategoryName     Field = "resource_category_name"
	FieldResourceCategoryPosition Field = "resource_category_position"
	FieldGrouping                 Field = "resource_grouping"

	FieldScheduleContent Field = "schedule_entry"
	FieldScheduleName    Field = "schedule_name"
	FieldNotification    Field = "schedule_notification"

	FieldOrderFlow  Field = "order_flow"
	FieldTransition Field = "order_flow_transition" // yes where it needs manual approval

	FieldPrivilege Field = "privilege"

	FieldTermsAcceptance   Field = "terms_acceptance"
	FieldTermsDocument     Field = "terms_document"
	FieldDocumentName      Field = "document_name"
	FieldDocumentVersion   Field = "document_version"
	FieldDocumentText      Field = "document_text"
	FieldDocumentEffective Field = "document_effective"
)

// feeFields and priceFields are the keys of the numbered fees and prices, msrpFields those of the suggested ones.
var (
	feeFields = [FeeCount]Field{"setup_fee", "recurring_fee", "renewal_fee", "transfer_fee", "cancellation_fee", "deposit_fee",
		"non_refundable_fee"}
	priceFields    = [RatePriceCount]Field{"setup_price", "recurring_price", "overuse_price", "cancellation_price"}
	msrpFeeFields  = [FeeCount]Field{"msrp_setup_fee", "msrp_recurring_fee", "msrp_renewal_fee", "msrp_transfer_fee", "msrp_cancellation_fee", "msrp_deposit_fee", "msrp_non_refundable_fee"}
	msrpRateFields = [RatePriceCount]Field{"msrp_setup_price", "msrp_recurring_price", "msrp_overuse_price", "msrp_cancellation_price"}
)

// Field returns the field of the fee.
func (f Fee) Field() Field { return feeFields[f] }

// Field returns the field of the price.
func (p RatePrice) Field() Field { return priceFields[p] }

// MSRP returns the field of the suggested fee, which only a vendor's own plans have.
func (f Fee) MSRP() Field { return msrpFeeFields[f] }

// MSRP returns the field of the suggested price, which only a vendor's own plans have.
func (p RatePrice) MSRP() Field { return msrpRateFields[p] }

// ValueKind says what may stand in a field: how it is checked, and how it is written on screen.
type ValueKind int

// The kinds of value, with their canonical texts.
const (
	TextValue     ValueKind = iota // any lines of at most Limit characters in all
	LineValue                      // one line of at most Limit characters
	FeeValue                       // money in the currency's minor unit: "12.5"; "" is not set
	PriceValue                     // money of as many decimals as the price of its resource keeps; "" is not set
	RateValue                      // an exchange rate above zero, of at most Limit decimals
	NumberValue                    // a whole number from 0 to Limit
	QuantityValue                  // a whole number of units of a resource from 0 on, or Unlimited
	FlagValue                      // yes or no
	IDValue                        // the id of something; "0" is none
	IDsValue                       // ids, sorted: "3 17"
	ChoiceValue                    // one of the words of a list
	PresenceValue                  // the thing itself: yes, or its name
	RuleValue                      // a price rule: "20 0 0.99 2" is percent, amount, rounding, and the decimals of the currency
)

// FieldInfo is a row of the table of fields.
type FieldInfo struct {
	Field Field
	Of    Object
	Label string // the manual's word
	Kind  ValueKind
	Limit int       // characters of a text, decimals of a price, the largest number
	Right Privilege // what setting it takes; "" nothing beside what the kind of change takes
	Box   OptionKey // the check box that passes it on; "" none (rule G11)
	Own   bool      // a reseller may have a value of their own over a delivered one
	Names Object    // the kind of thing whose id, or ids, its values are

	Required  bool // a line that must show something
	Uncounted bool // nobody counts it among the values that somebody set
}

// Fields is the table of fields, by the thing that they belong to, in the order of pages. Everything that knows about fields
// reads this table. A field that a plan and a period both have stands in it twice, with one label.
func Fields() []FieldInfo { return slices.Clone(fieldInfos) }

// Info returns the field's row; the zero FieldInfo, with the key for a label, for a field that is in no table.
func (f Field) Info() FieldInfo {
	if info := f.row(); info != nil {
		return *info
	}
	return FieldInfo{Field: f, Label: string(f)}
}

// row is Info without a copy; nil for a field that is in no table.
func (f Field) row() *FieldInfo { return fieldInfo[f] }

// Label is what pages call the field.
func (f Field) Label() string { return f.Info().Label }

// standsAlone reports whether an own value of the field needs no delivered one to stand over.
func (f Field) standsAlone() bool {
	of := f.Info().Of
	return of == ObjectUpgrade || of == ObjectPriceRule || of == ObjectLock
}

// IsPrice reports whether values of the field are amounts of money.
func (f Field) IsPrice() bool {
	row := f.row()
	return row != nil && (row.Kind == FeeValue || row.Kind == PriceValue)
}

// fieldInfos is the table, and fieldInfo finds a row.
var (
	fieldInfos = slices.Concat(infosOf(planTable), infosOf(upgradeTable), infosOf(periodTable), infosOf(rateTable), infosOf(rowTable),
		infosOf(salesCategoryTable), infosOf(planCategoryTable), infosOf(resourceCategoryTable), infosOf(scheduleTable),
		infosOf(documentTable), looseFields, infosOf(templateTable), infosOf(resourceTable),
		infosOf(notificationTable), infosOf(exchangeRateTable), infosOf(recipeTable), infosOf(accountTable), infosOf(userTable),
		infosOf(subscriptionTable), settingFields, pastFields)
	fieldInfo = byField(fieldInfos)
)

func byField(rows []FieldInfo) map[Field]*FieldInfo {
	known := make(map[Field]*FieldInfo, len(rows))
	for i := range rows {
		if _, twice := known[rows[i].Field]; !twice {
			known[rows[i].Field] = &rows[i]
		}
	}
	return known
}

// pastFields are the fields of outcomes that were stored before each field had a key and a row of its own. Their values are sentences.
var pastFields = []FieldInfo{
	{Field: "past_period_terms", Of: ObjectPeriod, Label: "Period terms"},
	{Field: "past_rate_display", Of: ObjectRate, Label: "Rate display"},
	{Field: "past_billing", Of: ObjectPlan, Label: "Billing"},
	{Field: "past_renewal", Of: ObjectPlan, Label: "Auto-renewal"},
	{Field: "past_upgrade", Of: ObjectUpgrade, Label: "Upgrade path"},
	{Field: "past_plan_category", Of: ObjectPlanCategory, Label: "Plan category"},
	{Field: "past_resource_category", Of: ObjectResourceCategory, Label: "Resource category"},
	{Field: "past_schedule", Of: ObjectSchedule, Label: "Notification schedule"},
	{Field: "past_document", Of: ObjectTerms, Label: "Terms document"},
}

// looseFields are those of things that are one value, or a set of them.
var looseFields = []FieldInfo{
	{Field: FieldFeeRule, Of: ObjectPriceRule, Label: "Rule for fees", Kind: RuleValue, Right: EditPrices, Box: UpdateFees, Own: true},
	{Field: FieldRateRule, Of: ObjectPriceRule, Label: "Rule for resource prices", Kind: RuleValue, Right: EditPrices, Box: UpdatePrices, Own: true},
	{Field: FieldLock, Of: ObjectLock, Label: "Lock reason", Kind: LineValue, Limit: lockLimit, Own: true, Required: true, Uncounted: true},
	{Field: FieldGrouping, Of: ObjectResourceCategory, Label: "Grouping of Resources", Kind: IDValue, Names: ObjectResourceCategory, Right: ManageCategories, Box: UpdateCategories},
	{Field: FieldNotification, Of: ObjectSchedule, Label: "Notification", Kind: PresenceValue, Right: ManageSchedules, Box: UpdateSchedules},
	{Field: FieldOrderFlow, Of: ObjectOrderFlow, Label: "Order flow", Kind: LineValue, Limit: NameLimit, Box: UpdateOrderFlow},
	{Field: FieldTransition, Of: ObjectOrderFlow, Label: "Order flow transition", Kind: FlagValue, Right: ManageOrderFlow, Box: UpdateOrderFlow, Own: true},
	{Field: FieldPrivilege, Of: ObjectPrivileges, Label: "Privilege", Kind: PresenceValue, Box: UpdatePrivileges},
	{Field: FieldTermsAcceptance, Of: ObjectTerms, Label: "Terms acceptance", Kind: ChoiceValue, Box: SynchronizeTerms},
}
