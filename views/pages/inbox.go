package pages

import (
	"time"

	"tiersync/domain"
)

// Inbox is a page of what reached a reseller: runs and undos that changed something for them, and changes of their settings and
// subscriptions that somebody above made. The newest comes first.
type Inbox struct {
	Rows   []InboxRow
	Older  domain.ChangeID // to be asked for next; zero: that was all
	Newest domain.ChangeID // of all; zero: nothing ever reached them
	Names  domain.Names
}

// InboxRow is something that reached a reseller: a run, or a change with its first edits.
type InboxRow struct {
	LogRow
	Unread bool // the viewer did not open it yet
}

// Received is what a run of somebody above did to the reader's account; without a kind it is none.
type Received struct {
	Ran     domain.RunKind
	Options []domain.OptionKey
	Policy  domain.Policy
	Tidings domain.Tidings // from before they were kept, how much it changed alone
	Back    TakenBack      // of an undo
}

// TakenBack is the run that an undo took back; without a time it is none.
type TakenBack struct {
	At    time.Time
	Kind  domain.RunKind
	Entry domain.ChangeID // of the viewer's log, in which it reached them; zero: it did not
}

// InboxQuery pages an inbox.
type InboxQuery struct {
	Before domain.ChangeID // what came before; zero: from the newest
	Unread bool            // what the viewer did not open yet alone
	Limit  int             // 25 when zero
}

// InboxMost is up to how much that is unread is counted.
const InboxMost = 100
