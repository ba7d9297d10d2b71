package db_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// The ids of what the tests' provider sells.
const (
	resellerPlan = domain.PlanID(1)
	mailPlan     = domain.PlanID(2)
	officePlan   = domain.PlanID(3)
	month        = domain.PeriodID(22)
	mailbox      = domain.ResourceID(31)
)

// world is the tree of the tests: provider P; resellers R1 > R11 > R111 and R2 > R21, all subscribed to one reseller plan.
type world struct {
	t        testing.TB
	db       *db.DB
	provider domain.Viewer
	template domain.TemplateID
	accounts map[string]domain.AccountID
	viewers  map[string]domain.Viewer
	subs     map[string]domain.SubscriptionID
}

// newWorld returns the tree in a database of its own. Nothing was ever delivered to anybody in it.
func newWorld(t testing.TB) *world {
	t.Helper()
	url := dbtest.PreparedURL(t, "world", func(_ context.Context, d *db.DB) error {
		plantWorld(t, d)
		return nil
	})
	w := emptyWorld(t, open(t, url))
	w.template = ask[domain.TemplateID](t, w.db, `SELECT id FROM template`)
	for _, name := range []string{"P", "R1", "R11", "R111", "R2", "R21"} {
		w.accounts[name] = ask[domain.AccountID](t, w.db, `SELECT id FROM account WHERE name = $1`, name)
		user := ask[domain.UserID](t, w.db, `SELECT id FROM app_user WHERE account_id = $1`, w.accounts[name])
		v, err := w.db.Viewer(t.Context(), user)
		w.check(err)
		w.viewers[name] = v
		if name != "P" {
			w.subs[name] = ask[domain.SubscriptionID](t, w.db, `SELECT id FROM subscription WHERE account_id = $1`, w.accounts[name])
		}
	}
	w.provider = w.viewers["P"]
	return w
}

func emptyWorld(t testing.TB, d *db.DB) *world {
	return &world{t: t, db: d, accounts: map[string]domain.AccountID{}, viewers: map[string]domain.Viewer{},
		subs: map[string]domain.SubscriptionID{}}
}

// plantWorld makes the tree once for all tests.
func plantWorld(t testing.TB, d *db.DB) {
	t.Helper()
	w := emptyWorld(t, d)
	w.provider = provider(t, w.db, "P")
	w.accounts["P"], w.viewers["P"] = w.provider.Account.ID, w.provider
	w.template = w.newTemplate("P")
	w.edit("P", w.catalog("10"))
	w.delegate(mailPlan, officePlan, resellerPlan)
	for _, pair := range [][2]string{{"P", "R1"}, {"R1", "R11"}, {"R11", "R111"}, {"P", "R2"}, {"R2", "R21"}} {
		w.addReseller(pair[0], pair[1])
	}
	// The catalog was planted past the log of changes: the world is one from before there was such a log.
	w.exec(`INSERT INTO audit (account_id, at, action, object) SELECT account_id, at, 'created account', name FROM change WHERE kind = 'reseller_created';
		ALTER TABLE change DISABLE TRIGGER change_append_only; DELETE FROM change; ALTER TABLE change ENABLE TRIGGER change_append_only`)
}

