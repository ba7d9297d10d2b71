package demo

import "tiersync/domain"

const googleTerms = "The Google Workspace terms of service apply. Annual seats can be added at any time and are removed at renewal."

func googleProducts() []product {
	return []product{
		{
			key: "google-starter", name: "Google Workspace Business Starter", sales: "google-workspace", category: "software",
			short: "Gmail for your domain, Meet and 30 GB for each user.",
			long:  "Custom mail, Meet for up to 100 people, Docs, Sheets and Slides, and 30 GB of pooled storage for each user.",
			terms: googleTerms, schedule: "expiration", upgrades: []string{"google-standard", "google-plus"},
			periods: []period{trial(14), months(1, "0.00"), months(12, "0.00")},
			rates:   []rate{seats(1, 300, "8.40", "84.00"), limits("drive-gb", 30, 30, 30)},
		},
		{
			key: "google-standard", name: "Google Workspace Business Standard", sales: "google-workspace", category: "software",
			short: "2 TB for each user and recorded meetings.",
			long: "Everything in Business Starter, Meet for up to 150 people with recording, shared drives, e-signature and 2 TB " +
				"of pooled storage for each user.",
			terms: googleTerms, schedule: "expiration", upgrades: []string{"google-plus"},
			periods: []period{trial(14), months(1, "0.00"), months(12, "0.00")},
			rates: []rate{seats(1, 300, "16.80", "168.00").from(20, "16.30").suggest("18.50"),
				limits("drive-gb", 2048, 2048, 10240).each("0.04")},
		},
		{
			key: "google-plus", name: "Google Workspace Business Plus", sales: "google-workspace", category: "software",
			short: "5 TB for each user, Vault and endpoint management.",
			long: "Everything in Business Standard, Meet for up to 500 people, Vault for retention and eDiscovery and advanced " +
				"endpoint management.",
			terms: googleTerms, schedule: "expiration",
			periods: []period{months(1, "0.00"), months(12, "0.00")},
			rates: []rate{seats(1, 300, "26.40", "264.00").from(20, "25.70"),
				limits("drive-gb", 5120, 5120, 20480).each("0.04"), limits("devices", 10, 0, 50)},
		},
		{
			key: "google-frontline", name: "Google Workspace Frontline Starter", sales: "google-workspace", category: "software",
			short: "Mail and chat for staff without a desk.",
			long:  "Gmail, Chat and Meet with 5 GB for each user, for shops, kitchens, warehouses and wards.",
			terms: googleTerms, schedule: "expiration", upgrades: []string{"google-starter"},
			periods: []period{months(12, "0.00")},
			rates:   []rate{limits("users", 0, 1, domain.Unlimited).each("52.80").from(250, "50.40"), fixed("drive-gb", 5)},
		},
		{
			key: "chrome-enterprise", name: "Chrome Enterprise Upgrade", sales: "google-workspace", category: "software",
			short: "Management for ChromeOS devices.",
			long:  "Policies, kiosk mode, remote wipe and support around the clock for each managed device.",
			terms: googleTerms, schedule: "expiration",
			periods: []period{trial(30), months(12, "0.00"), months(36, "0.00")},
			rates:   []rate{limits("devices", 0, 1, domain.Unlimited).each("50.00").in("36m", "142.00")},
		},
	}
}
