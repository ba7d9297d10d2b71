package domain

import "regexp"

// CheckReseller checks a new reseller and their first administrator. The messages are beside the fields of an
// account and of a user. vendor is the currency of who adds the reseller, which is always good.
func CheckReseller(a Account, admin User, vendor Currency) error {
	var p problems
	p.add(FieldAccountName, NameProblem(a.Name))
	p.add(FieldAccountCurrency, CurrencyProblem(a.Currency, vendor))
	p.add(FieldUserName, NameProblem(admin.Name))
	p.add(FieldUserEmail, EmailProblem(admin.Email))
	return p.err("The reseller cannot be saved as entered.")
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// Check checks the name and the currency of an account that is made from the command line or by a load of data. Unlike a form it takes
// any three letters for a currency.
func (a Account) Check() error {
	var p problems
	p.add(FieldAccountName, NameProblem(a.Name))
	if !currencyCode.MatchString(string(a.Currency)) {
		p.add(FieldAccountCurrency, "Enter a currency code like EUR")
	}
	return p.err("The account cannot be saved as entered.")
}

// CheckProvider finds the provider among those of one name, zero for none. Of two it picks neither: KindConflict. A new one needs a
// currency that exists, else KindInvalid.
func CheckProvider(named []AccountID, currency Currency) (AccountID, error) {
	switch {
	case len(named) > 1:
		return 0, Conflict("There are several providers of this name.", Ref{})
	case len(named) == 1:
		return named[0], nil
	case CurrencyProblem(currency) != "":
		return 0, Invalid("There is no currency with the code " + string(currency) + ".")
	}
	return 0, nil
}
