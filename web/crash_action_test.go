package main

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/views/pages"
	"tiersync/web/webtest"
)

// action is a filled-in dialog or the undo of a run, as a browser sends it.
type action struct {
	path     string
	form     url.Values
	request  domain.RunRequest // of a dialog
	expected pages.RunPage     // what a preview shows
	undoes   domain.RunID      // zero for a dialog
	restores string            // what everybody had before the run that is undone
}

// next is the undo of the last run, or else something to synchronize.
func (c *crashes) next() action {
	c.t.Helper()
	if c.undo != nil {
		undo := *c.undo
		c.inDatabase(func(d *db.DB) (err error) {
			undo.expected, err = d.PreviewUndo(c.t.Context(), c.viewer, undo.undoes, nil, pages.RunQuery{})
			return err
		})
		return undo
	}
	c.edit()
	return c.dialog()
}

// dialog opens the dialog and ticks all boxes. It is bound to its preview, so that it does what that shows or nothing.
func (c *crashes) dialog() action {
	c.t.Helper()
	path := "/products/plans/" + strconv.FormatInt(int64(c.plan), 10) + "/synchronize"
	form := c.get(path).Page.Find("form.sync-form")
	a := action{path: path, form: url.Values{"action": {"synchronize"}, "reach": {"all"}, "policy": {"overwrite"}}}
	if c.edits%2 == 0 {
		a.form.Set("policy", "keep")
	}
	a.form.Set("key", form.Find("input[name=key]").AttrOr("value", ""))
	a.form["opt"] = form.Find("input[name=opt]").Map(func(_ int, box *goquery.Selection) string { return box.AttrOr("value", "") })
	a.request = domain.RunRequest{Plan: c.plan, Key: a.form.Get("key"), Options: domain.AllOptions(), Reach: domain.AllLevels,
		Policy: domain.Policy(a.form.Get("policy"))}
	c.inDatabase(func(d *db.DB) (err error) {
		var digest string
		a.expected, digest, err = d.Preview(c.t.Context(), c.viewer, a.request, pages.RunQuery{})
		a.form.Set("digest", digest)
		return err
	})
	if a.expected.Run.Totals.Nothing() || len(a.form["opt"]) != len(domain.Options()) {
		c.t.Fatalf("there is nothing to do for a crash: %+v, %v", a.expected.Run.Totals, a.form)
	}
	return a
}

// reply is what came back of a request, if anything did.
type reply struct {
	answer webtest.Answer
	err    error
}

// inBackground sends an action.
func (c *crashes) inBackground(ctx context.Context, a action) <-chan reply {
	replies := make(chan reply, 1)
	go func() {
		answer, err := c.post(ctx, a.path, a.form)
		replies <- reply{answer, err}
	}()
	return replies
}

// halted sends an action that halts at the point.
func (c *crashes) halted(ctx context.Context, a action, at db.Point) <-chan reply {
	c.t.Helper()
	c.program.haltAt(at)
	replies := c.inBackground(ctx, a)
	c.program.awaitHalt()
	return replies
}

// nothingOrAll checks what a crash left of an action: all of it or nothing, and all of it only when it was committed. at
// is where it crashed, empty for anywhere. It reports whether all of it is there.
func (c *crashes) nothingOrAll(before picture, at db.Point) (all bool) {
	c.t.Helper()
	after := c.picture()
	c.same(before.kept, after.kept, "what no run may touch")
	all = after.runs == before.runs+1
	if !all {
		c.same(before.written, after.written, "left of a run that did not happen")
	}
	if at != "" && all != (at == db.Committed) {
		c.t.Errorf("crashed when %s: all of the run is there: %v", at, all)
	}
	return all
}

// finish sends the action again, and once more: there is exactly one run. It checks the laws.
func (c *crashes) finish(a action, before picture) {
	c.t.Helper()
	first := c.again(a)
	if second := c.again(a); second != first {
		c.t.Errorf("sent again: %s, and then %s", first, second)
	}
	after := c.picture()
	if after.runs != before.runs+1 || first != "/synchronizations/"+strconv.FormatInt(int64(after.lastRun), 10) {
		c.t.Fatalf("%d runs where there were %d; sent to %s, the last is %d", after.runs, before.runs, first, after.lastRun)
	}
	c.same(before.kept, after.kept, "what no run may touch")
	c.wantStatus(c.get(first), http.StatusOK)
	c.inDatabase(func(d *db.DB) error { return c.laws(d, a, after.lastRun) })
	if a.undoes != 0 {
		if after.pointers != a.restores {
			c.t.Error("after the undo not everybody has what they had before the run")
		}
		c.undo = nil
		return
	}
	c.undo = &action{path: first + "/undo", undoes: after.lastRun, restores: before.pointers}
}

// again sends an action and returns where its run is.
func (c *crashes) again(a action) string {
	c.t.Helper()
	got := c.send(a.path, a.form)
	if a.undoes != 0 && got.StatusCode == http.StatusConflict {
		return got.Page.Find("main a[href^='/synchronizations/']").AttrOr("href", "")
	}
	c.wantStatus(got, http.StatusSeeOther)
	return got.Header.Get("Location")
}

// laws checks that the run is what its preview showed, that the same again would change nothing, and that everything is
// stored as it was computed.
func (c *crashes) laws(d *db.DB, a action, id domain.RunID) error {
	c.t.Helper()
	run, err := d.Run(c.t.Context(), c.viewer, id, pages.RunQuery{})
	if err != nil {
		return err
	}
	c.took = run.Run.Duration
	if diff := cmp.Diff(a.expected.Run.Totals, run.Run.Totals); diff != "" {
		c.t.Errorf("totals (-preview +run):\n%s", diff)
	}
	if diff := cmp.Diff(a.expected.Resellers, run.Resellers); diff != "" {
		c.t.Errorf("resellers (-preview +run):\n%s", diff)
	}
	v, err := d.Verify(c.t.Context())
	if err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		c.t.Errorf("not stored as computed:\n%s", strings.Join(v.Wrong, "\n"))
	}
	if a.undoes != 0 {
		return nil
	}
	again, _, err := d.Preview(c.t.Context(), c.viewer, a.request, pages.RunQuery{})
	if totals := again.Run.Totals; err == nil && (!totals.Nothing() || totals.Changes > 0) {
		c.t.Errorf("a second run would change %+v", totals)
	}
	return err
}
