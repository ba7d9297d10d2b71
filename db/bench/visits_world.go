package main

import (
	"context"
	"database/sql"
	"fmt"

	"tiersync/db"
	"tiersync/domain"
)

// History says what a world has behind it whose pages are measured.
type History struct {
	Runs int // of the provider, all but Real copies of these
	Real int
	New  int // resellers to whom nothing was ever delivered
}

// further is what pages show and runs do not need. The reseller plan is delegated, too: each reseller can sell it on.
func further() []string {
	return []string{
		"template delegates Program",
		"exchange rate: 1 USD = 0.5 EUR",
		"notification expiry: visible",
		"notification internal: not visible",
		"Distributor adds schedule Remind: -7 expiry, 3 expiry, 5 internal",
		"Distributor changes Plan1: notification schedule Remind",
		"Distributor adds category Cloud",
		"Distributor adds category Office: under Cloud",
		"Distributor adds grouping Main: holds resource1 resource2",
		"Distributor adds path Plan1 Plan2: upgrade fee 10",
		"template order flow Standard: Sales New > Done, Sales Done > Closed manually",
		"template terms: every purchase, TOS 1",
		"Reseller1 adds document House: 1",
	}
}

// buildVisited fills an empty, migrated database with a distributor who has a history. In the end prices have changed that no run has
// passed on yet.
func buildVisited(ctx context.Context, d *db.DB, conn *sql.DB, size Size, history History) error {
	w, err := Build(ctx, d, size, further()...)
	if err != nil {
		return err
	}
	if err := w.addProgram(ctx, conn); err != nil {
		return fmt.Errorf("a second reseller plan: %w", err)
	}
	if _, err := conn.ExecContext(ctx, `ANALYZE`); err != nil {
		return err
	}
	if _, err := w.Deliver(ctx); err != nil {
		return err
	}
	if err := w.SetOwn(ctx); err != nil {
		return err
	}
	if err := w.realRuns(ctx, history.Real); err != nil {
		return err
	}
	if err := copyRuns(ctx, conn, w.Viewer.Account.ID, history.Runs-2); err != nil {
		return fmt.Errorf("copies of %d runs: %w", history.Real, err)
	}
	if err := w.lastRuns(ctx); err != nil {
		return err
	}
	if err := w.addNew(ctx, conn, history.New); err != nil {
		return fmt.Errorf("%d new resellers: %w", history.New, err)
	}
	if err := w.changeSettings(ctx, conn); err != nil {
		return fmt.Errorf("settings of a reseller: %w", err)
	}
	if err := letVisit(ctx, conn); err != nil {
		return err
	}
	const link = `
		INSERT INTO user_link (token_hash, user_id, kind, ends_at)
		SELECT sha256($1::text::bytea), min(id), 'reset', now() + interval '1 year' FROM app_user`
	if _, err := conn.ExecContext(ctx, link, measuredLink); err != nil {
		return fmt.Errorf("a link for a password: %w", err)
	}
	_, err = conn.ExecContext(ctx, `VACUUM ANALYZE`)
	return err
}

// addProgram gives the provider a second reseller plan, for ten of their plans, and every reseller a second subscription.
func (w *World) addProgram(ctx context.Context, conn *sql.DB) error {
	template := domain.TemplateRow{Name: "Partners", Active: true}
	for _, p := range w.sold[:min(10, len(w.sold))] {
		template.Delegated = append(template.Delegated, p.ID)
	}
	done, err := w.DB.Do(ctx, w.Viewer, domain.Change{Kind: domain.TemplateCreated, Typed: template.Values(),
		About: domain.Ref{Of: domain.ObjectTemplate, ID: domain.NewID, Name: template.Name}})
	if err != nil {
		return err
	}
	period := domain.NewPeriod()
	period.ID = domain.PeriodID(domain.NewID - 1)
	plan := &domain.Plan{ID: domain.PlanID(domain.NewID), Name: "Partner", Type: domain.ResellerPlan,
		Template: domain.TemplateID(done.Change.About.ID), PlanCategory: w.sold[0].PlanCategory}
	if done, err = w.DB.Do(ctx, w.Viewer, domain.Change{Kind: domain.PlanCreated, Typed: plan.WithPeriod(period).Values(),
		About: domain.Ref{Of: domain.ObjectPlan, ID: domain.NewID, Name: plan.Name}}); err != nil {
		return err
	}
	const subscribe = `
		INSERT INTO subscription (account_id, vendor_id, plan_id, name, status, started, expires)
		SELECT account_id, vendor_id, $1, 'Second ' || name, 'Active', started, expires FROM subscription ORDER BY id`
	_, err = conn.ExecContext(ctx, subscribe, done.Change.About.ID)
	return err
}

