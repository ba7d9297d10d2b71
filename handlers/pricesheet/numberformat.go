package pricesheet

import (
	"strconv"
	"strings"
)

// style is the format of a cell's number: up to three sections, for what is above zero, below zero, and zero, or for what they say.
type style []section

// section is what a format shows of the numbers that it is for.
type section struct {
	holds    func(float64) bool // nil: those that its place in the format says
	date     bool
	percent  bool
	general  bool   // as many digits as there are
	scaled   bool   // in thousands, or in millions
	digits   int    // at least so many before the point
	decimals int    // at most so many behind it
	optional int    // of which so many are left out where they are zeros
	other    bool   // a fraction, or an exponent
	sign     string // the currency that is shown beside it
	numbered bool   // it shows the number
	before   string // words before it
	after    string
}

// styleOf reads a format's code.
func styleOf(code string) style {
	if code == "" {
		return nil
	}
	var s style
	for more := true; more && len(s) < 3; {
		var one section
		one, code, more = sectionOf(code)
		s = append(s, one)
	}
	return s
}

// sectionOf reads the first section of a format's code, and returns what is behind it.
func sectionOf(code string) (s section, rest string, more bool) {
	var bare strings.Builder
	for code != "" {
		first := code[0]
		rest := code[1:]
		switch first {
		case ';':
			return s.shows(bare.String()), rest, true
		case '_', '*':
			rest = rest[min(1, len(rest)):]
		case '\\':
			n := min(1, len(rest))
			for n < len(rest) && rest[n]&0xC0 == 0x80 { // within a character
				n++
			}
			s.say(rest[:n], bare.String())
			rest = rest[n:]
		case '"':
			literal, behind, _ := strings.Cut(rest, "\"")
			s.say(literal, bare.String())
			rest = behind
		case '[':
			inner, behind, _ := strings.Cut(rest, "]")
			s.bracket(inner, bare.String())
			rest = behind
		case ' ':
			s.say(" ", bare.String())
		default:
			bare.WriteByte(first)
		}
		code = rest
	}
	return s.shows(bare.String()), "", false
}

// bracket reads what stands in square brackets: a currency, a time that goes beyond a day, a condition or a colour.
func (s *section) bracket(inner, bare string) {
	lower := strings.ToLower(inner)
	switch {
	case strings.HasPrefix(inner, "$"):
		sign, _, _ := strings.Cut(inner[1:], "-")
		s.say(sign, bare)
	case lower != "" && strings.Trim(lower, lower[:1]) == "" && strings.Contains("hms", lower[:1]):
		s.date = true
	case strings.ContainsAny(inner, "<>="):
		s.holds = condition(inner)
	}
}

// condition reads a comparison such as ">=100"; nil where it is none.
func condition(text string) func(float64) bool {
	sign := text[:len(text)-len(strings.TrimLeft(text, "<>="))]
	to, err := strconv.ParseFloat(text[len(sign):], 64)
	if err != nil {
		return nil
	}
	return func(f float64) bool {
		switch sign {
		case "<":
			return f < to
		case "<=":
			return f <= to
		case ">":
			return f > to
		case ">=":
			return f >= to
		case "<>":
			return f != to
		}
		return f == to
	}
}

// say takes a text that is shown beside the number: a currency's sign or code, or words.
func (s *section) say(text, bare string) {
	switch {
	case len(codesOf(strings.TrimSpace(text))) > 0:
		s.sign = strings.TrimSpace(text)
	case strings.ContainsAny(bare, "0#?") || strings.EqualFold(bare, "general"):
		s.after += text
	default:
		s.before += text
	}
}

// shows completes the section with what its code is without texts.
func (s section) shows(bare string) section {
	plain := strings.ToLower(bare)
	s.general = strings.Contains(plain, "general") || strings.Contains(plain, "standard")
	s.date = s.date || !s.general && strings.ContainsAny(plain, "ydhsm")
	s.percent = strings.Contains(plain, "%")
	s.other = strings.ContainsAny(plain, "/e")
	for _, sign := range []string{"€", "£", "¥", "$"} {
		if strings.Contains(plain, sign) {
			s.sign = sign
		}
	}
	whole, fraction, _ := strings.Cut(plain, ".")
	s.digits = strings.Count(whole, "0")
	s.optional = strings.Count(fraction, "#") + strings.Count(fraction, "?")
	s.decimals = strings.Count(fraction, "0") + s.optional
	last := strings.LastIndexAny(plain, "0#?")
	s.numbered = s.general || last >= 0
	for _, part := range []string{whole, fraction} {
		at := strings.LastIndexAny(part, "0#?")
		s.scaled = s.scaled || at >= 0 && strings.HasPrefix(part[at+1:], ",")
	}
	return s
}

// of is the section that shows a number; one that shows it as it is where there is none.
func (s style) of(f float64) section {
	for i, section := range s {
		switch {
		case section.holds != nil && section.holds(f), section.holds == nil && s.placed(i, f):
			return section
		}
	}
	return section{general: true, numbered: true}
}

// placed reports whether a section without a condition is for a number by its place.
func (s style) placed(i int, f float64) bool {
	switch {
	case i == len(s)-1:
		return true
	case i == 0:
		return f > 0 || f == 0 && len(s) == 2
	}
	return f < 0
}

// shown reports whether the section shows the digits of a number: of zero, only where it has zeros.
func (s section) shown(f float64) bool {
	return s.numbered && (f != 0 || s.general || s.digits+s.decimals > s.optional)
}

// words are what is shown where a number has more beside it than a currency; "" where it has not.
func (s section) words(f float64, value string) string {
	before, after := strings.TrimSpace(s.before), strings.TrimSpace(s.after)
	switch {
	case !s.shown(f) && isDash(before), before == "" && after == "" && !s.scaled:
		return ""
	case !s.shown(f):
		return strings.TrimSpace(before + " " + after)
	case s.scaled:
		return value + ", shown in thousands,"
	}
	return strings.TrimSpace(s.before + s.digitsOf(value) + s.after)
}

// digitsOf are the digits of a number, with the zeros that the section shows before and behind them.
func (s section) digitsOf(value string) string {
	if s.general || s.other || strings.ContainsAny(value, "eE-") {
		return value
	}
	whole, fraction, _ := strings.Cut(value, ".")
	whole = strings.Repeat("0", max(0, s.digits-len(whole))) + whole
	if fraction += strings.Repeat("0", max(0, s.decimals-s.optional-len(fraction))); fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// differs says how a number is shown that is another one then, for a note; "" where it is shown as it is.
func (s section) differs(f float64) string {
	switch {
	case !s.shown(f) && strings.TrimSpace(s.before) == "":
		return "which the sheet does not show"
	case !s.shown(f):
		return "which the sheet shows as " + quoted(s.before)
	case s.general || s.other || s.percent:
		return ""
	}
	shown := strconv.FormatFloat(f, 'f', s.decimals, 64)
	if shorter, err := strconv.ParseFloat(shown, 64); err != nil || shorter == f {
		return ""
	}
	return "which the sheet shows as " + quoted(shown)
}

// filled is a number with the zeros before it that a format of zeros alone, such as 0000, shows.
func (s section) filled(value string) string {
	if short := s.digits - len(value); short > 0 && s.decimals == 0 && allDigits(value) {
		return strings.Repeat("0", short) + value
	}
	return value
}
