package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"

	"tiersync/db"
	"tiersync/web/mail"
	"tiersync/web/server"
)

// serveCommand is production: the schema must be current, nothing is loaded, and settings that would expose passwords or
// sessions are refused.
type serveCommand struct {
	Addr                 string         `env:"TIERSYNC_ADDR" default:"127.0.0.1:8080" help:"Address to listen on."`
	DatabaseURL          string         `env:"DATABASE_URL" required:"" help:"PostgreSQL to use; must state sslmode."`
	SessionKey           string         `env:"TIERSYNC_SESSION_KEY" required:"" help:"Signs session cookies: 64 or more hexadecimal digits, the same on every process. Make one with: openssl rand -hex 32"`
	OldSessionKey        string         `env:"TIERSYNC_OLD_SESSION_KEY" placeholder:"HEX" help:"The session key from before, where it was changed: it opens the secrets of two-step sign-in still, each of which is sealed with the new one when it is used."`
	BehindTLS            bool           `env:"TIERSYNC_BEHIND_TLS" help:"Say that a proxy in front speaks HTTPS with the browsers."`
	TLSCert              string         `env:"TIERSYNC_TLS_CERT" type:"path" help:"Certificate file, to speak HTTPS without a proxy."`
	TLSKey               string         `env:"TIERSYNC_TLS_KEY" type:"path" help:"Key file of the certificate."`
	TrustedProxies       []netip.Prefix `env:"TIERSYNC_TRUSTED_PROXIES" placeholder:"CIDR,..." help:"Networks of the proxies whose X-Forwarded-For says where a visitor comes from: 10.0.0.0/8,2001:db8::/32. Of anybody else it is ignored. Failed sign-ins are limited by that address."`
	SMTPURL              string         `name:"smtp-url" env:"TIERSYNC_SMTP_URL" placeholder:"URL" help:"Mail server that sends invitations and links for new passwords: smtps://user:password@mail.example?from=prices@example.com, or smtp:// with STARTTLS. Without one, links are shown to whoever makes them."`
	BaseURL              string         `name:"base-url" env:"TIERSYNC_BASE_URL" placeholder:"URL" help:"Address under which users open the program, for links in emails: https://prices.example."`
	TrustDatabaseNetwork bool           `env:"TIERSYNC_TRUST_DATABASE_NETWORK" help:"Allow an unverified connection to a PostgreSQL on another machine."`
	ReadURL              string         `env:"TIERSYNC_READ_URL" help:"A hot standby of that PostgreSQL, from which pages are read once it has what their reader wrote last."`
	DatabaseConnections  int            `env:"TIERSYNC_DATABASE_CONNECTIONS" default:"20" help:"Connections for ordinary work; four more are for signing in."`
	Metrics              string         `env:"TIERSYNC_METRICS" placeholder:"ADDR" help:"Address of its own for Prometheus, such as 127.0.0.1:9090; nobody signs in there. Off unless set."`
	TracesEndpoint       string         `name:"traces-endpoint" env:"OTEL_EXPORTER_OTLP_ENDPOINT" placeholder:"URL" help:"OpenTelemetry collector that traces of requests are sent to, by OTLP over HTTP: http://127.0.0.1:4318. Off unless set."`
	Check                bool           `help:"Do not serve: list what is weak about the settings and the database, and fail when something is."`
}

// Run serves until ctx is done, then lets what is under way finish.
func (c *serveCommand) Run(ctx context.Context, logger *slog.Logger, out io.Writer) error {
	if c.Check {
		return c.listWeak(ctx, logger, out)
	}
	return c.serve(ctx, logger, db.Options{})
}

// serve is Run with what the command line does not say about the database.
func (c *serveCommand) serve(ctx context.Context, logger *slog.Logger, options db.Options) error {
	keys, err := c.check()
	if err != nil {
		return err
	}
	options.MaxConns, options.Logger, options.ReadURL = c.DatabaseConnections, logger, c.ReadURL
	var answered func(server.Answer)
	counts := newMetrics()
	if c.Metrics != "" {
		options.Watcher, answered = counts, counts.Answered
	}
	database, err := db.Open(ctx, c.DatabaseURL, options)
	if err != nil {
		return err
	}
	defer database.Close()
	if err := database.CheckSchema(ctx); err != nil {
		return err
	}
	if err := database.CheckUse(ctx, db.UseProduction); err != nil {
		return err
	}
	tracer, endTraces, err := c.tracer(ctx, logger)
	if err != nil {
		return err
	}
	defer endTraces()
	handler, err := c.handler(database, keys, logger, answered, tracer)
	if err != nil {
		return err
	}
	if c.Metrics != "" {
		counts.observe(database)
		if err := counts.serve(ctx, c.Metrics, logger); err != nil {
			return err
		}
	}
	listener, err := c.listen()
	if err != nil {
		return err
	}
	if c.BehindTLS && len(c.TrustedProxies) == 0 {
		logger.WarnContext(ctx, "TIERSYNC_TRUSTED_PROXIES is not set: all visitors count as one network address, the proxy's, and the failed sign-ins of one make the others wait")
	}
	logger.InfoContext(ctx, "serving", "addr", listener.Addr().String(), "tls", c.TLSCert != "")
	return serveOn(ctx, listener, newServer(handler, logger), logger)
}

// listen opens the address, with TLS where there is a certificate.
func (c *serveCommand) listen() (net.Listener, error) {
	if c.TLSCert == "" {
		return net.Listen("tcp", c.Addr)
	}
	certificate, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, fmt.Errorf("the certificate: %w", err)
	}
	return tls.Listen("tcp", c.Addr, tlsOf(certificate))
}

// tlsOf is how the program speaks TLS with a certificate.
func tlsOf(certificate tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
}

