package main

import (
	"slices"
	"strings"
	"time"

	"tiersync/db"
)

// Phase is a part of a run, from the point before it to its own.
type Phase struct {
	Label string
	Until []db.Point
}

// Phases returns the parts of a run that has the lock, in order: the columns of the table that says where the time goes.
func Phases() []Phase {
	return []Phase{
		{"read and compute", []db.Point{db.Computed}},
		{"new versions", []db.Point{db.VersionsWritten}},
		{"outcomes", []db.Point{db.OutcomesWritten}},
		{"results", []db.Point{db.ResultsWritten}},
		{"pointers and log", []db.Point{db.PointersMoved}},
		{"run and commit", []db.Point{db.RunWritten, db.Committed}},
	}
}

// stopwatch measures the way of one run at a time from point to point.
type stopwatch struct {
	last   time.Time
	took   map[db.Point]time.Duration
	server int           // the process whose children do the database's part
	before processorTime // when the run had the lock
}

func (w *stopwatch) start() { w.last, w.took = time.Now(), map[db.Point]time.Duration{} }

// at is what a run calls when it comes by a point; nobody listens before the first start. Runs go one at a time. Changes have points
// of their own, which many come by at once: the watch is not for them.
func (w *stopwatch) at(p db.Point) {
	ofRun := p == db.Locked || slices.ContainsFunc(Phases(), func(phase Phase) bool { return slices.Contains(phase.Until, p) })
	if ofRun && w.took != nil {
		if p == db.Locked {
			w.before = processorTimeNow(w.server)
		}
		now := time.Now()
		w.took[p] += now.Sub(w.last)
		w.last = now
	}
}

// phases keeps how long the parts of the run took that was just measured.
func (f *Figures) phases(step Step, w *stopwatch) {
	if f.Phases[step] == nil {
		f.Phases[step] = make([]Sample, len(Phases()))
	}
	for i, phase := range Phases() {
		var took time.Duration
		for _, p := range phase.Until {
			took += w.took[p]
		}
		f.Phases[step][i] = append(f.Phases[step][i], took)
	}
	used := processorTimeNow(w.server).since(w.before)
	f.Program[step], f.Server[step] = append(f.Program[step], used.program), append(f.Server[step], used.server)
}

// writePhases writes the medians of the phases of each kind of run.
func (f *Figures) writePhases(b *strings.Builder) {
	head := []string{"where the time goes, ms"}
	for _, phase := range Phases() {
		head = append(head, phase.Label)
	}
	lines := [][]string{append(head, "CPU: program", "CPU: PostgreSQL")}
	for _, step := range Steps() {
		if samples := f.Phases[step]; samples != nil {
			line := []string{string(step)}
			for _, sample := range append(slices.Clone(samples), f.Program[step], f.Server[step]) {
				line = append(line, strings.TrimSuffix(milliseconds(sample.Median()), " ms"))
			}
			lines = append(lines, line)
		}
	}
	b.WriteString("\n")
	writeTable(b, lines)
}
