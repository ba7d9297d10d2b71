package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tiersync/domain"
)

// Synchronize carries a filled-in dialog out and returns the run: all resellers at all levels in one transaction. The
// same dialog with the same choices is the same run, however often and however many at once it is sent.
//
// It fails with KindForbidden when the user lacks a right at this moment, with KindInvalid when the dialog cannot be sent
// (any more) or nobody can be synchronized, and with KindConflict when the plan is gone or a preview that the run is bound
// to does not hold any more.
func (d *DB) Synchronize(ctx context.Context, v domain.Viewer, r domain.RunRequest) (domain.RunID, error) {
	var id domain.RunID
	err := d.write(ctx, func(s *store) (err error) {
		id, err = s.synchronize(ctx, v, r)
		return err
	})
	if errors.Is(err, errForeignDialog) {
		err = errors.Join(err, d.SecurityEvent(ctx, v, "foreign dialog", fmt.Sprintf("plan %d", r.Plan)))
	}
	if err != nil {
		return 0, fmt.Errorf("synchronize plan %d: %w", r.Plan, err)
	}
	d.options.AtPoint(Committed)
	return id, nil
}

// synchronize makes the run, or finds the one that the same dialog made before.
func (s *store) synchronize(ctx context.Context, v domain.Viewer, r domain.RunRequest) (domain.RunID, error) {
	started := time.Now()
	if err := lockTree(ctx, s.tx, v.Account.Provider, true); err != nil {
		return 0, err
	}
	s.atPoint(Locked)
	now, err := s.currentViewer(ctx, v, r.Options)
	if err != nil {
		return 0, err
	}
	attempt, err := s.attempt(ctx, now, r)
	if err != nil || attempt.done != 0 {
		return attempt.done, err
	}
	run, err := s.calculate(ctx, now, r)
	if err == nil {
		err = s.checkTemplate(ctx, attempt.dialog, run.template)
	}
	if err != nil {
		return 0, s.vanished(ctx, now, attempt.dialog, err)
	}
	if run.run.SinceDialog, err = s.sinceDialog(ctx, attempt.dialog, run.template); err != nil {
		return 0, err
	}
	if r.PreviewDigest != "" && r.PreviewDigest != run.digest() {
		return 0, s.reviewAgain(ctx, attempt.dialog, run)
	}
	run.dialogKey, run.fingerprint, run.started = r.DialogKey, attempt.fingerprint, started
	return s.record(ctx, run)
}

// currentViewer reads the user's rights again: they are what counts, not those from when the page was opened.
func (s *store) currentViewer(ctx context.Context, v domain.Viewer, options domain.OptionSet) (domain.Viewer, error) {
	now, err := viewerNow(ctx, s.tx, v)
	if err != nil {
		return now, err
	}
	if err := now.MaySynchronize(); err != nil {
		return now, err
	}
	return now, domain.MayTick(now, options)
}

// attempt is one sending of a dialog.
type attempt struct {
	dialog      dialogRow
	fingerprint []byte
	done        domain.RunID // the run that an earlier sending made; zero: none
}

func (s *store) attempt(ctx context.Context, v domain.Viewer, r domain.RunRequest) (a attempt, err error) {
	if a.fingerprint, err = fingerprint(r.WithDefaults()); err != nil {
		return a, err
	}
	const query = `
		SELECT id FROM run WHERE account_id = $1 AND user_id = $2 AND dialog_key = $3 AND fingerprint = $4`
	err = s.tx.GetContext(ctx, &a.done, query, v.Account.ID, v.User.ID, r.DialogKey, a.fingerprint)
	if !errors.Is(err, sql.ErrNoRows) {
		return a, err
	}
	a.dialog, err = s.dialog(ctx, v, r)
	return a, err
}

// calculation is a run that is computed and not yet written.
type calculation struct {
	*computation
	run         domain.Run
	results     []domain.Result
	dialogKey   string
	fingerprint []byte
	started     time.Time
	action      string // for the log
}

// calculate computes a run from what everybody has at this moment.
func (s *store) calculate(ctx context.Context, v domain.Viewer, r domain.RunRequest) (*calculation, error) {
	r = r.WithDefaults()
	if err := r.Check(); err != nil {
		return nil, err
	}
	where, err := s.reached(ctx, v, domain.DialogRequest{Plan: r.Plan, Subscription: r.Subscription}, r.Reach)
	if err != nil {
		return nil, err
	}
	c, err := s.compute(ctx, where)
	if err != nil {
		return nil, err
	}
	if err := c.input.Check(c.template, where.reach); err != nil {
		return nil, err
	}
	c.input.Options, c.input.Policy = r.Options, r.Policy
	run := domain.Run{
		Kind: domain.SyncRun, Account: v.Account.ID, User: v.User.ID, UserName: v.User.Name, Plan: r.Plan,
		PlanName: c.plan.Name, Subscription: r.Subscription, Reach: r.Reach, Options: r.Options.Keys(), Policy: r.Policy,
		Template: c.template.ID, TemplateName: c.template.Name, TemplateVersion: c.template.Version,
		Rates: ratesUsed(c.input),
	}
	if where.subscription != nil {
		run.Reseller = where.subscription.AccountName
	}
	results := domain.Synchronize(c.input)
	return &calculation{computation: c, run: run, results: results, action: domain.Synchronized.Info().Words}, nil
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
