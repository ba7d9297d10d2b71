package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// TestFault094IdleConnectionsMakeRoom opens more connections than there are places: those that are idle go, those at work stay.
func TestFault094IdleConnectionsMakeRoom(t *testing.T) {
	t.Parallel()
	begun, finish := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			begun <- struct{}{}
			<-finish
		}
		_, _ = io.WriteString(w, "ok")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	in := newGuests(3)
	server := &http.Server{Handler: handler}
	strictly(server, in)
	go func() { _ = server.Serve(strictListener{Listener: listener, guests: in}) }()
	t.Cleanup(func() { _ = server.Close() })
	ask := func(path string) (net.Conn, *bufio.Reader) {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: a\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		return conn, bufio.NewReader(conn)
	}
	answer := func(from *bufio.Reader) {
		t.Helper()
		got, err := http.ReadResponse(from, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, got.Body)
	}
	_, slow := ask("/slow")
	<-begun
	for range 10 {
		_, quick := ask("/")
		answer(quick)
	}
	in.mu.Lock()
	if in.open > 3 {
		t.Errorf("%d connections are open, want 3 at most", in.open)
	}
	in.mu.Unlock()
	// All places are at work: who comes waits for one of them.
	_, second := ask("/slow")
	<-begun
	_, third := ask("/slow")
	<-begun
	_, waits := ask("/")
	close(finish)
	for _, reader := range []*bufio.Reader{slow, second, third, waits} {
		answer(reader)
	}
}

// TestFault094WhoWaitsHasThePlaceOfWhoIsIdleThen lets a connection become idle when somebody waits already.
func TestFault094WhoWaitsHasThePlaceOfWhoIsIdleThen(t *testing.T) {
	t.Parallel()
	in := newGuests(1)
	here, there := net.Pipe()
	first := &strictConn{Conn: here}
	first.leave = sync.OnceFunc(func() { in.left(first) })
	in.enter()
	entered := make(chan struct{})
	go func() {
		in.enter()
		close(entered)
	}()
	select {
	case <-entered:
		t.Fatal("there are two in one place")
	case <-time.After(20 * time.Millisecond):
	}
	in.is(first, true)
	select {
	case <-entered:
	case <-time.After(10 * time.Second):
		t.Fatal("who waits goes on waiting beside one that is idle")
	}
	if _, err := there.Read(make([]byte, 1)); err == nil {
		t.Error("the idle one is still open")
	}
}
