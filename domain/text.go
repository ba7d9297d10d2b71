package domain

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NameLimit is how many characters a name may have.
const NameLimit = 250

// lengthProblem says that a text has more than limit characters, "" when it has not.
func lengthProblem(text string, limit int) string {
	if utf8.RuneCountInString(text) > limit {
		return fmt.Sprintf("Use at most %d characters", limit)
	}
	return ""
}

// NameProblem says what is wrong with a trimmed name, "" when it is good: one line of 1 to 250 characters, at least one of
// them visible. The sentence stands beside the field.
func NameProblem(name string) string { return requiredLineProblem(name, "Enter a name", NameLimit) }

// nameMissing says that there is no name, "" when there is one. Whether it is good is asked of a name that is typed alone: what was
// stored by an earlier version can be saved as it is.
func nameMissing(name string) string {
	if !strings.ContainsFunc(name, visible) {
		return "Enter a name"
	}
	return ""
}

func visible(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

// requiredLineProblem is LineProblem for a text that must show something; empty is the message when it does not.
func requiredLineProblem(text, empty string, limit int) string {
	if !strings.ContainsFunc(text, visible) {
		return empty
	}
	return LineProblem(text, limit)
}

// LineProblem says what is wrong with a text of one line, which may be empty: it has at most limit characters, no line
// breaks or other control characters, none that turns the direction of what is written after it, and none that nobody sees
// ([invisibleProblem]): two names that look the same are the same.
func LineProblem(text string, limit int) string {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, breaksLine) {
		return "Use one line of plain text, without control characters"
	}
	if problem := invisibleProblem([]rune(text)); problem != "" {
		return problem
	}
	return lengthProblem(text, limit)
}

// CleanLine is a line as it is stored: accents are one with their letters (NFC), and between words stands one blank, of whatever kind
// and however many were typed.
func CleanLine(text string) string {
	blank := func(r rune) bool { return unicode.Is(unicode.Zs, r) }
	return strings.Join(strings.FieldsFunc(strings.TrimSpace(norm.NFC.String(text)), blank), " ")
}

// cleaned is a typed text as it is stored in this field.
func (info FieldInfo) cleaned(text string) string {
	switch {
	case info.Field == FieldUserEmail:
		return CleanEmail(text)
	case info.Kind == LineValue, info.Kind == PresenceValue:
		return CleanLine(text)
	case info.Kind == TextValue:
		return norm.NFC.String(text)
	}
	return text
}

// textProblem says what is wrong with a text of several lines.
func textProblem(text string, limit int) string {
	if strings.ContainsFunc(text, func(r rune) bool { return breaksLine(r) && !strings.ContainsRune("\n\r\t\u2028\u2029", r) }) {
		return "Use plain text, without control characters"
	}
	return lengthProblem(text, limit)
}

// breaksLine reports whether r has no place in a line: a control character, a separator of lines or paragraphs, or one that
// embeds, overrides or isolates a direction of writing, which makes a name look like another one and reaches into the text
// that follows it.
func breaksLine(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// problems collects what is wrong with the fields of a form.
type problems []FieldError

// add adds a message beside a field, or beside a part of a value, unless it is "".
func (p *problems) add(field Field, message string) {
	if message != "" {
		*p = append(*p, FieldError{Field: string(field), Message: message})
	}
}

// err is nil when nothing is wrong, else KindInvalid with every message.
func (p problems) err(summary string) error {
	if len(p) == 0 {
		return nil
	}
	return Invalid(summary, p...)
}

func invalidField(field, message string) error {
	return Invalid(message+".", FieldError{Field: field, Message: message})
}
