package handlers_test

import (
	"context"
	"encoding/csv"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/views/pages"
)

// failingExport is a database that stops answering in the middle of an export.
type failingExport struct{ *db.DB }

func (f failingExport) ExportRun(ctx context.Context, v domain.Viewer, id domain.RunID, row func(pages.RunReseller, []domain.Outcome, domain.Names) error) error {
	first := true
	return f.DB.ExportRun(ctx, v, id, func(r pages.RunReseller, list []domain.Outcome, n domain.Names) error {
		if !first {
			return domain.Unreachable.Because(errors.New("pq: the server is gone"))
		}
		first = false
		return row(r, list, n)
	})
}

func TestFault105IncompleteFilesSaySo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := strings.TrimPrefix(w.feeRun("20"), "/synchronizations/")
	e := echo.New()
	recorder := httptest.NewRecorder()
	c := e.NewContext(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/synchronizations/"+id+".csv", nil), recorder)
	c.SetParamNames("run")
	c.SetParamValues(id + ".csv")
	handlers.SignInAs(c, w.viewers["P"])
	err := handlers.NewRuns(failingExport{w.db}).Show(c)
	if domain.KindOf(err) != domain.KindUnavailable {
		t.Errorf("the log would not say why: %v", err)
	}
	reader := csv.NewReader(recorder.Body)
	reader.FieldsPerRecord = -1
	lines, err := reader.ReadAll()
	w.check(err)
	if last := lines[len(lines)-1]; len(lines) < 3 || !strings.HasPrefix(last[0], "This file is incomplete") {
		t.Errorf("of %d lines the last is %q", len(lines), last)
	}
}

// stalled is an answer whose reader takes some of it, and then nothing any more: writing fails at its deadline.
type stalled struct {
	*httptest.ResponseRecorder
	takes     int
	deadlines []time.Time
}

func (s *stalled) SetWriteDeadline(t time.Time) error {
	s.deadlines = append(s.deadlines, t)
	return nil
}

func (s *stalled) Write(p []byte) (int, error) {
	if s.takes--; s.takes < 0 {
		return 0, os.ErrDeadlineExceeded
	}
	return s.ResponseRecorder.Write(p)
}

// TestFault105WhoStallsIsCutOff moves the deadline on with each piece of a file that is written, and no further.
func TestFault105WhoStallsIsCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in(t).tell("reseller Many{1..60} under P: USD")
	run := w.feeRun("20")
	whole := &stalled{ResponseRecorder: httptest.NewRecorder(), takes: 1000}
	request := func() *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, run+".csv", nil)
		r.AddCookie(w.as("P"))
		return r
	}
	w.program.ServeHTTP(whole, request())
	if n := len(whole.deadlines); n < 3 || whole.deadlines[n-1].Before(whole.deadlines[0]) || !strings.HasSuffix(whole.Body.String(), "End of export\n") {
		t.Fatalf("%d pieces, %d bytes, until %v", n, whole.Body.Len(), whole.deadlines)
	}
	if left := time.Until(whole.deadlines[0]); left > 2*time.Minute || left < time.Minute {
		t.Errorf("a piece has %v", left)
	}
	cut := &stalled{ResponseRecorder: httptest.NewRecorder(), takes: 2}
	w.program.ServeHTTP(cut, request())
	if len(cut.deadlines) > 5 || strings.Contains(cut.Body.String(), "End of export") {
		t.Errorf("%d pieces were tried; the file ends with %q", len(cut.deadlines), cut.Body.String()[max(0, cut.Body.Len()-100):])
	}
}
