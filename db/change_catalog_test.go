package db_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
)

// The ids of what the tests of changes make.
const (
	ourSales    = domain.CategoryID(901)
	ourGroup    = domain.CategoryID(902)
	otherGroup  = domain.CategoryID(903)
	ourTax      = domain.CategoryID(904)
	ourSchedule = domain.ScheduleID(905)
	ourDocument = int64(906)
)

// savedResource is the change that saves a resource; one without an id is new.
func savedResource(r domain.Resource) domain.Change {
	about := domain.Ref{Of: domain.ObjectResource, ID: int64(r.ID)}
	if r.ID == 0 {
		about.ID = domain.NewID
	}
	return domain.Change{Kind: domain.ResourceSaved, About: about, Typed: r.Values()}
}

// saving is the change that saves a thing of a catalog, removing the one that takes it away.
func saving[ID ~int64](kind domain.ChangeKind, id ID, thing domain.Thing) domain.Change {
	c := removing(kind, id)
	c.Typed = thing.Values()
	return c
}

func removing[ID ~int64](kind domain.ChangeKind, id ID) domain.Change {
	return domain.Change{Kind: kind, About: domain.Ref{Of: kind.Info().Of, ID: int64(id)}}
}

// setting is the change of one value.
func setting(kind domain.ChangeKind, key domain.Key, text string) domain.Change {
	return domain.Change{Kind: kind, About: domain.RefOf(key), Part: true, Typed: []domain.KeyedValue{{Key: key, Value: text}}}
}

// resetting is the change that gives one value back.
func resetting(kind domain.ChangeKind, key domain.Key) domain.Change {
	return domain.Change{Kind: kind, About: domain.RefOf(key), Part: true, Reset: []domain.Key{key}}
}

// do makes changes as the administrator of an account, of things with the ids that they say.
func (w *world) do(name string, changes ...domain.Change) domain.Done {
	w.t.Helper()
	var done domain.Done
	var err error
	for _, c := range changes {
		done, err = w.db.Planting().Do(w.t.Context(), w.viewers[name], c)
		w.check(err)
	}
	return done
}

// has is what an account has of a thing in its catalog.
func (w *world) has(name string, about domain.Ref) domain.Thing {
	w.t.Helper()
	catalog, _, err := w.db.Catalog(w.t.Context(), w.viewers[name], w.accounts[name])
	w.check(err)
	return catalog.Thing(about)
}

// surroundings makes what changes of catalogs refer to: a resource, a notification template, and an order flow that everybody has.
func (w *world) surroundings() (domain.ResourceID, domain.ScheduleDetail, domain.Key) {
	w.t.Helper()
	resource := w.do("P", savedResource(domain.Resource{Name: "Mailbox", Unit: "mailbox"})).Change.About.ID
	message := domain.NotificationTemplate{Name: "Soon", Subject: "Soon", Visible: true}
	notification := w.do("P", saving(domain.NotificationSaved, domain.NewID, message)).Change.About.ID
	name := []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldOrderFlow}, Value: "Standard"}}
	flow := w.do("P", domain.Change{Kind: domain.FlowSaved, About: domain.Ref{Of: domain.ObjectFlow, ID: domain.NewID}, Typed: name}).Change.About.ID
	step := domain.TransitionKey(domain.FlowID(flow), domain.Transition{OrderType: "Sales", From: "New", To: "Paid"})
	add := domain.Change{Kind: domain.FlowSaved, About: domain.Ref{Of: domain.ObjectFlow, ID: flow}, Part: true,
		Typed: []domain.KeyedValue{{Key: step, Value: domain.No}}}
	of := domain.Change{Kind: domain.TemplateChanged, About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(w.template)}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldTemplateFlow}, Value: domain.IDs([]int64{flow})}}}
	w.do("P", add, of)
	w.sync()
	return domain.ResourceID(resource), domain.ScheduleDetail{Days: -3, Template: domain.NotificationID(notification), Condition: "Always", AppliesTo: "all"}, step
}

