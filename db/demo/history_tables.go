package demo

import "tiersync/domain"

// resellersCategories are sales categories that resellers made themselves.
func resellersCategories() []salesCategory {
	return []salesCategory{{"picks", "", "Unsere Empfehlungen", "Von unserer Technik geprüft"}}
}

// ownEdit is what a reseller changed of one plan, or of a category when plan is "".
type ownEdit struct {
	company string
	kind    domain.ChangeKind
	plan    string
	values  []ownValue
}

// ownValue is one value that a reseller set, in their own currency.
type ownValue struct {
	field            domain.Field
	period, resource string
	from             int64
	category         string
	value            string
}

func ownFee(period string, fee domain.Fee, price string) ownValue {
	return ownValue{field: fee.Field(), period: period, value: price}
}

func ownPrice(resource, period, price string) ownValue {
	return ownValue{field: domain.RecurringPrice.Field(), resource: resource, period: period, value: price}
}

func ownTier(resource string, from int64, price string) ownValue {
	return ownValue{field: domain.RecurringPrice.Field(), resource: resource, from: from, value: price}
}

func ownIncluded(resource, amount string) ownValue {
	return ownValue{field: domain.FieldIncluded, resource: resource, value: amount}
}

func ownText(field domain.Field, text string) ownValue { return ownValue{field: field, value: text} }

func unpublished() ownValue { return ownValue{field: domain.FieldPublished, value: domain.No} }

// hidden is Display Category switched off.
func hidden(category string) ownValue {
	return ownValue{field: domain.FieldDisplay, category: category, value: domain.No}
}

// movedTo puts the plan into a category of the reseller's own.
func movedTo(category string) ownValue {
	return ownValue{field: domain.FieldPlacement, category: category}
}

// ownEdits are what resellers changed after the first delivery.
func ownEdits() []ownEdit {
	const recurring, renewal, set = domain.RecurringFee, domain.RenewalFee, domain.OwnValuesSet
	return []ownEdit{
		{"Pinecrest IT Services", set, "domain-com", []ownValue{ownFee("1y", recurring, "14.99"), ownFee("1y", renewal, "15.99")}},
		{"Pinecrest IT Services", set, "m365-standard", []ownValue{ownPrice("users", "", "17.50"), ownPrice("users", "12m", "175.00"),
			ownTier("users", 50, "16.90")}},
		{"Pinecrest IT Services", set, "m365-premium", []ownValue{ownText(domain.FieldShort,
			"Our recommendation: Office, security and device management, set up by us.")}},
		{"Pinecrest IT Services", domain.PlanUnpublished, "dropbox-advanced", []ownValue{unpublished()}},
		{"Pinecrest IT Services", set, "hosting-starter", []ownValue{ownIncluded("mailboxes", "3")}},
		{"Pinecrest IT Services", set, "server-s", []ownValue{ownIncluded("snapshots", "3"), ownIncluded("traffic-gb", "4000")}},
		{"Rheinblick Systemhaus", set, "server-m", []ownValue{ownFee("1m", recurring, "19.90"), ownFee("1m", renewal, "19.90")}},
		{"Rheinblick Systemhaus", set, "m365-basic", []ownValue{ownPrice("users", "", "7.49"), ownPrice("users", "12m", "74.90")}},
		{"Rheinblick Systemhaus", domain.PlanMoved, "acronis-standard", []ownValue{movedTo("picks")}},
		{"Ashdown Managed IT", domain.DisplayChanged, "", []ownValue{hidden("design")}},
		{"Ashdown Managed IT", set, "tls-dv", []ownValue{ownFee("1y", recurring, "24.00"), ownFee("1y", renewal, "24.00")}},
		{"Sakuragi Network Systems", domain.DisplayChanged, "", []ownValue{hidden("communications")}},
		{"Sakuragi Network Systems", set, "domain-jp", []ownValue{ownFee("1y", recurring, "5800"), ownFee("1y", renewal, "5800")}},
		{"Sakuragi Network Systems", set, "google-standard", []ownValue{ownText(domain.FieldShort, "1人あたり2TBの容量と会議の録画。")}},
		{"Harborline Ireland", set, "m365-basic", []ownValue{ownPrice("users", "", "7.10"), ownPrice("users", "12m", "71.00")}},
		{"Harborline Ireland", set, "server-l", []ownValue{ownFee("1m", recurring, "29.90"), ownFee("1m", renewal, "29.90")}},
		{"Bluestem Technology Partners", set, "eset", []ownValue{ownPrice("devices", "", "3.90")}},
		{"Bluestem Technology Partners", domain.PlanUnpublished, "canva", []ownValue{unpublished()}},
		{"Garonne Informatique", set, "hosting-starter", []ownValue{ownFee("1m", recurring, "4.90"), ownFee("1m", renewal, "4.90")}},
		{"Cedar Falls Computing", set, "m365-basic", []ownValue{ownPrice("users", "", "8.40")}},
		{"Cedar Falls Computing", domain.DisplayChanged, "", []ownValue{hidden("hosting")}},
		{"Thornbury Systems", set, "pbx-basic", []ownValue{ownFee("1m", recurring, "11.00"), ownFee("1m", renewal, "11.00")}},
		{"Minato Office Support", set, "m365-apps", []ownValue{ownPrice("users", "", "1650")}},
		{"Liffey Digital", set, "domain-com", []ownValue{ownFee("1y", recurring, "15.00"), ownFee("1y", renewal, "15.00")}},
	}
}
