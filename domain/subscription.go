package domain

import (
	"slices"
	"strings"
	"time"
)

// SubscriptionStatus is the state of a subscription.
type SubscriptionStatus string

// The statuses of a subscription. Runs skip Ordered, Terminated and Canceled ones (rule G3).
const (
	Ordered    SubscriptionStatus = "Ordered"
	Active     SubscriptionStatus = "Active"
	Graced     SubscriptionStatus = "Graced"
	OnHold     SubscriptionStatus = "On hold"
	Expired    SubscriptionStatus = "Expired"
	Terminated SubscriptionStatus = "Terminated"
	Canceled   SubscriptionStatus = "Canceled"
)

// Subscription is a reseller's subscription to a reseller plan of their vendor. No run ever changes one (rule G8).
type Subscription struct {
	ID      SubscriptionID
	Name    string
	Account AccountID
	Vendor  AccountID // the account's parent
	Plan    PlanID
	Period  PeriodID
	Status  SubscriptionStatus
	Start   time.Time
	Expires time.Time
}

// subscriptionStatuses lists the statuses of a subscription in the order of its life.
func subscriptionStatuses() []SubscriptionStatus {
	return []SubscriptionStatus{Ordered, Active, Graced, OnHold, Expired, Terminated, Canceled}
}

// Ref names the subscription.
func (s Subscription) Ref() Ref {
	return Ref{Of: ObjectSubscription, ID: int64(s.ID), Name: s.Name}
}

// SkippedStatuses are those of the subscriptions that every run passes by (rule G3).
func SkippedStatuses() []SubscriptionStatus {
	return []SubscriptionStatus{Ordered, Terminated, Canceled}
}

// SkipReason says why every run passes a subscription by (rule G3); it is empty where runs reach it. One on hold must be
// current when it is released, so it is reached.
func SkipReason(subscription SubscriptionStatus, account AccountStatus) Reason {
	switch {
	case account == AccountClosed:
		return "the account is closed"
	case slices.Contains(SkippedStatuses(), subscription):
		return Reason("the subscription is " + strings.ToLower(string(subscription)))
	default:
		return ""
	}
}
