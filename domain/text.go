package domain

import (
	"fmt"
	"unicode/utf8"
)

// NameLimit is how many characters a name may have.
const NameLimit = 250

// LengthProblem says that a text has more than limit characters, "" when it has not.
func LengthProblem(text string, limit int) string {
	if utf8.RuneCountInString(text) > limit {
		return fmt.Sprintf("Use at most %d characters", limit)
	}
	return ""
}

// problems collects what is wrong with the fields of a form.
type problems []FieldError

// add adds a message beside a field, unless it is "".
func (p *problems) add(field, message string) {
	if message != "" {
		*p = append(*p, FieldError{Field: field, Message: message})
	}
}

// err is nil when nothing is wrong, else KindInvalid with every message.
func (p problems) err(summary string) error {
	if len(p) == 0 {
		return nil
	}
	return Invalid(summary, p...)
}
