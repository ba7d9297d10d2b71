package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tiersync/domain"
	"tiersync/views/pages"
)

const chainFee = "price=recurring_fee@2-22-0-0"

// chained fails the test unless the table of a chain has these rows, each as its cells' texts, in which what stands below each other is not told apart.
func (a *answer) chained(want ...string) *answer {
	a.t.Helper()
	dense := cmp.Transformer("dense", func(text string) string { return strings.ReplaceAll(text, " ", "") })
	if diff := cmp.Diff(want, a.links(), dense); diff != "" {
		a.t.Errorf("%s: rows (-want +got):\n%s", a.what, diff)
	}
	return a
}

// links are the rows of a chain, without what leads from that of one account to why its price is so.
func (a *answer) links() []string {
	a.Find("td a[href*='/why?key=']").Remove()
	return a.rowsOf("Chain of the price")
}

// boxes are the boxes of the drawing of a chain, each as its lines; the names of levels come first.
func (a *answer) boxes() string {
	var texts []string
	for _, text := range a.Find("figure svg[role=img] text").EachIter() {
		texts = append(texts, strings.TrimSpace(text.Text()))
	}
	return strings.Join(texts, " | ")
}

// chainTold is a world in which the provider's fee and one of R1 became others since the delivery.
func chainTold(t *testing.T) (w *world, run domain.RunID) {
	w = told(t, worldStory+"user Blind at R1: operator, Manage sub-resellers\n")
	w.tell("P changes Mail month: recurring fee 12.34")
	w.tell("R1 changes Mail month: recurring fee 9.5")
	request := domain.RunRequest{Plan: resellerPlan, Options: domain.OptionSet{domain.UpdateFees: true, domain.UpdatePrices: true}, Policy: domain.Keep}
	id, err := w.db.Synchronize(t.Context(), w.viewers["P"], request)
	w.check(err)
	return w, id
}

