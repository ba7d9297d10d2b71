package db_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/views/pages"
)

// bystanderStory is a world in which a run that reaches direct resellers alone lets AA sell below cost, who has another currency, and not AB.
const bystanderStory = `
	provider P: USD
	user P: administrator
	reseller A under P: USD
	reseller AA under A: EUR
	reseller AAA under AA: EUR
	reseller AB under A: USD
	exchange rate: 1 USD = 0.5 EUR
	P adds plan Mail: plan category Software
	P adds period Mail month: recurring fee 10
	P adds plan Program: type Reseller, plan category Software
	P adds period Program month
	template delegates Mail
	everything is delivered
	AB changes Mail month: recurring fee 20
	P changes Mail month: recurring fee 12`

// TestGuardsCountWhoIsOutOfReach: a guard refuses a run for those below whom it leaves out, a run keeps them, and a preview knows what they have now.
func TestGuardsCountWhoIsOutOfReach(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, bystanderStory)
	p, ctx := w.Viewers["P"], t.Context()
	guard := func(does string) {
		t.Helper()
		_, err := w.DB.Do(ctx, p, domain.Change{Kind: domain.GuardsSet, About: domain.Ref{Of: domain.ObjectReseller, ID: int64(p.Account.ID), Name: "P"}, Part: true,
			Typed: append(typed(domain.Key{Field: "guard_below_cost"}, does), typed(domain.Key{Field: "guard_below_cost_limit"}, "0")...)})
		if err != nil {
			t.Fatal(err)
		}
	}
	guard("refuse")
	r := domain.RunRequest{Plan: w.Plan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees}), Reach: domain.DirectOnly}
	_, err := w.DB.Synchronize(ctx, p, r)
	var found *domain.Guarded
	if domain.KindOf(err) != domain.KindInvalid || !errors.As(err, &found) || found.Strikes[0].Found != 1 || !slices.Equal(found.Strikes[0].Lists, []domain.Look{domain.LookLeftBelow}) {
		t.Errorf("the guard says %v", err)
	}
	if got := outOfReach(t, w.DB, p, r); got != "AA" {
		t.Errorf("the preview lists %q", got)
	}
	if err := w.Tell(ctx, "AB changes Mail month: recurring fee 11"); err != nil {
		t.Fatal(err)
	}
	if got := outOfReach(t, w.DB, p, r); got != "AA AB" {
		t.Errorf("after a change of who is out of reach the preview lists %q", got)
	}
	all := r
	all.Reach = domain.AllLevels
	if got := outOfReach(t, w.DB, p, all); got != "" {
		t.Errorf("at all levels the preview lists %q", got)
	}
	guard("off")
	run, err := w.DB.Synchronize(ctx, p, r)
	if err != nil {
		t.Fatal(err)
	}
	page, err := w.DB.Run(ctx, p, run, pages.RunQuery{ListQuery: pages.ListQuery{}, Look: domain.LookLeftBelow})
	if err != nil || page.Total != 2 || page.Looked.Numbers.Of(domain.LookLeftBelow) != 2 || page.Run.Totals.Subscriptions() != 1 || page.Run.Totals.Skipped != 0 {
		t.Errorf("the run lists %+v: %v", page, err)
	}
	var exported int
	err = w.DB.ExportRun(ctx, p, run, pages.RunQuery{Look: domain.LookLeftBelow}, func(r pages.RunLines) error {
		if exported++; r.Reseller.Skip != domain.OutOfReach || len(r.Outcomes) != 0 || len(r.Prices) != 1 {
			t.Errorf("the file has %+v with %d outcomes and %d prices", r.Reseller, len(r.Outcomes), len(r.Prices))
		}
		return nil
	})
	if err != nil || exported != 2 {
		t.Errorf("%d resellers in the file: %v", exported, err)
	}
	before, err := w.DB.PreviewResult(ctx, p, all, w.Accounts["AA"], pages.OutcomeQuery{})
	if err != nil || before.Prices.Total != 0 {
		t.Errorf("who takes part is listed with %+v: %v", before.Prices, err)
	}
	theirs, err := w.DB.RunResult(ctx, p, run, w.Accounts["AA"], pages.OutcomeQuery{})
	if err != nil || theirs.Prices.Total != 1 {
		t.Fatalf("the run says of AA %+v: %v", theirs.Prices, err)
	}
	if move := theirs.Prices.Prices[0]; fmt.Sprint(move.Price, move.Was, move.Is) != "5 5 6" {
		t.Errorf("the run says of AA %s, cost %s -> %s", move.Price, move.Was, move.Is)
	}
	if _, err := w.DB.RunResult(ctx, p, run, w.Accounts["AAA"], pages.OutcomeQuery{}); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("who neither takes part nor pays more has a result: %v", err)
	}
}

