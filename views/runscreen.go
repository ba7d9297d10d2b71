package views

import (
	"tiersync/domain"
	"tiersync/views/pages"
)

// RunScreen is the page of a run, of a preview, or of an undo that is about to be confirmed, with one page of resellers.
type RunScreen struct {
	RunPage pages.RunPage
	Plans   *pages.RunPlansPage // by plan; nil: by reseller
	Money   bool                // what it moves in money alone is shown
	Query   pages.RunQuery
	List    List
	Only    pages.RunFilter
	Look    domain.Look                    // where there is some of it
	Result  func(pages.RunReseller) string // address of what happened to one reseller
	Edit    bool                           // the viewer may undo
	Leave   *LeaveForm                     // of a preview: resellers can be left out

	OwnGuards bool // the guards are the viewer's own
	SeesCosts bool // costs and margins are shown
	HasMoney  bool // what it moves in money is a page of its own
}

func (s RunScreen) isUndo() bool { return s.RunPage.Run.Kind == domain.UndoRun }

// filters are the links above the resellers.
func (s RunScreen) filters() []Tab {
	totals := s.RunPage.Run.Totals
	tabs := []Tab{
		{Label: "All", Count: FormatInteger(totals.Subscriptions())},
		{Label: "Changed", Count: FormatInteger(totals.Changed)},
		{Label: "Unchanged", Count: FormatInteger(totals.Unchanged)},
		{Label: "Skipped", Count: FormatInteger(totals.Skipped)},
		{Label: "Own values", Count: FormatInteger(s.RunPage.Own)},
	}
	if s.isUndo() {
		tabs[4].Label = "With values changed since"
	}
	for i, only := range []pages.RunFilter{"", pages.OnlyChanged, pages.OnlyUnchanged, pages.OnlySkipped, pages.OnlyOwn} {
		tabs[i].URL, tabs[i].Current = s.List.with(map[string]string{"only": string(only)}).url(), only == s.Only
	}
	return tabs
}
