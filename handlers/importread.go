package handlers

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
)

// This file reads price lists that were sent. One is read at a time, because a large one takes a core and, at 100 MB, up to 1 GB, and the last one is kept:
// whoever looks at its pages does not wait for it again.

// sheets are the price lists that were read.
type sheets struct {
	turn chan struct{}
	mu   sync.Mutex
	key  sheetKey
	last *pricesheet.Sheet
}

// sheetKey is what a price list is read from: the same comes to the same.
type sheetKey struct {
	file    domain.PriceFileID
	columns string
	day     string
}

func newSheets() *sheets { return &sheets{turn: make(chan struct{}, 1)} }

// kept is what was read last, nil where that was something else.
func (s *sheets) kept(key sheetKey) *pricesheet.Sheet {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.key != key {
		return nil
	}
	return s.last
}

func (s *sheets) keep(key sheetKey, sheet *pricesheet.Sheet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key, s.last = key, sheet
}

// read reads a file as its choices say. It fails with errColumns where nobody said which column is what, and with KindInvalid where the file
// as a whole cannot be read so.
func (h *Imports) read(ctx context.Context, v domain.Viewer, file domain.SentFile) (*pricesheet.Sheet, error) {
	select {
	case h.sheets.turn <- struct{}{}:
		defer func() { <-h.sheets.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	on := dayOf(file)
	key := sheetKey{file.ID, file.Choices.Columns, on.Format(time.DateOnly)}
	if sheet := h.sheets.kept(key); sheet != nil {
		return sheet, nil
	}
	opened, err := pricesheet.Open(h.store.PriceFileBytes(ctx, v, file.ID), file.Bytes)
	if err != nil {
		return nil, err
	}
	layout, err := h.layout(ctx, v, file, opened)
	if errors.Is(err, errColumns) { // nobody is asked about what cannot be read whatever they say
		err = cmp.Or(opened.Check(), err)
	}
	if err != nil {
		return nil, err
	}
	h.looked.forget()
	h.sheets.keep(sheetKey{}, nil) // two large ones are not in memory at the same time
	sheet, err := pricesheet.Read(opened, layout, on)
	if err == nil {
		h.sheets.keep(key, sheet)
	}
	return sheet, err
}

// dayOf is for which day a file is read: today, unless somebody chose another.
func dayOf(file domain.SentFile) time.Time {
	if on := day(file.Choices.Day); !on.IsZero() {
		return on
	}
	return time.Now().UTC().Truncate(24 * time.Hour)
}
