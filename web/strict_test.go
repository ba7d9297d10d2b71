package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// serving runs the program's server around a handler, over TLS with a configuration, and returns its address and its log.
func serving(t *testing.T, handler http.Handler, secure *tls.Config, change func(*http.Server)) (addr string, log *safeLog) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = listener.Addr().String()
	if secure != nil {
		listener = tls.NewListener(listener, secure)
	}
	log = &safeLog{}
	logger := slog.New(slog.NewJSONHandler(log, nil))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	httpServer := newServer(handler, logger)
	if change != nil {
		change(httpServer)
	}
	go func() { ended <- serveOn(ctx, listener, httpServer, logger) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return addr, log
}

// safeLog is a log that is read while it is written.
type safeLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *safeLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *safeLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// echoed answers what was sent.
func echoed(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("X-Handled", "yes")
	fmt.Fprintf(w, "%s %s %q", r.Method, r.URL.Path, body)
}

// raw sends bytes and returns all answers until the connection is closed, or is silent.
func raw(t *testing.T, conn net.Conn, text string) (answers []*http.Response, bodies []string, closed bool) {
	t.Helper()
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(conn)
	for {
		if err := conn.SetReadDeadline(time.Now().Add(400 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		answer, err := http.ReadResponse(reader, nil)
		if err != nil {
			var late net.Error
			return answers, bodies, !(errors.As(err, &late) && late.Timeout())
		}
		body, _ := io.ReadAll(answer.Body)
		answers, bodies = append(answers, answer), append(bodies, string(body))
	}
}

// TestTLSIsNew: the program speaks TLS 1.2 and 1.3, the newer one where it can, and nothing older.
func TestTLSIsNew(t *testing.T) {
	t.Parallel()
	certificate := httptest.NewTLSServer(nil)
	certificate.Close()
	addr, _ := serving(t, http.HandlerFunc(echoed), tlsOf(certificate.TLS.Certificates[0]), nil)
	for newest, want := range map[uint16]uint16{tls.VersionTLS11: 0, tls.VersionTLS12: tls.VersionTLS12, tls.VersionTLS13: tls.VersionTLS13} {
		// The certificate is of a test.
		conn, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: newest})
		if want == 0 {
			if err == nil {
				t.Errorf("%s is spoken", tls.VersionName(newest))
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tls.VersionName(newest), err)
			continue
		}
		if got := conn.ConnectionState().Version; got != want {
			t.Errorf("with up to %s, %s is spoken", tls.VersionName(newest), tls.VersionName(got))
		}
		conn.Close()
	}
}

// TestFault054RequestsAreFramedStrictly sends what two programs could read as different requests, and what nobody can read: 400 or another
// refusal, with the headers of every answer, and the connection is closed.
func TestFault054RequestsAreFramedStrictly(t *testing.T) {
	t.Parallel()
	certificate := httptest.NewTLSServer(nil)
	certificate.Close()
	for name, secure := range map[string]*tls.Config{"http": nil, "https": {Certificates: certificate.TLS.Certificates}} {
		addr, log := serving(t, http.HandlerFunc(echoed), secure, nil)
		dial := func() net.Conn {
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			if secure != nil {
				return tls.Client(conn, &tls.Config{InsecureSkipVerify: true}) // of a test
			}
			return conn
		}
		const end = "\r\n\r\n"
		for what, request := range map[string]string{
			"400 both lengths":        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked" + end + "0" + end,
			"400 the other way":       "POST / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: chunked\r\nCONTENT-LENGTH: 3" + end + "0" + end,
			"400 unknown coding":      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked" + end + "0" + end,
			"400 two codings":         "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity" + end + "0" + end,
			"400 bare line feed":      "GET / HTTP/1.1\r\nHost: a\nX-A: b" + end,
			"400 bare request line":   "GET / HTTP/1.1\nHost: a" + end,
			"400 bare end":            "GET / HTTP/1.1\r\nHost: a\r\n\n",
			"400 folded header":       "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked" + end,
			"400 no host":             "GET / HTTP/1.1\r\nX-A: b" + end,
			"400 odd length":          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3" + end + "abc",
			"400 no request":          "hello" + end,
			"431 too many headers":    "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + strings.Repeat("x", 40<<10) + end,
			"417 unknown expectation": "GET / HTTP/1.1\r\nHost: a\r\nExpect: something" + end,
		} {
			answers, bodies, closed := raw(t, dial(), request)
			if len(answers) != 1 || !strings.HasPrefix(what, answers[0].Status[:3]) || !closed && what[:3] != "417" {
				t.Errorf("%s, %s: %d answers %q, closed: %t", name, what, len(answers), bodies, closed)
				continue
			}
			for _, header := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security", "X-Request-Id"} {
				if answers[0].Header.Get(header) == "" {
					t.Errorf("%s, %s: no %s", name, what, header)
				}
			}
			if id := answers[0].Header.Get("X-Request-Id"); !strings.Contains(log.String(), `"id":"`+id+`"`) {
				t.Errorf("%s, %s: the log does not have the request %s", name, what, id)
			}
		}
		// Whatever is hidden behind a good request is a request of its own, or nothing.
		good := "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\nGET /2 HTTP/1.1\nHost: b\n\nabcde"
		chunks := "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n0\r\n\r\n"
		answers, bodies, closed := raw(t, dial(), good+good+chunks+good)
		if len(answers) != 3 || !closed || !answers[2].Close || !strings.HasPrefix(bodies[2], `POST /3 "a\nb"`) {
			t.Errorf("%s: %d good answers %q, closed: %t", name, len(answers), bodies, closed)
		}
		for _, answer := range answers {
			if answer.Header.Get("X-Handled") != "yes" || answer.Header.Get("X-Request-Id") != "" {
				t.Errorf("%s: the handler's answer is %v", name, answer.Header)
			}
		}
	}
}
