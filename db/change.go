package db

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tiersync/db/versions"
	"tiersync/domain"
)

// Seen returns the last entry of the log about a thing of the viewer's: what a form carries, so that saving it can tell what
// others changed meanwhile. Ask before the thing itself is read.
func (d *DB) Seen(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.ChangeID, error) {
	var seen domain.ChangeID
	err := d.read(ctx, func(s *store) (err error) {
		seen, err = s.seen(ctx, v, about)
		return err
	})
	return seen, err
}

func (s *store) seen(ctx context.Context, v domain.Viewer, about domain.Ref) (domain.ChangeID, error) {
	var seen domain.ChangeID
	var err error
	if domain.InCatalog(about.Of) {
		err = s.tx.GetContext(ctx, &seen, `SELECT coalesce(max(id), 0) FROM entry WHERE account_id = $1`, v.Account.ID)
	} else {
		err = s.tx.GetContext(ctx, &seen, `SELECT coalesce(max(c.id), 0) FROM change c WHERE `+ofThing, about.Of, about.ID, about.Code, v.Account.ID)
	}
	if err != nil {
		return 0, fmt.Errorf("what was seen of %s: %w", about.Name, err)
	}
	return max(seen, 1), nil // zero would say that nobody looked
}

// CatalogAt returns what the viewer's account sold at an entry of its log.
func (d *DB) CatalogAt(ctx context.Context, v domain.Viewer, at domain.ChangeID) (*domain.Catalog, error) {
	then, err := d.StateAt(ctx, v, at)
	return then.Effective(), err
}

// StateAt returns what the viewer's account had at an entry of its log.
func (d *DB) StateAt(ctx context.Context, v domain.Viewer, at domain.ChangeID) (then domain.State, err error) {
	err = d.read(ctx, func(s *store) (err error) {
		then, err = s.versions.StateAt(ctx, v.Account.ID, at)
		return err
	})
	return then, err
}

// ThingAt returns what is in no catalog as it was at an entry of the viewer's log, whatever became of it since; nil where it was not there.
func (d *DB) ThingAt(ctx context.Context, v domain.Viewer, about domain.Ref, at domain.ChangeID) (then domain.Thing, err error) {
	keeper := keepers[about.Of]
	if keeper.load == nil {
		return nil, domain.NotFound("The " + about.Of.Noun())
	}
	err = d.read(ctx, func(s *store) error {
		now, err := keeper.load(ctx, s, v, about, false)
		if domain.KindOf(err) == domain.KindNotFound {
			now, err = nil, nil
		}
		if err == nil {
			then, err = s.thingAt(ctx, v, domain.Change{About: about, Seen: at}, now)
		}
		return err
	})
	return then, err
}

// Do makes a change, in one transaction under the tree's lock: it reads what is there and what the viewer may do at this moment,
// applies the change ([domain.Apply]), stores what came out and logs it. It fails as Apply does. A change that leaves everything
// as it was is not stored: its record has no ID. What it makes gets its ids now, in place of their placeholders: Done has them.
func (d *DB) Do(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error) {
	all, err := d.DoAll(ctx, v, c)
	if err != nil {
		return domain.Done{}, err
	}
	return all[0], nil
}

// DoAll makes changes as Do makes each, in one transaction: all of them or none. What one makes is there for those after it, which name it
// by the same placeholder. The collisions of all of them are told together. Where the first is of a form that was sent before, it is
// returned as it was made then, alone.
func (d *DB) DoAll(ctx context.Context, v domain.Viewer, changes ...domain.Change) ([]domain.Done, error) {
	var all []domain.Done
	var at int
	err := d.write(ctx, func(s *store) (err error) {
		all, at, err = s.doAll(ctx, v, changes)
		return err
	})
	if err != nil {
		if made, ok := d.orMade(ctx, v, changes[0].Once, err); ok {
			return []domain.Done{made}, nil
		}
		return nil, d.refused(ctx, v, changes[at], err)
	}
	d.options.AtPoint(ChangeCommitted)
	return all, nil
}

