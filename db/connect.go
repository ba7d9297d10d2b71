package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// parseURL reads a connection URL or "key=value" text and insists on a stated sslmode.
func parseURL(url string) (pq.Config, error) {
	if strings.TrimSpace(url) == "" {
		return pq.Config{}, errors.New("the database URL is empty")
	}
	if !strings.Contains(url, "sslmode=") {
		return pq.Config{}, errors.New("the database URL must state sslmode, for example ?sslmode=verify-full")
	}
	config, err := pq.NewConfig(url)
	if err != nil {
		// The driver's message may repeat the URL with its password.
		return pq.Config{}, errors.New("the database URL cannot be read; it should look like postgres://user:password@host/name?sslmode=verify-full")
	}
	config.BinaryParameters = true // one round trip for a query, not two
	config.ConnectTimeout = connectTimeout
	config.FallbackApplicationName = "tiersync"
	if config.ApplicationName == "" {
		config.ApplicationName = "tiersync"
	}
	config = config.Clone() // gives it a Runtime map of its own
	return config, nil
}

// Exposed reports whether url, with the environment, sends data over a network without verified encryption: what is dialled for any of
// its hosts is neither a Unix socket nor this machine, with an sslmode below verify-full. verify-ca, which asks no name, will do with root
// certificates of their own: of those that the system believes anybody has one. Nothing is dialled to find out.
func Exposed(url string) (bool, error) {
	config, err := parseURL(url)
	if err != nil {
		return false, err
	}
	if config.SSLMode == pq.SSLModeVerifyFull || config.SSLMode == pq.SSLModeVerifyCA && config.SSLRootCert != "" {
		return false, nil
	}
	hosts := append([]pq.ConfigMultihost{{Host: config.Host, Hostaddr: config.Hostaddr}}, config.Multi...)
	return slices.ContainsFunc(hosts, func(host pq.ConfigMultihost) bool { return !staysHere(host) }), nil
}

// staysHere reports whether what is dialled for a host is on this machine: its address where it has one, whatever it is called.
func staysHere(host pq.ConfigMultihost) bool {
	if host.Hostaddr.IsValid() {
		return host.Hostaddr.Unmap().IsLoopback()
	}
	if strings.HasPrefix(host.Host, "/") || strings.HasPrefix(host.Host, "@") || host.Host == "localhost" {
		return true
	}
	ip := net.ParseIP(strings.Trim(host.Host, "[]"))
	return ip != nil && ip.IsLoopback()
}

// connector opens driver connections whose socket knows a deadline: the driver itself waits for ever when the network
// goes silent, whatever its context says.
type connector struct {
	config  pq.Config
	silence time.Duration // how long the server may say nothing
}

// Connect opens one connection.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := pq.NewConnectorConfig(c.config)
	if err != nil {
		return nil, err
	}
	d := &dialer{silence: c.silence}
	inner.Dialer(d)
	conn, err := inner.Connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	full, ok := conn.(driverConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the driver's connection %T lacks a method that is needed", conn), conn.Close())
	}
	return &limitedConn{driverConn: full, wire: d.last.Load(), statements: map[string]statement{}}, nil
}

// Driver returns the driver below.
func (c connector) Driver() driver.Driver { return &pq.Driver{} }

// driverConn is all that database/sql asks of a connection of this driver.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// limitedConn is a driver connection together with the socket below it, and what it has prepared (prepared.go).
type limitedConn struct {
	driverConn
	wire       *wire
	statements map[string]statement // by query
	user       context.Context      // of the last statement
}

// Close says goodbye to the server. The deadline of whoever used the connection last is not for that.
func (c *limitedConn) Close() error {
	return errors.Join(c.wire.SetDeadline(time.Time{}), c.driverConn.Close())
}

// dialer opens sockets and remembers the last one it opened. Keep-alive probes find a dead peer in about ten seconds
// even while a long statement runs.
type dialer struct {
	silence time.Duration
	last    atomic.Pointer[wire]
}

func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	nd := net.Dialer{
		Timeout:         connectTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3},
	}
	conn, err := nd.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	w := &wire{Conn: conn, silence: d.silence}
	d.last.Store(w)
	return w, nil
}

func (d *dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d *dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// wire is a socket on which every read and write ends after silence, or at the deadline if that is earlier.
type wire struct {
	net.Conn
	silence  time.Duration
	deadline atomic.Int64 // Unix nanoseconds, 0 for none
}

// SetDeadline bounds everything on this socket until it is called again; the zero time lifts the bound.
func (w *wire) SetDeadline(t time.Time) error {
	if t.IsZero() {
		w.deadline.Store(0)
	} else {
		w.deadline.Store(t.UnixNano())
	}
	return nil
}

func (w *wire) Read(p []byte) (int, error) {
	if err := w.Conn.SetReadDeadline(w.next()); err != nil {
		return 0, err
	}
	return w.Conn.Read(p)
}

func (w *wire) Write(p []byte) (int, error) {
	if err := w.Conn.SetWriteDeadline(w.next()); err != nil {
		return 0, err
	}
	return w.Conn.Write(p)
}

func (w *wire) next() time.Time {
	next := time.Now().Add(w.silence)
	if n := w.deadline.Load(); n != 0 {
		if deadline := time.Unix(0, n); deadline.Before(next) {
			return deadline
		}
	}
	return next
}
