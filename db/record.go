package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/db/versions"
	"tiersync/domain"
)

// record writes a calculated run: new versions, results, log and pointers, in a few statements whatever their number, and the
// run itself with its totals last. It returns the run's id.
func (s *store) record(ctx context.Context, c *calculation) (domain.RunID, error) {
	s.atPoint(Computed)
	var err error
	if c.run.ID, err = newID[domain.RunID](ctx, s.tx); err != nil {
		return 0, err
	}
	// What takes no database is done while it stores new versions, and results: first what is stored first.
	shared := beside(func() versions.SharedOutcomes { return versions.ShareOutcomes(c.results) })
	tidings := beside(func() []domain.Tidings { shared(); return c.tidings() })
	moves := c.moves()
	if err := s.versions.Save(ctx, moves); err != nil {
		return 0, err
	}
	s.atPoint(VersionsWritten)
	sets, err := s.versions.SaveOutcomes(ctx, shared())
	if err != nil {
		return 0, err
	}
	s.atPoint(OutcomesWritten)
	if err := s.insertResults(ctx, c, moves, sets); err != nil {
		return 0, err
	}
	s.atPoint(ResultsWritten)
	for i, t := range tidings() {
		moves[i].Tidings = &t
	}
	why := versions.Cause{User: c.run.User, RunAccount: c.run.Account, Run: c.run.ID, Action: c.action, Object: c.run.PlanName}
	if err := s.versions.Move(ctx, moves, why); err != nil {
		return 0, err
	}
	s.atPoint(PointersMoved)
	c.run.Totals = totals(c.run, c.results, func(i int) bool { return moves[i].Moved() })
	if err := s.insertRun(ctx, c); err != nil {
		return 0, err
	}
	s.atPoint(RunWritten)
	s.done = append(s.done, func(w Watcher) { w.Ran(c.run.Kind, c.run.Totals, time.Since(c.started)) })
	return c.run.ID, nil
}

// moves lists what happens to the pointer of each target, in the order of the results. Nothing happens to one that the
// run passes by.
func (c *calculation) moves() []versions.Move {
	moves := make([]versions.Move, len(c.results))
	for i, r := range c.results {
		from := c.standings[r.Target.Account]
		moves[i] = versions.Move{From: from, To: versions.Standing{State: r.After}}
		if r.Target.Skip != "" {
			moves[i].To.State = from.State
		}
	}
	return moves
}

// tidings says of each result what the log keeps of it in numbers.
func (c *calculation) tidings() []domain.Tidings {
	if c.looks == nil {
		return domain.TidingsOf(c.results, nil)
	}
	return domain.TidingsOf(c.results, c.looks())
}

// totals sums the results of a run up; changed says whether the pointer of the result with that index moves.
func totals(run domain.Run, results []domain.Result, changed func(i int) bool) domain.RunTotals {
	var t domain.RunTotals
	for i, r := range results {
		switch {
		case r.Target.Skip != "":
			t.Skipped++
		case changed(i):
			t.Changed++
		default:
			t.Unchanged++
		}
		t.Changes += r.Changes()
		t.OwnOverwritten += r.OwnOverwritten()
		t.OwnKept += leftAlone(run.Kind, r)
	}
	if run.Kind != domain.UndoRun && run.Policy == domain.Decide {
		t.Taken, t.Left = domain.Contests(results)
	}
	return t
}

// leftAlone counts the own values that a run kept, or what an undo left alone because it was changed since.
func leftAlone(kind domain.RunKind, r domain.Result) int {
	if kind == domain.UndoRun {
		return r.Since()
	}
	return r.OwnKept()
}

func (s *store) insertRun(ctx context.Context, c *calculation) error {
	rates, err := json.Marshal(c.run.Rates)
	if err != nil {
		return fmt.Errorf("store run %d: %w", c.run.ID, err)
	}
	since, err := writeSince(c.run.SinceDialog)
	if err != nil {
		return err
	}
	looks, err := c.writeLooks()
	if err != nil {
		return err
	}
	const insert = `
		INSERT INTO run (account_id, id, user_id, duration_us, kind, undoes, plan_id, plan_name, subscription_id, reach,
			options, policy, template_id, template_name, template_version, rates, dialog_key, fingerprint, since_dialog, left_out, part,
			resellers, changed, unchanged, skipped, changes, own_overwritten, own_kept, looks, decisions, own_taken, own_left)
		VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0), $7, $8, nullif($9::bigint, 0), $10,
			$11, $12, $13, $14, $15, $16::jsonb, nullif($17, ''), $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)`
	r, t := c.run, c.run.Totals
	_, err = s.tx.ExecContext(ctx, insert, r.Account, r.ID, r.User, time.Since(c.started).Microseconds(), r.Kind, r.Undoes,
		r.Plan, r.PlanName, r.Subscription, r.Reach,
		pq.StringArray(bulk.Column(r.Options, func(k domain.OptionKey) string { return string(k) })), r.Policy,
		r.Template, r.TemplateName, r.TemplateVersion, string(rates), c.key, c.fingerprint,
		since, pq.StringArray(r.LeftOut.Texts()), pq.StringArray(r.Part.Texts()), t.Subscriptions(), t.Changed, t.Unchanged, t.Skipped, t.Changes, t.OwnOverwritten, t.OwnKept, looks, pq.StringArray(r.Decisions.Texts()), t.Taken, t.Left)
	if err != nil {
		return fmt.Errorf("store run %d: %w", r.ID, err)
	}
	return nil
}