// TestTheChainOfAPriceInARun follows a fee down the tree before a run and after it, in its table and its drawing, and back in its undo.
func TestTheChainOfAPriceInARun(t *testing.T) {
	t.Parallel()
	w, id := chainTold(t)
	run := "/synchronizations/" + idOf(id)
	w.get("P", run+"/chain?price=setup_fee@2-22-0-0").want(http.StatusOK).shows("The run changed nothing of it").hides("before the run")
	page := w.get("P", run+"/chain?"+chainFee).want(http.StatusOK).chained(
		"0 | You | — | USD | — | — | 12.34 | — | —",
		"1 | R1 | You | EUR 1 USD = 0.8 EUR 9.872 rounded to 9.87 | 9.87 | before: 8.00 → after: 9.87 | 9.50 own value | 9.87 | −0.37 −3.9 % below cost",
		"1 | R2 | You | USD | 12.34 | before: 10.00 → after: 12.34 | before: 10.00 → after: 12.34 | 12.34 | before: −2.34 → after: 0.00 before: −23.4 % → after: 0.0 %",
		"2 | R11 | R1 | USD 1 EUR = 1.25 USD 11.875 rounded to 11.88 | 11.88 | before: 10.00 → after: 11.88 | before: 10.00 → after: 11.88 | 11.88 | before: −1.88 → after: 0.00 before: −18.8 % → after: 0.0 %",
		"3 | R111 | R11 | USD | before: 10.00 → after: 11.88 | before: 10.00 → after: 11.88 | before: 10.00 → after: 11.88 | before: 10.00 → after: 11.88 | 0.00 0.0 %")
	const drawn = "Your offer | Level 1 | Level 2 | Level 3 | You | USD 12.34 | R1 | EUR 9.50 | below cost | R2 | USD 10.00 → 12.34 | margin −23.4 % → 0.0 % | " +
		"R11 | USD 10.00 → 11.88 | margin −18.8 % → 0.0 % | R111 | USD 10.00 → 11.88 | margin 0.0 %"
	if got := strings.ReplaceAll(page.boxes(), " |  | ", " | "); got != drawn {
		t.Errorf("the drawing says %s", got)
	}
	if label := page.Find("figure svg").AttrOr("aria-label", ""); !strings.Contains(label, "Chain of 1 month · Recurring fee over 4 levels") || page.Find("figure [style]").Length() > 0 {
		t.Errorf("the drawing is called %q", label)
	}
	undo := w.get("P", run+"/undo/chain?"+chainFee+"&only=below").want(http.StatusOK)
	undo.chained("1 | R2 | You | USD | 12.34 | before: 12.34 → after: 10.00 not delivered | before: 12.34 → after: 10.00 | 12.34 | before: 0.00 → after: −2.34 before: 0.0 % → after: −23.4 % below cost from now on",
		"1 | R1 | You | EUR 1 USD = 0.8 EUR 9.872 rounded to 9.87 | 9.87 | before: 9.87 → after: 8.00 not delivered | 9.50 own value | 9.87 | −0.37 −3.9 % below cost",
		"2 | R11 | R1 | USD 1 EUR = 1.25 USD 11.875 rounded to 11.88 | 11.88 | before: 11.88 → after: 10.00 not delivered | before: 11.88 → after: 10.00 | 11.88 | before: 0.00 → after: −1.88 before: 0.0 % → after: −18.8 % below cost from now on")
	undone, err := w.db.Undo(t.Context(), w.viewers["P"], id, nil)
	w.check(err)
	if diff := cmp.Diff(undo.links(), w.get("P", "/synchronizations/"+idOf(undone)+"/chain?"+chainFee+"&only=below").shows("before the undo").links()); diff != "" {
		t.Errorf("the undo is not as it was previewed (-preview +undo):\n%s", diff)
	}
	w.get("P", run+"/chain?"+chainFee+"&level=3").chained("3 | R111 | R11 | USD | before: 10.00 → after: 11.88 | before: 10.00 → after: 11.88 | before: 10.00 → after: 11.88 | before: 10.00 → after: 11.88 | 0.00 0.0 %")
	w.get("P", run+"/chain?"+chainFee+"&q=nobody").shows("Nothing matches this filter and search.")
	w.get("P", run+"/chain?by=reseller&"+chainFee+"&q=R2").chained("1 | R2 | You | USD | 12.34 | before: 10.00 → after: 12.34 | before: 10.00 → after: 12.34 | 12.34 | before: −2.34 → after: 0.00 before: −23.4 % → after: 0.0 %")
}

