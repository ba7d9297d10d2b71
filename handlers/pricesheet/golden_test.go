package pricesheet_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
)

var update = flag.Bool("update", false, "write what the lists are read as")

// december is the day for which the lists of testdata are read.
var december = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// TestListsOfVendors reads look-alikes of the lists that vendors send. The texts beside them say what they must give.
func TestListsOfVendors(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"csp-licence-price-sheet-iso-dates-bom", "azure-plan-consumption-tiers", "preisliste-excel-deutsch-cp1252",
		"registrar-tld-prices"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := os.ReadFile("testdata/" + name + ".csv")
			if err != nil {
				t.Fatal(err)
			}
			got := tell(mustRead(t, list))
			golden := "testdata/" + name + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// readList reads a list in its layout, or with the columns that are suggested for it.
func readList(list []byte) (*pricesheet.Sheet, error) {
	f, err := pricesheet.Open(bytes.NewReader(list), int64(len(list)))
	if err != nil {
		return nil, err
	}
	layout, known := f.Layout()
	if !known {
		layout = pricesheet.LayoutOf(pricesheet.Suggest(f.Header()))
	}
	return pricesheet.Read(f, layout, december)
}

func mustRead(t *testing.T, list []byte) *pricesheet.Sheet {
	t.Helper()
	sheet, err := readList(list)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// mustReadAs reads a list whose columns somebody chose.
func mustReadAs(t *testing.T, list string, m pricesheet.Mapping) *pricesheet.Sheet {
	t.Helper()
	f, err := pricesheet.Open(strings.NewReader(list), int64(len(list)))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := pricesheet.Read(f, pricesheet.LayoutOf(m), december)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// tell writes a list as people read it.
func tell(s *pricesheet.Sheet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Layout)
	for _, r := range s.Readings {
		fmt.Fprintf(&b, "  %s\n", r)
	}
	for _, l := range s.Lines {
		fmt.Fprintf(&b, "%d %s", l.Number, l.State)
		if l.Other != 0 {
			fmt.Fprintf(&b, " (line %d)", l.Other)
		}
		b.WriteString(": " + tellLine(l.SheetLine) + "\n")
		if l.Problem != "" {
			fmt.Fprintf(&b, "    problem: %s\n", l.Problem)
		}
		for _, n := range l.Notes {
			fmt.Fprintf(&b, "    note: %s\n", n)
		}
	}
	return b.String()
}

func tellLine(l domain.SheetLine) string {
	var words []string
	say := func(name, value string) {
		if value != "" && value != "0" {
			words = append(words, strings.TrimSpace(name+" "+value))
		}
	}
	say("plan", fmt.Sprint(l.Plan))
	say("period", fmt.Sprint(l.Period))
	say("resource", fmt.Sprint(l.Resource))
	say("product", l.Product)
	say("SKU", l.SKU)
	if l.Title != "" {
		say("", fmt.Sprintf("%q", l.Title))
	}
	if l.Term != (domain.Term{}) {
		say("for", fmt.Sprintf("%d %s", l.Term.Length, l.Term.Unit))
	}
	if l.Metered {
		words = append(words, "metered")
	}
	say("billed", l.Billing)
	say("segment", l.Segment)
	say("market", l.Market)
	say("from", fmt.Sprint(l.From))
	for _, p := range l.Prices {
		name, amount := string(p.Field), p.Amount.String()
		if p.MSRP {
			name += " MSRP"
		}
		if amount == "" {
			amount = "not set"
		}
		say(name, amount+" "+string(l.Currency))
	}
	if !l.Starts.IsZero() {
		say("since", l.Starts.Format(time.DateTime))
	}
	if !l.Ends.IsZero() {
		say("until", l.Ends.Format(time.DateTime))
	}
	if l.Changed != "" {
		say("", "("+l.Changed+")")
	}
	return strings.Join(words, ", ")
}
