package pricesheet

import (
	"strconv"
	"strings"
	"unicode"

	"tiersync/domain"
)

// readTerm reads a length of time: "P1Y", "12 months", "3 Jahre", "annual". What is metered ("payG-1") has none, and so has
// what says none.
func readTerm(text string) (term domain.Term, metered, ok bool) {
	lower := strings.ToLower(text)
	switch lower {
	case "", "-", "none", "n/a", "ohne", "keine":
		return term, false, true
	}
	if term := termCalled(lower); term != (domain.Term{}) {
		return term, false, true
	}
	if strings.HasPrefix(lower, "payg") {
		return term, true, true
	}
	rest, iso := strings.CutPrefix(lower, "p")
	if iso {
		if hours, found := strings.CutPrefix(rest, "t"); found {
			rest, iso = hours, strings.HasSuffix(hours, "h")
			if !iso {
				return term, false, false
			}
		}
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if end < 1 || end > 4 {
		return term, false, false
	}
	length, _ := strconv.Atoi(rest[:end])
	unit := unitNamed(strings.TrimFunc(rest[end:], func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '.' }))
	if length == 0 || unit == "" {
		return term, false, false
	}
	return domain.Term{Length: length, Unit: unit}, false, true
}

// ReadTerm reads the length of time that somebody says a column of prices is for. The problem says why a text is none.
func ReadTerm(text string) (term domain.Term, problem string) {
	term, _, ok := readTerm(strings.TrimSpace(text))
	if !ok || term == (domain.Term{}) {
		return domain.Term{}, termProblem(text)
	}
	return term, ""
}

// termProblem says why a text is no term, and how one is written.
func termProblem(text string) string {
	if unitless(text) {
		months, years := domain.Period{Unit: "months"}, domain.Period{Unit: "years"}
		months.Length, _ = strconv.Atoi(text)
		years.Length = months.Length
		return quoted(text) + ` has no unit. Write what it counts, like "` + months.Label() + `" or "` + years.Label() + `"`
	}
	return quoted(text) + ` is no length of time. Write one like "12 months", "1 year" or "P1Y"`
}

// termCalled is the length of time that one word means, in small letters; the zero Term for any other word.
func termCalled(word string) domain.Term {
	switch word {
	case "monthly", "monatlich":
		return domain.Term{Length: 1, Unit: "months"}
	case "quarterly", "vierteljährlich":
		return domain.Term{Length: 3, Unit: "months"}
	case "semi-annually", "semiannually", "halbjährlich":
		return domain.Term{Length: 6, Unit: "months"}
	case "annual", "annually", "yearly", "jährlich":
		return domain.Term{Length: 1, Unit: "years"}
	case "biennial", "biennially":
		return domain.Term{Length: 2, Unit: "years"}
	case "triennial", "triennially":
		return domain.Term{Length: 3, Unit: "years"}
	}
	return domain.Term{}
}

// unitless reports whether a text is a number of something.
func unitless(text string) bool {
	return len(text) <= 4 && strings.Trim(text, "0123456789") == "" && strings.Trim(text, "0") != ""
}

func unitNamed(name string) string {
	switch name {
	case "y", "year", "years", "yr", "yrs", "j", "jahr", "jahre":
		return "years"
	case "m", "month", "months", "mo", "mon", "monat", "monate":
		return "months"
	case "d", "day", "days", "t", "tag", "tage":
		return "days"
	case "h", "hour", "hours", "std", "stunde", "stunden":
		return "hours"
	}
	return ""
}
