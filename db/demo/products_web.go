package demo

import (
	"strings"

	"tiersync/domain"
)

const (
	domainTerms      = "The rules of the registry apply. Registrations cannot be cancelled; names can be transferred after 60 days."
	certificateTerms = "The authority's subscriber agreement applies. Refunds within 30 days; certificates are reissued free of charge."
)

func domainProducts() []product {
	// what a domain name costs for one year, its renewal and its transfer
	tlds := []struct{ key, name, short, first, two, renewal, transfer string }{
		{"domain-com", ".com", "The address everybody knows.", "10.40", "21.20", "10.80", "10.40"},
		{"domain-net", ".net", "For networks and technology.", "12.10", "25.00", "12.90", "12.10"},
		{"domain-de", ".de", "Germany's own, without waiting time.", "5.60", "11.20", "5.60", "0.00"},
		{"domain-uk", ".co.uk", "For business in the United Kingdom.", "6.70", "13.40", "6.70", "0.00"},
		{"domain-jp", ".jp", "For people and companies with an address in Japan.", "34.00", "68.00", "34.00", "34.00"},
	}
	var products []product
	for _, t := range tlds {
		products = append(products, product{
			key: t.key, name: "Domain name " + t.name, kind: domain.DomainPlan, sales: "domains", category: "domains",
			short: t.short,
			long: "Registration, renewal and transfer of a " + t.name + " name, with DNS on two continents and mail and web " +
				"forwarding.",
			terms: domainTerms, schedule: "domains", listed: domain.Article{Product: strings.TrimPrefix(t.name, ".")},
			periods: []period{years(1, t.first, t.renewal).transfer(t.transfer), years(2, t.two, t.two).transfer(t.transfer)},
			rates: []rate{fixed("domains", 1), limits("dns-zones", 1, 1, 5).each("1.20"),
				limits("privacy", 0, 0, 1).each("3.00").in("2y", "5.50")},
		})
	}
	return products
}

func certificateProducts() []product {
	return []product{
		{
			key: "tls-dv", name: "TLS Certificate DV", sales: "certificates", category: "certificates",
			short: "Encryption within minutes, checked by DNS or mail.",
			long:  "A domain-validated certificate for one name with and without www, with a warranty of 10,000 dollars.",
			terms: certificateTerms, schedule: "domains", upgrades: []string{"tls-ov", "tls-wildcard"},
			periods: []period{years(1, "9.50", "9.50").suggest("19.00").refunds(30), years(2, "18.00", "18.00").suggest("36.00").refunds(30)},
			rates:   []rate{limits("hostnames", 1, 1, 100).each("4.50").in("2y", "8.50")},
		},
		{
			key: "tls-wildcard", name: "TLS Certificate DV Wildcard", sales: "certificates", category: "certificates",
			short: "All sub-domains of one domain.",
			long:  "One domain-validated certificate for any number of sub-domains on any number of servers.",
			terms: certificateTerms, schedule: "domains",
			periods: []period{years(1, "74.00", "74.00").suggest("119.00").refunds(30), years(2, "140.00", "140.00").refunds(30)},
			rates:   []rate{limits("hostnames", 1, 1, 25).each("62.00").in("2y", "118.00")},
		},
		{
			key: "tls-ov", name: "TLS Certificate OV", sales: "certificates", category: "certificates",
			short: "Shows that the organization behind the site exists.",
			long:  "The authority checks the company's register entry and telephone number. Issued in one to three days.",
			terms: certificateTerms, schedule: "domains", upgrades: []string{"tls-ev"},
			periods: []period{years(1, "46.00", "46.00").suggest("79.00").refunds(30), years(2, "88.00", "88.00").refunds(30)},
			rates:   []rate{limits("hostnames", 1, 1, 250).each("18.00").in("2y", "34.00").from(25, "16.00")},
		},
		{
			key: "tls-ev", name: "TLS Certificate EV", sales: "certificates", category: "certificates",
			short: "The most thorough check there is.",
			long:  "Extended validation for banks, shops and public bodies, with a warranty of 1,500,000 dollars.",
			terms: certificateTerms, schedule: "domains",
			periods: []period{years(1, "118.00", "118.00").suggest("199.00").refunds(30), years(2, "224.00", "224.00").refunds(30)},
			rates:   []rate{limits("hostnames", 1, 1, 250).each("44.00").in("2y", "83.00")},
		},
	}
}

func hostingProducts() []product {
	return []product{
		{
			key: "hosting-starter", name: "Web Hosting Starter", sales: "hosting", category: "infrastructure",
			short: "One website with mail, PHP and nightly backup.",
			long:  "For a company's first site: 20 GB of SSD, five mailboxes, free DV certificate and one-click WordPress.",
			terms: "Fair use of processor time applies.", schedule: "expiration", upgrades: []string{"hosting-business"},
			periods: []period{trial(14), months(1, "3.90"), months(12, "39.00"), months(24, "72.00")},
			rates: []rate{fixed("sites", 1), limits("disk-gb", 20, 20, 100).each("0.30"), limits("mailboxes", 5, 0, 50).each("0.80"),
				limits("databases", 2, 1, 10).each("0.50"), limits("traffic-gb", 500, 0, domain.Unlimited).overuse("0.04")},
		},
		{
			key: "hosting-business", name: "Web Hosting Business", sales: "hosting", category: "infrastructure",
			short: "Ten websites with staging and priority support.",
			long:  "100 GB of SSD, 50 mailboxes, staging sites, Redis and a support line that answers within an hour.",
			terms: "Fair use of processor time applies.", schedule: "expiration",
			periods: []period{months(1, "12.90").suggest("15.90"), months(12, "132.00").suggest("159.00"), months(24, "246.00")},
			rates: []rate{limits("sites", 10, 1, 50).each("1.50"), limits("disk-gb", 100, 50, 500).each("0.25"),
				limits("mailboxes", 50, 0, 500).each("0.60"), limits("databases", 20, 1, 100).each("0.40"),
				limits("traffic-gb", 2000, 0, domain.Unlimited).overuse("0.03"), limits("support-hours", 1, 0, 20).each("80.00")},
		},
		{
			key: "wordpress", name: "Managed WordPress", sales: "hosting", category: "infrastructure",
			short: "WordPress with updates, caching and malware scan.",
			long:  "We update core and plug-ins on a copy first, compare screenshots and only then touch the live site.",
			terms: "Fair use of processor time applies.", schedule: "expiration",
			periods: []period{months(1, "14.50").setup("25.00"), months(12, "148.00")},
			rates: []rate{limits("sites", 1, 1, 25).each("11.00"), limits("disk-gb", 30, 30, 300).each("0.30"),
				limits("traffic-gb", 1000, 0, domain.Unlimited).overuse("0.03")},
		},
	}
}
