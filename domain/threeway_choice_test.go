package domain_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// TestACollisionIsDecided lets somebody who was shown a collision choose between what is there and what they typed.
func TestACollisionIsDecided(t *testing.T) {
	t.Parallel()
	shortText, longText, setup := planKey(domain.FieldShort), planKey(domain.FieldLong), periodKey(2, domain.SetupFee.Field())
	both := all(set(shortText, "A"), set(longText, "A"))
	tests := []struct {
		name         string
		theirs, mine typing
		chosen       []domain.Key
		want         []string
	}{
		{"for theirs", set(shortText, "A"), set(shortText, "B"), nil, nil},
		{"for mine", set(shortText, "A"), set(shortText, "B"), []domain.Key{shortText}, []string{`short_description: "A" -> "B"`}},
		{"for one of each", both, all(set(shortText, "B"), set(longText, "B")), []domain.Key{longText}, []string{`long_description: "A" -> "B"`}},
		{"for theirs, and what did not collide is saved", set(shortText, "A"), all(set(shortText, "B"), set(longText, "B")), nil,
			[]string{`long_description: "" -> "B"`}},
		{"for mine where nothing collides", nothing, set(shortText, "B"), []domain.Key{shortText}, []string{`short_description: "" -> "B"`}},
		{"for theirs where a limit collides with another", set(rateKey(domain.FieldMaximum), "30"), set(rateKey(domain.FieldMinimum), "4"), nil, nil},
		{"for my limit", set(rateKey(domain.FieldMaximum), "30"), set(rateKey(domain.FieldMinimum), "4"), []domain.Key{rateKey(domain.FieldMinimum)},
			[]string{`minimum 5: "5" -> "4"`}},
		{"for all my limits", set(rateKey(domain.FieldMaximum), "30"), set(rateKey(domain.FieldMinimum), "4"),
			[]domain.Key{rateKey(domain.FieldMinimum), rateKey(domain.FieldMaximum)}, []string{`maximum 5: "30" -> "20"`, `minimum 5: "5" -> "4"`}},
		{"for what is gone", without(ofPeriod(2)), set(setup, "1"), []domain.Key{setup},
			[]string{`removed subscription_period 2: "yes" -> nothing`}},
	}
	for _, tt := range tests {
		f := planForm()
		c := domain.Change{Seen: 1, Typed: tt.mine(f.values), Choice: &domain.Choice{Shown: 2, Mine: tt.chosen}}
		a, err := f.meet(t, tt.theirs, c)
		if tt.name == "for what is gone" {
			a.Meanwhile = nil // all of the period
		}
		if got, want := outcome(a, err), strings.Join(tt.want, "\n"); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", tt.name, got, want)
		}
	}
}

func TestAPartOfAThing(t *testing.T) {
	t.Parallel()
	f := planForm()
	a, err := f.meet(t, nothing, domain.Change{Part: true, Typed: []domain.KeyedValue{{Key: planKey(domain.FieldShort), Value: "A"}}})
	if got, want := outcome(a, err), `short_description: "" -> "A"`; got != want {
		t.Errorf("part of a plan: %s", got)
	}
	if p := a.Own.Made.Plan(1); p == nil || p.Short != "A" || p.Name != "Mail" || len(p.Periods) != 2 {
		t.Errorf("a part of a plan leaves %+v", p)
	}
	if _, err = f.meet(t, nothing, domain.Change{}); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("a plan is changed to nothing: %v", err)
	}
}

func TestNothingTypedIsARemoval(t *testing.T) {
	t.Parallel()
	f := form{made: domain.ScheduleCreated, saved: domain.ScheduleDeleted, about: domain.Ref{Of: domain.ObjectSchedule, ID: 4},
		values: domain.Schedule{ID: 4, Name: "Remind"}.Values()}
	a, err := f.meet(t, nothing, domain.Change{})
	if err != nil || len(a.Own.Made.Schedules.List) > 0 || len(a.Edits) != len(f.values) {
		t.Errorf("nothing typed: %+v, %v", a.Edits, err)
	}
	for _, e := range a.Edits {
		if !e.From.There || e.To.There {
			t.Errorf("a removal makes %+v", e)
		}
	}
	for _, c := range []domain.Change{{Typed: f.values}, {Typed: set(domain.Key{Field: domain.FieldScheduleName, Schedule: 4}, "Tell")(f.values)}} {
		if a, err := f.meet(t, nothing, c); err == nil && !a.Nothing() {
			t.Errorf("a removal leaves %+v", a.Edits)
		}
	}
}

