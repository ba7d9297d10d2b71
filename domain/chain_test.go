package domain_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// chainSeats are everybody on the way of a price in a run, from who clicked down.
func chainSeats(in Input, results []Result, root AccountID, reasons []Reason) []ChainSeat {
	top := in.Vendors[root]
	seats := []ChainSeat{{Account: root, Currency: top.Currency, Before: top.State, After: top.State}}
	for i, r := range results {
		t := r.Target
		seats = append(seats, ChainSeat{Account: t.Account, Vendor: t.Vendor, Level: t.Level, Currency: t.Currency, Before: t.Before, After: r.After, Reason: reasons[i]})
	}
	return seats
}

// chainLaw says that in the chain of each price of a run everybody pays what their vendor sells it at, is offered what an offer of the vendor has,
// and sells what their Effective has; that who got a price in the run got what is offered; and that groups hold everybody once, with the same.
func chainLaw(run pastRun) error {
	if len(run.results) == 0 {
		return nil
	}
	first := run.results[0].Target
	vendor, there := run.input.Vendors[first.Vendor]
	if !there {
		return nil
	}
	effective := map[*State]*Catalog{}
	of := func(s *State) *Catalog {
		if effective[s] == nil {
			effective[s] = s.Effective()
		}
		return effective[s]
	}
	for _, p := range of(&vendor.State).Plans {
		for key := range p.Prices() {
			chain := ChainOf(key, chainSeats(run.input, run.results, first.Vendor, ChainReasons(key, run.results)), run.input.Rates, run.input.Unmeasured)
			if err := chainIsTrue(run, chain, of, &vendor.State); err != nil {
				return fmt.Errorf("chain of %v: %w", key, err)
			}
			if err := chainGroupsHold(chain); err != nil {
				return fmt.Errorf("chain of %v: %w", key, err)
			}
		}
	}
	return nil
}

func chainIsTrue(run pastRun, chain Chain, of func(*State) *Catalog, top *State) error {
	before, after := map[AccountID]*State{chain.Links[0].Account: top}, map[AccountID]*State{chain.Links[0].Account: top}
	for i := range run.results {
		r := &run.results[i]
		before[r.Target.Account], after[r.Target.Account] = &r.Target.Before, &r.After
		if before[r.Target.Vendor] == nil {
			continue
		}
		link := chain.Links[i+1]
		rate := run.input.Rates.Conversion(chain.Links[slices.IndexFunc(chain.Links, func(l ChainLink) bool { return l.Account == r.Target.Vendor })].Currency, link.Currency, run.input.Unmeasured)
		for n, moment := range []struct {
			has         ChainPrice
			mine, their *State
		}{{link.Before, before[r.Target.Account], before[r.Target.Vendor]}, {link.After, after[r.Target.Account], after[r.Target.Vendor]}} {
			sold, sells := of(moment.mine).Plan(chain.Key.Plan).Price(chain.Key)
			if sells != moment.has.Sells || sold != moment.has.Sold {
				return fmt.Errorf("%d, %d: sells %v at %q, Effective %v at %q", link.Account, n, moment.has.Sells, moment.has.Sold, sells, sold)
			}
			if !sells || moment.has.Made {
				continue
			}
			if cost := CostsFrom(of(moment.their), rate).At(chain.Key); !cost.Same(moment.has.Cost) {
				return fmt.Errorf("%d, %d: costs %q, want %q", link.Account, n, moment.has.Cost, cost)
			}
			theirs := of(moment.their).Plan(chain.Key.Plan)
			if theirs == nil || theirs.Disabled {
				continue
			}
			if offered, _ := OfferPlan(theirs, rate).Price(chain.Key); !offered.Same(moment.has.Offered) {
				return fmt.Errorf("%d, %d: offered %q, want %q", link.Account, n, moment.has.Offered, offered)
			}
		}
		if moved := link.Before.Delivered != link.After.Delivered; moved && link.After.Sells && !link.After.Made && link.Waits() {
			return fmt.Errorf("%d got %q and is offered %q: %s", link.Account, link.After.Delivered, link.After.Offered, link.Reason)
		}
	}
	return nil
}

func chainGroupsHold(chain Chain) error {
	seen, without := 0, 0
	for i, link := range chain.Links {
		if link.Group < 0 {
			without++
			continue
		}
		if !slices.Contains(chain.Groups[link.Group].Members, i) {
			return fmt.Errorf("%d is not in its group", link.Account)
		}
	}
	for i, g := range chain.Groups {
		seen += len(g.Members)
		for _, member := range g.Members {
			if l := chain.Links[member]; l.Group != i || l.Before != g.Before || l.After != g.After || l.Level != g.Level || l.Currency != g.Currency {
				return fmt.Errorf("%d has something else than its group", l.Account)
			}
		}
		if g.Vendor >= i {
			return fmt.Errorf("group %d stands above its vendors", i)
		}
	}
	if seen+without != len(chain.Links) || without != chain.Without {
		return fmt.Errorf("%d in groups and %d without of %d", seen, without, len(chain.Links))
	}
	return nil
}

