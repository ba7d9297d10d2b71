package demo

import "tiersync/domain"

const adobeTerms = "The Adobe Value Incentive Plan terms apply. Licences are renewed on the customer's anniversary date."

func fileProducts() []product {
	const terms = "The Dropbox business agreement applies. Licences can be added at any time and removed at renewal."
	return []product{
		{
			key: "dropbox-standard", name: "Dropbox Business Standard", sales: "files", category: "software",
			short: "5 TB for the team, with file recovery.",
			long:  "Sync and share with version history of 180 days, e-signature and centralized billing.",
			terms: terms, schedule: "expiration", upgrades: []string{"dropbox-advanced"},
			periods: []period{trial(30), months(1, "0.00"), months(12, "0.00")},
			rates:   []rate{seats(3, 1000, "18.00", "180.00"), fixed("drive-gb", 5120), limits("signatures", 3, 0, 100).each("1.00")},
		},
		{
			key: "dropbox-advanced", name: "Dropbox Business Advanced", sales: "files", category: "software",
			short: "15 TB and up, single sign-on and audit logs.",
			long:  "Everything in Standard, and tiered administration, device approval, end-to-end encrypted folders and SSO.",
			terms: terms, schedule: "expiration",
			periods: []period{trial(30), months(1, "0.00"), months(12, "0.00")},
			rates: []rate{seats(3, 1000, "30.00", "288.00").from(50, "28.50"), limits("drive-gb", 15360, 15360, 102400).each("0.01"),
				limits("signatures", 10, 0, 500).each("0.90")},
		},
		{
			key: "docusign", name: "DocuSign Business Pro", sales: "files", category: "software",
			short: "E-signature with forms, payments and bulk sending.",
			long:  "Legally binding signatures with identity checks, web forms and reminders, in 44 languages.",
			terms: terms, schedule: "expiration",
			periods: []period{months(12, "0.00")},
			rates:   []rate{limits("users", 0, 1, 50).each("480.00").from(10, "456.00"), limits("signatures", 100, 100, 5000).overuse("2.80")},
		},
	}
}

func adobeProducts() []product {
	return []product{
		{
			key: "adobe-all", name: "Adobe Creative Cloud All Apps for teams", sales: "creative", category: "software",
			short: "More than twenty creative apps and 1 TB for each user.",
			long: "Photoshop, Illustrator, InDesign, Premiere Pro, After Effects and the rest, with an admin console and " +
				"licences that belong to the company.",
			terms: adobeTerms, schedule: "expiration",
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(14), months(36, "0.00").refunds(14)},
			rates: []rate{seats(1, 999, "95.00", "1020.00").in("36m", "2950.00").from(10, "92.00").suggest("104.99"),
				fixed("drive-gb", 1024), limits("stock-images", 10, 0, 250).each("3.00")},
		},
		{
			key: "adobe-photoshop", name: "Adobe Photoshop for teams", sales: "creative", category: "software",
			short: "One app, 1 TB of storage.",
			long:  "Photoshop on the desktop, on the web and on the iPad, with Fresco and Adobe Fonts.",
			terms: adobeTerms, schedule: "expiration", upgrades: []string{"adobe-all"},
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(14)},
			rates: []rate{seats(1, 999, "41.00", "430.00").suggest("45.99"), fixed("drive-gb", 1024),
				limits("stock-images", 0, 0, 250).each("3.50")},
		},
		{
			key: "adobe-acrobat", name: "Adobe Acrobat Pro for teams", sales: "creative", category: "software",
			short: "Create, edit and sign PDF files.",
			long:  "The full PDF editor with redaction, comparison and e-signature on desktop, web and phone.",
			terms: adobeTerms, schedule: "expiration",
			periods: []period{trial(14), months(1, "0.00"), months(12, "0.00").refunds(14)},
			rates: []rate{limits("users", 0, 1, domain.Unlimited).each("24.50").in("12m", "258.00").from(50, "23.40"),
				limits("signatures", 150, 0, domain.Unlimited).overuse("0.50")},
		},
		{
			key: "canva", name: "Canva Teams", sales: "creative", category: "software",
			short: "Design for people who are not designers.",
			long:  "Templates, brand kits and approval flows in the browser, with 1 TB for the team.",
			terms: "Canva's terms of use apply.", schedule: "expiration",
			periods: []period{trial(30), months(1, "0.00"), months(12, "0.00")},
			rates:   []rate{seats(3, 500, "10.00", "100.00"), fixed("drive-gb", 1024)},
		},
	}
}
