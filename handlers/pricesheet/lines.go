package pricesheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"tiersync/domain"
)

// lineReader makes lines of rows.
type lineReader struct {
	*columns
	epoch1904 bool
	amounts   evidence
	days      dateEvidence
	hidden    hiddenLines
	rows      int // that were collected
	lines     []Line
	texts     map[string]string // what many lines say, once
}

// collect looks at what a row says about how the file is written.
func (r *lineReader) collect(row Row) error {
	r.rows++
	r.hidden.add(row)
	for _, i := range r.reads {
		if i < len(row.Cells) && row.Cells[i].Kind == TextCell && row.Cells[i].Text != "" {
			r.amounts.add(readNumber(row.Cells[i].Text), row.Line, row.Cells[i].Text)
		}
	}
	for _, i := range r.columns.dates {
		if i < len(row.Cells) && row.Cells[i].Kind == TextCell && row.Cells[i].Text != "" {
			r.days.add(readDate(row.Cells[i].Text), row.Line, row.Cells[i].Text)
		}
	}
	return nil
}

// said is how the file was read, in words.
func (r *lineReader) said() []string {
	var said []string
	for _, s := range []string{r.amounts.said(), r.days.said(), r.days.century(), r.hidden.said(), r.columns.said(), r.columns.unreadSaid()} {
		if s != "" {
			said = append(said, s)
		}
	}
	for _, name := range r.missing {
		said = append(said, "There is no column "+quoted(name)+", which was chosen")
	}
	for _, name := range r.unpriced {
		said = append(said, "The column "+quoted(name)+" has no price here and is left out")
	}
	return said
}

// read makes a line of a row that is not blank.
func (r *lineReader) read(row Row) error {
	if blank(row) {
		return nil
	}
	l := Line{SheetLine: domain.SheetLine{Number: row.Line}}
	aside := Layer(r.text(row, RoleLayer)).aside()
	switch {
	case r.isHeader(row):
		l.State, l.Notes = Aside, []string{"The headings again"}
	case aside != "":
		l.State, l.Notes = Aside, []string{aside}
	default:
		priced := r.fill(&l, row)
		if row.Hidden {
			note(&l, "The sheet hides this line")
		}
		if !priced {
			l.State = Wrong
			break
		}
		if r.lines = append(r.lines, r.apart(l, row)...); len(r.lines) > MaxLines {
			return refuse(row.Line, fmt.Sprintf("is the last of %d with prices of different terms or tiers, which are all that one file may have", MaxLines))
		}
		return nil
	}
	r.lines = append(r.lines, l)
	return nil
}

func (r *lineReader) isHeader(row Row) bool {
	for i, c := range row.Cells {
		name := ""
		if i < len(r.header.said) {
			name = r.header.said[i]
		}
		if plainName(c.Text) != plainName(name) {
			return false
		}
	}
	return true
}

// fill reads all cells of a row but its prices, and reports whether it can have any. What is wrong is said of each, so that all of it can be
// mended at once.
func (r *lineReader) fill(l *Line, row Row) (priced bool) {
	if len(row.Cells) > len(r.header.names) && !blank(Row{Cells: row.Cells[len(r.header.names):]}) {
		wrong(l, fmt.Sprintf("More cells than the %d columns: a text or a number that is not in quotes may have a separator in it", len(r.header.names)))
		return false
	}
	r.identify(l, row)
	if problems := r.mergedProblem(row); len(problems) > 0 {
		wrong(l, strings.Join(problems, "; "))
		return false
	}
	if problem := r.noProduct(l, row); problem != "" {
		wrong(l, problem)
		return false
	}
	r.term(l, row)
	r.currency(l, row)
	r.bound(l, row)
	r.window(l, row)
	r.unit(l, row)
	return true
}

// wrong adds to what is wrong with a line.
func wrong(l *Line, problem string) {
	if l.Problem != "" {
		l.Problem += "; "
	}
	l.Problem += problem
}

func note(l *Line, format string, args ...any) {
	l.Notes = append(l.Notes, fmt.Sprintf(format, args...))
}

// text is a cell's text without blanks around it.
func (r *lineReader) text(row Row, role Role) string {
	text := strings.TrimFunc(r.cell(row, role).Text, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsGraphic(c) })
	if r.layout.own {
		return undefused(text)
	}
	return text
}

// shared keeps a text that many lines have once; a cell's text is part of its whole line, which would be kept with it.
func (r *lineReader) shared(text string) string {
	const most = 200_000
	if kept, found := r.texts[text]; found {
		return kept
	}
	text = strings.Clone(text)
	if len(r.texts) < most {
		r.texts[text] = text
	}
	return text
}

// identify reads what a line is about.
func (r *lineReader) identify(l *Line, row Row) {
	l.Plan, l.Period, l.Resource = r.id(l, row, RolePlan), r.id(l, row, RolePeriod), r.id(l, row, RoleResource)
	l.Product, l.SKU, l.Title = r.shared(r.text(row, RoleProduct)), r.shared(r.text(row, RoleSKU)), r.shared(r.text(row, RoleTitle))
	l.Billing, l.Segment, l.Market = r.shared(r.text(row, RoleBilling)), r.shared(r.text(row, RoleSegment)), r.shared(r.text(row, RoleMarket))
	l.Changed = r.shared(r.text(row, RoleChanged))
	for _, role := range []Role{RoleProduct, RoleSKU} {
		if text := r.text(row, role); shortenedID.MatchString(text) {
			wrong(l, fmt.Sprintf("%s: %s is how a spreadsheet shortens a long number, whose digits are lost", r.heading(role), quoted(text)))
		}
	}
	if r.layout.topLevel {
		l.Product = r.shared(strings.ToLower(strings.TrimPrefix(l.Product, ".")))
	}
	if n := len(l.SKU); r.layout.fourDigits && n < 4 && allDigits(l.SKU) {
		l.SKU = r.shared("0000"[n:] + l.SKU)
		note(l, "SKU %s is written %s: spreadsheets leave out zeros at the beginning", l.SKU, l.SKU[4-n:])
	}
}

// shortenedID is an id that a spreadsheet took for a number and wrote as one with an exponent: "4.00638E+12".
var shortenedID = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[eE]\+[0-9]{1,3}$`)

// id reads an id of ours; 0 where there is none.
func (r *lineReader) id(l *Line, row Row, role Role) int64 {
	text := r.text(row, role)
	if text == "" || text == "0" {
		return 0
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 0 {
		wrong(l, fmt.Sprintf("%s: %s is no id", r.heading(role), quoted(text)))
		return 0
	}
	return id
}

// heading is what the column of a role is called.
func (r *lineReader) heading(role Role) string { return r.header.names[r.at[role]] }

// noProduct says why a line is about no product, "" where it is about one.
func (r *lineReader) noProduct(l *Line, row Row) string {
	filled, priced := 0, false
	for _, c := range row.Cells {
		if strings.TrimSpace(c.Text) != "" {
			filled++
		}
	}
	for _, a := range r.columns.amounts {
		priced = priced || a.at < len(row.Cells) && strings.TrimSpace(row.Cells[a.at].Text) != ""
	}
	named := l.Plan != 0 || l.Product != "" || l.SKU != ""
	alone := l.Plan == 0 && (l.Product == "") != (l.SKU == "") && l.Title == ""
	switch {
	case filled == 1 && !priced:
		return "A text and nothing else: no product"
	case isTotal(l.Title) && !named, alone && isTotal(l.Product+l.SKU):
		return "A total: no product"
	case !named:
		return "No product is named"
	}
	return ""
}

func isTotal(text string) bool {
	switch strings.ToLower(strings.Trim(text, " :.=")) {
	case "total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt":
		return true
	}
	return false
}

// currency reads the currency of a line, which is the chosen one where no column says it.
func (r *lineReader) currency(l *Line, row Row) {
	text := r.text(row, RoleCurrency)
	if text == "" {
		l.Currency = r.layout.Mapping.Currency
		return
	}
	code, ok := readCurrency(text)
	if !ok {
		wrong(l, fmt.Sprintf("%s: %s is no currency", r.heading(RoleCurrency), quoted(text)))
	}
	l.Currency = code
}

// bound reads the lower bound of a tier.
func (r *lineReader) bound(l *Line, row Row) {
	cell := r.cell(row, RoleFrom)
	text := strings.TrimFunc(cell.Text, unicode.IsSpace)
	if text == "" {
		return
	}
	canonical, problem := r.amounts.read(readNumber(text))
	if cell.Kind == NumberCell {
		canonical, problem = exactNumber(readNumber(text))
	}
	from, err := strconv.ParseInt(canonical, 10, 64)
	switch {
	case problem != "":
		wrong(l, fmt.Sprintf("%s: %s %s", r.heading(RoleFrom), quoted(text), problem))
	case err != nil:
		wrong(l, fmt.Sprintf("%s: %s is no whole number", r.heading(RoleFrom), quoted(text)))
	}
	l.From = from
}

// window reads when a line holds.
func (r *lineReader) window(l *Line, row Row) {
	starts, _ := r.date(l, row, RoleStarts)
	ends, timed := r.date(l, row, RoleEnds)
	l.Starts, l.Ends = window(starts, ends, timed)
	if !l.Starts.IsZero() && !l.Ends.IsZero() && l.Ends.Before(l.Starts) {
		wrong(l, fmt.Sprintf("It ends on %s, before it begins on %s", l.Ends.Format(time.DateOnly), l.Starts.Format(time.DateOnly)))
	}
}

func (r *lineReader) date(l *Line, row Row, role Role) (on time.Time, timed bool) {
	cell := r.cell(row, role)
	text := strings.TrimFunc(cell.Text, unicode.IsSpace)
	switch {
	case text == "" || text == "-":
		return on, false
	case cell.Kind == NumberCell && !readDate(text).isDate(): // 20260301 is one, and far behind the last day of Excel
		on, ok := serialDay(text, r.epoch1904)
		if !ok || !daysOfLists(on) {
			wrong(l, fmt.Sprintf("%s: %s is a number, which the sheet does not show as a date", r.heading(role), quoted(text)))
			return time.Time{}, false
		}
		note(l, "%s: %s is %s, as Excel counts days", r.heading(role), quoted(text), on.Format(time.DateOnly))
		return on, on.Truncate(24*time.Hour) != on
	}
	d := readDate(text)
	on, problem := r.days.read(d)
	if problem != "" {
		wrong(l, fmt.Sprintf("%s: %s %s", r.heading(role), quoted(text), problem))
	}
	return on, d.timed
}
