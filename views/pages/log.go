package pages

import (
	"strconv"
	"strings"
	"time"

	"tiersync/domain"
)

// This file is the log: the page of a change, the history of a thing, the audit.

// ChangePage is a change as its page shows it.
type ChangePage struct {
	domain.ChangeRecord
	Gone  bool // what it is about is not there any more
	Names domain.Names
}

// UndoPage is a change with what taking it back would do now.
type UndoPage struct {
	ChangePage
	Applied domain.Applied
}

// LogRow is a line of the log: of an account's audit, or of the history of one thing. A line from before changes were logged value
// by value has no Kind, and nothing but the name in About; its edits are those that can still be told.
type LogRow struct {
	domain.ChangeRecord
	Action  string // in the past: "changed plan fees"
	Mine    bool   // the reader's own account made the change, so that it has a page for them
	MineRun bool   // the reader's own account made the run
	Gone    bool   // what it is about is not there any more
}

// HistoryQuery pages the history of a thing: what came before an entry of the log; zero: from the newest.
type HistoryQuery struct {
	Before domain.ChangeID
	Limit  int // 25 when zero
}

// History is a page of what was changed about a thing, the newest first.
type History struct {
	Rows  []LogRow
	Older domain.ChangeID // to be asked for next; zero: that was all
	Names domain.Names
}

// PlanVersion is a plan of the viewer's as it was after an entry of the log.
type PlanVersion struct {
	ID       domain.ChangeID
	At       time.Time
	UserName string
	Run      domain.RunID
	State    domain.State // of this plan alone
}

// AuditQuery filters and pages an account's audit.
type AuditQuery struct {
	Kind   domain.ChangeKind // "": every kind
	User   domain.UserID     // zero: everybody
	Search string            // in what was done, and to what
	From   time.Time         // zero: from the beginning
	To     time.Time         // up to then, exclusive; zero: until now
	After  AuditPlace        // where the page before ended
	Limit  int               // 50 when zero
}

// AuditPlace is a place in the audit, which is read from several logs: the last line that was read from each, zero for none.
type AuditPlace struct{ Log, Past, Runs int64 }

// Text writes the place for an address: ParseAuditPlace reads it.
func (p AuditPlace) Text() string {
	if p == (AuditPlace{}) {
		return ""
	}
	return strings.ReplaceAll(domain.IDs([]int64{p.Log, p.Past, p.Runs}), " ", ".")
}

// ParseAuditPlace reads what Text wrote; anything else is the beginning.
func ParseAuditPlace(text string) AuditPlace {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return AuditPlace{}
	}
	var ids [3]int64
	for i, part := range parts {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n < 0 {
			return AuditPlace{}
		}
		ids[i] = n
	}
	return AuditPlace{ids[0], ids[1], ids[2]}
}

// Audit is a page of an account's audit, the newest first.
type Audit struct {
	Rows  []LogRow
	Next  AuditPlace // where the next page goes on; the zero AuditPlace: that was all
	Names domain.Names
	Users []domain.User // of the account: who can be asked for
}
