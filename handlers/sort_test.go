package handlers_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// names are sorted by the screens and by the database; each stands before the next one.
const names = `-dash|.com|.de|"Quoted"|😀 Smile|€5 plan|02 GB|2 GB|2GB|5 € plan|10 GB|10 GB SSD|10 GB-SSD|100 GB|1000 GB|` +
	`999999999999999999999 GB|1000000000000000000000 GB|a b|a-b|ab|aB|AB|Ängelholm|äpfel|Äpfel|apple|Apple|Backup 1 TB|` +
	`Backup 1.5 TB|Backup 500 GB|e|é|E2|E10|f|Istanbul|İstanbul|Lodz|Łódź|Microsoft 365 E3|Microsoft 365 E5|Oslo|Østerbro|` +
	`plan|Plan|Plan (old)|Plan #1|Plan #12|R1|R2|R11|resume|Resumé|résumé|Strasse|Straße|v1.9|v1.10|Zebra|Ωmega|привет|Привет|` +
	`한국|かな|カナ|日本|東京`

// Fault 89: a list that is sorted in memory has the order of one that is sorted by SQL.
func TestFault089NamesSortAlikeInSQLAndMemory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := strings.Split(names, "|")
	var sorted []string
	w.check(w.db.InReadTx(t.Context(), func(tx *sqlx.Tx) error {
		return tx.SelectContext(t.Context(), &sorted, `SELECT n FROM unnest($1::text[]) n ORDER BY n COLLATE name_order`, pq.StringArray(want))
	}))
	if diff := cmp.Diff(want, sorted); diff != "" {
		t.Errorf("SQL (-want +got):\n%s", diff)
	}
	// Plan categories are sorted in memory; they fit on two pages. No two have one name.
	want = slices.CompactFunc(want, strings.EqualFold)
	for i := range want {
		w.create("P", "/products/plan-categories/new", url.Values{"plan_category_name": {want[i*37%len(want)]}})
	}
	var got []string
	for _, page := range []string{"1", "2"} {
		w.get("P", "/products/plan-categories?page="+page).Find("tbody th").Each(func(_ int, s *goquery.Selection) {
			if name := strings.TrimSpace(s.Text()); slices.Contains(want, name) {
				got = append(got, name)
			}
		})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan categories (-want +got):\n%s", diff)
	}
}