// undoing takes back what somebody typed, after others did something since.
func undoing(t *testing.T, f form, did, since typing) (domain.Applied, error) {
	t.Helper()
	done, err := f.meet(t, nothing, domain.Change{Typed: did(f.values)})
	if err != nil {
		t.Fatal(err)
	}
	s := f.having(t, since(did(f.values)))
	back := domain.Change{Kind: f.saved, About: f.about, Undoes: 5}
	for _, e := range done.Edits {
		back.Edits = append(back.Edits, domain.Edit{Key: e.Key, From: e.To, To: e.From})
	}
	return domain.Apply(back, s)
}

func TestAnUndoLeavesWhatWasChangedSince(t *testing.T) {
	t.Parallel()
	shortText, longText := planKey(domain.FieldShort), planKey(domain.FieldLong)
	both := all(set(shortText, "A"), set(longText, "A"))
	tests := []struct {
		name       string
		did, since typing
		want       []string
	}{
		{"nothing", both, nothing, []string{`long_description: "A" -> ""`, `short_description: "A" -> ""`}},
		{"one of two", both, set(longText, "B"), []string{`short_description: "A" -> ""`, `stays long_description: "A" -> "B"`}},
		{"something else", set(shortText, "A"), set(longText, "B"), []string{`short_description: "A" -> ""`}},
		{"it was taken back by hand", set(shortText, "A"), set(shortText, ""), nil},
		{"a path that was removed", without(ofPath), nothing, []string{`upgrade_description 2: nothing -> "Grow"`, `upgrade_downgrade 2: nothing -> "no"`,
			`upgrade_fee 2: nothing -> ""`, `upgrade_path 2: nothing -> "yes"`}},
	}
	for _, tt := range tests {
		if got, want := outcome(undoing(t, planForm(), tt.did, tt.since)), strings.Join(tt.want, "\n"); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", tt.name, got, want)
		}
	}
}

