package main

import (
	"net/url"
	"slices"
	"strings"

	"tiersync/domain"
	"tiersync/web/server"
)

// parameters say which id of a world stands for a parameter of a route; of several rows the first counts. [visitor.find] finds the ids.
var parameters = []struct{ prefix, parameter, id string }{
	{"/products/plans/:plan/subscriptions", ":plan", "program"},
	{"/products/plans/:plan/synchronize", ":plan", "program"},
	{"", ":plan", "plan"},
	{"", ":period", "period"},
	{"", ":resource", "resource"},
	{"", ":version", "version"},
	{"", ":sub", "subscription"},
	{"", ":change", "status"},
	{"", ":account", "reseller"},
	{"", ":template", "template"},
	{"", ":run", "run"},
	{"", ":entry", "delivery"},
	{"", ":reached", "reached"},
	{"", ":currency", "currency"},
	{"/products/sales-categories/", ":id", "sales category"},
	{"/products/plan-categories/", ":id", "plan category"},
	{"/products/resource-categories/", ":id", "resource category"},
	{"/products/resources/", ":id", "resource"},
	{"/notifications/schedules/", ":id", "schedule"},
	{"/notifications/templates/", ":id", "notification"},
	{"/order-flows/", ":id", "flow"},
	{"/recipes/", ":id", "recipe"},
	{"/terms/", ":id", "document"},
	{"/users/", ":id", "user"},
	{"/changes/", ":id", "change"},
	{"/resellers/", ":id", "reseller"},
	{"/products/prices/import/", ":file", "price file"},
	{"/static/", "*", "asset"},
	{"/shop/", ":shop", "shop"},
}

// priceBoxesTicked is the query of a preview: a dialog with the boxes of a price list.
const priceBoxesTicked = "key=measured&policy=overwrite&opt=" + string(domain.UpdateFees) + "&opt=" + string(domain.UpdatePrices)

// measuredPrice is the query of a chain: the recurring fee of the first period of the plan that is asked for.
const measuredPrice = "price=recurring_fee@:plan-:period-0-0"

// measuredRuns is the query of a comparison of two runs, value by value.
const measuredRuns = "a=:earlier&b=:run&by=value"

// measuredLink is the token of a one-time link.
const measuredLink = "measured"

