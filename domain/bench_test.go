package domain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	. "tiersync/domain"
)

// The numbers of the product: 1,000 resellers in three levels, 100 plans of 4 periods and 20 rates; a fifth of the
// resellers has 20 own prices on each of 5 plans; and all prices changed.
const (
	manyResellers = 1000
	manyPlans     = 100
)

// largeWorld is that installation, everything delivered, before the change.
func largeWorld(t testing.TB) *world {
	var text strings.Builder
	fmt.Fprintf(&text, "provider P: USD\nP adds category C{0..9}\n")
	for i := range manyPlans {
		fmt.Fprintf(&text, "P adds plan M%d: plan category Software, sales categories C%d\ntemplate delegates M%d\n", i, i%10, i)
	}
	for n := range 4 {
		fmt.Fprintf(&text, "P adds period M{0..%d} p%d: length %d, setup fee %d, recurring fee %d.5, renewal fee 1.25, deposit 3.75\n", manyPlans-1, n, n+1, 10+n, 20+n)
	}
	for n := range 20 {
		fmt.Fprintf(&text, "P adds resource M{0..%d} r%d: included 1, setup price %d.01, recurring price %d.02, overuse price %d.03, cancellation price %d.04\n",
			manyPlans-1, n, 10+n, 10+n, 10+n, 10+n)
	}
	for i := range manyResellers {
		parent := "P"
		switch { // 100 at the first level, 300 at the second, 600 at the third
		case i >= 400:
			parent = fmt.Sprint("R", 100+(i-400)%300)
		case i >= 100:
			parent = fmt.Sprint("R", (i-100)%100)
		}
		fmt.Fprintf(&text, "reseller R%d under %s: USD\n", i, parent)
	}
	w := newWorld(t, text.String())
	w.quick(everything(Overwrite))
	for i := 0; i < manyResellers; i += 5 { // 20 own prices on each of 5 plans, other plans for every reseller
		for n := range 5 {
			w.tell(t, fmt.Sprintf("R%d changes M%d r{0..19}: recurring price %d.5", i, (i+n*17)%manyPlans, i+n))
		}
	}
	return w
}

// raisePrices changes every price of the provider.
func (w *world) raisePrices() {
	made := *w.Provider.State.Own.MadeCatalog()
	made.Plans = nil
	for _, p := range w.Provider.State.Own.MadeCatalog().Plans {
		raised := p.Clone()
		for i := range raised.Rates {
			for k := range raised.Rates[i].Prices[0].Prices {
				price := &raised.Rates[i].Prices[0].Prices[k]
				*price = Amount(price.Decimal().Mul(decimal.RequireFromString("1.1")))
			}
		}
		made.Plans = append(made.Plans, raised)
	}
	w.Provider.State.Own = w.Provider.State.Own.WithMade(&made)
}

// giveRules gives a fifth of the resellers rules for all prices, ten different ones, and passes on what comes of them.
func (w *world) giveRules(t testing.TB) {
	for i := 0; i < manyResellers; i += 5 {
		w.tell(t, fmt.Sprintf("R%d rules fees: +%d %%\nR%d rules resource prices: +%d %%", i, 10+i/5%10, i, 10+i/5%10))
	}
	w.quick(click{options: AllOptions(), policy: Keep})
}

func BenchmarkSynchronize(b *testing.B) {
	w := largeWorld(b)
	w.raisePrices()
	for _, bench := range []struct {
		name    string
		options OptionSet
		policy  Policy
	}{
		{"overwrite", OptionSet{UpdatePrices: true}, Overwrite},
		{"keep", OptionSet{UpdatePrices: true}, Keep},
		{"all boxes", AllOptions(), Overwrite},
		{"another box", OptionSet{UpdateLimits: true}, Overwrite},
	} {
		b.Run(bench.name, func(b *testing.B) {
			in := w.input(click{options: bench.options, policy: bench.policy})
			b.ReportAllocs()
			for b.Loop() {
				Synchronize(in)
			}
		})
	}
}

// BenchmarkRules is the worst of rules: a fifth of the resellers, vendors among them, have rules for all prices, ten different ones, so that
// nobody below them is offered what others are.
func BenchmarkRules(b *testing.B) {
	w := largeWorld(b)
	w.giveRules(b)
	w.raisePrices()
	in := w.input(click{options: OptionSet{UpdateFees: true, UpdatePrices: true}, policy: Keep})
	b.ReportAllocs()
	for b.Loop() {
		Synchronize(in)
	}
}

// BenchmarkLook is what it adds to a run to say what to look at first.
func BenchmarkLook(b *testing.B) {
	w := largeWorld(b)
	w.raisePrices()
	for _, policy := range []Policy{Overwrite, Keep} {
		in := w.input(click{options: OptionSet{UpdateFees: true, UpdatePrices: true}, policy: policy})
		b.Run(string(policy), func(b *testing.B) { benchLooking(b, in) })
	}
	w.giveRules(b)
	in := w.input(click{options: OptionSet{UpdateFees: true, UpdatePrices: true}, policy: Keep})
	b.Run("rules", func(b *testing.B) { benchLooking(b, in) })
}

// benchLooking measures a run with what there is to look at in it, beside the run alone.
func benchLooking(b *testing.B, in Input) {
	b.Run("run", func(b *testing.B) {
		for b.Loop() {
			Synchronize(in)
		}
	})
	b.Run("run and look", func(b *testing.B) {
		for b.Loop() {
			_, look := SynchronizeLooking(in, LookFacts{Jump: 30, Margin: UsualMarginLook})
			look()
		}
	})
}

func BenchmarkCount(b *testing.B) {
	w := largeWorld(b)
	w.raisePrices()
	in := w.input(click{})
	b.ReportAllocs()
	for b.Loop() {
		Count(in)
	}
}

func BenchmarkBehind(b *testing.B) {
	w := largeWorld(b)
	w.raisePrices()
	in := w.input(click{})
	b.ReportAllocs()
	for b.Loop() {
		Behind(in)
	}
}

// BenchmarkUndoAlone is the undo of a run that overwrote own values, and nothing was done since.
func BenchmarkUndoAlone(b *testing.B) {
	w := largeWorld(b)
	w.raisePrices()
	done := w.quick(click{options: OptionSet{UpdatePrices: true}, policy: Overwrite})
	b.ReportAllocs()
	for b.Loop() {
		undoing := NewUndoing()
		for _, r := range done.results {
			undoing.Result(Target{Before: r.After}, r.Target.Before, r.After)
		}
	}
}

// BenchmarkUndo is the same where everybody has set something since.
func BenchmarkUndo(b *testing.B) {
	w := largeWorld(b)
	w.raisePrices()
	done := w.quick(click{options: OptionSet{UpdatePrices: true}, policy: Overwrite})
	for i, v := range w.Vendors[1:] { // everybody has set something since
		w.tell(b, fmt.Sprintf("%s changes M%d r3: setup price 1", v.Name, i%manyPlans))
	}
	b.ReportAllocs()
	for b.Loop() {
		undoing := NewUndoing()
		for i, r := range done.results {
			undoing.Result(Target{Before: w.Vendors[i+1].State}, r.Target.Before, r.After)
		}
	}
}
