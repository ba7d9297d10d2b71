package db_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// price reads a canonical price.
func price(t testing.TB, text string) domain.Price {
	t.Helper()
	p, err := domain.PriceFromString(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// equalValues compares domain values as the product does: 12.5 = 12.50, an empty list is no list.
func equalValues() cmp.Options {
	return cmp.Options{cmp.Comparer(domain.Price.Equal), cmpopts.EquateEmpty()}
}

// fullPlan is a plan in which every field has a value.
func fullPlan(t testing.TB, id domain.PlanID) *domain.Plan {
	fees, msrp := domain.Fees{}, domain.Fees{}
	for i := range fees {
		fees[i] = domain.Amount(decimal.New(int64(1000+i), -2))
	}
	msrp[domain.RecurringFee] = price(t, "12.50")
	fees[domain.DepositFee] = domain.Price{}
	prices := domain.RatePrices{price(t, "0"), price(t, "0.000001"), price(t, "1000000000000"), {}}
	return &domain.Plan{
		ID: id, Name: "Büro “365” <b>", Type: domain.ResellerPlan, Template: 7, PlanCategory: 8,
		SalesCategories: []domain.CategoryID{9, 10}, Short: "short, \"quoted\"", Long: "long\nlines {,}", ServiceTerms: "terms",
		Published: true, Disabled: true, UsageStatistics: true, Schedule: 11, BillingModel: "Prepaid", BillingPeriod: "Monthly",
		AutoRenew: true, RenewPeriod: 21,
		Article: domain.Article{Product: "CFQ7TTC0LH18", SKU: "0001"}, Segment: "Commercial", Market: "DE",
		Upgrades: []domain.Upgrade{{To: 5, Fee: price(t, "3"), Description: "up"}, {To: 6, Downgrade: true}},
		Periods: []domain.Period{
			{ID: 22, Length: 1, Unit: "months", Active: true, Cycles: 12, Fees: fees, MSRP: msrp, RefundDays: 14, Schedule: 11, Position: 1,
				Article: domain.Article{Product: "CFQ7TTC0LH19", SKU: "01"}, Billing: "Annual"},
			{ID: 21, Length: 1, Unit: "years", Trial: true, Fees: domain.Fees{}, Position: 2, Unpriced: true},
		},
		Rates: []domain.Rate{
			{Resource: 31, Included: 10, Minimum: 5, Maximum: 100, Visible: true, Main: true, Position: 1, Prices: []domain.PriceRow{
				{Prices: prices}, {From: 100, Prices: prices, MSRP: prices}, {Period: 22, Prices: prices}}},
			{Resource: 30, Included: domain.Unlimited, Maximum: domain.Unlimited, Position: 2, Unpriced: true,
				Prices: []domain.PriceRow{{Prices: prices}}},
		},
	}
}

// fullCatalog is a catalog in which every part has a value.
func fullCatalog(t testing.TB) *domain.Catalog {
	return &domain.Catalog{
		Plans: []*domain.Plan{fullPlan(t, 1), fullPlan(t, 2)},
		Categories: &domain.Categories{
			Sales:    []domain.SalesCategory{{ID: 9, Name: "Office", Position: 1, Display: true}, {ID: 10, Name: "Mail", Parent: 9}},
			Plan:     []domain.PlanCategory{{ID: 8, Name: "Software", TaxCategory: "reduced"}},
			Resource: []domain.ResourceCategory{{ID: 12, Name: "Users", Resources: []domain.ResourceID{30, 31}}},
		},
		Schedules: &domain.Schedules{List: []domain.Schedule{{ID: 11, Name: "Standard",
			Details: []domain.ScheduleDetail{{Days: -30, Template: 40, Condition: "Always", AppliesTo: "all"}}}}},
		OrderFlow:  &domain.OrderFlow{ID: 13, Name: "Flow", Transitions: []domain.Transition{{OrderType: "Sales", From: "New", To: "Open", Manual: true}}},
		Privileges: &domain.PrivilegeSet{List: []domain.Privilege{domain.EditPrices, domain.PublishPlans}},
		Terms: &domain.Terms{Acceptance: "every purchase",
			Documents: []domain.Document{{ID: 14, Name: "GTC", Version: "1", Text: "…", Effective: "2026-01-31"}}},
	}
}

// provider makes a provider with an administrator and returns them as viewer.
func provider(t testing.TB, d *db.DB, name string) domain.Viewer {
	t.Helper()
	return viewer(t, d, account(t, d, domain.Account{Name: name, Currency: "USD"}), domain.Administrator)
}

func account(t testing.TB, d *db.DB, a domain.Account) domain.AccountID {
	t.Helper()
	id, err := d.CreateAccount(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// viewer makes a user of the account and returns them as they would click now.
func viewer(t testing.TB, d *db.DB, account domain.AccountID, role domain.Role, rights ...domain.Privilege) domain.Viewer {
	t.Helper()
	ids, err := d.NewIDs(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	email := decimal.NewFromInt(ids[0]).String() + "@example.com"
	id, err := d.Planting().AddUser(t.Context(), domain.User{Account: account, Email: email, Name: email, Role: role, Rights: rights}, "a long enough sentence")
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Viewer(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// setRole gives a user another role and rights, past anybody's own rights.
func setRole(t testing.TB, d *db.DB, u domain.User, role domain.Role, rights ...domain.Privilege) error {
	t.Helper()
	account, err := d.Account(t.Context(), u.Account, u.Account)
	if err != nil {
		t.Fatal(err)
	}
	u.Role, u.Rights = role, rights
	_, err = save(t, d, domain.Viewer{Account: account, User: domain.User{Role: domain.Administrator}, Granted: domain.Privileges()},
		domain.RoleChanged, domain.Ref{Of: domain.ObjectUser, ID: int64(u.ID), Name: u.Email}, domain.UserRow{User: u, Active: true})
	return err
}

// having is all that a vendor has who made this catalog.
func having(c *domain.Catalog) *domain.Own { return (&domain.Own{}).WithMade(c) }

func TestCatalogRoundTrip(t *testing.T) {
	t.Parallel()
	url := newURL(t)
	d := open(t, url)
	v := provider(t, d, "P")
	want := fullCatalog(t)
	if err := d.Overwrite(t.Context(), v, having(want)); err != nil {
		t.Fatal(err)
	}
	for _, from := range []*db.DB{d, open(t, url)} { // from the cache, and from the tables
		got, _, err := from.Catalog(t.Context(), v, v.Account.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, equalValues()); diff != "" {
			t.Errorf("catalog (-want +got):\n%s", diff)
		}
	}
}

func TestSavingTheSameAgainWritesNothing(t *testing.T) {
	t.Parallel()
	url := newURL(t)
	d := open(t, url)
	v := provider(t, d, "P")
	if err := d.Overwrite(t.Context(), v, having(fullCatalog(t))); err != nil {
		t.Fatal(err)
	}
	before := counts(t, d)
	fresh := open(t, url)
	has, _, err := fresh.Catalog(t.Context(), v, v.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	same := has.WithPlan(has.Plans[0].Clone()) // another pointer, the same content
	for _, c := range []*domain.Catalog{fullCatalog(t), same} {
		if err := fresh.Overwrite(t.Context(), v, having(c)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, counts(t, d)); diff != "" {
		t.Errorf("rows (-before +after):\n%s", diff)
	}
}

func TestTwoVendorsShareOneVersion(t *testing.T) {
	t.Parallel()
	url := newURL(t)
	d := open(t, url)
	for _, name := range []string{"P1", "P2"} {
		if err := d.Overwrite(t.Context(), provider(t, d, name), having(fullCatalog(t))); err != nil {
			t.Fatal(err)
		}
	}
	got := counts(t, d)
	if got["plan_version"] != 2 || got["catalog"] != 1 || got["part"] != 5 {
		t.Errorf("2 plans, 5 parts in 1 catalog should be stored once, got %v", got)
	}
}

func TestOwnRoundTrip(t *testing.T) {
	t.Parallel()
	url := newURL(t)
	d := open(t, url)
	p := provider(t, d, "P")
	r := viewer(t, d, account(t, d, domain.Account{Parent: p.Account.ID, Name: "R", Currency: "USD"}), domain.Administrator)
	at := time.Date(2026, 1, 31, 12, 0, 0, 123456000, time.UTC)
	want := (*domain.Own)(nil).
		With(domain.Override{Key: domain.FeeKey(1, 22, domain.RecurringFee), Value: "12.4", Base: "11", By: r.User.ID, At: at}).
		With(domain.Override{Key: domain.FeeKey(1, 22, domain.SetupFee), Value: "", Base: "11", By: r.User.ID, At: at}).
		With(domain.Override{Key: domain.Key{Field: domain.FieldName, Plan: 2}, Value: "Zoë, \"mine\" {}\\", By: r.User.ID, At: at}).
		With(domain.Override{Key: domain.DisplayKey(9), Value: domain.No, Base: domain.Yes, By: r.User.ID, At: at}).
		WithMade(fullCatalog(t))
	if err := d.Overwrite(t.Context(), r, want); err != nil {
		t.Fatal(err)
	}
	for _, from := range []*db.DB{d, open(t, url)} {
		_, got, err := from.Catalog(t.Context(), r, r.Account.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.Own, equalValues()); diff != "" {
			t.Errorf("own (-want +got):\n%s", diff)
		}
	}
}

func TestPricesOutOfRangeAreRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	v := provider(t, d, "P")
	plan := fullPlan(t, 1)
	plan.Periods[0].Fees[domain.SetupFee] = domain.Amount(decimal.NewFromInt(-1))
	err := d.Overwrite(t.Context(), v, having(&domain.Catalog{Plans: []*domain.Plan{plan}}))
	if domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("a negative fee: %v, want it refused as invalid", err)
	}
}

func TestCatalogOfAnotherTreeIsNotFound(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t)
	one, two := provider(t, d, "P1"), provider(t, d, "P2")
	if _, _, err := d.Catalog(t.Context(), one, two.Account.ID); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("another provider's catalog: %v, want not found", err)
	}
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// counts returns the number of rows of every table that a catalog, a pointer, a run or the log lives in.
func counts(t testing.TB, d *db.DB) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, table := range []string{"plan_version", "upgrade_version", "period_version", "rate_version", "rate_price", "part",
		"catalog", "own", "own_layer", "own_value", "pointer", "entry", "run", "run_result", "run_shared", "outcome_set",
		"change", "account", "app_user", "template", "template_plan", "exchange_rate", "notification_template", "order_flow", "subscription"} {
		all[table] = ask[int](t, d, "SELECT count(*) FROM "+table)
	}
	return all
}
