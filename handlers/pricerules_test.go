package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tiersync/domain"
	"tiersync/views"
)

const rulesPage = "/products/prices/rules"

// mailRule is a rule for the plan of the tests, and mailPage its page.
var (
	mailRule = views.RuleFor(domain.FeeRuleKey(mailPlan, 0))
	mailPage = views.PlanURL(mailPlan)
)

// ruleFor is the address of a rule.
func ruleFor(target, of, percent, rounding string) string {
	return rulesPage + "?" + url.Values{"for": {target}, "of": {of}, "percent": {percent}, "rounding": {rounding}}.Encode()
}

// saveRule shows what comes of a rule and saves it, sure of every price that jumps.
func (w *world) saveRule(as, address string) {
	w.t.Helper()
	form := w.get(as, address).want(http.StatusOK).form(address)
	form.Set(views.SureAll, "yes")
	for _, f := range []domain.Key{domain.FeeKey(mailPlan, month, domain.RecurringFee)} {
		form.Add(views.JumpField, f.Text())
	}
	w.post(as, address, form).want(http.StatusSeeOther)
}

// A reseller makes a rule: it is shown what it changes, saved as one change, and stands at each price. What is delivered later follows.
func TestPriceRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("R1", pricesPage).want(http.StatusOK).shows("Rules")
	w.get("R1", rulesPage).want(http.StatusOK).shows("No rules", "Set a rule")
	address := ruleFor(views.ForAll, views.RuleForFees, "20", "0.99")
	page := w.get("R1", address).want(http.StatusOK).shows("prices change", "8.00", "9.99", "Save the Rule")
	w.post("R1", address, page.form(address)).want(http.StatusSeeOther)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "9.99" {
		t.Errorf("the rule makes %s", got)
	}
	w.get("R1", rulesPage).want(http.StatusOK).shows("All plans", "Fees", "delivered + 20 %, to .99", "Change", "Remove")
	w.get("R1", recurrings).want(http.StatusOK).shows("by rule: delivered + 20 %, to .99 (all plans)")
	w.get("R1", recurrings+"&only=rule").want(http.StatusOK).shows("1–3 of 3", "by rule")
	w.get("R1", recurrings+"&only=own").want(http.StatusOK).shows("No price matches")
	w.get("R1", mailPage+"/periods").want(http.StatusOK).shows("by rule: delivered + 20 %, to .99 (all plans)")

	w.set("R1", domain.OwnValuesSet, domain.FeeKey(mailPlan, month, domain.RecurringFee), "15")
	w.get("R1", recurrings).want(http.StatusOK).shows("then by rule: delivered + 20 %, to .99 (all plans)")
	w.get("R1", ruleFor(mailRule, views.RuleForBoth, "10", "unit")).want(http.StatusOK).shows("1 is of your own and stays")
}

// Two people at a rule: the second is shown at once what the first made of it, and chooses with one click.
func TestTwoPeopleAtAPriceRule(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.saveRule("R1", ruleFor(views.ForAll, views.RuleForFees, "10", "unit"))
	first, second := ruleFor(views.ForAll, views.RuleForFees, "20", "unit"), ruleFor(views.ForAll, views.RuleForFees, "15", "unit")
	opened := w.get("R1", second).want(http.StatusOK).form(second)
	w.saveRule("R1", first)
	page := w.post("R1", second, opened).want(http.StatusConflict).shows("When you opened the form: delivered + 10 %",
		"As it is now: delivered + 20 %", "As you typed it: delivered + 15 %", "Changed by R1, ")
	w.post("R1", second, page.decided(second)).want(http.StatusSeeOther)
	w.get("R1", rulesPage).want(http.StatusOK).shows("delivered + 20 % → delivered + 15 %")
}

// A rule of a plan wins over the one for all, and is removed where it is shown what comes of that.
func TestAPriceRuleIsRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.saveRule("R1", ruleFor(views.ForAll, views.RuleForFees, "20", "unit"))
	w.saveRule("R1", ruleFor(mailRule, views.RuleForFees, "25", "unit"))
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "10" {
		t.Errorf("the rule of the plan makes %s", got)
	}
	address := views.RemoveRuleURL(domain.FeeRuleKey(mailPlan, 0))
	page := w.get("R1", address).want(http.StatusOK).shows("Without the rule for fees of Hosted Mail", "10.00", "9.60", "Remove the Rule")
	w.post("R1", address, page.form(address)).want(http.StatusSeeOther)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "9.6" {
		t.Errorf("the rule for all makes %s", got)
	}
	w.get("R1", address).want(http.StatusUnprocessableEntity).shows("This rule is not there any more")
}

