package oracle

import (
	"math/big"
	"slices"
	"strings"

	"tiersync/domain"
)

// offered is what a vendor offers: of their effective catalog the delegated plans that are not disabled, with all that
// belongs to them, MSRP in place of the price, in the reseller's currency.
func offered(vendor Rows, delegated []domain.PlanID, conversion conversion) Rows {
	offer := Rows{}
	for _, plan := range delegated {
		if vendor.hasPlan(plan) && vendor[Key{Field: fieldDisabled, Plan: plan}] != yes {
			offer.takePlan(vendor, plan, conversion)
		}
	}
	for _, key := range offer.of(domain.FieldPlan, 0) {
		for _, id := range offer.placement(key.Plan) {
			for ; id != 0 && vendor.hasSales(id); id = vendor.parent(id) {
				offer.takeCategory(vendor, id)
			}
		}
		id := first(domain.ParseIDs[domain.CategoryID](offer[Key{Field: domain.FieldPlanCategory, Plan: key.Plan}]))
		data := Key{Field: domain.FieldPlanCategoryData, Category: id}
		if text, there := vendor[data]; there {
			offer[data] = text
		}
	}
	for _, key := range offer.of(domain.FieldRate, 0) {
		grouping := Key{Field: domain.FieldGrouping, Resource: key.Resource}
		if id, there := vendor[grouping]; there {
			offer[grouping] = id
			group := Key{Field: domain.FieldResourceCategory, Category: first(domain.ParseIDs[domain.CategoryID](id))}
			offer[group] = vendor[group]
		}
	}
	return offer
}

func (rows Rows) takePlan(vendor Rows, plan domain.PlanID, conversion conversion) {
	for key, text := range vendor {
		if key.Plan != plan || strings.HasPrefix(string(key.Field), string(fieldMSRP)) {
			continue
		}
		switch {
		case isFee(key):
			text = conversion.price(vendor.orMSRP(key, text), conversion.to.Exponent())
		case isPrice(key):
			text = conversion.price(vendor.orMSRP(key, text), conversion.decimals(key.Resource, vendor.orMSRP(key, text)))
		case key.Field == domain.FieldUpgradeFee:
			text = conversion.price(text, conversion.to.Exponent())
		case key.Field == fieldUnpriced:
			text = no
		}
		rows[key] = text
	}
}

// orMSRP is what is offered: the MSRP where there is one, else the price.
func (rows Rows) orMSRP(key Key, text string) string {
	if msrp := rows[with(key, fieldMSRP+key.Field)]; msrp != "" {
		return msrp
	}
	return text
}

func (rows Rows) takeCategory(vendor Rows, id domain.CategoryID) {
	for key, text := range vendor {
		if key.Category == id && isSales(key.Field) {
			rows[key] = text
		}
	}
}

func isSales(field domain.Field) bool {
	return slices.Contains([]domain.Field{domain.FieldSalesCategory, domain.FieldCategoryName, domain.FieldCategoryText,
		domain.FieldCategoryParent, domain.FieldCategoryPosition, domain.FieldDisplay}, field)
}

// conversion turns prices of one currency into another by way of the provider's (rule G14).
type conversion struct {
	from, to   domain.Currency
	rates      domain.ExchangeRates
	unmeasured map[domain.ResourceID]bool
}

// exact divides out the one rate and multiplies the other in; nil where one is not known.
func (c conversion) exact(amount *big.Rat) *big.Rat {
	from, known := new(big.Rat).SetString(c.rates[c.from].String())
	to, alsoKnown := new(big.Rat).SetString(c.rates[c.to].String())
	if !known || !alsoKnown || from.Sign() <= 0 || to.Sign() <= 0 {
		return nil
	}
	return amount.Mul(amount, to).Quo(amount, from)
}

// decimals is how many decimals of the price of a resource are kept: 6, or up to 12 that make 6 digits with those of the zeros after
// the point; of what is not measurable those of the currency.
func (c conversion) decimals(resource domain.ResourceID, text string) int32 {
	amount, set := new(big.Rat).SetString(text)
	if c.unmeasured[resource] {
		return c.to.Exponent()
	}
	if !set || c.from == c.to || c.exact(amount) == nil {
		return 6
	}
	fraction, small := strings.CutPrefix(amount.FloatString(12), "0.")
	if !small {
		return 6
	}
	zeros := len(fraction) - len(strings.TrimLeft(fraction, "0"))
	return int32(min(6+zeros, 12))
}

// price converts and rounds once, half away from zero.
func (c conversion) price(text string, decimals int32) string {
	amount, set := new(big.Rat).SetString(text)
	if !set || c.from == c.to || amount.Sign() == 0 { // nothing is nothing in every currency
		return text
	}
	if c.exact(amount) == nil {
		return noRate
	}
	rounded := amount.FloatString(int(decimals)) // FloatString rounds half away from zero
	if strings.Contains(rounded, ".") {
		rounded = strings.TrimRight(strings.TrimRight(rounded, "0"), ".")
	}
	if rounded == "0" {
		return noRate
	}
	return rounded
}

// withoutHidden leaves out the notifications of a schedule whose template resellers may not see (rule 5b).
func withoutHidden(text string, visible map[domain.NotificationID]bool) string {
	lines := strings.Split(text, "\n")
	kept := lines[:1]
	for _, line := range lines[1:] {
		if template := first(domain.ParseIDs[domain.NotificationID](line)); visible[template] {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
