package domain

import (
	"iter"
	"slices"
)

// PlanType is what a service plan sells.
type PlanType string

// The types of service plan. A plan of type Reseller is based on a service template.
const (
	GenericPlan  PlanType = "Generic"
	ResellerPlan PlanType = "Reseller"
	DomainPlan   PlanType = "Domain Registration"
)

// PlanTypes are the types of service plan in the order of pages.
func PlanTypes() []PlanType { return []PlanType{GenericPlan, ResellerPlan, DomainPlan} }

// Plan is one service plan as one vendor offers it. A Plan never changes after it is made: a function that changes one
// works on a Clone. Slices are sorted: SalesCategories and Upgrades by id, Periods and Rates by position, then id.
type Plan struct {
	ID              PlanID
	Name            string // 1 to 250 characters
	Type            PlanType
	Template        TemplateID // of a Reseller plan
	PlanCategory    CategoryID
	SalesCategories []CategoryID
	Short           string // short description
	Long            string // long description
	ServiceTerms    string
	Published       bool
	Disabled        bool // a copy that is Disabled by Provider (rule 2a); never set on a vendor's own plan
	UsageStatistics bool // Attach Usage Statistics
	Schedule        ScheduleID
	BillingModel    string
	BillingPeriod   string
	AutoRenew       bool
	RenewPeriod     PeriodID
	Upgrades        []Upgrade
	Periods         []Period
	Rates           []Rate
	Article                // what price lists from outside call it
	Segment         string // the kind of customer that it is for in them, "" any
	Market          string // the country or region that it is for in them, "" any
}

// Upgrade is one allowed way to another plan.
type Upgrade struct {
	To          PlanID
	Downgrade   bool
	Fee         Price
	Description string
}

// Fee numbers the fees of a subscription period.
type Fee int

// The fees of a subscription period, in the order of pages and columns.
const (
	SetupFee Fee = iota
	RecurringFee
	RenewalFee
	TransferFee
	CancellationFee
	DepositFee
	NonRefundableFee
	FeeCount
)

// Fees holds one price for each Fee.
type Fees [FeeCount]Price

// RatePrice numbers the prices of a resource rate.
type RatePrice int

// The prices of a resource rate, in the order of pages and columns.
const (
	SetupPrice RatePrice = iota
	RecurringPrice
	OverusePrice
	CancellationPrice
	RatePriceCount
)

// RatePrices holds one price for each RatePrice.
type RatePrices [RatePriceCount]Price

// Period is a subscription period of a plan.
type Period struct {
	ID         PeriodID
	Length     int
	Unit       string // hours, days, months, years
	Trial      bool
	Active     bool
	Cycles     int // number of periods; 0 = until cancelled
	Fees       Fees
	MSRP       Fees // of the provider's own plans only; where set it is what is offered
	RefundDays int
	Schedule   ScheduleID
	Position   int
	Unpriced   bool   // delivered without prices to a protected reseller, who has not confirmed it (rule 1e)
	Article           // what price lists call the period; empty: as the plan
	Billing    string // how often they bill it, "" as the plan
}

// Unlimited is how "no limit" is written in a rate's included and maximum amounts.
const Unlimited int64 = -1

// Rate is a resource in a plan. Amounts are whole units of the resource.
type Rate struct {
	Resource ResourceID
	Included int64 // Unlimited, 0, or at least Minimum
	Minimum  int64
	Maximum  int64 // Unlimited, or at least Minimum
	Visible  bool
	Main     bool
	Position int
	Prices   []PriceRow // sorted by period, then lower bound; the row {0, 0} is always there
	Unpriced bool       // as Period.Unpriced
}

// PriceRow is the prices of a rate for one subscription period (0 = every period without a row of its own), from the
// lower bound From of the used amount on.
type PriceRow struct {
	Period PeriodID
	From   int64
	Prices RatePrices
	MSRP   RatePrices // of the provider's own plans only
}

// Limits are the three amounts of a rate, which box 10 passes on together.
type Limits struct{ Included, Minimum, Maximum int64 }

// Allowed reports whether the limits keep the rules of section 1: included is unlimited, zero or at least the minimum,
// and the minimum is at most the maximum.
func (l Limits) Allowed() bool { return len(l.problems()) == 0 }

// problems says which of the limits are not allowed.
func (l Limits) problems() problems {
	var p problems
	if l.Minimum < 0 {
		p.add(FieldMinimum, "Enter 0 or more")
	}
	if l.Included < Unlimited || l.Included > 0 && l.Included < l.Minimum {
		p.add(FieldIncluded, "Enter unlimited, 0, or at least the minimum of "+intText(l.Minimum))
	}
	if l.Maximum != Unlimited && l.Maximum < l.Minimum {
		p.add(FieldMaximum, "Enter unlimited, or at least the minimum of "+intText(l.Minimum))
	}
	return p
}

