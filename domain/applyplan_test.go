package domain_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tiersync/domain"
)

func editPlan() *domain.Plan {
	return &domain.Plan{ID: 1, Name: "Mail", Periods: []domain.Period{
		{ID: 2, Length: 14, Unit: "days", Trial: true, Active: true, Position: 1},
		{ID: 3, Length: 1, Unit: "months", Active: true, Position: 2},
		{ID: 4, Length: 30, Unit: "days", Trial: true, Position: 3}},
		Rates: []domain.Rate{{Resource: 5, Included: 10, Minimum: 5, Maximum: 20, Prices: []domain.PriceRow{{}, {Period: 3}}}}}
}

// vendor is who makes the changes of these tests: the administrator of a provider who sells a plan.
func vendor() domain.Situation {
	now := domain.State{Own: (&domain.Own{}).WithMade(&domain.Catalog{Plans: []*domain.Plan{editPlan()}})}
	return domain.Situation{Now: now, Seen: now, Viewer: domain.Viewer{User: domain.User{ID: 7, Role: domain.Administrator},
		Account: domain.Account{ID: 1, Kind: domain.Provider, Currency: "USD"}}, At: time.Unix(1, 0),
		Facts: domain.Facts{Planted: true, Resources: []domain.ResourceID{5, 6, 7, 8}}}
}

// reseller is the same for a reseller to whom the plan was delivered.
func reseller() domain.Situation {
	s := vendor()
	s.Now = domain.State{Delivered: &domain.Catalog{Plans: []*domain.Plan{editPlan()}}}
	s.Seen, s.Viewer.Account.Kind, s.Viewer.Granted = s.Now, domain.Reseller, domain.Privileges()
	return s
}

// edit changes the plan of these tests as a whole, and values those values of it.
func edit(kind domain.ChangeKind, next *domain.Plan) domain.Change {
	return domain.Change{Kind: kind, About: domain.Ref{Of: domain.ObjectPlan, ID: 1}, Typed: next.Values()}
}

func values(kind domain.ChangeKind, list ...domain.KeyedValue) domain.Change {
	return domain.Change{Kind: kind, About: domain.Ref{Of: domain.ObjectPlan, ID: 1}, Typed: list, Part: true}
}

// beside is the field with which an error says something is wrong, "" for none.
func beside(err error) domain.Field {
	var e *domain.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Key.Field
}

func TestFault092PeriodsStayInRange(t *testing.T) {
	t.Parallel()
	tests := []struct {
		length int
		unit   string
		want   domain.Field
	}{
		{0, "months", domain.FieldLength}, {1, "months", ""}, {12, "months", ""}, {13, "months", domain.FieldLength},
		{1_000_000_000, "months", domain.FieldLength}, {10, "years", ""}, {11, "years", domain.FieldLength}, {90, "days", ""},
		{91, "days", domain.FieldLength}, {72, "hours", ""}, {73, "hours", domain.FieldLength}, {-1, "days", domain.FieldLength},
		{1, "fortnights", domain.FieldUnit},
	}
	for _, tt := range tests {
		next := editPlan().WithPeriod(domain.Period{ID: 9, Length: tt.length, Unit: tt.unit})
		_, err := domain.Apply(edit(domain.PeriodAdded, next), vendor())
		if got := beside(err); got != tt.want || (err == nil) != (tt.want == "") {
			t.Errorf("%d %s: message beside %q, want %q: %v", tt.length, tt.unit, got, tt.want, err)
		}
	}
}

// TestAPeriodHasALength: that it is there makes no period.
func TestAPeriodHasALength(t *testing.T) {
	t.Parallel()
	s := vendor()
	_, err := domain.Apply(values(domain.PeriodAdded, domain.KeyedValue{Key: domain.Key{Field: domain.FieldPeriod, Plan: 1, Period: 9}, Value: domain.Yes}), s)
	if beside(err) == "" {
		t.Errorf("a period without a length: %v", err)
	}
}