// TestTheFileOfAChain says what its page says: margins, whose a price is, why something else was delivered, and from what it was rounded.
func TestTheFileOfAChain(t *testing.T) {
	t.Parallel()
	w, id := chainTold(t)
	run := w.file("P", "/synchronizations/"+idOf(id)+"/chain.csv?"+chainFee)
	for who, want := range map[string]string{
		"R1":  "9.87; 9.87; 8; 9.87; 9.5; 9.5; 9.87; 9.87; -0.37; -0.37; -3.9; -3.9; yes; no; no; yes; 1 USD = 0.8 EUR; 9.8720",
		"R11": "11.88; 11.88; 10; 11.88; 10; 11.88; 11.88; 11.88; -1.88; 0; -18.8; 0; no; no; no; no; 1 EUR = 1.25 USD; 11.8750",
	} {
		line := run.one(t, "Reseller: "+who)
		if got := tell(line, "Offered Before", "Offered After", "Delivered Before", "Delivered After", "Sells At Before", "Sells At After", "Cost Before", "Cost After",
			"Margin Before", "Margin After", "Margin % Before", "Margin % After", "Own", "By a Rule", "Locked", "Below Cost", "Exchange Rate", "Before Rounding"); got != want {
			t.Errorf("the line of %s is %q, want %q", who, got, want)
		}
	}
	if line := w.file("P", "/synchronizations/"+idOf(id)+"/chain.xlsx?"+chainFee).one(t, "Reseller: R1"); tell(line, "Margin After", "Before Rounding") != "-0.37; 9.872" {
		t.Errorf("the workbook says of R1 %v", line)
	}
	undo := w.file("P", "/synchronizations/"+idOf(id)+"/undo/chain.csv?"+chainFee)
	if got := undo.one(t, "Reseller: R2")["Reason"]; got != "Not delivered" {
		t.Errorf("what the undo does not deliver says %q", got)
	}
	const without = "key=x&policy=keep&opt=" + string(domain.UpdateNames)
	w.tell("P changes Mail month: recurring fee 20")
	preview := w.file("P", "/products/plans/1/synchronize/preview/chain.csv?"+without+"&"+chainFee)
	if got := preview.one(t, "Reseller: R2")["Reason"]; got != "The box is not ticked" {
		t.Errorf("what is not passed on says %q", got)
	}
	blind := w.file("Blind", "/products/plans/2/chain.csv?"+chainFee).one(t, "Reseller: R1")
	if got := tell(blind, "Offered After", "Delivered After", "Sells At After", "Cost After", "Margin After", "Below Cost", "Exchange Rate", "Before Rounding"); got != "hidden; hidden; 9.5; hidden; hidden; hidden; ; " {
		t.Errorf("who sees no costs reads %q", got)
	}
	w.tell("R1 rules fees: +20 %")
	w.tell("R1 resets Mail month: recurring fee")
	if line := w.file("R1", "/products/plans/2/chain.csv?"+chainFee).one(t, "Reseller: R1"); tell(line, "Own", "By a Rule") != "no; yes" {
		t.Errorf("a price by a rule is %v", line)
	}
}

// TestTheChainOfAPriceInAPreview: what a run would do, why it does not deliver, and those for whom it is the same as one group.
func TestTheChainOfAPriceInAPreview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("R111 changes Mail month: recurring fee 8")
	w.tell("P changes Mail month: recurring fee 20")
	const preview = "/products/plans/1/synchronize/preview/chain?"
	w.get("P", preview+pricesTicked+"&"+chainFee).want(http.StatusOK).shows("Preview", "would come down").chained(
		"0 | You | — | USD | — | — | 20.00 | — | —",
		"1 | R1 | You | EUR 1 USD = 0.8 EUR | 16.00 | before: 8.00 → after: 16.00 | before: 8.00 → after: 16.00 | 16.00 | before: −8.00 → after: 0.00 before: −100.0 % → after: 0.0 %",
		"1 | R2 | You | USD | 20.00 | before: 10.00 → after: 20.00 | before: 10.00 → after: 20.00 | 20.00 | before: −10.00 → after: 0.00 before: −100.0 % → after: 0.0 %",
		"2 | R11 | R1 | USD 1 EUR = 1.25 USD | before: 10.00 → after: 20.00 | before: 10.00 → after: 20.00 | before: 10.00 → after: 20.00 | before: 10.00 → after: 20.00 | 0.00 0.0 %",
		"3 | R111 | R11 | USD | before: 10.00 → after: 20.00 | before: 10.00 → after: 20.00 | before: 8.00 → after: 20.00 own value before | before: 10.00 → after: 20.00 | before: −2.00 → after: 0.00 before: −25.0 % → after: 0.0 %")
	without := "key=x&policy=keep&opt=" + string(domain.UpdateNames)
	w.get("P", preview+without+"&"+chainFee+"&level=1").want(http.StatusOK).chained(
		"1 | R1 | You | EUR 1 USD = 0.8 EUR | 16.00 | 8.00 not delivered: the box is not ticked | 8.00 | 16.00 | −8.00 −100.0 % below cost",
		"1 | R2 | You | USD | 20.00 | 10.00 not delivered: the box is not ticked | 10.00 | 20.00 | −10.00 −100.0 % below cost")
	w.get("P", preview+pricesTicked+"&price=name@2-0-0-0").want(http.StatusNotFound)
	w.get("P", preview+pricesTicked+"&price=recurring_fee@77-22-0-0").want(http.StatusNotFound)
	w.get("P", preview+chainFee).want(http.StatusUnprocessableEntity)
}

