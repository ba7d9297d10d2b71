package handlers

import (
	"encoding/json"
	"maps"
	"sync"
	"time"

	"tiersync/domain"
)

// looked remembers what the price list comes to that a provider looked at last, under all that this depends on: of 100,000 lines that takes
// seconds to find out, and a page of them shows fifty.
type looked struct {
	mu   sync.Mutex
	key  lookedKey
	list domain.PriceList
	last *importing
}

// lookedKey is what a price list, and what was decided about it, is known by. The zero lookedKey is of one that is not remembered.
type lookedKey struct {
	sheet   sheetKey
	choices string // all but which jumps are meant: that is ticked on a page
	user    domain.UserID
	makes   bool // the user may make plans
	limit   int  // from which jump on they are asked
	seen    string
}

// lookKey is the key of a file for a viewer. What a reseller is asked about depends on prices of others, too; they have few.
func lookKey(v domain.Viewer, file domain.SentFile, seen string) lookedKey {
	if !v.IsProvider() {
		return lookedKey{}
	}
	choices := file.Choices
	choices.Sure = nil
	text, err := json.Marshal(choices)
	if err != nil {
		return lookedKey{}
	}
	return lookedKey{sheetKey{file.ID, choices.Columns, dayOf(file).Format(time.DateOnly)}, string(text), v.User.ID, mayCreatePlans(v), v.Account.JumpLimit, seen}
}

// kept is what was remembered, nil where it was of something else, or meets other prices or resources. What the vendor has never changes: another
// state is another value.
func (l *looked) kept(key lookedKey, list domain.PriceList) *importing {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil || l.key != key || l.list.State.Own != list.State.Own || l.list.State.Delivered != list.State.Delivered ||
		!maps.Equal(l.list.Unmeasured, list.Unmeasured) || !maps.Equal(l.list.Names.Resources, list.Names.Resources) {
		return nil
	}
	i := *l.last
	return &i
}

func (l *looked) keep(key lookedKey, list domain.PriceList, i importing) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if key != (lookedKey{}) {
		l.key, l.list, l.last = key, list, &i
	}
}

// forget makes room for another one.
func (l *looked) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list, l.last = domain.PriceList{}, nil
}
