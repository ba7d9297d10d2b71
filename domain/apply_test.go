package domain

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// saving is the change that a form makes of a whole thing.
func saving(kind ChangeKind, id int64, thing Thing) Change {
	return Change{Kind: kind, About: Ref{Of: kind.Info().Of, ID: id}, Typed: thing.Values()}
}

// removing is the change that takes a thing away.
func removing(kind ChangeKind, id int64) Change {
	return Change{Kind: kind, About: Ref{Of: kind.Info().Of, ID: id}}
}

// setting is the change of one value of a thing.
func setting(kind ChangeKind, key Key, text string) Change {
	return Change{Kind: kind, About: RefOf(key), Part: true, Typed: []KeyedValue{{key, text}}}
}

// resetting gives an own value back.
func resetting(kind ChangeKind, key Key) Change {
	return Change{Kind: kind, About: RefOf(key), Part: true, Reset: []Key{key}}
}

// meeting is an administrator's situation: a provider's where nothing was ever delivered, else a reseller's who holds every
// privilege. There are the resources 4, 31 and 32 and the notification template 1.
func meeting(s State) Situation {
	v := Viewer{User: User{ID: 5, Role: Administrator}, Account: Account{ID: 1, Kind: Provider, Currency: "USD"}}
	if s.Delivered != nil {
		v.Account.Kind, v.Granted = Reseller, Privileges()
	}
	return Situation{Viewer: v, Now: s, Seen: s, At: anyDay(),
		Facts: Facts{Planted: true, Resources: []ResourceID{4, 31, 32}, Notifications: []NotificationID{1}}}
}

// anyDay is when everything happens: the rules do not depend on the time.
func anyDay() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// applied is what the vendor has of their own after a change that nobody interfered with.
func applied(s State, c Change) (*Own, error) {
	a, err := Apply(c, meeting(s))
	return a.Own, err
}

// after is the state after changes that must work.
func after(t *testing.T, s State, changes ...Change) State {
	t.Helper()
	for _, c := range changes {
		own, err := applied(s, c)
		if err != nil {
			t.Fatalf("%s: %v", c.Kind, err)
		}
		s.Own = own
	}
	return s
}

// picks is the category that the reseller of [shop] made.
func picks() SalesCategory { return SalesCategory{ID: 9, Name: "Picks", Position: 1} }

func TestAChangeIsAboutOneThing(t *testing.T) {
	t.Parallel()
	other := SalesCategory{ID: 20, Name: "Other"}
	wrong := saving(SalesCategoryChanged, 9, picks())
	wrong.About.Of = ObjectSchedule
	mixed := saving(SalesCategoryChanged, 9, picks())
	mixed.Typed = append(mixed.Typed, other.Values()...)
	for _, tt := range []struct {
		name   string
		change Change
		want   Kind
	}{
		{"a kind of change about something else", wrong, KindInvalid},
		{"values of something else", mixed, KindInvalid},
		{"changing what is not there", saving(SalesCategoryChanged, 20, other), KindNotFound},
		{"removing what is not there", removing(SalesCategoryDeleted, 20), KindNotFound},
		{"moving a plan that is not there", setting(PlanMoved, PlacementKey(99), "9"), KindNotFound},
		{"making a thing by its name", Change{Kind: SalesCategoryChanged, About: Ref{Of: ObjectSalesCategory, ID: 20},
			Edits: []Edit{{Key{Field: FieldCategoryName, Category: 20}, Held{}, Held{Text: "Other", There: true}}}}, KindNotFound},
		{"making what is there", saving(SalesCategoryCreated, 9, picks()), KindConflict},
	} {
		if own, err := applied(shop(), tt.change); KindOf(err) != tt.want || err == nil {
			t.Errorf("%s: %+v, %v", tt.name, own, err)
		}
	}
}

func TestANewNameIsOneEdit(t *testing.T) {
	t.Parallel()
	renamed := picks()
	renamed.Name = "Choice"
	a, err := Apply(saving(SalesCategoryChanged, 9, renamed), meeting(shop()))
	if err != nil || len(a.Edits) != 1 || a.Edits[0].Key.Field != FieldCategoryName {
		t.Errorf("%+v, %v", a.Edits, err)
	}
	about := a.Named(Ref{Of: ObjectSalesCategory, ID: 9}, meeting(shop()))
	if gone := (Applied{}).Named(Ref{Of: ObjectSalesCategory, ID: 9}, meeting(shop())); about.Name != "Choice" || gone.Name != "Picks" {
		t.Errorf("the log calls it %q, and %q when it is removed", about.Name, gone.Name)
	}
}

