package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// Write prints the table, the goals and the growth as Markdown that is also readable as it is.
func (f *Figures) Write(out io.Writer) error {
	var b strings.Builder
	s := f.Size
	rows := s.Resellers * s.Plans * (s.Periods + s.Rates)
	fmt.Fprintf(&b, "%d resellers on %d levels, %d plans x %d periods x %d rates = %.1f million effective rows.\n"+
		"%.0f %% of the resellers have %d own values each. Median of %d; smallest and largest in brackets.\n"+
		"Row copies and the diverged world: %d resellers; \"copying\" is scaled to %d by %.0f (diverged is not scaled).\n\n",
		s.Resellers, s.Levels, s.Plans, s.Periods, s.Rates, float64(rows)/1e6, s.Own*100, s.OwnValues,
		len(f.Ours[FirstDelivery]), f.Sample, s.Resellers, f.scale())
	f.writeTimes(&b)
	f.writePhases(&b)
	f.writeOther(&b)
	b.WriteString("\n")
	lines := [][]string{{"goal", "limit", "is", ""}}
	for _, g := range f.Goals() {
		lines = append(lines, []string{g.What, g.Limit, g.Is, map[bool]string{true: "met", false: "NOT MET"}[g.Met]})
	}
	writeTable(&b, lines)
	f.writeGrowth(&b)
	_, err := io.WriteString(out, b.String())
	return err
}

func (f *Figures) writeTimes(b *strings.Builder) {
	floor := f.Ours[Floor].Median()
	lines := [][]string{{"what", "ours", "(range)", "x floor", "copying", "x faster"}}
	for _, step := range Steps() {
		sample := f.Ours[step]
		line := []string{string(step), milliseconds(sample.Median()),
			"(" + milliseconds(sample.Quantile(0)) + " - " + milliseconds(sample.Max()) + ")", "", "", ""}
		switch step {
		case ListPage, PlanPage, EditDuringRuns:
			line[2] = "p95 " + milliseconds(sample.Quantile(0.95)) + ", p99 " + milliseconds(sample.Quantile(0.99)) +
				", longest " + milliseconds(sample.Max())
			if theirs := f.Copying[step]; theirs != nil {
				line[4] = milliseconds(theirs.Median()) + ", p95 " + milliseconds(theirs.Quantile(0.95))
			}
		case DivergedAll:
			line[0] += fmt.Sprintf(" (%d resellers, %d different catalogs)", f.Sample, f.Distinct)
			theirs := f.Copying[AllPrices].Median()
			line[4], line[5] = milliseconds(theirs), fmt.Sprintf("%.1f", ratio(theirs, sample.Median()))
		default:
			line[3] = fmt.Sprintf("%.2f", ratio(sample.Median(), floor))
			if theirs := f.comparable(step); theirs > 0 {
				line[4], line[5] = milliseconds(theirs), fmt.Sprintf("%.0f", ratio(theirs, sample.Median()))
			}
		}
		lines = append(lines, line)
	}
	writeTable(b, lines)
}

// comparable is what row copies take for the same, scaled to all resellers; 0 when that is not measured. Overwriting is
// what they always do.
func (f *Figures) comparable(step Step) time.Duration {
	switch step {
	case AllOverwrite:
		step = AllPrices
	case UndoOverwrite:
		step = UndoAll
	}
	return f.Copying[step].scaled(f.scale()).Median()
}

func (f *Figures) writeOther(b *strings.Builder) {
	scaled := func(bytes int64) int64 { return int64(float64(bytes) * f.scale()) }
	b.WriteString("\n")
	writeTable(b, [][]string{
		{"bytes", "ours", "copying"},
		{"on disk after the first delivery", megabytes(f.Disk.Ours), megabytes(scaled(f.Disk.Copying))},
		{"added by a run over all prices", megabytes(f.Disk.OursPerRun), megabytes(scaled(f.Disk.CopyingPerRun))},
		{"memory of the program, at most", megabytes(f.Memory.Program), ""},
		{"private memory of a backend, at most", megabytes(f.Memory.Backend), ""},
		{"memory of the program with price rules, at most", megabytes(f.RulesMemory.Program), ""},
	})
}

func (f *Figures) writeGrowth(b *strings.Builder) {
	if len(f.Growth) == 0 {
		return
	}
	lines := [][]string{{"growth: resellers", "plans", "all prices", "floor", "x floor"}}
	for _, p := range f.Growth {
		lines = append(lines, []string{fmt.Sprint(p.Resellers), fmt.Sprint(p.Plans), milliseconds(p.Run.Median()),
			milliseconds(p.Floor.Median()), fmt.Sprintf("%.1f", ratio(p.Run.Median(), p.Floor.Median()))})
	}
	b.WriteString("\n")
	writeTable(b, lines)
}

// writeTable writes a Markdown table with aligned columns.
func writeTable(b *strings.Builder, lines [][]string) {
	table := tabwriter.NewWriter(b, 0, 0, 1, ' ', 0)
	for i, line := range lines {
		fmt.Fprintln(table, "| "+strings.Join(line, "\t| ")+"\t|")
		if i == 0 {
			fmt.Fprintln(table, "|"+strings.Repeat("---\t|", len(line)))
		}
	}
	table.Flush() // to memory: it does not fail
}
