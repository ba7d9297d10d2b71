package main

import (
	"os"
	"testing"

	"tiersync/db/dbtest"
)

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(programMain())
	}
	code := dbtest.Main(m)
	stopBrowser()
	os.Exit(code)
}
