package handlers

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/pricesheet"
	"tiersync/views"
)

// Limits of a form with a file.
const (
	maxPasted = 4 << 20                      // bytes of what is pasted; what is more is a file
	maxUpload = pricesheet.MaxBytes + 16<<20 // with what stands around the file
	maxParts  = 100                          // fields before the file
)

// upload is the file of a form, which is read as it arrives. The fields of the form stand before it.
type upload struct {
	name string // as the browser says, without folders; "" for what was pasted
	file io.Reader
}

// uploadKey is where the middleware puts it.
const uploadKey = "upload"

// uploadOf is the file that was sent with a form, nil where there was none.
func uploadOf(c echo.Context) *upload {
	u, _ := c.Get(uploadKey).(*upload)
	return u
}

// ReadUpload is ReadForm for the route of a form with a file, which is the last of its fields (multipart/form-data): what stands before it
// is read, and the file left to the handler, which has as long for it as it flows.
func ReadUpload(next echo.HandlerFunc) echo.HandlerFunc {
	plain := ReadForm(next)
	return func(c echo.Context) error {
		r := c.Request()
		media, params, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
		if err != nil || media != echo.MIMEMultipartForm {
			return plain(c)
		}
		if r.ContentLength > maxUpload {
			c.Response().Header().Set("Connection", "close")
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		}
		endReading(c)
		body := http.MaxBytesReader(c.Response().Writer, r.Body, maxUpload)
		values, file, err := readParts(multipart.NewReader(arriving{body, http.NewResponseController(c.Response())}, params["boundary"]))
		if err != nil {
			return err
		}
		r.PostForm, r.Form = values, values
		c.Set(formKey, &form{values: values})
		c.Set(uploadKey, file)
		return next(c)
	}
}

// readParts reads the fields of a form up to its file, which is none where nobody chose one. What was pasted is a file, too.
func readParts(form *multipart.Reader) (url.Values, *upload, error) {
	values, room := url.Values{}, int64(maxBody)
	var pasted *upload
	for range maxParts {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return values, pasted, nil
		}
		if err != nil {
			return nil, nil, unreadable(err)
		}
		if name := part.FileName(); name != "" {
			return values, &upload{fileName(name), part}, nil
		}
		most := room
		if part.FormName() == views.PastedField {
			most = maxPasted
		}
		text, err := io.ReadAll(io.LimitReader(part, most+1))
		switch {
		case err != nil:
			return nil, nil, unreadable(err)
		case int64(len(text)) > most:
			return nil, nil, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		case part.FormName() != views.PastedField:
			room -= int64(len(text))
			values.Add(part.FormName(), string(text))
		case strings.TrimSpace(string(text)) != "":
			pasted = &upload{"", strings.NewReader(string(text))}
		}
	}
	return nil, nil, domain.Invalid("The form has too many fields.")
}

// unreadable says why a form with a file could not be read.
func unreadable(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return echo.NewHTTPError(http.StatusRequestEntityTooLarge).SetInternal(err)
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// fileName is what a file is called, as a line that can be shown.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if !utf8.ValidString(name) {
		name = strings.ToValidUTF8(name, "\uFFFD")
	}
	runes := []rune(domain.CleanLine(name))
	return string(runes[:min(len(runes), domain.NameLimit)])
}

// arriving is a body whose sender has exportStall for each piece of it, not for the whole, and as long for the answer.
type arriving struct {
	io.Reader
	controller *http.ResponseController
}

func (a arriving) Read(p []byte) (int, error) {
	until := time.Now().Add(exportStall)
	for _, err := range []error{a.controller.SetReadDeadline(until), a.controller.SetWriteDeadline(until)} {
		if err != nil && !errors.Is(err, http.ErrNotSupported) { // a test's answer has no deadline
			return 0, err
		}
	}
	return a.Reader.Read(p)
}

// arrived is a file whose errors say what was wrong with the request: it is too large, or was cut off.
type arrived struct{ io.Reader }

func (a arrived) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = unreadable(err)
	}
	return n, err
}
