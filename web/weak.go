package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"tiersync/db"
)

// expirySoon is how long before its end a certificate is weak.
const expirySoon = 14 * 24 * time.Hour

// listWeak prints what is weak about the settings and the database, a line each, and fails when something is.
func (c *serveCommand) listWeak(ctx context.Context, logger *slog.Logger, out io.Writer) error {
	weak := c.weakSettings()
	weak = append(weak, c.weakMail(ctx)...)
	if c.checkDatabases() == nil { // else it is not dialled
		weak = append(weak, c.weakDatabase(ctx, logger)...)
	}
	for _, line := range weak {
		fmt.Fprintln(out, line)
	}
	switch len(weak) {
	case 0:
	case 1:
		return errors.New("one thing is weak")
	default:
		return fmt.Errorf("%d things are weak", len(weak))
	}
	_, err := fmt.Fprintln(out, "Nothing is weak.")
	return err
}

// weakSettings is what is weak before anything is opened.
func (c *serveCommand) weakSettings() (weak []string) {
	say := func(format string, args ...any) { weak = append(weak, fmt.Sprintf(format, args...)) }
	if _, err := c.check(); err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			say("It would not start: %s.", line)
		}
	}
	switch {
	case c.TLSCert != "":
		weak = append(weak, c.weakCertificate()...)
	case !loopback(c.Addr):
		say("%s is reached from other machines without TLS: listen on 127.0.0.1 beside the proxy, or give a certificate.", c.Addr)
	}
	if c.BehindTLS && len(c.TrustedProxies) == 0 {
		say("TIERSYNC_TRUSTED_PROXIES is not set: all visitors count as one network address, the proxy's.")
	}
	for _, network := range c.TrustedProxies {
		if widest := map[bool]int{true: 8, false: 7}[network.Addr().Is4()]; network.Bits() < widest { // 10.0.0.0/8, fc00::/7
			say("TIERSYNC_TRUSTED_PROXIES has %s: what anybody there says of where they come from is believed, so failed sign-ins are limited by nothing.", network)
		}
	}
	if c.Metrics != "" && !loopback(c.Metrics) {
		say("The metrics at %s are read by whoever reaches that address.", c.Metrics)
	}
	if u, err := url.Parse(c.TracesEndpoint); err == nil && u.Scheme == "http" && !loopback(net.JoinHostPort(u.Hostname(), "0")) {
		say("Traces go to %s across a network in the clear: use https://.", u.Host)
	}
	for _, url := range []string{c.DatabaseURL, cmp.Or(c.ReadURL, c.DatabaseURL)} {
		if exposed, err := db.Exposed(url); err == nil && exposed && c.TrustDatabaseNetwork { // else it would not start
			say("The connection to PostgreSQL crosses a network without a verified certificate: use sslmode=verify-full.")
			break
		}
	}
	return weak
}

func (c *serveCommand) weakCertificate() (weak []string) {
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return []string{fmt.Sprintf("The certificate cannot be used: %v.", err)}
	}
	if left := time.Until(pair.Leaf.NotAfter); left < expirySoon {
		weak = append(weak, fmt.Sprintf("The certificate ends on %s.", pair.Leaf.NotAfter.Format(time.DateOnly)))
	}
	if info, err := os.Stat(c.TLSKey); err == nil && info.Mode().Perm()&0o007 != 0 {
		weak = append(weak, fmt.Sprintf("Everybody on this machine may read %s.", c.TLSKey))
	}
	return weak
}

// weakMail is why no email would be sent, where some should be.
func (c *serveCommand) weakMail(ctx context.Context) []string {
	if c.SMTPURL == "" {
		return nil
	}
	sender, err := c.sender(nil)
	if err != nil { // so it would not start
		return nil
	}
	if err := sender.Check(ctx); err != nil {
		return []string{fmt.Sprintf("The mail server in TIERSYNC_SMTP_URL takes no email: %v.", err)}
	}
	return nil
}

// weakDatabase is what is weak about the database, or why that cannot be said.
func (c *serveCommand) weakDatabase(ctx context.Context, logger *slog.Logger) []string {
	database, err := db.Open(ctx, c.DatabaseURL, db.Options{MaxConns: c.DatabaseConnections, Logger: logger, ReadURL: c.ReadURL})
	if err != nil {
		return []string{fmt.Sprintf("The database does not answer: %v.", err)}
	}
	defer database.Close()
	if err := database.CheckSchema(ctx); err != nil {
		return []string{fmt.Sprintf("It would not start: %v.", err)}
	}
	if err := database.CheckUse(ctx, db.UseProduction); err != nil {
		return []string{fmt.Sprintf("It would not start: %v.", err)}
	}
	found, err := database.Weaknesses(ctx, knownPasswords())
	if err != nil {
		return []string{fmt.Sprintf("The database cannot be asked what is weak about it: %v.", err)}
	}
	weak := make([]string, len(found))
	for i, w := range found {
		weak[i] = weaknessSays(w)
	}
	return weak
}

// weaknessSays is a weakness of the database as a sentence, with what to do.
func weaknessSays(w db.Weakness) string {
	switch w.Kind {
	case db.WeakSuperuser:
		return fmt.Sprintf("The database role %s is a superuser: make one that may only read and write.", w.Name)
	case db.WeakOwner:
		return fmt.Sprintf("The database role %s owns tables, so it can change the schema and switch off what protects the log: migrate as the owner, serve as another role.", w.Name)
	case db.WeakMakesDatabases:
		return fmt.Sprintf("The database role %s may make databases.", w.Name)
	case db.WeakMakesRoles:
		return fmt.Sprintf("The database role %s may make roles.", w.Name)
	case db.WeakSetting:
		return fmt.Sprintf("The setting %s of PostgreSQL is %s: a crash can lose or damage what was stored.", w.Name, w.Value)
	case db.WeakConnections:
		return fmt.Sprintf("PostgreSQL gives %d connections, and this process alone may take %d.", w.Has, w.Needs)
	case db.WeakPassword:
		return fmt.Sprintf("The password of %s is one that everybody knows.", w.Name)
	case db.WeakStandbySilent:
		return fmt.Sprintf("The standby in TIERSYNC_READ_URL does not answer: %v.", w.Err)
	case db.WeakNoStandby:
		return "The server in TIERSYNC_READ_URL is no hot standby, so no page is read from it."
	default:
		return fmt.Sprintf("The database is weak: %s.", w.Kind)
	}
}

// knownPasswords stand in this repository, or are the first that anybody tries.
func knownPasswords() []string {
	return []string{"walk-the-manual", "correct horse battery", "correct horse battery staple", "password1234", "administrator", "changemechangeme"}
}

// loopback reports whether only this machine reaches an address to listen on.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}
