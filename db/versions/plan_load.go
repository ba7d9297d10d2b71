package versions

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// loadPlans makes the plan versions known: five queries, whatever their number, and none when the cache has them.
func (s *Store) loadPlans(ctx context.Context, ids []int64) error {
	missing := s.plans.missing(ids, s.cache.plans)
	if len(missing) == 0 {
		return nil
	}
	l := &planLoader{store: s, ids: pq.Int64Array(missing), plans: map[int64]*domain.Plan{}, prices: map[string]domain.Price{}}
	for _, load := range []func(context.Context) error{l.headers, l.upgrades, l.periods, l.rates, l.priceRows} {
		if err := load(ctx); err != nil {
			return fmt.Errorf("load %d plan versions: %w", len(missing), err)
		}
	}
	if len(l.plans) != len(missing) {
		return fmt.Errorf("load %d plan versions: only %d are there", len(missing), len(l.plans))
	}
	for id, p := range l.plans {
		s.plans.add(version[domain.Plan]{id, l.hashes[id], normalPlan(p)})
	}
	return nil
}

// planLoader builds the plans of one load. Rows come in any order: to sort the few of each plan afterwards takes less than to
// have the database sort them all.
type planLoader struct {
	store  *Store
	ids    pq.Int64Array
	plans  map[int64]*domain.Plan
	hashes map[int64]hash
	prices map[string]domain.Price // the same few texts come thousands of times
}

// each calls scan for every row of a query.
func (l *planLoader) each(ctx context.Context, query string, scan func(*sql.Rows) error) error {
	result, err := l.store.tx.QueryContext(ctx, query, l.ids)
	if err != nil {
		return err
	}
	defer result.Close()
	for result.Next() {
		if err := scan(result); err != nil {
			return err
		}
	}
	return result.Err()
}

// price reads a column of type price; nil is not set.
func (l *planLoader) price(text sql.RawBytes) (domain.Price, error) {
	if text == nil {
		return domain.Price{}, nil
	}
	if p, ok := l.prices[string(text)]; ok {
		return p, nil
	}
	p, err := domain.PriceFromString(string(text))
	l.prices[string(text)] = p
	return p, err
}

func (l *planLoader) pricesInto(targets []*domain.Price, texts []sql.RawBytes) error {
	for i, text := range texts {
		var err error
		if *targets[i], err = l.price(text); err != nil {
			return err
		}
	}
	return nil
}

func (l *planLoader) headers(ctx context.Context) error {
	const query = `
		SELECT id, hash, plan_id, name, type, coalesce(template_id, 0), coalesce(plan_category_id, 0), sales_categories,
			short, long, service_terms, published, disabled, usage_statistics, coalesce(schedule_id, 0), billing_model,
			billing_period, auto_renew, coalesce(renew_period_id, 0), product_id, sku_id, segment, market
		FROM plan_version WHERE id = ANY ($1)`
	l.hashes = map[int64]hash{}
	return l.each(ctx, query, func(row *sql.Rows) error {
		var id int64
		var h []byte
		var categories bulk.IDs
		p := &domain.Plan{}
		err := row.Scan(&id, &h, &p.ID, &p.Name, &p.Type, &p.Template, &p.PlanCategory, &categories, &p.Short, &p.Long,
			&p.ServiceTerms, &p.Published, &p.Disabled, &p.UsageStatistics, &p.Schedule, &p.BillingModel,
			&p.BillingPeriod, &p.AutoRenew, &p.RenewPeriod, &p.Product, &p.SKU, &p.Segment, &p.Market)
		if err != nil {
			return err
		}
		p.SalesCategories = each(categories, func(id int64) domain.CategoryID { return domain.CategoryID(id) })
		l.plans[id], l.hashes[id] = p, hash(h)
		return nil
	})
}

