package handlers

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/handlers/tablefile"
	"tiersync/views"
)

// Export is GET /products/prices/import/:file/lines.csv and .xlsx: the lines of the state, the search and the filters that the address has, on all pages.
func (h *Imports) Export(c echo.Context) error {
	file, err := h.file(c)
	if err != nil {
		return err
	}
	list, err := listState(c, "")
	if err != nil {
		return err
	}
	i, err := h.shown(c, file)
	if err != nil {
		return err
	}
	state := i.rows.counts().State(c.QueryParam("state"))
	found := filterRows(c, &list, state, i.rows[state])
	if err := formOf(c).err(); err != nil {
		return err
	}
	label := views.ImportStates()[slices.IndexFunc(views.ImportStates(), func(o views.Option) bool { return o.Value == state })].Label
	v := viewer(c)
	columns := slices.Concat([]string{"State", "Line", "In the List", "IDs"}, pricesheet.Header()[:8], []string{headKind, "Now", "New", pricesheet.HeadCurrency, "Notes"})
	return export(c, "price-list-"+state, tablefile.Table{Name: label, Columns: columns, Rows: walked(func(row rowFunc) error {
		return each(searchRows(list, found, views.ImportRow.Texts), row, func(r views.ImportRow) []tablefile.Cell {
			return importCells(r, label, i.out.List.Names, v.Account.Currency)
		})
	})})
}

// importCells are a row in the order of the columns.
func importCells(r views.ImportRow, state string, n domain.Names, currency domain.Currency) []tablefile.Cell {
	cells := []tablefile.Cell{tablefile.Text(state), tablefile.ID(int64(r.Line)), tablefile.Text(r.Says), tablefile.Text(r.IDs)}
	if r.Plan == nil {
		cells = append(cells, make([]tablefile.Cell, 9)...)
	} else {
		cells = append(cells, pricePlaceCells(r.Plan, r.Key, n)...)
		cells = append(cells, tablefile.Text(r.Key.Field), tablefile.Text(r.Key.Field.Label()))
	}
	now, is := tablefile.Cell{}, tablefile.Cell{}
	if r.Priced {
		now, is = tablefile.Amount(r.Was), tablefile.Amount(r.Is)
	}
	if r.Foreign(currency) { // one currency a line: that of what the list asks
		now, currency = tablefile.Cell{}, r.Currency
	}
	notes := r.Notes
	if r.Jump != nil {
		notes = append([]string{views.JumpWhy(*r.Jump, currency)}, notes...)
	}
	return append(cells, now, is, tablefile.Text(currency), tablefile.Text(strings.Join(notes, "; ")))
}
