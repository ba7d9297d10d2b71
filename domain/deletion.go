package domain

import (
	"slices"
	"strings"
)

// DeletionRequest names what somebody wants to delete: a service template, a subscription to a reseller plan (Plan and
// Subscription), or a service plan (Plan alone).
type DeletionRequest struct {
	Plan         PlanID
	Subscription SubscriptionID // zero: the plan itself
	Template     TemplateID     // zero: the plan, or the subscription to it
}

// What is the manual's word for what is to be deleted.
func (r DeletionRequest) What() string {
	switch {
	case r.Template != 0:
		return "service template"
	case r.Subscription != 0:
		return "subscription"
	default:
		return "service plan"
	}
}

// Kind is the kind of change that the deletion is.
func (r DeletionRequest) Kind() ChangeKind {
	switch {
	case r.Template != 0:
		return TemplateDeleted
	case r.Subscription != 0:
		return SubscriptionDeleted
	default:
		return PlanDeleted
	}
}

// Deletion is an object that can be deleted, or the reason why it cannot.
type Deletion struct {
	DeletionRequest
	Name    string
	Refusal string // a sentence; "" when nothing stands against the deletion

	Change ChangeID // the change that it was made by; zero: it is not made yet
}

// Refuse returns the deletion refused because of what uses the object; nothing uses it: as it is.
func (d Deletion) Refuse(uses Uses) Deletion {
	if uses.Any() {
		d.Refusal = "This " + d.What() + " cannot be deleted while it is used by " + uses.String() + "."
	}
	return d
}

// RefuseDelivered returns the deletion refused because of resellers who had the plan, or a plan based on the template, before:
// an undo, or the undo of an undo, could give it back to them (rule U3). Nobody had it: as it is.
func (d Deletion) RefuseDelivered(resellers Uses) Deletion {
	if !resellers.Any() {
		return d
	}
	what := "it"
	if d.Template != 0 {
		what = "a plan based on it"
	}
	d.Refusal = "This " + d.What() + " cannot be deleted: " + what + " was delivered before to " + resellers.String() +
		", and an undo could bring it back."
	return d
}

// DeletablePlan returns a plan that the vendor may delete. It fails with KindNotFound for one that they do not have and with
// KindForbidden for one that was delivered to them.
func (s State) DeletablePlan(id PlanID) (*Plan, error) {
	plan := s.Effective().Plan(id)
	switch {
	case plan == nil:
		return nil, NotFound("The service plan")
	case s.Own.MadeCatalog().Plan(id) == nil:
		return nil, Forbidden("This service plan comes from your provider. Only they can delete it.")
	}
	return plan, nil
}

// Err is KindInvalid with the reason when the object cannot be deleted.
func (d Deletion) Err() error {
	if d.Refusal == "" {
		return nil
	}
	return Invalid(d.Refusal)
}

// Deletion is the deletion of the subscription. One that runs reach (rule G3) has to end first.
func (s Subscription) Deletion() Deletion {
	d := Deletion{DeletionRequest: DeletionRequest{Plan: s.Plan, Subscription: s.ID}, Name: s.Name}
	if SkipReason(s.Status, AccountActive) == "" {
		d.Refusal = "This subscription cannot be deleted while it is " + strings.ToLower(string(s.Status)) +
			": only one that is ordered, terminated or canceled can."
	}
	return d
}

// PathsTo are the upgrade and downgrade paths that lead to a plan.
func (c *Catalog) PathsTo(id PlanID) []Use {
	var paths []Use
	for _, p := range c.Plans {
		for _, u := range p.Upgrades {
			switch {
			case u.To == id && u.Downgrade:
				paths = append(paths, Use{As: UsedByDowngrade, Name: p.Name})
			case u.To == id:
				paths = append(paths, Use{As: UsedByUpgrade, Name: p.Name})
			}
		}
	}
	return paths
}

// WithoutPlan returns the Own layer without a plan that the vendor made themselves.
func (o *Own) WithoutPlan(id PlanID) *Own {
	made := *o.MadeCatalog()
	made.Plans = slices.DeleteFunc(slices.Clone(made.Plans), func(p *Plan) bool { return p.ID == id })
	return o.WithMade(&made).withLayer(id, nil)
}
