package domain

// What says what happened to a value.
type What string

// Delegated is what a plan is that is not Disabled by Provider, whether or not the reseller has it published.
const Delegated = "Delegated"

// The fixed list of outcomes. Created to Restored are changes of what the reseller sells; the others explain why something did
// not change, or tell more of a change.
const (
	Created     What = "created"
	Updated     What = "updated"
	Removed     What = "removed"
	Disabled    What = "disabled"
	Enabled     What = "enabled"
	Overwritten What = "own value overwritten"
	Restored    What = "own value restored"  // by an undo
	Dropped     What = "own value dropped"   // and the delivered one is the same, or it went with what it belonged to
	SetAgain    What = "own value set again" // by an undo: the delivered one is the same, or it came back with what it belongs to
	Kept        What = "own value kept"
	Beneath     What = "delivered beneath" // an own value, before or after; where there is a reason, it did not move
	HeldBack    What = "held"
	Skipped     What = "skipped"
	CameWith    What = "came with it" // a price, or a notification, of what was created
	WentWith    What = "went with it" // a price, or a notification, of what was removed
)

// Whats is the fixed list, in its order.
func Whats() []What {
	return []What{Created, Updated, Removed, Disabled, Enabled, Overwritten, Restored, Dropped, SetAgain, Kept, Beneath, HeldBack, Skipped,
		CameWith, WentWith}
}

// Changes reports whether the outcome is a change, not an explanation.
func (w What) Changes() bool {
	switch w {
	case Created, Updated, Removed, Disabled, Enabled, Overwritten, Restored:
		return true
	default:
		return false
	}
}

// Did reports whether the run did something, to what is sold or beneath it.
func (o *Outcome) Did() bool {
	return o.What.Changes() || o.What == Dropped || o.What == Beneath && o.Reason == ""
}

// overwrites reports whether an own value gives way to another one by the outcome. A price rule that goes counts as one, whatever the number of
// its prices (rule R4).
func (o *Outcome) overwrites() bool {
	return o.What == Overwritten || o.What == Dropped && o.Key.Field.IsRule()
}

// IsPart reports whether the outcome is a price, or a notification, of what the outcome before it created or removed.
func (w What) IsPart() bool { return w == CameWith || w == WentWith }

// Reason says why, in a short sentence that pages show as it is.
type Reason string

// The reasons of outcomes.
const (
	NoBoxCovers          Reason = "no box covers this"
	NotTicked            Reason = "the box is not ticked"
	NoExchangeRate       Reason = "no exchange rate"
	RoundsToZero         Reason = "would round to zero"
	PricesAreProtected   Reason = "prices are protected"
	CategoriesProtected  Reason = "sales categories synchronization is disabled"
	NoLongerAllowed      Reason = "no longer allowed"
	NoLongerThere        Reason = "no longer there"
	DelegatedElsewhere   Reason = "another reseller plan delegates it"
	VendorAssignsNone    Reason = "the vendor assigns none"
	PeriodMissing        Reason = "the period that it renews to is not there"
	NotEmpty             Reason = "something is still in it"
	OwnPlanInside        Reason = "a plan stands where sub-categories would come"
	CategoryHoldsNoPlans Reason = "its category is not there or holds sub-categories"
	ParentMissing        Reason = "the category above it is not there"
	WouldLoop            Reason = "it would stand below itself"
	TemplateNotVisible   Reason = "its notification template is not visible to resellers"
	OwnPlacement         Reason = "moved to a category of their own"
	PathNotCopied        Reason = "upgrade paths to plans delegated earlier are not copied"
	ConfirmationNeeded   Reason = "Delegated confirmation needed"
	PriceNotSet          Reason = "a price is not set"
	ChangedSince         Reason = "changed since the run"
	RemovedSince         Reason = "removed since the run"
	SameAsDelivered      Reason = "the delivered value is the same"
	WithItsThing         Reason = "with what it belongs to"
	DeliveredOnce        Reason = "delivered once, then the reseller's"
	ByRule               Reason = "by a price rule"
	ByRuleBefore         Reason = "a price rule made it before"
	RuleMakesTheSame     Reason = "the price rule comes to the same"
	WasLeftOut           Reason = "left out"
	OutOfReach           Reason = "out of reach"
	NotTaken             Reason = "decided to keep it"
	NotDecided           Reason = "not decided, so it stays"
	AsDecided            Reason = "as decided"
	DecidedOverLock      Reason = "as decided, though it was locked"
	CustomizationIdle    Reason = "a customization of a transition that is gone is ignored"
)

// byRule reports whether something is said of a price that a rule makes, or made.
func (r Reason) byRule() bool { return r == ByRule || r == ByRuleBefore || r == RuleMakesTheSame }

// ruleMakes is the reason of a price that became another at which a rule makes prices now, or did.
func ruleMakes(now bool) Reason {
	if now {
		return ByRule
	}
	return ByRuleBefore
}

// decided reports whether an own value goes because it was decided so.
func (r Reason) decided() bool { return r == AsDecided || r == DecidedOverLock }

// IsSince reports whether an undo leaves something alone for this reason (rule U1).
func (r Reason) IsSince() bool { return r == ChangedSince || r == RemovedSince }

// since says of something that stays, and is there now or not, why an undo leaves it alone.
func since(there bool) Reason {
	if there {
		return ChangedSince
	}
	return RemovedSince
}

// Outcome is what happened to one value and why. Old and New are canonical texts: amounts without trailing zeros, ids as
// digits, "yes" and "no". Pages format them by the Key.
type Outcome struct {
	Option OptionKey // the box; empty when none covers it
	What   What
	Reason Reason
	Key    Key
	Old    string
	New    string
	Rate   string // the exchange rate used, "1 USD = 0.92 EUR"
}

// comesOrGoes reports whether the outcome is about a thing as a whole.
func (o Outcome) comesOrGoes() bool { return o.What == Created || o.What == Removed }

// Outcomes is a list made once and shared by every reseller for whom it came out the same. It never changes.
type Outcomes struct {
	List    []Outcome
	Changes int // how many of List are changes
	Held    int // how many plans they withdraw from sale until a price is set or confirmed (rules 1e, G14)
	Since   int // how many say that something stays because it was changed since the undone run (rule U1)
}

// NewOutcomes counts what is in a list. An empty list gives nil.
func NewOutcomes(list []Outcome) *Outcomes {
	if len(list) == 0 {
		return nil
	}
	o := &Outcomes{List: list}
	for _, outcome := range list {
		if outcome.What.Changes() {
			o.Changes++
		}
		if outcome.Reason.IsSince() {
			o.Since++
		}
		if outcome.What == HeldBack && outcome.Key.Field == FieldPlan {
			o.Held++
		}
	}
	return o
}
