package domain

// SubscriptionRef names a subscription and the reseller plan it is to.
type SubscriptionRef struct {
	ID   SubscriptionID
	Plan PlanID
}

// ResellerRow is a reseller as the tree below a vendor shows them.
type ResellerRow struct {
	Account
	ParentName    string
	Subscriptions []SubscriptionRef // those that are not over
}
