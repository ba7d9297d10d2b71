package demo

import "tiersync/domain"

const (
	acronisTerms  = "Billed by use at the end of each month. Data is deleted 30 days after cancellation."
	securityTerms = "The vendor's licence agreement applies. Licences can be moved between devices of one company."
)

func backupProducts() []product {
	return []product{
		{
			key: "acronis-standard", name: "Acronis Cyber Protect Cloud", sales: "backup", category: "backup", arrears: true,
			short: "Backup and anti-malware for PCs, servers and mailboxes, paid by use.",
			long: "Image and file backup to the Acronis cloud or to your own storage, behaviour-based anti-malware, " +
				"vulnerability assessment and device control in one agent.",
			terms: acronisTerms, schedule: "expiration", upgrades: []string{"acronis-advanced"},
			periods: []period{trial(30), months(1, "0.00")},
			rates: []rate{
				limits("backup-gb", 0, 0, domain.Unlimited).each("0.09").overuse("0.09").from(1024, "0.08").from(10240, "0.07"),
				limits("devices", 0, 0, domain.Unlimited).each("2.40"),
				limits("servers", 0, 0, domain.Unlimited).each("11.50"),
				limits("virtual-machines", 0, 0, domain.Unlimited).each("6.90"),
				limits("cloud-seats", 0, 0, domain.Unlimited).each("1.60").from(100, "1.45"),
			},
		},
		{
			key: "acronis-advanced", name: "Acronis Advanced Backup", sales: "backup", category: "backup", arrears: true,
			short: "Continuous protection for SQL, Exchange and SAP.",
			long:  "Adds continuous data protection, backup of clusters and databases, data maps and off-host processing.",
			terms: acronisTerms, schedule: "expiration",
			periods: []period{months(1, "0.00")},
			rates: []rate{limits("backup-gb", 0, 0, domain.Unlimited).each("0.09").from(1024, "0.08"),
				limits("devices", 0, 0, domain.Unlimited).each("1.20"),
				limits("servers", 0, 0, domain.Unlimited).each("6.00"),
				limits("virtual-machines", 0, 0, domain.Unlimited).each("3.50")},
		},
		{
			key: "acronis-recovery", name: "Acronis Disaster Recovery", sales: "backup", category: "backup", arrears: true,
			short: "Servers that start in the cloud when yours do not.",
			long:  "Runbooks, test failover and cloud-only VPN. Standby storage is paid by the GB, running servers by the hour.",
			terms: acronisTerms, schedule: "expiration",
			periods: []period{months(1, "19.00")},
			rates: []rate{limits("recovery-gb", 0, 0, domain.Unlimited).each("0.135"),
				limits("compute-points", 0, 0, domain.Unlimited).overuse("0.05"),
				limits("ipv4", 1, 0, 16).each("4.00")},
		},
		{
			key: "veeam-m365", name: "Veeam Data Cloud for Microsoft 365", sales: "backup", category: "backup",
			short: "Backup of Exchange, SharePoint, OneDrive and Teams.",
			long:  "Unlimited storage and retention for each user, with self-service restore of mails, files and sites.",
			terms: acronisTerms, schedule: "expiration",
			periods: []period{trial(30), months(1, "0.00"), months(12, "0.00")},
			rates:   []rate{limits("cloud-seats", 0, 10, domain.Unlimited).each("3.10").in("12m", "33.60").from(250, "2.80")},
		},
		{
			key: "server-backup", name: "Server Backup 500", sales: "backup", category: "backup",
			short: "500 GB of managed backup space in our data centres.",
			long:  "Nightly backup of one Linux or Windows server with 30 days of retention and two test restores a year.",
			terms: acronisTerms, schedule: "expiration",
			periods: []period{months(1, "24.00").setup("15.00"), months(12, "264.00")},
			rates: []rate{limits("backup-gb", 500, 500, 4000).each("0.05").overuse("0.07"), limits("servers", 1, 1, 5).each("6.00"),
				limits("support-hours", 0, 0, 20).each("95.00")},
		},
	}
}

func securityProducts() []product {
	return []product{
		{
			key: "bitdefender", name: "Bitdefender GravityZone Business Security", sales: "endpoint", category: "security",
			short: "Antivirus and ransomware mitigation from one console.",
			long:  "Machine-learning anti-malware, exploit defence and web filtering for Windows, macOS and Linux.",
			terms: securityTerms, schedule: "expiration",
			periods: []period{trial(30), months(12, "0.00"), months(24, "0.00"), months(36, "0.00")},
			rates: []rate{limits("devices", 0, 5, 100).each("25.90").in("24m", "41.40").in("36m", "54.40"),
				limits("servers", 0, 0, 35).each("31.00").in("24m", "49.60").in("36m", "65.10")},
		},
		{
			key: "eset", name: "ESET PROTECT Entry", sales: "endpoint", category: "security",
			short: "Light endpoint and server protection.",
			long:  "Multilayered antivirus for computers, file servers and phones with a console in the cloud.",
			terms: securityTerms, schedule: "expiration",
			periods: []period{trial(30), months(1, "0.00"), months(12, "0.00")},
			rates: []rate{limits("devices", 0, 5, domain.Unlimited).each("3.40").in("12m", "34.00").from(50, "3.10"),
				limits("servers", 0, 0, domain.Unlimited).each("4.90").in("12m", "49.00")},
		},
		{
			key: "antivirus", name: "Essential Antivirus", sales: "endpoint", category: "security",
			short: "Managed antivirus for up to 25 devices.",
			long:  "Our own bundle for small offices: antivirus, patching and a monthly report, installed from one link.",
			terms: securityTerms, schedule: "expiration", upgrades: []string{"bitdefender"},
			periods: []period{months(1, "12.00"), months(12, "129.00")},
			rates:   []rate{limits("devices", 5, 5, 25).each("1.90")},
		},
		{
			key: "proofpoint", name: "Proofpoint Essentials Business", sales: "email-security", category: "security",
			short: "Spam, phishing and attachment filtering.",
			long:  "Filters mail in front of Microsoft 365 and Google Workspace, with sandboxing and 30 days of emergency inbox.",
			terms: securityTerms, schedule: "expiration", upgrades: []string{"proofpoint-advanced"},
			periods: []period{trial(14), months(1, "0.00"), months(12, "0.00")},
			rates:   []rate{limits("mailboxes", 0, 5, domain.Unlimited).each("2.05").in("12m", "21.60").from(100, "1.90")},
		},
		{
			key: "proofpoint-advanced", name: "Proofpoint Essentials Advanced", sales: "email-security", category: "security",
			short: "Business with encryption, archiving and data loss prevention.",
			long:  "Adds policy-based encryption, ten years of archive and social media protection.",
			terms: securityTerms, schedule: "expiration",
			periods: []period{months(1, "0.00"), months(12, "0.00")},
			rates: []rate{limits("mailboxes", 0, 5, domain.Unlimited).each("3.85").in("12m", "41.40"),
				limits("archive-gb", -1, 0, domain.Unlimited)},
		},
		{
			key: "awareness", name: "Security Awareness Training", sales: "email-security", category: "security",
			short: "Phishing simulations and short lessons.",
			long:  "A simulated attack a month, lessons of five minutes in 34 languages and a risk report for management.",
			terms: securityTerms, schedule: "expiration",
			periods: []period{months(12, "120.00"), months(36, "315.00")},
			rates:   []rate{limits("users", 10, 10, domain.Unlimited).each("16.20").in("36m", "41.00").from(100, "14.40")},
		},
	}
}
