package domain

import "time"

// DialogRequest asks for the dialog Synchronize Reseller(s): for all subscriptions to a reseller plan, or for one.
type DialogRequest struct {
	Plan         PlanID
	Subscription SubscriptionID // zero: all
	Reach        Reach          // what its counts are for; "" is the default of the pair
	Policy       Policy         // likewise; "" is Overwrite
	Options      OptionSet      // what is ticked: for what there is to look at first
	Before       string         // the key of the dialog from whose preview somebody comes back: what is left out there stays so; "" none
}

// Dialog is what the dialog shows when it opens. A run needs its Key.
type Dialog struct {
	Key          string
	Plan         *Plan            // the reseller plan as the viewer has it
	Template     TemplateRow      // what the plan is based on
	Subscription *SubscriptionRow // nil: all subscriptions to the plan
	Levels       []LevelCount     // whom the widest reach means, per level
	Direct       int              // how many of them buy from the viewer themselves
	Skipped      int              // how many more the chosen reach means whom runs pass by (rule G3)
	Reach        Reach            // for which Counts hold, and with which policy
	Policy       Policy
	Counts       []BoxCount // one for each check box, in the order of the dialog
	Ticked       OptionSet  // for which boxes Looked holds; none: for what is there without a run
	Facts        LookFacts  // by which limits
	Looked       Looked
	LeftOut      []Outcome // notifications that would be left out because their template is not visible (rule 5b)
	Names        Names     // of what LeftOut mentions
	Recipes      []Recipe  // that it offers
	Leaves       LeftOut   // what its previews leave out, from before
	Decides      Decisions // what was decided about own values, from before
	Opened       time.Time
}

// LevelCount is how many resellers stand at a level below the provider.
type LevelCount struct{ Level, Resellers int }
