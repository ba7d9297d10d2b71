package db

import (
	"context"
	"testing"

	"tiersync/domain"
)

// Fault 49: a few hash, some wait, and whoever comes then is told at once.
func TestFault049TheLineForHashing(t *testing.T) {
	t.Parallel()
	r := newRoom(2)
	var leave []func()
	for range cap(r.desks) {
		l, err := r.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, l)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan error)
	for range cap(r.line) - cap(r.desks) {
		go func() {
			l, err := r.enter(ctx)
			if err == nil {
				l()
			}
			waiting <- err
		}()
	}
	for len(r.line) < cap(r.line) {
		select {
		case err := <-waiting:
			t.Fatal("did not wait:", err)
		default:
		}
	}
	if _, err := r.enter(t.Context()); domain.KindOf(err) != domain.KindUnavailable {
		t.Errorf("past the line: %v", err)
	}
	leave[0]()
	if err := <-waiting; err != nil {
		t.Errorf("whoever waited: %v", err)
	}
	if l, err := newRoom(1).enter(ctx); err != nil {
		t.Errorf("another room: %v", err)
	} else {
		l()
	}
	cancel()
	for range cap(r.line) - cap(r.desks) - 1 {
		<-waiting
	}
	leave[1]()
	if len(r.line) != 0 || len(r.desks) != 0 {
		t.Errorf("%d wait and %d hash when all have left", len(r.line), len(r.desks))
	}
}