// doAll says with an error which of the changes was refused.
func (s *store) doAll(ctx context.Context, v domain.Viewer, changes []domain.Change) (all []domain.Done, at int, err error) {
	alone := slices.ContainsFunc(changes, func(c domain.Change) bool { return c.Alone() })
	if err := lockTree(ctx, s.tx, v.Account.Provider, alone); err != nil {
		return nil, 0, err
	}
	s.atPoint(ChangeLocked)
	numbers, err := s.number(ctx, true, changes...)
	if err != nil {
		return nil, 0, err
	}
	var collisions *domain.Collisions
	for i, c := range changes {
		done, err := s.do(ctx, v, c, numbers, true)
		if found := domain.Colliding(err); found != nil {
			collisions = found.With(collisions)
			continue
		}
		if err != nil {
			return nil, i, err
		}
		all = append(all, done)
		numbers.made[done.Change.About.ID] = true
	}
	if collisions != nil {
		return nil, 0, domain.Conflicting(collisions)
	}
	return all, 0, nil
}

// PreviewChange returns what Do would do now, and writes nothing.
func (d *DB) PreviewChange(ctx context.Context, v domain.Viewer, c domain.Change) (domain.Done, error) {
	var done domain.Done
	err := d.read(ctx, func(s *store) error {
		numbers, err := s.number(ctx, false, c)
		if err == nil {
			done, err = s.do(ctx, v, c, numbers, false)
		}
		return err
	})
	if err != nil {
		return domain.Done{}, refusal(c, err)
	}
	return done, nil
}

// refused adds what was being done to an error; to reach for more than one may is a security event, to look is none.
func (d *DB) refused(ctx context.Context, v domain.Viewer, c domain.Change, err error) error {
	if domain.KindOf(err) == domain.KindForbidden && c.About.Of == domain.ObjectUser {
		err = errors.Join(err, domain.ErrRecorded, d.SecurityEvent(ctx, v, domain.UserRefusedEvent, c.Kind.Info().Words+" "+c.About.Name))
	}
	return refusal(c, err)
}

func refusal(c domain.Change, err error) error {
	return fmt.Errorf("%s: %s: %w", c.Kind.Info().Words, cmp.Or(c.About.Name, fmt.Sprint(c.About.ID)), err)
}

// do makes a change in a transaction that holds the tree's lock, or only says what it would come to. Errors are about the change as its
// maker wrote it.
func (s *store) do(ctx context.Context, v domain.Viewer, c domain.Change, n numbering, write bool) (domain.Done, error) {
	done, err := s.doNumbered(ctx, v, c.Numbered(n.Numbers), n, write)
	return done, n.Unnumbered(err)
}

func (s *store) doNumbered(ctx context.Context, v domain.Viewer, c domain.Change, n numbering, write bool) (domain.Done, error) {
	now, err := s.viewerNow(ctx, v)
	if err != nil {
		return domain.Done{}, err
	}
	if c, err = s.undoing(ctx, now, c); err != nil {
		return domain.Done{}, err
	}
	done := domain.Done{Change: c}
	if err := c.Sound(); err != nil {
		return done, err
	}
	situation, standing, err := s.situation(ctx, now, c, n, write)
	if err != nil {
		return done, err
	}
	if err := s.stillChosen(ctx, now, &done.Change); err != nil {
		return done, err
	}
	if done.Applied, err = domain.Apply(done.Change, situation); err != nil {
		return done, s.blame(ctx, now, done.Change, situation, err)
	}
	if err := c.Holds(done.Applied); err != nil {
		return done, err
	}
	if err := s.asks(ctx, now, done, situation); err != nil {
		return done, err
	}
	done.Change.About = done.Named(done.Change.About, situation)
	if err := s.blameBeside(ctx, now, &done); err != nil {
		return done, err
	}
	done.OffSale = done.LeaveSale(situation.Now)
	if !write {
		done.Bound = done.Digest()
	}
	if !write && c.WantsBelow {
		if done.Below, err = s.putBelowNow(ctx, now, done, situation.Now); err != nil {
			return done, err
		}
	}
	if write && (!done.Nothing() || c.Hidden()) {
		err = s.keepChange(ctx, now, &done, standing)
	}
	done.Applied = now.SeenApplied(done.Applied, situation.Now.Own, done.Own)
	return done, err
}

// viewerNow reads the user's rights again: they are what counts, not those from when the page was opened. The command line has no
// user and may do everything.
func (s *store) viewerNow(ctx context.Context, v domain.Viewer) (domain.Viewer, error) {
	if v.User.ID == 0 {
		return v, nil
	}
	return viewerNow(ctx, s.tx, v)
}

