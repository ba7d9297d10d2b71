package db_test

import "tiersync/domain"

// kindFixture is how the test makes a change of a kind.
type kindFixture struct {
	kind  domain.ChangeKind
	says  string                                    // one of its values as the log has it, "field: from -> to", an id among the things as "#21"
	makes func(things) domain.Change                // made by Do, which takes the kind from above
	by    func(*world, domain.Viewer, things) error // in place of makes: made by a method of its own

	boxes   []domain.OptionKey // of a run: what is ticked
	over    bool               // it is of what was delivered: a reseller's things are those that P delivered to them
	nobodys string             // why it can be of nobody else's things; "" it can
	below   domain.Kind        // what comes of it at the things of somebody below; zero: not found
	beside  domain.Kind        // and at those of another provider, and at what is not there
	first   string             // a statement that makes the change possible
	again   string             // a statement that makes the same change possible once more
	log     kindLog
}

// allowed stands for no error.
const allowed = domain.Kind(-1)

// made is why nobody makes a thing of somebody else's.
const made = "what is made is nobody's yet"

// kindLog is where a change is told.
type kindLog int

const (
	inChanges kindLog = iota
	inRuns            // as a run
)

// kindFixtures has a fixture for every kind of change. Those at the same place of its lists touch different things.
func kindFixtures() [][]kindFixture {
	return [][]kindFixture{planFixtures(), ownPlanFixtures(), catalogFixtures(), resellerFixtures(), accountFixtures(), settingFixtures()}
}

func (f kindFixture) info() domain.KindInfo { return f.kind.Info() }

// changeOf is the change of the kind at the things.
func (f kindFixture) changeOf(b things) domain.Change {
	c := f.makes(b)
	c.Kind, c.About.Of = f.kind, f.info().Of
	return c
}
