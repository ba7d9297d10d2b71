package main

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/shopspring/decimal"

	"tiersync/db"
	"tiersync/domain"
)

// Size says how large a distributor is.
type Size struct {
	Resellers int
	Levels    int     // of resellers below the provider
	Plans     int     // delegated to all of them
	Periods   int     // of each plan, at least 1
	Rates     int     // of each plan
	Own       float64 // the share of resellers, at every level, with values of their own
	OwnValues int     // of each of those, on up to five plans
}

// World is a distributor in a database, all of whose resellers subscribe to one reseller plan.
type World struct {
	DB        *db.DB
	Size      Size
	Viewer    domain.Viewer                      // the provider's administrator
	Plan      domain.PlanID                      // the reseller plan
	Resellers []Reseller                         // parents before their sub-resellers
	round     int                                // counts price changes, so that each is one
	sold      []*domain.Plan                     // what is delegated, as it was built
	admins    map[domain.AccountID]domain.UserID // of the resellers
}

// Reseller is an account of the world.
type Reseller struct {
	ID, Parent   domain.AccountID
	Level        int
	Subscription domain.SubscriptionID
}

// Build fills an empty, migrated database. Nothing has been delivered yet.
func Build(ctx context.Context, d *db.DB, size Size) (*World, error) {
	w := &World{DB: d, Size: size}
	if err := w.addProvider(ctx); err != nil {
		return nil, fmt.Errorf("build the provider: %w", err)
	}
	if err := w.addCatalog(ctx); err != nil {
		return nil, fmt.Errorf("build the catalog: %w", err)
	}
	if err := w.addResellers(ctx); err != nil {
		return nil, fmt.Errorf("build %d resellers: %w", size.Resellers, err)
	}
	return w, w.addPeople(ctx)
}

func (w *World) addProvider(ctx context.Context) error {
	id, err := w.DB.CreateAccount(ctx, domain.Account{Kind: domain.Provider, Name: "Distributor", Currency: "USD"})
	if err != nil {
		return err
	}
	user, err := w.DB.AddUser(ctx, domain.User{Account: id, Email: "admin@distributor.example", Name: "Admin",
		Role: domain.Administrator}, "a password for measuring")
	if err != nil {
		return err
	}
	w.Viewer, err = w.DB.Viewer(ctx, user)
	return err
}

// addCatalog makes the plans, one template that delegates them all, and the reseller plan.
func (w *World) addCatalog(ctx context.Context) error {
	ids, err := w.DB.NewIDs(ctx, 3+w.Size.Plans*(1+w.Size.Periods)+w.Size.Rates)
	if err != nil {
		return err
	}
	next := func() int64 { id := ids[0]; ids = ids[1:]; return id }
	category := domain.CategoryID(next())
	resources, err := w.addResources(ctx, next)
	if err != nil {
		return err
	}
	catalog := &domain.Catalog{Categories: &domain.Categories{Plan: []domain.PlanCategory{{ID: category, Name: "Services"}}}}
	var delegated []domain.PlanID
	for n := range w.Size.Plans {
		p := &domain.Plan{ID: domain.PlanID(next()), Name: fmt.Sprintf("Plan %d", n+1), Type: domain.GenericPlan,
			PlanCategory: category, Published: true}
		for i := range w.Size.Periods {
			p.Periods = append(p.Periods, period(domain.PeriodID(next()), i))
		}
		for i, resource := range resources {
			p.Rates = append(p.Rates, rate(resource, i))
		}
		delegated = append(delegated, p.ID)
		catalog.Plans = append(catalog.Plans, p)
	}
	row := domain.TemplateRow{ID: domain.TemplateID(domain.NewID), Name: "Template", Active: true, Privileges: domain.Privileges()}
	if row.ID, err = w.saveTemplate(ctx, domain.TemplateCreated, row); err != nil {
		return err
	}
	w.Plan = domain.PlanID(next())
	catalog.Plans = append(catalog.Plans, &domain.Plan{ID: w.Plan, Name: "Reseller plan", Type: domain.ResellerPlan,
		Template: row.ID, PlanCategory: category, Published: true, Periods: []domain.Period{period(domain.PeriodID(next()), 0)}})
	built := domain.State{Own: (&domain.Own{}).WithMade(catalog)}
	if _, err := w.DB.Do(ctx, w.Viewer, domain.ChangeBetween(domain.State{}, built)); err != nil {
		return err
	}
	row.Delegated = delegated
	_, err = w.saveTemplate(ctx, domain.DelegationChanged, row)
	return err
}

