package domain

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// This file looks at a plan as a flat set of values by key. The boxes work on the typed fields; comparing, explaining,
// overriding and undoing work on this view, so that each of them is written once.

// Values returns every value of the plan by key, as canonical text, in a fixed order. What exists has a value even when
// it is empty; what does not exist has none.
func (p *Plan) Values() []KeyedValue {
	values := p.header()
	for i := range p.Periods {
		values = p.Periods[i].values(p.ID, values)
	}
	for i := range p.Rates {
		values = p.Rates[i].values(p.ID, values)
	}
	return values
}

// header returns the values of the plan itself.
func (p *Plan) header() []KeyedValue {
	values := []KeyedValue{
		{p.key(FieldName), p.Name},
		{p.key(FieldShort), p.Short},
		{p.key(FieldLong), p.Long},
		{p.key(FieldServiceTerms), p.ServiceTerms},
		{p.key(FieldPublished), YesNo(p.Published)},
		{p.key(FieldPlan), YesNo(!p.Disabled)},
		{p.key(FieldUsageStatistics), YesNo(p.UsageStatistics)},
		{p.key(FieldSchedule), idText(p.Schedule)},
		{p.key(FieldBilling), p.BillingModel + ", " + p.BillingPeriod},
		{p.key(FieldRenewal), renewalText(p)},
		{p.key(FieldPlanCategory), idText(p.PlanCategory)},
		{p.key(FieldPlacement), IDs(p.SalesCategories)},
	}
	for _, u := range p.Upgrades {
		values = append(values, KeyedValue{UpgradeKey(p.ID, u.To), upgradeText(u)})
	}
	return values
}

// KeyedValue is one value of a catalog.
type KeyedValue struct {
	Key   Key
	Value string
}

func (p *Period) values(plan PlanID, values []KeyedValue) []KeyedValue {
	key := Key{Plan: plan, Period: p.ID}
	values = append(values,
		KeyedValue{key.of(FieldPeriod), Yes},
		KeyedValue{key.of(FieldPeriodTerms), p.termsText()},
		KeyedValue{key.of(FieldSchedule), idText(p.Schedule)},
		KeyedValue{key.of(FieldConfirmation), YesNo(!p.Unpriced)})
	for f, fee := range p.Fees {
		values = append(values, KeyedValue{key.of(Fee(f).Field()), fee.String()})
	}
	return values
}

func (r *Rate) values(plan PlanID, values []KeyedValue) []KeyedValue {
	key := Key{Plan: plan, Resource: r.Resource}
	values = append(values,
		KeyedValue{key.of(FieldRate), Yes},
		KeyedValue{key.of(FieldRateDisplay), r.displayText()},
		KeyedValue{key.of(FieldIncluded), intText(r.Included)},
		KeyedValue{key.of(FieldMinimum), intText(r.Minimum)},
		KeyedValue{key.of(FieldMaximum), intText(r.Maximum)},
		KeyedValue{key.of(FieldConfirmation), YesNo(!r.Unpriced)})
	for _, row := range r.Prices {
		key := key.row(row)
		values = append(values, KeyedValue{key.of(FieldPriceRow), Yes})
		for i, price := range row.Prices {
			values = append(values, KeyedValue{key.of(RatePrice(i).Field()), price.String()})
		}
	}
	return values
}

func (p *Plan) key(f Field) Key { return Key{Field: f, Plan: p.ID} }

func (k Key) of(f Field) Key {
	k.Field = f
	return k
}

func (k Key) row(r PriceRow) Key {
	k.Period, k.From = r.Period, r.From
	return k
}

// UpgradeKey names the upgrade path from a plan to another.
func UpgradeKey(plan, to PlanID) Key { return Key{Field: FieldUpgrade, Plan: plan, Name: idText(to)} }

// Value returns the value at key and whether the plan has one.
func (p *Plan) Value(key Key) (string, bool) {
	if price := p.price(key); price != nil {
		return price.String(), true
	}
	for _, v := range p.near(key) {
		if v.Key == key {
			return v.Value, true
		}
	}
	return "", false
}

// near returns the values of the object that key leads to: the rate, the period, or the plan itself.
func (p *Plan) near(key Key) []KeyedValue {
	if rate := p.Rate(key.Resource); rate != nil {
		return rate.values(p.ID, nil)
	}
	if period := p.Period(key.Period); period != nil {
		return period.values(p.ID, nil)
	}
	if key.Resource != 0 || key.Period != 0 {
		return nil
	}
	return p.header()
}

// set writes a canonical text to the value at key, on a clone that is being made. It does nothing where the plan has no
// such value, and reports whether it did. Values that only a structural change can make (a period, a rate, a price row)
// are not set here.
func (p *Plan) set(key Key, text string) bool {
	if price := p.price(key); price != nil {
		value, err := PriceFromString(text)
		if err == nil {
			*price = value
		}
		return err == nil
	}
	switch {
	case key.Resource != 0:
		return p.setRate(key, text)
	case key.Period != 0:
		return p.setPeriod(key, text)
	case key.Field == FieldUpgrade:
		p.setUpgrade(key, text)
		return true
	default:
		return p.setHeader(key.Field, text)
	}
}

func (p *Plan) setHeader(field Field, text string) bool {
	switch field {
	case FieldName:
		p.Name = text
	case FieldShort:
		p.Short = text
	case FieldLong:
		p.Long = text
	case FieldServiceTerms:
		p.ServiceTerms = text
	case FieldPublished:
		p.Published = text == Yes
	case FieldPlan:
		p.Disabled = text != Yes
	case FieldUsageStatistics:
		p.UsageStatistics = text == Yes
	case FieldSchedule:
		p.Schedule = ScheduleID(parseInt(text))
	case FieldPlanCategory:
		p.PlanCategory = CategoryID(parseInt(text))
	case FieldPlacement:
		p.SalesCategories = ParseIDs[CategoryID](text)
	default:
		return false
	}
	return true
}

