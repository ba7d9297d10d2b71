package domain

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"
)

// Lengths of a password: characters at least, bytes at most.
const (
	ShortestPassword = 8
	LongestPassword  = 256
)

// PasswordProblem says what is wrong with a new password, "" when it is good. Any characters do, spaces included.
func PasswordProblem(password string) string {
	switch {
	case password == "":
		return "Enter a password"
	case len(password) > LongestPassword:
		return fmt.Sprintf("Use at most %d bytes", LongestPassword)
	case utf8.RuneCountInString(password) < ShortestPassword:
		return fmt.Sprintf("Use at least %d characters", ShortestPassword)
	}
	return ""
}

// EmailProblem says what is wrong with an email address, "" when it is good.
func EmailProblem(email string) string {
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email || len(email) > 254 || strings.ContainsAny(email, " \t\r\n") {
		return "Enter an email address like ann@company.example"
	}
	return ""
}

// CheckReseller checks a new reseller and his first administrator. The messages are for the fields "name", "currency",
// "admin_name" and "admin_email". vendor is the currency of who adds the reseller, which is always good.
func CheckReseller(a Account, admin User, vendor Currency) error {
	var p problems
	p.add("name", NameProblem(a.Name))
	p.add("currency", CurrencyProblem(a.Currency, vendor))
	p.add("admin_name", NameProblem(admin.Name))
	p.add("admin_email", EmailProblem(admin.Email))
	return p.err("The reseller cannot be saved as entered.")
}

// CheckGrant refuses what would give somebody more than the viewer has: who is no administrator neither touches one nor
// makes one, and grants no right that he lacks.
func CheckGrant(v Viewer, have, want User) error {
	if !v.May(ManageUsers) {
		return Forbidden("You need the right \"" + string(ManageUsers) + "\" to do this.")
	}
	if v.User.Role == Administrator {
		return nil
	}
	if have.Role == Administrator || want.Role == Administrator {
		return Forbidden("Only an administrator can make or change an administrator.")
	}
	for _, right := range want.Rights {
		if !v.May(right) && !slices.Contains(have.Rights, right) {
			return Forbidden("You cannot grant the right \"" + string(right) + "\", because you do not have it.")
		}
	}
	return nil
}

// LastAdministrator is the refusal to take away the only administrator of an account.
func LastAdministrator() error {
	const message = "This is the last administrator. Make somebody else an administrator first."
	return Invalid(message, FieldError{Field: "role", Message: message})
}
