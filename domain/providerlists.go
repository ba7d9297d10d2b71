package domain

import "time"

// Resource is what rates price. Its name and unit are live everywhere.
type Resource struct {
	ID         ResourceID
	Account    AccountID
	Name       string
	Unit       string
	Additive   bool
	Measurable bool
}

// NotificationTemplate is a message that notification schedules send.
type NotificationTemplate struct {
	ID      NotificationID
	Account AccountID
	Name    string
	Subject string
	Body    string
	Visible bool // Visible to Resellers (rule 5b)
}

// ExchangeRate says how many units of a currency one unit of the provider's currency is worth.
type ExchangeRate struct {
	Currency Currency
	Rate     string // canonical, "0.92"
	Updated  time.Time
}
