package domain_test

import (
	"fmt"
	"testing"

	. "tiersync/domain"
)

// moneyLaw says that sums which are made once for many resellers are what adding up at each of them comes to, price by price, before the run
// and after it, and that the moves named are the largest.
func moneyLaw(run pastRun) error {
	type group struct {
		currency Currency
		level    int
	}
	after, sums := map[AccountID]State{}, map[group]*MoneyMove{}
	for _, r := range run.results {
		if r.Target.Skip != "" {
			continue
		}
		after[r.Target.Account] = r.After
		at := group{r.Target.Currency, r.Target.Level}
		if sums[at] == nil {
			sums[at] = &MoneyMove{Currency: at.currency, Level: at.level}
		}
		vendor := run.input.Vendors[r.Target.Vendor]
		then, ran := after[r.Target.Vendor]
		if !ran {
			then = vendor.State
		}
		rate := run.input.Rates.Conversion(vendor.Currency, at.currency, run.input.Unmeasured)
		sums[at].Resellers++
		addMoney(&sums[at].Before, r.Target.Before, CostsFrom(vendor.Effective(), rate))
		addMoney(&sums[at].After, r.After, CostsFrom(then.Effective(), rate))
	}
	money := MoneyOf(run.input, run.results)
	if len(money.Rows) != len(sums) {
		return fmt.Errorf("money: %d rows, want %d", len(money.Rows), len(sums))
	}
	for _, got := range money.Rows {
		want := sums[group{got.Currency, got.Level}]
		if want == nil || got.Resellers != want.Resellers || !sameMoney(got.Before, want.Before) || !sameMoney(got.After, want.After) {
			return fmt.Errorf("money: %+v, want %+v", got, want)
		}
	}
	for i, list := range [][]MarginMove{money.Up, money.Down} {
		for k, move := range list {
			points, known := move.Points()
			if sign := 1 - 2*i; !known || points.Sign() != sign {
				return fmt.Errorf("money: the margin of %d moves by %s in list %d", move.Account, points, i)
			}
			if before, _ := list[max(k-1, 0)].Points(); before.Abs().LessThan(points.Abs()) {
				return fmt.Errorf("money: %s after %s", points, before)
			}
		}
	}
	return nil
}

func sameMoney(a, b MoneySum) bool { return a.Price.Equal(b.Price) && a.Cost.Equal(b.Cost) }

// addMoney adds every recurring price that was delivered and is on sale, and its cost.
func addMoney(sum *MoneySum, state State, costs Costs) {
	sells := state.Effective()
	for _, delivered := range orZero(state.Delivered).Plans {
		p := sells.Plan(delivered.ID)
		if status := p.Status(); status == StatusDisabled || status == StatusHeld {
			continue
		}
		for key, price := range p.Prices() {
			recurs := key.Field == RecurringFee.Field() || key.Field == RecurringPrice.Field()
			if period := p.Period(key.Period); !recurs || key.Period != 0 && (period == nil || !period.Active) {
				continue
			}
			if cost := costs.At(key); price.IsSet() && cost.IsSet() {
				sum.Price, sum.Cost = sum.Price.Add(price.Decimal()), sum.Cost.Add(cost.Decimal())
			}
		}
	}
}

// TestMoneyOfNothing: a run that reaches nobody moves nothing.
func TestMoneyOfNothing(t *testing.T) {
	t.Parallel()
	skipped := []Result{{Target: Target{Account: 2, Level: 1, Currency: "EUR", Skip: WasLeftOut}}}
	if money := MoneyOf(Input{}, skipped); len(money.Rows)+len(money.Up)+len(money.Down) > 0 {
		t.Errorf("money is %+v", money)
	}
}
