package handlers

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/handlers/tablefile"
	"tiersync/views"
)

// The headings of price lists for machines beside those that are read again.
const (
	headKind = "Kind of Price"
	headCost = "Cost"
)

// Export is GET /products/prices.csv and .xlsx: the prices that the filters leave, on all pages. What holds has a line each; with
// ?layers=all what was delivered and own values have lines of their own besides.
func (h *Prices) Export(c echo.Context) error {
	asked, err := h.ask(c)
	if err != nil {
		return err
	}
	v := viewer(c)
	p := priceExport{list: asked.all, query: asked.query, currency: v.Account.Currency, costs: !v.IsProvider() && v.SeesCosts(),
		layers: c.QueryParam(views.LayersParam) == views.AllLayers}
	p.query.After, p.query.Before = domain.Key{}, domain.Key{}
	return export(c, "prices", p.table())
}

// priceExport is an export of prices.
type priceExport struct {
	list     domain.PriceList
	query    domain.PriceQuery
	currency domain.Currency
	costs    bool // costs and delivered prices are shown
	layers   bool // all layers are asked for
}

func (p priceExport) table() tablefile.Table {
	columns := append(pricesheet.Header(), headKind)
	if p.costs {
		columns = append(columns, headCost)
	}
	return tablefile.Table{Name: "Prices", Columns: columns, Rows: func(yield func([]tablefile.Cell, error) bool) {
		var row []tablefile.Cell
		for line := range p.list.Lines(p.query) {
			for _, layer := range p.layersOf(line) {
				row = p.cells(row[:0], line, layer)
				if !yield(row, nil) {
					return
				}
			}
		}
	}}
}

// layersOf are the layers of a price that have a line.
func (p priceExport) layersOf(line domain.PriceLine) []pricesheet.Layer {
	layers := []pricesheet.Layer{pricesheet.Effective}
	if p.layers && p.costs && !line.Made {
		layers = append(layers, pricesheet.Delivered)
	}
	if p.layers && line.Own {
		layers = append(layers, pricesheet.Own)
	}
	return layers
}

// cells are a line in the order of pricesheet.Header, with what stands behind it. MSRP and cost are beside the price that holds.
func (p priceExport) cells(row []tablefile.Cell, line domain.PriceLine, layer pricesheet.Layer) []tablefile.Cell {
	amount, msrp, cost := line.Price, line.MSRP, line.Cost
	switch layer {
	case pricesheet.Delivered:
		amount, msrp, cost = line.Delivered, domain.Price{}, domain.Price{}
	case pricesheet.Own:
		msrp, cost = domain.Price{}, domain.Price{}
	}
	row = append(row, pricePlaceCells(line.Plan, line.Key, p.list.Names)...)
	row = append(row, tablefile.Text(line.Key.Field), tablefile.Text(layer), tablefile.Amount(amount), tablefile.Text(p.currency), tablefile.AmountOrNone(msrp))
	row = append(row, listedCells(line.Plan, line.Key.Period)...)
	row = append(row, tablefile.Cell{}, tablefile.Cell{}, tablefile.Text(line.Key.Field.Label())) // a price holds until it is changed
	if p.costs {
		row = append(row, tablefile.AmountOrNone(cost))
	}
	return row
}

// pricePlaceCells say of what a price is: Plan ID, Plan, Period ID, Period, Resource ID, Resource, From.
func pricePlaceCells(plan *domain.Plan, key domain.Key, n domain.Names) []tablefile.Cell {
	cells := []tablefile.Cell{tablefile.ID(plan.ID), tablefile.Text(plan.Name), tablefile.ID(key.Period), {}, tablefile.ID(key.Resource),
		tablefile.Text(n.Resources[key.Resource]), {}}
	if period := plan.Period(key.Period); period != nil {
		cells[3] = tablefile.Text(period.Label())
	}
	if key.Resource != 0 {
		cells[6] = tablefile.Count(key.From)
	}
	return cells
}

// listedCells are what price lists from outside call the plan and the period: Product ID, SKU ID, Term, Billing Plan, Segment, Market.
func listedCells(plan *domain.Plan, id domain.PeriodID) []tablefile.Cell {
	article, term, billing := plan.ArticleOf(id), "", plan.BillingPeriod
	if period := plan.Period(id); period != nil {
		term, billing = isoTerm(period), cmp.Or(period.Billing, billing)
	}
	return []tablefile.Cell{tablefile.Text(article.Product), tablefile.Text(article.SKU), tablefile.Text(term), tablefile.Text(billing),
		tablefile.Text(plan.Segment), tablefile.Text(plan.Market)}
}

// isoTerm is how long a period is, as ISO 8601 writes it: P1Y, P14D, PT6H.
func isoTerm(p *domain.Period) string {
	before := "P"
	if p.Unit == "hours" {
		before = "PT"
	}
	return before + strconv.Itoa(p.Length) + strings.ToUpper(p.Unit[:min(1, len(p.Unit))])
}
