package domain

import (
	"cmp"
	"slices"
)

// Catalog is everything a vendor has at one moment. It is a value: it never changes, equal catalogs are stored once, and
// what two catalogs have in common they share by pointer. A nil part is an empty one.
//
// The same type holds what runs delivered to a reseller, what a vendor made themselves, and the two together (Effective).
type Catalog struct {
	Plans      []*Plan // sorted by id
	Categories *Categories
	Schedules  *Schedules
	OrderFlow  *OrderFlow
	Privileges *PrivilegeSet
	Terms      *Terms
}

// Empty is the catalog of a reseller to whom nothing has been delivered yet.
func Empty() *Catalog { return &Catalog{} }

// Plan returns the plan with this id, nil when the catalog has none.
func (c *Catalog) Plan(id PlanID) *Plan {
	i, ok := slices.BinarySearchFunc(c.Plans, id, func(p *Plan, id PlanID) int { return cmp.Compare(p.ID, id) })
	if !ok {
		return nil
	}
	return c.Plans[i]
}

// WithPlan returns the catalog with p in place of the plan of the same id, or added.
func (c *Catalog) WithPlan(p *Plan) *Catalog {
	next := *c
	i, found := slices.BinarySearchFunc(c.Plans, p.ID, func(q *Plan, id PlanID) int { return cmp.Compare(q.ID, id) })
	next.Plans = slices.Clone(c.Plans)
	if found {
		next.Plans[i] = p
	} else {
		next.Plans = slices.Insert(next.Plans, i, p)
	}
	return &next
}

// Categories are the three groupings of a catalog. Slices are sorted by id.
type Categories struct {
	Sales    []SalesCategory
	Plan     []PlanCategory
	Resource []ResourceCategory
}

// SalesCategory groups plans for the customer. It holds either plans or sub-categories, never both.
type SalesCategory struct {
	ID          CategoryID
	Name        string
	Description string
	Parent      CategoryID // zero at the top
	Position    int
	Display     bool // Display Category in Customer Control Panel
}

// PlanCategory groups plans for taxes. A plan is in exactly one.
type PlanCategory struct {
	ID          CategoryID
	Name        string
	Description string
	TaxCategory string
}

// ResourceCategory groups resources; a resource is in at most one. Resources is sorted.
type ResourceCategory struct {
	ID        CategoryID
	Name      string
	Position  int
	Resources []ResourceID
}

// SalesCategory returns the sales category with this id, nil when there is none.
func (c *Categories) SalesCategory(id CategoryID) *SalesCategory {
	if c == nil {
		return nil
	}
	return find(c.Sales, id, func(s SalesCategory) CategoryID { return s.ID })
}

// PlanCategory returns the plan category with this id, nil when there is none.
func (c *Categories) PlanCategory(id CategoryID) *PlanCategory {
	if c == nil {
		return nil
	}
	return find(c.Plan, id, func(p PlanCategory) CategoryID { return p.ID })
}

// ResourceCategory returns the resource category with this id, nil when there is none.
func (c *Categories) ResourceCategory(id CategoryID) *ResourceCategory {
	if c == nil {
		return nil
	}
	return find(c.Resource, id, func(r ResourceCategory) CategoryID { return r.ID })
}

// Schedules are the notification schedules of a catalog, sorted by id.
type Schedules struct{ List []Schedule }

// Schedule tells which notifications are sent around a subscription's expiration.
type Schedule struct {
	ID      ScheduleID
	Name    string
	Details []ScheduleDetail
}

// ScheduleDetail is one notification of a schedule.
type ScheduleDetail struct {
	Days      int            // before expiration when negative, after it when positive
	Template  NotificationID // a notification template; it must be Visible to Resellers to be passed on (rule 5b)
	Condition string         // Always, Renewal order is not placed, Account is active
	AppliesTo string         // auto-renewing, not auto-renewing, all
}

// Schedule returns the schedule with this id, nil when there is none.
func (s *Schedules) Schedule(id ScheduleID) *Schedule {
	if s == nil {
		return nil
	}
	return find(s.List, id, func(s Schedule) ScheduleID { return s.ID })
}

// OrderFlow tells, for each type of order, its statuses and the allowed ways between them.
type OrderFlow struct {
	ID          FlowID
	Name        string
	Transitions []Transition // sorted by order type, from, to
}

// Transition is one allowed step of an order.
type Transition struct {
	OrderType string // Sales, Renewal, Billing, Change, Cancellation
	From, To  string // statuses
	Manual    bool   // needs manual approval
}

// PrivilegeSet is the named privileges of a reseller, sorted.
type PrivilegeSet struct{ List []Privilege }

// Terms are the terms and conditions a vendor's customers accept.
type Terms struct {
	Acceptance string // every purchase; first purchase; first purchase and after each change; every purchase and after each change
	Documents  []Document
}

// Document is one text of the terms and conditions. Effective is a date, 2026-01-31.
type Document struct {
	ID        int64
	Name      string
	Version   string
	Text      string
	Effective string
}

// Template is a reseller service template with its parts resolved: the content at this moment of what it refers to.
type Template struct {
	ID         TemplateID
	Account    AccountID // whose template it is
	Name       string
	Version    int // counts every change
	Active     bool
	Delegated  []PlanID // sorted
	OrderFlow  *OrderFlow
	Privileges *PrivilegeSet
	Terms      *Terms
}

// find returns the element of a slice sorted by id, nil when there is none.
func find[T any, ID cmp.Ordered](list []T, id ID, of func(T) ID) *T {
	i, ok := slices.BinarySearchFunc(list, id, func(t T, id ID) int { return cmp.Compare(of(t), id) })
	if !ok {
		return nil
	}
	return &list[i]
}
