package pricesheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a number, as of those that people type.
const (
	wholeDigits    = 13 // before the decimal sign
	fractionDigits = 12
	maxExponent    = 40
)

// reading is one way to read all numbers of a file.
type reading uint8

// The ways to read a number. In each, thousands may be set apart by the other sign, by blanks of any kind and by apostrophes,
// one of them in one number. noReading is of a file that proves neither, where only what is the same in both is a number.
const (
	pointReading reading = 1 << iota // 1,204.56
	commaReading                     // 1.204,56
	noReading    reading = 0
	anyReading           = pointReading | commaReading
)

// number is a text taken apart once: what it is under each reading that fits.
type number struct {
	fits     reading
	point    string // digits with a decimal point, under pointReading
	comma    string // the same under commaReading
	affix    string // the currency's sign or code beside it
	minusOne bool   // "-1.00", which some write for what they do not offer
	problem  string // why it is none whatever the reading; "" where it fits one
}

func (n number) isNumber() bool { return n.fits != noReading }

// twoWays reports whether the readings that fit disagree: "1,234".
func (n number) twoWays() bool { return n.fits == anyReading && n.point != n.comma }

const (
	notANumber = "is no amount"
	belowZero  = "is below zero"
	tooLarge   = "is too large for a price"
)

// readNumber takes a text apart. Only the digits 0 to 9 are digits: others are refused, not translated.
func readNumber(text string) number {
	a, ok := cutAffix(strings.TrimFunc(text, unicode.IsSpace))
	if !ok {
		return number{problem: notANumber}
	}
	n := number{affix: a.affix}
	var p parts
	if !p.split(a.digits) {
		return number{problem: notANumber}
	}
	var large bool
	n.point, large = p.as('.')
	if n.point != "" {
		n.fits |= pointReading
	}
	comma, largeComma := p.as(',')
	if n.comma = comma; comma != "" {
		n.fits |= commaReading
	}
	switch {
	case n.fits != noReading && a.negative:
		n.fits, n.problem, n.minusOne = noReading, belowZero, n.point == "1" || n.comma == "1"
	case n.fits != noReading:
	case large || largeComma:
		n.problem = tooLarge
	default:
		n.problem = notANumber
	}
	return n
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// maxGroups is how many groups of digits a number can have that is within its limits.
const maxGroups = 12

// parts are the groups of digits of a number and the signs between them; all blanks are ' ' and all apostrophes are one, too.
type parts struct {
	groups   [maxGroups]string
	signs    [maxGroups]byte // signs[i] stands behind groups[i]
	n        int
	exponent int
	raised   bool // has an exponent
	dashes   bool // "5,-": the last group is none
}

func (p *parts) split(body string) bool {
	for {
		end := 0
		for end < len(body) && isDigit(body[end]) {
			end++
		}
		if p.n == maxGroups || end == 0 && (p.n > 0 || body[0] != '.' && body[0] != ',') {
			return false
		}
		p.groups[p.n], body = body[:end], body[end:]
		p.n++
		if body == "" {
			return true
		}
		if body[0] == 'e' || body[0] == 'E' {
			return end > 0 && p.raise(body[1:])
		}
		r, width := utf8.DecodeRuneInString(body)
		sign := signOf(r)
		if sign == 0 {
			return false
		}
		p.signs[p.n-1], body = sign, body[width:]
		if body == "" {
			return false
		}
		if strings.Trim(body, "-–—") == "" && len(body) <= 2*len("—") {
			p.dashes = true
			p.n++
			return p.n <= maxGroups
		}
	}
}

func signOf(r rune) byte {
	switch {
	case r == '.' || r == ',':
		return byte(r)
	case r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '´':
		return '\''
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return 0
}

func (p *parts) raise(text string) bool {
	sign := 1
	switch {
	case strings.HasPrefix(text, "-"):
		sign, text = -1, text[1:]
	case strings.HasPrefix(text, "+"):
		text = text[1:]
	}
	if text == "" || len(text) > 6 {
		return false
	}
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
		p.exponent = p.exponent*10 + int(text[i]-'0')
	}
	p.exponent *= sign
	p.raised = true
	return true
}

// as is the number with this decimal sign, as digits with a point; "" where it cannot be read so. large says that it is one,
// but beyond all limits.
func (p *parts) as(decimal byte) (text string, large bool) {
	last := p.n - 1
	fraction := ""
	if last > 0 && p.signs[last-1] == decimal {
		fraction, last = p.groups[last], last-1
	} else if p.dashes {
		return "", false
	}
	if last > 0 && (p.raised || !p.grouped(last, decimal)) {
		return "", false
	}
	whole := strings.Join(p.groups[:last+1], "")
	if whole == "" && fraction == "" {
		return "", false
	}
	if p.raised {
		return raised(whole, fraction, p.exponent)
	}
	return canonical(whole, fraction)
}

// grouped reports whether the groups up to the last are thousands, set apart by one sign that is not the decimal one:
// 1,204,560, or 12,04,560 as in India.
func (p *parts) grouped(last int, decimal byte) bool {
	sign, first := p.signs[0], p.groups[0]
	if sign == decimal || first == "" || len(first) > 3 || first[0] == '0' || len(p.groups[last]) != 3 {
		return false
	}
	size := len(p.groups[1])
	if size != 3 && (size != 2 || sign != ',' || len(first) > 2) {
		return false
	}
	for i := 1; i <= last; i++ {
		if i < last && (p.signs[i] != sign || len(p.groups[i]) != size) {
			return false
		}
	}
	return true
}

// canonical writes a number without what says nothing: 0.5, 12.
func canonical(whole, fraction string) (text string, large bool) {
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if len(whole) > wholeDigits {
		return "", true
	}
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole, false
	}
	return whole + "." + fraction, false
}

// raised moves the point, exactly.
func raised(whole, fraction string, exponent int) (text string, large bool) {
	if strings.Trim(whole+fraction, "0") == "" {
		return "0", false
	}
	if exponent > maxExponent || exponent < -maxExponent || len(whole) > maxExponent {
		return "", true
	}
	if exponent > 0 {
		fraction += strings.Repeat("0", max(0, exponent-len(fraction)))
		return canonical(whole+fraction[:exponent], fraction[exponent:])
	}
	whole = strings.Repeat("0", max(0, -exponent-len(whole))) + whole
	cut := len(whole) + exponent
	return canonical(whole[:cut], whole[cut:]+fraction)
}

// tooFine reports whether a canonical number has more decimals than a price can have.
func tooFine(canonical string) bool {
	_, fraction, _ := strings.Cut(canonical, ".")
	return len(fraction) > fractionDigits
}
