package main

import (
	"fmt"
	"time"
)

// Goal is a ratio within one run of the benchmark, so that it holds on any machine.
type Goal struct {
	What  string
	Limit string // "<= 6.0 x floor"
	Is    string // "4.1 x"
	Met   bool
}

// Goals compares the figures with what the program promises.
func (f *Figures) Goals() []Goal {
	floor := f.Ours[Floor].Median()
	atMost := func(step Step, limit float64) Goal {
		return ratioAtMost(string(step), "floor", limit, f.Ours[step].Median(), floor)
	}
	fasterThan := func(ours, theirs Step, limit float64, scale float64) Goal {
		is := ratio(f.Copying[theirs].scaled(scale).Median(), f.Ours[ours].Median())
		return Goal{string(ours), fmt.Sprintf("at least %.0f x faster than copying", limit), fmt.Sprintf("%.1f x", is), is >= limit}
	}
	goals := []Goal{
		atMost(AllPrices, 6), atMost(AllOverwrite, 10), fasterThan(AllOverwrite, AllPrices, 300, f.scale()),
		atMost(AllKeep, 40), ratioAtMost(string(AllByRules)+", a reseller", "one who shares nothing", 1, f.Ours[AllByRules].Median(), f.Ours[DivergedAll].scaled(f.scale()).Median()),
		atMost(Nothing, 1), atMost(NothingKept, 2), atMost(PartOfPrices, 5), atMost(UndoAll, 4),
		atMost(UndoOverwrite, 4),
		ratioAtMost(string(PreviewAll), "the run", 1, f.Ours[PreviewAll].Median(), f.Ours[AllOverwrite].Median()),
		fasterThan(DivergedAll, AllPrices, 6, 1),
	}
	one := f.Ours[OneReseller].Median()
	return append(goals,
		Goal{string(OneReseller), "<= 5 ms", milliseconds(one), one <= 5*time.Millisecond},
		ratioAtMost(string(EditDuringRuns)+", p99", "the run", 0.5, f.Ours[EditDuringRuns].Quantile(0.99), f.Ours[RunDuringEdits].Median()),
		ratioAtMost("longest wait of an edit while runs go on", "the longest run", 1, f.longestWait(), f.Ours[RunDuringEdits].Max()),
		pageGoal(f, ListPage), pageGoal(f, PlanPage), f.diskGoal(),
		memoryGoal("memory of the program", 256, f.Memory.Program),
		memoryGoal("memory of the program and a backend", 320, f.Memory.Program+f.Memory.Backend))
}

func memoryGoal(what string, limit int64, is int64) Goal {
	return Goal{what, fmt.Sprintf("<= %d MB", limit), megabytes(is), is <= limit*1e6}
}

// longestWait is by how much the slowest edit took longer than an edit takes in the middle.
func (f *Figures) longestWait() time.Duration {
	edits := f.Ours[EditDuringRuns]
	return edits.Max() - edits.Median()
}

func pageGoal(f *Figures, page Step) Goal {
	return ratioAtMost(string(page)+", p95", "row copies", 2, f.Ours[page].Quantile(0.95), f.Copying[page].Quantile(0.95))
}

func (f *Figures) diskGoal() Goal {
	is := float64(f.Disk.Copying) * f.scale() / float64(max(f.Disk.Ours, 1))
	return Goal{"disk after the first delivery", "at least 50 x smaller than copying", fmt.Sprintf("%.0f x", is), is >= 50}
}

func ratioAtMost(what, than string, limit float64, is, of time.Duration) Goal {
	r := ratio(is, of)
	return Goal{what, fmt.Sprintf("<= %g x %s", limit, than), fmt.Sprintf("%.2f x", r), r <= limit}
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

func milliseconds(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms < 10:
		return fmt.Sprintf("%.2f ms", ms)
	case ms < 10000:
		return fmt.Sprintf("%.0f ms", ms)
	default:
		return fmt.Sprintf("%.1f s", ms/1000)
	}
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }
