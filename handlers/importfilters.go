package handlers

import (
	"maps"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"tiersync/domain"
	"tiersync/views"
)

// This file filters the lines of a price list on the page before saving, and in its file: ?plan=, ?currency= and ?jump=, from how many percent on
// prices change. What can be chosen is what the lines of the state have.

// plansToChoose is of how many plans at most one is chosen from a list. Where lines have more, the search finds them by their names and ids.
const plansToChoose = 500

var oneHundred = decimal.NewFromInt(100)

// filterRows adds to a list the filters that rows of a state can have, and returns those that its address asks for.
func filterRows(c echo.Context, list *views.List, state string, rows []views.ImportRow) []views.ImportRow {
	plan := views.Filter{Name: "plan", Label: "Service plan", Value: c.QueryParam("plan"), Options: plansIn(rows)}
	currency := views.Filter{Name: "currency", Label: "Currency", Value: c.QueryParam("currency"), Options: currenciesIn(rows)}
	jump := views.Filter{Name: "jump", Label: "Changes by at least %", Value: c.QueryParam("jump"), Number: true}
	if len(plan.Options) > 2 && len(plan.Options) <= plansToChoose || plan.Value != "" {
		list.Filters = append(list.Filters, plan)
	}
	if len(currency.Options) > 2 || currency.Value != "" {
		list.Filters = append(list.Filters, currency)
	}
	var from decimal.NullDecimal
	if state == views.ImportChanged || state == views.ImportJumps {
		list.Filters = append(list.Filters, jump)
		if from = percentFilter(c, jump); from.Valid {
			from.Decimal = from.Decimal.Div(oneHundred)
		}
	}
	if plan.Value == "" && currency.Value == "" && !from.Valid {
		return rows
	}
	id := plainID[domain.PlanID](plan.Value)
	return slices.DeleteFunc(slices.Clone(rows), func(r views.ImportRow) bool {
		return plan.Value != "" && (r.Plan == nil || r.Plan.ID != id) || currency.Value != "" && string(r.Currency) != currency.Value ||
			from.Valid && r.By.LessThan(from.Decimal)
	})
}

// plansIn are the plans of rows, by name.
func plansIn(rows []views.ImportRow) []views.Option {
	plans := map[domain.PlanID]*domain.Plan{}
	for _, row := range rows {
		if row.Plan != nil {
			plans[row.Plan.ID] = row.Plan
		}
	}
	options := append([]views.Option{{Value: "", Label: "All service plans"}}, planChoices(slices.Collect(maps.Values(plans)))...)
	sortByName(options[1:], func(o views.Option) string { return o.Label })
	return options
}

// currenciesIn are the currencies that rows say.
func currenciesIn(rows []views.ImportRow) []views.Option {
	currencies := map[string]bool{}
	for _, row := range rows {
		if row.Currency != "" {
			currencies[string(row.Currency)] = true
		}
	}
	options := []views.Option{{Value: "", Label: "All currencies"}}
	for _, currency := range slices.Sorted(maps.Keys(currencies)) {
		options = append(options, views.Option{Value: currency, Label: currency})
	}
	return options
}