// TestTheChainOfAPriceNow: from the viewer's own offer down, to a reseller whose line is strong, and never more than the viewer may see.
func TestTheChainOfAPriceNow(t *testing.T) {
	t.Parallel()
	w, _ := chainTold(t)
	const own = "/products/plans/2/chain?" + chainFee
	below := []string{"2 | R11 | You | USD 1 EUR = 1.25 USD 11.875 rounded to 11.88 | 11.88 | 11.88 | 11.88 | 11.88 | 0.00 0.0 %",
		"3 | R111 | R11 | USD | 11.88 | 11.88 | 11.88 | 11.88 | 0.00 0.0 %"}
	w.get("R1", own).want(http.StatusOK).chained(append([]string{"1 | You | — | EUR 1 USD = 0.8 EUR 9.872 rounded to 9.87 | 9.87 | 9.87 | 9.50 own value | 9.87 | −0.37 −3.9 % below cost"}, below...)...).hides("R2", "12.34")
	w.get("Blind", own).want(http.StatusOK).chained(append([]string{"1 | You | — | EUR | hidden | hidden | 9.50 own value | hidden | —"}, below...)...).hides("9.87", "12.34", "0.37")
	w.tell("R1 resets Mail month: recurring fee")
	w.get("Blind", own).shows("9.87")

	reseller := "/resellers/" + idOf(w.planted.Accounts["R111"]) + "/plans/2"
	line := w.get("P", reseller+"/chain?"+chainFee).want(http.StatusOK).shows("The line to R111 is strong.", "R11", "R2")
	if file := line.Find("a[href*='/chain.csv?']").AttrOr("href", ""); !strings.Contains(w.serve("P", http.MethodGet, file, "").Body.String(), "Level,Reseller ID,Reseller,Vendor ID") {
		t.Errorf("%s is no file of the chain", file)
	}
	for _, from := range []string{reseller + whyFee, "/products/plans/2" + whyFee} {
		link := w.get("P", from).Find("a[href*='/chain?']").First()
		w.get("P", link.AttrOr("href", "none")).want(http.StatusOK).shows("Chain of a price")
	}
	w.get("R2", reseller+"/chain?"+chainFee).want(http.StatusNotFound)
	w.get("R2", own).want(http.StatusOK).shows("Nobody below has this price.")
	w.get("P", "/products/plans/2/chain?price=recurring_fee@3-22-0-0").want(http.StatusNotFound)
	w.get("P", "/products/plans/2/chain").want(http.StatusNotFound)
}

// TestRunsLeadToChains: the price of a run's page, of a preview's and of an undo's leads to its chain, by plan and at a reseller.
func TestRunsLeadToChains(t *testing.T) {
	t.Parallel()
	w, id := chainTold(t)
	run := "/synchronizations/" + idOf(id)
	r1 := "/resellers/" + idOf(w.planted.Accounts["R1"])
	w.tell("P changes Mail month: recurring fee 13")
	for _, path := range []string{run + "?by=plan", run + r1, run + "/undo?by=plan", run + "/undo" + r1, "/products/plans/1/synchronize/preview?by=plan&" + pricesTicked,
		"/products/plans/1/synchronize/preview" + r1 + "?" + pricesTicked} {
		link := w.get("P", path).want(http.StatusOK).Find("a[href*='/chain?']").First()
		page := w.get("P", link.AttrOr("href", "none at "+path)).want(http.StatusOK).shows("Chain of a price")
		if strings.Contains(path, r1) {
			page.shows("The line to R1 is strong.")
		}
	}
	w.get("R1", run+"/chain?"+chainFee).want(http.StatusNotFound)
	w.get("P2", run+"/chain?"+chainFee).want(http.StatusNotFound)
}

