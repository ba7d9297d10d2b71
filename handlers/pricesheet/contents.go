package pricesheet

// contents are how many of the first cells of a column can be read as what. One cell may be several: a number that may be a day.
type contents struct {
	filled, numbers, dates, currencies, terms int
}

// contentsOf is how many lines are looked at to see what columns are.
const contentsOf = 1000

// Suggest is [Suggest] for the columns of the file, by what stands in its first lines, too: a price has a number in one of them, a date a day.
// Unlike is what their headings suggest of columns that are not.
func (f *File) Suggest() (m Mapping, unlike map[string]Use, err error) {
	columns, n := make([]contents, len(f.header.names)), 0
	err = f.body(func(row Row) error {
		for i, c := range row.Cells[:min(len(row.Cells), len(columns))] {
			columns[i].add(c, f.epoch1904)
		}
		if n++; n == contentsOf {
			return errEnough
		}
		return nil
	})
	m, unlike = suggest(f.header.names, func(i int, role Role) bool { return columns[i].mayBe(role) })
	return m, unlike, err
}

func (of *contents) add(c Cell, epoch1904 bool) {
	if blank(Row{Cells: []Cell{c}}) {
		return
	}
	on, serial := serialDay(c.Text, epoch1904)
	isDate := readDate(c.Text).isDate() || c.Kind == NumberCell && serial && daysOfLists(on)
	_, isCurrency := readCurrency(c.Text)
	_, _, isTerm := readTerm(c.Text)
	of.filled++
	of.numbers += one(c.Kind == NumberCell || c.Kind == TextCell && readNumber(c.Text).problem != notANumber)
	of.dates += one(isDate)
	of.currencies += one(isCurrency)
	of.terms += one(isTerm || unitless(c.Text))
}

// mayBe reports whether a column can have the role: it has what the role is read as, and not more of what it is not. An empty one may be anything.
func (of contents) mayBe(role Role) bool {
	switch {
	case of.filled == 0:
		return true
	case role == RolePrice, role == RoleMSRP, role == RoleFrom:
		return of.numbers > 0 && of.numbers >= of.dates
	case role == RoleStarts, role == RoleEnds:
		return of.dates > 0 && of.dates >= of.numbers
	case role == RoleCurrency:
		return of.currencies > 0
	case role == RoleTerm:
		return of.terms > 0
	}
	return true
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
