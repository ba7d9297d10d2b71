package domain

import "time"

// SubscriptionRow is a subscription with the names that lists and pages show.
type SubscriptionRow struct {
	Subscription
	AccountName   string
	Currency      Currency // the account's
	AccountStatus AccountStatus
	Level         int // of the account, counted from the provider
	VendorName    string
	PlanName      string
	Created       time.Time
}
