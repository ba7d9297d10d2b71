package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
)

// operator adds an operator with these rights to an account; they sign in under the name.
func (w *world) operator(account, name string, rights ...domain.Privilege) {
	w.t.Helper()
	id, err := w.db.Planting().AddUser(w.t.Context(), domain.User{Account: w.viewers[account].Account.ID, Name: name, Role: domain.Operator,
		Rights: rights, Email: strings.ToLower(name) + "@world.example"}, "walk-the-manual")
	w.check(err)
	w.viewers[name], err = w.db.Viewer(w.t.Context(), id)
	w.check(err)
}

// An undo takes the rights that the change took, and Undo and Restore are shown to those who may, and to nobody else.
func TestUndoTakesTheRightsOfTheChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.operator("P", "Ed", domain.EditDescriptions)
	w.operator("P", "Terry", domain.ManageSchedules)
	w.operator("R1", "Una", domain.ManageTerms)
	text := domain.Change{Kind: domain.PlanChanged, About: domain.Ref{Of: domain.ObjectPlan, ID: int64(mailPlan), Name: "Hosted Mail"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldShort, Plan: mailPlan}, Value: "Even shorter"}}}
	words := w.do("Ed", text)
	w.get("Ed", words).want(http.StatusOK)
	if links := w.get("Ed", words).Find("main a[href='" + words + "/undo']").Length(); links != 1 {
		t.Errorf("Ed sees %d links to the undo of their own change", links)
	}
	w.get("Ed", words+"/undo").want(http.StatusOK).shows("1 value goes back")
	for _, name := range []string{"Terry", "P-viewer", "P-operator"} {
		if links := w.get(name, words).want(http.StatusOK).Find("main a[href='" + words + "/undo']").Length(); links != 0 {
			t.Errorf("%s sees an undo that they may not make", name)
		}
		w.get(name, words+"/undo").want(http.StatusForbidden)
	}
	price := w.do("R1", mailFee(domain.OwnValuesSet, recurring("15")))
	w.get("Una", price).want(http.StatusOK).hides("Undo")
	w.get("Una", price+"/undo").want(http.StatusForbidden)
	const history = "/products/plans/2/history"
	restores := func(name string) int {
		return w.get(name, history).want(http.StatusOK).Find("main tbody a[href$='/restore']").Length()
	}
	// Before the words there was one version, which differs by words alone: Ed may bring it back.
	if got := [3]int{restores("P"), restores("Ed"), restores("Terry")}; got != [3]int{1, 1, 0} {
		t.Errorf("P, Ed and Terry are offered %v versions to restore", got)
	}
	w.do("P", mailFee(domain.FeesChanged, recurring("12")))
	if got := [3]int{restores("P"), restores("Ed"), restores("Terry")}; got != [3]int{2, 0, 0} {
		t.Errorf("after a change of a price P, Ed and Terry are offered %v versions to restore", got)
	}
	w.post("Ed", words+"/undo", nil).want(http.StatusSeeOther)
}

// What a change made is in use now: its undo says by what, and not that it was changed since.
func TestUndoOfAPlanThatIsInUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := url.Values{"name": {"Archive"}, "plan_type": {"Generic"}, "plan_category": {"41"}, "period_length": {"1"}, "period_unit": {"months"}, "recurring_fee": {"9.90"}}
	w.post("P", "/products/plans/new", form).want(http.StatusSeeOther)
	made := w.get("P", "/audit").Find("tbody tr").First().Find("th a").AttrOr("href", "")
	var id int64
	_, err := fmt.Sscanf(w.get("P", made).Find("main dd a").First().AttrOr("href", ""), "/products/plans/%d", &id)
	w.check(err)
	w.get("P", made+"/undo").want(http.StatusOK).shows("What goes back", "USD 9.90")
	publish := w.do("P", domain.Change{Kind: domain.PlanPublished, About: domain.Ref{Of: domain.ObjectPlan, ID: id, Name: "Archive"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldPublished, Plan: domain.PlanID(id)}, Value: domain.Yes}}})
	w.get("P", made+"/undo").want(http.StatusOK).shows("was changed since, and stays as a whole", "Published").hides("USD 9.90")
	w.post("P", publish+"/undo", nil).want(http.StatusSeeOther)
	w.get("P", made+"/undo").want(http.StatusOK).shows("What goes back", "USD 9.90")
	w.do("P", domain.Change{Kind: domain.PlanPublished, About: domain.Ref{Of: domain.ObjectPlan, ID: id, Name: "Archive"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldPublished, Plan: domain.PlanID(id)}, Value: domain.Yes}}})
	w.do("P", domain.Change{Kind: domain.DelegationChanged, About: domain.Ref{Of: domain.ObjectTemplate, ID: int64(w.template()), Name: "Standard"}, Part: true,
		Typed: []domain.KeyedValue{{Key: domain.Key{Field: domain.FieldTemplatePlan, Plan: domain.PlanID(id)}, Value: domain.Yes}}})
	const inUse = "cannot be deleted while it is used by service template Standard"
	w.get("P", made+"/undo").want(http.StatusOK).shows("It cannot be taken back now", inUse).hides("changed since", "USD 9.90")
	w.post("P", made+"/undo", nil).want(http.StatusUnprocessableEntity).shows(inUse)
}

