package demo

import (
	"fmt"

	"tiersync/domain"
)

// Note is what screens and plan descriptions say about the demo's prices.
const Note = "Prices in this demo are illustrative and are not an offer."

// The tables of this package name everything by short keys ("m365-basic", "12m"); build.go gives each key an id of its own.
// Prices are texts in US dollars. A price that a table leaves out is 0.00: nothing in the demo's catalog is not set.

// product is one service plan of the distributor.
type product struct {
	key      string
	name     string
	kind     domain.PlanType // Generic when empty
	template string          // of a reseller plan
	sales    string          // its sales category
	category string          // its plan category
	short    string
	long     string // Note is added
	terms    string
	arrears  bool           // billed after use, not in advance
	usage    bool           // Attach Usage Statistics
	listed   domain.Article // what the suppliers' price lists call it; nothing: they do not have it
	segment  string         // the kind of customer in them
	schedule string
	upgrades []string // plans that a subscriber may move up to
	periods  []period
	rates    []rate
}

// period is a subscription period of a product.
type period struct {
	key    string
	length int
	unit   string
	trial  bool
	fees   [domain.FeeCount]string
	msrp   [domain.FeeCount]string
	refund int    // days
	billed string // how price lists call the billing; "" as the plan
}

// months is a period of n months with this recurring fee, which is also charged at renewal. Beyond twelve months, lengths
// are counted in years.
func months(n int, recurring string) period {
	p := period{key: fmt.Sprintf("%dm", n), length: n, unit: "months"}
	if n > 12 {
		p.length, p.unit = n/12, "years"
	}
	return p.fee(domain.RecurringFee, recurring).fee(domain.RenewalFee, recurring)
}

// years is a period of n years, for what is registered by the year.
func years(n int, recurring, renewal string) period {
	return period{key: fmt.Sprintf("%dy", n), length: n, unit: "years"}.fee(domain.RecurringFee, recurring).fee(domain.RenewalFee, renewal)
}

// trial is a free trial.
func trial(days int) period { return period{key: "trial", length: days, unit: "days", trial: true} }

func (p period) fee(f domain.Fee, price string) period {
	p.fees[f] = price
	return p
}

// setup charges a setup fee.
func (p period) setup(price string) period { return p.fee(domain.SetupFee, price) }

// transfer charges for taking the service over from another vendor.
func (p period) transfer(price string) period { return p.fee(domain.TransferFee, price) }

// leave charges for cancelling before the period's end.
func (p period) leave(price string) period { return p.fee(domain.CancellationFee, price) }

// suggest gives the recurring and the renewal fee a manufacturer's suggested retail price.
func (p period) suggest(price string) period {
	p.msrp[domain.RecurringFee], p.msrp[domain.RenewalFee] = price, price
	return p
}

// listedAs says how price lists call the billing of the period.
func (p period) listedAs(billing string) period {
	p.billed = billing
	return p
}

// refunds gives the money back within so many days.
func (p period) refunds(days int) period {
	p.refund = days
	return p
}

// rate is a resource in a product.
type rate struct {
	resource                   string
	included, minimum, maximum int64
	rows                       []priceRow // the first is the one for every period
}

// priceRow is the prices of a rate for a period ("" is every period) and from an amount on.
type priceRow struct {
	period string
	from   int64
	prices [domain.RatePriceCount]string
	msrp   [domain.RatePriceCount]string
}

// limits is a resource with its three amounts, without prices yet.
func limits(resource string, included, minimum, maximum int64) rate {
	return rate{resource: resource, included: included, minimum: minimum, maximum: maximum, rows: []priceRow{{}}}
}

// seats is what most software is sold by: users, billed by the month, or by the year at a lower price.
func seats(minimum, maximum int64, monthly, yearly string) rate {
	return limits("users", 0, minimum, maximum).each(monthly).in("12m", yearly)
}

// fixed is an amount that comes with the plan and cannot be raised.
func fixed(resource string, amount int64) rate { return limits(resource, amount, amount, amount) }

// base sets a price of the row for every period.
func (r rate) base(p domain.RatePrice, price string) rate {
	r.rows = append([]priceRow(nil), r.rows...)
	r.rows[0].prices[p] = price
	return r
}

// each is the recurring price of a unit above the included amount.
func (r rate) each(price string) rate { return r.base(domain.RecurringPrice, price) }

// overuse is the price of a unit above what was ordered.
func (r rate) overuse(price string) rate { return r.base(domain.OverusePrice, price) }

// setup is charged once for each unit.
func (r rate) setup(price string) rate { return r.base(domain.SetupPrice, price) }

// suggest gives the recurring price a manufacturer's suggested retail price.
func (r rate) suggest(price string) rate {
	r.rows = append([]priceRow(nil), r.rows...)
	r.rows[0].msrp[domain.RecurringPrice] = price
	return r
}

// in is the recurring price within one subscription period.
func (r rate) in(period, price string) rate { return r.row(priceRow{period: period}, price) }

// from is the recurring price from so many units on.
func (r rate) from(amount int64, price string) rate { return r.row(priceRow{from: amount}, price) }

// row adds a row that differs from the first in its recurring price.
func (r rate) row(row priceRow, recurring string) rate {
	row.prices = r.rows[0].prices
	row.prices[domain.RecurringPrice] = recurring
	r.rows = append(append([]priceRow(nil), r.rows...), row)
	return r
}
