package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"tiersync/domain"
)

// Synchronize makes a run and returns it: all resellers at all levels in one transaction. The same request under the same key, by
// the same user, is the same run, however often and however many at once it is made; other choices are another run.
//
// It fails with KindForbidden when the user lacks a right at this moment, with KindInvalid when nobody can be synchronized, with
// KindInvalid, because of [domain.Guarded], when a guard refuses it, with KindUnsure when one warns of what r.Anyway does not confirm, with
// KindNotFound when there is no such plan or subscription, and with KindConflict when what was seen is gone, when a preview that the
// run is bound to does not hold any more, and when somebody else of the account has used the key for the same.
func (d *DB) Synchronize(ctx context.Context, v domain.Viewer, r domain.RunRequest) (domain.RunID, error) {
	same := func(*store, domain.Viewer) (domain.RunRequest, error) { return r, nil }
	return d.synchronize(ctx, v, r.Plan, same, func(*store, domain.Viewer) (domain.Seen, error) { return r.Seen, nil })
}

// SendDialog carries a filled-in dialog out, as Synchronize does: the key names the opened dialog, and what that showed is what was
// seen. What was left out in its preview is left out where the run comes from there, bound to it. It fails with KindInvalid, too, when the
// dialog cannot be sent (any more).
func (d *DB) SendDialog(ctx context.Context, v domain.Viewer, r domain.RunRequest) (domain.RunID, error) {
	chosen := func(s *store, now domain.Viewer) (domain.RunRequest, error) {
		if r.PreviewDigest == "" {
			return r, nil
		}
		return s.withLeftOut(ctx, now, r)
	}
	id, err := d.synchronize(ctx, v, r.Plan, chosen, func(s *store, now domain.Viewer) (domain.Seen, error) { return s.seenInDialog(ctx, now, r) })
	if errors.Is(err, errForeignDialog) {
		err = errors.Join(err, d.SecurityEvent(ctx, v, domain.DialogEvent, fmt.Sprintf("plan %d", r.Plan)))
	}
	return id, err
}

// chooser finds out what a viewer chose.
type chooser func(s *store, now domain.Viewer) (domain.RunRequest, error)

// seer finds out what the viewer saw before a run.
type seer func(s *store, now domain.Viewer) (domain.Seen, error)

func (d *DB) synchronize(ctx context.Context, v domain.Viewer, plan domain.PlanID, chosen chooser, seen seer) (domain.RunID, error) {
	var id domain.RunID
	ctx, end := traced(ctx, "run")
	err := d.write(ctx, func(s *store) (err error) {
		started := time.Now()
		if err = lockTree(ctx, s.tx, v.Account.Provider, true); err != nil {
			return err
		}
		s.atPoint(Locked)
		r, err := chosen(s, v)
		if err == nil {
			id, err = s.synchronize(ctx, v, r, seen, started)
		}
		return err
	})
	end(err)
	if err != nil {
		return 0, fmt.Errorf("synchronize plan %d: %w", plan, err)
	}
	d.options.AtPoint(Committed)
	return id, nil
}

// synchronize makes the run, or finds the one that the same request made before. The tree is locked.
func (s *store) synchronize(ctx context.Context, v domain.Viewer, r domain.RunRequest, seen seer, started time.Time) (domain.RunID, error) {
	now, err := s.currentViewer(ctx, v, r.Options)
	if err != nil {
		return 0, err
	}
	if err := r.CheckKey(); err != nil {
		return 0, err
	}
	r = r.WithDefaults()
	content, err := fingerprint(r)
	if err != nil {
		return 0, err
	}
	done, by, err := s.madeUnder(ctx, now, r.Key, content)
	if err != nil || done != 0 && by == now.User.ID {
		return done, err
	}
	if r.Seen, err = seen(s, now); err != nil {
		return 0, err
	}
	if done != 0 {
		return 0, domain.KeyUsed()
	}
	run, err := s.calculateSeen(ctx, now, r)
	if err != nil {
		return 0, err
	}
	if err := run.checkGuards(r.Anyway); err != nil {
		return 0, err
	}
	run.key, run.fingerprint, run.started = r.Key, content, started
	return s.record(ctx, run)
}

