package handlers

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
	"tiersync/views"
	"tiersync/views/pages"
)

// chainStore follows a price down the tree below the viewer: in a run, in what a run or an undo would do, and as it is now. All answer
// KindNotFound for what is another account's, and for a price that nobody has.
type chainStore interface {
	planReader
	RunChain(context.Context, domain.Viewer, domain.RunID, pages.ChainQuery) (pages.Chain, error)
	PreviewChain(context.Context, domain.Viewer, domain.RunRequest, pages.ChainQuery) (pages.Chain, error)
	UndoChain(context.Context, domain.Viewer, domain.RunID, domain.Part, pages.ChainQuery) (pages.Chain, error)
	NowChain(context.Context, domain.Viewer, pages.ChainQuery) (pages.Chain, error)
}

// Chains are the pages of one price on its way down.
type Chains struct{ store chainStore }

// NewChains returns the pages over a store.
func NewChains(store chainStore) *Chains { return &Chains{store} }

// Run is GET /synchronizations/:run/chain: a price in a run, and its file where the address ends as one.
func (h *Chains) Run(c echo.Context) error {
	id, err := pathID[domain.RunID](c, "run")
	if err != nil {
		return err
	}
	return answerChain(c, url.Values{}, "chain-in-synchronization-"+idText(id), func(q pages.ChainQuery) (pages.Chain, error) {
		return h.store.RunChain(c.Request().Context(), viewer(c), id, q)
	}, func(chain pages.Chain) views.Page {
		crumbs := append(runCrumbs(), views.Crumb{Label: views.RunTitle(*chain.Run), URL: views.RunURL(id)})
		return page(c, "Chain of a price", "/synchronizations", crumbs...)
	})
}

// Preview is GET .../synchronize/preview/chain: a price in what a run would do.
func (h *Chains) Preview(c echo.Context) error {
	request, err := runRequest(c, c.Request().URL.Query())
	if err != nil {
		return err
	}
	return answerChain(c, previewValues(request), "chain-in-preview", func(q pages.ChainQuery) (pages.Chain, error) {
		return h.store.PreviewChain(c.Request().Context(), viewer(c), request, q)
	}, func(chain pages.Chain) views.Page {
		crumbs := planCrumbs(chain.Run.Plan, chain.Run.PlanName, request.Subscription, chain.Run.Reseller)
		return page(c, "Chain of a price", "/products/plans", append(crumbs, views.Crumb{Label: "Preview", URL: previewURL(request)})...)
	})
}

// Undo is GET /synchronizations/:run/undo/chain: a price in what taking a run back would do.
func (h *Chains) Undo(c echo.Context) error {
	id, part, err := undoOf(c)
	if err != nil {
		return err
	}
	list := views.List{Extra: url.Values{}}
	carryPart(part, &list)
	return answerChain(c, list.Extra, "chain-in-undo-of-"+idText(id), func(q pages.ChainQuery) (pages.Chain, error) {
		return h.store.UndoChain(c.Request().Context(), viewer(c), id, part, q)
	}, func(chain pages.Chain) views.Page {
		crumbs := append(undoCrumbs(*chain.Run), views.Crumb{Label: "Undo", URL: views.PartURL(views.UndoURL(id), part)})
		return page(c, "Chain of a price", "/synchronizations", crumbs...)
	})
}

// Now is GET /products/plans/:plan/chain, and the same of a reseller's plan: a price as everybody has it now.
func (h *Chains) Now(c echo.Context) error {
	args, err := loadPlan(c, h.store)
	if err != nil {
		return err
	}
	return answerChain(c, url.Values{}, "chain", func(q pages.ChainQuery) (pages.Chain, error) {
		if q.Key.Plan != args.Plan.ID {
			return pages.Chain{}, domain.NotFound("The price")
		}
		if args.Foreign() {
			q.Account = args.Reseller.ID
		}
		return h.store.NowChain(c.Request().Context(), viewer(c), q)
	}, func(pages.Chain) views.Page { return planPage(c, args, "Chain of a price") })
}

// answerChain asks for the chain that the address asks for, and answers with its page, or with its file. The links of the page carry on what
// says of what it is.
func answerChain(c echo.Context, of url.Values, name string, ask func(pages.ChainQuery) (pages.Chain, error), in func(pages.Chain) views.Page) error {
	list, query, err := chainList(c, of)
	if err != nil {
		return err
	}
	if pages.FormatOf(c.Request().URL.Path) != "" {
		query.Resellers, query.Limit, query.Offset = true, math.MaxInt32, 0
	}
	chain, err := ask(query)
	if err != nil {
		return err
	}
	list.Total, list.Filters = chain.Total, chainFilters(query, chain)
	screen := views.ChainScreen{Chain: chain, Query: query, List: list, Costs: viewer(c).SeesCosts()}
	if pages.FormatOf(c.Request().URL.Path) != "" {
		return export(c, name, chainFile(screen))
	}
	return show(c, views.ChainPage(in(chain), screen))
}

