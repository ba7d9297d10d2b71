package pages

import (
	"time"

	"tiersync/domain"
)

// SecurityQuery filters and pages security events.
type SecurityQuery struct {
	Kind   domain.SecurityKind // "": every kind
	User   domain.UserID       // zero: everybody
	Search string              // in who it was, from where, and what it was about
	From   time.Time           // zero: from the beginning
	To     time.Time           // up to then, exclusive; zero: until now
	Before int64               // the last event of the page before; zero: from the newest
	Limit  int                 // 50 when zero
}

// SecurityEvent is one of them. What the reader may not see has no name: of a user above them, Above alone.
type SecurityEvent struct {
	ID      int64
	At      time.Time
	Kind    domain.SecurityKind
	Account domain.Account // its id and name; zero where nobody was known
	User    domain.User    // their id, name and email address; zero where nobody was known
	Above   bool
	From    string // the network address; "" where there was none
	Detail  string
}

// SecurityEvents is a page of them, the newest first.
type SecurityEvents struct {
	Rows  []SecurityEvent
	Older int64         // to be asked for next; zero: that was all
	Users []domain.User // of the reader's account: who can be asked for
}
