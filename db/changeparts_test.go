package db_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// ofPrices are fees of a hundred thousand periods, a hundred of each plan, that nobody has.
func ofPrices(n int) []domain.Edit {
	edits := make([]domain.Edit, n)
	for i := range edits {
		key := domain.FeeKey(domain.PlanID(10_000+i/100), domain.PeriodID(100_000+i/5), domain.Fee(i%5))
		edits[i] = domain.Edit{Key: key, From: domain.Held{Text: fmt.Sprint(i), There: true}, To: domain.Held{Text: fmt.Sprint(i + 1), There: true}}
	}
	return edits
}

func catalogChange() domain.Change {
	return domain.Change{Kind: domain.CatalogChanged, About: domain.Ref{Of: domain.ObjectCatalog, Name: "Price list"}}
}

// within fails the test when do takes more memory than so many bytes, whatever of it is given back meanwhile. No other test may run.
func (w *world) within(bytes uint64, what string, do func()) {
	w.t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > bytes {
		w.t.Errorf("%s takes %d bytes, want %d at most", what, took, bytes)
	}
}

// TestLinesOfALog have the first values of a change and say how many more there are, of changes from before these were counted, too.
func TestLinesOfALog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	position := domain.Edit{Key: domain.Key{Field: domain.FieldPeriodPosition, Plan: 10_000, Period: 100_000}, To: domain.Held{Text: "1", There: true}}
	want := map[domain.ChangeID]int{}
	for _, values := range []int{0, 2, 3, 4, 500, 1234} {
		edits := ofPrices(values)
		if values > 2 {
			edits = append([]domain.Edit{position}, edits...) // which is not told
		}
		id, err := w.db.LogChange(t.Context(), w.provider, catalogChange(), edits)
		w.check(err)
		want[id] = values
	}
	check := func(when string) {
		t.Helper()
		audit, err := w.db.Audit(t.Context(), w.provider, pages.AuditQuery{Limit: len(want), Lines: true})
		w.check(err)
		for _, row := range audit.Rows {
			values, told := want[row.ID], pages.Told(row.Edits)
			if told < min(values, pages.LineValues) || told+row.More != values {
				t.Errorf("%s, a change of %d values: the line has %d and %d more", when, values, told, row.More)
			}
			if when == "counted" && told > pages.LineValues {
				t.Errorf("a change of %d values: the line has %d", values, told)
			}
		}
	}
	check("counted")
	w.exec(`ALTER TABLE change_part DISABLE TRIGGER change_part_append_only`)
	w.exec(`UPDATE change_part SET told = NULL`)
	check("not counted")
}

// TestAChangeOfAHundredThousandValues is read as far as somebody looks at it. It is not parallel, because it counts bytes; read as a
// whole, the values would take some 50 MB.
func TestAChangeOfAHundredThousandValues(t *testing.T) {
	w := newWorld(t)
	const values, few = 100_000, 3 << 20
	edits := ofPrices(values)
	id, err := w.db.LogChange(t.Context(), w.provider, catalogChange(), edits)
	w.check(err)
	var page pages.ChangePage
	w.within(few, "a page", func() {
		page, err = w.db.Change(t.Context(), w.provider, id, 70_050)
		w.check(err)
	})
	if page.First != 70_000 || page.Total != values || cmp.Diff(edits[70_000:70_500], page.Edits) != "" {
		t.Errorf("%d values from %d of %d", len(page.Edits), page.First, page.Total)
	}
	w.within(few, "the audit", func() {
		audit, err := w.db.Audit(t.Context(), w.provider, pages.AuditQuery{Limit: 1})
		w.check(err)
		if row := audit.Rows[0]; row.ID != id || row.More != values-len(row.Edits) || cmp.Diff(edits[:500], row.Edits) != "" {
			t.Errorf("the audit has %d values of change %d, and says that there are %d more", len(row.Edits), row.ID, row.More)
		}
	})
	w.within(few, "the history of a plan", func() {
		history, err := w.db.PlanHistory(t.Context(), w.provider, 10_123, pages.HistoryQuery{})
		w.check(err)
		if len(history.Rows) != 1 || history.Rows[0].More != 0 || cmp.Diff(edits[12_300:12_400], history.Rows[0].Edits) != "" {
			t.Errorf("the history of a plan: %+v", history.Rows)
		}
	})
	at := 0
	for place, more := 0, true; more; more = place != 0 {
		w.within(few, "a piece of the file", func() {
			some, next, err := w.db.EditsOf(t.Context(), w.provider, id, place)
			w.check(err)
			if cmp.Diff(edits[at:min(at+len(some), values)], some) != "" {
				t.Fatalf("other values from %d on", at)
			}
			at, place = at+len(some), next
		})
	}
	if at != values {
		t.Errorf("the file has %d values", at)
	}
	w.verify()
}

