package db

import (
	"context"
	"strings"
	"unicode"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// Where a context holds a span that records, each statement below it is a span, and so is what takes long: a run, a preview, an undo. They
// say what kind of statement it was and how long it took, never what was asked or answered. Elsewhere nothing is done.

// traced begins a span below the context's. What end is told is whether it failed, not how.
func traced(ctx context.Context, name string, options ...trace.SpanStartOption) (below context.Context, end func(error)) {
	span := trace.SpanFromContext(ctx)
	if !span.IsRecording() {
		return ctx, func(error) {}
	}
	below, span = span.TracerProvider().Tracer("tiersync/db").Start(ctx, name, options...)
	return below, func(err error) {
		if err != nil {
			span.SetStatus(codes.Error, "")
		}
		span.End()
	}
}

// tracedStatement is traced for a statement.
func tracedStatement(ctx context.Context, query string) (end func(error)) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return func(error) {}
	}
	kind := statementKind(query)
	_, end = traced(ctx, kind, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("db.system.name", "postgresql"), attribute.String("db.operation.name", kind)))
	return end
}

// statementKind is the first word of a statement: SELECT, INSERT, WITH.
func statementKind(query string) string {
	query = strings.TrimSpace(strings.TrimPrefix(query, plannedEachTime))
	end := strings.IndexFunc(query, func(r rune) bool { return !unicode.IsLetter(r) })
	if end > 0 {
		query = query[:end]
	}
	return strings.ToUpper(query)
}
