package pricesheet

import (
	"slices"
	"strings"

	"tiersync/domain"
)

// Role is what a column of a price list says. The values are kept with a mapping and never change.
type Role string

// The roles. Several columns may be prices, of different fields, terms or tiers; every other role is one column's.
const (
	RolePlan     Role = "plan_id" // our own ids
	RolePeriod   Role = "period_id"
	RoleResource Role = "resource_id"
	RoleProduct  Role = "product"
	RoleSKU      Role = "sku"
	RoleTitle    Role = "title"
	RoleTerm     Role = "term"
	RoleBilling  Role = "billing_plan"
	RoleSegment  Role = "segment"
	RoleMarket   Role = "market"
	RoleCurrency Role = "currency"
	RoleFrom     Role = "lower_bound"
	RoleStarts   Role = "valid_from"
	RoleEnds     Role = "valid_to"
	RoleChanged  Role = "change"
	RoleUnit     Role = "unit"       // how many, and of what, the price is for: "100"
	RoleField    Role = "price_name" // which price the line is, by the key of its field
	RoleLayer    Role = "layer"
	RolePrice    Role = "price" // of the field that stands with it; "" of the one that RoleField says
	RoleMSRP     Role = "msrp"  // its suggested retail price
)

// Use is what a column is used for.
type Use struct {
	Role  Role         `json:"role"`
	Field domain.Field `json:"field,omitempty"` // of RolePrice and RoleMSRP
	Term  domain.Term  `json:"term,omitzero"`   // of them, where the heading says it and not the line
	From  int64        `json:"from,omitempty"`  // of them, the lower bound of the tier, where the heading says it and not the line
}

// Mapping says which column of a list is what, by the headings. Somebody chooses it once and it is kept under a name.
type Mapping struct {
	Columns  map[string]Use  `json:"columns"`            // by heading; case, blanks and signs do not matter
	Currency domain.Currency `json:"currency,omitempty"` // of all lines, where no column says it
}

// Layout is a kind of list that is known by its headings.
type Layout struct {
	Name    string // as people call it
	Mapping Mapping

	needs      []string // plain headings without which it is another one; bars between those of which one is enough
	notOffered bool     // "-" and -1.00 say that something is not offered
	fourDigits bool     // SKUs of digits have four of them, which spreadsheets cut
	consumed   bool     // prices of what is used
	topLevel   bool     // products are top-level domains
	own        bool     // ours: texts that could be formulas have an apostrophe before them, and bounds are as they are
	chosen     bool     // somebody chose the columns
	unpriced   []string // headings of what has no price here
	bare       string   // the column that a heading means that says a length of time alone; "": headings say none
}

// LayoutOf returns a layout without a name for columns that somebody chose.
func LayoutOf(m Mapping) Layout { return Layout{Name: "chosen columns", Mapping: m, chosen: true} }

// Layouts lists the layouts that are known, the first that fits counts.
func Layouts() []Layout {
	return []Layout{ownLayout(), consumptionLayout(), licenceLayout(), registrarLayout()}
}

func recogniseLayout(names []string) (Layout, bool) {
	for _, layout := range Layouts() {
		plain := layout.readTerms(names)
		if !slices.ContainsFunc(layout.needs, func(need string) bool {
			return !slices.ContainsFunc(strings.Split(need, "|"), func(one string) bool { return slices.Contains(plain, one) })
		}) {
			return layout, true
		}
	}
	return Layout{}, false
}

func price(f domain.Field) Use { return Use{Role: RolePrice, Field: f} }
func msrp(f domain.Field) Use  { return Use{Role: RoleMSRP, Field: f} }
func use(r Role) Use           { return Use{Role: r} }

// microsoftColumns are those that both sheets of Microsoft's have.
func microsoftColumns() map[string]Use {
	return map[string]Use{
		"ChangeIndicator": use(RoleChanged), "SkuTitle": use(RoleTitle), "ProductId": use(RoleProduct), "SkuId": use(RoleSKU),
		"TermDuration": use(RoleTerm), "BillingPlan": use(RoleBilling), "Market": use(RoleMarket), "Segment": use(RoleSegment),
		"Currency": use(RoleCurrency), "PricingTierRangeMin": use(RoleFrom), "UnitOfMeasure": use(RoleUnit),
		"EffectiveStartDate": use(RoleStarts), "EffectiveEndDate": use(RoleEnds),
	}
}

func licenceLayout() Layout {
	columns := microsoftColumns()
	columns["UnitPrice"], columns["ERP Price"] = price(domain.RecurringFee.Field()), msrp(domain.RecurringFee.Field())
	return Layout{Name: "Microsoft's licence-based price sheet", Mapping: Mapping{Columns: columns}, fourDigits: true,
		needs: []string{"productid", "skuid", "termduration", "billingplan", "unitprice"}}
}

// consumptionLayout prices the use of resources. What is reserved for a term in it recurs.
func consumptionLayout() Layout {
	columns := microsoftColumns()
	columns["UnitPrice"] = price(domain.OverusePrice.Field())
	return Layout{Name: "Azure's consumption price sheet", Mapping: Mapping{Columns: columns}, fourDigits: true, consumed: true,
		needs: []string{"productid", "skuid", "unitprice", "meterid|meterids|metertype"}}
}

// registrarLayout prices Domain Registration plans: registering is what their period costs each time it begins.
func registrarLayout() Layout {
	columns := map[string]Use{
		"tld": use(RoleProduct), "currency": use(RoleCurrency), "period": use(RoleTerm), "years": use(RoleTerm),
		"setup": price(domain.SetupFee.Field()), "register": price(domain.RecurringFee.Field()),
		"registration": price(domain.RecurringFee.Field()), "create": price(domain.RecurringFee.Field()),
		"renew": price(domain.RenewalFee.Field()), "renewal": price(domain.RenewalFee.Field()),
		"transfer":   price(domain.TransferFee.Field()),
		"valid from": use(RoleStarts), "valid to": use(RoleEnds),
	}
	return Layout{Name: "a registrar's price list per top-level domain", Mapping: Mapping{Columns: columns}, notOffered: true, topLevel: true, bare: "register",
		needs:    []string{"tld", "register|registration|create|renew|renewal|transfer"},
		unpriced: []string{"redemption", "restoresetup", "restore", "trade"}}
}

// Use is what the mapping uses the column with a heading for; the zero Use for none.
func (m Mapping) Use(heading string) Use {
	for name, use := range m.Columns {
		if plainName(name) == plainName(heading) {
			return use
		}
	}
	return Use{}
}

// Fits reports whether all headings of the mapping are among those of a file.
func (m Mapping) Fits(header []string) bool {
	for name := range m.Columns {
		if !slices.ContainsFunc(header, func(there string) bool { return plainName(there) == plainName(name) }) {
			return false
		}
	}
	return len(m.Columns) > 0
}
