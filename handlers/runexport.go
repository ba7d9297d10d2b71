package handlers

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
	"tiersync/views"
	"tiersync/views/pages"
)

// export is GET /synchronizations/:run.csv and .xlsx: every outcome of a run as a line, of the resellers whom the filters of its page leave.
// It is written as it is read, because a run over thousands of resellers has millions of outcomes.
func (h *Runs) export(c echo.Context) error {
	format := pages.FormatOf(c.Request().URL.Path)
	id, err := escapedID[domain.RunID](strings.TrimSuffix(c.Param("run"), "."+string(format)))
	if err != nil {
		return err
	}
	_, query, err := runList(c)
	if err != nil {
		return err
	}
	// Found before the first byte goes out, so that another account's run is a page that says so.
	if _, err := h.store.Run(c.Request().Context(), viewer(c), id, pages.RunQuery{ListQuery: pages.ListQuery{Limit: 1}}); err != nil {
		return err
	}
	ctx, v, name := Waiting(c), viewer(c), "synchronization-"+idText(id)
	if byPlan(c) {
		return export(c, name+"-by-plan", plansTable(c, query, func(row eachPlan) error { return h.store.ExportRunByPlan(ctx, v, id, query, row) }))
	}
	return export(c, name, resultTable(c, query, func(row eachResult) error { return h.store.ExportRun(ctx, v, id, query, row) }))
}

// Export is GET .../synchronize/preview.csv and .xlsx: what a run would do, as its own file would say it.
func (h *Preview) Export(c echo.Context) error {
	request, err := runRequest(c, c.Request().URL.Query())
	if err != nil {
		return err
	}
	_, query, err := runList(c)
	if err != nil {
		return err
	}
	ctx, v := Waiting(c), viewer(c)
	if byPlan(c) {
		return export(c, "preview-by-plan", plansTable(c, query, func(row eachPlan) error { return h.store.ExportPreviewByPlan(ctx, v, request, query, row) }))
	}
	return export(c, "preview", resultTable(c, query, func(row eachResult) error { return h.store.ExportPreview(ctx, v, request, query, row) }))
}

// Export is GET /synchronizations/:run/undo.csv and .xlsx: what taking the run back would do, as its own file would say it.
func (h *Undo) Export(c echo.Context) error {
	id, part, err := undoOf(c)
	if err != nil {
		return err
	}
	_, query, err := runList(c)
	if err != nil {
		return err
	}
	ctx, v, name := Waiting(c), viewer(c), "undo-of-"+idText(id)
	if byPlan(c) {
		return export(c, name+"-by-plan", plansTable(c, query, func(row eachPlan) error { return h.store.ExportUndoByPlan(ctx, v, id, part, query, row) }))
	}
	return export(c, name, resultTable(c, query, func(row eachResult) error { return h.store.ExportUndo(ctx, v, id, part, query, row) }))
}

// eachResult is called for each reseller of a run.
type eachResult = func(pages.RunLines) error

// resultTable is a run by reseller: what it did, or the prices that are looked for by their cost.
func resultTable(c echo.Context, q pages.RunQuery, walk func(eachResult) error) tablefile.Table {
	if q.Priced() {
		return costTable(walk, viewer(c).SeesCosts())
	}
	return outcomeTable(walk)
}

// outcomeTable is what a run did to the resellers whom a walk meets: a line for each outcome, or one that says why there are none.
func outcomeTable(walk func(eachResult) error) tablefile.Table {
	return tablefile.Table{Name: "Outcomes",
		Columns: []string{"Reseller ID", "Reseller", "Level", "Vendor", "Subscription ID", "Result", "Plan ID", "Service Plan or Part", "Period ID",
			"Resource ID", "From", "Field", "Value", "Outcome", "Before", "After", "Offered", "Currency", "Reason", "Box", "Exchange Rate"},
		Rows: walked(func(row rowFunc) error {
			return walk(func(r pages.RunLines) error {
				if len(r.Outcomes) == 0 {
					return row(resultCells(r.Reseller)...)
				}
				return each(r.Outcomes, row, func(o domain.Outcome) []tablefile.Cell { return outcomeCells(r.Reseller, o, r.Names) })
			})
		})}
}

// costTable is the prices of resellers that a walk meets, with what they pay for each where costs are seen.
func costTable(walk func(eachResult) error, costs bool) tablefile.Table {
	columns := costColumns([]string{"Reseller ID", "Reseller", "Level", "Vendor", "Subscription ID", "Result", "Plan ID", "Service Plan or Part", "Period ID",
		"Resource ID", "From", "Field", "Value", "Before", "After", "Currency"}, costs)
	return tablefile.Table{Name: "Prices", Columns: columns, Rows: walked(func(row rowFunc) error {
		return walk(func(r pages.RunLines) error {
			return each(r.Prices, row, func(m domain.CostMove) []tablefile.Cell {
				return costMoveCells(resellerCells(r.Reseller), m, r.Names, r.Reseller.Currency, costs)
			})
		})
	})}
}

