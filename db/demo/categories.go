package demo

// salesCategory is a group that customers see. Those with a parent stand in the order of the table.
type salesCategory struct {
	key, parent, name, description string
}

func salesCategories() []salesCategory {
	return []salesCategory{
		{"productivity", "", "Productivity", "Mail, documents and meetings"},
		{"microsoft-365", "productivity", "Microsoft 365", "Office apps, Exchange and Teams"},
		{"google-workspace", "productivity", "Google Workspace", "Gmail, Docs and ChromeOS"},
		{"files", "productivity", "File Sharing and E-Signature", "Share, send and sign documents"},
		{"design", "", "Creative and Design", "For people who make pictures, films and pages"},
		{"creative", "design", "Creative Apps", "Adobe and Canva"},
		{"cloud", "", "Cloud Infrastructure", "Computing power and storage"},
		{"azure", "cloud", "Microsoft Azure", "Azure and Cloud PCs"},
		{"servers", "cloud", "Virtual Servers", "Servers and clusters in our data centres"},
		{"storage", "cloud", "Storage", "Object, block and archive storage"},
		{"protection", "", "Security and Backup", "Keep data safe and attackers out"},
		{"backup", "protection", "Backup and Recovery", "Copies of everything that matters"},
		{"endpoint", "protection", "Endpoint Security", "Antivirus and device protection"},
		{"email-security", "protection", "Email Security", "Filters, archives and training"},
		{"certificates", "protection", "TLS Certificates", "Encryption and identity of websites"},
		{"web", "", "Web Presence", "Be found, be read"},
		{"domains", "web", "Domain Names", "Names in the most wanted zones"},
		{"hosting", "web", "Web Hosting", "Websites that are looked after"},
		{"communications", "", "Communications", "Telephones and lines"},
		{"telephony", "communications", "Cloud Telephony", "Extensions, numbers and trunks"},
		{"partners", "", "Partner Programs", "What resellers subscribe to"},
	}
}

// planCategory decides how plans are taxed.
type planCategory struct{ key, name, description, tax string }

func planCategories() []planCategory {
	return []planCategory{
		{"software", "Software Subscriptions", "Licences by user or device", "Electronically supplied services"},
		{"infrastructure", "Infrastructure Services", "Servers, storage and hosting", "Electronically supplied services"},
		{"backup", "Backup Services", "Backup and recovery", "Electronically supplied services"},
		{"security", "Security Services", "Protection of devices and mail", "Electronically supplied services"},
		{"domains", "Domain Registrations", "Names registered on behalf of customers", "Registry pass-through"},
		{"certificates", "Certificates", "Certificates of public authorities", "Electronically supplied services"},
		{"communications", "Telecommunication", "Telephone lines and calls", "Telecommunication services"},
		{"programs", "Reseller Programs", "Fees of the partner program", "Business services"},
	}
}

// resourceCategory lists the resources in it, by key.
type resourceCategory struct {
	key, name string
	resources []string
}

func resourceCategories() []resourceCategory {
	return []resourceCategory{
		{"licences", "Licences", []string{"users", "devices", "servers", "virtual-machines", "cloud-seats", "mailboxes"}},
		{"compute", "Compute", []string{"vcpu", "ram-gb", "compute-points", "azure-usage"}},
		{"capacity", "Storage", []string{"disk-gb", "drive-gb", "mailbox-gb", "backup-gb", "recovery-gb", "object-gb", "archive-gb",
			"recording-gb", "snapshots"}},
		{"network", "Network", []string{"traffic-gb", "ipv4", "ipv6", "requests"}},
		{"web-resources", "Web", []string{"domains", "dns-zones", "privacy", "hostnames", "sites", "databases"}},
		{"calls", "Telephony", []string{"extensions", "numbers", "channels", "national-minutes", "international-minutes", "fax-lines"}},
		{"services", "Services", []string{"support-hours", "signatures", "stock-images", "partner-accounts", "portal-users"}},
	}
}

// resource is something that rates price. Measurable resources are metered after use; of the others one orders an
// amount. Amounts of additive resources add up over subscriptions.
type resource struct {
	key, name, unit      string
	additive, measurable bool
}

func resources() []resource {
	return []resource{
		{"users", "User Licences", "users", true, false},
		{"devices", "Protected Devices", "devices", true, false},
		{"servers", "Protected Servers", "servers", true, false},
		{"virtual-machines", "Protected Virtual Machines", "machines", true, false},
		{"cloud-seats", "Protected Cloud Seats", "seats", true, false},
		{"mailboxes", "Mailboxes", "mailboxes", true, false},
		{"vcpu", "Virtual CPU Cores", "cores", false, false},
		{"ram-gb", "Memory", "GB", false, false},
		{"compute-points", "Recovery Compute Points", "points", true, true},
		{"azure-usage", "Azure Consumption", "US dollars of list price", true, true},
		{"disk-gb", "SSD Storage", "GB", false, true},
		{"drive-gb", "Cloud Drive Storage", "GB", true, false},
		{"mailbox-gb", "Mailbox Storage", "GB a mailbox", false, false},
		{"backup-gb", "Backup Storage", "GB", true, true},
		{"recovery-gb", "Standby Storage", "GB", true, true},
		{"object-gb", "Object Storage", "GB", true, true},
		{"archive-gb", "Archive Storage", "GB", true, true},
		{"recording-gb", "Recording Storage", "GB", true, false},
		{"snapshots", "Snapshots", "snapshots", false, false},
		{"traffic-gb", "Outgoing Traffic", "GB", true, true},
		{"ipv4", "Public IPv4 Addresses", "addresses", false, false},
		{"ipv6", "IPv6 Networks /64", "networks", false, false},
		{"requests", "API Requests", "million requests", true, true},
		{"domains", "Domain Names", "names", true, false},
		{"dns-zones", "DNS Zones", "zones", true, false},
		{"privacy", "Registrant Privacy", "names", false, false},
		{"hostnames", "Names in the Certificate", "names", false, false},
		{"sites", "Websites", "sites", false, false},
		{"databases", "Databases", "databases", false, false},
		{"extensions", "Telephone Extensions", "extensions", true, false},
		{"numbers", "Direct Dial Numbers", "numbers", true, false},
		{"channels", "Voice Channels", "channels", true, false},
		{"national-minutes", "National Minutes", "minutes", true, true},
		{"international-minutes", "International Minutes", "minutes", true, true},
		{"fax-lines", "Fax Lines", "lines", false, false},
		{"support-hours", "Priority Support", "hours", true, false},
		{"signatures", "Signature Envelopes", "envelopes", true, true},
		{"stock-images", "Stock Images", "images", true, false},
		{"partner-accounts", "Sub-reseller Accounts", "accounts", false, false},
		{"portal-users", "Partner Portal Users", "users", false, false},
	}
}
