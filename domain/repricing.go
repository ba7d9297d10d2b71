package domain

// Repricing is what moves costs without a run: vendors sell at other prices, or there are other exchange rates. Of the input it takes the
// vendors and the rates as they were before, and as bystanders who buys from these vendors: what they sell at stays.
type Repricing struct {
	Input
	After map[AccountID]State // of the vendors who sell otherwise from now on
	Rates ExchangeRates       // from now on
}

// PutBelow is how many prices are below cost from a change on, and at how many resellers: who buys from those whose prices or exchange rates it
// moves.
type PutBelow struct {
	Prices, Resellers int
	First             []BelowSeller // of whom the first [PutBelowFirst] prices are, before the change is saved
	Names             Names         // of what these prices are of
	Costs             bool          // what is paid for them is shown to the maker of the change
}

// PutBelowFirst is how many of the prices are listed before a change is saved. The change lists them all.
const PutBelowFirst = 20

// BelowSeller are prices of a reseller that are below cost from a change on, with what was paid before and after it.
type BelowSeller struct {
	Account      AccountID
	Name, Vendor string
	Currency     Currency
	Prices       []CostMove
}

// Listed is how many of the prices are listed.
func (b PutBelow) Listed() (n int) {
	for _, s := range b.First {
		n += len(s.Prices)
	}
	return n
}

// Repriced reports whether a change may move what somebody pays: by a price, by a rule that makes prices, or by an exchange rate.
func (a Applied) Repriced() bool {
	for _, e := range a.Edits {
		if e.Key.Field.IsSold() || e.Key.Field.IsRule() || e.Key.Field == FieldExchangeRate {
			return true
		}
	}
	return false
}

// Below counts, for each of the bystanders, the prices that are below cost from now on, as a run counts them for who does not take part.
func (r Repricing) Below() []int {
	after := r.Input
	after.Rates = r.Rates
	l := newLooking(newShared(after), nil, LookFacts{})
	l.earlier, l.after, l.priced = newShared(r.Input), r.After, []int{l.below}
	counts := make([]int, len(r.Bystanders))
	for i, t := range r.Bystanders {
		counts[i] = l.prices(Result{Target: t, After: t.Before})[l.below]
	}
	return counts
}

// List are the prices of one of the bystanders that Below counts.
func (r Repricing) List(t Target) []CostMove {
	vendor := r.Vendors[t.Vendor]
	after, moved := r.After[t.Vendor]
	if !moved {
		after = vendor.State
	}
	was := r.Input.Rates.Conversion(vendor.Currency, t.Currency, r.Unmeasured)
	is := r.Rates.Conversion(vendor.Currency, t.Currency, r.Unmeasured)
	return Sale{t.Before, t.Before, CostsFrom(vendor.Effective(), was), CostsFrom(after.Effective(), is)}.PricesOf(LookLeftBelow, LookFacts{})
}

// SumPutBelow adds up what Below counts.
func SumPutBelow(counts []int) (sum PutBelow) {
	for _, n := range counts {
		sum.Prices += n
		sum.Resellers += one(n > 0)
	}
	return sum
}
