package story

import (
	"maps"
	"slices"

	"tiersync/domain"
)

// Change is something that was told, as the change that an account makes of it.
type Change struct {
	By     string // the account's name
	Change domain.Change
}

// Changes returns what was told since the world was as its fork is, as changes: one of each vendor's catalog, of the template, and of
// each exchange rate.
func (w *World) Changes(since *World) []Change {
	var list []Change
	for i, v := range since.Vendors {
		if c := domain.ChangeBetween(v.State, w.Vendors[i].State); len(c.Edits) > 0 {
			list = append(list, Change{v.Name, c})
		}
	}
	row := w.TemplateRow()
	if len(domain.EditsOf(since.TemplateRow(), row)) > 0 {
		about := domain.Ref{Of: domain.ObjectTemplate, ID: int64(row.ID), Name: row.Name}
		list = append(list, Change{w.Provider.Name, domain.Change{Kind: domain.TemplateChanged, About: about, Typed: row.Values()}})
	}
	for _, currency := range slices.Sorted(maps.Keys(w.Rates)) {
		if was, there := since.Rates[currency]; there && was.Equal(w.Rates[currency]) {
			continue
		}
		about := domain.Ref{Of: domain.ObjectExchangeRate, Code: string(currency), Name: string(currency)}
		list = append(list, Change{w.Provider.Name, domain.Change{Kind: domain.ExchangeRateSaved, About: about, Typed: w.Rate(currency).Values()}})
	}
	return list
}

// TemplateRow is the template as its owner edits it.
func (w *World) TemplateRow() domain.TemplateRow {
	t := w.Template
	row := domain.TemplateRow{ID: t.ID, Name: t.Name, Active: t.Active, Delegated: t.Delegated, Terms: t.Terms}
	if t.OrderFlow != nil {
		row.OrderFlow = t.OrderFlow.ID
	}
	if t.Privileges != nil {
		row.Privileges = t.Privileges.List
	}
	return row
}

// Rate is an exchange rate as it is saved.
func (w *World) Rate(c domain.Currency) domain.ExchangeRate {
	return domain.ExchangeRate{Currency: c, Rate: w.Rates[c].String()}
}
