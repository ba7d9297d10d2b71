package domain

import "time"

// PriceFileID is the number of a price list that somebody sent to look at it.
type PriceFileID int64

// SentFile is a price list that somebody sent and did not save yet: for a day it can be looked at and decided about.
type SentFile struct {
	PriceFile
	ID      PriceFileID
	Bytes   int64
	At      time.Time
	By      string // who sent it, "" where they are no more
	Choices ImportChoices
}

// ImportChoices is what somebody decided about a price list that they sent. The zero ImportChoices decides nothing: what jumps, is unknown or
// gone stays as it is.
type ImportChoices struct {
	Day     string                `json:"day,omitempty"`     // for which it is read, as 2026-01-31
	Columns string                `json:"columns,omitempty"` // which column is what, as who reads it wrote it; "": as its headings say
	Called  string                `json:"called,omitempty"`  // the name under which these columns are kept
	Sure    []string              `json:"sure,omitempty"`    // the keys of prices that jump and are meant
	Pattern PlanID                `json:"pattern,omitempty"`
	Makes   []int                 `json:"makes,omitempty"`  // lines of whose products plans are made
	Prices  map[string]GoneChoice `json:"prices,omitempty"` // by the keys of prices that are gone
	Plans   map[PlanID]GoneChoice `json:"plans,omitempty"`
}

// KeptColumns are columns of price lists under a name, as who reads them wrote them.
type KeptColumns struct {
	Name    string
	Columns string
}
