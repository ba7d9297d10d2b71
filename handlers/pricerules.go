package handlers

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/views"
)

// rulesPath is where a reseller makes rules for prices: its address has the rule that is to be set, or the key of one that is to be removed.
const rulesPath = pricesPath + "/rules"

// ruleRequest is what an address asks to become of the rules, and what comes of it.
type ruleRequest struct {
	all   domain.PriceList
	rules map[domain.Key]string // to set; "": to remove
	made  []domain.Calculated
	page  views.PriceRules
}

// Rules is GET /products/prices/rules: the rules, the form of one, and below it what it would change.
func (h *Prices) Rules(c echo.Context) error {
	asked, err := h.ruleRequest(c)
	if err != nil {
		return err
	}
	return showRules(c, asked)
}

// SaveRules is POST /products/prices/rules: the rule is set or removed, where it comes to what was shown, or somebody chose it over what
// a colleague made of it meanwhile.
func (h *Prices) SaveRules(c echo.Context) error {
	request, err := h.ruleRequest(c)
	if err != nil {
		return err
	}
	f, what := formOf(c), request.change()
	if f.err() == nil && !f.has("told") && (!request.page.Shown || f.text("bound") != request.page.Bound) {
		if _, err := h.store.PreviewChange(c.Request().Context(), viewer(c), asked(c, "seen", what)); domain.Colliding(err) != nil {
			return err
		}
		f.fail("", "Prices were changed since this was shown. Nothing was saved. Look at it again.")
	}
	text := "The rule is saved."
	if request.page.Removes != nil {
		text = "The rule is removed."
	}
	return save(c, h.store, what, text, rulesPath, func() error { return showRules(c, request) })
}

// change sets or removes the rule.
func (asked ruleRequest) change() domain.Change {
	what := domain.ChangeOfMany(domain.PriceRulesChanged)
	for key, text := range asked.rules {
		if text == "" {
			what.Reset = append(what.Reset, key)
		} else {
			what.Typed = append(what.Typed, domain.KeyedValue{Key: key, Value: text})
		}
	}
	return what
}

// ruleRequest reads what the address asks for: ?for=, ?of=, ?percent=, ?amount= and ?rounding=, or ?remove= a key.
func (h *Prices) ruleRequest(c echo.Context) (asked ruleRequest, err error) {
	if asked.all, err = priceListOf(c, h.store); err != nil {
		return asked, err
	}
	v, params, state := viewer(c), c.Request().URL.Query(), asked.all.State
	asked.page = views.PriceRules{Rules: state.Own.Rules(), Makes: state.Made(), Names: asked.all.Names, Currency: v.Account.Currency,
		MayEdit: v.May(domain.EditPrices), Typed: params, Here: c.Request().URL.RequestURI(), For: ruleTargets(state.Delivered)}
	asked.page.Any = len(asked.page.For) > 1
	if asked.page.Seen, err = seenOf(c, h.store, domain.Ref{Of: domain.ObjectCatalog}); err != nil {
		return asked, err
	}
	switch {
	case params.Has("remove"):
		asked.remove(c)
	case params.Has("for"):
		asked.set(c)
	}
	if asked.rules != nil && formOf(c).err() == nil {
		asked.made, asked.page.Over = asked.all.WithRules(asked.rules)
		asked.page.Shown, asked.page.Bound = true, rulesDigest(asked)
	}
	return asked, nil
}

// ruleTargets are what a rule can be for: all plans, the plan categories and the plans that were delivered.
func ruleTargets(delivered *domain.Catalog) []views.Option {
	var categories, plans []views.Option
	if delivered != nil {
		if delivered.Categories != nil {
			for _, p := range delivered.Categories.Plan {
				categories = append(categories, views.Option{Value: views.RuleFor(domain.FeeRuleKey(0, p.ID)), Label: p.Name, Group: "Plan categories"})
			}
		}
		labels := planLabels(delivered.Plans)
		for _, p := range delivered.Plans {
			plans = append(plans, views.Option{Value: views.RuleFor(domain.FeeRuleKey(p.ID, 0)), Label: labels[p.ID], Group: "Service plans"})
		}
	}
	for _, list := range [][]views.Option{categories, plans} {
		sortByName(list, func(o views.Option) string { return o.Label })
	}
	return append(append([]views.Option{{Value: views.ForAll, Label: "All plans"}}, categories...), plans...)
}

