package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tiersync/db"
	"tiersync/domain"
)

// changePoints are all points in the order in which a change comes by, as edited checks.
func changePoints() []db.Point {
	return []db.Point{db.ChangeLocked, db.ChangeApplied, db.ChangeStored, db.ChangeLogged, db.ChangeCommitted}
}

// undoing is the undo of a change, as a browser sends it.
type undoing struct {
	action
	of    domain.ChangeID
	leads domain.State // what the provider has afterwards
}

// killChanges kills the program during undos of large edits and undos of those, which are as large: at every point and at any time.
func (c *crashes) killChanges() {
	left := map[bool]int{}
	var undo undoing
	for n := range *crashChanges {
		if n%2 == 0 {
			undo = c.undoOf(c.edited())
		}
		was, before := c.provider(), c.changePicture()
		places := append(changePoints(), "")
		at := places[n/2%len(places)]
		var replies <-chan reply
		if at != "" {
			replies = c.halted(c.t.Context(), undo.action, at)
		} else {
			replies = c.inBackground(c.t.Context(), undo.action)
			c.waitAnyTime()
		}
		c.program.kill()
		<-replies
		c.settled()
		all := c.nothingOrAllOfChange(before, undo, at)
		left[all]++
		c.start()
		id := c.finishChange(undo, all)
		undo = c.undoOf(id, was) // and back
	}
	c.t.Logf("%d kills left nothing of a change %d times and all of it %d times", *crashChanges, left[false], left[true])
}

// edited changes the recurring fees of all plans of the provider's at once, and returns the change and what there was before.
func (c *crashes) edited() (domain.ChangeID, domain.State) {
	c.t.Helper()
	was := c.provider()
	c.edits++
	text := fmt.Sprintf("P changes Plan{1..%d} {month,year}: recurring fee %s", crashPlans, decimal.New(2000+c.edits, -2))
	var id domain.ChangeID
	c.inDatabase(func(d *db.DB) error {
		told := c.planted.On(d)
		err := told.Tell(c.t.Context(), text)
		if err == nil {
			made := told.Made[len(told.Made)-1]
			if id = made.ID; len(made.Edits) != 2*crashPlans {
				c.t.Fatalf("the edit changed %d values", len(made.Edits))
			}
		}
		return err
	})
	c.cameBy(changePoints())
	return id, was
}

// undoOf opens the page that asks whether to take a change back. was is what the provider had before the change.
func (c *crashes) undoOf(id domain.ChangeID, was domain.State) undoing {
	c.t.Helper()
	path := fmt.Sprintf("/changes/%d/undo", id)
	form := url.Values{}
	c.get(path).Page.Find("main form input[type=hidden]").Each(func(_ int, input *goquery.Selection) {
		form.Set(input.AttrOr("name", ""), input.AttrOr("value", ""))
	})
	if form.Get("bound") == "" {
		c.t.Fatalf("%s does not say what it shows: %v", path, form)
	}
	return undoing{action{path: path, form: form}, id, was}
}

// provider is what the provider has.
func (c *crashes) provider() (state domain.State) {
	c.t.Helper()
	c.inDatabase(func(d *db.DB) (err error) {
		_, state, err = d.Catalog(c.t.Context(), c.viewer, c.viewer.Account.ID)
		return err
	})
	return state
}

// changePicture is picture, of what a change writes and of what it does not touch.
func (c *crashes) changePicture() picture {
	c.t.Helper()
	p := c.picture()
	delete(p.kept, "the provider")
	p.kept["everybody else"] = c.hash(`SELECT p.* FROM pointer p JOIN account a ON a.id = p.account_id WHERE a.kind <> 'provider'`)
	for _, table := range []string{"run", "run_result", "run_shared", "outcome_set"} {
		p.kept[table] = p.written[table]
	}
	var changes string
	c.ask(`SELECT count(*) FROM change`, &changes)
	p.written["change"] = changes
	return p
}

// nothingOrAllOfChange is nothingOrAll for the undo of a change.
func (c *crashes) nothingOrAllOfChange(before picture, undo undoing, at db.Point) (all bool) {
	c.t.Helper()
	after := c.changePicture()
	c.same(before.kept, after.kept, "what the change may not touch")
	all = c.undosOf(undo.of) == 1
	if !all {
		c.same(before.written, after.written, "left of a change that did not happen")
	} else {
		c.leadsTo(undo.leads)
	}
	if at != "" && all != (at == db.ChangeCommitted) {
		c.t.Errorf("crashed when %s: all of the change is there: %v", at, all)
	}
	return all
}

func (c *crashes) undosOf(id domain.ChangeID) (n int) {
	c.t.Helper()
	c.ask(fmt.Sprintf(`SELECT count(*) FROM change WHERE undoes = %d`, id), &n)
	return n
}

// leadsTo checks what the provider has.
func (c *crashes) leadsTo(want domain.State) {
	c.t.Helper()
	if edits := domain.ChangeBetween(want, c.provider()).Edits; len(edits) > 0 {
		c.t.Errorf("%d values are not what they were before the change: %+v", len(edits), edits[0])
	}
}

// finishChange sends the undo again, and once more: it happens once. It returns the change that it is.
func (c *crashes) finishChange(undo undoing, happened bool) (id domain.ChangeID) {
	c.t.Helper()
	first := http.StatusSeeOther
	if happened {
		first = http.StatusConflict
	}
	c.wantStatus(c.send(undo.path, undo.form), first)
	c.wantStatus(c.send(undo.path, undo.form), http.StatusConflict)
	if n := c.undosOf(undo.of); n != 1 {
		c.t.Fatalf("change %d was taken back %d times", undo.of, n)
	}
	c.leadsTo(undo.leads)
	c.ask(fmt.Sprintf(`SELECT id FROM change WHERE undoes = %d`, undo.of), &id)
	page := c.get(fmt.Sprintf("/changes/%d", id))
	c.wantStatus(page, http.StatusOK)
	c.inDatabase(func(d *db.DB) error {
		v, err := d.Verify(c.t.Context())
		if err == nil {
			if diff := cmp.Diff([]string(nil), v.Wrong); diff != "" {
				c.t.Errorf("not stored as computed:\n%s", strings.Join(v.Wrong, "\n"))
			}
		}
		return err
	})
	return id
}
