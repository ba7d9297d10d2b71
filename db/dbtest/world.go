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
	url, world := copied(t, text, func(ctx context.Context, d *db.DB) (*worlds.World, error) { return worlds.Plant(ctx, d, text) })
	return url, world.On
}
