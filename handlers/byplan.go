package handlers

import (
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
	"tiersync/views"
	"tiersync/views/pages"
)

// This file reads from an address how a run, an undo or a preview is listed: by reseller or by plan, and what of it.

// runAsk asks for a page of a run, of an undo or of a preview, by resellers and by plans, and in money; nil: the latter is no page of its own.
type runAsk struct {
	resellers func(pages.RunQuery) (pages.RunPage, error)
	plans     func(pages.RunQuery) (pages.RunPlansPage, error)
	money     func() (pages.RunPage, error)
}

// screen is the page that the address asks for. The pages of what happened to one reseller begin with path.
func (a runAsk) screen(c echo.Context, path string) (views.RunScreen, error) {
	list, query, err := runList(c)
	if err != nil {
		return views.RunScreen{}, err
	}
	s := views.RunScreen{Query: query, Only: query.Only, Look: query.Look, HasMoney: a.money != nil, SeesCosts: viewer(c).SeesCosts()}
	s.Result = func(r pages.RunReseller) string { return path + resellerPath(r) }
	switch {
	case byPlan(c):
		var plans pages.RunPlansPage
		plans, err = a.plans(query)
		s.RunPage, s.Plans = plans.RunPage, &plans
	case a.money != nil && c.QueryParam("by") == "money":
		s.Money = true
		s.RunPage, err = a.money()
	default:
		s.RunPage, err = a.resellers(query)
	}
	list.Total = s.RunPage.Total
	list.Filters = resellerFilters(query.Finding, s.RunPage)
	if s.Plans == nil || !query.Priced() { // of which no box or outcome tells
		list.Filters = append(outcomeFilters(query.Finding, s.RunPage), list.Filters...)
	}
	s.List = list
	return s, err
}

// byPlan reports whether the address asks for plans.
func byPlan(c echo.Context) bool { return c.QueryParam("by") == "plan" }

// runList reads the state of a run's list: ?by=plan, ?only=, ?look=, and what is looked for, by ?plan=, ?value=, ?box=, ?outcome=, ?show=,
// ?level= and ?currency=.
func runList(c echo.Context) (views.List, pages.RunQuery, error) {
	list, only, err := resellerList(c)
	if err != nil {
		return list, pages.RunQuery{}, err
	}
	if byPlan(c) {
		list.Extra.Set("by", "plan")
		list.Sort, list.Desc = list.Unsort, false
	}
	query := pages.RunQuery{ListQuery: list.ListQuery(), Only: only, Look: lookOf(c, &list), Finding: findingOf(c, list.Extra)}
	return list, query, nil
}

// findingOf reads which outcomes an address asks for, and says beside a field of the search what is none of its choices. What no field of the search says, the links of the list carry on.
func findingOf(c echo.Context, extra url.Values) (f pages.Finding) {
	if f.Plan = plainID[domain.PlanID](c.QueryParam("plan")); f.Plan != 0 {
		extra.Set("plan", idText(f.Plan))
	}
	if f.Outside = c.QueryParam("plan") == views.OutsidePlans; f.Outside {
		extra.Set("plan", views.OutsidePlans)
	}
	if f.Plan == 0 && !f.Outside {
		noChoiceAt(c, "plan", views.InAddress)
	}
	if key, ok := domain.ParseKey(c.QueryParam("value")); ok {
		f.Key = key
		extra.Set("value", key.Text())
	} else {
		noChoiceAt(c, "value", views.InAddress)
	}
	f.Show = shownOf(c, extra)
	if box := domain.OptionKey(c.QueryParam("box")); domain.AllOptions()[box] {
		f.Option = box
	} else {
		noChoice(c, "box")
	}
	if what := domain.What(c.QueryParam("outcome")); slices.Contains(domain.Whats(), what) {
		f.What = what
	} else {
		noChoice(c, "outcome")
	}
	if level, err := strconv.Atoi(c.QueryParam(byLevel)); err == nil && level > 0 {
		f.Level = level
	} else {
		noChoice(c, byLevel)
	}
	if currency := domain.Currency(c.QueryParam(byCurrency)); slices.Contains(domain.Currencies(), currency) {
		f.Currency = currency
	} else {
		noChoice(c, byCurrency)
	}
	return f
}