// chainList reads the state of a chain's list: ?price= is which, ?of= the account whose price it is, ?by=reseller lists these one by one, ?group= those of one
// group, ?level= and ?only= leave some out.
func chainList(c echo.Context, of url.Values) (views.List, pages.ChainQuery, error) {
	list, err := listState(c, "")
	if err != nil {
		return list, pages.ChainQuery{}, err
	}
	list.Extra = url.Values{}
	for name, values := range of {
		list.Extra[name] = values
	}
	key, reset, known := views.InputKey(plainText(c.QueryParam(views.ChainPrice)))
	if !known || reset || !key.Field.IsSold() {
		return list, pages.ChainQuery{}, domain.NotFound("The price")
	}
	list.Extra.Set(views.ChainPrice, views.PriceName(key))
	state := list.ListQuery()
	query := pages.ChainQuery{ListQuery: state, Key: key, Account: plainID[domain.AccountID](c.QueryParam(views.ChainAccount)), Resellers: c.QueryParam("by") == "reseller"}
	if query.Account != 0 {
		list.Extra.Set(views.ChainAccount, idText(query.Account))
	}
	if query.Resellers {
		list.Extra.Set("by", "reseller")
	}
	if group, err := strconv.Atoi(c.QueryParam("group")); err == nil && group > 0 {
		query.Group = group
		list.Extra.Set("group", strconv.Itoa(group))
	}
	if level, err := strconv.Atoi(c.QueryParam(byLevel)); err == nil && level > 0 {
		query.Level = level
	} else {
		noChoice(c, byLevel)
	}
	if only := pages.ChainFilter(c.QueryParam("only")); slices.Contains([]pages.ChainFilter{pages.ChainMoved, pages.ChainBelow, pages.ChainWaiting}, only) {
		query.Only = only
	} else {
		noChoice(c, "only")
	}
	return list, query, nil
}

// chainFilters are the fields beside the search of a chain: what is as it is now has not changed.
func chainFilters(q pages.ChainQuery, chain pages.Chain) []views.Filter {
	levels, only := []views.Option{{Label: "All levels"}}, []views.Option{{Label: "Everybody"}}
	for _, level := range withAsked(chain.Levels, q.Level) {
		levels = append(levels, views.Option{Value: strconv.Itoa(level), Label: "Level " + strconv.Itoa(level)})
	}
	if chain.Run != nil {
		only = append(only, views.Option{Value: string(pages.ChainMoved), Label: "Changed"})
	}
	only = append(only, views.Option{Value: string(pages.ChainBelow), Label: "Below cost"}, views.Option{Value: string(pages.ChainWaiting), Label: "Not delivered"})
	return []views.Filter{{Name: byLevel, Label: "Level", Value: levelText(q.Level), Options: levels}, {Name: "only", Label: "Show", Value: string(q.Only), Options: only}}
}

// chainFile is a line for each reseller of a chain.
func chainFile(s views.ChainScreen) tablefile.Table {
	columns := []string{"Level", "Reseller ID", "Reseller", "Vendor ID", "Vendor", "Currency"}
	for _, what := range []string{"Offered", "Delivered", "Sells At", headCost, "Margin", "Margin %"} {
		columns = append(columns, what+" Before", what+" After")
	}
	columns = append(columns, "MSRP", "Own", "By a Rule", "Locked", "Below Cost", "Reason", "Exchange Rate", "Before Rounding")
	return tablefile.Table{Name: "Chain", Columns: columns, Rows: walked(func(row rowFunc) error {
		return each(s.Rows, row, func(r pages.ChainRow) []tablefile.Cell { return chainCells(s, r) })
	})}
}

// chainCells are a line of a chain in the order of the columns. What the reader's own account pays is hidden from who sees no costs.
func chainCells(s views.ChainScreen, r pages.ChainRow) []tablefile.Cell {
	l := r.ChainLink
	paid := func(cell tablefile.Cell) tablefile.Cell {
		if s.Blind(l) {
			return tablefile.Text(domain.Unseen)
		}
		return cell
	}
	amount := func(p domain.Price) tablefile.Cell { return paid(tablefile.AmountOrNone(p)) }
	before, after := marginOf(l.Before.Sold, l.Before.Cost), marginOf(l.After.Sold, l.After.Cost)
	return []tablefile.Cell{tablefile.Count(l.Level), tablefile.ID(l.Account), tablefile.Text(s.Named[l.Account]), tablefile.ID(r.Vendor),
		tablefile.Text(s.Named[r.Vendor]), tablefile.Text(l.Currency),
		amount(l.Before.Offered), amount(l.After.Offered), amount(l.Before.Delivered), amount(l.After.Delivered), soldCell(l.Before), soldCell(l.After),
		amount(l.Before.Cost), amount(l.After.Cost), paid(before[0]), paid(after[0]), paid(before[1]), paid(after[1]),
		tablefile.AmountOrNone(l.After.MSRP), tablefile.YesNo(l.After.Own), tablefile.YesNo(l.After.Ruled && !l.After.Own), tablefile.YesNo(l.After.Locked),
		paid(tablefile.YesNo(l.After.BelowCost())), tablefile.Text(s.Why(l)), tablefile.Text(l.Conversion.String()), exactCell(l)}
}

// soldCell is what an account sells at at a moment.
func soldCell(p domain.ChainPrice) tablefile.Cell {
	if p.Hidden {
		return tablefile.Text(domain.Unseen)
	}
	return tablefile.AmountOrNone(p.Sold)
}

// exactCell is what is offered before it was rounded, empty where that made no difference.
func exactCell(l domain.ChainLink) tablefile.Cell {
	if !l.Exact.IsSet() || l.Exact == l.After.Offered {
		return tablefile.Cell{}
	}
	return tablefile.Amount(l.Exact)
}