// What an undo says that goes back is what it lists.
func TestAnUndoCountsWhatItLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	group := domain.Ref{Of: domain.ObjectPlanCategory, ID: 4711, Name: "Tools"}
	w.do("P", domain.Change{Kind: domain.PlanCategoryCreated, About: group, Typed: domain.PlanCategory{ID: 4711, Name: "Tools"}.Values()})
	deleted := w.do("P", domain.Change{Kind: domain.PlanCategoryDeleted, About: group})
	page := w.get("P", deleted+"/undo").want(http.StatusOK)
	if rows := page.Find("table tbody tr:not(.group-row)").Length(); !strings.Contains(page.text("main"), fmt.Sprintf("%d value", rows)) {
		t.Errorf("%d rows are listed: %s", rows, page.text("main"))
	}
}

// The undo of a run takes what its boxes take: who may not tick one of them is not offered it.
func TestUndoOfARunTakesTheRightsOfItsBoxes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	run := w.feeRun("12") // fees take a right to prices, which P-operator lacks
	undo := "main a[href='" + run + "/undo']"
	if mine, theirs := w.get("P", run).Find(undo).Length(), w.get("P-operator", run).want(http.StatusOK).Find(undo).Length(); mine != 1 || theirs != 0 {
		t.Errorf("%d and %d links lead to the undo", mine, theirs)
	}
	w.get("P-operator", run+"/undo").want(http.StatusForbidden)
}

// What an undo would take back is searched, as the page of a change is, and so is its file; the undo is of all of it. What stays is no list without an end.
func TestAnUndoIsSearched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var values strings.Builder
	for i := range 60 {
		fmt.Fprintf(&values, "P adds plan Extra%d: plan category Cloud\nP adds period Extra%d month: recurring fee 10\n", i, i)
	}
	w.tell(values.String())
	ids := map[string]domain.Key{}
	what := domain.ChangeOfMany(domain.PricesChanged)
	for _, p := range w.state("P").Effective().Plans {
		if strings.HasPrefix(p.Name, "Extra") {
			ids[p.Name] = domain.FeeKey(p.ID, p.Periods[0].ID, domain.RecurringFee)
			what.Typed = append(what.Typed, domain.KeyedValue{Key: ids[p.Name], Value: "11"})
		}
	}
	undo := w.do("P", what) + "/undo"
	page := w.get("P", undo+"?q=extra7").want(http.StatusOK).shows("60 values go back", "Extra7").hides("Extra8")
	file := page.Find("a[href*='undo.csv']").AttrOr("href", "")
	if body := w.serve("P", http.MethodGet, file, "").Body.String(); !strings.Contains(body, "Extra7") || strings.Contains(body, "Extra8") {
		t.Errorf("%s holds %s", file, body)
	}
	w.get("P", undo+"?q=nothing+like+it").want(http.StatusOK).shows("None matches this search.")
	for name, key := range ids {
		if name != "Extra7" {
			what.Typed = []domain.KeyedValue{{Key: key, Value: "12"}}
			w.do("P", what)
		}
	}
	page = w.get("P", undo).want(http.StatusOK).shows("1 value goes back", "59 values were changed since and stay", "Extra", "and 9 more, which the search finds")
	w.get("P", undo+"?q=extra8").want(http.StatusOK).shows("Extra8").hides("and 9 more")
	w.post("P", undo, page.form(undo)).want(http.StatusSeeOther)
}
