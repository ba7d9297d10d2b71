package pages

import "tiersync/domain"

// SubscriptionRef names a subscription and the reseller plan it is to.
type SubscriptionRef struct {
	ID   domain.SubscriptionID
	Plan domain.PlanID
}

// ResellerRow is a reseller as the tree below a vendor shows them.
type ResellerRow struct {
	domain.Account
	ParentName    string
	Subscriptions []SubscriptionRef // those that are not over
}

// VendorRow is somebody from whom a reseller could buy.
type VendorRow struct {
	domain.Account
	ParentName string // "" of the viewer's own account
}

// Facets are what there is to filter resellers by.
type Facets struct {
	Currencies []domain.Currency
	Levels     []int
}
