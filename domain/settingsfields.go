package domain

import (
	"slices"
	"time"
)

// The tables of what a vendor has beside the catalog: templates, resources, exchange rates, accounts, users, subscriptions.

// The fields of things outside catalogs.
const (
	FieldTemplateName      Field = "template_name"
	FieldTemplateActive    Field = "template_active"
	FieldTemplateFlow      Field = "template_order_flow"
	FieldTemplatePlan      Field = "delegated_plan"
	FieldTemplatePrivilege Field = "template_privilege"

	FieldResourceName       Field = "resource_name"
	FieldResourceUnit       Field = "resource_unit"
	FieldResourceAdditive   Field = "resource_additive"
	FieldResourceMeasurable Field = "resource_measurable"

	FieldMessageName    Field = "notification_name"
	FieldMessageSubject Field = "notification_subject"
	FieldMessageBody    Field = "notification_body"
	FieldMessageVisible Field = "notification_visible"

	FieldExchangeRate Field = "exchange_rate"

	FieldAccountName       Field = "account_name"
	FieldAccountCurrency   Field = "account_currency"
	FieldAccountStatus     Field = "account_status"
	FieldOperatingUnit     Field = "operating_unit"
	FieldDisableCategories Field = "disable_categories"
	FieldDisablePrices     Field = "disable_prices"
	FieldSyncDisplay       Field = "synchronize_display"
	FieldAskTwoStep        Field = "ask_two_step"
	FieldJumpLimit         Field = "price_jump_limit"
	FieldLowMargin         Field = "low_margin"
	FieldVendor            Field = "vendor"
	FieldShopOpen          Field = "shop_open"
	FieldShopName          Field = "shop_name"

	FieldUserName    Field = "user_name"
	FieldUserEmail   Field = "user_email"
	FieldUserRole    Field = "user_role"
	FieldUserRight   Field = "user_right"
	FieldUserActive  Field = "user_active"
	FieldUserTwoStep Field = "user_two_step"

	FieldSubscriptionName    Field = "subscription_name"
	FieldSubscriptionAccount Field = "subscription_reseller"
	FieldSubscriptionPlan    Field = "subscription_plan"
	FieldSubscriptionPeriod  Field = "subscription_term"
	FieldSubscriptionStatus  Field = "subscription_status"
	FieldSubscriptionStart   Field = "subscription_start"
	FieldSubscriptionExpires Field = "subscription_expires"
)

var templateTable = []fieldRow[TemplateRow]{
	textField(FieldInfo{Field: FieldTemplateName, Of: ObjectTemplate, Label: "Name", Kind: LineValue, Limit: NameLimit, Required: true}, func(t *TemplateRow) *string { return &t.Name }),
	flagField(FieldInfo{Field: FieldTemplateActive, Of: ObjectTemplate, Label: "Active"}, func(t *TemplateRow) *bool { return &t.Active }),
	idField(FieldInfo{Field: FieldTemplateFlow, Of: ObjectTemplate, Label: "Order flow", Names: ObjectFlow}, func(t *TemplateRow) *FlowID { return &t.OrderFlow }),
}

var resourceTable = []fieldRow[Resource]{
	textField(FieldInfo{Field: FieldResourceName, Of: ObjectResource, Label: "Name", Kind: LineValue, Limit: NameLimit, Required: true}, func(r *Resource) *string { return &r.Name }),
	textField(FieldInfo{Field: FieldResourceUnit, Of: ObjectResource, Label: "Unit", Kind: LineValue, Limit: unitLimit}, func(r *Resource) *string { return &r.Unit }),
	flagField(FieldInfo{Field: FieldResourceAdditive, Of: ObjectResource, Label: "Additive"}, func(r *Resource) *bool { return &r.Additive }),
	flagField(FieldInfo{Field: FieldResourceMeasurable, Of: ObjectResource, Label: "Measurable"}, func(r *Resource) *bool { return &r.Measurable }),
}

var notificationTable = []fieldRow[NotificationTemplate]{
	textField(FieldInfo{Field: FieldMessageName, Of: ObjectNotification, Label: "Name", Kind: LineValue, Limit: NameLimit, Required: true}, func(t *NotificationTemplate) *string { return &t.Name }),
	textField(FieldInfo{Field: FieldMessageSubject, Of: ObjectNotification, Label: "Subject", Kind: LineValue, Limit: NameLimit, Required: true}, func(t *NotificationTemplate) *string { return &t.Subject }),
	textField(FieldInfo{Field: FieldMessageBody, Of: ObjectNotification, Label: "Body", Kind: TextValue, Limit: bodyLimit}, func(t *NotificationTemplate) *string { return &t.Body }),
	flagField(FieldInfo{Field: FieldMessageVisible, Of: ObjectNotification, Label: "Visible to Resellers"}, func(t *NotificationTemplate) *bool { return &t.Visible }),
}

