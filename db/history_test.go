package db_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

// history is what a page of a plan's history says: "changed plan fees 10 → 12".
func history(h pages.History) []string {
	var lines []string
	for _, row := range h.Rows {
		line := row.Action
		for _, e := range row.Edits {
			if e.Key == recurringFee() {
				line += " " + e.From.Text + " → " + e.To.Text
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func (w *world) history(name string, q pages.HistoryQuery) pages.History {
	w.t.Helper()
	h, err := w.db.PlanHistory(w.t.Context(), w.viewers[name], mailPlan, q)
	w.check(err)
	return h
}

func TestHistoryOfAPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.edit("P", w.catalog("11")) // as it was before there were changes
	w.do("P", feeChange("12", 0))
	w.resource(domain.NewID, "Backup") // about something else
	office := feeChange("99", 0)
	office.About.ID, office.Typed[0].Key.Plan = int64(officePlan), officePlan
	w.do("P", office)
	w.sync()
	w.do("P", feeChange("13", 0))
	want := []string{"changed plan fees 12 → 13", "changed plan fees 11 → 12", "Edit 10 → 11", "changed catalog  → 10"}
	if diff := cmp.Diff(want, history(w.history("P", pages.HistoryQuery{}))); diff != "" {
		t.Errorf("history at the provider (-want +got):\n%s", diff)
	}
	own := feeChange("15", 0)
	own.Kind = domain.OwnValuesSet
	w.do("R1", own)
	w.sync()
	want = []string{"synchronized 15 → 13", "set own values 12 → 15", "synchronized  → 12"}
	page := w.history("R1", pages.HistoryQuery{})
	if diff := cmp.Diff(want, history(page)); diff != "" {
		t.Errorf("history at the reseller (-want +got):\n%s", diff)
	}
	if first := page.Rows[0]; first.Run == 0 || first.MineRun || first.UserName != "" || !first.Edits[0].From.Own && !first.Edits[1].From.Own {
		t.Errorf("the run is told as %+v", first)
	}
	if other := w.history("R111", pages.HistoryQuery{}); len(other.Rows) != 2 {
		t.Errorf("history at the bottom: %q", history(other))
	}
}

// TestHistoryTellsPricesOfRules: the history of a plan has what rules made of its prices, as its pages showed them: where a rule came and
// went, where a run moved what is beneath it, and between two versions. What a rule made of another plan is not there.
func TestHistoryTellsPricesOfRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sync()
	rule := domain.ChangeOfMany(domain.PriceRulesChanged, domain.KeyedValue{Key: domain.FeeRuleKey(0, 0), Value: "20 0 unit 2"})
	set := w.do("R1", rule)
	rule.Typed[0].Key = domain.FeeRuleKey(officePlan, 0)
	w.do("R1", rule) // of another plan
	w.do("P", feeChange("20", 0))
	keep := w.request()
	keep.Policy = domain.Keep
	w.run(w.provider, keep)
	w.do("R1", w.change("R1", set.ID).Undo())
	want := []string{"took back: changed price rules 24 → 20", "synchronized 12 → 24", "changed price rules 10 → 12", "synchronized  → 10"}
	page := w.history("R1", pages.HistoryQuery{})
	if diff := cmp.Diff(want, history(page)); diff != "" {
		t.Fatalf("history at the reseller (-want +got):\n%s", diff)
	}
	for i, row := range page.Rows[:3] {
		if isRun := i == 1; (row.Kind == domain.PriceRulesChanged && row.Mine) == isRun {
			t.Errorf("row %d has no page: %+v", i, row)
		}
	}
	versions, _, err := w.db.PlanVersions(t.Context(), w.viewers["R1"], mailPlan, page.Rows[3].ID, page.Rows[1].ID)
	w.check(err)
	for _, e := range domain.VersionEdits(domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan)}, versions[0].State, versions[1].State) {
		if e.Key == recurringFee() && (e.From.Text != "10" || e.To.Text != "24") {
			t.Errorf("the versions differ by %+v", e)
		}
	}
	w.do("R1", rule)
	for before, n := domain.ChangeID(0), 0; ; n++ {
		page := w.history("R1", pages.HistoryQuery{Before: before, Limit: 1})
		if len(page.Rows) == 0 || n > 3 {
			t.Fatalf("page %d has %d rows", n, len(page.Rows))
		}
		if before = page.Older; before == 0 {
			break
		}
	}
}

func TestHistoryIsPaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var want []string
	for fee := range 4 {
		w.edit("P", w.catalog(fmt.Sprint(20+fee)))
	}
	for fee := range 5 {
		w.do("P", feeChange(fmt.Sprint(30+fee), 0))
	}
	whole := w.history("P", pages.HistoryQuery{})
	want = history(whole)
	if len(want) != 10 || whole.Older != 0 {
		t.Fatalf("the whole history is %q", want)
	}
	for limit := 1; limit < 10; limit++ {
		var got []string
		q := pages.HistoryQuery{Limit: limit}
		for page := w.history("P", q); ; page = w.history("P", q) {
			got = append(got, history(page)...)
			if q.Before = page.Older; page.Older == 0 {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("by %d (-want +got):\n%s", limit, diff)
		}
	}
}

func TestVersionsOfAPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.do("P", feeChange("12", 0))
	second := w.do("P", feeChange("13", 0))
	list, names, err := w.db.PlanVersions(t.Context(), w.provider, mailPlan, first.ID, second.ID)
	w.check(err)
	about := domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Mail"}
	edits := domain.VersionEdits(about, list[0].State, list[1].State)
	if len(edits) != 1 || edits[0].From.Text != "12" || edits[0].To.Text != "13" || names.Periods[month] != "1 month" {
		t.Errorf("side by side: %+v", edits)
	}
	_, now, err := w.db.Catalog(t.Context(), w.provider, w.accounts["P"])
	w.check(err)
	back, err := domain.Restore(about, list[0].State, now)
	w.check(err)
	if w.do("P", back); w.sellsMailAt("P") != "12" {
		t.Errorf("restored, P sells at %s", w.sellsMailAt("P"))
	}
	if _, _, err := w.db.PlanVersions(t.Context(), w.provider, 77, first.ID); domain.KindOf(err) != domain.KindNotFound {
		t.Errorf("a plan that was never there: %v", err)
	}
}

func TestHistoryOfAResellerIsCompleteWhateverThePages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r11 := w.accounts["R11"]
	w.sync()
	w.do("P", feeChange("12", 0))
	run := w.sync()
	w.setFee("R11", "15") // is told to them alone
	w.undo(run.Run.ID)
	_, err := w.db.ChangeStatus(t.Context(), w.viewers["R1"], w.subs["R11"], domain.PutOnHold)
	w.check(err)
	ask := func(name string, q pages.HistoryQuery) pages.History {
		h, err := w.db.ResellerHistory(t.Context(), w.viewers[name], r11, q)
		w.check(err)
		return h
	}
	want := []string{"R1: changed subscription status", "P: undid a synchronization", "P: synchronized", "P: synchronized"}
	list := func(rows []pages.LogRow) (lines []string) {
		for _, row := range rows {
			by := row.By
			if row.UserName != "" {
				by = "P"
			}
			lines = append(lines, by+": "+row.Action)
		}
		return lines
	}
	whole := list(ask("P", pages.HistoryQuery{}).Rows)
	if len(whole) < len(want) || !slices.Equal(whole[:len(want)], want) {
		t.Fatalf("the whole history is %q, want first %q", whole, want)
	}
	for limit := 1; limit < len(whole)+1; limit++ {
		var got []string
		q := pages.HistoryQuery{Limit: limit}
		for page := ask("P", q); ; page = ask("P", q) {
			got = append(got, list(page.Rows)...)
			if q.Before = page.Older; page.Older == 0 {
				break
			}
		}
		if diff := cmp.Diff(whole, got); diff != "" {
			t.Errorf("by %d (-want +got):\n%s", limit, diff)
		}
	}
	for _, row := range ask("R1", pages.HistoryQuery{}).Rows {
		if row.Run != 0 && (row.MineRun || !row.Above || row.About.Name != "" || row.Changes != 0 || row.UserName != "") {
			t.Errorf("of a run of the provider's R1 is told %+v", row)
		}
	}
	for _, name := range []string{"R11", "R111", "R2"} {
		_, err := w.db.ResellerHistory(t.Context(), w.viewers[name], r11, pages.HistoryQuery{})
		wantKind(t, err, domain.KindNotFound)
	}
}

func TestHistoryOfAThing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := domain.Ref{Of: domain.ObjectReseller, ID: int64(w.accounts["R11"]), Name: "R11"}
	hold := domain.Change{Kind: domain.ResellerChanged, About: about, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldAccountStatus}, Value: string(domain.AccountOnHold)}}}
	done := w.do("P", hold)
	for name, mine := range map[string]bool{"P": true, "R1": false} {
		h, err := w.db.ResellerHistory(t.Context(), w.viewers[name], w.accounts["R11"], pages.HistoryQuery{Limit: 1})
		w.check(err)
		if len(h.Rows) != 1 || h.Rows[0].Above == mine || h.Rows[0].ID != done.ID || h.Rows[0].Mine != mine || (h.Rows[0].UserName != "") != mine {
			t.Errorf("%s sees %+v", name, h.Rows)
		}
	}
}

