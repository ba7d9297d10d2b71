package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/views"
)

// retryAfter is how many seconds a client should wait before it tries again what failed so: those that the failure names, else a few.
func retryAfter(err error) string {
	seconds := 5
	var e *domain.Error
	if errors.As(err, &e) && e.Wait > 0 {
		seconds = int((e.Wait + time.Second - 1) / time.Second)
	}
	return strconv.Itoa(seconds)
}

// statusOf maps every failure to its HTTP status. This is the only place that does.
func statusOf(err error) int {
	var httpError *echo.HTTPError
	if errors.As(err, &httpError) {
		return httpError.Code
	}
	switch domain.KindOf(err) {
	case domain.KindNotFound:
		return http.StatusNotFound
	case domain.KindForbidden:
		return http.StatusForbidden
	case domain.KindInvalid, domain.KindUnsure:
		return http.StatusUnprocessableEntity
	case domain.KindConflict:
		return http.StatusConflict
	case domain.KindUnavailable:
		return http.StatusServiceUnavailable
	case domain.KindTooOften:
		return http.StatusTooManyRequests
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// problemOf says in the product's words what a status means. Only the message of a domain.Error is shown beside it; the
// text of any other error may be a driver's and stays in the log.
func problemOf(status int, err error) views.Problem {
	p, known := problems()[status]
	p.LeadsOn = status == http.StatusNotFound
	if !known {
		p = problems()[http.StatusInternalServerError]
	}
	var e *domain.Error
	if errors.As(err, &e) && e.Kind != domain.KindInternal {
		if e.Message != "" {
			p.Text = e.Message
		}
		p.At, p.About, p.Details = e.At, e.About, e.Fields
	}
	if errors.Is(err, errOldForm) {
		p.Title = "Open the form again"
	}
	return p
}

func problems() map[int]views.Problem {
	return map[int]views.Problem{
		400: {Title: "The request could not be read", Text: "Something in it is damaged. Go back and try again."},
		403: {Title: "Not allowed", Text: "You may not do this. An administrator of your company can change your rights."},
		404: {Title: "Page not found", Text: "Nothing is here. It may have been deleted, or the address may be wrong."},
		405: {Title: "Not possible here", Text: "This address does not answer that kind of request. Nothing was changed."},
		409: {Title: "Changed meanwhile", Text: "Somebody else changed this while you were working on it. Nothing was saved."},
		413: {Title: "Too much at once", Text: "A form may hold at most 64 KB, a file 100 MB, and a text that is pasted 4 MB. Nothing was saved."},
		415: {Title: "Not a form", Text: "Only forms can be sent here, and files where a form asks for one. Nothing was saved."},
		422: {Title: "Check what was entered", Text: "Something that was sent is not right. Nothing was saved."},
		429: {Title: "Too many requests", Text: "Wait a minute, then try again."},
		500: {Title: "Something went wrong", Text: "The fault is ours, and it has been recorded. Nothing was half done: try again."},
		503: {Title: "Not available right now", Text: "The database cannot answer. Wait a few seconds, then try again."},
	}
}

// ErrorPage is Echo's error handler, with the names of things from a store.
func ErrorPage(store namer) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) { showError(err, c, store) }
}

// backKey is where in Echo's context a handler says where the page of an error leads back to.
const backKey = "back"

// showError answers a failed request with its page. It does not log: the access log line of the
// request has the cause.
func showError(err error, c echo.Context, store namer) {
	if c.Response().Committed {
		return
	}
	status := statusOf(err)
	c.Set(unreadKey, nil) // what failed may be the database
	header := c.Response().Header()
	header.Set(echo.HeaderCacheControl, "no-store")
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		header.Set(echo.HeaderRetryAfter, retryAfter(err))
	}
	problem := problemOf(status, err)
	// The request's own context may be over, which is why it failed: the page is written all the same.
	c.SetRequest(c.Request().WithContext(context.WithoutCancel(c.Request().Context())))
	if found := domain.Colliding(err); found != nil && collided(c, found) == nil {
		return
	}
	if found := domain.Jumping(err); found != nil && jumped(c, found) == nil {
		return
	}
	if c.Request().Method == http.MethodPost {
		problem.Typed = typedIn(c, store, typedValues(c), status)
		if status == http.StatusForbidden && len(problem.Typed) > 0 {
			_ = keepRefused(c, "A right was missing when you sent this, so nothing was saved.") // what cannot be kept is shown all the same
		}
	} else if kept, waits := c.Get(keptFormKey).(*keptForm); waits {
		problem.Typed = typedIn(c, store, kept.values, status)
	}
	if form, own := formPage(c); own && errors.Is(err, errOldForm) {
		problem.Back = views.Crumb{Label: "the form", URL: form}
	}
	if back, known := c.Get(backKey).(views.Crumb); known && problem.Back.URL == "" {
		problem.Back = back
	}
	frame := page(c, problem.Title, "")
	if status == http.StatusNotFound && store != nil {
		if p, told, ok := toldRemoved(c, store, problem, namesFor(c, store, status, nil)); ok {
			frame, problem = p, told
		}
	}
	frame.Errors = nil // of a form that is not on this page
	if strings.HasPrefix(c.Request().URL.Path, ShopPrefix) {
		frame.RequestID = "" // an address that is wrong and one that is switched off read the same
	}
	if render(c, status, views.ErrorPage(frame, problem)) != nil && !c.Response().Committed {
		c.Response().WriteHeader(status)
	}
}