// The page of a change of a rule has the prices that became others by it, behind the rule: of one that was made, removed, and of the undo of either.
func TestThePageOfARuleHasThePricesThatItMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const moved = "Prices that became others by it"
	latest := func() string {
		return w.get("R1", "/changes").Find("main a:contains('Changed price rules')").First().AttrOr("href", "nowhere")
	}
	w.saveRule("R1", ruleFor(mailRule, views.RuleForFees, "25", "unit"))
	made := latest()
	page := w.get("R1", made).want(http.StatusOK).shows("Rule for fees", moved)
	if rows := page.rowsOf(moved); !slices.ContainsFunc(rows, func(row string) bool {
		return strings.HasPrefix(row, "1 month · Recurring fee | before: EUR 8.00 → after: EUR 10.00")
	}) {
		t.Errorf("it moved %q", rows)
	}
	w.get("R1", made+"?q=recurring").want(http.StatusOK).shows(moved).hides("Rule for fees")
	if csv := w.serve("R1", http.MethodGet, made+".csv", "").Body.String(); !strings.Contains(csv, "recurring_fee") {
		t.Errorf("the file is %s", csv)
	}
	address := views.RemoveRuleURL(domain.FeeRuleKey(mailPlan, 0))
	w.post("R1", address, w.get("R1", address).form(address)).want(http.StatusSeeOther)
	w.get("R1", latest()).want(http.StatusOK).shows(moved, "EUR 10.00", "EUR 8.00")
	w.post("R1", made+"/undo", nil).want(http.StatusSeeOther)
	w.operator("R1", "Sue", domain.EditPrices)
	w.get("Sue", made).want(http.StatusOK).hides(moved, "EUR 8.00")
}

// A price that jumps by a rule is asked about; one that is not meant stays, as an own value.
func TestAPriceRuleThatJumps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address := ruleFor(views.ForAll, views.RuleForFees, "50", "unit")
	asks := w.post("R1", address, w.get("R1", address).form(address)).want(http.StatusUnprocessableEntity).shows("Check these prices")
	asks.shows("which does not follow what is delivered", "own price of EUR 8.00", "Save anyway", "Save All as Shown").hides("I Typed")
	form := asks.form(address)
	form.Del(views.SureAll)
	form[views.SureField] = []string{}
	for _, key := range form[views.JumpField] {
		if key != domain.FeeKey(mailPlan, month, domain.RecurringFee).Text() {
			form.Add(views.SureField, key)
		}
	}
	other := domain.FeeKey(mailPlan, month, domain.SetupFee) // as if it had jumped, too: the rule makes none of it
	form.Add(views.JumpField, other.Text())
	w.message("R1", address, form).shows("The rule is saved. All plans · Rule for fees: delivered + 50 %. 1 price stays as it was, as an own price.",
		"Not passed on yet to 2 resellers, at all levels: synchronize").hides("EUR 8.00 → EUR 8.00")
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "8" {
		t.Errorf("the price that was not meant is %s", got)
	}
	if got := w.fee("R1", officePlan, month, domain.RecurringFee); got == "8" {
		t.Error("the rule makes no price")
	}
	w.get("R1", recurrings+"&only=own").want(http.StatusOK).shows("1–1 of 1")
}

// One price that jumps by a rule is answered by a button; the rule is saved either way.
func TestAPriceRuleByWhichOnePriceJumps(t *testing.T) {
	t.Parallel()
	w := told(t, statesStory)
	address := ruleFor(views.ForAll, views.RuleForFees, "50", "unit")
	w.post("In", address, w.get("In", address).form(address)).want(http.StatusUnprocessableEntity).
		shows("Leave It as It Was", "Left as it was, it becomes an own price of USD 10.00, which does not follow what is delivered.").hides("I Typed")
}

// What is wrong with a rule stands beside its field, and nothing is shown.
func TestPriceRulesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for query, want := range map[string][2]string{
		"for=all&of=fees&percent=much&rounding=unit": {"percent", "Enter a number like 12.5 or -5"},
		"for=all&of=fees&percent=-100&rounding=unit": {"percent", "Enter a percentage from above -100 to 1000, like 12.5"},
		"for=all&of=fees&rounding=unit":              {"percent", "Enter what is added: a percentage, an amount, or both"},
		"for=all&of=fees&amount=x&rounding=unit":     {"amount", "Enter an amount like 0.50 or -1"},
		"for=plan-999&of=fees&percent=5&rounding=1":  {"for", "Choose from the list"},
		"for=all&of=everything&percent=5&rounding=1": {"of", "Choose from the list"},
		"for=all&of=fees&percent=5&rounding=0.98":    {"percent", "Choose from the list"},
	} {
		page := w.get("R1", rulesPage+"?"+query).want(http.StatusUnprocessableEntity)
		if got := page.problem(want[0]); got != want[1] {
			t.Errorf("%s: %q, want %q", query, got, want[1])
		}
		if strings.Contains(page.Text(), "Save the Rule") {
			t.Errorf("%s: it can be saved", query)
		}
	}
	stale := ruleFor(views.ForAll, views.RuleForFees, "20", "unit")
	form := w.get("R1", stale).form(stale)
	w.set("R1", domain.OwnValuesSet, domain.FeeKey(mailPlan, month, domain.RecurringFee), "11")
	w.post("R1", stale, form).want(http.StatusUnprocessableEntity).shows("Prices were changed since this was shown")
}

