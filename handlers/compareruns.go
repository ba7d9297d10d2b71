package handlers

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
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
	list.Extra = url.Values{}
	args, found := views.CompareRuns{}, []pages.RunPage{}
	for _, side := range []struct{ name, label string }{{"a", "Synchronization (ID)"}, {"b", "Compared with (ID)"}} {
		filter := views.Filter{Name: side.name, Label: side.label, Number: true, Value: strings.TrimSpace(plainText(c.QueryParam(side.name)))}
		list.Filters = append(list.Filters, filter)
		if filter.Value == "" {
			continue
		}
		every := pages.RunQuery{ListQuery: pages.ListQuery{Limit: math.MaxInt32}}
		if byValue(c) {
			every.Limit = 1
		}
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
	}
	switch {
	case args.A == nil:
		if err := h.candidates(c, &args, &list, found); err != nil {
			return err
		}
	case byValue(c):
		if err := h.compareValues(c, &args, &list); err != nil {
			return err
		}
	default:
		args.Rows = pageRows(&list, comparedRuns(found[0].Resellers, found[1].Resellers), func(r views.RunPair) []string {
			return []string{r.Name(), idText(r.Account())}
		})
	}
	args.List = list
	return show(c, views.CompareRunsPage(page(c, "Compare two synchronizations", "/synchronizations", runCrumbs()...), args))
}

// candidates lists the runs that can be chosen beside the one that is.
func (h *Runs) candidates(c echo.Context, args *views.CompareRuns, list *views.List, chosen []pages.RunPage) error {
	side := openSide(c, *list, len(chosen))
	runs, total, err := h.store.Runs(c.Request().Context(), viewer(c), list.ListQuery())
	if err != nil {
		return err
	}
	list.Total = total
	for _, one := range chosen {
		args.One = views.RunTitle(one.Run)
	}
	for _, run := range runs {
		if len(chosen) == 0 || run.ID != chosen[0].Run.ID {
			args.Others = append(args.Others, views.RunCandidate(*list, side, run))
		}
	}
	return nil
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

// byValue reports whether the address asks for the values of two runs, and not for resellers.
func byValue(c echo.Context) bool { return c.QueryParam("by") == "value" }

// compareValues adds a page of the values that came out otherwise: ?from= is where it begins.
func (h *Runs) compareValues(c echo.Context, args *views.CompareRuns, list *views.List) error {
	list.Extra.Set("by", "value")
	plan, values, _ := strings.Cut(c.QueryParam("from"), ".")
	from := pages.ComparedPlace{Plan: plainID[domain.PlanID](plan)}
	if n, ok := domain.WholeNumber(values); ok {
		from.Values = int(n)
	}
	args.From = from
	compared, err := h.store.CompareRuns(c.Request().Context(), viewer(c), [2]domain.RunID{args.A.ID, args.B.ID}, list.Query, from)
	args.Values = &compared
	return err
}

// ExportCompared is GET /synchronizations/compare.csv and .xlsx: every value that came out otherwise in two runs, a line for each of them and what
// became of it in one run.
func (h *Runs) ExportCompared(c echo.Context) error {
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	ids := [2]domain.RunID{plainID[domain.RunID](c.QueryParam("a")), plainID[domain.RunID](c.QueryParam("b"))}
	v := viewer(c)
	for _, id := range ids { // found before the first byte goes out
		if _, err := h.store.Run(c.Request().Context(), v, id, pages.RunQuery{ListQuery: pages.ListQuery{Limit: 1}}); err != nil {
			return err
		}
	}
	ctx := Waiting(c)
	return export(c, "synchronizations-"+idText(ids[0])+"-and-"+idText(ids[1]), comparedTable(func(row eachCompared) error {
		return h.store.ExportComparedRuns(ctx, v, ids, list.Query, row)
	}))
}

// eachCompared is called for each value that came out otherwise in two runs.
type eachCompared = func([2]domain.RunID, pages.ComparedValue, domain.Names) error

// comparedTable is what came out otherwise: planTable with the run in front.
func comparedTable(walk func(eachCompared) error) tablefile.Table {
	table := planTable(nil)
	return tablefile.Table{Name: "Compared", Columns: append([]string{"Synchronization ID"}, table.Columns...),
		Rows: walked(func(row rowFunc) error {
			return walk(func(runs [2]domain.RunID, value pages.ComparedValue, n domain.Names) error {
				for i, of := range value.Of {
					for _, one := range of.Cases {
						if err := row(append([]tablefile.Cell{tablefile.ID(runs[i])}, caseCells(one, n)...)...); err != nil {
							return err
						}
					}
				}
				return nil
			})
		})}
}
