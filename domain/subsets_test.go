package domain_test

import (
	"encoding/json"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	. "tiersync/domain"
)

// loadWorld plays a world of testdata/worlds.
func loadWorld(t testing.TB, name string) *world {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/worlds/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, "")
	for _, section := range archive.Files {
		if err := w.section(t, section.Name, string(section.Data)); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// subset returns the boxes whose bits are set.
func subset(bits int) OptionSet {
	set := OptionSet{}
	for i, o := range Options() {
		if bits&(1<<i) != 0 {
			set[o.Key] = true
		}
	}
	return set
}

// subsets is how many ways there are to tick the manual's thirteen boxes.
const subsets = 1 << ManualOptions

// withMore adds to a subset of the manual's boxes some of those of later versions: each way is drawn for a quarter of them.
func withMore(subset int) int {
	return subset | int(rand.New(rand.NewPCG(uint64(subset), 1)).Uint64())&(1<<len(Options())-subsets)
}

// step is 1, or in short mode (with the race detector, say) so much that few subsets are left.
func step() int {
	if testing.Short() {
		return 61
	}
	return 1
}

// TestFault006EverySubsetOfBoxes ticks the boxes in every way, in a world in which each has something to do: what is
// ticked becomes what the box alone makes of it, what is not ticked stays as it is.
func TestFault006EverySubsetOfBoxes(t *testing.T) {
	t.Parallel()
	for _, policy := range []Policy{Overwrite, Keep} {
		t.Run(string(policy), func(t *testing.T) {
			t.Parallel()
			w := loadWorld(t, "everything")
			before := w.shadows(w)
			alone := map[OptionKey]map[string]string{}
			for _, o := range Options() {
				one := w.fork()
				one.quick(click{options: OptionSet{o.Key: true}, policy: policy})
				alone[o.Key] = one.shadows(w)
				for _, v := range []string{"A", "D"} {
					if alone[o.Key][v+" "+string(o.Key)] == before[v+" "+string(o.Key)] {
						t.Errorf("the world has nothing to do for %s at %s", o.Key, v)
					}
				}
			}
			input := inputHash(w.input(click{}))
			for bits := 0; bits < subsets; bits += step() {
				options := subset(withMore(bits))
				after := w.fork()
				done := after.quick(click{options: options, policy: policy})
				for at, shadow := range after.shadows(w) {
					_, box, _ := strings.Cut(at, " ")
					want := before[at]
					if options[OptionKey(box)] {
						want = alone[OptionKey(box)][at]
					}
					if shadow != want {
						t.Fatalf("%v: %s is\n%s\nnot\n%s", options.Keys(), at, shadow, want)
					}
				}
				after.checkSubset(t, w, done, click{options: options, policy: policy})
				if bits%16 == 0 { // the boxes that are reported beside the ticked ones take their time
					if err := w.laws(click{options: options, policy: policy}); err != nil {
						t.Fatal(err)
					}
				}
			}
			if inputHash(w.input(click{})) != input {
				t.Error("a run changed its input")
			}
		})
	}
}

// checkSubset checks the laws of one run: truthful counts, sound catalogs, twice is once, and the way back.
func (w *world) checkSubset(t *testing.T, before *world, done pastRun, c click) {
	t.Helper()
	for _, r := range done.results {
		if err := w.resultLaws(r); err != nil {
			t.Fatalf("%v: %s: %v", c.options.Keys(), w.byID(r.Target.Account).Name, err)
		}
	}
	again := w.fork()
	for _, r := range again.quick(c).results {
		if r.Changed() {
			t.Fatalf("%v: the second run changes %s:\n%s", c.options.Keys(), w.byID(r.Target.Account).Name, w.report(r))
		}
	}
	back := w.fork()
	for _, r := range back.undo(done).results {
		if r.After != before.byID(r.Target.Account).State {
			t.Fatalf("%v: the undo is not the state before, at %s", c.options.Keys(), w.byID(r.Target.Account).Name)
		}
	}
}

// TestOneBoxAfterTheOtherIsAllBoxes compares every subset with a run for each of its boxes (combination 14).
func TestOneBoxAfterTheOtherIsAllBoxes(t *testing.T) {
	t.Parallel()
	w := loadWorld(t, "everything")
	chain := map[int]*world{0: w}
	for bits := 1; bits < subsets; bits += step() {
		at := w.fork()
		ticked := withMore(bits)
		at.quick(click{options: subset(ticked), policy: Overwrite})
		if diff := differentVendor(at, oneAfterTheOther(chain, ticked)); diff != "" {
			t.Fatalf("%v: one box after the other differs at %s", subset(ticked).Keys(), diff)
		}
	}
}

// oneAfterTheOther returns the world after a run for each of the boxes; it remembers those after fewer boxes.
func oneAfterTheOther(chain map[int]*world, boxes int) *world {
	if w, known := chain[boxes]; known {
		return w
	}
	last := 1 << (bits.Len(uint(boxes)) - 1)
	w := oneAfterTheOther(chain, boxes&^last).fork()
	w.quick(click{options: subset(last), policy: Overwrite})
	chain[boxes] = w
	return w
}

// TestOneByOneIsAllAtOnce compares a run over all with one for each subscription, parents first (combination 13).
func TestOneByOneIsAllAtOnce(t *testing.T) {
	t.Parallel()
	w := loadWorld(t, "everything")
	for bits := 0; bits < subsets; bits += step() {
		policy := []Policy{Overwrite, Keep}[bits%2]
		all, each := w.fork(), w.fork()
		ticked := click{options: subset(withMore(bits)), policy: policy}
		all.quick(ticked)
		for _, v := range each.Vendors[1:] {
			ticked.on = v
			each.quick(ticked)
		}
		if diff := differentVendor(all, each); diff != "" {
			t.Fatalf("%v: one by one differs at %s", ticked.options.Keys(), diff)
		}
	}
}

// differentVendor names the first vendor who has something else in the two worlds.
func differentVendor(a, b *world) string {
	for i, v := range a.Vendors {
		if !sameState(v.State, b.Vendors[i].State) {
			return v.Name
		}
	}
	return ""
}

// sameState compares what two states hold, not where they hold it.
func sameState(a, b State) bool {
	return a == b || sameContent(a.Delivered, b.Delivered) && sameContent(a.Own.MadeCatalog(), b.Own.MadeCatalog()) &&
		slices.EqualFunc(orZero(a.Own).Layers, orZero(b.Own).Layers, func(x, y *Layer) bool {
			return x.Plan == y.Plan && slices.EqualFunc(x.Values, y.Values, SameOverride)
		})
}

func sameContent(a, b *Catalog) bool {
	if a == b {
		return true
	}
	x, y := orEmpty(a), orEmpty(b)
	return slices.EqualFunc(x.Plans, y.Plans, SamePlan) && sameParts(x, y)
}

func sameParts(a, b *Catalog) bool {
	text := func(c *Catalog) string {
		parts := *c
		parts.Plans = nil
		data, err := json.Marshal(parts)
		if err != nil {
			return err.Error()
		}
		return string(data)
	}
	x, y := orZero(a.Categories), orZero(b.Categories)
	same := a.Categories == b.Categories || SameCategories(&x, &y)
	return same && (a.Schedules == b.Schedules && a.OrderFlow == b.OrderFlow && a.Privileges == b.Privileges && a.Terms == b.Terms ||
		text(a) == text(b))
}

// shadows is what each box is about, for each reseller of the world: "A update_fees" and the values as text. Only what
// was there before counts, in plans that were delegated all the time: what a run creates is complete (rule G5).
func (w *world) shadows(before *world) map[string]string {
	all := map[string]string{}
	for i, v := range w.Vendors[1:] {
		was := before.Vendors[i+1].State.Delivered
		s := &shadow{was: was, offer: before.steady(), is: v.State, has: v.State.Effective()}
		for key, look := range shadowOf() {
			all[v.Name+" "+string(key)] = look(s)
		}
	}
	return all
}

// steady returns the provider's plans that were delegated all the time and exist at everybody.
func (w *world) steady() []*Plan {
	var plans []*Plan
	for _, p := range w.Provider.State.Own.Made.Plans {
		if p.Name == "Post" || p.Name == "Web" {
			plans = append(plans, p)
		}
	}
	return plans
}
