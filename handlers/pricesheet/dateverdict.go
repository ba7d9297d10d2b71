package pricesheet

import (
	"fmt"
	"strconv"
	"time"
)

// dateEvidence is what the dates of a whole file say about their order, by the rule of evidence: a day above twelve proves it
// for the whole file; where nothing is proven, a date that can be read in two ways is an error; where both are, only dates that
// say their order themselves ("2026-03-01", "1.3.2026", "1 March 2026") are dates.
type dateEvidence struct {
	dayFirst, monthFirst place
	either               place
	short                place // a year of two digits
	year                 int   // that it is
}

func (e *dateEvidence) add(d date, line int, text string) {
	p := &e.either
	if d.isDate() && d.short && e.short.line == 0 {
		e.short.line, e.short.text, e.year = line, quoted(text), max(d.dayFirst.Year(), d.monthFirst.Year())
	}
	switch {
	case !d.isDate() || d.marked:
		return
	case d.monthFirst.IsZero():
		p = &e.dayFirst
	case d.dayFirst.IsZero():
		p = &e.monthFirst
	case !d.twoWays():
		return
	}
	if p.line == 0 {
		p.line, p.text = line, quoted(text)
	}
}

// said is what the page says about it, "" where there was nothing to decide.
func (e *dateEvidence) said() string {
	day, month := e.dayFirst.line > 0, e.monthFirst.line > 0
	switch {
	case day && month:
		return fmt.Sprintf("No one way of reading fits all dates: %s in line %d has the day first, %s in line %d the month", e.dayFirst.text,
			e.dayFirst.line, e.monthFirst.text, e.monthFirst.line)
	case day:
		return fmt.Sprintf("Dates have the day first, as %s in line %d", e.dayFirst.text, e.dayFirst.line)
	case month:
		return fmt.Sprintf("Dates have the month first, as %s in line %d", e.monthFirst.text, e.monthFirst.line)
	case e.either.line > 0:
		return fmt.Sprintf("Nothing says whether dates have the day or the month first: %s in line %d can be read in two ways", e.either.text,
			e.either.line)
	}
	return ""
}

// century is what the page says of years of two digits, "" where there are none. Price lists are of this century.
func (e *dateEvidence) century() string {
	if e.short.line == 0 {
		return ""
	}
	return fmt.Sprintf("Years of two digits stand last and are of this century: %s in line %d is of %d", e.short.text, e.short.line, e.year)
}

// read reads a date of the file as proven. The problem goes on after the date's text.
func (e *dateEvidence) read(d date) (on time.Time, problem string) {
	day, month := e.dayFirst.line > 0, e.monthFirst.line > 0
	switch {
	case !d.isDate():
		return on, "is no date"
	case d.marked, !d.twoWays() && !(day && month):
		on = d.dayFirst
		if on.IsZero() {
			on = d.monthFirst
		}
	case day && month:
		return on, fmt.Sprintf("is a date with slashes or hyphens: line %d has the day first, line %d the month, and no one way fits the whole file",
			e.dayFirst.line, e.monthFirst.line)
	case day:
		on = d.dayFirst
	case month:
		on = d.monthFirst
	default:
		return on, fmt.Sprintf("can be read in two ways, as %s or as %s, and no other date of the file says which",
			d.dayFirst.Format("2 January"), d.monthFirst.Format("2 January"))
	}
	return on.Add(d.clock), ""
}

// window is when a line holds, to the second, with both ends; zero is always.
func window(starts, ends time.Time, endsTimed bool) (from, to time.Time) {
	if starts.Year() > firstYear {
		from = starts
	}
	if ends.Year() > firstYear && ends.Year() < lastYear {
		to = ends
		if !endsTimed {
			to = ends.AddDate(0, 0, 1).Add(-time.Second)
		}
	}
	return from, to
}

// serialDay is the day of an Excel serial number, which counts from 1900 (with a 29 February that never was) or from 1904;
// false for one before March 1900 or beyond the year 9999.
func serialDay(text string, epoch1904 bool) (time.Time, bool) {
	serial, err := strconv.ParseFloat(text, 64)
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if epoch1904 {
		epoch, serial = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC), serial+61
		epoch = epoch.AddDate(0, 0, -61)
	}
	if err != nil || serial < 61 || serial >= 2958466+61 {
		return time.Time{}, false
	}
	days := int(serial)
	seconds := int((serial-float64(days))*86400 + 0.5)
	return epoch.AddDate(0, 0, days).Add(time.Duration(seconds) * time.Second), true
}
