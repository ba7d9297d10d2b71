package demo

import (
	"strings"

	"tiersync/domain"
)

// company is a reseller, with those below them.
type company struct {
	name         string
	currency     domain.Currency
	program      string // the reseller plan that they subscribe to
	admin        string // their administrator's name
	status       domain.AccountStatus
	subscription domain.SubscriptionStatus
	age          int // days since they subscribed
	below        []company
}

// distributor is the provider of the demo. They trade in US dollars.
const distributor = "Harborline Cloud Distribution"

// slug is how a company's name is written in addresses: "Two Rivers Networks" is two-rivers-networks.
func (c company) slug() string { return strings.ReplaceAll(strings.ToLower(c.name), " ", "-") }

// email is their administrator's address.
func (c company) email() string { return "admin@" + c.slug() + ".example" }

// accountStatus is active where the table says nothing.
func (c company) accountStatus() domain.AccountStatus {
	if c.status == "" {
		return domain.AccountActive
	}
	return c.status
}

// subscriptionStatus is Active where the table says nothing.
func (c company) subscriptionStatus() domain.SubscriptionStatus {
	if c.subscription == "" {
		return domain.Active
	}
	return c.subscription
}

// seller is a company with its place in the tree.
type seller struct {
	company
	vendor string // who sells to it
	level  int    // 1 below the distributor
}

// sellers lists every company, each before those below it.
func sellers() []seller {
	var list []seller
	var add func(companies []company, vendor string, level int)
	add = func(companies []company, vendor string, level int) {
		for _, c := range companies {
			list = append(list, seller{c, vendor, level})
			add(c.below, c.name, level+1)
		}
	}
	add(companies(), distributor, 1)
	return list
}

func companies() []company {
	return []company{
		{name: "Pinecrest IT Services", currency: "USD", program: "gold", admin: "Dana Whitfield", age: 340, below: []company{
			{name: "Cedar Falls Computing", currency: "USD", program: "gold", admin: "Marcus Lindgren", age: 300, below: []company{
				{name: "Maple Street Computers", currency: "USD", program: "gold", admin: "Priya Raman", age: 210},
			}},
			{name: "Lakeshore Office Technology", currency: "USD", program: "gold", admin: "Erin Kowalski", age: 280, below: []company{
				{name: "Dunes Digital", currency: "USD", program: "gold", admin: "Hector Salinas", age: 120},
			}},
			{name: "Two Rivers Networks", currency: "USD", program: "gold", admin: "Joanna Bright", age: 45,
				subscription: domain.Ordered},
		}},
		{name: "Rheinblick Systemhaus", currency: "EUR", program: "gold", admin: "Katharina Vogel", age: 330, below: []company{
			{name: "Isarwerk Informatik", currency: "EUR", program: "gold", admin: "Lukas Brandner", age: 250, below: []company{
				{name: "Alpenrand Systeme", currency: "EUR", program: "gold", admin: "Vroni Hasler", age: 150},
			}},
			{name: "Elbtor Datendienste", currency: "EUR", program: "rheinblick", admin: "Henrik Petersen", age: 80},
			{name: "Nordlicht Computer", currency: "EUR", program: "rheinblick", admin: "Wiebke Janssen", age: 60},
		}},
		{name: "Ashdown Managed IT", currency: "GBP", program: "gold", admin: "Oliver Penrose", age: 310, below: []company{
			{name: "Thornbury Systems", currency: "GBP", program: "gold", admin: "Gemma Hartley", age: 290, below: []company{
				{name: "Severnside Computers", currency: "GBP", program: "gold", admin: "Rhys Morgan", age: 140},
			}},
			{name: "Calder Valley IT", currency: "GBP", program: "gold", admin: "Nadia Aslam", age: 220, subscription: domain.OnHold},
			{name: "Fenland Networks", currency: "GBP", program: "gold", admin: "Toby Marchant", age: 365,
				subscription: domain.Terminated},
		}},
		{name: "Sakuragi Network Systems", currency: "JPY", program: "gold", admin: "Haruka Sakuragi", age: 305, below: []company{
			{name: "Minato Office Support", currency: "JPY", program: "gold", admin: "Kenji Mori", age: 180},
			{name: "Kansai Cloud Works", currency: "JPY", program: "gold", admin: "Aoi Nishimura", age: 170},
		}},
		{name: "Harborline Ireland", currency: "EUR", program: "gold", admin: "Aoife Brennan", age: 320, below: []company{
			{name: "Liffey Digital", currency: "EUR", program: "gold", admin: "Cian Doyle", age: 240},
			{name: "Corrib Web Services", currency: "EUR", program: "gold", admin: "Niamh Walsh", age: 200},
		}},
		{name: "Bluestem Technology Partners", currency: "USD", program: "silver", admin: "Caleb Ostrander", age: 260, below: []company{
			{name: "Ozark Data Company", currency: "USD", program: "silver", admin: "Lorraine Tibbs", age: 190},
			{name: "Flint Hills Computing", currency: "USD", program: "silver", admin: "Grant Sewell", age: 130},
		}},
		{name: "Garonne Informatique", currency: "EUR", program: "silver", admin: "Camille Lafargue", age: 230, below: []company{
			{name: "Dordogne Micro Services", currency: "EUR", program: "silver", admin: "Thierry Bonnet", age: 110},
		}},
		{name: "Copperfield Data Services", currency: "USD", program: "silver", admin: "Stuart Lang", age: 350,
			status: domain.AccountClosed},
	}
}

// exchangeRate says what a US dollar is worth.
type exchangeRate struct {
	currency domain.Currency
	rate     string
}

func exchangeRates() []exchangeRate {
	return []exchangeRate{{"EUR", "0.92"}, {"GBP", "0.79"}, {"JPY", "151.5"}}
}
