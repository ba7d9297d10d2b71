package handlers

import (
	"bytes"
	"errors"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// Limits of what a form may send.
const (
	maxBody   = 64 << 10
	maxFields = 5000
)

// ReadForm is the middleware of every POST route. It reads the body, which must be an urlencoded form (415), of at most
// 64 KiB (413) and 5,000 fields (422), into r.PostForm. The query of the URL is never part of the form: Echo's own helpers
// merge the two.
func ReadForm(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		media, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
		hasBody := r.ContentLength != 0
		if hasBody && (err != nil || media != echo.MIMEApplicationForm) {
			return echo.NewHTTPError(http.StatusUnsupportedMediaType)
		}
		body, err := readBody(c)
		if err != nil {
			return err
		}
		if bytes.Count(body, []byte("&")) >= maxFields {
			return domain.Invalid("The form has too many fields.")
		}
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
		}
		r.PostForm, r.Form = values, values
		c.Set(formKey, &form{values: values})
		return next(c)
	}
}

func readBody(c echo.Context) ([]byte, error) {
	r := c.Request()
	if r.ContentLength > maxBody {
		c.Response().Header().Set("Connection", "close")
		return nil, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	// The writer beneath Echo's, because MaxBytesReader asks net/http's own to close the connection.
	body, err := io.ReadAll(http.MaxBytesReader(c.Response().Writer, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	case err != nil:
		return nil, echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	return body, nil
}

// form is what was posted, with the messages found while reading it.
type form struct {
	values   url.Values
	errs     views.Errors
	unchosen views.Errors                   // what the address asks for and is none of the choices: said, and nothing else
	status   int                            // of a page that says what is wrong; 0: 422
	old      bool                           // it lacks a check box that is read
	edits    bool                           // it makes nothing, although its page could: sent again, it meets what is there
	beside   func(domain.FieldError) string // the field of a message about one of several lines, "" for any other; nil: there are no lines
}

// errOldForm is the cause where a form was opened before an update of the program, which has other boxes: read as it is, every box that
// it does not have would be taken for one that was unticked.
var errOldForm = errors.New("the form lacks check boxes")

// oldForm refuses such a form.
func oldForm() error {
	return &domain.Error{Kind: domain.KindConflict, Err: errOldForm,
		Message: "You opened this form before the program was updated, and it has other fields now. Nothing was saved. Open the form again."}
}

// formKey is where a request's form is kept in Echo's context.
const formKey = "form"

// formOf returns the request's form: r.PostForm, never the query. It is the same one whoever asks; empty where nothing was posted.
func formOf(c echo.Context) *form {
	f, read := c.Get(formKey).(*form)
	if !read {
		f = &form{values: c.Request().PostForm}
		c.Set(formKey, f)
	}
	return f
}

// sent reports whether a form was posted; else one is shown first.
func (f *form) sent() bool { return f.values != nil }

// raw returns the first value of a field as it came, which may be any bytes: for passwords and keys.
func (f *form) raw(name string) string { return f.values.Get(name) }

// seen returns what the entry of the log in a field says that the maker of the form had seen, "" where it is none.
func (f *form) seen(name string) string {
	if id := plainID[domain.ChangeID](f.raw(name)); id != 0 {
		return idText(id)
	}
	return ""
}

// text returns the first value of a field without surrounding space. What is not text becomes a message beside the field.
func (f *form) text(name string) string {
	value := f.values.Get(name)
	if !isText(value) {
		f.fail(name, "Use letters, digits and signs only")
		return plainText(value)
	}
	return strings.TrimSpace(value)
}

// line is text for what names a thing: it is one line, or a message beside the field.
func (f *form) line(name string) string {
	value := f.text(name)
	if message := domain.LineProblem(value, domain.NameLimit); message != "" && isText(f.values.Get(name)) {
		f.fail(name, message)
	}
	return value
}

// all returns the distinct values of a field in the order in which they came, for check boxes with one name.
func (f *form) all(name string) []string {
	var distinct []string
	for _, value := range f.values[name] {
		if !slices.Contains(distinct, value) {
			distinct = append(distinct, value)
		}
	}
	return distinct
}

// boxes returns the values of the boxes of one name that are ticked. A browser sends nothing for the others: the form says itself which it
// had (views.HasBoxes).
func (f *form) boxes(name string) []string {
	f.old = f.old || !slices.Contains(f.values["boxes"], name)
	return f.all(name)
}

// ticked is boxes for a single one.
func (f *form) ticked(name string) bool { return len(f.boxes(name)) > 0 }

// has reports whether the field was sent.
func (f *form) has(name string) bool { return len(f.values[name]) > 0 }

// formID reads an optional id from a form: 0 when it is empty, a message beside the field when it cannot be an id.
func formID[ID ~int64](f *form, name, message string) ID {
	text := f.text(name)
	id := plainID[ID](text)
	if id == 0 && text != "" && text != "0" {
		f.fail(name, message)
	}
	return id
}

// formNumber reads a whole number from a form; a text that is none becomes the message of the field's row. How large it may be is for
// the domain to say.
func formNumber(f *form, name string) int {
	n, ok := domain.WholeNumber(f.text(name))
	if !ok || n > math.MaxInt32 {
		f.fail(name, domain.Field(name).Info().ValueProblem("", 0))
		return 0
	}
	return int(n)
}

// formIDs reads the distinct ids of check boxes with one name, sorted.
func formIDs[ID ~int64](f *form, name string) []ID { return idsIn[ID](f, name, f.boxes(name)) }

// idsIn reads ids, sorted; what cannot be one becomes a message beside a field.
func idsIn[ID ~int64](f *form, name string, texts []string) []ID {
	var ids []ID
	for _, text := range texts {
		id := plainID[ID](text)
		if id == 0 {
			f.fail(name, chooseFromList)
			return nil
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// fail adds a message to a field, once; "" for the form as a whole.
func (f *form) fail(field, message string) {
	if one := (domain.FieldError{Field: field, Message: message}); !slices.Contains(f.errs, one) {
		f.errs = append(f.errs, one)
	}
}

// refuse says beside a field why what was typed in it cannot be read; nothing where it could.
func (f *form) refuse(field string, err error) {
	var e *domain.Error
	if errors.As(err, &e) {
		f.fail(field, e.Message)
	}
}

// err is nil when the form is fine so far, else a domain error with all messages, or that it is from before an update.
func (f *form) err() error {
	if f.old {
		return oldForm()
	}
	if len(f.errs) == 0 {
		return nil
	}
	return domain.Invalid("The form has errors.", f.errs...)
}

// isText reports whether PostgreSQL could store the value: valid UTF-8 without NUL.
func isText(value string) bool { return utf8.ValidString(value) && !strings.ContainsRune(value, 0) }

// invalid returns the messages of err when it says that the input is wrong; ok is false for every other error. A message without
// fields becomes one without a link.
func invalid(err error) (errs views.Errors, ok bool) {
	var e *domain.Error
	if !errors.As(err, &e) || e.Kind != domain.KindInvalid {
		return nil, false
	}
	if len(e.Fields) == 0 {
		return views.Errors{{Message: e.Message}}, true
	}
	return e.Fields, true
}

// refused reports whether err says that what was posted is wrong: then the page of the form is to be shown again, and it and show say
// what is. Of a field the first message counts.
func refused(c echo.Context, err error) bool {
	errs, ok := invalid(err)
	f := formOf(c)
	for _, one := range errs {
		one.Field, one.Message = f.fieldOf(one), views.FieldMessage(one)
		if f.errs.For(one.Field) == "" || one.Field == "" && !slices.Contains(f.errs, one) {
			f.errs = append(f.errs, one)
		}
	}
	return ok
}

// fieldOf is the field of the form that a message belongs to. One about a part of a value says so itself.
func (f *form) fieldOf(e domain.FieldError) string {
	if f.beside != nil {
		if field := f.beside(e); field != "" {
			return field
		}
	}
	if e.Field == "" && e.Key != (domain.Key{}) {
		return views.InputName(e.Key)
	}
	return e.Field
}

// plainText is a posted text without what a page cannot hold.
func plainText(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}