// TestTwoPeopleAtTheFormOfAThing lets one change a thing while the other has its form open.
func TestTwoPeopleAtTheFormOfAThing(t *testing.T) {
	t.Parallel()
	world := newWorld(t)
	resource, notification, _ := world.surroundings()
	world.do("P", saving(domain.ResourceCategoryCreated, otherGroup, domain.ResourceCategory{ID: otherGroup, Name: "Other"}))
	sales := func(name, text string) domain.Thing {
		return domain.SalesCategory{ID: ourSales, Name: name, Description: text}
	}
	tax := func(name, tax string) domain.Thing {
		return domain.PlanCategory{ID: ourTax, Name: name, TaxCategory: tax}
	}
	group := func(name string, in ...domain.ResourceID) domain.Thing {
		return domain.ResourceCategory{ID: ourGroup, Name: name, Resources: in}
	}
	schedule := func(name string, details ...domain.ScheduleDetail) domain.Thing {
		return domain.Schedule{ID: ourSchedule, Name: name, Details: details}
	}
	document := func(name, text string) domain.Thing {
		return domain.Document{ID: ourDocument, Name: name, Version: "1", Text: text, Effective: "2026-01-31"}
	}
	tests := []struct {
		who               string
		created, changed  domain.ChangeKind
		id                int64
		opened, theirs    domain.Thing // when the form was opened, and what the other one saves meanwhile
		other, both       domain.Thing // another field is typed, and what it comes to
		same, typed       domain.Thing // the same field is typed, and what it comes to when it is decided for
		collides          domain.Field
		seen, now, wanted string
	}{
		{"P", domain.SalesCategoryCreated, domain.SalesCategoryChanged, int64(ourSales), sales("A", ""), sales("B", ""),
			sales("A", "Text"), sales("B", "Text"), sales("C", ""), sales("C", "Text"), domain.FieldCategoryName, "A", "B", "C"},
		{"P", domain.PlanCategoryCreated, domain.PlanCategoryChanged, int64(ourTax), tax("A", "7"), tax("A", "8"),
			tax("B", "7"), tax("B", "8"), tax("A", "9"), tax("B", "9"), domain.FieldTaxCategory, "7", "8", "9"},
		{"P", domain.ResourceCategoryCreated, domain.ResourceCategoryChanged, int64(ourGroup), group("A"), group("B"),
			group("A", resource), group("B", resource), group("C"), group("C", resource), domain.FieldResourceCategoryName, "A", "B", "C"},
		{"P", domain.ScheduleCreated, domain.ScheduleChanged, int64(ourSchedule), schedule("A"), schedule("B"), schedule("A", notification),
			schedule("B", notification), schedule("C"), schedule("C", notification), domain.FieldScheduleName, "A", "B", "C"},
		{"R1", domain.DocumentCreated, domain.DocumentChanged, ourDocument, document("A", "One"), document("A", "Two"),
			document("B", "One"), document("B", "Two"), document("A", "Three"), document("B", "Three"), domain.FieldDocumentText, "One", "Two", "Three"},
	}
	for _, tt := range tests {
		t.Run(string(tt.changed), func(t *testing.T) {
			w := *world
			w.t = t
			about := w.do(tt.who, saving(tt.created, tt.id, tt.opened)).Change.About
			seen, err := w.db.Seen(t.Context(), w.viewers[tt.who], about)
			w.check(err)
			w.do(tt.who, saving(tt.changed, tt.id, tt.theirs))
			change := func(typed domain.Thing) domain.Change {
				c := saving(tt.changed, tt.id, typed)
				c.Seen = seen
				return c
			}
			done := w.do(tt.who, change(tt.other))
			if len(done.Edits) != 1 || len(done.Meanwhile) != 1 || done.Meanwhile[0].Key.Field != tt.collides {
				t.Errorf("another field: %+v", done.Applied)
			}
			if diff := cmp.Diff(tt.both.Values(), w.has(tt.who, about).Values()); diff != "" {
				t.Errorf("both (-want +got):\n%s", diff)
			}
			same := change(tt.same)
			err = w.nothing(domain.KindConflict, w.doing(w.viewers[tt.who], same))
			found := domain.Colliding(err)
			if found == nil || len(found.List) != 1 || found.About.Name == "" {
				t.Fatalf("the same field: %+v, %v", found, err)
			}
			c := found.List[0]
			if c.Key.Field != tt.collides || c.Seen.Text != tt.seen || c.Now.Text != tt.now || c.Typed.Text != tt.wanted || c.Gone {
				t.Errorf("the collision says %+v", c)
			}
			if tt.now != "" && (c.By == "" || c.At.IsZero()) {
				t.Errorf("nobody is named: %+v", c)
			}
			same.Choice = &domain.Choice{Shown: found.Shown}
			for _, one := range found.List {
				same.Choice.Mine = append(same.Choice.Mine, one.Key)
			}
			w.do(tt.who, same)
			if diff := cmp.Diff(tt.typed.Values(), w.has(tt.who, about).Values()); diff != "" {
				t.Errorf("decided (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTwoPeopleAtAResource says of the resource and of its category what collides, in one answer, and saves both or none.
func TestTwoPeopleAtAResource(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, _, _ := w.surroundings()
	for _, group := range []domain.CategoryID{ourGroup, otherGroup} {
		w.do("P", saving(domain.ResourceCategoryCreated, group, domain.ResourceCategory{ID: group, Name: "Group " + domain.IDs([]domain.CategoryID{group})}))
	}
	grouping := domain.Key{Field: domain.FieldGrouping, Resource: id}
	both := func(name, into string, seen, groupingSeen domain.ChangeID) []domain.Change {
		resource, group := savedResource(domain.Resource{ID: id, Name: name, Unit: "mailbox"}), setting(domain.ResourceGrouped, grouping, into)
		resource.Seen, group.Seen = seen, groupingSeen
		return []domain.Change{resource, group}
	}
	opened := both("", "", 0, 0)
	seen, err := w.db.Seen(t.Context(), w.provider, opened[0].About)
	w.check(err)
	groupingSeen, err := w.db.Seen(t.Context(), w.provider, opened[1].About)
	w.check(err)
	w.do("P", both("Inbox", "902", 0, 0)...)
	typed := both("Post box", "903", seen, groupingSeen)
	err = w.nothing(domain.KindConflict, func() error {
		_, err := w.db.DoAll(t.Context(), w.provider, typed...)
		return err
	})
	found := domain.Colliding(err)
	if found == nil || len(found.List) != 2 || found.List[0].Now.Text != "Inbox" || found.List[1].Now.Text != "902" {
		t.Fatalf("%+v, %v", found, err)
	}
	for i := range typed {
		typed[i].Choice = &domain.Choice{Shown: found.Shown, Mine: []domain.Key{grouping}}
	}
	all, err := w.db.DoAll(t.Context(), w.provider, typed...)
	w.check(err)
	if len(all) != 2 || !all[0].Nothing() || len(all[1].Edits) != 1 || all[1].Edits[0].To.Text != "903" {
		t.Errorf("decided for the name that is there and the category that was typed: %+v", all)
	}
}

// TestAResourceAndItsCategoryAreOneTransaction makes a resource and groups it: where the one is refused, there is none of the other.
func TestAResourceAndItsCategoryAreOneTransaction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.do("P", saving(domain.ResourceCategoryCreated, ourGroup, domain.ResourceCategory{ID: ourGroup, Name: "Group"}))
	grouping := domain.Key{Field: domain.FieldGrouping, Resource: domain.ResourceID(domain.NewID)}
	create := func(v domain.Viewer, into string) ([]domain.Done, error) {
		return w.db.DoAll(t.Context(), v, savedResource(domain.Resource{Name: "Mailbox"}), setting(domain.ResourceGrouped, grouping, into))
	}
	w.nothing(domain.KindInvalid, func() error { _, err := create(w.provider, "99"); return err })
	pricer := viewer(t, w.db, w.accounts["P"], domain.Operator, domain.EditPrices)
	w.nothing(domain.KindForbidden, func() error { _, err := create(pricer, "902"); return err })
	if list, err := w.db.Resources(t.Context(), w.provider); err != nil || len(list) != 1 || list[0].ID != mailbox {
		t.Errorf("a resource is there: %+v, %v", list, err)
	}
	all, err := create(w.provider, "902")
	w.check(err)
	id := domain.ResourceID(all[0].Change.About.ID)
	group := w.has("P", domain.Ref{Of: domain.ObjectResourceCategory, ID: int64(ourGroup)}).(*domain.ResourceCategory)
	if id <= 0 || !slices.Equal(group.Resources, []domain.ResourceID{id}) {
		t.Errorf("resource %d in %v", id, group.Resources)
	}
	w.nothing(domain.KindInvalid, w.doing(w.provider, savedResource(domain.Resource{Name: "MAILBOX"})))
}
