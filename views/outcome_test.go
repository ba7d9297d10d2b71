package views_test

import (
	"slices"
	"testing"

	"tiersync/domain"
	"tiersync/views"
)

func names() domain.Names {
	return domain.Names{
		Plans:         map[domain.PlanID]string{7: "Microsoft 365 Business Basic", 8: "Microsoft 365 E5"},
		Periods:       map[domain.PeriodID]string{71: "12 months"},
		Resources:     map[domain.ResourceID]string{5: "Users"},
		Categories:    map[domain.CategoryID]string{31: "Backup", 32: "Office"},
		Schedules:     map[domain.ScheduleID]string{41: "Expiry reminders"},
		Notifications: map[domain.NotificationID]string{51: "Your subscription ends soon", 52: "Internal dunning"},
		Documents:     map[int64]string{61: "General terms"},
	}
}

func TestDescribeOutcome(t *testing.T) {
	t.Parallel()
	updated := func(key domain.Key, old, new string) domain.Outcome {
		return domain.Outcome{What: domain.Updated, Key: key, Old: old, New: new}
	}
	fee := domain.FeeKey(7, 71, domain.RecurringFee)
	tests := []struct {
		name    string
		outcome domain.Outcome
		want    string
	}{
		{"a fee", updated(fee, "60", "66"),
			"Microsoft 365 Business Basic · 12 months · Recurring fee: EUR 60.00 → EUR 66.00"},
		{"a fee that was not set", updated(fee, "", "66"),
			"Microsoft 365 Business Basic · 12 months · Recurring fee: not set → EUR 66.00"},
		{"a tier of a rate", updated(domain.PriceKey(7, 5, domain.PriceRow{Period: 71, From: 100}, domain.OverusePrice), "0.5", "0.000125"),
			"Microsoft 365 Business Basic · Users · 12 months · from 100 · Overuse price: EUR 0.50 → EUR 0.000125"},
		{"an amount", updated(domain.Key{Field: domain.FieldIncluded, Plan: 7, Resource: 5}, "1000", "-1"),
			"Microsoft 365 Business Basic · Users · Included: 1,000 → Unlimited"},
		{"a new plan", domain.Outcome{What: domain.Created, Key: domain.Key{Field: domain.FieldPlan, Plan: 8}, New: "Microsoft 365 E5"},
			"Microsoft 365 E5 · Service plan: created"},
		{"a new period", domain.Outcome{What: domain.Created, Key: domain.Key{Field: domain.FieldPeriod, Plan: 7, Period: 71}, New: domain.Yes},
			"Microsoft 365 Business Basic · 12 months · Subscription period: created"},
		{"a removed resource", domain.Outcome{What: domain.Removed, Key: domain.Key{Field: domain.FieldRate, Plan: 7, Resource: 5}, Old: domain.Yes},
			"Microsoft 365 Business Basic · Users · Resource rate: removed"},
		{"a withdrawn plan", domain.Outcome{What: domain.Disabled, Key: domain.Key{Field: domain.FieldPlan, Plan: 7},
			Old: string(domain.StatusPublished), New: string(domain.StatusDisabled)},
			"Microsoft 365 Business Basic · Service plan: Published → Disabled by Provider"},
		{"an own value overwritten", domain.Outcome{What: domain.Overwritten, Key: fee, Old: "58", New: "66"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: EUR 58.00 → EUR 66.00"},
		{"an own value kept", domain.Outcome{What: domain.Kept, Key: fee, Old: "58", New: "66"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: stays EUR 58.00"},
		{"a price without an exchange rate", domain.Outcome{What: domain.Skipped, Reason: domain.NoExchangeRate, Key: fee, Old: "60"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: stays EUR 60.00"},
		{"what an undo left alone", domain.Outcome{What: domain.Skipped, Reason: domain.ChangedSince, Key: fee, Old: "70", New: "70"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: stays EUR 70.00"},
		{"what an undo left alone because it is gone", domain.Outcome{What: domain.Skipped, Reason: domain.RemovedSince, Key: fee},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: skipped"},
		{"an own value dropped where the delivered one is the same",
			domain.Outcome{What: domain.Dropped, Reason: domain.SameAsDelivered, Key: fee, Old: "58", New: "58"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: stays EUR 58.00"},
		{"an own value that went with its resource", domain.Outcome{What: domain.Dropped, Reason: domain.NoLongerThere, Key: fee, Old: "58"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: EUR 58.00 → removed"},
		{"an own value that came back with its resource", domain.Outcome{What: domain.SetAgain, Reason: domain.WithItsThing, Key: fee, New: "58"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: own value set again, EUR 58.00"},
		{"a delivered value beneath an own one", domain.Outcome{What: domain.Beneath, Key: fee, Old: "60", New: "66"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: EUR 60.00 → EUR 66.00"},
		{"a delivered value beneath an own one that did not move",
			domain.Outcome{What: domain.Beneath, Reason: domain.NotTicked, Key: fee, Old: "60", New: "66"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: stays EUR 60.00"},
		{"a price of what was created", domain.Outcome{What: domain.CameWith, Key: fee, New: "66"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: came with it, EUR 66.00"},
		{"a price of what was created that is not set", domain.Outcome{What: domain.CameWith, Key: fee},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: came with it, not set"},
		{"a price of what was removed", domain.Outcome{What: domain.WentWith, Key: fee, Old: "66"},
			"Microsoft 365 Business Basic · 12 months · Recurring fee: went with it, EUR 66.00"},
		{"a plan moved to another category", updated(domain.Key{Field: domain.FieldPlacement, Plan: 7}, "31", "31 32"),
			"Microsoft 365 Business Basic · Sales categories: Backup → Backup, Office"},
		{"a plan taken out of every category", updated(domain.Key{Field: domain.FieldPlacement, Plan: 7}, "31", ""),
			"Microsoft 365 Business Basic · Sales categories: Backup → none"},
		{"a description that was empty", updated(domain.Key{Field: domain.FieldCategoryText, Category: 31}, "", "Safe copies"),
			"Sales categories · Backup · Category description: none → Safe copies"},
		{"an own placement in no category kept", domain.Outcome{What: domain.Kept, Key: domain.Key{Field: domain.FieldPlacement, Plan: 7}, New: "31"},
			"Microsoft 365 Business Basic · Sales categories: stays none"},
		{"a notification left out", domain.Outcome{What: domain.Skipped, Reason: domain.TemplateNotVisible,
			Key: domain.Key{Field: domain.FieldScheduleContent, Schedule: 41}, Old: "52"},
			"Notification schedules · Expiry reminders: left out, Internal dunning"},
		{"a schedule assigned", updated(domain.Key{Field: domain.FieldSchedule, Plan: 7}, "0", "41"),
			"Microsoft 365 Business Basic · Notification schedule: none → Expiry reminders"},
		{"a category moved to the top", updated(domain.Key{Field: domain.FieldCategoryParent, Category: 31}, "32", "0"),
			"Sales categories · Backup · Parent category: Office → top level"},
		{"a category that is gone", domain.Outcome{What: domain.Removed, Key: domain.Key{Field: domain.FieldSalesCategory, Category: 39}, Old: "Old stock"},
			"Sales categories · Old stock: removed"},
		{"a regrouped resource", updated(domain.Key{Field: domain.FieldGrouping, Resource: 5}, "0", "32"),
			"Grouping of resources · Users · Resource category: none → Office"},
		{"a transition", updated(domain.TransitionKey(9, domain.Transition{OrderType: "Sales", From: "New", To: "Approved"}), domain.No, domain.Yes),
			"Order flow · Sales: New → Approved: Automatic → Manual approval"},
		{"a privilege granted", domain.Outcome{What: domain.Created, Key: domain.Key{Field: domain.FieldPrivilege, Name: "Edit prices"}, New: domain.Yes},
			"Privileges · Edit prices: created"},
		{"a new version of a document", updated(domain.Key{Field: domain.FieldDocumentVersion, Name: "61"}, "1", "2"),
			"Terms and conditions · General terms · Document version: 1 → 2"},
		{"a new document", domain.Outcome{What: domain.Created, Key: domain.Key{Field: domain.FieldTermsDocument, Name: "69"}, New: "Privacy 3"},
			"Terms and conditions · Privacy 3: created"},
		{"a notification that came", domain.Outcome{What: domain.Created, New: domain.Yes, Key: domain.NotificationKey(41,
			domain.ScheduleDetail{Days: -14, Template: 51, Condition: "Always", AppliesTo: "all"})},
			"Notification schedules · Expiry reminders · 14 days before expiration, Your subscription ends soon, Always, all: created"},
		{"a schedule with a colon in its name", domain.Outcome{What: domain.Created, New: "Renewal: EU", Key: domain.Key{Field: domain.FieldScheduleContent, Schedule: 49}},
			"Notification schedules · Renewal: EU: created"},
		{"statuses with an arrow in them", updated(domain.TransitionKey(9, domain.Transition{OrderType: "Sales", From: "A", To: "B → C"}), domain.No, domain.Yes),
			"Order flow · Sales: A → B → C: Automatic → Manual approval"},
		{"an order of periods", updated(domain.Key{Field: domain.FieldPeriodPosition, Plan: 7, Period: 71}, "1", "2"),
			"Microsoft 365 Business Basic · 12 months · Order: 1 → 2"},
		{"usage statistics", updated(domain.Key{Field: domain.FieldUsageStatistics, Plan: 7}, domain.No, domain.Yes),
			"Microsoft 365 Business Basic · Attach Usage Statistics: No → Yes"},
		{"an upgrade path", domain.Outcome{What: domain.Skipped, Reason: domain.PathNotCopied, Key: domain.UpgradeKey(7, 8), New: domain.Yes},
			"Microsoft 365 Business Basic · Upgrade path to Microsoft 365 E5: stays not there"},
		{"something without a name", updated(domain.Key{Field: domain.FieldMinimum, Plan: 99, Resource: 98}, "1", "5"),
			"Service plan (name not known) · Resource (name not known) · Minimum: 1 → 5"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := views.DescribeOutcome(test.outcome, names(), "EUR").String(); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestExportSaysWhatHoldsAndWhatWasOffered(t *testing.T) {
	t.Parallel()
	fee := domain.FeeKey(7, 71, domain.RecurringFee)
	tests := []struct {
		name    string
		outcome domain.Outcome
		want    [3]string
	}{
		{"a change", domain.Outcome{What: domain.Updated, Key: fee, Old: "60", New: "66"}, [3]string{"EUR 60.00", "EUR 66.00", ""}},
		{"an own value kept", domain.Outcome{What: domain.Kept, Key: fee, Old: "58", New: "66"}, [3]string{"EUR 58.00", "EUR 58.00", "EUR 66.00"}},
		{"a box that was not ticked", domain.Outcome{What: domain.Skipped, Reason: domain.NotTicked, Key: fee, Old: "60", New: "66"},
			[3]string{"EUR 60.00", "EUR 60.00", "EUR 66.00"}},
		{"no exchange rate", domain.Outcome{What: domain.Skipped, Reason: domain.NoExchangeRate, Key: fee, Old: "60"},
			[3]string{"EUR 60.00", "EUR 60.00", ""}},
		{"an own value that went with its resource", domain.Outcome{What: domain.Dropped, Reason: domain.NoLongerThere, Key: fee, Old: "58"},
			[3]string{"EUR 58.00", "removed", ""}},
		{"a price of what was created", domain.Outcome{What: domain.CameWith, Key: fee, New: "66"}, [3]string{"", "EUR 66.00", ""}},
		{"a price of what was removed", domain.Outcome{What: domain.WentWith, Key: fee, Old: "66"}, [3]string{"EUR 66.00", "", ""}},
		{"a delivered value beneath an own one", domain.Outcome{What: domain.Beneath, Key: fee, Old: "60", New: "66"},
			[3]string{"EUR 60.00", "EUR 66.00", ""}},
		{"a held plan", domain.Outcome{What: domain.HeldBack, Key: domain.Key{Field: domain.FieldPlan, Plan: 7}, New: string(domain.StatusHeld)},
			[3]string{"", string(domain.StatusHeld), ""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := views.DescribeOutcome(test.outcome, names(), "EUR")
			if cells := [3]string{got.Before, got.AfterText(), got.OfferedText()}; cells != test.want {
				t.Errorf("before, after, offered: %q, want %q", cells, test.want)
			}
		})
	}
}

func TestDescribeEveryField(t *testing.T) {
	t.Parallel()
	// Whatever a run notes, no page may show an empty subject or the raw id of something that has a name.
	plan := domain.Plan{ID: 7, Name: "Microsoft 365 Business Basic", PlanCategory: 31, SalesCategories: []domain.CategoryID{31},
		Schedule: 41, Upgrades: []domain.Upgrade{{To: 8}}, Periods: []domain.Period{{ID: 71}},
		Rates: []domain.Rate{{Resource: 5, Prices: []domain.PriceRow{{}}}}}
	for _, v := range plan.Values() {
		got := views.DescribeOutcome(domain.Outcome{What: domain.Skipped, Key: v.Key, Old: v.Value}, names(), "EUR")
		if len(got.Subject) == 0 || got.Group != "Microsoft 365 Business Basic" {
			t.Errorf("%s: group %q, subject %q", v.Key.Field, got.Group, got.Subject)
		}
	}
}

func TestWhatWasDeliveredBeneathAnOwnValueIsMarked(t *testing.T) {
	t.Parallel()
	key, setup := domain.FeeKey(7, 71, domain.RecurringFee), domain.FeeKey(7, 71, domain.SetupFee)
	groups := views.GroupOutcomes([]domain.Outcome{
		{What: domain.Kept, Key: key, Old: "70", New: "66"},
		{What: domain.Beneath, Key: key, Old: "60", New: "66"},
		{What: domain.Overwritten, Key: setup, Old: "70", New: "66"},
		{What: domain.Beneath, Key: setup, Old: "60", New: "66"},
		{What: domain.Updated, Key: domain.FeeKey(7, 71, domain.RenewalFee), Old: "60", New: "66"},
	}, names(), "EUR")
	var beneath []string
	for _, o := range groups[0].Outcomes {
		beneath = append(beneath, o.Beneath)
	}
	if want := []string{"", "beneath an own value", "", "beneath the own value that was overwritten", ""}; len(groups) != 1 || !slices.Equal(beneath, want) {
		t.Errorf("got %q in %d groups, want %q in one", beneath, len(groups), want)
	}
}
