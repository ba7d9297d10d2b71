package pricesheet

import "fmt"

// place is where something was first seen, and what it was; line 0: nowhere.
type place struct {
	line int
	text string
}

func (p *place) seen(line int) {
	if p.line == 0 {
		p.line = line
	}
}

// evidence is what the amounts of a whole file say about how they are written.
//
// The rule: a number that fits one reading alone ("10.95", "1.234,56") proves it for the whole file, and one that fits both
// with different results ("1,234") is read as proven. Where nothing is proven, such a number is an error. Where both are
// proven, no one way fits the whole file; then only what has a decimal point, as this program writes it itself, or none, and cannot
// mean anything else, is a number ("10.95", "4400"), and everything else is an error. Which way more lines are written does not
// matter: that would be a guess.
//
// Numbers of Excel are exact and prove nothing.
type evidence struct {
	point, comma place // the first that fits this reading alone
	either       place // the first that fits both with different results
}

func (e *evidence) add(n number, line int, text string) {
	p := &e.either
	switch {
	case n.fits == pointReading:
		p = &e.point
	case n.fits == commaReading:
		p = &e.comma
	case !n.twoWays():
		return
	}
	if p.line == 0 {
		p.line, p.text = line, quoted(text)
	}
}

// proven is the reading for the whole file; both where no one fits, none where nothing says which.
func (e *evidence) proven() reading {
	var proven reading
	if e.point.line > 0 {
		proven |= pointReading
	}
	if e.comma.line > 0 {
		proven |= commaReading
	}
	return proven
}

// said is what the page says about it, "" where there was nothing to decide.
func (e *evidence) said() string {
	switch e.proven() {
	case pointReading:
		return fmt.Sprintf("Amounts have a decimal point, as %s in line %d", e.point.text, e.point.line)
	case commaReading:
		return fmt.Sprintf("Amounts have a decimal comma, as %s in line %d", e.comma.text, e.comma.line)
	case anyReading:
		return fmt.Sprintf("No one way of reading fits all amounts: %s in line %d has a decimal point, %s in line %d a decimal comma", e.point.text,
			e.point.line, e.comma.text, e.comma.line)
	}
	if e.either.line > 0 {
		return fmt.Sprintf("Nothing says how amounts are written: %s in line %d can be read in two ways", e.either.text, e.either.line)
	}
	return ""
}

// read reads a number of the file as proven. The problem goes on after the number's text.
func (e *evidence) read(n number) (canonical, problem string) {
	if !n.isNumber() {
		return "", n.problem
	}
	switch e.proven() {
	case pointReading:
		canonical = n.point
	case commaReading:
		canonical = n.comma
	case anyReading:
		return e.readOwnWay(n)
	default:
		if n.twoWays() {
			return "", fmt.Sprintf("can be read in two ways, as %s or as %s, and no other amount of the file says which", n.point, n.comma)
		}
		canonical = n.point
	}
	if tooFine(canonical) {
		return "", fmt.Sprintf("has more than %d decimals", fractionDigits)
	}
	return canonical, ""
}

func (e *evidence) readOwnWay(n number) (canonical, problem string) {
	switch {
	case n.fits == commaReading:
		return "", fmt.Sprintf("has a decimal comma, but %s in line %d a decimal point: no one way of reading fits the whole file", e.point.text,
			e.point.line)
	case n.twoWays():
		return "", fmt.Sprintf("can be read in two ways, as %s or as %s, and the file has a decimal point in line %d and a decimal comma in line %d",
			n.point, n.comma, e.point.line, e.comma.line)
	case tooFine(n.point):
		return "", fmt.Sprintf("has more than %d decimals", fractionDigits)
	}
	return n.point, ""
}
