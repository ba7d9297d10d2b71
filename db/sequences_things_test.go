package db_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tiersync/domain"
)

var (
	thingSteps = flag.Int("db.things", 500, "how many random changes of things outside catalogs, and undos of those, to make")
	thingSeed  = flag.Uint64("db.things-seed", 1, "what they are drawn from")
)

// TestSequencesOfThings changes what is in no catalog at random, by changes of every kind that can be taken back, and takes changes
// back at random. After each, a second implementation of what an undo does, the program's answer, its page of the change and what is
// stored agree: what is listed is the difference, and what is listed as staying did not move.
func TestSequencesOfThings(t *testing.T) {
	t.Parallel()
	p := &thingPlay{world: newKindsWorld(t), random: rand.New(rand.NewPCG(*thingSeed, 0)), made: map[domain.ChangeKind]int{}, undone: map[domain.ChangeKind]int{}}
	p.plant()
	for range *thingSteps {
		if len(p.changes) > 0 && p.oneIn(3) {
			p.takeBack()
		} else {
			p.edit()
		}
	}
	for _, a := range p.things {
		p.same("in the end", a)
	}
	for _, kind := range p.kinds() {
		if *thingSteps >= 400 && (p.made[kind] == 0 || p.undone[kind] == 0) {
			t.Errorf("%s: made %d times, taken back %d times: thingPlay does not know how to draw it", kind, p.made[kind], p.undone[kind])
		}
	}
	found, err := p.db.Verify(t.Context())
	if p.check(err); len(found.Wrong) > 0 {
		t.Errorf("not stored as computed: %q", found.Wrong)
	}
	checkFields(t, p.db)
	t.Logf("%d changes, of which %d took one back; %d refused", len(p.changes), len(p.changes)-p.edits, p.refusals)
}

// thingValues are what a thing has by key. That something is there is "yes", whatever it is called.
type thingValues map[domain.Key]string

// thing is one that changes are about, with what it has by the second implementation.
type thing struct {
	vendor domain.AccountID
	about  domain.Ref
	now    thingValues // empty: it is not there
}

// thingChange is a change that was made, or an undo.
type thingChange struct {
	id            domain.ChangeID
	kind          domain.ChangeKind
	of            *thing
	before, after thingValues
	undoes        int // the index of the change that it took back; -1: none
}

// thingPlay is what happens to the things of the world of the kinds of change.
type thingPlay struct {
	*world
	random          *rand.Rand
	things          []*thing
	changes         []thingChange
	made, undone    map[domain.ChangeKind]int
	edits, refusals int
	serial          int
	journal         []string
}

// kinds are those that can be taken back and are about no catalog; but who stands below whom stays, because the model of the tree does.
func (p *thingPlay) kinds() []domain.ChangeKind {
	var kinds []domain.ChangeKind
	for _, info := range domain.ChangeKinds() {
		if info.Has(domain.Undoable) && !info.Has(domain.Removes) && !domain.InCatalog(info.Of) && info.Kind != domain.ResellerMoved {
			kinds = append(kinds, info.Kind)
		}
	}
	return kinds
}

// do makes a change of a thing, or only looks at what is refused, and compares. next is what the thing must have then, stays what must
// be listed as staying; refused says that it must be refused.
func (p *thingPlay) do(of *thing, c domain.Change, next thingValues, stays map[domain.Key][2]domain.Held, refused string) (id domain.ChangeID) {
	p.t.Helper()
	v := p.viewer(administratorOf(of.vendor))
	p.journal = append(p.journal, fmt.Sprintf("%s of %s %d%s: %v, undoes %d: %s", c.Kind, of.about.Of, of.about.ID, of.about.Code, c.Typed, c.Undoes, refused))
	work := p.db
	if c.Undoes == 0 {
		work = work.Planting() // documents have ids that are known beforehand
	}
	promised, err := work.PreviewChange(p.t.Context(), v, c)
	if err == nil && c.Undoes != 0 {
		c.Bound = promised.Digest()
	}
	done, err := work.Do(p.t.Context(), v, c)
	if (err != nil) != (refused != "") || err != nil && domain.KindOf(err) == domain.KindInternal {
		p.fail("refused or not", of, fmt.Sprintf("%v, want it refused: %q", err, refused))
	}
	if err != nil {
		p.refusals++
		p.same("after a refusal", of)
		return 0
	}
	if of.about.ID == domain.NewID {
		of.about.ID = done.Change.About.ID
	}
	p.compare("what was changed", of, done.Edits, differences(of.now, next))
	p.compare("what stays", of, done.Stays, stays)
	if (done.ID == 0) != (len(differences(of.now, next)) == 0) {
		p.fail("stored or not", of, fmt.Sprint(done.ID))
	}
	if of.now = next; done.ID != 0 {
		page, err := p.db.Change(p.t.Context(), v, done.ID, 0)
		p.check(err)
		if diff := cmp.Diff(done.Edits, page.Edits, cmpopts.EquateEmpty(), byKey); diff != "" {
			p.fail("the page of a change says something else than happened", of, diff)
		}
	}
	p.same("afterwards", of)
	return done.ID
}

// edit changes one of the things as a change of a random kind.
func (p *thingPlay) edit() {
	p.t.Helper()
	kind := pickOf(p, p.kinds())
	of := p.drawThing(kind)
	if of == nil {
		p.t.Fatalf("%s: nothing says which %s is there: plant one", kind, kind.Info().Of)
	}
	typed, without := p.draw(kind, of)
	next := maps.Clone(of.now)
	for _, value := range typed {
		next[value.Key] = shownValue(value.Key, value.Value)
	}
	for _, key := range without {
		delete(next, key)
	}
	p.withoutRights(of.now, next)
	c := domain.Change{Kind: kind, About: of.about, Typed: typed, Without: without, Part: len(of.now) > 0}
	before := of.now
	if id := p.do(of, c, next, nil, p.wrong(of, next)); id != 0 {
		p.changes = append(p.changes, thingChange{id, kind, of, before, next, -1})
		p.edits++
		p.made[kind]++
		if !slices.Contains(p.things, of) {
			p.things = append(p.things, of)
		}
	}
}

