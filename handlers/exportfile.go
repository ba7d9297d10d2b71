package handlers

import (
	"context"
	"encoding/csv"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	// exportEnd is the last line of a complete export.
	exportEnd = "End of export"
	// exportCut is the last line of one that is not, where the file could still be told.
	exportCut = "This file is incomplete: not everything could be read. Export it again."
	// exportStall is how long whoever reads an export may take nothing of it: on a slow line some thousand bytes are on their way.
	exportStall = 2 * time.Minute
)

// exportFile is a CSV file that is written as it is read. It may take longer than any page: as long as it flows, and somebody waits
// for it.
type exportFile struct {
	ctx context.Context // of those who read for it; it ends when nobody waits any more
	w   *csv.Writer
}

// beginExport sends what comes before the lines of an export; name is that of the file, without its suffix.
func beginExport(c echo.Context, name string, columns ...string) exportFile {
	endReading(c)
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	header.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+csvSuffix+`"`)
	c.Response().WriteHeader(http.StatusOK)
	file := exportFile{Waiting(c), csv.NewWriter(flow{c.Response(), http.NewResponseController(c.Response())})}
	_ = file.w.Write(columns) // it is in memory, and an error is one of the next lines, too
	return file
}

// write writes lines.
func (f exportFile) write(lines ...[]string) error { return f.w.WriteAll(lines) }

// end writes the last line, which says whether all the others are there, and returns the error that the file was cut off by.
func (f exportFile) end(err error) error {
	last := exportEnd
	if err != nil {
		last = exportCut
	}
	return errors.Join(err, f.write([]string{last}))
}

// flow is an answer whose reader has exportStall for each piece of it, not for the whole.
type flow struct {
	http.ResponseWriter
	controller *http.ResponseController
}

func (f flow) Write(p []byte) (int, error) {
	err := f.controller.SetWriteDeadline(time.Now().Add(exportStall))
	if err != nil && !errors.Is(err, http.ErrNotSupported) { // a test's answer has no deadline
		return 0, err
	}
	return f.ResponseWriter.Write(p)
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
