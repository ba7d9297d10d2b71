package domain

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
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

// Check checks the name and the currency of an account that is made from the command line or by a load of data.
func (a Account) Check() error {
	var p problems
	p.add(FieldAccountName, NameProblem(a.Name))
	p.add(FieldAccountCurrency, CurrencyProblem(a.Currency))
	return p.err("The account cannot be saved as entered.")
}

// UsualCurrency is that of a new provider where none is asked for.
const UsualCurrency Currency = "USD"

// CheckProvider finds the provider of exactly that name among all of them, the zero Account for none. Of two it picks neither:
// KindConflict. One who is there has the currency that is asked for, if any is; a new one needs one that exists, and a name that nobody
// takes for another's. Else it fails with KindInvalid.
func CheckProvider(all []Account, name string, currency Currency) (Account, error) {
	named := filter(all, func(a Account) bool { return a.Name == CleanLine(name) || a.Name == strings.TrimSpace(name) })
	alike := slices.IndexFunc(all, func(a Account) bool { return SameName(a.Name, name) })
	switch {
	case len(named) > 1:
		return Account{}, Conflict("There are several providers of this name.", Ref{})
	case len(named) == 1 && currency != "" && currency != named[0].Currency:
		return Account{}, Invalid(Isolate(named[0].Name) + " is there already and sells in " + string(named[0].Currency) +
			", which can never be changed. Ask for that currency, or for none.")
	case len(named) == 1:
		return named[0], nil
	case alike >= 0:
		return Account{}, Invalid("There is a provider called " + strconv.Quote(all[alike].Name) +
			" already. Write the name so to add somebody there, or give the new provider another name.")
	case CurrencyProblem(cmp.Or(currency, UsualCurrency)) != "":
		return Account{}, Invalid("There is no currency with the code " + strconv.Quote(string(currency)) + ".")
	}
	return Account{}, nil
}
