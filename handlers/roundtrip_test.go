package handlers_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/db/demo"
	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/web/server"
)

// demoUsers are those who can sign in to the demo.
var demoUsers []demo.SignIn

// demoWorld returns the demo, with an administrator of each of its companies, by its name.
func demoWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, viewers: map[string]domain.Viewer{}, signedIn: &signedIn{cookies: map[string]*http.Cookie{}}}
	w.db = dbtest.OpenPrepared(t, "demo", func(ctx context.Context, d *db.DB) (err error) {
		demoUsers, err = demo.Load(ctx, d, "walk-the-manual")
		return err
	})
	for _, one := range demoUsers {
		user, err := w.db.UserByEmail(t.Context(), one.Email)
		w.check(err)
		v, err := w.db.Viewer(t.Context(), user.ID)
		if domain.KindOf(err) == domain.KindNotFound { // they have nothing any more
			continue
		}
		w.check(err)
		if v.User.Role == domain.Administrator {
			w.viewers[v.Account.Name] = v
		}
	}
	var err error
	w.program, err = server.New(w.db, server.Config{SessionKey: sessionKey(), Logger: slog.New(slog.DiscardHandler)})
	w.check(err)
	return w
}

// spelling is how a country's spreadsheet writes a file.
type spelling struct {
	name      string
	separator rune
	thousands string
	decimal   string
}

// number writes an amount of our own as the country does.
func (s spelling) number(text string) string {
	d, err := decimal.NewFromString(text)
	if err != nil {
		return text
	}
	whole, fraction, _ := strings.Cut(d.String(), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + s.thousands + whole[i:]
	}
	if fraction != "" {
		whole += s.decimal + fraction
	}
	return whole
}

// respelled are the rows of an export of prices with their amounts as a country writes them.
func (s spelling) respelled(rows [][]string) [][]string {
	all := [][]string{rows[0]}
	for _, row := range rows[1:] {
		cells := append([]string(nil), row...)
		for i, column := range rows[0] {
			switch column {
			case pricesheet.HeadAmount, pricesheet.HeadMSRP, pricesheet.HeadFrom, "Cost":
				cells[i] = s.number(row[i])
			}
		}
		all = append(all, cells)
	}
	return all
}