func TestAuditIsCompleteWhateverThePages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.edit("P", w.catalog("11"))
	w.do("P", feeChange("12", 0))
	made := w.resource(domain.NewID, "Backup")
	w.sync()
	w.do("P", feeChange("13", 0))
	w.takeBack(made.ID)
	whole, err := w.db.Audit(t.Context(), w.provider, pages.AuditQuery{Limit: 1000})
	w.check(err)
	var actions []string
	for _, row := range whole.Rows {
		actions = append(actions, row.Action)
	}
	for _, want := range []string{"saved resource", "changed plan fees", "synchronized", "Edit", "created account"} {
		if !slices.Contains(actions, want) {
			t.Errorf("%q is not in the audit: %q", want, actions)
		}
	}
	if whole.Next != (pages.AuditPlace{}) || len(whole.Users) != 1 {
		t.Errorf("the whole audit goes on at %v, users %v", whole.Next, whole.Users)
	}
	for limit := 1; limit < 8; limit++ {
		var got []string
		q := pages.AuditQuery{Limit: limit}
		for read := 0; ; read++ {
			page, err := w.db.Audit(t.Context(), w.provider, q)
			w.check(err)
			for _, row := range page.Rows {
				got = append(got, row.Action)
			}
			q.After = pages.ParseAuditPlace(page.Next.Text())
			if page.Next == (pages.AuditPlace{}) || read > 100 {
				break
			}
		}
		if diff := cmp.Diff(actions, got); diff != "" {
			t.Errorf("by %d (-want +got):\n%s", limit, diff)
		}
	}
}

func TestAuditFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.do("P", feeChange("12", 0))
	made := w.resource(domain.NewID, "Backup")
	w.takeBack(w.takeBack(made.ID).ID)
	w.undo(w.sync().Run.ID)
	second := viewer(t, w.db, w.accounts["P"], domain.Administrator)
	_, err := w.db.Do(t.Context(), second, feeChange("13", 0))
	w.check(err)
	tomorrow := time.Now().Add(24 * time.Hour)
	tests := map[string]struct {
		q    pages.AuditQuery
		want []string
	}{
		"kind":        {pages.AuditQuery{Kind: domain.FeesChanged}, []string{"changed plan fees", "changed plan fees"}},
		"run":         {pages.AuditQuery{Kind: domain.Synchronized}, []string{"synchronized"}},
		"person":      {pages.AuditQuery{User: second.User.ID}, []string{"changed plan fees"}},
		"object":      {pages.AuditQuery{Search: "backup"}, []string{"brought back: saved resource", "took back: saved resource", "saved resource"}},
		"action":      {pages.AuditQuery{Search: "Plan Fees", User: second.User.ID}, []string{"changed plan fees"}},
		"undos":       {pages.AuditQuery{Undos: true}, []string{"undid a synchronization", "brought back: saved resource", "took back: saved resource"}},
		"one thing":   {pages.AuditQuery{About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan)}, User: second.User.ID}, []string{"changed plan fees"}},
		"its runs":    {pages.AuditQuery{About: domain.Ref{Of: domain.ObjectPlan, ID: int64(resellerPlan)}, Kind: domain.Synchronized}, []string{"synchronized"}},
		"number":      {pages.AuditQuery{Search: strconv.FormatInt(made.Change.About.ID, 10), Kind: domain.ResourceSaved, Undos: true}, []string{"brought back: saved resource", "took back: saved resource"}},
		"in future":   {pages.AuditQuery{From: tomorrow}, nil},
		"in the past": {pages.AuditQuery{To: time.Now().Add(-24 * time.Hour)}, nil},
		"until now":   {pages.AuditQuery{Kind: domain.ResourceSaved, From: time.Now().Add(-time.Hour), To: tomorrow}, []string{"brought back: saved resource", "took back: saved resource", "saved resource"}},
	}
	for name, tt := range tests {
		audit, err := w.db.Audit(t.Context(), w.provider, tt.q)
		w.check(err)
		var got []string
		for _, row := range audit.Rows {
			got = append(got, row.Action)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	below := w.audit(w.viewers["R1"], "")
	if len(below) == 0 || below[0].Run == 0 || below[0].MineRun || below[0].UserName != "" {
		t.Errorf("the audit of a reseller: %+v", below)
	}
}

// What a change of many plans at once did to one of them is in its history, whatever kind of change it is.
func TestHistoryTellsChangesOfManyPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fee := 20
	for _, kind := range domain.ChangeKinds() {
		if kind.Of != domain.ObjectCatalog || kind.Who == domain.ResellersOnly {
			continue
		}
		fee++
		what := feeChange(fmt.Sprint(fee), 0)
		what.Kind, what.About, what.Part = kind.Kind, domain.Ref{Of: domain.ObjectCatalog, Name: "many"}, true
		w.do("P", what)
		if first := w.history("P", pages.HistoryQuery{}).Rows[0]; first.Kind != kind.Kind {
			t.Errorf("after a change of kind %s the history begins with %s", kind.Kind, first.Kind)
		}
	}
	if fee < 23 {
		t.Errorf("%d kinds of change are about many plans", fee-20)
	}
}
