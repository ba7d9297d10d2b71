package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tiersync/domain"
	"tiersync/handlers"
	"tiersync/static"
	"tiersync/views/pages"
)

// More people than the machine can answer must not make it slow for all: so many requests are at work, some more wait, and whoever comes
// then is told at once to come again. What is at work never needs more connections than the database's pool has.

// patience is how long a request waits for its turn.
const patience = 3 * time.Second

// room is how many requests of one kind are at work at the same time, and how many wait.
type room struct {
	work, waiting chan struct{}
}

func newRoom(work, waiting int) *room {
	return &room{make(chan struct{}, work), make(chan struct{}, work+waiting)}
}

// enter waits for a turn and reports whether there was one; then leave gives it back.
func (r *room) enter(ctx context.Context) bool {
	select {
	case r.waiting <- struct{}{}:
	default:
		return false
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case r.work <- struct{}{}:
		return true
	case <-late.C:
	case <-ctx.Done():
	}
	<-r.waiting
	return false
}

func (r *room) leave() {
	<-r.work
	<-r.waiting
}

// rooms keep apart what must not wait for each other: somebody who sends a form, or is about to start a run, does not wait for those who
// look at pages, and nobody for files, which take as long as their readers take, or for shops, which the whole
// world may open. For signing in there are rooms in package db, where it is known who signs in.
type rooms struct {
	pages, forms, files, shops *room
}

// newRooms shares out the connections of a pool.
func newRooms(conns int) rooms {
	forms, files := max(1, conns/4), max(1, conns/10)
	shops := max(1, conns/10)
	pages := max(1, conns-forms-files-shops)
	return rooms{pages: newRoom(pages, 4*pages), forms: newRoom(forms, 8*forms), files: newRoom(files, 8*files), shops: newRoom(shops, 8*shops)}
}

// of returns the room for a request, nil for what needs none.
func (r rooms) of(request *http.Request) *room {
	path := request.URL.Path
	switch {
	case needsNobody(path), path == "/login", path == "/logout":
		return nil
	case strings.HasPrefix(path, handlers.ShopPrefix):
		return r.shops
	case request.Method != http.MethodPost && pages.FormatOf(path) != "", request.Method == http.MethodPost && path == uploadPath:
		return r.files
	case request.Method == http.MethodPost, strings.Contains(path, "/synchronize"), strings.HasSuffix(path, "/undo"):
		return r.forms // what leads to a run belongs to it
	}
	return r.pages
}

// needsNobody reports whether an address is answered whoever asks: assets, and what asks after the program's health.
func needsNobody(path string) bool {
	return strings.HasPrefix(path, static.Prefix) || path == "/healthz" || path == "/readyz"
}

var errNoRoom = errors.New("no room")

// turns lets requests in while there is room for them.
func (r rooms) turns(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		in := r.of(c.Request())
		if in == nil {
			return next(c)
		}
		if !in.enter(c.Request().Context()) {
			return domain.Overloaded.Because(errNoRoom)
		}
		defer in.leave()
		return next(c)
	}
}