// newTemplate makes a template of the vendor's with all privileges and no delegated plans yet.
func (w *world) newTemplate(vendor string) domain.TemplateID {
	w.t.Helper()
	return w.saveTemplate(w.viewers[vendor], domain.TemplateRow{Name: "Standard", Active: true, Privileges: domain.Privileges(),
		Terms: &domain.Terms{Acceptance: "first purchase"}})
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
	done, err := d.Do(t.Context(), v, domain.Change{Kind: kind, About: about, Typed: thing.Values()})
	return done.Change.About.ID, err
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// catalog is what the provider sells: a reseller plan and two plans whose monthly fee is the given one.
func (w *world) catalog(fee string) *domain.Catalog {
	plan := func(id domain.PlanID, kind domain.PlanType, template domain.TemplateID, name string) *domain.Plan {
		fees, prices := domain.Fees{}, domain.RatePrices{}
		for i := range fees {
			fees[i] = price(w.t, "1")
		}
		for i := range prices {
			prices[i] = price(w.t, "0.5")
		}
		fees[domain.RecurringFee] = price(w.t, fee)
		return &domain.Plan{ID: id, Name: name, Type: kind, Template: template, PlanCategory: 8, SalesCategories: []domain.CategoryID{9},
			Published: true, BillingModel: "Prepaid", BillingPeriod: "Monthly",
			Periods: []domain.Period{{ID: month, Length: 1, Unit: "months", Active: true, Fees: fees, Position: 1}},
			Rates: []domain.Rate{{Resource: mailbox, Included: 10, Minimum: 1, Maximum: 100, Visible: true, Position: 1,
				Prices: []domain.PriceRow{{Prices: prices}}}}}
	}
	return &domain.Catalog{
		Plans: []*domain.Plan{plan(resellerPlan, domain.ResellerPlan, w.template, "Reseller program"),
			plan(mailPlan, domain.GenericPlan, 0, "Mail"), plan(officePlan, domain.GenericPlan, 0, "Office")},
		Categories: &domain.Categories{Sales: []domain.SalesCategory{{ID: 9, Name: "Software", Display: true}},
			Plan: []domain.PlanCategory{{ID: 8, Name: "Cloud"}}},
	}
}

func (w *world) edit(vendor string, c *domain.Catalog) {
	w.t.Helper()
	w.check(w.db.EditCatalog(w.t.Context(), w.viewers[vendor], "Edit", "Catalog", setCatalog(c)))
}

// delegate makes these the delegated plans of the provider's template.
func (w *world) delegate(plans ...domain.PlanID) {
	w.t.Helper()
	t, err := w.db.Template(w.t.Context(), w.provider, w.template)
	w.check(err)
	t.Delegated = plans
	w.saveTemplate(w.provider, t)
}

func (w *world) addReseller(parent, name string) {
	w.t.Helper()
	id := account(w.t, w.db, domain.Account{Parent: w.accounts[parent], Name: name, Currency: "USD"})
	w.accounts[name], w.viewers[name] = id, viewer(w.t, w.db, id, domain.Administrator)
	w.subs[name] = w.subscribe(parent, name, domain.Active)
}

// subscribe writes a subscription past the checks: in the tests, resellers are subscribed before anything was delivered.
func (w *world) subscribe(parent, name string, status domain.SubscriptionStatus) domain.SubscriptionID {
	w.t.Helper()
	const insert = `
		INSERT INTO subscription (account_id, vendor_id, plan_id, name, status, started, expires)
		VALUES ($1, $2, $3, $4, $5, now(), now() + interval '1 year')`
	w.exec(insert, w.accounts[name], w.accounts[parent], resellerPlan, name, status)
	return ask[domain.SubscriptionID](w.t, w.db, `SELECT max(id) FROM subscription WHERE account_id = $1`, w.accounts[name])
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
	return domain.RunRequest{DialogKey: w.dialog(w.provider, 0).Key, Plan: resellerPlan, Options: boxSet(boxes)}
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
func (w *world) run(v domain.Viewer, r domain.RunRequest) domain.RunPage {
	w.t.Helper()
	id, err := w.db.Synchronize(w.t.Context(), v, r)
	w.check(err)
	page, err := w.db.Run(w.t.Context(), v, id, domain.RunQuery{})
	w.check(err)
	return page
}

// sync runs all boxes for everybody.
func (w *world) sync() domain.RunPage {
	w.t.Helper()
	return w.run(w.provider, w.request())
}

// fee is the monthly fee of a plan as a reseller sells it; "no plan" when he has none.
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
	v := w.viewers[name]
	key := domain.FeeKey(mailPlan, month, domain.RecurringFee)
	err := w.db.EditOwn(w.t.Context(), v, "Update price", "Mail", func(s domain.State) (*domain.Own, error) {
		base, _ := s.Delivered.Plan(mailPlan).Value(key)
		return s.Own.With(domain.Override{Key: key, Value: amount, Base: base, By: v.User.ID, At: time.Now().UTC()}), nil
	})
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
func (w *world) audit(v domain.Viewer, search string) []domain.LogRow {
	w.t.Helper()
	audit, err := w.db.Audit(w.t.Context(), v, domain.AuditQuery{Search: search})
	w.check(err)
	return audit.Rows
}
