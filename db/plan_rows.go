package db

import "tiersync/domain"

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

func upgradeRows(plans []version[domain.Plan]) *rows {
	type row = of[domain.Upgrade]
	list := children(plans, func(p *domain.Plan) []domain.Upgrade { return p.Upgrades })
	return rowsFor("upgrade_version").
		ints("plan_version", column(list, func(r row) int64 { return r.version })).
		ints("to_plan_id", column(list, func(r row) int64 { return int64(r.value.To) })).
		flags("downgrade", column(list, func(r row) bool { return r.value.Downgrade })).
		prices("fee", column(list, func(r row) string { return r.value.Fee.String() })).
		texts("description", column(list, func(r row) string { return r.value.Description }))
}

// columnsOf are the columns of numbered fees or prices, in their order: fields are stored under their keys.
func columnsOf[N ~int](count N, field func(N) domain.Field) []string {
	columns := make([]string, count)
	for i := range count {
		columns[i] = string(field(i))
	}
	return columns
}

func periodRows(plans []version[domain.Plan]) *rows {
	type row = of[domain.Period]
	list := children(plans, func(p *domain.Plan) []domain.Period { return p.Periods })
	r := rowsFor("period_version").
		ints("plan_version", column(list, func(r row) int64 { return r.version })).
		ints("period_id", column(list, func(r row) int64 { return int64(r.value.ID) })).
		ints("length", column(list, func(r row) int64 { return int64(r.value.Length) })).
		texts("unit", column(list, func(r row) string { return r.value.Unit })).
		flags("trial", column(list, func(r row) bool { return r.value.Trial })).
		flags("active", column(list, func(r row) bool { return r.value.Active })).
		ints("cycles", column(list, func(r row) int64 { return int64(r.value.Cycles) })).
		ints("refund_days", column(list, func(r row) int64 { return int64(r.value.RefundDays) })).
		refs("schedule_id", column(list, func(r row) int64 { return int64(r.value.Schedule) })).
		ints("position", column(list, func(r row) int64 { return int64(r.value.Position) })).
		flags("unpriced", column(list, func(r row) bool { return r.value.Unpriced }))
	for fee, name := range columnsOf(domain.FeeCount, domain.Fee.Field) {
		r.prices(name, column(list, func(r row) string { return r.value.Fees[fee].String() }))
		r.prices("msrp_"+name, column(list, func(r row) string { return r.value.MSRP[fee].String() }))
	}
	return r
}

func rateRows(plans []version[domain.Plan]) *rows {
	type row = of[domain.Rate]
	list := children(plans, func(p *domain.Plan) []domain.Rate { return p.Rates })
	return rowsFor("rate_version").
		ints("plan_version", column(list, func(r row) int64 { return r.version })).
		ints("resource_id", column(list, func(r row) int64 { return int64(r.value.Resource) })).
		ints("included", column(list, func(r row) int64 { return r.value.Included })).
		ints("minimum", column(list, func(r row) int64 { return r.value.Minimum })).
		ints("maximum", column(list, func(r row) int64 { return r.value.Maximum })).
		flags("visible", column(list, func(r row) bool { return r.value.Visible })).
		flags("main", column(list, func(r row) bool { return r.value.Main })).
		ints("position", column(list, func(r row) int64 { return int64(r.value.Position) })).
		flags("unpriced", column(list, func(r row) bool { return r.value.Unpriced }))
}

func priceRows(plans []version[domain.Plan]) *rows {
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
	r := rowsFor("rate_price").
		ints("plan_version", column(list, func(r row) int64 { return r.version })).
		ints("resource_id", column(list, func(r row) int64 { return r.value.resource })).
		ints("period_id", column(list, func(r row) int64 { return int64(r.value.row.Period) })).
		ints("from_amount", column(list, func(r row) int64 { return r.value.row.From }))
	for price, name := range columnsOf(domain.RatePriceCount, domain.RatePrice.Field) {
		r.prices(name, column(list, func(r row) string { return r.value.row.Prices[price].String() }))
		r.prices("msrp_"+name, column(list, func(r row) string { return r.value.row.MSRP[price].String() }))
	}
	return r
}
