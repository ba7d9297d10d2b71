package domain_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// pastEdit is an edit section of a story, or one that takes an edit back.
type pastEdit struct {
	since, until *world // around it
	changes      []pastChange
	undone       []Applied // of one that takes an edit back: what each change of it came to
	refused      string    // and what was said when it could not
}

// pastChange is one of the changes that an edit comes to.
type pastChange struct {
	by     string
	record ChangeRecord
}

// edited remembers an edit that was told since.
func (w *world) edited(since *world) {
	w.edits = append(w.edits, pastEdit{since: since, until: w.fork()})
}

// madeAs returns the changes that an edit comes to: as the program makes them they lead to what was told.
func (e *pastEdit) madeAs() ([]pastChange, error) {
	if e.changes != nil {
		return e.changes, nil
	}
	for _, c := range e.until.Changes(e.since.World) {
		applied, err := Apply(c.Change, e.since.situation(e.since, c.By, c.Change))
		if err != nil {
			return nil, fmt.Errorf("the edit is refused: %w", err)
		}
		e.changes = append(e.changes, pastChange{c.By, ChangeRecord{Kind: c.Change.Kind, About: c.Change.About, Edits: applied.Edits}})
	}
	return e.changes, nil
}

// takeBack takes an edit back, all changes of it or, where one is refused, none.
func (w *world) takeBack(t testing.TB, n int) error {
	if n < 1 || n > len(w.edits) {
		return fmt.Errorf("there is no edit %d", n)
	}
	e := &w.edits[n-1]
	changes, err := e.madeAs()
	if err != nil {
		return err
	}
	try, done := w.fork(), pastEdit{since: w.fork()}
	for _, past := range slices.Backward(changes) {
		undo := past.record.Undo()
		undo.Undoes = 1 // any: it is an undo
		applied, err := Apply(undo, try.situation(e.until, past.by, undo))
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) {
				return err
			}
			w.edits = append(w.edits, pastEdit{since: w.fork(), until: w.fork(), refused: refused.Message})
			return nil
		}
		try.apply(past.by, undo, applied)
		done.undone = append(done.undone, applied)
		if !applied.Nothing() {
			done.changes = append(done.changes, pastChange{past.by, ChangeRecord{Kind: undo.Kind, About: undo.About, Edits: applied.Edits}})
		}
	}
	try.runs, try.edits = w.runs, w.edits
	*w = *try
	done.until = w.fork()
	w.edits = append(w.edits, done)
	w.checkTakenBack(t, done)
	return nil
}

// apply makes what came of a change so.
func (w *world) apply(by string, c Change, a Applied) {
	switch after := a.After.(type) {
	case *TemplateRow:
		w.Template.Delegated, w.Template.Terms = after.Delegated, after.Terms
		w.Template.Privileges = &PrivilegeSet{List: after.Privileges}
	case *ExchangeRate:
		w.Rates = copied(w.Rates)
		w.Rates[after.Currency] = decimal.RequireFromString(after.Rate)
	case nil:
		switch {
		case c.About.Of == ObjectExchangeRate && !a.Nothing():
			w.Rates = copied(w.Rates)
			delete(w.Rates, Currency(c.About.Code))
		case InCatalog(c.About.Of):
			w.Vendor(by).State.Own = a.Own
		}
	}
}

func copied(rates ExchangeRates) ExchangeRates {
	next := ExchangeRates{}
	for currency, rate := range rates {
		next[currency] = rate
	}
	return next
}

// situation is what a change by a vendor meets here; seen is the world when its maker looked.
func (w *world) situation(seen *world, by string, c Change) Situation {
	v := w.Vendor(by)
	account := Account{ID: v.ID, Kind: Provider, Currency: v.Currency}
	if v.Parent != nil {
		account.Kind = Reseller
	}
	return Situation{Viewer: Viewer{Account: account, User: User{ID: 1, Role: Administrator}, Granted: Privileges()}, Now: v.State,
		Seen: seen.Vendor(by).State, Thing: w.thing(c.About), Looked: seen.thing(c.About), At: story.Day(), Facts: w.facts(v)}
}

// thing is what there is beside catalogs.
func (w *world) thing(about Ref) Thing {
	rate, known := w.Rates[Currency(about.Code)]
	switch {
	case about.Of == ObjectTemplate:
		row := w.TemplateRow()
		return &row
	case about.Of == ObjectExchangeRate && known:
		return &ExchangeRate{Currency: Currency(about.Code), Rate: rate.String()}
	}
	return nil
}