// TestWhatIsGoneCannotBeChanged lets somebody remove a thing while another one edits it: nothing of it comes back.
func TestWhatIsGoneCannotBeChanged(t *testing.T) {
	t.Parallel()
	seen := after(t, shop(), saving(ScheduleCreated, 2, Schedule{ID: 2, Name: "Mine"}))
	described := picks()
	described.Description = "Ours"
	for name, tt := range map[string]struct{ theirs, ours Change }{
		"a category": {removing(SalesCategoryDeleted, 9), saving(SalesCategoryChanged, 9, described)},
		"a schedule": {removing(ScheduleDeleted, 2), saving(ScheduleChanged, 2, Schedule{ID: 2, Name: "Mine",
			Details: []ScheduleDetail{{-3, 1, "Always", "all"}}})},
	} {
		s := meeting(after(t, seen, tt.theirs))
		s.Seen = seen
		_, err := Apply(tt.ours, s)
		found := Colliding(err)
		if found == nil || len(found.List) != 1 || !found.List[0].Gone {
			t.Errorf("%s: %v", name, err)
			continue
		}
		tt.ours.Choice = &Choice{Shown: 1, Mine: []Key{found.List[0].Key}}
		if a, err := Apply(tt.ours, s); err != nil || !a.Nothing() {
			t.Errorf("%s comes back: %+v, %v", name, a.Edits, err)
		}
	}
}

// TestAThingGoesAsAWhole removes a thing that somebody else changed meanwhile: all of it goes, or nothing.
func TestAThingGoesAsAWhole(t *testing.T) {
	t.Parallel()
	renamed := picks()
	renamed.Name = "Choice"
	s := meeting(after(t, shop(), saving(SalesCategoryChanged, 9, renamed)))
	s.Seen = shop()
	c := removing(SalesCategoryDeleted, 9)
	_, err := Apply(c, s)
	if found := Colliding(err); found == nil || len(found.List) != 1 {
		t.Fatalf("%v", err)
	}
	c.Choice = &Choice{Shown: 1}
	if a, err := Apply(c, s); err != nil || !a.Nothing() {
		t.Errorf("decided for the new name: %+v, %v", a.Edits, err)
	}
	c.Choice.Mine = []Key{{Field: FieldCategoryName, Category: 9}}
	if a, err := Apply(c, s); err != nil || a.Own.Made.Categories.SalesCategory(9) != nil {
		t.Errorf("decided for the removal: %+v, %v", a.Edits, err)
	}

	made, err := Apply(saving(ScheduleCreated, 2, Schedule{ID: 2, Name: "Mine"}), meeting(shop()))
	if err != nil {
		t.Fatal(err)
	}
	undo := Change{Kind: ScheduleCreated, About: Ref{Of: ObjectSchedule, ID: 2}, Undoes: 7}
	for _, e := range made.Edits {
		undo.Edits = append(undo.Edits, Edit{e.Key, e.To, e.From})
	}
	grown := saving(ScheduleChanged, 2, Schedule{ID: 2, Name: "Mine", Details: []ScheduleDetail{{-3, 1, "Always", "all"}}})
	left := State{shop().Delivered, made.Own}
	since := meeting(after(t, left, grown))
	since.Seen = left
	if a, err := Apply(undo, since); err != nil || !a.Nothing() || len(a.Stays) != len(undo.Edits) {
		t.Errorf("a schedule that was given a notification since: %+v, %v", a, err)
	}
	if a, err := Apply(undo, meeting(left)); err != nil || a.Own.Made.Schedules.Schedule(2) != nil {
		t.Errorf("a schedule that nobody touched since: %+v, %v", a, err)
	}
}

func TestAScheduleHasANotificationOnce(t *testing.T) {
	t.Parallel()
	d := ScheduleDetail{-3, 1, "Always", "all"}
	_, err := applied(delivered(), saving(ScheduleCreated, 2, Schedule{ID: 2, Name: "Mine", Details: []ScheduleDetail{d, d}}))
	e, _ := err.(*Error)
	if e == nil || e.Kind != KindInvalid || len(e.Fields) != 1 || e.Fields[0].Key != NotificationKey(2, d) {
		t.Errorf("%v", err)
	}
}

