package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goPackage is what go list says about a package.
type goPackage struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Standard   bool
	Imports    []string
}

// TestImportArrows keeps the shape of the program: web -> handlers -> views -> views/pages -> domain, and db -> views/pages -> domain.
func TestImportArrows(t *testing.T) {
	t.Parallel()
	const module = "tiersync/"
	// The packages of this module that each may import. web wires everything and may import them all.
	arrows := map[string][]string{
		"domain":              {},
		"static":              {},
		"views/pages":         {"domain"},
		"views":               {"domain", "views/pages", "static"},
		"handlers":            {"domain", "views/pages", "views", "handlers/pricesheet", "handlers/tablefile"},
		"handlers/pricesheet": {"domain"},
		"handlers/tablefile":  {"domain", "views/pages", "handlers/pricesheet"},
		"db":                  {"domain", "views/pages", "db/bulk", "db/versions"},
		"db/versions":         {"domain", "db/bulk"},
		"db/versions/golden":  {"domain"},
		"db/bulk":             {},
		"db/localpg":          {},
		"db/dbtest":           {"db", "db/localpg", "db/worlds"},
		"db/demo":             {"domain", "views/pages", "db"},
		"db/bench":            {"domain", "views/pages", "db", "db/localpg", "db/worlds", "static", "web/server"},
		"domain/oracle":       {"domain"},
		"db/worlds":           {"domain", "domain/story", "db"},
		"domain/story":        {"domain"},
		"web/server":          {"domain", "db", "handlers", "static", "views", "views/pages"},
		"web/mail":            {},
		"web/webtest":         {},
	}
	for _, p := range listPackages(t, "./...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, restricted := arrows[name]
		if !restricted {
			if name != "web" {
				t.Errorf("%s is a new package: say in this test what it may import", name)
			}
			continue
		}
		for _, imported := range p.Imports {
			own, isOwn := strings.CutPrefix(imported, module)
			if isOwn && !slices.Contains(allowed, own) {
				t.Errorf("%s imports %s; it may import %v", name, own, allowed)
			}
		}
	}
}

// TestImportsStayOutside keeps databases out of the screens, and the world out of the rules.
func TestImportsStayOutside(t *testing.T) {
	t.Parallel()
	database := []string{"database/sql", "github.com/jmoiron/sqlx", "github.com/lib/pq"}
	world := []string{"net/http", "os", "os/exec", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog"}
	forbidden := map[string][]string{
		"tiersync/domain":              slices.Concat(database, world),
		"tiersync/views":               slices.Concat(database, world),
		"tiersync/handlers":            database,
		"tiersync/handlers/pricesheet": slices.Concat(database, world),
		"tiersync/handlers/tablefile":  slices.Concat(database, world),
	}
	for _, p := range listPackages(t, "./...") {
		for _, imported := range p.Imports {
			if slices.Contains(forbidden[p.ImportPath], imported) {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}

// TestDomainUsesTheStandardLibraryAndDecimal keeps everything else out of the rules, but for what says of texts how Unicode and the names
// of domains are written, which currencies there are, and how easily a password is guessed: none of it knows more than what it is asked about.
func TestDomainUsesTheStandardLibraryAndDecimal(t *testing.T) {
	t.Parallel()
	used := []string{"tiersync/domain", "github.com/shopspring/decimal", "golang.org/x/text/unicode", "golang.org/x/text/transform",
		"golang.org/x/text/secure/bidirule", "golang.org/x/text/currency", "golang.org/x/text/language", "golang.org/x/text/internal",
		"golang.org/x/net/idna", "github.com/trustelem/zxcvbn", "github.com/dlclark/regexp2"}
	isOf := func(path string) func(string) bool {
		return func(allowed string) bool { return path == allowed || strings.HasPrefix(path, allowed+"/") }
	}
	for _, p := range listPackages(t, "-deps", "./domain") {
		if !p.Standard && !slices.ContainsFunc(used, isOf(p.ImportPath)) {
			t.Errorf("domain depends on %s", p.ImportPath)
		}
	}
}

// TestTheProgramTellsNoStories keeps what tests are told in out of the program.
func TestTheProgramTellsNoStories(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t, "-deps", "./web") {
		if slices.Contains([]string{"tiersync/domain/story", "tiersync/db/worlds", "tiersync/db/dbtest"}, p.ImportPath) {
			t.Errorf("the program depends on %s", p.ImportPath)
		}
	}
}

// TestOnlyWorldsPlant: the ids of what is new are given by the database, wherever a change comes from. The demo and the worlds of tests,
// which know their ids beforehand, say so.
func TestOnlyWorldsPlant(t *testing.T) {
	t.Parallel()
	var planting []string
	for _, p := range listPackages(t, "./...") {
		for _, file := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), ".Planting()") && !slices.Contains(planting, p.ImportPath) {
				planting = append(planting, p.ImportPath)
			}
		}
	}
	if want := []string{"tiersync/db/demo", "tiersync/db/worlds"}; !slices.Equal(planting, want) {
		t.Errorf("%v plant, want %v", planting, want)
	}
}

func listPackages(t *testing.T, args ...string) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Dir,GoFiles,Standard,Imports"}, args...)...)
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
}