// TestGuardsCountWhoBuysByAnotherPlan: a run of all levels does not come to those who buy from a reseller by a reseller plan of that reseller's own,
// who sell below cost from then on as others do whom it does not reach. Whom every run passes by are not among them.
func TestGuardsCountWhoBuysByAnotherPlan(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, bystanderStory)
	p, ctx := w.Viewers["P"], t.Context()
	subscribed := func(name, status string) {
		t.Helper()
		const other = `UPDATE subscription SET plan_id = $2, status = $3 WHERE id = $1`
		if err := execute(t, w.DB, other, w.Subscriptions[name], w.Plan+1_000_000, status); err != nil {
			t.Fatal(err)
		}
	}
	one := w.Subscriptions["A"]
	for _, r := range []domain.RunRequest{{Reach: domain.AllLevels}, {Subscription: one, Reach: domain.WithSubResellers}, {Reach: domain.DirectOnly}, {Subscription: one, Reach: domain.ThisReseller}} {
		r.Plan, r.Options = w.Plan, domain.Ticked([]domain.OptionKey{domain.UpdateFees})
		subscribed("AA", "On hold")
		if got := outOfReach(t, w.DB, p, r); got != "AA" {
			t.Errorf("%s lists %q", r.Reach, got)
		}
		for _, passed := range []string{"Ordered", "Terminated", "Canceled"} {
			if subscribed("AA", passed); outOfReach(t, w.DB, p, r) != "" {
				t.Errorf("%s lists whose subscription is %s", r.Reach, passed)
			}
		}
	}
	subscribed("AA", "Active")
	r := domain.RunRequest{Plan: w.Plan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees}), Reach: domain.AllLevels}
	if err := execute(t, w.DB, `UPDATE account SET guards = '{"below_cost": {"mode": "refuse", "limit": 0}}' WHERE id = $1`, p.Account.ID); err != nil {
		t.Fatal(err)
	}
	_, err := w.DB.Synchronize(ctx, p, r)
	var found *domain.Guarded
	if !errors.As(err, &found) || found.Strikes[0].Found != 1 || !slices.Equal(found.Strikes[0].Lists, []domain.Look{domain.LookLeftBelow}) {
		t.Errorf("the guard says %v", err)
	}
	if err := execute(t, w.DB, `UPDATE account SET guards = '{}' WHERE id = $1`, p.Account.ID); err != nil {
		t.Fatal(err)
	}
	run, err := w.DB.Synchronize(ctx, p, r)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := w.DB.RunResult(ctx, p, run, w.Accounts["AA"], pages.OutcomeQuery{})
	if err != nil || theirs.Prices.Total != 1 || theirs.Reseller.Skip != domain.OutOfReach {
		t.Errorf("the run says of AA %+v: %v", theirs, err)
	}
}

// TestUndoCountsWhoBuysFromThose: an undo for one reseller counts those who buy from them with what they have when it is asked, and keeps what its preview
// said of them.
func TestUndoCountsWhoBuysFromThose(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, bystanderStory)
	p, ctx := w.Viewers["P"], t.Context()
	if _, err := w.DB.Synchronize(ctx, p, domain.RunRequest{Plan: w.Plan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees}), Reach: domain.AllLevels}); err != nil {
		t.Fatal(err)
	}
	if err := w.Tell(ctx, "P changes Mail month: recurring fee 5"); err != nil {
		t.Fatal(err)
	}
	run, err := w.DB.Synchronize(ctx, p, domain.RunRequest{Plan: w.Plan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees}), Reach: domain.AllLevels})
	if err != nil {
		t.Fatal(err)
	}
	part := domain.PartOf(w.Accounts["A"])
	left := func() int {
		t.Helper()
		page, err := w.DB.PreviewUndo(ctx, p, run, part, pages.RunQuery{Look: domain.LookLeftBelow})
		if err != nil {
			t.Fatal(err)
		}
		if page.Run.Totals.Subscriptions() != 1 || page.Total != page.Looked.Resellers.Of(domain.LookLeftBelow) {
			t.Errorf("of %+v %d are listed", page.Run.Totals, page.Total)
		}
		return page.Looked.Numbers.Of(domain.LookLeftBelow)
	}
	if got := left(); got != 2 {
		t.Errorf("%d prices are left below cost", got)
	}
	if err := w.Tell(ctx, "AB changes Mail month: recurring fee 30"); err != nil {
		t.Fatal(err)
	}
	if got := left(); got != 1 {
		t.Errorf("after AB raised theirs %d prices are left below cost", got)
	}
	theirs, err := w.DB.PreviewUndoResult(ctx, p, run, part, w.Accounts["AA"], pages.OutcomeQuery{})
	if err != nil || theirs.Prices.Total != 1 {
		t.Fatalf("the preview says of AA %+v: %v", theirs.Prices, err)
	}
	undo, err := w.DB.Undo(ctx, p, run, part)
	if err != nil {
		t.Fatal(err)
	}
	after, err := w.DB.RunResult(ctx, p, undo, w.Accounts["AA"], pages.OutcomeQuery{})
	if err != nil || fmt.Sprint(after.Prices) != fmt.Sprint(theirs.Prices) {
		t.Errorf("the undo says of AA %+v, its preview %+v: %v", after.Prices, theirs.Prices, err)
	}
}

