package domain_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// tale is a random case: a world and what happens in it, line by line in the notation of testdata/rules, so that what
// fails can be read and kept as a case.
type tale struct {
	*world
	lines []string
}

func (s *tale) tell(format string, args ...any) {
	s.lines = append(s.lines, fmt.Sprintf(format, args...))
}

// try applies an edit unless somebody's catalog would break section 1, as the forms refuse it too.
func (s *tale) try(line string) {
	next := s.fork()
	if next.Edit(line) != nil || slices.ContainsFunc(next.Vendors, func(v *story.Vendor) bool { return soundness(v.State) != nil }) {
		return
	}
	s.world = next
	s.tell("%s", line)
}

// opening is what every random story starts from.
const opening = `provider P: USD
reseller A under P: USD
reseller AA under A: EUR
reseller AAA under AA: JPY
reseller B under P: USD, operating unit, prices protected
reseller BB under B: USD
reseller C under P: USD, sales categories protected
reseller D under P: KWD, display synchronized
exchange rate: 1 USD = 0.9 EUR
exchange rate: 1 USD = 150 JPY
exchange rate: 1 USD = 0.3 KWD
notification expiry: visible
notification internal: not visible
P adds schedule r: -7 expiry
P adds schedule l: 3 internal, 4 expiry
P adds plan K: plan category x
P adds category c1
P adds category c2: under c1
P adds category c3
P adds plan M: plan category x, sales categories c2
P adds period M m: recurring fee 10, setup fee 1
P adds resource M u: included 5, minimum 1, maximum 300, recurring price 2
P adds prices M u m: recurring price 3
P adds plan W: plan category y, sales categories c3
P adds period W m: recurring fee 7
P adds grouping g: holds u
template order flow f: Sales New > Check, Sales Check > Done
template privileges: Edit prices
template terms: every purchase, TOS 1
template delegates M W`

// word draws one of the words.
func word(t *rapid.T, words string) string {
	return rapid.SampledFrom(strings.Fields(words)).Draw(t, "word")
}

func number(t *rapid.T) string {
	return rapid.SampledFrom([]string{"0", "0.001", "1", "2.5", "9.99", "10", "33.333", "not set"}).Draw(t, "number")
}

// providerEdit draws what the provider, or whoever keeps the template, does.
func providerEdit(t *rapid.T) string {
	plan, period, resource, category := word(t, "M W K N"), word(t, "m y w"), word(t, "u s"), word(t, "c1 c2 c3 c4")
	fee := word(t, "setup recurring deposit")
	return rapid.SampledFrom([]string{
		fmt.Sprintf("P changes %s %s: %s fee %s", plan, period, fee, number(t)),
		fmt.Sprintf("P changes %s %s: %s price %s", plan, resource, fee, number(t)),
		fmt.Sprintf("P changes %s %s %s: recurring price %s", plan, resource, period, number(t)),
		fmt.Sprintf("P changes %s %s: included %s, minimum %s, maximum %s", plan, resource, word(t, "0 1 5 10 unlimited"), word(t, "0 1 5 10"), word(t, "5 10 unlimited")),
		fmt.Sprintf("P adds plan N: plan category %s", word(t, "x y z")),
		fmt.Sprintf("P adds period %s %s: recurring fee %s", plan, period, number(t)),
		fmt.Sprintf("P removes period %s %s", plan, period),
		fmt.Sprintf("P adds resource %s %s: recurring price %s", plan, resource, number(t)),
		fmt.Sprintf("P removes resource %s %s", plan, resource),
		fmt.Sprintf("P adds prices %s %s %s: recurring price %s", plan, resource, period, number(t)),
		fmt.Sprintf("P adds prices %s %s from %s: recurring price %s", plan, resource, word(t, "5 10"), number(t)),
		fmt.Sprintf("P removes prices %s %s from %s", plan, resource, word(t, "5 10")),
		fmt.Sprintf("P adds path %s %s", plan, word(t, "M W K N")),
		fmt.Sprintf("P changes %s: sales categories %s", plan, word(t, "c1 c2 c3 c4 none")),
		fmt.Sprintf("P changes %s: sales categories %s and %s", plan, category, word(t, "c1 c2 c3 c4")),
		fmt.Sprintf("P changes %s: plan category %s", plan, word(t, "x y")),
		fmt.Sprintf("P changes %s: notification schedule %s, attach usage statistics %s", plan, word(t, "r l none"), word(t, "yes no")),
		fmt.Sprintf("P changes %s: name %s, published %s", plan, word(t, "a b"), word(t, "yes no")),
		fmt.Sprintf("P changes %s %s: notification schedule %s, active %s", plan, period, word(t, "r l none"), word(t, "yes no")),
		fmt.Sprintf("P changes %s %s: refund period %s, position %s", plan, period, word(t, "0 7"), word(t, "1 2 3")),
		fmt.Sprintf("P changes %s: auto-renewal %s, renewal to period %s", plan, word(t, "yes no"), word(t, "m y none")),
		fmt.Sprintf("P adds category %s: under %s", category, word(t, "c1 c2 c3 c4")),
		fmt.Sprintf("P adds category %s: top, %s, position %s, named %s", category, word(t, "hidden shown"), word(t, "1 2"), word(t, "a b")),
		fmt.Sprintf("P removes category %s", category),
		fmt.Sprintf("P changes grouping %s: holds %s", word(t, "g h"), word(t, "u s")),
		fmt.Sprintf("P removes grouping %s", word(t, "g h")),
		fmt.Sprintf("P changes tax %s: %s", word(t, "x y"), word(t, "1 2")),
		fmt.Sprintf("P changes schedule %s: -%s expiry, 2 internal", word(t, "r l"), word(t, "1 2 3")),
		fmt.Sprintf("template %s %s", word(t, "delegates withdraws"), plan),
		fmt.Sprintf("template privileges: %s", rapid.SampledFrom([]string{"Edit prices", "View reports", "Edit prices, View reports"}).Draw(t, "privileges")),
		fmt.Sprintf("template terms: every purchase, TOS %s, %s 1", word(t, "1 2"), word(t, "House Privacy")),
		fmt.Sprintf("template order flow %s: Sales New > %s, Sales Check > Done %s", word(t, "f g"), word(t, "Check Paid"), word(t, "manually \t")),
		fmt.Sprintf("exchange rate: 1 USD = %s %s", word(t, "0.001 0.5 120"), word(t, "EUR JPY KWD")),
		fmt.Sprintf("exchange rate: %s unknown", word(t, "EUR JPY KWD")),
		fmt.Sprintf("notification internal: %s", rapid.SampledFrom([]string{"visible", "not visible"}).Draw(t, "visible")),
		fmt.Sprintf("reseller %s: %s", word(t, "A AA B C D"), word(t, "active terminated closed expired")),
	}).Draw(t, "provider")
}

