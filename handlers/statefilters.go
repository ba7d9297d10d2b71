package handlers

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// This file reads from an address which resellers, or subscriptions, a list shows by their state of synchronization and by what they are.

// facetStore answers what there is to filter resellers by.
type facetStore interface {
	ResellerFacets(ctx context.Context, v domain.Viewer) (pages.Facets, error)
	// Subtree is a reseller below the viewer and everybody below them.
	Subtree(ctx context.Context, v domain.Viewer, reseller domain.AccountID) ([]domain.AccountID, error)
}

// Parameters of the filters, and sort keys.
const (
	byState, byCurrency, byLevel, byVendor, bySubtree, byHeld, byBelowCost, byLowMargin = "state", "currency", "level", "vendor", "with_below", "held",
		"below_cost", "low_margin"
)

// stateFilter is what a list is filtered by.
type stateFilter struct {
	state                domain.SyncStateKey
	currency             domain.Currency
	level                int
	vendor               domain.AccountID
	subtree              map[domain.AccountID]bool // nil: everybody
	held, belowCost, low bool
}

// stateFilters adds the filters to the list: ?state=, ?currency=, ?level=, ?vendor=, ?with_below=, ?held=, ?below_cost=,
// ?low_margin=; more are choices of a state beside those of the table. What is none of the choices filters nothing, and is said.
func stateFilters(c echo.Context, store facetStore, list *views.List, more ...views.Option) (stateFilter, error) {
	facets, err := store.ResellerFacets(c.Request().Context(), viewer(c))
	if err != nil {
		return stateFilter{}, err
	}
	var states, levels []views.Option
	for _, info := range domain.SyncStates() {
		states = append(states, views.Option{Value: string(info.Key), Label: info.Label})
	}
	states = append(states, more...)
	for _, level := range facets.Levels {
		levels = append(levels, views.Option{Value: strconv.Itoa(level), Label: "Level " + strconv.Itoa(level)})
	}
	list.Filters = []views.Filter{
		optionFilter(c, byState, "State of synchronization", "All states", states),
		newFilter(byCurrency, "Currency", "All currencies", facets.Currencies, c),
		optionFilter(c, byLevel, "Level", "All levels", levels),
		optionFilter(c, byHeld, "Plans not on sale", "On sale or not", []views.Option{{Value: "yes", Label: "With plans not on sale"}}),
		optionFilter(c, byBelowCost, "Prices below cost", "Any price", []views.Option{{Value: "yes", Label: "Below cost"}}),
		optionFilter(c, byLowMargin, "Margins", "Any margin", []views.Option{{Value: "yes", Label: "Low margin"}}),
		accountFilter(c, byVendor, "Vendor ID", "a vendor"),
		accountFilter(c, bySubtree, "Reseller ID, with sub-resellers", "a reseller"),
	}
	f := stateFilter{state: domain.SyncStateKey(list.Filter(byState)), currency: domain.Currency(list.Filter(byCurrency)),
		vendor: plainID[domain.AccountID](list.Filter(byVendor)), held: list.Filter(byHeld) != "", belowCost: list.Filter(byBelowCost) != "",
		low: list.Filter(byLowMargin) != ""}
	f.level, _ = strconv.Atoi(list.Filter(byLevel))
	f.subtree, err = subtree(c, store, plainID[domain.AccountID](list.Filter(bySubtree)))
	return f, err
}

// accountFilter is the ID of an account. What is none, as their name, filters nothing, and is said.
func accountFilter(c echo.Context, name, label, of string) views.Filter {
	filter := views.Filter{Name: name, Label: label, Value: strings.TrimSpace(plainText(c.QueryParam(name))), Number: true}
	if filter.Value != "" && plainID[domain.AccountID](filter.Value) == 0 {
		notFiltered(c, name, "Enter the ID of "+of+", like 1234; this is none and leaves nothing out")
	}
	return filter
}

// subtree are a reseller and everybody below them; nil where none is asked for, nobody where they are not below the viewer.
func subtree(c echo.Context, store facetStore, reseller domain.AccountID) (map[domain.AccountID]bool, error) {
	if reseller == 0 {
		return nil, nil
	}
	all, err := store.Subtree(c.Request().Context(), viewer(c), reseller)
	if err != nil && domain.KindOf(err) != domain.KindNotFound {
		return nil, err
	}
	in := make(map[domain.AccountID]bool, len(all))
	for _, id := range all {
		in[id] = true
	}
	return in, nil
}

func (f stateFilter) any() bool {
	return f.state != "" || f.currency != "" || f.level != 0 || f.vendor != 0 || f.subtree != nil || f.held || f.belowCost || f.low
}

// listedState is what a filter looks at, and a list is sorted by.
type listedState struct {
	state     domain.SyncState
	known     bool
	currency  domain.Currency
	level     int
	account   domain.AccountID
	vendor    domain.AccountID
	of, name  string // the vendor's name, and their own
	elsewhere bool   // whose state is not known, because their vendor made the reseller plan by which they buy
}

func (f stateFilter) lets(s listedState) bool {
	return (f.state == "" || s.known && s.state.Info().Key == f.state || s.elsewhere && f.state == domain.StateElsewhere) && (f.currency == "" || s.currency == f.currency) &&
		(f.level == 0 || s.level == f.level) && (f.vendor == 0 || s.vendor == f.vendor) &&
		(f.subtree == nil || f.subtree[s.account]) && (!f.held || s.state.Held > 0) && (!f.belowCost || s.state.BelowCost > 0) && (!f.low || s.state.LowMargin > 0)
}

