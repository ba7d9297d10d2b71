package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tiersync/domain"
)

// Flatten writes a catalog as rows.
func Flatten(c *domain.Catalog) Rows {
	rows := make(Rows, 512)
	if c == nil {
		return rows
	}
	for _, p := range c.Plans {
		rows.addPlan(p)
	}
	rows.addCategories(c.Categories)
	if c.Schedules != nil {
		for _, s := range c.Schedules.List {
			rows[Key{Field: domain.FieldScheduleContent, Schedule: s.ID}] = scheduleText(s)
		}
	}
	rows.addFlow(c.OrderFlow)
	if c.Privileges != nil {
		for _, p := range c.Privileges.List {
			rows[Key{Field: domain.FieldPrivilege, Name: string(p)}] = yes
		}
	}
	rows.addTerms(c.Terms)
	return rows
}

func (rows Rows) addPlan(p *domain.Plan) {
	put := func(field domain.Field, text string) { rows[Key{Field: field, Plan: p.ID}] = text }
	put(domain.FieldPlan, yes)
	put(fieldBased, fmt.Sprintf("%s %d", p.Type, p.Template))
	put(fieldDisabled, domain.YesNo(p.Disabled))
	put(domain.FieldName, p.Name)
	put(domain.FieldShort, p.Short)
	put(domain.FieldLong, p.Long)
	put(domain.FieldServiceTerms, p.ServiceTerms)
	put(domain.FieldPublished, domain.YesNo(p.Published))
	put(domain.FieldUsageStatistics, domain.YesNo(p.UsageStatistics))
	put(domain.FieldSchedule, idText(p.Schedule))
	put(domain.FieldAutoRenew, domain.YesNo(p.AutoRenew))
	put(domain.FieldRenewPeriod, idText(p.RenewPeriod))
	put(domain.FieldBillingModel, p.BillingModel)
	put(domain.FieldBillingPeriod, p.BillingPeriod)
	put(domain.FieldPlanCategory, idText(p.PlanCategory))
	put(domain.FieldPlacement, domain.IDs(p.SalesCategories))
	put(domain.FieldProduct, p.Product)
	put(domain.FieldSKU, p.SKU)
	put(domain.FieldSegment, p.Segment)
	put(domain.FieldMarket, p.Market)
	for _, u := range p.Upgrades {
		maps.Copy(rows, upgradeRows(p.ID, u))
	}
	for _, period := range p.Periods {
		rows.addPeriod(p.ID, period)
	}
	for _, rate := range p.Rates {
		rows.addRate(p.ID, rate)
	}
}

func (rows Rows) addPeriod(plan domain.PlanID, p domain.Period) {
	put := func(field domain.Field, text string) { rows[Key{Field: field, Plan: plan, Period: p.ID}] = text }
	put(domain.FieldPeriod, yes)
	put(domain.FieldLength, fmt.Sprint(p.Length))
	put(domain.FieldUnit, p.Unit)
	put(domain.FieldTrial, domain.YesNo(p.Trial))
	put(domain.FieldCycles, fmt.Sprint(p.Cycles))
	put(domain.FieldRefund, fmt.Sprint(p.RefundDays))
	put(domain.FieldPeriodPosition, fmt.Sprint(p.Position))
	put(domain.FieldActive, domain.YesNo(p.Active))
	put(fieldUnpriced, domain.YesNo(p.Unpriced))
	put(domain.FieldSchedule, idText(p.Schedule))
	put(domain.FieldPeriodProduct, p.Product)
	put(domain.FieldPeriodSKU, p.SKU)
	put(domain.FieldPeriodBilling, p.Billing)
	for fee := range domain.FeeCount {
		put(fee.Field(), p.Fees[fee].String())
		if p.MSRP[fee].IsSet() {
			put(fieldMSRP+fee.Field(), p.MSRP[fee].String())
		}
	}
}

