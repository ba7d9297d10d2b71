package pricesheet

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestDates says of one text what it is with the day first, and with the month first.
func TestDates(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, dayFirst, monthFirst string }{
		{"2026-01-01T00:00:00.0000000Z", "2026-01-01 00:00:00", "2026-01-01 00:00:00"},
		{"9999-11-30T23:59:59.0000000Z", "9999-11-30 23:59:59", "9999-11-30 23:59:59"},
		{"2026-12-03T06:57:30.0682597Z", "2026-12-03 06:57:30", "2026-12-03 06:57:30"},
		{"2026-12-03T06:57:30+02:00", "2026-12-03 04:57:30", "2026-12-03 04:57:30"},
		{"2026-12-03 06:57", "2026-12-03 06:57:00", "2026-12-03 06:57:00"},
		{"3/1/2018 12:00:00 AM", "2018-01-03 00:00:00", "2018-03-01 00:00:00"},
		{"3/1/2018 12:00:00 PM", "2018-01-03 12:00:00", "2018-03-01 12:00:00"},
		{"11/30/9999 11:59:59 PM", "", "9999-11-30 23:59:59"},
		{"30/11/2026", "2026-11-30", ""},
		{"2/1/2023 0:00", "2023-01-02 00:00:00", "2023-02-01 00:00:00"},
		{"5/5/2026", "2026-05-05", "2026-05-05"},
		{"01-03-2026", "2026-03-01", "2026-01-03"},
		{"1/3/26", "2026-03-01", "2026-01-03"},
		{"1.3.26", "2026-03-01", "2026-03-01"},
		{"01.01.2026", "2026-01-01", "2026-01-01"},
		{"01.03.2026 23:59", "2026-03-01 23:59:00", "2026-03-01 23:59:00"},
		{"2026/03/01", "2026-03-01", "2026-03-01"},
		{"20260301", "2026-03-01", "2026-03-01"},
		{"1 March 2026", "2026-03-01", "2026-03-01"},
		{"1. März 2026", "2026-03-01", "2026-03-01"},
		{"Mar 1, 2026", "2026-03-01", "2026-03-01"},
		{"01-Mar-26", "2026-03-01", "2026-03-01"},
		{"29.02.2028", "2028-02-29", "2028-02-29"},
		{"0001-01-01T00:00:00", "0002-01-01 00:00:00", "0002-01-01 00:00:00"}, // as long ago, but not the zero time

		{"", "", ""},
		{"29.02.2026", "", ""},
		{"13/13/2026", "", ""},
		{"0/1/2026", "", ""},
		{"1.3", "", ""},
		{"1.3.2026.1", "", ""},
		{"1/3-2026", "", ""},
		{"46000", "", ""},
		{"2026-03-01T25:00:00Z", "", ""},
		{"2026-03-01 13:00 PM", "", ""},
		{"2026-03-01 1:2:3:4", "", ""},
		{"2026-03-01T10:00:00+2", "", ""},
		{"sofort", "", ""},
		{"1/3/026", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			d := readDate(tt.text)
			show := func(on time.Time) string {
				switch {
				case on.IsZero():
					return ""
				case d.timed:
					return on.Add(d.clock).Format(time.DateTime)
				}
				return on.Format(time.DateOnly)
			}
			if diff := cmp.Diff([]string{tt.dayFirst, tt.monthFirst}, []string{show(d.dayFirst), show(d.monthFirst)}); diff != "" {
				t.Errorf("day first, month first (-want +got)\n%s", diff)
			}
		})
	}
}

