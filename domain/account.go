package domain

import (
	"slices"
	"time"
)

// Ids. Each is given once, where the object was created, and kept by every copy down the chain (matching is by
// id, never by name). Zero means "none".
type (
	AccountID      int64
	UserID         int64
	PlanID         int64
	PeriodID       int64
	ResourceID     int64
	CategoryID     int64 // a plan, sales or resource category
	ScheduleID     int64
	NotificationID int64 // a notification template
	FlowID         int64 // an order flow
	TemplateID     int64 // a reseller service template
	SubscriptionID int64
	RunID          int64
)

// AccountKind tells the provider from their resellers.
type AccountKind string

// The kinds of account. A provider has no parent; a reseller always has one.
const (
	Provider AccountKind = "provider"
	Reseller AccountKind = "reseller"
)

// AccountStatus is the life cycle of an account.
type AccountStatus string

// The statuses of an account. A closed account is skipped by every run (rule G3), and its users cannot sign in.
const (
	AccountActive AccountStatus = "active"
	AccountOnHold AccountStatus = "on hold"
	AccountClosed AccountStatus = "closed"
)

// accountStatuses lists the statuses in the order in which pages show them.
func accountStatuses() []AccountStatus {
	return []AccountStatus{AccountActive, AccountOnHold, AccountClosed}
}

// Switches are the protections of a reseller's account. They win over what the dialog says (rule G9).
type Switches struct {
	OperatingUnit       bool // a branch of the provider
	DisableCategories   bool // box 4 skips sales categories (rule 4d)
	DisablePrices       bool // fees and prices are protected; operating units only (rules 1e, 3d, 9)
	SyncDisplayCategory bool // the provider's setting: box 4 overwrites Display Category too (rule 4b)
}

// PricesProtected reports whether runs must leave this reseller's prices alone.
func (s Switches) PricesProtected() bool { return s.OperatingUnit && s.DisablePrices }

// Account is a vendor: the provider, or a reseller towards their own customers and sub-resellers.
type Account struct {
	ID       AccountID
	Parent   AccountID // zero for a provider
	Provider AccountID // the root of the tree; its own id for a provider
	Kind     AccountKind
	Level    int // 0 for a provider, 1 for their direct resellers
	Name     string
	Status   AccountStatus
	Currency Currency // chosen once
	Created  time.Time
	Switches Switches

	JumpLimit  int           // of a provider: by how many percent a price of theirs or of their resellers may change before its maker is asked; 0: by any
	LowMargin  int           // of a provider: below how many percent of a price a margin is low, at them and their resellers
	Guards     GuardSettings // of a provider: what keeps runs of theirs and of their resellers
	AskTwoStep bool          // two-step sign-in is asked of all their users

	Shop Shop // of a reseller: where everybody sees what they sell
}

// Privilege is one named right. A reseller has the set that box 12 delivered; a user has at most what their account has.
type Privilege string

// The privileges, in the order in which pages list them.
const (
	EditPrices             Privilege = "Edit prices"
	EditDescriptions       Privilege = "Edit descriptions"
	PublishPlans           Privilege = "Publish plans"
	ManageCategories       Privilege = "Manage categories"
	ManageSchedules        Privilege = "Manage notification schedules"
	ManageOrderFlow        Privilege = "Manage order flow"
	ManageTerms            Privilege = "Manage terms"
	ManageSubResellers     Privilege = "Manage sub-resellers"
	SynchronizeSubReseller Privilege = "Synchronize sub-resellers"
	ManageUsers            Privilege = "Manage users"
	ViewReports            Privilege = "View reports"
)

// ViewCosts is a right of a reseller's users and no privilege of their account: what a company pays, it knows.
const ViewCosts Privilege = "View costs"

// RightsIn lists the rights that users of an account of this kind can hold, in the order in which pages show them.
func RightsIn(kind AccountKind) []Privilege {
	if kind == Provider {
		return Privileges() // who has no vendor has no costs
	}
	return append(Privileges(), ViewCosts)
}

// Privileges lists every privilege that an account can be given, in the order in which pages show them.
func Privileges() []Privilege {
	return []Privilege{EditPrices, EditDescriptions, PublishPlans, ManageCategories, ManageSchedules, ManageOrderFlow,
		ManageTerms, ManageSubResellers, SynchronizeSubReseller, ManageUsers, ViewReports}
}

// Role is what a user is within their account.
type Role string

// The roles. An administrator may do all that their account may; an operator what their rights say; read-only nothing but look.
const (
	Administrator Role = "administrator"
	Operator      Role = "operator"
	ReadOnly      Role = "read-only"
)

// Roles lists every role in the order in which pages show them.
func Roles() []Role { return []Role{Administrator, Operator, ReadOnly} }

// User signs in for one account.
type User struct {
	ID      UserID
	Account AccountID
	Email   string
	Name    string
	Role    Role
	Rights  []Privilege // of an operator; ignored for the other roles
	TwoStep bool        // they sign in in two steps
}

// Holds reports whether the user has right p as far as it is up to their role: an administrator has every right, an operator
// those that were ticked, a read-only user View reports and View costs. What the account has is another matter; see [Viewer.May].
func (u User) Holds(p Privilege) bool {
	switch u.Role {
	case Administrator:
		return true
	case Operator:
		return slices.Contains(u.Rights, p)
	case ReadOnly:
		return p == ViewReports || p == ViewCosts
	default:
		return false
	}
}

// Viewer is who asks: a signed-in user, their account, and what the account may do now. It is read from the database for
// every request, so that a right taken away is gone at the next click (rule 12).
type Viewer struct {
	User    User
	Account Account
	Granted []Privilege // the account's privileges; a provider has them all
	From    string      // the network address that the request comes from; "" where there is none
}

// May reports whether the viewer holds privilege p: the account must have it and the user's role must allow it.
func (v Viewer) May(p Privilege) bool { return v.Holds(p) && v.User.Holds(p) }

// Holds reports whether the viewer's account has privilege p, whatever the viewer's own role: it decides which pages exist
// for the viewer, May what the viewer may do there. View costs is up to the user alone.
func (v Viewer) Holds(p Privilege) bool {
	return v.Account.Kind == Provider || p == ViewCosts || slices.Contains(v.Granted, p)
}

// LacksTwoStep reports whether the viewer has to turn two-step sign-in on before anything else.
func (v Viewer) LacksTwoStep() bool { return v.Account.AskTwoStep && !v.User.TwoStep }

// IsProvider reports whether the viewer signs in for a provider.
func (v Viewer) IsProvider() bool { return v.Account.Kind == Provider }
