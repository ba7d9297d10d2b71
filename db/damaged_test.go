package db_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"tiersync/domain"
)

// TestDamagedChangesOfEveryKind spoils a good change of every kind in every way that an import or another program could: each is
// refused in the product's words, and leaves nothing behind.
func TestDamagedChangesOfEveryKind(t *testing.T) {
	t.Parallel()
	w := newKindsWorld(t)
	k := &kindTest{world: w}
	for _, list := range kindFixtures() {
		for _, f := range list {
			who, b := w.viewer(administratorOf(accountP)), providers
			if f.info().Who == domain.ResellersOnly {
				who = w.viewer(administratorOf(accountR1))
				if !f.over {
					b = resellers
				}
			}
			k.traceless(string(f.kind), func() {
				for how, c := range damaged(f.good(b)) {
					wantRefusal(t, w, who, string(f.kind)+" "+how, c)
				}
			})
		}
	}
}

// good is the change of the kind, for one that Do does not make what it would be about.
func (f kindFixture) good(b things) domain.Change {
	if f.makes != nil {
		return f.changeOf(b)
	}
	ids := map[domain.Object]int64{domain.ObjectPlan: int64(b.spare()), domain.ObjectTemplate: int64(b.emptyTemplate()), domain.ObjectReseller: int64(b.customer()),
		domain.ObjectSubscription: int64(b.terminated()), domain.ObjectRun: 1}
	return domain.Change{Kind: f.kind, About: domain.Ref{Of: f.info().Of, ID: ids[f.info().Of], Name: "Thing"}}
}

// damaged are the change spoilt, by what was done to it.
func damaged(good domain.Change) map[string]domain.Change {
	all := map[string]domain.Change{}
	with := func(how string, spoil func(*domain.Change)) {
		c := good
		spoil(&c)
		all[how] = c
	}
	if len(good.Typed)+len(good.Reset) > 0 || good.Kind.Info().Has(domain.Apart) {
		with("of nothing", func(c *domain.Change) { c.Typed, c.Reset, c.Part = nil, nil, false })
		with("to be removed", func(c *domain.Change) { c.Typed, c.Reset, c.Part, c.Edits = nil, nil, false, []domain.Edit{} })
	}
	with("of an unknown kind", func(c *domain.Change) { c.Kind = "made_up" })
	with("of no kind", func(c *domain.Change) { c.Kind, c.About.Of = "", "" })
	for _, of := range []domain.Object{"", "made_up", domain.ObjectSubscription, domain.ObjectRun, domain.ObjectUser, domain.ObjectPlan, domain.ObjectCatalog} {
		if of != good.About.Of {
			with("about a "+string(of), func(c *domain.Change) { c.About.Of = of })
		}
	}
	if one := good.About.ID != 0 && good.About.ID != domain.NewID; one {
		for _, id := range []int64{0, -1, -2, 1 << 62, -1 << 62} {
			with(fmt.Sprint("of number ", id), func(c *domain.Change) { c.About.ID = id })
		}
	}
	with("that takes back what is not there", func(c *domain.Change) { c.Undoes = 1 << 62 })
	with("that takes back less than nothing", func(c *domain.Change) { c.Undoes = -1 })
	for i, e := range nonsense(good) {
		with(fmt.Sprint("of nonsense ", i), func(c *domain.Change) { c.Typed, c.Reset, c.Part, c.Edits = nil, nil, false, []domain.Edit{e} })
		with(fmt.Sprint("of typed nonsense ", i), func(c *domain.Change) {
			c.Typed = append([]domain.KeyedValue{{Key: e.Key, Value: e.To.Text}}, c.Typed...)
		})
	}
	return all
}

// nonsense are edits that no thing of the change has.
func nonsense(c domain.Change) []domain.Edit {
	plan, long := domain.PlanID(c.About.ID), strings.Repeat("x", 100_000)
	keys := []domain.Key{{}, {Field: "nonsense"}, {Field: "nonsense", Plan: plan}, {Field: "nonsense", Plan: plan, Period: 1 << 62}, {Field: "nonsense", Category: 1 << 62},
		{Field: domain.FieldName}, {Field: domain.FieldName, Plan: -1}, {Field: domain.RecurringFee.Field(), Plan: 1 << 62, Period: -1},
		{Field: domain.FieldUserRight, Name: long}, {Field: domain.FieldUserRole, Plan: plan}, {Field: domain.FieldTemplatePlan, Plan: plan, Resource: 7},
		{Field: domain.FieldTransition, Name: "a\x00b"}, {Field: domain.FieldTermsDocument, Name: long}, {Field: domain.FieldNotification, Schedule: 1, Name: "\xff"},
		{Field: domain.FieldGrouping, Resource: -1}, {Field: domain.FieldSubscriptionPlan}, {Field: domain.FieldUpgrade, Plan: plan, Name: "plan"}}
	var edits []domain.Edit
	for i, key := range keys {
		text := []string{"\x00", "\xff", long}[i%3]
		edits = append(edits, domain.Edit{Key: key, To: domain.Held{Text: text, There: true, Own: true}})
	}
	return edits
}

func wantRefusal(t *testing.T, w *world, who domain.Viewer, what string, c domain.Change) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: panic: %v", what, p)
		}
	}()
	_, err := w.db.Do(t.Context(), who, c)
	if e := (*domain.Error)(nil); !errors.As(err, &e) || e.Kind == domain.KindInternal || e.Kind == domain.KindUnavailable {
		t.Errorf("%s: %.300v", what, err)
	}
}
