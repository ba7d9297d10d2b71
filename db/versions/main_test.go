package versions_test

import (
	"os"
	"testing"

	"tiersync/db/dbtest"
)

func TestMain(m *testing.M) { os.Exit(dbtest.Main(m)) }
