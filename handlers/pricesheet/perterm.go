package pricesheet

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"tiersync/domain"
)

// This file reads lists with one column of prices for each length of time: "Monthly", "1 Year", "Renew 2 yr". A line of such a list is as many
// lines as it has prices for different terms.

// termed takes the length of time that a heading says out of it: "Renew 2 yr" is "Renew" for two years. It is false where the heading says
// none, or several. A word alone, as "monthly", is a length only where it is the whole heading: a monthly price may be one of a year.
func termed(heading string) (rest string, term domain.Term, ok bool) {
	if term, _, ok := readTerm(strings.TrimSpace(heading)); ok {
		return "", term, term != domain.Term{}
	}
	words := strings.FieldsFunc(heading, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '%' })
	for i := range words {
		for n := 1; n <= 2 && i+n <= len(words); n++ {
			found, _, is := readTerm(strings.Join(words[i:i+n], " "))
			switch {
			case !is || !unicode.IsDigit([]rune(words[i])[0]):
			case ok:
				return "", domain.Term{}, false
			default:
				rest, term, ok = strings.Join(slices.Concat(words[:i], words[i+n:]), " "), found, true
			}
		}
	}
	return rest, term, ok
}

// readTerms adds the headings that say a length of time beside one of the layout's prices to its columns. It returns what the headings are called,
// and what these are called without it; nothing where two say the same.
func (l *Layout) readTerms(names []string) (plain []string) {
	for _, name := range names {
		plain = append(plain, plainName(name))
	}
	if l.bare == "" {
		return plain
	}
	columns := maps.Clone(l.Mapping.Columns)
	for i, name := range names {
		rest, term, ok := termed(name)
		base := cmp.Or(plainName(rest), l.bare)
		if use := l.Mapping.Use(base); ok && use.Role == RolePrice {
			if slices.Contains(plain[:i], plain[i]) { // a line above may tell them apart: somebody has to
				return nil
			}
			columns[name] = Use{RolePrice, use.Field, term}
			plain = append(plain, base)
		}
	}
	l.Mapping.Columns = columns
	return plain
}

// said is which headings were read as terms, "" where none was.
func (c *columns) said() string {
	var each []string
	for _, a := range c.amounts {
		if a.term == (domain.Term{}) {
			continue
		}
		label := a.field.Label()
		if a.msrp {
			label = a.field.MSRP().Label()
		}
		each = append(each, fmt.Sprintf("%s is %s for %s", quoted(a.name), label, termWords(a.term)))
	}
	if len(each) == 0 {
		return ""
	}
	return "Columns of a term: " + strings.Join(each, ", ")
}

func termWords(t domain.Term) string { return domain.Period{Length: t.Length, Unit: t.Unit}.Label() }

// term reads the length of time that a line says.
func (r *lineReader) term(l *Line, row Row) {
	text := r.text(row, RoleTerm)
	term, metered, ok := r.readTerm(text)
	if !ok {
		wrong(l, r.heading(RoleTerm)+": "+termProblem(text))
	}
	l.Term, l.Metered = term, metered || r.layout.consumed && term == domain.Term{}
}

// readTerm reads a term of a line, whose unit the heading may say.
func (r *lineReader) readTerm(text string) (term domain.Term, metered, ok bool) {
	if unitless(text) {
		text += r.headingUnit()
	}
	return readTerm(text)
}

// headingUnit is what the heading of terms says that they count: "Laufzeit (Monate)"; "" where it says nothing, or several.
func (r *lineReader) headingUnit() (unit string) {
	at, has := r.at[RoleTerm]
	if !has {
		return ""
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(r.header.names[at]), func(c rune) bool { return !unicode.IsLetter(c) }) {
		switch named := unitNamed(word); {
		case len(word) < 2 || named == "":
		case unit != "" && unit != named:
			return ""
		default:
			unit = named
		}
	}
	return unit
}

// byTerm makes of a line one for each term of which it has prices; of one that is wrong, or has none, one that says so.
func (r *lineReader) byTerm(l Line, row Row) []Line {
	if l.Problem != "" {
		for _, term := range r.columns.terms {
			r.prices(&l, row, term)
		}
		l.State = Wrong
		return []Line{l}
	}
	var lines []Line
	for _, term := range r.columns.terms {
		of := l
		of.Notes = slices.Clone(l.Notes)
		if term != (domain.Term{}) {
			of.Term = term
		}
		i := slices.IndexFunc(lines, func(made Line) bool { return made.Term.Same(of.Term) })
		if i < 0 {
			i, lines = len(lines), append(lines, of)
		}
		r.prices(&lines[i], row, term)
	}
	lines = slices.DeleteFunc(lines, func(made Line) bool { return len(made.Prices) == 0 && made.Problem == "" })
	if len(lines) == 0 {
		wrong(&l, "There is no price")
		lines = append(lines, l)
	}
	for i := range lines {
		if lines[i].Problem != "" {
			lines[i].State = Wrong
		}
	}
	return lines
}

// otherTerm says that a price stands in the column of another term than its line's, "" where it does not.
func (r *lineReader) otherTerm(l *Line, row Row, column amountColumn) string {
	text := r.text(row, RoleTerm)
	term, metered, ok := r.readTerm(text)
	if column.term == (domain.Term{}) || !ok || !metered && (term == domain.Term{} || term.Same(column.term)) {
		return ""
	}
	return fmt.Sprintf("%s is a price for %s, and the line is for %s", quoted(column.name), termWords(column.term), quoted(text))
}
