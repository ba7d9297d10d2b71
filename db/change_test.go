package db_test

import (
	"testing"

	"tiersync/domain"
)

// feeChange sets the recurring fee of the Mail plan of whoever makes the change.
func feeChange(fee string, seen domain.ChangeID) domain.Change {
	return domain.Change{Kind: domain.FeesChanged, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Mail"}, Part: true,
		Seen: seen, Typed: []domain.KeyedValue{{Key: recurringFee(), Value: fee}}}
}

func recurringFee() domain.Key { return domain.FeeKey(mailPlan, month, domain.RecurringFee) }

// sells is the recurring fee at which somebody sells Mail.
func (w *world) sellsMailAt(name string) string {
	w.t.Helper()
	c, _, err := w.db.Catalog(w.t.Context(), w.viewers[name], w.accounts[name])
	w.check(err)
	return c.Plan(mailPlan).Periods[0].Fees[domain.RecurringFee].String()
}

func TestAChangeIsCheckedWhateverDoorItCameThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	for _, fee := range []string{"-5", "ten", "12.345", "1e400", "NaN"} {
		for _, name := range []string{"P", "R1"} {
			if _, err := w.db.Do(t.Context(), w.viewers[name], feeChange(fee, 0)); domain.KindOf(err) != domain.KindInvalid {
				t.Errorf("%s sets the fee to %q: %v", name, fee, err)
			}
		}
	}
	period := domain.Key{Plan: mailPlan, Period: month}
	for field, text := range map[domain.Field]string{domain.FieldCycles: "-7", domain.FieldRefund: "99999", domain.FieldLength: "13",
		domain.FieldUnit: "weeks", domain.FieldSchedule: "77", domain.FieldActive: "maybe"} {
		key := period
		key.Field = field
		c := feeChange("12", 0)
		c.Typed = []domain.KeyedValue{{Key: key, Value: text}}
		if _, err := w.db.Do(t.Context(), w.provider, c); domain.KindOf(err) != domain.KindInvalid {
			t.Errorf("%s is set to %q: %v", field, text, err)
		}
	}
	if got := w.sellsMailAt("P"); got != "10" {
		t.Errorf("P sells at %s", got)
	}
}

func TestAChangeTakesTheRightsOfItsFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	operator := w.operator("P", domain.EditDescriptions)
	if _, err := w.db.Do(t.Context(), operator, feeChange("12", 0)); domain.KindOf(err) != domain.KindForbidden {
		t.Errorf("without the right: %v", err)
	}
	texts := domain.Change{Kind: domain.PlanChanged, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Mail"}, Part: true}
	texts.Typed = []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldShort, Plan: mailPlan}, Value: "Mail for all"}}
	if _, err := w.db.Do(t.Context(), operator, texts); err != nil {
		t.Errorf("with the right: %v", err)
	}
	texts.Typed = append(texts.Typed, domain.KeyedValue{Key: recurringFee(), Value: "12"})
	if _, err := w.db.Do(t.Context(), operator, texts); domain.KindOf(err) != domain.KindForbidden {
		t.Errorf("a price among texts: %v", err)
	}
}

// TestADocumentTakesTheRightOfWhatItIsIn: the terms of a service template are the template's; in a catalog they, and schedules,
// take a right of their own, whatever the kind of change.
func TestADocumentTakesTheRightOfWhatItIsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	operator := w.operator("R1", domain.ManageSubResellers)
	id := w.saveTemplate(w.viewers["R1"], domain.TemplateRow{Name: "Own", Active: true})
	document := domain.Document{ID: domain.NewID, Name: "Terms", Version: "1", Effective: "2026-01-31", Text: "Be kind."}
	terms := domain.Terms{Acceptance: "every purchase", Documents: []domain.Document{document}}
	template := domain.Change{Kind: domain.TemplateChanged, About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(id), Name: "Own"}, Part: true,
		Typed: terms.Values()}
	if _, err := w.db.Do(t.Context(), operator, template); err != nil {
		t.Errorf("a template's terms: %v", err)
	}
	schedule := domain.Schedule{ID: domain.ScheduleID(domain.NewID), Name: "Reminders"}
	for what, values := range map[string][]domain.KeyedValue{"a document": document.Values(), "a schedule": schedule.Values()} {
		c := domain.ChangeOfMany(domain.CatalogChanged, values...)
		if _, err := w.db.Do(t.Context(), operator, c); domain.KindOf(err) != domain.KindForbidden {
			t.Errorf("%s without the right: %v", what, err)
		}
		if _, err := w.db.Do(t.Context(), w.viewers["R1"], c); err != nil {
			t.Errorf("%s with the right: %v", what, err)
		}
	}
}

