package pricesheet

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tiersync/domain"
)

// prices reads the amounts of a line in the columns that are for one and the same. An empty cell says nothing.
func (r *lineReader) prices(l *Line, row Row, of placed) {
	for _, column := range r.columns.amounts {
		if column.at >= len(row.Cells) || column.placed != of {
			continue
		}
		cell := row.Cells[column.at]
		if cell.Text = strings.TrimFunc(cell.Text, unicode.IsSpace); cell.Text == "" {
			continue
		}
		if problem := r.elsewhere(row, column); problem != "" {
			wrong(l, problem)
			continue
		}
		field, problem := r.field(l, row, column)
		if problem != "" {
			wrong(l, problem)
			return
		}
		amount, problem := r.amount(l, cell, column)
		if problem != "" {
			wrong(l, fmt.Sprintf("%s: %s %s", column.name, quoted(cell.Text), problem))
			continue
		}
		l.Prices = append(l.Prices, domain.SheetPrice{Field: field, Amount: amount, MSRP: column.msrp})
	}
}

// kinds are the fields of all prices.
var kinds = domain.PriceKinds()

// field is which price a column of a line has. Of what is consumed, what is bought for a term recurs.
func (r *lineReader) field(l *Line, row Row, column amountColumn) (domain.Field, string) {
	switch {
	case column.field == "":
		text := r.text(row, RoleField)
		if i := slices.Index(kinds, domain.Field(text)); i >= 0 {
			return kinds[i], "" // not the text, which is part of its whole line
		}
		return "", r.heading(RoleField) + ": " + quoted(text) + " is no name of a price"
	case r.layout.consumed && !l.Metered:
		return domain.RecurringPrice.Field(), ""
	}
	return column.field, ""
}

// amount reads a cell of prices. The problem goes on after the cell's text.
func (r *lineReader) amount(l *Line, cell Cell, column amountColumn) (amount domain.Price, problem string) {
	var n number
	var canonical string
	switch cell.Kind {
	case DateCell:
		return amount, "is a date in the sheet: a spreadsheet took a number for one"
	case ErrorCell:
		return amount, "is what the spreadsheet could not calculate"
	case NumberCell:
		n = readNumber(cell.Text)
		n.affix = cell.Sign
		canonical, problem = exactNumber(n)
	default:
		if strings.EqualFold(cell.Text, domain.NotSet) {
			return amount, ""
		}
		n = readNumber(cell.Text)
		canonical, problem = r.amounts.read(n)
	}
	if r.layout.notOffered && (n.minusOne || isDash(cell.Text)) {
		note(l, "%s: %s means that it is not offered: not set", column.name, quoted(cell.Text))
		return amount, ""
	}
	if problem != "" {
		return amount, problem
	}
	currency, problem := agree(n.affix, l.Currency)
	if problem != "" {
		return amount, problem
	}
	if l.Currency, problem = agreeHeading(column.affix, currency); problem != "" {
		return amount, problem
	}
	if cell.Kind == TextCell && plainOf(cell.Text, n.affix) != canonical {
		note(l, "%s: %s is %s", column.name, quoted(cell.Text), canonical)
	}
	if cell.Shown != "" {
		note(l, "%s: %s, %s", column.name, quoted(cell.Text), cell.Shown)
	}
	amount, err := domain.PriceFromString(canonical)
	if err != nil {
		return amount, notANumber
	}
	return amount, ""
}

// isDash reports whether a cell says in a sign or a word that there is nothing.
func isDash(text string) bool {
	switch strings.ToLower(text) {
	case "-", "–", "—", "n/a", "n.a.", "na", "not offered", "not available":
		return true
	}
	return false
}

// plainOf is a text as it would be read without thousands and exponents: what is read otherwise is worth a note.
func plainOf(text, affix string) string {
	text = strings.TrimFunc(text, unicode.IsSpace)
	text = strings.TrimFunc(strings.TrimSuffix(strings.TrimPrefix(text, affix), affix), unicode.IsSpace)
	whole, fraction, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	plain, _ := canonical(whole, strings.Trim(fraction, "-–—"))
	return plain
}

// exactNumber is a number of Excel, which has a point and nothing else.
func exactNumber(n number) (canonical, problem string) {
	switch {
	case n.fits&pointReading == 0 && n.problem == "":
		return "", notANumber
	case n.fits&pointReading == 0:
		return "", n.problem
	case tooFine(n.point):
		return "", fmt.Sprintf("has more than %d decimals", fractionDigits)
	}
	return n.point, ""
}

// unit says of a price that is for several that it is: what one costs is for somebody to know.
func (r *lineReader) unit(l *Line, row Row) {
	text := r.text(row, RoleUnit)
	of := strings.TrimLeft(text, "0123456789.,")
	number := strings.TrimSuffix(text, of)
	if number != "" && number != "1" || number == "1" && (of == "K" || of == "M") {
		note(l, "%s: the price is for %s, and is read as it stands", r.heading(RoleUnit), quoted(text))
	}
}
