package db

import (
	"context"
	"testing"

	"tiersync/domain"
)

// turn is what came of standing in the line of a room.
type turn struct {
	leave func()
	err   error
}

// wait lets somebody stand in the line of a room, and returns once they do, or at once where it is full.
func wait(ctx context.Context, r *room) chan turn {
	before, came := r.crowd(), make(chan turn, 1)
	go func() {
		leave, err := r.enter(ctx)
		came <- turn{leave, err}
	}()
	for full := before == r.desks+lineLength; !full && r.crowd() == before; {
	}
	return came
}

// Fault 49: a few hash, some wait, whoever came last is next, and where too many wait, whoever came first is told so.
func TestFault049TheLineForHashing(t *testing.T) {
	t.Parallel()
	r := newRoom(2)
	var leave []func()
	for range r.desks {
		l, err := r.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, l)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var line []chan turn
	for range lineLength {
		line = append(line, wait(ctx, r))
	}
	last := wait(ctx, r)
	if first := <-line[0]; domain.KindOf(first.err) != domain.KindUnavailable {
		t.Errorf("whoever came first, past the line: %v", first.err)
	}
	leave[0]()
	next := <-last
	if next.err != nil {
		t.Fatalf("whoever came last: %v", next.err)
	}
	if l, err := newRoom(1).enter(ctx); err != nil {
		t.Errorf("another room: %v", err)
	} else {
		l()
	}
	cancel()
	for _, one := range line[1:] {
		if came := <-one; domain.KindOf(came.err) != domain.KindUnavailable {
			t.Errorf("whoever went: %v", came.err)
		}
	}
	next.leave()
	leave[1]()
	if r.crowd() != 0 || len(r.line) != 0 {
		t.Errorf("%d wait or hash when all have left", r.crowd())
	}
}