// operator is a user of an account with these rights alone.
func (w *world) operator(name string, rights ...domain.Privilege) domain.Viewer {
	w.t.Helper()
	id, err := w.db.Planting().AddUser(w.t.Context(), domain.User{Account: w.accounts[name], Email: "operator@" + name + ".example", Name: "Oda Operator",
		Role: domain.Operator, Rights: rights}, "sparrow lantern gravel")
	w.check(err)
	v, err := w.db.Viewer(w.t.Context(), id)
	w.check(err)
	return v
}

func TestTwoPeopleAtOneForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Mail"}
	seen, err := w.db.Seen(t.Context(), w.provider, about)
	w.check(err)
	first := feeChange("12", seen)
	_, err = w.db.Do(t.Context(), w.provider, first)
	w.check(err)
	setup := domain.FeeKey(mailPlan, month, domain.SetupFee)
	other := feeChange("", seen)
	other.Typed = []domain.KeyedValue{{Key: setup, Value: "3"}, {Key: recurringFee(), Value: "10"}} // the fee as it was seen
	done, err := w.db.Do(t.Context(), w.provider, other)
	w.check(err)
	if len(done.Edits) != 1 || done.Edits[0].Key != setup || len(done.Meanwhile) != 1 || done.Meanwhile[0].To.Text != "12" {
		t.Errorf("another field: %+v", done.Applied)
	}
	if got := w.sellsMailAt("P"); got != "12" {
		t.Errorf("the first change is undone: P sells at %s", got)
	}
	_, err = w.db.Do(t.Context(), w.provider, feeChange("14", seen))
	found := domain.Colliding(err)
	if domain.KindOf(err) != domain.KindConflict || found == nil || len(found.List) != 1 {
		t.Fatalf("the same field: %v", err)
	}
	if c := found.List[0]; c.Seen.Text != "10" || c.Now.Text != "12" || c.Typed.Text != "14" || c.By == "" || c.At.IsZero() {
		t.Errorf("the collision says %+v", c)
	}
	decided := feeChange("14", seen)
	decided.Choice = &domain.Choice{Shown: found.Shown, Mine: []domain.Key{recurringFee()}}
	_, err = w.db.Do(t.Context(), w.provider, decided)
	w.check(err)
	if got := w.sellsMailAt("P"); got != "14" {
		t.Errorf("decided for what was typed, P sells at %s", got)
	}
	if _, err = w.db.Do(t.Context(), w.provider, decided); err != nil {
		t.Errorf("what is there already: %v", err)
	}
	decided.Typed[0].Value = "15"
	if _, err = w.db.Do(t.Context(), w.provider, decided); domain.Colliding(err) == nil {
		t.Errorf("a choice that was made before another change counts: %v", err)
	}
}

func TestAnOwnValueIsAChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	about := domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Mail"}
	own := feeChange("15.55", 0)
	own.Kind = domain.OwnValuesSet
	done, err := w.db.Do(t.Context(), w.viewers["R1"], own)
	w.check(err)
	if len(done.Edits) != 1 || !done.Edits[0].To.Own || w.sellsMailAt("R1") != "15.55" {
		t.Errorf("an own fee: %+v, sold at %s", done.Edits, w.sellsMailAt("R1"))
	}
	name := domain.Change{Kind: domain.OwnValuesSet, About: about, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldName, Plan: mailPlan}, Value: "Mine"}}}
	if _, err := w.db.Do(t.Context(), w.viewers["R1"], name); domain.KindOf(err) != domain.KindForbidden {
		t.Errorf("a name over a delivered plan: %v", err)
	}
	undo := domain.Change{Kind: done.Change.Kind, About: about, Edits: []domain.Edit{{Key: recurringFee(), From: done.Edits[0].To, To: done.Edits[0].From}},
		Undoes: done.ID}
	back, err := w.db.Do(t.Context(), w.viewers["R1"], undo)
	w.check(err)
	_, state, err := w.db.Catalog(t.Context(), w.viewers["R1"], w.accounts["R1"])
	w.check(err)
	if _, has := state.Own.Value(recurringFee()); has || len(back.Edits) != 1 || w.sellsMailAt("R1") != "10" {
		t.Errorf("taken back: %+v, own %t, sold at %s", back.Edits, has, w.sellsMailAt("R1"))
	}
	v, err := w.db.Verify(t.Context())
	if w.check(err); len(v.Wrong) > 0 {
		t.Errorf("%q", v.Wrong)
	}
}
