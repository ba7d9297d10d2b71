package domain_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	. "tiersync/domain"
)

// priceList is what a vendor of some plans sells: two hundred plans with two periods and a resource with a tier each.
func priceList(plans int) PriceList {
	catalog := &Catalog{}
	for id := range PlanID(plans) {
		p := &Plan{ID: id + 1, Name: "Plan " + string(rune('A'+id%26))}
		for i := range PeriodID(2) {
			p.Periods = append(p.Periods, Period{ID: 1000 + 2*PeriodID(id) + i, Length: int(i) + 1, Unit: "months", Active: true})
		}
		p.Rates = []Rate{{Resource: 7, Prices: []PriceRow{{}, {From: 100}}}}
		catalog.Plans = append(catalog.Plans, p)
	}
	return PriceList{Sold: catalog, State: State{Own: (*Own)(nil).WithMade(catalog)}}
}

// keysOf are the keys of some lines.
func keysOf(lines []PriceLine) []Key {
	keys := make([]Key, len(lines))
	for i, line := range lines {
		keys[i] = line.Key
	}
	return keys
}

// Every line stands on one page, whichever way somebody pages, and says its place.
func TestPricePages(t *testing.T) {
	t.Parallel()
	list := priceList(9)
	all := list.Page(PriceQuery{})
	if want := 9 * (2*int(FeeCount) + 2*int(RatePriceCount)); len(all.Lines) != want || all.Total != want {
		t.Fatalf("%d lines of %d, want %d", len(all.Lines), all.Total, want)
	}
	var forth, back []Key
	page := list.Page(PriceQuery{Limit: 17})
	for {
		if page.First != len(forth)+1 || page.Total != all.Total {
			t.Fatalf("a page from %d of %d, want from %d of %d", page.First, page.Total, len(forth)+1, all.Total)
		}
		forth = append(forth, keysOf(page.Lines)...)
		if !page.HasAfter() {
			break
		}
		page = list.Page(PriceQuery{Limit: 17, After: forth[len(forth)-1]})
	}
	for {
		back = append(keysOf(page.Lines), back...)
		if !page.HasBefore() {
			break
		}
		page = list.Page(PriceQuery{Limit: 17, Before: page.Lines[0].Key})
	}
	if !slices.Equal(forth, keysOf(all.Lines)) || !slices.Equal(back, keysOf(all.Lines)) {
		t.Errorf("pages have %d lines forth and %d back, want all %d in their order", len(forth), len(back), all.Total)
	}
}

// A page goes on where it was although the plan that it ended in is gone.
func TestPricePageOfAPlanThatWent(t *testing.T) {
	t.Parallel()
	list := priceList(3)
	gone := Key{Field: FeeKey(0, 0, SetupFee).Field, Plan: 2, Period: 5}
	list.Sold.Plans = slices.DeleteFunc(list.Sold.Plans, func(p *Plan) bool { return p.ID == 2 })
	if page := list.Page(PriceQuery{Limit: 5, After: gone}); page.Lines[0].Plan.ID != 3 || page.First != 23 {
		t.Errorf("the page begins with plan %d at %d, want plan 3 at 23", page.Lines[0].Plan.ID, page.First)
	}
	last := Key{Field: gone.Field, Plan: 99}
	if page := list.Page(PriceQuery{Limit: 5, After: last}); len(page.Lines) != 5 || page.First != 1 {
		t.Errorf("behind the end there are %d lines from %d, want the first page", len(page.Lines), page.First)
	}
}

