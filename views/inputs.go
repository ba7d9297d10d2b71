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

// ResetName is the name of the box that gives the own value at a key back.
func ResetName(key domain.Key) string { return resetPrefix + InputName(key) }

// InputKey reads what InputName or, with reset, ResetName wrote: the field and the row. ok is false for a name of no field.
func InputKey(name string) (key domain.Key, reset, ok bool) {
	name, reset = strings.CutPrefix(name, resetPrefix)
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
