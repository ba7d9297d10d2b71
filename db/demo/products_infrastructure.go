package demo

import "tiersync/domain"

const serverTerms = "99.95 % of each month, or 5 % of the fee back for each started hour beyond."

func serverProducts() []product {
	sizes := []struct {
		key, size, next     string
		vcpu, ram, disk     int64
		month, year, years3 string
	}{
		{"server-s", "S", "server-m", 1, 2, 40, "6.50", "71.50", "199.00"},
		{"server-m", "M", "server-l", 2, 4, 80, "12.90", "141.00", "393.00"},
		{"server-l", "L", "server-xl", 4, 8, 160, "25.50", "280.00", "779.00"},
		{"server-xl", "XL", "", 8, 32, 320, "69.00", "759.00", "2110.00"},
	}
	var products []product
	for _, s := range sizes {
		p := product{
			key: s.key, name: "Virtual Server " + s.size, sales: "servers", category: "infrastructure",
			short: "A Linux or Windows server with root access.",
			long: "KVM virtual server on NVMe storage with snapshots, private networks and an API, in Ashburn, Frankfurt, " +
				"London or Osaka.",
			terms: serverTerms, schedule: "expiration",
			periods: []period{months(1, s.month), months(12, s.year), months(36, s.years3).leave("25.00")},
			rates: []rate{
				fixed("vcpu", s.vcpu),
				limits("ram-gb", s.ram, s.ram, 4*s.ram).each("3.00"),
				limits("disk-gb", s.disk, s.disk, 2000).each("0.08").from(500, "0.07"),
				limits("traffic-gb", 5000, 1000, domain.Unlimited).overuse("0.009"),
				limits("ipv4", 1, 1, 16).each("2.40").setup("1.00"),
				limits("snapshots", 2, 0, 20).each("0.60"),
			},
		}
		if s.next != "" {
			p.upgrades = []string{s.next}
		}
		products = append(products, p)
	}
	return products
}

func storageProducts() []product {
	return []product{
		{
			key: "object-storage", name: "Object Storage", sales: "storage", category: "infrastructure", arrears: true,
			short: "S3-compatible storage, paid by use.",
			long:  "Three copies in two buildings, versioning, object lock and no charge for incoming traffic.",
			terms: serverTerms, schedule: "expiration",
			periods: []period{trial(30), months(1, "0.00")},
			rates: []rate{limits("object-gb", 100, 0, domain.Unlimited).overuse("0.0155"),
				limits("traffic-gb", 100, 0, domain.Unlimited).overuse("0.01"),
				limits("requests", 1, 0, domain.Unlimited).overuse("0.40")},
		},
		{
			key: "archive-storage", name: "Archive Storage", sales: "storage", category: "infrastructure", arrears: true, usage: true,
			short: "For what must be kept and is hardly ever read.",
			long:  "Tape-backed object storage, readable within twelve hours, with retention locks of up to 30 years.",
			terms: serverTerms, schedule: "expiration",
			periods: []period{months(1, "0.00")},
			rates: []rate{limits("archive-gb", 0, 0, domain.Unlimited).overuse("0.0036"),
				limits("traffic-gb", 0, 0, domain.Unlimited).overuse("0.02")},
		},
		{
			key: "block-storage", name: "Block Storage Volume", sales: "storage", category: "infrastructure",
			short: "NVMe volumes for virtual servers.",
			long:  "Volumes from 10 GB to 10 TB that can be moved between servers while they run.",
			terms: serverTerms, schedule: "expiration",
			periods: []period{months(1, "0.00"), months(12, "0.00")},
			rates: []rate{limits("disk-gb", 0, 10, 10240).each("0.085").in("12m", "0.918").from(1024, "0.078"),
				limits("snapshots", 1, 0, 20).each("0.60")},
		},
		{
			key: "kubernetes", name: "Managed Kubernetes", sales: "servers", category: "infrastructure", arrears: true,
			short: "Clusters that are patched by us, nodes paid by the hour.",
			long:  "A highly available control plane, automatic upgrades and node pools of any server size.",
			terms: serverTerms, schedule: "expiration",
			periods: []period{months(1, "29.00")},
			rates: []rate{limits("vcpu", 0, 2, 512).each("7.20").from(64, "6.80"), limits("ram-gb", 0, 4, 2048).each("2.70"),
				limits("disk-gb", 0, 0, 20480).each("0.085"), limits("ipv4", 1, 1, 64).each("2.40"),
				limits("traffic-gb", 5000, 0, domain.Unlimited).overuse("0.009")},
		},
	}
}

func telephonyProducts() []product {
	const terms = "Emergency calls need a registered address. Number porting takes up to ten working days."
	return []product{
		{
			key: "pbx-basic", name: "Cloud PBX Basic", sales: "telephony", category: "communications",
			short: "Telephones for small offices.",
			long:  "Ring groups, voicemail by mail and an app for phones and PCs, with national calls included.",
			terms: terms, schedule: "expiration", upgrades: []string{"pbx-pro"},
			periods: []period{trial(14), months(1, "9.00"), months(12, "99.00"), months(24, "186.00")},
			rates: []rate{limits("extensions", 2, 1, 50).each("6.50").in("12m", "71.50"), limits("numbers", 1, 1, 20).each("1.50").setup("5.00"),
				limits("national-minutes", 1000, 0, domain.Unlimited).overuse("0.012"),
				limits("international-minutes", 0, 0, domain.Unlimited).overuse("0.065"),
				limits("fax-lines", 0, 0, 5).each("3.00")},
		},
		{
			key: "pbx-pro", name: "Cloud PBX Professional", sales: "telephony", category: "communications",
			short: "Queues, recording and integration with your CRM.",
			long:  "Everything in Basic, and call queues, wallboards, recording with retention rules and an API.",
			terms: terms, schedule: "expiration",
			periods: []period{months(1, "29.00").setup("49.00").suggest("36.00"), months(12, "319.00").suggest("396.00"), months(24, "599.00")},
			rates: []rate{limits("extensions", 10, 5, 500).each("8.90").in("12m", "98.00").from(100, "8.20"),
				limits("numbers", 5, 1, 200).each("1.30").setup("5.00"),
				limits("national-minutes", 10000, 0, domain.Unlimited).overuse("0.010"),
				limits("international-minutes", 0, 0, domain.Unlimited).overuse("0.058"),
				limits("recording-gb", 10, 0, 1000).each("0.20"), limits("fax-lines", 0, 0, 20).each("3.00")},
		},
		{
			key: "sip-trunk", name: "SIP Trunk", sales: "telephony", category: "communications",
			short: "Lines for the telephone system you have.",
			long:  "Channels over your Internet line, encrypted, with failover to mobile numbers.",
			terms: terms, schedule: "expiration",
			periods: []period{months(1, "5.00").setup("19.00"), months(12, "55.00")},
			rates: []rate{limits("channels", 2, 2, 300).each("2.20").from(30, "1.90"), limits("numbers", 1, 1, 1000).each("0.90").setup("5.00"),
				limits("national-minutes", 0, 0, domain.Unlimited).overuse("0.011"),
				limits("international-minutes", 0, 0, domain.Unlimited).overuse("0.060")},
		},
	}
}
