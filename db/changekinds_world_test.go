package db_test

import (
	"context"
	"testing"

	"github.com/lib/pq"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// things numbers what one vendor has of everything that a change can be about. Every id in it is the number and a few more, so that
// what is asked for somebody else's things is what is asked for one's own.
type things int64

// The provider P and its reseller R1 have everything twice, so that two people can make the same change. R11 stands below R1, P2 is
// another provider, and nobody's things are not there at all.
const (
	providers  things = 10_000
	providers2 things = 20_000
	resellers  things = 30_000
	resellers2 things = 40_000
	childs     things = 50_000
	foreign    things = 60_000
	gifts      things = 70_000 // of the provider's, and all its plans but one are delivered to R1
	nobodys    things = 90_000
)

// The accounts. R2 is delivered what R1 is, its privileges aside.
const (
	accountP   = domain.AccountID(1)
	accountR1  = domain.AccountID(11)
	accountR2  = domain.AccountID(12)
	accountR11 = domain.AccountID(111)
	accountP2  = domain.AccountID(2)
)

func (b things) plan() domain.PlanID      { return domain.PlanID(b + 1) } // with two periods, a rate and a path
func (b things) spare() domain.PlanID     { return domain.PlanID(b + 2) } // nobody uses it, and it is not published
func (b things) delivered() domain.PlanID { return domain.PlanID(b + 3) } // what P has there is delivered to R1
func (b things) unpriced() domain.PlanID  { return domain.PlanID(b + 4) } // what P has there is delivered to R1 without prices
func (b things) program() domain.PlanID   { return domain.PlanID(b + 5) } // a reseller plan that the customer is subscribed to
func (b things) second() domain.PlanID    { return domain.PlanID(b + 6) } // one that nobody is subscribed to
func (b things) made() domain.PlanID      { return domain.PlanID(b + 7) } // what the test makes has this id, whatever it is

func (b things) month() domain.PeriodID { return domain.PeriodID(b + 11) }
func (b things) year() domain.PeriodID  { return domain.PeriodID(b + 12) }

func (b things) category() domain.CategoryID              { return domain.CategoryID(b + 21) } // the plans are in it
func (b things) emptyCategory() domain.CategoryID         { return domain.CategoryID(b + 22) }
func (b things) planCategory() domain.CategoryID          { return domain.CategoryID(b + 23) }
func (b things) emptyPlanCategory() domain.CategoryID     { return domain.CategoryID(b + 24) }
func (b things) resourceCategory() domain.CategoryID      { return domain.CategoryID(b + 25) }
func (b things) emptyResourceCategory() domain.CategoryID { return domain.CategoryID(b + 26) }

func (b things) schedule() domain.ScheduleID         { return domain.ScheduleID(b + 31) }
func (b things) document() int64                     { return int64(b + 32) }
func (b things) resource() domain.ResourceID         { return domain.ResourceID(b + 33) }
func (b things) notification() domain.NotificationID { return domain.NotificationID(b + 34) }
func (b things) flow() domain.FlowID                 { return domain.FlowID(b + 35) }
func (b things) recipe() domain.RecipeID             { return domain.RecipeID(b + 36) }

func (b things) template() domain.TemplateID      { return domain.TemplateID(b + 41) } // of the reseller plans
func (b things) emptyTemplate() domain.TemplateID { return domain.TemplateID(b + 42) } // nobody uses it

func (b things) customer() domain.AccountID        { return domain.AccountID(b + 51) } // a reseller of the vendor's
func (b things) active() domain.SubscriptionID     { return domain.SubscriptionID(b + 52) }
func (b things) terminated() domain.SubscriptionID { return domain.SubscriptionID(b + 53) }
func (b things) moved() domain.AccountID           { return domain.AccountID(b + 54) } // a reseller of the customer's, without subscriptions
func (b things) other() domain.AccountID           { return domain.AccountID(b + 55) } // another reseller of the vendor's

func (b things) user() domain.UserID     { return domain.UserID(b + 61) } // an operator without rights
func (b things) inactive() domain.UserID { return domain.UserID(b + 62) }

// vendor is the account whose things these are.
func (b things) vendor() domain.AccountID {
	return map[things]domain.AccountID{providers: accountP, providers2: accountP, gifts: accountP, resellers: accountR1, resellers2: accountR1,
		childs: accountR11, foreign: accountP2, nobodys: 99_999}[b]
}

// root are the things of the provider of the vendor's tree, whose resources and plan category all plans of it have.
func (b things) root() things {
	if b == foreign {
		return foreign
	}
	return providers
}

func (b things) ofReseller() bool { return b.vendor() != b.root().vendor() }

// administratorOf is an administrator of an account, and triesFor the user who becomes one person after the other.
func administratorOf(a domain.AccountID) domain.UserID { return domain.UserID(a + 1_000) }
func triesFor(a domain.AccountID) domain.UserID        { return domain.UserID(a + 2_000) }

// newKindsWorld returns the world of the test of kinds of change in a database of its own.
func newKindsWorld(t testing.TB) *world {
	t.Helper()
	url := dbtest.PreparedURL(t, "kinds", func(_ context.Context, d *db.DB) error {
		plantKinds(emptyWorld(t, d))
		return nil
	})
	return emptyWorld(t, open(t, url))
}

// plantKinds makes everything once for all kinds.
func plantKinds(w *world) {
	w.plantAccounts()
	for _, b := range []things{providers, providers2, gifts, resellers, resellers2, childs, foreign} {
		w.plantSettings(b)
	}
	for _, b := range []things{providers, providers2, gifts, foreign} {
		w.plantCatalog(b)
	}
	w.deliver()
	for _, b := range []things{resellers, resellers2, childs} {
		w.plantCatalog(b)
	}
	for _, b := range []things{providers, providers2} { // what PlanMovedBack gives back
		moved := part(b.delivered(), placement(b.delivered(), resellers.category()))
		moved.Kind, moved.About.Of = domain.PlanMoved, domain.ObjectPlan
		w.make(commandLine(accountR1), moved)
		long := domain.Key{Field: domain.FieldLong, Plan: b.delivered()} // what ValuesUnlocked unlocks
		own := part(b.delivered(), kv(long, "For us"))
		own.Kind, own.About.Of = domain.OwnValuesSet, domain.ObjectPlan
		w.make(commandLine(accountR1), own)
		w.make(commandLine(accountR1), domain.LockChange([]domain.Key{long}, "Promised"))
	}
	for _, b := range []things{providers, providers2, resellers, resellers2, childs, foreign} { // what RunUndone takes back
		w.check(w.synchronizeAs(w.viewer(administratorOf(b.vendor())), b.program(), domain.UpdateFees))
	}
}

func (w *world) plantAccounts() {
	insert := func(id, parent, provider domain.AccountID, level int) {
		w.exec(`INSERT INTO account (id, parent_id, provider_id, level, kind, name, currency)
			VALUES ($1::bigint, nullif($2::bigint, 0), $3, $4::int, CASE WHEN $4 = 0 THEN 'provider' ELSE 'reseller' END, 'Account', 'USD')`,
			id, parent, provider, level)
		w.exec(`INSERT INTO app_user (id, account_id, email, name, role, password_hash)
			SELECT $1::bigint + n * 1000, $1, $1 || '@' || n || '.example', 'User', CASE n WHEN 1 THEN 'administrator' ELSE 'operator' END, 'hash'
			FROM generate_series(1, 2) n`, id)
	}
	insert(accountP, 0, accountP, 0)
	insert(accountP2, 0, accountP2, 0)
	insert(accountR1, accountP, accountP, 1)
	insert(accountR2, accountP, accountP, 1)
	insert(accountR11, accountR1, accountP, 2)
	for _, b := range []things{providers, providers2, gifts, foreign} {
		insert(b.customer(), b.vendor(), b.vendor(), 1)
	}
	insert(resellers.customer(), accountR1, accountP, 2)
	insert(resellers2.customer(), accountR1, accountP, 2)
	insert(childs.customer(), accountR11, accountP, 3)
	for b, level := range map[things]int{providers: 1, providers2: 1, gifts: 1, foreign: 1, resellers: 2, resellers2: 2, childs: 3} {
		insert(b.moved(), b.customer(), b.root().vendor(), level+1)
		insert(b.other(), b.vendor(), b.root().vendor(), level)
	}
}

// plantSettings makes what a vendor has beside their catalog.
func (w *world) plantSettings(b things) {
	v := b.vendor()
	w.exec(`INSERT INTO resource VALUES ($1, $2::bigint, 'Resource ' || $2::bigint, 'GB', true, false)`, v, b.resource())
	w.exec(`INSERT INTO notification_template VALUES ($1, $2::bigint, 'Message ' || $2::bigint, 'Hello', 'Body', true)`, v, b.notification())
	w.exec(`INSERT INTO order_flow VALUES ($1, $2::bigint, 'Flow ' || $2::bigint, '[{"OrderType": "Change", "From": "New", "To": "Done"},
		{"OrderType": "Sales", "From": "New", "To": "Done"}]')`, v, b.flow())
	w.exec(`INSERT INTO recipe VALUES ($1, $2::bigint, 'Recipe ' || $2::bigint, 'update_fees', 'all', 'keep')`, v, b.recipe())
	for _, id := range []domain.TemplateID{b.template(), b.emptyTemplate()} {
		w.exec(`INSERT INTO template (account_id, id, name, active, order_flow_id, privileges, terms)
			VALUES ($1, $2::bigint, 'Template ' || $2::bigint, true, $3, $4, '{"Acceptance": "every purchase", "Documents": null}')`, v, id, b.flow(),
			pq.Array(domain.Privileges()))
	}
	w.exec(`INSERT INTO subscription VALUES ($1, $2, $3, $4, NULL, 'Active', 'Active', now(), now() + interval '1 year')`,
		b.customer(), b.active(), v, b.program())
	w.exec(`INSERT INTO subscription VALUES ($1, $2, $3, $4, NULL, 'Ended', 'Terminated', now(), now() + interval '1 year')`,
		b.customer(), b.terminated(), v, b.program())
	w.exec(`INSERT INTO app_user (id, account_id, email, name, role, password_hash, active)
		SELECT id, $1, id || '@things.example', 'User', 'operator', 'hash', id = $2::bigint FROM unnest(ARRAY[$2::bigint, $3::bigint]) id`, v, b.user(), b.inactive())
	w.exec(`INSERT INTO exchange_rate VALUES ($1, $2, 0.9)`, v, currencyOf(b))
}

// currencyOf is the currency whose exchange rate is among the things.
func currencyOf(b things) domain.Currency {
	return []domain.Currency{"EUR", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF"}[b/10_000-1]
}

// deliver brings R1, R2 and R11 what P sells: R2 without privileges, and some plans to R1 without prices.
func (w *world) deliver() {
	for id, v := range map[domain.AccountID]domain.AccountID{accountR1: accountP, accountR2: accountP, accountR11: accountR1} {
		w.exec(`INSERT INTO subscription VALUES ($1::bigint, $1::bigint + 5000, $2, $3, NULL, 'To P', 'Active', now(), now() + interval '1 year')`, id, v,
			providers.program())
	}
	delegate := func(plans ...domain.PlanID) {
		for _, plan := range plans {
			w.exec(`INSERT INTO template_plan VALUES ($1, $2, $3)`, accountP, providers.template(), plan)
		}
	}
	var others []domain.OptionKey
	for _, o := range domain.Options() {
		if o.Key != domain.UpdatePrivileges {
			others = append(others, o.Key)
		}
	}
	p := w.viewer(administratorOf(accountP))
	delegate(providers.program(), providers.delivered(), providers2.delivered())
	delegate(gifts.plan(), gifts.spare(), gifts.delivered(), gifts.unpriced(), gifts.second())
	w.check(w.synchronizeAs(p, providers.program(), others...))
	_, err := w.db.Synchronize(w.t.Context(), p, domain.RunRequest{Plan: providers.program(), Subscription: domain.SubscriptionID(accountR1 + 5000),
		Reach: domain.WithSubResellers, Options: boxSet([]domain.OptionKey{domain.UpdatePrivileges})})
	w.check(err)
	w.exec(`UPDATE account SET operating_unit = true, disable_prices = true WHERE id = $1`, accountR1)
	delegate(providers.unpriced(), providers2.unpriced())
	w.check(w.synchronizeAs(p, providers.program(), others...))
	w.exec(`UPDATE account SET operating_unit = false, disable_prices = false WHERE id = $1`, accountR1)
}

// commandLine is somebody who has no rights to be asked for: they plant.
func commandLine(a domain.AccountID) domain.Viewer {
	v := domain.Viewer{User: domain.User{Role: domain.Administrator}, Granted: domain.Privileges(),
		Account: domain.Account{ID: a, Kind: domain.Reseller, Provider: accountP, Currency: "USD"}}
	if a == accountP || a == accountP2 {
		v.Account.Kind, v.Account.Provider = domain.Provider, a
	}
	return v
}

func (w *world) viewer(id domain.UserID) domain.Viewer {
	w.t.Helper()
	v, err := w.db.Viewer(w.t.Context(), id)
	w.check(err)
	return v
}

func (w *world) make(v domain.Viewer, c domain.Change) {
	w.t.Helper()
	_, err := w.db.Planting().Do(w.t.Context(), v, c)
	w.check(err)
}

// synchronizeAs runs boxes of a reseller plan as somebody.
func (w *world) synchronizeAs(v domain.Viewer, plan domain.PlanID, boxes ...domain.OptionKey) error {
	w.t.Helper()
	_, err := w.db.Synchronize(w.t.Context(), v, domain.RunRequest{Plan: plan, Options: boxSet(boxes)})
	return err
}
