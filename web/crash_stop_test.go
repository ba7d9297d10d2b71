package main

import (
	"net/http"
	"strings"
	"time"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/web/webtest"
)

// PostgreSQL is stopped while the program runs on: whoever waits for an answer is told what is known.

// outage is how long PostgreSQL is away: mostly no longer than it takes to start, now and then, of runs
// and of changes alike, as long as it takes to notice.
func outage(n int) time.Duration {
	switch {
	case n%40 == 19 || n%40 == 38:
		return time.Minute
	case n%20 == 1 || n%20 == 10:
		return 5 * time.Second
	default:
		return 0
	}
}

// stopPostgreSQL stops it during runs and changes in turn.
func (c *crashes) stopPostgreSQL() {
	left := map[string]map[bool]int{"a run": {}, "a change": {}}
	for n := range *crashStops {
		if n%2 == 0 {
			left["a run"][c.stopDuringRun(n)]++
		} else {
			left["a change"][c.stopDuringChange(n)]++
		}
	}
	for what, times := range left {
		c.t.Logf("%d stops left nothing of %s %d times and all of it %d times", times[false]+times[true], what, times[false], times[true])
	}
}

func (c *crashes) stopDuringRun(n int) (all bool) {
	action, before, at := c.next(), c.picture(), pointOf(5*(n/2))
	answer := c.stopDuring(action, at, outage(n))
	all = c.nothingOrAll(before, at)
	c.honest(answer, at, all)
	c.heals()
	c.finish(action, before)
	return all
}

// stopDuringChange meets an edit by a form and the undo of a change of a whole price list in turn, each at every point.
func (c *crashes) stopDuringChange(n int) (all bool) {
	places := append(changePoints(), "")
	turn := n / 2
	at := places[(4+3*(turn%2)+5*(turn/2))%len(places)]
	sent := c.formEdit()
	if turn%2 == 1 {
		sent = c.undoOf(c.edited())
	}
	before := c.changePicture()
	answer := c.stopDuring(sent.action, at, outage(n))
	all = c.nothingOrAllOfChange(before, sent, at)
	c.honest(answer, at, all)
	c.heals()
	c.finishChange(sent, before, all)
	return all
}

// stopDuring sends an action, stops PostgreSQL when it comes to the point, or at any time, and starts it again. It returns the answer.
func (c *crashes) stopDuring(a action, at db.Point, away time.Duration) webtest.Answer {
	c.t.Helper()
	var replies <-chan reply
	if at != "" {
		replies = c.halted(c.t.Context(), a, at)
		c.crashServer()
		c.program.goOn()
	} else {
		replies = c.inBackground(c.t.Context(), a)
		c.waitAnyTime()
		c.crashServer()
	}
	got := <-replies
	c.check(got.err)
	c.wantUnavailable(c.get(a.path))
	time.Sleep(away) // the outage itself
	c.startServer()
	return got.answer
}

// honest checks what somebody was told whose action met the stop: that it is done only where it is; that the database cannot answer
// only where nothing is done; and that nobody knows only where it was being committed.
func (c *crashes) honest(a webtest.Answer, at db.Point, all bool) {
	c.t.Helper()
	unknown := strings.Contains(a.Text, domain.EndUnknown.Because(nil).Error())
	committing := at == db.RunWritten || at == db.ChangeLogged
	switch {
	case at == db.Committed || at == db.ChangeCommitted || a.StatusCode == http.StatusSeeOther:
		if c.wantStatus(a, http.StatusSeeOther); !all {
			c.t.Error("it was answered that it is done, and nothing of it is there")
		}
	case all && !unknown:
		c.t.Errorf("it is done, and the page says: %s", a.Page.Find("main").Text())
	case at != "" && unknown != committing:
		c.t.Errorf("stopped when %s, the page says: %s", at, a.Page.Find("main").Text())
	}
	if a.StatusCode != http.StatusSeeOther {
		c.wantUnavailable(a)
	}
}
