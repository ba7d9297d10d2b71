package pricesheet

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// This file knows headings that a spreadsheet program made days or months of: it takes "1-10" for 10-Jan, and "11-50" for Nov-50.
// Which of them it was cannot be known, so they are never read as tiers, nor are other columns then as if they were all.

// MadeDate reports whether a heading is nothing but a day or a month.
func MadeDate(heading string) bool {
	if readDate(heading).isDate() {
		return true
	}
	words := strings.FieldsFunc(heading, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(".,-/", c) })
	if len(words) != 2 {
		return false
	}
	isMonth := func(word string) bool { return monthNamed(word) > 0 }
	isNumber := func(word string) bool { return len(word) <= 4 && allDigits(word) }
	return isMonth(words[0]) && isNumber(words[1]) || isNumber(words[0]) && isMonth(words[1])
}

// datedHeadings is why a line is not the headings that it would be if its dates were words; "" where it would be none.
func datedHeadings(row Row, names []string) string {
	on := -1
	for i, c := range row.Cells {
		switch {
		case c.Kind == DateCell || c.Kind == TextCell && readDate(names[i]).isDate():
			if on < 0 {
				on = i
			}
		case c.Kind != TextCell || readNumber(names[i]).isNumber():
			return ""
		}
	}
	if on < 0 || !slices.ContainsFunc(names, func(name string) bool { return namesProduct(hinted(name)) }) {
		return ""
	}
	return fmt.Sprintf("has the date %s among the headings of columns, as spreadsheet programs make of “1-10”. Where it says how many a price is for, "+
		"write “1 to 10”; where it says a month, write it in words", quoted(names[on]))
}

// namesProduct reports whether a column says which product a line is.
func namesProduct(use Use) bool {
	return use.Role == RoleProduct || use.Role == RoleSKU || use.Role == RoleTitle
}