func TestACategoryCannotStandBelowItself(t *testing.T) {
	t.Parallel()
	s := after(t, shop(), saving(SalesCategoryCreated, 20, SalesCategory{ID: 20, Name: "Below", Parent: 9}))
	moved := picks()
	moved.Parent = 20
	if _, err := applied(s, saving(SalesCategoryChanged, 9, moved)); KindOf(err) != KindInvalid {
		t.Errorf("below a category below itself: %v", err)
	}
}

// TestAllThatIsWrongIsSaidAtOnce says every message in one answer, each with the value that it is about.
func TestAllThatIsWrongIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		change Change
		want   []Field
	}{
		{saving(SalesCategoryCreated, 20, SalesCategory{ID: 20, Position: -1, Parent: 99}), []Field{FieldCategoryName, FieldCategoryPosition, FieldCategoryParent}},
		{saving(DocumentCreated, 2, Document{ID: 2, Effective: "tomorrow, or the day after"}), []Field{FieldDocumentEffective, FieldDocumentName,
			FieldDocumentText, FieldDocumentVersion}},
	} {
		_, err := applied(shop(), tt.change)
		e, _ := err.(*Error)
		if e == nil {
			t.Fatalf("%v", err)
		}
		var got []Field
		for _, f := range e.Fields {
			got = append(got, f.Key.Field)
		}
		if slices.Sort(got); !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v", got, err)
		}
	}
}

func TestPlacesAreSorted(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"9 8", "9 9", "9 x"} {
		if _, err := applied(shop(), setting(PlanMoved, PlacementKey(1), text)); KindOf(err) != KindInvalid || err == nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestResourcesAreChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		resource Resource
		field    Field // with the message; "": it may be saved
	}{
		{Resource{Name: "Mailboxes", Unit: "mailbox"}, ""},
		{Resource{Name: "Mailboxes"}, ""},
		{Resource{Unit: "mailbox"}, FieldResourceName},
		{Resource{Name: strings.Repeat("ä", NameLimit+1)}, FieldResourceName},
		{Resource{Name: "Mailboxes", Unit: strings.Repeat("ä", unitLimit)}, ""},
		{Resource{Name: "Mailboxes", Unit: strings.Repeat("ä", unitLimit+1)}, FieldResourceUnit},
		{Resource{Name: "Mailboxes", Unit: "mail\nbox"}, FieldResourceUnit},
	} {
		_, err := applied(State{}, saving(ResourceSaved, NewID, tt.resource))
		e, _ := err.(*Error)
		switch {
		case tt.field == "" && err != nil:
			t.Errorf("%+v: %v", tt.resource, err)
		case tt.field != "" && (e == nil || e.Kind != KindInvalid || len(e.Fields) != 1 || e.Fields[0].Key.Field != tt.field):
			t.Errorf("%+v: %v, want a message for %s", tt.resource, err, tt.field)
		}
	}
}

func TestTheEndsOfLinesAreNoChange(t *testing.T) {
	t.Parallel()
	c := picks()
	c.Description = "One\nTwo"
	s := after(t, shop(), saving(SalesCategoryChanged, 9, c))
	c.Description = "One\r\nTwo"
	if a, err := Apply(saving(SalesCategoryChanged, 9, c), meeting(s)); err != nil || !a.Nothing() {
		t.Errorf("%+v, %v", a.Edits, err)
	}
	key := TransitionKey(3, Transition{OrderType: "Sales", From: "Opened", To: "Paid"})
	if got, ok := ParseKey(strings.ReplaceAll(key.Text(), "\n", "\r\n")); !ok || got != key {
		t.Errorf("%+v is read as %+v", key, got)
	}
}

// TestHowTermsAreAcceptedIsDelivered makes a document before any terms were delivered: a run that brings the mode then lists it as new,
// for nobody had one.
func TestHowTermsAreAcceptedIsDelivered(t *testing.T) {
	t.Parallel()
	s := State{Delivered: Empty()}
	s = after(t, s, saving(DocumentCreated, 2, Document{ID: 2, Name: "House", Version: "1", Text: "Be kind.", Effective: "2026-01-31"}))
	stored := s // as it was stored once
	stored.Own = s.Own.WithMade(&Catalog{Terms: &Terms{AcceptanceModes()[0], s.Own.Made.Terms.Documents}})
	for _, has := range []State{s, stored} {
		if terms := has.Effective().Terms; terms.Acceptance != "" || terms.Document(2) == nil {
			t.Errorf("the terms are %+v", terms)
		}
	}
}

