package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// tracesTime is how long the last traces may take to leave when the program ends.
const tracesTime = 3 * time.Second

// checkTraces refuses what cannot be the address of a collector.
func (c *serveCommand) checkTraces() error {
	u, err := url.Parse(c.TracesEndpoint)
	if c.TracesEndpoint != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "") {
		return errors.New("OTEL_EXPORTER_OTLP_ENDPOINT must be an address like http://127.0.0.1:4318")
	}
	return nil
}

// tracer traces requests where there is a collector, and is nil elsewhere.
func (c *serveCommand) tracer(ctx context.Context, logger *slog.Logger) (tracer trace.Tracer, end func(), err error) {
	if c.TracesEndpoint == "" {
		return nil, func() {}, nil
	}
	provider, end, err := newTraces(ctx, c.TracesEndpoint, logger)
	if err != nil {
		return nil, nil, err
	}
	return provider.Tracer("tiersync"), end, nil
}

// newTraces sends traces to the collector at endpoint, in the background; end sends the last. While the collector is gone, they are
// dropped, and the log says so. Headers, certificates, the share of requests and the like stand in OpenTelemetry's own variables of the
// environment (OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER), which its library reads.
func newTraces(ctx context.Context, endpoint string, logger *slog.Logger) (provider *sdktrace.TracerProvider, end func(), err error) {
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(strings.TrimSuffix(endpoint, "/")+"/v1/traces"))
	if err != nil {
		return nil, nil, fmt.Errorf("traces: %w", err)
	}
	about, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", "tiersync")), resource.WithFromEnv())
	if err != nil {
		return nil, nil, fmt.Errorf("traces: %w", err)
	}
	provider = sdktrace.NewTracerProvider(sdktrace.WithBatcher(&loggedExporter{SpanExporter: exporter, logger: logger}), sdktrace.WithResource(about))
	return provider, func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), tracesTime)
		defer cancel()
		_ = provider.Shutdown(last) // the program ends; what could not be sent is logged
	}, nil
}

// loggedExporter logs that traces cannot be sent, once until they can be sent again: a batch goes every few seconds.
type loggedExporter struct {
	sdktrace.SpanExporter
	logger *slog.Logger
	failed atomic.Bool // the last batch was not sent
}

func (e *loggedExporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	err := e.SpanExporter.ExportSpans(ctx, spans)
	switch failedBefore := e.failed.Swap(err != nil); {
	case err != nil && !failedBefore:
		e.logger.WarnContext(ctx, "traces are not sent", "spans", len(spans), "error", err.Error())
	case err == nil && failedBefore:
		e.logger.InfoContext(ctx, "traces are sent again")
	}
	return nil
}
