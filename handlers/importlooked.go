package handlers

import (
	"encoding/json"
	"sync"
	"time"

	"tiersync/domain"
)

// looked remembers what the price list comes to that somebody looked at last, under all that this depends on: of 100,000 lines that takes
// seconds to find out, and a page of them shows fifty.
type looked struct {
	mu   sync.Mutex
	key  lookedKey
	last *importing
}

// lookedKey is what a price list, and what was decided about it, is known by.
type lookedKey struct {
	sheet   sheetKey
	choices string // all but which jumps are meant: that is ticked on a page
	user    domain.UserID
	makes   bool   // the user may make plans
	costs   bool   // the user sees costs
	seen    string // the last change of the catalog
	now     string // what it meets
}

// lookKey is the key of a file for a viewer, where prices are as now says.
func lookKey(v domain.Viewer, file domain.SentFile, seen, now string) (lookedKey, error) {
	choices := file.Choices
	choices.Sure = nil
	text, err := json.Marshal(choices)
	sheet := sheetKey{file.ID, choices.Columns, dayOf(file).Format(time.DateOnly)}
	return lookedKey{sheet, string(text), v.User.ID, mayCreatePlans(v), v.SeesCosts(), seen, now}, err
}

// kept is what was remembered, nil where it was of something else.
func (l *looked) kept(key lookedKey) *importing {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil || l.key != key {
		return nil
	}
	i := *l.last
	return &i
}

func (l *looked) keep(key lookedKey, i importing) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.key, l.last = key, &i
}

// forget makes room for another one.
func (l *looked) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = nil
}