var exchangeRateTable = []fieldRow[ExchangeRate]{
	textField(FieldInfo{Field: FieldExchangeRate, Of: ObjectExchangeRate, Label: "Exchange rate", Kind: RateValue, Limit: rateDigits}, func(r *ExchangeRate) *string { return &r.Rate }),
}

var accountTable = append([]fieldRow[Account]{
	textField(FieldInfo{Field: FieldAccountName, Of: ObjectReseller, Label: "Name", Kind: LineValue, Limit: NameLimit, Required: true}, func(a *Account) *string { return &a.Name }),
	textField(FieldInfo{Field: FieldAccountCurrency, Of: ObjectReseller, Label: "Currency", Kind: LineValue, Limit: 3}, func(a *Account) *Currency { return &a.Currency }),
	textField(FieldInfo{Field: FieldAccountStatus, Of: ObjectReseller, Label: "Status", Kind: ChoiceValue}, func(a *Account) *AccountStatus { return &a.Status }),
	flagField(FieldInfo{Field: FieldOperatingUnit, Of: ObjectReseller, Label: "Operating unit"}, func(a *Account) *bool { return &a.Switches.OperatingUnit }),
	flagField(FieldInfo{Field: FieldDisableCategories, Of: ObjectReseller, Label: "Disable sales categories synchronization"}, func(a *Account) *bool { return &a.Switches.DisableCategories }),
	flagField(FieldInfo{Field: FieldDisablePrices, Of: ObjectReseller, Label: "Disable prices synchronization"}, func(a *Account) *bool { return &a.Switches.DisablePrices }),
	flagField(FieldInfo{Field: FieldSyncDisplay, Of: ObjectReseller, Label: "Synchronize Display Category"}, func(a *Account) *bool { return &a.Switches.SyncDisplayCategory }),
	numberField(FieldInfo{Field: FieldJumpLimit, Of: ObjectReseller, Label: "Ask about prices that change by more than %", Kind: NumberValue, Limit: jumpLimitMost}, func(a *Account) *int { return &a.JumpLimit }),
	numberField(FieldInfo{Field: FieldLowMargin, Of: ObjectReseller, Label: "Margins are low below %", Kind: NumberValue, Limit: lowMarginMost}, func(a *Account) *int { return &a.LowMargin }),
	idField(FieldInfo{Field: FieldVendor, Of: ObjectReseller, Label: "Vendor", Names: ObjectReseller}, func(a *Account) *AccountID { return &a.Parent }),
	flagField(FieldInfo{Field: FieldAskTwoStep, Of: ObjectReseller, Label: "Ask for two-step sign-in of all"}, func(a *Account) *bool { return &a.AskTwoStep }),
	flagField(FieldInfo{Field: FieldShopOpen, Of: ObjectReseller, Label: "Everybody may see the catalog"}, func(a *Account) *bool { return &a.Shop.Open }),
	textField(FieldInfo{Field: FieldShopName, Of: ObjectReseller, Label: "Public address", Kind: LineValue, Limit: shopNameMost}, func(a *Account) *string { return &a.Shop.Name }),
}, guardFields()...)

var userTable = []fieldRow[UserRow]{
	textField(FieldInfo{Field: FieldUserName, Of: ObjectUser, Label: "Name", Kind: LineValue, Limit: NameLimit, Required: true}, func(u *UserRow) *string { return &u.Name }),
	textField(FieldInfo{Field: FieldUserEmail, Of: ObjectUser, Label: "Email", Kind: LineValue, Limit: 254, Required: true}, func(u *UserRow) *string { return &u.Email }),
	textField(FieldInfo{Field: FieldUserRole, Of: ObjectUser, Label: "Role", Kind: ChoiceValue}, func(u *UserRow) *Role { return &u.Role }),
	flagField(FieldInfo{Field: FieldUserActive, Of: ObjectUser, Label: "Active"}, func(u *UserRow) *bool { return &u.Active }),
	flagField(FieldInfo{Field: FieldUserTwoStep, Of: ObjectUser, Label: "Two-step sign-in"}, func(u *UserRow) *bool { return &u.TwoStep }),
}