func TestTrialIsNotFollowedByATrial(t *testing.T) {
	t.Parallel()
	plan := editPlan()
	trial := domain.Period{ID: 9, Length: 7, Unit: "days", Trial: true}
	if _, err := domain.Apply(edit(domain.PeriodAdded, plan.WithPeriod(trial)), vendor()); beside(err) != domain.FieldTrial {
		t.Errorf("a trial after a trial: %v", err)
	}
	if _, err := domain.Apply(edit(domain.PeriodDeleted, plan.WithoutPeriod(3)), vendor()); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("the period between two trials was removed: %v", err)
	}
	trial.ID, trial.Position = 4, 3
	if _, err := domain.Apply(edit(domain.FeesChanged, plan.WithPeriod(trial)), vendor()); err != nil {
		t.Errorf("a trial at the end: %v", err)
	}
	if next := plan.WithoutPeriod(4).WithoutPeriod(3); len(next.Rates[0].Prices) != 1 || len(plan.Periods) != 3 {
		t.Errorf("the price rows of a period stay behind: %+v", next.Rates)
	}
	if _, err := domain.Apply(edit(domain.PeriodDeleted, plan.WithoutPeriod(4).WithoutPeriod(3).WithoutPeriod(2)), vendor()); err == nil {
		t.Error("the last period was removed")
	}
	used := vendor()
	used.Facts.Uses = usedBy(domain.Use{As: domain.UsedByCopy, Name: "R1"})
	if _, err := domain.Apply(edit(domain.PeriodDeleted, plan.WithoutPeriod(4)), used); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("a period that is used was removed: %v", err)
	}
	plan.RenewPeriod = 3
	if next := plan.WithoutPeriod(3); next.RenewPeriod != 0 || plan.WithoutPeriod(4).RenewPeriod != 3 {
		t.Error("the renewal to a period that is gone")
	}
}

// TestHowAPlanIsBilledIsInTheList: of a new plan as of any other, but for what the plan has from another time, a copy of it, and what comes back.
func TestHowAPlanIsBilledIsInTheList(t *testing.T) {
	t.Parallel()
	s := vendor()
	past := editPlan()
	past.ID, past.Name, past.BillingModel, past.BillingPeriod = 9, "Past", "Prepaid", "Weekly"
	catalog := &domain.Catalog{Plans: []*domain.Plan{editPlan(), past}, Categories: &domain.Categories{Plan: []domain.PlanCategory{{ID: 6, Name: "Software"}}}}
	s.Now.Own = (&domain.Own{}).WithMade(catalog)
	s.Seen = s.Now
	for _, tt := range []struct {
		model, period string
		want          domain.Field
	}{
		{"", "", ""}, {"In arrears", "Yearly", ""}, {"Prepaid", "Weekly", ""}, {"ten", "", domain.FieldBillingModel}, {"In arrears", "-5", domain.FieldBillingPeriod},
	} {
		created := &domain.Plan{ID: 12, Name: "New", Type: domain.GenericPlan, PlanCategory: 6, BillingModel: tt.model, BillingPeriod: tt.period,
			Periods: []domain.Period{{ID: 13, Length: 1, Unit: "months", Active: true, Position: 1}}}
		made := domain.Change{Kind: domain.PlanCreated, About: domain.Ref{Of: domain.ObjectPlan, ID: 12}, Typed: created.Values()}
		if _, err := domain.Apply(made, s); beside(err) != tt.want || (err == nil) != (tt.want == "") {
			t.Errorf("a new plan is billed %q, %q: %v", tt.model, tt.period, err)
		}
	}
	listed := past.Clone()
	listed.BillingModel, listed.BillingPeriod = "In arrears", "Yearly"
	change := domain.Change{Kind: domain.PlanChanged, About: domain.Ref{Of: domain.ObjectPlan, ID: 9}, Typed: listed.Values()}
	a, err := domain.Apply(change, s)
	if err != nil {
		t.Fatal(err)
	}
	s.Now.Own = a.Own
	s.Seen = s.Now
	back := domain.ChangeRecord{ID: 1, Kind: change.Kind, About: change.About, Edits: a.Edits}.Undo()
	if got, err := domain.Apply(back, s); err != nil || got.Own.Made.Plan(9).BillingModel != "Prepaid" {
		t.Errorf("what the plan had before does not come back: %v", err)
	}
}

