package versions

import (
	"tiersync/db/bulk"
	"tiersync/domain"
)

// The rows below a plan version. Each kind is one statement, whatever the number of plans.

// of is something of a plan together with the id of the plan's version.
type of[T any] struct {
	version int64
	value   T
}

// children lists what of each plan's version holds, with the version's id.
func children[T any](plans []version[domain.Plan], list func(*domain.Plan) []T) []of[T] {
	var all []of[T]
	for _, p := range plans {
		for _, value := range list(p.value) {
			all = append(all, of[T]{p.id, value})
		}
	}
	return all
}

func upgradeRows(plans []version[domain.Plan]) *bulk.Insert {
	type row = of[domain.Upgrade]
	list := children(plans, func(p *domain.Plan) []domain.Upgrade { return p.Upgrades })
	return bulk.Into("upgrade_version").
		Ints("plan_version", bulk.Column(list, func(r row) int64 { return r.version })).
		Ints("to_plan_id", bulk.Column(list, func(r row) int64 { return int64(r.value.To) })).
		Flags("downgrade", bulk.Column(list, func(r row) bool { return r.value.Downgrade })).
		Prices("fee", bulk.Column(list, func(r row) string { return r.value.Fee.String() })).
		Texts("description", bulk.Column(list, func(r row) string { return r.value.Description }))
}

// columnsOf are the columns of numbered fees or prices, in their order: fields are stored under their keys.
func columnsOf[N ~int](count N, field func(N) domain.Field) []string {
	columns := make([]string, count)
	for i := range count {
		columns[i] = string(field(i))
	}
	return columns
}

func periodRows(plans []version[domain.Plan]) *bulk.Insert {
	type row = of[domain.Period]
	list := children(plans, func(p *domain.Plan) []domain.Period { return p.Periods })
	r := bulk.Into("period_version").
		Ints("plan_version", bulk.Column(list, func(r row) int64 { return r.version })).
		Ints("period_id", bulk.Column(list, func(r row) int64 { return int64(r.value.ID) })).
		Ints("length", bulk.Column(list, func(r row) int64 { return int64(r.value.Length) })).
		Texts("unit", bulk.Column(list, func(r row) string { return r.value.Unit })).
		Flags("trial", bulk.Column(list, func(r row) bool { return r.value.Trial })).
		Flags("active", bulk.Column(list, func(r row) bool { return r.value.Active })).
		Ints("cycles", bulk.Column(list, func(r row) int64 { return int64(r.value.Cycles) })).
		Ints("refund_days", bulk.Column(list, func(r row) int64 { return int64(r.value.RefundDays) })).
		Refs("schedule_id", bulk.Column(list, func(r row) int64 { return int64(r.value.Schedule) })).
		Ints("position", bulk.Column(list, func(r row) int64 { return int64(r.value.Position) })).
		Flags("unpriced", bulk.Column(list, func(r row) bool { return r.value.Unpriced })).
		Texts("product_id", bulk.Column(list, func(r row) string { return r.value.Product })).
		Texts("sku_id", bulk.Column(list, func(r row) string { return r.value.SKU })).
		Texts("billing_plan", bulk.Column(list, func(r row) string { return r.value.Billing }))
	for fee, name := range columnsOf(domain.FeeCount, domain.Fee.Field) {
		r.Prices(name, bulk.Column(list, func(r row) string { return r.value.Fees[fee].String() }))
		r.Prices("msrp_"+name, bulk.Column(list, func(r row) string { return r.value.MSRP[fee].String() }))
	}
	return r
}

func rateRows(plans []version[domain.Plan]) *bulk.Insert {
	type row = of[domain.Rate]
	list := children(plans, func(p *domain.Plan) []domain.Rate { return p.Rates })
	return bulk.Into("rate_version").
		Ints("plan_version", bulk.Column(list, func(r row) int64 { return r.version })).
		Ints("resource_id", bulk.Column(list, func(r row) int64 { return int64(r.value.Resource) })).
		Ints("included", bulk.Column(list, func(r row) int64 { return r.value.Included })).
		Ints("minimum", bulk.Column(list, func(r row) int64 { return r.value.Minimum })).
		Ints("maximum", bulk.Column(list, func(r row) int64 { return r.value.Maximum })).
		Flags("visible", bulk.Column(list, func(r row) bool { return r.value.Visible })).
		Flags("main", bulk.Column(list, func(r row) bool { return r.value.Main })).
		Ints("position", bulk.Column(list, func(r row) int64 { return int64(r.value.Position) })).
		Flags("unpriced", bulk.Column(list, func(r row) bool { return r.value.Unpriced }))
}

func priceRows(plans []version[domain.Plan]) *bulk.Insert {
	type priceRow struct {
		resource int64
		row      domain.PriceRow
	}
	type row = of[priceRow]
	list := children(plans, func(p *domain.Plan) []priceRow {
		var all []priceRow
		for _, rate := range p.Rates {
			for _, r := range rate.Prices {
				all = append(all, priceRow{int64(rate.Resource), r})
			}
		}
		return all
	})
	r := bulk.Into("rate_price").
		Ints("plan_version", bulk.Column(list, func(r row) int64 { return r.version })).
		Ints("resource_id", bulk.Column(list, func(r row) int64 { return r.value.resource })).
		Ints("period_id", bulk.Column(list, func(r row) int64 { return int64(r.value.row.Period) })).
		Ints("from_amount", bulk.Column(list, func(r row) int64 { return r.value.row.From }))
	for price, name := range columnsOf(domain.RatePriceCount, domain.RatePrice.Field) {
		r.Prices(name, bulk.Column(list, func(r row) string { return r.value.row.Prices[price].String() }))
		r.Prices("msrp_"+name, bulk.Column(list, func(r row) string { return r.value.row.MSRP[price].String() }))
	}
	return r
}
