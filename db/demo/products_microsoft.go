package demo

import "tiersync/domain"

const microsoftTerms = "The Microsoft Customer Agreement applies. A seat ordered for 12 months can be cancelled within 7 days."

func microsoftProducts() []product {
	return []product{
		{
			key: "m365-basic", name: "Microsoft 365 Business Basic", sales: "microsoft-365", category: "software",
			short: "Web and mobile apps, a 50 GB mailbox and Teams.",
			long: "Word, Excel, PowerPoint and Outlook in the browser and on the phone, Exchange mailboxes of 50 GB, 1 TB of " +
				"OneDrive for each user and Teams meetings for up to 300 people.",
			terms: microsoftTerms, schedule: "expiration", upgrades: []string{"m365-standard", "m365-premium"},
			listed: domain.Article{Product: "ZZQ0TT000A01", SKU: "0001"}, segment: "Commercial",
			periods: []period{trial(30), months(1, "0.00"), months(12, "0.00").refunds(7).listedAs("Annual")},
			rates: []rate{seats(1, 300, "7.20", "72.00").from(50, "6.95"), fixed("mailbox-gb", 50),
				fixed("drive-gb", 1024)},
		},
		{
			key: "m365-standard", name: "Microsoft 365 Business Standard", sales: "microsoft-365", category: "software",
			short: "Business Basic with the desktop apps.",
			long: "Everything in Business Basic, and Word, Excel, PowerPoint, Outlook and Access installed on up to five PCs or " +
				"Macs for each user, with webinars and Clipchamp.",
			terms: microsoftTerms, schedule: "expiration", upgrades: []string{"m365-premium"},
			periods: []period{trial(30), months(1, "0.00"), months(12, "0.00").refunds(7)},
			rates: []rate{seats(1, 300, "15.00", "150.00").from(50, "14.60").suggest("16.80"), fixed("mailbox-gb", 50),
				fixed("drive-gb", 1024)},
		},
		{
			key: "m365-premium", name: "Microsoft 365 Business Premium", sales: "microsoft-365", category: "software",
			short: "Business Standard with device management and threat protection.",
			long: "Everything in Business Standard, and Intune, Entra ID P1, Defender for Business and Purview Information " +
				"Protection: one licence to run and to protect a small company.",
			terms: microsoftTerms, schedule: "expiration", upgrades: []string{"m365-e3"},
			periods: []period{trial(30), months(1, "0.00"), months(12, "0.00").refunds(7)},
			rates: []rate{seats(1, 300, "26.40", "264.00").from(50, "25.80").from(150, "25.10").suggest("29.00"),
				fixed("mailbox-gb", 50), fixed("drive-gb", 1024), fixed("devices", 5)},
		},
		{
			key: "m365-apps", name: "Microsoft 365 Apps for Business", sales: "microsoft-365", category: "software",
			short: "Desktop, web and mobile apps without mailboxes.",
			long:  "The installed Office apps and 1 TB of OneDrive for companies that keep their mail where it is.",
			terms: microsoftTerms, schedule: "expiration", upgrades: []string{"m365-standard"},
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(7)},
			rates:   []rate{seats(1, 300, "9.90", "99.00"), fixed("drive-gb", 1024)},
		},
		{
			key: "m365-e3", name: "Microsoft 365 E3", sales: "microsoft-365", category: "software",
			short: "Apps, Windows Enterprise and core security for any number of users.",
			long: "Windows Enterprise, 100 GB mailboxes, unlimited archiving, Entra ID P1 and information protection for " +
				"companies beyond 300 users.",
			terms: microsoftTerms, schedule: "expiration", upgrades: []string{"m365-e5"},
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(7), months(36, "0.00").refunds(7)},
			rates: []rate{seats(1, domain.Unlimited, "43.20", "432.00").in("36m", "1269.00").from(500, "42.10"),
				fixed("mailbox-gb", 100), limits("drive-gb", 1024, 1024, 5120), fixed("devices", 5)},
		},
		{
			key: "m365-e5", name: "Microsoft 365 E5", sales: "microsoft-365", category: "software",
			short: "E3 with advanced security, compliance, Power BI and calling.",
			long: "Everything in E3, and Defender for Office 365 and Endpoint, Entra ID P2, eDiscovery Premium, Power BI Pro and " +
				"Teams Phone.",
			terms: microsoftTerms, schedule: "expiration",
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(7), months(36, "0.00").refunds(7)},
			rates: []rate{seats(1, domain.Unlimited, "68.40", "684.00").in("36m", "2016.00").from(500, "66.90"),
				fixed("mailbox-gb", 100), limits("drive-gb", 1024, 1024, 5120), fixed("devices", 5), fixed("extensions", 1)},
		},
		{
			key: "exchange-1", name: "Exchange Online (Plan 1)", sales: "microsoft-365", category: "software",
			short: "Business mail with a 50 GB mailbox.",
			long:  "Mail, calendar and contacts with shared mailboxes and spam filtering, without Office apps.",
			terms: microsoftTerms, schedule: "expiration", upgrades: []string{"m365-basic"},
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(7)},
			rates: []rate{limits("mailboxes", 0, 1, domain.Unlimited).each("4.80").in("12m", "48.00"),
				fixed("mailbox-gb", 50)},
		},
		{
			key: "teams-phone", name: "Microsoft Teams Phone Standard", sales: "telephony", category: "communications",
			short: "Calling in Teams, with your carrier's lines.",
			long:  "Auto attendants, call queues and voicemail in Teams. Lines come from a SIP trunk or a calling plan.",
			terms: microsoftTerms, schedule: "expiration",
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(7)},
			rates: []rate{seats(1, domain.Unlimited, "12.00", "120.00"),
				limits("numbers", 0, 0, domain.Unlimited).each("2.00").setup("1.00")},
		},
		{
			key: "windows-365", name: "Windows 365 Business 2 vCPU / 8 GB / 128 GB", sales: "azure", category: "infrastructure",
			short: "A personal Windows PC in the cloud at a fixed monthly price.",
			long:  "A Cloud PC for each user that is there on any device, backed up and restorable, billed by the user.",
			terms: microsoftTerms, schedule: "expiration",
			listed: domain.Article{Product: "ZZQ0TT000B01", SKU: "0011"}, segment: "Commercial",
			periods: []period{months(1, "0.00"), months(12, "0.00").refunds(7).listedAs("Annual")},
			rates: []rate{seats(1, 300, "49.20", "492.00"), fixed("vcpu", 2), fixed("ram-gb", 8), fixed("disk-gb", 128),
				limits("traffic-gb", 40, 0, domain.Unlimited).overuse("0.05")},
		},
		{
			key: "azure", name: "Microsoft Azure Plan", sales: "azure", category: "infrastructure", arrears: true,
			short: "Azure by consumption, billed monthly in arrears.",
			long: "All Azure services at pay-as-you-go prices, one invoice a month. Reservations and savings plans are ordered " +
				"in the Azure portal.",
			terms:   microsoftTerms,
			periods: []period{months(1, "0.00")},
			rates: []rate{limits("azure-usage", 0, 0, domain.Unlimited).overuse("1.00"),
				limits("support-hours", 0, 0, 40).each("95.00").from(10, "88.00")},
		},
		{
			key: "power-bi", name: "Power BI Pro", sales: "microsoft-365", category: "software",
			short: "Reports and dashboards for teams.",
			long:  "Publish and share reports, with 10 GB of storage for each user and eight refreshes a day.",
			terms: microsoftTerms, schedule: "expiration",
			periods: []period{trial(60), months(1, "0.00"), months(12, "0.00").refunds(7)},
			rates:   []rate{seats(1, domain.Unlimited, "16.80", "168.00"), fixed("drive-gb", 10)},
		},
	}
}
