package handlers

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
	"tiersync/views/pages"
)

// Compare is GET /synchronizations/compare: two runs of the viewer's account, ?a= and ?b=, and the resellers for whom they came to something
// else.
func (h *Runs) Compare(c echo.Context) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	args, found := views.CompareRuns{}, []pages.RunPage{}
	for _, side := range []struct{ name, label string }{{"a", "Synchronization (ID)"}, {"b", "Compared with (ID)"}} {
		filter := views.Filter{Name: side.name, Label: side.label, Number: true, Value: strings.TrimSpace(plainText(c.QueryParam(side.name)))}
		list.Filters = append(list.Filters, filter)
		if filter.Value == "" {
			continue
		}
		every := pages.RunQuery{ListQuery: pages.ListQuery{Limit: math.MaxInt32}}
		run, err := h.store.Run(c.Request().Context(), viewer(c), plainID[domain.RunID](filter.Value), every)
		switch {
		case domain.KindOf(err) == domain.KindNotFound && err != nil:
			formOf(c).fail(side.name, "Enter the ID of a synchronization of yours")
		case err != nil:
			return err
		default:
			found = append(found, run)
		}
	}
	if len(found) == 2 {
		args.A, args.B = &found[0].Run, &found[1].Run
		args.Rows = pageRows(&list, comparedRuns(found[0].Resellers, found[1].Resellers), func(r views.RunPair) []string {
			return []string{r.Name(), idText(r.Account())}
		})
	}
	args.List = list
	return show(c, views.CompareRunsPage(page(c, "Compare two synchronizations", "/synchronizations", runCrumbs()...), args))
}

// comparedRuns are the resellers for whom two runs came to something else, by level and name: a subscription is in one of them alone, or had
// another number of changes or another reason.
func comparedRuns(a, b []pages.RunReseller) []views.RunPair {
	pairs := map[domain.SubscriptionID]views.RunPair{}
	for i := range a {
		pairs[a[i].Subscription] = views.RunPair{A: &a[i]}
	}
	for i := range b {
		pair := pairs[b[i].Subscription]
		pair.B = &b[i]
		pairs[b[i].Subscription] = pair
	}
	var list []views.RunPair
	for _, pair := range pairs {
		if pair.Differs() {
			list = append(list, pair)
		}
	}
	byName := nameOrder()
	slices.SortFunc(list, func(x, y views.RunPair) int {
		return cmp.Or(cmp.Compare(x.Either().Level, y.Either().Level), byName(x.Name(), y.Name()), cmp.Compare(x.Either().Subscription, y.Either().Subscription))
	})
	return list
}
