package main

import (
	"os"
	"testing"

	"tiersync/db/dbtest"
)

func TestMain(m *testing.M) {
	code := dbtest.Main(m)
	stopBrowser()
	os.Exit(code)
}
