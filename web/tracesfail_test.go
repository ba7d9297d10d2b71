package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// collectorOf fails as it is told to.
type collectorOf struct {
	sdktrace.SpanExporter
	err error
}

func (c *collectorOf) ExportSpans(context.Context, []sdktrace.ReadOnlySpan) error { return c.err }

// A collector that is gone is in the log once, until it was there again.
func TestTracesFailOnceInTheLog(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	collector := &collectorOf{}
	exporter := &loggedExporter{SpanExporter: collector, logger: slog.New(slog.NewTextHandler(&log, nil))}
	gone := errors.New("gone")
	for _, err := range []error{nil, gone, gone, gone, nil, nil, gone, gone} {
		collector.err = err
		if err := exporter.ExportSpans(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if failed, again := strings.Count(log.String(), "traces are not sent"), strings.Count(log.String(), "traces are sent again"); failed != 2 || again != 1 {
		t.Errorf("said %d times that it failed and %d times that it works again, want 2 and 1:\n%s", failed, again, log.String())
	}
}
