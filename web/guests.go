package main

import "sync"

// maxConnections is how many connections of browsers are open at most: each takes some twenty kilobytes, idle or not.
const maxConnections = 2000

// guests are the connections that are open. When there are as many as may be, one that is idle goes for one that comes; its browser opens
// another when it needs one. Where none is idle, who comes waits.
type guests struct {
	places chan struct{}
	mu     sync.Mutex
	idle   map[*strictConn]bool
}

func newGuests(places int) *guests {
	return &guests{places: make(chan struct{}, places), idle: map[*strictConn]bool{}}
}

// enter takes a place.
func (g *guests) enter() {
	select {
	case g.places <- struct{}{}:
		return
	default:
	}
	if idle := g.anyIdle(); idle != nil {
		_ = idle.Close() // whatever it says, its place is free
	}
	g.places <- struct{}{}
}

func (g *guests) anyIdle() *strictConn {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.idle {
		delete(g.idle, c)
		return c
	}
	return nil
}

// is notes whether a connection is idle.
func (g *guests) is(c *strictConn, idle bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if idle {
		g.idle[c] = true
	} else {
		delete(g.idle, c)
	}
}

// left gives the place of a connection that was closed to another.
func (g *guests) left(c *strictConn) {
	g.is(c, false)
	<-g.places
}