// outcomeFilters are the fields beside the search of a run's list that narrow what became of values.
func outcomeFilters(f pages.Finding, run pages.RunPage) []views.Filter {
	var boxes, outcomes []views.Option
	for _, option := range domain.Options() {
		if f.Show == pages.ShowEverything || f.Option == option.Key || slices.Contains(run.Run.Options, option.Key) {
			boxes = append(boxes, views.Option{Value: string(option.Key), Label: option.Label})
		}
	}
	for _, what := range domain.Whats() {
		outcomes = append(outcomes, views.Option{Value: string(what), Label: views.OutcomeLabel(what)})
	}
	return []views.Filter{
		findingFilter("box", "Box", "All boxes", string(f.Option), boxes),
		findingFilter("outcome", "Outcome", "All outcomes", string(f.What), outcomes),
	}
}

// resellerFilters are those that narrow whose they are.
func resellerFilters(f pages.Finding, run pages.RunPage) []views.Filter {
	var levels, currencies []views.Option
	for _, level := range withAsked(run.Levels, f.Level) {
		levels = append(levels, views.Option{Value: strconv.Itoa(level), Label: "Level " + strconv.Itoa(level)})
	}
	for _, currency := range withAsked(run.Currencies, f.Currency) {
		currencies = append(currencies, views.Option{Value: string(currency), Label: string(currency)})
	}
	return []views.Filter{
		findingFilter(byLevel, "Level", "All levels", levelText(f.Level), levels),
		findingFilter(byCurrency, "Currency", "All currencies", string(f.Currency), currencies),
	}
}

func findingFilter(name, label, all, value string, options []views.Option) views.Filter {
	return views.Filter{Name: name, Label: label, Value: value, Options: append([]views.Option{{Label: all}}, options...)}
}

func levelText(level int) string {
	if level == 0 {
		return ""
	}
	return strconv.Itoa(level)
}

// withAsked are the choices with the one that is asked for, where it is none of them.
func withAsked[T comparable](choices []T, asked T) []T {
	if asked == *new(T) || slices.Contains(choices, asked) {
		return choices
	}
	return append(slices.Clip(choices), asked)
}

// eachPlan is called for each plan of a run.
type eachPlan = func(pages.RunPlan, domain.Names) error

// plansTable is a run by plan: what it did, or the prices that are looked for by their cost.
func plansTable(c echo.Context, q pages.RunQuery, walk func(eachPlan) error) tablefile.Table {
	if q.Priced() {
		return pricedTable(walk, viewer(c).SeesCosts())
	}
	return planTable(walk)
}

// planTable is what a run did to the plans that a walk meets: a line for each value and what became of it.
func planTable(walk func(eachPlan) error) tablefile.Table {
	return tablefile.Table{Name: "By Plan",
		Columns: []string{"Plan ID", "Service Plan or Part", "Period ID", "Resource ID", "From", "Field", "Value", "Outcome", "Before", "After",
			"Offered", "Currency", "Reason", "Box", "Exchange Rate", "Resellers", "First Resellers"},
		Rows: eachCase(walk, caseCells)}
}

// pricedTable is the prices of plans that a walk meets, with what is paid for each where costs are seen: a line for each price and its costs.
func pricedTable(walk func(eachPlan) error, costs bool) tablefile.Table {
	columns := append(costColumns([]string{"Plan ID", "Service Plan or Part", "Period ID", "Resource ID", "From", "Field", "Value", "Before", "After", "Currency"}, costs),
		"Resellers", "First Resellers")
	return tablefile.Table{Name: "Prices by Plan", Columns: columns, Rows: eachCase(walk, func(c pages.PlanCase, n domain.Names) []tablefile.Cell {
		return append(costMoveCells(nil, c.Price, n, c.Currency, costs), whoCells(c)...)
	})}
}

// eachCase are the lines of plans: one for each value and case.
func eachCase(walk func(eachPlan) error, cells func(pages.PlanCase, domain.Names) []tablefile.Cell) iter.Seq2[[]tablefile.Cell, error] {
	return walked(func(row rowFunc) error {
		return walk(func(p pages.RunPlan, n domain.Names) error {
			for _, v := range p.Values {
				for _, one := range v.Cases {
					if err := row(cells(one, n)...); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
}

// caseCells are what became of a value at some resellers.
func caseCells(c pages.PlanCase, n domain.Names) []tablefile.Cell {
	return append(valueCells(c.Outcome, n, c.Currency), whoCells(c)...)
}

// whoCells are how many resellers have a case, and the first of them.
func whoCells(c pages.PlanCase) []tablefile.Cell {
	names := make([]string, len(c.First))
	for i, r := range c.First {
		names[i] = r.Name
	}
	return []tablefile.Cell{tablefile.Count(c.Resellers), tablefile.Text(strings.Join(names, ", "))}
}
