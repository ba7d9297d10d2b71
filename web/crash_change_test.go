package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/views"
)

// changePoints are all points in the order in which a change comes by, as edited checks.
func changePoints() []db.Point {
	return []db.Point{db.ChangeLocked, db.ChangeApplied, db.ChangeStored, db.ChangeLogged, db.ChangeCommitted}
}

// changing is an edit or the undo of a change, as a browser sends it.
type changing struct {
	action
	of    domain.ChangeID // the change that it takes back; zero: it is an edit
	leads domain.State    // what the provider has afterwards
}

// killChanges kills the program during undos of large edits and undos of those, which are as large: at every point and at any time.
func (c *crashes) killChanges() {
	left := map[bool]int{}
	var undo changing
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
		id := c.finishChange(undo, before, all)
		undo = c.undoOf(id, was) // and back
	}
	c.t.Logf("%d kills left nothing of a change %d times and all of it %d times", *crashChanges, left[false], left[true])
}

// edited changes all fees of all plans of the provider's at once, and returns the change and what there was before.
func (c *crashes) edited() (domain.ChangeID, domain.State) {
	c.t.Helper()
	was := c.provider()
	c.edits++
	var fees []string
	for fee := range domain.FeeCount {
		fees = append(fees, fmt.Sprint(strings.ToLower(fee.Field().Info().Label), " ", decimal.New(2000+c.edits, -2)))
	}
	text := fmt.Sprintf("P changes Plan{1..%d} {month,year}: %s", crashPlans, strings.Join(fees, ", "))
	var id domain.ChangeID
	c.inDatabase(func(d *db.DB) error {
		told := c.planted.On(d)
		err := told.Tell(c.t.Context(), text)
		if err == nil {
			made := told.Made[len(told.Made)-1]
			if id = made.ID; len(made.Edits) != 2*crashPlans*len(fees) {
				c.t.Fatalf("the edit changed %d values", len(made.Edits))
			}
		}
		return err
	})
	c.cameBy(changePoints())
	return id, was
}

// undoOf opens the page that asks whether to take a change back. was is what the provider had before the change.
func (c *crashes) undoOf(id domain.ChangeID, was domain.State) changing {
	c.t.Helper()
	path := fmt.Sprintf("/changes/%d/undo", id)
	form := url.Values{}
	c.get(path).Page.Find("main form input[type=hidden]").Each(func(_ int, input *goquery.Selection) {
		form.Set(input.AttrOr("name", ""), input.AttrOr("value", ""))
	})
	if form.Get("bound") == "" {
		c.t.Fatalf("%s does not say what it shows: %v", path, form)
	}
	return changing{action{path: path, form: form}, id, was}
}

// formEdit opens the prices of a plan and types another recurring fee.
func (c *crashes) formEdit() changing {
	c.t.Helper()
	c.edits++
	was, fee := c.provider(), decimal.New(3000+c.edits, -2).String()
	plan := was.Own.MadeCatalog().Plans[1+c.edits%crashPlans]
	period := plan.Periods[0]
	path, key := fmt.Sprintf("/products/plans/%d/periods", plan.ID), domain.FeeKey(plan.ID, period.ID, domain.RecurringFee)
	form := url.Values{}
	c.get(path).Page.Find("main form[method=post]").Find("input, select").Each(func(_ int, field *goquery.Selection) {
		if field.Is("select") {
			form.Set(field.AttrOr("name", ""), field.Find("option[selected]").AttrOr("value", ""))
		} else if !field.Is("[type=checkbox], [type=radio]") || field.Is("[checked]") {
			form.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
		}
	})
	form.Set(views.PriceName(key), fee)
	for _, name := range []string{"jump", "sure"} { // the price jumps, and is meant
		form.Set(name, key.Text())
	}
	done, err := domain.Apply(domain.Change{Kind: domain.FeesChanged, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(plan.ID)}, Part: true,
		Typed: []domain.KeyedValue{{Key: key, Value: fee}}},
		domain.Situation{Viewer: c.viewer, Now: was, Seen: was, At: time.Now()})
	c.check(err)
	return changing{action: action{path: path, form: form}, leads: domain.State{Delivered: was.Delivered, Own: done.Own}}
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
	c.ask(`SELECT count(*) FROM change`, &p.changes)
	p.written["change"] = strconv.Itoa(p.changes)
	return p
}

// nothingOrAllOfChange is nothingOrAll for a change.
func (c *crashes) nothingOrAllOfChange(before picture, sent changing, at db.Point) (all bool) {
	c.t.Helper()
	after := c.changePicture()
	c.same(before.kept, after.kept, "what the change may not touch")
	all = after.changes == before.changes+1
	if !all {
		c.same(before.written, after.written, "left of a change that did not happen")
	} else {
		c.leadsTo(sent.leads)
	}
	if at != "" && all != (at == db.ChangeCommitted) {
		c.t.Errorf("crashed when %s: all of the change is there: %v", at, all)
	}
	return all
}

// leadsTo checks what the provider has.
func (c *crashes) leadsTo(want domain.State) {
	c.t.Helper()
	if edits := domain.ChangeBetween(want, c.provider()).Edits; len(edits) > 0 {
		c.t.Errorf("%d values are not what they were before the change: %+v", len(edits), edits[0])
	}
}

// finishChange sends a change again, and once more: it happens once. It returns the number that it has in the log.
func (c *crashes) finishChange(sent changing, before picture, happened bool) (id domain.ChangeID) {
	c.t.Helper()
	again := http.StatusSeeOther // the same fee is nothing new
	if sent.of != 0 {
		again = http.StatusConflict
	}
	first := again
	if !happened {
		first = http.StatusSeeOther
	}
	c.wantStatus(c.send(sent.path, sent.form), first)
	c.wantStatus(c.send(sent.path, sent.form), again)
	if n := c.changePicture().changes - before.changes; n != 1 {
		c.t.Fatalf("%s happened %d times", sent.path, n)
	}
	c.leadsTo(sent.leads)
	c.ask(`SELECT max(id) FROM change`, &id)
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
