package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"tiersync/db"
	"tiersync/domain"
	"tiersync/web/server"
)

// metrics are what is counted for Prometheus: what was asked for and done, never of whom or by whom. docs/deploy/grafana.json shows them.
type metrics struct {
	registry                  *prometheus.Registry
	requests                  *prometheus.CounterVec   // method, route, status
	took                      *prometheus.HistogramVec // route
	shed, incomplete          prometheus.Counter
	runs, changes, alarms     *prometheus.CounterVec // kind
	runTook                   *prometheus.HistogramVec
	values, overwritten, kept prometheus.Counter
}

func newMetrics() *metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
	}
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	times := func(name, help string, label string, seconds ...float64) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: seconds}, []string{label})
	}
	m := &metrics{
		registry:    prometheus.NewRegistry(),
		requests:    counters("tiersync_http_requests_total", "Requests answered.", "method", "route", "status"),
		took:        times("tiersync_http_request_seconds", "How long answers took.", "route", .005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5, 5, 10, 20),
		shed:        counter("tiersync_http_shed_total", "Requests answered 503 at once, or after three seconds, because there was no room for them."),
		incomplete:  counter("tiersync_http_incomplete_total", "Answers that failed after they had begun, such as exports."),
		runs:        counters("tiersync_runs_total", "Synchronizations and undos.", "kind"),
		runTook:     times("tiersync_run_seconds", "How long runs took.", "kind", .005, .01, .05, .1, .25, .5, 1, 2.5, 5, 10, 20),
		values:      counter("tiersync_run_values_changed_total", "Values that runs and undos changed at resellers."),
		overwritten: counter("tiersync_run_own_values_overwritten_total", "Resellers' own values that runs overwrote."),
		kept:        counter("tiersync_run_own_values_kept_total", "Resellers' own values that runs met and kept."),
		changes:     counters("tiersync_changes_total", "Changes by people.", "kind"),
		alarms:      counters("tiersync_security_events_total", "Security events, sign-ins and refused ones among them.", "kind"),
	}
	m.zero()
	m.registry.MustRegister(m.requests, m.took, m.shed, m.incomplete, m.runs, m.runTook, m.values, m.overwritten, m.kept, m.changes, m.alarms,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// zero counts nothing of each kind: Prometheus does not see that what appears with a first run rose.
func (m *metrics) zero() {
	for _, kind := range []domain.RunKind{domain.SyncRun, domain.UndoRun} {
		m.runs.WithLabelValues(string(kind))
		m.runTook.WithLabelValues(string(kind))
	}
	for _, info := range domain.ChangeKinds() {
		m.changes.WithLabelValues(string(info.Kind))
	}
	for _, info := range domain.SecurityKinds() {
		m.alarms.WithLabelValues(string(info.Kind))
	}
}

// observe adds what is read from the database's pools when somebody asks.
func (m *metrics) observe(database *db.DB) {
	for name, pool := range database.Pools() {
		m.registry.MustRegister(collectors.NewDBStatsCollector(pool.DB, name))
	}
	for name := range database.Hashing() {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "tiersync_hashing_waiting", ConstLabels: prometheus.Labels{"room": name},
			Help: "Who waits for a password to be hashed, or is at it."}, func() float64 { return float64(database.Hashing()[name]) }))
	}
}

// Answered counts a request.
func (m *metrics) Answered(a server.Answer) {
	m.requests.WithLabelValues(a.Method, a.Route, strconv.Itoa(a.Status)).Inc()
	m.took.WithLabelValues(a.Route).Observe(a.Took.Seconds())
	if a.Shed {
		m.shed.Inc()
	}
	if a.Incomplete {
		m.incomplete.Inc()
	}
}

// Ran counts a run or an undo.
func (m *metrics) Ran(kind domain.RunKind, totals domain.RunTotals, took time.Duration) {
	m.runs.WithLabelValues(string(kind)).Inc()
	m.runTook.WithLabelValues(string(kind)).Observe(took.Seconds())
	m.values.Add(float64(totals.Changes))
	if kind == domain.SyncRun {
		m.overwritten.Add(float64(totals.OwnOverwritten))
		m.kept.Add(float64(totals.OwnKept))
	}
}

// Changed counts a change.
func (m *metrics) Changed(kind domain.ChangeKind) { m.changes.WithLabelValues(string(kind)).Inc() }

// Alarmed counts a security event.
func (m *metrics) Alarmed(kind string) { m.alarms.WithLabelValues(kind).Inc() }

// serve answers GET /metrics on an address of its own until ctx is done.
func (m *metrics) serve(ctx context.Context, addr string, logger *slog.Logger) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	s := newServer(mux, logger)
	context.AfterFunc(ctx, func() { _ = s.Close() })
	logger.InfoContext(ctx, "metrics", "addr", listener.Addr().String())
	go func() {
		if err := s.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logger.ErrorContext(ctx, "metrics end", "error", err.Error())
		}
	}()
	return nil
}