// resellerEdit draws what a reseller does to what they have.
func resellerEdit(t *rapid.T) string {
	who, plan, period, resource := word(t, "A AA B C D"), word(t, "M W K N"), word(t, "m y w"), word(t, "u s")
	return rapid.SampledFrom([]string{
		fmt.Sprintf("%s changes %s %s: %s fee %s", who, plan, period, word(t, "setup recurring"), number(t)),
		fmt.Sprintf("%s resets %s %s: recurring fee", who, plan, period),
		fmt.Sprintf("%s changes %s %s: recurring price %s", who, plan, resource, number(t)),
		fmt.Sprintf("%s changes %s %s %s: recurring price %s", who, plan, resource, period, number(t)),
		fmt.Sprintf("%s changes %s %s from %s: recurring price %s", who, plan, resource, word(t, "5 10"), number(t)),
		fmt.Sprintf("%s changes %s %s: included %s", who, plan, resource, word(t, "0 1 5 10 unlimited")),
		fmt.Sprintf("%s changes %s: published %s", who, plan, word(t, "yes no")),
		fmt.Sprintf("%s changes %s: sales categories %s", who, plan, word(t, "c1 c2 c3 c4 mine"+who)),
		fmt.Sprintf("%s changes %s: notification schedule own%s", who, plan, who),
		fmt.Sprintf("%s changes %s %s: notification schedule r", who, plan, period),
		fmt.Sprintf("%s confirms %s %s", who, plan, period),
		fmt.Sprintf("%s adds schedule own%s: -1 expiry", who, who),
		fmt.Sprintf("%s adds category mine%s: under %s", who, who, word(t, "c1 c2 c3 c4")),
		fmt.Sprintf("%s adds category mine%s: top", who, who),
		fmt.Sprintf("%s adds plan own%s: sales categories %s, plan category x", who, who, word(t, "c1 c2 c3 c4 mine"+who)),
		fmt.Sprintf("%s changes category %s: %s", who, word(t, "c1 c2 c3 c4"), word(t, "hidden shown")),
		fmt.Sprintf("%s customizes Sales %s > Done: manually", who, word(t, "Check Paid")),
		fmt.Sprintf("%s adds document House%s: 1", who, who),
	}).Draw(t, "reseller")
}

// randomClick draws a filled-in dialog: mostly all boxes.
func randomClick(t *rapid.T, w *world) click {
	c := click{options: AllOptions(), policy: rapid.SampledFrom([]Policy{Overwrite, Keep}).Draw(t, "policy")}
	if rapid.Bool().Draw(t, "some") {
		c.options = subset(rapid.IntRange(1, subsets-1).Draw(t, "boxes"))
	}
	switch rapid.IntRange(0, 5).Draw(t, "reach") {
	case 0:
		c.reach = DirectOnly
	case 1:
		c.on, c.reach = w.Vendor(word(t, "A AA B C D")), ThisReseller
	case 2:
		c.on, c.reach = w.Vendor(word(t, "A AA B")), WithSubResellers
	case 3:
		c.by = w.Vendor("A")
	}
	return c
}

// TestRandomStories plays random edits, runs and undos and checks the laws after each.
func TestRandomStories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := &tale{world: newWorld(t, opening)}
		if err := s.lawful(everything(Overwrite)); err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			if err := s.step(rt); err != nil {
				rt.Fatalf("%v\n%s", err, strings.Join(s.lines, "\n"))
			}
		}
	})
}

func (s *tale) step(t *rapid.T) error {
	switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
	case kind < 4:
		s.try(providerEdit(t))
	case kind < 7:
		s.try(resellerEdit(t))
	case kind < 9 || len(s.runs) == 0:
		c := randomClick(t, s.world)
		s.tell("-- run -- %v %s %s", c.options.Keys(), c.policy, c.reach)
		return s.lawful(c)
	default:
		n := rapid.IntRange(0, len(s.runs)-1).Draw(t, "undo")
		s.tell("-- undo -- run %d", n+1)
		return s.undoLaws(s.undo(s.runs[n]))
	}
	return nil
}

// lawful runs the click in this world once its laws have been checked in another, and what the dialog would have said before.
func (s *tale) lawful(c click) error {
	if err := errors.Join(s.countLaw(c), s.laws(c)); err != nil {
		return err
	}
	s.world = s.fork()
	in := s.input(c)
	s.move(pastRun{input: in, results: Synchronize(in)})
	return nil
}