// TestOwnValuesMeet is the same for values of one's own over a delivered plan: they are set and given back.
func TestOwnValuesMeet(t *testing.T) {
	t.Parallel()
	fee, other := periodKey(3, domain.RecurringFee.Field()), periodKey(3, domain.SetupFee.Field())
	own := func(values ...domain.KeyedValue) domain.Change {
		return domain.Change{Kind: domain.OwnValuesSet, About: domain.Ref{Of: domain.ObjectPlan, ID: 1}, Part: true, Typed: values}
	}
	back := func(keys ...domain.Key) domain.Change {
		c := own()
		c.Reset = keys
		return c
	}
	reset := back(fee)
	reset.Typed = []domain.KeyedValue{{Key: fee, Value: "9"}}
	kv := func(text string) domain.KeyedValue { return domain.KeyedValue{Key: fee, Value: text} }
	tests := []struct {
		name         string
		seen, theirs []domain.Change
		mine         domain.Change
		want         string
	}{
		{"set", nil, nil, own(kv("5")), `recurring_fee 3: "" -> "5" own`},
		{"set as delivered", nil, nil, own(kv("")), ""},
		{"set to another", []domain.Change{own(kv("5"))}, nil, own(kv("6")), `recurring_fee 3: "5" own -> "6" own`},
		{"given back", []domain.Change{own(kv("5"))}, nil, back(fee), `recurring_fee 3: "5" own -> ""`},
		{"given back though it was never set", nil, nil, back(fee), ""},
		{"given back though something is typed", []domain.Change{own(kv("5"))}, nil, reset, `recurring_fee 3: "5" own -> ""`},
		{"set by both", nil, []domain.Change{own(kv("5"))}, own(kv("6")), `recurring_fee 3: "" | "5" own | "6" own`},
		{"set by both to the same", nil, []domain.Change{own(kv("5"))}, own(kv("5")), ""},
		{"given back by both", []domain.Change{own(kv("5"))}, []domain.Change{back(fee)}, back(fee), ""},
		{"given back, and set by me", []domain.Change{own(kv("5"))}, []domain.Change{back(fee)}, own(kv("6")), `recurring_fee 3: "5" own | "" | "6" own`},
		{"set, and given back by me", []domain.Change{own(kv("5"))}, []domain.Change{own(kv("6"))}, back(fee), `recurring_fee 3: "5" own | "6" own | ""`},
		{"others", nil, []domain.Change{own(domain.KeyedValue{Key: other, Value: "7"})}, own(kv("5")),
			`meanwhile setup_fee 3: "" -> "7" own` + "\n" + `recurring_fee 3: "" -> "5" own`},
	}
	for _, tt := range tests {
		s := reseller()
		do := func(changes []domain.Change) {
			for _, c := range changes {
				a, err := domain.Apply(c, s)
				if err != nil {
					t.Fatalf("%s: %v", tt.name, err)
				}
				s.Now.Own = a.Own
				s.Seen = s.Now
			}
		}
		do(tt.seen)
		seen := s.Now
		do(tt.theirs)
		s.Seen, tt.mine.Seen = seen, 1
		if got := outcome(domain.Apply(tt.mine, s)); got != tt.want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// TestTwoPeopleAtASetting: each notification of a schedule is by itself; a user's role and rights belong together, and so do a reseller's
// protections.
func TestTwoPeopleAtASetting(t *testing.T) {
	t.Parallel()
	schedule := form{made: domain.ScheduleCreated, saved: domain.ScheduleChanged, about: domain.Ref{Of: domain.ObjectSchedule, ID: 4},
		values: domain.Schedule{ID: 4, Name: "Remind"}.Values()}
	notify := func(days int) typing {
		return set(domain.NotificationKey(4, domain.ScheduleDetail{Days: days, Template: 1, Condition: "Always", AppliesTo: "all"}), domain.Yes)
	}
	named := all(set(domain.Key{Field: domain.FieldScheduleName, Schedule: 4}, "Tell"), set(domain.Key{Field: domain.FieldScheduleContent, Schedule: 4}, "Tell"))
	user := form{made: domain.UserAdded, saved: domain.RoleChanged, about: domain.Ref{Of: domain.ObjectUser, ID: 8},
		values: domain.UserRow{User: domain.User{Name: "Ann", Email: "ann@p.example", Role: domain.Operator}, Active: true}.Values()}
	right := func(p domain.Privilege) typing {
		return set(domain.Key{Field: domain.FieldUserRight, Name: string(p)}, domain.Yes)
	}
	role := set(domain.Key{Field: domain.FieldUserRole}, string(domain.ReadOnly))
	template := form{made: domain.TemplateCreated, saved: domain.TemplateChanged, about: domain.Ref{Of: domain.ObjectTemplate, ID: 9},
		values: domain.TemplateRow{Name: "Gold"}.Values()}
	privilege := func(p domain.Privilege) typing {
		return set(domain.Key{Field: domain.FieldTemplatePrivilege, Name: string(p)}, domain.Yes)
	}
	tests := []struct {
		name         string
		f            form
		theirs, mine typing
		want         []string
	}{
		{"two notifications", schedule, notify(1), notify(2), []string{`meanwhile schedule_notification 1 1 Always all: nothing -> "yes"`,
			`schedule_notification 2 1 Always all: nothing -> "yes"`}},
		{"the same notification", schedule, notify(1), notify(1), nil},
		{"the same and one more", schedule, notify(1), all(notify(1), notify(2)), []string{`schedule_notification 2 1 Always all: nothing -> "yes"`}},
		{"a name and a role", user, set(domain.Key{Field: domain.FieldUserName}, "Anna"), role, []string{`meanwhile user_name: "Ann" -> "Anna"`,
			`user_role: "operator" -> "read-only"`}},
		{"a right and a role", user, right(domain.EditPrices), role, []string{`user_right Edit prices: nothing | "yes" | nothing`,
			`user_role: "operator" | "operator" | "read-only"`}},
		{"a role and a right", user, role, right(domain.EditPrices), []string{`user_right Edit prices: nothing | nothing | "yes"`,
			`user_role: "operator" | "read-only" | "operator"`}},
		{"two rights", user, right(domain.EditPrices), right(domain.PublishPlans), []string{`user_right Edit prices: nothing | "yes" | nothing`,
			`user_right Publish plans: nothing | nothing | "yes"`}},
		{"two privileges of a template", template, privilege(domain.EditPrices), privilege(domain.PublishPlans),
			[]string{`meanwhile template_privilege Edit prices: nothing -> "yes"`, `template_privilege Publish plans: nothing -> "yes"`}},
	}
	for _, tt := range tests {
		c := domain.Change{Seen: 1, Typed: tt.mine(tt.f.values)}
		if got, want := outcome(tt.f.meet(t, tt.theirs, c)), strings.Join(tt.want, "\n"); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", tt.name, got, want)
		}
	}
	a, err := schedule.meet(t, named, domain.Change{Seen: 1, Typed: notify(1)(schedule.values)})
	if err != nil || len(a.Edits) != 1 || len(a.Meanwhile) == 0 {
		t.Errorf("a new name and a notification: %+v, %v", a, err)
	}
}

func TestTwoPeopleAtTheProtectionsOfAReseller(t *testing.T) {
	t.Parallel()
	seen := &domain.Account{ID: 2, Kind: domain.Reseller, Name: "R", Currency: "USD", Status: domain.AccountActive}
	now := *seen
	now.Switches.OperatingUnit = true
	mine := *seen
	for name, tt := range map[string]struct {
		change func(*domain.Switches)
		want   string
	}{
		"of prices":     {func(s *domain.Switches) { s.OperatingUnit, s.DisablePrices = true, true }, `disable_prices: "no" -> "yes"`},
		"of categories": {func(s *domain.Switches) { s.DisableCategories = true }, "disable_categories: \"no\" -> \"yes\"\nmeanwhile operating_unit: \"no\" -> \"yes\""},
	} {
		mine.Switches = domain.Switches{}
		tt.change(&mine.Switches)
		c := domain.Change{Kind: domain.ResellerChanged, About: domain.Ref{Of: domain.ObjectReseller, ID: 2}, Seen: 1, Typed: mine.Values()}
		if got := outcome(domain.Apply(c, domain.Situation{Viewer: who(), Looked: seen, Thing: &now})); got != tt.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	both, off := *seen, *seen
	both.Switches.OperatingUnit, both.Switches.DisablePrices = true, true
	off.Switches.OperatingUnit = true
	c := domain.Change{Kind: domain.ResellerChanged, About: domain.Ref{Of: domain.ObjectReseller, ID: 2}, Seen: 1, Typed: seen.Values()}
	if got, want := outcome(domain.Apply(c, domain.Situation{Viewer: who(), Looked: &off, Thing: &both})), "disable_prices: \"no\" | \"yes\" | \"no\"\noperating_unit: \"yes\" | \"yes\" | \"no\""; got != want {
		t.Errorf("one ends the unit whose prices the other protects: %s", got)
	}
}

// TestBlame names who made a value what it is now: the latest change that set it, or the entry of the log that led to it.
func TestBlame(t *testing.T) {
	t.Parallel()
	shortText, longText, name := planKey(domain.FieldShort), planKey(domain.FieldLong), planKey(domain.FieldName)
	on := func(day int) time.Time { return time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC) }
	by := func(name string, day int, keys ...domain.Key) domain.ChangeRecord {
		r := domain.ChangeRecord{UserName: name, At: on(day), Run: domain.RunID(day)}
		for _, key := range keys {
			r.Edits = append(r.Edits, domain.Edit{Key: key})
		}
		return r
	}
	blamed := func(c *domain.Collisions) (all []string) {
		for _, one := range c.List {
			if one.At.IsZero() {
				all = append(all, "nobody")
			} else {
				all = append(all, fmt.Sprintf("%s on %d run %d", one.By, one.At.Day(), one.Run))
			}
		}
		return all
	}
	c := &domain.Collisions{List: []domain.Collision{{Key: shortText}, {Key: longText}, {Key: name}}}
	c.Blame([]domain.ChangeRecord{by("Ann", 3, shortText), by("", 2, longText), by("Bob", 1, shortText, longText)})
	if diff := cmp.Diff([]string{"Ann on 3 run 0", " on 2 run 0", "nobody"}, blamed(c)); diff != "" {
		t.Errorf("by changes (-want +got):\n%s", diff)
	}

	state := func(edit func(*domain.Plan)) domain.State {
		p := editPlan()
		edit(p)
		return domain.State{Own: (&domain.Own{}).WithMade(&domain.Catalog{Plans: []*domain.Plan{p}})}
	}
	first := state(func(*domain.Plan) {})
	second := state(func(p *domain.Plan) { p.Short, p.Long = "B", "B" })
	third := state(func(p *domain.Plan) { p.Short, p.Long = "C", "B" })
	c = &domain.Collisions{List: []domain.Collision{{Key: shortText}, {Key: longText}, {Key: name}}}
	c.BlameEntry(by("Ann", 3), second, third)
	c.BlameEntry(by("Bob", 2), first, second)
	c.BlameEntry(by("Cy", 1), domain.State{}, first) // who made the plan
	if diff := cmp.Diff([]string{"Ann on 3 run 3", "Bob on 2 run 2", "Cy on 1 run 1"}, blamed(c)); diff != "" {
		t.Errorf("by entries (-want +got):\n%s", diff)
	}
}