// TestPartsOfChanges reads changes of as many values as have one part, just so, and one more; the last ones where somebody asks for
// what is behind them.
func TestPartsOfChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, n := range []int{0, 1, 499, 500, 501, 1000, 1001, 4001} { // one statement writes 4,000
		edits := ofPrices(n)
		for i := 0; i < len(edits); i += 7 { // that are not told ride along
			at := edits[i].Key
			at.Field = domain.FieldPeriodPosition
			edits = slices.Insert(edits, i+1, domain.Edit{Key: at, To: domain.Held{Text: "1", There: true}})
		}
		edits = pages.InOrder(edits)
		id, err := w.db.LogChange(t.Context(), w.provider, catalogChange(), edits)
		w.check(err)
		var all []domain.Edit
		for place, more := 0, true; more; more = place != 0 {
			page, err := w.db.Change(t.Context(), w.provider, id, place)
			w.check(err)
			if page.Total != n || page.First != place/500*500 {
				t.Errorf("of %d values: %d, from %d, asked for from %d", n, page.Total, page.First, place)
			}
			some, next, err := w.db.EditsOf(t.Context(), w.provider, id, place)
			w.check(err)
			if diff := cmp.Diff(page.Edits, some); diff != "" {
				t.Errorf("page and file of %d values from %d: %s", n, place, diff)
			}
			all, place = append(all, some...), next
		}
		if cmp.Diff(edits, all, cmp.Comparer(func(a, b domain.Edit) bool { return a == b })) != "" && n > 0 {
			t.Errorf("%d of %d edits come back", len(all), len(edits))
		}
		behind, err := w.db.Change(t.Context(), w.provider, id, 1_000_000)
		w.check(err)
		if behind.Total != n || behind.First != max(0, n-1)/500*500 {
			t.Errorf("behind %d values: %d from %d", n, behind.Total, behind.First)
		}
	}
}

// changesBefore are changes from before 00016_change_parts.sql.
const changesBefore = `
	INSERT INTO change (account_id, id, kind, object, object_id, code, name, edits) VALUES
		(1, 1, 'fees_changed', 'plan', 5, '', 'Gold', '[{"field": "recurring_fee", "plan": 5, "period": 7, "from": {"text": "1"}, "to": {"text": "2", "own": true}}]'),
		(1, 2, 'catalog_changed', 'catalog', 0, '', 'List', '[{"field": "name", "plan": 5, "to": {"text": "A"}}, {"field": "name", "plan": 6, "to": {"text": "B"}},
			{"field": "tagline", "plan": 5, "to": {"text": "C"}}, {"field": "category_name", "category": 9, "to": {"text": "D"}}]'),
		(1, 3, 'password_changed', 'user', 4, '', 'Ann', '[]'),
		(1, 4, 'subscription_deleted', 'subscription', 8, '', 'Second', '[{"field": "subscription_name", "from": {"text": "Second"}}, {"field": "subscription_reseller", "from": {"text": "77"}}]'),
		(1, 5, 'subscription_created', 'subscription', 9, '', 'Third', '[{"field": "subscription_reseller", "to": {"text": "77"}}]')`

func TestMigrationCutsChangesIntoParts(t *testing.T) {
	t.Parallel()
	old := olderDatabase(t, 15, changesBefore)
	before := old.query(`SELECT id || ' ' || edits FROM change WHERE edits <> '[]' ORDER BY id`)
	old.up()
	if diff := cmp.Diff(before, old.query(`SELECT change_id || ' ' || edits::jsonb FROM change_part WHERE account_id = 1 AND number = 0 ORDER BY change_id`)); diff != "" {
		t.Errorf("values (-before +after):\n%s", diff)
	}
	plans := old.query(`SELECT change_id || ' ' || (ARRAY(SELECT unnest(plans) ORDER BY 1))::text FROM change_part WHERE plans IS NOT NULL`)
	if diff := cmp.Diff([]string{"2 {5,6}"}, plans); diff != "" {
		t.Errorf("plans of parts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"4 77"}, old.query(`SELECT id || ' ' || reseller_id FROM change WHERE reseller_id IS NOT NULL`)); diff != "" {
		t.Errorf("resellers who lost a subscription (-want +got):\n%s", diff)
	}
	for _, forged := range []string{`UPDATE change SET name = 'Forged'`, `UPDATE change_part SET edits = '[]'`} {
		if _, err := old.pool.ExecContext(t.Context(), forged); err == nil {
			t.Errorf("after the migration the log can be changed: %s", forged)
		}
	}
}

// What was logged before there were parts is one part, however long, and not in the order of pages.
func TestALongPartFromBeforeThereWereParts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, err := w.db.LogChange(t.Context(), w.provider, catalogChange(), nil)
	w.check(err)
	w.exec(`INSERT INTO change_part (account_id, change_id, number, plans, edits, fields)
		SELECT $1, $2, 0, ARRAY[5], json_agg(json_build_object('field', 'recurring_fee', 'plan', 5, 'period', g, 'to', json_build_object('text', '1'))), '[]'
		FROM generate_series(1, 1200) g`, w.accounts["P"], id)
	page, err := w.db.Change(t.Context(), w.provider, id, 1150)
	w.check(err)
	if page.First != 0 || page.Total != 1200 || len(page.Edits) != 1200 {
		t.Errorf("%d values from %d of %d", len(page.Edits), page.First, page.Total)
	}
	audit, err := w.db.Audit(t.Context(), w.provider, pages.AuditQuery{Limit: 1})
	w.check(err)
	if row := audit.Rows[0]; row.More != 0 || len(row.Edits) != 1200 {
		t.Errorf("the audit has %d values and %d more", len(row.Edits), row.More)
	}
}