var subscriptionTable = []fieldRow[Subscription]{
	textField(FieldInfo{Field: FieldSubscriptionName, Of: ObjectSubscription, Label: "Name", Kind: LineValue, Limit: NameLimit, Required: true}, func(s *Subscription) *string { return &s.Name }),
	idField(FieldInfo{Field: FieldSubscriptionAccount, Of: ObjectSubscription, Label: "Reseller", Names: ObjectReseller}, func(s *Subscription) *AccountID { return &s.Account }),
	idField(FieldInfo{Field: FieldSubscriptionPlan, Of: ObjectSubscription, Label: "Service plan", Names: ObjectPlan}, func(s *Subscription) *PlanID { return &s.Plan }),
	idField(FieldInfo{Field: FieldSubscriptionPeriod, Of: ObjectSubscription, Label: "Subscription period", Names: ObjectPeriod}, func(s *Subscription) *PeriodID { return &s.Period }),
	textField(FieldInfo{Field: FieldSubscriptionStatus, Of: ObjectSubscription, Label: "Status", Kind: ChoiceValue}, func(s *Subscription) *SubscriptionStatus { return &s.Status }),
	dayField(FieldInfo{Field: FieldSubscriptionStart, Of: ObjectSubscription, Label: "Start date"}, func(s *Subscription) *time.Time { return &s.Start }),
	dayField(FieldInfo{Field: FieldSubscriptionExpires, Of: ObjectSubscription, Label: "Expiration date"}, func(s *Subscription) *time.Time { return &s.Expires }),
}

// settingFields are those that are a set of values.
var settingFields = []FieldInfo{
	{Field: FieldTemplatePlan, Of: ObjectTemplate, Label: "Delegated plan", Kind: PresenceValue},
	{Field: FieldTemplatePrivilege, Of: ObjectTemplate, Label: "Privilege", Kind: PresenceValue},
	{Field: FieldUserRight, Of: ObjectUser, Label: "Right", Kind: PresenceValue},
}

// Values returns every value of the template by key, its delegated plans, privileges and terms among them.
func (t TemplateRow) Values() []KeyedValue {
	values := appendValues(nil, templateTable, Key{}, &t)
	for _, plan := range t.Delegated {
		values = append(values, KeyedValue{Key{Field: FieldTemplatePlan, Plan: plan}, Yes})
	}
	for _, p := range t.Privileges {
		values = append(values, KeyedValue{Key{Field: FieldTemplatePrivilege, Name: string(p)}, Yes})
	}
	if t.Terms != nil {
		values = append(values, t.Terms.Values()...)
	}
	return values
}

// templateOf returns the template that has these values.
func templateOf(now TemplateRow, values []KeyedValue) TemplateRow {
	t := TemplateRow{ID: now.ID, Account: now.Account, Version: now.Version, Updated: now.Updated, UpdatedBy: now.UpdatedBy}
	var terms []KeyedValue
	for _, v := range values {
		switch {
		case v.Key.Field == FieldTemplatePlan:
			t.Delegated = append(t.Delegated, v.Key.Plan)
		case v.Key.Field == FieldTemplatePrivilege:
			t.Privileges = append(t.Privileges, Privilege(v.Key.Name))
		case v.Key.Field.Info().Of == ObjectTerms:
			terms = append(terms, v)
		default:
			setValue(templateTable, v.Key.Field, &t, v.Value)
		}
	}
	slices.Sort(t.Delegated)
	slices.Sort(t.Privileges)
	if terms != nil {
		t.Terms = termsOf(terms)
	}
	return t
}

// Values returns every value of the resource by key.
func (r Resource) Values() []KeyedValue { return appendValues(nil, resourceTable, Key{}, &r) }

// Values returns every value of the notification template by key.
func (t NotificationTemplate) Values() []KeyedValue {
	return appendValues(nil, notificationTable, Key{}, &t)
}

// Values returns the rate by key.
func (r ExchangeRate) Values() []KeyedValue { return appendValues(nil, exchangeRateTable, Key{}, &r) }

// Values returns the account's settings by key.
func (a Account) Values() []KeyedValue { return appendValues(nil, accountTable, Key{}, &a) }

// Settings returns those of the values that the vendor of a reseller decides: the status and the protections.
func (a Account) Settings() []KeyedValue {
	return filter(a.Values(), func(v KeyedValue) bool {
		switch v.Key.Field {
		case FieldAccountStatus, FieldOperatingUnit, FieldDisableCategories, FieldDisablePrices:
			return true
		}
		return false
	})
}

// Values returns every value of the subscription by key.
func (s Subscription) Values() []KeyedValue { return appendValues(nil, subscriptionTable, Key{}, &s) }

// Values returns the user by key, each of their rights among it. An administrator and a read-only user have none of their own.
func (u UserRow) Values() []KeyedValue {
	values := appendValues(nil, userTable, Key{}, &u)
	for _, right := range u.Rights {
		values = append(values, KeyedValue{Key{Field: FieldUserRight, Name: string(right)}, Yes})
	}
	return values
}

func userOf(now UserRow, values []KeyedValue) UserRow {
	u := UserRow{User: User{ID: now.ID, Account: now.Account}, Invited: now.Invited}
	for _, v := range values {
		if v.Key.Field == FieldUserRight {
			u.Rights = append(u.Rights, Privilege(v.Key.Name))
		} else {
			setValue(userTable, v.Key.Field, &u, v.Value)
		}
	}
	slices.Sort(u.Rights)
	return u
}
