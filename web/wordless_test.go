package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// forPeople is a sentence, as people read it, or an address of a page. Errors of programs begin small.
var forPeople = regexp.MustCompile(`(^|'|")[A-Z][a-z]+[- ][^\n]*[a-z]\.('|"|$)|^/[a-z]|href=`)

// TestStorageHasNoWords: sentences and addresses have their home in domain and views; db tells what there is by values.
func TestStorageHasNoWords(t *testing.T) {
	t.Parallel()
	for text, is := range map[string]bool{"Two-step sign-in is off.": true, "The role ' || name || ' owns tables.": true, "/resellers": true,
		"SELECT 'The role ' || name || ' is a superuser: make one.'": true, "user %d: %w": false, "SELECT name FROM account": false} {
		if forPeople.MatchString(text) != is {
			t.Errorf("%q is for people: %t, want %t", text, !is, is)
		}
	}
	for _, dir := range []string{"../db", "../db/versions", "../db/bulk"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s: %v", dir, err)
		}
		for _, path := range files {
			if !strings.HasSuffix(path, "_test.go") {
				for _, found := range wordsIn(t, path) {
					t.Errorf("%s: this is for people; say it in domain or views", found)
				}
			}
		}
	}
}

// wordsIn are the places of texts for people in a file.
func wordsIn(t *testing.T, path string) (found []token.Position) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		text, is := n.(*ast.BasicLit)
		if !is || text.Kind != token.STRING {
			return true
		}
		if value, err := strconv.Unquote(text.Value); err == nil && forPeople.MatchString(value) {
			found = append(found, set.Position(text.Pos()))
		}
		return true
	})
	return found
}
