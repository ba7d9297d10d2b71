package domain

import (
	"cmp"
	"regexp"
)

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

// ProviderNamed is the provider of a name among those who have it, or the one to be made where nobody has: in USD unless a currency is
// given. Of two it picks neither: KindConflict. A currency must exist, and be theirs of somebody who is there already, else KindInvalid:
// it can never be changed.
func ProviderNamed(there []Account, name string, currency Currency) (Account, error) {
	switch {
	case currency != "" && CurrencyProblem(currency) != "":
		return Account{}, Invalid("There is no currency with the code " + string(currency) + ".")
	case len(there) > 1:
		return Account{}, Conflict("There are several providers of this name.", Ref{})
	case len(there) == 0:
		return Account{Name: name, Currency: cmp.Or(currency, "USD")}, nil
	case currency != "" && currency != there[0].Currency:
		return Account{}, Invalid(name + " sells in " + string(there[0].Currency) + ", which can never be changed to " + string(currency) + ".")
	}
	return there[0], nil
}
