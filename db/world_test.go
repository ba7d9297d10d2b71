package db_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/db/worlds"
	"tiersync/domain"
	"tiersync/domain/story"
	"tiersync/views/pages"
)

// The ids of what the tests' provider sells.
const (
	resellerPlan = domain.PlanID(1)
	mailPlan     = domain.PlanID(2)
	officePlan   = domain.PlanID(3)
	month        = domain.PeriodID(22)
	mailbox      = domain.ResourceID(31)
)

// worldStory tells of the tree of the tests: provider P; resellers R1 > R11 > R111 and R2 > R21, all subscribed to one reseller plan.
// Nothing was ever delivered to anybody in it. The monthly fee of all plans is the given one.
func worldStory(fee string) string {
	return `
ids given: plan Program 1, plan Mail 2, plan Office 3, period month 22, resource mailbox 31, plan category Cloud 8, category Software 9
provider P: USD
reseller {R1,R2} under P: USD
reseller R11 under R1: USD
reseller R111 under R11: USD
reseller R21 under R2: USD
user {P,R1,R11,R111,R2,R21}: administrator
template privileges: all
template terms: first purchase
template delegates Program Mail Office
resource mailbox: named Box
P adds category Software
P adds plan {Program,Mail,Office}: plan category Cloud, sales categories Software, billing model In advance, billing period Monthly
P changes Program: name Reseller program, type Reseller
P adds period {Program,Mail,Office} month: setup fee 1, recurring fee ` + fee + `, renewal fee 1, transfer fee 1, cancellation fee 1, deposit 1, non-refundable amount 1
P adds resource {Program,Mail,Office} mailbox: included 10, minimum 1, maximum 100, setup price 0.5, recurring price 0.5, overuse price 0.5, cancellation price 0.5
`
}

// world is that tree in a database.
type world struct {
	t        testing.TB
	db       *db.DB
	provider domain.Viewer
	template domain.TemplateID
	accounts map[string]domain.AccountID
	viewers  map[string]domain.Viewer
	subs     map[string]domain.SubscriptionID
}

// newWorld returns the tree in a database of its own.
func newWorld(t testing.TB) *world {
	t.Helper()
	url, planted := dbtest.PlantedURL(t, "before the log of changes", plantBeforeLog)
	p := planted(open(t, url))
	return &world{t: t, db: p.DB, provider: p.Viewers["P"], template: p.Template, accounts: p.Accounts, viewers: p.Viewers, subs: p.Subscriptions}
}