// handler is the program with its session keys, and with a mail server where there is one.
func (c *serveCommand) handler(database *db.DB, keys [][]byte, logger *slog.Logger, answered func(server.Answer), tracer trace.Tracer) (http.Handler, error) {
	config := server.Config{Secure: true, SessionKey: keys[0], OldKeys: keys[1:], Logger: logger, Proxies: c.TrustedProxies,
		Connections: c.DatabaseConnections, Answered: answered, Tracer: tracer, BaseURL: c.BaseURL}
	if c.SMTPURL != "" {
		sender, err := c.sender(logger)
		if err != nil {
			return nil, err
		}
		config.Mail = sender
	}
	return server.New(database, config)
}

// check refuses insecure settings, a line for each, and returns the session keys.
func (c *serveCommand) check() ([][]byte, error) {
	keys, err := c.sessionKeys()
	return keys, errors.Join(err, c.checkTLS(), c.checkMail(), c.checkTraces(), c.checkDatabases())
}

// checkDatabases refuses exposed addresses of PostgreSQL.
func (c *serveCommand) checkDatabases() error {
	return checkConnections(c.TrustDatabaseNetwork, c.DatabaseURL, cmp.Or(c.ReadURL, c.DatabaseURL))
}

// checkTLS refuses to let passwords cross a network in the clear.
func (c *serveCommand) checkTLS() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key go together")
	}
	if c.TLSCert == "" && !c.BehindTLS {
		return errors.New("passwords must not cross a network in the clear: give --tls-cert and --tls-key, " +
			"or set TIERSYNC_BEHIND_TLS=true when a proxy in front speaks HTTPS")
	}
	return nil
}

// sessionKeys are the session key and, where it was changed, the one from before.
func (c *serveCommand) sessionKeys() ([][]byte, error) {
	key, err := hex.DecodeString(c.SessionKey)
	if err != nil || len(key) < 32 {
		return nil, errors.New("TIERSYNC_SESSION_KEY must have 64 or more hexadecimal digits: openssl rand -hex 32 makes one")
	}
	if !looksRandom(key) {
		return nil, errors.New("TIERSYNC_SESSION_KEY can be guessed, and with it every session: openssl rand -hex 32 makes one that cannot")
	}
	if c.OldSessionKey == "" {
		return [][]byte{key}, nil
	}
	old, err := hex.DecodeString(c.OldSessionKey)
	if err != nil || len(old) < 32 {
		return nil, errors.New("TIERSYNC_OLD_SESSION_KEY must be what TIERSYNC_SESSION_KEY was: 64 or more hexadecimal digits")
	}
	return [][]byte{key, old}, nil
}

// looksRandom reports whether a key of 32 bytes or more could have been drawn: zeros, one byte again and again and short patterns could
// not. Of 32 drawn bytes 30 are different; that there are less than 16 does not happen.
func looksRandom(key []byte) bool {
	different := map[byte]bool{}
	for _, b := range key {
		different[b] = true
	}
	return len(different) >= 16
}

// When the program is asked to stop, exports end first, and say that they are incomplete; then requests that are under way have the rest
// of the time. A synchronization takes a second.
const (
	exportsTime  = 10 * time.Second
	shutdownTime = 24 * time.Second
)

// newServer returns the server with the time limits that every request has.
func newServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      40 * time.Second, // longer than any request may take, with its body read slowly; an export moves it on
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// serveOn lets a server serve until ctx is done and the requests under way have been answered.
func serveOn(ctx context.Context, listener net.Listener, httpServer *http.Server, logger *slog.Logger) error {
	requests, endExports := context.WithCancelCause(context.WithoutCancel(ctx))
	defer endExports(nil)
	httpServer.BaseContext = func(net.Listener) context.Context { return requests }
	in := newGuests(maxConnections)
	strictly(httpServer, in)
	unhandled := func(peer net.Addr, status string) http.Header {
		header := server.UnhandledHeader()
		logger.InfoContext(ctx, "request", "id", header.Get("X-Request-Id"), "from", peer.String(), "unhandled", status)
		return header
	}
	failed := make(chan error, 1)
	go func() { failed <- httpServer.Serve(strictListener{listener, in, unhandled}) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	logger.InfoContext(ctx, "stopping: requests under way are finished first")
	exports := time.AfterFunc(exportsTime, func() { endExports(errors.New("the program stops")) })
	defer exports.Stop()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := httpServer.Shutdown(last); err != nil {
		return errors.Join(fmt.Errorf("stop: some requests did not end in time: %w", err), httpServer.Close())
	}
	return nil
}

// sender sends through the mail server.
func (c *serveCommand) sender(logger *slog.Logger) (*mail.Sender, error) {
	sender, err := mail.New(c.SMTPURL, logger)
	if err != nil {
		return nil, fmt.Errorf("TIERSYNC_SMTP_URL: %w", err)
	}
	return sender, nil
}

// checkMail refuses a mail server without an address, and emails whose links would lead nowhere, or across a network in the clear. What a browser says is this program's address
// is not taken for it: whoever asks for a link to be sent to somebody else could say where it leads.
func (c *serveCommand) checkMail() error {
	if c.BaseURL == "" && c.SMTPURL != "" {
		return errors.New("TIERSYNC_SMTP_URL needs TIERSYNC_BASE_URL, the address that links in emails lead to")
	}
	u, err := url.Parse(c.BaseURL)
	if c.BaseURL != "" && (err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || strings.Trim(u.Path, "/") != "") {
		return errors.New("TIERSYNC_BASE_URL must be an address like https://prices.example")
	}
	if c.SMTPURL == "" {
		return nil
	}
	_, err = c.sender(nil)
	return err
}
