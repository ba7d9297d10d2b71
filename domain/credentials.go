package domain

import (
	"fmt"
	"net/mail"
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
	if problem := hashableProblem(password); problem != "" {
		return problem
	}
	if utf8.RuneCountInString(password) < ShortestPassword {
		return fmt.Sprintf("Use at least %d characters", ShortestPassword)
	}
	return ""
}

func hashableProblem(password string) string {
	switch {
	case password == "":
		return "Enter a password"
	case len(password) > LongestPassword:
		return fmt.Sprintf("Use at most %d bytes", LongestPassword)
	}
	return ""
}

// CheckHashable refuses, beside the field "password", what must not reach the hash function: nothing, and too much.
func CheckHashable(password string) error {
	problem := hashableProblem(password)
	if problem == "" {
		return nil
	}
	summary := "The password is too long."
	if password == "" {
		summary = problem + "."
	}
	return Invalid(summary, FieldError{Field: "password", Message: problem})
}

// EmailProblem says what is wrong with an email address, "" when it is good.
func EmailProblem(email string) string {
	address, err := mail.ParseAddress(email)
	if err != nil || address.Address != email || len(email) > 254 || strings.ContainsAny(email, " \t\r\n") {
		return "Enter an email address like ann@company.example"
	}
	return ""
}

// emailTaken is the message beside an email address that somebody has. It does not say so: they may be of another company.
const emailTaken = "This email address cannot be used. Enter another one"

// UserEmailTaken refuses a user whose email address somebody has.
func UserEmailTaken() error {
	return Invalid("The user cannot be saved as entered.",
		FieldError{Message: emailTaken, Key: Key{Field: FieldUserEmail}})
}

// AdministratorEmailTaken refuses a new reseller whose administrator has somebody's email address.
func AdministratorEmailTaken() error {
	return Invalid("The reseller cannot be saved as entered.", FieldError{Message: emailTaken, Key: Key{Field: FieldUserEmail}})
}

// SignInRefused is the one answer to everything that does not fit at a sign-in.
func SignInRefused() error { return Invalid("The email address or the password is wrong.") }

// SignedOut is the refusal of a user who may not sign in any more.
func SignedOut() error { return Forbidden("You may not sign in any more.") }