// calculateSeen is calculate for somebody who saw something before: what they saw must be there still, and come out as a preview showed.
func (s *store) calculateSeen(ctx context.Context, now domain.Viewer, r domain.RunRequest) (*calculation, error) {
	c, err := s.calculate(ctx, now, r)
	if r.Seen == (domain.Seen{}) {
		if err == nil && r.PreviewDigest != "" && r.PreviewDigest != c.digest() {
			err = domain.ReviewAgain(nil)
		}
		return c, err
	}
	if err == nil {
		err = s.checkTemplate(ctx, r.Seen, c.template)
	}
	if err != nil {
		return nil, s.vanished(ctx, now, r, err)
	}
	if c.run.SinceDialog, err = s.sinceSeen(ctx, now, r.Seen, c.template); err != nil {
		return nil, err
	}
	if r.PreviewDigest != "" && r.PreviewDigest != c.digest() {
		return nil, s.reviewAgain(ctx, now, r.Seen, c)
	}
	return c, nil
}

// madeUnder returns the run that was made under a key with the same content, and by whom; zero for none.
func (s *store) madeUnder(ctx context.Context, v domain.Viewer, key string, content []byte) (domain.RunID, domain.UserID, error) {
	var row struct {
		ID   domain.RunID  `db:"id"`
		User domain.UserID `db:"user_id"`
	}
	if key == "" {
		return 0, 0, nil
	}
	const query = `SELECT id, coalesce(user_id, 0) AS user_id FROM run WHERE account_id = $1 AND dialog_key = $2 AND fingerprint = $3`
	err := s.tx.GetContext(ctx, &row, query, v.Account.ID, key, content)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, 0, fmt.Errorf("the run under a key: %w", err)
	}
	return row.ID, row.User, nil
}

// fingerprint is what the choices of a request come to: under one key the same choices are the same run.
func fingerprint(r domain.RunRequest) ([]byte, error) {
	choices := []any{r.Plan, r.Subscription, r.Reach, r.Policy, r.Options.Keys()}
	if len(r.LeftOut) > 0 { // what was stored before anything could be left out stays the same
		choices = append(choices, r.LeftOut.Texts())
	}
	if r.Policy == domain.Decide {
		choices = append(choices, "decisions", r.Decisions.Texts())
	}
	body, err := json.Marshal(choices)
	if err != nil {
		return nil, fmt.Errorf("fingerprint of a run: %w", err)
	}
	sum := sha256.Sum256(body)
	return sum[:], nil
}

// currentViewer reads the user's rights again: they are what counts, not those from when the page was opened.
func (s *store) currentViewer(ctx context.Context, v domain.Viewer, options domain.OptionSet) (domain.Viewer, error) {
	now, err := viewerNow(ctx, s.tx, v)
	if err != nil {
		return now, err
	}
	return now, domain.MayRun(now, options)
}

// calculation is a run that is computed and not yet written.
type calculation struct {
	*computation
	run         domain.Run
	work        func() (results []domain.Result, look func() []domain.LookCounts) // finds out what comes of it, without the database
	ahead       func() []domain.Result                                            // of an undo: the results, which take less than work
	results     []domain.Result
	everybody   []domain.Result // they, and bystanders after them
	facts       domain.LookFacts
	looks       func() []domain.LookCounts // of everybody
	found       *domain.GuardCounts        // what guards find in them; nil until it is asked
	key         string                     // under which it is made
	fingerprint []byte
	started     time.Time
	action      string // for the log
}

