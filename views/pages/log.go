package pages

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tiersync/domain"
)

// This file is the log: the page of a change, the history of a thing, the audit.

// ChangePage is a change as its page shows it. Its edits are some of many; what takes it back is asked for by its id.
type ChangePage struct {
	domain.ChangeRecord
	First int           // how many values are told before those in its edits
	Total int           // how many are told
	Moved []domain.Edit // the prices that became others by the rules that it changed; they follow the values that are told
	Gone  bool          // what it is about is not there any more
	Names domain.Names
	Sold  *domain.Catalog // what the account sells now; nil: nobody looked
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
	By      string // the account below the reader's whose people did it; "" where it was not one
	Mine    bool   // the reader's own account made the change, so that it has a page for them
	MineRun bool   // the reader's own account made the run
	Reached bool   // somebody above the reader made the change, and it reached their account: it has a page in their inbox
	Gone    bool   // what it is about is not there any more
	More    int    // how many values are told besides those in its edits, which are the first

	Ran      domain.Run // in an audit, what the line is about where it is a run of the reader's own account and nothing else; its ID is zero where it is not
	Received Received   // in an audit and an inbox, what a run of another account did to the reader's

	Reseller    domain.AccountID // in the history of a reseller: whose, so that a run is shown as it reached them
	RunUndoneBy domain.RunID     // the undo that took the run back and still counts; zero: none
	Changes     int              // of a run of the reader's own account in that history: how much it changed for them
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
	Undos  bool              // undos alone: of changes, and of runs
	User   domain.UserID     // zero: everybody
	By     Makers            // those who are no user of the account; "": everybody
	About  domain.Ref        // what was done to one thing; the zero Ref: to any
	Search string            // in what was done, and to what
	From   time.Time         // zero: from the beginning
	To     time.Time         // up to then, exclusive; zero: until now
	After  AuditPlace        // where the page before ended
	Limit  int               // 50 when zero
	Lines  bool              // rows have the values that a line shows, and not all that can be read at once
}

// LineValues is how many values of a change a line of a log shows.
const LineValues = 3

// Makers are makers of changes who are no users of the account.
type Makers string

// The makers that the audit can be asked for.
const (
	BySystem Makers = "system"   // nobody: the command line, and what was set up by itself
	ByVendor Makers = "provider" // somebody of an account above
)

// RefText names a thing in an address: "plan-1003", "exchange_rate-EUR". ParseRef reads it.
func RefText(r domain.Ref) string {
	if r.Code != "" {
		return string(r.Of) + "-" + r.Code
	}
	return string(r.Of) + "-" + strconv.FormatInt(r.ID, 10)
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// ParseRef reads what RefText wrote, without the name; anything else, and what no change is about, is the zero Ref.
func ParseRef(text string) domain.Ref {
	of, id, _ := strings.Cut(text, "-")
	ref := domain.Ref{Of: domain.Object(of)}
	about := func(k domain.KindInfo) bool { return k.Of == ref.Of }
	if ref.Of == domain.ObjectRun || !slices.ContainsFunc(domain.ChangeKinds(), about) {
		return domain.Ref{}
	}
	if ref.Of.Info().ByCode {
		if ref.Code = id; !currencyCode.MatchString(id) {
			return domain.Ref{}
		}
		return ref
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if ref.ID = n; err != nil || n < 0 || strconv.FormatInt(n, 10) != id {
		return domain.Ref{}
	}
	return ref
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
	Rows []LogRow
	Next AuditPlace // where the next page goes on; the zero AuditPlace: that was all

	About     domain.Ref // the thing that was asked for, with its name
	AboutGone bool       // it is not there any more
	Names     domain.Names
	Users     []domain.User // of the account: who can be asked for
}

// PutBelowPage is one page of the prices of resellers that a change of their vendor's, or of an exchange rate, put below cost.
type PutBelowPage struct {
	Change    domain.ChangeRecord
	Sum       domain.PutBelow
	Resellers []domain.BelowSeller // of whom there are prices on the page, as they sold when the change was made
	Names     domain.Names
}