// remove takes the rule that the address names away; one that is not there leads to no page.
func (r *ruleRequest) remove(c echo.Context) {
	for _, key := range domain.ParseKeys(c.QueryParams()["remove"]) {
		if rule, there := r.all.State.Own.Value(key); there && key.Field.IsRule() {
			r.page.Removes, r.rules = &rule, map[domain.Key]string{key: ""}
			return
		}
	}
	formOf(c).fail("", "This rule is not there any more.")
}

// set reads the rule that the address says; what is wrong stands beside its field.
func (r *ruleRequest) set(c echo.Context) {
	f, params := formOf(c), c.QueryParams()
	target, of := params.Get("for"), params.Get("of")
	if !views.Offers(r.page.For, target) {
		f.fail("for", chooseFromList)
	}
	if !views.Offers(views.RuleOf(), of) {
		f.fail("of", chooseFromList)
	}
	rule := r.readRule(f, params)
	if f.err() != nil {
		return
	}
	id, isPlan := strings.CutPrefix(target, "plan-")
	plan, category := plainID[domain.PlanID](id), domain.CategoryID(0)
	if !isPlan {
		plan, category = 0, plainID[domain.CategoryID](strings.TrimPrefix(target, "category-"))
	}
	r.rules = map[domain.Key]string{}
	if of != views.RuleForRates {
		r.rules[domain.FeeRuleKey(plan, category)] = rule.String()
	}
	if of != views.RuleForFees {
		r.rules[domain.RateRuleKey(plan, category)] = rule.String()
	}
}

// readRule reads percent, amount and rounding.
func (r *ruleRequest) readRule(f *form, params url.Values) domain.PriceRule {
	number := func(name string, read func(string) (decimal.Decimal, error)) decimal.Decimal {
		return askedNumber(f, params, name, read)
	}
	rule := domain.PriceRule{Percent: number("percent", domain.ParsePercent), Amount: number("amount", domain.ParseDifference),
		Rounding: domain.Rounding(params.Get("rounding")), Decimals: r.page.Currency.Exponent()}
	if problem := rule.Problem(); problem != "" && f.err() == nil {
		f.fail("percent", problem)
	}
	return rule
}

// rulesDigest stands for the rules that there are and what comes of others.
func rulesDigest(asked ruleRequest) string {
	return digestOf(func(w io.Writer) {
		fmt.Fprintln(w, calculatedDigest(asked.made))
		for _, rule := range asked.page.Rules {
			fmt.Fprintln(w, rule.Key.Text(), rule.Value)
		}
	})
}

// showRules shows the page: first the prices that come to be below cost, then the others that change, then those of which the rule makes none.
func showRules(c echo.Context, asked ruleRequest) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	list.Path, list.Extra = rulesPath, c.QueryParams()
	list.Extra.Del("page")
	var below, others, left []domain.Calculated
	for _, one := range asked.made {
		switch {
		case one.Why != "":
			left = append(left, one)
		case one.Becomes().BelowCost():
			below = append(below, one)
		default:
			others = append(others, one)
		}
	}
	asked.page.Left, asked.page.Below, asked.page.Changed = len(left), len(below), len(below)+len(others)
	asked.page.Rows = pageRows(&list, slices.Concat(below, others, left), nil)
	asked.page.List = list
	return show(c, views.PriceRulesPage(page(c, "Price rules", pricesPath, views.Crumb{Label: "Prices", URL: pricesPath}), asked.page))
}
