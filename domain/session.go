package domain

import "time"

// Place is where somebody signs in from: the network address, and the browser in short words. Each is "" where nobody knows.
type Place struct{ Address, Browser string }

// SessionID is the number of a session. Who knows it can do nothing with it.
type SessionID int64

// Session is a browser that somebody is signed in with.
type Session struct {
	ID SessionID
	Place
	Since   time.Time
	Seen    time.Time // the last click, within half a minute
	Current bool      // it is the one that asks
}
