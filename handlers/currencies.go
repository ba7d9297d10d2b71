package handlers

import (
	"slices"

	"tiersync/domain"
	"tiersync/views"
)

// currencyOptions offers currencies under a heading.
func currencyOptions(heading string, list []domain.Currency) []views.Option {
	options := make([]views.Option, len(list))
	for i, currency := range list {
		label := string(currency)
		if name := currency.Name(); name != "" {
			label += ", " + name
		}
		options[i] = views.Option{Value: string(currency), Label: label, Group: heading}
	}
	return options
}

// otherCurrencies are all but these.
func otherCurrencies(these []domain.Currency) []domain.Currency {
	return slices.DeleteFunc(domain.Currencies(), func(c domain.Currency) bool { return slices.Contains(these, c) })
}
