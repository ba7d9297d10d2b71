package views

import (
	"cmp"
	"slices"

	"tiersync/domain"
)

// NavLink is one entry of the navigation. Path is also what a page names in Page.Section to be shown as current.
type NavLink struct {
	Label string
	Path  string
	Icon  string // a symbol of static/icons.svg
}

// NavSection is a heading of the navigation with its links.
type NavSection struct {
	Label string
	Links []NavLink
}

// Navigation lists every section that there is for the viewer's kind of account and its privileges. The caller leaves out
// what has no route (web/server/routes.go), so that no link leads nowhere.
func Navigation(v domain.Viewer) []NavSection {
	sections := resellerNavigation(v.Holds(domain.ManageSubResellers))
	if v.IsProvider() {
		sections = providerNavigation()
	}
	if !v.May(domain.ViewReports) && v.User.Role != domain.ReadOnly { // else the audit has them
		last := &sections[len(sections)-1]
		last.Links = append(last.Links, NavLink{"My Changes", "/changes", "audit"})
	}
	return sections
}

func providerNavigation() []NavSection {
	return []NavSection{
		{"Products", []NavLink{
			{"Service Plans", "/products/plans", "plans"},
			{"Prices", "/products/prices", "price"},
			{"Service Templates", "/products/templates", "template"},
			{"Sales Categories", "/products/sales-categories", "tag"},
			{"Catalog", "/catalog", "shop"},
			{"Plan Categories", "/products/plan-categories", "category"},
			{"Resources", "/products/resources", "resource"},
			{"Resource Categories", "/products/resource-categories", "group"},
		}},
		{"Operations", []NavLink{
			{"What Waits", WaitingURL, "clock"},
			{"Synchronizations", "/synchronizations", "sync"},
			{"Recipes", RecipesPath, "terms"},
			{"Resellers", "/resellers", "resellers"},
		}},
		{"Settings", []NavLink{
			{"Notification Schedules", "/notifications/schedules", "bell"},
			{"Notification Templates", "/notifications/templates", "mail"},
			{"Order Flows", "/order-flows", "flow"},
			{"Exchange Rates", "/exchange-rates", "exchange"},
			{"Guards", GuardsPath, "warning"},
			{"Users", "/users", "users"},
			{"Audit", "/audit", "audit"},
			{"Security Events", "/security-events", "lock"},
		}},
	}
}

func resellerNavigation(subResellers bool) []NavSection {
	products := []NavLink{{"Inbox", InboxURL, "mail"}, {"Service Plans", "/products/plans", "plans"}, {"Prices", "/products/prices", "price"}}
	if subResellers {
		products = append(products, NavLink{"Service Templates", "/products/templates", "template"})
	}
	products = append(products, NavLink{"Sales Categories", "/products/sales-categories", "tag"},
		NavLink{"Catalog", "/catalog", "shop"})
	sections := []NavSection{{"Products", products}}
	if subResellers {
		sections = append(sections, NavSection{"Operations", []NavLink{
			{"What Waits", WaitingURL, "clock"},
			{"Synchronizations", "/synchronizations", "sync"},
			{"Recipes", RecipesPath, "terms"},
			{"Resellers", "/resellers", "resellers"},
		}})
	}
	return append(sections, NavSection{"Settings", []NavLink{
		{"Notification Schedules", "/notifications/schedules", "bell"},
		{"Order Flow", "/order-flow", "flow"},
		{"Privileges", "/privileges", "key"},
		{"Terms and Conditions", "/terms", "terms"},
		{"Users", "/users", "users"},
		{"Audit", "/audit", "audit"},
		{"Security Events", "/security-events", "lock"},
	}})
}

// ListOf leads to the list in which things of a kind are, as the navigation calls it.
func ListOf(of domain.Object) Crumb {
	path := cmp.Or(objects[of].list, plansPath)
	for _, section := range slices.Concat(providerNavigation(), resellerNavigation(true)) {
		for _, link := range section.Links {
			if link.Path == path {
				return Crumb{link.Label, path}
			}
		}
	}
	return Crumb{Label: path, URL: path}
}
