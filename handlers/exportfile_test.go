package handlers_test

import (
	"context"
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

// failingExport is a database that stops answering in the middle of an export, after so many resellers.
type failingExport struct {
	*db.DB
	resellers int
}

func (f failingExport) ExportRun(ctx context.Context, v domain.Viewer, id domain.RunID, q pages.RunQuery, row func(pages.RunLines) error) error {
	told := 0
	return f.DB.ExportRun(ctx, v, id, q, func(lines pages.RunLines) error {
		if told++; told > f.resellers {
			return domain.Unreachable.Because(errors.New("pq: the server is gone"))
		}
		return row(lines)
	})
}

func TestFault105IncompleteFilesSaySo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in(t).tell("reseller Many{1..60} under P: USD")
	id := strings.TrimPrefix(w.feeRun("20"), "/synchronizations/")
	e := echo.New()
	export := func(ending string, resellers int) *httptest.ResponseRecorder {
		recorder := httptest.NewRecorder()
		c := e.NewContext(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/synchronizations/"+id+ending, nil), recorder)
		c.SetParamNames("run")
		c.SetParamValues(id + ending)
		handlers.SignInAs(c, w.viewers["P"])
		err := handlers.NewRuns(failingExport{w.db, resellers}).Show(c)
		if domain.KindOf(err) != domain.KindUnavailable {
			t.Errorf("the log would not say why: %v", err)
		}
		return recorder
	}
	lines := w.csv(export(".csv", 50).Body.String())
	if last := lines[len(lines)-1]; len(lines) < 52 || !strings.HasPrefix(last[0], "This file is incomplete") {
		t.Errorf("of %d lines the last is %q", len(lines), last)
	}
	for _, none := range []*httptest.ResponseRecorder{export(".csv", 1), export(".xlsx", 50)} {
		if none.Body.Len() > 0 || none.Header().Get("Content-Disposition") != "" {
			t.Errorf("a page cannot say what is wrong: %d bytes were sent", none.Body.Len())
		}
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
	lines := len(w.csv(whole.Body.String()))
	if n := len(whole.deadlines); n < 3 || whole.deadlines[n-1].Before(whole.deadlines[0]) || lines < 60 {
		t.Fatalf("%d pieces, %d lines, until %v", n, lines, whole.deadlines)
	}
	if left := time.Until(whole.deadlines[0]); left > 2*time.Minute || left < time.Minute {
		t.Errorf("a piece has %v", left)
	}
	cut := &stalled{ResponseRecorder: httptest.NewRecorder(), takes: 2}
	if broken := brokenOff(func() { w.program.ServeHTTP(cut, request()) }); !broken || len(cut.deadlines) > 5 {
		t.Errorf("%d pieces were tried; the connection was broken off: %t", len(cut.deadlines), broken)
	}
}

// brokenOff reports whether an answer ended the connection, so that its reader sees that it is not whole.
func brokenOff(serve func()) (broken bool) {
	defer func() { broken = recover() == http.ErrAbortHandler }()
	serve()
	return false
}
