package domain_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	. "tiersync/domain"
)

// TestMatchLaws: whatever the plans and the lines, the edits can be made, the same lines again change nothing, an ambiguous line sets
// nothing, and a plan stays as it is that no line has an id of.
func TestMatchLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		catalog := drawListed(t)
		lines := rapid.SliceOfN(rapid.Custom(drawSheetLine), 1, 12).Draw(t, "lines")
		for i := range lines {
			lines[i].Number = i + 1
		}
		state := State{Own: (*Own)(nil).WithMade(catalog)}
		got := (PriceList{Sold: catalog, State: state}).Match(lines, "USD", time.Time{})
		next := state
		if len(got.Edits) > 0 {
			s := vendor()
			s.Now, s.Seen = state, state
			made, err := Apply(Change{Kind: PricesChanged, About: Ref{Of: ObjectCatalog}, Part: true, Edits: got.Edits}, s)
			if err != nil || len(made.Edits) != len(got.Edits) {
				t.Fatalf("of %d edits %d are made: %v", len(got.Edits), len(made.Edits), err)
			}
			next.Own = made.Own
		}
		after := next.Effective()
		again := (PriceList{Sold: after, State: next}).Match(lines, "USD", time.Time{})
		if len(again.Edits) > 0 {
			t.Fatalf("the same lines again change %v", again.Edits)
		}
		for _, p := range catalog.Plans {
			if diff := cmp.Diff(p, after.Plan(p.ID)); diff != "" && !slices.ContainsFunc(lines, func(l *SheetLine) bool { return names(l, p) }) {
				t.Fatalf("no line has an id of plan %d, which became another: %s", p.ID, diff)
			}
		}
		for _, line := range got.Lines {
			for _, price := range line.Prices {
				if line.State == LineAmbiguous && price.State == LineChanges && sets(got.Edits, price) && agreed(got.Lines, price) == 0 {
					t.Fatalf("the ambiguous line %d sets %v", line.Line.Number, price.Key)
				}
			}
		}
	})
}

// names reports whether a line has an id of the plan or of one of its periods.
func names(l *SheetLine, p *Plan) bool {
	if l.Plan != 0 {
		return l.Plan == int64(p.ID)
	}
	has := func(a Article) bool {
		return l.Product != "" && a.Product == l.Product || l.SKU != "" && a.SKU == l.SKU
	}
	return has(p.Article) || slices.ContainsFunc(p.Periods, func(period Period) bool { return has(period.Article) })
}

func sets(edits []Edit, price PriceMatch) bool {
	return slices.ContainsFunc(edits, func(e Edit) bool { return e.Key == price.Key && e.To.Text == price.To.String() })
}

// agreed is how many lines that are not ambiguous set a price so.
func agreed(lines []LineMatch, price PriceMatch) (n int) {
	for _, line := range lines {
		if line.State != LineAmbiguous && slices.ContainsFunc(line.Prices, func(p PriceMatch) bool { return p.Key == price.Key }) {
			n++
		}
	}
	return n
}

// drawListed draws plans that price lists call by a few ids.
func drawListed(t *rapid.T) *Catalog {
	few := rapid.SampledFrom([]string{"", "a", "b"})
	catalog := &Catalog{}
	for id := range PlanID(rapid.IntRange(1, 4).Draw(t, "plans")) {
		p := &Plan{ID: id + 1, Name: fmt.Sprint("Plan ", id+1), Type: GenericPlan, Article: Article{few.Draw(t, "product"), few.Draw(t, "sku")},
			Segment: few.Draw(t, "segment"), BillingPeriod: rapid.SampledFrom([]string{"", "Monthly", "Subscription period"}).Draw(t, "billing")}
		for i := range PeriodID(rapid.IntRange(1, 3).Draw(t, "periods")) {
			period := Period{ID: 10*PeriodID(id+1) + i, Length: rapid.SampledFrom([]int{1, 12}).Draw(t, "length"), Unit: "months", Position: int(i),
				Active: rapid.Bool().Draw(t, "active"), Article: Article{"", few.Draw(t, "sku")}}
			p.Periods = append(p.Periods, period)
		}
		for r := range ResourceID(rapid.IntRange(0, 2).Draw(t, "rates")) {
			rate := Rate{Resource: 5 + r, Maximum: Unlimited, Main: r == 1, Position: int(r), Prices: []PriceRow{{}}}
			if rapid.Bool().Draw(t, "tier") {
				rate.Prices[0].MSRP[RecurringPrice] = Amount(decimal.NewFromInt(9))
				rate.Prices = append(rate.Prices, PriceRow{From: 10})
			}
			p.Rates = append(p.Rates, rate)
		}
		catalog.Plans = append(catalog.Plans, p)
	}
	return catalog
}

