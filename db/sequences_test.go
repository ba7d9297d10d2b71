package db_test

import (
	"flag"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"pgregory.net/rapid"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/domain/oracle"
)

var (
	sequences = flag.Int("db.sequences", 200, "how many random sequences to play on the database, on the engine and on the oracle")
	steps     = flag.Int("db.steps", 10, "how many steps a sequence has, on average")
)

// TestSequences plays the random sequences of domain/oracle through the database, too: every step is made by the method that
// the program calls, and after every step engine, database and oracle agree on all that every account has. All sequences
// share one database, each with a provider of its own, and nobody touches another one's tree.
func TestSequences(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]int{"rapid.checks": (*sequences + batches - 1) / batches, "rapid.steps": *steps} {
		if err := flag.Set(name, strconv.Itoa(value)); err != nil {
			t.Fatal(err)
		}
	}
	url := newURL(t)
	s := &stage{T: t, work: open(t, url), fresh: open(t, url), left: map[domain.AccountID]string{}, sold: map[domain.AccountID]sells{}}
	t.Run("batches", func(t *testing.T) {
		for batch := range batches {
			t.Run(strconv.Itoa(batch), func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(t *rapid.T) { s.sequence(t, batch) })
			})
		}
	})
	s.checkViews()
	s.checkLeft()
	checkFields(t, s.work)
}

// batches is how many sequences are played at the same time.
const batches = 4

// stage is the database in which all sequences are played.
type stage struct {
	*testing.T
	work    *db.DB // carries the steps out
	fresh   *db.DB // reads what they left; it wrote nothing, so that it knows only what the tables say
	planted atomic.Int64
	mu      sync.Mutex
	left    map[domain.AccountID]string // where the accounts of the sequences that are over pointed at their end
	sold    map[domain.AccountID]sells  // of those whose views are to be compared yet
}

// sequence plays one sequence.
func (s *stage) sequence(t *rapid.T, batch int) {
	for range batch { // all batches have the same random numbers: each begins at another one
		rapid.Uint64().Draw(t, "of another batch")
	}
	number := s.planted.Add(1)
	p := &play{T: t, work: s.work, fresh: s.fresh, number: number, world: oracle.Draw(t, 1_000_000*number)}
	p.plant()
	p.world.Deliver(t)
	p.perform()
	t.Repeat(map[string]func(*rapid.T){"step": p.step})
	s.ended(p)
}

