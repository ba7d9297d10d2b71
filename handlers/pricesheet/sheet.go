package pricesheet

import (
	"time"

	"tiersync/domain"
)

// Sheet is a price list that was read.
type Sheet struct {
	Layout   string   // what it was read as
	Readings []string // how it was read, for the page: characters, separator, decimal sign, order of dates, what was left out
	Lines    []Line   // in the order of the file, but for blank ones
}

// Line is a line of a price list and what becomes of it on the day for which the list was read.
type Line struct {
	domain.SheetLine
	State State
	Other int // number of the line that counts in its place, or that it is compared with; 0: none
}

// State says what becomes of a line.
type State int

// The states. Of the lines for one price at most one Counts.
const (
	Counts   State = iota // holds on the day
	Wrong                 // is no price: Problem says why
	Twice                 // says what Other says
	Replaced              // holds, but Other began later
	Later                 // begins after the day: still to come
	Over                  // ended before the day
	Deleted               // the sheet says that it is gone
	Aside                 // is no line of prices: the headings again, or what was delivered in our own export
)

// String is what a line of this state does, in words that are shown.
func (s State) String() string {
	return [...]string{"counts", "wrong", "twice", "replaced", "still to come", "over", "deleted", "aside"}[s]
}

// Read reads all lines of a file in a layout, which is the file's own or one of chosen columns, for a day, which is its first
// moment in UTC. It goes through the file twice: how numbers and dates are written is decided by all of them. An error of kind
// invalid says why the file as a whole cannot be read so; what is wrong with one line is in the line.
func Read(f *File, layout Layout, on time.Time) (*Sheet, error) {
	columns, err := columnsOf(f.header, layout)
	if err != nil {
		return nil, err
	}
	r := &lineReader{columns: columns, epoch1904: f.epoch1904, texts: map[string]string{}}
	if err := f.body(r.collect); err != nil {
		return nil, err
	}
	r.lines = make([]Line, 0, r.rows)
	if err := f.body(r.read); err != nil {
		return nil, err
	}
	if !layout.own { // which writes bounds as they are, and need not have the line of the first
		firstBounds(r.lines, columns.has(RoleField))
	}
	settle(r.lines, columns.has(RoleField), on)
	return &Sheet{Layout: layout.Name, Readings: append(f.spare[:len(f.spare):len(f.spare)], r.said()...), Lines: r.lines}, nil
}