// compute finds out what comes of what was read. What there is to look at in it is counted when it is first asked for.
func (c *calculation) compute() {
	results, look := c.work()
	c.results, c.everybody = results, c.input.Everybody(results)
	if look != nil {
		c.looks = sync.OnceValue(look)
	}
}

// beside begins to do something and returns how to wait for it: with what it comes to, or its panic.
func beside[T any](do func() T) func() T {
	once := sync.OnceValue(do)
	go func() {
		defer func() { _ = recover() }() // it is who waits who panics
		once()
	}()
	return once
}

// calculate computes a run from what everybody has at this moment.
func (s *store) calculate(ctx context.Context, v domain.Viewer, r domain.RunRequest) (*calculation, error) {
	c, err := s.readRun(ctx, v, r)
	if err == nil {
		c.compute()
	}
	return c, err
}

// readRun is calculate as far as it takes the database.
func (s *store) readRun(ctx context.Context, v domain.Viewer, r domain.RunRequest) (*calculation, error) {
	c, err := s.prepareRun(ctx, v, r)
	if err != nil {
		return nil, err
	}
	return c, s.loadRun(ctx, c)
}

// prepareRun finds out what a run depends on, without what everybody has.
func (s *store) prepareRun(ctx context.Context, v domain.Viewer, r domain.RunRequest) (*calculation, error) {
	r = r.WithDefaults()
	if err := r.Check(); err != nil {
		return nil, err
	}
	where, err := s.reached(ctx, v, domain.DialogRequest{Plan: r.Plan, Subscription: r.Subscription}, r.Reach)
	if err != nil {
		return nil, err
	}
	c, err := s.depends(ctx, where)
	if err != nil {
		return nil, err
	}
	if r.Policy != domain.Decide {
		r.Decisions = nil
	}
	c.input.Options, c.input.Policy, c.input.LeftOut, c.input.Decisions = r.Options, r.Policy, r.LeftOut, r.Decisions
	run := domain.Run{
		Kind: domain.SyncRun, Account: v.Account.ID, User: v.User.ID, UserName: v.User.Name, Plan: r.Plan,
		PlanName: c.plan.Name, Subscription: r.Subscription, Reach: where.reach, Options: r.Options.Keys(), Policy: r.Policy, LeftOut: r.LeftOut, Decisions: r.Decisions,
		Template: c.template.ID, TemplateName: c.template.Name, TemplateVersion: c.template.Version,
	}
	if where.subscription != nil {
		run.Reseller = where.subscription.AccountName
	}
	facts, err := s.lookFacts(ctx, v.Account.Provider, c.targets, r.Options)
	if err == nil {
		err = s.readBystanders(ctx, where.provider, c, c.targets)
	}
	return &calculation{computation: c, run: run, facts: facts, action: domain.Synchronized.Info().Words}, err
}

// loadRun completes what prepareRun found out with what everybody has, unless that is there.
func (s *store) loadRun(ctx context.Context, c *calculation) error {
	if c.standings == nil {
		if err := s.load(ctx, c.computation); err != nil {
			return err
		}
	}
	if err := s.loadBystanders(ctx, c.computation); err != nil {
		return err
	}
	if err := c.input.Check(c.template, c.run.Reach); err != nil {
		return err
	}
	c.run.Rates = ratesUsed(c.input)
	c.work = func() ([]domain.Result, func() []domain.LookCounts) {
		return domain.SynchronizeLooking(c.input, c.facts)
	}
	return nil
}

// ratesUsed are the exchange rates between the currencies that take part.
func ratesUsed(in domain.Input) map[domain.Currency]string {
	used := map[domain.Currency]string{}
	for _, t := range in.Targets {
		vendor := in.Vendors[t.Vendor].Currency
		if vendor == t.Currency {
			continue
		}
		for _, c := range []domain.Currency{vendor, t.Currency} {
			if rate, ok := in.Rates[c]; ok {
				used[c] = rate.String()
			}
		}
	}
	return used
}
