package pricesheet

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tiersync/domain"
)

// Limits of what is read. A file beyond one is refused as a whole, with the line and the reason.
const (
	MaxBytes   = 100 << 20 // of the file
	MaxLines   = 500_000   // that are not blank
	MaxColumns = 1_000
	maxCell    = 64 << 10 // bytes; a cell of Excel takes 32,767 characters
	maxLine    = 2 << 20  // bytes, and as many lines as a text in quotes goes over
)

// refuse says why the whole file is not read; line 0 is no line in particular. What is said goes on after "Line 7 ".
func refuse(line int, why string) error {
	if line == 0 {
		return domain.Invalid("The file " + why + ".")
	}
	return domain.Invalid(fmt.Sprintf("Line %d %s.", line, why))
}

// quoted is a cell's text as messages repeat it, which may be anything.
func quoted(text string) string {
	const most = 40
	text = strings.ToValidUTF8(strings.TrimSpace(text), "?")
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return "“" + text + "”"
}
