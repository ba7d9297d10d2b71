package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// An account is "they", on screen, in comments, in the rules' stories and in SQL: a company is no man, and nobody knows who sits in front of it.
func TestAccountsAreThey(t *testing.T) {
	t.Parallel()
	man := regexp.MustCompile(`(?i)\b(?:h(?:e|is|im|imself|er|ers|erself)|s[h]e)\b`)
	const others = "../web/testdata/axe.min.js" // written by others
	texts := []string{".go", ".templ", ".js", ".css", ".sql", ".md", ".txt", ".txtar", ".yml", ".mod", ""}
	if !man.MatchString("what " + "h" + "e sells") {
		t.Fatal("the words are not found")
	}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == ".git" || name == "rapid"):
			return filepath.SkipDir
		case path == others || entry.IsDir() || !entry.Type().IsRegular() || !slices.Contains(texts, filepath.Ext(name)):
			return nil
		}
		if man.MatchString(name) {
			t.Errorf("%s is called by one of the words", path)
		}
		text, err := os.ReadFile(path)
		for i, line := range bytes.Split(text, []byte("\n")) {
			if found := man.Find(line); found != nil && bytes.Contains(line, []byte(" ")) {
				t.Errorf("%s:%d: say they, their or them for %q", path, i+1, found)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A file's name says what is in it.
func TestFilesAreNamedByWhatIsInThem(t *testing.T) {
	t.Parallel()
	vague := regexp.MustCompile(`^(?:edit|helpers?|input|manage|misc|order|other|pagerows|planpages|utils?)(?:_test)?\.(?:go|templ)$`)
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && vague.MatchString(entry.Name()) {
			t.Errorf("%s: say what is in it", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
