package handlers

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/handlers/tablefile"
)

// PriceList is GET /resellers/:id/price-list.csv and .xlsx: what a direct reseller of the viewer's pays now for the plans that were delivered
// to them and are not disabled, and which prices are suggested to them.
func (h *Resellers) PriceList(c echo.Context) error {
	reseller, err := resellerOf(c, h.store, "General")
	if err == nil && !reseller.Direct {
		err = domain.NotFound("The page")
	}
	if err != nil {
		return err
	}
	v, ctx := viewer(c), c.Request().Context()
	_, state, err := h.store.Catalog(ctx, v, reseller.ID)
	if err != nil {
		return err
	}
	costs, err := h.store.CostsOf(ctx, v, reseller.ID)
	if err != nil {
		return err
	}
	resources, err := h.store.Resources(ctx, v)
	if err != nil {
		return err
	}
	names := namesWith(resources, state.Delivered)
	today := tablefile.Day(time.Now())
	columns := slices.Concat(pricesheet.Header()[:8], []string{headKind, headCost, pricesheet.HeadMSRP, pricesheet.HeadCurrency, pricesheet.HeadValidFrom, pricesheet.HeadProductID,
		pricesheet.HeadSKUID, pricesheet.HeadTerm, pricesheet.HeadBilling, pricesheet.HeadSegment, pricesheet.HeadMarket})
	return export(c, "price-list-for-reseller-"+idText(reseller.ID), tablefile.Table{Name: "Price List", Columns: columns, Rows: walked(func(row rowFunc) error {
		for line := range state.Buys(costs) {
			cells := append(pricePlaceCells(line.Plan, line.Key, names), tablefile.Text(line.Key.Field), tablefile.Text(line.Key.Field.Label()),
				tablefile.Amount(line.Cost), tablefile.AmountOrNone(line.MSRP), tablefile.Text(reseller.Currency), today)
			if err := row(append(cells, listedCells(line.Plan, line.Key.Period)...)...); err != nil {
				return err
			}
		}
		return nil
	})})
}