// TestAGroupIsDecidedAsAWhole lets two people change different notifications of one schedule: each sees what the other did, and
// whoever decides for what they typed has exactly that.
func TestAGroupIsDecidedAsAWhole(t *testing.T) {
	t.Parallel()
	schedule := func(days int) Schedule {
		return Schedule{ID: 2, Name: "Mine", Details: []ScheduleDetail{{days, 1, "Always", "all"}}}
	}
	seen := after(t, shop(), saving(ScheduleCreated, 2, schedule(10)))
	s := meeting(after(t, seen, saving(ScheduleChanged, 2, schedule(12))))
	s.Seen = seen
	c := saving(ScheduleChanged, 2, schedule(14))
	_, err := Apply(c, s)
	found := Colliding(err)
	if found == nil || len(found.List) != 2 {
		t.Fatalf("%v", err)
	}
	c.Choice = &Choice{Shown: 1}
	for _, one := range found.List {
		if one.Typed.There == one.Now.There {
			t.Errorf("%+v", one)
		}
		c.Choice.Mine = append(c.Choice.Mine, one.Key)
	}
	a, err := Apply(c, s)
	if err != nil || !slices.Equal(a.Own.Made.Schedules.Schedule(2).Details, schedule(14).Details) || len(a.Meanwhile) != 0 {
		t.Errorf("%+v, %v", a.Edits, err)
	}
	c.Choice.Mine = nil
	if a, err = Apply(c, s); err != nil || !a.Nothing() {
		t.Errorf("decided for what is there: %+v, %v", a.Edits, err)
	}
	renamed := schedule(10)
	renamed.Name = "Other"
	if a, err = Apply(saving(ScheduleChanged, 2, renamed), s); err != nil || a.Own.Made.Schedules.Schedule(2).Details[0].Days != 12 || len(a.Meanwhile) != 2 {
		t.Errorf("another name: %+v, %v", a, err)
	}
}

// TestANotificationIsRemovedWhileItIsEdited: whoever edits it sees that it was removed.
func TestANotificationIsRemovedWhileItIsEdited(t *testing.T) {
	t.Parallel()
	seen := after(t, shop(), saving(ScheduleCreated, 2, Schedule{ID: 2, Name: "Mine", Details: []ScheduleDetail{{10, 1, "Always", "all"}}}))
	s := meeting(after(t, seen, saving(ScheduleChanged, 2, Schedule{ID: 2, Name: "Mine"})))
	s.Seen = seen
	_, err := Apply(saving(ScheduleChanged, 2, Schedule{ID: 2, Name: "Mine", Details: []ScheduleDetail{{12, 1, "Always", "all"}}}), s)
	if found := Colliding(err); found == nil || len(found.List) != 1 || !found.List[0].Typed.There {
		t.Errorf("%v", err)
	}
}

// TestAChangeOfACatalogTakesAwayAndGivesBack what it sets no other value of.
func TestAChangeOfACatalogTakesAwayAndGivesBack(t *testing.T) {
	t.Parallel()
	plan, fee := takebackPlan(), FeeKey(7, 21, RecurringFee)
	part := Change{Kind: CatalogChanged, About: Ref{Of: ObjectCatalog}, Part: true}
	made := after(t, State{Own: (&Own{}).WithMade(&Catalog{Plans: []*Plan{plan}})}, Change{Kind: part.Kind, About: part.About, Part: true,
		Typed: []KeyedValue{{Key{Field: FieldPriceRow, Plan: 7, Resource: 31, From: 50}, Yes}}})
	if rows := made.Own.Made.Plan(7).Rate(31).Prices; len(rows) != 2 {
		t.Fatalf("the tier is not there: %+v", rows)
	}
	part.Without = []Key{{Field: FieldPriceRow, Plan: 7, Resource: 31, From: 50}}
	if rows := after(t, made, part).Own.Made.Plan(7).Rate(31).Prices; len(rows) != 1 {
		t.Errorf("the tier stays: %+v", rows)
	}
	delivered := after(t, State{Delivered: &Catalog{Plans: []*Plan{plan}}}, setting(OwnValuesSet, fee, "12"))
	part.Without, part.Reset = nil, []Key{fee}
	if back := after(t, delivered, part); back.Own.Count() != 0 {
		t.Errorf("the fee stays their own: %+v", back.Own)
	}
}
