package domain

// Policy says what a run does with the resellers' own values that its boxes cover (rule G9).
type Policy string

// The policies of the dialog's "Resellers' own values" choice.
const (
	Overwrite Policy = "overwrite"
	Keep      Policy = "keep"
	Decide    Policy = "decide" // as Overwrite where it was decided to take the vendor's, else as Keep
)

// Reach says how far a run goes below its targets (rule G2).
type Reach string

// The reaches of the dialog. The first two are for a whole plan, the last two for one subscription; the first of each
// pair is the default.
const (
	AllLevels        Reach = "all"
	DirectOnly       Reach = "direct"
	ThisReseller     Reach = "this"
	WithSubResellers Reach = "with-sub-resellers"
)

// State is what a vendor has at one moment: the two layers that their pointer names. States are comparable: the same
// pointers mean the same values.
type State struct {
	Delivered *Catalog // nil: nothing was ever delivered; always nil for a provider
	Own       *Own     // nil: nothing of their own
}

// VendorState is a vendor as the offers to their resellers are made from.
type VendorState struct {
	State
	Currency Currency
}

// Target is one subscription that a run reaches.
type Target struct {
	Subscription SubscriptionID
	Account      AccountID
	Vendor       AccountID
	Level        int
	Currency     Currency
	Switches     Switches
	Before       State
	// Elsewhere are the plans, sorted, that the templates of their other live subscriptions delegate. A run of this one leaves
	// them alone: that its own template does not delegate them takes nothing from them (rule 2a).
	Elsewhere []PlanID
	Skip      Reason // why the run passes this reseller by (rule G3); empty when it does not
}

// Input is all that a synchronization depends on. The same Input gives the same Results.
type Input struct {
	Template   *Template
	Rates      ExchangeRates
	Unmeasured map[ResourceID]bool       // resources that are not measurable: asked where currencies differ (rule G14)
	Visible    map[NotificationID]bool   // notification templates that are Visible to Resellers
	Vendors    map[AccountID]VendorState // of targets and bystanders
	Targets    []Target                  // parents before their sub-resellers
	Bystanders []Target                  // who buys from targets and is out of reach, each account once: nothing of theirs moves but what they pay
	Options    OptionSet
	Policy     Policy
	LeftOut    LeftOut   // what stays as it is (rule L1)
	Decisions  Decisions // with Decide (rule D1)
}

// Result is one reseller in a run. Where nothing changed, After equals Target.Before.
type Result struct {
	Target   Target
	After    State
	Outcomes []*Outcomes // shared with the resellers for whom the same came out
	Own      []Outcome   // about this reseller's own values
	Beneath  int         // how many changes of Outcomes are beneath own values: what they sell there, Own tells
	Covered  int         // likewise of what Outcomes says was changed since an undone run
}

// Shares tells apart the lists that resellers have in common, by where they begin: they are made once, and whoever has the same has them
// all. It is nil where there are none.
func (r Result) Shares() **Outcomes {
	if len(r.Outcomes) == 0 {
		return nil
	}
	return &r.Outcomes[0]
}

// Changes counts what became another of all that this reseller sells.
func (r Result) Changes() int { return r.SharedChanges() - r.Beneath + r.OwnChanges() }

// SharedChanges counts the changes of Outcomes: the delivered values that the run changed.
func (r Result) SharedChanges() int {
	n := 0
	for _, o := range r.Outcomes {
		n += o.Changes
	}
	return n
}

// SharedSince counts what Outcomes says was changed since an undone run.
func (r Result) SharedSince() int {
	n := 0
	for _, o := range r.Outcomes {
		n += o.Since
	}
	return n
}

// OwnChanges counts the changes of Own: what the reseller sells otherwise because an own value came or went.
func (r Result) OwnChanges() int {
	n := 0
	for _, o := range r.Own {
		if o.What.Changes() {
			n++
		}
	}
	return n
}

// OwnOverwritten counts the own values in whose place another value is sold. One that goes while the same is sold is told, and is none (rule G9).
func (r Result) OwnOverwritten() int {
	n := 0
	for _, o := range r.Own {
		if o.overwrites() {
			n++
		}
	}
	return n
}

// RulesOverwritten counts the price rules among those.
func (r Result) RulesOverwritten() int {
	n := 0
	for _, o := range r.Own {
		if o.overwrites() && o.Key.Field.IsRule() {
			n++
		}
	}
	return n
}

// OwnDropped counts the own values that go while the same is sold.
func (r Result) OwnDropped() int {
	n := 0
	for _, o := range r.Own {
		if o.What == Dropped && !o.overwrites() {
			n++
		}
	}
	return n
}

// OwnKept counts the own values that a run kept.
func (r Result) OwnKept() int {
	n := 0
	for _, o := range r.Own {
		if o.What == Kept {
			n++
		}
	}
	return n
}

// CountsApart reports whether it counts otherwise than what it shares with others says: changes may be beneath a price rule that makes the same
// of them as before, of which there is nothing to tell.
func (r Result) CountsApart() bool {
	return r.Changes() != r.SharedChanges() || r.Since() != r.SharedSince()
}

// Since counts what an undo leaves alone because it was changed since the run.
func (r Result) Since() int { return r.SharedSince() + r.OwnSince() }

// OwnSince counts what of that Own tells, less what it covers of Outcomes.
func (r Result) OwnSince() int {
	n := -r.Covered
	for _, o := range r.Own {
		if o.Reason.IsSince() {
			n++
		}
	}
	return n
}

// Changed reports whether the run moves this reseller's pointer.
func (r Result) Changed() bool { return r.After != r.Target.Before }

// Synchronize computes a run: for every target, parents first, what they have afterwards and why. It is a pure function;
// computed once for each distinct input, whatever the number of resellers.
func Synchronize(in Input) []Result {
	return newRun(in, newShared(in), true).results()
}

// Behind returns, for every target, the boxes that would change something if all were ticked with Keep: empty
// for a reseller who is in sync. Offers are made from what each vendor has now, not from what a run would give them.
func Behind(in Input) map[SubscriptionID][]OptionKey {
	in.Options, in.Policy, in.LeftOut = AllOptions(), Keep, nil
	run := newRun(in, newShared(in), false)
	behind := map[SubscriptionID][]OptionKey{}
	for _, target := range in.Targets {
		boxes := OptionSet{}
		result := run.one(target)
		for _, o := range result.Outcomes {
			boxes.addChanges(o.List)
		}
		boxes.addChanges(result.Own)
		behind[target.Subscription] = boxes.Keys()
	}
	return behind
}

func (s OptionSet) addChanges(list []Outcome) {
	for _, o := range list {
		if o.What.Changes() {
			s[o.Option] = true
		}
	}
}