func (l *planLoader) upgrades(ctx context.Context) error {
	const query = `
		SELECT plan_version, to_plan_id, downgrade, fee, description
		FROM upgrade_version WHERE plan_version = ANY ($1)`
	return l.each(ctx, query, func(row *sql.Rows) error {
		var id int64
		var fee sql.RawBytes
		var u domain.Upgrade
		err := row.Scan(&id, &u.To, &u.Downgrade, &fee, &u.Description)
		if err != nil {
			return err
		}
		if u.Fee, err = l.price(fee); err != nil {
			return err
		}
		l.plans[id].Upgrades = append(l.plans[id].Upgrades, u)
		return nil
	})
}

func (l *planLoader) periods(ctx context.Context) error {
	query := `
		SELECT plan_version, period_id, length, unit, trial, active, cycles, refund_days, coalesce(schedule_id, 0),
			position, unpriced, product_id, sku_id, billing_plan, ` + moneyColumns(columnsOf(domain.FeeCount, domain.Fee.Field)) + `
		FROM period_version WHERE plan_version = ANY ($1)`
	texts := make([]sql.RawBytes, 2*domain.FeeCount)
	return l.each(ctx, query, func(row *sql.Rows) error {
		var id int64
		var p domain.Period
		err := row.Scan(append([]any{&id, &p.ID, &p.Length, &p.Unit, &p.Trial, &p.Active, &p.Cycles, &p.RefundDays,
			&p.Schedule, &p.Position, &p.Unpriced, &p.Product, &p.SKU, &p.Billing}, pointers(texts)...)...)
		if err != nil {
			return err
		}
		if err := l.pricesInto(append(pointersTo(p.Fees[:]), pointersTo(p.MSRP[:])...), texts); err != nil {
			return err
		}
		l.plans[id].Periods = append(l.plans[id].Periods, p)
		return nil
	})
}

// moneyColumns lists the columns and then their MSRPs.
func moneyColumns(columns []string) string {
	return strings.Join(columns, ", ") + ", msrp_" + strings.Join(columns, ", msrp_")
}

func pointers[T any](list []T) []any {
	all := make([]any, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}

func pointersTo[T any](list []T) []*T {
	all := make([]*T, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}

func (l *planLoader) rates(ctx context.Context) error {
	const query = `
		SELECT plan_version, resource_id, included, minimum, maximum, visible, main, position, unpriced
		FROM rate_version WHERE plan_version = ANY ($1)`
	return l.each(ctx, query, func(row *sql.Rows) error {
		var id int64
		var r domain.Rate
		err := row.Scan(&id, &r.Resource, &r.Included, &r.Minimum, &r.Maximum, &r.Visible, &r.Main, &r.Position, &r.Unpriced)
		if err == nil {
			l.plans[id].Rates = append(l.plans[id].Rates, r)
		}
		return err
	})
}

// priceRows adds the price rows to the rates, which are there already.
func (l *planLoader) priceRows(ctx context.Context) error {
	query := `
		SELECT plan_version, resource_id, period_id, from_amount, ` + moneyColumns(columnsOf(domain.RatePriceCount, domain.RatePrice.Field)) + `
		FROM rate_price WHERE plan_version = ANY ($1)`
	texts := make([]sql.RawBytes, 2*domain.RatePriceCount)
	var id int64
	var resource domain.ResourceID
	var r domain.PriceRow
	into := append([]any{&id, &resource, &r.Period, &r.From}, pointers(texts)...)
	money := append(pointersTo(r.Prices[:]), pointersTo(r.MSRP[:])...)
	return l.each(ctx, query, func(row *sql.Rows) error {
		if err := row.Scan(into...); err != nil {
			return err
		}
		if err := l.pricesInto(money, texts); err != nil {
			return err
		}
		rate := l.plans[id].Rate(resource)
		if rate == nil {
			return fmt.Errorf("plan version %d has a price of resource %d but no rate", id, resource)
		}
		rate.Prices = append(rate.Prices, r)
		return nil
	})
}