// Rules are for resellers, and for who sees costs: they say what a price was made of.
func TestWhoSeesPriceRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.saveRule("R1", ruleFor(views.ForAll, views.RuleForFees, "20", "unit"))
	w.get("P", rulesPage).want(http.StatusNotFound)
	w.operator("R1", "Sue", domain.EditPrices)
	w.get("Sue", rulesPage).want(http.StatusForbidden)
	w.get("Sue", recurrings).want(http.StatusOK).shows("by a rule").hides("delivered + 20 %", "Rules")
	w.get("Sue", mailPage+"/periods").want(http.StatusOK).shows("by a rule").hides("delivered + 20 %")
	w.operator("R1", "Tom", domain.ViewCosts)
	w.get("Tom", rulesPage).want(http.StatusOK).shows("delivered + 20 %").hides("Set a rule", "Remove")
}

// Logs say what a rule is for, and of which plan a price is; an own value that is given back over a rule is not called the delivered one.
func TestLogsNameWhatPriceRulesAreFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.saveRule("R1", ruleFor(views.ForAll, views.RuleForFees, "20", "unit"))
	log := w.get("R1", "/changes").want(http.StatusOK).shows("All plans · Rule for fees", "delivered + 20 %")
	change := func(title string) string { return log.Find("main a:contains('"+title+"')").First().AttrOr("href", "") }
	w.get("R1", change("Changed price rules")).want(http.StatusOK).shows("All plans", "Rule for fees")
	undo := w.get("R1", change("Changed price rules")+"/undo").want(http.StatusOK).shows("Prices become others with their rules.")
	if to := undo.Find("main a:contains('fees of all plans')").AttrOr("href", ""); to != views.RemoveRuleURL(domain.FeeRuleKey(0, 0)) {
		t.Errorf("the prices without the rule are at %q", to)
	}
	fee := domain.FeeKey(mailPlan, month, domain.RecurringFee)
	w.set("R1", domain.OwnValuesSet, fee, "10")
	form := w.get("R1", recurrings).form(recurrings)
	form.Set(views.ResetPriceName(fee), domain.Yes)
	w.post("R1", recurrings, form).want(http.StatusSeeOther)
	if got := w.fee("R1", mailPlan, month, domain.RecurringFee); got != "9.6" {
		t.Fatalf("the rule makes %s", got)
	}
	log = w.get("R1", "/changes").want(http.StatusOK).shows("Hosted Mail · 1 month · Recurring fee").hides("as delivered")
	w.get("R1", change("Changed prices")).want(http.StatusOK).shows("EUR 9.60", "own value given back").hides("as delivered")
}

// Before a run it is said how many of the own values that it would overwrite are price rules: what each makes goes with it.
func TestTheDialogCountsPriceRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.saveRule("R1", ruleFor(views.ForAll, views.RuleForFees, "20", "unit"))
	dialog := w.get("P", dialogPath+"?opt=update_fees&policy=overwrite").want(http.StatusOK)
	dialog.shows("would overwrite 1 own value, 1 price rule among them", "1 price rule goes, and with it the prices that it makes.")
	preview := dialogPath + "/preview/resellers/" + strconv.FormatInt(int64(w.viewers["R1"].Account.ID), 10) + "?opt=update_fees&policy=overwrite&reach=" + string(domain.AllLevels)
	w.get("P", preview).want(http.StatusOK).shows("delivered + 20 %", "A price rule made it before").hides("By a price rule")
	w.get("P", dialogPath+"?opt=update_fees&policy=keep").want(http.StatusOK).hides("among them", "price rule goes")
	w.get("P", dialogPath+"/preview?by=plan&opt=update_fees&policy=keep&reach="+string(domain.AllLevels)).want(http.StatusOK).shows("stays delivered + 20 %").hides("offered: none")
}

// What comes of a rule begins with the prices that come to be below cost; where a rule is removed, no form of another stands before that.
func TestPriceRulesShowWhatIsBelowCostFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set("P", domain.FeesChanged, domain.FeeKey(mailPlan, month, domain.RecurringFee), "20")
	page := w.get("R1", ruleFor(views.ForAll, views.RuleForBoth, "10", "unit")).want(http.StatusOK).shows("1 is then below cost", "Set a rule")
	var below []bool
	page.Find("main table tbody tr").Each(func(_ int, row *goquery.Selection) {
		below = append(below, strings.Contains(row.Text(), "below cost"))
	})
	if first := slices.Index(below, false); first <= 0 || slices.Contains(below[first:], true) {
		t.Errorf("below cost are the rows %v", below)
	}
	w.saveRule("R1", ruleFor(views.ForAll, views.RuleForFees, "20", "unit"))
	w.get("R1", views.RemoveRuleURL(domain.FeeRuleKey(0, 0))).want(http.StatusOK).shows("Without the rule for fees of all plans").hides("Set a rule")
}