// queries are asked for in place of the address alone: of long lists other pages, orders and a search, too.
var queries = map[string][]string{
	"/products/plans":                                {"", "q=Plan7", "sort=name&page=3"},
	"/products/plans/many":                           {"do=unpublish&all=yes"},
	"/products/plans/:plan/subscriptions":            {"", "page=3", "sort=name&dir=desc", "q=Reseller7"},
	"/products/compare":                              {"from=2026-01-31"},
	"/products/plans/:plan/as-of":                    {"on=2026-01-31"},
	"/resellers":                                     {"", "page=3", "q=Reseller7"},
	"/synchronizations":                              {"", "page=3", "q=Program"},
	"/synchronizations/:run":                         {"", "only=own", "sort=name&page=3", "by=plan", "by=plan&q=Plan7", "by=money"},
	"/synchronizations/compare":                      {"", measuredRuns, measuredRuns + "&q=Plan7"},
	"/synchronizations/compare.csv":                  {measuredRuns},
	"/synchronizations/compare.xlsx":                 {measuredRuns},
	"/audit":                                         {"", "q=Price"},
	"/set-password":                                  {"link=" + measuredLink},
	"/products/plans/:plan/synchronize/preview":      {priceBoxesTicked, priceBoxesTicked + "&by=plan"},
	"/products/plans/:plan/synchronize/preview.csv":  {priceBoxesTicked},
	"/products/plans/:plan/synchronize/preview.xlsx": {priceBoxesTicked},
	"/products/plans/:plan/synchronize/preview/resellers/:account":                    {priceBoxesTicked},
	"/products/plans/:plan/synchronize/preview/leave-out":                             {priceBoxesTicked},
	"/products/plans/:plan/chain":                                                     {measuredPrice, measuredPrice + "&by=reseller&page=3"},
	"/products/plans/:plan/chain.csv":                                                 {measuredPrice},
	"/products/plans/:plan/chain.xlsx":                                                {measuredPrice},
	"/resellers/:account/plans/:plan/chain":                                           {measuredPrice},
	"/resellers/:account/plans/:plan/chain.csv":                                       {measuredPrice},
	"/resellers/:account/plans/:plan/chain.xlsx":                                      {measuredPrice},
	"/synchronizations/:run/chain":                                                    {measuredPrice, measuredPrice + "&q=Reseller7"},
	"/synchronizations/:run/chain.csv":                                                {measuredPrice},
	"/synchronizations/:run/chain.xlsx":                                               {measuredPrice},
	"/synchronizations/:run/undo/chain":                                               {measuredPrice},
	"/synchronizations/:run/undo/chain.csv":                                           {measuredPrice},
	"/synchronizations/:run/undo/chain.xlsx":                                          {measuredPrice},
	"/products/plans/:plan/synchronize/preview/chain":                                 {priceBoxesTicked + "&" + measuredPrice},
	"/products/plans/:plan/synchronize/preview/chain.csv":                             {priceBoxesTicked + "&" + measuredPrice},
	"/products/plans/:plan/synchronize/preview/chain.xlsx":                            {priceBoxesTicked + "&" + measuredPrice},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview/chain":              {priceBoxesTicked + "&" + measuredPrice},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview/chain.csv":          {priceBoxesTicked + "&" + measuredPrice},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview/chain.xlsx":         {priceBoxesTicked + "&" + measuredPrice},
	"/products/plans/:plan/synchronize/preview/decide":                                {priceBoxesTicked},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview/decide":             {priceBoxesTicked},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview":                    {priceBoxesTicked},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview.csv":                {priceBoxesTicked},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview.xlsx":               {priceBoxesTicked},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview/resellers/:account": {priceBoxesTicked},
	"/products/plans/:plan/subscriptions/:sub/synchronize/preview/leave-out":          {priceBoxesTicked},
}

// page is something to ask the program for: a route with a query.
type page struct {
	server.Page
	query string
}

// name is the page's row in the tables.
func (p page) name() string {
	query := strings.TrimPrefix(strings.TrimPrefix(p.query, priceBoxesTicked), "&")
	query = strings.TrimPrefix(strings.TrimPrefix(query, measuredPrice), "&")
	query = strings.Replace(query, measuredRuns, "by=value", 1)
	if query == "" {
		return p.Path
	}
	return p.Path + "?" + query
}

// everyPage lists what is asked for, in the order of the routes.
func everyPage() []page {
	var list []page
	for _, route := range server.Pages() {
		asked := queries[route.Path]
		if asked == nil {
			asked = []string{""}
		}
		for _, query := range asked {
			list = append(list, page{route, query})
		}
	}
	return list
}

// address is the page's address for whoever has these ids, and the id that they lack where there is none.
func (p page) address(ids map[string]string) (path, lacks string) {
	parts := strings.Split(p.Path, "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, ":") && part != "*" {
			continue
		}
		name := parameterOf(p.Path, part)
		if ids[name] == "" {
			return "", name
		}
		parts[i] = ids[name]
	}
	named := strings.NewReplacer(":plan", ids["plan"], ":period", ids["period"], ":run", ids["run"], ":earlier", ids["earlier run"])
	u := url.URL{Path: strings.Join(parts, "/"), RawQuery: named.Replace(p.query)}
	return u.String(), ""
}

// parameterOf is the id that stands for a parameter of a route, "" where the table has no row for it.
func parameterOf(route, parameter string) string {
	i := slices.IndexFunc(parameters, func(row struct{ prefix, parameter, id string }) bool {
		return row.parameter == parameter && strings.HasPrefix(route, row.prefix)
	})
	if i < 0 {
		return ""
	}
	return parameters[i].id
}
