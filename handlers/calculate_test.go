package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tiersync/domain"
	"tiersync/views"
)

const calculate = "/products/prices/calculate"

// Prices are calculated for what is ticked, or for all that match, shown, and saved as one change.
func TestCalculatePrices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.get("P", recurrings).form(recurrings)
	form["line"] = []string{feeName(mailPlan), feeName(officePlan)}
	form.Set("go", "calculate")
	to := w.post("P", recurrings, form).want(http.StatusSeeOther).location
	address, err := url.Parse(to)
	w.check(err)
	if got := address.Query()["line"]; address.Path != calculate || len(got) != 2 {
		t.Fatalf("ticked lines lead to %s", to)
	}
	w.get("P", to).want(http.StatusOK).shows("Of 2 ticked prices").hides("Never below cost", "Margin")
	query := address.Query()
	for name, value := range map[string]string{"base": "price", "percent": "12.5", "rounding": "0.99"} {
		query.Set(name, value)
	}
	to = calculate + "?" + query.Encode()
	page := w.get("P", to).want(http.StatusOK).shows("2 prices change", "10.00", "10.99", "+9.9 %", "Save 2 Prices").hides("Reseller program")
	save := page.form(to)
	if got := w.post("P", to, save).want(http.StatusSeeOther).location; !strings.HasPrefix(got, pricesPage+"?") {
		t.Errorf("saved prices lead to %s", got)
	}
	if w.fee("P", mailPlan, month, domain.RecurringFee) != "10.99" || w.fee("P", newPlan, month, domain.RecurringFee) != "10" {
		t.Error("the calculated prices were not stored, or others were")
	}
	w.get("P", to).want(http.StatusOK).shows("2 prices change", "11.99") // from what they are now
	w.post("P", to, save).want(http.StatusUnprocessableEntity).shows("Prices were changed since this was shown")
}

// Of prices that were calculated and jump nobody is told that they typed them.
func TestCalculatedPricesThatJump(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many := calculate + "?kind=recurring_fee&q=1+month&base=price&percent=50&rounding=unit"
	w.post("P", many, w.get("P", many).form(many)).want(http.StatusUnprocessableEntity).
		shows("Check these prices", "Save What Is Ticked", "Save All as Shown").hides("typed", "Typed")
	one := many + "&line=" + url.QueryEscape(feeName(mailPlan))
	w.post("P", one, w.get("P", one).form(one)).want(http.StatusUnprocessableEntity).
		shows("Save It So", "Leave It as It Was", "What else was shown is saved with either answer").hides("typed", "Typed")
}

// A reseller starts from cost, delivered and the vendor's price; prices that cannot be made say why.
func TestCalculateAsAReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := calculate + "?kind=recurring_fee&q=1+month&rounding=unit&"
	w.get("R1", all+"base=cost&percent=20&percent_is=margin").want(http.StatusOK).shows("3 prices change", "10.00", "2.00", "20.0 %")
	w.get("R1", all+"base=vendor&rate=0.9&percent=10").want(http.StatusOK).shows("9.90")
	w.get("R1", all+"base=delivered&percent=-50&not_below=yes").want(http.StatusOK).shows("0 prices change", "3 are so already")
	w.get("R1", all+"base=delivered&not_below=yes&at_most=5").want(http.StatusOK).shows("3 cannot be made", "no amount that is rounded so is within its bounds")
	w.get("R1", strings.Replace(all, "rounding=unit", "rounding=0.99", 1)+"base=price&not_below=yes&at_most=8.5").want(http.StatusOK).
		shows("no amount that is rounded so is within its bounds")
	w.operator("R1", "Sue", domain.EditPrices)
	for _, base := range []string{"cost", "delivered", "vendor&rate=1", "msrp", "nothing"} {
		w.get("Sue", all+"base="+base).want(http.StatusUnprocessableEntity).hides("8.00", "10.00")
	}
	to := all + "base=delivered&percent=25"
	w.post("R1", to, w.get("R1", to).form(calculate+"?"+strings.TrimPrefix(to, calculate+"?"))).want(http.StatusSeeOther)
	w.get("R1", recurrings+"&only=own").shows("1–3 of 3")
	w.get("R2", all+"base=vendor&rate=1").want(http.StatusUnprocessableEntity)
}

// What a calculation changes stands before what it leaves.
func TestCalculatedPricesStandFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("P changes Office month: msrp of recurring fee 14")
	rows := w.get("P", calculate+"?kind=recurring_fee&rounding=unit&base=msrp").want(http.StatusOK).shows("1 price changes, 11 cannot be made").Find("main tbody tr")
	if first := rows.First().Text(); !strings.Contains(first, "14.00") {
		t.Errorf("the first of %d rows is %s", rows.Length(), first)
	}
}

// What is wrong with a calculation stands beside its field, and nothing is shown.
func TestCalculateWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for field, tt := range map[string]struct{ query, want string }{
		"percent":  {"base=cost&percent=100&percent_is=margin", "A margin is less than 100 % of the price"},
		"amount":   {"base=price&amount=much", "Enter an amount like 0.50 or -1"},
		"at_most":  {"base=price&at_most=-1", "A price cannot be below zero"},
		"rate":     {"base=vendor", "Enter a rate like 0.92"},
		"base":     {"base=msrp", "Choose from the list"},
		"rounding": {"base=price&rounding=7", "Choose from the list"},
	} {
		rounding := "&rounding=unit"
		if field == "rounding" {
			rounding = ""
		}
		page := w.get("R1", calculate+"?"+tt.query+rounding).want(http.StatusUnprocessableEntity)
		if got := page.problem(field); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.query, got, tt.want)
		}
		if page.Find("main table").Length() != 0 {
			t.Errorf("%s: something is calculated", tt.query)
		}
	}
	w.get("P-viewer", calculate).want(http.StatusForbidden)
	w.get("R1", calculate+"?q=xyz&base=price&rounding=unit").want(http.StatusOK).shows("0 prices change", "No price matches the search")
}

// What was typed and not saved is not lost on the way to a calculation.
func TestCalculateAsksToSaveFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.get("P", recurrings).form(recurrings)
	form.Set(feeName(mailPlan), "11")
	form.Set("go", "calculate")
	page := w.post("P", recurrings, form).want(http.StatusUnprocessableEntity).shows("Save what you typed first")
	if got := page.prices()[feeName(mailPlan)]; got != "11" {
		t.Errorf("the page holds %s", got)
	}
	form.Set(feeName(mailPlan), "1100") // which jumps: that is asked when it is saved
	w.post("P", recurrings, form).want(http.StatusUnprocessableEntity).shows("Save what you typed first")
	form.Set(feeName(mailPlan), "x")
	form["line"] = []string{feeName(officePlan)}
	again := w.post("P", recurrings, form).want(http.StatusUnprocessableEntity)
	if ticked := again.Find("main tbody input[name=line]:checked"); ticked.Length() != 1 || ticked.AttrOr("value", "") != feeName(officePlan) {
		t.Errorf("%d lines are still ticked", ticked.Length())
	}
	suggested := calculate + "?kind=recurring_fee&q=1+month&rounding=unit&base=price&percent=20&sets=" + views.SetsMSRP
	w.post("P", suggested, w.get("P", suggested).shows("MSRP of recurring fee", "12.00").form(suggested)).want(http.StatusSeeOther)
	w.get("P", recurrings).shows("MSRP of recurring fee: USD 12.00")
}
