package domain

import "slices"

// removable refuses to take away a thing outside catalogs that something uses, or whose deletion has a way of its own.
func (f Facts) removable(about Ref) error {
	switch about.Of {
	case ObjectTemplate, ObjectReseller, ObjectUser, ObjectSubscription:
		return Invalid("This cannot be deleted.")
	}
	users, err := asked(f.Users, about)
	if err != nil || !users.Any() {
		return err
	}
	return Invalid("It cannot be removed while it is used by " + users.String() + ".")
}

// Uses reports whether the catalog mentions a resource, notification template or order flow.
func (c *Catalog) Uses(about Ref) bool {
	if c == nil {
		return false
	}
	switch about.Of {
	case ObjectResource:
		id := ResourceID(about.ID)
		return slices.ContainsFunc(c.Plans, func(p *Plan) bool { return p.Rate(id) != nil }) ||
			slices.ContainsFunc(orZero(c.Categories).Resource, func(g ResourceCategory) bool { return slices.Contains(g.Resources, id) })
	case ObjectNotification:
		return slices.ContainsFunc(orZero(c.Schedules).List, func(s Schedule) bool {
			return slices.ContainsFunc(s.Details, func(d ScheduleDetail) bool { return d.Template == NotificationID(about.ID) })
		})
	case ObjectFlow:
		return c.OrderFlow != nil && c.OrderFlow.ID == FlowID(about.ID)
	}
	return false
}
