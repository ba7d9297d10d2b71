package server

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/web/webtest"
)

// TestFault076ABrowserThatLeavesIsNoError compares the line of the log with that of a request whose browser still waits.
func TestFault076ABrowserThatLeavesIsNoError(t *testing.T) {
	t.Parallel()
	line := func(path string) (level string, left bool) {
		t.Helper()
		log := new(bytes.Buffer)
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		e := echo.New()
		e.HTTPErrorHandler = handlers.ErrorPage(nil)
		e.Pre(accessLog(slog.New(slog.NewJSONHandler(log, nil)), nil), deadline)
		e.GET("/stays", func(echo.Context) error { return &domain.Error{Kind: domain.KindUnavailable} })
		e.GET("/leaves", func(c echo.Context) error {
			leave()
			<-c.Request().Context().Done()
			return &domain.Error{Kind: domain.KindUnavailable, Err: c.Request().Context().Err()}
		})
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
		var got struct {
			Level string
			Left  bool
		}
		if err := json.Unmarshal(log.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v: %s", path, err, log)
		}
		return got.Level, got.Left
	}
	if level, left := line("/stays"); level != "ERROR" || left {
		t.Errorf("a fault is logged as %s, left %t", level, left)
	}
	if level, left := line("/leaves"); level != "INFO" || !left {
		t.Errorf("a browser that left is logged as %s, left %t", level, left)
	}
}

// TestLogsHoldNoSecrets sends what nobody should read in a log, and looks for it there.
func TestLogsHoldNoSecrets(t *testing.T) {
	t.Parallel()
	b := newBase(t)
	asked := 0
	send := func(method, path, body string, headers ...string) webtest.Answer {
		asked++
		return b.send(method, path, body, headers...)
	}
	send("POST", "/login", "email=user1%40example.com&password=secret-wrong")
	cookie := send("POST", "/login", "email=user1%40example.com&password=correct").Cookies()[0]
	send("GET", "/test/7?q=secret-search", "")
	send("POST", "/test", "name=secret-name", "Authorization", "secret-token", "Referer", b.url+"/secret-page")
	send("GET", "/test/fails", "", "Cookie", "__Host-tiersync=secret-cookie")
	for _, secret := range []string{"secret", "correct", "password=", cookie.Value, "user1@"} {
		if strings.Contains(b.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, b.log)
		}
	}
	if lines := strings.Count(b.log.String(), "\n"); lines != asked {
		t.Errorf("%d lines for %d requests:\n%s", lines, asked, b.log)
	}
}

// TestFault105TheLogSaysWhatIsIncomplete fails an answer that had begun: its status was sent already.
func TestFault105TheLogSaysWhatIsIncomplete(t *testing.T) {
	t.Parallel()
	log := new(bytes.Buffer)
	e := echo.New()
	e.HTTPErrorHandler = handlers.ErrorPage(nil)
	e.Pre(accessLog(slog.New(slog.NewJSONHandler(log, nil)), nil), deadline)
	e.GET("/file", func(c echo.Context) error {
		c.Response().WriteHeader(http.StatusOK)
		return &domain.Error{Kind: domain.KindUnavailable, Message: "The database cannot answer."}
	})
	e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/file", nil))
	var got struct {
		Level, Error string
		Status       int
		Incomplete   bool
	}
	if err := json.Unmarshal(log.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, log)
	}
	if got.Level != "ERROR" || got.Status != http.StatusOK || !got.Incomplete || got.Error == "" {
		t.Errorf("%+v", got)
	}
}
