package domain

import (
	"cmp"
	"errors"
	"strings"
	"time"
)

// ErrUnknownOption is the cause when a form holds a check box that does not exist: worth a security event.
var ErrUnknownOption = errors.New("unknown option")

// PreviewChanged is the cause of a conflict when a run that is bound to its preview would come out differently now. Since
// says what was changed after its maker looked, as far as it is known.
type PreviewChanged struct{ Since []Since }

// Error is a sentence for the log: what users read is the message of the conflict.
func (*PreviewChanged) Error() string { return "the preview no longer holds" }

// Kind says what sort of failure an Error is. The web layer maps each kind to one HTTP status.
type Kind int

// The kinds of failure a caller can tell apart. Anything that is not an *Error is an internal failure.
const (
	KindInternal    Kind = iota // not ours to explain: 500
	KindNotFound                // unknown, or another account's: 404
	KindForbidden               // one's own object, but no right to do this: 403
	KindInvalid                 // the input is wrong; Fields says where: 422
	KindConflict                // somebody else changed it meanwhile: 409
	KindUnavailable             // the database cannot answer now: 503
	KindTooOften                // it may be tried again after a Wait: 429
	KindUnsure                  // nothing is wrong with it, and its maker is asked whether they mean it: 422
)

// FieldError is one message beside one field of a form. Field is the form's field name; what a change set is named by its key,
// and the form says which of its fields that is.
type FieldError struct {
	Field   string
	Message string
	Key     Key
	Other   Ref // the thing that is in the way: whoever is told may edit such things, and so open its page; zero: nothing
	Chosen  Ref // what was chosen and is not there; zero: nothing
	Blame       // who took it away, as far as it is known
}

// Error is a failure that a user may read: Message is a full sentence in the product's words.
type Error struct {
	Kind    Kind
	Message string
	Fields  []FieldError
	At      time.Time     // when a conflict came about; zero where nobody knows
	Wait    time.Duration // after which it may be tried again; zero where nobody knows
	About   Ref           // what explains a conflict: a run, or a thing that was changed or deleted; zero: nothing the viewer may see
	Err     error         // the cause, for the log only
}

// Error is the message, each message beside a field and the cause, for the log. Users read Message and Fields, never this.
func (e *Error) Error() string {
	parts := []string{e.Message}
	for _, f := range e.Fields {
		parts = append(parts, cmp.Or(f.Field, string(f.Key.Field))+": "+f.Message)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, "; ")
}

// Unwrap returns the cause, nil where there is none.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first Error in err's chain, KindInternal when there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindInternal
}

// NotFound says that what was asked for does not exist for this viewer.
func NotFound(what string) error {
	return &Error{Kind: KindNotFound, Message: what + " was not found."}
}

// Forbidden says that the viewer may see the object but lacks the right to do this.
func Forbidden(message string) error { return &Error{Kind: KindForbidden, Message: message} }

// Conflict says that an object changed or vanished meanwhile; about is what explains it, the zero Ref for nothing.
func Conflict(message string, about Ref) error {
	return &Error{Kind: KindConflict, Message: message, About: about}
}

// Invalid says that the input is wrong; message is the summary, fields the details.
func Invalid(message string, fields ...FieldError) error {
	return &Error{Kind: KindInvalid, Message: message, Fields: fields}
}
