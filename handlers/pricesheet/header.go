package pricesheet

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// headerWithin is how many lines that are not blank may stand above the headings of the columns.
const headerWithin = 20

// header is the line that says which column is what; line 0: none was found.
type header struct {
	line  int
	names []string // of which several that are the same were numbered
	said  []string // as they stand there
	above bool     // something stands above it

	refused error // why there is none
}

// numbered tells columns with one and the same heading apart, for somebody who says which is what: "Price (1)", "Price (2)".
func (h header) numbered() header {
	times, count := map[string]int{}, map[string]int{}
	for _, name := range h.said {
		times[plainName(name)]++
	}
	h.names = slices.Clone(h.said)
	for i, name := range h.said {
		if plain := plainName(name); plain != "" && times[plain] > 1 {
			count[plain]++
			h.names[i] = fmt.Sprintf("%s (%d)", name, count[plain])
		}
	}
	return h
}

var errEnough = errors.New("enough rows")

// findHeader looks at the head of a file: the first line that is a known layout's header, else the first of two cells or more
// that are all words and of which one is called as products are and one as prices are, else the first of words, also where a line
// behind it cannot be read. Titles above it are passed over, but not what has as many cells with numbers: that are prices without headings. Nor
// is what would be headings if no date stood among them.
func findHeader(s source) (header, error) {
	var known, hinted, plain header
	var dated error
	seen, most := 0, 0
	err := s.rows(func(row Row) error {
		if blank(row) {
			return nil
		}
		names := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			names[i] = strings.TrimSpace(strings.Map(printable, c.Text))
		}
		if _, is := recogniseLayout(names); is {
			known = header{line: row.Line, names: names, said: names, above: seen > 0}
			return errEnough
		}
		switch n := filled(names); {
		case !allWords(row):
			if why := datedHeadings(row, names); why != "" && dated == nil && n > filled(plain.names) {
				dated = refuse(row.Line, why)
			}
			most = max(most, n)
		case n < 2 || n <= most:
		case hinted.line == 0 && speaksOfPrices(names):
			hinted = header{line: row.Line, names: names, said: names, above: seen > 0}
		case plain.line == 0:
			plain = header{line: row.Line, names: names, said: names, above: seen > 0}
		}
		if seen++; seen == headerWithin {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	for _, found := range []header{known, hinted} {
		if found.line > 0 {
			return found, err
		}
	}
	if dated != nil {
		return header{refused: dated}, err
	}
	return plain, err
}

// speaksOfPrices reports whether headings name a product and a price.
func speaksOfPrices(names []string) bool {
	product, price := false, false
	for _, use := range Suggest(names).Columns {
		product = product || namesProduct(use)
		price = price || use.Role == RolePrice || use.Role == RoleMSRP
	}
	return product && price
}

// allWords tells headings from prices: no cell is a number or a date.
func allWords(row Row) bool {
	for _, c := range row.Cells {
		if c.Kind != TextCell {
			return false
		}
		if text := strings.TrimSpace(c.Text); text != "" && (readNumber(text).isNumber() || readDate(text).isDate()) {
			return false
		}
	}
	return true
}

func filled(names []string) int {
	n := 0
	for _, name := range names {
		if name != "" {
			n++
		}
	}
	return n
}

func blank(row Row) bool {
	for _, c := range row.Cells {
		if strings.TrimSpace(c.Text) != "" {
			return false
		}
	}
	return true
}

// plainName is a heading as it is compared: case, blanks and what stands for blanks do not matter.
func plainName(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("%€$£", r) {
			return r
		}
		return -1
	}, norm.NFC.String(name)))
}

// printable keeps what one can see, and makes every blank a plain one.
func printable(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case !unicode.IsGraphic(r):
		return -1
	}
	return r
}

// body hands out the lines below the header; nil for those who stop with errEnough.
func (f *File) body(use func(Row) error) error {
	err := f.source.rows(func(row Row) error {
		if row.Line <= f.header.line {
			return nil
		}
		return use(row)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
