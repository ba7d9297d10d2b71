package tablefile

import (
	"strconv"
	"strings"
	"time"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
)

// Cell is one value of a row. The zero Cell is empty.
type Cell struct {
	text   string // as CSV has it
	number string // of a number: digits with a decimal point and without zeros that say nothing
	layout string // of a date: how its text is written
}

// Text is a text, which stays one whatever it looks like.
func Text[S ~string](s S) Cell { return Cell{text: string(s)} }

// ID is the number of a thing, empty for none.
func ID[N ~int64](id N) Cell {
	if id == 0 {
		return Cell{}
	}
	return Count(id)
}

// Count is a whole number.
func Count[N ~int | ~int64](n N) Cell {
	text := strconv.FormatInt(int64(n), 10)
	return Cell{text: text, number: text}
}

// Amount is a bare amount, or "not set". Its currency stands in a cell beside it.
func Amount(p domain.Price) Cell { return Cell{text: pricesheet.WriteAmount(p), number: p.String()} }

// AmountOrNone is Amount for what need not be there: empty where it is not set.
func AmountOrNone(p domain.Price) Cell {
	if !p.IsSet() {
		return Cell{}
	}
	return Amount(p)
}

// Day is a date, 2026-01-31, empty for none.
func Day(t time.Time) Cell { return moment(t, time.DateOnly) }

// Moment is a moment in UTC, 2026-01-31T14:05:00Z, empty for none.
func Moment(t time.Time) Cell { return moment(t, time.RFC3339) }

func moment(t time.Time, layout string) Cell {
	if t.IsZero() {
		return Cell{}
	}
	return Cell{text: t.UTC().Format(layout), layout: layout}
}

// date returns the day or the moment that the cell is; false where it is neither, or a sheet knows none so long ago.
func (c Cell) date() (time.Time, bool) {
	t, err := time.Parse(c.layout, c.text)
	return t, c.layout != "" && err == nil && t.Year() >= firstYear
}

// firstYear is the first one of which all spreadsheets count the days alike.
const firstYear = 1901

// YesNo is yes or no.
func YesNo(is bool) Cell { return Text(domain.YesNo(is)) }

// exactDigits is how many digits of a number spreadsheets keep.
const exactDigits = 15

// exact returns the number as spreadsheets keep numbers; false where they would not keep it digit by digit.
func (c Cell) exact() (float64, bool) {
	if c.number == "" || len(strings.Trim(strings.Replace(c.number, ".", "", 1), "0")) > exactDigits {
		return 0, false
	}
	f, err := strconv.ParseFloat(c.number, 64)
	return f, err == nil && strconv.FormatFloat(f, 'f', -1, 64) == c.number
}
