package versions

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tiersync/domain"
)

// What is stored by its content is known by the SHA-256 of its canonical form. The forms are written down here, in form_plan.go
// and in form_parts.go, apart from the types of package domain: however their fields are named or ordered, what is stored keeps
// its hash.
//
// A form is JSON without white space, its fields in the order in which they are written, lists sorted (see normalPlan), empty
// ones as null. Forms have numbers, in one sequence for all kinds of value:
//
//	1  the first release
//	2  what price lists from outside call plans and periods
//
// A value is written in the first form that can say it. What form 1 can say therefore has the hash that it always had. A value
// that needs a later field is written with it, and begins with the number, which form 1 leaves out: {"Form":2,"Plan":...
//
// A field is added with one line, at the end of its object, and never changed or taken away (see CONTRIBUTING.md):
//
//	if f.since(3, p.Tagline != "") {
//		f.text("Tagline", p.Tagline)
//	}
const newestForm = 2

// form is a canonical form that is being written.
type form struct {
	body   []byte
	number int   // of the first form that can say what is written
	err    error // why it cannot be stored
}

// writeForm appends the form of a value to start, which may be what every value of the kind begins with.
func writeForm[T any](start []byte, value *T, write func(*form, *T)) ([]byte, error) {
	f := &form{body: append(start, '{'), number: 1}
	write(f, value)
	f.body = append(f.body, '}')
	if f.number > 1 {
		f.body = slices.Insert(f.body, len(start)+1, fmt.Appendf(nil, `"Form":%d,`, f.number)...)
	}
	return f.body, f.err
}

// since reports whether a field that came with this form is written: only where there is something in it that no form before
// could say.
func (f *form) since(number int, there bool) bool {
	if there {
		f.number = max(f.number, number)
	}
	return there
}

// key begins a field.
func (f *form) key(name string) {
	if f.body[len(f.body)-1] != '{' {
		f.body = append(f.body, ',')
	}
	f.body = append(f.body, '"')
	f.body = append(f.body, name...)
	f.body = append(f.body, '"', ':')
}

func (f *form) int(name string, value int64) {
	f.key(name)
	f.body = strconv.AppendInt(f.body, value, 10)
}

func (f *form) flag(name string, value bool) {
	f.key(name)
	f.body = strconv.AppendBool(f.body, value)
}

func (f *form) text(name, value string) {
	f.key(name)
	f.quote(value)
}

func (f *form) price(name string, value domain.Price) {
	f.key(name)
	f.amount(value)
}

func (f *form) prices(name string, values []domain.Price) {
	f.key(name)
	array(f, values, func(p *domain.Price) { f.amount(*p) })
}

var errNoRate = errors.New("a price without an exchange rate cannot be stored")

// amount writes the canonical text of a price, in which nothing has to be escaped, or null for one that is not set.
func (f *form) amount(p domain.Price) {
	switch {
	case p.NoRate(): // exists only inside an Offer
		f.err = errNoRate
	case p.IsSet():
		f.body = append(f.body, '"')
		f.body = append(f.body, p.String()...)
		f.body = append(f.body, '"')
	default:
		f.body = append(f.body, "null"...)
	}
}

// ids writes a list of ids.
func ids[ID ~int64](f *form, name string, values []ID) {
	f.key(name)
	array(f, values, func(id *ID) { f.body = strconv.AppendInt(f.body, int64(*id), 10) })
}

// object writes a value as an object.
func object[T any](f *form, name string, value *T, write func(*form, *T)) {
	f.key(name)
	f.object(func() { write(f, value) })
}

// objects writes a list of values as objects.
func objects[T any](f *form, name string, values []T, write func(*form, *T)) {
	f.key(name)
	objectArray(f, values, write)
}

func objectArray[T any](f *form, values []T, write func(*form, *T)) {
	array(f, values, func(value *T) { f.object(func() { write(f, value) }) })
}

func (f *form) object(write func()) {
	f.body = append(f.body, '{')
	write()
	f.body = append(f.body, '}')
}

func array[T any](f *form, values []T, write func(*T)) {
	if len(values) == 0 {
		f.body = append(f.body, "null"...)
		return
	}
	f.body = append(f.body, '[')
	for i := range values {
		if i > 0 {
			f.body = append(f.body, ',')
		}
		write(&values[i])
	}
	f.body = append(f.body, ']')
}

// quote writes a text in quotes, and what is not UTF-8 in it as U+FFFD.
func (f *form) quote(text string) {
	f.body = append(f.body, '"')
	written := 0
	for i, r := range text {
		escape, width := escaped(r), utf8.RuneLen(r)
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") {
			escape, width = `\ufffd`, 1
		}
		if escape != "" {
			f.body = append(append(f.body, text[written:i]...), escape...)
			written = i + width
		}
	}
	f.body = append(append(f.body, text[written:]...), '"')
}

// escaped returns how a character is written that does not stand for itself: those of JSON, of HTML, and two that end a line
// in JavaScript.
func escaped(r rune) string {
	switch r {
	case '"', '\\':
		return `\` + string(r)
	case '\b':
		return `\b`
	case '\f':
		return `\f`
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	case '<', '>', '&', '\u2028', '\u2029':
		return fmt.Sprintf(`\u%04x`, r)
	}
	if r < ' ' {
		return fmt.Sprintf(`\u%04x`, r)
	}
	return ""
}
