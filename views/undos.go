package views

import (
	"cmp"
	"strings"

	"tiersync/domain"
)

// This file says of an undo what it takes back, and what it leaves.

// undoTitle asks whether to take a run back, by what it was.
func undoTitle(r domain.Run, plan string) string {
	undone := "synchronization " + idText(r.Undoes)
	if r.Again {
		undone = "the undo " + idText(r.Undoes)
	}
	if several := severalText(r.Part); several != "" {
		undone = several + " of " + undone
	}
	return "Undo " + undone + partText(r, plan) + "?"
}

// UndoneTitle is what an undo takes back, as pages call that.
func UndoneTitle(r domain.Run) string {
	undone := domain.Run{ID: r.Undoes}
	if r.Again {
		undone.Kind = domain.UndoRun
	}
	return RunTitle(undone)
}

// onlyText says what alone an undo of a part takes back: "of Mail for A alone", "3 values for A alone".
func onlyText(r domain.Run, plan string) string {
	return strings.TrimSpace(severalText(r.Part) + partText(r, plan) + " alone")
}

// severalText is how much of a reseller an undo of a part is about: "2 plans and 1 value"; "" of whole resellers, or of one plan.
func severalText(part domain.Part) string {
	plans, values := part.Several()
	switch {
	case plans > 0 && values > 0:
		return FormatCount(plans, "plan", "plans") + " and " + FormatCount(values, "value", "values")
	case plans > 0:
		return FormatCount(plans, "plan", "plans")
	case values > 0:
		return FormatCount(values, "value", "values")
	}
	return ""
}

// partText says of which plan and reseller a run is taken back: " of Mail for A", " for A", "" of all. plan is the name of the plan that it
// is about alone.
func partText(r domain.Run, plan string) string {
	text := ""
	if r.Part.Plan() != 0 {
		text += " of " + domain.Isolate(cmp.Or(plan, "one plan"))
	}
	if r.Part.Reseller() != 0 {
		text += " for " + domain.Isolate(r.Reseller)
	}
	return text
}

// partsBeforeText says that parts of a run were taken back before an undo of it.
func partsBeforeText(n int, run string) string {
	of := " of " + strings.ToLower(run)
	return FormatCount(n, "part"+of+" was taken back by itself before:", "parts"+of+" were taken back by themselves before:")
}

// partsLimit is how many undos of parts of a run its page names.
const partsLimit = 20

// buyersLimit is how many of those who buy at prices that go back are listed.
const buyersLimit = 100

// buyersText says who bought at the prices that an undo of a part changes, and is not in it themselves.
func buyersText(n int) string {
	if n == 0 {
		return "Nobody else below bought at a price that goes back."
	}
	return FormatCount(n, "other reseller below bought at a price that goes back: their cost moves with it, and what they sell stays as it is.",
		"other resellers below bought at a price that goes back: their cost moves with it, and what they sell stays as it is.")
}

// undoText says how much an undo would bring back.

func undoText(r domain.Run) string {
	if r.Totals.Nothing() {
		return "There is nothing left to take back."
	}
	text := FormatCount(r.Totals.Changes, "change", "changes") + " at " + FormatCount(r.Totals.Changed, "reseller", "resellers")
	own := ", the resellers' own values included."
	if r.Totals.Changed == 1 {
		own = ", the reseller's own values included."
	}
	if r.Again {
		return text + ": what the undo took back is brought back" + own
	}
	return text + ": values return to what they were before the run" + own
}

// valuesSince is what pages call the values that an undo leaves as they are, because an edit or a later run changed them since.
const valuesSince = "Values changed since"

// sinceNote says at how many resellers there are values that were changed since.
func sinceNote(resellers int) string {
	if resellers == 0 {
		return ""
	}
	return "left alone at " + FormatCount(resellers, "reseller", "resellers")
}

// leftAloneText says what an undo leaves as it is.
func leftAloneText(n int) string {
	if n == 0 {
		return "Nothing of it was changed since."
	}
	return FormatCount(n, "value was changed since, by an edit or a later run, and stays as it is.",
		"values were changed since, by edits or later runs, and stay as they are.")
}
