package demo

import "tiersync/domain"

// The tables of what the distributor added after the last run. changes.go passes them on to nobody: that is what the
// button is for.

// laterSalesCategories are new groups below groups that resellers have.
func laterSalesCategories() []salesCategory {
	return []salesCategory{{"assistants", "productivity", "AI Assistants", "Assistants that know your documents"}}
}

// laterProducts are new plans.
func laterProducts() []product {
	return []product{
		{
			key: "copilot", name: "Microsoft 365 Copilot", sales: "assistants", category: "software",
			short: "The assistant in Word, Excel, Outlook and Teams.",
			long: "Drafts, summaries and analyses grounded in the company's own documents. Needs a Microsoft 365 Business or " +
				"Enterprise licence.",
			terms: microsoftTerms, schedule: "expiration", upgrades: []string{"m365-e5"},
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(7)},
			rates:   []rate{seats(1, domain.Unlimited, "31.50", "360.00").from(300, "30.00")},
		},
		{
			key: "gemini", name: "Gemini Enterprise Business Edition", sales: "assistants", category: "software",
			short: "Search and agents over the company's own data.",
			long:  "One search field over Workspace and Microsoft 365, ready-made agents and NotebookLM for every seat.",
			terms: googleTerms, schedule: "expiration",
			periods: []period{months(1, "0.00"), months(12, "0.00")},
			rates:   []rate{seats(1, domain.Unlimited, "24.00", "240.00")},
		},
	}
}

// withLaterPeriod names a plan that exists with the period that is added to it.
func withLaterPeriod() product {
	return product{key: "m365-premium", periods: []period{months(36, "0.00").refunds(7)}}
}

// feeRise is a new recurring fee, which is also charged at renewal.
type feeRise struct{ plan, period, recurring string }

func feeRises() []feeRise {
	return []feeRise{
		{"domain-com", "1y", "10.95"}, {"domain-com", "2y", "22.40"}, {"domain-uk", "1y", "7.10"}, {"domain-uk", "2y", "14.20"},
		{"server-m", "1m", "13.90"}, {"server-m", "12m", "152.00"}, {"server-l", "1m", "27.50"}, {"server-l", "12m", "302.00"},
		{"hosting-starter", "1m", "4.50"}, {"hosting-starter", "12m", "45.00"}, {"pbx-basic", "1m", "9.50"},
		{"antivirus", "1m", "12.90"},
	}
}

// rateRise is a new recurring price of a resource, in the row for a period ("" is every period) and an amount.
type rateRise struct {
	plan, resource, period string
	from                   int64
	recurring              string
}

func rateRises() []rateRise {
	return []rateRise{
		{"m365-basic", "users", "", 0, "7.80"}, {"m365-basic", "users", "12m", 0, "78.00"}, {"m365-basic", "users", "", 50, "7.50"},
		{"m365-standard", "users", "12m", 0, "156.00"}, {"m365-e3", "users", "", 0, "45.60"}, {"m365-e3", "users", "12m", 0, "456.00"},
		{"google-standard", "users", "12m", 0, "172.80"}, {"acronis-standard", "backup-gb", "", 10240, "0.068"},
		{"acronis-standard", "servers", "", 0, "12.25"}, {"bitdefender", "devices", "", 0, "26.90"},
		{"eset", "devices", "", 50, "3.20"}, {"hosting-starter", "mailboxes", "", 0, "0.90"},
	}
}

// limitChange is three new amounts.
type limitChange struct {
	plan, resource             string
	included, minimum, maximum int64
}

func limitChanges() []limitChange {
	return []limitChange{
		{"hosting-starter", "mailboxes", 10, 5, 50}, // an included amount of 3 is no longer allowed
		{"hosting-starter", "disk-gb", 25, 20, 120},
		{"server-s", "traffic-gb", 8000, 1000, domain.Unlimited},
		{"server-m", "traffic-gb", 8000, 1000, domain.Unlimited},
		{"dropbox-standard", "users", 0, 3, 500},
		{"pbx-basic", "national-minutes", 1500, 0, domain.Unlimited},
	}
}

// retold is a plan that is called and described anew.
type retold struct{ plan, name, short string }

func retoldPlans() []retold {
	return []retold{
		{"docusign", "DocuSign eSignature Business Pro", "Electronic signatures with forms, payments and bulk sending."},
		{"adobe-photoshop", "Adobe Photoshop for teams", "Photoshop with Firefly credits and 1 TB of storage."},
	}
}

// periodTerm is for how many days a period is refunded from now on, and whether it is still sold.
type periodTerm struct {
	plan, period string
	refundDays   int
	active       bool
}

func periodTerms() []periodTerm {
	return []periodTerm{{"docusign", "12m", 30, true}, {"adobe-all", "36m", 14, false}}
}
