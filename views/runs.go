package views

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tiersync/domain"
	"tiersync/views/pages"
)

// RunURL is the page of a run.
func RunURL(id domain.RunID) string { return "/synchronizations/" + idText(id) }

// RunResellerURL is the page of what a run did to one reseller.
func RunResellerURL(id domain.RunID, reseller domain.AccountID) string {
	return RunURL(id) + "/resellers/" + idText(reseller)
}

// UndoURL is the page that asks whether to take a run back.
func UndoURL(id domain.RunID) string { return RunURL(id) + "/undo" }

// RunsOf are runs of a list, of one reseller where it is theirs.
type RunsOf struct {
	Runs     []domain.Run
	Reseller domain.AccountID      // zero: of no one reseller
	Changed  map[domain.RunID]bool // which changed them, and may be taken back by the user
}

func (l RunsOf) canUndo(r domain.Run) bool { return l.Changed[r.ID] && CanUndo(r) }

// PartURL is an address under that of an undo, for a part of the run.
func PartURL(path string, part domain.Part) string {
	if part.Whole() {
		return path
	}
	return path + "?" + url.Values{"part": part.Texts()}.Encode()
}

// canUndoPart reports whether the page of a run offers to take back what it did to one reseller.
func canUndoPart(r domain.Run, reseller pages.RunReseller) bool {
	return CanUndo(r) && reseller.Changed && r.PartUndoneBy(domain.PartOf(reseller.Account)) == 0
}

// RunTitle is how pages call a run: "Synchronization 15", "Undo 16", "Preview", "Preview of the undo of 15".
func RunTitle(r domain.Run) string {
	switch {
	case r.ID == 0 && r.Kind == domain.UndoRun:
		return "Preview of the undo of " + idText(r.Undoes)
	case r.ID == 0:
		return "Preview"
	case r.Kind == domain.UndoRun:
		return "Undo " + idText(r.ID)
	default:
		return "Synchronization " + idText(r.ID)
	}
}

// CanUndo reports whether the page of a run offers to take it back.
func CanUndo(r domain.Run) bool { return r.ID != 0 && r.UndoneBy == 0 && !r.Totals.Nothing() }

func runHead(r domain.Run) Head {
	head := Head{Title: RunTitle(r), Subtitle: runSubtitle(r), Marks: runMarks(r)}
	if r.Kind != domain.UndoRun {
		head.Subtitle = domain.Isolate(head.Subtitle) + " · " + ownHead(r)
	}
	return head
}

func runSubtitle(r domain.Run) string {
	if r.Reseller != "" {
		return domain.Isolate(r.PlanName) + ", " + r.Reseller
	}
	return r.PlanName
}

func runMarks(r domain.Run) []Mark {
	var marks []Mark
	if r.ID == 0 {
		marks = append(marks, Mark{Info, "Nothing is written yet"})
	}
	if r.UndoneBy != 0 {
		marks = append(marks, Mark{Warn, "Undone"})
	}
	if r.UndoneBy == 0 && len(r.Parts) > 0 {
		marks = append(marks, Mark{Warn, partlyUndone})
	}
	if r.ID != 0 && r.Totals.Nothing() {
		marks = append(marks, Mark{Neutral, "Nothing to do"})
	}
	return marks
}

// nothingText says that nothing had to be done, or would have to be.
func nothingText(r domain.Run) string {
	switch {
	case r.Kind == domain.UndoRun:
		return "Nothing to undo: every value was changed since, or is back already."
	case r.Totals.Resellers() == 0:
		return "Nothing to do: every reseller was skipped."
	}
	who, is := "every reseller", "was"
	if r.ID == 0 {
		is = "is"
	}
	if r.Totals.Skipped > 0 {
		who = "every reseller that was not skipped"
	}
	return "Nothing to do: " + who + " " + is + " already up to date."
}

// reachText is the reach in the dialog's words.
func reachText(r domain.Reach) string {
	switch r {
	case domain.DirectOnly:
		return "Direct resellers only"
	case domain.ThisReseller:
		return "This reseller only"
	case domain.WithSubResellers:
		return "With sub-resellers"
	default:
		return "All levels"
	}
}

// undoThisReseller takes back what a run did to one reseller.
const undoThisReseller = "Undo for this reseller"

// partlyUndone marks a run of which parts were taken back by themselves.
const partlyUndone = "Partly undone"

// howText says in a list how far a run went, and that it kept the resellers' own values.
func howText(r domain.Run) string {
	if r.Kind != domain.UndoRun && r.Policy != domain.Overwrite {
		return reachText(r.Reach) + ", " + policyText(r.Policy)
	}
	return reachText(r.Reach)
}

// RanText says in a line what a run did, "" of none: "12 changes at 3 of 18 resellers. Update Plan Fees. All levels, Keep", of an undo
// "12 changes at 3 of 18 resellers. Undo of 1457". Of a run about one subscription it names the reseller, as part of a sentence.
func RanText(r domain.Run) string {
	if r.ID == 0 {
		return ""
	}
	did := FormatCount(r.Totals.Changes, "change", "changes") + " at " + FormatInteger(r.Totals.Changed) + " of " + FormatCount(r.Totals.Resellers(), "reseller", "resellers")
	how := eachBoxText(r.Options) + ". " + reachText(r.Reach) + ", " + policyText(r.Policy)
	if r.Kind == domain.UndoRun {
		how = "Undo of " + idText(r.Undoes)
		if r.Totals.OwnKept > 0 {
			how += ". " + FormatCount(r.Totals.OwnKept, "value changed since stays", "values changed since stay")
		}
	}
	if r.Reseller != "" {
		how += ". " + domain.Isolate(r.Reseller)
	}
	return did + ". " + how
}

