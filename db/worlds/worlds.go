// Package worlds makes what a story tells of (package domain/story) in a database, for tests and measurements: it goes through the
// doors of package db that the program uses. Only what these cannot do is written past them: ids that a story gives, and
// subscriptions of resellers to whom nothing was delivered yet.
//
// Start with [Plant]. The program itself does not know this package.
package worlds

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/domain/story"
)

// Password is that of every user of a world.
const Password = "walk-the-manual"

// World is a story and what it is called in the database, by the story's names. Plans, periods, resources and whatever else stands
// in a catalog have the story's ids there, too.
type World struct {
	*story.World
	DB            *db.DB
	Plan          domain.PlanID // the reseller plan that every reseller subscribes to
	Template      domain.TemplateID
	Accounts      map[string]domain.AccountID
	Subscriptions map[string]domain.SubscriptionID // by account
	Viewers       map[string]domain.Viewer         // by user, as they would sign in now
	Made          []Made                           // the changes that what was told came to
	flow          domain.FlowID                    // of the template
	flowName      string
	last          int64                          // the last id of the story that the database knows of
	now           map[*story.Vendor]domain.State // what those have in the database of whom something is being told
	there         *story.World                   // as much of the story as is in the database; nil before the first
}

// Made is a change that an account made.
type Made struct {
	By string // the account's name
	domain.Done
}

// Plant tells a story in a database in which nobody is. Every reseller is subscribed to the plan of type Reseller, which the
// template that the story tells of belongs to. A line "everything is delivered" runs all boxes for everybody.
func Plant(ctx context.Context, d *db.DB, text string) (*World, error) {
	w := &World{World: story.New(), DB: d, Accounts: map[string]domain.AccountID{}, Subscriptions: map[string]domain.SubscriptionID{},
		Viewers: map[string]domain.Viewer{}, there: story.New()}
	if err := w.Tell(ctx, text); err != nil {
		return nil, err
	}
	return w, w.viewers(ctx)
}

// On returns the world in a copy of its database, to go its own way there.
func (w *World) On(d *db.DB) *World {
	next := *w
	next.World, next.DB = w.World.Clone(), d
	next.there = next.World.Fork()
	next.Made = slices.Clip(w.Made)
	next.Accounts, next.Subscriptions, next.Viewers = maps.Clone(w.Accounts), maps.Clone(w.Subscriptions), maps.Clone(w.Viewers)
	return &next
}

// Tell goes on with the story. Settings of accounts that are there already cannot be told any more.
func (w *World) Tell(ctx context.Context, text string) error {
	w.now = map[*story.Vendor]domain.State{}
	for _, line := range story.Lines(text) {
		var err error
		if line == story.Delivered {
			if err = w.carry(ctx); err == nil {
				err = w.deliver(ctx)
			}
		} else if err = w.look(ctx, line); err == nil {
			err = w.Edit(line)
		}
		if err != nil {
			return err
		}
	}
	return w.carry(ctx)
}

// TakeBack takes changes back, the last first, and returns what each came to. The story goes on from there.
func (w *World) TakeBack(ctx context.Context, made []Made) ([]Made, error) {
	before := len(w.Made)
	for _, m := range slices.Backward(made) {
		if m.ID == 0 {
			continue // it changed nothing
		}
		v := w.Vendor(m.By)
		if _, err := w.do(ctx, v, domain.Change{Kind: m.Change.Kind, About: m.Change.About, Undoes: m.ID}); err != nil {
			return nil, err
		}
	}
	if err := w.reread(ctx); err != nil {
		return nil, err
	}
	return slices.Clone(w.Made[before:]), nil
}

// reread makes the story say what the template delegates.
func (w *World) reread(ctx context.Context) error {
	v, err := w.as(ctx, w.Provider)
	if err != nil {
		return err
	}
	row, err := w.DB.Template(ctx, v, w.Template)
	w.World.Template.Delegated = row.Delegated
	w.there = w.Fork()
	return err
}

// look reads what the account has in the database that a line tells of.
func (w *World) look(ctx context.Context, line string) error {
	who, _, _ := strings.Cut(line, " ")
	v := w.Vendor(who)
	if _, known := w.now[v]; v == nil || known {
		return nil
	}
	if _, there := w.Accounts[who]; there {
		as, err := w.as(ctx, v)
		if err != nil {
			return err
		}
		if _, v.State, err = w.DB.Catalog(ctx, as, as.Account.ID); err != nil {
			return err
		}
	}
	w.now[v] = v.State
	return nil
}

// deliver runs all boxes for everybody.
func (w *World) deliver(ctx context.Context) error {
	v, err := w.as(ctx, w.Provider)
	if err != nil {
		return err
	}
	_, err = w.DB.Synchronize(ctx, v, domain.RunRequest{Plan: w.Plan, Options: domain.AllOptions()})
	return err
}

// as is who acts for an account: an administrator of theirs, or the command line where they have none.
func (w *World) as(ctx context.Context, v *story.Vendor) (domain.Viewer, error) {
	for _, u := range w.Users {
		if viewer, known := w.Viewers[u.Name]; known && u.Account == v.ID && u.Role == domain.Administrator {
			return viewer, nil
		}
	}
	id := w.Accounts[v.Name]
	account, err := w.DB.Account(ctx, id, id)
	return db.CommandLine(account), err
}

// carry makes it so in the database what was told since the last time.
func (w *World) carry(ctx context.Context) error {
	steps := []struct {
		what string
		do   func(context.Context) error
	}{{"accounts", w.accounts}, {"users", w.users}, {"ids", w.loose}, {"exchange rates", w.rates}, {"order flow", w.orderFlow},
		{"template", w.template}, {"catalogs", w.catalogs}, {"delegated plans", w.delegate}, {"subscriptions", w.subscribe}}
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("plant %s: %w", step.what, err)
		}
	}
	w.there, w.now = w.Fork(), map[*story.Vendor]domain.State{}
	return nil
}
