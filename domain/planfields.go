package domain

import (
	"slices"
	"strings"
)

// descriptionLimit is how many characters a description may have.
const descriptionLimit = 4000

// How many characters there may be in an id, and in another word, of a price list from outside.
const (
	articleLimit = 100
	wordLimit    = 40
)

var planTable = []fieldRow[Plan]{
	{FieldInfo: FieldInfo{Field: FieldPlan, Of: ObjectPlan, Label: "Service plan", Kind: PresenceValue, Right: PublishPlans, Box: EnablePlans},
		same: func(a, b *Plan) bool { return a.Disabled == b.Disabled },
		get:  func(p *Plan) string { return YesNo(!p.Disabled) }, set: func(p *Plan, text string) { p.Disabled = text != Yes }},
	textField(FieldInfo{Field: FieldPlanType, Of: ObjectPlan, Label: "Type", Kind: ChoiceValue, Right: EditPrices}, func(p *Plan) *PlanType { return &p.Type }),
	idField(FieldInfo{Field: FieldTemplate, Of: ObjectPlan, Label: "Service template", Names: ObjectTemplate, Right: EditPrices}, func(p *Plan) *TemplateID { return &p.Template }),
	textField(FieldInfo{Field: FieldName, Of: ObjectPlan, Label: "Name", Kind: LineValue, Limit: NameLimit, Right: EditDescriptions, Box: UpdateNames}, func(p *Plan) *string { return &p.Name }),
	textField(FieldInfo{Field: FieldShort, Of: ObjectPlan, Label: "Short description", Kind: TextValue, Limit: descriptionLimit, Right: EditDescriptions, Box: UpdateNames, Own: true}, func(p *Plan) *string { return &p.Short }),
	textField(FieldInfo{Field: FieldLong, Of: ObjectPlan, Label: "Long description", Kind: TextValue, Limit: descriptionLimit, Right: EditDescriptions, Box: UpdateNames, Own: true}, func(p *Plan) *string { return &p.Long }),
	textField(FieldInfo{Field: FieldServiceTerms, Of: ObjectPlan, Label: "Service terms", Kind: TextValue, Limit: descriptionLimit, Right: EditDescriptions, Box: UpdateNames}, func(p *Plan) *string { return &p.ServiceTerms }),
	flagField(FieldInfo{Field: FieldPublished, Of: ObjectPlan, Label: "Published", Right: PublishPlans, Own: true}, func(p *Plan) *bool { return &p.Published }),
	flagField(FieldInfo{Field: FieldUsageStatistics, Of: ObjectPlan, Label: "Attach Usage Statistics", Right: EditPrices, Box: AttachUsage}, func(p *Plan) *bool { return &p.UsageStatistics }),
	idField(FieldInfo{Field: FieldSchedule, Of: ObjectPlan, Label: "Notification schedule", Names: ObjectSchedule, Right: EditPrices, Box: UpdateFees, Own: true}, func(p *Plan) *ScheduleID { return &p.Schedule }),
	textField(FieldInfo{Field: FieldBillingModel, Of: ObjectPlan, Label: "Billing model", Kind: LineValue, Limit: NameLimit, Right: EditPrices}, func(p *Plan) *string { return &p.BillingModel }),
	textField(FieldInfo{Field: FieldBillingPeriod, Of: ObjectPlan, Label: "Billing period", Kind: LineValue, Limit: NameLimit, Right: EditPrices}, func(p *Plan) *string { return &p.BillingPeriod }),
	flagField(FieldInfo{Field: FieldAutoRenew, Of: ObjectPlan, Label: "Auto-renewal", Right: EditPrices, Box: UpdatePeriods}, func(p *Plan) *bool { return &p.AutoRenew }),
	idField(FieldInfo{Field: FieldRenewPeriod, Of: ObjectPlan, Label: "Renewal to period", Names: ObjectPeriod, Right: EditPrices, Box: UpdatePeriods}, func(p *Plan) *PeriodID { return &p.RenewPeriod }),
	textField(FieldInfo{Field: FieldProduct, Of: ObjectPlan, Label: "Product ID", Kind: LineValue, Limit: articleLimit, Right: EditPrices}, func(p *Plan) *string { return &p.Product }),
	textField(FieldInfo{Field: FieldSKU, Of: ObjectPlan, Label: "SKU ID", Kind: LineValue, Limit: articleLimit, Right: EditPrices}, func(p *Plan) *string { return &p.SKU }),
	textField(FieldInfo{Field: FieldSegment, Of: ObjectPlan, Label: "Segment", Kind: LineValue, Limit: wordLimit, Right: EditPrices}, func(p *Plan) *string { return &p.Segment }),
	textField(FieldInfo{Field: FieldMarket, Of: ObjectPlan, Label: "Market", Kind: LineValue, Limit: wordLimit, Right: EditPrices}, func(p *Plan) *string { return &p.Market }),
	idField(FieldInfo{Field: FieldPlanCategory, Of: ObjectPlan, Label: "Plan category", Names: ObjectPlanCategory, Right: ManageCategories, Box: UpdateCategories}, func(p *Plan) *CategoryID { return &p.PlanCategory }),
	idsField(FieldInfo{Field: FieldPlacement, Of: ObjectPlan, Label: "Sales categories", Names: ObjectSalesCategory, Right: ManageCategories, Box: UpdateCategories, Own: true}, func(p *Plan) *[]CategoryID { return &p.SalesCategories }),
}

