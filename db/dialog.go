package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"tiersync/domain"
)

// OpenDialog opens the dialog Synchronize Reseller(s) of a reseller plan of the viewer's, or of one subscription to it
// below them, with the counts for a reach and a policy. It fails with KindForbidden when the viewer may not synchronize, with KindNotFound when there is no such
// reseller plan or subscription, and with KindInvalid when no reseller uses the plan.
func (d *DB) OpenDialog(ctx context.Context, v domain.Viewer, request domain.DialogRequest) (domain.Dialog, error) {
	dialog, entry, err := d.dialog(ctx, v, request)
	if err != nil {
		return domain.Dialog{}, fmt.Errorf("open the dialog of plan %d: %w", request.Plan, err)
	}
	dialog.Key = rand.Text()
	err = d.rememberDialog(ctx, v, request, &dialog, entry)
	return dialog, err
}

// CountDialog counts for other choices what OpenDialog counted; the dialog that is open stays the one it is, so that it has no key. It
// fails as OpenDialog does.
func (d *DB) CountDialog(ctx context.Context, v domain.Viewer, request domain.DialogRequest) (domain.Dialog, error) {
	dialog, _, err := d.dialog(ctx, v, request)
	if err != nil {
		return domain.Dialog{}, fmt.Errorf("count for the dialog of plan %d: %w", request.Plan, err)
	}
	return dialog, nil
}

// dialog is what a dialog shows, and the last entry of the viewer's log.
func (d *DB) dialog(ctx context.Context, v domain.Viewer, request domain.DialogRequest) (dialog domain.Dialog, entry int64, err error) {
	if err := v.MaySynchronize(); err != nil {
		return dialog, 0, err
	}
	var q question[counted]
	var looks question[domain.Looked]
	err = d.read(ctx, func(s *store) error {
		r, err := s.reached(ctx, v, request, request.Reach)
		if err != nil {
			return err
		}
		c, err := s.depends(ctx, r)
		if err != nil {
			return err
		}
		if len(c.targets) == 0 {
			return domain.NobodyUses()
		}
		dialog.Plan, dialog.Template, dialog.Subscription, entry = c.plan, c.template, r.subscription, c.viewer.Pointer.Entry
		if c.input.Policy, err = domain.ParsePolicy(string(request.Policy)); err != nil {
			return err
		}
		dialog.Reach, dialog.Policy = r.reach, c.input.Policy
		if err := s.countReached(ctx, r, c, &dialog); err != nil {
			return err
		}
		if dialog.Names, err = s.names(ctx, v.Account.ID, v.Account.ID, c.viewer.Effective()); err != nil {
			return err
		}
		if q, err = ask(ctx, s, c, d.counts); err != nil {
			return err
		}
		ticked := request.Options
		if !c.template.Active { // there is no run
			ticked = nil
		}
		looks, err = d.askLooks(ctx, s, r, c, ticked)
		dialog.Facts, dialog.Ticked = c.facts, c.input.Options
		if err == nil {
			dialog.Recipes, err = s.recipes(ctx, v.Account.ID)
		}
		return err
	})
	if err != nil {
		return dialog, 0, err
	}
	endSnapshot(ctx)
	counted := q.answer(func(c *computation) counted { return counted{domain.Count(c.input), c.leftOut()} })
	dialog.Counts, dialog.LeftOut = counted.boxes, counted.leftOut
	dialog.Looked = looks.answer(func(c *computation) domain.Looked { return domain.LookBefore(c.input, c.facts) })
	if !dialog.Template.Active {
		dialog.Looked = dialog.Looked.With(domain.LookNotActive)
	}
	return dialog, entry, nil
}

// counted is what a dialog shows that takes a computation.
type counted struct {
	boxes   []domain.BoxCount
	leftOut []domain.Outcome
}

// reached works out what a request is about. An empty reach is the default of the dialog.
func (s *store) reached(ctx context.Context, v domain.Viewer, request domain.DialogRequest, reach domain.Reach) (reached, error) {
	r := reached{viewer: v.Account.ID, currency: v.Account.Currency, provider: v.Account.Provider, plan: request.Plan, reach: reach}
	var err error
	if r.reach, err = domain.ParseReach(string(reach), request.Subscription != 0); err != nil || request.Subscription == 0 {
		return r, err
	}
	subscription, err := s.subscription(ctx, v, request.Subscription)
	if err == nil && (subscription.Plan != request.Plan || subscription.Account == v.Account.ID) {
		err = domain.NotFound("The subscription")
	}
	r.subscription = &subscription
	return r, err
}

