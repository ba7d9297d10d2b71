package dbtest

import (
	"context"
	"testing"

	"tiersync/db"
	"tiersync/db/worlds"
)

// World returns the world that a story tells of ([worlds.Plant]), in a database for this test alone.
func World(t testing.TB, text string) *worlds.World {
	t.Helper()
	url, planted := WorldURL(t, text)
	return planted(open(t, url))
}

// WorldURL is World for tests that open the database themselves, or start a program of their own: planted returns the world in it.
func WorldURL(t testing.TB, text string) (url string, planted func(*db.DB) *worlds.World) {
	t.Helper()
	url = PreparedURL(t, text, func(ctx context.Context, d *db.DB) error {
		w, err := worlds.Plant(ctx, d, text)
		shared.worlds[text] = w // the lock is held
		return err
	})
	shared.mu.Lock()
	defer shared.mu.Unlock()
	return url, shared.worlds[text].On
}