// TestOneOrderForTheWholeFile reads the dates of a file, which decide together how each is read.
func TestOneOrderForTheWholeFile(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, dates, want string }{
		{"a day above twelve, second", "3/1/2018 1/31/2018", "2018-03-01 2018-01-31"},
		{"a day above twelve, first", "3/1/2018 31/1/2018", "2018-01-03 2018-01-31"},
		{"nothing says which", "3/1/2018 5/5/2018", "two 2018-05-05"},
		{"both", "3/1/2018 31/1/2018 1/31/2018 2018-01-01", "fits fits fits 2018-01-01"},
		{"points say it themselves", "1.3.26 3/1/2018", "2026-03-01 two"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var e dateEvidence
			texts := strings.Split(tt.dates, " ")
			for i, text := range texts {
				e.add(readDate(text), i+2, text)
			}
			var got []string
			for _, text := range texts {
				on, problem := e.read(readDate(text))
				switch {
				case strings.Contains(problem, "two ways"):
					got = append(got, "two")
				case strings.Contains(problem, "no one way fits"):
					got = append(got, "fits")
				default:
					got = append(got, on.Format(time.DateOnly))
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got)\n%s\n%s", diff, e.said())
			}
		})
	}
}

// TestWindows: the ends of a window belong to it, to the second; the years that stand for always do.
func TestWindows(t *testing.T) {
	t.Parallel()
	tests := []struct{ starts, ends, wantStarts, wantEnds string }{
		{"01.01.2026", "31.12.2026", "2026-01-01 00:00:00", "2026-12-31 23:59:59"},
		{"2026-01-01T00:00:00Z", "2026-11-30T23:59:59Z", "2026-01-01 00:00:00", "2026-11-30 23:59:59"},
		{"1753-01-01T00:00:00.0000000Z", "9999-11-30T23:59:59.0000000Z", "", ""},
		{"0001-01-01", "9999-12-31", "", ""},
		{"", "", "", ""},
		{"2/13/2023 0:00", "12/31/2026 0:00", "2023-02-13 00:00:00", "2026-12-31 00:00:00"},
	}
	for _, tt := range tests {
		var e dateEvidence
		starts, ends := readDate(tt.starts), readDate(tt.ends)
		from, _ := e.read(starts)
		to, _ := e.read(ends)
		from, to = window(from, to, ends.timed)
		show := func(on time.Time) string {
			if on.IsZero() {
				return ""
			}
			return on.Format(time.DateTime)
		}
		if diff := cmp.Diff([]string{tt.wantStarts, tt.wantEnds}, []string{show(from), show(to)}); diff != "" {
			t.Errorf("%s to %s (-want +got)\n%s", tt.starts, tt.ends, diff)
		}
	}
}

// TestSerials are days as Excel counts them.
func TestSerials(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		serial string
		from04 bool
		want   string
	}{
		{"46023", false, "2026-01-01 00:00:00"}, {"46023.5", false, "2026-01-01 12:00:00"}, {"44561", true, "2026-01-01 00:00:00"},
		{"61", false, "1900-03-01 00:00:00"}, {"60", false, ""}, {"-1", false, ""}, {"2958465", false, "9999-12-31 00:00:00"}, {"1e9", false, ""},
		{"0", true, "1904-01-01 00:00:00"},
	} {
		got := ""
		if on, ok := serialDay(tt.serial, tt.from04); ok {
			got = on.Format(time.DateTime)
		}
		if got != tt.want {
			t.Errorf("day %s: %q, want %q", tt.serial, got, tt.want)
		}
	}
}

// TestTheCenturyIsSaid: a year of two digits is of this century, and the page says so of the first one, whatever the order is.
func TestTheCenturyIsSaid(t *testing.T) {
	t.Parallel()
	tests := []struct{ date, want string }{
		{"13/1/18", "is of 2018"},
		{"1/2/18", "is of 2018"},
		{"1.3.26", "is of 2026"},
		{"01-Mar-99", "is of 2099"},
		{"1/2/2018", ""},
		{"2018-02-01", ""},
		{"18", ""},
	}
	for _, tt := range tests {
		var e dateEvidence
		e.add(readDate(tt.date), 2, tt.date)
		if got := e.century(); !strings.HasSuffix(got, tt.want) || got != "" && tt.want == "" {
			t.Errorf("of %s it says %q", tt.date, got)
		}
	}
}
