package pages

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tiersync/domain"
)

// valueSearch is a search that finds values: by a part of their words, or by an amount that they were or became, as people write it.
type valueSearch struct {
	search     string
	amount     string // what is searched for, where it is a number
	names      domain.Names
	values     bool // it finds some words of values, or may find an amount
	fields     map[domain.Field]bool
	periods    map[domain.PeriodID]bool
	resources  map[domain.ResourceID]bool
	categories map[domain.CategoryID]bool
	schedules  map[domain.ScheduleID]bool
}

// newValueSearch searches for a text among values with these names.
func newValueSearch(text string, names domain.Names) valueSearch {
	l := valueSearch{search: strings.ToLower(strings.TrimSpace(text)), names: names}
	if l.search == "" {
		return l
	}
	l.amount = amountOf(l.search)
	l.fields = map[domain.Field]bool{}
	for _, info := range domain.Fields() {
		if l.contains(info.Label) {
			l.fields[info.Field] = true
		}
	}
	l.periods, l.resources = found(l, names.Periods), found(l, names.Resources)
	l.categories, l.schedules = found(l, names.Categories), found(l, names.Schedules)
	l.values = l.amount != "" || len(l.fields)+len(l.periods)+len(l.resources)+len(l.categories)+len(l.schedules) > 0
	return l
}

// shownAmount is an amount as pages show it, with its currency or without: "USD 1,234.50", "8,000".
var shownAmount = regexp.MustCompile(`^(?:[a-z]{3}[\s\p{Zs}]+)?([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(\.[0-9]{1,12})?$`)

// amountOf is the canonical form of an amount, as pages show it or as people type it; "" of a text that is none.
func amountOf(search string) string {
	if parts := shownAmount.FindStringSubmatch(search); parts != nil {
		search = strings.ReplaceAll(parts[1], ",", "") + parts[2]
	}
	price, err := domain.ParsePrice(search, domain.MeteredDecimals)
	if err != nil {
		return ""
	}
	return price.String()
}

// found are the ids whose names the search finds.
func found[ID comparable](l valueSearch, names map[ID]string) map[ID]bool {
	ids := map[ID]bool{}
	for id, name := range names {
		if l.contains(name) {
			ids[id] = true
		}
	}
	return ids
}

func (l valueSearch) contains(text string) bool {
	return text != "" && strings.Contains(strings.ToLower(text), l.search)
}

// findsPlan reports whether the search finds a plan, by its id or a part of its name.
func (l valueSearch) findsPlan(id domain.PlanID) bool {
	return id != 0 && l.search != "" && (l.search == strconv.FormatInt(int64(id), 10) || l.contains(l.names.Plans[id]))
}

// finds reports whether the search finds a value: by its words, or by one of the amounts that are told of it.
func (l valueSearch) finds(k domain.Key, amounts ...string) bool {
	if l.amount != "" && slices.Contains(amounts, l.amount) {
		return true
	}
	return l.values && (l.fields[k.Field] || k.Period != 0 && l.periods[k.Period] || k.Resource != 0 && l.resources[k.Resource] ||
		k.Category != 0 && l.categories[k.Category] || k.Schedule != 0 && l.schedules[k.Schedule]) || k.Plan == 0 && l.contains(k.Name)
}
