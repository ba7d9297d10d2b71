package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"tiersync/views/pages"
)

// named reports whether a text is part of the page's name.
func (p page) named(part string) bool { return strings.Contains(p.name(), part) }

// export reports whether it is a file, which is as long as what it holds.
func (p page) export() bool { return pages.FormatOf(p.Path) != "" }

// limit is how long a page may take its only visitor in a world of a size, 0 for an export.
func (p page) limit(size Size) time.Duration {
	switch {
	case p.export():
		return 0
	case p.Path == "/waiting": // of a provider, everybody's state
		return 300 * time.Millisecond
	case strings.HasSuffix(p.Path, "/synchronize"):
		return 1200 * time.Millisecond
	case strings.Contains(p.Path, "/synchronize/preview"), p.Path == "/products/plans/many": // what would come of it
		return 2500 * time.Millisecond
	case strings.Contains(p.Path, "/synchronizations/:run/undo"):
		return 200 * time.Millisecond
	case size.Resellers <= 1000 && size.Plans <= 100:
		return 40 * time.Millisecond
	default:
		return 100 * time.Millisecond
	}
}

// writeVisits prints one row a page; a cell tells of the visitors in turn.
func writeVisits(out io.Writer, config Visits, visitors []*visitor, all []visit, memory int64) error {
	var b strings.Builder
	s, h := config.Size, config.History
	fmt.Fprintf(&b, "%d resellers on %d levels and %d new ones, %d plans x %d periods x %d rates, %.0f %% of the resellers with %d own values, "+
		"%d runs of history.\nEach page %d times, in ms; as provider / as reseller of level 1 / 2 / ..., - for whom there is no such page.\n\n",
		s.Resellers, s.Levels, h.New, s.Plans, s.Periods, s.Rates, s.Own*100, s.OwnValues, h.Runs, config.Times)
	lines := [][]string{{"page", "p50", "p95", "statements", "SQL", "CPU", "KB", "goal"}}
	for len(all) > 0 {
		p, n := all[0].page, 1
		for n < len(all) && all[n].page.name() == p.name() {
			n++
		}
		lines = append(lines, pageLine(p, s, visitors, all[:n]))
		all = all[n:]
	}
	writeTable(&b, lines)
	fmt.Fprintf(&b, "\nMemory of the program, at most: %s.\n", megabytes(memory))
	_, err := io.WriteString(out, b.String())
	return err
}

// pageLine is the row of a page.
func pageLine(p page, size Size, visitors []*visitor, visits []visit) []string {
	cell := func(value func(visit) string) string {
		texts := make([]string, len(visitors))
		for i, visitor := range visitors {
			texts[i] = "-"
			for _, v := range visits {
				if v.visitor == visitor.name && !v.refused() {
					texts[i] = value(v)
				}
			}
		}
		return strings.Join(texts, " / ")
	}
	goal := ""
	if limit := p.limit(size); limit > 0 {
		goal = "met"
		for _, v := range visits {
			if v.took.Quantile(0.95) > limit {
				goal = "NOT MET: " + limit.String()
			}
		}
	}
	return []string{p.name(),
		cell(func(v visit) string { return ms(v.took.Median()) }), cell(func(v visit) string { return ms(v.took.Quantile(0.95)) }),
		cell(func(v visit) string { return fmt.Sprint(v.asked.Statements) }), cell(func(v visit) string { return ms(v.asked.Took) }),
		cell(func(v visit) string { return ms(v.cpu) }), cell(visit.kilobytes), goal}
}

// kilobytes is how much was read.
func (v visit) kilobytes() string {
	if v.size > readLimit {
		return fmt.Sprintf("over %d", readLimit/1000)
	}
	return fmt.Sprintf("%.0f", float64(v.size)/1000)
}

// ms is a time in milliseconds, with a decimal where it is short.
func ms(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprint(d.Round(time.Millisecond).Milliseconds())
}