// Limits returns the three amounts of the rate.
func (r Rate) Limits() Limits { return Limits{r.Included, r.Minimum, r.Maximum} }

// Clone returns a deep copy that may be changed.
func (p *Plan) Clone() *Plan {
	c := *p
	c.SalesCategories = slices.Clone(p.SalesCategories)
	c.Upgrades = slices.Clone(p.Upgrades)
	c.Periods = slices.Clone(p.Periods)
	c.Rates = slices.Clone(p.Rates)
	count := 0
	for i := range c.Rates {
		count += len(c.Rates[i].Prices)
	}
	rows := make([]PriceRow, 0, count) // one piece of memory for all: plans are cloned by the thousand
	for i := range c.Rates {
		if prices := c.Rates[i].Prices; len(prices) > 0 {
			rows = append(rows, prices...)
			c.Rates[i].Prices = rows[len(rows)-len(prices) : len(rows) : len(rows)]
		}
	}
	return &c
}

// Period returns the period with this id, nil when the plan has none.
func (p *Plan) Period(id PeriodID) *Period {
	for i := range p.Periods {
		if p.Periods[i].ID == id {
			return &p.Periods[i]
		}
	}
	return nil
}

// Rate returns the rate of this resource, nil when the plan has none.
func (p *Plan) Rate(id ResourceID) *Rate {
	for i := range p.Rates {
		if p.Rates[i].Resource == id {
			return &p.Rates[i]
		}
	}
	return nil
}

// Row returns the price row for exactly this period and lower bound, nil when the rate has none.
func (r *Rate) Row(period PeriodID, from int64) *PriceRow {
	for i := range r.Prices {
		if r.Prices[i].Period == period && r.Prices[i].From == from {
			return &r.Prices[i]
		}
	}
	return nil
}

// PriceMissing reports whether a price is not set on an active period or on a rate, so that the plan is not on sale.
func (p *Plan) PriceMissing() bool {
	for range p.MissingPrices() {
		return true
	}
	return false
}

// MissingPrices are the prices not set on active periods, then on rates, in the order of pages.
func (p *Plan) MissingPrices() iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for _, period := range p.Periods {
			for i, fee := range period.Fees {
				if period.Active && !fee.IsSet() && !yield(FeeKey(p.ID, period.ID, Fee(i))) {
					return
				}
			}
		}
		for _, rate := range p.Rates {
			for _, row := range rate.Prices {
				for i, price := range row.Prices {
					if p.sells(row.Period) && !price.IsSet() && !yield(PriceKey(p.ID, rate.Resource, row, RatePrice(i))) {
						return
					}
				}
			}
		}
	}
}

// sells reports whether rows for this period matter: the row for all periods, or one for an active period.
func (p *Plan) sells(id PeriodID) bool {
	period := p.Period(id)
	return id == 0 || period != nil && period.Active
}

// Confirmations are the values that confirm whatever of the plan was delivered without prices (rule 1e).
func (p *Plan) Confirmations() []KeyedValue {
	var values []KeyedValue
	for _, period := range p.Periods {
		if period.Unpriced {
			values = append(values, KeyedValue{Key{Field: FieldConfirmation, Plan: p.ID, Period: period.ID}, Yes})
		}
	}
	for _, rate := range p.Rates {
		if rate.Unpriced {
			values = append(values, KeyedValue{Key{Field: FieldConfirmation, Plan: p.ID, Resource: rate.Resource}, Yes})
		}
	}
	return values
}

// Held reports whether the plan waits for its owner's confirmation or prices and must not be sold (rule 1e).
func (p *Plan) Held() bool {
	for _, period := range p.Periods {
		if period.Unpriced {
			return true
		}
	}
	for _, rate := range p.Rates {
		if rate.Unpriced {
			return true
		}
	}
	return p.PriceMissing()
}

// Status is the state of a plan as lists show it.
type Status string

// The statuses of a plan, in the order in which the first that fits is shown.
const (
	StatusDisabled    Status = "Disabled by Provider"
	StatusHeld        Status = "Delegated confirmation needed"
	StatusUnpublished Status = "Unpublished"
	StatusPublished   Status = "Published"
)

// Statuses lists the statuses in the order in which the first that fits is shown.
func Statuses() []Status {
	return []Status{StatusDisabled, StatusHeld, StatusUnpublished, StatusPublished}
}

// Status returns the first status that fits an effective plan.
func (p *Plan) Status() Status {
	switch {
	case p.Disabled:
		return StatusDisabled
	case p.Held():
		return StatusHeld
	case !p.Published:
		return StatusUnpublished
	default:
		return StatusPublished
	}
}