// TestUndoOfAPlanCountsWhoKeptTheirs: at whom a run changed other plans alone, the undo of one plan changes nothing, while their vendor's goes back.
func TestUndoOfAPlanCountsWhoKeptTheirs(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, `
		provider P: USD
		user P: administrator
		reseller A under P: USD
		reseller AA under A: USD
		P adds plan Mail: plan category Software
		P adds period Mail month: recurring fee 10
		P adds plan Web: plan category Software
		P adds period Web month: recurring fee 10
		P adds plan Program: type Reseller, plan category Software
		P adds period Program month
		template delegates Mail
		template delegates Web
		everything is delivered
		AA changes Mail month: recurring fee 4
		P changes Mail month: recurring fee 3
		P changes Web month: recurring fee 3`)
	p, ctx := w.Viewers["P"], t.Context()
	fee := domain.Key{}
	for key := range w.Vendors[0].State.Own.Made.Plans[0].Prices() {
		if key.Field == "recurring_fee" {
			fee = key
		}
	}
	r := domain.RunRequest{Plan: w.Plan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees}), LeftOut: domain.NewLeftOut(domain.LeaveValue(w.Accounts["AA"], fee))}
	run, err := w.DB.Synchronize(ctx, p, r)
	if err != nil {
		t.Fatal(err)
	}
	page, err := w.DB.PreviewUndo(ctx, p, run, domain.PartOfPlan(fee.Plan), pages.RunQuery{Look: domain.LookLeftBelow})
	if err != nil || page.Run.Totals.Subscriptions() != 1 || page.Total != 1 || page.Resellers[0].Account != w.Accounts["AA"] {
		t.Errorf("the preview of %+v lists %+v: %v", page.Run.Totals, page.Resellers, err)
	}
}

// outOfReach are the names of those whom a preview lists as out of reach.
func outOfReach(t *testing.T, d *db.DB, v domain.Viewer, r domain.RunRequest) (names string) {
	t.Helper()
	page, _, err := d.Preview(t.Context(), v, r, pages.RunQuery{Look: domain.LookLeftBelow})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range page.Resellers {
		if i > 0 {
			names += " "
		}
		names += r.Name
		if r.Skip != domain.OutOfReach {
			t.Errorf("%s is listed because %q", r.Name, r.Skip)
		}
	}
	return names
}

// TestGuardsCountWhomARunPassesBy: whose subscription to the plan of the run has ended, and who buys by another reseller plan, pays more from then on
// as others do to whom the run does not come. Whom every run passes by are not among them.
func TestGuardsCountWhomARunPassesBy(t *testing.T) {
	t.Parallel()
	w := dbtest.World(t, bystanderStory)
	p, ctx := w.Viewers["P"], t.Context()
	r := domain.RunRequest{Plan: w.Plan, Options: domain.Ticked([]domain.OptionKey{domain.UpdateFees}), Reach: domain.AllLevels}
	const end = `UPDATE subscription SET status = 'Terminated' WHERE id = $1`
	if err := execute(t, w.DB, end, w.Subscriptions["AA"]); err != nil {
		t.Fatal(err)
	}
	if got := outOfReach(t, w.DB, p, r); got != "" {
		t.Errorf("who buys by no plan is listed: %q", got)
	}
	const another = `
		INSERT INTO subscription (account_id, vendor_id, plan_id, period_id, name, status, started, expires)
		SELECT account_id, vendor_id, plan_id + 1000000, period_id, name, 'Active', started, expires FROM subscription WHERE id = $1`
	if err := execute(t, w.DB, another, w.Subscriptions["AA"]); err != nil {
		t.Fatal(err)
	}
	if got := outOfReach(t, w.DB, p, r); got != "AA" {
		t.Errorf("the preview lists %q", got)
	}
	theirs, err := w.DB.PreviewResult(ctx, p, r, w.Accounts["AA"], pages.OutcomeQuery{})
	if err != nil || theirs.Prices.Total != 1 {
		t.Errorf("the preview says of AA %+v: %v", theirs.Prices, err)
	}
	run, err := w.DB.Synchronize(ctx, p, r)
	if err != nil {
		t.Fatal(err)
	}
	page, err := w.DB.Run(ctx, p, run, pages.RunQuery{Look: domain.LookLeftBelow})
	if err != nil || page.Total != 1 || page.Looked.Numbers.Of(domain.LookLeftBelow) != 1 {
		t.Errorf("the run lists %+v: %v", page, err)
	}
	if theirs, err = w.DB.RunResult(ctx, p, run, w.Accounts["AA"], pages.OutcomeQuery{}); err != nil || theirs.Prices.Total != 1 {
		t.Errorf("the run says of AA %+v: %v", theirs.Prices, err)
	}
}