// TestWhatIsFixedOnceDelegated: how long periods are and how a plan is billed, once something uses the plan.
func TestWhatIsFixedOnceDelegated(t *testing.T) {
	t.Parallel()
	plan := editPlan()
	longer := *plan.Period(3)
	longer.Length++
	billed := plan.Clone()
	billed.BillingModel = domain.BillingModels()[0]
	for field, next := range map[domain.Field]*domain.Plan{domain.FieldLength: plan.WithPeriod(longer), domain.FieldBillingModel: billed} {
		free, used := vendor(), vendor()
		used.Facts.Uses = usedBy(domain.Use{As: domain.UsedByTemplate, Name: "Gold"})
		if _, err := domain.Apply(edit(domain.PlanChanged, next), free); err != nil {
			t.Errorf("%s before the plan is delegated: %v", field, err)
		}
		if _, err := domain.Apply(edit(domain.PlanChanged, next), used); beside(err) != field {
			t.Errorf("%s afterwards: %v", field, err)
		}
	}
}

func TestWhatIsAddedComesLast(t *testing.T) {
	t.Parallel()
	plan := editPlan().WithPeriod(domain.Period{ID: 9, Length: 1, Unit: "years"})
	if plan.Period(9).Position != 4 {
		t.Fatalf("a period came at position %d", plan.Period(9).Position)
	}
	for i, resource := range []domain.ResourceID{6, 7, 8} {
		if plan = plan.WithRate(domain.Rate{Resource: resource}); plan.Rate(resource).Position != i+1 {
			t.Fatalf("rate %d came at position %d", i, plan.Rate(resource).Position)
		}
	}
	if plan = plan.WithRate(domain.Rate{Resource: 7, Position: 2, Main: true}); len(plan.Rates) != 4 || !plan.Rate(7).Main {
		t.Errorf("a rate in place of another: %+v", plan.Rates)
	}
}

func TestLimitsKeepSection1(t *testing.T) {
	t.Parallel()
	tests := []struct {
		included, minimum, maximum int64
		want                       domain.Field
	}{
		{-1, 0, -1, ""}, {0, 5, 5, ""}, {5, 5, 5, ""}, {4, 5, 10, domain.FieldIncluded}, {-2, 0, 1, domain.FieldIncluded},
		{0, 5, 4, domain.FieldMaximum}, {0, -1, 4, domain.FieldMinimum}, {0, 0, -2, domain.FieldMaximum},
	}
	for _, tt := range tests {
		rate := *editPlan().Rate(5)
		rate.Included, rate.Minimum, rate.Maximum = tt.included, tt.minimum, tt.maximum
		_, err := domain.Apply(edit(domain.RateChanged, editPlan().WithRate(rate)), vendor())
		if got := beside(err); got != tt.want || (err == nil) != (tt.want == "") {
			t.Errorf("%+v: message beside %q: %v", tt, got, err)
		}
		if allowed := rate.Limits().Allowed(); allowed != (tt.want == "") {
			t.Errorf("%+v: Allowed says %t", tt, allowed)
		}
	}
}

func TestLowerBoundsAreAmounts(t *testing.T) {
	t.Parallel()
	for from, want := range map[int64]domain.Field{1: "", 1_000_000_000_000: "", -1: domain.FieldPriceRow, 1_000_000_000_001: domain.FieldPriceRow} {
		rate := *editPlan().Rate(5)
		rate.Prices = append(rate.Prices, domain.PriceRow{From: from})
		_, err := domain.Apply(edit(domain.PriceRowAdded, editPlan().WithRate(rate)), vendor())
		if got := beside(err); got != want || (err == nil) != (want == "") {
			t.Errorf("a price from %d on: message beside %q: %v", from, got, err)
		}
	}
}

