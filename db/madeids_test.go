package db_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"tiersync/domain"
)

// TestNobodyPlantsAnID makes a change of every kind under ids of its maker's choice: of somebody else's things, of their own things of
// another kind or that went, and of those that are still to come. What it makes gets ids of the sequence and no others, whatever the door.
func TestNobodyPlantsAnID(t *testing.T) {
	t.Parallel()
	world, making := newKindsWorld(t), map[domain.ChangeKind]bool{}
	for _, list := range kindFixtures() {
		for _, f := range list {
			if f.makes == nil {
				continue
			}
			t.Run(string(f.kind), func(t *testing.T) {
				k := &kindTest{world: world.of(t), kindFixture: f}
				if f.first != "" {
					k.exec(f.first)
				}
				b, who := providers, k.viewer(administratorOf(accountP))
				if f.info().Who == domain.ResellersOnly {
					who = k.viewer(administratorOf(accountR1))
				}
				if f.info().Who == domain.ResellersOnly && !f.over {
					b = resellers
				}
				c := k.changeOf(b)
				if f.info().Has(domain.OfOneself) {
					who = k.viewer(domain.UserID(c.About.ID))
				}
				preview, err := k.db.Planting().PreviewChange(t.Context(), who, c)
				k.check(err)
				made := madeIDs(preview.Edits)
				making[f.kind] = len(made) > 0
				k.traceless("ids of one's own choice", func() {
					for _, id := range chosenIDs(b) {
						for _, own := range made {
							k.plants(who, fmt.Sprintf("%d as %d", own, id), c.Numbered(domain.Numbers{own: id}))
						}
						for what, values := range smuggled(c, id) {
							more := c
							more.Typed = slices.Concat(c.Typed, values)
							k.plants(who, fmt.Sprintf("%s %d beside it", what, id), more)
						}
					}
				})
				k.numbers(who, c, made)
			})
		}
	}
	for _, info := range domain.ChangeKinds() {
		if by := []domain.ChangeKind{domain.PlanCreated, domain.PeriodAdded, domain.SalesCategoryCreated, domain.PlanCategoryCreated,
			domain.ResourceCategoryCreated, domain.ScheduleCreated, domain.DocumentCreated}; slices.Contains(by, info.Kind) != making[info.Kind] {
			t.Errorf("%s makes things with ids: %v", info.Kind, making[info.Kind])
		}
	}
}

// chosenIDs are ids of somebody else's things, of things of theirs of another kind, of nobody's, and far ahead.
func chosenIDs(b things) []int64 {
	return []int64{int64(foreign.plan()), int64(childs.schedule()), int64(b.template()), int64(b.flow()), 7, 95_000, 1 << 40, math.MaxInt64}
}

// madeIDs are the ids of the things that edits make.
func madeIDs(edits []domain.Edit) []int64 {
	var ids []int64
	for _, e := range edits {
		if e.From.There || !e.To.There {
			continue
		}
		switch key := e.Key; key.Field {
		case domain.FieldPlan:
			ids = append(ids, int64(key.Plan))
		case domain.FieldPeriod:
			ids = append(ids, int64(key.Period))
		case domain.FieldSalesCategory, domain.FieldPlanCategoryData, domain.FieldResourceCategory:
			ids = append(ids, int64(key.Category))
		case domain.FieldScheduleContent:
			ids = append(ids, int64(key.Schedule))
		case domain.FieldTermsDocument:
			ids = append(ids, domain.ParseIDs[int64](key.Name)...)
		}
	}
	return ids
}

// smuggled are the values of things that a change could make beside what it is about, by what they are.
func smuggled(c domain.Change, id int64) map[string][]domain.KeyedValue {
	if !domain.InCatalog(c.About.Of) && c.About.Of != domain.ObjectTemplate || len(c.Typed) == 0 {
		return nil
	}
	plan := domain.Plan{ID: domain.PlanID(c.About.ID), Periods: []domain.Period{{ID: domain.PeriodID(id), Length: 7, Unit: "months"}}}
	period := slices.DeleteFunc(plan.Values(), func(v domain.KeyedValue) bool { return v.Key.Period == 0 })
	plan.ID = domain.PlanID(id)
	return map[string][]domain.KeyedValue{"a period": period, "a plan": plan.Values(), "a sales category": domain.SalesCategory{ID: domain.CategoryID(id), Name: "New"}.Values(),
		"a plan category": domain.PlanCategory{ID: domain.CategoryID(id), Name: "New"}.Values(), "a resource category": domain.ResourceCategory{ID: domain.CategoryID(id), Name: "New"}.Values(),
		"a schedule": domain.Schedule{ID: domain.ScheduleID(id), Name: "New"}.Values(),
		"a document": domain.Document{ID: id, Name: "New", Version: "1.0", Text: "Be kind.", Effective: "2026-01-31"}.Values()}
}

// plants tries it.
func (k *kindTest) plants(who domain.Viewer, what string, c domain.Change) {
	k.t.Helper()
	if _, err := k.db.Do(k.t.Context(), who, c); domain.KindOf(err) != domain.KindInvalid && domain.KindOf(err) != domain.KindForbidden && domain.KindOf(err) != domain.KindNotFound {
		k.t.Errorf("%s: %v", what, err)
	}
}

