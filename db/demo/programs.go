package demo

import "tiersync/domain"

// program is a reseller service template together with the reseller plan that is based on it.
type program struct {
	key        string // of the template, and of the plan
	name       string // of the template
	flow       string
	privileges []domain.Privilege
	acceptance string
	documents  []document
	without    []string // plans that are not delegated at first; all others are, the reseller plan itself included
	plan       product
}

// document is a text of the terms and conditions, in force so many days before the demo was loaded.
type document struct {
	key, name, version, text string
	age                      int
}

func programs() []program {
	return []program{goldProgram(), silverProgram()}
}

func goldProgram() program {
	return program{
		key: "gold", name: "Gold Partner Template", flow: "fast",
		privileges: []domain.Privilege{domain.EditPrices, domain.EditDescriptions, domain.PublishPlans, domain.ManageCategories,
			domain.ManageSchedules, domain.ManageOrderFlow, domain.ManageTerms, domain.ManageSubResellers,
			domain.SynchronizeSubReseller, domain.ManageUsers},
		acceptance: "first purchase",
		documents: []document{termsOfSale("3.1", 400), privacyNotice("2.0", 320),
			{"acceptable-use", "Acceptable Use Policy", "1.4",
				"No unsolicited mail, no attacks, no content that is unlawful where the service is delivered.", 510}},
		without: []string{"silver"},
		plan: product{
			key: "gold", name: "Gold Reseller", kind: domain.ResellerPlan, template: "gold", sales: "partners", category: "programs",
			short: "The full catalog, with sub-resellers of your own.",
			long: "For partners who sell under their own brand and run a partner network: every plan, a dedicated partner manager " +
				"and training vouchers.",
			terms: "The partner agreement applies.", schedule: "expiration",
			periods: []period{months(1, "99.00"), months(12, "1080.00")},
			rates: []rate{limits("partner-accounts", 10, 0, 250).each("6.00"), limits("portal-users", 10, 1, 100).each("3.00"),
				limits("support-hours", 4, 0, 80).each("85.00")},
		},
	}
}

func silverProgram() program {
	return program{
		key: "silver", name: "Silver Partner Template", flow: "checked",
		privileges: []domain.Privilege{domain.EditPrices, domain.EditDescriptions, domain.PublishPlans, domain.ManageCategories,
			domain.ManageSchedules, domain.ManageTerms, domain.ManageSubResellers, domain.SynchronizeSubReseller,
			domain.ViewReports},
		acceptance: "every purchase",
		documents:  []document{termsOfSale("3.1", 400), privacyNotice("2.0", 320)},
		without: []string{"gold", "azure", "m365-e5", "acronis-recovery", "kubernetes", "archive-storage", "tls-ev",
			"adobe-all", "chrome-enterprise", "server-xl"},
		plan: product{
			key: "silver", name: "Silver Reseller", kind: domain.ResellerPlan, template: "silver", sales: "partners",
			category: "programs",
			short:    "The plans that sell best, without a minimum turnover.",
			long:     "For partners who are starting: the everyday catalog, support by mail and no commitment.",
			terms:    "The partner agreement applies.", schedule: "expiration", upgrades: []string{"gold"},
			periods: []period{trial(30), months(1, "29.00"), months(12, "312.00")},
			rates:   []rate{limits("partner-accounts", 2, 0, 10).each("8.00"), limits("portal-users", 3, 1, 20).each("4.00")},
		},
	}
}

// ownProgram is the template and the plan that Rheinblick Systemhaus made for some of their sub-resellers.
func ownProgram() program {
	return program{
		key: "rheinblick", name: "Rheinblick Partner Template", flow: "fast",
		privileges: []domain.Privilege{domain.EditPrices, domain.EditDescriptions, domain.PublishPlans, domain.ManageCategories,
			domain.ManageTerms, domain.ViewReports},
		acceptance: "every purchase",
		documents: []document{{"rheinblick-terms", "Rheinblick Partner Terms", "1.0",
			"Partners of Rheinblick Systemhaus order in their own name and pay within 14 days. The law of Germany applies.", 90}},
		plan: product{
			key: "rheinblick", name: "Rheinblick Partner", kind: domain.ResellerPlan, template: "rheinblick", sales: "partners",
			category: "programs",
			short:    "Selected plans for regional partners.",
			long:     "Microsoft 365, backup, certificates and names, with support in German.",
			terms:    "The terms of Rheinblick Systemhaus apply.", schedule: "expiration",
			periods: []period{months(12, "240.00")},
			rates:   []rate{limits("portal-users", 3, 1, 10).each("3.50")},
		},
	}
}

// ownProgramPlans are the plans that Rheinblick Systemhaus delegates.
func ownProgramPlans() []string {
	return []string{"m365-basic", "m365-standard", "m365-premium", "exchange-1", "acronis-standard", "veeam-m365", "server-backup",
		"tls-dv", "tls-wildcard", "tls-ov", "domain-com", "domain-net", "domain-de", "hosting-starter", "hosting-business",
		"server-s", "server-m", "server-l", "antivirus", "proofpoint", "pbx-basic"}
}

func termsOfSale(version string, age int) document {
	return document{"terms-of-sale", "General Terms of Sale", version,
		"These terms apply to everything sold through the partner portal. Orders are binding once they are confirmed. Fees are " +
			"due within 30 days; services may be suspended after a reminder of 10 days.", age}
}

func privacyNotice(version string, age int) document {
	return document{"privacy", "Privacy Notice", version,
		"We process the data of customers only to deliver what was ordered, keep it for as long as the law asks, and pass it on " +
			"to nobody but the vendors named in the order.", age}
}
