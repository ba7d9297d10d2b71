package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
)

// Package net/http reads HTTP/1 leniently: a bare LF ends a line, and of Content-Length and Transfer-Encoding one is believed. Another
// program in front of this one may read the same bytes as other requests, which is how requests are smuggled past it (fault 54). And
// what cannot be read net/http answers by itself, past every handler. A strictConn refuses the one, and has the headers of this program
// put into the other.

// strictListener accepts strictConns.
type strictListener struct {
	net.Listener
	guests    *guests
	unhandled func(peer net.Addr, status string) http.Header // called for an answer of net/http's own; what it returns is added
}

func (l strictListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	strict := &strictConn{Conn: conn, unhandled: l.unhandled}
	strict.leave = sync.OnceFunc(func() { l.guests.left(strict) })
	l.guests.enter()
	return strict, nil
}

// strictConn is a connection that a server reads HTTP/1 from.
type strictConn struct {
	net.Conn
	unhandled func(net.Addr, string) http.Header
	requests  framing
	handled   atomic.Bool // a handler answers the request
	leave     func()
}

// Close makes room for another connection.
func (c *strictConn) Close() error {
	c.leave()
	return c.Conn.Close()
}

// Read fails where the requests are not framed strictly: net/http answers 400 then, and closes the connection.
func (c *strictConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if wrong := c.requests.next(p[:n]); wrong != nil {
		return 0, wrong
	}
	return n, err
}

// Write adds to an answer that no handler gave.
func (c *strictConn) Write(p []byte) (int, error) {
	head, rest, found := bytes.Cut(p, []byte("\r\n\r\n"))
	if c.handled.Load() || !found || !bytes.HasPrefix(head, []byte("HTTP/1.")) {
		return c.Conn.Write(p)
	}
	status, _, _ := bytes.Cut(head, []byte("\r\n"))
	answer := bytes.NewBuffer(append(bytes.Clone(head), "\r\n"...))
	if err := c.unhandled(c.RemoteAddr(), string(status)).Write(answer); err != nil {
		return 0, err
	}
	answer.WriteString("\r\n")
	answer.Write(rest)
	if _, err := c.Conn.Write(answer.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// CloseWrite is what net/http asks for where it wants its last answer to arrive.
func (c *strictConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// strictly makes a server tell its strictConns which answers are its handler's, and its guests who is idle.
func strictly(s *http.Server, g *guests) {
	type key struct{}
	s.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, key{}, c) }
	s.ConnState = func(c net.Conn, state http.ConnState) {
		strict, ok := c.(*strictConn)
		if !ok {
			return
		}
		if state == http.StateIdle {
			strict.handled.Store(false)
		}
		g.is(strict, state == http.StateIdle)
	}
	handler := s.Handler
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strict, ok := r.Context().Value(key{}).(*strictConn); ok {
			strict.handled.Store(true)
		}
		if len(r.TransferEncoding) > 0 { // framing does not know where it ends
			w.Header().Set("Connection", "close")
		}
		handler.ServeHTTP(w, r)
	})
}

// framing follows the requests of one connection: their lines, and the bodies whose length is said. A body in chunks is the last.
type framing struct {
	line    []byte // so far
	begun   bool   // the request line was read
	sized   bool   // there is a Content-Length,
	length  int64  // of so much
	chunked bool   // there is a Transfer-Encoding
	body    int64  // bytes of the body that are still to come
	last    bool   // what follows is no request
}

var (
	errBareLineEnd = errors.New("a line ends without CR")
	errFolded      = errors.New("a header goes on in the next line")
	errEncoding    = errors.New("an unknown Transfer-Encoding")
	errTwoLengths  = errors.New("both Content-Length and Transfer-Encoding")
)

// next reads on.
func (f *framing) next(p []byte) error {
	for len(p) > 0 && !f.last {
		if f.body > 0 {
			n := min(f.body, int64(len(p)))
			f.body, p = f.body-n, p[n:]
			continue
		}
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			f.line = append(f.line, p...) // net/http ends a head that is too long
			return nil
		}
		line, ended := bytes.CutSuffix(append(f.line, p[:end]...), []byte("\r"))
		f.line, p = f.line[:0], p[end+1:]
		if !ended {
			return errBareLineEnd
		}
		if err := f.header(line); err != nil {
			return err
		}
	}
	return nil
}

// header reads a line of a request's head; the empty one ends it.
func (f *framing) header(line []byte) error {
	switch {
	case len(line) == 0:
		if f.sized && f.chunked {
			return errTwoLengths
		}
		*f = framing{line: f.line, body: f.length, last: f.chunked}
		return nil
	case !f.begun:
		f.begun = true
		return nil
	case line[0] == ' ' || line[0] == '\t':
		return errFolded
	}
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimSpace(value)
	switch {
	case bytes.EqualFold(name, []byte("Content-Length")):
		f.sized = true
		length, _ := strconv.ParseUint(string(value), 10, 62) // what is no number, net/http refuses
		f.length = int64(length)
	case bytes.EqualFold(name, []byte("Transfer-Encoding")):
		f.chunked = true
		if !bytes.EqualFold(value, []byte("chunked")) {
			return errEncoding
		}
	}
	return nil
}
