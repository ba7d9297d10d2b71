package pricesheet

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// This file knows which cells of a sheet are one cell over several lines. A sheet says so behind its lines: it is known once they were gone
// through. What stands in such a cell is in its first line alone; what a line below it means by that, nobody can know.

// maxMerged is how many such cells a sheet may have.
const maxMerged = 20_000

// Merged is a cell of a line that is one with that of a line above it.
type Merged struct {
	Column int // the first is 0
	Line   int // in which it begins
}

// mergedCells are cells over several lines; the first line and column are 1.
type mergedCells struct{ top, left, bottom, right int }

// readMerged reads a tag behind the lines of a sheet.
func (s *sheetSource) readMerged(e xml.StartElement) error {
	if e.Name.Local != "mergeCell" {
		return nil
	}
	first, last, _ := strings.Cut(attribute(e, "ref"), ":")
	cells := mergedCells{rowNumber(first), columnNumber(first), rowNumber(last), columnNumber(last)}
	if cells.top == 0 || cells.left == 0 || cells.bottom <= cells.top || cells.right < cells.left {
		return nil
	}
	if len(s.merged) == maxMerged {
		return refuse(0, fmt.Sprintf("has more than %d cells that are one over several lines", maxMerged))
	}
	s.merged = append(s.merged, cells)
	return nil
}

// rowNumber is the row of a cell's place: 7 of AB7; 0 where it is none.
func rowNumber(place string) int {
	n, err := strconv.Atoi(strings.TrimLeft(place, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// mergedAt tells which cells of each line are merged with those above, line by line from the first on.
type mergedAt struct {
	coming []mergedCells // by their first line
	open   []mergedCells
}

func newMergedAt(all []mergedCells) mergedAt {
	return mergedAt{coming: slices.SortedFunc(slices.Values(all), func(a, b mergedCells) int { return cmp.Compare(a.top, b.top) })}
}

func (m *mergedAt) line(number int) []Merged {
	for len(m.coming) > 0 && m.coming[0].top < number {
		m.open, m.coming = append(m.open, m.coming[0]), m.coming[1:]
	}
	m.open = slices.DeleteFunc(m.open, func(c mergedCells) bool { return c.bottom < number })
	var list []Merged
	for _, cells := range m.open {
		for column := cells.left; column <= min(cells.right, MaxColumns); column++ {
			list = append(list, Merged{column - 1, cells.top})
		}
	}
	return list
}

// mergedProblem says which used cells of a row stand in a line above it.
func (c *columns) mergedProblem(row Row) (problems []string) {
	used := map[int]bool{}
	for role, at := range c.at {
		used[at] = role != RoleTitle
	}
	for _, a := range c.amounts {
		used[a.at] = true
	}
	for _, m := range row.Merged {
		if used[m.Column] {
			problems = append(problems, fmt.Sprintf("%s: the cell is one with that of line %d, and a line has to say it itself", c.header.names[m.Column], m.Line))
		}
	}
	return problems
}