// changeSettings makes an operating unit of the reseller who visits at the first level, which their inbox tells.
func (w *World) changeSettings(ctx context.Context, conn *sql.DB) error {
	about := domain.Ref{Of: domain.ObjectReseller}
	const first = `
		SELECT a.id, a.name FROM account a
		WHERE a.parent_id = $1 ORDER BY NOT EXISTS (SELECT FROM change c WHERE c.account_id = a.id AND c.kind = 'catalog_changed'), a.id LIMIT 1`
	if err := conn.QueryRowContext(ctx, first, w.Viewer.Account.ID).Scan(&about.ID, &about.Name); err != nil {
		return err
	}
	_, err := w.DB.Do(ctx, w.Viewer, domain.Change{Kind: domain.ResellerChanged, About: about, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldOperatingUnit}, Value: domain.Yes}}})
	return err
}

// realRuns passes price changes on so many times, in the ways that there are.
func (w *World) realRuns(ctx context.Context, runs int) error {
	for n := range runs {
		every, policy := 100, domain.Keep
		if n%4 == 0 {
			every = 1
		}
		if n%5 == 3 {
			policy = domain.Overwrite
		}
		if err := w.ChangePrices(ctx, every); err != nil {
			return err
		}
		if _, _, _, err := w.Run(ctx, policy, priceBoxes...); err != nil {
			return err
		}
	}
	return nil
}

// lastRuns are the newest: one of a reseller for those below them, one of the provider for everybody. Then prices change again.
func (w *World) lastRuns(ctx context.Context) error {
	reseller := w.Resellers[0]
	viewer, err := w.DB.Viewer(ctx, w.admins[reseller.ID])
	if err != nil {
		return err
	}
	if err := w.setOwn(ctx, reseller, 1, w.Size.OwnValues); err != nil {
		return err
	}
	boxes := domain.Ticked(priceBoxes)
	if _, err := w.DB.Synchronize(ctx, viewer, domain.RunRequest{Plan: w.Plan, Options: boxes, Policy: domain.Keep}); err != nil {
		return fmt.Errorf("a run of a reseller: %w", err)
	}
	if err := w.ChangePrices(ctx, 10); err != nil {
		return err
	}
	if _, err := w.DB.Synchronize(ctx, w.Viewer, domain.RunRequest{Plan: w.Plan, Options: boxes, Policy: domain.Keep}); err != nil {
		return err
	}
	return w.ChangePrices(ctx, 100)
}

// addNew adds resellers at every level to whom nothing was delivered.
func (w *World) addNew(ctx context.Context, conn *sql.DB, resellers int) error {
	above := []domain.AccountID{w.Viewer.Account.ID}
	for _, r := range w.Resellers {
		if r.Level < w.Size.Levels {
			above = append(above, r.ID)
		}
	}
	for n := range resellers {
		vendor := above[n%len(above)]
		id, err := w.DB.CreateAccount(ctx, domain.Account{Name: fmt.Sprint("New", n+1), Parent: vendor, Currency: "USD"})
		if err != nil {
			return err
		}
		const subscribe = `
			INSERT INTO subscription (account_id, vendor_id, plan_id, name, status, started, expires)
			VALUES ($1, $2, $3, $4, 'Active', now(), now() + interval '1 year')`
		if _, err := conn.ExecContext(ctx, subscribe, id, vendor, w.Plan, fmt.Sprint("Subscription of New", n+1)); err != nil {
			return err
		}
	}
	return nil
}

// letVisit lets the resellers' administrators sign in as the provider's does.
func letVisit(ctx context.Context, conn *sql.DB) error {
	const update = `
		UPDATE app_user SET password_hash = (
			SELECT u.password_hash FROM app_user u JOIN account a ON a.id = u.account_id WHERE a.kind = 'provider' ORDER BY u.id LIMIT 1)
		WHERE password_hash = 'nobody signs in'`
	_, err := conn.ExecContext(ctx, update)
	return err
}
