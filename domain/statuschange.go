package domain

import (
	"fmt"
	"slices"
	"strings"
)

// StatusKey names a change of a subscription's status in addresses.
type StatusKey string

// The keys of all changes.
const (
	Activate  StatusKey = "activate"
	Cancel    StatusKey = "cancel"
	PutOnHold StatusKey = "hold"
	Release   StatusKey = "release"
	Terminate StatusKey = "terminate"
)

// StatusChange is a button of a subscription's page, for the vendor who sold it.
type StatusChange struct {
	Key   StatusKey
	Label string
	From  []SubscriptionStatus
	To    SubscriptionStatus
}

// StatusChanges lists the changes of status that exist, in the order of the buttons. The statuses are those of the
// subscription in section 1 of the rules. Which of them follows which is said nowhere public and is decided here: an order
// is delivered (rule G3) or called off, what was delivered can rest and end, and what has ended stays so, because the
// reseller may have another subscription to the plan since. Graced and Expired come with time, not from a button.
func StatusChanges() []StatusChange {
	return []StatusChange{
		{Activate, "Activate", []SubscriptionStatus{Ordered}, Active},
		{Release, "Release", []SubscriptionStatus{OnHold}, Active},
		{PutOnHold, "Put on hold", []SubscriptionStatus{Active, Graced, Expired}, OnHold},
		{Terminate, "Terminate", []SubscriptionStatus{Active, Graced, Expired, OnHold}, Terminated},
		{Cancel, "Cancel", []SubscriptionStatus{Ordered}, Canceled},
	}
}

// FindStatusChange returns the change with this key, else KindNotFound.
func FindStatusChange(key StatusKey) (StatusChange, error) {
	changes := StatusChanges()
	i := slices.IndexFunc(changes, func(c StatusChange) bool { return c.Key == key })
	if i < 0 {
		return StatusChange{}, NotFound("The page")
	}
	return changes[i], nil
}

// Changes lists the changes that this status allows.
func (s SubscriptionStatus) Changes() []StatusChange {
	return filter(StatusChanges(), func(c StatusChange) bool { return slices.Contains(c.From, s) })
}

// Live reports whether the subscription has not ended: an account has at most one live subscription to a plan.
func (s SubscriptionStatus) Live() bool { return s != Terminated && s != Canceled }

// Ends reports whether no status follows, so that a page asks first.
func (c StatusChange) Ends() bool { return !c.To.Live() }

// Refusal is a sentence that says why the subscription's status rules the change out, "" when it does not.
func (c StatusChange) Refusal(s Subscription) string {
	if slices.Contains(c.From, s.Status) {
		return ""
	}
	return fmt.Sprintf("%s is %s: %q is not possible.", Isolate(s.Name), strings.ToLower(string(s.Status)), c.Label)
}

// Check is KindConflict, about the subscription, when its status rules the change out.
func (c StatusChange) Check(s Subscription) error {
	if refusal := c.Refusal(s); refusal != "" {
		return Conflict(refusal+" Nothing was changed.", s.Ref())
	}
	return nil
}
