package pricesheet

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// date is a text taken apart once: the day under each order that fits, and the time of that day.
type date struct {
	dayFirst, monthFirst time.Time // zero where that order does not fit
	marked               bool      // says its order itself: "2026-03-01", "1.3.2026", "1 March 2026"
	short                bool      // its year has two digits
	clock                time.Duration
	timed                bool // has a time of day, be it 0:00
}

func (d date) isDate() bool { return !d.dayFirst.IsZero() || !d.monthFirst.IsZero() }

// twoWays reports whether the orders disagree: "1/3/2026".
func (d date) twoWays() bool {
	return !d.dayFirst.IsZero() && !d.monthFirst.IsZero() && !d.dayFirst.Equal(d.monthFirst)
}

// Years that stand for always: before the first, from the last on.
const (
	firstYear = 1753
	lastYear  = 9999
)

// readDate takes a text apart: a day, and behind it perhaps a time of 24 or of 12 hours with seconds and parts of them, and a zone.
func readDate(text string) date {
	text = strings.TrimFunc(text, unicode.IsSpace)
	if len(text) < 6 || len(text) > 40 {
		return date{}
	}
	day, rest := splitTime(text)
	d := readDay(day)
	if !d.isDate() || rest == "" {
		return d
	}
	clock, ok := readClock(rest)
	if !ok {
		return date{}
	}
	d.clock, d.timed = clock, true
	return d
}

// splitTime cuts a text before its time, which is where the first colon is.
func splitTime(text string) (day, clock string) {
	colon := strings.IndexByte(text, ':')
	if colon < 0 {
		return text, ""
	}
	at := colon
	for at > 0 && isDigit(text[at-1]) {
		at--
	}
	day = strings.TrimRightFunc(text[:at], func(r rune) bool { return unicode.IsSpace(r) || r == ',' })
	if at == 10 && text[at-1] == 'T' || strings.HasSuffix(day, "T") {
		day = strings.TrimSuffix(day, "T")
	}
	return day, text[at:]
}

// readDay reads a day without a time. Points stand between day, month and year in this order only; slashes and hyphens in
// either, unless the year comes first. A year of two digits is one of this century.
func readDay(text string) date {
	if len(text) == 8 && allDigits(text) {
		return marked(text[:4], text[4:6], text[6:])
	}
	var sign rune
	fields := strings.FieldsFunc(text, func(r rune) bool {
		if r == '.' || r == '/' || r == '-' {
			if sign == 0 || sign == r {
				sign = r
				return true
			}
		}
		return false
	})
	if len(fields) != 3 || strings.Count(text, string(sign)) != 2 || !allDigits(fields...) {
		return readNamedMonth(text)
	}
	a, b, c := fields[0], fields[1], fields[2]
	switch {
	case len(a) == 4:
		return marked(a, b, c)
	case len(c) != 2 && len(c) != 4, len(a) > 2, len(b) > 2:
		return date{}
	case sign == '.':
		return marked(c, b, a)
	}
	return date{dayFirst: dayOf(c, b, a), monthFirst: dayOf(c, a, b), short: len(c) == 2}
}

func marked(year, month, day string) date {
	on := dayOf(year, month, day)
	return date{dayFirst: on, monthFirst: on, marked: true, short: len(year) == 2}
}

func allDigits(texts ...string) bool {
	for _, text := range texts {
		if text == "" || strings.Trim(text, "0123456789") != "" {
			return false
		}
	}
	return true
}

// dayOf is zero where there is no such day.
func dayOf(year, month, day string) time.Time {
	if len(month) > 2 || len(day) > 2 {
		return time.Time{}
	}
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if len(year) == 2 {
		y += 2000
	}
	on := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1 || on.Year() != y || int(on.Month()) != m || on.Day() != d {
		return time.Time{}
	}
	if y == 1 { // no date at all in some programs, and the zero time in this one
		on = on.AddDate(1, 0, 0)
	}
	return on
}

// readNamedMonth reads "1 March 2026", "March 1, 2026", "1. März 2026", "01-Mar-26".
func readNamedMonth(text string) date {
	fields := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '.' || r == ',' || r == '-' || r == '/' })
	if len(fields) != 3 {
		return date{}
	}
	day, month := fields[0], monthNamed(fields[1])
	if month == 0 {
		day, month = fields[1], monthNamed(fields[0])
	}
	year := fields[2]
	if month == 0 || !allDigits(day, year) || len(year) != 2 && len(year) != 4 {
		return date{}
	}
	return marked(year, strconv.Itoa(month), day)
}

// monthNamed reads the name of a month in English or German, in full or its first three letters; 0: it is none.
func monthNamed(name string) int {
	name = strings.ToLower(name)
	for i, names := range [12]string{"january januar jan", "february februar feb", "march märz mrz mar mär", "april apr", "may mai", "june juni jun",
		"july juli jul", "august aug", "september sep sept", "october oktober oct okt", "november nov", "december dezember dec dez"} {
		for one := range strings.FieldsSeq(names) {
			if one == name {
				return i + 1
			}
		}
	}
	return 0
}

// readClock reads a time of day to the second; parts of a second are left off, and a zone is counted in.
func readClock(text string) (time.Duration, bool) {
	text, offset, ok := cutZone(text)
	if !ok {
		return 0, false
	}
	half := ""
	if n := len(text); n > 2 {
		if end := strings.ToUpper(text[n-2:]); end == "AM" || end == "PM" {
			half, text = end, strings.TrimFunc(text[:n-2], unicode.IsSpace)
		}
	}
	fields := strings.Split(text, ":")
	if len(fields) < 2 || len(fields) > 3 {
		return 0, false
	}
	if len(fields) == 3 {
		second, part, has := strings.Cut(fields[2], ".")
		if has && !allDigits(part) {
			return 0, false
		}
		fields[2] = second
	}
	var units [3]int
	for i, field := range fields {
		n, err := strconv.Atoi(field)
		if err != nil || !allDigits(field) || len(field) > 2 || n > [3]int{23, 59, 59}[i] {
			return 0, false
		}
		units[i] = n
	}
	if half != "" {
		if units[0] < 1 || units[0] > 12 {
			return 0, false
		}
		units[0] %= 12
		if half == "PM" {
			units[0] += 12
		}
	}
	return time.Duration(units[0])*time.Hour + time.Duration(units[1])*time.Minute + time.Duration(units[2])*time.Second - offset, true
}

// cutZone takes "Z", "UTC" or an offset off a time. Without one it is UTC.
func cutZone(text string) (rest string, offset time.Duration, ok bool) {
	for _, zone := range []string{"Z", "z", "UTC", "GMT"} {
		if rest, found := strings.CutSuffix(text, zone); found {
			return strings.TrimSpace(rest), 0, true
		}
	}
	at := strings.LastIndexAny(text, "+-")
	if at < 0 {
		return text, 0, true
	}
	digits := strings.Replace(text[at+1:], ":", "", 1)
	if len(digits) != 4 || !allDigits(digits) {
		return text, 0, false
	}
	hours, _ := strconv.Atoi(digits[:2])
	minutes, _ := strconv.Atoi(digits[2:])
	offset = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if text[at] == '-' {
		offset = -offset
	}
	return strings.TrimSpace(text[:at]), offset, hours < 15 && minutes < 60
}

// daysOfLists reports whether a number that no format shows as a date can only be one: a year, as 2026, would be a day of 1905.
func daysOfLists(on time.Time) bool {
	return on.Year() >= 1990 && on.Year() < 2100 || on.Year() == lastYear
}
