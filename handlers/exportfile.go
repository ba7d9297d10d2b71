package handlers

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers/tablefile"
	"tiersync/views/pages"
)

// exportStall is how long whoever reads an export may take nothing of it: on a slow line some thousand bytes are on their way.
const exportStall = 2 * time.Minute

// export answers with a table as a file, in the format that the address ends in. The file is called what it is, and the day. It may take
// longer than any page: as long as it flows, and somebody waits for it. The rows are asked for when the request's own context may be over:
// they read in Waiting.
func export(c echo.Context, what string, t tablefile.Table) error {
	format := pages.FormatOf(c.Request().URL.Path)
	if format == "" {
		return domain.NotFound("The page")
	}
	if err := formOf(c).err(); err != nil {
		return err // a filter that cannot be read
	}
	if len(formOf(c).unchosen) > 0 {
		return domain.Invalid(noSuchChoice + ". A file would be of everything.")
	}
	endReading(c)
	file := &flow{Response: c.Response(), controller: http.NewResponseController(c.Response()), format: format,
		name: what + "-" + time.Now().UTC().Format(time.DateOnly) + "." + string(format)}
	if c.Request().Method == http.MethodHead {
		file.begin()
		return nil
	}
	err := tablefile.Write(file, format, t)
	if err != nil && !file.Committed {
		return errors.Join(err, file.goOn()) // the page that says why comes as late as the file would
	}
	return err
}

// flow is a file on its way. It begins with its first piece: what fails before is answered by a page. Its reader has exportStall for each
// piece of it, not for the whole.
type flow struct {
	*echo.Response
	controller *http.ResponseController
	format     pages.FileFormat
	name       string
}

func (f *flow) begin() {
	f.Header().Set(echo.HeaderContentType, f.format.MediaType())
	f.Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+f.name+`"`)
	f.WriteHeader(http.StatusOK)
}

func (f *flow) Write(p []byte) (int, error) {
	if !f.Committed {
		f.begin()
	}
	if err := f.goOn(); err != nil {
		return 0, err
	}
	return f.Response.Write(p)
}

// goOn lets the answer's next piece take exportStall from now on.
func (f *flow) goOn() error {
	err := f.controller.SetWriteDeadline(time.Now().Add(exportStall))
	if errors.Is(err, http.ErrNotSupported) { // a test's answer has no deadline
		return nil
	}
	return err
}

// errEnough ends a walk over rows that nobody wants any more of.
var errEnough = errors.New("enough rows")

// rowFunc takes a row, and says when no more are wanted.
type rowFunc = func(...tablefile.Cell) error

// walked makes rows of a walk that calls row for each of them and ends with the first error.
func walked(walk func(row rowFunc) error) func(func([]tablefile.Cell, error) bool) {
	return func(yield func([]tablefile.Cell, error) bool) {
		err := walk(func(cells ...tablefile.Cell) error {
			if !yield(cells, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}

// exportedAtOnce is of how many rows an export asks at once for what stands beside them.
const exportedAtOnce = 500

// each makes a row of each of a list.
func each[T any](list []T, row rowFunc, cells func(T) []tablefile.Cell) error {
	for _, one := range list {
		if err := row(cells(one)...); err != nil {
			return err
		}
	}
	return nil
}

// waitingKey is under which a request keeps the context that ends when nobody waits for its answer any more.
const waitingKey = "waiting"

// KeepWaiting keeps the request's context, before it gets a deadline, for Waiting.
func KeepWaiting(c echo.Context) { c.Set(waitingKey, c.Request().Context()) }

// Waiting is the context that ends when nobody waits for the answer any more: the browser has left, or the program has to stop.
func Waiting(c echo.Context) context.Context {
	if ctx, ok := c.Get(waitingKey).(context.Context); ok {
		return ctx
	}
	return c.Request().Context()
}
