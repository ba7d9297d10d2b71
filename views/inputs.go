package views

import (
	"strconv"
	"strings"

	"tiersync/domain"
)

// resetPrefix begins the name of the box that gives an own value back.
const resetPrefix = "reset-"

// InputName is the name under which forms have the value at a key: its field's, and of a price its row in the form of a rate, as in
// "recurring_price-22-100". Which thing it is of says the form's page.
func InputName(key domain.Key) string {
	name := string(key.Field)
	if inRow(key.Field) {
		name += "-" + RowName(domain.PriceRow{Period: key.Period, From: key.From})
	}
	return name
}

// RowName names a row of prices in the form of a rate.
func RowName(row domain.PriceRow) string {
	return idText(row.Period) + "-" + strconv.FormatInt(row.From, 10)
}

// PriceName is the name under which a form over several plans has the price at a key: its field, then the ids of plan, period and resource and
// the lower bound, as in "recurring_price@12-0-4-100"; of an upgrade fee the ids of the two plans.
func PriceName(key domain.Key) string {
	if key.Field == domain.FieldUpgradeFee {
		return string(key.Field) + "@" + idText(key.Plan) + "-" + key.Name
	}
	return string(key.Field) + "@" + strings.Join([]string{idText(key.Plan), idText(key.Period), idText(key.Resource), strconv.FormatInt(key.From, 10)}, "-")
}

// ResetPriceName is the name of the box of such a form that gives the own price at a key back.
func ResetPriceName(key domain.Key) string { return resetPrefix + PriceName(key) }

// ResetName is the name of the box that gives the own value at a key back.
func ResetName(key domain.Key) string { return resetPrefix + InputName(key) }

// InputKey reads what InputName or PriceName wrote, or, with reset, ResetName or ResetPriceName: the field and what the name says of where it
// is. ok is false for a name of no field.
func InputKey(name string) (key domain.Key, reset, ok bool) {
	name, reset = strings.CutPrefix(name, resetPrefix)
	if field, place, of := strings.Cut(name, "@"); of {
		switch ids := domain.ParseIDs[int64](strings.ReplaceAll(place, "-", " ")); {
		case len(ids) == 2:
			key = domain.UpgradeFeeKey(domain.PlanID(ids[0]), domain.PlanID(ids[1]))
			key.Field = domain.Field(field)
		case len(ids) == 4:
			key = domain.Key{Field: domain.Field(field), Plan: domain.PlanID(ids[0]), Period: domain.PeriodID(ids[1]), Resource: domain.ResourceID(ids[2]), From: ids[3]}
		}
		return key, reset, key.Field.IsPrice() && PriceName(key) == name
	}
	field, row, _ := strings.Cut(name, "-")
	key.Field = domain.Field(field)
	if inRow(key.Field) {
		period, from, _ := strings.Cut(row, "-")
		key.Period, key.From = domain.PeriodID(plainNumber(period)), plainNumber(from)
	}
	return key, reset, key.Field.Info().Of != "" && InputName(key) == name
}

// inRow reports whether a field is a price of a rate, of which a form has one in each row.
func inRow(f domain.Field) bool { return f.Info().Of == domain.ObjectPriceRow && f.IsPrice() }

// plainNumber is the number that a text is, 0 for any other.
func plainNumber(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