// checkLeft checks, when all sequences are over, that none has touched the tree of another one, and that everything in the
// database is as it was computed: read again and hashed again.
func (s *stage) checkLeft() {
	s.Helper()
	now := map[domain.AccountID]string{}
	var list []string
	ids := slices.Sorted(maps.Keys(s.left))
	err := s.work.InReadTx(s.Context(), func(tx *sqlx.Tx) error {
		return tx.SelectContext(s.Context(), &list, pointers, pq.Array(ids))
	})
	if err != nil {
		s.Fatal(err)
	}
	for i, id := range ids {
		now[id] = list[i]
	}
	if diff := cmp.Diff(s.left, now); diff != "" {
		s.Errorf("accounts whose sequence was over pointed elsewhere later (-then +now):\n%s", diff)
	}
	found, err := s.work.Verify(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	s.Logf("%d catalogs, %d runs", found.Catalogs, found.Runs)
	for _, wrong := range found.Wrong {
		s.Error(wrong)
	}
}

// play is a world of the oracle that is played in the database.
type play struct {
	*rapid.T
	work, fresh   *db.DB // of the stage
	number        int64  // of the sequence
	world         *oracle.World
	runs          []domain.RunID    // of the world's runs
	changes       []domain.ChangeID // of the world's changes
	done          int               // of the world's steps
	provider      domain.Viewer
	found         []found  // of the world's accounts
	pointers      []string // of the world's accounts, at the last comparison
	subscriptions []string // their rows, which no run may change (rule G8)
}

// found is what an account was last found to have in the database, and where it pointed then. What a pointer points at
// never changes.
type found struct {
	pointer string
	state   domain.State
}

// step makes something happen. After a run, some of the laws are tried as well.
func (p *play) step(t *rapid.T) {
	runs, before := len(p.world.Runs), p.pointers
	p.world.Step(t)
	p.perform()
	if len(p.world.Runs) == runs || p.world.Runs[runs].IsUndo {
		return
	}
	switch rapid.IntRange(0, 2).Draw(t, "law") {
	case 1:
		p.twice(runs)
	case 2:
		p.backAndForth(runs, before)
	}
}

// perform carries out what the world has done since, and compares.
func (p *play) perform() {
	for ; p.done < len(p.world.Steps); p.done++ {
		p.carryOut(p.world.Steps[p.done])
	}
	p.agree()
}

// agree compares what the database, the engine and the oracle say of every account.
func (p *play) agree() {
	p.pointers = p.texts(pointers)
	for i, a := range p.world.Accounts {
		if lines := a.Differences(); len(lines) > 0 {
			p.fail("engine and oracle do not agree", a, lines)
		}
		if last := p.found[i]; last.pointer == "" || last.pointer != p.pointers[i] {
			_, state, err := p.fresh.Catalog(p.Context(), p.provider, a.ID)
			p.check(err)
			p.found[i] = found{p.pointers[i], state}
		}
		stored := oracle.Account{State: p.found[i].state, Shop: a.Shop}
		if lines := stored.Differences(); len(lines) > 0 {
			p.fail("database (engine in these lines) and oracle do not agree", a, lines)
		}
	}
	if p.number%lookingOn == 0 {
		p.waits()
	}
}

// lookingOn is of how many sequences one has somebody at What Waits who looks after every step.
const lookingOn = 8

// twice makes a run again: there is nothing to do (rule G10).
func (p *play) twice(run int) {
	c := p.world.Runs[run].Click
	if !p.world.MayClick(c) {
		return
	}
	p.world.Synchronize(c)
	p.perform()
	if slices.ContainsFunc(p.world.Runs[len(p.world.Runs)-1].Results, oracle.Result.Changed) {
		p.fail("a second run found something to do", p.world.Accounts[0], nil)
	}
}

// backAndForth takes a run back, after which all pointers are where they were before it, and takes the undo back (rules U1
// and U3).
func (p *play) backAndForth(run int, before []string) {
	if !p.world.MayUndo(run, nil) {
		return
	}
	after := p.pointers
	p.world.Undo(run, nil)
	p.perform()
	p.same("an undo right after a run is not as before it", before)
	p.world.Undo(len(p.world.Runs)-1, nil)
	p.perform()
	p.same("an undo taken back is not as after the run", after)
}

func (p *play) same(message string, want []string) {
	if diff := cmp.Diff(want, p.pointers); diff != "" {
		p.fail(message, p.world.Accounts[0], []string{diff})
	}
}

func (p *play) check(err error) {
	if err != nil {
		p.fail("a step failed", p.world.Accounts[0], []string{err.Error()})
	}
}

// fail ends a sequence with all that happened in it. The ids are other ones each time that rapid tries a sequence again, so
// that they must not be in the message.
func (p *play) fail(message string, a *oracle.Account, lines []string) {
	p.Logf("what happened:\n%s", p.world.Journal())
	p.Logf("account %d below %d (%s, %+v, rates %v):\n%s", a.ID, a.Parent, a.Currency, a.Switches, p.world.Rates,
		strings.Join(lines[:min(len(lines), 15)], "\n"))
	p.Fatal(message)
}

// viewer is the administrator of an account, as they would click now. A provider's rights never change.
func (p *play) viewer(account domain.AccountID) domain.Viewer {
	if account == p.provider.Account.ID {
		return p.provider
	}
	v, err := p.work.Viewer(p.Context(), domain.UserID(account))
	p.check(err)
	return v
}

// texts returns the rows of a query that has one column, and gets the ids of all accounts of the world.
func (p *play) texts(query string) []string {
	var list []string
	err := p.work.InReadTx(p.Context(), func(tx *sqlx.Tx) error { return tx.SelectContext(p.Context(), &list, query, p.ids()) })
	p.check(err)
	return list
}

// pointers tells where all accounts of a world point; without anything it is "0 0".
const pointers = `
	SELECT concat(coalesce(p.delivered_id, 0), ' ', coalesce(p.own_id, 0))
	FROM account a LEFT JOIN pointer p ON p.account_id = a.id WHERE a.id = ANY ($1) ORDER BY a.id`
