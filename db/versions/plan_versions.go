package versions

import (
	"cmp"
	"context"
	"slices"

	"tiersync/db/bulk"
	"tiersync/domain"
)

// normalPlan returns the plan with its lists as package domain promises them: sorted, nil when empty. It copies only what
// is not so already.
func normalPlan(p *domain.Plan) *domain.Plan {
	n := *p
	n.SalesCategories = sorted(p.SalesCategories, cmp.Compare[domain.CategoryID])
	n.Upgrades = sorted(p.Upgrades, func(a, b domain.Upgrade) int { return cmp.Compare(a.To, b.To) })
	n.Periods = sorted(p.Periods, func(a, b domain.Period) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	n.Rates = sorted(p.Rates, func(a, b domain.Rate) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Resource, b.Resource))
	})
	unsorted := func(r domain.Rate) bool {
		return !slices.IsSortedFunc(r.Prices, comparePriceRows) || r.Prices != nil && len(r.Prices) == 0
	}
	if slices.ContainsFunc(n.Rates, unsorted) {
		n.Rates = slices.Clone(n.Rates)
		for i := range n.Rates {
			n.Rates[i].Prices = sorted(n.Rates[i].Prices, comparePriceRows)
		}
	}
	return &n
}

func comparePriceRows(a, b domain.PriceRow) int {
	return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.From, b.From))
}

// sorted returns the list in order, nil when it is empty; the same slice when nothing has to be done.
func sorted[T any](list []T, compare func(a, b T) int) []T {
	if len(list) == 0 {
		return nil
	}
	if slices.IsSortedFunc(list, compare) {
		return list
	}
	return slices.SortedStableFunc(slices.Values(list), compare)
}

// savePlans makes sure that every plan has an id: those without one are stored, or found by their content.
func (s *Store) savePlans(ctx context.Context, plans []*domain.Plan) error {
	unknown := s.plans.unknown(plans)
	if len(unknown) == 0 {
		return nil
	}
	list, err := hashAll(unknown, canonicalPlan)
	if err != nil {
		return err
	}
	return storeHashed(ctx, s.tx, "plan_version", s.plans, list,
		func(fresh []hashed[domain.Plan]) (map[hash]int64, error) { return s.insertPlans(ctx, fresh) })
}

// plansAtOnce is of how many plans the rows are inserted at once: more take memory, here and of the server, and no less time.
const plansAtOnce = 200

func (s *Store) insertPlans(ctx context.Context, fresh []hashed[domain.Plan]) (map[hash]int64, error) {
	ids, err := insertNew(ctx, s.tx, planRows(fresh))
	if err != nil {
		return nil, err
	}
	var inserted []version[domain.Plan]
	for _, f := range fresh {
		if id, ok := ids[f.hash]; ok { // otherwise another transaction has stored it, children included
			inserted = append(inserted, version[domain.Plan]{id, f.hash, normalPlan(f.value)})
		}
	}
	for some := range slices.Chunk(inserted, plansAtOnce) {
		for _, children := range []func([]version[domain.Plan]) *bulk.Insert{upgradeRows, periodRows, rateRows, priceRows} {
			if err := children(some).Run(ctx, s.tx); err != nil {
				return nil, err
			}
		}
	}
	return ids, nil
}

func planRows(fresh []hashed[domain.Plan]) *bulk.Insert {
	plans := bulk.Column(fresh, func(f hashed[domain.Plan]) *domain.Plan { return f.value })
	ids := func(value func(*domain.Plan) int64) []int64 { return bulk.Column(plans, value) }
	texts := func(value func(*domain.Plan) string) []string { return bulk.Column(plans, value) }
	flags := func(value func(*domain.Plan) bool) []bool { return bulk.Column(plans, value) }
	return bulk.Into("plan_version").
		Bytes("hash", hashesOf(fresh)).
		Ints("plan_id", ids(func(p *domain.Plan) int64 { return int64(p.ID) })).
		Texts("name", texts(func(p *domain.Plan) string { return p.Name })).
		Texts("type", texts(func(p *domain.Plan) string { return string(p.Type) })).
		Refs("template_id", ids(func(p *domain.Plan) int64 { return int64(p.Template) })).
		Refs("plan_category_id", ids(func(p *domain.Plan) int64 { return int64(p.PlanCategory) })).
		Lists("sales_categories", bulk.Column(plans, func(p *domain.Plan) []int64 { return bulk.IDArray(normalPlan(p).SalesCategories) })).
		Texts("short", texts(func(p *domain.Plan) string { return p.Short })).
		Texts("long", texts(func(p *domain.Plan) string { return p.Long })).
		Texts("service_terms", texts(func(p *domain.Plan) string { return p.ServiceTerms })).
		Flags("published", flags(func(p *domain.Plan) bool { return p.Published })).
		Flags("disabled", flags(func(p *domain.Plan) bool { return p.Disabled })).
		Flags("usage_statistics", flags(func(p *domain.Plan) bool { return p.UsageStatistics })).
		Refs("schedule_id", ids(func(p *domain.Plan) int64 { return int64(p.Schedule) })).
		Texts("billing_model", texts(func(p *domain.Plan) string { return p.BillingModel })).
		Texts("billing_period", texts(func(p *domain.Plan) string { return p.BillingPeriod })).
		Flags("auto_renew", flags(func(p *domain.Plan) bool { return p.AutoRenew })).
		Refs("renew_period_id", ids(func(p *domain.Plan) int64 { return int64(p.RenewPeriod) })).
		Texts("product_id", texts(func(p *domain.Plan) string { return p.Product })).
		Texts("sku_id", texts(func(p *domain.Plan) string { return p.SKU })).
		Texts("segment", texts(func(p *domain.Plan) string { return p.Segment })).
		Texts("market", texts(func(p *domain.Plan) string { return p.Market }))
}
