package main

import "sync"

// maxConnections is how many connections of browsers are open at most: each takes some twenty kilobytes, idle or not.
const maxConnections = 2000

// guests are the connections that are open. When there are as many as may be, one that is idle goes for one that comes; its browser opens
// another when it needs one. Where none is idle, who comes waits until one is, or leaves.
type guests struct {
	most int
	mu   sync.Mutex
	room sync.Cond // one left, or is idle
	open int
	idle map[*strictConn]bool
}

func newGuests(most int) *guests {
	g := &guests{most: most, idle: map[*strictConn]bool{}}
	g.room.L = &g.mu
	return g
}

// enter takes a place.
func (g *guests) enter() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.open >= g.most {
		if idle := g.anyIdle(); idle != nil {
			g.mu.Unlock()
			_ = idle.Close() // whatever it says, its place is free
			g.mu.Lock()
		} else {
			g.room.Wait()
		}
	}
	g.open++
}

// anyIdle takes one of those that are idle from them, nil where none is.
func (g *guests) anyIdle() *strictConn {
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
		g.room.Signal()
	} else {
		delete(g.idle, c)
	}
}

// left gives the place of a connection that was closed to another.
func (g *guests) left(c *strictConn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.idle, c)
	g.open--
	g.room.Signal()
}