// facts is what checks ask of the world around.
func (w *world) facts(v *story.Vendor) Facts {
	f := Facts{Planted: true, Unmeasured: w.Unmeasured, Templates: []TemplateID{w.Template.ID}, Uses: w.uses, Users: w.users,
		Delivered: func(about Ref) (Uses, error) { return w.copies(Key{Field: FieldPlan, Plan: PlanID(about.ID)}), nil }}
	for id := range w.Names.Of("resource") {
		f.Resources = append(f.Resources, ResourceID(id))
	}
	for id, visible := range w.Visible {
		if visible || v.Parent == nil {
			f.Notifications = append(f.Notifications, id)
		}
	}
	for _, v := range w.Vendors {
		f.Currencies = append(f.Currencies, v.Currency)
	}
	return f
}

// uses lists the template that delegates a plan, and the copies of it or of a period of it.
func (w *world) uses(key Key) (Uses, error) {
	uses := w.copies(key)
	if key.Period == 0 && slices.Contains(w.Template.Delegated, key.Plan) {
		uses = uses.After([]Use{{As: UsedByTemplate, Name: w.Template.Name}})
	}
	return uses, nil
}

func (w *world) copies(key Key) Uses {
	var uses Uses
	for _, v := range w.Vendors {
		if plan := orEmpty(v.State.Delivered).Plan(key.Plan); plan != nil {
			if _, there := plan.Value(key); there {
				uses.List = append(uses.List, Use{As: UsedByCopy, Name: v.Name})
			}
		}
	}
	return uses
}

// users lists those who sell in the currency of a rate, or what uses a plan.
func (w *world) users(about Ref) (Uses, error) {
	if about.Of == ObjectPlan {
		return w.uses(Key{Field: FieldPlan, Plan: PlanID(about.ID)})
	}
	var uses Uses
	for _, v := range w.Vendors {
		if about.Of == ObjectExchangeRate && v.Currency == Currency(about.Code) {
			uses.List = append(uses.List, Use{As: UsedByAccount, Name: v.Name})
		}
	}
	return uses, nil
}

// checkTakenBack checks what holds of every undo of an edit: what it lists is what differs, whoever has it; what is left is sound; and
// taken back itself it is as before.
func (w *world) checkTakenBack(t testing.TB, e pastEdit) {
	t.Helper()
	listed, differs := map[string]bool{}, map[string]bool{}
	for _, line := range w.Told(e.undone) {
		if !strings.HasPrefix(line, "changed since") {
			listed[line] = true
		}
	}
	for _, c := range w.Changes(e.since.World) {
		edits := c.Change.Edits
		if !InCatalog(c.Change.About.Of) {
			edits = EditsOf(e.since.thing(c.Change.About), w.thing(c.Change.About))
		}
		for _, edit := range edits {
			differs[w.Lists(edit)] = true
		}
	}
	for line := range differs {
		if !listed[line] {
			t.Errorf("not listed: %s", line)
		}
	}
	for line := range listed {
		if !differs[line] && !strings.HasPrefix(line, "exchange rate") { // one that is gone is in no list of those that are there
			t.Errorf("listed, yet it is not so: %s", line)
		}
	}
	for _, v := range w.Vendors {
		if err := soundness(v.State); err != nil {
			t.Errorf("after the undo: %s: %v", v.Name, err)
		}
	}
}

// checkLists reads "P lists Mail month recurring fee: 12 -> 10", "P lists changed since ...", "P lists nothing", "P lists 2 values"
// and "P is told: ...".
func (w *world) checkLists(line string) error {
	if len(w.edits) == 0 {
		return errors.New("nothing was taken back")
	}
	last := w.edits[len(w.edits)-1]
	if _, want, told := strings.Cut(line, " is told: "); told {
		return same(last.refused, want)
	}
	_, want, _ := strings.Cut(line, " lists ")
	lines := w.Told(last.undone)
	if want == "nothing" && len(lines) == 0 || want == fmt.Sprintf("%d values", len(lines)) || slices.Contains(lines, want) {
		return nil
	}
	return fmt.Errorf("listed is, %q:\n%s", last.refused, strings.Join(lines, "\n"))
}