func TestPriceFilters(t *testing.T) {
	t.Parallel()
	price := func(text string) Price {
		p, err := PriceFromString(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	vendor := &Plan{ID: 1, Name: "Mail", Periods: []Period{{ID: 10, Length: 1, Unit: "months", Fees: Fees{price("1"), price("10"), price("0")}}},
		Rates: []Rate{{Resource: 7, Prices: []PriceRow{{Prices: RatePrices{price("2"), price("3")}}}}}}
	delivered := vendor.Clone()
	delivered.Periods[0].Fees[RecurringFee] = price("12")
	made := &Plan{ID: 2, Name: "Own desk", PlanCategory: 5, Article: Article{Product: "CFQ7"}, Periods: []Period{{ID: 20, Article: Article{SKU: "0001"}, Length: 1, Unit: "years", Fees: Fees{price("4")}, MSRP: Fees{price("5")}}}}
	recurring, setup := FeeKey(1, 10, RecurringFee), FeeKey(1, 10, SetupFee)
	own := (*Own)(nil).WithMade(&Catalog{Plans: []*Plan{made}}).With(Override{Key: recurring, Value: "9"})
	state := State{Delivered: &Catalog{Plans: []*Plan{delivered}}, Own: own}
	list := PriceList{Sold: state.Effective(), State: state, Costs: CostsFrom(&Catalog{Plans: []*Plan{vendor}}, Conversion{}),
		Names: Names{Resources: map[ResourceID]string{7: "Mailboxes"}}, Then: &Catalog{Plans: []*Plan{delivered, made}},
		Behind: map[Key]bool{setup: true, {Field: FieldRate, Plan: 1, Resource: 7}: true}}
	tests := []struct {
		name  string
		query PriceQuery
		want  []Key // nil: all that stand in one plan or kind are counted in n
		n     int
	}{
		{"all", PriceQuery{}, nil, 2*int(FeeCount) + int(RatePriceCount)},
		{"own values", PriceQuery{Only: OwnPrices}, []Key{recurring}, 1},
		{"below cost", PriceQuery{Only: BelowCost}, []Key{recurring}, 1},
		{"own values below cost", PriceQuery{Only: OwnBelowCost}, []Key{recurring}, 1},
		{"not set", PriceQuery{Only: PricesNotSet, Plan: 2}, nil, int(FeeCount) - 1},
		{"not 0.00", PriceQuery{Only: NotZero, Kind: SetupFee.Field()}, []Key{setup, FeeKey(2, 20, SetupFee)}, 2},
		{"not passed on, alone or as a whole", PriceQuery{Only: NotPassedOn}, nil, 1 + int(RatePriceCount)},
		{"changed since", PriceQuery{Since: true}, []Key{recurring}, 1},
		{"a margin below 1 %", PriceQuery{Below: decimal.NewNullDecimal(decimal.NewFromInt(1)), Kind: SetupFee.Field()}, []Key{setup}, 1},
		{"a margin below 0 %", PriceQuery{Below: decimal.NewNullDecimal(decimal.Zero)}, []Key{recurring}, 1},
		{"a resource by its name", PriceQuery{Search: "mailb"}, nil, int(RatePriceCount)},
		{"a period by its name", PriceQuery{Search: "1 Year"}, nil, int(FeeCount)},
		{"a plan by its ID", PriceQuery{Search: "2", Kind: SetupFee.Field()}, []Key{FeeKey(2, 20, SetupFee)}, 1},
		{"a plan by an id of price lists", PriceQuery{Search: "cfq7"}, nil, int(FeeCount)},
		{"a period by an id of price lists", PriceQuery{Search: "0001"}, nil, int(FeeCount)},
		{"a plan category", PriceQuery{Category: 5}, nil, int(FeeCount)},
		{"one kind", PriceQuery{Kind: RecurringPrice.Field()}, nil, 1},
		{"certain ones", PriceQuery{Keys: []Key{recurring}}, []Key{recurring}, 1},
		{"nothing", PriceQuery{Search: "xyz"}, []Key{}, 0},
	}
	for _, tt := range tests {
		page := list.Page(tt.query)
		if lines := slices.Collect(list.Lines(tt.query)); !slices.Equal(lines, page.Lines) {
			t.Errorf("%s: one after the other the lines are %v", tt.name, keysOf(lines))
		}
		if got := keysOf(page.Lines); len(got) != tt.n || tt.want != nil && !slices.Equal(got, tt.want) {
			t.Errorf("%s: %d lines, want %d: %v", tt.name, len(got), tt.n, got)
		}
	}
	free := list
	free.State.Own = own.With(Override{Key: setup, Value: "0"})
	free.Sold = free.State.Effective()
	if got := keysOf(free.Page(PriceQuery{Below: decimal.NewNullDecimal(decimal.NewFromInt(-90))}).Lines); !slices.Equal(got, []Key{setup}) {
		t.Errorf("with a margin below -90 %% there are %v, want what is given away", got)
	}
	line := list.Page(PriceQuery{Keys: []Key{recurring}}).Lines[0]
	if !line.Own || line.Made || line.Delivered.String() != "12" || line.Cost.String() != "10" || line.Price.String() != "9" || !line.BelowCost() {
		t.Errorf("the own value's line is %+v", line)
	}
	if line := list.Page(PriceQuery{Keys: []Key{FeeKey(2, 20, SetupFee)}}).Lines[0]; !line.Made || line.MSRP.String() != "5" || line.Cost.IsSet() {
		t.Errorf("the made plan's line is %+v", line)
	}
}

// What a reseller buys are the prices of what was delivered and is not disabled, as far as the vendor still has them, in their own currency.
func TestBuys(t *testing.T) {
	t.Parallel()
	price := func(text string) Price { return Amount(decimal.RequireFromString(text)) }
	sells := func(id PlanID, fee, msrp string) *Plan {
		period := Period{ID: 10, Length: 1, Unit: "months"}
		period.Fees[RecurringFee] = price(fee)
		if msrp != "" {
			period.MSRP[RecurringFee] = price(msrp)
		}
		return &Plan{ID: id, Periods: []Period{period}}
	}
	taken := sells(2, "20", "")
	taken.Disabled = true
	longer := sells(4, "40", "")
	longer.Periods = append(longer.Periods, Period{ID: 11, Length: 1, Unit: "years"})
	state := State{Delivered: &Catalog{Plans: []*Plan{sells(1, "9", ""), taken, sells(3, "30", ""), longer}}}
	rates := ExchangeRates{"USD": decimal.NewFromInt(1), "EUR": decimal.RequireFromString("0.5")}
	costs := CostsFrom(&Catalog{Plans: []*Plan{sells(1, "10", "15"), sells(2, "20", ""), sells(4, "40", "")}}, rates.Conversion("USD", "EUR", nil))
	var got []string
	for line := range state.Buys(costs) {
		if line.Key.Field == RecurringFee.Field() {
			got = append(got, line.Plan.Name+line.Key.Text()+" "+line.Cost.String()+" "+line.MSRP.String())
		}
	}
	want := []string{FeeKey(1, 10, RecurringFee).Text() + " 5 7.5", FeeKey(4, 10, RecurringFee).Text() + " 20 "}
	if !slices.Equal(got, want) {
		t.Errorf("they buy %q, want %q", got, want)
	}
	if costs := CostsFrom(nil, Conversion{}); costs.Suggested(FeeKey(1, 10, RecurringFee)).IsSet() {
		t.Error("nobody suggests a price")
	}
}

func BenchmarkPricePage(b *testing.B) {
	list := priceList(4545) // 100,000 prices
	last := list.Sold.Plans[4000]
	after := FeeKey(last.ID, last.Periods[0].ID, SetupFee)
	for b.Loop() {
		list.Page(PriceQuery{Limit: 50, After: after, Search: "plan"})
	}
}
