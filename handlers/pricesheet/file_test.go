package pricesheet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
)

const tlds = "tld;currency;register\ncom;USD;10.95\nde;EUR;5.60\n"

// TestFault119TextFiles: what is read, whatever program wrote it.
func TestFault119TextFiles(t *testing.T) {
	t.Parallel()
	utf16Of := func(text string, little bool) string {
		var b bytes.Buffer
		for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
			if little {
				b.Write([]byte{byte(unit), byte(unit >> 8)})
			} else {
				b.Write([]byte{byte(unit >> 8), byte(unit)})
			}
		}
		return b.String()
	}
	same := "2 counts: product com, recurring_fee 10.95 USD\n3 counts: product de, recurring_fee 5.6 EUR\n"
	swap := func(with string) string { return strings.ReplaceAll(tlds, ";", with) }
	tests := []struct{ name, file, want string }{
		{"semicolons", tlds, same},
		{"commas", swap(","), same},
		{"tabs, as they are pasted", swap("\t"), same},
		{"bars", swap("|"), same},
		{"no line end", strings.TrimSuffix(tlds, "\n"), same},
		{"CRLF", strings.ReplaceAll(tlds, "\n", "\r\n"), same},
		{"CR, as Excel saves for old Macintoshes", strings.ReplaceAll(tlds, "\n", "\r"), same},
		{"UTF-8 with a mark", "\ufeff" + tlds, same},
		{"Excel's Unicode text", utf16Of(strings.ReplaceAll(swap("\t"), "\n", "\r\n"), true), same},
		{"UTF-16, the other way round", utf16Of(tlds, false), same},
		{"headings in another case and order", "Currency ; REGISTER;Tld\nUSD;10.95;com\nEUR;5.60;de\n", same},
		{"Excel's word for the separator", "sep=;\n" + tlds, strings.NewReplacer("2 c", "3 c", "3 c", "4 c").Replace(same)},
		{"a title and blank lines above", "Price list of December\n\n;;\n" + tlds, strings.NewReplacer("2 c", "5 c", "3 c", "6 c").Replace(same)},
		{"titles of words above", "Acme;Price list\nvalid until;31.12.2026\n\nSKU;Name;Price;Currency\nA1;One;10.95;USD\nA2;Two;on request;USD\n",
			"5 counts: SKU A1, \"One\", recurring_fee 10.95 USD\n6 wrong: SKU A2, \"Two\"\n    problem: Price: “on request” is no amount\n"},
		{"the headings again", tlds + "TLD;Currency;Register\n", same + "4 aside: \n    note: The headings again\n"},
		{"quotes, and a line end in them", "tld;currency;register\n\"com\";\"USD\";\"10.95\"\nde;EUR;\"5.60\"\n\"a\n\"\"b\";EUR;1\n",
			same + "4 counts: product a\n\"b, recurring_fee 1 EUR\n"},
		{"a quote within a cell", "tld;currency;register\n19\" rack;EUR;5.60\n", "2 counts: product 19\" rack, recurring_fee 5.6 EUR\n"},
		{"fewer cells than headings", "tld;currency;register;renew\ncom;USD;10.95\n", "2 counts: product com, recurring_fee 10.95 USD\n"},
		{"more cells than headings", "tld,currency,register\nde,EUR,5,60\ncom,USD,10.95,,\n",
			"2 wrong: \n    problem: More cells than the 3 columns: a text or a number that is not in quotes may have a separator in it\n" +
				"3 counts: product com, recurring_fee 10.95 USD\n"},
		{"invisible characters", "tld;currency;register\n\u200bcom\u00a0;USD\u00a0;\u00a010.95 \n", "2 counts: product com, recurring_fee 10.95 USD\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sheet := mustRead(t, []byte(tt.file))
			sheet.Readings = nil
			_, got, _ := strings.Cut(tell(sheet), "\n")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestFault119RefusedFiles: what cannot be read as a whole is refused with the line and the reason.
func TestFault119RefusedFiles(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, want string }{
		{"an empty file", "", "The file is empty."},
		{"blank lines", "\n\n;;;\n", "The file has no line with headings of columns"},
		{"a text", "Dear customer,\nplease find our prices attached\n", "The file has no line with headings of columns"},
		{"one column", "price\n12\n13\n", "The file has no line with headings of columns"},
		{"no headings", "com;USD;10.95\nde;EUR;5.60\nnet;USD;on request\n", "The file has no line with headings of columns"},
		{"NUL", tlds + "a\x00b;EUR;1\n", "Line 4 has a character NUL"},
		{"NUL in UTF-16", "\xff\xfe" + "a\x00;\x00b\x00\n\x00c\x00;\x00\x00\x00\n\x00", "Line 2 has a character NUL"},
		{"UTF-16 without its mark", "t\x00l\x00d\x00", "Line 1 has a character NUL"},
		{"two encodings", tlds + "b\xfccher;EUR;1\nmünchen;EUR;1\n", "Line 4 is not written in UTF-8, but line 5 is"},
		{"a mark, and another encoding", "\ufeff" + tlds + "b\xfccher;EUR;1\n", "Line 4 is not written in UTF-8, as the mark"},
		{"no encoding", tlds + "b\x81cher;EUR;1\n", "Line 4 has a character that is neither"},
		{"a quote that is not closed", tlds + "\"net;USD;1\norg;USD;2\n", "Line 4 opens a quote that is not closed"},
		{"text behind a quote", tlds + "\"net\"x;USD;1\n", "Line 4 has text behind the quote"},
		{"a quote that is not closed, in a long file", tlds + "\"net;USD;1\n" + strings.Repeat("org;USD;2\n", 300_000), "and what belongs to it is longer than 2 MB"},
		{"a cell of 10 MB", tlds + strings.Repeat("x", 10<<20), "Line 4 and what belongs to it is longer than 2 MB"},
		{"a cell of 100 KB", tlds + strings.Repeat("x", 100<<10) + ";USD;1", "Line 4 has a cell of 100 KB"},
		{"100,000 columns", tlds + strings.Repeat(";", 100_000), "Line 4 has more than 1000 columns"},
		{"100,000 headings", strings.Repeat("a;", 100_000) + "\n1;2\n", "Line 1 has more than 1000 columns"},
		{"more lines than may be", tlds + strings.Repeat("a;;1\n", 500_000), "Line 500001 is more than the 500000 lines"},
		{"a heading twice", "tld;register;register\ncom;1;2\n", "Line 1 has two columns for the same: “register” and “register”"},
		{"two headings for the same", "tld;register;create\ncom;1;2\n", "Line 1 has two columns for the same: “register” and “create”"},
		{"no prices", "Artikelnummer;Bezeichnung\na;b\n", "Line 1 has no column with prices"},
		{"no products", "Bezeichnung;Preis\na;1\n", "Line 1 has no column that says which product"},
		{"either separator", "sku;price,a\nx;1,2\n", "more than one separator"},
		{"a PDF", "%PDF-1.4 ...", "is a PDF"},
		{"a web page", "\n<HTML><table><tr><td>SKU</td><td>Price</td></tr></table>", "is a web page"},
		{"prices without headings", "A1;Foo;12,50;EUR\nA2;Bar;13,50;EUR\n", "has no line with headings of columns"},
		{"a tier that became a date", "SKU ID;Product ID;01.10.2026;11-50;51+\nA;B;11,50;11,00;10,00\n", "Line 1 has the date “01.10.2026” among the headings of columns"},
		{"a tier that became a date, below a title", "Prices;for you\nSKU ID;Product ID;2026-10-01;51+\nA;B;11,50;10,00\n", "Line 2 has the date “2026-10-01” among"},
		{"two encodings in a line", "SKU;Name;Price\nA;\xc3\xbc\xfc;5\n", "Line 2 is partly written in UTF-8 and partly not"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := readList([]byte(tt.file))
			if domain.KindOf(err) != domain.KindInvalid || !strings.Contains(fmt.Sprint(err), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
	if _, err := pricesheet.Open(bytes.NewReader(nil), pricesheet.MaxBytes+1); domain.KindOf(err) != domain.KindInvalid {
		t.Errorf("more than 100 MB: %v", err)
	}
}

// TestSample shows a few lines to somebody who chooses columns.
func TestSample(t *testing.T) {
	t.Parallel()
	f, err := pricesheet.Open(strings.NewReader(tlds), int64(len(tlds)))
	if err != nil {
		t.Fatal(err)
	}
	sample, err := f.Sample(1)
	if diff := cmp.Diff([][]string{{"com", "USD", "10.95"}}, sample); diff != "" || err != nil {
		t.Errorf("(-want +got)\n%s\n%v", diff, err)
	}
	if diff := cmp.Diff([]string{"tld", "currency", "register"}, f.Header()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