// costColumns are columns with those of costs behind them, where costs are seen.
func costColumns(columns []string, costs bool) []string {
	if costs {
		columns = append(columns, "Cost Before", "Cost After", "Margin", "Margin %")
	}
	return columns
}

// costMoveCells are a price and its costs, behind whose it is.
func costMoveCells(whose []tablefile.Cell, m domain.CostMove, n domain.Names, c domain.Currency, costs bool) []tablefile.Cell {
	said := views.DescribeOutcome(domain.Outcome{Key: m.Key}, n, c)
	cells := slices.Concat(whose, placeCells(m.Key, said.Group), []tablefile.Cell{tablefile.Text(m.Key.Field), tablefile.Text(said.Subject.String()),
		tablefile.AmountOrNone(m.Before), tablefile.Amount(m.Price), tablefile.Text(c)})
	if costs {
		cells = append(append(cells, tablefile.AmountOrNone(m.Was), tablefile.AmountOrNone(m.Is)), marginOf(m.Price, m.Is)...)
	}
	return cells
}

// outcomeColumns is how many columns say what an outcome is.
const outcomeColumns = 15

// resellerCells say whose result it is, and what it is.
func resellerCells(r pages.RunReseller) []tablefile.Cell {
	result := "Unchanged"
	switch {
	case r.Skip == domain.OutOfReach:
		result = "Out of reach"
	case r.Skip != "":
		result = "Skipped"
	case r.Changed:
		result = "Changed"
	}
	return []tablefile.Cell{tablefile.ID(r.Account), tablefile.Text(r.Name), tablefile.Count(r.Level), tablefile.Text(r.VendorName),
		tablefile.ID(r.Subscription), tablefile.Text(result)}
}

// resultCells are a result without outcomes.
func resultCells(r pages.RunReseller) []tablefile.Cell {
	rest := make([]tablefile.Cell, outcomeColumns)
	rest[outcomeColumns-3] = tablefile.Text(r.Skip)
	return append(resellerCells(r), rest...)
}

func outcomeCells(r pages.RunReseller, o domain.Outcome, n domain.Names) []tablefile.Cell {
	return append(resellerCells(r), valueCells(o, n, r.Currency)...)
}

// valueCells are an outcome, whoever has it: amounts are in a currency.
func valueCells(o domain.Outcome, n domain.Names, c domain.Currency) []tablefile.Cell {
	t, k := views.DescribeOutcome(o, n, c), o.Key
	after := o.Old
	if t.Change || t.Held {
		after = o.New
	}
	return append(placeCells(k, t.Group), tablefile.Text(k.Field), tablefile.Text(t.Subject.String()), tablefile.Text(t.What),
		bare(k, t.Before, o.Old, c), bare(k, t.AfterText(), after, c), bare(k, t.OfferedText(), o.New, c),
		currencyOf(k, c), tablefile.Text(t.Reason), tablefile.Text(t.Box), tablefile.Text(t.Rate))
}

// placeCells say where a value stands: Plan ID, plan or part, Period ID, Resource ID, From.
func placeCells(k domain.Key, group string) []tablefile.Cell {
	from := tablefile.Cell{}
	if k.Field.Info().Of == domain.ObjectPriceRow {
		from = tablefile.Count(k.From)
	}
	return []tablefile.Cell{tablefile.ID(k.Plan), tablefile.Text(group), tablefile.ID(k.Period), tablefile.ID(k.Resource), from}
}

// currencyOf is the currency of a value, empty where it is no amount.
func currencyOf(k domain.Key, c domain.Currency) tablefile.Cell {
	if !k.Field.IsPrice() {
		return tablefile.Cell{}
	}
	return tablefile.Text(c)
}

// bare is a value as a page writes it, of which an amount, a number and a day stand as they are kept: text is that.
func bare(k domain.Key, shown, text string, c domain.Currency) tablefile.Cell {
	if k.Field.IsPrice() && strings.HasPrefix(shown, string(c)+" ") {
		if price, err := domain.PriceFromString(text); err == nil && price.IsSet() {
			return tablefile.Amount(price)
		}
	}
	kind := k.Field.Info().Kind
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && (kind == domain.QuantityValue || kind == domain.NumberValue) && views.FormatInteger(n) == shown {
		return tablefile.Count(n)
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil && views.FormatDay(text) == shown {
		return tablefile.Day(day)
	}
	return tablefile.Text(shown)
}