var upgradeTable = []fieldRow[Upgrade]{
	presence[Upgrade](FieldInfo{Field: FieldUpgrade, Of: ObjectUpgrade, Label: "Upgrade path", Right: EditPrices, Own: true}, nil),
	flagField(FieldInfo{Field: FieldUpgradeDowngrade, Of: ObjectUpgrade, Label: "Kind", Right: EditPrices, Own: true}, func(u *Upgrade) *bool { return &u.Downgrade }),
	priceField(FieldInfo{Field: FieldUpgradeFee, Of: ObjectUpgrade, Label: "Upgrade fee", Kind: FeeValue, Right: EditPrices, Own: true}, func(u *Upgrade) *Price { return &u.Fee }),
	textField(FieldInfo{Field: FieldUpgradeDescription, Of: ObjectUpgrade, Label: "Upgrade description", Kind: LineValue, Limit: NameLimit, Right: EditPrices, Own: true}, func(u *Upgrade) *string { return &u.Description }),
}

var periodTable = slices.Concat([]fieldRow[Period]{
	presence[Period](FieldInfo{Field: FieldPeriod, Of: ObjectPeriod, Label: "Subscription period", Right: EditPrices, Box: CreatePlans}, nil),
	numberField(FieldInfo{Field: FieldLength, Of: ObjectPeriod, Label: "Length", Kind: NumberValue, Right: EditPrices}, func(p *Period) *int { return &p.Length }),
	textField(FieldInfo{Field: FieldUnit, Of: ObjectPeriod, Label: "Unit", Kind: ChoiceValue, Right: EditPrices}, func(p *Period) *string { return &p.Unit }),
	flagField(FieldInfo{Field: FieldTrial, Of: ObjectPeriod, Label: "Trial", Right: EditPrices}, func(p *Period) *bool { return &p.Trial }),
	flagField(FieldInfo{Field: FieldActive, Of: ObjectPeriod, Label: "Active", Right: EditPrices, Box: UpdatePeriods}, func(p *Period) *bool { return &p.Active }),
	numberField(FieldInfo{Field: FieldCycles, Of: ObjectPeriod, Label: "Number of periods", Kind: NumberValue, Limit: 1000, Right: EditPrices, Box: UpdatePeriods}, func(p *Period) *int { return &p.Cycles }),
	numberField(FieldInfo{Field: FieldRefund, Of: ObjectPeriod, Label: "Refund period", Kind: NumberValue, Limit: 365, Right: EditPrices, Box: UpdatePeriods}, func(p *Period) *int { return &p.RefundDays }),
	idField(FieldInfo{Field: FieldSchedule, Of: ObjectPeriod, Label: "Notification schedule", Names: ObjectSchedule, Right: EditPrices, Box: UpdateFees, Own: true}, func(p *Period) *ScheduleID { return &p.Schedule }),
	numberField(FieldInfo{Field: FieldPeriodPosition, Of: ObjectPeriod, Label: "Order", Kind: NumberValue, Limit: maxPosition, Right: EditPrices, Box: UpdatePeriods}, func(p *Period) *int { return &p.Position }),
	textField(FieldInfo{Field: FieldPeriodProduct, Of: ObjectPeriod, Label: "Product ID", Kind: LineValue, Limit: articleLimit, Right: EditPrices}, func(p *Period) *string { return &p.Product }),
	textField(FieldInfo{Field: FieldPeriodSKU, Of: ObjectPeriod, Label: "SKU ID", Kind: LineValue, Limit: articleLimit, Right: EditPrices}, func(p *Period) *string { return &p.SKU }),
	textField(FieldInfo{Field: FieldPeriodBilling, Of: ObjectPeriod, Label: "Billing Plan", Kind: LineValue, Limit: wordLimit, Right: EditPrices}, func(p *Period) *string { return &p.Billing }),
	confirmation(ObjectPeriod, func(p *Period) *bool { return &p.Unpriced }),
}, feeRows())