// countReached counts whom the widest reach of a dialog means, and of the chosen one whom runs pass by.
func (s *store) countReached(ctx context.Context, r reached, c *computation, dialog *domain.Dialog) (err error) {
	targets := c.targets
	passedBy := func(t targetRow) bool { return domain.SkipReason(t.Status, t.AccountStatus) != "" }
	dialog.Skipped = len(filter(targets, passedBy))
	if widest := domain.Widest(r.subscription != nil); r.reach != widest {
		r.reach = widest
		if targets, err = s.targets(ctx, r); err != nil {
			return err
		}
	}
	for _, t := range targets {
		if passedBy(t) {
			continue
		}
		if n := len(dialog.Levels); n == 0 || dialog.Levels[n-1].Level != t.Level {
			dialog.Levels = append(dialog.Levels, domain.LevelCount{Level: t.Level})
		}
		dialog.Levels[len(dialog.Levels)-1].Resellers++
		if t.Vendor == r.viewer {
			dialog.Direct++
		}
	}
	return nil
}

// leftOut lists the notifications that the vendor's offer leaves out of the schedules of delegated plans (rule 5b).
func (c *computation) leftOut() []domain.Outcome {
	vendor := c.standings[c.vendor]
	offer := domain.MakeOffer(vendor.Effective(), c.input.Template, domain.Conversion{}, c.input.Visible)
	used := map[domain.ScheduleID]bool{}
	for _, p := range offer.Plans {
		used[p.Schedule] = true
		for _, period := range p.Periods {
			used[period.Schedule] = true
		}
	}
	return filter(offer.LeftOut, func(o domain.Outcome) bool { return used[o.Key.Schedule] })
}

// rememberDialog stores who opened the dialog and what they saw, with what was left out and decided in the one before it, and forgets dialogs
// that are too old to be sent.
func (d *DB) rememberDialog(ctx context.Context, v domain.Viewer, request domain.DialogRequest, dialog *domain.Dialog, entry int64) error {
	before := domain.RunRequest{Key: request.Before, Plan: request.Plan, Subscription: request.Subscription}
	err := d.InTx(ctx, func(tx *sqlx.Tx) (err error) {
		if _, err := tx.ExecContext(ctx, `DELETE FROM dialog WHERE opened_at < now() - interval '2 days'`); err != nil {
			return err
		}
		if before, err = leftOutIn(ctx, tx, v, before); err != nil {
			return err
		}
		const insert = `
			INSERT INTO dialog (key, account_id, user_id, plan_id, subscription_id, template_id, template_version, entry_id, left_out, decisions)
			VALUES ($1, $2, $3, $4, nullif($5::bigint, 0), $6, $7, $8, $9, $10) RETURNING opened_at`
		return tx.GetContext(ctx, &dialog.Opened, insert, dialog.Key, v.Account.ID, v.User.ID, request.Plan, request.Subscription,
			dialog.Template.ID, dialog.Template.Version, entry, pq.StringArray(before.LeftOut.Texts()), pq.StringArray(before.Decisions.Texts()))
	})
	if err != nil {
		return fmt.Errorf("remember the dialog of plan %d: %w", request.Plan, err)
	}
	dialog.Leaves, dialog.Decides = before.LeftOut, before.Decisions
	return nil
}

// errForeignDialog is the cause when a dialog's key is sent by another user or for another plan: a security event.
var errForeignDialog = errors.New("the dialog key belongs to another user or another plan")

// seenInDialog returns what was seen in the opened dialog that a request came from, if it may still be sent (faults 15, 16, 40).
func (s *store) seenInDialog(ctx context.Context, v domain.Viewer, r domain.RunRequest) (domain.Seen, error) {
	var row struct {
		Account         domain.AccountID      `db:"account_id"`
		User            domain.UserID         `db:"user_id"`
		Plan            domain.PlanID         `db:"plan_id"`
		Subscription    domain.SubscriptionID `db:"subscription_id"`
		Template        domain.TemplateID     `db:"template_id"`
		TemplateVersion int                   `db:"template_version"`
		Entry           domain.ChangeID       `db:"entry_id"`
		Opened          time.Time             `db:"opened_at"`
		Fresh           bool                  `db:"fresh"`
	}
	const query = `
		SELECT account_id, user_id, plan_id, coalesce(subscription_id, 0) AS subscription_id, template_id, template_version,
			coalesce(entry_id, 0) AS entry_id, opened_at, opened_at > now() - interval '12 hours' AS fresh
		FROM dialog WHERE key = $1`
	err := s.tx.GetContext(ctx, &row, query, r.Key)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return domain.Seen{}, domain.OpenAgain(nil)
	case err != nil:
		return domain.Seen{}, fmt.Errorf("dialog: %w", err)
	case row.User != v.User.ID || row.Account != v.Account.ID || row.Plan != r.Plan || row.Subscription != r.Subscription:
		return domain.Seen{}, domain.OpenAgain(errForeignDialog)
	case !row.Fresh:
		return domain.Seen{}, domain.OpenAgain(nil)
	}
	return domain.Seen{Entry: row.Entry, Template: row.Template, TemplateVersion: row.TemplateVersion, At: row.Opened}, nil
}
