package db_test

import (
	"testing"

	"tiersync/domain"
	"tiersync/views/pages"
)

// The faults of changes and their undo.

// An exchange rate is known by its currency, which other providers have, too: what they do with theirs is nobody else's affair.
func TestFault125ExchangeRatesOfAnotherProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	saved := func(rate string, seen domain.ChangeID) domain.Change {
		return domain.Change{Kind: domain.ExchangeRateSaved, About: domain.Ref{Of: domain.ObjectExchangeRate, Code: "EUR", Name: "EUR"}, Seen: seen,
			Typed: domain.ExchangeRate{Currency: "EUR", Rate: rate}.Values()}
	}
	w.do("P", saved("0.9", 0))
	seen, err := w.db.Seen(t.Context(), w.provider, saved("", 0).About)
	w.check(err)
	other := provider(t, w.db, "P2")
	for _, rate := range []string{"0.7", "0.8"} {
		_, err = w.db.Do(t.Context(), other, saved(rate, 0))
		w.check(err)
	}
	if again, err := w.db.Seen(t.Context(), w.provider, saved("", 0).About); err != nil || again != seen {
		t.Errorf("P has seen entry %d, and entry %d once P2 saved rates: %v", seen, again, err)
	}
	done, err := w.db.Do(t.Context(), w.provider, saved("0.95", seen))
	if err != nil || len(done.Meanwhile) > 0 || len(done.Edits) != 1 || done.Edits[0].From.Text != "0.9" {
		t.Errorf("P's rate collides with P2's: %+v, %v", done, err)
	}
}

// Undos of undos can be stacked without end; who counts them must not run out of anything, nor take long.
func TestFault126UndosStackedOnUndos(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const stacked = 6001 // an odd number: the last one counts
	change := w.do("P", feeChange("12", 0))
	w.exec(`INSERT INTO change (account_id, id, kind, object, object_id, code, name, undoes, again)
		SELECT $1, $2 + g, 'fees_changed', 'plan', 1, '', 'Mail', $2 + g - 1, g % 2 = 0 FROM generate_series(1, $3) g`,
		w.accounts["P"], change.ID, stacked)
	if page := w.change("P", change.ID); page.UndoneBy != change.ID+1 {
		t.Errorf("the change is undone by %d, want %d", page.UndoneBy, change.ID+1)
	}
	if page := w.change("P", change.ID+1); page.UndoneBy != 0 || page.Again {
		t.Errorf("its undo is undone by %d, and took an undo back: %t", page.UndoneBy, page.Again)
	}
	if !w.change("P", change.ID+stacked-1).Again || w.change("P", change.ID+stacked).Again {
		t.Error("every second undo takes one back, and only every second")
	}
	if audit, err := w.db.Audit(t.Context(), w.provider, pages.AuditQuery{}); err != nil || len(audit.Rows) == 0 || audit.Rows[0].UndoneBy != 0 {
		t.Errorf("the audit: %v", err)
	}
	run := w.sync()
	w.exec(`INSERT INTO run SELECT (jsonb_populate_record(r, jsonb_build_object('id', r.id + g, 'undoes', r.id + g - 1, 'kind', 'undo', 'dialog_key', null))).*
		FROM run r, generate_series(1, $2) g WHERE r.id = $1`, run.Run.ID, stacked)
	page, err := w.db.Run(t.Context(), w.provider, run.Run.ID, pages.RunQuery{})
	if err != nil || page.Run.UndoneBy != run.Run.ID+1 {
		t.Errorf("the run is undone by %d, want %d: %v", page.Run.UndoneBy, run.Run.ID+1, err)
	}
	if _, _, err := w.db.Runs(t.Context(), w.provider, pages.ListQuery{}); err != nil {
		t.Errorf("the list of runs: %v", err)
	}
}

// Whoever looks at the change of somebody who may more is told nothing and has reached for nothing; who sends its undo has.
func TestFault112LookingIsNoSecurityEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	manager, reader := w.operator("P", domain.ManageUsers), viewer(t, w.db, w.accounts["P"], domain.ReadOnly) // who reads reports
	made := w.do("P", domain.Change{Kind: domain.UserDeactivated, About: domain.Ref{Of: domain.ObjectUser, ID: int64(reader.User.ID)}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldUserActive}, Value: domain.No}}})
	undo := w.change("P", made.ID).Undo()
	events := func() int { return ask[int](t, w.db, `SELECT count(*) FROM security_event`) }
	before := events()
	_, err := w.db.PreviewChange(t.Context(), manager, undo)
	if wantKind(t, err, domain.KindForbidden); events() != before {
		t.Errorf("%d security events by a look", events()-before)
	}
	_, err = w.db.Do(t.Context(), manager, undo)
	if wantKind(t, err, domain.KindForbidden); events() != before+1 {
		t.Errorf("%d security events by the undo", events()-before)
	}
}
