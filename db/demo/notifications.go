package demo

// message is a notification template.
type message struct {
	key, name, subject, body string
	visible                  bool // Visible to Resellers
}

func messages() []message {
	return []message{
		{"ends-soon", "Subscription ends soon", "{subscription} ends on {expiration_date}",
			"Dear {customer},\n\nyour subscription {subscription} to {plan} ends on {expiration_date}. To keep it, renew it in your " +
				"control panel under {renewal_link}.\n\n{vendor}", true},
		{"renewal-ahead", "Automatic renewal ahead", "{subscription} will be renewed on {expiration_date}",
			"Dear {customer},\n\nwe will renew {subscription} on {expiration_date} for {renewal_fee}. There is nothing you need " +
				"to do. To change the number of seats, do so before that day.\n\n{vendor}", true},
		{"ended", "Subscription has ended", "{subscription} has ended",
			"Dear {customer},\n\n{subscription} ended on {expiration_date}. Your data is kept for 30 days; renew within that time " +
				"and everything is as it was.\n\n{vendor}", true},
		{"last-call", "Data will be deleted", "Last reminder: the data of {subscription}",
			"Dear {customer},\n\nthe data of {subscription} will be deleted on {deletion_date}. This cannot be undone.\n\n{vendor}", true},
		{"trial-ends", "Trial ends", "Your trial of {plan} ends on {expiration_date}",
			"Dear {customer},\n\nwe hope you like {plan}. Choose a subscription period before {expiration_date} and carry on " +
				"without a break.\n\n{vendor}", true},
		{"domain-expires", "Domain name expires", "{domain} expires on {expiration_date}",
			"Dear {customer},\n\nthe registration of {domain} expires on {expiration_date}. A name that is not renewed may be " +
				"registered by anybody.\n\n{vendor}", true},
		{"margin-review", "Internal: margin review", "Review the margin of {subscription} before it is renewed",
			"Account team of {account},\n\n{subscription} is renewed on {expiration_date}. Compare its price with the vendor's " +
				"current list before that day.", false},
	}
}

// schedule is a notification schedule.
type schedule struct {
	key, name string
	details   []notice
}

// notice is a detail of a schedule: days before the expiration are negative.
type notice struct {
	days                          int
	message, condition, appliesTo string
}

const (
	always      = "Always"
	notRenewed  = "Renewal order is not placed"
	activeOnly  = "Account is active"
	everyone    = "all"
	autoRenewed = "auto-renewing"
	endingOnes  = "not auto-renewing"
)

// schedules are those that exist from the start. margin-review is not visible to resellers, so that it is left out of
// what they get.
func schedules() []schedule {
	return []schedule{
		{"expiration", "Subscription expiration", []notice{
			{-30, "renewal-ahead", always, autoRenewed},
			{-21, "margin-review", activeOnly, everyone},
			{-14, "ends-soon", notRenewed, endingOnes},
			{-3, "ends-soon", notRenewed, endingOnes},
			{1, "ended", notRenewed, everyone},
			{25, "last-call", always, everyone},
		}},
		{"domains", "Domain and certificate expiration", []notice{
			{-60, "domain-expires", always, everyone},
			{-14, "domain-expires", notRenewed, everyone},
			{-1, "domain-expires", notRenewed, endingOnes},
			{5, "ended", always, everyone},
		}},
		{"trials", "Trial follow-up", []notice{
			{-7, "trial-ends", activeOnly, everyone},
			{-1, "trial-ends", activeOnly, everyone},
		}},
	}
}
