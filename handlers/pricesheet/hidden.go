package pricesheet

import "fmt"

// hiddenLines counts the lines that a workbook does not show, as by a filter. They are read as all others, which nobody who looks at the sheet
// would know.
type hiddenLines struct {
	lines int
	first place
}

func (h *hiddenLines) add(row Row) {
	if row.Hidden && !blank(row) {
		h.lines++
		h.first.seen(row.Line)
	}
}

// said is what the page says about them, "" where there are none.
func (h *hiddenLines) said() string {
	switch h.lines {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("Line %d, which the sheet hides, is read as all others", h.first.line)
	}
	return fmt.Sprintf("%d lines, which the sheet hides, are read as all others: the first is line %d", h.lines, h.first.line)
}
