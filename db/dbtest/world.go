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
	return PlantedURL(t, text, func(ctx context.Context, d *db.DB) (*worlds.World, error) { return worlds.Plant(ctx, d, text) })
}

// PlantedURL is WorldURL for a world that was not only told of. plant runs once for each name in a test process.
func PlantedURL(t testing.TB, name string, plant func(context.Context, *db.DB) (*worlds.World, error)) (url string, planted func(*db.DB) *worlds.World) {
	t.Helper()
	url, world := copied(t, name, plant)
	return url, world.On
}
