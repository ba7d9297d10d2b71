package domain

import "slices"

// SendConditions are when a notification of a schedule is sent.
func SendConditions() []string {
	return []string{"Always", "Renewal order is not placed", "Account is active"}
}

// SendScopes are the subscriptions to which a notification of a schedule applies.
func SendScopes() []string { return []string{"all", "auto-renewing", "not auto-renewing"} }

// Limits of a schedule.
const (
	maxDetails = 50
	maxDays    = 3650
)

// ScheduleUsers returns the plans to which, or to a period of which, the schedule is assigned.
func ScheduleUsers(c *Catalog, id ScheduleID) []*Plan {
	return filter(c.Plans, func(p *Plan) bool {
		return p.Schedule == id || slices.ContainsFunc(p.Periods, func(period Period) bool { return period.Schedule == id })
	})
}
