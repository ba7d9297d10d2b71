// Package server is the whole program as an http.Handler: the routes, who may use each of them, and the middleware that all
// of them share. Listening, and the timeouts around it, are the commands' (package web).
//
// Start reading at routes.go, where every URL stands on one screen.
package server

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"go.opentelemetry.io/otel/trace"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/views"
)

// Config is what differs between demo, serve and tests.
type Config struct {
	Secure      bool     // served over TLS: browsers are told to insist on it
	SessionKey  []byte   // 32 or 64 random bytes that sign the session cookies; the same on every process
	OldKeys     [][]byte // session keys from before, which still open the secrets of two-step sign-in
	Logger      *slog.Logger
	Proxies     []netip.Prefix  // whose X-Forwarded-For says where a request comes from; of anybody else it is ignored
	Answered    func(Answer)    // called for each request; may be nil
	Tracer      trace.Tracer    // of requests; nil: they are not traced
	Mail        handlers.Mailer // sends invitations and links for new passwords; nil: whoever makes one hands it over
	BaseURL     string          // under which users know the program, "https://prices.example"; "" without Mail
	Connections int             // of the database's pool; 20 when zero
	Demo        bool            // signing in as the demo's users is explained
	Footnote    string          // at the foot of every page; "" puts nothing there
}

// Answer is what is counted of a request that was answered.
type Answer struct {
	Method, Route string // the route as in the table of routes, "" for an address that nobody has, and for what was not let in
	Status        int
	Took          time.Duration
	Shed          bool // there was no room for it
	Incomplete    bool // it failed after it had begun
}

// requestLimit bounds every request, so that a silent database cannot hold it for ever.
const requestLimit = 20 * time.Second

// New returns the whole program as a handler, over a database whose schema is current. It fails for a session key that is too
// short. The http.Server around it has the timeouts for reading and writing.
func New(database *db.DB, cfg Config) (http.Handler, error) {
	sessions := handlers.NewSessions(database, cfg.SessionKey, cfg.OldKeys...)
	table := routes(database, sessions, cfg)
	reading, unread := handlers.Reading(database), handlers.Unread(database)
	for i, r := range table {
		switch r.method {
		case http.MethodPost:
			table[i].handler = handlers.Chosen(database, handlers.Once(database, unread(r.handler)))
		case http.MethodGet:
			table[i].handler = handlers.Chosen(database, reading(unread(r.handler)))
		}
	}
	return assemble(table, sessions, database, handlers.ErrorPage(database), cfg)
}

// database is what the middleware asks of it.
type database interface {
	primary
	securityEvents
}

// securityEvents records what looks like an attack.
type securityEvents interface {
	SecurityEvent(ctx context.Context, v domain.Viewer, kind domain.SecurityKind, detail string) error
}

// assemble puts the routes behind the middleware that all of them share.
func assemble(table []route, sessions *handlers.Sessions, d database, failed echo.HTTPErrorHandler, cfg Config) (http.Handler, error) {
	if len(cfg.SessionKey) < 32 {
		return nil, fmt.Errorf("the session key has %d bytes; it needs at least 32", len(cfg.SessionKey))
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = visitorBehind(cfg.Proxies)
	e.HTTPErrorHandler = failed
	identify := sessions.Identify(func(v domain.Viewer) []views.NavSection { return navigation(table, v) })
	e.Pre(breakOff, handlers.Footnote(cfg.Footnote), requestID, traced(cfg.Tracer), accessLog(cfg.Logger, cfg.Answered), recoverPanic, securityHeaders(cfg.Secure), deadline,
		newRooms(cmp.Or(cfg.Connections, 20)).turns, inSession(d), plainPath(identify), sameOrigin(identify, d))
	e.Use(exceptAssets(identify), refusals(d))
	register(e, table, sessions)
	return e, nil
}

// visitorBehind finds the address of whoever asks: the one that the connection comes from, or where that is one of these proxies, the
// nearest that X-Forwarded-For names and is none of them. What a visitor writes there themselves stands further away.
func visitorBehind(proxies []netip.Prefix) echo.IPExtractor {
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		p = p.Masked()
		trust = append(trust, echo.TrustIPRange(&net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// requestID gives each request an id of our own making; one sent by the client is ignored.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, newRequestID())
		return next(c)
	}
}

// breakOff ends the connection where an answer failed after it had begun: only so does whoever reads a file see that it is not whole.
func breakOff(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if !incomplete(c, err) {
			return err
		}
		_ = http.NewResponseController(c.Response()).Flush() // the last line says why, if it still arrives
		panic(http.ErrAbortHandler)
	}
}

// incomplete reports whether an answer failed after it had begun.
func incomplete(c echo.Context, err error) bool {
	return err != nil && c.Response().Committed && c.Response().Status < http.StatusBadRequest
}

func newRequestID() string { return rand.Text()[:12] }

// accessLog writes one line a request, with the cause when it failed: the only place where request errors are logged. An answer that
// had begun when it failed is incomplete.
func accessLog(logger *slog.Logger, answered func(Answer)) echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		HandleError: true, LogStatus: true, LogLatency: true, LogMethod: true, LogURIPath: true, LogRemoteIP: true,
		LogError: true, LogResponseSize: true,
		BeforeNextFunc: handlers.KeepWaiting,
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			level := slog.LevelInfo
			attrs := []slog.Attr{
				slog.String("id", c.Response().Header().Get(echo.HeaderXRequestID)),
				slog.String("method", v.Method), slog.String("path", v.URIPath), slog.Int("status", v.Status),
				slog.Duration("took", v.Latency), slog.Int64("bytes", v.ResponseSize), slog.String("from", v.RemoteIP),
			}
			if viewer, ok := handlers.SignedIn(c); ok {
				attrs = append(attrs, slog.Int64("user", int64(viewer.User.ID)), slog.Int64("account", int64(viewer.Account.ID)))
			}
			if span := trace.SpanContextFromContext(c.Request().Context()); span.IsSampled() {
				attrs = append(attrs, slog.String("trace", span.TraceID().String()))
			}
			if v.Error != nil {
				attrs = append(attrs, slog.String("error", v.Error.Error()))
			}
			incomplete := incomplete(c, v.Error)
			if incomplete {
				attrs = append(attrs, slog.Bool("incomplete", true))
			}
			switch {
			case context.Cause(handlers.Waiting(c)) == context.Canceled: // nobody waits for the answer any more, which is no fault
				attrs = append(attrs, slog.Bool("left", true))
			case v.Status >= http.StatusInternalServerError || incomplete:
				level = slog.LevelError
			}
			if answered != nil {
				answered(Answer{v.Method, c.Path(), v.Status, v.Latency, errors.Is(v.Error, errNoRoom), incomplete})
			}
			logger.LogAttrs(context.WithoutCancel(c.Request().Context()), level, "request", attrs...)
			return nil
		},
	})
}