// numbers makes the change with placeholders: what it makes has new ids.
func (k *kindTest) numbers(who domain.Viewer, c domain.Change, made []int64) {
	k.t.Helper()
	if len(made) == 0 {
		return
	}
	placeholders := domain.Numbers{}
	for i, id := range made {
		placeholders[id] = domain.NewID - int64(i)
	}
	last := ask[int64](k.t, k.db, `SELECT last_value FROM object_id`)
	c = c.Numbered(placeholders)
	preview, err := k.db.PreviewChange(k.t.Context(), who, c)
	k.check(err)
	done, err := k.db.Do(k.t.Context(), who, c)
	k.check(err)
	for i, id := range slices.Sorted(slices.Values(madeIDs(done.Edits))) {
		if id != last+int64(i)+1 {
			k.t.Errorf("it has id %d after %d", id, last)
		}
	}
	if len(preview.Edits) != len(done.Edits) || len(madeIDs(done.Edits)) != len(made) {
		k.t.Errorf("%d things of %d, %d values of %d that were shown", len(madeIDs(done.Edits)), len(made), len(done.Edits), len(preview.Edits))
	}
}

// TestACatalogIsMadeOfPlaceholders makes things that name each other at once, as an import does, and a resource that one of them holds.
func TestACatalogIsMadeOfPlaceholders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	plan := &domain.Plan{ID: -1, Name: "New", Type: domain.GenericPlan, PlanCategory: -2, SalesCategories: []domain.CategoryID{-4, -3}, RenewPeriod: -5,
		Periods: []domain.Period{{ID: -5, Length: 1, Unit: "months", Schedule: -6}},
		Rates:   []domain.Rate{{Resource: -7, Maximum: 5, Prices: []domain.PriceRow{{}, {Period: -5}}}}, Upgrades: []domain.Upgrade{{To: mailPlan}}}
	c := domain.ChangeOfMany(domain.CatalogChanged, slices.Concat(plan.Values(),
		domain.PlanCategory{ID: -2, Name: "Tax"}.Values(), domain.SalesCategory{ID: -3, Name: "One"}.Values(), domain.SalesCategory{ID: -4, Name: "Two"}.Values(),
		domain.Schedule{ID: -6, Name: "Often"}.Values(), domain.ResourceCategory{ID: -8, Name: "Group", Resources: []domain.ResourceID{-7}}.Values(),
		domain.Upgrade{To: -1, Description: "Grow"}.Values(mailPlan))...)
	resource := domain.Change{Kind: domain.ResourceSaved, About: domain.Ref{Of: domain.ObjectResource, ID: -7}, Typed: domain.Resource{Name: "Seats", Unit: "seat"}.Values()}
	all, err := w.db.DoAll(t.Context(), w.provider, resource, c)
	w.check(err)
	ids := madeIDs(all[1].Edits)
	if slices.Sort(ids); len(ids) != 7 || ids[0] <= 0 {
		t.Fatalf("made are %d", ids)
	}
	catalog, _, err := w.db.Catalog(t.Context(), w.provider, w.accounts["P"])
	w.check(err)
	made := catalog.Plans[len(catalog.Plans)-1]
	period, rate := made.Periods[0], made.Rates[0]
	if made.Name != "New" || made.RenewPeriod != period.ID || !slices.IsSorted(made.SalesCategories) || len(made.SalesCategories) != 2 || made.Upgrades[0].To != mailPlan ||
		int64(rate.Resource) != all[0].Change.About.ID || rate.Prices[1].Period != period.ID || catalog.Schedules.Schedule(period.Schedule) == nil ||
		catalog.Categories.PlanCategory(made.PlanCategory) == nil || catalog.Plan(mailPlan).Upgrades[0].To != made.ID {
		t.Errorf("it is %+v", made)
	}
	if v, err := w.db.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
		t.Errorf("what is stored afterwards: %q, %v", v.Wrong, err)
	}
	// A period that went comes back with an earlier version of the plan, and only so.
	before, err := w.db.Seen(t.Context(), w.provider, domain.Ref{Of: domain.ObjectPlan, ID: int64(made.ID)})
	w.check(err)
	longer := *made
	longer.ID = made.ID
	next := longer.WithPeriod(domain.Period{ID: -1, Length: 2, Unit: "years", Position: 9})
	about := domain.Ref{Of: domain.ObjectPlan, ID: int64(made.ID)}
	_, err = w.db.Do(t.Context(), w.provider, domain.Change{Kind: domain.PeriodAdded, About: about, Typed: next.Values()})
	w.check(err)
	with, err := w.db.Seen(t.Context(), w.provider, about)
	w.check(err)
	_, err = w.db.Do(t.Context(), w.provider, domain.Change{Kind: domain.PeriodDeleted, About: about, Typed: made.Values()})
	w.check(err)
	versions, _, err := w.db.PlanVersions(t.Context(), w.provider, made.ID, with)
	w.check(err)
	_, now, err := w.db.Catalog(t.Context(), w.provider, w.accounts["P"])
	w.check(err)
	restore, err := domain.Restore(about, versions[0].State, now)
	w.check(err)
	as := restore
	as.Kind = domain.PlanChanged
	w.nothing(domain.KindInvalid, w.doing(w.provider, as))
	never := restore.Numbered(domain.Numbers{int64(versions[0].State.Effective().Plan(made.ID).Periods[1].ID): 1 << 62})
	w.nothing(domain.KindInvalid, w.doing(w.provider, never))
	done, err := w.db.Do(t.Context(), w.provider, restore)
	w.check(err)
	if len(madeIDs(done.Edits)) != 1 || before == 0 {
		t.Errorf("it comes back as %+v", done.Edits)
	}
}
