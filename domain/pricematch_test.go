package domain_test

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	. "tiersync/domain"
	"tiersync/domain/story"
)

// TestPriceMatch plays the cases of testdata/pricematch: what is given, a sheet of lines that somebody imports, and what becomes of each
// line. Then the edits are made, and the same sheet again changes nothing.
func TestPriceMatch(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/pricematch/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, "")
			var got SheetMatch
			for _, section := range archive.Files {
				who, imports := strings.CutSuffix(section.Name, " imports")
				switch {
				case imports:
					got = w.imports(t, w.Vendor(who), sheetOf(t, w, string(section.Data)))
				case section.Name == "then":
					want, have := strings.Join(story.Lines(string(section.Data)), "\n"), strings.Join(w.told(got), "\n")
					if diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(have, "\n")); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
				default:
					if err := w.section(t, section.Name, string(section.Data)); err != nil {
						t.Fatalf("%s: %v", section.Name, err)
					}
				}
			}
		})
	}
}

// imports matches a sheet, makes the edits and checks what holds for every sheet.
func (w *world) imports(t *testing.T, v *story.Vendor, lines []*SheetLine) SheetMatch {
	t.Helper()
	list := func() PriceList {
		return PriceList{Sold: v.State.Effective(), State: v.State, Unmeasured: w.Unmeasured}
	}
	before := list().Sold
	got := list().Match(lines, v.Currency, importedOn)
	touched := map[PlanID]bool{}
	for _, line := range got.Lines {
		for _, price := range line.Prices {
			touched[price.Key.Plan] = true
		}
	}
	for _, e := range got.Edits {
		if !touched[e.Key.Plan] {
			t.Errorf("%v is of a plan that no line is for", e.Key)
		}
	}
	if len(got.Edits) > 0 {
		what := Change{Kind: PricesChanged, About: Ref{Of: ObjectCatalog, Name: "prices"}, Part: true, Edits: got.Edits}
		made, err := Apply(what, w.situation(w, v.Name, what))
		if err != nil {
			t.Fatalf("the edits are refused: %v", err)
		}
		if len(made.Edits) != len(got.Edits) {
			t.Errorf("%d edits came to %d", len(got.Edits), len(made.Edits))
		}
		v.State.Own = made.Own
	}
	again := list().Match(lines, v.Currency, importedOn)
	if len(again.Edits) > 0 {
		t.Errorf("the same sheet again changes %v", again.Edits)
	}
	for i, line := range again.Lines {
		if line.State == LineChanges || line.State != got.Lines[i].State && got.Lines[i].State != LineChanges {
			t.Errorf("line %d was %s and is %s", line.Line.Number, got.Lines[i].State, line.State)
		}
	}
	for _, p := range before.Plans {
		if after := list().Sold.Plan(p.ID); !touched[p.ID] && gocmp.Diff(p, after) != "" {
			t.Errorf("%s became another", p.Name)
		}
	}
	return got
}

var importedOn = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// sheetOf reads a sheet: "2: product CFQ7, sku 0001, term 1 years, recurring_fee 5.76, msrp recurring_fee 7.2". A plan, period or resource is
// named as in stories: "id Mail month".
func sheetOf(t *testing.T, w *world, text string) []*SheetLine {
	t.Helper()
	var lines []*SheetLine
	for _, row := range story.Lines(text) {
		number, rest, _ := strings.Cut(row, ":")
		line := &SheetLine{Number: int(parseInt(number))}
		for part := range strings.SplitSeq(rest, ",") {
			word, value, _ := strings.Cut(strings.TrimSpace(part), " ")
			if err := sheetWord(line, w, word, value); err != nil {
				t.Fatalf("%s: %v", row, err)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func sheetWord(line *SheetLine, w *world, word, value string) error {
	texts := map[string]*string{"product": &line.Product, "sku": &line.SKU, "title": &line.Title, "billed": &line.Billing, "segment": &line.Segment,
		"market": &line.Market, "problem": &line.Problem}
	switch {
	case texts[word] != nil:
		*texts[word] = strings.Trim(value, "“”")
	case word == "metered":
		line.Metered = true
	case word == "in":
		line.Currency = Currency(value)
	case word == "from":
		line.From = parseInt(value)
	case word == "until":
		line.Ends, _ = time.Parse(time.DateOnly, value)
	case word == "since":
		line.Starts, _ = time.Parse(time.DateOnly, value)
	case word == "term":
		_, err := fmt.Sscan(value, &line.Term.Length, &line.Term.Unit)
		return err
	case word == "plan":
		line.Plan = parseInt(value)
	case word == "id":
		key, err := w.Key(strings.Fields(value))
		line.Plan, line.Period, line.Resource = int64(key.Plan), int64(key.Period), int64(key.Resource)
		return err
	default:
		price := SheetPrice{MSRP: word == "msrp"}
		if price.MSRP {
			word, value, _ = strings.Cut(value, " ")
		}
		if price.Field = Field(word); !price.Field.IsPrice() {
			return fmt.Errorf("unknown word %q", word)
		}
		var err error
		price.Amount, err = PriceFromString(strings.TrimPrefix(value, "not set"))
		line.Prices = append(line.Prices, price)
		return err
	}
	return nil
}

// told says what became of each line and of its prices, and what the sheet does not name.
func (w *world) told(got SheetMatch) []string {
	var told []string
	for _, line := range got.Lines {
		said := fmt.Sprint(line.Line.Number, " ", line.State)
		if line.Why != "" {
			said += ": " + line.Why
		}
		for i, ref := range line.Refs {
			said += pick(i == 0, " [", "; ") + ref.Name + pick(i == len(line.Refs)-1, "]", "")
		}
		told = append(told, said)
		for _, price := range line.Prices {
			said := fmt.Sprintf("%d - %s: %s -> %s", line.Line.Number, cmp.Or(w.stands(price.Key), "nowhere"), cmp.Or(price.From.String(), "not set"), cmp.Or(price.To.String(), "not set"))
			if price.New {
				said += ", a new row"
			}
			if price.State != line.State {
				said += ", " + string(price.State)
			}
			if price.Why != "" && price.Why != line.Why {
				said += ": " + price.Why
			}
			told = append(told, said)
		}
	}
	for _, key := range got.Gone {
		told = append(told, "gone "+w.stands(key))
	}
	for _, id := range got.Left {
		told = append(told, "left "+w.Names.Text(int64(id)))
	}
	return told
}

// stands is where a price stands, in the words of stories.
func (w *world) stands(key Key) string {
	if key == (Key{}) {
		return ""
	}
	words := []string{w.Names.Text(int64(key.Plan))}
	if key.Resource != 0 {
		words = append(words, w.Names.Text(int64(key.Resource)))
	}
	if key.Period != 0 {
		period := strings.Fields(w.Names.Text(int64(key.Period)))
		words = append(words, period[len(period)-1])
	}
	if key.From != 0 {
		words = append(words, "from", intText(key.From))
	}
	return strings.Join(append(words, string(key.Field)), " ")
}

func pick(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
