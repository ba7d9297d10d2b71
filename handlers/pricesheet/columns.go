package pricesheet

import (
	"fmt"
	"slices"
	"strings"

	"tiersync/domain"
)

// columns is a layout found in a header: where each role stands, -1 where nowhere.
type columns struct {
	at       map[Role]int
	amounts  []amountColumn
	reads    []int // every column with amounts and bounds, for evidence
	dates    []int
	header   header
	layout   Layout
	places   []placed // for which columns have prices, in their order; the zero placed is what the line says
	unpriced []string // headings of prices that have no field here
	unread   []string // headings of what else has no use
	missing  []string // headings that were chosen and are not there
}

// amountColumn is a column with prices; field "" is said by the line.
type amountColumn struct {
	at    int
	name  string
	field domain.Field
	msrp  bool
	affix string // the currency that the heading says
	placed
}

// placed is the term and the lower bound of a tier that a column's prices are for; zero is what the line says.
type placed struct {
	term domain.Term
	from int64
}

// columnsOf finds the columns of a layout in a header. A heading that is used must be there once, and each role be played by
// one column.
func columnsOf(h header, layout Layout) (*columns, error) {
	uses := map[string]Use{}
	for name, use := range layout.Mapping.Columns {
		uses[plainName(name)] = use
	}
	c := &columns{at: map[Role]int{}, header: h, layout: layout, missing: missing(h, layout)}
	taken := map[Use]string{}
	for i, name := range h.names {
		use, used := uses[plainName(name)]
		if !used || plainName(name) == "" {
			c.passOver(name)
			continue
		}
		if other, twice := taken[use]; twice {
			return nil, refuse(h.line, fmt.Sprintf("has two columns for the same: %s and %s", quoted(other), quoted(name)))
		}
		taken[use] = name
		c.take(i, name, use)
	}
	if len(c.amounts) == 0 {
		return nil, refuse(h.line, "has no column with prices")
	}
	for _, a := range c.amounts {
		if a.field == "" && !c.has(RoleField) || a.field != "" && !slices.Contains(domain.PriceKinds(), a.field) {
			return nil, refuse(h.line, "does not say which price "+quoted(a.name)+" is")
		}
	}
	if !c.has(RolePlan) && !c.has(RoleProduct) && !c.has(RoleSKU) {
		return nil, refuse(h.line, "has no column that says which product a line is: a product id, or an SKU or article number")
	}
	return c, nil
}

// missing lists the headings that somebody chose and that are not in this file: the next month's may have others.
func missing(h header, layout Layout) []string {
	var names []string
	for name := range layout.Mapping.Columns {
		if layout.chosen && !slices.ContainsFunc(h.names, func(there string) bool { return plainName(there) == plainName(name) }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (c *columns) take(i int, name string, use Use) {
	switch use.Role {
	case RolePrice, RoleMSRP:
		c.amounts = append(c.amounts, amountColumn{i, name, use.Field, use.Role == RoleMSRP, headingCurrency(name), placed{use.Term, use.From}})
		if of := (placed{use.Term, use.From}); !slices.Contains(c.places, of) {
			c.places = append(c.places, of)
		}
		c.reads = append(c.reads, i)
		return
	case RoleFrom:
		c.reads = append(c.reads, i)
	case RoleStarts, RoleEnds:
		c.dates = append(c.dates, i)
	}
	c.at[use.Role] = i
}

// passOver keeps the heading of a column that has no use: of what has prices, but no place here, and of what nobody said what it is.
func (c *columns) passOver(name string) {
	switch plain := plainName(name); {
	case slices.Contains(c.layout.unpriced, plain):
		c.unpriced = append(c.unpriced, name)
	case plain != "" && !c.layout.own:
		c.unread = append(c.unread, name)
	}
}

// unreadSaid is what the page says of the columns that are not read, "" where all are. A list may have begun to say something in one.
func (c *columns) unreadSaid() string {
	const most = 12
	if len(c.unread) == 0 {
		return ""
	}
	var each []string
	for _, name := range c.unread[:min(len(c.unread), most)] {
		each = append(each, "column "+quoted(name))
	}
	if more := len(c.unread) - most; more > 0 {
		each = append(each, fmt.Sprintf("and %d more", more))
	}
	return "Not read: " + strings.Join(each, ", ")
}

func (c *columns) has(r Role) bool { _, has := c.at[r]; return has }

// cell is what a line has for a role, nothing where there is no such column or the line ends before it.
func (c *columns) cell(row Row, r Role) Cell {
	i, has := c.at[r]
	if !has || i >= len(row.Cells) {
		return Cell{}
	}
	return row.Cells[i]
}