// plantBeforeLog plants the tree as it was made before there was a log of changes.
func plantBeforeLog(ctx context.Context, d *db.DB) (*worlds.World, error) {
	planted, err := worlds.Plant(ctx, d, worldStory("10"))
	if err != nil {
		return nil, err
	}
	return planted, d.InTx(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO audit (account_id, at, action, object) SELECT account_id, at, 'created account', name FROM change WHERE kind = 'reseller_created';
			ALTER TABLE change DISABLE TRIGGER change_append_only; ALTER TABLE change_part DISABLE TRIGGER change_part_append_only;
			DELETE FROM change_part; DELETE FROM change;
			ALTER TABLE change ENABLE TRIGGER change_append_only; ALTER TABLE change_part ENABLE TRIGGER change_part_append_only`)
		return err
	})
}

func emptyWorld(t testing.TB, d *db.DB) *world {
	return &world{t: t, db: d, accounts: map[string]domain.AccountID{}, viewers: map[string]domain.Viewer{},
		subs: map[string]domain.SubscriptionID{}}
}

// saveTemplate makes a template, or makes the one of that id, what the row says.
func (w *world) saveTemplate(v domain.Viewer, row domain.TemplateRow) domain.TemplateID {
	w.t.Helper()
	id, err := save(w.t, w.db, v, domain.TemplateChanged, domain.Ref{Of: domain.ObjectTemplate, ID: int64(row.ID), Name: row.Name}, row)
	w.check(err)
	return domain.TemplateID(id)
}

// save makes a change of a whole thing outside catalogs, a new one where it has no id, and returns its id.
func save(t testing.TB, d *db.DB, v domain.Viewer, kind domain.ChangeKind, about domain.Ref, thing domain.Thing) (int64, error) {
	t.Helper()
	if about.ID == 0 && about.Of != domain.ObjectExchangeRate {
		about.ID = domain.NewID
	}
	done, err := d.Planting().Do(t.Context(), v, domain.Change{Kind: kind, About: about, Typed: thing.Values()})
	return done.Change.About.ID, err
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// catalog is what the provider sells at first, at another monthly fee.
func (w *world) catalog(fee string) *domain.Catalog {
	w.t.Helper()
	told := story.New()
	for _, line := range story.Lines(worldStory(fee)) {
		w.check(told.Edit(line))
	}
	made := told.Provider.State.Own.MadeCatalog()
	made.Plan(resellerPlan).Template = w.template
	return made
}

// edit makes a vendor's own catalog another one, past all checks and past the log of changes.
func (w *world) edit(vendor string, c *domain.Catalog) {
	w.t.Helper()
	v := w.viewers[vendor]
	_, now, err := w.db.Catalog(w.t.Context(), v, v.Account.ID)
	w.check(err)
	w.check(w.db.Overwrite(w.t.Context(), v, now.Own.WithMade(c)))
}

// delegate makes these the delegated plans of the provider's template.
func (w *world) delegate(plans ...domain.PlanID) {
	w.t.Helper()
	t, err := w.db.Template(w.t.Context(), w.provider, w.template)
	w.check(err)
	t.Delegated = plans
	w.saveTemplate(w.provider, t)
}

// exec runs a statement past the program.
func (w *world) exec(statement string, args ...any) {
	w.t.Helper()
	w.check(execute(w.t.(*testing.T), w.db, statement, args...))
}

// dialog opens the dialog of the reseller plan.
func (w *world) dialog(v domain.Viewer, subscription domain.SubscriptionID) domain.Dialog {
	w.t.Helper()
	d, err := w.db.OpenDialog(w.t.Context(), v, domain.DialogRequest{Plan: resellerPlan, Subscription: subscription})
	w.check(err)
	return d
}

// request is a freshly opened dialog of the provider's for all resellers, with these boxes ticked; none means all.
func (w *world) request(boxes ...domain.OptionKey) domain.RunRequest {
	w.t.Helper()
	return domain.RunRequest{Key: w.dialog(w.provider, 0).Key, Plan: resellerPlan, Options: boxSet(boxes)}
}

func boxSet(boxes []domain.OptionKey) domain.OptionSet {
	if len(boxes) == 0 {
		return domain.AllOptions()
	}
	set := domain.OptionSet{}
	for _, b := range boxes {
		set[b] = true
	}
	return set
}

// run synchronizes and returns the run.
func (w *world) run(v domain.Viewer, r domain.RunRequest) pages.RunPage {
	w.t.Helper()
	id, err := w.db.SendDialog(w.t.Context(), v, r)
	w.check(err)
	page, err := w.db.Run(w.t.Context(), v, id, pages.RunQuery{})
	w.check(err)
	return page
}

// sync runs all boxes for everybody.
func (w *world) sync() pages.RunPage {
	w.t.Helper()
	return w.run(w.provider, w.request())
}

// fee is the monthly fee of a plan as a reseller sells it; "no plan" when they have none.
func (w *world) fee(name string, plan domain.PlanID) string {
	w.t.Helper()
	effective, _, err := w.db.Catalog(w.t.Context(), w.provider, w.accounts[name])
	w.check(err)
	p := effective.Plan(plan)
	if p == nil {
		return "no plan"
	}
	return p.Period(month).Fees[domain.RecurringFee].String()
}

// fees are the monthly fees of the mail plan at every reseller.
func (w *world) fees() map[string]string {
	w.t.Helper()
	fees := map[string]string{}
	for name := range w.subs {
		fees[name] = w.fee(name, mailPlan)
	}
	return fees
}

// setFee makes the monthly fee of the mail plan a reseller's own.
func (w *world) setFee(name, amount string) {
	w.t.Helper()
	key := domain.FeeKey(mailPlan, month, domain.RecurringFee)
	_, err := w.db.Do(w.t.Context(), w.viewers[name], domain.Change{Kind: domain.OwnValuesSet, About: domain.RefOf(key), Part: true,
		Typed: []domain.KeyedValue{{Key: key, Value: amount}}})
	w.check(err)
}

// resellers are the names of all resellers, sorted.
func (w *world) resellers() []string {
	var names []string
	for name := range w.subs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// all is the same text for every reseller.
func (w *world) all(text string) map[string]string {
	all := map[string]string{}
	for _, name := range w.resellers() {
		all[name] = text
	}
	return all
}

// audit is the newest page of somebody's audit that a search leaves.
func (w *world) audit(v domain.Viewer, search string) []pages.LogRow {
	w.t.Helper()
	audit, err := w.db.Audit(w.t.Context(), v, pages.AuditQuery{Search: search})
	w.check(err)
	return audit.Rows
}