// recoverPanic turns a panic into an error with its stack, so that the page is ours and the log line has it.
func recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisableErrorHandler: true, // return the error, so that the access log sees it
		LogErrorFunc: func(_ echo.Context, err error, stack []byte) error {
			return fmt.Errorf("panic: %w\n%s", err, stack)
		},
	})(next)
}

// contentSecurityPolicy has no exception: there is no inline script or style anywhere.
const contentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// securityHeaders are on every answer: pages, redirects, errors, assets.
func securityHeaders(secure bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			setSecurity(c.Response().Header(), secure)
			return next(c)
		}
	}
}

func setSecurity(h http.Header, secure bool) {
	h.Set(echo.HeaderContentSecurityPolicy, contentSecurityPolicy)
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderXFrameOptions, "DENY")
	h.Set(echo.HeaderReferrerPolicy, "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	if secure {
		h.Set(echo.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
	}
}

// UnhandledHeader is what an answer has from here that no handler gave: one to a request that could not be read.
func UnhandledHeader() http.Header {
	h := http.Header{}
	setSecurity(h, true)
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set(echo.HeaderXRequestID, newRequestID())
	return h
}

// deadline ends the request's context after requestLimit. Work that must be finished detaches itself (handlers.detached).
func deadline(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), requestLimit)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// plainPath answers addresses that only look like ours (a slash too many, an encoded slash) with 404, to whoever is signed in
// with the navigation. A page that is asked for with one slash at its end is where it is without; what is sent is not led on, because
// that could repeat a POST.
func plainPath(identify echo.MiddlewareFunc) echo.MiddlewareFunc {
	unknown := exceptAssets(identify)(func(echo.Context) error { return echo.ErrNotFound })
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			path := c.Request().URL.EscapedPath()
			plain, trailing := strings.CutSuffix(path, "/")
			trailing = trailing && plain != ""
			look := c.Request().Method == http.MethodGet || c.Request().Method == http.MethodHead
			look = look && len(c.Request().RequestURI) <= handlers.LongestAddress
			if trailing && look && !strings.Contains(path, "//") && !strings.Contains(strings.ToLower(path), "%2f") {
				c.Request().URL.Path, c.Request().URL.RawPath = strings.TrimSuffix(c.Request().URL.Path, "/"), plain
				return c.Redirect(http.StatusMovedPermanently, c.Request().URL.RequestURI())
			}
			if trailing || strings.Contains(path, "//") || strings.Contains(strings.ToLower(path), "%2f") {
				return unknown(c)
			}
			return next(c)
		}
	}
}

// sameOrigin refuses what another site makes a browser send, and records it as a security event.
func sameOrigin(identify echo.MiddlewareFunc, events securityEvents) echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			cause := protection.Check(c.Request())
			if cause == nil {
				return next(c)
			}
			refuse := func(c echo.Context) error {
				viewer, _ := handlers.SignedIn(c)
				viewer.From = c.RealIP()
				detail := c.Request().Method + " " + c.Request().URL.Path
				failed := events.SecurityEvent(c.Request().Context(), viewer, domain.CrossOriginEvent, detail)
				return &domain.Error{Kind: domain.KindForbidden, Err: errors.Join(cause, failed),
					Message: "Another site sent this request in your name, so it was refused. Nothing was changed."}
			}
			return identify(refuse)(c)
		}
	}
}

// refusals records what somebody sent or opened without the right to do that.
func refusals(events securityEvents) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			err := next(c)
			viewer, signedIn := handlers.SignedIn(c)
			if !signedIn || domain.KindOf(err) != domain.KindForbidden || errors.Is(err, domain.ErrRecorded) {
				return err
			}
			kind := domain.PageRefusedEvent
			if c.Request().Method == http.MethodPost {
				kind = domain.FormRefusedEvent
			}
			return errors.Join(err, events.SecurityEvent(c.Request().Context(), viewer, kind, c.Request().URL.Path))
		}
	}
}

// exceptAssets leaves out what needs no session: assets, the health check, and shops, which are the same for everybody. Where no shop is, it finds
// out who asks all the same: the page that says so leads the signed-in on.
func exceptAssets(m echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		identified := m(next)
		return func(c echo.Context) error {
			path := c.Request().URL.Path
			switch {
			case needsNobody(path):
				return next(c)
			case strings.HasPrefix(path, handlers.ShopPrefix):
				err := next(c)
				if errors.Is(err, echo.ErrNotFound) || err != nil && domain.KindOf(err) == domain.KindNotFound {
					return m(func(echo.Context) error { return err })(c)
				}
				return err
			default:
				return identified(c)
			}
		}
	}
}