func (rows Rows) addRate(plan domain.PlanID, r domain.Rate) {
	put := func(field domain.Field, text string) {
		rows[Key{Field: field, Plan: plan, Resource: r.Resource}] = text
	}
	put(domain.FieldRate, yes)
	put(domain.FieldVisible, domain.YesNo(r.Visible))
	put(domain.FieldMain, domain.YesNo(r.Main))
	put(domain.FieldRatePosition, fmt.Sprint(r.Position))
	put(domain.FieldIncluded, fmt.Sprint(r.Included))
	put(domain.FieldMinimum, fmt.Sprint(r.Minimum))
	put(domain.FieldMaximum, fmt.Sprint(r.Maximum))
	put(fieldUnpriced, domain.YesNo(r.Unpriced))
	for _, row := range r.Prices {
		key := Key{Plan: plan, Resource: r.Resource, Period: row.Period, From: row.From}
		rows[with(key, domain.FieldPriceRow)] = yes
		for price := range domain.RatePriceCount {
			rows[with(key, price.Field())] = row.Prices[price].String()
			if row.MSRP[price].IsSet() {
				rows[with(key, fieldMSRP+price.Field())] = row.MSRP[price].String()
			}
		}
	}
}

func (rows Rows) addCategories(c *domain.Categories) {
	if c == nil {
		return
	}
	for _, s := range c.Sales {
		rows[Key{Field: domain.FieldSalesCategory, Category: s.ID}] = yes
		rows[Key{Field: domain.FieldCategoryName, Category: s.ID}] = s.Name
		rows[Key{Field: domain.FieldCategoryText, Category: s.ID}] = s.Description
		rows[Key{Field: domain.FieldCategoryParent, Category: s.ID}] = idText(s.Parent)
		rows[Key{Field: domain.FieldCategoryPosition, Category: s.ID}] = fmt.Sprint(s.Position)
		rows[domain.DisplayKey(s.ID)] = domain.YesNo(s.Display)
	}
	for _, p := range c.Plan {
		rows[Key{Field: domain.FieldPlanCategoryData, Category: p.ID}] = fmt.Sprintf("%s|%s|%s", p.Name, p.Description, p.TaxCategory)
	}
	for _, r := range c.Resource {
		rows[Key{Field: domain.FieldResourceCategory, Category: r.ID}] = fmt.Sprintf("%s %d", r.Name, r.Position)
		for _, resource := range r.Resources {
			key := Key{Field: domain.FieldGrouping, Resource: resource}
			rows[key] = strings.TrimSpace(rows[key] + " " + idText(r.ID)) // in two categories it would show
		}
	}
}

func (rows Rows) addFlow(f *domain.OrderFlow) {
	if f == nil {
		return
	}
	rows[Key{Field: domain.FieldOrderFlow}] = fmt.Sprintf("%d %s", f.ID, f.Name)
	for _, t := range f.Transitions {
		rows[domain.TransitionKey(f.ID, t)] = domain.YesNo(t.Manual)
	}
}

func (rows Rows) addTerms(t *domain.Terms) {
	if t == nil {
		return
	}
	if t.Acceptance != "" { // who has documents of their own only has none
		rows[Key{Field: domain.FieldTermsAcceptance}] = t.Acceptance
	}
	for _, d := range t.Documents {
		rows[Key{Field: domain.FieldTermsDocument, Name: fmt.Sprint(d.ID)}] = fmt.Sprintf("%s|%s|%s|%s", d.Name, d.Version, d.Text, d.Effective)
	}
}

// with is the key of another field at the same place.
func with(key Key, field domain.Field) Key {
	key.Field = field
	return key
}

// idText writes an id, "0" for none.
func idText[ID ~int64](id ID) string { return fmt.Sprint(int64(id)) }

func upgradeRows(plan domain.PlanID, u domain.Upgrade) Rows {
	key := domain.UpgradeKey(plan, u.To)
	return Rows{key: yes, with(key, domain.FieldUpgradeDowngrade): domain.YesNo(u.Downgrade),
		with(key, domain.FieldUpgradeFee): u.Fee.String(), with(key, domain.FieldUpgradeDescription): u.Description}
}

// isPath reports whether a value is of an upgrade path.
func isPath(key Key) bool { return strings.HasPrefix(string(key.Field), "upgrade_") }

// scheduleText writes the name and then a line for each notification, which begins with its template. Their order says nothing.
func scheduleText(s domain.Schedule) string {
	var lines []string
	for _, d := range s.Details {
		lines = append(lines, fmt.Sprintf("%d %d %s %s", d.Template, d.Days, d.Condition, d.AppliesTo))
	}
	slices.Sort(lines)
	return strings.Join(append([]string{s.Name}, lines...), "\n")
}
