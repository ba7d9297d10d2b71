package server

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers"
)

// crowd is a program whose every page takes as long as the test wants, with a pool of ten connections: six for pages.
type crowd struct {
	t       *testing.T
	handler http.Handler
	begun   chan struct{} // one for each request that is at work
	finish  chan struct{} // closed when they may end
}

func newCrowd(t *testing.T) crowd {
	c := crowd{t, nil, make(chan struct{}, 1000), make(chan struct{})}
	e := echo.New()
	e.HTTPErrorHandler = handlers.ErrorPage(nil)
	e.Pre(newRooms(10).turns)
	page := func(ec echo.Context) error {
		c.begun <- struct{}{}
		<-c.finish
		return ec.String(http.StatusOK, "done")
	}
	e.GET("/*", page)
	e.POST("/*", page)
	c.handler = e
	return c
}

func (c crowd) ask(method, path string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	c.handler.ServeHTTP(answer, httptest.NewRequestWithContext(c.t.Context(), method, path, nil))
	return answer
}

// TestFault094WhoDoesNotFitIsToldAtOnce fills the room for pages and what waits before it.
func TestFault094WhoDoesNotFitIsToldAtOnce(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	const work, waiting = 6, 24
	answers := make(chan int, 100)
	var group sync.WaitGroup
	for range work + waiting + 10 {
		group.Go(func() { answers <- c.ask(http.MethodGet, "/products/plans").Code })
	}
	for range work {
		<-c.begun
	}
	for range 10 {
		if status := <-answers; status != http.StatusServiceUnavailable {
			t.Errorf("who does not fit is answered %d", status)
		}
	}
	shed := c.ask(http.MethodGet, "/products/plans")
	if shed.Code != http.StatusServiceUnavailable || shed.Header().Get("Retry-After") == "" || !strings.Contains(shed.Body.String(), domain.Overloaded.Because(nil).Error()) {
		t.Errorf("status %d, Retry-After %q", shed.Code, shed.Header().Get("Retry-After"))
	}
	// None of these waits for those who look at pages.
	for _, other := range [][2]string{{"POST", "/login"}, {"GET", "/login"}, {"POST", "/products/plans/1/edit"}, {"GET", "/products/plans/1/synchronize"},
		{"GET", "/synchronizations/1.csv"}, {"GET", "/shop/kiosk"},
		{"GET", "/healthz"}, {"GET", "/static/x/app.css"}} {
		group.Go(func() {
			if status := c.ask(other[0], other[1]).Code; status != http.StatusOK {
				t.Errorf("%v: status %d", other, status)
			}
		})
		<-c.begun
	}
	close(c.finish)
	group.Wait()
	for range work + waiting {
		if status := <-answers; status != http.StatusOK {
			t.Errorf("who waited is answered %d", status)
		}
	}
}

// TestWhatLeadsToARunHasTheRoomForForms lists who does not wait for those who look at pages.
func TestWhatLeadsToARunHasTheRoomForForms(t *testing.T) {
	t.Parallel()
	r := newRooms(20)
	for path, want := range map[string]*room{"/products/plans/1/synchronize": r.forms, "/products/plans/1/synchronize/preview": r.forms,
		"/products/plans/1/subscriptions/2/synchronize": r.forms, "/synchronizations/1/undo": r.forms, "/changes/1/undo": r.forms,
		"/synchronizations": r.pages, "/synchronizations/1": r.pages, "/products/plans": r.pages, "/audit.csv": r.files, "/login": nil, "/shop/kiosk": r.shops, "/shop/kiosk.json": r.shops} {
		if got := r.of(httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)); got != want {
			t.Errorf("%s is in another room", path)
		}
	}
}

// TestPatienceEnds lets somebody wait for longer than anybody should.
func TestPatienceEnds(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() { c.ask(http.MethodGet, "/") })
		<-c.begun
	}
	began := time.Now()
	if status := c.ask(http.MethodGet, "/").Code; status != http.StatusServiceUnavailable {
		t.Errorf("status %d", status)
	}
	if took := time.Since(began); took < patience || took > 2*patience {
		t.Errorf("it took %v", took)
	}
	close(c.finish)
	group.Wait()
}

// TestFault094FilesWaitForTheirTurn: whoever saves a list while others do is not refused at once, but has the next turn.
func TestFault094FilesWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	files := newRooms(20).files
	for range cap(files.work) {
		if !files.enter(t.Context()) {
			t.Fatal("there is no room for files")
		}
	}
	entered := make(chan bool)
	go func() { entered <- files.enter(t.Context()) }()
	for len(files.waiting) == cap(files.work) {
		select {
		case <-entered:
			t.Fatal("who comes when all are at work does not wait")
		default:
			runtime.Gosched()
		}
	}
	files.leave()
	if !<-entered {
		t.Error("who waited has no turn")
	}
}