const chainStory = `provider P: USD
reseller A under P: EUR
reseller AA under A: USD
reseller AB under A: EUR
reseller B under P: USD, operating unit, prices protected
reseller C under P: USD
exchange rate: 1 USD = 0.9 EUR
P adds plan Mail: plan category x
P adds period Mail month: recurring fee 10
template delegates Mail`

// chainWorld has delivered it once; then the provider and A changed it.
func chainWorld(t *testing.T) *world {
	w := newWorld(t, chainStory)
	w.quick(click{options: AllOptions(), policy: Keep})
	w.tell(t, "P changes Mail month: recurring fee 12.34\nA changes Mail month: recurring fee 10")
	return w
}

// TestTheChainOfAPrice follows a fee down three levels and two currencies, before a run of fees and after it.
func TestTheChainOfAPrice(t *testing.T) {
	t.Parallel()
	w := chainWorld(t)
	in := w.input(click{options: OptionSet{UpdateFees: true}, policy: Keep})
	results := Synchronize(in)
	plan := w.Provider.State.Effective().Plans
	key := Key{Field: RecurringFee.Field(), Plan: plan[len(plan)-1].ID, Period: plan[len(plan)-1].Periods[0].ID}
	chain := ChainOf(key, chainSeats(in, results, w.Provider.ID, ChainReasons(key, results)), in.Rates, in.Unmeasured)
	var got []string
	for _, g := range chain.Groups {
		text := fmt.Sprintf("%d ×%d of %d: offered %s>%s delivered %s>%s sold %s>%s cost %s>%s", g.Level, len(g.Members), g.Vendor, g.Before.Offered, g.After.Offered,
			g.Before.Delivered, g.After.Delivered, g.Before.Sold, g.After.Sold, g.Before.Cost, g.After.Cost)
		if units, known := g.Conversion.Units(); known {
			text += fmt.Sprintf(" at %s: %s", units, g.Exact)
		}
		if g.After.BelowCost() {
			text += ", below cost"
		}
		got = append(got, text+" "+string(g.Reason))
	}
	want := []string{
		"0 ×1 of -1: offered > delivered > sold 12.34>12.34 cost > ",
		"1 ×1 of 0: offered 11.11>11.11 delivered 9>11.11 sold 10>10 cost 11.11>11.11 at 0.9: 11.106, below cost ",
		"1 ×1 of 0: offered 12.34>12.34 delivered 10>12.34 sold 10>12.34 cost 12.34>12.34 ",
		"1 ×1 of 0: offered 12.34>12.34 delivered > sold > cost 12.34>12.34 prices are protected",
		"2 ×1 of 1: offered 10>10 delivered 9>10 sold 9>10 cost 10>10 ",
		"2 ×1 of 1: offered 11.11>11.11 delivered 10>11.11 sold 10>11.11 cost 11.11>11.11 at 1.11111111: 11.111111111111 ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	last := results[len(results)-1].Target.Account
	if path := chain.Path(last); len(path) != 3 || path[0] != 0 || chain.Links[path[2]].Account != last {
		t.Errorf("the path is %v", path)
	}
	if path := chain.Path(12345); path != nil {
		t.Errorf("the path to nobody is %v", path)
	}
}

// TestWhoSeesNoCostsInAChain: of their own account only what it sells at now, or set itself.
func TestWhoSeesNoCostsInAChain(t *testing.T) {
	t.Parallel()
	w := chainWorld(t)
	a := w.Vendors[slices.IndexFunc(w.Vendors, func(v *story.Vendor) bool { return v.Name == "A" })]
	plan := a.State.Effective().Plans[0]
	key := Key{Field: RecurringFee.Field(), Plan: plan.ID, Period: plan.Periods[0].ID}
	seat := ChainSeat{Account: a.ID, Currency: "EUR", Before: State{Delivered: a.State.Delivered}, After: a.State}
	blind := Viewer{Account: Account{ID: a.ID, Kind: Reseller}, User: User{Role: Operator}}
	chain := ChainOf(key, []ChainSeat{seat}, nil, nil)
	seen := blind.SeenChain(chain, a.State)
	if link := seen.Links[0]; link.After.Sold.String() != "10" || link.After.Delivered.IsSet() || link.Before.Sold.IsSet() || !link.Before.Hidden {
		t.Errorf("they see %+v", link)
	}
	if seen.Groups[0].After.Delivered.IsSet() || !chain.Links[0].After.Delivered.IsSet() {
		t.Error("the group tells what was delivered, or the chain was written to")
	}
	if all := (Viewer{Account: Account{Kind: Provider}}).SeenChain(chain, a.State); !all.Links[0].After.Delivered.IsSet() {
		t.Error("a provider does not see what was delivered")
	}
}
