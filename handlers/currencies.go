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
		options[i] = views.Option{Value: string(currency), Label: views.CurrencyLabel(currency), Group: heading}
	}
	return options
}

// otherCurrencies are all but these.
func otherCurrencies(these []domain.Currency) []domain.Currency {
	return slices.DeleteFunc(domain.Currencies(), func(c domain.Currency) bool { return slices.Contains(these, c) })
}