func TestAnOwnValueIsWhatSomebodySet(t *testing.T) {
	t.Parallel()
	s := reseller()
	included := domain.Key{Field: domain.FieldIncluded, Plan: 1, Resource: 5}
	set := func(text string) domain.Change {
		return values(domain.OwnValuesSet, domain.KeyedValue{Key: included, Value: text})
	}
	if a, err := domain.Apply(set("10"), s); err != nil || !a.Nothing() || a.Own.Count() != 0 {
		t.Errorf("an untouched value became an own one: %+v, %v", a, err)
	}
	if _, err := domain.Apply(set("4"), s); beside(err) != domain.FieldIncluded {
		t.Errorf("an included amount below the minimum: %v", err)
	}
	a, err := domain.Apply(set("12"), s)
	if v, ok := a.Own.Value(included); err != nil || !ok || v.Value != "12" || v.Base != "10" || v.By != 7 {
		t.Errorf("own value %+v, %v", v, err)
	}
	s.Now.Own = a.Own
	s.Seen = s.Now
	back := values(domain.OwnValuesSet)
	back.Reset = []domain.Key{included}
	if a, err = domain.Apply(back, s); err != nil || a.Own.Count() != 0 || len(a.Edits) != 1 || a.Edits[0].To.Text != "10" {
		t.Errorf("after the reset there are %d own values, %+v, %v", a.Own.Count(), a.Edits, err)
	}
	for _, key := range []domain.Key{{Field: domain.FieldName, Plan: 1}, {Field: domain.FieldMinimum, Plan: 1, Resource: 5}, {Field: domain.FieldActive, Plan: 1, Period: 3}} {
		if _, err := domain.Apply(values(domain.OwnValuesSet, domain.KeyedValue{Key: key, Value: "1"}), s); domain.KindOf(err) != domain.KindForbidden {
			t.Errorf("%s over a delivered plan: %v", key.Field, err)
		}
	}
	if _, err := domain.Apply(values(domain.OwnValuesSet, domain.KeyedValue{Key: domain.FeeKey(1, 99, domain.SetupFee), Value: "1"}), s); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("a fee of a period that is not there: %v", err)
	}
}

func TestPublishedBackAsDeliveredIsNoOwnValue(t *testing.T) {
	t.Parallel()
	s := reseller()
	s.Now.Delivered.Plans[0].Published = true
	published := domain.Key{Field: domain.FieldPublished, Plan: 1}
	for _, step := range []struct {
		kind domain.ChangeKind
		text string
		own  int
	}{{domain.PlanUnpublished, domain.No, 1}, {domain.PlanPublished, domain.Yes, 0}} {
		a, err := domain.Apply(values(step.kind, domain.KeyedValue{Key: published, Value: step.text}), s)
		if err != nil || a.Own.Count() != step.own {
			t.Errorf("%s: %d own values, %v, want %d", step.kind, a.Own.Count(), err, step.own)
		}
		if len(a.Edits) != 1 || a.Edits[0].To != (domain.Held{Text: step.text, There: true, Own: step.own == 1}) {
			t.Errorf("%s: listed is %+v", step.kind, a.Edits)
		}
		s.Now.Own = a.Own
		s.Seen = s.Now
	}
	s.Now.Delivered = &domain.Catalog{Plans: []*domain.Plan{{ID: 1, Disabled: true}}}
	if _, err := domain.Apply(values(domain.PlanPublished, domain.KeyedValue{Key: published, Value: domain.Yes}), s); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("a plan that is Disabled by Provider was published: %v", err)
	}
}

// TestPathsAreAddedOnceAndChanged: an own path never silently takes the place of another.
func TestPathsAreAddedOnceAndChanged(t *testing.T) {
	t.Parallel()
	s := vendor()
	other := editPlan()
	other.ID, other.Name = 2, "Gold"
	s.Now.Own = s.Now.Own.WithMade(s.Now.Own.Made.WithPlan(other))
	s.Seen = s.Now
	path := domain.Upgrade{To: 2, Fee: domain.Amount(decimal.NewFromInt(5))}
	if _, err := domain.Apply(values(domain.PathChanged, path.Values(1)...), s); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("a path that is not there was changed: %v", err)
	}
	a, err := domain.Apply(values(domain.PathAdded, path.Values(1)...), s)
	if err != nil || len(a.Own.Made.Plan(1).Upgrades) != 1 {
		t.Fatalf("a path: %v", err)
	}
	s.Now.Own = a.Own
	s.Seen = s.Now
	if _, err := domain.Apply(values(domain.PathAdded, path.Values(1)...), s); beside(err) != domain.FieldUpgrade {
		t.Errorf("a second path: %v", err)
	}
	path.To = 1
	if _, err := domain.Apply(values(domain.PathAdded, path.Values(1)...), s); beside(err) != domain.FieldUpgrade {
		t.Errorf("a path to itself: %v", err)
	}
}

