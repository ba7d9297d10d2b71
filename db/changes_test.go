package db_test

import (
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/views/pages"
)

// change is a change of somebody's as the log has it.
func (w *world) change(name string, id domain.ChangeID) pages.ChangePage {
	w.t.Helper()
	page, err := w.db.Change(w.t.Context(), w.viewers[name], id, 0)
	w.check(err)
	return page
}

// takeBack undoes a change of the provider's.
func (w *world) takeBack(id domain.ChangeID) domain.Done {
	w.t.Helper()
	return w.do("P", w.change("P", id).Undo())
}

// resource saves a resource of the provider's.
func (w *world) resource(id int64, name string) domain.Done {
	w.t.Helper()
	return w.do("P", domain.Change{Kind: domain.ResourceSaved, About: domain.Ref{Of: domain.ObjectResource, ID: id, Name: name},
		Typed: domain.Resource{Name: name, Unit: "GB"}.Values()})
}

func TestAChangeAndItsUndo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.do("P", feeChange("12", 0))
	page := w.change("P", first.ID)
	if page.UserName != w.provider.User.Name || page.Kind != domain.FeesChanged || page.Gone || page.UndoneBy != 0 || len(page.Edits) != 1 ||
		page.Names.Plans[mailPlan] != "Mail" || page.Names.Periods[month] != "1 month" {
		t.Errorf("the page of the change is %+v", page)
	}
	preview, err := w.db.PreviewChange(t.Context(), w.provider, page.Undo())
	if w.check(err); len(preview.Edits) != 1 || preview.ID != 0 || w.sellsMailAt("P") != "12" {
		t.Errorf("the preview is %+v, P sells at %s", preview, w.sellsMailAt("P"))
	}
	undo := w.takeBack(first.ID)
	if w.sellsMailAt("P") != "10" || w.change("P", first.ID).UndoneBy != undo.ID || w.change("P", undo.ID).Undoes != first.ID {
		t.Errorf("taken back, P sells at %s", w.sellsMailAt("P"))
	}
	_, err = w.db.Do(t.Context(), w.provider, page.Undo())
	wantKind(t, err, domain.KindConflict)
	redo := w.takeBack(undo.ID)
	if w.sellsMailAt("P") != "12" || w.change("P", first.ID).UndoneBy != 0 {
		t.Errorf("the undo undone, P sells at %s", w.sellsMailAt("P"))
	}
	w.do("P", feeChange("13", 0))
	if nothing := w.takeBack(redo.ID); nothing.ID != 0 || len(nothing.Stays) != 1 || w.sellsMailAt("P") != "13" {
		t.Errorf("what was changed since: %+v, P sells at %s", nothing, w.sellsMailAt("P"))
	}
	if again := w.takeBack(first.ID); again.ID != 0 || w.change("P", first.ID).UndoneBy != 0 {
		t.Errorf("an undo that brings nothing back is stored: %+v", again)
	}
}

func TestFault125ChangesOfOthersAreNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.edit("P", w.catalog("11"))
	entry := ask[domain.ChangeID](t, w.db, `SELECT max(id) FROM entry`)
	done := w.do("P", feeChange("12", 0))
	other := provider(t, w.db, "P2")
	for _, v := range []domain.Viewer{w.viewers["R1"], other} {
		_, err := w.db.Change(t.Context(), v, done.ID, 0)
		wantKind(t, err, domain.KindNotFound)
		_, err = w.db.Do(t.Context(), v, w.change("P", done.ID).Undo())
		wantKind(t, err, domain.KindNotFound)
		_, _, err = w.db.PlanVersions(t.Context(), v, mailPlan, done.ID)
		wantKind(t, err, domain.KindNotFound)
	}
	for _, id := range []domain.ChangeID{done.ID + 1000, entry} { // which is no change
		_, err := w.db.Change(t.Context(), w.provider, id, 0)
		wantKind(t, err, domain.KindNotFound)
	}
	reader := viewer(t, w.db, w.accounts["P"], domain.ReadOnly)
	_, err := w.db.Do(t.Context(), reader, w.change("P", done.ID).Undo())
	wantKind(t, err, domain.KindForbidden)
	user := w.do("P", domain.Change{Kind: domain.UserDeactivated, About: domain.Ref{Of: domain.ObjectUser, ID: int64(reader.User.ID)}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldUserActive}, Value: domain.No}}})
	_, err = w.db.Change(t.Context(), viewer(t, w.db, w.accounts["P"], domain.Operator), user.ID, 0)
	wantKind(t, err, domain.KindForbidden)
	w.takeBack(user.ID)
}

func TestUndoOfAThingThatWasMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.resource(domain.NewID, "Backup")
	id := made.Change.About.ID
	gone := w.takeBack(made.ID)
	if page := w.change("P", made.ID); !page.Gone || gone.After != nil {
		t.Errorf("the resource is still there: %+v", page)
	}
	back := w.takeBack(gone.ID)
	if r, ok := back.After.(*domain.Resource); !ok || int64(r.ID) != id || r.Name != "Backup" {
		t.Errorf("it comes back as %+v, want id %d", back.After, id)
	}
	w.resource(id, "Backup space")
	if nothing := w.takeBack(back.ID); nothing.ID != 0 {
		t.Errorf("what was changed since is taken away: %+v", nothing)
	}
	used := w.resource(domain.NewID, "Seats")
	key := domain.Key{Plan: mailPlan, Resource: domain.ResourceID(used.Change.About.ID)}
	w.do("P", domain.Change{Kind: domain.ResourceAdded, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Mail"}, Part: true,
		Typed: []domain.KeyedValue{{Key: of(key, domain.FieldRate), Value: domain.Yes}, {Key: of(key, domain.FieldPriceRow), Value: domain.Yes},
			{Key: of(key, domain.FieldMaximum), Value: "10"}}})
	_, err := w.db.Do(t.Context(), w.provider, w.change("P", used.ID).Undo())
	if domain.KindOf(err) != domain.KindInvalid || !strings.Contains(err.Error(), "It cannot be removed while it is used by the catalog of P") {
		t.Errorf("a resource that a plan prices: %v", err)
	}
	rate := w.do("P", domain.Change{Kind: domain.ExchangeRateSaved, About: domain.Ref{Of: domain.ObjectExchangeRate, Code: "EUR", Name: "EUR"},
		Typed: domain.ExchangeRate{Currency: "EUR", Rate: "0.9"}.Values()})
	if w.takeBack(rate.ID); !w.change("P", rate.ID).Gone {
		t.Error("the exchange rate is still there")
	}
}

// Rule U3 holds for the undo of a creation as for a deletion: what an undo could bring back to somebody stays.
func TestUndoOfAPlanThatWasDelivered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const id = domain.PlanID(77)
	plan := *w.catalog("10").Plans[1]
	plan.ID, plan.Name, plan.Rates = id, "Backup", nil
	made := w.do("P", saving(domain.PlanCreated, id, &plan))
	w.delegate(mailPlan, officePlan, resellerPlan, id)
	run := w.sync()
	w.delegate(mailPlan, officePlan, resellerPlan)
	undo := func() error {
		_, err := w.db.Do(t.Context(), w.provider, w.change("P", made.ID).Undo())
		return err
	}
	if err := w.nothing(domain.KindInvalid, undo); !strings.Contains(err.Error(), "the copy of R1") {
		t.Errorf("a plan that resellers have: %v", err)
	}
	_, err := w.db.Undo(t.Context(), w.provider, run.Run.ID, nil)
	w.check(err)
	if err := w.nothing(domain.KindInvalid, undo); !strings.Contains(err.Error(), "an undo could bring it back") {
		t.Errorf("a plan that resellers had: %v", err)
	}
}

func of(key domain.Key, field domain.Field) domain.Key {
	key.Field = field
	return key
}

func TestUndoAfterItsThingIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.resource(domain.NewID, "Backup")
	renamed := w.resource(made.Change.About.ID, "Archive")
	w.exec(`DELETE FROM resource WHERE id = $1`, made.Change.About.ID)
	if nothing := w.takeBack(renamed.ID); nothing.ID != 0 || len(nothing.Stays) != 1 {
		t.Errorf("the undo of a change of what is gone: %+v", nothing)
	}
}

func TestUndoBesideARun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	own := feeChange("15", 0)
	own.Kind = domain.OwnValuesSet
	mine := w.do("R1", own)
	w.do("P", feeChange("11", 0))
	request := w.request(domain.UpdateFees)
	request.Policy = domain.Keep
	w.run(w.provider, request)
	undo := w.do("R1", w.change("R1", mine.ID).Undo())
	if len(undo.Edits) != 1 || undo.Edits[0].To.Text != "11" || w.sellsMailAt("R1") != "11" {
		t.Errorf("given back beneath a run: %+v, R1 sells at %s", undo.Edits, w.sellsMailAt("R1"))
	}
}
