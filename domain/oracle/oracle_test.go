package oracle_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tiersync/domain"
	"tiersync/domain/oracle"
)

var sequences = flag.Int("oracle.sequences", 100, "how many random sequences to play on the engine and on the oracle")

var tell = flag.Bool("oracle.tell", false, "say with every failure what each step changed")

// TestSequences plays random sequences of edits, delegations, runs and undos: after every step the engine and the oracle agree
// on all that every account has.
func TestSequences(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := oracle.Draw(t, 0)
		w.Deliver(t)
		agree(t, w)
		t.Repeat(map[string]func(*rapid.T){"step": func(t *rapid.T) { step(t, w) }})
	})
}

// step makes something happen, compares, and checks the laws where it was a run.
func step(t *rapid.T, w *oracle.World) {
	before, runs := w.Fork(), len(w.Runs)
	w.Step(t)
	if *tell {
		for i, a := range w.Accounts {
			for _, line := range oracle.Changes(before.Accounts[i], a) {
				t.Logf("CHANGE account %d: %s", a.ID, line)
			}
		}
	}
	agree(t, w) // first: the laws read the oracle's rows
	for i, a := range w.Accounts {
		was := before.Accounts[i]
		if lines := oracle.Untrue(was, a, domain.Difference(was.State.Effective(), a.State.Effective())); len(lines) > 0 {
			fail(t, w, append([]string{fmt.Sprintf("Difference, account %d:", a.ID)}, lines...))
		}
	}
	if len(w.Runs) > runs {
		if broken := w.Broken(before); len(broken) > 0 {
			fail(t, w, broken)
		}
	}
}

func agree(t *rapid.T, w *oracle.World) {
	if len(w.Wrong) > 0 {
		fail(t, w, w.Wrong)
	}
	for _, a := range w.Accounts {
		if lines := a.Differences(); len(lines) > 0 {
			fail(t, w, append([]string{fmt.Sprintf("account %d below %d (%s, %+v, rates %v), %d differences:", a.ID, a.Parent, a.Currency,
				a.Switches, w.Rates, len(lines))}, lines...))
		}
		if err := a.Shop.Effective().Sound(); err != nil {
			t.Fatalf("account %d: %v", a.ID, err)
		}
	}
}

// fail ends a sequence with all that happened in it.
func fail(t *rapid.T, w *oracle.World, lines []string) {
	t.Logf("what happened:\n%s", w.Journal())
	t.Fatal(strings.Join(lines[:min(len(lines), 13)], "\n"))
}