// stateSorts are the keys that a list is sorted by in memory; the largest numbers come first when the direction is turned round.
var stateSorts = map[string]func(a, b listedState) int{
	byState: func(a, b listedState) int {
		return cmp.Or(cmp.Compare(a.order(), b.order()), cmp.Compare(a.state.Words(), b.state.Words()))
	},
	byCurrency:  func(a, b listedState) int { return cmp.Compare(a.currency, b.currency) },
	byLevel:     func(a, b listedState) int { return cmp.Compare(a.level, b.level) },
	byHeld:      func(a, b listedState) int { return cmp.Compare(a.state.Held, b.state.Held) },
	byBelowCost: func(a, b listedState) int { return cmp.Compare(a.state.BelowCost, b.state.BelowCost) },
	byLowMargin: func(a, b listedState) int { return cmp.Compare(a.state.LowMargin, b.state.LowMargin) },
}

// order is where the state stands; who has none comes last.
func (s listedState) order() int {
	if !s.known {
		return len(domain.SyncStates())
	}
	return s.state.Order()
}

// stateRows leaves of rows those that the filter lets through, sorts them where the list asks for it, and cuts the page; all of them where
// every is set. It completes the list with the total.
func stateRows[T any](list *views.List, f stateFilter, every bool, rows []T, of func(T) listedState) []T {
	rows = slices.DeleteFunc(rows, func(row T) bool { return !f.lets(of(row)) })
	byName := nameOrder()
	compare := stateSorts[list.Sort]
	switch {
	case compare != nil:
	case list.Sort == byVendor:
		compare = func(a, b listedState) int { return byName(a.of, b.of) }
	case list.Sort == "name":
		compare = func(a, b listedState) int { return byName(a.name, b.name) }
	}
	if compare != nil {
		slices.SortStableFunc(rows, func(a, b T) int {
			if list.Desc {
				a, b = b, a
			}
			return compare(of(a), of(b))
		})
	}
	if list.Total = len(rows); every {
		return rows
	}
	list.Page = min(list.Page, list.Pages())
	from := min((list.Page-1)*views.PageSize, len(rows))
	return rows[from:min(from+views.PageSize, len(rows))]
}

// resellerSorts are the keys by which resellers can be sorted; the first is the tree.
var resellerSorts = []string{"tree", "name", byLevel, byVendor, byCurrency, byState, byHeld, byBelowCost, byLowMargin}

// listResellers reads what the address asks for, and the resellers with their states: one page, or all where every is set.
func (h *Resellers) listResellers(c echo.Context, every bool) (list views.List, rows []views.ResellerState, err error) {
	if list, err = listState(c, resellerSorts...); err != nil {
		return list, nil, err
	}
	filter, err := stateFilters(c, h.store, &list, views.Option{Value: string(domain.StateElsewhere), Label: domain.ElsewhereLabel})
	if err != nil {
		return list, nil, err
	}
	v, ctx := viewer(c), c.Request().Context()
	inMemory := filter.any() || list.Sort != "tree"
	query := list.ListQuery()
	if every || inMemory {
		query = everyRow(list)
	}
	found, total, err := h.store.Resellers(ctx, v, v.Account.ID, query)
	if err != nil {
		return list, nil, err
	}
	list.Total = total
	states, err := h.states(ctx, v, found)
	if err != nil {
		return list, nil, err
	}
	if rows = withStates(found, states); inMemory {
		rows = stateRows(&list, filter, every, rows, func(r views.ResellerState) listedState {
			return listedState{r.Sync, r.Known, r.Currency, r.Level, r.ID, r.Parent, r.ParentName, r.Name, r.Elsewhere()}
		})
	}
	return list, rows, nil
}

// listSubscriptions is listResellers of the subscriptions to a reseller plan.
func (h *Subscriptions) listSubscriptions(c echo.Context, plan domain.PlanID, every bool) (l views.SubscriptionList, err error) {
	if l.List, err = listState(c, append(slices.Clone(subscriptionSorts), byCurrency, byVendor, byState, byHeld, byBelowCost, byLowMargin)...); err != nil {
		return l, err
	}
	filter, err := stateFilters(c, h.store, &l.List)
	if err != nil {
		return l, err
	}
	v, ctx := viewer(c), c.Request().Context()
	inMemory := filter.any() || !slices.Contains(subscriptionSorts, l.List.Sort)
	query := l.List.ListQuery()
	if every || inMemory {
		query = everyRow(l.List)
	}
	if l.Rows, l.List.Total, err = h.store.Subscriptions(ctx, v, plan, query); err != nil {
		return l, err
	}
	if l.Sync, err = h.store.SyncStatesOf(ctx, v, plan, accountsOf(l.Rows)); err != nil || !inMemory {
		return l, err
	}
	sorted := l.List
	if slices.Contains(subscriptionSorts, sorted.Sort) { // they are in order already
		sorted.Sort = ""
	}
	l.Rows = stateRows(&sorted, filter, every, l.Rows, func(r domain.SubscriptionRow) listedState {
		return listedState{l.Sync[r.ID], true, r.Currency, r.Level, r.Account, r.Vendor, r.VendorName, r.AccountName, false}
	})
	l.List.Total, l.List.Page = sorted.Total, sorted.Page
	return l, nil
}
