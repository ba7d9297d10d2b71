package db_test

import (
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"context"

	"github.com/jmoiron/sqlx"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
)

// cable is a network between the program and PostgreSQL that can go silent: it takes what is sent and delivers nothing. It can be
// slow, too.
type cable struct {
	latency time.Duration
	bytes   int // a second; 0 for any number

	mu               sync.Mutex
	network, address string // of PostgreSQL
	quiet            bool
}

// leadTo lets connections that are made from now on lead to the PostgreSQL of a URL.
func (c *cable) leadTo(u *url.URL) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.network, c.address = "unix", filepath.Join(u.Query().Get("host"), socketName)
	if u.Host != "" {
		c.network, c.address = "tcp", u.Host
	}
}

const socketName = ".s.PGSQL.5432"

func (c *cable) dial() (net.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return net.Dial(c.network, c.address)
}

func (c *cable) setSilent(quiet bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.quiet = quiet
}

func (c *cable) silent() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.quiet
}

func (c *cable) serve(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		server, err := c.dial()
		if err != nil {
			client.Close()
			return
		}
		go c.carry(server, c.late(client))
		go c.carry(client, c.late(server))
	}
}

func (c *cable) carry(to net.Conn, from io.ReadCloser) {
	defer from.Close()
	defer to.Close()
	buffer := make([]byte, 8192)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		if c.silent() {
			_, _ = io.Copy(io.Discard, from) // this connection is lost for good
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// late is what is sent at one end, when it comes out of the cable: everything later by the latency, and the next piece after the one
// before it has gone.
func (c *cable) late(from net.Conn) io.ReadCloser {
	if c.latency == 0 && c.bytes == 0 {
		return from
	}
	type piece struct {
		bytes []byte
		at    time.Time
	}
	pieces := make(chan piece, 1000)
	go func() {
		defer close(pieces)
		for {
			buffer := make([]byte, 1024)
			n, err := from.Read(buffer)
			if err != nil {
				return
			}
			pieces <- piece{buffer[:n], time.Now().Add(c.latency)}
		}
	}()
	out, in := io.Pipe()
	go func() {
		defer in.Close()
		for p := range pieces {
			time.Sleep(time.Until(p.at))
			if c.bytes > 0 {
				time.Sleep(time.Duration(len(p.bytes)) * time.Second / time.Duration(c.bytes))
			}
			if _, err := in.Write(p.bytes); err != nil {
				from.Close()
				return
			}
		}
	}()
	return out
}

// openThroughCable opens an empty database over a cable.
func openThroughCable(t *testing.T) (*db.DB, *cable) {
	t.Helper()
	c := &cable{}
	return c.open(t, dbtest.PreparedURL(t, "", nil)), c
}

// open opens a database over the cable.
func (c *cable) open(t *testing.T, address string) *db.DB {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	dir, err := os.MkdirTemp("", "cable-") // t.TempDir may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	c.leadTo(u)
	listener, err := net.Listen("unix", filepath.Join(dir, socketName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go c.serve(listener)
	query.Set("host", dir)
	u.RawQuery = query.Encode()
	database, err := db.Open(t.Context(), u.String(), db.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { database.Close() })
	return database
}

// Fault 71: the driver would wait for ever.
func TestSilentNetworkEndsWithTheContext(t *testing.T) {
	t.Parallel()
	database, cable := openThroughCable(t)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	err := database.InTx(ctx, func(tx *sqlx.Tx) error {
		cable.setSilent(true)
		_, err := tx.ExecContext(ctx, insertEvent)
		return err
	})
	wantKind(t, err, domain.KindUnavailable)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	cable.setSilent(false)
	if got := countEvents(t, database); got != 0 {
		t.Errorf("%d rows after the network came back, want 0", got)
	}
}

func TestLostReplyToCommit(t *testing.T) {
	t.Parallel()
	database, cable := openThroughCable(t)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	err := database.InTx(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, insertEvent)
		cable.setSilent(true)
		return err
	})
	wantKind(t, err, domain.KindUnavailable)
	if !strings.Contains(err.Error(), "not known whether this was saved") {
		t.Errorf("the message promises too much: %v", err)
	}
}