// mayNow is the viewer with the rights of this moment, or why they may not make changes of a kind.
func (s *store) mayNow(ctx context.Context, v domain.Viewer, kind domain.ChangeKind) (domain.Viewer, error) {
	now, err := s.viewerNow(ctx, v)
	if err == nil {
		err = kind.Info().May(now)
	}
	return now, err
}

// situation reads all that a change meets. standing is what the vendor has, for a change in their catalog.
func (s *store) situation(ctx context.Context, v domain.Viewer, c domain.Change, n numbering, write bool) (domain.Situation, versions.Standing, error) {
	now := domain.Situation{Viewer: v, At: time.Now().UTC(), Facts: s.facts(ctx, v)}
	now.Facts.New, now.Facts.Planted = n.ids, s.plants
	if err := s.listFacts(ctx, v, c, write, &now.Facts); err != nil {
		return now, versions.Standing{}, err
	}
	read := s.versions.Standing
	if write && domain.InCatalog(c.About.Of) {
		read = s.versions.Lock
	}
	has, err := read(ctx, v.Account.ID)
	if err != nil {
		return now, has, err
	}
	now.Now, now.Seen = has.State, has.State
	if domain.InCatalog(c.About.Of) {
		if c.Seen != 0 {
			now.Seen, err = s.versions.StateAt(ctx, v.Account.ID, c.Seen)
		}
		return now, has, err
	}
	now.Thing, err = keepers[c.About.Of].load(ctx, s, v, n.before(c.About), write)
	if c.Undoes != 0 && err != nil && domain.KindOf(err) == domain.KindNotFound {
		now.Thing, err = nil, nil // it is gone: nothing comes back, or it comes back as a whole
	}
	if err != nil {
		return now, has, err
	}
	now.Looked, err = s.thingAt(ctx, v, c, now.Thing)
	return now, has, err
}

// thingAt returns a thing outside the catalog as it was when the maker of a change looked: as it is now, with what the log says
// was done since taken back.
func (s *store) thingAt(ctx context.Context, v domain.Viewer, c domain.Change, now domain.Thing) (domain.Thing, error) {
	if c.Seen == 0 {
		return now, nil
	}
	changes, err := s.changesOf(ctx, v, c.About, c.Seen)
	if err != nil || len(changes) == 0 {
		return now, err
	}
	return domain.Rewound(c.About, now, changes), nil
}

// stillChosen forgets how a collision was decided when the thing was changed again since it was shown.
func (s *store) stillChosen(ctx context.Context, v domain.Viewer, c *domain.Change) error {
	if c.Choice == nil {
		return nil
	}
	seen, err := s.seen(ctx, v, c.About)
	if seen > c.Choice.Shown {
		c.Choice = nil
	}
	return err
}

// keepChange stores what came of a change and logs it.
func (s *store) keepChange(ctx context.Context, v domain.Viewer, done *domain.Done, has versions.Standing) (err error) {
	c := done.Change
	var entry int64
	s.atPoint(ChangeApplied)
	if domain.InCatalog(c.About.Of) {
		why := versions.Cause{User: v.User.ID, Action: c.Words(), Object: c.About.Name}
		if entry, err = s.versions.ReplaceOwn(ctx, has, done.Own, why); err != nil {
			return err
		}
	} else if err := s.keepThing(ctx, v, done); err != nil {
		return err
	}
	s.atPoint(ChangeStored)
	if done.ID, err = s.logChange(ctx, v, done.Change, done.Edits, entry); err != nil {
		return err
	}
	s.atPoint(ChangeLogged)
	if kind, is := domain.SecurityEventOf(c.Kind, done.Edits); is {
		return s.securityEvent(ctx, v, kind, c.About.Name)
	}
	return nil
}

// keepThing stores what came of a change of a thing outside catalogs.
func (s *store) keepThing(ctx context.Context, v domain.Viewer, done *domain.Done) error {
	if done.After == nil {
		return s.removeThing(ctx, v, done.Change.About)
	}
	if err := s.nameFree(ctx, v, done); err != nil {
		return err
	}
	return keepers[done.Change.About.Of].save(ctx, s, v, done)
}