// takeBack takes one of the last changes back; one that was taken back already is refused.
func (p *thingPlay) takeBack() {
	p.t.Helper()
	index := len(p.changes) - 1 - p.random.IntN(min(len(p.changes), 40))
	c := p.changes[index]
	v := p.viewer(administratorOf(c.of.vendor))
	page, err := p.db.Change(p.t.Context(), v, c.id, 0)
	p.check(err)
	next, stays := c.back()
	p.withoutRights(c.of.now, next)
	refused := p.wrong(c.of, next)
	if p.takenBack(index) {
		refused = "it was taken back"
	} else if len(next) == 0 && len(c.of.now) > 0 && p.used(c.of) {
		refused = "it is used"
	}
	before := c.of.now
	if id := p.do(c.of, page.Undo(), next, stays, refused); id != 0 {
		p.changes = append(p.changes, thingChange{id, c.kind, c.of, before, next, index})
		p.undone[c.kind]++
	}
}

// takenBack reports whether a change was taken back by an undo that still counts.
func (p *thingPlay) takenBack(index int) bool {
	for i := len(p.changes) - 1; i > index; i-- {
		if p.changes[i].undoes == index {
			return !p.takenBack(i)
		}
	}
	return false
}

// back is the second implementation: a value that is as the change left it goes back, any other stays. What belongs together goes
// together; a thing that the change made or took away is one, as is a document of the terms; what is gone stays so.
func (c thingChange) back() (next thingValues, stays map[domain.Key][2]domain.Held) {
	next, stays = maps.Clone(c.of.now), map[domain.Key][2]domain.Held{}
	if next == nil {
		next = thingValues{}
	}
	moved := differences(c.after, c.of.now)
	movedIn := func(in func(domain.Key) bool) bool { return slices.ContainsFunc(slices.Collect(maps.Keys(moved)), in) }
	for key, change := range differences(c.before, c.after) {
		to, there := c.before[key]
		if is := heldOf(c.of.now, key); is == change[0] {
			continue
		}
		mustStay := movedIn(func(other domain.Key) bool { return belongTogether(key) == belongTogether(other) }) ||
			len(moved) > 0 && (len(c.before) == 0 || len(c.after) == 0 || len(c.of.now) == 0)
		if document, inside := documentOf(key); inside {
			if heldOf(c.before, document).There != heldOf(c.after, document).There {
				mustStay = mustStay || movedIn(func(other domain.Key) bool { d, is := documentOf(other); return is && d == document })
			} else {
				mustStay = mustStay || there && !heldOf(c.of.now, document).There
			}
		}
		switch {
		case mustStay:
			stays[key] = [2]domain.Held{change[1], heldOf(c.of.now, key)}
		case there:
			next[key] = to
		default:
			delete(next, key)
		}
	}
	return next, stays
}

// belongTogether names the values that only make sense together with one.
func belongTogether(key domain.Key) any {
	switch key.Field {
	case domain.FieldUserRole, domain.FieldUserRight:
		return "role"
	case domain.FieldOperatingUnit, domain.FieldDisablePrices:
		return "protection of prices"
	}
	return key
}

// documentOf is the key of the document of the terms that a value belongs to.
func documentOf(key domain.Key) (document domain.Key, inside bool) {
	if key.Field.Info().Of != domain.ObjectTerms || key.Name == "" {
		return domain.Key{}, false
	}
	return domain.Key{Field: domain.FieldTermsDocument, Name: key.Name}, true
}

// differences are the values that differ, from and to.
func differences(from, to thingValues) map[domain.Key][2]domain.Held {
	list := map[domain.Key][2]domain.Held{}
	for _, all := range []thingValues{from, to} {
		for key := range all {
			if was, is := heldOf(from, key), heldOf(to, key); was != is {
				list[key] = [2]domain.Held{was, is}
			}
		}
	}
	return list
}

func heldOf(values thingValues, key domain.Key) domain.Held {
	text, there := values[key]
	return domain.Held{Text: text, There: there}
}

// compare fails where a list of values is not this one.
func (p *thingPlay) compare(what string, of *thing, list []domain.Edit, want map[domain.Key][2]domain.Held) {
	p.t.Helper()
	got := map[domain.Key][2]domain.Held{}
	for _, e := range list {
		shown := func(h domain.Held) domain.Held {
			if h.There {
				h.Text = shownValue(e.Key, h.Text)
			}
			return h
		}
		got[e.Key] = [2]domain.Held{shown(e.From), shown(e.To)}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || len(got) != len(list) {
		p.fail(what, of, diff)
	}
}

// same fails where the thing is not stored as the second implementation says.
func (p *thingPlay) same(when string, of *thing) {
	p.t.Helper()
	if diff := cmp.Diff(of.now, p.stored(of), cmpopts.EquateEmpty()); diff != "" {
		p.fail("what is stored "+when, of, diff)
	}
}

func (p *thingPlay) fail(what string, of *thing, diff string) {
	p.t.Helper()
	p.t.Fatalf("%s, of %s %d%s of account %d (-want +got):\n%s\nwhat happened:\n%s", what, of.about.Of, of.about.ID, of.about.Code, of.vendor, diff,
		strings.Join(p.journal[max(0, len(p.journal)-25):], "\n"))
}