// TestTheChainToOneReseller: a run of one subscription reaches one reseller; everybody between them and the viewer is in the chain as they were then,
// whatever they sell at since.
func TestTheChainToOneReseller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("R11 changes Mail month: recurring fee 15")
	request := domain.RunRequest{Plan: resellerPlan, Subscription: w.planted.Subscriptions["R111"], Reach: domain.ThisReseller,
		Options: domain.OptionSet{domain.UpdateFees: true}, Policy: domain.Keep}
	id, err := w.db.Synchronize(t.Context(), w.viewers["P"], request)
	w.check(err)
	rows := []string{"0 | You | — | USD | — | — | 10.00 | — | —", "1 | R1 | You | EUR 1 USD = 0.8 EUR | 8.00 | 8.00 | 8.00 | 8.00 | 0.00 0.0 %",
		"2 | R11 | R1 | USD 1 EUR = 1.25 USD | 10.00 | 10.00 | 15.00 own value | 10.00 | 5.00 33.3 %",
		"3 | R111 | R11 | USD | 15.00 | before: 10.00 → after: 15.00 | before: 10.00 → after: 15.00 | 15.00 | before: −5.00 → after: 0.00 before: −50.0 % → after: 0.0 %"}
	chain := "/synchronizations/" + idOf(id) + "/chain?" + chainFee
	w.get("P", chain).want(http.StatusOK).chained(rows...)
	w.tell("P changes Mail month: recurring fee 99")
	w.tell("R11 changes Mail month: recurring fee 98")
	w.tell("R111 changes Mail month: recurring fee 97")
	w.get("P", chain).want(http.StatusOK).chained(rows...)
	undo := "/synchronizations/" + idOf(id) + "/undo/chain?part=" + url.QueryEscape(domain.PartOf(w.planted.Accounts["R111"]).Texts()[0]) + "&" + chainFee
	w.get("P", undo+"&level=3").want(http.StatusOK).chained("3 | R111 | R11 | USD | 98.00 | before: 15.00 → after: 10.00 not delivered | 97.00 own value | 98.00 | −1.00 −1.0 % below cost")
}

// TestChainsAddUp: whatever price is followed, everybody in its chain has what Why says of it.
func TestChainsAddUp(t *testing.T) {
	t.Parallel()
	w, _ := chainTold(t)
	for _, as := range []string{"P", "R1"} {
		v := w.viewers[as]
		catalog, _, err := w.db.Catalog(t.Context(), v, v.Account.ID)
		w.check(err)
		var keys []domain.Key
		for key := range catalog.Plan(mailPlan).Prices() {
			keys = append(keys, key)
		}
		for _, link := range w.chain(as, keys[0]) {
			whys, err := w.db.Whys(t.Context(), v, link.Account, mailPlan, keys...)
			w.check(err)
			for i, why := range whys {
				links := w.chain(as, keys[i])
				at := slices.IndexFunc(links, func(l domain.ChainLink) bool { return l.Account == link.Account })
				has := links[at].After
				if has.Sold != why.Sold || has.Cost != why.Cost || has.Delivered != why.Delivered || has.MSRP != why.MSRP || has.Own != why.Own || why.Costs && has.Offered != why.Offered {
					t.Errorf("%s, account %d, %v: chain %+v, why %+v", as, link.Account, keys[i], has, why)
				}
			}
		}
	}
}

// chain is the chain of a price as it is now.
func (w *world) chain(as string, key domain.Key) []domain.ChainLink {
	w.t.Helper()
	page, err := w.db.NowChain(w.t.Context(), w.viewers[as], pages.ChainQuery{Key: key})
	w.check(err)
	return page.Chain.Links
}