var rateTable = []fieldRow[Rate]{
	presence[Rate](FieldInfo{Field: FieldRate, Of: ObjectRate, Label: "Resource rate", Right: EditPrices, Box: CreateResources}, nil),
	numberField(FieldInfo{Field: FieldIncluded, Of: ObjectRate, Label: "Included", Kind: QuantityValue, Right: EditPrices, Box: UpdateLimits, Own: true}, func(r *Rate) *int64 { return &r.Included }),
	numberField(FieldInfo{Field: FieldMinimum, Of: ObjectRate, Label: "Minimum", Kind: QuantityValue, Right: EditPrices, Box: UpdateLimits}, func(r *Rate) *int64 { return &r.Minimum }),
	numberField(FieldInfo{Field: FieldMaximum, Of: ObjectRate, Label: "Maximum", Kind: QuantityValue, Right: EditPrices, Box: UpdateLimits}, func(r *Rate) *int64 { return &r.Maximum }),
	flagField(FieldInfo{Field: FieldVisible, Of: ObjectRate, Label: "Visible", Right: EditPrices}, func(r *Rate) *bool { return &r.Visible }),
	flagField(FieldInfo{Field: FieldMain, Of: ObjectRate, Label: "Main", Right: EditPrices}, func(r *Rate) *bool { return &r.Main }),
	numberField(FieldInfo{Field: FieldRatePosition, Of: ObjectRate, Label: "Order", Kind: NumberValue, Limit: maxPosition, Right: EditPrices}, func(r *Rate) *int { return &r.Position }),
	confirmation(ObjectRate, func(r *Rate) *bool { return &r.Unpriced }),
}

var rowTable = slices.Concat([]fieldRow[PriceRow]{
	presence[PriceRow](FieldInfo{Field: FieldPriceRow, Of: ObjectPriceRow, Label: "Price row", Right: EditPrices, Box: UpdatePrices}, nil),
}, priceRows())

// confirmation says that what came without prices is confirmed (rule 1e).
func confirmation[T any](of Object, unpriced func(*T) *bool) fieldRow[T] {
	return fieldRow[T]{FieldInfo: FieldInfo{Field: FieldConfirmation, Of: of, Label: "Confirmation", Kind: FlagValue, Right: EditPrices, Own: true,
		Uncounted: true},
		same: sameAt(unpriced), get: func(t *T) string { return YesNo(!*unpriced(t)) }, set: func(t *T, text string) { *unpriced(t) = text != Yes }}
}

// feeRows are the fees of a period, and then those suggested to resellers.
func feeRows() []fieldRow[Period] {
	labels := [FeeCount]string{"Setup fee", "Recurring fee", "Renewal fee", "Transfer fee", "Cancellation fee", "Deposit", "Non-refundable amount"}
	var rows []fieldRow[Period]
	for f, label := range labels {
		info := FieldInfo{Field: feeFields[f], Of: ObjectPeriod, Label: label, Kind: FeeValue, Right: EditPrices, Box: UpdateFees, Own: true}
		rows = append(rows, priceField(info, func(p *Period) *Price { return &p.Fees[f] }))
	}
	for f, label := range labels {
		info := FieldInfo{Field: msrpFeeFields[f], Of: ObjectPeriod, Label: "MSRP of " + strings.ToLower(label[:1]) + label[1:], Kind: FeeValue, Right: EditPrices}
		rows = append(rows, suggested(priceField(info, func(p *Period) *Price { return &p.MSRP[f] })))
	}
	return rows
}

// priceRows are the prices of a rate, and then those suggested to resellers.
func priceRows() []fieldRow[PriceRow] {
	labels := [RatePriceCount]string{"Setup price", "Recurring price", "Overuse price", "Cancellation price"}
	var rows []fieldRow[PriceRow]
	for k, label := range labels {
		info := FieldInfo{Field: priceFields[k], Of: ObjectPriceRow, Label: label, Kind: PriceValue, Right: EditPrices, Box: UpdatePrices, Own: true}
		rows = append(rows, priceField(info, func(r *PriceRow) *Price { return &r.Prices[k] }))
	}
	for k, label := range labels {
		info := FieldInfo{Field: msrpRateFields[k], Of: ObjectPriceRow, Label: "MSRP of " + strings.ToLower(label[:1]) + label[1:], Kind: PriceValue, Right: EditPrices}
		rows = append(rows, suggested(priceField(info, func(r *PriceRow) *Price { return &r.MSRP[k] })))
	}
	return rows
}
