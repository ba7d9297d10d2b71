package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"tiersync/db"
	"tiersync/web/webtest"
)

var (
	crashKills   = flag.Int("crash.kills", 22, "how often to kill the program during runs and undos")
	crashChanges = flag.Int("crash.changes", 12, "how often to kill the program during undos of large edits, and undos of those")
	crashStops   = flag.Int("crash.stops", 4, "how often to stop PostgreSQL, during runs and changes and the undos of both")
	crashSeed    = flag.Uint64("crash.seed", 67, "what the times of crashes are drawn from; how far a run is by then is up to the machine")
)

// TestCrashes lets things break during runs, changes and the undos of both, at every point and at any time. After each there is
// nothing of it or all of it, the laws hold, and whoever sends the same again comes to the one run or change.
func TestCrashes(t *testing.T) {
	t.Parallel()
	c := newCrashes(t)
	for _, test := range []struct {
		name string
		run  func()
	}{
		{"Fault067ProgramIsKilled", c.killProgram},
		{"Fault067ProgramIsKilledDuringChanges", c.killChanges},
		{"Fault068ProgramIsAskedToStop", c.stopProgram},
		{"Fault069PostgreSQLIsStopped", c.stopPostgreSQL},
		{"Fault070OneBackendIsEnded", c.endBackend},
		{"Fault070OneBackendIsKilled", c.killBackend},
		{"Fault076BrowserIsClosed", c.closeBrowser},
		{"Fault077AnswerIsLost", c.loseAnswer},
	} {
		t.Run(test.name, func(t *testing.T) {
			c.t = t
			c.start()
			test.run()
		})
	}
	c.t = t
}

// points are all points in the order in which a run comes by, as newCrashes checks.
func points() []db.Point {
	return []db.Point{db.Locked, db.Computed, db.VersionsWritten, db.OutcomesWritten, db.ResultsWritten, db.PointersMoved, db.RunWritten,
		db.Committed}
}

// pointOf spreads crashes over all points and, three times for each turn of theirs, any time. Runs and undos take turns, so
// that each point is met by both.
func pointOf(n int) db.Point {
	places := append(points(), "", "", "")
	return places[n/2%len(places)]
}

// waitAnyTime waits for any part of the time that a run takes, or longer: nothing tells when to go on, for that is where no
// point is.
func (c *crashes) waitAnyTime() {
	time.Sleep(time.Duration(c.random.Int64N(max(1, int64(2*c.took)))))
}

func (c *crashes) killProgram() {
	left := map[bool]int{}
	for n := range *crashKills {
		action, before, at := c.next(), c.picture(), pointOf(n)
		var replies <-chan reply
		if at != "" {
			replies = c.halted(c.t.Context(), action, at)
		} else {
			replies = c.inBackground(c.t.Context(), action)
			c.waitAnyTime()
		}
		c.program.kill()
		<-replies
		c.settled()
		left[c.nothingOrAll(before, at)]++
		c.start()
		c.finish(action, before)
	}
	c.t.Logf("%d kills left nothing of a run %d times and all of it %d times", *crashKills, left[false], left[true])
}

func (c *crashes) stopProgram() {
	action, before := c.next(), c.picture()
	replies := c.halted(c.t.Context(), action, db.Computed)
	c.program.signal(syscall.SIGTERM)
	c.program.goOn()
	c.wantReply(replies, http.StatusSeeOther)
	select {
	case <-c.program.ended:
	case <-time.After(25 * time.Second):
		c.t.Fatal("the program does not end")
	}
	if code := c.program.cmd.ProcessState.ExitCode(); code != 0 {
		c.t.Errorf("exit code %d\n%s", code, c.program.tail())
	}
	if !c.nothingOrAll(before, "") {
		c.t.Error("the run did not end")
	}
	c.start()
	c.finish(action, before)
}

func (c *crashes) endBackend() {
	c.breakBackend(func() {
		var ended bool
		c.ask(`SELECT pg_terminate_backend(pid) FROM `+busyBackend, &ended)
	})
}

// killBackend kills the process: PostgreSQL ends all others, too, and recovers.
func (c *crashes) killBackend() {
	c.breakBackend(func() {
		var pid int
		c.ask(`SELECT pid FROM `+busyBackend, &pid)
		c.check(syscall.Kill(pid, syscall.SIGKILL))
	})
}

// busyBackend is the one in which a run has halted.
const busyBackend = `pg_stat_activity WHERE application_name = 'tiersync' AND state = 'idle in transaction'`

func (c *crashes) breakBackend(destroy func()) {
	action, before := c.next(), c.picture()
	replies := c.halted(c.t.Context(), action, db.PointersMoved)
	destroy()
	c.program.goOn()
	c.wantReply(replies, http.StatusServiceUnavailable)
	c.heals()
	c.nothingOrAll(before, db.PointersMoved)
	c.finish(action, before)
}

func (c *crashes) closeBrowser() {
	action, before := c.next(), c.picture()
	ctx, closeIt := context.WithCancel(c.t.Context())
	replies := c.halted(ctx, action, db.Locked)
	closeIt()
	<-replies
	c.program.goOn()
	for deadline := time.Now().Add(20 * time.Second); c.picture().runs == before.runs; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			c.t.Fatal("the run was not finished")
		}
	}
	c.nothingOrAll(before, db.Committed)
	run := fmt.Sprintf("/synchronizations/%d", c.picture().lastRun)
	if c.get("/synchronizations").Page.Find("main a[href='"+run+"']").Length() == 0 {
		c.t.Error("the run is not in the list of synchronizations")
	}
	c.finish(action, before)
}

func (c *crashes) loseAnswer() {
	action, before := c.next(), c.picture()
	ctx, lose := context.WithCancel(c.t.Context())
	replies := c.halted(ctx, action, db.Committed)
	lose()
	<-replies
	c.program.goOn()
	c.nothingOrAll(before, db.Committed)
	c.finish(action, before)
}

// wantReply waits for the answer to an action.
func (c *crashes) wantReply(replies <-chan reply, status int) {
	c.t.Helper()
	got := <-replies
	c.check(got.err)
	c.wantStatus(got.answer, status)
	if status == http.StatusServiceUnavailable {
		c.wantUnavailable(got.answer)
	}
}

func (c *crashes) wantUnavailable(a webtest.Answer) {
	c.t.Helper()
	c.wantStatus(a, http.StatusServiceUnavailable)
	if a.Header.Get("Retry-After") == "" || strings.Contains(a.Text, "pq:") {
		c.t.Errorf("Retry-After %q, page: %s", a.Header.Get("Retry-After"), a.Page.Find("main").Text())
	}
}

// heals waits until the program works again by itself.
func (c *crashes) heals() {
	c.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		a := c.get("/synchronizations")
		if a.StatusCode == http.StatusOK {
			return
		}
		c.wantUnavailable(a)
		if time.Now().After(deadline) {
			c.t.Fatal("the program does not work again")
		}
	}
}