func (p *Plan) setPeriod(key Key, text string) bool {
	period := p.Period(key.Period)
	if period == nil {
		return false
	}
	switch key.Field {
	case FieldSchedule:
		period.Schedule = ScheduleID(parseInt(text))
	case FieldConfirmation:
		period.Unpriced = text != Yes
	default:
		return false
	}
	return true
}

func (p *Plan) setRate(key Key, text string) bool {
	rate := p.Rate(key.Resource)
	if rate == nil {
		return false
	}
	switch key.Field {
	case FieldIncluded:
		rate.Included = parseInt(text)
	case FieldMinimum:
		rate.Minimum = parseInt(text)
	case FieldMaximum:
		rate.Maximum = parseInt(text)
	case FieldConfirmation:
		rate.Unpriced = text != Yes
	default:
		return false
	}
	return true
}

// setUpgrade adds, replaces or, with an empty text, removes a path.
func (p *Plan) setUpgrade(key Key, text string) {
	to := PlanID(parseInt(key.Name))
	p.Upgrades = slices.DeleteFunc(p.Upgrades, func(u Upgrade) bool { return u.To == to })
	if upgrade, ok := parseUpgrade(to, text); ok {
		p.Upgrades = append(p.Upgrades, upgrade)
		slices.SortFunc(p.Upgrades, func(a, b Upgrade) int { return cmp.Compare(a.To, b.To) })
	}
}

func idText[ID ~int64](id ID) string { return intText(int64(id)) }

func intText(n int64) string { return strconv.FormatInt(n, 10) }

func parseInt(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (p *Period) termsText() string {
	return fmt.Sprintf("%d %s, trial %s, active %s, %d periods, refund %d days, order %d",
		p.Length, p.Unit, YesNo(p.Trial), YesNo(p.Active), p.Cycles, p.RefundDays, p.Position)
}

func (r *Rate) displayText() string {
	return fmt.Sprintf("visible %s, main %s, order %d", YesNo(r.Visible), YesNo(r.Main), r.Position)
}

func renewalText(p *Plan) string {
	if !p.AutoRenew {
		return No
	}
	return "yes, to period " + idText(p.RenewPeriod)
}

// upgradeText writes a path as "upgrade;10;description".
func upgradeText(u Upgrade) string {
	kind := "upgrade"
	if u.Downgrade {
		kind = "downgrade"
	}
	return kind + ";" + u.Fee.String() + ";" + u.Description
}

func parseUpgrade(to PlanID, text string) (Upgrade, bool) {
	parts := strings.SplitN(text, ";", 3)
	if len(parts) != 3 {
		return Upgrade{}, false
	}
	fee, err := PriceFromString(parts[1])
	if err != nil {
		return Upgrade{}, false
	}
	return Upgrade{To: to, Downgrade: parts[0] == "downgrade", Fee: fee, Description: parts[2]}, true
}

// equalRows reports whether two price lists are the same, MSRP aside.
func equalRows(a, b []PriceRow) bool {
	return slices.EqualFunc(a, b, func(x, y PriceRow) bool {
		return x.Period == y.Period && x.From == y.From && equalPrices(x.Prices[:], y.Prices[:])
	})
}

func equalPrices(a, b []Price) bool { return slices.EqualFunc(a, b, Price.Equal) }

// samePlan reports whether two plans have the same values, MSRP aside. It is Values compared, without making texts.
func samePlan(a, b *Plan) bool {
	if a == b {
		return true
	}
	header := a.Name == b.Name && a.Short == b.Short && a.Long == b.Long && a.ServiceTerms == b.ServiceTerms &&
		a.Type == b.Type && a.Template == b.Template && a.Published == b.Published && a.Disabled == b.Disabled &&
		a.UsageStatistics == b.UsageStatistics && a.Schedule == b.Schedule && a.PlanCategory == b.PlanCategory &&
		a.BillingModel == b.BillingModel && a.BillingPeriod == b.BillingPeriod && a.AutoRenew == b.AutoRenew &&
		a.RenewPeriod == b.RenewPeriod && slices.Equal(a.SalesCategories, b.SalesCategories)
	return header && slices.EqualFunc(a.Upgrades, b.Upgrades, sameUpgrade) &&
		slices.EqualFunc(a.Periods, b.Periods, samePeriod) && slices.EqualFunc(a.Rates, b.Rates, sameRate)
}

func sameUpgrade(a, b Upgrade) bool {
	return a.To == b.To && a.Downgrade == b.Downgrade && a.Fee.Equal(b.Fee) && a.Description == b.Description
}

func samePeriod(a, b Period) bool {
	return a.ID == b.ID && a.Length == b.Length && a.Unit == b.Unit && a.Trial == b.Trial && a.Active == b.Active &&
		a.Cycles == b.Cycles && a.RefundDays == b.RefundDays && a.Schedule == b.Schedule && a.Position == b.Position &&
		a.Unpriced == b.Unpriced && equalPrices(a.Fees[:], b.Fees[:])
}

func sameRate(a, b Rate) bool {
	return a.Resource == b.Resource && a.Limits() == b.Limits() && a.Visible == b.Visible && a.Main == b.Main &&
		a.Position == b.Position && a.Unpriced == b.Unpriced && equalRows(a.Prices, b.Prices)
}