// saveTemplate makes a template what the row says and returns its id.
func (w *World) saveTemplate(ctx context.Context, kind domain.ChangeKind, row domain.TemplateRow) (domain.TemplateID, error) {
	done, err := w.DB.Do(ctx, w.Viewer, domain.Change{Kind: kind, Typed: row.Values(),
		About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(row.ID), Name: row.Name}})
	return domain.TemplateID(done.Change.About.ID), err
}

func (w *World) addResources(ctx context.Context, next func() int64) ([]domain.ResourceID, error) {
	var resources []domain.ResourceID
	var ids, names []string
	for i := range w.Size.Rates {
		id := next()
		resources = append(resources, domain.ResourceID(id))
		ids, names = append(ids, fmt.Sprint(id)), append(names, fmt.Sprintf("Resource %d", i+1))
	}
	return resources, w.DB.InTx(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO resource (account_id, id, name, unit, additive, measurable)
			SELECT $1, u.id, u.name, 'unit', true, true FROM unnest($2::bigint[], $3::text[]) AS u (id, name)`,
			w.Viewer.Account.ID, pq.Array(ids), pq.Array(names))
		return err
	})
}

func period(id domain.PeriodID, n int) domain.Period {
	p := domain.Period{ID: id, Length: n + 1, Unit: "months", Active: true, Position: n}
	for f := range p.Fees {
		p.Fees[f] = cents(int64(1000*(n+1) + 100*f))
	}
	return p
}

func rate(resource domain.ResourceID, n int) domain.Rate {
	row := domain.PriceRow{}
	for i := range row.Prices {
		row.Prices[i] = cents(int64(200 + 10*n + i))
	}
	return domain.Rate{Resource: resource, Maximum: domain.Unlimited, Visible: true, Position: n, Prices: []domain.PriceRow{row}}
}

func cents(n int64) domain.Price { return domain.Amount(decimal.New(n, -2)) }

// addResellers makes the tree and everybody's subscription. Each level holds eight times as many as the one above.
func (w *World) addResellers(ctx context.Context) error {
	ids, err := w.DB.NewIDs(ctx, 2*w.Size.Resellers)
	if err != nil {
		return err
	}
	sizes := levelSizes(w.Size.Resellers, w.Size.Levels)
	above := []domain.AccountID{w.Viewer.Account.ID}
	for level, count := range sizes {
		var here []domain.AccountID
		for n := range count {
			r := Reseller{ID: domain.AccountID(ids[0]), Parent: above[n%len(above)], Level: level + 1,
				Subscription: domain.SubscriptionID(ids[1])}
			ids, here = ids[2:], append(here, r.ID)
			w.Resellers = append(w.Resellers, r)
		}
		above = here
	}
	return w.DB.InTx(ctx, w.insertResellers)
}

func levelSizes(resellers, levels int) []int {
	sizes, parts := make([]int, levels), 0
	for i, part := 0, 1; i < levels; i, part = i+1, part*8 {
		sizes[i] = part
		parts += part
	}
	left := resellers
	for i := range sizes[:levels-1] {
		sizes[i] = max(1, resellers*sizes[i]/parts)
		left -= sizes[i]
	}
	sizes[levels-1] = left
	return sizes
}

func (w *World) insertResellers(tx *sqlx.Tx) error {
	n := len(w.Resellers)
	ids, parents, levels, subscriptions := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	for i, r := range w.Resellers {
		ids[i], parents[i], levels[i], subscriptions[i] = int64(r.ID), int64(r.Parent), int64(r.Level), int64(r.Subscription)
	}
	const accounts = `
		INSERT INTO account (id, parent_id, provider_id, level, kind, name, currency)
		SELECT u.id, u.parent, $1, u.level, 'reseller', 'Reseller ' || u.id, 'USD'
		FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS u (id, parent, level)`
	if _, err := tx.Exec(accounts, w.Viewer.Account.ID, pq.Array(ids), pq.Array(parents), pq.Array(levels)); err != nil {
		return err
	}
	const subscribe = `
		INSERT INTO subscription (account_id, id, vendor_id, plan_id, name, status, started, expires)
		SELECT u.account, u.id, u.vendor, $1, 'Subscription ' || u.id, 'Active', now(), now() + interval '1 year'
		FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS u (account, id, vendor)`
	_, err := tx.Exec(subscribe, w.Plan, pq.Array(ids), pq.Array(subscriptions), pq.Array(parents))
	return err
}