func (s spelling) csv(t testing.TB, rows [][]string) []byte {
	t.Helper()
	b := bytes.NewBufferString("\ufeff")
	out := csv.NewWriter(b)
	out.Comma = s.separator
	if err := out.WriteAll(s.respelled(rows)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// book is a workbook in which the amounts are texts, as they are after they were pasted.
func (s spelling) book(t testing.TB, rows [][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sheet, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range s.respelled(rows) {
		cells := make([]any, len(row))
		for at, cell := range row {
			cells[at] = cell
		}
		if err := sheet.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := errors.Join(sheet.Flush(), f.Write(&b)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sells is the price list of an account as an import compares files with it.
func (w *world) sells(as string) domain.PriceList {
	w.t.Helper()
	v := w.viewers[as]
	sold, state, err := w.db.Catalog(w.t.Context(), v, v.Account.ID)
	w.check(err)
	resources, err := w.db.Resources(w.t.Context(), v)
	w.check(err)
	unmeasured := map[domain.ResourceID]bool{}
	for _, r := range resources {
		unmeasured[r.ID] = !r.Measurable
	}
	return domain.PriceList{Sold: sold, State: state, Names: domain.NamesOf(sold), Unmeasured: unmeasured}
}

// changesNothing reads a file as an import does: each price of the list has one line that counts, and none of them changes anything.
func changesNothing(t *testing.T, what string, list domain.PriceList, currency domain.Currency, text []byte) {
	t.Helper()
	today := time.Now().UTC().Truncate(24 * time.Hour)
	f, err := pricesheet.Open(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	layout, known := f.Layout()
	if !known || layout.Name != "our own export" {
		t.Fatalf("%s is read as %q", what, layout.Name)
	}
	sheet, err := pricesheet.Read(f, layout, today)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	var lines []*domain.SheetLine
	for _, line := range sheet.Lines {
		switch line.State {
		case pricesheet.Counts:
			lines = append(lines, &line.SheetLine)
		case pricesheet.Aside:
		default:
			t.Fatalf("%s: line %d is %s: %s %v", what, line.Number, line.State, line.Problem, line.Notes)
		}
	}
	match := list.Match(lines, currency, today)
	for _, line := range match.Lines {
		if line.State != domain.LineUnchanged {
			t.Fatalf("%s: line %d is %s: %s %+v", what, line.Line.Number, line.State, line.Why, line.Prices)
		}
	}
	all := list.Page(domain.PriceQuery{Limit: 1}).Total
	if len(lines) != all || len(match.Edits) != 0 || len(match.Gone) != 0 {
		t.Errorf("%s: %d lines for %d prices, %d edits, %d gone", what, len(lines), all, len(match.Edits), len(match.Gone))
	}
}

// What comes out can go in again: all prices of everybody in the demo, as they are exported and, of one company in each currency, as
// spreadsheets of three countries save them, are read as what they are, and nothing changes.
func TestExportedPricesGoInAgain(t *testing.T) {
	t.Parallel()
	w := demoWorld(t)
	spellings := []spelling{{"English", ',', ",", "."}, {"German", ';', ".", ","}, {"French", ';', "\u202f", ","}}
	spelled, read := map[domain.Currency]bool{}, 0
	for _, name := range slices.Sorted(maps.Keys(w.viewers)) {
		list, currency := w.sells(name), w.viewers[name].Account.Currency
		queries := []string{""}
		if !spelled[currency] || w.viewers[name].IsProvider() {
			queries = append(queries, "?layers=all")
		}
		for _, query := range queries {
			text := w.serve(name, http.MethodGet, pricesPage+".csv"+query, "").Body.Bytes()
			changesNothing(t, name+query+", CSV", list, currency, text)
			book := w.serve(name, http.MethodGet, pricesPage+".xlsx"+query, "").Body.Bytes()
			changesNothing(t, name+query+", XLSX", list, currency, book)
			if len(queries) == 1 || query != "" {
				continue
			}
			rows := w.csv(string(text))
			for _, s := range spellings {
				changesNothing(t, name+query+", CSV in "+s.name, list, currency, s.csv(t, rows))
				changesNothing(t, name+query+", XLSX in "+s.name, list, currency, s.book(t, rows))
			}
		}
		spelled[currency] = true
		read += len(list.Sold.Plans)
	}
	if len(spelled) < 4 || read < 1000 {
		t.Errorf("the demo has %d plans in the currencies %v", read, spelled)
	}
}

// A plan whose name a spreadsheet would run keeps it, and a tier that a filter leaves alone keeps its bound.
func TestWhatIsHardToWriteGoesInAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P adds plan Odd: name =1+1, plan category Cloud\nP adds period Odd month: recurring fee 10.25, msrp of recurring fee 1234567.5\nP adds resource Odd Mailbox: recurring price 0.000000000125, overuse price 1.234\n" +
		"P adds prices Odd Mailbox from 1: recurring price 1234567890123.125678\nP changes Odd Mailbox from 1: msrp of recurring price 4000")
	list := w.sells("P")
	for _, ending := range []string{".csv", ".xlsx"} {
		path := pricesPage + ending
		changesNothing(t, path, list, "USD", w.serve("P", http.MethodGet, path, "").Body.Bytes())
	}
	odd := w.file("P", pricesPage+".csv?q=%3D1").one(t, "Price: recurring_price; From: 1")
	if got, want := tell(odd, "Plan", "Amount", "MSRP"), "'=1+1; 1234567890123.125678; 4000"; got != want {
		t.Errorf("the tier is %q, want %q", got, want)
	}
	one := w.serve("P", http.MethodGet, pricesPage+".csv?q=%3D1&kind=recurring_price", "").Body.String()
	lines := strings.SplitAfter(one, "\r\n")
	f, err := pricesheet.Open(strings.NewReader(lines[0]+lines[2]), int64(len(lines[0]+lines[2])))
	w.check(err)
	layout, _ := f.Layout()
	sheet, err := pricesheet.Read(f, layout, time.Now())
	w.check(err)
	if line := sheet.Lines[0]; line.From != 1 || line.Title != "=1+1" || line.State != pricesheet.Counts {
		t.Errorf("the tier is read as %+v", line)
	}
}

// The made-up price lists are for some of what the demo's distributor sells: a look at an import finds it.
func TestTheDemoSellsWhatListsPrice(t *testing.T) {
	t.Parallel()
	w := demoWorld(t)
	list := w.sells(distributor)
	december := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for name, want := range map[string][]string{
		"csp-licence-price-sheet-iso-dates-bom": {"Microsoft 365 Business Basic", "Windows 365 Business 2 vCPU / 8 GB / 128 GB"},
		"registrar-tld-prices":                  {"Domain name .com", "Domain name .de"},
	} {
		text, err := os.ReadFile("pricesheet/testdata/" + name + ".csv")
		w.check(err)
		f, err := pricesheet.Open(bytes.NewReader(text), int64(len(text)))
		w.check(err)
		layout, _ := f.Layout()
		sheet, err := pricesheet.Read(f, layout, december)
		w.check(err)
		var lines []*domain.SheetLine
		for _, line := range sheet.Lines {
			if line.State == pricesheet.Counts {
				lines = append(lines, &line.SheetLine)
			}
		}
		found := map[string]bool{}
		for _, line := range list.Match(lines, w.viewers[distributor].Account.Currency, december).Lines {
			for _, price := range line.Prices {
				if price.Key.Plan != 0 {
					found[list.Sold.Plan(price.Key.Plan).Name] = true
				}
			}
		}
		for _, plan := range want {
			if !found[plan] {
				t.Errorf("%s is not for %s, but for %v", name, plan, found)
			}
		}
	}
}

const distributor = "Harborline Cloud Distribution"
