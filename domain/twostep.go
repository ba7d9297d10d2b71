package domain

import (
	"slices"
	"strings"
	"time"
)

// This file says what two-step sign-in is: after the password comes a code, which an app on somebody's phone makes of a secret and the
// time (TOTP, RFC 6238), or one of their recovery codes, each of which counts once.

const (
	// CodePeriod is for how long an app shows a code; one of the period before or after is taken, too, because clocks differ.
	CodePeriod = 30 * time.Second
	// SecondStepTime is how long the second step may follow the first.
	SecondStepTime = 5 * time.Minute
	// RecoveryCodes is how many somebody is given.
	RecoveryCodes = 10
	// RecoveryDigits is how many digits one has: so many that nobody finds one with all hashes at hand. They are digits, because phones show
	// a keyboard of digits for codes.
	RecoveryDigits = 20

	codeDigits = 6
)

// TwoStepKeys is what a change sets of two-step sign-in. None of it is ever shown.
type TwoStepKeys struct {
	Sealed string   // the secret, which the program alone can read; "": it stays
	Step   int64    // of the code with which it was turned on, which counts no more
	Codes  [][]byte // hashes of the recovery codes, in place of those before
}

// Opener reads the sealed secret of somebody's two-step sign-in, "" where it cannot. anew is the same, sealed with the key that counts now,
// where it is sealed with the one before, else "".
type Opener func(sealed string) (secret, anew string)

// HalfSigned is who gave the right password and has not given their code yet. It is the cause of an error, so that nobody takes them for
// signed in.
type HalfSigned struct {
	User  UserID
	Email string    // as it was typed
	Stamp string    // stands for their password and their secret at the time: it is another one once either was changed
	At    time.Time // by the database's clock
}

// Error is a sentence for the log.
func (*HalfSigned) Error() string { return "the code of the second step is to come" }

// SecondStep is the refusal of a sign-in by password alone.
func SecondStep(half HalfSigned) error {
	return &Error{Kind: KindForbidden, Message: "A code is asked for, too.", Err: &half}
}

// SecondStepOver is the refusal of a second step that came too late, or after the password or the secret was changed.
func SecondStepOver() error {
	return &Error{Kind: KindNotFound, Message: "The sign-in took too long, or your password was changed meanwhile. Sign in again."}
}

// Holds reports whether the second step may still be made, of somebody with this stamp.
func (h HalfSigned) Holds(stamp string, now time.Time) bool {
	age := now.Sub(h.At)
	return h.Stamp == stamp && h.Stamp != "" && age < SecondStepTime && age > -time.Minute
}

// CodeRefused refuses, beside the field "code", a code that is wrong or counts no more.
func CodeRefused() error {
	return invalidCode("This code is not right, or it was used before. Wait for the next one")
}

// SecretUnreadable refuses a code that nobody can check, because the program was started with another key than the secret was sealed with.
func SecretUnreadable() error {
	return invalidCode("Codes of your app cannot be checked: the key of this installation was changed. Use a recovery code, or ask an administrator to turn two-step sign-in off for you")
}

func invalidCode(message string) error {
	return Invalid("The code cannot be used.", FieldError{Field: "code", Message: message})
}

// CleanCode is a code as it is compared, however it was typed: its digits. app says that it is as long as one of an app.
func CleanCode(typed string) (code string, app bool) {
	code = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, typed)
	return code, len(code) == codeDigits
}

// ShownCode is a recovery code as it is shown, in groups that are easily copied.
func ShownCode(digits string) string {
	var groups []string
	for group := range slices.Chunk([]byte(digits), 5) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, "-")
}

// ResetOfTwoStep is the change that turns it off for somebody.
func ResetOfTwoStep(u User) Change {
	return Change{Kind: TwoStepReset, About: Ref{Of: ObjectUser, ID: int64(u.ID), Name: u.Email}, Part: true, Typed: turned(false)}
}

// TurnTwoStep is the change with which somebody turns their own on or off. What it is turned on with is still to be said.
func TurnTwoStep(u User, on bool) Change {
	kind := TwoStepOff
	if on {
		kind = TwoStepOn
	}
	return Change{Kind: kind, About: Ref{Of: ObjectUser, ID: int64(u.ID), Name: u.Email}, Part: true, Typed: turned(on)}
}

// turned is two-step sign-in as a change sets it.
func turned(on bool) []KeyedValue {
	return []KeyedValue{{Key{Field: FieldUserTwoStep}, YesNo(on)}}
}

// checkTwoStep says whether what a change sets of somebody's two-step sign-in is what its kind is about, and they have something for it.
func checkTwoStep(c Change, before, after UserRow, edits []Edit) error {
	to := No
	if c.Kind == TwoStepOn {
		to = Yes
	}
	kind, keys := c.Kind.Info(), orZero(c.TwoStep)
	turns := kind.Has(Makes) || slices.Contains([]ChangeKind{TwoStepOn, TwoStepOff, TwoStepReset}, c.Kind)
	damaged := func(e Edit) bool {
		own := e.Key.Field == FieldUserTwoStep
		return own && (!turns || e.To.Text != to) || !own && c.Kind == TwoStepReset
	}
	switch {
	case slices.ContainsFunc(edits, damaged):
		return errDamaged()
	case c.Kind == TwoStepOn && before.TwoStep:
		return Invalid("Two-step sign-in is on already.")
	case c.Kind == RecoveryCodesMade && !before.TwoStep:
		return Invalid("Two-step sign-in is off.")
	case kind.Has(WithCodes) && (len(keys.Codes) == 0 || !after.TwoStep || (keys.Sealed != "") != (c.Kind == TwoStepOn)):
		return errDamaged()
	}
	return nil
}

// TwoStepIsOff refuses to turn two-step sign-in off for somebody, named by their address, who has none.
func TwoStepIsOff(email string) error { return Invalid("Two-step sign-in of " + email + " is off.") }

// checkAsking refuses to ask users of another account for two-step sign-in. only says that the change is about nothing else.
func checkAsking(only, self bool) error {
	switch {
	case !only:
		return errDamaged()
	case !self:
		return Forbidden("Only they themselves can ask it of their users.")
	}
	return nil
}
