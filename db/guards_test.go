package db_test

import (
	"errors"
	"testing"

	"tiersync/domain"
	"tiersync/views/pages"
)

// TestFault140GuardsHoldAtEveryDoor: a run that a guard refuses, or that nobody confirmed where one warns, writes nothing, whatever asks for
// it; an undo is not guarded.
func TestFault140GuardsHoldAtEveryDoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	w.edit("P", w.catalog("30"))
	set := func(guard, does string) {
		w.do("P", domain.Change{Kind: domain.GuardsSet, About: domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["P"]), Name: "P"}, Part: true,
			Typed: append(typed(domain.Key{Field: domain.Field(guard)}, does), typed(domain.Key{Field: domain.Field(guard + "_limit")}, "0")...)})
	}
	held := func(what string, kind domain.Kind, r domain.RunRequest, send func(domain.RunRequest) (domain.RunID, error)) {
		t.Helper()
		before := w.fees()
		_, err := send(r)
		var found *domain.Guarded
		if domain.KindOf(err) != kind || !errors.As(err, &found) || found.Strikes[0].Found == 0 {
			t.Errorf("%s: %v", what, err)
		}
		for name, fee := range w.fees() {
			if before[name] != fee {
				t.Errorf("%s: %s pays %s", what, name, fee)
			}
		}
	}
	direct := func(r domain.RunRequest) (domain.RunID, error) {
		return w.db.Synchronize(t.Context(), w.provider, domain.RunRequest{Plan: r.Plan, Options: r.Options, Anyway: r.Anyway})
	}
	sent := func(r domain.RunRequest) (domain.RunID, error) { return w.db.SendDialog(t.Context(), w.provider, r) }

	set("guard_price_moves", "refuse")
	r := w.request(domain.UpdateFees)
	r.Anyway = domain.ParseAnyway("price_moves:1000000")
	held("a refused run", domain.KindInvalid, r, direct)
	held("a refused dialog", domain.KindInvalid, r, sent)
	_, digest, err := w.db.Preview(t.Context(), w.provider, r, pages.RunQuery{})
	w.check(err)
	r.PreviewDigest = digest
	held("a refused preview", domain.KindInvalid, r, sent)

	set("guard_price_moves", "warn")
	r = w.request(domain.UpdateFees)
	held("a run that nobody confirmed", domain.KindUnsure, r, direct)
	r.Anyway = domain.ParseAnyway("own_values:1000,price_moves:1,nonsense:3,price_moves")
	held("a tick of less", domain.KindUnsure, r, sent)
	r.Anyway = domain.ParseAnyway("price_moves:1000000")
	run := w.run(w.provider, r)
	if _, err := w.db.Undo(t.Context(), w.provider, run.Run.ID, domain.Part{}); err != nil {
		t.Errorf("an undo is guarded: %v", err)
	}
}