// ReceivedText says in a line what a run of somebody above did to the reader's account, "" of none: "12 changes. Update Plan Fees. Overwrite.
// 2 own prices or rules overwritten", of an undo "12 changes. Undo of the synchronization of 3 Oct 2026, 14:26 UTC".
func ReceivedText(r pages.Received, v domain.Viewer) string {
	if r.Ran == "" {
		return ""
	}
	how := []string{FormatCount(r.Tidings[domain.TidingChanges], "change", "changes")}
	if r.Back.At.IsZero() {
		how = append(how, eachBoxText(r.Options), policyText(r.Policy))
	} else {
		how = append(how, "Undo of the "+tookBackWhat(r.Back)+FormatTime(r.Back.At))
	}
	var matters []string
	for _, m := range r.Tidings.First(v) {
		matters = append(matters, FormatCount(m.Number, m.One, m.Many))
	}
	if len(matters) > 0 {
		how = append(how, strings.Join(matters, ", "))
	}
	return strings.Join(how, ". ")
}

// RowDid says in a line what a run did that a line of the audit is about: everything of one of the reader's own account, of another what it
// did to theirs; of a move by somebody above what it means to them; "" where it is about neither.
func RowDid(row pages.LogRow, n domain.Names, v domain.Viewer) string {
	if row.Reached && row.Kind == domain.ResellerMoved {
		return movedText(row, n, v.Account.ID)
	}
	return cmp.Or(RanText(row.Ran), ReceivedText(row.Received, v))
}

func policyText(p domain.Policy) string {
	switch p {
	case domain.Keep:
		return "Keep"
	case domain.Decide:
		return "Decide"
	}
	return "Overwrite"
}

// groupedOptions are the labels of the ticked boxes under their groups.
func groupedOptions(keys []domain.OptionKey) []boxGroup {
	var groups []boxGroup
	for _, option := range domain.Options() {
		if !slices.Contains(keys, option.Key) {
			continue
		}
		if len(groups) == 0 || groups[len(groups)-1].group != option.Group {
			groups = append(groups, boxGroup{group: option.Group})
		}
		last := &groups[len(groups)-1]
		last.boxes = append(last.boxes, box{option: option})
	}
	return groups
}

// boxesText names the ticked boxes in a few words: "Update Plan Fees", "Update Plan Fees and 3 more", "All 15 boxes".
func boxesText(keys []domain.OptionKey) string {
	switch len(keys) {
	case 0:
		return "—"
	case 1:
		return optionLabel(keys[0])
	}
	if all := allBoxes(keys); all != "" {
		return all
	}
	return optionLabel(keys[0]) + " and " + strconv.Itoa(len(keys)-1) + " more"
}

// eachBoxText names each of the ticked boxes, or says that these are all: "Update Plan Fees; Update Resource Prices".
func eachBoxText(keys []domain.OptionKey) string {
	if all := allBoxes(keys); all != "" || len(keys) == 0 {
		return cmp.Or(all, "—")
	}
	labels := make([]string, len(keys))
	for i, key := range keys {
		labels[i] = optionLabel(key)
	}
	return strings.Join(labels, "; ")
}

// allBoxes says that these are all boxes, or all of the manual, which were all before there were others; "" where they are not.
func allBoxes(keys []domain.OptionKey) string {
	for _, all := range []int{len(domain.Options()), domain.ManualOptions} {
		if len(keys) == all && !slices.ContainsFunc(domain.Options()[:all], func(o domain.Option) bool { return !slices.Contains(keys, o.Key) }) {
			return fmt.Sprintf("All %d boxes", all)
		}
	}
	return ""
}

// ratesText lists exchange rates against the currency whose rate is 1: "USD 1 = EUR 0.92, GBP 0.79". It is "" where there
// is only one currency.
func ratesText(rates map[domain.Currency]string) string {
	var list []string
	base := domain.Currency("")
	for _, c := range slices.Sorted(maps.Keys(rates)) {
		if rates[c] == "1" && base == "" {
			base = c
		} else {
			list = append(list, string(c)+" "+rates[c])
		}
	}
	switch {
	case len(list) == 0:
		return ""
	case base == "":
		return strings.Join(list, ", ")
	default:
		return string(base) + " 1 = " + strings.Join(list, ", ")
	}
}

// FormatDuration writes how long something took: "46 ms", "1.2 s".
func FormatDuration(d time.Duration) string {
	switch {
	case d <= 0:
		return "—"
	case d < time.Millisecond:
		return "under 1 ms"
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	default:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	}
}

// stateOf is the badge of a reseller in a run.
func stateOf(r pages.RunReseller, preview bool) Mark {
	switch {
	case r.Skip == domain.OutOfReach:
		return Mark{Warn, "Out of reach"}
	case r.Skip != "":
		return Mark{Warn, "Skipped"}
	case r.Changed && preview:
		return Mark{Good, "Would change"}
	case r.Changed:
		return Mark{Good, "Changed"}
	default:
		return Mark{Neutral, "Unchanged"}
	}
}
