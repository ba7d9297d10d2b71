package pricesheet

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tiersync/domain"
)

// This file reads lists with one column of prices for each length of time: "Monthly", "1 Year", "Renew 2 yr". A line of such a list is as many
// lines as it has prices for different terms.

var severalLengths = regexp.MustCompile(`(?i)[0-9]\s*(\+|(-|–|—|bis|to)\s*[0-9])`)

// termed takes the length of time that a heading says out of it: "Renew 2 yr" is "Renew" for two years. It is false where the heading says
// none, or several: "12-24 months", "25+ months". A word alone, as "monthly", is a length only where it is the whole heading: a monthly price may
// be one of a year.
func termed(heading string) (rest string, term domain.Term, ok bool) {
	if severalLengths.MatchString(heading) {
		return "", domain.Term{}, false
	}
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
			columns[name] = Use{Role: RolePrice, Field: use.Field, Term: term}
			plain = append(plain, base)
		}
	}
	l.Mapping.Columns = columns
	return plain
}

// said is which headings were read as terms and tiers, "" where none was.
func (c *columns) said() string {
	var each []string
	terms, tiers := false, false
	for _, a := range c.amounts {
		if a.placed == (placed{}) {
			continue
		}
		label := a.field.Label()
		if a.msrp {
			label = a.field.MSRP().Label()
		}
		terms, tiers = terms || a.term != domain.Term{}, tiers || a.from > 0
		each = append(each, fmt.Sprintf("%s is %s %s", quoted(a.name), label, a.placed))
	}
	switch {
	case len(each) == 0:
		return ""
	case terms && tiers:
		return "Columns of a tier or a term: " + strings.Join(each, ", ")
	case tiers:
		return "Columns of a tier: " + strings.Join(each, ", ")
	}
	return "Columns of a term: " + strings.Join(each, ", ")
}

// String says what prices are for.
func (p placed) String() string {
	var said []string
	if p.from > 0 {
		said = append(said, fmt.Sprintf("from %d", p.from))
	}
	if p.term != (domain.Term{}) {
		said = append(said, "for "+termWords(p.term))
	}
	return strings.Join(said, " ")
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

// apart makes of a line one for each term and tier of which it has prices; of one that is wrong, or has none, one that says so.
func (r *lineReader) apart(l Line, row Row) []Line {
	if l.Problem != "" {
		for _, place := range r.columns.places {
			r.prices(&l, row, place)
		}
		l.State = Wrong
		return []Line{l}
	}
	var lines []Line
	for _, place := range r.columns.places {
		of := l
		of.Notes = slices.Clone(l.Notes)
		if place.term != (domain.Term{}) {
			of.Term = place.term
		}
		of.From = cmp.Or(place.from, l.From)
		i := slices.IndexFunc(lines, func(made Line) bool { return made.From == of.From && made.Term.Same(of.Term) })
		if i < 0 {
			i, lines = len(lines), append(lines, of)
		}
		r.prices(&lines[i], row, place)
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

// elsewhere says that a price stands in the column of another term or tier than its line's, "" where it does not.
func (r *lineReader) elsewhere(row Row, column amountColumn) string {
	if from := strings.TrimSpace(r.text(row, RoleFrom)); column.from > 0 && from != "" && from != strconv.FormatInt(column.from, 10) {
		return fmt.Sprintf("%s is a price from %d, and the line is from %s", quoted(column.name), column.from, quoted(from))
	}
	text := r.text(row, RoleTerm)
	term, metered, ok := r.readTerm(text)
	if column.term == (domain.Term{}) || !ok || !metered && (term == domain.Term{} || term.Same(column.term)) {
		return ""
	}
	return fmt.Sprintf("%s is a price for %s, and the line is for %s", quoted(column.name), termWords(column.term), quoted(text))
}