// TestWhatAChangeListsIsTheDifference makes random changes of prices, by a provider and over delivered plans: what each lists is
// what differs between before and after, no more and no less, from what was there to what is.
func TestWhatAChangeListsIsTheDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom([]domain.Situation{vendor(), reseller()}).Draw(t, "who")
		for range rapid.IntRange(1, 5).Draw(t, "changes") {
			c := domain.Change{Kind: domain.CatalogChanged, About: domain.Ref{Of: domain.ObjectCatalog}, Part: true}
			for range rapid.IntRange(1, 4).Draw(t, "values") {
				key := rapid.SampledFrom([]domain.Key{domain.FeeKey(1, 2, domain.RecurringFee), domain.FeeKey(1, 3, domain.SetupFee),
					domain.PriceKey(1, 5, domain.PriceRow{}, domain.RecurringPrice), {Field: domain.FieldShort, Plan: 1},
					{Field: domain.FieldIncluded, Plan: 1, Resource: 5}}).Draw(t, "key")
				if rapid.Bool().Draw(t, "reset") {
					c.Reset = append(c.Reset, key)
				} else {
					c.Typed = append(c.Typed, domain.KeyedValue{Key: key, Value: rapid.SampledFrom([]string{"5", "7", "12"}).Draw(t, "text")})
				}
			}
			a, err := domain.Apply(c, s)
			if err != nil {
				continue
			}
			next := s.Now
			next.Own = a.Own
			before, after := sold(s.Now), sold(next)
			for _, e := range a.Edits {
				if before[e.Key] != e.From.Text || after[e.Key] != e.To.Text {
					t.Fatalf("it lists %s: %s -> %s, and it was %s and is %s", e.Key.Field, e.From.Text, e.To.Text, before[e.Key], after[e.Key])
				}
				delete(before, e.Key)
				delete(after, e.Key)
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Fatalf("it does not list (-before +after):\n%s", diff)
			}
			s.Now = next
			s.Seen = next
		}
	})
}

// sold is what somebody sells, by key.
func sold(s domain.State) map[domain.Key]string {
	all := map[domain.Key]string{}
	for _, v := range s.Effective().Plan(1).Values() {
		all[v.Key] = v.Value
	}
	return all
}

func TestFault085Margin(t *testing.T) {
	t.Parallel()
	price := func(text string) domain.Price { return domain.Amount(decimal.RequireFromString(text)) }
	tests := []struct{ price, cost, want string }{
		{"16", "8", "50"}, {"3", "2", "33.3"}, {"0.01", "0.01", "0"}, {"10", "12.5", "-25"}, {"1600", "1599", "0.1"}, {"0.000003", "0.000001", "66.7"},
	}
	for _, tt := range tests {
		if got, ok := domain.Margin(price(tt.price), price(tt.cost)); !ok || got.String() != tt.want {
			t.Errorf("margin of %s over %s: %s, want %s", tt.price, tt.cost, got, tt.want)
		}
	}
	if _, ok := domain.Margin(price("0"), price("1")); ok {
		t.Error("a price of zero has a margin")
	}
	if _, ok := domain.Margin(domain.Price{}, price("1")); ok {
		t.Error("a price that is not set has a margin")
	}
	if _, ok := domain.Margin(price("1"), domain.Price{}); ok {
		t.Error("a cost that is not set leaves a margin")
	}
}

// usedBy says of everything that this uses it.
func usedBy(use domain.Use) func(domain.Key) (domain.Uses, error) {
	return func(domain.Key) (domain.Uses, error) { return domain.Uses{List: []domain.Use{use}}, nil }
}

// What is added is told from the resource down to its tiers, as the plan has them.
func TestWhatIsAddedStaysInOrder(t *testing.T) {
	t.Parallel()
	next := editPlan()
	next.Rates = append(next.Rates, domain.Rate{Resource: 6, Maximum: 20, Prices: []domain.PriceRow{{}, {From: 5}, {Period: 3}}})
	a, err := domain.Apply(edit(domain.ResourceAdded, next), vendor())
	if err != nil {
		t.Fatal(err)
	}
	var made []domain.Key
	for _, e := range a.Edits {
		if e.Key.Field.Info().Kind == domain.PresenceValue {
			made = append(made, e.Key)
		}
	}
	rate := domain.Key{Field: domain.FieldRate, Plan: 1, Resource: 6}
	row := func(period domain.PeriodID, from int64) domain.Key {
		return domain.Key{Field: domain.FieldPriceRow, Plan: 1, Resource: 6, Period: period, From: from}
	}
	if diff := cmp.Diff([]domain.Key{rate, row(0, 0), row(0, 5), row(3, 0)}, made); diff != "" {
		t.Error(diff)
	}
}