func drawSheetLine(t *rapid.T) *SheetLine {
	few := rapid.SampledFrom([]string{"", "a", "b"})
	line := &SheetLine{Product: few.Draw(t, "product"), SKU: few.Draw(t, "sku"), Segment: few.Draw(t, "segment"), Metered: rapid.Bool().Draw(t, "metered"),
		Billing: rapid.SampledFrom([]string{"", "Monthly", "Annual"}).Draw(t, "billing"), From: rapid.SampledFrom([]int64{0, 0, 10, 20}).Draw(t, "from"),
		Term:     rapid.SampledFrom([]Term{{}, {1, "months"}, {1, "years"}}).Draw(t, "term"),
		Currency: rapid.SampledFrom([]Currency{"", "USD", "EUR"}).Draw(t, "currency")}
	if rapid.IntRange(0, 3).Draw(t, "by our ids") == 0 {
		line.Plan = int64(rapid.IntRange(1, 5).Draw(t, "plan"))
		line.Period = 10*line.Plan + int64(rapid.IntRange(0, 2).Draw(t, "period"))
		line.Resource = rapid.SampledFrom([]int64{0, 5, 6}).Draw(t, "resource")
	}
	fields := []Field{RecurringFee.Field(), SetupFee.Field(), RecurringPrice.Field(), OverusePrice.Field()}
	for _, f := range rapid.SliceOfNDistinct(rapid.SampledFrom(fields), 1, 2, rapid.ID[Field]).Draw(t, "fields") {
		for _, msrp := range []bool{false, true} {
			if price := rapid.IntRange(-1, 3).Draw(t, "amount"); price >= 0 {
				line.Prices = append(line.Prices, SheetPrice{Field: f, Amount: Amount(decimal.NewFromInt(int64(price))), MSRP: msrp})
			} else if !msrp {
				line.Prices = append(line.Prices, SheetPrice{Field: f})
			}
		}
	}
	return line
}

// BenchmarkMatch matches 100,000 lines to 10,000 plans; a third is of none.
func BenchmarkMatch(b *testing.B) {
	catalog := &Catalog{}
	for id := range PlanID(10_000) {
		p := &Plan{ID: id + 1, Name: fmt.Sprint("Business mail ", id), Article: Article{fmt.Sprint("CFQ7TTC0LH", id), "0001"}, Segment: "Commercial"}
		for i := range PeriodID(3) {
			p.Periods = append(p.Periods, Period{ID: 10*PeriodID(id+1) + i, Length: int(i) + 1, Unit: "years", Active: true})
		}
		catalog.Plans = append(catalog.Plans, p)
	}
	var lines []*SheetLine
	for n := range 100_000 {
		lines = append(lines, &SheetLine{Number: n + 2, Product: fmt.Sprint("CFQ7TTC0LH", n/6), SKU: "0001", Title: fmt.Sprint("Business mail for ", n/6),
			Term: Term{1 + n%3, "years"}, Segment: []string{"Commercial", "Education"}[n/3%2], Market: "DE", Currency: "EUR",
			Prices: []SheetPrice{{Field: RecurringFee.Field(), Amount: Amount(decimal.New(int64(n), -2))}, {Field: RecurringFee.Field(), Amount: Amount(decimal.New(int64(n), -1)), MSRP: true}}})
	}
	list := PriceList{Sold: catalog, State: State{Own: (*Own)(nil).WithMade(catalog)}}
	b.ReportAllocs()
	for b.Loop() {
		got := list.Match(lines, "EUR", time.Time{})
		if len(got.Edits) < 50_000 {
			b.Fatalf("%d edits", len(got.Edits))
		}
	}
}
