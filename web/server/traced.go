package server

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// traced makes a span of each request that asks the database: which route, and what came of it. What stands in its address, in forms,
// cookies and answers is no part of it. A trace begins here: what a visitor says that it belongs to is not believed. tracer is nil where
// nobody asked for traces.
func traced(tracer trace.Tracer) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if tracer == nil {
			return next
		}
		return func(c echo.Context) error {
			method := c.Request().Method
			if needsNobody(c.Request().URL.Path) {
				return next(c)
			}
			ctx, span := tracer.Start(c.Request().Context(), "request", trace.WithSpanKind(trace.SpanKindServer), trace.WithNewRoot())
			defer span.End()
			c.SetRequest(c.Request().WithContext(ctx))
			err := next(c)
			route, status := c.Path(), c.Response().Status
			if route == "" {
				route = "no route"
			}
			span.SetName(known(method) + " " + route)
			span.SetAttributes(attribute.String("http.request.method", known(method)), attribute.String("http.route", route),
				attribute.Int("http.response.status_code", status))
			if status >= http.StatusInternalServerError {
				span.SetStatus(codes.Error, "")
			}
			return err
		}
	}
}

// known is a method as it is, or _OTHER for one of the visitor's making.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
		http.MethodTrace, http.MethodConnect:
		return method
	}
	return "_OTHER"
}
